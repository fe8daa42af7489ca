"""The tilt head in the repository is the one the manifest and the report speak of, and it fits the kiosk."""

import hashlib
from pathlib import Path

import pytest

from kiosk.pelvis.change_head import ChangeHead
from kiosk.pelvis.estimator import TiltEstimator
from kiosk.pelvis.features import FEATURE_VERSION
from kiosk.pelvis.head import Head
from kiosk.pelvis.tilt import Facing
from kiosk.pose.manifest import Manifest
from kiosk.pose.runtime import Network
from models import manifest
from models.pose.census import count
from tests.pelvis.drawn import drawn_body, mirrored

MODELS = Path(__file__).resolve().parents[3] / "models"


@pytest.fixture(scope="module")
def content() -> bytes:
    return Manifest.load(MODELS).read("tilt")


@pytest.fixture
def estimator(content: bytes) -> TiltEstimator:
    return TiltEstimator(Head(Network(content)))


def test_the_manifest_names_its_origin_its_command_and_its_card(content: bytes) -> None:
    entry = manifest.read()["tilt"]

    assert entry["sha256"] == hashlib.sha256(content).hexdigest()
    assert entry["bytes"] == len(content)
    assert entry["licence"] == "Apache-2.0"
    assert entry["built_by"] == "python -m models.tilt.train"
    assert entry["feature_version"] == FEATURE_VERSION
    assert (MODELS / entry["card"]).is_file()


def test_the_report_is_about_this_file(content: bytes) -> None:
    report = (MODELS / "tilt" / "report.md").read_text(encoding="utf-8")
    figures = manifest.read()["tilt"]["figures"]

    assert hashlib.sha256(content).hexdigest() in report
    assert f"**{figures['exam_mae_deg']:.2f}°**" in report


def test_on_unseen_drawn_bodies_it_errs_by_no_more_than_the_first_bar() -> None:
    figures = manifest.read()["tilt"]["figures"]

    assert figures["own_world_mae_deg"] <= 3.6


def test_in_a_world_it_was_not_trained_in_its_interval_still_holds() -> None:
    figures = manifest.read()["tilt"]["figures"]

    assert abs(figures["exam_bias_deg"]) <= 1.0
    assert 0.77 <= figures["exam_coverage"] <= 0.86


def test_the_change_head_is_the_one_the_manifest_speaks_of_and_fits_the_kiosk() -> None:
    entry = manifest.read()["change"]
    content = Manifest.load(MODELS).read("change")
    seen = TiltEstimator(Head(Network(Manifest.load(MODELS).read("tilt")))).observe(drawn_body())
    assert seen is not None

    relative = ChangeHead(Network(content))(seen.features)

    assert entry["sha256"] == hashlib.sha256(content).hexdigest()
    assert (MODELS / entry["card"]).is_file()
    assert entry["figures"]["exam_mae_deg"] <= 2.0  # of a difference, in the world that is the exam
    assert relative.error_deg == pytest.approx(entry["figures"]["error_deg"], abs=0.006)


def test_its_weights_are_int8_and_only_thresholds_and_biases_are_not(content: bytes) -> None:
    constants = count(content).constants

    # 600 trees of 15 splits: a threshold and the number of a feature each; 16 leaves: an offset each.
    thresholds, offsets = 600 * 15, 600 * 16
    assert constants["int8"] > 400_000
    assert thresholds <= constants["int32"] < thresholds + 20
    # What else is float: means and scales of 621 features, biases, and the interval's few numbers.
    assert constants["float32"] - thresholds - offsets < 2 * 621 + 4 * 150 + 2 * 100 + 50


def test_a_drawn_body_gets_a_tilt_inside_its_interval(estimator: TiltEstimator) -> None:
    seen = estimator.observe(drawn_body())
    assert seen is not None

    tilt = estimator.estimate([seen])

    assert tilt.low_deg < tilt.deg < tilt.high_deg
    assert (tilt.level, tilt.facing, tilt.frames) == (0.8, Facing.RIGHT, 1)


def test_a_mirror_image_gets_the_same_tilt(estimator: TiltEstimator) -> None:
    seen, mirror = estimator.observe(drawn_body()), estimator.observe(mirrored(drawn_body()))
    assert seen is not None
    assert mirror is not None

    assert estimator.estimate([mirror]).deg == pytest.approx(estimator.estimate([seen]).deg, abs=0.05)
