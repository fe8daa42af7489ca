"""The kiosk's commands; each is thin, and every error a person can cause is one line on stderr."""

import dataclasses
import json
import logging
import signal
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from kiosk import __version__
from kiosk.errors import KioskError, SettingsError, WrongUse
from kiosk.machine import fill_standard_streams

EXIT_NO = 1
EXIT_WRONG_USE = 2
EXIT_INTERRUPTED = 128 + signal.SIGINT

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _said_in_one_line(command: Callable[..., None]) -> Callable[..., None]:
    """Turn the kiosk's errors into one line on stderr and an exit code."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except KioskError as error:
            click.echo(f"kiosk: {_in_one_line(str(error))}", err=True)
            sys.exit(EXIT_WRONG_USE if isinstance(error, SettingsError | WrongUse) else EXIT_NO)
        except KeyboardInterrupt:
            sys.exit(EXIT_INTERRUPTED)
        except BrokenPipeError:
            raise  # whoever read the answers has left: click ends without a word
        except OSError as error:
            what = f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
            click.echo(f"kiosk: {_in_one_line(what)}", err=True)
            sys.exit(EXIT_NO)

    return run


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _upon_signals(action: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    """What Ctrl-C, a stop by systemd and a closed terminal do from now on; ``nohup`` is respected."""
    for number in _ENDING:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, action)


class _Kiosk(click.Group):
    """The commands; a wrong use of one is said in one line, as every other error is."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run, and end the process."""
        try:
            code = super().main(*args, **extra | {"standalone_mode": False})
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "kiosk"
            # Without a command click's message is the whole help text, which is what was asked for.
            helps = error.ctx is not None and error.format_message() == error.ctx.get_help()
            said = error.format_message() if helps else _in_one_line(error.format_message())
            click.echo(said if helps else f"kiosk: {said} See {command} --help.", err=True)
            sys.exit(EXIT_WRONG_USE)
        except click.Abort:
            sys.exit(EXIT_INTERRUPTED)
        sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=_Kiosk)
@click.version_option(__version__, prog_name="kiosk")
def main() -> None:
    """Estimate anterior pelvic tilt from one standing side view, and forget the picture."""
    fill_standard_streams()


@main.command()
@click.option("--camera", help="auto, pi, webcam, webcam:N, demo, or a video, image or folder.")
@click.option("--lights", type=click.Choice(["auto", "gpio", "mock"]), help="Where the lights are.")
@click.option("--port", type=click.IntRange(1, 65535), help="The guest page's port on this machine.")
@_said_in_one_line
def run(camera: str | None, lights: str | None, port: int | None) -> None:
    """Run the kiosk: camera, guest page and lights."""
    # Until there is a kiosk to stop, a signal ends the process as the system does it, without a traceback.
    _upon_signals(signal.SIG_DFL)
    from kiosk import app, settings  # noqa: PLC0415 - the other commands start faster without

    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("waitress").setLevel(logging.ERROR)
    kiosk = app.build(settings.load(camera=camera, lights=lights, port=port))
    _upon_signals(lambda *_: kiosk.stop())
    click.echo(f"The kiosk is at {kiosk.server.url} (camera: {kiosk.supervisor.name}); Ctrl-C ends it.")
    try:
        kiosk.run()
    finally:
        # Python gives signals back to the system before it ends: a late one would look like a crash.
        _upon_signals(signal.SIG_IGN)


