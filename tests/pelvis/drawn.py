"""Bodies drawn with pencil and ruler: their edges and joints are known, so what is read can be checked."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kiosk.pose.body import MASK_SIZE, Body, Keypoint

Edge = Callable[[NDArray[np.float64]], NDArray[np.float64]]

# A person looking to the right, 200 pixels from floor to crown, in mask pixels (x, y).
_JOINTS = {
    "NOSE": (142, 50),
    "EYE_INNER": (139, 47),
    "EYE": (138, 47),
    "EYE_OUTER": (137, 47),
    "EAR": (128, 48),
    "MOUTH": (140, 56),
    "SHOULDER": (128, 70),
    "ELBOW": (128, 100),
    "WRIST": (134, 124),
    "PINKY": (135, 130),
    "INDEX": (136, 130),
    "THUMB": (137, 128),
    "HIP": (128, 120),
    "KNEE": (128, 165),
    "ANKLE": (126, 210),
    "HEEL": (122, 218),
    "FOOT_INDEX": (146, 218),
}


def straight(x: float) -> Edge:
    """An edge that is a vertical line."""
    return lambda y: np.full_like(y, x)


def mask_between(back: Edge, front: Edge, top: float = 30, bottom: float = 222) -> NDArray[np.float32]:
    """(256, 256) a person between two edges; the probability ramps over two pixels, 0.5 on the edge."""
    y, x = np.mgrid[0:MASK_SIZE, 0:MASK_SIZE].astype(np.float64)
    behind = np.clip(0.5 + (x - back(y)) / 2, 0, 1)
    before = np.clip(0.5 + (front(y) - x) / 2, 0, 1)
    inside = (y >= top) & (y <= bottom)
    mask: NDArray[np.float32] = (np.minimum(behind, before) * inside).astype(np.float32)
    return mask


def drawn_body(
    back: Edge | None = None, front: Edge | None = None, to_frame: NDArray[np.float64] | None = None
) -> Body:
    """A body looking to the right, its joints on one line, not turned unless ``to_frame`` says so."""
    to_frame = np.array([[2.0, 0.0, 100.0], [0.0, 2.0, 50.0]]) if to_frame is None else to_frame
    crop = np.array([_JOINTS[_plain(keypoint)] for keypoint in Keypoint], np.float64)
    depth = np.array([-8.0 if "RIGHT" in keypoint.name else 8.0 for keypoint in Keypoint])
    scale = float(np.sqrt(abs(np.linalg.det(to_frame[:, :2]))))
    world = np.column_stack([(crop - crop[Keypoint.LEFT_HIP]) / 120, depth / 120])
    return Body(
        at_s=0.0,
        frame_size=(720, 1280),
        points=(crop @ to_frame[:, :2].T + to_frame[:, 2]).astype(np.float32),
        depth=(depth * scale).astype(np.float32),
        visibility=np.where(depth < 0, 0.9, 0.3).astype(np.float32),
        presence=np.ones(len(Keypoint), np.float32),
        world=world.astype(np.float32),
        score=0.95,
        mask=mask_between(back or straight(110.0), front or straight(146.0)),
        to_frame=to_frame,
    )


def mirrored(body: Body) -> Body:
    """The same body as a mirror shows it: it looks the other way, and its left is its right."""
    order = [Keypoint[_swapped(keypoint.name)] for keypoint in Keypoint]
    width = body.frame_size[0]
    points = body.points[order].copy()
    points[:, 0] = width - 1 - points[:, 0]
    world = body.world[order].copy()
    world[:, 0] *= -1
    to_frame = body.to_frame.copy()
    to_frame[0, :2] = np.array([1, -1]) * to_frame[0, :2]
    to_frame[1, :2] = np.array([-1, 1]) * to_frame[1, :2]
    # The mirrored crop counts its columns from the other side.
    last = np.array([MASK_SIZE - 1, 0.0])
    to_frame[0, 2] = width - 1 - float((body.to_frame @ [*last, 1.0])[0])
    to_frame[1, 2] = float((body.to_frame @ [*last, 1.0])[1])
    return Body(
        at_s=body.at_s,
        frame_size=body.frame_size,
        points=points,
        depth=body.depth[order],
        visibility=body.visibility[order],
        presence=body.presence[order],
        world=world,
        score=body.score,
        mask=np.ascontiguousarray(body.mask[:, ::-1]),
        to_frame=to_frame,
    )


def _plain(keypoint: Keypoint) -> str:
    return keypoint.name.replace("LEFT_", "").replace("RIGHT_", "").replace("_LEFT", "").replace("_RIGHT", "")


def _swapped(name: str) -> str:
    if "LEFT" in name:
        return name.replace("LEFT", "RIGHT")
    return name.replace("RIGHT", "LEFT")
