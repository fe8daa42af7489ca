"""Finds the two dots on a guest's near ASIS and PSIS in the whole frame, or says that there are not two."""

from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.pelvis.dot_blobs import Blob, blobs
from kiosk.pelvis.dot_coding import Coding, coding_of
from kiosk.pelvis.dot_colour import Hue, saliency
from kiosk.pelvis.dot_sliver import Back, SliverDemands, find_sliver
from kiosk.pelvis.facing import facing
from kiosk.pelvis.tilt import Facing
from kiosk.pose.body import Body, Keypoint

# A dot is 20 mm, people 1.5 to 1.95 m: this share of the height in the picture, give or take a seventh.
_DOT_OF_HEIGHT = 0.020 / 1.72
_EYE_TO_HEEL = 0.93
_LEAST_DOT_PX = 5.0  # smaller ones have no shape
# Where the dots lie from the middle of the hip keypoints, in trunk lengths (shoulders to hips), forward and
# down. Drawn bodies scatter by 0.04 and 0.05; nearly twice that is allowed for, others' keypoints may differ.
_ASIS_AT, _PSIS_AT = (0.13, -0.18), (-0.22, -0.23)
_SCATTER = (0.075, 0.085)
_FARTHEST = 3.2  # scatters away, no dot
_VAGUE = 2.2  # scatters: how little a place says against what a sliver shows
_APART = (0.20, 0.58)  # trunk lengths between the two; 0.23 to 0.52 on drawn bodies
_BLURRED, _SURE = 1.9, 8.0  # fill and clearness of the least sliver
_SEAM, _UPRIGHT = 0.12, 0.6  # width over length of a seam; cosine of a spot's slant
_SLIVER_COST = 1.5  # a whole dot is believed first
_WHOLE_PX = 3.5  # a spot at least this wide keeps its colour in the middle
_SEARCHED = (-0.55, 0.45, -0.60, 0.20)  # back, front, up, down of the hips, trunk lengths
_EDGE_PX = 6.0  # how far the pose model's outline may be off, pixels of a 1280 pixel frame
_EDGE_FRAME_PX = 1280.0


@dataclass(frozen=True, slots=True)
class Demands:
    """What two spots must be to be taken for the dots.

    Attributes:
        length: a dot's longer diameter over the expected one, least and most.
        sliver: the same of a narrow one at the PSIS, of which little shows.
        roundness: the shorter one at the ASIS, which faces the camera, over the longer one, at least.
        alone: how far it must lead the ring around it, beside its own height.
        fill: the least area beside the ellipse's.
        top: how far the ASIS dot must stand out, and the PSIS dot, of which a sliver may show.
        share: how far the PSIS dot must stand out beside the ASIS dot.
        angle_deg: of the line from PSIS to ASIS in the picture, least and most.
        score: what a pair must reach.
        shades_deg: how far apart on the colour wheel two dots of one dye may look.
        rival: a third spot like a dot, this clear beside the less clear one, makes three.
        sliver_deg: the angle's limits where only a sliver shows: a narrower window holds fewer look-alikes.
        front: what an ASIS dot alone must reach to vouch for a sliver.
        back: what a sliver too narrow for a spot must show.
    """

    length: tuple[float, float] = (0.50, 1.55)
    sliver: tuple[float, float] = (0.30, 1.40)
    roundness: float = 0.50
    alone: float = 0.28
    fill: float = 0.60
    top: tuple[float, float] = (0.09, 0.04)
    share: float = 0.12
    angle_deg: tuple[float, float] = (-20.0, 45.0)
    score: float = -5.6
    rival: float = 0.7
    shades_deg: float = 20.0
    sliver_deg: tuple[float, float] = (-10.0, 33.0)
    front: float = -3.5
    back: SliverDemands = field(default_factory=SliverDemands)


