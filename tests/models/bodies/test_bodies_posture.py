"""Standing, on a spine simple enough to work out by hand."""

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest

from models.bodies.posture import (
    Habit,
    Posture,
    carry,
    draw_habit,
    leg_turns,
    standing_legs,
    take_stance,
    trunk_lean_deg,
    trunk_turns,
)
from models.bodies.skeleton import Rig, stand

# An upright chain: hips and root at 0, the spine's joints at 0, 0, 1, 1.2, 1.6, the neck at 2; legs of 1 + 1.
_PLACES = {
    "root": (0.0, 0.0, 0.0),
    "upperleg01.L": (0.1, 0.0, 0.0),
    "lowerleg01.L": (0.1, 0.0, -1.0),
    "foot.L": (0.1, 0.0, -2.0),
    "upperleg01.R": (-0.1, 0.0, 0.0),
    "lowerleg01.R": (-0.1, 0.0, -1.0),
    "foot.R": (-0.1, 0.0, -2.0),
    "spine05": (0.0, 0.0, 0.0),
    "spine04": (0.0, 0.0, 0.0),
    "spine03": (0.0, 0.0, 1.0),
    "spine02": (0.0, 0.0, 1.2),
    "spine01": (0.0, 0.0, 1.6),
    "neck01": (0.0, 0.0, 2.0),
}
_PARENTS = (-1, 0, 1, 2, 0, 4, 5, 0, 7, 8, 9, 10, 11)
RIG = Rig(tuple(_PLACES), _PARENTS, np.zeros((0, 3), np.int32), *cast(Any, (None, None, None)))
HEADS = np.array(list(_PLACES.values()))
# The same with the spine's joints as high as bodies have them.
LIFELIKE = HEADS.copy()
LIFELIKE[8:12, 2] = (0.32, 0.57, 0.91, 1.43)
HABIT = Habit(
    pelvis_deg=4.0,
    curve=(0.0, 0.0, 0.0, 0.0),
    kyphosis_deg=3.0,
    carry_shares=(0.06, 0.54, 0.40, 0.0),
    follow_shares=(0.0, 0.3, 0.7, 0.0),
    follow_kyphosis=0.3,
    lean_deg=-1.0,
    knee_deg=2.0,
    leg_lean_deg=1.0,
    head_forward_deg=5.0,
    stance_m=0.1,
    toe_out_deg=0.0,
)


def _stance(shift_deg: float) -> Posture:
    return take_stance(RIG, HEADS, HABIT, shift_deg, np.random.default_rng(5))


def test_a_stiff_spine_leans_as_far_as_its_pelvis_tips() -> None:
    assert trunk_lean_deg(RIG, HEADS, 10.0, (0.0, 0.0, 0.0, 0.0)) == pytest.approx(10.0)


def test_a_bend_back_half_way_up_halves_the_lean() -> None:
    # 1 up at 10 degrees, then 1 straight up: atan(sin 10 / (cos 10 + 1)) = 5.
    assert trunk_lean_deg(RIG, HEADS, 10.0, (0.0, -10.0, 0.0, 0.0)) == pytest.approx(5.0)


def test_a_habitual_spine_carries_the_trunk_at_the_lean_asked_for() -> None:
    spine = carry(RIG, HEADS, HABIT, -2.5)

    assert trunk_lean_deg(RIG, HEADS, HABIT.pelvis_deg, spine) == pytest.approx(-2.5, abs=0.02)


def test_a_body_bends_at_its_own_levels_and_adds_its_own_curve() -> None:
    # The bend x that carries the trunk is shared 0.06 : 0.54 : 0.40 : 0; the curve stands beside it.
    plain = carry(RIG, HEADS, HABIT, -1.0)
    x = plain[1] / -0.54
    hollow = carry(RIG, HEADS, replace(HABIT, curve=(0.0, -10.0, 6.0, 4.0)), -1.0)
    y = (hollow[1] + 10.0) / -0.54

    assert plain == pytest.approx((-0.06 * x, -0.54 * x, -0.40 * x, 3.0))
    assert hollow == pytest.approx((-0.06 * y, -10.0 - 0.54 * y, 6.0 - 0.40 * y, 7.0))


def test_the_thorax_answers_a_moving_pelvis_by_the_bodys_own_share() -> None:
    stiff, soft = (
        take_stance(RIG, HEADS, replace(HABIT, follow_kyphosis=share), 10.0, np.random.default_rng(5))
        for share in (0.0, 0.5)
    )

    assert stiff.kyphosis_deg - soft.kyphosis_deg == pytest.approx(5.0)


def test_a_drawn_spines_shares_sum_to_one_and_a_hollow_is_mostly_undone_above() -> None:
    rng = np.random.default_rng(6)
    habits = [draw_habit(rng, 0.5) for _ in range(500)]

    for habit in habits:
        assert sum(habit.carry_shares) == pytest.approx(1.0)
        assert sum(habit.follow_shares) == pytest.approx(1.0)
        assert min(habit.carry_shares + habit.follow_shares) >= 0.0
    hollows = np.array([habit.curve for habit in habits])
    left_over = np.abs(hollows.sum(axis=1)) / np.abs(hollows).max(axis=1)
    assert np.median(left_over) < 0.35


