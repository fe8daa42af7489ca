"""The manifest keeps one table a model, and figures only while they are true."""

from pathlib import Path

from models import manifest


def test_a_new_entry_is_read_back_as_written_and_leaves_the_others_alone(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    manifest.record("pose", {"sha256": "aa", "bytes": 7, "source": {"package": "p", "version": "1"}}, path)

    manifest.record("tilt", {"sha256": "bb", "figures": {"mae_deg": 3.5, "folds": [1, 2], "ok": True}}, path)

    assert manifest.read(path) == {
        "pose": {"sha256": "aa", "bytes": 7, "source": {"package": "p", "version": "1"}},
        "tilt": {"sha256": "bb", "figures": {"mae_deg": 3.5, "folds": [1, 2], "ok": True}},
    }


def test_a_rebuild_to_the_same_bytes_keeps_the_measured_figures(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    manifest.record("pose", {"sha256": "aa", "figures": {"int8_share": 0.9}}, path)
    manifest.add_figures("pose", {"hip_px": 0.4}, path)

    manifest.record("pose", {"sha256": "aa", "figures": {"int8_share": 0.9}}, path)

    assert manifest.read(path)["pose"]["figures"] == {"int8_share": 0.9, "hip_px": 0.4}


def test_a_rebuild_to_other_bytes_drops_figures_measured_on_the_old_ones(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    manifest.record("pose", {"sha256": "aa", "figures": {"int8_share": 0.9}}, path)
    manifest.add_figures("pose", {"hip_px": 0.4}, path)

    manifest.record("pose", {"sha256": "bb", "figures": {"int8_share": 0.95}}, path)

    assert manifest.read(path)["pose"]["figures"] == {"int8_share": 0.95}


def test_writing_the_same_entries_in_another_order_gives_the_same_file(tmp_path: Path) -> None:
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    manifest.record("a", {"sha256": "1", "note": 'said "so"\\'}, one)
    manifest.record("b", {"sha256": "2"}, one)

    manifest.record("b", {"sha256": "2"}, two)
    manifest.record("a", {"sha256": "1", "note": 'said "so"\\'}, two)

    assert one.read_bytes() == two.read_bytes()
    assert manifest.read(one)["a"]["note"] == 'said "so"\\'
