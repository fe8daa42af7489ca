"""The rules of the house: parts meet through plain values only, and importing does nothing."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kiosk

ROOT = Path(__file__).resolve().parent.parent

BREACHES = [
    ("kiosk.pelvis.facing", "kiosk.pose.tracker"),
    ("kiosk.pose.region", "kiosk.camera.webcam"),
    ("kiosk.lights.patterns", "kiosk.pelvis.estimator"),
    ("kiosk.lights.port", "kiosk.screening.flow"),
    ("kiosk.screening.session", "kiosk.camera.choose"),
    ("kiosk.screening.flow", "kiosk.lights.choose"),
    ("kiosk.screening.checks", "kiosk.pose.detector"),
    ("kiosk.screening.clip", "kiosk.pelvis.head"),
    ("kiosk.screening.board", "kiosk.guidance.words"),
    ("kiosk.guidance.reading", "kiosk.measure"),
    # What a plain value imports comes along with it, unseen, to everyone who knows the value.
    ("kiosk.pose.body", "kiosk.pose.runtime"),
    ("kiosk.pelvis", "kiosk.pelvis.estimator"),
    # Nothing reads a setting it was not handed, nor knows who wires it; a page touches no hardware.
    ("kiosk.camera.webcam", "kiosk.settings"),
    ("kiosk.lights.board", "kiosk.app"),
    ("kiosk.web.guest", "kiosk.camera.supervisor"),
    ("kiosk.web.streams", "kiosk.lights.board"),
    # Guests' visits know nothing of staff, nor staff's PIN of settings it was not handed.
    ("kiosk.screening.session", "kiosk.staff.pin"),
    ("kiosk.staff.pin", "kiosk.settings"),
    # A module that belongs to no part is no way around, and neither is a part yet to come.
    ("kiosk.errors", "kiosk.cli"),
    ("kiosk.fleet.collect", "kiosk.screening.session"),
]


def copied(to):
    shutil.copytree(kiosk.__path__[0], to / "kiosk", ignore=shutil.ignore_patterns("__pycache__", "*.mp4"))
    return to


def lint_imports(where):
    """What the project's contracts say of the copy of kiosk/ in ``where``: exit status and text."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", ROOT / "pyproject.toml", "--no-cache"],
        cwd=where,
        env={"COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def verdict(tmp_path_factory):
    """The contracts' verdict on a copy of the program with every breach planted in it."""
    where = copied(tmp_path_factory.mktemp("breached"))
    for importing, imported in BREACHES:
        path = where.joinpath(*importing.split("."))
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if not path.parent.exists():
            path.parent.mkdir()
            (path.parent / "__init__.py").touch()
        with path.open("a") as module:
            module.write(f"\nimport {imported}\n")
    return lint_imports(where)


def test_the_program_as_it_is_keeps_its_contracts(tmp_path):
    status, said = lint_imports(copied(tmp_path))
    assert (status, "0 broken" in said) == (0, True), said


@pytest.mark.parametrize(("importing", "imported"), BREACHES)
def test_an_import_past_the_ports_breaks_a_contract_that_names_it(verdict, importing, imported):
    status, said = verdict
    assert status == 1
    assert f"{importing} -> {imported} (l." in said


# Runs apart, so that nothing is imported yet: imports all of the package that it finds in its directory,
# and tells what each module did beside that.
WATCH = """
import json, os, pkgutil, sys, threading

did, importing = [], ["kiosk"]
DEEDS = ("socket.bind", "socket.connect", "subprocess.Popen", "os.mkdir", "os.remove", "os.rename")


def watch(event, args):
    if event == "open":
        path, mode, flags = args
        if mode is None:
            mode = "w" if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) else "r"
        if set(mode) & set("wax+") or str(path).startswith("/dev/"):
            did.append([importing[0], f"opened {path} ({mode})"])
    elif event.startswith(DEEDS):
        did.append([importing[0], event])


def start(thread):
    did.append([importing[0], "started a thread"])


def fail(name):
    raise


sys.dont_write_bytecode = True
sys.path.insert(0, os.getcwd())
sys.addaudithook(watch)
threading.Thread.start = start
import kiosk

names = []
for found in pkgutil.walk_packages(kiosk.__path__, "kiosk.", onerror=fail):
    if found.name != "kiosk.__main__":
        importing[0] = found.name
        __import__(found.name)
        names.append(found.name)
assert kiosk.__file__.startswith(os.getcwd()), kiosk.__file__
print(json.dumps([names, did]))
"""


def imported(where):
    """(modules, deeds) of importing all of the package ``kiosk`` that lies in ``where``."""
    done = subprocess.run(
        [sys.executable, "-c", WATCH], cwd=where, capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(done.stdout)


def test_importing_any_module_writes_no_file_opens_no_socket_or_device_and_starts_no_thread():
    modules, deeds = imported(ROOT)
    assert {"kiosk.app", "kiosk.cli", "kiosk.camera.picamera", "kiosk.lights.board"} <= set(modules)
    assert deeds == []


@pytest.mark.parametrize(
    ("code", "deed"),
    [
        ("open('kept', 'w').close()", "opened kept (w)"),
        ("import os; os.close(os.open('kept', os.O_WRONLY | os.O_CREAT))", "opened kept (w)"),
        ("open('/dev/null', 'rb').close()", "opened /dev/null (r)"),
        ("import socket; socket.create_server(('127.0.0.1', 0)).close()", "socket.bind"),
        ("import threading; threading.Thread(target=int).start()", "started a thread"),
        ("import os; os.mkdir('kept')", "os.mkdir"),
    ],
)
def test_a_module_that_does_something_when_imported_is_found_out(tmp_path, code, deed):
    package = tmp_path / "kiosk" / "part"
    package.mkdir(parents=True)
    (tmp_path / "kiosk" / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "busy.py").write_text(code)
    _, [[module, what]] = imported(tmp_path)
    assert module == "kiosk.part.busy"
    assert what.startswith(deed)
