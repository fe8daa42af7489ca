"""Cameras that spoil a view do so by as much as they are asked to."""

import dataclasses

import numpy as np
import pytest

from models.bodies.camera import Camera
from models.refusals import views
from models.refusals.props import Mirror

LEVEL = Camera("left", 3.0, 1.0, 900.0, 540, 960)


def test_a_body_takes_up_its_height_over_the_distance() -> None:
    # 1.8 m at 3 m through a lens of 900 px: 540 of 960 pixels.
    assert views.share_of(LEVEL, 1.8) == pytest.approx(0.5625)


@pytest.mark.parametrize("share", [0.2, 0.5, 1.4])
def test_a_sized_view_is_filled_by_the_share_asked_for(share: float) -> None:
    assert views.share_of(views.sized(LEVEL, 1.7, share), 1.7) == pytest.approx(share, abs=1e-4)


@pytest.mark.parametrize(("feet", "edge"), [(True, 960.0), (False, 0.0)])
def test_a_tipped_camera_cuts_the_body_at_the_height_asked_for(feet: bool, edge: float) -> None:
    cut = views.cut_at(LEVEL, 0.3 if feet else 1.6, feet=feet)
    assert views.height_at(cut, 0.3 if feet else 1.6) == pytest.approx(edge, abs=0.01)
    # What is cut lies beyond the edge: the floor below the picture, the crown above it.
    assert views.height_at(cut, 0.0) > 960.0 if feet else views.height_at(cut, 1.8) < 0.0


class _At:
    """Someone on the mat, as far as a mirror asks."""

    at = (0.0, 0.0)


def test_a_mirror_shows_the_person_in_its_middle_flipped_and_as_far_as_the_way_over_it() -> None:
    mirror = Mirror(_At(), (-1.0, 0.8, 1.0), 0.6, 1.7)  # type: ignore[arg-type]  # only its place is asked for
    normal = mirror.normal(LEVEL)
    middle = np.array(mirror.centre)
    flip = np.eye(3) - 2.0 * np.outer(normal, normal)
    image = flip @ (np.array([0.0, 0.0, 1.0]) - middle) + middle

    seen = LEVEL.project(np.stack([image, middle]))
    assert seen[0, 0] == pytest.approx(seen[1, 0], abs=1e-6)
    way = np.hypot(4.0, 0.8) + np.hypot(1.0, 0.8)
    assert np.linalg.norm(image - LEVEL.place()) == pytest.approx(way)
    assert np.linalg.det(flip) == pytest.approx(-1.0)


def test_a_mirror_seen_by_the_other_camera_turns_to_it() -> None:
    other = dataclasses.replace(LEVEL, facing="right")
    mirror = Mirror(_At(), (1.0, 0.8, 1.0), 0.6, 1.7)  # type: ignore[arg-type]
    assert mirror.normal(other)[0] < 0.0
