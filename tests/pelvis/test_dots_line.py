"""The angle between two spots: what of a half-ball shows, roll, pitch and perspective undone."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.pelvis.dot_blobs import Blob
from kiosk.pelvis.dot_colour import Hue
from kiosk.pelvis.dot_finder import DotPair
from kiosk.pelvis.dot_line import Lens, Optics, angle_deg, base_of, line_deg
from kiosk.pelvis.tilt import Facing

SIZE = (720, 1280)
FOCAL = 1500.0


def spot(x: float, y: float, width: float = 12.0, along: tuple[float, float] = (1.0, 0.0)) -> Blob:
    return Blob(
        x, y, 12.0, width, *along, top=0.5, clear=50.0, area=100.0, fill=1.0, shade_deg=120.0, alone=1.0
    )


def pair(asis: Blob, psis: Blob, facing: Facing = Facing.RIGHT) -> DotPair:
    return DotPair(facing, Hue.GREEN, asis, psis, dot_px=12.0, score=0.0)


def test_the_angle_is_positive_when_the_asis_is_lower() -> None:
    # 80 across, 80 tan 12 = 17.005 down.
    assert angle_deg(pair(spot(400, 617.005), spot(320, 600)), SIZE) == pytest.approx(12.0, abs=1e-3)
    assert angle_deg(pair(spot(320, 617.005), spot(400, 600), Facing.LEFT), SIZE) == pytest.approx(
        12.0, abs=1e-3
    )


@pytest.mark.parametrize("tilt_deg", [-5.0, 0.0, 10.0])
def test_what_cloth_adds_to_the_distance_has_turned_the_line_alike_whatever_the_tilt(tilt_deg: float) -> None:
    # 10 dot widths where 8 are the most: 2 too many, at 0.7 degrees each.
    dots = pair(spot(440, 600 + 120 * math.tan(math.radians(tilt_deg))), spot(320, 600))

    assert angle_deg(dots, SIZE) == pytest.approx(tilt_deg + 1.4)
    assert line_deg(dots, SIZE) == pytest.approx(tilt_deg)


def test_dots_no_farther_apart_than_on_skin_mark_the_tilt_itself() -> None:
    dots = pair(spot(415, 610), spot(320, 600))

    assert angle_deg(dots, SIZE) == line_deg(dots, SIZE) == pytest.approx(math.degrees(math.atan2(10, 95)))


@given(
    roll_deg=st.floats(-10, 10),
    tilt_deg=st.floats(-15, 30),
    x=st.floats(200, 500),
    y=st.floats(400, 900),
    facing=st.sampled_from(Facing),
)
def test_a_rolled_camera_changes_nothing_once_its_roll_is_known(
    roll_deg: float, tilt_deg: float, x: float, y: float, facing: Facing
) -> None:
    forward = 80.0 if facing is Facing.RIGHT else -80.0
    places = np.array([[x + forward, y + 80 * math.tan(math.radians(tilt_deg))], [x, y]])
    middle = np.array([(SIZE[0] - 1) / 2, (SIZE[1] - 1) / 2])
    c, s = math.cos(math.radians(roll_deg)), math.sin(math.radians(roll_deg))
    # Clockwise in a picture whose y runs down: (x, y) -> (c x - s y, s x + c y).
    turned = (places - middle) @ np.array([[c, s], [-s, c]]) + middle
    assume(forward * (turned[0, 0] - turned[1, 0]) > 0)
    level = angle_deg(pair(spot(*places[0]), spot(*places[1]), facing), SIZE, Optics(FOCAL))

    rolled = angle_deg(
        pair(spot(*turned[0]), spot(*turned[1]), facing), SIZE, Optics(FOCAL, roll_deg=roll_deg)
    )

    assert rolled == pytest.approx(level, abs=1e-6)


def seen(down_m: float, pitch_deg: float, tilt_deg: float = 0.0, turn_deg: float = 0.0) -> DotPair:
    """A pelvis 15 cm long, `down_m` below a lens 2.5 m away; its ASIS lies 9 cm nearer than its PSIS.

    Unless the guest's back is turned towards the camera: that turns it about the middle.
    """
    drop = 0.15 * math.tan(math.radians(tilt_deg))
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    forward, nearer = 0.075 * c + 0.045 * s, 0.045 * c - 0.075 * s
    points = np.array([[forward, down_m + drop, 2.5 - nearer], [-forward, down_m, 2.5 + nearer]])
    c, s = math.cos(math.radians(pitch_deg)), math.sin(math.radians(pitch_deg))
    down = points[:, 1] * c - points[:, 2] * s
    ahead = points[:, 2] * c + points[:, 1] * s
    x = (SIZE[0] - 1) / 2 + FOCAL * points[:, 0] / ahead
    y = (SIZE[1] - 1) / 2 + FOCAL * down / ahead
    return pair(spot(x[0], y[0]), spot(x[1], y[1]))


def test_a_lens_30_cm_above_adds_about_four_degrees_when_nothing_is_known_of_it() -> None:
    # The nearer dot looks lower: 0.3 (1 / 2.455 - 1 / 2.545) = 0.00432 over 0.06 across, 4.1 degrees.
    assert angle_deg(seen(0.3, 0.0), SIZE) == pytest.approx(4.1, abs=0.1)


@pytest.mark.parametrize("down_m", [-0.2, 0.0, 0.1, 0.3])
@pytest.mark.parametrize("pitch_deg", [-6.0, 0.0, 6.0])
@pytest.mark.parametrize("tilt_deg", [0.0, 15.0])
def test_a_known_camera_reads_the_tilt_from_any_height(
    down_m: float, pitch_deg: float, tilt_deg: float
) -> None:
    read = angle_deg(seen(down_m, pitch_deg, tilt_deg), SIZE, Optics(FOCAL, pitch_deg))

    assert read == pytest.approx(tilt_deg, abs=0.1)


def test_a_back_turned_to_the_camera_shows_the_line_longer_and_so_flatter() -> None:
    # cos 10 + 0.6 sin 10 = 1.0890 as long: tan 20 / 1.0890 = 0.33423, 18.48 degrees. (The level lens sees the
    # ASIS 1.6 cm nearer than the middle; what that adds to its drop is 0.6 %, 0.1 degrees.)
    assert line_deg(seen(-0.03, 0.0, 20.0, 10.0), SIZE) == pytest.approx(18.48, abs=0.2)


@pytest.mark.parametrize("down_m", [-0.2, 0.1])
@pytest.mark.parametrize("turn_deg", [-10.0, 0.0, 10.0])
def test_a_turn_that_is_known_is_undone(down_m: float, turn_deg: float) -> None:
    dots = seen(down_m, 3.0, 20.0, turn_deg)

    assert line_deg(dots, SIZE, Optics(FOCAL, 3.0), turn_deg) == pytest.approx(20.0, abs=0.1)


def test_a_turn_that_is_known_is_undone_without_a_known_camera_too() -> None:
    # 80 across, 80 tan 10 = 14.106 down, seen 1.0890 times too long: tan 10 x 1.0890 = 0.19202, 10.87.
    assert line_deg(pair(spot(400, 614.106), spot(320, 600)), SIZE, turn_deg=10.0) == pytest.approx(
        10.87, abs=0.01
    )


def test_a_lens_has_one_focal_length_for_each_size_of_frames() -> None:
    # tan 22.5 degrees is sqrt(2) - 1: 640 / 0.41421 = 1545.10, and half of that in frames half as tall.
    lens = Lens(45.0, pitch_deg=2.0, roll_deg=-1.0)

    assert lens.optics((720, 1280)).focal_px == pytest.approx(1545.10, abs=0.01)
    assert lens.optics((360, 640)).focal_px == pytest.approx(772.55, abs=0.01)
    assert (lens.optics(SIZE).pitch_deg, lens.optics(SIZE).roll_deg) == (2.0, -1.0)


def shown_half_ball(axis_deg: float, slant_deg: float) -> Blob:
    """A half-ball of radius 60 at the origin, seen at an angle to its axis, by its pixels' second moments."""
    y, x = np.mgrid[-80:81, -80:81].astype(np.float64)
    c, s = math.cos(math.radians(slant_deg)), math.sin(math.radians(slant_deg))
    along, across = c * x + s * y, c * y - s * x
    flat = 60 * math.cos(math.radians(axis_deg))
    ball = np.hypot(along, across) <= 60
    base = np.hypot(along / max(abs(flat), 1e-9), across / 60) <= 1
    shown = (ball & (along >= 0)) | (base & (along < 0)) if flat >= 0 else ball & (along >= 0) & ~base
    px, py = x[shown], y[shown]
    spread = np.cov(np.stack([px, py]), bias=True)
    values, axes = np.linalg.eigh(spread)
    width, length = 4 * np.sqrt(values)
    return Blob(px.mean(), py.mean(), length, width, *axes[:, 0], 0.5, 50.0, 100.0, 1.0, 120.0, 1.0)


