"""Several inputs of one person become one answer, or a line that says which of them stood in the way."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from kiosk import cli, instruments
from kiosk.compare import Comparer
from kiosk.errors import ModelError
from kiosk.measure import Meter
from kiosk.pelvis.capture import Observation
from kiosk.pelvis.change_head import Relative
from kiosk.pelvis.tilt import Facing
from kiosk.settings import Settings
from tests.bodies import standing
from tests.camera.sources import write_picture
from tests.screening.fakes import TILT, ScriptedSight, result_of


def photograph(path, deg, facing=Facing.LEFT):
    """A plain picture that the scripted gauge reads ``deg`` from."""
    blue = 200 if facing is Facing.RIGHT else 100
    return write_picture(path, np.full((64, 48, 3), (100 + deg, 100 + deg, blue), np.uint8))


def dark(path):
    return write_picture(path, np.zeros((64, 48, 3), np.uint8))


class ColourGauge:
    """Reads degrees and facing from a picture's colours."""

    def look(self, image, body):
        red, _, blue = image.reshape(-1, 3).mean(axis=0)
        facing = Facing.RIGHT if blue > 150 else Facing.LEFT
        return Observation(body.at_s, facing, np.array([red - 100], np.float32))

    def estimate(self, observations):
        return TILT


@pytest.fixture
def comparer():
    sight = ScriptedSight(lambda at_s: standing(at_s=at_s))
    return Comparer(Meter(sight, ColourGauge(), result_of), lambda values: Relative(float(values[0]), 1.0))


@pytest.fixture
def measured(comparer, monkeypatch):
    """Runs kiosk measure with the scripted comparer: its exit code and what it says on stdout and stderr."""
    monkeypatch.setattr(instruments, "comparer", lambda _settings, _facing: comparer)

    def run(*arguments):
        done = CliRunner().invoke(cli.main, ["measure", *map(str, arguments)])
        return done.exit_code, done.stdout, done.stderr

    return run


def test_a_change_that_standing_anew_cannot_explain_is_said_with_its_way(comparer, tmp_path):
    before, after = photograph(tmp_path / "a.png", 14), photograph(tmp_path / "b.png", 2)
    answer = comparer.changed(before, after)
    assert answer.sentence() == (
        f"{after} against {before}: the pelvis tips 12.0° further back, "
        "more than the 8.0° that standing anew can explain"
    )
    told = answer.as_json()
    readings = told.pop("before"), told.pop("after")
    assert told.pop("elapsed_ms") == sum(reading["elapsed_ms"] for (reading,) in readings)
    # Each reading leaves 1 degree open: the difference 1.4.
    assert told == {
        "kind": "change",
        "status": "ok",
        "reason": None,
        "which": None,
        "change_deg": -12.0,
        "sd_deg": 1.4,
        "mdc_deg": 8.0,
        "beyond": True,
        "notes": [],
    }
    assert [reading["source"] for (reading,) in readings] == [str(before), str(after)]
    assert readings[0][0]["tilt_deg"] == TILT.deg


def test_a_change_that_standing_anew_can_explain_is_none_we_can_be_sure_of(comparer, tmp_path):
    answer = comparer.changed(photograph(tmp_path / "a.png", 10), photograph(tmp_path / "b.png", 17))
    assert "no change we can be sure of: 7.0° further forward, and up to 8.0° can come" in answer.sentence()
    assert answer.as_json()["beyond"] is False


def test_folders_of_re_stands_tell_a_smaller_change(comparer, tmp_path):
    for day, deg in (("before", 10), ("after", 16)):
        (tmp_path / day).mkdir()
        for at in range(3):
            photograph(tmp_path / day / f"{at}.png", deg)
    answer = comparer.changed(tmp_path / "before", tmp_path / "after")
    told = answer.as_json()
    assert (told["change_deg"], told["mdc_deg"], told["beyond"]) == (6.0, 4.6, True)
    assert [len(told["before"]), len(told["after"])] == [3, 3]
    assert answer.sentence().startswith(
        "after (3 captures) against before (3 captures): the pelvis tips 6.0°"
    )


def test_different_sides_are_said_and_no_change_is_claimed(comparer, tmp_path):
    before = photograph(tmp_path / "a.png", 0)
    answer = comparer.changed(before, photograph(tmp_path / "b.png", 30, Facing.RIGHT))
    told = answer.as_json()
    assert (told["change_deg"], told["beyond"], told["notes"]) == (30.0, False, ["facing_differs"])
    assert "no change we can be sure of: they were seen from different sides" in answer.sentence()


def test_a_refused_input_is_named_with_its_reason(measured, tmp_path):
    before, after = photograph(tmp_path / "a.png", 10), dark(tmp_path / "b.png")
    assert measured("--compare", before, after) == (
        1,
        f"not compared: after: {after}: refused, too_dark (a body in 1 of 1 frame)\n",
        "",
    )
    code, out, err = measured("--compare", "--json", before, after)
    told = json.loads(out)
    assert (code, err) == (1, "")
    assert (told["status"], told["reason"], told["which"]) == ("refused", "too_dark", "after")
    assert "change_deg" not in told
    assert [told["before"][0]["status"], told["after"][0]["status"]] == ["ok", "refused"]


