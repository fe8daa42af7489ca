"""The result a guest brings and today's become a change, said only as far as one can be sure of it."""

import math
from dataclasses import dataclass
from enum import StrEnum

from kiosk.pelvis.change import STAND_SEM_DEG, Stand, change
from kiosk.screening.view import Verdict
from kiosk.takehome.record import Record


class Caveat(StrEnum):
    """What is said beside it; each is the key of its words."""

    FACING_DIFFERS = "facing_differs"
    """Seen from different sides, and left and right half of a pelvis differ: not comparable."""

    METHOD_DIFFERS = "method_differs"
    """Read from the contour once and from dots the other time, which err differently: not comparable."""

    CUTS_DIFFER = "cuts_differ"
    """The grades begin elsewhere: the angles can be compared, the grades' names cannot."""

    SAME_DAY = "same_day"
    """Within one day only the stance differs; exercise shows after weeks."""

    DAY_AHEAD = "day_ahead"
    """What the guest brings is dated after today: a clock was wrong, and the time between is not known."""


_PREVENTING = {Caveat.FACING_DIFFERS, Caveat.METHOD_DIFFERS}


@dataclass(frozen=True, slots=True, weakref_slot=True)
class ThenAndNow:
    """Two results of one guest side by side.

    Attributes:
        then: the result that was brought.
        now: the one just made.
        verdict: what may be said of the two.
        change_deg: how much further forward the pelvis is now, degrees; None when they are not comparable.
        mdc_deg: the minimal detectable change, degrees: up to it no change is sure.
        days: from then to now; None when a clock was wrong.
        caveats: what is said beside the verdict, in the order of ``Caveat``.
    """

    then: Record
    now: Record
    verdict: Verdict
    change_deg: float | None
    mdc_deg: float
    days: int | None
    caveats: tuple[Caveat, ...]


def then_and_now(brought: Record, fresh: Record) -> ThenAndNow:
    """Compare the result a guest brings with the one just made, whose day is today.

    What was just made is now, whatever the dates say. The minimal detectable change is that of
    ``kiosk.pelvis.change``: 1.96 times the standard error of the difference of two stands, 8 degrees for
    single captures. What the model errs by is left out of it: most of that lies in the person's own bones and
    build, and is the same both times.
    """
    apart = (fresh.day - brought.day).days
    found = {
        Caveat.FACING_DIFFERS: brought.facing is not fresh.facing,
        Caveat.METHOD_DIFFERS: brought.method is not fresh.method,
        Caveat.CUTS_DIFFER: brought.cuts != fresh.cuts,
        Caveat.SAME_DAY: apart == 0,
        Caveat.DAY_AHEAD: apart < 0,
    }
    caveats = tuple(caveat for caveat, holds in found.items() if holds)
    comparable = _PREVENTING.isdisjoint(caveats)
    difference = change(_stand(brought), _stand(fresh))
    verdict = Verdict.NOT_COMPARABLE
    if comparable and not difference.beyond:
        verdict = Verdict.NO_SURE_CHANGE
    elif comparable:
        verdict = Verdict.FURTHER_FORWARD if difference.deg > 0 else Verdict.FURTHER_BACK
    return ThenAndNow(
        then=brought,
        now=fresh,
        verdict=verdict,
        change_deg=difference.deg if comparable else None,
        mdc_deg=difference.mdc_deg,
        days=apart if apart >= 0 else None,
        caveats=caveats,
    )


def _stand(record: Record) -> Stand:
    return Stand(
        deg=record.tilt_deg,
        sd_deg=0.0,
        sem_deg=STAND_SEM_DEG / math.sqrt(record.captures),
        facing=record.facing,
    )
