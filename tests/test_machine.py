"""Whether the machine is a Raspberry Pi, and standard streams that someone closed."""

import os
import subprocess
import sys

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


def test_a_closed_standard_stream_is_not_given_to_the_next_file_opened():
    program = (
        "from kiosk.machine import fill_standard_streams as fill; import os; fill(); fill();"
        "opened = os.open('/dev/zero', 0);"
        "os.write(1, str((opened, os.readlink('/proc/self/fd/2'))).encode())"
    )
    # Descriptors 0 and 2 are closed as the program begins; 1 is a pipe.
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&- 2>&-', "sh", sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=os.environ,
    )
    assert done.stdout == "(3, '/dev/null')"
