"""What stands behind strangers: rooms of panoramas, photographs and drawn clutter, in perspective."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.strangers import clutter
from models.strangers.lens import HEIGHT, WIDTH, Lens
from models.strangers.photos import OUTDOORS, panoramas, pictures

Picture = NDArray[np.float32]
ROOMS = {"panorama": 0.30, "outdoors": 0.08, "gym": 0.34, "store": 0.14, "mural": 0.14}


@dataclass(frozen=True)
class Backdrop:
    """A finished background, RGB float (HEIGHT, WIDTH, 3) 0..1, and what kind of room it is."""

    room: str
    picture: Picture


def _rays(lens: Lens) -> NDArray[np.float64]:
    """Unit directions (H, W, 3) of the pixels, in the room's axes."""
    x, y = np.meshgrid(np.arange(WIDTH) + 0.5 - WIDTH / 2.0, HEIGHT / 2.0 - np.arange(HEIGHT) - 0.5)
    seen = np.stack([x / lens.focal_px, y / lens.focal_px, np.ones_like(x)], axis=2)
    rays = seen @ lens.axes()
    return np.asarray(rays / np.linalg.norm(rays, axis=2, keepdims=True))


def _panorama(rng: np.random.Generator, lens: Lens, outdoors: bool) -> Picture:
    """A panorama looked at through the lens, turned at random about the vertical."""
    names = [name for name in panoramas() if (name in OUTDOORS) == outdoors]
    image = panoramas()[names[int(rng.integers(len(names)))]]
    rays = _rays(lens)
    turn = float(rng.uniform(0.0, 1.0))
    u = (np.arctan2(rays[:, :, 1], rays[:, :, 0]) / (2.0 * np.pi) + turn) % 1.0
    v = np.arccos(np.clip(rays[:, :, 2], -1.0, 1.0)) / np.pi
    around = np.concatenate([image[:, -4:], image, image[:, :4]], axis=1)
    across = (u * image.shape[1] + 3.5).astype(np.float32)
    seen = cv2.remap(
        around,
        across,
        (v * image.shape[0]).astype(np.float32),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    grain = cv2.resize(rng.normal(0.0, 1.0, (HEIGHT // 2, WIDTH // 2, 1)).astype(np.float32), (WIDTH, HEIGHT))
    return np.asarray(
        np.clip(seen * float(rng.uniform(0.75, 1.15)) * (1.0 + 0.03 * grain[..., None]), 0.0, 1.0), np.float32
    )


def _floor(rng: np.random.Generator, lens: Lens, behind_m: float) -> tuple[Picture, NDArray[np.float64]]:
    """A floor of planks, tiles, rubber or grass in perspective, and how much of it is seen (H, W)."""
    rays = _rays(lens)
    drop = np.minimum(rays[:, :, 2], -1e-4)
    far = -lens.height_m / drop
    x = lens.place()[0] + rays[:, :, 0] * far
    y = lens.place()[1] + rays[:, :, 1] * far
    side = 1.0 if lens.facing == "left" else -1.0
    behind = -side * x
    seen = 1.0 / (1.0 + np.exp(np.clip((behind - behind_m) * 60.0, -30.0, 30.0)))
    seen = np.where(rays[:, :, 2] < -1e-3, seen, 0.0)
    kind = rng.choice(["planks", "tiles", "rubber", "photo"], p=[0.3, 0.25, 0.3, 0.15])
    colour = np.asarray(clutter.muted(rng))
    step = float(rng.uniform(0.08, 0.16) if kind == "planks" else rng.uniform(0.3, 0.6))
    if kind == "photo":
        image = pictures()[str(rng.choice(["gravel", "grass", "brick"]))]
        u, v = ((part * 500.0) % (image.shape[i] - 1) for i, part in ((1, y), (0, x)))
        floor = cv2.remap(image, u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR)
        floor = 0.5 * floor + 0.5 * colour
    else:
        board = np.floor(x / step)
        tone = 0.5 + 0.5 * np.sin(
            board * 12.9898
            + (np.floor(y / 0.9 + board * 0.37) if kind == "planks" else np.floor(y / step)) * 4.1
        )
        joint = np.minimum(
            np.abs(x / step - np.round(x / step)),
            1.0 if kind == "planks" else np.abs(y / step - np.round(y / step)),
        )
        dark = 1.0 - (0.35 if kind != "rubber" else 0.0) * np.exp(-joint * step / 0.004)
        speck = (np.sin(x * 913.0) * np.sin(y * 877.0) > 0.93) * 0.25 if kind == "rubber" else 0.0
        floor = colour * ((0.85 + 0.2 * tone) * dark + speck)[..., None]
    sheen = 1.0 + 0.25 * np.clip(behind / 3.0, -0.5, 1.0)
    return np.asarray(np.clip(floor * sheen[..., None], 0.0, 1.0), np.float32), np.asarray(seen)


def _wall(rng: np.random.Generator, room: str) -> Picture:
    """A wall as large as the picture: paint, stripes, brick, or photographs as murals."""
    if room == "mural":
        image = clutter.cut(rng, HEIGHT, WIDTH)
        blur = float(rng.uniform(0.5, 6.0))
        return np.asarray(cv2.GaussianBlur(image, (0, 0), blur) * float(rng.uniform(0.7, 1.1)), np.float32)
    wall = np.ones((HEIGHT, WIDTH, 3), np.float32) * np.asarray(clutter.muted(rng), np.float32)
    kind = rng.choice(["paint", "stripes", "brick", "band"], p=[0.4, 0.25, 0.2, 0.15])
    if kind == "stripes":
        step, slant = (
            float(rng.uniform(25.0, 140.0)),
            float(rng.choice([0.0, 0.0, 1.0, rng.normal(0.0, 0.4)])),
        )
        y, x = np.mgrid[:HEIGHT, :WIDTH]
        on = ((x * (1.0 - abs(slant)) + y * slant) / step % 1.0 < rng.uniform(0.2, 0.6))[..., None]
        wall = np.where(on, np.asarray(clutter.muted(rng), np.float32), wall)
    elif kind == "brick":
        scale = float(rng.uniform(0.5, 1.2))
        tile = cv2.resize(pictures()["brick"], None, fx=scale, fy=scale)
        wide = np.tile(tile, (HEIGHT // tile.shape[0] + 1, WIDTH // tile.shape[1] + 1, 1))[:HEIGHT, :WIDTH]
        wall = wall * (0.5 + wide)
    elif kind == "band":
        top = int(rng.integers(200, 800))
        wall[top : top + int(rng.integers(60, 300))] = clutter.muted(rng)
    return wall


def draw_backdrop(rng: np.random.Generator, lens: Lens) -> Backdrop:
    """A room drawn by chance and lit unevenly."""
    room = list(ROOMS)[int(rng.choice(len(ROOMS), p=list(ROOMS.values())))]
    if room in ("panorama", "outdoors"):
        picture = _panorama(rng, lens, room == "outdoors")
        things = int(rng.integers(0, 4))
        behind = float(rng.uniform(1.0, 3.0))
    else:
        behind = float(rng.uniform(0.5, 2.5))
        picture = _wall(rng, room)
        things = int(rng.integers(2, 7))
    line = _foot_of_wall(lens, behind)
    kinds = clutter.STORE if room == "store" else clutter.GYM
    scale = lens.focal_px / (lens.distance_m + behind)
    for _ in range(things):
        picture = clutter.place(rng, picture, kinds, line, scale)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.3, 2.2))), np.float32)
    # Half the panoramas keep their own ground: the others would leave feet in the air.
    if room not in ("panorama", "outdoors") or rng.random() < 0.5:
        floor, seen = _floor(rng, lens, behind)
        picture = np.asarray(picture * (1.0 - seen[..., None]) + floor * seen[..., None], np.float32)
    glow = cv2.resize(
        rng.uniform(0.75, 1.2, (4, 3)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC
    )
    return Backdrop(room, np.asarray(np.clip(picture * glow[..., None], 0.0, 1.0), np.float32))


def _foot_of_wall(lens: Lens, behind_m: float) -> float:
    """Image row where a wall so far behind the body meets the floor, in the picture's middle."""
    side = 1.0 if lens.facing == "left" else -1.0
    return float(lens.pixels(np.array([[-side * behind_m, lens.aside_m, 0.0]]))[0, 1])