def test_a_stance_leans_as_it_says_wherever_the_pelvis_is() -> None:
    for shift in (-8.0, 0.0, 8.0):
        posture = _stance(shift)

        lean = trunk_lean_deg(RIG, HEADS, posture.pelvis_deg, posture.spine)
        assert lean == pytest.approx(posture.lean_deg, abs=0.02)


def test_the_lumbar_spine_follows_the_pelvis_about_one_to_one() -> None:
    # Levine & Whittle 1996: +11.4 of tilt brought +10.8 of lordosis, -8.7 brought -9.0.
    arched, tucked = (
        take_stance(RIG, LIFELIKE, HABIT, shift, np.random.default_rng(5)) for shift in (8.0, -8.0)
    )

    assert 0.8 < (arched.lordosis_deg - tucked.lordosis_deg) / 16.0 < 1.2


def test_lordosis_counts_the_thoracolumbar_junction_by_half() -> None:
    posture = _stance(0.0)
    bent = Posture(**(posture.__dict__ | {"spine": (-1.0, -10.0, -4.0, 7.0)}))

    assert bent.lordosis_deg == pytest.approx(13.0)
    assert bent.kyphosis_deg == 7.0


def test_habits_tie_neither_kyphosis_nor_lean_nor_knees_to_the_pelvis() -> None:
    rng = np.random.default_rng(3)
    habits = [draw_habit(rng, femaleness=0.5) for _ in range(3000)]
    pelvis = np.array([habit.pelvis_deg for habit in habits])

    for name in ("kyphosis_deg", "lean_deg", "knee_deg", "leg_lean_deg", "head_forward_deg"):
        r = np.corrcoef(pelvis, [getattr(habit, name) for habit in habits])[0, 1]
        assert abs(r) < 0.07, name  # four standard errors of no tie at all


def test_trunk_lean_varies_by_about_two_and_a_half_degrees() -> None:
    rng = np.random.default_rng(4)
    leans = [take_stance(RIG, HEADS, draw_habit(rng, 0.5), 0.0, rng).lean_deg for _ in range(700)]

    assert np.std(leans) == pytest.approx(2.5, abs=0.2)


def test_a_standing_body_has_knees_and_ankles_where_lean_and_knee_put_them() -> None:
    asked = {"leg_lean_deg": 3.0, "knee_deg": 10.0, "step_deg": 0.0}
    posture = Posture(**(_stance(6.0).__dict__ | asked))
    pose = stand(RIG, HEADS, trunk_turns(posture) | leg_turns(RIG, HEADS, posture))

    # Thigh leans 3 - 5 = -2, shank 3 + 5 = 8 (upper end forward): the ankle is sin(-2) + sin 8 = 0.1043 back.
    for side in "LR":
        hip, knee, ankle = (
            pose.heads[RIG.index(f"{bone}.{side}")] for bone in ("upperleg01", "lowerleg01", "foot")
        )
        assert knee[1] - hip[1] == pytest.approx(-0.0349, abs=0.0005)
        assert ankle[1] - hip[1] == pytest.approx(0.1043, abs=0.0005)


def test_the_soles_stay_level_whatever_the_pelvis_does() -> None:
    posture = _stance(9.0)
    pose = stand(RIG, HEADS, trunk_turns(posture) | leg_turns(RIG, HEADS, posture))

    np.testing.assert_allclose(pose.turns[RIG.index("foot.L")], np.eye(3), atol=1e-9)


def test_a_step_sets_one_leg_before_the_other() -> None:
    posture = Posture(**(_stance(0.0).__dict__ | {"leg_lean_deg": 0.0, "knee_deg": 0.0, "step_deg": 4.0}))
    left, right = standing_legs(posture)

    assert (left.thigh_deg, right.thigh_deg) == (4.0, -4.0)


def _habits(breadth: float) -> list[Habit]:
    return [draw_habit(np.random.default_rng(seed), 0.5, breadth) for seed in range(40)]


def test_without_breadth_every_spine_bends_where_most_do_and_has_no_hollow() -> None:
    for habit in _habits(0.0):
        assert habit.curve == (0.0, 0.0, 0.0, 0.0)
        assert habit.carry_shares == pytest.approx((0.3 / 8.1, 3.0 / 8.1, 3.6 / 8.1, 1.2 / 8.1))
        assert (habit.knee_deg, habit.leg_lean_deg) == (2.0, 1.0)


def test_half_the_breadth_halves_the_hollows_and_leaves_the_pelvis_alone() -> None:
    for narrow, wide in zip(_habits(0.5), _habits(1.0), strict=True):
        assert narrow.curve == pytest.approx(tuple(bend / 2 for bend in wide.curve))
        assert narrow.pelvis_deg == wide.pelvis_deg
        assert sum(narrow.follow_shares) == pytest.approx(1.0)
