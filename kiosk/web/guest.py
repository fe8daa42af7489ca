"""The guest's page: one document, two touches, and the events that drive it."""

from flask import Blueprint, Response, abort, render_template, request

from kiosk.guidance.words import text
from kiosk.web.port import Clock, Lamps, Visits
from kiosk.web.present import present
from kiosk.web.streams import Streams, stream


def guest_pages(visits: Visits, clock: Clock, streams: Streams, lamps: Lamps | None = None) -> Blueprint:
    """The blueprint of all that a guest sees and touches."""
    guest = Blueprint("guest", __name__)

    @guest.get("/")
    def page() -> str:
        view = present(visits.board.latest().view, clock())
        return render_template("guest.html", view=view, lamps=lamps is not None, text=text)

    @guest.post("/visit/start")
    def start() -> Response:
        visits.start()
        return Response(status=204)

    @guest.post("/visit/stop")
    def stop() -> Response:
        visits.stop()
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
