"""The manifest of model files: nothing is run whose hash is not written there."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.errors import ModelError, ModelNotTrusted, SettingsError

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
            ModelError: the kiosk's own is missing or not a manifest.
            SettingsError: that of the ``folder`` someone chose is.
        """
        chosen = folder or default_folder()
        path = chosen / MANIFEST
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
            if folder is None:
                raise ModelError(f"{path} is not a readable model manifest: reinstall the kiosk") from error
            absent = isinstance(error, FileNotFoundError | NotADirectoryError)
            what = f"no {MANIFEST} in {folder}" if absent else f"{path} is not a readable model manifest"
            raise SettingsError(f"setting models: {what}; correct or unset it") from error
        return cls(chosen, entries)

    @property
    def _remedy(self) -> str:
        own = self.folder == default_folder()
        return "reinstall the kiosk" if own else "correct or unset the setting models"

    def read(self, name: str) -> bytes:
        """The bytes of a model, after its hash was compared.

        Raises:
            ModelError: the model is not in the manifest, or its file is missing.
            ModelNotTrusted: the file is not the one the manifest describes.
        """
        entry = self.entries.get(name)
        if entry is None:
            raise ModelError(f"there is no model {name!r} in {self.folder / MANIFEST}: {self._remedy}")
        path = self.folder / entry.file
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ModelError(f"the model file {path} cannot be read: {self._remedy}") from error
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise ModelNotTrusted(f"the model file {path} is not the one in the manifest: {self._remedy}")
        return content
