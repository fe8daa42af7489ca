"""Put a picture or film before the kiosk's own checks, as ``kiosk measure`` and as a visit does."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kiosk import instruments
from kiosk.camera.frame import Frame
from kiosk.pelvis.tilt import Cuts, Graded, Method, Tilt
from kiosk.pose.body import Body, Keypoint, Scene
from kiosk.pose.manifest import Manifest
from kiosk.pose.tracker import PoseTracker
from kiosk.screening.clip import measure
from kiosk.screening.reason import Reason
from kiosk.screening.session import Parts, Session
from kiosk.screening.take import Gauges
from kiosk.screening.view import Result, Stage, Touch
from models.refusals.films import FPS
from models.refusals.store import Taken

MODELS = Path(__file__).resolve().parents[1]
_STILL_LOOKS = 10
"""So many looks at one picture make a visit's first 1.1 s; it is held again and again before the camera."""
_GRAIN = 2.0
"""The noise by which a held picture's frames differ, of 255 (SD): a camera never shows the same one twice."""
_SETTLED_LOOKS = 6
"""A visit's stillness needs 0.6 s of frames, and what it says before is not counted."""
_SAME_PLACE = 0.12
"""Hips this near to the true ones, as a share of the frame's height, are the guest's."""


@dataclass(frozen=True)
class Verdict:
    """What the kiosk made of a picture or film.

    Attributes:
        taken: what it was shown.
        photo: the reason ``kiosk measure`` gives, or None when it measured.
        live: the reason a visit gives most of the time, or None when it went on to hold.
        stranger: whether the body that was measured is not the guest's.
        scenes: what the pose model saw in the visit, and each frame's picture brightness.
    """

    taken: Taken
    photo: Reason | None
    live: Reason | None
    stranger: bool
    scenes: tuple[Scene, ...]
    image: NDArray[np.uint8]


@dataclass
class _Watching:
    """A pose tracker whose scenes are kept."""

    tracker: PoseTracker
    scenes: list[Scene] = field(default_factory=list)

    def see(self, frame: Frame) -> Scene:
        """What is in the frame."""
        scene = self.tracker.see(frame)
        self.scenes.append(scene)
        return scene

    def forget(self) -> None:
        """Lose the guest."""
        self.tracker.forget()


@dataclass
class _Reel:
    """Frames handed out one by one, and the clock they tell."""

    frames: Sequence[Frame]
    at: int = -1

    def wait_newer(self, index: int, timeout_s: float) -> Frame | None:  # noqa: ARG002
        """The next frame."""
        self.at = min(self.at + 1, len(self.frames) - 1)
        return self.frames[self.at]

    def set_rate(self, fps: float | None) -> None:
        """Every frame is handed on."""

    def alive(self) -> bool:
        """Always."""
        return True

    def lost_for_good(self) -> bool:
        """Never."""
        return False

    def clock(self) -> float:
        """The newest frame's time, seconds."""
        return self.frames[max(self.at, 0)].at_s


class _NoLights:
    def show(self, stage: Stage, graded: Graded | None) -> None:
        """Nothing is lit."""


def _result(tilt: Tilt) -> Result:
    graded = Graded.__new__(Graded)
    return Result(tilt, graded, Cuts(), tilt.low_deg, tilt.high_deg)


class Judge:
    """The kiosk's models and checks; owned by one thread.

    Raises:
        ModelError: a model is missing or does not load.
    """

    def __init__(self) -> None:
        manifest = Manifest.load(MODELS)
        self._tracker = instruments.tracker(manifest, threads=1, variant="weights")
        self._gauge = instruments.gauge(manifest)

    def verdict(self, taken: Taken) -> Verdict:
        """Both answers to a picture or film."""
        images = list(taken.images())
        photo = self.measured(images)
        if len(images) == 1:
            images = held(images[0])
        live, scenes = self.visited(images)
        return Verdict(taken, photo, live, _stranger(taken, scenes), tuple(scenes), images[0])

    def measured(self, images: Sequence[NDArray[np.uint8]]) -> Reason | None:
        """What ``kiosk measure`` says to frames at the films' rate."""
        self._tracker.forget()
        answer = measure(_numbered(images), self._tracker, self._gauge)
        return answer.reason

    def visited(self, images: Sequence[NDArray[np.uint8]]) -> tuple[Reason | None, list[Scene]]:
        """What a visit says most of the time once stillness can be known, and all that it saw."""
        self._tracker.forget()
        watching = _Watching(self._tracker)
        reel = _Reel(_numbered(images))
        gauges = Gauges({Method.CONTOUR: self._gauge}, _result)
        session = Session(Parts(reel, watching, gauges, _NoLights(), reel.clock))
        session.touch(Touch.START)
        session.touch(Touch.AGREE)
        session.touch(Touch.READY)
        said: list[Reason | None] = []
        for _ in images:
            session.step(0.0)
            view = session.board.latest().view
            said.append(view.reason)
        settled = said[_SETTLED_LOOKS:] or said
        return Counter(settled).most_common(1)[0][0], watching.scenes


def held(image: NDArray[np.uint8], looks: int = _STILL_LOOKS) -> list[NDArray[np.uint8]]:
    """Frames of a camera before which a picture is held: the picture, each time with other noise."""
    rng = np.random.default_rng(0)
    noise = (rng.normal(0.0, _GRAIN, image.shape) for _ in range(looks))
    return [np.clip(np.rint(image + grain), 0, 255).astype(np.uint8) for grain in noise]


def _numbered(images: Sequence[NDArray[np.uint8]]) -> list[Frame]:
    return [Frame(image, index / FPS, index) for index, image in enumerate(images)]


def _hips(body: Body) -> NDArray[np.float32]:
    return body.middle(Keypoint.LEFT_HIP, Keypoint.RIGHT_HIP)


def _stranger(taken: Taken, scenes: Sequence[Scene]) -> bool:
    """Whether the first body seen is somebody else than the guest."""
    body = next((scene.body for scene in scenes if scene.body is not None), None)
    if body is None or taken.hip_px is None:
        return False
    return float(np.hypot(*(_hips(body) - np.array(taken.hip_px)))) > _SAME_PLACE * body.frame_size[1]
