"""The web application: a Flask factory that is handed all it uses."""

from flask import Flask

from kiosk.web.guard import guard
from kiosk.web.guest import guest_pages
from kiosk.web.port import Clock, Lamps, Visits
from kiosk.web.sounds import Sounds, sound_files
from kiosk.web.streams import Streams

MAX_STREAMS = 8


def create_app(
    visits: Visits,
    *,
    clock: Clock,
    lamps: Lamps | None = None,
    languages: tuple[str, ...] = ("en",),
    sounds: Sounds | None = None,
    max_streams: int = MAX_STREAMS,
) -> Flask:
    """Build the pages around the visit going on.

    Args:
        visits: the visit now going on, or none; outlives the app.
        clock: monotonic seconds, the one that dates a Ring's end.
        lamps: what simulated lights show, for the page to draw them; None where real ones shine.
        languages: the codes of those a guest may choose from.
        sounds: what a page plays for a cue; None: nothing.
        max_streams: how many pages may listen for events at once; each holds a thread of the server.
    """
    app = Flask("kiosk.web")
    streams = Streams(max_streams)
    app.extensions["kiosk.streams"] = streams
    guard(app)
    app.register_blueprint(guest_pages(visits, clock, streams, lamps, languages))
    if sounds is not None:
        app.register_blueprint(sound_files(sounds))
    return app


def streams_of(app: Flask) -> Streams:
    """The event streams of an app made by ``create_app``: the server ends them when it stops."""
    streams = app.extensions["kiosk.streams"]
    assert isinstance(streams, Streams)  # noqa: S101  (narrows what Flask keeps untyped)
    return streams
