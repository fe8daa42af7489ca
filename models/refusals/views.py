"""Cameras that spoil a view: too near, too far, or tipped so that the feet or the head are cut off."""

from dataclasses import replace

import numpy as np

from models.bodies.camera import Camera


def height_at(camera: Camera, height_m: float) -> float:
    """Where a point above the mat's middle is in the picture, pixels from its top."""
    return float(camera.project(np.array([[0.0, 0.0, height_m]]))[0, 1])


def share_of(camera: Camera, tall_m: float) -> float:
    """How much of the picture's height a body on the mat takes up (1.0: all of it)."""
    return (height_at(camera, 0.0) - height_at(camera, tall_m)) / camera.height


def cut_at(camera: Camera, height_m: float, *, feet: bool) -> Camera:
    """The camera tipped until the picture's lower edge (or, for the head, its upper one) is at a height."""
    edge = float(camera.height) if feet else 0.0
    low, high = -35.0, 35.0
    for _ in range(40):
        pitch = (low + high) / 2.0
        # A lens that points further down sees a point higher in the picture.
        if height_at(replace(camera, pitch_deg=pitch), height_m) > edge:
            low = pitch
        else:
            high = pitch
    return replace(camera, pitch_deg=(low + high) / 2.0)


def sized(camera: Camera, tall_m: float, share: float) -> Camera:
    """A level camera at half the body's height, so far away that the body fills a share of the picture."""
    low, high = 0.5, 40.0
    level = replace(camera, pitch_deg=0.0, height_m=tall_m / 2.0)
    for _ in range(40):
        middle = (low + high) / 2.0
        if share_of(replace(level, distance_m=middle), tall_m) > share:
            low = middle
        else:
            high = middle
    return replace(level, distance_m=(low + high) / 2.0)
