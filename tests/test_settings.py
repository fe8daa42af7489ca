"""Settings: defaults, file, environment, options, and one clear line when they are wrong."""

from datetime import time

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
        ("a = " + "[" * 3000, "cannot be read"),
        ("port = 99999", "setting port: must be at most 65535"),
        ('port = "x"', "setting port: must be a whole number"),
        ("prot = 1", "setting prot: there is no such setting"),
        ("[pins]\nred = 4", "setting pins.red: there is no such setting"),
        ("[cuts]\nmild_deg = 16.0", "setting cuts: mild_deg must be smaller than pronounced_deg"),
        ("[pins]\nmild = 17", "setting pins: the three lights need three different pins"),
        ("[times]\nhold_s = 0", "setting times.hold_s: must be at least 0.2"),
        ("[times]\ncapture_s = 0.9", "setting times.capture_s: must be at least 1"),
        ("[times]\nresult_s = nan", "setting times.result_s: must be at most 600"),
        ("[times]\nresult_s = 0", "setting times.result_s: must be more than 0"),
        ("rotation_deg = 45", "setting rotation_deg: must be 0, 90, 180 or 270"),
        ('camera = ""', "setting camera: must not be empty"),
        ("camera = 0", "setting camera: must be text in quotes"),
        ("port = true", "setting port: must be a whole number"),
        ("port = 8000.0", "setting port: must be a whole number"),
        ("threads = 1.0", "setting threads: must be a whole number"),
        ("rotation_deg = 90.0", "setting rotation_deg: must be a whole number"),
        ("rotation_deg = false", "setting rotation_deg: must be a whole number"),
        ("[pins]\nmild = true", "setting pins.mild: must be a whole number"),
        ("[cuts]\nmild_deg = true", "setting cuts.mild_deg: must be a number"),
        ("[times]\nresult_s = true", "setting times.result_s: must be a number"),
        ("[sound]\nvolume = 1.1", "setting sound.volume: must be at most 1"),
        ("[sound]\nvolume = true", "setting sound.volume: must be a number"),
        ('[sound]\nquiet_from = "25:00"', 'setting sound.quiet_from: must be a time of day such as "22:00"'),
        ('[sound]\nquiet_until = "ten"', 'setting sound.quiet_until: must be a time of day such as "22:00"'),
        ("[sound]\nquiet_from = 22", 'setting sound.quiet_from: must be a time of day such as "22:00"'),
        ('[sound]\nquiet_from = "22:00"', "quiet_from and quiet_until go together: give both or none"),
        (
            '[sound]\nquiet_from = "22:00"\nquiet_until = "22:00"',
            "quiet_from and quiet_until must differ; for no sound at all set volume = 0",
        ),
        ("[sound]\nfolder = 1", "setting sound.folder: must be a path in quotes"),
        ("[lens]\nfield_of_view_deg = 5.0", "setting lens.field_of_view_deg: must be at least 10"),
        ("[lens]\npitch_deg = 31", "setting lens.pitch_deg: must be at most 30"),
        ("[lens]\nroll_deg = true", "setting lens.roll_deg: must be a number"),
        ("[lens]\nfocal_px = 1500", "setting lens.focal_px: there is no such setting"),
    ],
)
def test_a_wrong_file_is_said_in_one_line(monkeypatch, tmp_path, text, said):
    write(monkeypatch, tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ['"22:00"', "22:00:00"])
def test_quiet_hours_are_times_of_day_with_or_without_quotes(monkeypatch, tmp_path, text):
    write(monkeypatch, tmp_path, f'[sound]\nquiet_from = {text}\nquiet_until = "7:05"\n')
    sound = load().sound
    assert (sound.quiet_from, sound.quiet_until) == (time(22), time(7, 5))


def test_an_empty_time_means_no_quiet_hours(monkeypatch):
    monkeypatch.setenv("KIOSK_SOUND__QUIET_FROM", "")
    monkeypatch.setenv("KIOSK_SOUND__QUIET_UNTIL", "")
    assert load().sound.quiet_from is None


