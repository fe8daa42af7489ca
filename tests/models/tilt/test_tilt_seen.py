"""What the pose model saw is kept whole, and a data set may be read while it grows."""

import json
from pathlib import Path

import numpy as np
import pytest

from kiosk.pelvis.features import features
from models.tilt import samples, seen
from models.tilt.extract import chunks, truth
from models.tilt.seen import Seen
from tests.pelvis.drawn import drawn_body


def write_truth(folder: Path, count: int, tail: str = "") -> None:
    lines = [
        json.dumps({"file": f"{body}.jpg", "seed": 1, "body": body, "image": 0, "tilt_deg": 10.0 + body})
        + "\n"
        for body in range(count)
    ]
    (folder / "truth.jsonl").write_text("".join(lines) + tail)


def test_a_kept_body_has_the_same_features_but_for_a_hundredth_of_a_pixel(tmp_path: Path) -> None:
    body = drawn_body()
    seen.write(tmp_path / "chunk_00000.npz", [Seen("a.jpg", 0, None), Seen("a.jpg", 1, body)])

    nobody, somebody = seen.read_all(tmp_path)

    assert nobody == Seen("a.jpg", 0, None)
    assert (somebody.file, somebody.view) == ("a.jpg", 1)
    assert somebody.body is not None
    assert np.array_equal(somebody.body.points, body.points)
    assert np.abs(somebody.body.mask - body.mask).max() <= 0.5 / 255 + 1e-6
    assert features(somebody.body) == pytest.approx(features(body), abs=0.05)


def test_pictures_already_seen_are_not_looked_at_again(tmp_path: Path) -> None:
    write_truth(tmp_path, 3)
    seen.write(tmp_path / "chunk_00000.npz", [Seen("1.jpg", 0, None)])

    assert list(chunks(tmp_path, tmp_path, whole_only=False)) == [
        (tmp_path / "chunk_00001.npz", ["0.jpg", "2.jpg"])
    ]


def test_a_chunk_begun_but_not_full_waits_when_asked_to(tmp_path: Path) -> None:
    write_truth(tmp_path, 201)

    assert [len(files) for _, files in chunks(tmp_path, tmp_path, whole_only=True)] == [200]
    assert [len(files) for _, files in chunks(tmp_path, tmp_path, whole_only=False)] == [200, 1]


def test_a_line_of_truth_still_being_written_does_not_count(tmp_path: Path) -> None:
    write_truth(tmp_path, 2, tail='{"file": "2.jp')

    assert [line["file"] for line in truth(tmp_path)] == ["0.jpg", "1.jpg"]


def test_a_data_set_not_yet_begun_has_no_truth(tmp_path: Path) -> None:
    assert truth(tmp_path) == []


def test_samples_pair_features_with_their_truth_and_count_the_looks_that_failed(tmp_path: Path) -> None:
    write_truth(tmp_path, 2)
    body = drawn_body()
    seen.write(
        tmp_path / "chunk_00000.npz", [Seen("0.jpg", 0, None), Seen("1.jpg", 0, body), Seen("1.jpg", 1, body)]
    )

    loaded = samples.load(tmp_path, tmp_path)

    assert loaded.looks == 3
    assert loaded.body.tolist() == [100001, 100001]
    assert loaded.view.tolist() == [0, 1]
    assert loaded.tilt_deg.tolist() == [11.0, 11.0]
    assert loaded.facts["seed"].tolist() == [1, 1]
    assert loaded.take(loaded.view == 1).view.tolist() == [1]
