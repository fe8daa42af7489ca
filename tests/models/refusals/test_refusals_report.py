"""Answers are counted by what the case asks for, and the report says so."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from kiosk.pose.body import Scene
from kiosk.screening.reason import Reason
from models.refusals.cases import STILLS, measurable
from models.refusals.films import FILMS
from models.refusals.judge import Verdict
from models.refusals.report import by_case, is_right, live, photo, spread, tally, wilson, write
from models.refusals.statistic import STATISTICS
from models.refusals.store import Taken, fingerprint, wanted
from tests.bodies import moved, scene_of, standing

GREY = np.full((32, 32, 3), 100, np.uint8)


def verdict(
    case: str,
    right: tuple[Reason, ...],
    said: Reason | None,
    visit: Reason | None = None,
    *,
    stranger: bool = False,
    scene: Scene | None = None,
) -> Verdict:
    taken = Taken(case, 0, right, (Path("000.jpg"),), None)
    return Verdict(taken, said, visit, stranger, (scene or scene_of(standing()),), GREY)


def test_a_refusal_is_right_for_the_cases_own_reason_alone() -> None:
    right = (Reason.TOO_FAR,)
    assert is_right(verdict("far", right, Reason.TOO_FAR), photo)
    assert not is_right(verdict("far", right, Reason.NOBODY), photo)
    assert not is_right(verdict("far", right, None), photo)


def test_measuring_is_right_where_it_can_be_and_the_guest_is_who_is_measured() -> None:
    assert is_right(verdict("fine", (), None), photo)
    assert not is_right(verdict("fine", (), Reason.MOVING), photo)
    assert not is_right(verdict("fine", (), None, stranger=True), photo)


def test_refusals_with_another_reason_are_counted_apart_from_pictures_measured() -> None:
    right = (Reason.NOT_STANDING,)
    said = [Reason.NOT_STANDING, Reason.TOO_FAR, None, None]
    counted = tally([verdict("seated", right, one) for one in said], photo)
    assert (counted.count, counted.right, counted.otherwise) == (4, 1, 1)
    assert counted.rate == pytest.approx(0.25)


def test_a_visit_and_a_measurement_are_judged_apart() -> None:
    one = verdict("fine", (), None, Reason.MOVING)
    assert is_right(one, photo)
    assert not is_right(one, live)


def test_cases_keep_their_order() -> None:
    some = [verdict(name, (), None) for name in ("b", "a", "b")]
    assert [(name, len(each)) for name, each in by_case(some).items()] == [("b", 2), ("a", 1)]


def test_a_limit_is_held_against_what_it_is_for_and_what_can_be_measured() -> None:
    far = next(statistic for statistic in STATISTICS if statistic.name == "far")
    some = [
        verdict("measurable", (), None, scene=scene_of(standing(height_px=640))),
        verdict("too far", (Reason.TOO_FAR,), Reason.TOO_FAR, scene=scene_of(standing(height_px=256))),
        verdict("front", (Reason.NOT_SIDE_ON,), None),
        verdict("too far", (Reason.TOO_FAR,), Reason.NOBODY, scene=scene_of(None)),
    ]
    fine, spoiled = spread(far, some)
    assert fine == pytest.approx([0.5], abs=1e-3)
    assert spoiled == pytest.approx([0.2], abs=1e-3)


def test_every_limit_that_a_plot_shows_has_cases_it_is_for() -> None:
    names = [case.name for case in (*STILLS, *FILMS)]
    for statistic in STATISTICS:
        assert any(name.startswith(statistic.spoiled) for name in names), statistic.name


def test_every_reason_that_a_position_check_gives_has_a_case() -> None:
    asked = {reason for case in (*STILLS, *FILMS) for reason in case.right}
    assert asked == set(Reason) - {Reason.DOTS_NOT_FOUND, Reason.UNREADABLE}


def test_as_many_pictures_are_wanted_as_a_cases_share_says() -> None:
    count = len([1 for case, _ in wanted(10) if case.name == "measurable"])
    assert count == 50
    assert measurable(next(case for case in STILLS if case.name == "measurable"))


def test_the_report_tells_the_rates_and_what_went_wrong(tmp_path: Path) -> None:
    seated = moved(standing(), 25, 600, 700)
    some = [
        verdict(
            "seated", (Reason.NOT_STANDING,), Reason.NOT_STANDING, Reason.TOO_FAR, scene=scene_of(seated)
        ),
        verdict("seated", (Reason.NOT_STANDING,), None, Reason.NOT_STANDING),
        verdict("measurable", (), None, None),
    ]
    write(tmp_path, some, 70, (540, 960))
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    half, none = "50.0% (1 of 2; 9.5 to 90.5)", "0.0% (0 of 1; 0.0 to 79.3)"
    assert f"| Should refuse: right reason | ≥ 95% | {half} | {half} |" in text
    assert "| seated | not_standing | 2 | 1 | 9 to 91 | measured 1 | 1 | too_far 1 |" in text
    assert f"| Measurable: refused, or somebody else measured | ≤ 3% | {none} | {none} |" in text


def test_a_share_has_wilsons_interval() -> None:
    # 8 of 10: (0.8 + 3.8415 / 20 -+ 1.96 * sqrt(0.016 + 3.8415 / 400)) / (1 + 3.8415 / 10).
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=2e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_pictures_are_named_by_what_draws_them(tmp_path: Path) -> None:
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_text("x = 1\n", encoding="utf-8")
    second.write_text("y = 1\n", encoding="utf-8")
    before = fingerprint([first, second])
    assert fingerprint([second, first]) == before
    second.write_text("y = 2\n", encoding="utf-8")
    changed = fingerprint([first, second])
    assert changed != before
    assert fingerprint([first]) not in (before, changed)


def test_a_guest_counts_as_turned_as_the_mirror_image_shows_them_if_that_is_less() -> None:
    turned = next(statistic for statistic in STATISTICS if statistic.name == "turn")
    scene = dataclasses.replace(scene_of(standing(turn=0.3)), twin=standing(turn=0.1))
    assert turned.of(verdict("measurable", (), None, scene=scene)) == pytest.approx(0.1, abs=1e-4)
    assert turned.of(verdict("measurable", (), None, scene=scene_of(None))) is None