@dataclass(frozen=True, slots=True)
class DotPair:
    """The two dots of one frame, in frame pixels.

    Attributes:
        facing: the side the guest looks to.
        hue: their colour.
        asis, psis: the spots.
        dot_px: how wide a dot was expected to be.
        score: how well they fit; larger is better.
        sliver: whether the PSIS dot is a sticker of which only a sliver shows; its centre is its base.
    """

    facing: Facing
    hue: Hue
    asis: Blob
    psis: Blob
    dot_px: float
    score: float
    sliver: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Spots:
    """The spots of one colour: all, and those that may be the ASIS dot."""

    hue: Hue
    found: list[Blob]
    fronts: list[Blob]


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """One body's region of a frame; `mask` (h, w) is the person in it, 0..1."""

    facing: Facing
    hip: NDArray[np.float64]
    trunk: float
    dot_px: float
    edge_px: float
    frame_px: float
    corner: tuple[int, int]
    mask: NDArray[np.float32]

    @property
    def sign(self) -> float:
        """1 when forward is to the right of the picture."""
        return 1.0 if self.facing is Facing.RIGHT else -1.0

    def placed(self, blob: Blob) -> tuple[float, float]:
        """Trunk lengths forward and down of the hips."""
        x, y = blob.x + self.corner[0] - self.hip[0], blob.y + self.corner[1] - self.hip[1]
        return self.sign * float(x) / self.trunk, float(y) / self.trunk

    def person_at(self, blob: Blob, forward_px: float) -> bool:
        """Whether the person is seen that far in front of a spot."""
        height, width = self.mask.shape
        x = int(np.clip(round(blob.x + self.sign * forward_px), 0, width - 1))
        return bool(self.mask[int(np.clip(round(blob.y), 0, height - 1)), x] > 0.5)

    def near_person(self) -> NDArray[np.bool_]:
        """(h, w) where a dot may be: on the person, or standing out of the outline."""
        reach = 2 * round(0.7 * self.dot_px + self.edge_px / 2) + 1
        near: NDArray[np.bool_] = cv2.dilate(self.mask, np.ones((reach, reach), np.uint8)) > 0.5
        return near


def expected_dot_px(body: Body) -> float:
    """How wide a 20 mm dot is in the picture, pixels, if the guest is of middling height."""
    eyes = float(body.middle(Keypoint.LEFT_EYE, Keypoint.RIGHT_EYE)[1])
    heels = max(float(body.point(Keypoint.LEFT_HEEL)[1]), float(body.point(Keypoint.RIGHT_HEEL)[1]))
    return max((heels - eyes) / _EYE_TO_HEEL * _DOT_OF_HEIGHT, 0.0)


def find_dots(
    image: NDArray[np.uint8], body: Body, side: Facing | None = None, demands: Demands | None = None
) -> DotPair | None:
    """The dots in a frame, or None when there are fewer than two, more, or too little of one shows.

    Args:
        image: (H, W, 3) uint8 RGB, the whole frame the body was seen in.
        body: the guest, whose keypoints and mask say where to look.
        side: where the guest looks to, when someone knows better than the keypoints.
        demands: what the dots must be.
    """
    demands = demands or Demands()
    search, crop = _search(image, body, side or facing(body))
    if search.dot_px < _LEAST_DOT_PX or min(crop.shape[:2]) < 4 * search.dot_px:
        return None
    spots = [_spots(crop, search, hue, demands) for hue in Hue]
    pairs = [pair for one in spots if (pair := _pair(search, one, demands)) is not None]
    pairs = [pair for pair in pairs if pair.score >= demands.score]
    if not pairs and any(one.fronts for one in spots):
        coding = coding_of(image, crop)
        slivers = (_sliver_pair(crop, search, one, coding, demands) for one in spots)
        pairs = [pair for pair in slivers if pair is not None]
    return max(pairs, key=lambda pair: pair.score, default=None)


def _search(image: NDArray[np.uint8], body: Body, side: Facing) -> tuple[_Search, NDArray[np.uint8]]:
    hip = body.middle(Keypoint.LEFT_HIP, Keypoint.RIGHT_HIP).astype(np.float64)
    shoulder = body.middle(Keypoint.LEFT_SHOULDER, Keypoint.RIGHT_SHOULDER).astype(np.float64)
    trunk = max(float(np.hypot(*(hip - shoulder))), 1.0)
    back, front, up, down = _SEARCHED
    across = sorted((1.0 if side is Facing.RIGHT else -1.0) * reach for reach in (back, front))
    height, width = image.shape[:2]
    left, right = (int(np.clip(hip[0] + reach * trunk, 0, width)) for reach in across)
    top, bottom = (int(np.clip(hip[1] + reach * trunk, 0, height)) for reach in (up, down))
    to_box = body.to_frame.copy()
    to_box[:, 2] -= (left, top)
    size = (max(right - left, 1), max(bottom - top, 1))
    mask = cv2.warpAffine(body.mask, to_box, size, flags=cv2.INTER_LINEAR).astype(np.float32, copy=False)
    edge_px = _EDGE_PX * height / _EDGE_FRAME_PX
    search = _Search(side, hip, trunk, expected_dot_px(body), edge_px, float(height), (left, top), mask)
    return search, image[top:bottom, left:right]


