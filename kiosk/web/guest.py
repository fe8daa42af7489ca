"""The guest's page: one document, its touches, and the events that drive it."""

from flask import Blueprint, Response, abort, render_template, request

from kiosk.guidance.language import LANGUAGES, words_of
from kiosk.screening.view import Touch
from kiosk.web.port import Clock, Lamps, Visits
from kiosk.web.present import present
from kiosk.web.streams import Streams, stream


def guest_pages(
    visits: Visits,
    clock: Clock,
    streams: Streams,
    lamps: Lamps | None = None,
    languages: tuple[str, ...] = ("en",),
) -> Blueprint:
    """The blueprint of all that a guest sees and touches; ``languages`` are those offered, by code."""
    guest = Blueprint("guest", __name__)

    @guest.get("/")
    def page() -> str:
        view = present(visits.board.latest().view, clock())
        offered = {code: LANGUAGES[code] for code in languages} if len(languages) > 1 else {}
        return render_template(
            "guest.html", view=view, lamps=lamps is not None, text=words_of(view["language"]), offered=offered
        )

    @guest.post("/visit/<touch>")
    def touch(touch: str) -> Response:
        if touch not in set(Touch):
            abort(404)
        visits.touch(Touch(touch))
        return Response(status=204)

    @guest.post("/visit/turn/<int:leaf>")
    def turn(leaf: int) -> Response:
        visits.turn(leaf)
        return Response(status=204)

    @guest.post("/visit/language/<code>")
    def language(code: str) -> Response:
        if code not in languages:
            abort(404)
        visits.speak(code)
        return Response(status=204)

    @guest.get("/events")
    def events() -> Response:
        if request.method == "HEAD":
            # A HEAD's body is never begun and so never closed: it must not hold a ticket.
            return Response(mimetype="text/event-stream")
        ticket = streams.take()
        if ticket is None:
            abort(503, "Too many pages are open.")
        response = Response(stream(visits.board, clock, streams, lamps), mimetype="text/event-stream")
        response.call_on_close(lambda: streams.give_back(ticket))
        return response

    return guest
