"""What a single frame says against measuring."""

import dataclasses
import math

import numpy as np
import pytest

from kiosk.pose.body import Keypoint
from kiosk.pose.region import Region
from kiosk.screening.checks import (
    Limits,
    Stillness,
    body_height_px,
    breadth,
    check,
    knee_deg,
    lean_deg,
    mean_luma,
    stride,
    turn,
    wander,
    watched_point,
    yaw_deg,
)
from kiosk.screening.reason import Reason
from tests.bodies import moved, scene_of, standing

LIGHT = 120.0


def test_a_straight_figure_side_on_may_be_measured():
    assert check(scene_of(standing()), LIGHT) is None


def test_height_runs_from_eyes_to_heels():
    assert body_height_px(standing(height_px=800)) == pytest.approx(800, abs=0.1)


def test_turn_is_shoulder_and_hip_distance_over_trunk_length():
    assert turn(standing(turn=0.4)) == pytest.approx(0.4, abs=1e-4)


@pytest.mark.parametrize("part", ["SHOULDER", "HIP"])
def test_turn_is_the_mean_of_shoulders_and_hips(part):
    body = standing()
    for side, way in (("LEFT", 1), ("RIGHT", -1)):
        x, y = body.point(Keypoint[f"{side}_{part}"])
        body = moved(body, Keypoint[f"{side}_{part}"], x + way * 58, y)
    # 116 of the trunk's 290 px in one of the two: half of 0.4.
    assert turn(body) == pytest.approx(0.2, abs=1e-4)


@pytest.mark.parametrize(
    ("shift", "lean"), [(0, 0.0), (290 * math.tan(math.radians(15)), 15.0), (-290, 45.0)]
)
def test_lean_is_the_trunks_angle_from_the_vertical(shift, lean):
    body = standing()
    for keypoint in (Keypoint.LEFT_SHOULDER, Keypoint.RIGHT_SHOULDER):
        x, y = body.point(keypoint)
        body = moved(body, keypoint, x + shift, y)
    assert lean_deg(body) == pytest.approx(lean, abs=0.01)


def test_a_knee_bent_to_a_right_angle_reads_ninety_degrees():
    body = standing()
    hip, ankle = body.point(Keypoint.LEFT_HIP), body.point(Keypoint.LEFT_ANKLE)
    half = (ankle[1] - hip[1]) / 2
    for knee in (Keypoint.LEFT_KNEE, Keypoint.RIGHT_KNEE):
        body = moved(body, knee, hip[0] + half, hip[1] + half)
    assert knee_deg(body) == pytest.approx(90, abs=0.01)


def test_the_better_seen_leg_decides():
    body = moved(standing(), Keypoint.LEFT_KNEE, 600, 900)
    body.visibility[[Keypoint.LEFT_KNEE, Keypoint.LEFT_ANKLE]] = 0.1
    assert knee_deg(body) == pytest.approx(180, abs=0.1)


def seated():
    body = standing()
    hip = body.point(Keypoint.LEFT_HIP)
    for knee in (Keypoint.LEFT_KNEE, Keypoint.RIGHT_KNEE):
        body = moved(body, knee, hip[0] + 230, hip[1])
    return body


@pytest.mark.parametrize(
    ("scene", "luma", "reason"),
    [
        (scene_of(None), LIGHT, Reason.NOBODY),
        (scene_of(None), 10.0, Reason.TOO_DARK),
        (scene_of(standing()), 10.0, Reason.TOO_DARK),
        (scene_of(standing(), 0.9), LIGHT, Reason.MORE_THAN_ONE),
        (scene_of(standing(), 0.3), LIGHT, None),
        (scene_of(standing(height_px=400)), LIGHT, Reason.TOO_FAR),
        (scene_of(standing(height_px=1400, feet=1340)), LIGHT, Reason.TOO_CLOSE),
        (scene_of(standing(feet=1300)), LIGHT, Reason.NOT_IN_FRAME),
        (scene_of(standing(feet=980)), LIGHT, Reason.NOT_IN_FRAME),
        (scene_of(standing(x=-5)), LIGHT, Reason.NOT_IN_FRAME),
        (scene_of(standing(x=722)), LIGHT, Reason.NOT_IN_FRAME),
        (scene_of(standing(turn=0.5)), LIGHT, Reason.NOT_SIDE_ON),
        (scene_of(standing(turn=0.17)), LIGHT, None),
        (scene_of(seated()), LIGHT, Reason.NOT_STANDING),
    ],
)
def test_the_first_thing_wrong_is_named(scene, luma, reason):
    assert check(scene, luma) is reason


