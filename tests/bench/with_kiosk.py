"""The kiosk's contestant: camera frame to Body and mask, with a variant of the pose model."""

import sys
from pathlib import Path

import cv2

from kiosk import instruments
from kiosk.camera.frame import Frame
from kiosk.pose.manifest import Manifest
from tests.bench.timing import Image, contest, report

if __name__ == "__main__":
    cv2.setNumThreads(1)
    variant, clip = sys.argv[1], Path(sys.argv[2])
    sight = instruments.tracker(Manifest.load(), threads=1, variant=variant)

    def look(image: Image, at_s: float) -> bool:
        """Whether the tracker found a body; its mask is decoded with it."""
        body = sight.see(Frame(image, at_s, 0)).body
        return body is not None and body.mask.size > 0

    report(contest(clip, look))
