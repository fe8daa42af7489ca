"""Run a TFLite file on whichever runtime this Python has: tflite-runtime up to 3.11, LiteRT after."""

import contextlib
import importlib
import importlib.metadata
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.errors import ModelError

_RUNTIMES = ("ai_edge_litert.interpreter", "tflite_runtime.interpreter")


def _import_runtime() -> ModuleType:
    for name in _RUNTIMES:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise ModelError(
        "no TFLite runtime is installed: pip install ai-edge-litert (or tflite-runtime below Python 3.12)"
    )


def runtime_name() -> str:
    """The runtime in use and its version, for staff.

    Raises:
        ModelError: none is installed.
    """
    package = _import_runtime().__name__.split(".", maxsplit=1)[0]
    return f"{package} {importlib.metadata.version(package.replace('_', '-'))}"


@contextlib.contextmanager
def _native_stderr_silenced() -> Iterator[None]:
    """Keep the runtime's own start-up chatter, which no setting turns off, away from the terminal."""
    try:
        stderr = sys.__stderr__.fileno() if sys.__stderr__ else 2
        kept = os.dup(stderr)
    except (OSError, ValueError):
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), stderr)
        yield
    finally:
        os.dup2(kept, stderr)
        os.close(kept)


class Network:
    """One TFLite model, ready to run; used by one thread at a time.

    Inputs and outputs are float32, whatever the model computes in: quantized inputs and outputs are
    converted with the scale and zero point the file states.
    """

    def __init__(self, content: bytes, threads: int = 1) -> None:
        """Load a model.

        Args:
            content: the bytes of a .tflite file.
            threads: how many cores an inference may use.

        Raises:
            ModelError: there is no runtime, or it cannot load the file.
        """
        runtime = _import_runtime()
        try:
            with _native_stderr_silenced():
                self._interpreter: Any = runtime.Interpreter(model_content=content, num_threads=threads)
                self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError, TypeError) as error:
            raise ModelError(f"the model does not load ({error}): rebuild it with make models") from error
        self._inputs = self._interpreter.get_input_details()
        self._outputs = self._interpreter.get_output_details()

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The first input's shape."""
        return tuple(int(n) for n in self._inputs[0]["shape"])

    def __call__(self, value: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Run once: a float32 input of ``input_shape`` to the outputs, float32, in the file's order.

        Raises:
            ModelError: the shape is wrong or the runtime fails.
        """
        detail = self._inputs[0]
        try:
            self._interpreter.set_tensor(detail["index"], _encode(value, detail))
            self._interpreter.invoke()
        except (ValueError, RuntimeError) as error:
            raise ModelError(f"the model failed to run ({error})") from error
        return [_decode(self._interpreter.get_tensor(out["index"]), out) for out in self._outputs]


def _encode(value: NDArray[np.float32], detail: dict[str, Any]) -> NDArray[Any]:
    dtype = detail["dtype"]
    if dtype == np.float32:
        return np.ascontiguousarray(value, dtype=np.float32)
    scale, zero = detail["quantization"]
    limits = np.iinfo(dtype)
    steps = np.clip(np.round(value / scale) + zero, limits.min, limits.max)
    encoded: NDArray[Any] = steps.astype(dtype)
    return encoded


def _decode(value: NDArray[Any], detail: dict[str, Any]) -> NDArray[np.float32]:
    if value.dtype == np.float32:
        return value
    scale, zero = detail["quantization"]
    decoded: NDArray[np.float32] = ((value.astype(np.float32) - zero) * scale).astype(np.float32)
    return decoded


def sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """The logistic function: logits of any shape to 0..1, float32, without overflow."""
    result: NDArray[np.float32] = (1 / (1 + np.exp(-np.clip(logits, -60, 60)))).astype(np.float32)
    return result
