"""The card of an earlier result, held before the camera, becomes then and now."""

from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kiosk.screening.view import CardRefusal, Changed, Result
from kiosk.takehome.reader import look
from kiosk.takehome.record import Record
from kiosk.takehome.then_and_now import then_and_now


class CardTable:
    """Where a guest's card and today's result lie side by side; it keeps neither."""

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        """Date today's result by ``today``."""
        self._today = today

    def look(self, image: NDArray[np.uint8], today: Result) -> Changed | CardRefusal | None:
        """What a frame (H, W, 3) uint8 RGB shows: both results, why a code gives none, or no code."""
        seen = look(image)
        if not isinstance(seen, Record):
            return seen
        shown = today.shown_low_deg, today.shown_high_deg
        fresh = Record.of(today.tilt, today.graded, today.cuts, shown, self._today())
        both = then_and_now(seen, fresh)
        return Changed(
            then_day=seen.day,
            then_deg=seen.tilt_deg,
            now_deg=fresh.tilt_deg,
            verdict=both.verdict,
            change_deg=both.change_deg,
            mdc_deg=both.mdc_deg,
            caveats=tuple(caveat.value for caveat in both.caveats),
        )
