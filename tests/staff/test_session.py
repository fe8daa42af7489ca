import re
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.staff.pin import PinNotSet, PinRefused, Waiting, Wrong
from kiosk.staff.session import Desk, Opened
from tests.staff.powered import Kiosk

PIN = "482915"


@pytest.fixture
def desk(kiosk):
    return Desk(kiosk.pin, clock=kiosk.clock)


def test_the_right_pin_opens_a_session(desk):
    opened = desk.open(PIN)
    assert opened == Opened(opened.token, 0)
    assert desk.admits(opened.token)


def test_a_session_tells_how_many_attempts_failed_before_it(desk):
    assert desk.open("111112") == Wrong(0.0)
    assert desk.open(PIN).wrong_before == 1


def test_nobody_is_admitted_before_a_session_is_open(desk):
    assert not desk.admits("")
    assert not desk.admits("None")
    assert desk.left_s("") == 0.0


def test_a_wrong_pin_opens_nothing(desk):
    assert desk.open("111112") == Wrong(0.0)
    assert not desk.admits("")


def test_who_has_to_wait_opens_nothing_even_with_the_right_pin(desk):
    for _ in range(3):
        desk.open("111112")
    assert desk.open(PIN) == Waiting(30.0)


def test_no_session_opens_before_a_pin_is_chosen(tmp_path):
    fresh = Kiosk(tmp_path)
    with pytest.raises(PinNotSet):
        Desk(fresh.pin, clock=fresh.clock).open(PIN)
    fresh.store.close()


def test_what_is_no_pin_leaves_the_open_session_as_it_is(desk):
    token = desk.open(PIN).token
    with pytest.raises(PinRefused):
        desk.open("12")
    assert desk.open("111112") == Wrong(0.0)
    assert desk.admits(token)


def test_a_token_is_256_random_bits_that_suit_a_cookie_and_never_comes_twice(desk):
    tokens = {desk.open(PIN).token for _ in range(50)}
    assert len(tokens) == 50
    assert all(re.fullmatch("[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_a_session_is_over_after_two_idle_minutes(kiosk, desk):
    token = desk.open(PIN).token
    kiosk.clock.now_s = 119.9
    assert desk.left_s(token) == pytest.approx(0.1)
    assert desk.admits(token, touch=False)
    kiosk.clock.now_s = 120.0
    assert desk.left_s(token) == 0.0
    assert not desk.admits(token)


def test_a_session_that_is_over_does_not_come_back(kiosk, desk):
    token = desk.open(PIN).token
    kiosk.clock.now_s = 500.0
    assert not desk.admits(token)
    kiosk.clock.now_s = 10.0
    assert not desk.admits(token)


def test_each_touch_gives_two_minutes_more(kiosk, desk):
    token = desk.open(PIN).token
    for now_s in (100.0, 200.0, 300.0):
        kiosk.clock.now_s = now_s
        assert desk.admits(token)
        assert desk.left_s(token) == 120.0
    kiosk.clock.now_s = 420.0
    assert not desk.admits(token)


def test_what_a_page_asks_for_by_itself_does_not_keep_the_session_open(kiosk, desk):
    token = desk.open(PIN).token
    for now_s in range(0, 120, 5):
        kiosk.clock.now_s = float(now_s)
        assert desk.admits(token, touch=False)
    kiosk.clock.now_s = 120.0
    assert not desk.admits(token, touch=False)


def test_another_token_does_not_keep_the_session_open(kiosk, desk):
    token = desk.open(PIN).token
    kiosk.clock.now_s = 100.0
    assert not desk.admits("A" * 43)
    kiosk.clock.now_s = 120.0
    assert not desk.admits(token)


def test_a_second_session_ends_the_first(desk):
    first = desk.open(PIN).token
    second = desk.open(PIN).token
    assert not desk.admits(first)
    assert desk.admits(second)


def test_a_session_ends_when_staff_leave(desk):
    token = desk.open(PIN).token
    desk.end(token)
    assert not desk.admits(token)
    desk.end(token)


def test_nobody_else_ends_a_session(desk):
    token = desk.open(PIN).token
    desk.end("A" * 43)
    desk.end(token[:-1])
    assert desk.admits(token)


def test_no_session_outlives_the_program(kiosk, desk):
    token = desk.open(PIN).token
    kiosk.cut()
    assert not Desk(kiosk.pin, clock=kiosk.clock).admits(token)


def test_no_token_is_kept_on_the_disk(kiosk, desk):
    token = desk.open(PIN).token.encode()
    for path in kiosk.path.parent.iterdir():
        assert token not in path.read_bytes()


def test_a_token_is_compared_in_constant_time(desk, monkeypatch):
    compared = []
    real = __import__("hmac").compare_digest
    monkeypatch.setattr("hmac.compare_digest", lambda a, b: compared.append((a, b)) or real(a, b))
    token = desk.open(PIN).token
    desk.admits(token)
    desk.admits("x")
    assert compared == [(token.encode(), token.encode()), (token.encode(), b"x")]


@given(shown=st.text() | st.text(st.characters(categories=["Cs", "Cc", "Lu"])))
def test_whatever_text_is_shown_admits_nobody_and_breaks_nothing(shown):
    class Right:
        def attempt(self, pin):
            from kiosk.staff.pin import Right

            return Right(0)

    desk = Desk(Right(), clock=lambda: 0.0)
    token = desk.open(PIN).token
    assert not desk.admits(shown)
    assert not desk.admits(token + shown) or shown == ""
    assert desk.admits(token)


def test_sessions_opened_at_once_leave_exactly_one(desk):
    together, tokens = threading.Barrier(6), []

    def sit():
        together.wait(10)
        tokens.append(desk.open(PIN).token)

    threads = [threading.Thread(target=sit) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(desk.admits(token) for token in tokens) == 1
