"""What every command owes a person who types it wrong: one line, and the exit code 2."""

import pytest
from click.testing import CliRunner

from kiosk.cli import main


def typed(*words):
    return CliRunner().invoke(main, words, prog_name="kiosk")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["measure"], "kiosk: Missing argument 'PATH...'. See kiosk measure --help.\n"),
        (["measure", "a.jpg", "--facing", "up"], "'up' is not one of 'auto', 'left', 'right'."),
        (["measure", "-dash.jpg"], "No such option"),
        (["run", "--port", "0"], "kiosk: Invalid value for '--port'"),
        (["frobnicate"], "kiosk: No such command 'frobnicate'. See "),
        (["measure", ""], "kiosk: an empty name is no input: give the path of a file or folder\n"),
        (["measure", "a.jpg", "--combine"], "give --dots too"),
    ],
)
def test_a_wrong_use_is_one_line_and_exit_code_2(words, said):
    done = typed(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_help_and_version_are_no_errors():
    for words in (["--help"], ["measure", "--help"], ["--version"]):
        done = typed(*words)
        assert (done.exit_code, done.stderr) == (0, "")
        assert "kiosk" in done.stdout or "PATH" in done.stdout


def test_no_command_at_all_gets_the_whole_help():
    done = typed()
    assert done.exit_code == 2
    assert "Commands:" in done.stderr
    assert done.stderr.startswith("Usage: ")
