import json

import numpy as np
import pytest

from kiosk.screening.board import Board
from kiosk.screening.reason import Reason
from kiosk.screening.view import Outline, Ring, Stage, View
from kiosk.web.streams import BEAT, Streams, stream

NOW_S = 100.0


def listen(board, streams=None, clock=lambda: NOW_S, lamps=None):
    # A beat of no seconds: the board never makes a test wait.
    return stream(board, clock, streams or Streams(1), lamps, beat_s=0.0)


def events(text):
    """[(name, data)] of a piece of an event stream, as a browser would read it."""
    blocks = [
        dict(line.split(": ", 1) for line in block.split("\n")) for block in text.split("\n\n") if block
    ]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


def at(x):
    return Outline(np.full((3, 2), x, np.float32), 1.0)


def test_the_first_event_is_the_present_view():
    [(name, data)] = events(next(listen(Board(View(Stage.IDLE)))))
    assert name == "view"
    assert data["stage"] == "idle"


def test_a_page_that_joins_at_the_mat_gets_view_and_outline_together():
    board = Board(View(Stage.POSITIONING))
    board.draw(at(0.5))
    first = events(next(listen(board)))
    assert [name for name, _ in first] == ["view", "outline"]
    assert first[1][1] == {"aspect": 1.0, "points": [500] * 6}


def test_a_new_view_is_sent_once_then_the_heart_beats():
    board = Board(View(Stage.IDLE))
    heard = listen(board)
    next(heard)
    board.show(View(Stage.POSITIONING, Reason.TOO_FAR))
    [(name, data)] = events(next(heard))
    assert (name, data["words"]["title"]) == ("view", "Come closer")
    assert next(heard) == BEAT


def test_a_page_that_is_late_gets_the_newest_outline_only():
    board = Board(View(Stage.POSITIONING))
    heard = listen(board)
    next(heard)
    for x in (0.1, 0.2, 0.3):
        board.draw(at(x))
    assert events(next(heard)) == [("outline", {"aspect": 1.0, "points": [300] * 6})]
    assert next(heard) == BEAT


def test_an_outline_taken_down_is_told():
    board = Board(View(Stage.POSITIONING))
    board.draw(at(0.5))
    heard = listen(board)
    next(heard)
    board.draw(None)
    assert events(next(heard)) == [("outline", None)]


@pytest.mark.parametrize("stage", [Stage.IDLE, Stage.RESULT, Stage.REFUSED, Stage.FAULT])
def test_no_outline_leaves_the_kiosk_while_none_is_drawn(stage):
    board = Board(View(stage))
    heard = listen(board)
    next(heard)
    board.draw(at(0.5))
    assert next(heard) == BEAT


def test_the_ring_is_counted_at_the_moment_of_sending():
    board = Board(View(Stage.HOLDING, ring=Ring(2.0, 101.0)))
    [(_, data), *_] = events(next(listen(board, clock=lambda: 100.6)))
    assert data["ring"] == {"length_s": 2.0, "left_s": 0.4}


def test_outlines_nobody_draws_do_not_hurry_the_heart():
    # Read at the start, for the view, when it is sent; then at each wake-up, and when the beat is sent.
    now = iter([0.0, 0.0, 0.0, 0.2, 0.4, 0.6, 0.6, 9.0])

    class Restless(Board):
        def wait(self, view_number, outline_number, timeout_s, cue_number=None):
            self.draw(at(0.5))
            return self.latest()

    board = Restless(View(Stage.IDLE))
    heard = stream(board, lambda: next(now), Streams(1), beat_s=0.5)
    next(heard)
    assert next(heard) == BEAT
    assert next(now) == 9.0


def test_a_page_that_joins_is_told_what_the_lamps_show():
    first = events(next(listen(Board(View(Stage.IDLE)), lamps=lambda: (1.0, 0.0, 0.349))))
    assert [name for name, _ in first] == ["view", "lamps"]
    assert first[1][1] == [1.0, 0.0, 0.35]


def test_lamps_are_sent_again_only_when_they_have_changed_by_what_can_be_seen():
    shown = iter([(0.3, 0.0, 0.0), (0.31, 0.0, 0.0), (0.34, 0.0, 0.0), (0.34, 0.0, 0.0)])
    heard = listen(Board(View(Stage.IDLE)), lamps=lambda: next(shown))
    assert events(next(heard))[1] == ("lamps", [0.3, 0.0, 0.0])
    assert next(heard) == BEAT
    assert events(next(heard)) == [("lamps", [0.35, 0.0, 0.0])]
    assert next(heard) == BEAT


def test_no_lamps_are_told_of_where_the_lights_are_real():
    heard = listen(Board(View(Stage.IDLE)))
    assert [name for name, _ in events(next(heard))] == ["view"]
    assert next(heard) == BEAT


class Awaited(Board):
    """A board on which nothing happens: notes how long it was waited for, and never waits."""

    def __init__(self):
        super().__init__(View(Stage.IDLE))
        self.waited_s = []

    def wait(self, view_number, outline_number, timeout_s, cue_number=None):
        self.waited_s.append(timeout_s)
        return self.latest()


@pytest.mark.parametrize(("lamps", "look_s"), [(lambda: (0.0, 0.0, 0.0), 0.1), (None, 0.5)])
def test_lamps_are_looked_at_ten_times_a_second_and_nothing_without_them(lamps, look_s):
    board = Awaited()
    next(stream(board, lambda: NOW_S, Streams(1), lamps))
    assert board.waited_s == [look_s]


def test_lamps_that_stay_as_they_are_do_not_hurry_the_heart():
    # Read at the start, for the view, when it is sent; then at each wake-up, and when the beat is sent.
    now = iter([0.0, 0.0, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 9.0])
    heard = stream(Awaited(), lambda: next(now), Streams(1), lambda: (1.0, 0.0, 0.0))
    next(heard)
    assert next(heard) == BEAT
    assert next(now) == 9.0


def test_a_stream_with_lamps_ends_when_the_streams_are_closed():
    streams = Streams(1)
    glide = iter(range(100))
    heard = listen(Board(View(Stage.IDLE)), streams, lamps=lambda: (next(glide) / 100, 0.0, 0.0))
    next(heard)
    streams.close()
    assert list(heard) == []


def test_a_stream_ends_when_the_streams_are_closed():
    streams = Streams(1)
    heard = listen(Board(View(Stage.IDLE)), streams)
    next(heard)
    streams.close()
    assert list(heard) == []


def test_no_more_tickets_than_the_limit_and_one_given_back_can_be_had_again():
    streams = Streams(2)
    first, second = streams.take(), streams.take()
    assert first is not None
    assert second is not None
    assert streams.take() is None
    streams.give_back(first)
    streams.give_back(first)
    assert streams.take() is not None
    assert streams.take() is None


def test_closed_streams_give_no_tickets():
    streams = Streams(2)
    streams.close()
    assert streams.take() is None


def test_waiting_for_streams_to_end_tells_whether_they_did():
    streams = Streams(2)
    ticket = streams.take()
    assert not streams.wait_for(0, 0.0)
    streams.give_back(ticket)
    assert streams.wait_for(0, 0.0)
