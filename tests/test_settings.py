"""Settings: defaults, file, environment, options, and one clear line when they are wrong."""

import pytest

from kiosk.errors import SettingsError
from kiosk.settings import FILE_VARIABLE, load


@pytest.fixture(autouse=True)
def _clean(monkeypatch, tmp_path):
    monkeypatch.delenv(FILE_VARIABLE, raising=False)
    monkeypatch.setattr("kiosk.settings.SYSTEM_FILE", tmp_path / "none.toml")


def write(monkeypatch, tmp_path, text):
    path = tmp_path / "kiosk.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    monkeypatch.setenv(FILE_VARIABLE, str(path))


def test_the_defaults_are_the_documented_ones():
    chosen = load()
    assert (chosen.camera, chosen.lights, chosen.port) == ("auto", "auto", 8000)
    assert (chosen.cuts.mild_deg, chosen.cuts.pronounced_deg) == (10.0, 15.0)
    assert (chosen.pins.neutral, chosen.pins.mild, chosen.pins.pronounced) == (17, 27, 22)


def test_the_environment_overrides_the_file_and_an_option_overrides_both(monkeypatch, tmp_path):
    write(monkeypatch, tmp_path, 'port = 8001\ncamera = "webcam"\n[cuts]\nmild_deg = 8.0\n')
    monkeypatch.setenv("KIOSK_PORT", "8002")
    assert (load().port, load().camera, load().cuts.mild_deg) == (8002, "webcam", 8.0)
    assert load(port=8003, camera=None).port == 8003
    monkeypatch.setenv("KIOSK_CUTS__PRONOUNCED_DEG", "14.5")
    assert (load().cuts.mild_deg, load().cuts.pronounced_deg) == (8.0, 14.5)


def test_the_system_file_is_read_when_none_is_named(monkeypatch, tmp_path):
    (tmp_path / "none.toml").write_text("port = 8123\n")
    assert load().port == 8123


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("port = ", "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
        ("port = 99999", "setting port: "),
        ("prot = 1", "setting prot: Extra inputs are not permitted"),
        ("[cuts]\nmild_deg = 16.0", "setting cuts: mild_deg must be smaller than pronounced_deg"),
        ("[pins]\nmild = 17", "setting pins: the three lights need three different pins"),
        ("[times]\nhold_s = 0", "setting times.hold_s: "),
        ("rotation_deg = 45", "setting rotation_deg: "),
        ('camera = ""', "setting camera: "),
    ],
)
def test_a_wrong_file_is_said_in_one_line(monkeypatch, tmp_path, text, said):
    write(monkeypatch, tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_named_file_that_is_not_there_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "gone.toml"))
    with pytest.raises(SettingsError, match="is not a file"):
        load()


def test_a_file_without_read_permission_is_said(monkeypatch, tmp_path):
    write(monkeypatch, tmp_path, "port = 1")

    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(SettingsError, match="cannot be read"):
        load()
