"""How strangers stand, where their camera is, and how a set of them grows: without drawing any."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.bodies.skeleton import Rig
from models.strangers.card import by_body, card, follow, r
from models.strangers.generate import TRUTH_FILE, file_name, kept
from models.strangers.law import SPINE, Habit, Stance, carry, draw_habit, lean_deg, stand_again, tipped
from models.strangers.lens import HEIGHT, WIDTH, Lens, draw_lens
from models.strangers.plan import pictures_of, plans

# A straight stick of a spine: hip joints at 0, its joints 0, 9, 17, 24 and 36 cm above, the neck at 57.
BONES = ("upperleg01.L", "upperleg01.R", *SPINE, "neck01")
HEIGHTS = (0.0, 0.0, 0.0, 0.09, 0.17, 0.24, 0.36, 0.57)
HEADS = np.array([[x, 0.0, z] for x, z in zip((0.1, -0.1, *[0.0] * 6), HEIGHTS, strict=True)])
NOTHING: Any = None
RIG = Rig(BONES, (-1,) * len(BONES), NOTHING, NOTHING, NOTHING, NOTHING)
LINKS = np.diff(HEADS[1:, 1:], axis=0)
HABIT = Habit(0.0, 0.0, 0.0, 0.0, (0.2, 0.5, 0.3), 0.0, 0.0, 0.0, 0.0, 3.0, 5.0)
LEVEL = Lens("left", 2.5, 1.0, 0.0, 0.0, 0.0, 0.0, 1000.0)


def test_a_straight_spine_leans_as_far_as_its_pelvis_turns() -> None:
    assert lean_deg(LINKS, 7.0, (0.0,) * 5) == pytest.approx(7.0)


def test_a_bend_half_way_up_leans_the_line_by_about_half() -> None:
    # 24 of 57 cm stay upright and 33 lean by 10: atan(33 sin 10 / (24 + 33 cos 10)) = 5.80.
    assert lean_deg(LINKS, 0.0, (0.0, 0.0, 0.0, 10.0, 0.0)) == pytest.approx(5.80, abs=0.01)


def test_lumbar_joints_bend_back_until_the_trunk_leans_as_asked() -> None:
    for pelvis in (-12.0, 0.0, 15.0):
        stance = carry(RIG, HEADS, replace(HABIT, pelvis_deg=pelvis, lean_deg=2.0, kyphosis_deg=6.0))

        assert lean_deg(LINKS, pelvis, stance.spine_deg) == pytest.approx(2.0, abs=1e-4)
        assert stance.kyphosis_deg == 6.0


def test_an_upright_straight_body_needs_no_bend() -> None:
    np.testing.assert_allclose(carry(RIG, HEADS, HABIT).spine_deg, 0.0, atol=1e-6)


def test_lordosis_is_what_the_four_lower_joints_bend_back() -> None:
    assert Stance(HABIT, (0.0, -2.0, -9.0, -4.0, 11.0)).lordosis_deg == 15.0


def test_ribs_bend_the_junction_back_and_the_upper_back_forward_by_as_much() -> None:
    plain, curved = (carry(RIG, HEADS, replace(HABIT, ribs_deg=ribs)) for ribs in (0.0, 8.0))
    # Of the five bends the shares fix all but the junction and the upper back.
    asked = curved.spine_deg[2] / 0.5

    assert curved.spine_deg[4] - plain.spine_deg[4] == pytest.approx(8.0)
    assert curved.spine_deg[3] == pytest.approx(0.3 * asked - 8.0)


def test_within_a_body_the_lumbar_spine_follows_the_pelvis_about_one_to_one() -> None:
    rng = np.random.default_rng(1)
    slopes = []
    for _ in range(200):
        habit = draw_habit(rng, 0.7)
        arch, tuck = (carry(RIG, HEADS, tipped(rng, habit, pose)) for pose in ("arch", "tuck"))
        turned = arch.habit.pelvis_deg - tuck.habit.pelvis_deg
        slopes.append((arch.lordosis_deg - tuck.lordosis_deg) / turned)

    assert np.mean(slopes) == pytest.approx(1.05, abs=0.15)


def test_arch_and_tuck_turn_the_pelvis_eight_to_twelve_degrees_and_rest_leaves_it() -> None:
    rng = np.random.default_rng(2)
    for _ in range(100):
        assert 8.0 <= tipped(rng, HABIT, "arch").pelvis_deg <= 12.0
        assert -12.0 <= tipped(rng, HABIT, "tuck").pelvis_deg <= -8.0
        assert tipped(rng, HABIT, "rest").pelvis_deg == 0.0


def test_a_body_asked_for_anything_else_is_refused() -> None:
    with pytest.raises(ValueError, match="squat"):
        tipped(np.random.default_rng(0), HABIT, "squat")


def test_lean_stays_within_about_two_degrees_and_knees_almost_straight() -> None:
    rng = np.random.default_rng(3)
    habits = [draw_habit(rng, 0.2) for _ in range(2000)]

    assert np.std([habit.lean_deg for habit in habits]) == pytest.approx(2.0, abs=0.15)
    assert max(abs(habit.knee_deg) for habit in habits) <= 6.0


def test_standing_again_moves_the_pelvis_by_about_a_degree() -> None:
    rng = np.random.default_rng(4)
    moved = [stand_again(rng, HABIT).pelvis_deg for _ in range(2000)]

    assert np.std(moved) == pytest.approx(1.2, abs=0.1)


def test_what_stands_before_a_level_camera_lands_where_similar_triangles_put_it() -> None:
    # The camera stands 2.5 m to the body's left, looking at its right: the body's front is image left.
    pixels = LEVEL.pixels(np.array([[0.0, 0.0, 1.0], [0.0, -0.25, 1.5], [0.5, 0.2, 1.0]]))

    np.testing.assert_allclose(pixels, [[360.0, 640.0], [260.0, 440.0], [460.0, 640.0]])


def test_from_the_other_side_the_front_is_image_right() -> None:
    assert replace(LEVEL, facing="right").pixels(np.array([[0.0, -0.25, 1.0]]))[0, 0] == pytest.approx(460.0)


def test_looking_up_moves_the_body_down_the_picture() -> None:
    # A point level with the lens, looked at 5 degrees up: 1000 tan 5 = 87.5 pixels below the middle.
    pixels = replace(LEVEL, pitch_deg=5.0).pixels(np.array([[0.0, 0.0, 1.0]]))

    np.testing.assert_allclose(pixels, [[360.0, 727.5]], atol=0.05)


def test_the_clip_matrix_is_the_same_pinhole() -> None:
    lens = Lens("right", 2.7, 0.93, 3.0, -4.0, 0.8, 0.1, 1234.0)
    points = np.array([[0.1, 0.2, 0.3], [-0.2, -0.1, 1.7]])
    clip = np.concatenate([points, np.ones((2, 1))], axis=1) @ lens.clip_matrix().T
    ndc = clip[:, :2] / clip[:, 3:]

    expected = np.stack([(ndc[:, 0] + 1.0) * WIDTH / 2.0, (1.0 - ndc[:, 1]) * HEIGHT / 2.0], axis=1)
    np.testing.assert_allclose(lens.pixels(points), expected)


def test_every_camera_keeps_its_limits_and_the_body_in_view() -> None:
    rng = np.random.default_rng(5)
    for stature in np.linspace(1.50, 1.95, 400):
        lens = draw_lens(rng, float(stature))
        ends = lens.pixels(np.array([[0.0, 0.0, 0.0], [0.0, 0.0, stature + 0.03]]))

        assert 2.3 <= lens.distance_m <= 3.2
        assert 0.87 <= lens.height_m <= 1.08
        assert max(abs(lens.pitch_deg), abs(lens.yaw_deg)) <= 6.0
        assert abs(lens.roll_deg) <= 1.0
        assert ends[:, 1].min() > 0.0
        assert ends[:, 1].max() < HEIGHT


def test_every_third_body_arches_rests_and_tucks_after_its_three_standings() -> None:
    assert [(plan.image, plan.pose, plan.triple) for plan in plans(6)] == [
        *[(i, "rest", None) for i in range(3)],
        *[(3, "arch", 6), (4, "rest", 6), (5, "tuck", 6)],
    ]
    assert [pictures_of(body) for body in (0, 1, 2, 3)] == [6, 3, 3, 6]


def test_pictures_lie_in_a_folder_per_fifty_bodies() -> None:
    assert file_name(123, 4) == "002/00123-4.jpg"


def test_whole_bodies_are_kept_and_one_cut_short_is_drawn_again(tmp_path: Path) -> None:
    lines = [json.dumps({"body": body, "image": image}) + "\n" for body in (1, 2) for image in range(3)]
    path = tmp_path / TRUTH_FILE
    path.write_text("".join(lines[:5]) + '{"body": 2, "ima', encoding="utf-8")

    assert kept(tmp_path) == {1}
    assert path.read_text(encoding="utf-8") == "".join(lines[:3])


def test_a_folder_without_truth_holds_nobody(tmp_path: Path) -> None:
    assert kept(tmp_path) == set()


def _truth(
    body: int, image: int, tilt: float, pose: str = "rest", triple: int | None = None
) -> dict[str, Any]:
    numbers = dict.fromkeys(
        ("bone_offset_deg", "kyphosis_deg", "lean_deg", "knee_deg", "leg_lean_deg", "femaleness", "height_m"),
        0.5,
    )
    camera = dict.fromkeys(
        ("weight", "age", "yaw_deg", "pitch_deg", "roll_deg", "camera_height_m", "distance_m", "focal_px"),
        1.0,
    )
    words = dict.fromkeys(("fit", "top", "bottom", "arms", "hair", "facing", "room"), "x")
    own = {"tilt_deg": tilt, "pelvis_deg": tilt - 10.0, "lordosis_deg": 1.1 * tilt}
    ids = {
        "body": body,
        "image": image,
        "seed": 5,
        "width": WIDTH,
        "height": HEIGHT,
        "pose": pose,
        "triple": triple,
    }
    return {**numbers, **camera, **words, **own, **ids}


def test_bodies_are_averaged_over_their_free_standings_alone() -> None:
    truths = [_truth(3, 0, 4.0), _truth(3, 1, 8.0), _truth(0, 0, 1.0), _truth(3, 3, 99.0, "arch", 3)]

    np.testing.assert_allclose(by_body(truths, "tilt_deg"), [1.0, 6.0])


def test_the_card_tells_how_far_arch_and_tuck_lie_apart_and_how_lordosis_follows() -> None:
    triple = [_truth(0, 3, 20.0, "arch", 0), _truth(0, 4, 11.0, "rest", 0), _truth(0, 5, 4.0, "tuck", 0)]

    span, slope = follow(triple)

    assert span == pytest.approx(16.0)
    assert slope == pytest.approx(1.1)


def test_the_card_says_what_guessing_the_mean_costs() -> None:
    text = card([_truth(0, 0, 6.0), _truth(1, 0, 12.0), _truth(2, 0, 18.0)], "exam", "plot.png")

    # Mean 12: off by 6, 0 and 6.
    assert "mean 12.0" in text
    assert "Guessing the mean costs 4.00 degrees" in text
    assert "neutral 33 %, mild 33 %, pronounced 33 %" in text


def test_what_does_not_vary_is_tied_to_nothing() -> None:
    assert r(np.ones(3), np.arange(3.0)) == 0.0
