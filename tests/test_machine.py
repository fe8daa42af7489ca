"""Whether the machine is a Raspberry Pi."""

import pytest

from kiosk.machine import is_raspberry_pi


@pytest.mark.parametrize(
    ("model", "answer"),
    [
        (b"Raspberry Pi 5 Model B Rev 1.0\0", True),
        (b"Raspberry Pi Compute Module 4 Rev 1.1\0", True),
        (b"Pine64 RockPro64 v2.1\0", False),
        (b"", False),
    ],
)
def test_the_device_tree_names_the_machine(tmp_path, model, answer):
    path = tmp_path / "model"
    path.write_bytes(model)
    assert is_raspberry_pi(path) is answer


def test_a_machine_without_a_device_tree_is_no_pi(tmp_path):
    assert not is_raspberry_pi(tmp_path / "model")