def test_all_inputs_that_stand_in_the_way_are_named_in_one_line(measured, tmp_path):
    arch, tuck = dark(tmp_path / "a.png"), photograph(tmp_path / "t.png", 0)
    code, out, err = measured("--range", arch, tuck, tmp_path / "gone.png")
    (line,) = err.splitlines()
    assert (code, out) == (1, "")
    assert line.startswith(f"kiosk: no place in the range: arch: {arch}: refused, too_dark")
    assert "; rest: " in line
    assert "gone.png" in line


def test_rest_is_told_as_a_place_between_tuck_and_arch(measured, tmp_path):
    arch, tuck = photograph(tmp_path / "a.png", 20), photograph(tmp_path / "t.png", 0)
    rest = photograph(tmp_path / "r.png", 15)
    # 75 % of the way; sqrt(1 + 0.75^2 + 0.25^2) / 20 = 6.37 %, times 1.2816: 8.2 %.
    assert measured("--range", arch, tuck, rest) == (
        0,
        f"{rest}: at rest 75% of the way from full tuck to full arch, 80% interval 67% to 83% "
        "(from tuck to arch 20.0°, to be told apart 8.0°)\n",
        "",
    )
    code, out, _ = measured("--range", "--json", arch, tuck, rest)
    told = json.loads(out)
    assert (code, told["kind"], told["status"], told["place_percent"]) == (0, "range", "ok", 75)
    assert (told["interval_percent"], told["interval_level"], told["notes"]) == ([67, 83], 0.8, [])
    assert (told["range_deg"], told["least_range_deg"]) == (20.0, 8.0)
    assert [told[name][0]["source"] for name in ("arch", "tuck", "rest")] == [str(arch), str(tuck), str(rest)]


def test_rest_slightly_beyond_arch_and_another_side_are_noted(comparer, tmp_path):
    answer = comparer.placed(
        photograph(tmp_path / "a.png", 20),
        photograph(tmp_path / "t.png", 0),
        photograph(tmp_path / "r.png", 22, Facing.RIGHT),
    )
    told = answer.as_json()
    assert (told["place_percent"], told["notes"]) == (100, ["rest_beyond_arch", "facing_differs"])
    assert "100% of the way from full tuck to full arch, slightly beyond the arch, " in answer.sentence()
    assert answer.sentence().endswith("seen from different sides, and left and right can differ")


@pytest.mark.parametrize(
    ("degs", "reason", "words"),
    [
        ((3, 0, 1), "range_too_small", "too close to tell apart"),
        ((0, 20, 10), "wrong_order", "give arch first, then tuck, then rest"),
        ((20, 0, 40), "rest_outside", "rest lies outside arch and tuck"),
    ],
)
def test_a_range_without_a_place_says_why(measured, tmp_path, degs, reason, words):
    paths = [photograph(tmp_path / f"{at}.png", deg) for at, deg in enumerate(degs)]
    code, out, err = measured("--range", *paths)
    assert (code, err) == (1, "")
    assert words in out
    told = json.loads(measured("--range", "--json", *paths)[1])
    assert (told["status"], told["reason"], told["which"]) == ("refused", reason, None)
    assert told["range_deg"] == degs[0] - degs[1]
    assert "place_percent" not in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--compare", "a.png"], "--compare takes two inputs, BEFORE AFTER: 1 given"),
        (["--compare", "a.png", "b.png", "c.png"], "3 given"),
        (["--range", "a.png", "b.png"], "--range takes three inputs, ARCH TUCK REST: 2 given"),
        (["--range", "--compare", "a.png", "b.png"], "do not go together"),
        (["--compare", "--dots", "a.png", "b.png"], "do not go together"),
        (["--range", "--dots", "--combine", "a.png", "b.png", "c.png"], "do not go together"),
        (["--compare", "--combine", "a.png", "b.png"], "give --dots too"),
        (["--combine", "a.png"], "give --dots too"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_two(measured, arguments, words):
    code, out, err = measured(*arguments)
    (line,) = err.splitlines()
    assert (code, out) == (2, "")
    assert line.startswith("kiosk: ")
    assert words in line


def test_the_side_someone_knows_better_reaches_the_measurement(comparer, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(instruments, "comparer", lambda _settings, facing: asked.append(facing) or comparer)
    paths = [str(photograph(tmp_path / f"{at}.png", 10)) for at in range(2)]
    CliRunner().invoke(cli.main, ["measure", "--compare", "--facing", "right", *paths])
    assert asked == ["right"]


def test_without_its_model_there_is_one_line(tmp_path):
    (tmp_path / "manifest.toml").write_text("[model]\n")
    with pytest.raises(ModelError, match=r"no model 'change' in .*manifest\.toml"):
        instruments.comparer(Settings(models=tmp_path))
