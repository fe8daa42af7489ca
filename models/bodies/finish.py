"""From light to a camera's file: shadow, lens, exposure, blur, noise, resampling and JPEG."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from models.bodies.camera import Camera

Picture = NDArray[Any]


@dataclass(frozen=True)
class Finish:
    """One camera's imperfections.

    `gain` and `gamma` of exposure, `warm` of white balance, blur in pixels, noise where white is 1,
    `vignette` the corners' loss of light, and the JPEG quality. `barrel` is the lens's distortion (see
    camera.barrelled), `streak_px` how far the picture moved while the shutter was open and `streak_deg` which
    way; `shrink` below 1 is a picture taken smaller and blown up.
    """

    gain: float = 1.0
    gamma: float = 1.0
    warm: float = 0.0
    blur_px: float = 0.4
    noise: float = 0.008
    vignette: float = 0.0
    jpeg: int = 92
    seed: int = 0
    barrel: float = 0.0
    streak_px: float = 0.0
    streak_deg: float = 0.0
    shrink: float = 1.0


def draw_finish(rng: np.random.Generator) -> Finish:
    """A random camera, from good to poor."""
    return Finish(
        gain=float(np.clip(rng.normal(1.0, 0.18), 0.5, 1.5)),
        gamma=float(np.clip(rng.normal(1.0, 0.15), 0.65, 1.45)),
        warm=float(np.clip(rng.normal(0.0, 0.05), -0.15, 0.15)),
        blur_px=float(np.clip(abs(rng.normal(0.0, 0.8)), 0.0, 2.2)),
        noise=float(rng.uniform(0.001, 0.035)),
        vignette=float(np.clip(rng.normal(0.05, 0.12), 0.0, 0.45)),
        jpeg=int(rng.integers(55, 98)),
        seed=int(rng.integers(0, 2**31)),
        barrel=float(rng.uniform(-0.015, 0.06)) if rng.random() < 0.6 else 0.0,
        streak_px=float(rng.uniform(1.0, 5.0)) if rng.random() < 0.15 else 0.0,
        streak_deg=float(rng.uniform(0.0, 180.0)),
        shrink=float(rng.uniform(0.45, 0.9)) if rng.random() < 0.2 else 1.0,
    )


def through_lens(canvas: Picture, barrel: float) -> Picture:
    """A pinhole's picture (H, W) or (H, W, 3) as a lens of this distortion shows it."""
    if barrel == 0.0:
        return canvas
    from_x, from_y = _lens_map(barrel, canvas.shape[1], canvas.shape[0])
    bent = cv2.remap(canvas, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(bent, canvas.dtype)


@lru_cache(maxsize=2)  # a picture and its mask go through one lens
def _lens_map(barrel: float, width: int, height: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where each of a distorted picture's pixels comes from: x and y (height, width)."""
    x = (np.arange(width, dtype=np.float32) + np.float32(0.5 - width / 2.0))[None, :]
    y = (np.arange(height, dtype=np.float32) + np.float32(0.5 - height / 2.0))[:, None]
    square = (x * x + y * y) * np.float32(barrel * 4.0 / (width**2 + height**2))
    # The inverse of r (1 - b r^2), by two rounds of r = shown / (1 - b r^2).
    once = np.float32(1.0) + square
    grown = np.float32(1.0) / (np.float32(1.0) - square * once * once)
    return x * grown + np.float32(width / 2.0 - 0.5), y * grown + np.float32(height / 2.0 - 0.5)


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
    image = np.clip(_softened(canvas, finish) * np.float32(finish.gain), np.float32(0.0), np.float32(1.0))
    if finish.gamma != 1.0:
        image = np.asarray(cv2.pow(image, finish.gamma), np.float32)
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


def _softened(canvas: NDArray[np.float32], finish: Finish) -> NDArray[np.float32]:
    """Out of focus, moved, or taken small and blown up."""
    image = canvas
    if finish.blur_px > 0.25:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), finish.blur_px), np.float32)
    if finish.streak_px > 0.0:
        half = int(np.ceil(finish.streak_px / 2.0)) + 1
        streak = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
        turn = np.deg2rad(finish.streak_deg)
        reach = finish.streak_px / 2.0 * np.array([np.cos(turn), np.sin(turn)])
        ends = [[round(float(half + sign * r) * 16.0) for r in reach] for sign in (-1.0, 1.0)]
        cv2.line(streak, ends[0], ends[1], (1.0,), 1, cv2.LINE_AA, 4)
        image = np.asarray(cv2.filter2D(image, -1, streak / streak.sum()), np.float32)
    if finish.shrink < 1.0:
        height, width = image.shape[:2]
        small = cv2.resize(image, None, fx=finish.shrink, fy=finish.shrink, interpolation=cv2.INTER_AREA)
        image = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    return image


def edge_contrast(image: NDArray[np.uint8], mask: NDArray[np.uint8]) -> float:
    """How much a person (H, W) 0..255 stands out of a picture (H, W, 3): the median colour step at the edge.

    The step is the Euclidean distance of RGB (0..1) between what lies just inside the outline and what lies
    just outside (6 pixels either way), in patches along it; below about 0.1 the eye loses the outline.
    """
    rows, columns = (np.flatnonzero((mask > 127).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return 0.0
    part = (
        slice(max(0, rows[0] - 8), rows[-1] + 9, 2),
        slice(max(0, columns[0] - 8), columns[-1] + 9, 2),
    )
    whole = np.ascontiguousarray(mask[part] > 127, np.float32)
    picture = np.ascontiguousarray(image[part], np.float32) / np.float32(255.0)
    seven = np.ones((7, 7), np.uint8)
    near = cv2.dilate(whole, seven) - cv2.erode(whole, seven)
    edge = np.abs(cv2.Laplacian(whole, cv2.CV_32F)) > 0.0
    means = []
    for side in (whole * near, (np.float32(1.0) - whole) * near):
        total = cv2.boxFilter(side, -1, (11, 11))[edge]
        means.append(
            cv2.boxFilter(picture * side[:, :, None], -1, (11, 11))[edge] / total[:, None].clip(1e-3)
        )
    return float(np.median(np.linalg.norm(means[0] - means[1], axis=1))) if edge.any() else 0.0


def encode_jpeg(image: NDArray[np.uint8], quality: int) -> bytes:
    """RGB uint8 (H, W, 3) as JPEG bytes."""
    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    if not done:
        raise ValueError("the picture could not be coded as JPEG")
    return bytes(data)
