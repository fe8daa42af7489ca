"""Which machine this is: the one place that asks whether it runs on a Raspberry Pi."""

from pathlib import Path

MODEL = Path("/proc/device-tree/model")


def is_raspberry_pi(model_path: Path = MODEL) -> bool:
    """Whether the device tree names a Raspberry Pi; a machine without a device tree is none."""
    try:
        return b"Raspberry Pi" in model_path.read_bytes()
    except OSError:
        return False
