"""The event stream: what a page is sent as it happens, how many may listen, and how all of them end."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence

from kiosk.screening.board import Board
from kiosk.screening.view import Stage
from kiosk.web.port import Clock, Lamps
from kiosk.web.present import present, present_lamps, present_outline
from kiosk.web.sounds import present_cue

BEAT_S = 0.5
"""A page that hears nothing for a few of these knows that the kiosk is gone."""

LOOK_S = 0.1
"""How often lamps are looked at: they change by themselves, and nobody tells."""

BEAT = "event: beat\ndata: 1\n\n"
"""An event, not a comment: a browser hides comments from the page, which could not tell a hung server."""

OUTLINE_STAGES = frozenset({Stage.POSITIONING, Stage.HOLDING, Stage.CAPTURING})
"""Only here is the outline drawn, so only here is it sent."""


class Streams:
    """The streams now open: at most ``limit``, since each holds a thread; ``close`` ends them all."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._changed = threading.Condition()
        self._open: set[object] = set()
        self._closing = False

    @property
    def closing(self) -> bool:
        """Whether streams should come to their end."""
        return self._closing

    def take(self) -> object | None:
        """A ticket for one more stream, or None when there are enough."""
        with self._changed:
            if self._closing or len(self._open) >= self.limit:
                return None
            ticket = object()
            self._open.add(ticket)
            return ticket

    def give_back(self, ticket: object) -> None:
        """The stream with this ticket is over; saying so twice is harmless."""
        with self._changed:
            self._open.discard(ticket)
            self._changed.notify_all()

    def close(self) -> None:
        """Let no more in, and ask those that are open to end."""
        with self._changed:
            self._closing = True

    def wait_for(self, most: int, timeout_s: float) -> bool:
        """Wait until at most ``most`` streams are open; False when ``timeout_s`` passed first."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._open) <= most, timeout_s)


def stream(
    board: Board, clock: Clock, streams: Streams, lamps: Lamps | None = None, beat_s: float = BEAT_S
) -> Iterator[str]:
    """Server-sent events as text: what is new of view, outline, cue and lamps, and a beat if nothing is.

    A cue that was given before is never sent: it would be heard when its moment is over.
    """
    seen_view = seen_outline = -1
    seen_cue = board.latest().cue_number
    seen_lamps: list[float] | None = None
    look_s = beat_s if lamps is None else min(beat_s, LOOK_S)
    sent_at_s = clock()
    while not streams.closing:
        notice = board.wait(seen_view, seen_outline, look_s, seen_cue)
        parts = []
        if notice.view_number != seen_view:
            parts.append(_event("view", present(notice.view, clock())))
        if notice.outline_number != seen_outline and notice.view.stage in OUTLINE_STAGES:
            parts.append(_event("outline", present_outline(notice.outline)))
        if notice.cue_number != seen_cue and notice.cue is not None:
            parts.append(_event("cue", present_cue(notice.cue)))
        seen_view, seen_outline, seen_cue = notice.view_number, notice.outline_number, notice.cue_number
        levels = present_lamps(lamps()) if lamps else None
        if levels != seen_lamps:
            parts.append(_event("lamps", levels))
            seen_lamps = levels
        if not parts and clock() - sent_at_s < beat_s:
            continue
        sent_at_s = clock()
        yield "".join(parts) or BEAT


def _event(name: str, data: Mapping[str, object] | Sequence[float] | None) -> str:
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"
