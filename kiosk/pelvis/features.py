"""A body becomes the numbers the tilt is read from: its contour in a body frame, its keypoints, its mask."""

import itertools

import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.contour import Contour, read_contour
from kiosk.pelvis.upright import Upright, upright
from kiosk.pose.body import Body, Keypoint

# Raise it whenever a number below changes its meaning: a model is trained for one version.
FEATURE_VERSION = 1

# Heights at which the contour is read: by the keypoints (0 shoulders, 1 hips, about 1.8 knees) ...
_TRUNK_LEVELS = np.linspace(0.05, 1.75, 52, dtype=np.float32)
# ... and, free of where the model puts shoulder and hip, by the body's height (0 floor, 1 ears).
_HEIGHT_LEVELS = np.linspace(0.28, 0.88, 56, dtype=np.float32)
_PER_LEVEL = 5  # back, front, their slopes, and the depth between them
_SMOOTHED_OVER = 5  # levels a slope is taken over, about 10 pixels of the mask
_SLOPE_GAIN = 20.0  # brings slopes to the size of the edges

_PLACED = (
    Keypoint.NOSE,
    Keypoint.RIGHT_EAR,
    Keypoint.LEFT_SHOULDER,
    Keypoint.RIGHT_SHOULDER,
    Keypoint.LEFT_ELBOW,
    Keypoint.RIGHT_ELBOW,
    Keypoint.LEFT_WRIST,
    Keypoint.RIGHT_WRIST,
    Keypoint.LEFT_HIP,
    Keypoint.RIGHT_HIP,
    Keypoint.LEFT_KNEE,
    Keypoint.RIGHT_KNEE,
    Keypoint.LEFT_ANKLE,
    Keypoint.RIGHT_ANKLE,
    Keypoint.RIGHT_HEEL,
    Keypoint.RIGHT_FOOT_INDEX,
)
_IN_DEPTH = (
    Keypoint.LEFT_SHOULDER,
    Keypoint.RIGHT_SHOULDER,
    Keypoint.LEFT_HIP,
    Keypoint.RIGHT_HIP,
    Keypoint.RIGHT_KNEE,
)
_IN_WORLD = (
    Keypoint.RIGHT_EAR,
    Keypoint.LEFT_SHOULDER,
    Keypoint.RIGHT_SHOULDER,
    Keypoint.LEFT_HIP,
    Keypoint.RIGHT_HIP,
    Keypoint.RIGHT_KNEE,
    Keypoint.RIGHT_ANKLE,
)
_SEEN = (Keypoint.LEFT_SHOULDER, Keypoint.LEFT_ELBOW, Keypoint.RIGHT_ELBOW, Keypoint.RIGHT_WRIST)
_ANGLES = 11

_KEYPOINT_COUNT = _ANGLES + 2 * len(_PLACED) + len(_IN_DEPTH) + 3 * len(_IN_WORLD) + len(_SEEN)
_QUALITY_COUNT = 8
_SOFTNESS = 2  # where the softness of back and front stand among the qualities

_SIZES = {
    "trunk_contour": _PER_LEVEL * len(_TRUNK_LEVELS),
    "height_contour": _PER_LEVEL * len(_HEIGHT_LEVELS),
    "keypoints": _KEYPOINT_COUNT,
    "quality": _QUALITY_COUNT,
}


def _slices(sizes: dict[str, int]) -> dict[str, slice]:
    starts = np.concatenate([[0], np.cumsum(list(sizes.values()))])
    return {
        name: slice(int(start), int(start) + size)
        for (name, size), start in zip(sizes.items(), starts[:-1], strict=True)
    }


GROUPS: dict[str, slice] = _slices(_SIZES)  # which features are which, for ablations
FEATURE_COUNT = sum(_SIZES.values())


