"""The LEDs' pins: their exact history on gpiozero's mock pins, and faults of the real ones."""

import os
import sys
import threading

import pytest

from kiosk.errors import LightsError, SettingsError
from kiosk.lights.board import LedBoard, Pins
from kiosk.lights.choose import choose_lights, gpio_factory, mock_factory
from kiosk.lights.port import Lights
from kiosk.pelvis.tilt import Grade, Graded
from kiosk.screening.view import Stage


class FakeClock:
    def __init__(self) -> None:
        self.now_s = 50.0

    def __call__(self) -> float:
        return self.now_s


NEUTRAL = Graded(Grade.NEUTRAL, borderline=False, neighbour=None, probabilities={})
MILD = Graded(Grade.MILD, borderline=False, neighbour=None, probabilities={})
BORDERLINE = Graded(Grade.PRONOUNCED, borderline=True, neighbour=Grade.MILD, probabilities={})


class Bench:
    """A board on mock pins, with a clock that the test moves."""

    def __init__(self, pins: Pins | None = None) -> None:
        self.clock = FakeClock()
        self.factory = mock_factory()
        self.board = LedBoard(self.factory, pins or Pins(), simulated=True, clock=self.clock)
        self.pins = [self.factory.pin(number) for number in (17, 27, 22)]
        for pin in self.pins:
            pin.clear_states()

    def play(self, *moments_s: float) -> None:
        """Tick at these moments, seconds after the clock's start."""
        for moment_s in moments_s:
            self.clock.now_s = 50.0 + moment_s
            self.board.tick()

    def histories(self) -> list[list[float]]:
        return [[change.state for change in pin.states] for pin in self.pins]


@pytest.fixture
def bench():
    bench = Bench()
    yield bench
    bench.board.close()


def test_the_pins_are_the_wired_ones_and_start_dark():
    bench = Bench()
    assert [pin.function for pin in bench.pins] == ["output"] * 3
    assert bench.histories() == [[0.0], [0.0], [0.0]]
    assert [pin.frequency for pin in bench.pins] == [100, 100, 100]
    bench.board.close()


