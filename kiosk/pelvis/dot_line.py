"""From two spots in a picture to the angle of the line between the places they were stuck to."""

import math
from dataclasses import dataclass

from kiosk.pelvis.dot_blobs import Blob
from kiosk.pelvis.dot_finder import DotPair
from kiosk.pelvis.tilt import Facing

# The near ASIS lies nearer the camera than the near PSIS, by this share of their distance along the picture:
# 12 cm against about 4 cm from the midline, 15 cm apart.
NEARER = 0.6
_FLATTEST = 0.36  # width over length: a half-ball seen edge-on has 0.53, one turned 30 degrees further 0.36
_HALF_DISC = 64.0 / (9.0 * math.pi**2)  # four times the square of a half disc's centroid, radius 1
# Skin over ASIS and PSIS is seldom farther apart along the picture than this, in dot widths on a guest of
# middling height (160 mm; drawn bodies 150, give or take 19): what is more is cloth that stands off.
WIDEST_DOTS = 8.0
# Cloth carries a dot along the skin's normal, which turns with the pelvis: so it turns their line by an angle
# that grows with the distance it adds and not with the tilt. Seen from the line, the front of the pelvis
# looks 0.41 up for 0.52 forward, its back 0.18 up for 0.95 back: cloth lifts the front dot over the rear one.
# On drawn bodies by 0.67 degrees for each dot's width that it adds in tight clothes, 0.76 in loose ones.
CLOTH_TURN_DEG = 0.7


@dataclass(frozen=True, slots=True)
class Optics:
    """How a camera sees, as calibrated; the lens's height need not be known, its pitch says as much.

    Attributes:
        focal_px: focal length in pixels of the frames.
        pitch_deg: positive when the lens points down.
        roll_deg: positive when the picture turns clockwise.
    """

    focal_px: float
    pitch_deg: float = 0.0
    roll_deg: float = 0.0

    def slopes(self, x: float, y: float, frame_size: tuple[int, int]) -> tuple[float, float]:
        """How far right and down a pixel's ray goes for each metre ahead, along the level floor."""
        width, height = frame_size
        across, along = (x - (width - 1) / 2) / self.focal_px, (y - (height - 1) / 2) / self.focal_px
        roll, pitch = math.radians(self.roll_deg), math.radians(self.pitch_deg)
        right = across * math.cos(roll) + along * math.sin(roll)
        down = along * math.cos(roll) - across * math.sin(roll)
        ahead = math.cos(pitch) - down * math.sin(pitch)
        return right / ahead, (down * math.cos(pitch) + math.sin(pitch)) / ahead


@dataclass(frozen=True, slots=True)
class Lens:
    """How a camera sees whatever the size of its frames.

    Attributes:
        field_of_view_deg: from the top to the bottom of an upright frame.
        pitch_deg, roll_deg: as in ``Optics``.
    """

    field_of_view_deg: float
    pitch_deg: float = 0.0
    roll_deg: float = 0.0

    def optics(self, frame_size: tuple[int, int]) -> Optics:
        """The same in pixels of whole frames (width, height): half a height is focal x tan(half a view)."""
        focal_px = frame_size[1] / 2.0 / math.tan(math.radians(self.field_of_view_deg) / 2.0)
        return Optics(focal_px, self.pitch_deg, self.roll_deg)


def is_half_ball(blob: Blob) -> bool:
    """Whether a spot is as wide for its length as what shows of a half-ball; a slimmer one is a sticker."""
    return blob.width >= _FLATTEST * max(blob.length, 1e-6)


def base_of(blob: Blob, outward: float) -> tuple[float, float]:
    """Where on the body a spot was stuck, pixels: beside the centre of what shows of a half-ball.

    A half-ball of radius r whose axis makes the angle a with the view shows half a disc and, on the side of
    its base, half an ellipse of half-axes r and r cos a. With t = 1 - cos a the centroid of both lies
    4 r t / 3 pi from the base's middle, outward along the axis. The squares of width and length (by second
    moments) are to each other as q = 1 - t + (1 - 64 / 9 pi^2) t^2: so q tells t. What is slimmer than any
    half-ball is a flat sticker, whose centre is its base.

    Args:
        blob: the spot.
        outward: 1 when the body faces to the right of the picture there, -1 when to the left.
    """
    ratio = blob.width / max(blob.length, 1e-6)
    if not is_half_ball(blob) or ratio >= 1.0:
        return blob.x, blob.y
    bend = 1.0 - _HALF_DISC
    t = (1.0 - math.sqrt(max(1.0 - 4.0 * bend * (1.0 - ratio**2), 0.0))) / (2.0 * bend)
    shift = 4.0 / (3.0 * math.pi) * blob.length / 2.0 * t
    sign = math.copysign(1.0, blob.along_x * outward) if blob.along_x else 0.0
    return blob.x - sign * shift * blob.along_x, blob.y - sign * shift * blob.along_y


def angle_deg(
    pair: DotPair, frame_size: tuple[int, int], optics: Optics | None = None, turn_deg: float = 0.0
) -> float:
    """The tilt of the pelvis under two dots, degrees, positive when the ASIS is the lower.

    It is the angle of their line, turned back by what cloth between them and the skin has turned it.

    Args:
        pair: the two spots, in frame pixels.
        frame_size: the frame's width and height, pixels.
        optics: the camera, when it is known.
        turn_deg: how far the guest's back is turned towards the camera.
    """
    return line_deg(pair, frame_size, optics, turn_deg) + CLOTH_TURN_DEG * beyond_skin_dots(pair)


def beyond_skin_dots(pair: DotPair) -> float:
    """By how many dot widths two dots are farther apart along the picture than on skin, carried by cloth."""
    asis, psis = _places(pair)
    return max(abs(asis[0] - psis[0]) / pair.dot_px - WIDEST_DOTS, 0.0)


def line_deg(
    pair: DotPair, frame_size: tuple[int, int], optics: Optics | None = None, turn_deg: float = 0.0
) -> float:
    """The angle to the horizontal of the line between the dots themselves, degrees; as ``angle_deg``.

    With the camera's optics its roll and pitch are undone, and so is the perspective that makes the nearer
    dot of two at the same height look higher or lower when the camera does not stand at their height. Since
    the ASIS lies nearer the camera, a line of run 1 seen side-on shows ``cos t + 0.6 sin t`` of it when the
    back is turned towards the camera by t, and its ASIS is nearer by ``0.6 cos t - sin t``.
    """
    forward = _forward(pair)
    asis, psis = _places(pair)
    turn = math.radians(turn_deg)
    shown = math.cos(turn) + NEARER * math.sin(turn)
    if optics is None:
        return math.degrees(math.atan2(asis[1] - psis[1], forward * (asis[0] - psis[0]) / shown))
    (ax, ay), (px, py) = (optics.slopes(*spot, frame_size) for spot in (asis, psis))
    # Depths in units of the pair's own: the ASIS nearer, the PSIS farther.
    nearer = (NEARER * math.cos(turn) - math.sin(turn)) / shown * abs(ax - px) / 2.0
    run = forward * (ax * (1.0 - nearer) - px * (1.0 + nearer))
    drop = ay * (1.0 - nearer) - py * (1.0 + nearer)
    return math.degrees(math.atan2(drop, run / shown))


def _forward(pair: DotPair) -> float:
    return 1.0 if pair.facing is Facing.RIGHT else -1.0


def _places(pair: DotPair) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the ASIS and the PSIS dot were stuck, pixels."""
    psis = (pair.psis.x, pair.psis.y) if pair.sliver else base_of(pair.psis, -_forward(pair))
    return base_of(pair.asis, _forward(pair)), psis
