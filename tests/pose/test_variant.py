"""The pose model's int8 file runs where it is asked for or faster, and never unasked on tflite-runtime."""

import hashlib
import itertools

import numpy as np
import pytest

from kiosk.errors import ModelError
from kiosk.pose import variant
from kiosk.pose.manifest import Manifest
from kiosk.pose.variant import Variant, faster, landmark_network


class Clock:
    """Stands still but for what is done."""

    def __init__(self):
        self.now_s = 100.0

    def __call__(self):
        return self.now_s


class Timed:
    """A network whose runs take the times given, the last one for good."""

    input_shape = (1, 256, 256, 3)

    def __init__(self, clock, *took_s):
        self.clock = clock
        self.took_s = itertools.chain(took_s, itertools.repeat(took_s[-1]))
        self.runs = 0

    def __call__(self, value):
        assert value.shape == self.input_shape
        assert value.dtype == np.float32
        self.clock.now_s += next(self.took_s)
        self.runs += 1


@pytest.mark.parametrize(
    ("weights_s", "activations_s", "expected"),
    [
        (0.0106, 0.0100, Variant.ACTIVATIONS),
        # 1.05 times 10 ms is 10.5 ms: 4 % are not worth it.
        (0.0104, 0.0100, Variant.WEIGHTS),
        (0.0100, 0.0100, Variant.WEIGHTS),
        (0.0100, 0.1580, Variant.WEIGHTS),
    ],
)
def test_the_int8_file_is_chosen_where_it_is_clearly_faster(weights_s, activations_s, expected):
    clock = Clock()
    assert faster(Timed(clock, weights_s), Timed(clock, activations_s), clock) is expected


def test_the_first_run_which_packs_weights_does_not_count():
    clock = Clock()
    weights = Timed(clock, 0.001, 0.020)
    activations = Timed(clock, 0.900, 0.015)
    assert faster(weights, activations, clock) is Variant.ACTIVATIONS
    assert weights.runs == activations.runs == 1 + 5


def test_other_work_that_comes_in_between_does_not_count():
    clock = Clock()
    activations = Timed(clock, 0.015, 0.015, 0.015, 0.015, 0.015, 0.090)
    assert faster(Timed(clock, 0.020), activations, clock) is Variant.ACTIVATIONS


def test_a_quick_machine_tries_five_rounds_and_a_slow_one_stops_after_the_first():
    clock = Clock()
    quick = Timed(clock, 0.010)
    faster(quick, quick, clock)
    assert quick.runs == 2 * (1 + 5)
    slow = Timed(clock, 0.160)
    faster(slow, slow, clock)
    assert slow.runs == 2 * (1 + 1)


class Loaded:
    """A network that remembers what it was made of."""

    input_shape = (1, 256, 256, 3)
    took_s = {b"weights": 0.010, b"activations": 0.005}  # noqa: RUF012 - never written
    clock = Clock()

    def __init__(self, content, threads):
        self.content, self.threads = content, threads

    def __call__(self, value):
        self.clock.now_s += self.took_s[self.content]


@pytest.fixture
def manifest(tmp_path, monkeypatch):
    monkeypatch.setattr(variant, "Network", Loaded)
    lines = []
    for name, content in (("pose_landmark", b"weights"), ("pose_landmark_int8", b"activations")):
        (tmp_path / f"{name}.tflite").write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        lines.append(f'[model.{name}]\nfile = "{name}.tflite"\nsha256 = "{digest}"\n')
    (tmp_path / "manifest.toml").write_text("".join(lines))
    return Manifest.load(tmp_path)


def chosen(manifest, wish, runtime):
    return landmark_network(manifest, 2, wish, lambda: runtime, Loaded.clock).content


def test_auto_takes_the_faster_file_on_litert(manifest, monkeypatch):
    assert chosen(manifest, "auto", "ai_edge_litert 2.3.0") == b"activations"
    monkeypatch.setattr(Loaded, "took_s", {b"weights": 0.010, b"activations": 0.011})
    assert chosen(manifest, "auto", "ai_edge_litert 2.3.0") == b"weights"


def test_auto_never_runs_the_int8_file_on_tflite_runtime(manifest, tmp_path):
    (tmp_path / "pose_landmark_int8.tflite").unlink()
    assert chosen(manifest, "auto", "tflite_runtime 2.14.0") == b"weights"


@pytest.mark.parametrize("runtime", ["ai_edge_litert 2.3.0", "tflite_runtime 2.14.0"])
def test_a_variant_that_is_asked_for_runs_wherever_that_is(manifest, runtime):
    assert chosen(manifest, "weights", runtime) == b"weights"
    assert chosen(manifest, "activations", runtime) == b"activations"


def test_a_folder_of_models_without_the_int8_file_runs_the_other(manifest):
    only = {"pose_landmark": manifest.entries["pose_landmark"]}
    single = Manifest(manifest.folder, only)
    assert chosen(single, "auto", "ai_edge_litert 2.3.0") == b"weights"
    with pytest.raises(ModelError, match="no model 'pose_landmark_int8'"):
        chosen(single, "activations", "ai_edge_litert 2.3.0")


def test_an_altered_int8_file_is_not_tried(manifest, tmp_path):
    (tmp_path / "pose_landmark_int8.tflite").write_bytes(b"altered")
    with pytest.raises(ModelError, match="not the one in the manifest"):
        chosen(manifest, "auto", "ai_edge_litert 2.3.0")