def test_positioning_runs_along_the_mast(bench):
    bench.board.show(Stage.POSITIONING)
    bench.play(0.25, 0.5, 1.0, 1.5)
    assert bench.histories() == [[0.0, 1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]


def test_a_result_lights_its_grade_at_once_and_darkens_the_others(bench):
    bench.board.show(Stage.HOLDING)
    bench.board.show(Stage.RESULT, NEUTRAL)
    assert bench.histories() == [[0.0, 0.6, 1.0], [0.0], [0.0, 0.6, 0.0]]
    assert bench.board.levels() == (1.0, 0.0, 0.0)


def test_a_borderline_result_blinks_its_own_light_and_dims_the_neighbour(bench):
    bench.board.show(Stage.RESULT, BORDERLINE)
    bench.play(1.0, 1.5, 1.7, 2.0)
    neutral, mild, pronounced = bench.histories()
    assert neutral == [0.0]
    assert mild == pytest.approx([0.0, 0.175, 0.2625, 0.2975, 0.35])
    assert pronounced == [0.0, 1.0, 0.3, 1.0]


def test_a_pattern_counts_from_when_its_stage_began(bench):
    bench.clock.now_s = 50.8
    bench.board.show(Stage.POSITIONING)
    assert bench.board.levels() == (1.0, 0.0, 0.0)
    bench.play(1.4)
    assert bench.board.levels() == (0.0, 1.0, 0.0)


def test_showing_the_same_stage_again_does_not_restart_its_pattern(bench):
    bench.board.show(Stage.POSITIONING)
    bench.clock.now_s = 50.6
    bench.board.show(Stage.POSITIONING)
    bench.board.tick()
    assert bench.board.levels() == (0.0, 1.0, 0.0)


def test_another_grade_at_the_same_stage_is_shown(bench):
    bench.board.show(Stage.RESULT, NEUTRAL)
    bench.board.show(Stage.RESULT, MILD)
    assert bench.board.levels() == (0.0, 1.0, 0.0)


def test_off_is_dark_until_the_next_show(bench):
    bench.board.show(Stage.RESULT, MILD)
    bench.board.off()
    bench.play(0.5)
    assert bench.histories()[1] == [0.0, 1.0, 0.0]
    bench.board.show(Stage.RESULT, MILD)
    assert bench.board.levels() == (0.0, 1.0, 0.0)


def test_lights_wired_to_the_supply_are_driven_low(bench):
    bench.board.close()
    inverted = Bench(Pins(active_high=False))
    assert inverted.histories() == [[1.0], [1.0], [1.0]]
    inverted.board.show(Stage.RESULT, MILD)
    assert inverted.histories() == [[1.0], [1.0, 0.0], [1.0]]
    inverted.board.close()


def test_closing_darkens_the_lights_and_frees_the_pins_and_is_harmless_twice(bench):
    bench.board.show(Stage.RESULT, MILD)
    bench.board.close()
    bench.board.close()
    assert bench.histories()[1] == [0.0, 1.0, 0.0]
    assert [pin.function for pin in bench.pins] == ["input"] * 3
    bench.board.show(Stage.RESULT, NEUTRAL)
    assert bench.board.levels() == (0.0, 0.0, 0.0)


def test_a_light_that_fails_is_reported_and_stops_nothing(bench, monkeypatch, caplog):
    def fail(value: float) -> None:
        raise OSError("no such line")

    monkeypatch.setattr(bench.pins[1], "_set_state", fail)
    bench.board.show(Stage.RESULT, MILD)
    bench.play(0.1, 0.2)
    assert bench.board.trouble == "the lights cannot be set: no such line"
    assert caplog.text.count("the lights cannot be set") == 1
    monkeypatch.undo()
    bench.play(0.3)
    assert bench.board.trouble is None
    assert bench.board.levels() == (0.0, 1.0, 0.0)


def test_a_pin_that_does_not_exist_is_one_clear_error_and_nothing_is_kept():
    factory = mock_factory()
    with pytest.raises(LightsError, match="pin 99"):
        LedBoard(factory, Pins(pronounced=99), simulated=True)
    assert factory.pin(17).function == "input"


def test_the_playing_thread_ticks_and_ends_with_the_board():
    ticked = threading.Event()

    class Ticking(LedBoard):
        def tick(self) -> None:
            super().tick()
            ticked.set()

    board = Ticking(mock_factory(), simulated=True)
    board.start()
    board.start()
    assert ticked.wait(5.0)
    assert [thread.name for thread in threading.enumerate()].count("lights") == 1
    board.close()
    assert "lights" not in [thread.name for thread in threading.enumerate()]


def refuse() -> None:
    raise LightsError("no pins")


@pytest.mark.parametrize(("kind", "on_pi"), [("auto", True), ("gpio", True), ("gpio", False)])
def test_real_lights_that_are_missing_are_an_error_and_never_simulated(kind, on_pi):
    with pytest.raises(LightsError, match="no pins"):
        choose_lights(kind, on_pi=on_pi, open_gpio=refuse)


@pytest.mark.parametrize(("kind", "on_pi"), [("auto", False), ("mock", False), ("mock", True)])
def test_simulated_lights_say_so_and_open_no_pins(kind, on_pi):
    lights: Lights = choose_lights(kind, on_pi=on_pi, open_gpio=refuse)
    lights.show(Stage.RESULT, NEUTRAL)
    assert lights.simulated
    assert lights.levels() == (1.0, 0.0, 0.0)
    lights.close()


@pytest.mark.parametrize("kind", ["auto", "gpio"])
def test_lights_on_a_pis_pins_are_not_simulated(kind):
    lights = choose_lights(kind, on_pi=True, open_gpio=mock_factory)
    assert not lights.simulated
    lights.close()


def test_another_word_is_wrong_use():
    with pytest.raises(SettingsError, match="auto, gpio or mock"):
        choose_lights("disco", on_pi=False)


def test_a_machine_without_lgpio_is_told_what_to_install(monkeypatch):
    monkeypatch.setenv("LG_WD", "")
    monkeypatch.delenv("LG_WD")
    monkeypatch.setitem(sys.modules, "lgpio", None)
    with pytest.raises(LightsError, match="python3-lgpio"):
        gpio_factory()


def test_lgpio_keeps_its_files_out_of_the_working_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("LG_WD", "")
    monkeypatch.delenv("LG_WD")
    seen = []

    def load(name: str) -> None:
        seen.append(os.environ["LG_WD"])
        raise RuntimeError("can not open gpiochip")

    monkeypatch.setattr("kiosk.lights.choose.import_module", load)
    with pytest.raises(LightsError, match="group 'gpio'"):
        gpio_factory(tmp_path)
    assert seen == [str(tmp_path)]


def test_nothing_global_is_left_in_gpiozero():
    from gpiozero import Device

    board = choose_lights("mock", on_pi=False)
    assert Device.pin_factory is None
    board.close()
