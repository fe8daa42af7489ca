"""See somebody of whom only half is in the picture: made whole by their mirror image at the frame's edge.

The models know few halves of people, but take a half beside its mirror image for somebody who faces them.
"""

from dataclasses import replace

import numpy as np

from kiosk.camera.frame import Frame
from kiosk.pose.body import Body


def completed(frame: Frame, *, right: bool) -> Frame:
    """The half of a frame at its left or right edge beside its mirror image; the edge is in the middle."""
    half = frame.size[0] // 2
    seen = frame.image[:, -half:] if right else frame.image[:, :half]
    halves = (seen, seen[:, ::-1]) if right else (seen[:, ::-1], seen)
    return replace(frame, image=np.ascontiguousarray(np.concatenate(halves, axis=1)))


def placed(body: Body, frame: Frame, *, right: bool) -> Body:
    """A body seen in a completed picture, in the pixels of its frame; half of it is beyond the edge."""
    width = frame.size[0]
    along = np.array([width - width // 2 if right else -(width // 2), 0.0])
    return replace(
        body,
        frame_size=frame.size,
        points=body.points + along.astype(np.float32),
        to_frame=body.to_frame + np.array([[0.0, 0.0, along[0]], [0.0, 0.0, 0.0]]),
    )
