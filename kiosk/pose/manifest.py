"""The manifest of model files: nothing is run whose hash is not written there."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.errors import ModelError, ModelNotTrusted

MANIFEST = "manifest.toml"


def default_folder() -> Path:
    """Where the model files are: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "model_files"
    return installed if installed.is_dir() else package.parent / "models"


@dataclass(frozen=True, slots=True)
class Entry:
    """One model's line in the manifest: its file, the file's SHA-256, and all else that is said of it."""

    name: str
    file: str
    sha256: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The models a kiosk trusts."""

    folder: Path
    entries: Mapping[str, Entry]

    @classmethod
    def load(cls, folder: Path | None = None) -> "Manifest":
        """Read a folder's manifest; the kiosk's own folder by default.

        Raises:
            ModelError: it is missing or not a manifest.
        """
        folder = folder or default_folder()
        path = folder / MANIFEST
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))["model"]
            entries = {
                name: Entry(name, str(facts["file"]), str(facts["sha256"]), facts)
                for name, facts in tables.items()
            }
        except (
            OSError,
            UnicodeDecodeError,
            tomllib.TOMLDecodeError,
            KeyError,
            TypeError,
            AttributeError,
        ) as error:
            raise ModelError(f"{path} is not a readable model manifest: reinstall the kiosk") from error
        return cls(folder, entries)

    def read(self, name: str) -> bytes:
        """The bytes of a model, after its hash was compared.

        Raises:
            ModelError: the model is not in the manifest, or its file is missing.
            ModelNotTrusted: the file is not the one the manifest describes.
        """
        entry = self.entries.get(name)
        if entry is None:
            raise ModelError(f"there is no model {name!r} in {self.folder / MANIFEST}: reinstall the kiosk")
        path = self.folder / entry.file
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ModelError(f"the model file {path} cannot be read: reinstall the kiosk") from error
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise ModelNotTrusted(
                f"the model file {path} is not the one in the manifest: reinstall the kiosk"
            )
        return content
