"""What is remembered: read with care, written whole or not at all."""

import json

import pytest

from tui.terminal import preferences
from tui.terminal.preferences import remember, remembered


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(preferences, "user_config_path", lambda name: tmp_path / name)
    return tmp_path / "glassnet"


def test_nothing_is_remembered_at_first(folder):
    assert remembered("theme") == ""
    assert not folder.exists()


def test_the_last_choice_is_remembered_beside_others(folder):
    remember("theme", "light")
    remember("other", "é")
    remember("theme", "dark")
    assert (remembered("theme"), remembered("other")) == ("dark", "é")
    assert [path.name for path in folder.iterdir()] == ["preferences.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '{"theme": 3}', "[" * 9000, '{"theme": "' + "x" * 99_999 + '"}', "\xff"]
)
def test_a_damaged_file_is_no_preference_and_can_be_replaced(folder, text):
    folder.mkdir()
    (folder / "preferences.json").write_text(text, "latin-1")
    assert remembered("theme") == ""
    remember("theme", "light")
    assert remembered("theme") == "light"


def test_a_folder_that_cannot_be_written_is_no_error(folder):
    folder.write_text("a file in the place of the folder")
    remember("theme", "light")
    assert remembered("theme") == ""


def test_a_failed_write_leaves_the_old_file(folder, monkeypatch):
    remember("theme", "light")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(preferences.os, "fdopen", full)
    remember("theme", "dark")
    assert json.loads((folder / "preferences.json").read_text()) == {"theme": "light"}
    assert [path.name for path in folder.iterdir()] == ["preferences.json"]
