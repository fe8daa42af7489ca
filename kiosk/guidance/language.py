"""The languages a guest may choose: each its catalogue, its own name, and English where a word is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from kiosk.guidance.english import TEXT

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {ENGLISH: "English", "es": "Español", "de": "Deutsch", "fr": "Français"}
)
"""The code of each language and its name in itself, in the order they are offered."""

FOLDER = Path(__file__).resolve().parent / "translations"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words.

    Attributes:
        code: of the language, as HTML names it.
        texts: the words under each key of ``kiosk.guidance.english.TEXT``.
    """

    code: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: str) -> str:
        """The words under ``key``, with ``values`` put in their places.

        Raises:
            KeyError: there is no such key, or a place in the words has no value.
        """
        return self.texts[key].format(**values)

    def get(self, key: str, otherwise: str) -> str:
        """The words under a key that need not be there; they have no places."""
        return self.texts.get(key, otherwise)


@cache
def words_of(code: str) -> Words:
    """The words of a language; read once.

    The language belongs to the visit, not to a request: the same words go to the page, to the event stream
    and to the voice. So the catalogues are read here, and not by a web framework.

    Raises:
        KeyError: there is no such language.
    """
    if code not in LANGUAGES:
        raise KeyError(code)
    if code == ENGLISH:
        return Words(code, TEXT)
    translated = {key: words for key, _, words in entries(catalogue(code)) if words}
    # A word without translation is better than none; the tests see to it that there is none.
    return Words(code, MappingProxyType({**TEXT, **translated}))


def catalogue(code: str) -> Catalog:
    """What a language's file in ``translations/`` holds.

    Raises:
        OSError: there is no such file.
    """
    with (FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def entries(found: Catalog) -> Iterator[tuple[str, str, str]]:
    """Key, English words and translated words of each entry."""
    for message in found:
        if message.id:
            yield str(message.context), str(message.id), str(message.string or "")
