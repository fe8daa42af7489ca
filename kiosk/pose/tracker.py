"""Follow the guest from frame to frame, so that the detector seldom has to run."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.camera.frame import Frame
from kiosk.pose.body import Body, Scene
from kiosk.pose.company import Company, alike
from kiosk.pose.detector import Detector, Sighting
from kiosk.pose.landmarker import Landmarked, Landmarker
from kiosk.pose.mirror import Mirror
from kiosk.pose.proof import IN_VIEW, proven
from kiosk.pose.region import Region
from kiosk.pose.search import MAT, Near, Place, Search, runs_out, upside_down
from kiosk.pose.settle import looks, shift, steady

MIN_BODY_SCORE = 0.5  # MediaPipe's min_tracking_confidence
_SAME_SIGHT = 0.05  # a sighting closer to the last one than this share of its size is the same
_NEARER = 1.1  # so much more of a guest must whoever stands at the mat be to be preferred to whom is detected
_WENT = 0.1  # a guest whose region moved by this share of its size since the others were counted has walked


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a frame is looked at more closely than it need be, seconds.

    Attributes:
        recount_s: to count the people in view beside a guest who stands: someone who walks in is noticed
            after this long at worst.
        again_s: the same with someone else in view, or the guest walking; to ask the detector while someone
            right before the camera is watched; to look again at what the detector alone takes for somebody.
        search_s: with nobody found, to begin another turn of looks for those whom the detector misses.
    """

    recount_s: float = 2.0
    again_s: float = 0.5
    search_s: float = 2.0


