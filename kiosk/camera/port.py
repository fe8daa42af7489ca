"""The camera port: what the kiosk asks of anything that gives frames."""

from typing import Protocol, runtime_checkable

from kiosk.camera.frame import Frame


class Camera(Protocol):
    """A source of frames, opened and closed by its one owner thread.

    ``name`` is a short word for staff ("demo", "webcam 0"); ``simulated`` is true when the picture
    is not of the room the kiosk stands in.
    """

    @property
    def name(self) -> str:
        """A short word for staff and logs."""

    @property
    def simulated(self) -> bool:
        """Whether the picture is not of the room the kiosk stands in."""

    def open(self) -> None:
        """Take hold of the source.

        Raises:
            CameraMissing: it is not there.
            CameraBusy: another program holds it.
            UnreadableSource: a file is not an image or video.
        """

    def read(self, timeout_s: float) -> Frame:
        """The next frame, waited for at most ``timeout_s`` seconds.

        Raises:
            CameraStalled: none came in time.
            SourceEnded: a finite source has no more.
            CameraError: the source broke.
        """

    def close(self) -> None:
        """Let go of the source; closing twice is harmless."""


@runtime_checkable
class Skipping(Protocol):
    """A camera that can pass over a frame for less than it costs to read it."""

    def skip(self, timeout_s: float) -> None:
        """Pass over the next frame, waited for as in ``Camera.read``, without making a picture of it.

        Raises:
            the same as ``Camera.read``.
        """
