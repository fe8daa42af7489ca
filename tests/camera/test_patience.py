"""Calls that may block: whoever asked waits only as long as they chose."""

import threading

import pytest

from kiosk.camera.patience import Patience
from kiosk.errors import CameraStalled


def test_a_call_gives_its_result_or_its_own_error():
    patience = Patience("thing")
    assert patience.call(lambda: 6 * 7, 5.0) == 42
    with pytest.raises(ZeroDivisionError):
        patience.call(lambda: 1 / 0, 5.0)
    patience.close(lambda: None, 5.0)


def test_an_error_of_the_call_that_is_a_timeout_stays_itself():
    patience = Patience("thing")

    def expire() -> None:
        raise TimeoutError("the device's own")

    with pytest.raises(TimeoutError, match="the device's own"):
        patience.call(expire, 5.0)
    patience.close(lambda: None, 5.0)


def test_calls_behind_one_that_hangs_are_struck_off_and_never_run():
    patience = Patience("thing")
    come_back = threading.Event()
    ran: list[int] = []
    with pytest.raises(CameraStalled, match="thing did not answer"):
        patience.call(come_back.wait, 0.01)
    for number in range(3):
        with pytest.raises(CameraStalled):
            patience.call(lambda number=number: ran.append(number), 0.01)
    come_back.set()
    assert patience.call(lambda: "after", 5.0) == "after"
    assert ran == []
    patience.close(lambda: None, 5.0)


def test_closing_runs_the_last_call_and_ends_the_thread():
    before = threading.active_count()
    patience = Patience("thing")
    ran: list[str] = []
    patience.close(lambda: ran.append("last"), 5.0)
    assert ran == ["last"]
    assert threading.active_count() == before


def test_a_thread_whose_first_call_fails_is_undone_and_ends():
    undone = []

    def fail() -> None:
        raise ValueError("no camera")

    with pytest.raises(ValueError, match="no camera"):
        Patience.begun("thing", fail, 5.0, undo=lambda: undone.append(1), undo_within_s=5.0)
    assert undone == [1]
    assert "thing" not in [thread.name for thread in threading.enumerate()]


def test_a_thread_whose_first_call_is_well_goes_on():
    patience = Patience.begun("thing", lambda: None, 5.0, undo=pytest.fail, undo_within_s=5.0)
    assert patience.call(lambda: 7, 5.0) == 7
    patience.close(lambda: None, 5.0)
