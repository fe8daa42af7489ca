"""A flat sticker's sliver at the back's edge is found by the front dot's dye, and nothing else is."""

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kiosk.pelvis.dot_blobs import Blob
from kiosk.pelvis.dot_coding import Coding
from kiosk.pelvis.dot_finder import DotPair, find_dots
from kiosk.pelvis.dot_line import angle_deg
from kiosk.pelvis.dot_sliver import (
    Back,
    SliverDemands,
    chromaticity,
    dye_shares,
    find_sliver,
)
from tests.pelvis.test_dots_finder import ASIS, CLOTH, GREEN, MAGENTA, picture, standing

DOT_PX = 11.0
# On the back's edge, x = 300, as high as the finder's own tests put a PSIS.
HEIGHT = 494.0


def with_slivers(*at: tuple[float, tuple[int, int, int]], cover: float = 0.4) -> NDArray[np.float64]:
    """A round green ASIS dot, and slivers 9 pixels tall that cover so much of the last column of the back."""
    image = picture((ASIS, GREEN)).astype(np.float64)
    for y, dye in at:
        rows = image[round(y) - 4 : round(y) + 5, 300]
        rows += cover * (np.array(dye) - rows)
    return image


def grainy(image: NDArray[np.float64], sigma: float = 2.0) -> NDArray[np.uint8]:
    noise = np.random.default_rng(5).normal(0.0, sigma, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def as_jpeg(image: NDArray[np.uint8], quality: int = 85) -> NDArray[np.uint8]:
    coded = cv2.imencode(".jpg", image[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.ascontiguousarray(cv2.imdecode(coded, cv2.IMREAD_COLOR)[:, :, ::-1])


def found(image: NDArray[np.uint8]) -> DotPair | None:
    return find_dots(image, standing())


def seen(
    image: NDArray[np.uint8],
    likely: NDArray[np.float32] | None = None,
    demands: SliverDemands | None = None,
    coding: Coding = Coding.NONE,
) -> Blob | None:
    """The sliver alone, the ASIS dot given, and its partner as likely everywhere unless told otherwise."""
    mask = np.zeros(image.shape[:2], np.float32)
    mask[100:1060, 300:450] = 1.0
    asis = Blob(
        *ASIS, 11.0, 11.0, 1.0, 0.0, top=0.5, clear=50.0, area=90.0, fill=1.0, shade_deg=130.0, alone=1.0
    )
    back = Back(mask, 1.0, DOT_PX, 1280.0)
    return find_sliver(image, back, asis, np.ones_like(mask) if likely is None else likely, coding, demands)


def test_a_sliver_less_than_half_a_pixel_wide_is_found_within_half_a_pixel_of_its_height() -> None:
    pair = found(grainy(with_slivers((HEIGHT, GREEN))))

    assert pair is not None
    assert pair.sliver
    assert pair.psis.y == pytest.approx(HEIGHT, abs=0.5)
    assert pair.psis.x == pytest.approx(300.0, abs=1.0)


def test_its_line_is_read_from_its_own_centre() -> None:
    pair = found(grainy(with_slivers((HEIGHT, GREEN))))

    assert pair is not None
    # From (300, 494) to (388, 508.11): 14.11 down over 88.
    assert angle_deg(pair, (720, 1280)) == pytest.approx(math.degrees(math.atan2(14.11, 88.0)), abs=0.5)


def test_a_slivers_centre_is_its_base_and_a_half_balls_is_not() -> None:
    pair = found(grainy(with_slivers((HEIGHT, GREEN))))
    assert pair is not None
    slanted = replace(pair.psis, length=10.0, width=5.3, along_x=0.8, along_y=0.6)

    sliver = angle_deg(replace(pair, psis=slanted), (720, 1280))
    half_ball = angle_deg(replace(pair, psis=slanted, sliver=False), (720, 1280))

    assert sliver == angle_deg(pair, (720, 1280))
    # Seen edge-on its base lies 0.424 radii, 2.12 pixels, along (0.8, 0.6) towards the body: 1.3 lower.
    assert half_ball < sliver - 0.5


ALONG_THE_BACK = grainy(with_slivers(*((y, GREEN) for y in range(440, 560, 9))))
REFUSED = {
    "nothing": grainy(with_slivers()),
    "another dye": grainy(with_slivers((HEIGHT, MAGENTA))),
    "two of them": grainy(with_slivers((HEIGHT, GREEN), (HEIGHT - 25.0, GREEN))),
    "piping all along": ALONG_THE_BACK,
    "far below": grainy(with_slivers((HEIGHT + 60.0, GREEN))),
    "hidden in noise": grainy(with_slivers((HEIGHT, GREEN), cover=0.2), sigma=14.0),
    "a third dot": grainy(
        with_slivers((HEIGHT, GREEN))
        + (picture(((350.0, 530.0), GREEN)).astype(np.float64) - picture().astype(np.float64))
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_one_clear_sliver_is_refused(case: str) -> None:
    assert found(REFUSED[case]) is None


def test_the_corner_of_a_hem_of_nearly_the_dots_colour_is_no_sliver() -> None:
    image = with_slivers()
    image[round(HEIGHT) :, 300:450] = np.where(
        (image[round(HEIGHT) :, 300:450] == CLOTH).all(axis=2)[:, :, None],
        (90, 130, 95),
        image[round(HEIGHT) :, 300:450],
    )

    assert found(grainy(image)) is None


def test_in_a_poor_jpeg_a_faint_sliver_is_not_trusted() -> None:
    faint = grainy(with_slivers((HEIGHT, GREEN), cover=0.3))

    assert found(faint) is not None
    assert found(as_jpeg(faint, 70)) is None


def test_in_a_good_jpeg_a_clear_sliver_is_read() -> None:
    pair = found(as_jpeg(grainy(with_slivers((HEIGHT, GREEN), cover=0.5)), 95))

    assert pair is not None
    assert pair.sliver
    assert pair.psis.y == pytest.approx(HEIGHT, abs=1.0)


def test_a_sliver_must_stand_out_of_the_edge_as_far_as_is_demanded() -> None:
    image = grainy(with_slivers((HEIGHT, GREEN)))
    sliver = seen(image)
    assert sliver is not None

    assert seen(image, demands=SliverDemands(clear=sliver.clear - 1.0)) is not None
    assert seen(image, demands=SliverDemands(clear=sliver.clear + 1.0)) is None


@pytest.mark.parametrize(("coding", "name"), [(Coding.GOOD, "good"), (Coding.ROUGH, "rough")])
def test_in_a_coded_picture_it_must_stand_out_as_far_as_is_demanded_there(coding: Coding, name: str) -> None:
    image = as_jpeg(grainy(with_slivers((HEIGHT, GREEN), cover=0.6)))
    sliver = seen(image)
    assert sliver is not None
    enough, more = ((sliver.clear + step, 1.0) for step in (-1.0, 1.0))

    assert seen(image, demands=SliverDemands(clear=9e9, **{name: enough}), coding=coding) is not None
    assert seen(image, demands=SliverDemands(**{name: more}), coding=coding) is None


def test_in_a_good_jpeg_a_rival_counts_sooner_than_in_a_poor_one() -> None:
    image = grainy(with_slivers((HEIGHT, GREEN), (HEIGHT - 40.0, GREEN), cover=0.5))
    alone = SliverDemands(clear=0.0, good=(0.0, 0.3), rough=(0.0, 2.0))

    assert seen(image, demands=alone, coding=Coding.GOOD) is None
    assert seen(image, demands=alone, coding=Coding.ROUGH) is not None


@pytest.mark.parametrize(("upper", "lower", "taken"), [(0.3, 1.0, HEIGHT), (1.0, 0.3, HEIGHT - 40.0)])
def test_of_two_slivers_the_one_in_the_likelier_place_is_taken(
    upper: float, lower: float, taken: float
) -> None:
    image = grainy(with_slivers((HEIGHT, GREEN), (HEIGHT - 40.0, GREEN)))
    likely = np.full(image.shape[:2], lower, np.float32)
    likely[: round(HEIGHT) - 20] = upper

    sliver = seen(image, likely, SliverDemands(rival=9.0))

    assert sliver is not None
    assert sliver.y == pytest.approx(taken, abs=0.5)


def test_slanted_piping_is_no_sliver_however_little_is_demanded() -> None:
    image = with_slivers()
    for y in range(300, 700):
        x = round(302 + 0.1 * (y % 100))
        image[y, 300:x] = (190, 185, 180)
        image[y, x] += 0.6 * (np.array(GREEN) - image[y, x])

    assert seen(grainy(image), demands=SliverDemands(clear=0.0, rival=9.0, share=0.3)) is None


def test_a_colours_place_on_the_wheel_is_that_of_its_primaries_shares() -> None:
    # 60 is added to the sum: (120, 60, 60) has the shares 0.4, 0.2, 0.2; red leads by 0.2.
    assert chromaticity(np.array([120.0, 60.0, 60.0])) == pytest.approx((0.2, 0.0))
    # (60, 120, 60) has 0.2, 0.4, 0.2: 0.2 - 0.3 and the root of 0.75 times 0.2.
    assert chromaticity(np.array([60.0, 120.0, 60.0])) == pytest.approx((-0.1, 0.17321), abs=1e-5)


colours = st.tuples(*[st.integers(20, 235)] * 3)


@given(colours, colours, colours, st.floats(0, 1))
def test_an_edge_between_any_two_colours_holds_no_share_of_a_third(
    behind: tuple[int, ...], before: tuple[int, ...], dye: tuple[int, ...], mixed: float
) -> None:
    image = np.empty((48, 48, 3), np.float64)
    image[:, :24], image[:, 24:] = behind, before
    image[:, 24] = mixed * np.array(behind) + (1 - mixed) * np.array(before)

    shares = dye_shares(np.round(image).astype(np.uint8), chromaticity(np.array(dye, np.float64)), DOT_PX)

    # Whole levels and the floor bend the line a little.
    assert float(shares[16:32].max()) < 0.07
