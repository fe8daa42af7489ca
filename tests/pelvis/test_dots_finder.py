"""Two drawn dots are found where they were drawn, and everything else is refused."""

import math

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.pelvis.dot_colour import Hue
from kiosk.pelvis.dot_finder import expected_dot_px, find_dots
from kiosk.pelvis.dot_line import angle_deg
from kiosk.pelvis.tilt import Facing
from kiosk.pose.body import Body
from tests.pelvis.drawn import drawn_body, mirrored, straight

GREEN, MAGENTA = (40, 170, 70), (200, 40, 150)
CLOTH, WALL = (70, 70, 80), (190, 185, 180)
# Five pixels to one of the mask: hips at (360, 550), a trunk of 250 pixels, the back's edge at x = 300.
TO_FRAME = np.array([[5.0, 0.0, -280.0], [0.0, 5.0, -50.0]])
# 80 pixels apart; 80 tan 10 = 14.11.
ASIS, PSIS = (388.0, 508.11), (308.0, 494.0)
RADIUS = 5.3


def standing() -> Body:
    return drawn_body(back=straight(116.0), to_frame=TO_FRAME)


def picture(
    *dots: tuple[tuple[float, float], tuple[int, int, int]], radius: float = RADIUS
) -> NDArray[np.uint8]:
    """A grey guest before a light wall, dots drawn sixteen times finer than a pixel."""
    image = np.full((1280, 720, 3), WALL, np.uint8)
    image[100:1060, 300:450] = CLOTH
    for (x, y), colour in dots:
        cv2.circle(image, (round(x * 16), round(y * 16)), round(radius * 16), colour, -1, cv2.LINE_AA, 4)
    return image


def read_deg(image: NDArray[np.uint8], body: Body) -> float | None:
    pair = find_dots(image, body)
    return None if pair is None else angle_deg(pair, (720, 1280))


def test_a_dot_is_expected_as_wide_as_20_mm_are_on_someone_of_1_72_m() -> None:
    # From the eyes (47) to the heels (218) 171 mask pixels, 855 of the frame: 919.4 tall, a 86th of it.
    assert expected_dot_px(standing()) == pytest.approx(855 / 0.93 * 0.020 / 1.72)


@pytest.mark.parametrize(("dye", "hue"), [(GREEN, Hue.GREEN), (MAGENTA, Hue.MAGENTA)])
def test_two_dots_are_found_within_a_fifth_of_a_pixel(dye: tuple[int, int, int], hue: Hue) -> None:
    pair = find_dots(picture((ASIS, dye), (PSIS, dye)), standing())

    assert pair is not None
    assert (pair.hue, pair.facing) == (hue, Facing.RIGHT)
    assert (pair.asis.x, pair.asis.y) == pytest.approx(ASIS, abs=0.2)
    assert (pair.psis.x, pair.psis.y) == pytest.approx(PSIS, abs=0.2)


def test_their_line_is_read_as_it_was_drawn() -> None:
    assert read_deg(picture((ASIS, GREEN), (PSIS, GREEN)), standing()) == pytest.approx(10.0, abs=0.3)


def test_an_asis_above_the_psis_tilts_backwards() -> None:
    image = picture(((388.0, 494.0), GREEN), ((308.0, 508.11), GREEN))

    assert read_deg(image, standing()) == pytest.approx(-10.0, abs=0.3)


def test_a_guest_who_looks_to_the_left_has_the_same_tilt() -> None:
    image = np.ascontiguousarray(picture((ASIS, GREEN), (PSIS, GREEN))[:, ::-1])
    body = mirrored(standing())

    pair = find_dots(image, body)

    assert pair is not None
    assert pair.facing is Facing.LEFT
    assert angle_deg(pair, (720, 1280)) == pytest.approx(10.0, abs=0.3)


@pytest.mark.parametrize("light", [(0.4, 0.4, 0.4), (1.15, 1.0, 0.85), (0.85, 1.0, 1.15), (0.95, 1.08, 0.95)])
def test_shade_and_the_lamps_colour_do_not_move_the_line(light: tuple[float, float, float]) -> None:
    lit = picture((ASIS, GREEN), (PSIS, GREEN)) * np.array(light)

    assert read_deg(np.clip(lit, 0, 255).astype(np.uint8), standing()) == pytest.approx(10.0, abs=0.4)


