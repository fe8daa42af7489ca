"""What a page, a voice and the lights may know of each state of a visit."""

from dataclasses import replace

from kiosk.screening.states import (
    Asking,
    Capturing,
    Comparing,
    Errand,
    Faulty,
    Holding,
    Leaving,
    Measuring,
    Positioning,
    Refused,
    Showing,
    Shown,
    State,
    Times,
)
from kiosk.screening.view import Ring, Stage, View


def view(state: State, times: Times) -> View:
    """The state as it is shown; what is the same for all of them the session adds."""
    match state:
        case Asking(page=page, ends_s=ends_s, errand=errand, reason=reason):
            asked = View(page, ring=Ring(times.read_s, ends_s), reason=reason, ending=state.ending)
            return _on_errand(asked, errand) if errand else asked
        case Positioning(reason=reason, errand=errand, ending=ending):
            return _on_errand(View(Stage.POSITIONING, reason=reason, ending=ending), errand)
        case Holding(ends_s=ends_s, errand=errand):
            return _on_errand(View(Stage.HOLDING, ring=Ring(times.hold_s, ends_s)), errand)
        case Capturing(ends_s=ends_s, errand=errand):
            return _on_errand(View(Stage.CAPTURING, ring=Ring(times.capture_s, ends_s)), errand)
        case Measuring(errand=errand):
            return _on_errand(View(Stage.THINKING), errand)
        case Refused(reason=reason, ends_s=ends_s, errand=errand):
            ring = Ring(times.refused_s, ends_s)
            return _on_errand(View(Stage.REFUSED, reason=reason, ring=ring), errand)
        case Showing(shown=shown, ends_s=ends_s, ending=ending):
            return replace(_of_result(shown), ring=Ring(times.result_s, ends_s), ending=ending)
        case Comparing(ends_s=ends_s, refusal=refusal):
            return View(Stage.COMPARE, ring=Ring(times.card_s, ends_s), card_refusal=refusal, returns=True)
        case Leaving():
            return View(Stage.GOODBYE)
        case Faulty(for_good=for_good):
            return View(Stage.FAULT, for_good=for_good)
    return View(Stage.IDLE)


def _on_errand(view: View, errand: Errand) -> View:
    return replace(view, pose=errand.pose, method=errand.method, returns=errand.back_to is not None)


def _of_result(shown: Shown) -> View:
    return View(
        Stage.RESULT,
        result=shown.result,
        sheet=shown.sheet,
        leaf=shown.leaf,
        range=shown.range,
        change=shown.change,
        method=shown.result.tilt.method,
    )
