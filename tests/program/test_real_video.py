"""A video that nobody here made: the side-on walker of the Sports2D demo, with a second man above her."""

import json

import cv2
import pytest

from models.pose.fetch import WALKER, read
from tests.program.process import kiosk

pytestmark = pytest.mark.slow

_BAND = slice(470, 994)  # the rows in which only the walker is
_VISIBLE = slice(54, 185)  # the frames in which she is not behind the tree


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("clip") / "walker.mp4"
    path.write_bytes(read(WALKER))
    return path


def test_the_whole_picture_is_refused_for_the_second_man_the_distance_or_the_stride(clip):
    done = kiosk("measure", "--json", clip)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["status"]) == (1, "refused")
    assert answer["reason"] in {"more_than_one", "too_far", "not_standing"}
    assert "tilt_deg" not in answer


def test_cropped_to_the_walker_a_body_is_found_in_nearly_every_frame_and_she_strides(clip, tmp_path):
    video, cropped, out = cv2.VideoCapture(str(clip)), tmp_path / "cropped.mp4", None
    frames = []
    while (read_one := video.read())[0]:
        frames.append(read_one[1][_BAND])
    height, width = frames[0].shape[:2]
    out = cv2.VideoWriter(str(cropped), cv2.VideoWriter.fourcc(*"mp4v"), 30, (width, height))
    for image in frames[_VISIBLE]:
        out.write(image)
    out.release()
    answer = json.loads(kiosk("measure", "--json", cropped).stdout)
    # Mid-stride her legs are apart; between strides she moves.
    assert answer["status"] == "refused"
    assert answer["reason"] in {"not_standing", "moving"}
    assert answer["frames_with_body"] / answer["frames"] >= 0.95