def yawed(deg):
    body = standing()
    world = body.world.copy()
    across = np.array([math.sin(math.radians(deg)), 0, math.cos(math.radians(deg))]) * 0.18
    world[Keypoint.LEFT_SHOULDER], world[Keypoint.RIGHT_SHOULDER] = across, -across
    return dataclasses.replace(body, world=world)


def astride(share):
    """Ankles apart by a share of the leg, which runs 470 px down from the hip and some to the side."""
    body, apart = standing(), 0.0
    while stride(body) < share:
        apart += 0.5
        body = standing()
        for side, way in (("LEFT", -0.5), ("RIGHT", 0.5)):
            for part, down in (("KNEE", 0.5), ("ANKLE", 1.0)):
                x, y = body.point(Keypoint[f"{side}_{part}"])
                body = moved(body, Keypoint[f"{side}_{part}"], x + way * apart * down, y)
    return body


def bent_knee(deg):
    """Both knees at an angle, hips over the heels, thigh and shank alike."""
    body = standing()
    hip, ankle = body.point(Keypoint.LEFT_HIP), body.point(Keypoint.LEFT_ANKLE)
    half = float(ankle[1] - hip[1]) / 2
    for knee in (Keypoint.LEFT_KNEE, Keypoint.RIGHT_KNEE):
        body = moved(body, knee, hip[0] + half / math.tan(math.radians(deg / 2)), hip[1] + half)
    return body


def leaning(deg):
    body = standing()
    for keypoint in (Keypoint.LEFT_SHOULDER, Keypoint.RIGHT_SHOULDER):
        x, y = body.point(keypoint)
        body = moved(body, keypoint, x + 290 * math.tan(math.radians(deg)), y)
    return body


@pytest.mark.parametrize("deg", [0.0, 20.0, 45.0, 90.0])
def test_the_shoulders_turn_in_the_models_3d_guess_is_measured_from_the_line_of_sight(deg):
    assert yaw_deg(yawed(deg)) == pytest.approx(deg, abs=0.01)


def test_a_stride_is_the_ankles_distance_over_the_legs_length():
    body = standing()  # hips at 520, ankles at 50: legs of 470
    body = moved(body, Keypoint.LEFT_ANKLE, 360 - 94, 1150)
    body = moved(body, Keypoint.LEFT_KNEE, 360 - 47, 915)
    # The left leg, the longer, is hypot(47, 235) + hypot(47, 235) = 479.3 px.
    assert stride(body) == pytest.approx(94 / 479.3, abs=1e-3)


LIMITS = Limits()


@pytest.mark.parametrize(
    ("inside", "outside", "reason"),
    [
        (scene_of(standing(), LIMITS.other - 0.01), scene_of(standing(), LIMITS.other), Reason.MORE_THAN_ONE),
        (
            scene_of(standing(height_px=LIMITS.far * 1280 + 2)),
            scene_of(standing(height_px=LIMITS.far * 1280 - 2)),
            Reason.TOO_FAR,
        ),
        (
            scene_of(standing(height_px=LIMITS.near * 1280 - 2, feet=1270)),
            scene_of(standing(height_px=LIMITS.near * 1280 + 2, feet=1270)),
            Reason.TOO_CLOSE,
        ),
        (
            scene_of(standing(turn=LIMITS.turn - 0.01)),
            scene_of(standing(turn=LIMITS.turn + 0.01)),
            Reason.NOT_SIDE_ON,
        ),
        (
            scene_of(yawed(LIMITS.yaw_deg - 1)),
            scene_of(yawed(LIMITS.yaw_deg + 1)),
            Reason.NOT_SIDE_ON,
        ),
        (
            scene_of(bent_knee(LIMITS.knee_deg + 1)),
            scene_of(bent_knee(LIMITS.knee_deg - 1)),
            Reason.NOT_STANDING,
        ),
        (
            scene_of(leaning(LIMITS.lean_deg - 1)),
            scene_of(leaning(LIMITS.lean_deg + 1)),
            Reason.NOT_STANDING,
        ),
        (
            scene_of(astride(LIMITS.stride - 0.02)),
            scene_of(astride(LIMITS.stride + 0.01)),
            Reason.NOT_STANDING,
        ),
        (scene_of(standing(x=1)), scene_of(standing(x=-1)), Reason.NOT_IN_FRAME),
        (scene_of(standing(feet=1278)), scene_of(standing(feet=1281)), Reason.NOT_IN_FRAME),
        (scene_of(standing(feet=1001)), scene_of(standing(feet=999)), Reason.NOT_IN_FRAME),
    ],
)
def test_each_check_lets_through_just_inside_its_limit_and_refuses_just_outside(inside, outside, reason):
    assert check(inside, LIGHT) is None
    assert check(outside, LIGHT) is reason


