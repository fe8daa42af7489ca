"""Keeps the picture libraries from writing to the terminal: what is wrong is said by our own errors."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cv2

_FFMPEG_QUIET = "-8"


def quiet_opencv() -> None:
    """Silence OpenCV's own log and FFmpeg's; called before a source is opened, never at import."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", _FFMPEG_QUIET)
    # OpenCV 5 has the call in a module of its own.
    owner: Any = cv2 if hasattr(cv2, "setLogLevel") else vars(cv2.utils)["logging"]
    owner.setLogLevel(0)


@contextmanager
def quiet_decoders() -> Iterator[None]:
    """Silence libpng and libjpeg, which write to descriptor 2 past every log level, for a moment.

    Only for decoding a file: the descriptor belongs to the whole process.
    """
    if sys.stderr is not None:
        sys.stderr.flush()
    try:
        saved = os.dup(2)
    except OSError:
        # Closed by whoever started the program: there is nothing to write to.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(nowhere)
        os.close(saved)
