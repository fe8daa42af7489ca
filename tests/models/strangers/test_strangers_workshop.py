"""Strangers built, posed, dressed and drawn: needs the model workshop."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

if TYPE_CHECKING:
    from models.strangers.picture import Shot, Subject

pytestmark = [
    pytest.mark.workshop,
    pytest.mark.filterwarnings("default"),  # torch and warp warn of what they please
]
SEED = 4711


@pytest.fixture(scope="module", autouse=True)
def photographs() -> None:
    """The photographs that rooms are made of, fetched where they are not there yet."""
    from click.testing import CliRunner

    from models.strangers import photos

    try:
        photos.panoramas(), photos.pictures()
    except photos.PhotosMissing:
        done = CliRunner().invoke(photos.main, [], catch_exceptions=False)
        assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def subject() -> "Iterator[Subject]":
    from models.strangers.picture import make_subject

    yield make_subject(SEED, 0)


def _shot(subject: "Subject", image: int, arms: str | None = None) -> "Shot":
    from models.strangers import picture
    from models.strangers.figure import settle, stand_up
    from models.strangers.limbs import arm_turns
    from models.strangers.plan import plans

    shot = picture.make_shot(subject, plans(subject.body)[image])
    if arms is None:
        return shot
    hold = replace(shot.scene.hold, arms=arms)  # type: ignore[arg-type]  # parametrised text
    standing = stand_up(subject.anatomy, shot.standing.stance.habit)
    trunk = standing.vertices[(subject.anatomy.arm < 0.1) & (subject.anatomy.head < 0.1)]
    turns = arm_turns(subject.anatomy.rig, subject.anatomy.figure.heads, standing.pose, trunk, hold)
    posed = settle(subject.anatomy, standing.stance, standing.turns | turns)
    return replace(shot, standing=posed, scene=replace(shot.scene, hold=hold))


def test_the_law_gives_a_mean_tilt_about_ten_and_a_half_and_lordosis_tells_little_of_it() -> None:
    from models.bodies.body import build, load_rig
    from models.strangers.anatomy import Anatomy
    from models.strangers.figure import stand_up
    from models.strangers.law import draw_habit
    from models.strangers.people import draw_shape

    rng, rig, rows = np.random.default_rng(8), load_rig(), []
    for _ in range(300):
        figure = build(draw_shape(rng))
        standing = stand_up(Anatomy(rig, figure), draw_habit(rng, figure.shape.femaleness))
        stance = standing.stance
        rows.append((standing.tilt_deg, stance.lordosis_deg, stance.kyphosis_deg, stance.habit.lean_deg))
    tilt, lordosis, kyphosis, lean = np.array(rows).T

    assert 9.0 < tilt.mean() < 12.0
    assert 5.0 < tilt.std() < 7.0
    assert 0.2 < np.corrcoef(tilt, lordosis)[0, 1] < 0.55
    assert abs(np.corrcoef(tilt, kyphosis)[0, 1]) < 0.3
    assert abs(np.corrcoef(tilt, lean)[0, 1]) < 0.3


def test_statures_lie_between_one_and_a_half_and_one_ninety_five() -> None:
    from models.strangers.people import draw_stranger

    heights = [draw_stranger(np.random.default_rng(i)).figure.height_m for i in range(40)]

    assert min(heights) > 1.49
    assert max(heights) < 1.96


def test_the_truth_is_the_mean_of_both_sides_posed_lines(subject: "Subject") -> None:
    from models.strangers.picture import describe

    shot = _shot(subject, 0)
    angles = []
    for asis, psis in ((10872, 10799), (4258, 4176)):
        front, back = shot.standing.vertices[asis], shot.standing.vertices[psis]
        angles.append(np.degrees(np.arctan2(back[2] - front[2], back[1] - front[1])))

    assert describe(shot)["tilt_deg"] == pytest.approx(np.mean(angles), abs=1e-3)


def test_a_body_stands_on_the_floor_with_its_hips_over_the_mat(subject: "Subject") -> None:
    standing = _shot(subject, 1).standing
    hips = (standing.joint("upperleg01.L") + standing.joint("upperleg01.R")) / 2.0

    assert standing.vertices[:, 2].min() == pytest.approx(0.0, abs=1e-9)
    np.testing.assert_allclose(hips[:2], 0.0, atol=1e-9)


def test_the_trunk_leans_as_its_habit_says_on_real_bones(subject: "Subject") -> None:
    standing = _shot(subject, 0).standing
    hips = (standing.joint("upperleg01.L") + standing.joint("upperleg01.R")) / 2.0
    line = standing.joint("neck01") - hips

    lean = np.degrees(np.arctan2(-line[1], line[2]))
    assert lean == pytest.approx(standing.stance.habit.lean_deg, abs=0.01)


def test_crossed_wrists_pass_the_middle_of_the_chest_in_front_of_it(subject: "Subject") -> None:
    standing = _shot(subject, 0, "crossed").standing
    trunk = standing.vertices[(subject.anatomy.arm < 0.1) & (subject.anatomy.head < 0.1)]

    for name, side in (("L", 1.0), ("R", -1.0)):
        wrist = standing.joint(f"wrist.{name}")
        level = trunk[np.abs(trunk[:, 2] - wrist[2]) < 0.03]
        assert side * wrist[0] < -0.03
        assert wrist[1] < level[:, 1].min() - 0.02


def test_clasped_wrists_meet_in_front_and_hanging_ones_are_beside_the_body(subject: "Subject") -> None:
    clasped, hanging = (_shot(subject, 0, arms).standing for arms in ("clasped", "hanging"))

    apart = clasped.joint("wrist.L") - clasped.joint("wrist.R")
    assert np.linalg.norm(apart) < 0.24
    for name, side in (("L", 1.0), ("R", -1.0)):
        wrist = hanging.joint(f"wrist.{name}")
        trunk = hanging.vertices[subject.anatomy.arm < 0.1]
        level = trunk[np.abs(trunk[:, 2] - wrist[2]) < 0.03]
        assert side * wrist[0] > (side * level[:, 0]).max()


def test_upper_arm_and_forearm_keep_their_lengths(subject: "Subject") -> None:
    for arms in ("crossed", "clasped", "hanging"):
        standing = _shot(subject, 0, arms).standing
        for upper, lower in (("upperarm01", "lowerarm01"), ("lowerarm01", "wrist")):
            posed = np.linalg.norm(standing.joint(f"{upper}.R") - standing.joint(f"{lower}.R"))
            assert posed == pytest.approx(subject.anatomy.length(upper, lower), rel=1e-3)


def test_the_three_of_a_triple_share_all_but_the_pelvis_and_keep_their_order(subject: "Subject") -> None:
    arch, rest, tuck = (_shot(subject, image) for image in (3, 4, 5))

    assert arch.scene.dress == rest.scene.dress == tuck.scene.dress
    assert arch.scene.lens == rest.scene.lens == tuck.scene.lens
    assert arch.standing.tilt_deg > rest.standing.tilt_deg + 4.0
    assert rest.standing.tilt_deg > tuck.standing.tilt_deg + 4.0


def test_iliac_spines_and_joints_lie_on_the_drawn_body(subject: "Subject") -> None:
    from models.strangers.paint import painter
    from models.strangers.picture import describe, photograph

    shot = _shot(subject, 1)
    _, mask = photograph(shot, painter())
    truth = describe(shot)

    grown = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    for x, y in truth["spines_px"] + truth["joints_px"]:
        assert grown[round(y), round(x)] > 127


def test_a_curtain_falls_straight_from_what_sticks_out_and_never_cuts_the_body() -> None:
    from models.strangers.tube import ANGLES, fallen

    body = np.full((4, ANGLES), 0.10)
    body[1] = 0.20

    # Below the bulge it is let in by 0.5 m a metre of fall: 2 mm a row of 4 mm.
    np.testing.assert_allclose(fallen(body, 0.5, 0.004)[:, 0], [0.10, 0.20, 0.198, 0.196])


def test_cloth_spans_a_hollow_between_two_ridges() -> None:
    from models.strangers.tube import ANGLES, bridged

    # A square of half-width 1 dented on one side: the hull is the square again, 1 off in that direction.
    angle = np.arange(ANGLES) * 2.0 * np.pi / ANGLES
    square = 1.0 / np.maximum(np.abs(np.cos(angle)), np.abs(np.sin(angle)))
    dented = square.copy()
    dented[np.abs(np.arange(ANGLES) - ANGLES // 2) < ANGLES // 8] *= 0.6

    np.testing.assert_allclose(bridged(dented[None])[0], square, atol=0.01)


def test_a_set_grows_without_drawing_again_what_it_holds(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from models.strangers.generate import file_name, main

    for bodies in ("1", "2"):
        done = CliRunner().invoke(main, ["--bodies", bodies, "--seed", str(SEED), "--out", str(tmp_path)])
        assert done.exit_code == 0, done.output
        if bodies == "1":
            before = (tmp_path / file_name(0, 0)).stat().st_mtime_ns

    lines = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["body"] for line in lines] == [0] * 6 + [1] * 3
    assert (tmp_path / file_name(0, 0)).stat().st_mtime_ns == before


def test_a_picture_comes_back_the_same_from_its_numbers() -> None:
    from models.strangers.paint import painter
    from models.strangers.picture import describe, make_subject, photograph

    first, again = (_shot(make_subject(SEED, 2), 1) for _ in range(2))

    assert describe(first) == describe(again)
    assert photograph(first, painter())[0] == photograph(again, painter())[0]


def test_without_the_photographs_one_is_told_how_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.strangers import photos

    monkeypatch.setattr(photos, "FOLDER", tmp_path)
    photos.panoramas.cache_clear()

    with pytest.raises(photos.PhotosMissing, match=r"python -m models\.strangers\.photos"):
        photos.panoramas()
    photos.panoramas.cache_clear()
