"""What the documents say is what the program does."""

import re
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from kiosk.cli import main
from kiosk.pelvis.notes import Note
from kiosk.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def setting_rows(model=Settings, prefix=""):
    """One table row a setting: its name in the file, its default and its description."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from setting_rows(inner, f"{prefix}{name}.")
        else:
            default = "none" if field.default is None else field.default
            yield f"| `{prefix}{name}` | {default} | {field.description} |"


def test_every_setting_is_documented_with_its_default():
    text = (ROOT / "docs" / "settings.md").read_text()
    assert [row for row in setting_rows() if row not in text] == []


def test_no_setting_is_documented_that_does_not_exist():
    text = (ROOT / "docs" / "settings.md").read_text()
    rows = set(setting_rows())
    assert [line for line in text.splitlines() if line.startswith("| `") and line not in rows] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_and_pictures_lead_somewhere(path):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text())
    inside = [link for link in links if not link.startswith("http")]
    assert [link for link in inside if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_commands_in_the_documents_exist(path):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = path.read_text()
    assert {name for name in re.findall(r"\bmake ([a-z-]+)\b", text) if name not in targets} == set()
    for words in re.findall(r"\bkiosk ((?:run|measure|doctor|release|export|calibrate|backup)[^`\n]*)", text):
        command, *rest = words.split()
        assert command in main.commands
        options = {
            opt for p in main.commands[command].params if isinstance(p, click.Option) for opt in p.opts
        }
        assert {word for word in rest if word.startswith("--")} <= options


def test_every_note_of_a_reading_is_explained():
    text = (ROOT / "docs" / "measure.md").read_text()
    assert [note for note in Note if f"| `{note}` |" not in text] == []


def test_every_command_is_in_the_documents():
    text = "".join(path.read_text() for path in DOCS)
    assert [name for name in main.commands if f"kiosk {name}" not in text] == []
