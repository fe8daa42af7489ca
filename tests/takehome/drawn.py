"""Codes drawn into a camera's frame: on a phone held up, turned, tilted, out of focus."""

import re
from itertools import pairwise

import cv2
import numpy as np
import segno

PER_MODULE = 12
QUIET = 4


def modules_of(svg: str) -> np.ndarray:
    """(N, N) bool, dark where the code's lines run, quiet zone included; the SVG's own path followed."""
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    dark = np.zeros((side, side), bool)
    x, y = 0.0, 0.0
    for step, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r'stroke="#000" d="([^"]+)"', svg)[1]):
        values = [float(number) for number in numbers.split()]
        if step == "h":
            dark[int(y), int(x) : int(x + values[0])] = True
            x += values[0]
        else:
            x, y = (values[0], values[1]) if step == "M" else (x + values[0], y + values[1])
    return dark


def modules(text: str | bytes, version: int | None = None) -> np.ndarray:
    """(N, N) bool, dark modules of a code at level M with its quiet zone."""
    code = segno.make_qr(text, error="m", version=version)
    return np.array([list(row) for row in code.matrix_iter(border=QUIET)], bool)


def frame(
    *codes: np.ndarray,
    module_px: float = 4.0,
    turn_deg: float = 0.0,
    lean: float = 0.0,
    blur_px: float = 0.0,
    size: tuple[int, int] = (1280, 720),
    noise: float = 3.0,
) -> np.ndarray:
    """(H, W, 3) uint8: the codes side by side before a mottled wall.

    Args:
        codes: (N, N) bool each.
        module_px: one module in the frame.
        turn_deg: in the frame's plane.
        lean: how much shorter a code's top is than its foot, as when a phone leans away.
        blur_px: standard deviation.
        size: width and height.
        noise: standard deviation, of 255.
    """
    random = np.random.default_rng(4)
    width, height = size
    seen = cv2.resize(random.integers(60, 200, (9, 16), dtype=np.uint8), size, interpolation=cv2.INTER_CUBIC)
    places = np.linspace(0, width, 2 * len(codes) + 1)[1::2]
    for code, middle in zip(codes, places, strict=True):
        _paste(code, seen, (middle + 0.3, height / 2 + 0.6), module_px, turn_deg, lean)
    if blur_px:
        seen = cv2.GaussianBlur(seen, (0, 0), blur_px)
    noisy = np.clip(seen + random.normal(0, noise, seen.shape), 0, 255).astype(np.uint8)
    return np.repeat(noisy[:, :, None], 3, axis=2)


def _paste(code, seen, middle, module_px, turn_deg, lean):
    side = code.shape[0] * PER_MODULE
    drawn = np.where(code, 30, 230).astype(np.uint8).repeat(PER_MODULE, 0).repeat(PER_MODULE, 1)
    # Spread over what one pixel of the frame takes in.
    drawn = cv2.GaussianBlur(drawn, (0, 0), max(0.5, PER_MODULE / module_px / 2))
    half = code.shape[0] * module_px / 2
    top = half * (1 - lean)
    corners = np.array([[-top, -half], [top, -half], [half, half], [-half, half]])
    turn = np.deg2rad(turn_deg)
    turned = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    to = (turned + middle).astype(np.float32)
    assert all(np.hypot(*(b - a)) > 1 for a, b in pairwise(to))
    from_ = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    cv2.warpPerspective(
        drawn,
        cv2.getPerspectiveTransform(from_, to),
        seen.shape[::-1],
        dst=seen,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
