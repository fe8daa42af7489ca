"""Where the exam's camera stands, and how it puts points of the room onto the picture."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Facing = Literal["left", "right"]
WIDTH, HEIGHT = 720, 1280
NEAR_M, FAR_M = 0.3, 20.0


@dataclass(frozen=True)
class Lens:
    """A pinhole camera beside the mat, looking level along the body's left-right axis but for its errors.

    The body stands over the origin (x its left, y its back, z up), turned by `yaw_deg` from side-on;
    `pitch_deg` looks up, `roll_deg` turns the picture clockwise, `aside_m` is how far the camera stands off
    the body's middle.
    """

    facing: Facing
    distance_m: float
    height_m: float
    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    aside_m: float
    focal_px: float

    def place(self) -> NDArray[np.float64]:
        """The camera's place (3,), metres."""
        side = 1.0 if self.facing == "left" else -1.0
        return np.array([side * self.distance_m, self.aside_m, self.height_m])

    def axes(self) -> NDArray[np.float64]:
        """Rows (3, 3): the picture's right, its up, and the direction of view, in the room's axes."""
        side = 1.0 if self.facing == "left" else -1.0
        pitch, roll = np.deg2rad(self.pitch_deg), np.deg2rad(self.roll_deg)
        ahead = np.array([-side * np.cos(pitch), 0.0, np.sin(pitch)])
        right = np.array([0.0, side, 0.0])
        up = np.cross(right, ahead)
        return np.stack(
            [right * np.cos(roll) + up * np.sin(roll), up * np.cos(roll) - right * np.sin(roll), ahead]
        )

    def pixels(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Image points (N, 2), x right and y down, of points (N, 3) in metres."""
        seen = (points - self.place()) @ self.axes().T
        scale = self.focal_px / seen[:, 2:]
        return np.concatenate(
            [WIDTH / 2.0 + seen[:, :1] * scale, HEIGHT / 2.0 - seen[:, 1:2] * scale], axis=1
        )

    def clip_matrix(self) -> NDArray[np.float64]:
        """OpenGL clip matrix (4, 4) for column vectors, the same pinhole."""
        view = np.eye(4)
        axes = self.axes() * np.array([[1.0], [1.0], [-1.0]])
        view[:3, :3] = axes
        view[:3, 3] = -axes @ self.place()
        clip = np.zeros((4, 4))
        clip[0, 0] = 2.0 * self.focal_px / WIDTH
        clip[1, 1] = 2.0 * self.focal_px / HEIGHT
        clip[2, 2] = -(FAR_M + NEAR_M) / (FAR_M - NEAR_M)
        clip[2, 3] = -2.0 * FAR_M * NEAR_M / (FAR_M - NEAR_M)
        clip[3, 2] = -1.0
        return clip @ view


def _within(rng: np.random.Generator, spread: float, limit: float) -> float:
    """A normal draw, drawn again until it lies within the limit."""
    while True:
        value = float(rng.normal(0.0, spread))
        if abs(value) <= limit:
            return value


def draw_lens(rng: np.random.Generator, stature_m: float) -> Lens:
    """A camera at pelvis height give or take 8 cm, 2.3 to 3.2 m away, that has the whole body in view."""
    distance = float(rng.uniform(2.3, 3.2))
    height = float(rng.uniform(0.95, 1.0) + rng.uniform(-0.08, 0.08))
    pitch = _within(rng, 2.5, 6.0)
    # Half a body depth nearer than the distance: hands and toes come closer than the trunk.
    reach = distance - 0.25
    tan = np.tan(np.deg2rad(np.abs(pitch)))
    above = (stature_m + 0.09 - height) / reach + (tan if pitch < 0.0 else -tan)
    below = (height + 0.03) / reach + (tan if pitch > 0.0 else -tan)
    widest = (HEIGHT / 2.0 - 24.0) / max(above, below)
    return Lens(
        facing="left" if rng.random() < 0.5 else "right",
        distance_m=distance,
        height_m=height,
        yaw_deg=_within(rng, 2.5, 6.0),
        pitch_deg=pitch,
        roll_deg=float(np.clip(rng.normal(0.0, 0.5), -1.0, 1.0)),
        aside_m=float(np.clip(rng.normal(0.0, 0.06), -0.15, 0.15)),
        focal_px=float(min(rng.uniform(1100.0, 1450.0), widest)),
    )
