"""From light to a camera's file: the person over the room, shadow, exposure, blur, noise and JPEG."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.bodies.camera import Camera


@dataclass(frozen=True)
class Finish:
    """One camera's imperfections.

    `gain` and `gamma` of exposure, `warm` of white balance, blur in pixels, noise where white is 1,
    `vignette` the corners' loss of light, and the JPEG quality.
    """

    gain: float = 1.0
    gamma: float = 1.0
    warm: float = 0.0
    blur_px: float = 0.4
    noise: float = 0.008
    vignette: float = 0.0
    jpeg: int = 92
    seed: int = 0


def draw_finish(rng: np.random.Generator) -> Finish:
    """A random camera, from good to poor."""
    return Finish(
        gain=float(np.clip(rng.normal(1.0, 0.13), 0.6, 1.4)),
        gamma=float(np.clip(rng.normal(1.0, 0.12), 0.7, 1.35)),
        warm=float(rng.normal(0.0, 0.03)),
        blur_px=float(np.clip(abs(rng.normal(0.0, 0.6)), 0.0, 1.6)),
        noise=float(rng.uniform(0.002, 0.03)),
        vignette=float(max(0.0, rng.normal(0.05, 0.1))),
        jpeg=int(rng.integers(62, 97)),
        seed=int(rng.integers(0, 2**31)),
    )


def shadow(canvas: NDArray[np.float32], camera: Camera, feet: NDArray[np.float64], strength: float) -> None:
    """Darken the floor about the feet (N, 3), metres, in place."""
    small = (canvas.shape[1] // 4, canvas.shape[0] // 4)
    dark = np.zeros((small[1], small[0]), np.float32)
    turn = np.linspace(0.0, 2.0 * np.pi, 20, endpoint=False)
    for radius, depth in ((0.42, 0.35), (0.17, 1.0)):
        layer = np.zeros_like(dark)
        for foot in feet:
            ring = np.array([foot[0], foot[1] - 0.05, 0.0]) + radius * np.stack(
                [0.6 * np.cos(turn), np.sin(turn), np.zeros(20)], axis=1
            )
            pixels = camera.project(ring)
            if np.isfinite(pixels).all():
                corners = np.round(np.clip(pixels, -3000, 3000) * 4.0).astype(np.int32)
                cv2.fillPoly(layer, [corners], (1.0,), cv2.LINE_AA, 4)
        sigma = max(0.5, radius * 0.06 * camera.focal_px / camera.distance_m)
        dark = np.maximum(dark, depth * cv2.GaussianBlur(layer, (0, 0), sigma))
    grown = cv2.resize(dark, (canvas.shape[1], canvas.shape[0]), interpolation=cv2.INTER_LINEAR)
    canvas *= 1.0 - strength * grown[:, :, None]


def develop(canvas: NDArray[np.float32], finish: Finish) -> NDArray[np.uint8]:
    """Expose, blur and add noise to a float picture (H, W, 3) in 0..1; RGB uint8 comes out."""
    height, width = canvas.shape[:2]
    image = canvas
    if finish.blur_px > 0.25:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), finish.blur_px), np.float32)
    exposed = np.clip(image * np.float32(finish.gain), np.float32(0.0), np.float32(1.0))
    image = np.asarray(cv2.pow(exposed, finish.gamma), np.float32)
    tint = np.array([1.0 + finish.warm, 1.0, 1.0 - finish.warm], np.float32)
    if finish.vignette > 0.0:
        y = np.linspace(-1.0, 1.0, height, dtype=np.float32)[:, None]
        x = np.linspace(-1.0, 1.0, width, dtype=np.float32)[None, :]
        falloff = 1.0 - finish.vignette * (x * x + y * y) / 2.0
        image = np.asarray(image * (falloff[:, :, None] * tint), np.float32)
    else:
        image = image * tint
    if finish.noise > 0.0:
        rng = np.random.default_rng(finish.seed)
        grain = rng.standard_normal((height, width, 3), dtype=np.float32) * np.float32(finish.noise)
        # Shot noise grows with the light, read noise does not.
        image = image + grain * (0.4 + cv2.sqrt(np.maximum(image, np.float32(0.0))))
    return np.asarray(np.clip(image * np.float32(255.0) + np.float32(0.5), 0, 255), np.uint8)


def encode_jpeg(image: NDArray[np.uint8], quality: int) -> bytes:
    """RGB uint8 (H, W, 3) as JPEG bytes."""
    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    if not done:
        raise ValueError("the picture could not be coded as JPEG")
    return bytes(data)