def test_noise_and_jpeg_move_it_by_less_than_a_degree() -> None:
    image = picture((ASIS, MAGENTA), (PSIS, MAGENTA)).astype(np.float64)
    noisy = np.clip(image + np.random.default_rng(3).normal(0, 5, image.shape), 0, 255).astype(np.uint8)
    coded = cv2.imencode(".jpg", noisy[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 75])[1]
    decoded = np.ascontiguousarray(cv2.imdecode(coded, cv2.IMREAD_COLOR)[:, :, ::-1])

    assert read_deg(decoded, standing()) == pytest.approx(10.0, abs=1.0)


def test_a_dull_green_shirt_hides_no_bright_green_dots() -> None:
    image = picture((ASIS, GREEN), (PSIS, GREEN))
    image[(image == CLOTH).all(axis=2)] = (60, 80, 62)

    assert read_deg(image, standing()) == pytest.approx(10.0, abs=0.4)


def test_a_sliver_of_a_flat_psis_sticker_is_enough() -> None:
    image = picture((ASIS, GREEN))
    cv2.ellipse(image, ((301.5, 494.0), (3.6, 10.6), 0.0), GREEN, -1, cv2.LINE_AA)
    # 14.11 down over 86.5 across.
    drawn_deg = math.degrees(math.atan2(14.11, 86.5))

    assert read_deg(image, standing()) == pytest.approx(drawn_deg, abs=0.6)


REFUSED = {
    "no dots": picture(),
    "only an ASIS": picture((ASIS, GREEN)),
    "only a PSIS": picture((PSIS, GREEN)),
    "a third": picture((ASIS, GREEN), (PSIS, GREEN), ((360.0, 530.0), GREEN)),
    "two colours": picture((ASIS, GREEN), (PSIS, MAGENTA)),
    "red": picture((ASIS, (200, 40, 40)), (PSIS, (200, 40, 40))),
    "blue": picture((ASIS, (40, 60, 200)), (PSIS, (40, 60, 200))),
    "grey": picture((ASIS, (150, 150, 150)), (PSIS, (150, 150, 150))),
    "far too large": picture((ASIS, GREEN), (PSIS, GREEN), radius=14.0),
    "specks": picture((ASIS, GREEN), (PSIS, GREEN), radius=1.2),
    "both in front": picture((ASIS, GREEN), ((420.0, 494.0), GREEN)),
    "at the knee": picture(((388.0, 700.0), GREEN), ((308.0, 690.0), GREEN)),
    "a pair on the wall": picture(((240.0, 508.0), GREEN), ((160.0, 494.0), GREEN)),
}


@pytest.mark.parametrize("case", REFUSED)
def test_whatever_is_not_two_dots_on_the_hip_is_refused(case: str) -> None:
    assert find_dots(REFUSED[case], standing()) is None


def test_a_green_stripe_down_the_side_is_no_dot() -> None:
    image = picture((ASIS, GREEN))
    image[300:900, 303:312] = GREEN

    assert find_dots(image, standing()) is None


def test_hoops_of_the_dots_own_colour_are_refused() -> None:
    image = picture()
    for top in range(300, 700, 24):
        image[top : top + 12, 300:450] = GREEN

    assert find_dots(image, standing()) is None


def test_a_dot_among_leaves_is_a_leaf() -> None:
    image = picture((ASIS, GREEN), ((303.0, 494.0), GREEN))
    for dx, dy in ((-13, 0), (-9, -12), (-9, 12), (-2, -16), (-2, 16)):
        cv2.circle(image, (303 + dx, 494 + dy), 4, GREEN, -1)

    assert find_dots(image, standing()) is None


def test_a_green_wall_behind_the_guest_does_not_hide_the_dots() -> None:
    image = picture((ASIS, GREEN), (PSIS, GREEN))
    image[(image == WALL).all(axis=2)] = (80, 120, 85)

    assert read_deg(image, standing()) == pytest.approx(10.0, abs=0.5)