def test_a_guest_whom_the_mirror_image_shows_side_on_is_side_on():
    turned, straight = standing(turn=0.3), standing()
    seen = scene_of(turned)
    assert check(dataclasses.replace(seen, twin=straight), LIGHT) is None
    assert check(dataclasses.replace(seen, twin=turned), LIGHT) is Reason.NOT_SIDE_ON
    assert check(dataclasses.replace(scene_of(straight), twin=turned), LIGHT) is None


def test_it_is_too_dark_just_below_the_limit():
    assert check(scene_of(standing()), LIMITS.luma + 0.1) is None
    assert check(scene_of(standing()), LIMITS.luma - 0.1) is Reason.TOO_DARK


def test_a_small_frame_asks_for_pixels_where_its_share_would_do():
    # 240 px of a 480-px frame are half of it, far above the least share.
    small = dataclasses.replace(standing(height_px=239, feet=400, x=150), frame_size=(360, 480))
    assert check(scene_of(small), LIGHT) is Reason.TOO_FAR


def test_who_sits_is_not_told_that_they_are_too_far():
    body = seated()
    shrunk = dataclasses.replace(body, points=(body.points - [360, 640]) * np.float32(0.3) + [360, 640])
    assert check(scene_of(shrunk), LIGHT) is Reason.NOT_STANDING


def test_brightness_is_the_mean_of_the_frame():
    image = np.zeros((64, 64, 3), np.uint8)
    image[:32] = 200
    assert mean_luma(image) == pytest.approx(100)


@pytest.mark.parametrize(
    ("columns", "cut"), [(slice(55, 60), True), (slice(60, 80), False), (slice(196, 201), True)]
)
def test_a_mask_that_runs_along_the_frames_side_is_a_body_cut_off(columns, cut):
    # A crop pixel is 5 frame pixels; the 720-px frame covers the crop's columns 56 to 199.
    mask = np.zeros((256, 256), np.float32)
    mask[40:240, columns] = 1
    body = dataclasses.replace(standing(), mask=mask)
    assert check(scene_of(body), LIGHT) is (Reason.NOT_IN_FRAME if cut else None)


def test_who_is_half_out_at_a_side_is_told_so_whatever_their_legs_seem_to_do():
    # Columns 55 to 60 lie on the frame's left edge (column 56); 106 rows are 0.41 of the height, 99 are 0.39.
    reasons = []
    for rows in (106, 99):
        mask = np.zeros((256, 256), np.float32)
        mask[100 : 100 + rows, 55:60] = 1
        reasons.append(check(scene_of(dataclasses.replace(seated(), mask=mask)), LIGHT))
    assert reasons == [Reason.NOT_IN_FRAME, Reason.NOT_STANDING]


@pytest.mark.parametrize(("first_row", "reason"), [(5, Reason.NOT_IN_FRAME), (6, None)])
def test_a_thin_neck_that_ends_just_below_the_edge_is_a_head_cut_off(first_row, reason):
    # The crop is the frame's upper 640 px, 2.5 px each: 0.01 of 1280 px are row 5; eight columns are 20 px.
    mask = np.zeros((256, 256), np.float32)
    mask[first_row:200, 124:132] = 1
    body = dataclasses.replace(standing(), mask=mask, to_frame=Region(360, 320, 640, 0).to_frame(256))
    assert check(scene_of(body), LIGHT) is reason