@pytest.mark.parametrize("axis_deg", [45.0, 60.0, 75.0, 90.0, 105.0])
@pytest.mark.parametrize("slant_deg", [-30.0, 0.0, 20.0])
def test_the_base_of_a_half_ball_is_found_beside_the_centre_of_what_shows(
    axis_deg: float, slant_deg: float
) -> None:
    # Edge-on, the centroid of half a disc lies 4 / 3 pi, 0.42 of the radius, from the base: 25 of these 60.
    assert base_of(shown_half_ball(axis_deg, slant_deg), 1.0) == pytest.approx((0.0, 0.0), abs=1.5)


def test_a_half_balls_base_lies_towards_the_body() -> None:
    # At 90 degrees width over length is 0.529 (moments of half a disc), the shift 0.424 of the radius 6.
    edge_on = spot(300.0, 500.0, width=12 * math.sqrt(1 - 64 / (9 * math.pi**2)))

    assert base_of(edge_on, -1.0) == pytest.approx((302.55, 500.0), abs=0.05)
    assert base_of(edge_on, 1.0) == pytest.approx((297.45, 500.0), abs=0.05)


def test_a_sliver_slimmer_than_any_half_ball_is_a_sticker_and_stays() -> None:
    assert base_of(spot(300.0, 500.0, width=3.0), -1.0) == (300.0, 500.0)
