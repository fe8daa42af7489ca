"""Whole bodies, posed and rendered: needs the model workshop."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

if TYPE_CHECKING:
    from models.bodies.shot import Subject

pytestmark = [
    pytest.mark.workshop,
    pytest.mark.filterwarnings("default"),  # torch and warp warn of what they please
]
SEED = 77


@pytest.fixture(scope="module")
def subject() -> "Iterator[Subject]":
    from models.bodies.shot import make_subject

    yield make_subject(SEED, 3)


def test_the_right_iliac_spines_mirror_the_left(subject: "Subject") -> None:
    from models.bodies.truth import LEFT_ASIS, LEFT_PSIS, RIGHT_ASIS, RIGHT_PSIS

    rest = subject.figure.vertices

    np.testing.assert_allclose(rest[RIGHT_ASIS], rest[LEFT_ASIS] * [-1, 1, 1], atol=1e-5)
    np.testing.assert_allclose(rest[RIGHT_PSIS], rest[LEFT_PSIS] * [-1, 1, 1], atol=1e-5)
    # The ASIS lies in front of and outside the PSIS, both between hip joints and waist.
    assert rest[LEFT_ASIS][1] < rest[LEFT_PSIS][1]
    assert rest[LEFT_ASIS][0] > rest[LEFT_PSIS][0]


def test_a_body_and_its_pictures_come_back_the_same_from_their_numbers() -> None:
    from models.bodies.render import renderer_for
    from models.bodies.shot import describe, make_shot, make_subject, photograph

    renderer = renderer_for(480, 854)
    first, again = (make_shot(make_subject(SEED, 5), 2) for _ in range(2))

    assert describe(first) == describe(again)
    assert photograph(first, renderer)[0] == photograph(again, renderer)[0]


def test_other_numbers_give_another_body_and_another_picture(subject: "Subject") -> None:
    from models.bodies.shot import make_shot, make_subject

    assert make_subject(SEED, 4).figure.height_m != subject.figure.height_m
    assert make_shot(subject, 0).placed.person.tilt_deg != make_shot(subject, 1).placed.person.tilt_deg


def test_tipping_the_pelvis_tilts_the_skin_s_landmarks_nearly_as_far(subject: "Subject") -> None:
    from models.bodies.arms import draw_arms
    from models.bodies.person import pose_person
    from models.bodies.posture import take_stance

    arms = draw_arms(np.random.default_rng(0), "crossed")
    rig, heads = subject.regions.rig, subject.figure.heads
    tucked, arched = (
        pose_person(
            subject.regions, take_stance(rig, heads, subject.habit, shift, np.random.default_rng(1)), arms
        )
        for shift in (-5.0, 5.0)
    )

    assert 7.0 < arched.tilt_deg - tucked.tilt_deg < 10.5


def test_a_person_stands_on_the_floor_over_the_mat(subject: "Subject") -> None:
    from models.bodies.shot import make_shot

    placed = make_shot(subject, 0).placed
    hips = (placed.person.joint("upperleg01.L") + placed.person.joint("upperleg01.R")) / 2.0

    assert placed.person.vertices[:, 2].min() == pytest.approx(placed.outfit.sole_m, abs=1e-9)
    np.testing.assert_allclose(hips[:2], 0.0, atol=1e-9)


@pytest.mark.parametrize(
    "style", ["crossed", "folded", "clasped", "hanging", "forward", "thighs", "pockets", "hips"]
)
def test_hands_are_in_front_of_the_chest_or_beside_it_but_never_in_it(subject: "Subject", style: str) -> None:
    from models.bodies.arms import draw_arms
    from models.bodies.person import pose_person
    from models.bodies.posture import take_stance

    posture = take_stance(
        subject.regions.rig, subject.figure.heads, subject.habit, 0.0, np.random.default_rng(2)
    )
    arms = draw_arms(np.random.default_rng(2), style)  # type: ignore[arg-type]  # parametrised text
    person = pose_person(subject.regions, posture, arms)
    trunk = person.vertices[(subject.regions.arm_weight < 0.1) & (subject.regions.trunk > 0.0)]

    for side in "LR":
        wrist = person.joint(f"wrist.{side}")
        level = trunk[np.abs(trunk[:, 2] - wrist[2]) < 0.03]
        beside = abs(wrist[0]) > np.abs(level[:, 0]).max() if len(level) else True
        ahead = level[np.abs(level[:, 0] - wrist[0]) < 0.03]
        assert beside or not len(ahead) or wrist[1] < ahead[:, 1].min()


def test_the_iliac_spines_lie_inside_the_exact_mask_and_the_joints_too(subject: "Subject") -> None:
    from models.bodies.render import renderer_for
    from models.bodies.shot import describe, make_shot, photograph

    shot = make_shot(subject, 1)
    _, mask = photograph(shot, renderer_for(480, 854))
    truth = describe(shot)

    grown = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    for x, y in truth["spines_px"] + truth["joints_px"]:
        assert grown[round(y), round(x)] > 127


def test_loose_clothes_cover_more_of_the_picture_than_tight_ones(subject: "Subject") -> None:
    from models.bodies.render import renderer_for
    from models.bodies.shot import compose, make_shot
    from models.bodies.wardrobe import draw_outfit

    shot = make_shot(subject, 0)
    room = np.zeros((854, 480, 3), np.float32)
    areas = {"tight": 0, "loose": 0}
    for number in range(8):
        for fit in ("tight", "loose"):
            outfit = draw_outfit(np.random.default_rng(number), 0.5, fit)  # type: ignore[arg-type]  # text in a loop
            placed = replace(shot.placed, outfit=replace(outfit, feet="bare", sole_m=0.0))
            _, mask = compose(renderer_for(480, 854), [placed], room, shot.camera, shot.light)
            areas[fit] += int((mask > 127).sum())

    assert areas["loose"] > 1.03 * areas["tight"]


def test_a_performer_stands_at_the_tilt_asked_for(subject: "Subject") -> None:
    from models.bodies.acting import Moment
    from models.bodies.performer import engage, perform
    from models.bodies.stage import fitted

    for tilt in (4.0, 12.5, 19.0):
        performer = engage(subject, fitted((0.5, 0.1, 0.1), (0.1, 0.1, 0.1)), subject.hair, tilt)
        placed = perform(performer, Moment((0.0, 0.0), 0.0), 0.0)

        assert placed.person.tilt_deg == pytest.approx(tilt, abs=0.1)


def test_a_committed_render_is_what_its_case_draws() -> None:
    from models.bodies.stills import render_still, still_named

    path = Path(__file__).resolve().parents[2] / "data" / "renders" / "side_on_left.jpg"
    committed = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)

    image, truth = render_still(still_named("side_on_left"))

    assert np.abs(image.astype(int) - committed.astype(int)).mean() < 3.0
    assert truth["tilt_deg"] == pytest.approx(12.5, abs=0.1)


def test_a_set_grows_without_drawing_again_what_it_holds(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from models.bodies.generate import main, picture_name

    for bodies in ("1", "2"):
        done = CliRunner().invoke(
            main, ["--bodies", bodies, "--images", "1", "--seed", str(SEED), "--out", str(tmp_path)]
        )
        assert done.exit_code == 0, done.output
        if bodies == "1":
            before = (tmp_path / picture_name(0, 0)).stat().st_mtime_ns

    lines = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["body"], line["image"]) for line in lines] == [(0, 0), (1, 0)]
    assert (tmp_path / picture_name(0, 0)).stat().st_mtime_ns == before


def test_hands_clasped_behind_are_behind_the_back(subject: "Subject") -> None:
    from models.bodies.arms import draw_arms
    from models.bodies.person import pose_person
    from models.bodies.posture import take_stance

    posture = take_stance(
        subject.regions.rig, subject.figure.heads, subject.habit, 0.0, np.random.default_rng(2)
    )
    person = pose_person(subject.regions, posture, draw_arms(np.random.default_rng(2), "behind"))
    trunk = person.vertices[(subject.regions.arm_weight < 0.1) & (subject.regions.trunk > 0.0)]

    for side in "LR":
        wrist = person.joint(f"wrist.{side}")
        assert wrist[1] > trunk[np.abs(trunk[:, 2] - wrist[2]) < 0.03][:, 1].max()


@pytest.mark.parametrize("kind", ["photo", "mural"])
def test_a_photographed_room_is_the_same_each_time_and_full_of_detail(kind: str) -> None:
    from models.bodies.camera import Camera
    from models.bodies.room import Room, paint_room

    camera = Camera("left", 2.5, 1.0, 450.0, 240, 426)
    room = Room(kind, 1.5, 3)  # type: ignore[arg-type]  # parametrised text

    first, again = paint_room(room, camera), paint_room(room, camera)

    np.testing.assert_array_equal(first, again)
    assert first.shape == (426, 240, 3)
    assert 0.0 <= float(first.min()) < float(first.max()) <= 1.0
    assert float(first[:200].std()) > 0.02


def test_a_picture_drawn_in_its_window_is_the_picture_drawn_whole(subject: "Subject") -> None:
    from models.bodies import render
    from models.bodies.shot import layers_of, make_shot

    shot = make_shot(subject, 0)
    layers = layers_of(shot.placed)
    renderer = render.renderer_for(480, 854)
    near = renderer.draw(layers, shot.camera, shot.light)
    window_of = render.window_of
    try:
        render.window_of = lambda _layers, camera: (0, 0, camera.width, camera.height)
        whole = renderer.draw(layers, shot.camera, shot.light)
    finally:
        render.window_of = window_of

    assert (np.abs(near.astype(int) - whole.astype(int)).max(axis=2) > 8).mean() < 1e-4
