"""Which buttons a page has, and what each says: one list for every moment of a visit."""

from kiosk.guidance.language import Words
from kiosk.pelvis.tilt import Method
from kiosk.screening.view import Offer, Sheet, Stage, View

_LABELS = {
    "start": "page.start",
    "decline": "page.decline",
    "agree": "page.agree",
    "dots": "page.dots",
    "no-dots": "page.no_dots",
    "ready": "page.ready",
    "again": "page.again",
    "stay": "page.stay",
    "back": "page.my_result",
    "before": "page.before",
    "card": "page.card",
    "plan": "page.plan",
    "next": "page.next",
    "range": "page.range",
    "compare": "page.compare",
    "stop": "page.stop",
    "done": "page.done",
}


def buttons(view: View, words: Words, *, last_leaf: bool = False) -> dict[str, str]:
    """The words of each button of a page, by the button's name.

    Args:
        view: the moment.
        words: the language's.
        last_leaf: whether the page of the plan that is open is the last.
    """
    return {name: words(_LABELS[name]) for name in _names(view, last_leaf=last_leaf)}


def _names(view: View, *, last_leaf: bool) -> list[str]:
    back = ["back"] if view.returns else []
    plain = ["no-dots"] if view.method is not Method.CONTOUR else []
    if view.ending:
        return ["stay", "done" if view.stage is Stage.RESULT else "stop"]
    match view.stage:
        case Stage.IDLE:
            return ["start"]
        case Stage.CONSENT:
            return ["decline", "agree"]
        case Stage.PREPARE:
            return [*(["dots"] if Offer.DOTS in view.offers else []), "ready", "stop"]
        case Stage.DOTS:
            return [*plain, "ready", "stop"]
        case Stage.RANGE:
            return [*back, "ready", "stop"]
        case Stage.TIPS:
            return [*(back or plain), "again", "stop"]
        case Stage.RESULT:
            return _of_result(view, last_leaf=last_leaf)
        case Stage.GOODBYE | Stage.FAULT:
            return []
    return [*back, "stop"]


def _of_result(view: View, *, last_leaf: bool) -> list[str]:
    match view.sheet:
        case Sheet.PLAN:
            return ["before", *([] if last_leaf else ["next"]), "done"]
        case Sheet.RANGE:
            return ["back", "range", "done"]
        case Sheet.CHANGE:
            return ["back", "compare", "done"]
    offered = [offer.value for offer in (Offer.RANGE, Offer.COMPARE) if offer in view.offers]
    return [*offered, "card", "plan", "done"]
