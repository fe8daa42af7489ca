"""Read and write models/manifest.toml: one table a model file, with its hash, source, licence and figures.

The kiosk runs no model file whose sha256 is not written here.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PATH = Path(__file__).resolve().parent / "manifest.toml"

_HEAD = """\
# Every model file the kiosk may run. The build commands write this file: run make models, do not edit it.
"""

Table = dict[str, Any]


def read(path: Path = PATH) -> dict[str, Table]:
    """The tables of a manifest by model name; none when there is no file yet."""
    if not path.exists():
        return {}
    models: dict[str, Table] = tomllib.loads(path.read_text()).get("model", {})
    return models


def record(name: str, entry: Mapping[str, Any], path: Path = PATH) -> None:
    """Write one model's table and leave the others as they are.

    Values are strings, numbers, booleans or lists of them, or tables of those. When the file's sha256 is the
    one already recorded, figures that the new entry does not give are kept: they still hold.
    """
    models = read(path)
    entry = dict(entry)
    known = models.get(name, {})
    if known.get("sha256") == entry["sha256"]:
        entry["figures"] = {**known.get("figures", {}), **entry.get("figures", {})}
    models[name] = {key: value for key, value in entry.items() if value != {}}
    path.write_text(_HEAD + "".join(_table(f"model.{each}", models[each]) for each in sorted(models)))


def add_figures(name: str, figures: Mapping[str, Any], path: Path = PATH) -> None:
    """Add measured figures to a model already recorded; raises KeyError when it is not."""
    entry = read(path)[name]
    record(name, {**entry, "figures": {**entry.get("figures", {}), **figures}}, path)


def _table(title: str, entry: Mapping[str, Any]) -> str:
    plain = {key: value for key, value in entry.items() if not isinstance(value, Mapping)}
    inner = {key: value for key, value in entry.items() if isinstance(value, Mapping)}
    lines = [f"\n[{title}]", *(f"{key} = {_value(value)}" for key, value in plain.items())]
    return "\n".join(lines) + "\n" + "".join(_table(f"{title}.{key}", value) for key, value in inner.items())


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    # JSON's strings, numbers and booleans are TOML's too, but for the escape of DEL, which no entry needs.
    return json.dumps(value, ensure_ascii=False)
