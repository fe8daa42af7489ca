"""Bodies drawn by hand for tests: a standing figure whose every angle is known."""

import dataclasses

import numpy as np

from kiosk.pose.body import KEYPOINT_COUNT, MASK_SIZE, Body, Keypoint, Scene

# A figure 1000 px tall, side-on, looking right, in a 720 x 1280 frame: eyes at 0.93 of its height.
FRAME = (720, 1280)
_FIGURE = {
    "EYE": (20, 930),
    "EAR": (0, 920),
    "SHOULDER": (0, 810),
    "ELBOW": (-10, 650),
    "WRIST": (60, 700),
    "HIP": (0, 520),
    "KNEE": (0, 285),
    "ANKLE": (0, 50),
    "HEEL": (-30, 0),
    "FOOT_INDEX": (90, 0),
}
_LIKE = {"PINKY": "WRIST", "INDEX": "WRIST", "THUMB": "WRIST", "EYE_INNER": "EYE", "EYE_OUTER": "EYE"}


def standing(
    *, height_px: float = 1000.0, x: float = 360.0, feet: float = 1200.0, at_s: float = 0.0, turn: float = 0.0
) -> Body:
    """A straight figure; ``turn`` is the shoulders' distance over the trunk's length (290 of 1000 px)."""
    scale = height_px / 1000.0
    points = np.zeros((KEYPOINT_COUNT, 2), np.float32)
    for keypoint in Keypoint:
        side, _, part = keypoint.name.partition("_")
        part = "EYE" if keypoint.name == "NOSE" or "MOUTH" in keypoint.name else part
        dx, up = _FIGURE[_LIKE.get(part, part)]
        apart = 290.0 * turn / 2 * (1 if side == "LEFT" else -1) if part in ("SHOULDER", "HIP") else 0.0
        points[keypoint] = x + (dx + apart) * scale, feet - up * scale
    return body_of(points, at_s)


def body_of(points: np.ndarray, at_s: float = 0.0, mask: np.ndarray | None = None) -> Body:
    """A body with given points, everything seen, and a crop that is the frame's middle square."""
    size = FRAME[1]
    scale = size / MASK_SIZE
    to_frame = np.array([[scale, 0, (FRAME[0] - size) / 2 + scale / 2 - 0.5], [0, scale, scale / 2 - 0.5]])
    return Body(
        at_s=at_s,
        frame_size=FRAME,
        points=points.astype(np.float32),
        depth=np.zeros(KEYPOINT_COUNT, np.float32),
        visibility=np.ones(KEYPOINT_COUNT, np.float32),
        presence=np.ones(KEYPOINT_COUNT, np.float32),
        world=np.zeros((KEYPOINT_COUNT, 3), np.float32),
        score=1.0,
        mask=np.zeros((MASK_SIZE, MASK_SIZE), np.float32) if mask is None else mask,
        to_frame=to_frame,
    )


def moved(body: Body, keypoint: Keypoint, x: float, y: float) -> Body:
    """The same body with one keypoint elsewhere."""
    points = body.points.copy()
    points[keypoint] = x, y
    return dataclasses.replace(body, points=points)


def scene_of(body: Body | None, *others: float) -> Scene:
    """A scene with a guest and others of the given relative sizes."""
    return Scene(body.at_s if body else 0.0, FRAME, body, tuple(others))