def features(body: Body) -> NDArray[np.float32] | None:
    """(FEATURE_COUNT,) float32 of one body, the same for a person and their mirror image.

    Lengths are in trunk lengths (shoulders to hips) or in heights (floor to ears), angles in degrees against
    gravity, so that neither the person's distance nor the picture's size matters.

    Returns:
        The features in the order of ``GROUPS``, or None when the contour cannot be read: the keypoints stand
        in no upright order, or the mask has nobody at too many heights.
    """
    return features_of(upright(body))


def features_of(person: Upright) -> NDArray[np.float32] | None:
    """The same, of a body already brought upright."""
    joints = _Joints(person)
    if not joints.in_order:
        return None
    trunk = joints.trunk_contour(person.mask)
    height = joints.height_contour(person.mask)
    if trunk is None or height is None:
        return None
    middle = float((height.back + height.front).mean()) / 2
    vector = np.concatenate(
        [
            _shape(trunk, float(joints.hip[0]), joints.trunk_length),
            _shape(height, middle, joints.height),
            _keypoints(person, joints),
            _quality(person, joints, trunk, height),
        ]
    ).astype(np.float32)
    return vector if bool(np.isfinite(vector).all()) else None


def placed(vector: NDArray[np.float32], keypoint: Keypoint) -> tuple[float, float]:
    """Where a keypoint of ``_PLACED`` lies in (FEATURE_COUNT,) features: trunk lengths from the hips."""
    start = GROUPS["keypoints"].start + _ANGLES + 2 * _PLACED.index(keypoint)
    return float(vector[start]), float(vector[start + 1])


def back_edge_at(vector: NDArray[np.float32], level: float) -> float:
    """The back's edge in (FEATURE_COUNT,) features at a level (0 shoulders, 1 hips), like ``placed``."""
    start = GROUPS["trunk_contour"].start
    return float(np.interp(level, _TRUNK_LEVELS, vector[start : start + len(_TRUNK_LEVELS)]))


def edge_softness(vector: NDArray[np.float32]) -> tuple[float, float]:
    """Over how many pixels of the mask the back's and the front's edge are undecided."""
    start = GROUPS["quality"].start + _SOFTNESS
    return float(vector[start]), float(vector[start + 1])


class _Joints:
    """The middles between left and right joints, the body's frame of reference, in mask pixels."""

    def __init__(self, person: Upright) -> None:
        self.ear = person.middle(Keypoint.LEFT_EAR, Keypoint.RIGHT_EAR)
        self.shoulder = person.middle(Keypoint.LEFT_SHOULDER, Keypoint.RIGHT_SHOULDER)
        self.hip = person.middle(Keypoint.LEFT_HIP, Keypoint.RIGHT_HIP)
        self.knee = person.middle(Keypoint.LEFT_KNEE, Keypoint.RIGHT_KNEE)
        self.ankle = person.middle(Keypoint.LEFT_ANKLE, Keypoint.RIGHT_ANKLE)
        heel = person.middle(Keypoint.LEFT_HEEL, Keypoint.RIGHT_HEEL)
        toe = person.middle(Keypoint.LEFT_FOOT_INDEX, Keypoint.RIGHT_FOOT_INDEX)
        self.floor = float(heel[1] + toe[1]) / 2
        self.height = self.floor - float(self.ear[1])
        self.trunk_length = float(np.hypot(*(self.shoulder - self.hip)))

    @property
    def in_order(self) -> bool:
        """Whether shoulder, hip, knee and ankle lie below one another: else there is no one standing."""
        heights = [float(joint[1]) for joint in (self.ear, self.shoulder, self.hip, self.knee, self.ankle)]
        return all(below - above >= 1.0 for above, below in itertools.pairwise(heights))

    def _spine(self, levels: NDArray[np.float32]) -> NDArray[np.float32]:
        chain = np.stack([self.shoulder, self.hip, self.knee, self.ankle])
        spine: NDArray[np.float32] = np.interp(levels, chain[:, 1], chain[:, 0]).astype(np.float32)
        return spine

    def trunk_contour(self, mask: NDArray[np.float32]) -> Contour | None:
        levels = self.shoulder[1] + _TRUNK_LEVELS * (self.hip[1] - self.shoulder[1])
        return read_contour(mask, levels, self._spine(levels))

    def height_contour(self, mask: NDArray[np.float32]) -> Contour | None:
        levels = np.float32(self.floor) - _HEIGHT_LEVELS * np.float32(self.height)
        return read_contour(mask, levels, self._spine(levels))


