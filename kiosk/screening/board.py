"""The notice board between the vision thread and the pages: the newest of each kind, nothing older."""

import threading
from dataclasses import dataclass, replace

from kiosk.screening.view import Cue, Outline, View


@dataclass(frozen=True, slots=True)
class Notice:
    """What hangs on the board: each part with a number that grows when it changes."""

    view: View
    view_number: int
    outline: Outline | None
    outline_number: int
    cue: Cue | None = None
    cue_number: int = 0


class Board:
    """A bounded slot, never a queue: whoever is late sees the newest and has missed the rest."""

    def __init__(self, view: View) -> None:
        self._changed = threading.Condition()
        self._notice = Notice(view, 0, None, 0)

    def latest(self) -> Notice:
        """What hangs there now."""
        with self._changed:
            return self._notice

    def show(self, view: View) -> None:
        """Hang up a view; one equal to the present one changes nothing."""
        with self._changed:
            old = self._notice
            if view != old.view:
                self._notice = replace(old, view=view, view_number=old.view_number + 1)
                self._changed.notify_all()

    def draw(self, outline: Outline | None) -> None:
        """Hang up the newest outline, or take it down."""
        with self._changed:
            old = self._notice
            if outline is None and old.outline is None:
                return
            self._notice = replace(old, outline=outline, outline_number=old.outline_number + 1)
            self._changed.notify_all()

    def play(self, cue: Cue) -> None:
        """Hang up what is to be heard; one that is silent leaves nothing of what was heard before it."""
        with self._changed:
            old = self._notice
            self._notice = replace(old, cue=cue, cue_number=old.cue_number + 1)
            self._changed.notify_all()

    def wait(
        self, view_number: int, outline_number: int, timeout_s: float, cue_number: int | None = None
    ) -> Notice:
        """Return once a part is newer than the numbers given, at the latest after ``timeout_s``.

        A cue is waited for only by those who give its number.
        """

        def newer() -> bool:
            now = self._notice
            return (
                now.view_number != view_number
                or now.outline_number != outline_number
                or (cue_number is not None and now.cue_number != cue_number)
            )

        with self._changed:
            self._changed.wait_for(newer, timeout_s)
            return self._notice