def _spots(crop: NDArray[np.uint8], search: _Search, hue: Hue, demands: Demands) -> _Spots:
    relief = saliency(crop, hue, search.dot_px)
    relief.risen[~search.near_person()] = 0.0
    found = blobs(relief, search.dot_px, crop)
    return _Spots(hue, found, [blob for blob in found if _may_be_asis(blob, search, demands)])


def _pair(search: _Search, spots: _Spots, demands: Demands) -> DotPair | None:
    """The best pair of one colour, or None when there is none or a third spot is as much of a dot."""
    backs = [blob for blob in spots.found if _may_be_psis(blob, search, demands)]
    best: tuple[float, Blob, Blob] | None = None
    for asis in spots.fronts:
        for psis in backs:
            score = _score(search, asis, psis, demands)
            if score is not None and (best is None or score > best[0]):
                best = score, asis, psis
    if best is None:
        return None
    score, asis, psis = best
    least = demands.rival * min(asis.top, psis.top, key=lambda top: max(top, asis.top / 3))
    if _third(search, spots, (asis, psis), least, demands):
        return None
    return _paired(search, spots.hue, asis, psis, score)


def _sliver_pair(
    crop: NDArray[np.uint8], search: _Search, spots: _Spots, coding: Coding, demands: Demands
) -> DotPair | None:
    """A well-seen ASIS dot and the one place along the back that shows its dye, or None."""
    asis = max(spots.fronts, key=lambda blob: _front_score(search, blob), default=None)
    if asis is None or _front_score(search, asis) < demands.front:
        return None
    if _third(search, spots, (asis, asis), demands.rival * asis.top, demands):
        return None
    back = Back(search.mask, search.sign, search.dot_px, search.frame_px)
    psis = find_sliver(crop, back, asis, _likely_psis(search, asis, demands), coding, demands.back)
    if psis is None:
        return None
    score = _front_score(search, asis) - _SLIVER_COST
    return replace(_paired(search, spots.hue, asis, psis, score), sliver=True)


def _paired(search: _Search, hue: Hue, asis: Blob, psis: Blob, score: float) -> DotPair:
    x, y = search.corner
    asis, psis = (replace(blob, x=blob.x + x, y=blob.y + y) for blob in (asis, psis))
    return DotPair(search.facing, hue, asis, psis, search.dot_px, score)


def _third(search: _Search, spots: _Spots, pair: tuple[Blob, Blob], least: float, demands: Demands) -> bool:
    """Whether a spot beyond the pair is as much of a dot."""
    return any(
        blob not in pair
        and blob.top >= least
        and _shades_apart(blob, pair[0]) <= demands.shades_deg
        and _like_a_dot(blob, search, demands)
        for blob in spots.found
    )


def _front_score(search: _Search, asis: Blob) -> float:
    """The log of how likely a spot is the ASIS dot, up to a constant, whatever lies behind."""
    place = _off(search.placed(asis), _ASIS_AT) ** 2
    size = (np.log(asis.length / search.dot_px) / 0.25) ** 2
    return float(np.log(min(asis.top, 0.4) / 0.4) - 0.5 * (place + size))


def _likely_psis(search: _Search, asis: Blob, demands: Demands) -> NDArray[np.float32]:
    """(h, w) how likely a PSIS lies at each pixel, 1 at its usual place; 0 where that ASIS has none."""
    height, width = search.mask.shape
    x = (np.arange(width) + search.corner[0] - search.hip[0]) * search.sign / search.trunk
    y = (np.arange(height) + search.corner[1] - search.hip[1]) / search.trunk
    forward, down = search.placed(asis)
    run, drop = np.meshgrid(forward - x, down - y)
    angle_deg, apart = np.degrees(np.arctan2(drop, run)), np.hypot(run, drop)
    off = np.hypot(*np.meshgrid((x - _PSIS_AT[0]) / _SCATTER[0], (y - _PSIS_AT[1]) / _SCATTER[1]))
    low, high = demands.sliver_deg
    can = (apart >= _APART[0]) & (apart <= _APART[1]) & (angle_deg >= low) & (angle_deg <= high)
    likely: NDArray[np.float32] = np.where(can & (off <= _FARTHEST), np.exp(-0.5 * (off / _VAGUE) ** 2), 0.0)
    return likely.astype(np.float32)