def _smoothing(count: int) -> NDArray[np.float32]:
    """(count, count) matrix of a moving average that repeats the first and the last level."""
    reach = _SMOOTHED_OVER // 2
    taps = np.clip(np.arange(count)[:, np.newaxis] + np.arange(-reach, reach + 1), 0, count - 1)
    matrix = np.zeros((count, count), np.float32)
    for row, columns in enumerate(taps):
        np.add.at(matrix[row], columns, 1.0 / _SMOOTHED_OVER)
    return matrix


_SMOOTHINGS = {len(levels): _smoothing(len(levels)) for levels in (_TRUNK_LEVELS, _HEIGHT_LEVELS)}


def _shape(contour: Contour, origin: float, unit: float) -> NDArray[np.float32]:
    """Edges, slopes and depths of a contour about ``origin``, in ``unit`` lengths."""
    edges = (np.stack([contour.back, contour.front], axis=1) - origin) / unit
    smooth = _SMOOTHINGS[len(edges)] @ edges
    slopes = np.gradient(smooth, axis=0) * _SLOPE_GAIN
    shape: NDArray[np.float32] = np.concatenate(
        [smooth[:, 0], smooth[:, 1], slopes[:, 0], slopes[:, 1], smooth[:, 1] - smooth[:, 0]]
    )
    return shape


def _lean(below: NDArray[np.float32], above: NDArray[np.float32]) -> float:
    """Degrees by which the line from ``below`` to ``above`` leans forward of the vertical."""
    return float(np.degrees(np.arctan2(above[0] - below[0], below[1] - above[1])))


def _keypoints(person: Upright, joints: _Joints) -> NDArray[np.float32]:
    ear, shoulder, hip, knee, ankle = joints.ear, joints.shoulder, joints.hip, joints.knee, joints.ankle
    trunk, thigh, shank = _lean(hip, shoulder), _lean(knee, hip), _lean(ankle, knee)
    length = joints.trunk_length
    angles = [
        trunk,
        thigh,
        shank,
        _lean(shoulder, ear),
        _lean(ankle, shoulder),
        _lean(ankle, hip),
        thigh - trunk,
        shank - thigh,
        float(np.hypot(*(hip - knee))) / length,
        float(np.hypot(*(knee - ankle))) / length,
        float(np.hypot(*(ear - shoulder))) / length,
    ]
    placed = (person.points[list(_PLACED)] - hip) / length
    keypoints: NDArray[np.float32] = np.concatenate(
        [
            np.array(angles, np.float32),
            placed.ravel(),
            person.depth[list(_IN_DEPTH)] / length,
            person.world[list(_IN_WORLD)].ravel(),
            person.visibility[list(_SEEN)],
        ]
    ).astype(np.float32)
    return keypoints


def _quality(person: Upright, joints: _Joints, trunk: Contour, height: Contour) -> NDArray[np.float32]:
    """How the mask looks: soft edges, pieces, share of levels seen, and its size beside the keypoints'."""
    area = float(person.mask.sum()) / joints.height**2
    roughness = [
        float(np.abs(np.diff(edge, n=2)).mean()) / joints.trunk_length for edge in (trunk.back, trunk.front)
    ]
    quality: NDArray[np.float32] = np.array(
        [
            area,
            joints.trunk_length / joints.height,
            *trunk.softness,
            float(trunk.pieces.mean()),
            float(height.pieces.mean()),
            *roughness,
        ],
        np.float32,
    )
    return quality
