"""The sounds a page plays: each by its name alone, and a cue as the addresses of what it plays."""

from pathlib import Path
from typing import Protocol, TypedDict

from flask import Blueprint, Response, abort, jsonify, request

from kiosk.guidance.soundbox import folder_of, names
from kiosk.screening.view import Cue

PREFIX = "/sound"

MIMETYPES = {".ogg": "audio/ogg", ".opus": "audio/ogg", ".mp3": "audio/mpeg", ".wav": "audio/wav"}


class Sounds(Protocol):
    """The sounds there are."""

    def path(self, language: str, name: str) -> Path | None:
        """Where the sound of this name lies; None for any other name."""


class CueJson(TypedDict):
    """What a page plays one after the other, and how loud; no addresses: silence."""

    urls: list[str]
    volume: float


def sound_files(sounds: Sounds) -> Blueprint:
    """The blueprint of all sounds; none of them, nor that it was asked for, tells anything of a guest.

    A page fetches the whole of a language before it needs any of it (``/sound/de/`` lists it), so that
    what it has kept does not tell what was said to whom.
    """
    pages = Blueprint("sounds", __name__, url_prefix=PREFIX)

    @pages.get("/<folder>/")
    def listed(folder: str) -> Response:
        there = [name for name in names(folder) if sounds.path(folder, name) is not None]
        if not there:
            abort(404)
        return jsonify(urls=[address(folder, name) for name in there])

    @pages.get("/<folder>/<name>")
    def sound(folder: str, name: str) -> Response:
        path = sounds.path(folder, name) if name in names(folder) else None
        if path is None:
            abort(404)
        try:
            response = Response(path.read_bytes(), mimetype=MIMETYPES[path.suffix])
        except OSError:
            # It was there a moment ago: a site's folder may lie on a stick.
            abort(404)
        response.add_etag()
        response.make_conditional(request)
        return response

    return pages


def present_cue(cue: Cue) -> CueJson:
    """What a page plays for ``cue``."""
    urls = [address(folder_of(name, cue.language), name) for name in cue.sounds]
    return {"urls": urls, "volume": round(cue.volume, 2)}


def address(folder: str, name: str) -> str:
    """Where a page fetches a sound."""
    return f"{PREFIX}/{folder}/{name}"