@main.command()
@click.argument("names", metavar="PATH...", nargs=-1, required=True, type=click.Path())
@click.option("--facing", type=click.Choice(["auto", "left", "right"]), default="auto", show_default=True)
@click.option("--dots", is_flag=True, help="Measure two dots on the near ASIS and PSIS.")
@click.option("--combine", is_flag=True, help="With --dots: weigh dots and contour together.")
@click.option("--range", "place", is_flag=True, help="ARCH TUCK REST: where at rest in one's own range.")
@click.option("--compare", is_flag=True, help="BEFORE AFTER: what changed, and whether one can be sure.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each answer.")
@_said_in_one_line
def measure(  # noqa: PLR0913 - one for each option
    names: tuple[str, ...],
    *,
    facing: str,
    dots: bool,
    combine: bool,
    place: bool,
    compare: bool,
    as_json: bool,
) -> None:
    """Measure images or videos: one answer each; a folder stands for the images and videos in it.

    With --range or --compare all inputs are of one person and there is one answer; a folder then holds
    repeats. Exits with 1 when an input was refused or could not be read.
    """
    if "" in names:
        raise WrongUse("an empty name is no input: give the path of a file or folder")
    paths = tuple(Path(name) for name in names)
    _check_use(paths, dots=dots, combine=combine, place=place, compare=compare)
    logging.basicConfig(level=logging.WARNING, format="kiosk: %(message)s")
    if place or compare:
        _measure_together(paths, facing, as_json=as_json)
    else:
        _measure_each(paths, facing, "dots+contour" if combine else "dots" if dots else "contour", as_json)


def _check_use(paths: tuple[Path, ...], *, dots: bool, combine: bool, place: bool, compare: bool) -> None:
    if combine and not dots:
        raise WrongUse("--combine weighs the dots with the contour: give --dots too")
    if place + compare + dots > 1:
        raise WrongUse("--range, --compare and --dots do not go together: give one of them")
    if place and len(paths) != 3:
        raise WrongUse(f"--range takes three inputs, ARCH TUCK REST: {len(paths)} given")
    if compare and len(paths) != 2:
        raise WrongUse(f"--compare takes two inputs, BEFORE AFTER: {len(paths)} given")


def _measure_together(paths: tuple[Path, ...], facing: str, *, as_json: bool) -> None:
    from kiosk import instruments, settings  # noqa: PLC0415
    from kiosk.measure import Status  # noqa: PLC0415

    comparer = instruments.comparer(settings.load(), facing)
    answer = comparer.placed(*paths) if len(paths) == 3 else comparer.changed(*paths)
    if as_json:
        click.echo(json.dumps(answer.as_json()))
    for line in answer.damages:
        click.echo(f"kiosk: {line}", err=True)
    if answer.unreadable:
        click.echo(f"kiosk: {answer.sentence()}", err=True)
    elif not as_json:
        click.echo(answer.sentence())
    sys.exit(0 if answer.status is Status.OK else EXIT_NO)


def _measure_each(paths: tuple[Path, ...], facing: str, method: str, as_json: bool) -> None:
    from kiosk import instruments, settings  # noqa: PLC0415
    from kiosk.measure import Status, inputs  # noqa: PLC0415

    meter = instruments.meter(settings.load(), facing, method)
    answered = True
    for path in inputs(paths):
        reading = meter.read(path)
        answered = answered and reading.status is Status.OK
        if as_json:
            click.echo(json.dumps(reading.as_json()))
        if reading.note:
            click.echo(f"kiosk: {reading.note}", err=True)
        if reading.message:
            click.echo(f"kiosk: {reading.message}", err=True)
        elif not as_json:
            click.echo(reading.sentence())
    sys.exit(0 if answered else EXIT_NO)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="The findings as one JSON object.")
@_said_in_one_line
def doctor(as_json: bool) -> None:
    """Look for what is wrong with this kiosk; exits with 1 if something is."""
    from kiosk import app, settings  # noqa: PLC0415
    from kiosk import doctor as checks  # noqa: PLC0415

    chosen = settings.load()
    findings = checks.examine(
        [
            checks.PythonCheck(),
            checks.RuntimeCheck(),
            checks.ModelsCheck(chosen.models),
            checks.CameraCheck(lambda: app.camera_of(chosen)),
            checks.LightsCheck(lambda: app.lights_of(chosen)),
            checks.SoundsCheck(lambda: app.sounds_missing(chosen), chosen.sound.folder),
            checks.DiskCheck(),
        ]
    )
    healthy = all(finding.verdict is not checks.Verdict.PROBLEM for finding in findings)
    if as_json:
        click.echo(json.dumps({"healthy": healthy, "findings": [dataclasses.asdict(f) for f in findings]}))
    else:
        for finding in findings:
            advice = f" - {finding.advice}" if finding.advice else ""
            click.echo(f"{finding.verdict:8} {finding.check:8} {finding.what}{advice}")
    sys.exit(0 if healthy else EXIT_NO)