@pytest.mark.parametrize(("first_row", "reason"), [(66, Reason.NOT_IN_FRAME), (67, None)])
def test_where_a_crop_pixel_is_large_two_of_them_are_the_frames_edge(first_row, reason):
    # The crop is twice as high as the frame, 10 px a pixel: 20 px below the frame's top are row 66.
    mask = np.zeros((256, 256), np.float32)
    mask[first_row:180, 124:132] = 1
    body = dataclasses.replace(standing(), mask=mask, to_frame=Region(360, 640, 2560, 0).to_frame(256))
    assert check(scene_of(body), LIGHT) is reason


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (slice(0, 256), Reason.TOO_CLOSE),  # out of the crop above and below
        (slice(40, 256), Reason.NOT_IN_FRAME),
        (slice(0, 200), Reason.NOT_IN_FRAME),
        (slice(40, 250), None),
    ],
)
def test_a_body_that_runs_out_of_the_picture_is_cut_off_whatever_its_keypoints_say(rows, reason):
    mask = np.zeros((256, 256), np.float32)
    mask[rows, 110:140] = 1
    assert check(scene_of(dataclasses.replace(standing(), mask=mask)), LIGHT) is reason


@pytest.mark.parametrize(
    ("columns", "rows", "reason"),
    [
        (35, slice(40, 256), Reason.NOT_IN_FRAME),
        (36, slice(40, 256), Reason.TOO_CLOSE),
        (36, slice(0, 200), Reason.TOO_CLOSE),
        (36, slice(40, 250), None),
    ],
)
def test_who_is_cut_off_at_one_end_and_too_broad_to_fit_in_is_told_to_step_back(columns, rows, reason):
    # The crop is as high as the frame: 36 of its 256 columns are 0.141 of that, 35 are 0.137.
    mask = np.zeros((256, 256), np.float32)
    mask[rows, 100 : 100 + columns] = 1
    assert check(scene_of(dataclasses.replace(standing(), mask=mask)), LIGHT) is reason


def test_an_arm_held_out_makes_nobody_broad():
    mask = np.zeros((256, 256), np.float32)
    mask[40:140, 110:130] = 1
    mask[80:100, 60:200] = 1
    assert breadth(dataclasses.replace(standing(), mask=mask)) == pytest.approx(20 / 256)
    assert breadth(standing()) == 0.0


def test_standing_still_is_known_only_after_the_window():
    stillness = Stillness(Limits(still_s=0.5, drift=0.01))
    seen = [stillness.still(standing(at_s=t / 10)) for t in range(8)]
    assert seen == [False, False, False, False, False, True, True, True]


def test_a_step_aside_is_moving_until_it_has_left_the_window():
    stillness = Stillness(Limits(still_s=0.5, drift=0.01))
    # 1000 px tall: 0.01 allows 10 px; the step of 30 px is taken at 1.0 s.
    seen = [stillness.still(standing(at_s=t / 10, x=360 if t < 10 else 390)) for t in range(18)]
    assert seen[5:10] == [True] * 5
    assert seen[10:15] == [False] * 5
    assert seen[15:] == [True] * 3


def test_shoulders_that_move_are_a_guest_who_moves():
    # The shoulders rock by 30 px over still hips and knees: 30 of 1000 px.
    places = [watched_point(standing()), watched_point(rocked(30)), watched_point(standing())]
    assert wander(places, 1000.0) == pytest.approx(0.03, abs=1e-5)


@pytest.mark.parametrize(("share", "still"), [(0.9, True), (1.1, False)])
def test_rocking_shoulders_are_moving_just_beyond_the_drift_allowed(share, still):
    stillness = Stillness()
    swing = share * LIMITS.drift * 1000
    seen = [stillness.still(rocked(swing * (t % 2), at_s=t / 10)) for t in range(12)]
    assert seen[-1] is still


def rocked(shift, at_s=0.0):
    body = standing(at_s=at_s)
    for keypoint in (Keypoint.LEFT_SHOULDER, Keypoint.RIGHT_SHOULDER):
        x, y = body.point(keypoint)
        body = moved(body, keypoint, x + shift, y)
    return body


def test_jitter_of_the_model_is_not_moving():
    rng = np.random.default_rng(0)
    stillness = Stillness()
    seen = [stillness.still(standing(at_s=t / 15, x=360 + rng.normal(0, 1))) for t in range(30)]
    assert all(seen[10:])


def test_a_clock_that_jumps_back_starts_the_window_anew():
    stillness = Stillness(Limits(still_s=0.5))
    for t in range(8):
        stillness.still(standing(at_s=10 + t / 10))
    assert not stillness.still(standing(at_s=0.0))
