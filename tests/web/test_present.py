import json

import numpy as np
import pytest

from kiosk.guidance.english import TEXT
from kiosk.pelvis.tilt import Cuts, Facing, Grade, Graded, Tilt
from kiosk.screening.reason import Reason
from kiosk.screening.view import Outline, Result, Ring, Stage, View
from kiosk.web.present import PAGE, present, present_lamps, present_outline


def reading(deg, low, high, grade=Grade.MILD, cuts=None):
    tilt = Tilt(deg, low + 1, high - 1, 0.8, 4.0, 1.5, Facing.LEFT, 84, 0.8)
    return Result(tilt, Graded(grade, False, None, {}), cuts or Cuts(), low, high)


def ring(ends_at_s, now_s):
    return present(View(Stage.HOLDING, ring=Ring(2.0, ends_at_s)), now_s)["ring"]


def scale(deg, low, high, cuts=None):
    shown = present(View(Stage.RESULT, result=reading(deg, low, high, cuts=cuts)), 0.0)["result"]
    assert shown is not None
    return shown["scale"]


def test_an_idle_view_has_words_and_nothing_else():
    shown = present(View(Stage.IDLE), 0.0)
    assert [step["words"] for step in shown.pop("steps")] == ["Touch", "Stand", "Read"]  # type: ignore[misc]
    assert shown == {
        "stage": "idle",
        "language": "en",
        "page": {key: TEXT[key] for key in PAGE},
        "words": {
            "title": "Check your posture",
            "line": "Stand side-on for a few seconds and see how your pelvis tips.",
            "note": "",
            "sign": "none",
        },
        "ring": None,
        "result": None,
        "leaf": None,
        "outcome": None,
        "buttons": {"start": "Start"},
        "ending": False,
        "simulated": "",
    }


def test_a_view_carries_the_words_of_its_reason():
    shown = present(View(Stage.POSITIONING, Reason.TOO_FAR), 0.0)
    assert shown["words"] == {
        "title": "Come closer",
        "line": "One small step towards the screen.",
        "note": "",
        "sign": "closer",
    }


def test_what_is_simulated_is_said_in_words():
    assert present(View(Stage.IDLE, simulated=("camera", "lights")), 0.0)["simulated"] == (
        "simulated: camera, lights"
    )


def test_a_ring_tells_how_much_of_it_is_left():
    assert ring(ends_at_s=101.5, now_s=100.0) == {"length_s": 2.0, "left_s": 1.5}


def test_a_ring_that_is_over_has_nothing_left():
    assert ring(ends_at_s=99.0, now_s=100.0) == {"length_s": 2.0, "left_s": 0.0}


def test_a_ring_never_has_more_left_than_it_is_long():
    assert ring(ends_at_s=105.0, now_s=100.0) == {"length_s": 2.0, "left_s": 2.0}


def test_a_result_has_its_words_and_the_interval_shown_to_guests_not_the_models_own():
    shown = present(View(Stage.RESULT, result=reading(12.64, 7.6, 17.6)), 0.0)["result"]
    assert shown == {
        "grade": "mild",
        "word": "Mild",
        "angle": "13°",
        "way": "",
        "line": "Your pelvis tips forward about 13°, most likely between 7° and 18°.",
        "borderline": None,
        "bucket": "Picture your pelvis as a bucket of water. Yours tips forward and spills a little.",
        "tilt_deg": 12.6,
        "scale": {
            "from_deg": -5,
            "to_deg": 25,
            "mild_deg": 10.0,
            "pronounced_deg": 15.0,
            "mild": "10°",
            "pronounced": "15°",
            "low_deg": 7,
            "high_deg": 18,
            "at_deg": 12.6,
            "most": "most people",
        },
        "method": "",
        "portrait": None,
    }


def test_the_scale_stretches_in_fives_for_a_result_beyond_its_ends():
    stretched = scale(24.0, 19.0, 29.0)
    assert (stretched["from_deg"], stretched["to_deg"], stretched["high_deg"]) == (-5, 30, 29)
    assert scale(-3.0, -8.0, 2.0)["from_deg"] == -10


def test_what_lies_beyond_the_widest_scale_is_drawn_at_its_end():
    far = scale(48.0, 43.0, 53.0)
    assert (far["to_deg"], far["low_deg"], far["high_deg"], far["at_deg"]) == (35, 35, 35, 35)
    back = scale(-20.0, -25.0, -15.0)
    assert (back["from_deg"], back["low_deg"], back["at_deg"]) == (-10, -10, -10)


def test_a_sites_own_cuts_are_on_the_scale():
    own = scale(12.0, 7.0, 17.0, Cuts(12.0, 17.5))
    assert (own["mild_deg"], own["mild"]) == (12.0, "12°")
    assert (own["pronounced_deg"], own["pronounced"]) == (17.5, "17.5°")


@pytest.mark.parametrize("stage", Stage)
def test_every_view_is_plain_json(stage):
    view = View(stage, Reason.MOVING, Ring(3, 101), reading(12, 7, 17), ("camera",))
    assert json.loads(json.dumps(present(view, 100.0), allow_nan=False))["stage"] == stage.value


def test_an_outline_becomes_thousandths_of_the_frame():
    outline = Outline(np.array([[0.1234, 0.5], [0.9999, 0.0004]], np.float32), 0.5625)
    assert present_outline(outline) == {"aspect": 0.562, "points": [123, 500, 1000, 0]}


def test_a_long_outline_is_thinned_evenly_to_120_points():
    x = np.arange(600, dtype=np.float32) / 1000
    shown = present_outline(Outline(np.stack([x, x], axis=1), 1.0))
    assert shown is not None
    assert shown["points"][::2] == list(range(0, 600, 5))


def test_an_outline_of_120_points_is_kept_whole():
    shown = present_outline(Outline(np.full((120, 2), 0.5, np.float32), 1.0))
    assert shown is not None
    assert len(shown["points"]) == 240


def test_points_that_are_not_numbers_are_left_out_and_others_kept_in_the_frame():
    points = np.array([[np.nan, 0.5], [0.5, np.inf], [-0.2, 1.3]], np.float32)
    assert present_outline(Outline(points, 1.0)) == {"aspect": 1.0, "points": [0, 1000]}


def test_an_empty_outline_has_no_points():
    assert present_outline(Outline(np.empty((0, 2), np.float32), 1.0)) == {"aspect": 1.0, "points": []}


def test_no_outline_is_nothing():
    assert present_outline(None) is None


def test_lamps_shine_in_twentieths_between_dark_and_full():
    assert present_lamps((0.12, 0.13, 0.98)) == [0.1, 0.15, 1.0]
    assert present_lamps((-0.2, 1.4, 0.5)) == [0.0, 1.0, 0.5]


def test_a_fault_for_good_has_words_of_its_own():
    assert present(View(Stage.FAULT, for_good=True), 0.0)["words"]["title"] == "Ask staff"
    assert present(View(Stage.FAULT), 0.0)["words"]["title"] == "Short break"


def test_a_view_is_told_in_its_language_with_its_own_decimals():
    told = present(
        View(
            Stage.RESULT,
            result=reading(12.6, 8, 17, cuts=Cuts(9.5, 15)),
            language="de",
            simulated=("camera",),
        ),
        0.0,
    )
    assert told["result"] is not None
    assert told["result"]["word"] == "Leicht"
    assert told["result"]["scale"]["mild"] == "9,5°"
    assert told["buttons"]["done"] == "Fertig"
    assert told["simulated"] == "simuliert: Kamera"