def _sized(blob: Blob, dot_px: float, demands: Demands) -> bool:
    low, high = demands.length
    sized = low * dot_px <= blob.length <= high * dot_px
    return sized and blob.fill >= demands.fill and blob.alone >= demands.alone


def _a_sliver(blob: Blob, dot_px: float, demands: Demands) -> bool:
    """What a flat sticker on the back shows: narrow, washed out, often shorter than it is."""
    low, high = demands.sliver
    sized = low * dot_px <= blob.length <= high * dot_px and blob.width <= _WHOLE_PX + 1.0
    return sized and blob.fill <= _BLURRED and blob.alone >= demands.alone and blob.clear >= _SURE


def _along_the_back(blob: Blob, demands: Demands) -> bool:
    """Whether a narrow spot stands upright, as a foreshortened dot does; a hem or a waistband lies."""
    if blob.width >= demands.roundness * blob.length:
        return True
    return blob.width >= _SEAM * blob.length and abs(blob.along_x) >= _UPRIGHT


def _off(place: tuple[float, float], usual: tuple[float, float]) -> float:
    """How many scatters a place is from where such a dot usually is."""
    return float(np.hypot((place[0] - usual[0]) / _SCATTER[0], (place[1] - usual[1]) / _SCATTER[1]))


def _may_be_asis(blob: Blob, search: _Search, demands: Demands) -> bool:
    return (
        blob.top >= demands.top[0]
        and blob.width >= demands.roundness * blob.length
        and _sized(blob, search.dot_px, demands)
        and _off(search.placed(blob), _ASIS_AT) <= _FARTHEST
    )


def _may_be_psis(blob: Blob, search: _Search, demands: Demands) -> bool:
    """A spot of a dot's size where the body ends behind: it may stand out of the outline."""
    return (
        blob.top >= demands.top[1]
        and (_sized(blob, search.dot_px, demands) or _a_sliver(blob, search.dot_px, demands))
        and _along_the_back(blob, demands)
        and _off(search.placed(blob), _PSIS_AT) <= _FARTHEST
        and not search.person_at(blob, -1.4 * search.dot_px - search.edge_px)
        and search.person_at(blob, 1.0 * search.dot_px + search.edge_px)
    )


def _like_a_dot(blob: Blob, search: _Search, demands: Demands) -> bool:
    """A third round spot of a dot's size on the person."""
    return (
        blob.width >= demands.roundness * blob.length
        and _sized(blob, search.dot_px, demands)
        and search.person_at(blob, 0.7 * search.dot_px)
        and search.person_at(blob, -0.7 * search.dot_px)
    )


def _shades_apart(one: Blob, other: Blob) -> float:
    return abs((one.shade_deg - other.shade_deg + 180.0) % 360.0 - 180.0)


def _score(search: _Search, asis: Blob, psis: Blob, demands: Demands) -> float | None:
    """The log of how likely two spots are the dots, up to a constant; None when they cannot be."""
    front, back = search.placed(asis), search.placed(psis)
    run, drop = front[0] - back[0], front[1] - back[1]
    apart, angle = float(np.hypot(run, drop)), float(np.degrees(np.arctan2(drop, run)))
    low, high = demands.angle_deg
    sliver = not _sized(psis, search.dot_px, demands)
    loose = 2.0 if sliver else 1.0
    shades_deg = demands.shades_deg * (2.0 if sliver else 1.0)
    if not (_APART[0] <= apart <= _APART[1] and low <= angle <= high):
        return None
    if psis.top < demands.share * asis.top or _shades_apart(asis, psis) > shades_deg:
        return None
    places = _off(front, _ASIS_AT) ** 2 + _off(back, _PSIS_AT) ** 2
    sizes = (np.log(asis.length / search.dot_px) / 0.25) ** 2
    sizes += (np.log(psis.length / search.dot_px) / (0.25 * loose)) ** 2
    # A sliver two pixels wide is washed out by the lens and by the coding of colour.
    share = min(1.0, max(psis.width / _WHOLE_PX, 0.25))
    alike = (
        (np.log(asis.length / psis.length) / (0.3 * loose)) ** 2
        + (np.log(psis.top / (share * asis.top)) / (0.45 * loose)) ** 2
        + (_shades_apart(asis, psis) / (9.0 * loose)) ** 2
    )
    clear = np.log(min(asis.top, 0.4) / 0.4)
    return float(clear - 0.5 * (places + sizes + alike) - (_SLIVER_COST if sliver else 0.0))
