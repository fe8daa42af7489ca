"""Which buttons each moment of a visit has."""

import pytest

from kiosk.guidance.language import words_of
from kiosk.pelvis.tilt import Method
from kiosk.screening.view import Offer, Sheet, Stage, View
from kiosk.web.buttons import buttons

ALL = tuple(Offer)
ENGLISH = words_of("en")


def names(view, **options):
    return list(buttons(view, ENGLISH, **options))


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View(Stage.IDLE), ["start"]),
        (View(Stage.CONSENT), ["decline", "agree"]),
        (View(Stage.PREPARE), ["ready", "stop"]),
        (View(Stage.PREPARE, offers=ALL), ["dots", "ready", "stop"]),
        (View(Stage.DOTS, method=Method.DOTS_AND_CONTOUR), ["no-dots", "ready", "stop"]),
        (View(Stage.POSITIONING), ["stop"]),
        (View(Stage.CAPTURING, returns=True), ["back", "stop"]),
        (View(Stage.THINKING), ["stop"]),
        (View(Stage.TIPS), ["again", "stop"]),
        (View(Stage.TIPS, method=Method.DOTS_AND_CONTOUR), ["no-dots", "again", "stop"]),
        (View(Stage.TIPS, returns=True), ["back", "again", "stop"]),
        (View(Stage.RESULT), ["card", "plan", "done"]),
        (View(Stage.RESULT, offers=ALL), ["range", "compare", "card", "plan", "done"]),
        (View(Stage.RESULT, sheet=Sheet.PLAN, leaf=1), ["before", "next", "done"]),
        (View(Stage.RESULT, sheet=Sheet.RANGE), ["back", "range", "done"]),
        (View(Stage.RESULT, sheet=Sheet.CHANGE), ["back", "compare", "done"]),
        (View(Stage.RANGE, returns=True), ["back", "ready", "stop"]),
        (View(Stage.COMPARE, returns=True), ["back", "stop"]),
        (View(Stage.GOODBYE), []),
        (View(Stage.FAULT), []),
        (View(Stage.PREPARE, ending=True), ["stay", "stop"]),
        (View(Stage.RESULT, sheet=Sheet.PLAN, ending=True), ["stay", "done"]),
    ],
)
def test_each_moment_has_its_buttons(view, expected):
    assert names(view) == expected


def test_the_last_page_of_the_plan_has_no_next():
    assert names(View(Stage.RESULT, sheet=Sheet.PLAN, leaf=9), last_leaf=True) == ["before", "done"]


@pytest.mark.parametrize("stage", set(Stage) - {Stage.IDLE, Stage.CONSENT, Stage.GOODBYE, Stage.FAULT})
def test_every_page_of_a_visit_has_a_way_out(stage):
    assert {"stop", "done"} & set(names(View(stage)))


def test_buttons_speak_the_visits_language():
    assert buttons(View(Stage.CONSENT), words_of("de")) == {
        "decline": "Nein, danke",
        "agree": "Einverstanden",
    }
