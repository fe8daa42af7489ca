"""How a real camera is to be set."""

from dataclasses import dataclass

from kiosk.camera.picture import Rotation


@dataclass(frozen=True, slots=True)
class CameraWishes:
    """What is asked of a webcam or a Pi camera; it gives the nearest it has.

    Attributes:
        size: width and height before rotation, pixels.
        fps: frames per second.
        rotation: clockwise turn for a camera mounted on its side, degrees.
    """

    size: tuple[int, int] = (1280, 720)
    fps: float = 15.0
    rotation: Rotation = Rotation.NONE


USUAL = CameraWishes()
