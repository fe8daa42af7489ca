"""Pictures and folders as finite sources: in which order they are read, how they are turned and scaled."""

import cv2
import numpy as np
import pytest

from kiosk.camera.reel import pictures_in
from kiosk.camera.replay import Replay
from kiosk.errors import SourceEnded
from tests.camera.sources import BLUE, GREEN, RED, plain, with_exif_orientation, write_picture


def half_and_half() -> np.ndarray:
    """Red on the left, blue on the right, 64 x 48."""
    image = plain(RED)
    image[:, 32:] = BLUE
    return image


def colour_of(pixel: np.ndarray) -> tuple[int, ...]:
    """The nearest of the pure colours: codecs shift them a little."""
    return tuple(255 if value > 127 else 0 for value in pixel)


def test_an_image_is_one_frame_at_time_zero_and_then_the_end(tmp_path):
    replay = Replay(write_picture(tmp_path / "a.png", plain(GREEN)))
    replay.open()
    assert replay.length == 1
    frame = replay.read(0.0)
    assert (frame.at_s, frame.index) == (0.0, 0)
    with pytest.raises(SourceEnded):
        replay.read(0.0)


def test_a_folder_is_read_in_natural_order_a_tenth_of_a_second_apart(tmp_path):
    write_picture(tmp_path / "img10.png", plain(BLUE))
    write_picture(tmp_path / "img2.png", plain(GREEN))
    write_picture(tmp_path / "Img1.png", plain(RED))
    (tmp_path / "notes.txt").write_text("not a picture")
    write_picture(tmp_path / ".hidden.png", plain(BLUE))
    assert [path.name for path in pictures_in(tmp_path)] == ["Img1.png", "img2.png", "img10.png"]
    frames = list(Replay(tmp_path).frames())
    assert [colour_of(frame.image[0, 0]) for frame in frames] == [RED, GREEN, BLUE]
    assert [frame.at_s for frame in frames] == pytest.approx([0.0, 0.1, 0.2])


def test_broken_pictures_in_a_folder_are_passed_over_and_said_once(tmp_path, caplog):
    for name in ("1.jpg", "3.jpg", "5.jpg"):
        (tmp_path / name).write_text("no picture")
    write_picture(tmp_path / "2.png", plain(RED))
    write_picture(tmp_path / "4.png", plain(GREEN))
    frames = list(Replay(tmp_path).frames())
    assert [tuple(frame.image[0, 0]) for frame in frames] == [RED, GREEN]
    # Each keeps its place and its time among those that were passed over.
    assert [(frame.index, frame.at_s) for frame in frames] == [
        (1, pytest.approx(0.1)),
        (3, pytest.approx(0.3)),
    ]
    (record,) = caplog.records
    assert "passed over" in record.message
    assert "1.jpg" in record.message


def test_a_photograph_taken_upright_is_shown_upright(tmp_path):
    path = with_exif_orientation(write_picture(tmp_path / "phone.jpg", half_and_half()), 6)
    frame = next(Replay(path).frames())
    assert frame.size == (48, 64)
    assert colour_of(frame.image[5, 24]) == RED
    assert colour_of(frame.image[58, 24]) == BLUE


def test_a_picture_of_one_pixel_is_a_frame(tmp_path):
    frame = next(Replay(write_picture(tmp_path / "dot.png", plain(RED, 1, 1))).frames())
    assert frame.size == (1, 1)
    assert tuple(frame.image[0, 0]) == RED


def test_a_grey_picture_becomes_three_equal_channels(tmp_path):
    path = write_picture(tmp_path / "grey.png", plain((90, 90, 90)))
    assert tuple(next(Replay(path).frames()).image[0, 0]) == (90, 90, 90)


def test_twenty_megapixels_are_scaled_down_to_1920_on_the_longer_side(tmp_path):
    path = write_picture(tmp_path / "large.jpg", plain(GREEN, 5472, 3648))
    frame = next(Replay(path).frames())
    # 3648 * 1920 / 5472 = 1280
    assert frame.size == (1920, 1280)
    assert colour_of(frame.image[640, 960]) == GREEN


def test_scaling_down_averages_all_pixels_instead_of_picking_some(tmp_path):
    striped = plain((0, 0, 0), 7680, 4)
    striped[:, ::4] = 200  # one column in four: a quarter of 200 on average
    frame = next(Replay(write_picture(tmp_path / "striped.png", striped)).frames())
    assert frame.size == (1920, 1)
    assert (frame.image == 50).all()


def test_a_sliver_of_a_picture_keeps_at_least_one_pixel_across(tmp_path):
    path = write_picture(tmp_path / "sliver.png", plain(GREEN, 4000, 1))
    assert next(Replay(path).frames()).size == (1920, 1)


def test_a_superscript_in_a_name_does_not_count_as_a_number(tmp_path):
    for name in ("²3.png", "10.png", "9.png"):
        write_picture(tmp_path / name, plain(RED))
    assert [path.name for path in pictures_in(tmp_path)] == ["9.png", "10.png", "²3.png"]


@pytest.mark.parametrize(
    ("longest_px", "flag"),
    [
        (3839, cv2.IMREAD_COLOR),
        (3840, cv2.IMREAD_REDUCED_COLOR_2),
        (7680, cv2.IMREAD_REDUCED_COLOR_4),
        (15360, cv2.IMREAD_REDUCED_COLOR_8),
    ],
)
def test_a_jpeg_is_made_smaller_while_it_is_decoded_but_never_below_what_is_kept(
    tmp_path, monkeypatch, longest_px, flag
):
    path = write_picture(tmp_path / "large.jpg", plain(GREEN, longest_px, 16))
    flags, decode = [], cv2.imdecode
    monkeypatch.setattr("cv2.imdecode", lambda data, how: flags.append(how) or decode(data, how))
    assert next(Replay(path).frames()).size[0] == 1920
    assert flags == [flag]
