"""MediaPipe's contestant: its Python solution in video mode, complexity 1, segmentation on."""

import os
import sys
from pathlib import Path

os.environ["GLOG_minloglevel"] = "3"  # noqa: SIM112 - glog reads this spelling

import cv2
import mediapipe

sys.path.insert(0, str(Path(__file__).resolve().parent))

from timing import Image, contest, report

if __name__ == "__main__":
    cv2.setNumThreads(1)
    pose = mediapipe.solutions.pose.Pose(
        static_image_mode=False, model_complexity=1, enable_segmentation=True
    )

    def look(image: Image, at_s: float) -> bool:
        """Whether the solution found a body and a mask."""
        del at_s
        return pose.process(image).segmentation_mask is not None

    report(contest(Path(sys.argv[1]), look))
