"""Passes over a frame that cannot be decoded: one bad picture must not end a kiosk or a whole clip."""

import logging

import numpy as np
from numpy.typing import NDArray

from kiosk.camera.reel import Reel
from kiosk.errors import UnreadableFrame

log = logging.getLogger(__name__)


class Tolerance:
    """Says once what was passed over, so that a reel that plays for ever does not fill the log."""

    def __init__(self) -> None:
        self.last: UnreadableFrame | None = None

    def picture(self, reel: Reel) -> NDArray[np.uint8] | None:
        """The present frame, (H, W, 3) uint8 RGB, or None where it cannot be decoded."""
        try:
            return reel.picture()
        except UnreadableFrame as error:
            if self.last is None:
                log.warning("passed over, as others like it will be: %s", error)
            self.last = error
            return None
