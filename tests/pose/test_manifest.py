"""Only models named in the manifest are run."""

import hashlib

import pytest

from kiosk.errors import KioskError, ModelError, ModelNotTrusted, SettingsError
from kiosk.pose.manifest import Manifest


def write(folder, content=b"weights", sha256=None):
    (folder / "net.tflite").write_bytes(content)
    digest = sha256 or hashlib.sha256(content).hexdigest()
    (folder / "manifest.toml").write_text(
        f'[model.net]\nfile = "net.tflite"\nsha256 = "{digest}"\nlicence = "Apache-2.0"\n'
    )


def test_a_listed_model_is_read(tmp_path):
    write(tmp_path)
    manifest = Manifest.load(tmp_path)
    assert manifest.read("net") == b"weights"
    assert manifest.entries["net"].facts["licence"] == "Apache-2.0"


def test_an_altered_model_is_refused_in_one_line(tmp_path):
    write(tmp_path)
    (tmp_path / "net.tflite").write_bytes(b"Weights")
    with pytest.raises(ModelNotTrusted, match=r"not the one in the manifest: correct or unset") as caught:
        Manifest.load(tmp_path).read("net")
    assert isinstance(caught.value, KioskError)
    assert "\n" not in str(caught.value)


def test_an_unlisted_model_is_refused(tmp_path):
    write(tmp_path)
    with pytest.raises(ModelError, match="no model 'other'"):
        Manifest.load(tmp_path).read("other")


def test_a_missing_file_is_told(tmp_path):
    write(tmp_path)
    (tmp_path / "net.tflite").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        Manifest.load(tmp_path).read("net")


@pytest.mark.parametrize("text", ["", "model = 3", "[model.net]\nfile = 'x'", "not toml", "[model]\nnet = 1"])
def test_a_broken_manifest_is_told(tmp_path, text):
    (tmp_path / "manifest.toml").write_text(text)
    with pytest.raises(SettingsError) as caught:
        Manifest.load(tmp_path)
    assert str(caught.value) == (
        f"setting models: {tmp_path}/manifest.toml is not a readable model manifest; correct or unset it"
    )


def test_a_folder_someone_chose_that_has_no_manifest_is_their_setting(tmp_path):
    (tmp_path / "file").touch()
    for folder in (tmp_path, tmp_path / "gone", tmp_path / "file"):
        with pytest.raises(SettingsError) as caught:
            Manifest.load(folder)
        assert str(caught.value) == f"setting models: no manifest.toml in {folder}; correct or unset it"


def test_the_kiosks_own_models_are_mended_by_installing_it_again(tmp_path, monkeypatch):
    monkeypatch.setattr("kiosk.pose.manifest.default_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match="not a readable model manifest: reinstall the kiosk"):
        Manifest.load()
    write(tmp_path, sha256="0")
    with pytest.raises(ModelNotTrusted, match="not the one in the manifest: reinstall the kiosk"):
        Manifest.load().read("net")
