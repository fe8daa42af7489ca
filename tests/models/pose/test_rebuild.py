"""The committed pose models are what the build command makes of the pinned packages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.rebuild
pytest.importorskip("flatbuffers", reason="needs the build environment: make rebuild-test")

from kiosk.pose.runtime import Network  # noqa: E402
from models.pose import crops, fetch, graph, model_file  # noqa: E402
from models.pose.build import RECIPE, Built, build, committed  # noqa: E402
from models.pose.compare import Published, ask, compare, overlap  # noqa: E402
from models.pose.crops import samples  # noqa: E402
from models.pose.cut import Cut, same_numbers  # noqa: E402
from models.pose.fetch import Member, Package, PinMismatch, read  # noqa: E402
from models.pose.fold import fold  # noqa: E402
from models.pose.quantize import symmetric  # noqa: E402
from models.pose.scenes import landmarker, original  # noqa: E402

MODELS = Path(__file__).resolve().parents[3] / "models"


@pytest.fixture(scope="module")
def rebuilt() -> Built:
    return build()


def test_the_committed_detector_is_the_rebuilt_one_byte_for_byte(rebuilt: Built) -> None:
    assert (MODELS / "pose_detection.tflite").read_bytes() == rebuilt.detection


def test_the_committed_landmark_model_answers_like_the_rebuilt_one(rebuilt: Built) -> None:
    # The same bytes with the same libraries on the same machine. Another video decoder gives slightly other
    # colours, another processor adds in another order: both move only the biases. Coding the picture as JPEG
    # moves the original's hips by 0.5 px; the rebuild must stay far inside that.
    again = Cut(rebuilt.landmark, rebuilt.mask)
    if committed("pose_landmark") == again:
        return
    people = crops.walker("test")[::8]

    apart = compare(ask(landmarker(committed("pose_landmark")), people), ask(landmarker(again), people))

    assert apart.points_px.max() < 0.1
    assert apart.iou.min() > 0.998
    assert apart.score.max() < 1e-3


def test_the_committed_file_with_int8_activations_answers_like_the_rebuilt_one(rebuilt: Built) -> None:
    again = Cut(rebuilt.landmark_int8, rebuilt.mask)
    if committed("pose_landmark_int8") == again:
        return
    people = crops.walker("test")[::8]

    apart = compare(ask(landmarker(committed("pose_landmark_int8")), people), ask(landmarker(again), people))

    # A bias a hair higher can push an activation to its next step, so this is wider than for float ones; both
    # lie about 0.4 px from the original.
    assert np.median(apart.hips_px) < 0.5
    assert apart.iou.min() > 0.98
    assert apart.score.max() < 1e-2


def test_the_committed_mask_decoder_holds_the_rebuilt_ones_numbers(rebuilt: Built) -> None:
    assert same_numbers((MODELS / "pose_mask.tflite").read_bytes(), rebuilt.mask)


def test_the_original_cut_in_two_answers_as_it_did_whole_wherever_it_decodes() -> None:
    people = crops.walker("test")[::8]

    whole, in_two = ask(Published(Network(fetch.read(fetch.LANDMARKS))), people), ask(original(), people)

    assert np.array_equal(in_two.points, whole.points)
    decoded = in_two.masks.any(axis=1, keepdims=True)
    assert 0.2 < decoded.mean() < 0.8  # a walker fills some columns of her crop and leaves others free
    assert np.abs(np.where(decoded, in_two.masks - whole.masks, 0)).max() < 1e-5
    assert np.array_equal(in_two.masks > 0.5, whole.masks > 0.5)


@pytest.mark.parametrize("file", ["pose_landmark", "pose_landmark_int8"])
def test_every_committed_int8_weight_is_the_original_weight_rounded(file: str) -> None:
    # Rounding depends on no crop and no processor, so this holds exactly, on any machine.
    published = model_file.read(fetch.read(fetch.LANDMARKS))
    fold(published)
    network = graph.load(published)
    shipped = model_file.read((MODELS / f"{file}.tflite").read_bytes())
    constants = {
        tensor.name.decode(): model_file.constant(shipped, tensor)
        for tensor in shipped.subgraphs[0].tensors
        if tensor.name.endswith(b"_int8")
    }
    # Int8 activations are no constants.
    stored = {name.removesuffix("_int8"): values for name, values in constants.items() if values is not None}
    names = [tensor.name.decode() for tensor in published.subgraphs[0].tensors]
    operators = published.subgraphs[0].operators

    quantized = [
        op for op in network.ops if op.index in network.weights and op.index not in RECIPE.kept_float
    ]
    left_out = []
    for op in quantized:
        expected = symmetric(network.weights[op.index], op.channel_axis).values
        found = stored.pop(names[int(operators[op.index].inputs[1])], None)
        if found is None:
            left_out.append(expected.shape)
        else:
            assert np.array_equal(found, expected)
    assert stored == {}
    assert left_out == [(39, 1, 1, 48)]  # the heatmap's, which the kiosk does not use


def test_no_frame_is_both_calibrated_on_and_tested_on_and_half_a_second_lies_between() -> None:
    calibrate = [sample.frame for sample in samples() if sample.use == "calibrate"]
    test = [sample.frame for sample in samples() if sample.use == "test"]

    assert min(test) - max(calibrate) >= 15  # frames of a clip of 30 a second
    assert len(calibrate) == 18
    assert len(test) == 39


def test_a_download_that_is_not_the_pinned_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fake.whl").write_bytes(b"not the wheel")
    package = Package("fake", "1", "fake.whl", sha256="0" * 64, licence="none")

    with pytest.raises(PinMismatch, match=r"fake\.whl has sha256"):
        read(Member(package, "inside", "0" * 64), cache=tmp_path)


def test_the_walk_computes_what_the_runtime_computes() -> None:
    published = model_file.read(fetch.read(fetch.LANDMARKS))
    fold(published)
    person = crops.as_input(crops.walker("test")[:1])

    walked = graph.run(graph.load(published), person)

    landmarks, score, mask, heatmap, world = Network(fetch.read(fetch.LANDMARKS))(person)
    assert np.abs(walked[0] - landmarks).max() < 0.005  # pixels
    assert np.abs(walked[1] - score).max() < 1e-5
    assert np.abs(walked[2] - mask).mean() < 0.005  # logits, which reach down to -1500
    assert overlap(walked[2] > 0, mask > 0) > 0.999
    assert np.abs(walked[3] - heatmap).max() < 0.005
    assert np.abs(walked[4] - world).max() < 1e-3  # metres
