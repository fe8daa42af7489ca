"""Start the kiosk's commands as a user would, and talk to the page as a browser would."""

import contextlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


def kiosk(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def heed_signals() -> None:
    """In a child: take signals as usual, though this test run was started with nohup or in the background."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def events_of(url: str) -> Iterator[tuple[str, Any]]:
    """The events a page is sent, by name, as they come."""
    with urllib.request.urlopen(f"{url}events", timeout=30) as stream:
        name = ""
        for raw in stream:
            field, _, value = raw.decode().rstrip("\n").partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                yield name, json.loads(value)


@dataclass(frozen=True)
class Running:
    """A kiosk that serves its page."""

    process: subprocess.Popen[str]
    url: str

    def post(self, touch: str) -> int:
        """Touch Start or Stop; the status of the answer."""
        request = urllib.request.Request(f"{self.url}visit/{touch}", method="POST")
        with urllib.request.urlopen(request, timeout=10) as answer:
            status: int = answer.status
            return status

    def events(self) -> Iterator[tuple[str, Any]]:
        """The page's events, as they come."""
        return events_of(self.url)

    def until(self, stage: str, limit_s: float = 60.0) -> tuple[dict[str, Any], list[str]]:
        """The first view of a stage, and the stages on the way to it."""
        deadline_s, stages = time.monotonic() + limit_s, []
        for name, data in self.events():
            if name == "view":
                stages.append(data["stage"])
                if data["stage"] == stage:
                    return data, stages
            if time.monotonic() > deadline_s:
                break
        raise AssertionError(f"no {stage} within {limit_s} s; seen: {stages}")


@contextlib.contextmanager
def running(*options: object, cwd: Path = ROOT, **environment: str) -> Iterator[Running]:
    """A kiosk on a free port, stopped as systemd would stop it; it must then end well."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--port", str(port), *map(str, options)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=heed_signals,  # noqa: PLW1509 - it sets three handlers and nothing else
    )
    try:
        yield Running(process, _address(process))
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0, rest


def _address(process: subprocess.Popen[str], limit_s: float = 60.0) -> str:
    """Where the kiosk says it is."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.select(limit_s):
            line = process.stdout.readline()
            if not line:
                break
            if "The kiosk is at " in line:
                return line.split()[4]
    raise AssertionError("the kiosk did not start")