class PoseTracker:
    """Turns frames, in order, into scenes; owned by one thread."""

    def __init__(self, detector: Detector, landmarker: Landmarker, pace: Pace | None = None) -> None:
        self._detector = detector
        self._landmarker = landmarker
        self._pace = pace or Pace()
        self._company = Company(detector, landmarker)
        self._mirror = Mirror(landmarker, 2 * self._pace.again_s, self._pace.recount_s)
        self._search = Search(detector, landmarker, self._pace.search_s)
        self.forget()

    def forget(self) -> None:
        """Lose the guest: the next frame is looked at with fresh eyes."""
        self._lose()
        self._first = True
        self._search.forget()
        self._close: Place | None = None
        self._detected_at_s = -math.inf
        self._refuted: Region | None = None
        self._refuted_at_s = -math.inf

    def _lose(self) -> None:
        self._region: Region | None = None
        self._others: tuple[float, ...] = ()
        self._confirmed = False
        self._counted: Region | None = None
        self._counted_at_s = -math.inf
        self._mirror.forget()

    def see(self, frame: Frame) -> Scene:
        """What is in the frame.

        Raises:
            ModelError: a model fails.
        """
        first, self._first = self._first, False
        found = self._follow(frame)
        seen: Sequence[Sighting] = ()
        if found is None:
            self._lose()
            near = self._watch(frame)
            if near is not None and not self._may_detect(frame, near.body):
                return Scene(frame.at_s, frame.size, near.body)
            found, seen, near = self._look_around(frame, near, everywhere=first)
            if found is None:
                self._close = near.place if near else None
                return Scene(frame.at_s, frame.size, near.body if near else None)
        self._region, self._close = steady(self._region, found.next_region), None
        if self._may_count(frame, found):
            self._count(frame, found, seen)
        twin = self._mirror.see(frame, found)
        return Scene(frame.at_s, frame.size, found.body, self._others, twin)

    def _follow(self, frame: Frame) -> Landmarked | None:
        return self._find(frame, self._region) if self._region else None

    def _watch(self, frame: Frame) -> Near | None:
        """Someone right before the camera, where they were; never followed: what is in view says little."""
        body = self._search.look(frame, self._close) if self._close else None
        return Near(body, self._close) if body and self._close else None

    def _may_detect(self, frame: Frame, near: Body) -> bool:
        waited = not 0 <= frame.at_s - self._detected_at_s < self._pace.again_s
        return waited or not runs_out(near)

    def _look_around(
        self, frame: Frame, near: Near | None, everywhere: bool
    ) -> tuple[Landmarked | None, list[Sighting], Near | None]:
        """The guest as the detector finds them, whom it sees, and else whoever is right before the camera."""
        self._detected_at_s = frame.at_s
        seen = self._detector.find(frame.image)
        found = self._acquire(frame, seen)
        if found is not None:
            return self._nearer(frame, found), seen, near
        if near is not None:
            return None, seen, near
        due = self._search.due(frame.at_s, everywhere)
        if MAT in due:
            found = self._settled(frame, MAT.region(frame.size))
        # In a film the next frames tell a coat, of which the model makes nobody; a photograph has none.
        if found is None and (not seen or everywhere):
            found = self._acquire(frame, self._search.far(frame, due))
        return found, seen, None if found else self._search.near(frame, due)

    def _nearer(self, frame: Frame, found: Landmarked) -> Landmarked:
        """Who stands at the mat, where the detector pointed to somebody behind them."""
        guest = self._settled(frame, MAT.region(frame.size))
        width = frame.size[0]
        if guest and _weight(guest.next_region, width) > _NEARER * _weight(found.next_region, width):
            return guest
        return found

    def _acquire(self, frame: Frame, seen: Sequence[Sighting]) -> Landmarked | None:
        """A body found by the detector, and proven.

        A second look between two who stand close finds nobody: then the first one stands.
        """
        if not seen:
            return None
        region = _guest(seen, frame.size[0]).region
        if self._was_nobody(frame, region):
            return None
        found = self._settled(frame, region)
        if found is None and len(seen) > 1:
            first = self._find(frame, region)
            if first is not None and alike(seen, first.next_region):
                return first
        if found is None and self._refuted_at_s != frame.at_s:  # what part of a frame shows comes after
            self._refuted, self._refuted_at_s = region, frame.at_s
        return found

    def _settled(self, frame: Frame, region: Region) -> Landmarked | None:
        """The body in a region, which often cuts the feet off, looked at again in its own and proven."""
        for look in looks(self._landmarker, frame, region):
            if not _is_body(look[0]):
                return None
            found, where = look
        return found if proven(self._landmarker, frame, found.body, where, IN_VIEW) else None

    def _was_nobody(self, frame: Frame, region: Region) -> bool:
        """Whether what the detector takes for somebody, a coat on a stand, was looked at a moment ago."""
        if self._refuted is None or not 0 <= frame.at_s - self._refuted_at_s < self._pace.again_s:
            return False
        return shift(self._refuted, region) < _SAME_SIGHT

    def _find(self, frame: Frame, region: Region) -> Landmarked | None:
        found = self._landmarker.find(frame, region)
        return found if _is_body(found) else None

    def _may_count(self, frame: Frame, guest: Landmarked) -> bool:
        """Whether it is time to count; someone new is counted twice in a row: a slip must not last."""
        waited_s = frame.at_s - self._counted_at_s
        if self._others and not self._confirmed:
            return waited_s != 0
        walked = self._counted is not None and shift(self._counted, guest.next_region) > _WENT
        least_s = self._pace.again_s if self._others or walked else self._pace.recount_s
        return not 0 <= waited_s < least_s

    def _count(self, frame: Frame, guest: Landmarked, seen: Sequence[Sighting]) -> None:
        before = self._others
        if before and not seen:
            # Two who come close become one body: the detector may still tell them apart.
            seen = self._detector.find(frame.image)
        anew = self._counted is None or bool(before)
        self._others = self._company.sizes(frame, guest, seen, anew=anew)
        self._confirmed = bool(before and self._others)
        self._counted, self._counted_at_s = guest.next_region, frame.at_s


def _guest(seen: Sequence[Sighting], width: int) -> Sighting:
    """The guest among the people in view: the one who fills the frame most, near its middle."""
    return max(seen, key=lambda one: _weight(one.region, width))


def _weight(region: Region, width: int) -> float:
    off_centre = abs(region.x / width - 0.5)
    return region.size * (1.0 - off_centre)


def _is_body(found: Landmarked) -> bool:
    return found.body.score >= MIN_BODY_SCORE and not upside_down(found.body)
