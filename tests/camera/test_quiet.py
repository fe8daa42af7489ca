"""Silencing the decoders, also where there is nothing to write to."""

import os

import pytest

from kiosk.camera.quiet import quiet_decoders


def test_what_a_library_writes_to_descriptor_two_is_kept_from_the_terminal(capfd):
    with quiet_decoders():
        os.write(2, b"libpng warning")
    os.write(2, b"after")
    assert capfd.readouterr().err == "after"


def test_a_closed_stderr_is_left_closed(monkeypatch):
    def refuse(_number: int) -> int:
        raise OSError(9, "Bad file descriptor")

    with monkeypatch.context() as patched:
        patched.setattr("os.dup", refuse)
        patched.setattr("os.dup2", lambda *_: pytest.fail("something was put in its place"))
        patched.setattr("sys.stderr", None)
        with quiet_decoders():
            reached = True
    assert reached
