"""The camera port: what the kiosk asks of anything that gives frames."""

from typing import Protocol

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
