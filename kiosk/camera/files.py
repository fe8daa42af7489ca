"""Which files and folders may be looked at for pictures and films, before anything of them is decoded."""

import os
import re
import stat
from collections.abc import Container, Iterable
from pathlib import Path

from kiosk.errors import UnreadableSource

PICTURE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".png", ".bmp", ".dib", ".webp", ".tif", ".tiff"}
    | {".ppm", ".pgm", ".pbm", ".pnm"}
)
VIDEO_SUFFIXES = frozenset(
    {".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".mpg", ".mpeg", ".mts", ".m2ts", ".ts", ".3gp", ".3g2"}
    | {".wmv", ".flv", ".ogv", ".vob", ".gif"}
)
HEIF_SUFFIXES = frozenset({".heic", ".heif", ".hif", ".avif"})
"""Phones' photographs of a kind that is not read: whoever hands one over should hear so."""

_HEAD_BYTES = 4096
# Phones' HEIF photographs are cut into tiles, and FFmpeg would pass off the first tile as the picture.
_TILED_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
_PLAYLISTS = (b"#EXTM3U", b"ffconcat", b"<", b"v=0", b"[", b"# VobSub")
"""How the texts begin that FFmpeg would follow to other files."""

_TEXT = frozenset({*range(0x20, 0x7F), *b"\t\n\r"})
_OPENING_BYTES = 64  # no container's own first bytes are all letters for as long as this
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def is_folder(path: Path) -> bool:
    """Whether it is a folder rather than a file; a pipe, at which one might wait for ever, is neither.

    Raises:
        UnreadableSource: it is neither, or cannot be looked at.
    """
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        # OpenCV is handed names as UTF-8, and crashes on others.
        raise UnreadableSource(f"{shown(path)}: its name is not UTF-8; rename it") from error
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise UnreadableSource(f"{path}: no such file; check the path") from error
    except OSError as error:
        raise UnreadableSource(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UnreadableSource(f"{path!r} is not the name of a file: {error}") from error
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise UnreadableSource(f"{path} is neither a file nor a folder")
    return stat.S_ISDIR(mode)


def head_of(path: Path) -> bytes:
    """A file's first bytes, at most 4096.

    Raises:
        UnreadableSource: it is empty or cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise UnreadableSource(f"{path} cannot be read: {error.strerror}") from error
    if not head:
        raise UnreadableSource(f"{path} is empty")
    return head


def is_heif(head: bytes) -> bool:
    """Whether these are the first bytes of a HEIF photograph."""
    return head[4:8] == b"ftyp" and head[8:12] in _TILED_BRANDS


def is_text(head: bytes) -> bool:
    """Whether a file that begins so is a text: FFmpeg renders texts as films, and follows playlists."""
    opening = head.removeprefix(_BYTE_ORDER_MARK).lstrip()
    return b"\0" not in head or opening.startswith(_PLAYLISTS) or _TEXT.issuperset(opening[:_OPENING_BYTES])


def found_in(folder: Path, suffixes: Iterable[str], what: str) -> list[Path]:
    """As ``files_in``, for whoever wants them all to be there; ``what`` names them for a person.

    Raises:
        UnreadableSource: the folder cannot be listed, or holds none.
    """
    wanted = sorted(suffixes)
    try:
        found = files_in(folder, frozenset(wanted))
    except OSError as error:
        raise UnreadableSource(f"{folder} cannot be listed: {error.strerror}") from error
    if not found:
        raise UnreadableSource(f"{folder} holds no {what} ({', '.join(wanted)})")
    return found


def files_in(folder: Path, suffixes: Container[str]) -> list[Path]:
    """What a folder holds with these suffixes (lower case), in natural order; no hidden file, no folder.

    Raises:
        OSError: it is no folder, or cannot be listed.
    """
    found = [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in suffixes and not path.name.startswith(".") and not path.is_dir()
    ]
    return sorted(found, key=lambda path: _natural(path.name))


def shown(path: Path) -> str:
    r"""The path as one line that can be printed and encoded: a byte that is not UTF-8 reads ``\xff``."""
    text = os.fsencode(path).decode(errors="backslashreplace")
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = re.split(r"(\d+)", name.lower())
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts]
