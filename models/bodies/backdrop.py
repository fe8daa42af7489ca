"""A photograph as the far side of a room: panoramas seen through the camera, flat ones cut and scaled."""

import cv2
import numpy as np
from numpy.typing import NDArray

from models.bodies.camera import Camera
from models.bodies.photographs import Photograph, photographs

Canvas = NDArray[np.float32]
# Indoors far more often than under the sky, where no kiosk stands.
_OUTDOORS = frozenset(("city", "dawn", "forest", "night", "park", "sky", "sunrise", "sunset", "venice"))


def paint_backdrop(rng: np.random.Generator, camera: Camera) -> Canvas:
    """A photograph of random kind, cut, exposure, mirroring and blur, float32 RGB (H, W, 3) in 0..1."""
    stock = photographs()
    shares = np.array(
        [0.25 if photo.name in _OUTDOORS else 0.8 if not photo.round else 1.0 for photo in stock]
    )
    photo = stock[int(rng.choice(len(stock), p=shares / shares.sum()))]
    canvas = _panorama(rng, camera, photo) if photo.round else _cut(rng, camera, photo)
    canvas = _expose(rng, canvas)
    if rng.random() < 0.5:
        canvas = canvas[:, ::-1]
    if rng.random() < 0.4:
        canvas = np.asarray(cv2.GaussianBlur(canvas, (0, 0), float(rng.uniform(0.8, 7.0))), np.float32)
    return np.ascontiguousarray(canvas, np.float32)


def _expose(rng: np.random.Generator, light: Canvas) -> Canvas:
    """Linear light as a camera shows it: exposed for some part of the scene, with a tint and contrast."""
    white = float(np.percentile(light[::8, ::8], rng.uniform(84.0, 99.5))) + 1e-3
    shown = np.asarray(cv2.pow(np.clip(light / np.float32(white), 0.0, 1.0), 1.0 / 2.2), np.float32)
    tint = np.clip(rng.normal(1.0, 0.05, 3), 0.85, 1.15).astype(np.float32)
    dull = float(rng.uniform(0.0, 0.4)) if rng.random() < 0.4 else 0.0
    shown = shown + np.float32(dull) * (shown.mean(axis=2, keepdims=True) - shown)
    return np.asarray(np.clip(shown * tint * np.float32(rng.uniform(0.7, 1.1)), 0.0, 1.0), np.float32)


def _panorama(rng: np.random.Generator, camera: Camera, photo: Photograph) -> Canvas:
    """What a camera of this pitch and roll sees of a panorama, through a lens of random width."""
    wide, high = camera.width // 2, camera.height // 2
    zoom = float(rng.uniform(0.35, 1.0)) * camera.focal_px
    x = (np.arange(wide, dtype=np.float32) * 2.0 + 1.0 - camera.width / 2.0) / zoom
    y = (np.arange(high, dtype=np.float32) * 2.0 + 1.0 - camera.height / 2.0) / zoom
    right, down, ahead = camera.axes().astype(np.float32)
    seen = ahead + x[None, :, None] * right + y[:, None, None] * down
    turn = np.arctan2(seen[:, :, 1], seen[:, :, 0]) / np.float32(2.0 * np.pi) + np.float32(rng.random())
    rise = np.arctan2(seen[:, :, 2], np.hypot(seen[:, :, 0], seen[:, :, 1])) / np.float32(np.pi)
    rows, columns = photo.light.shape[:2]
    across = np.asarray(turn % 1.0 * columns, np.float32)
    up = np.asarray((0.5 - rise) * rows, np.float32)
    half = cv2.remap(photo.light, across, up, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    return np.asarray(
        cv2.resize(half, (camera.width, camera.height), interpolation=cv2.INTER_LINEAR), np.float32
    )


def _cut(rng: np.random.Generator, camera: Camera, photo: Photograph) -> Canvas:
    """A random part of a flat photograph, stretched a little to fill the picture."""
    rows, columns = photo.light.shape[:2]
    shape = camera.width / camera.height * float(rng.uniform(0.7, 1.6))
    high = int(min(rows, columns / shape) * rng.uniform(0.45, 1.0))
    wide = max(8, int(high * shape))
    top, left = int(rng.integers(0, rows - high + 1)), int(rng.integers(0, columns - wide + 1))
    part = np.ascontiguousarray(photo.light[top : top + high, left : left + wide])
    return np.asarray(
        cv2.resize(part, (camera.width, camera.height), interpolation=cv2.INTER_LINEAR), np.float32
    )
