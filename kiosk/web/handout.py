"""The last page of a result: the card that a guest takes home on their own phone."""

import math
from datetime import date

from kiosk.guidance.language import Words
from kiosk.guidance.leaves import Leaf
from kiosk.guidance.plan import plan_for
from kiosk.guidance.reading import long_date, tell
from kiosk.screening.view import RangeFound, RangePlace, Result
from kiosk.takehome.card import Lines, card
from kiosk.takehome.record import Record, WholePlace


def handout(
    result: Result, day: date, words: Words, *, place: RangeFound | None = None, simulated: bool = False
) -> Leaf:
    """The card's page, with the range check's place; a result of a simulated camera says so on the card."""
    told = tell(result, words)
    plan = plan_for(result.tilt, result.graded)
    estimate = words("card.simulated") if simulated else words("card.estimate")
    lines = Lines(
        grade=told.word,
        angle=told.line,
        day=long_date(words, day),
        estimate=estimate,
        plan=words("card.plan"),
        exercises=tuple(words(each.name_key) for each in (*plan.loosen, *plan.strengthen)),
    )
    shown = result.shown_low_deg, result.shown_high_deg
    record = Record.of(result.tilt, result.graded, result.cuts, shown, day, _whole(place))
    code = card(lines, record)
    return Leaf(
        title=words("card.title"),
        over="",
        lines=(words("card.line"),),
        soft=words("card.nothing_sent"),
        picture=code.svg,
    )


def _whole(place: RangeFound | None) -> WholePlace | None:
    """Whole percent, the interval's ends outwards."""
    if not isinstance(place, RangePlace):
        return None
    return WholePlace(round(place.percent), math.floor(place.low_percent), math.ceil(place.high_percent))
