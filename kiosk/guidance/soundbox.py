"""The sounds a kiosk has, a site's recordings in place of its own: found by name, and how long each is."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tinytag import TinyTag, TinyTagException

from kiosk.guidance.language import LANGUAGES, words_of
from kiosk.guidance.prompts import TONES, clips

OWN: Final = Path(__file__).resolve().parent / "voice"

TONES_FOLDER: Final = "tones"

KINDS: Final = (".ogg", ".opus", ".mp3", ".wav")
"""How a recording's name may end, the first that is there taken; the kiosk's own are all ``.ogg``."""

LONGEST_S: Final = 60.0
"""Whatever says it is longer is broken, or no prompt."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A sound that is not there, or whose ``file`` cannot be read; its folder and name."""

    folder: str
    name: str
    file: Path | None


class Soundbox:
    """Finds sounds by their names alone; files are looked at when they are first asked for.

    Args:
        recordings: a site's own, laid out as the kiosk's: a folder a language and one of tones.
        own: the kiosk's.
    """

    def __init__(self, recordings: Path | None = None, own: Path = OWN) -> None:
        self._roots = (recordings, own) if recordings else (own,)
        self._lengths_s: dict[Path, float | None] = {}

    def path(self, language: str, name: str) -> Path | None:
        """Where a sound of this name lies, if there is one that can be played.

        Only names that the kiosk itself may cue are looked for, so that no other file is ever found.
        """
        folder = folder_of(name, language)
        if name not in names(folder):
            return None
        return next((path for path in self._files(folder, name) if self._length_s(path) is not None), None)

    def length_s(self, language: str, name: str) -> float | None:
        """How long a sound is, seconds; None when there is none that can be played."""
        path = self.path(language, name)
        return None if path is None else self._length_s(path)

    def missing(self, languages: Iterable[str]) -> list[Missing]:
        """What these languages lack, for staff; and each file that cannot be read, even where another is."""
        found = []
        for folder in (TONES_FOLDER, *languages):
            for name in names(folder):
                files = list(self._files(folder, name))
                broken = [file for file in files if self._length_s(file) is None]
                found += [Missing(folder, name, file) for file in broken]
                if not files:
                    found.append(Missing(folder, name, None))
        return found

    def _files(self, folder: str, name: str) -> Iterable[Path]:
        for root in self._roots:
            for kind in KINDS:
                path = root / folder / f"{name}{kind}"
                if path.is_file():
                    yield path

    def _length_s(self, path: Path) -> float | None:
        """Read once: whoever changes a recording starts the kiosk again."""
        if path not in self._lengths_s:
            self._lengths_s[path] = _read_length_s(path)
        return self._lengths_s[path]


def folder_of(name: str, language: str) -> str:
    """The folder a sound lies in: tones are the same in every language."""
    return TONES_FOLDER if name in TONES else language


def names(folder: str) -> tuple[str, ...]:
    """The names of all sounds that belong into a folder; none when it is not one of ours."""
    if folder == TONES_FOLDER:
        return TONES
    return _clip_names(folder) if folder in LANGUAGES else ()


@cache
def _clip_names(language: str) -> tuple[str, ...]:
    return tuple(clips(words_of(language)))


def _read_length_s(path: Path) -> float | None:
    try:
        length_s = TinyTag.get(path, tags=False).duration
    except (OSError, TinyTagException):
        return None
    except Exception:  # noqa: BLE001 - a file that makes its reader stumble is one that is left out
        return None
    return length_s if length_s and 0.0 < length_s <= LONGEST_S else None
