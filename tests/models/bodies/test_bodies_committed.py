"""The synthetic pictures and the clip in the repository are what their truths say."""

import tomllib
from pathlib import Path

import cv2
import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]
RENDERS = ROOT / "tests" / "data" / "renders"
CLIP = ROOT / "kiosk" / "camera" / "demo_clip.mp4"
TRUTH = tomllib.loads((RENDERS / "truth.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_a_render_is_small_and_portrait(name: str) -> None:
    path = RENDERS / TRUTH[name]["file"]
    image = cv2.imread(str(path))

    assert image is not None
    assert image.shape == (640, 360, 3)
    assert path.stat().st_size <= 60_000


def test_every_render_has_its_truth_and_every_truth_its_render() -> None:
    assert {path.stem for path in RENDERS.glob("*.jpg")} == set(TRUTH)


def test_only_a_picture_with_somebody_in_it_has_a_tilt() -> None:
    assert {name for name, facts in TRUTH.items() if "tilt_deg" not in facts} == {"empty_room"}


def test_the_demo_clip_decodes_to_the_frames_its_truth_counts() -> None:
    facts = tomllib.loads(CLIP.with_suffix(".toml").read_text(encoding="utf-8"))
    film = cv2.VideoCapture(str(CLIP))
    count, first, last = 0, None, None
    while True:
        more, frame = film.read()
        if not more:
            break
        count, last = count + 1, frame
        first = frame if first is None else first

    assert count == facts["frames"]
    assert first is not None
    assert last is not None
    assert first.shape == (facts["height"], facts["width"], 3) == (1280, 720, 3)
    # It loops: the room is empty at both ends, and differs by no more than grain and coding.
    assert np.abs(first.astype(int) - last.astype(int)).mean() < 2.0


def test_the_demo_clip_is_small_and_its_guest_stands_for_nine_seconds_clear_of_the_cuts() -> None:
    facts = tomllib.loads(CLIP.with_suffix(".toml").read_text(encoding="utf-8"))
    (stand,) = facts["stand"]

    assert CLIP.stat().st_size <= 3_000_000
    assert stand["end_s"] - stand["start_s"] >= 9.0
    assert min(abs(stand["tilt_deg"] - cut) for cut in (10.0, 15.0)) > 2.0
