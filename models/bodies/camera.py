"""A pinhole camera in the room: where it stands, where it looks, and where a point lands in its picture."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Facing = Literal["left", "right"]
NEAR_M, FAR_M = 0.2, 30.0


@dataclass(frozen=True)
class Camera:
    """A camera `distance_m` from the mat's middle and `height_m` above the floor; angles in degrees.

    `facing` is the side of the picture the guest faces. The camera stands on the guest's left (+x) when they
    face left. `focal_px` is the focal length in pixels of a picture `width` by `height`. Pitch is positive
    when the lens points down, pan when it points to the picture's right, roll when the picture turns
    clockwise.
    """

    facing: Facing
    distance_m: float
    height_m: float
    focal_px: float
    width: int
    height: int
    pitch_deg: float = 0.0
    pan_deg: float = 0.0
    roll_deg: float = 0.0

    def axes(self) -> NDArray[np.float64]:
        """Rows right, down and ahead of the lens (3, 3) in room axes (x, y back of the guest, z up)."""
        side = 1.0 if self.facing == "left" else -1.0
        ahead = np.array([-side, 0.0, 0.0])
        right = np.array([0.0, side, 0.0])
        down = np.array([0.0, 0.0, -1.0])
        pan, pitch, roll = np.deg2rad([self.pan_deg, self.pitch_deg, self.roll_deg])
        ahead, right = ahead * np.cos(pan) + right * np.sin(pan), right * np.cos(pan) - ahead * np.sin(pan)
        ahead, down = (
            ahead * np.cos(pitch) + down * np.sin(pitch),
            down * np.cos(pitch) - ahead * np.sin(pitch),
        )
        # The picture turns clockwise when the lens turns the other way.
        right, down = right * np.cos(roll) - down * np.sin(roll), down * np.cos(roll) + right * np.sin(roll)
        return np.stack([right, down, ahead])

    def place(self) -> NDArray[np.float64]:
        """The lens (3,) in room axes, metres."""
        side = 1.0 if self.facing == "left" else -1.0
        return np.array([side * self.distance_m, 0.0, self.height_m])

    def project(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels (N, 2), x right and y down, of room points (N, 3); NaN for points behind the lens."""
        seen = (points - self.place()) @ self.axes().T
        depth = np.where(seen[:, 2] > NEAR_M, seen[:, 2], np.nan)
        x = self.width / 2.0 + self.focal_px * seen[:, 0] / depth
        y = self.height / 2.0 + self.focal_px * seen[:, 1] / depth
        return np.stack([x, y], axis=1)

    def clip_matrix(self) -> NDArray[np.float64]:
        """Room point to OpenGL clip space, (4, 4), for a column vector; near and far as the module says."""
        right, down, ahead = self.axes()
        view = np.eye(4)
        view[:3, :3] = np.stack([right, -down, -ahead])
        view[:3, 3] = -view[:3, :3] @ self.place()
        lens = np.zeros((4, 4))
        lens[0, 0] = 2.0 * self.focal_px / self.width
        lens[1, 1] = 2.0 * self.focal_px / self.height
        lens[2, 2] = -(FAR_M + NEAR_M) / (FAR_M - NEAR_M)
        lens[2, 3] = -2.0 * FAR_M * NEAR_M / (FAR_M - NEAR_M)
        lens[3, 2] = -1.0
        return np.asarray(lens @ view)


def focal_for(height_px: int, vertical_view_deg: float) -> float:
    """Focal length in pixels of a lens that sees `vertical_view_deg` over the picture's height."""
    return height_px / (2.0 * float(np.tan(np.deg2rad(vertical_view_deg) / 2.0)))


def draw_camera(rng: np.random.Generator, width: int, height: int, body_m: float) -> Camera:
    """A random mounting that keeps a standing body `body_m` tall inside the picture with a margin.

    Lens 0.75-1.35 m up and 2.0-3.6 m away, pitch and pan to 8 degrees; a view too narrow for the body (and
    for arms held out in front of it) is widened to fit it.
    """
    facing: Facing = "left" if rng.random() < 0.5 else "right"
    distance = float(rng.uniform(2.0, 3.6))
    lens = float(rng.uniform(0.75, 1.35))
    pitch, pan = _aim(rng), _aim(rng)
    above = np.rad2deg(np.arctan2(body_m + 0.03 - lens, distance - 0.1)) + pitch
    below = np.rad2deg(np.arctan2(lens, distance - 0.2)) - pitch
    aside = abs(pan) + np.rad2deg(np.arctan2(0.36, distance - 0.2))
    tall = np.tan(np.deg2rad(float(max(above, below)) * 1.06))
    wide = np.tan(np.deg2rad(aside)) * height / width
    needed = 2.0 * float(np.rad2deg(np.arctan(max(tall, wide))))
    # Most installers aim so that a person fills the picture; some leave much room.
    spare = float(rng.uniform(0.0, 3.0) if rng.random() < 0.65 else rng.uniform(3.0, 14.0))
    return Camera(
        facing=facing,
        distance_m=distance,
        height_m=lens,
        focal_px=focal_for(height, needed + spare),
        width=width,
        height=height,
        pitch_deg=pitch,
        pan_deg=pan,
        roll_deg=float(np.clip(rng.normal(0.0, 0.8), -2.0, 2.0)),
    )


def _aim(rng: np.random.Generator) -> float:
    """A pitch or pan, degrees: most mountings are nearly level, the rest anywhere to 8."""
    return float(np.clip(rng.normal(0.0, 2.5), -8.0, 8.0) if rng.random() < 0.5 else rng.uniform(-8.0, 8.0))


def barrelled(points: NDArray[np.float64], barrel: float, width: int, height: int) -> NDArray[np.float64]:
    """Where pinhole pixels (N, 2) land in a lens's picture: r (1 - barrel r^2), r being 1 at a corner.

    A positive barrel draws what is far from the middle towards it; one term of Brown's radial model.
    """
    middle = np.array([width / 2.0, height / 2.0])
    from_middle = points - middle
    square = (from_middle**2).sum(axis=-1, keepdims=True) / float(middle @ middle)
    return np.asarray(middle + from_middle * (1.0 - barrel * square))
