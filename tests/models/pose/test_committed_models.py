"""The model files in the repository are the ones the manifest vouches for, and they run."""

import hashlib
import struct
from pathlib import Path

import numpy as np
import pytest

from kiosk.pose.runtime import Network
from models import manifest
from models.pose.census import count

MODELS = Path(__file__).resolve().parents[3] / "models"
POSE = ("pose_detection", "pose_landmark", "pose_landmark_int8", "pose_mask")


@pytest.mark.parametrize("name", POSE)
def test_a_committed_model_has_the_hash_and_size_its_manifest_states(name: str) -> None:
    entry = manifest.read()[name]
    data = (MODELS / entry["file"]).read_bytes()

    assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    assert len(data) == entry["bytes"]


@pytest.mark.parametrize("name", POSE)
def test_a_model_names_its_source_licence_command_and_card(name: str) -> None:
    entry = manifest.read()[name]

    assert entry["licence"] == "Apache-2.0"
    assert entry["source"]["package"] == "mediapipe"
    assert len(entry["source"]["sha256"]) == 64
    assert entry["built_by"] == "python -m models.pose.build"
    assert (MODELS / entry["card"]).is_file()


def test_the_detector_is_the_published_file_unchanged() -> None:
    entry = manifest.read()["pose_detection"]

    assert entry["sha256"] == entry["source"]["sha256"]


def test_at_least_99_percent_of_the_landmark_weights_are_int8_and_the_manifest_says_how_many() -> None:
    census = count((MODELS / "pose_landmark.tflite").read_bytes())
    figures = manifest.read()["pose_landmark"]["figures"]

    assert census.int8_share >= 0.99
    assert census.weights == {"int8": figures["int8_weights"], "float32": figures["float_weights"]}


def test_the_recorded_figures_of_both_side_on_sets_meet_the_bars() -> None:
    figures = manifest.read()["pose_landmark"]["figures"]

    for crops in ("renders", "walker"):
        assert figures[f"{crops}_hip_median_px"] <= 0.5
        assert figures[f"{crops}_hip_p95_px"] <= 1.0
        assert figures[f"{crops}_mask_iou_mean"] >= 0.990


def test_the_recorded_figures_of_the_file_with_int8_activations_meet_their_bars() -> None:
    figures = manifest.read()["pose_landmark_int8"]["figures"]

    for crops in ("renders", "walker"):
        assert figures[f"{crops}_hip_median_px"] <= 0.6
        assert figures[f"{crops}_hip_p95_px"] <= 1.5
        assert figures[f"{crops}_mask_iou_mean"] >= 0.985
    assert figures["speed_over_weights_only"] >= 1.15
    assert figures["int8_work_share"] >= 0.45


@pytest.mark.parametrize("name", ["pose_landmark", "pose_landmark_int8"])
def test_a_landmark_model_gives_its_four_outputs_and_sees_nobody_in_a_grey_picture(name: str) -> None:
    network = Network((MODELS / f"{name}.tflite").read_bytes())

    outputs = network(np.full((1, 256, 256, 3), 0.5, np.float32))

    assert [out.shape for out in outputs] == [(1, 195), (1, 1), (1, 128, 128, 8), (1, 117)]
    assert all(np.isfinite(out).all() for out in outputs)
    assert outputs[1][0, 0] < 0.1


def test_the_detector_gives_boxes_and_logits_and_sees_nobody_in_a_grey_picture() -> None:
    network = Network((MODELS / "pose_detection.tflite").read_bytes())

    boxes, logits = network(np.zeros((1, 224, 224, 3), np.float32))

    assert boxes.shape == (1, 2254, 12)
    assert logits.shape == (1, 2254, 1)
    assert logits.max() < 0


def test_the_census_refuses_a_file_of_another_kind() -> None:
    with pytest.raises(ValueError, match="not a TFLite file"):
        count(struct.pack("<I", 8) + b"ELF!" + bytes(16))
