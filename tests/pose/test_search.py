"""What the search for people asks of a frame and of a body in it."""

import dataclasses

import numpy as np
import pytest

from kiosk.camera.frame import Frame
from kiosk.pose.landmarker import Landmarked
from kiosk.pose.proof import recut
from kiosk.pose.region import Region
from kiosk.pose.search import PLACES, Place, Search, plain, runs_out
from tests.bodies import standing


@pytest.mark.parametrize(("pixels", "out"), [(5, False), (6, True)])
def test_six_pixels_of_the_mask_at_the_frames_edge_are_a_limb_cut_off(pixels, out):
    # The crop is as high as the frame, 5 px a pixel: row 250 lies 28 px above the lower edge, row 251 23 px,
    # and 0.02 of the frame's height are 25.6 px.
    mask = np.zeros((256, 256), np.float32)
    mask[100:251, 120:140] = 1
    mask[251, 120 : 120 + pixels] = 1
    body = dataclasses.replace(standing(), mask=mask, to_frame=Region(360, 640, 1280, 0).to_frame(256))
    assert runs_out(body) is out


def test_noise_is_plain_and_a_dim_figure_is_not():
    noise = np.random.default_rng(0).normal(0, 6, (1280, 720, 3))
    picture = np.clip(200 + noise, 0, 255).astype(np.uint8)
    assert plain(picture)
    # A figure of 80 x 640 px, 20 darker: its 0.056 of the frame make a deviation of 20 * 0.229 = 4.6.
    picture[320:960, 320:400] -= 20
    assert not plain(picture)


FIGURED = np.zeros((1280, 720, 3), np.uint8)
FIGURED[:200, :200] = 255
FRAME = Frame(FIGURED, 0.0, 0)
CUT_OFF = np.zeros((256, 256), np.float32)
CUT_OFF[:, 110:140] = 1
PLACE, BESIDE = Place(0.5, 0.5, 1.4), Place(0.5, 0.5, 1.0)


class Looks:
    """Finds bodies in some regions: by region their score and how far to the right they are, pixels."""

    def __init__(self, bodies):
        self.bodies = bodies

    def find(self, frame, region):
        score, aside = self.bodies.get(region, (0.1, 0.0))
        body = dataclasses.replace(standing(x=360 + aside), score=score, mask=CUT_OFF)
        return Landmarked(body, region)


def found(bodies, places=(PLACE, BESIDE)):
    return Search(None, Looks(bodies), 1.0).near(FRAME, places)


@pytest.mark.parametrize(
    ("again", "seen"),
    [
        ([(0.71, 0), (0.1, 0)], True),  # 0.8 and 0.71 make more than 1.5
        ([(0.69, 0), (0.49, 0)], False),  # below 0.5 a look shows nobody
        ([(0.71, 53), (0.1, 0)], True),  # 0.03 of the region's 1792 px are 53.8
        ([(0.71, 55), (0.1, 0)], False),
    ],
)
def test_looks_must_make_enough_together_to_show_somebody_cut_off(again, seen):
    region = PLACE.region(FRAME.size)
    bodies = {region: (0.8, 0.0), **dict(zip(recut(region), again, strict=True))}
    assert (found(bodies) is not None) is seen


@pytest.mark.parametrize(("aside", "seen"), [(38, True), (39, False)])
def test_a_look_at_another_place_confirms_whom_it_shows_in_the_same_one(aside, seen):
    # 0.03 of the frame's 1280 px are 38.4.
    bodies = {PLACE.region(FRAME.size): (0.8, 0.0), BESIDE.region(FRAME.size): (0.75, aside)}
    assert (found(bodies) is not None) is seen


def test_whom_most_looks_show_is_there_however_sure_another_look_is():
    there = PLACE.region(FRAME.size)
    bodies = {there: (0.8, 0.0), **dict.fromkeys(recut(there), (0.8, 0.0))}
    bodies[BESIDE.region(FRAME.size)] = (1.0, 300.0)
    near = found(bodies)
    assert near is not None
    assert near.place == PLACE


def test_every_place_at_an_edge_is_looked_at_with_its_mirror_image():
    assert {(place.x, place.size) for place in PLACES if place.edge} == {
        (0.0, 1.0),
        (1.0, 1.0),
        (0.0, 0.75),
        (1.0, 0.75),
    }