@pytest.mark.parametrize("missing", ["field_of_view_deg", "pitch_deg", "roll_deg"])
def test_a_lens_known_in_part_is_said_in_one_line(monkeypatch, tmp_path, missing):
    known = {"field_of_view_deg": 45.0, "pitch_deg": 0.0, "roll_deg": 0.0}
    write(
        monkeypatch, tmp_path, "[lens]\n" + "".join(f"{k} = {v}\n" for k, v in known.items() if k != missing)
    )
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value) == (
        "setting lens: field_of_view_deg, pitch_deg and roll_deg go together: give all three or none"
    )


def test_a_lens_may_be_known_from_file_and_environment_together(monkeypatch, tmp_path):
    write(monkeypatch, tmp_path, "[lens]\nfield_of_view_deg = 45.0\npitch_deg = -2\n")
    monkeypatch.setenv("KIOSK_LENS__ROLL_DEG", "0.5")
    lens = load().lens
    assert (lens.field_of_view_deg, lens.pitch_deg, lens.roll_deg) == (45.0, -2.0, 0.5)


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


def test_a_typo_in_a_variable_is_named(monkeypatch):
    monkeypatch.setenv("KIOSK_PROT", "1")
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value) == "variable KIOSK_PROT: there is no such setting"


def test_a_typo_in_a_tables_variable_is_named(monkeypatch):
    monkeypatch.setenv("KIOSK_CUTS__MILD", "9")
    with pytest.raises(SettingsError, match="variable KIOSK_CUTS__MILD: there is no such setting"):
        load()


def test_every_kind_of_setting_can_be_a_variable(monkeypatch):
    monkeypatch.setenv("KIOSK_ROTATION_DEG", "90")
    monkeypatch.setenv("KIOSK_THREADS", "2")
    monkeypatch.setenv("kiosk_lights", "mock")
    monkeypatch.setenv("KIOSK_CUTS", '{"mild_deg": 9}')
    chosen = load()
    assert (chosen.rotation_deg, chosen.threads, chosen.lights, chosen.cuts.mild_deg) == (90, 2, "mock", 9.0)


def test_the_shortest_countdown_and_capture_are_allowed(monkeypatch, tmp_path):
    write(monkeypatch, tmp_path, "[times]\nhold_s = 0.2\ncapture_s = 1\n")
    assert (load().times.hold_s, load().times.capture_s) == (0.2, 1.0)


def test_a_file_in_a_folder_one_may_not_enter_is_said_in_one_line(monkeypatch):
    def refuse(path, **_options):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setenv(FILE_VARIABLE, "/locked/kiosk.toml")
    monkeypatch.setattr("pathlib.Path.stat", refuse)
    monkeypatch.setattr("pathlib.Path.is_file", refuse)
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value) == "the settings file /locked/kiosk.toml cannot be read: Permission denied"


def test_a_file_with_a_byte_order_mark_and_a_foreign_line_end_is_read(monkeypatch, tmp_path):
    write(monkeypatch, tmp_path, b"\xef\xbb\xbfport = 8001\r\n[cuts]\r\nmild_deg = 9\r\n")
    assert (load().port, load().cuts.mild_deg) == (8001, 9.0)


@pytest.mark.parametrize("text", ["[", "9", "[1]", "", "mild_deg = 9", "[" * 100_000])
@pytest.mark.parametrize("variable", ["KIOSK_CUTS", "kiosk_times"])
def test_a_tables_variable_that_is_no_table_is_said_in_our_own_words(monkeypatch, variable, text):
    monkeypatch.setenv(variable, text)
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value) == f'variable {variable}: must be a table as JSON, as in {{"name": 1}}'


def test_a_truth_value_in_a_tables_variable_is_no_number(monkeypatch):
    monkeypatch.setenv("KIOSK_CUTS", '{"mild_deg": true}')
    with pytest.raises(SettingsError, match=r"setting cuts\.mild_deg: must be a number"):
        load()
