"""Which machine this is: the one place that asks whether it runs on a Raspberry Pi."""

import os
from pathlib import Path

MODEL = Path("/proc/device-tree/model")


def fill_standard_streams() -> None:
    """Put nothing in the place of a standard stream that whoever started the program has closed.

    Otherwise the next file opened would take its number, and what a library writes there would go into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free


def is_raspberry_pi(model_path: Path = MODEL) -> bool:
    """Whether the device tree names a Raspberry Pi; a machine without a device tree is none."""
    try:
        return b"Raspberry Pi" in model_path.read_bytes()
    except OSError:
        return False
