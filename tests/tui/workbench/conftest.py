"""What tests of the workbench share."""

from pathlib import Path

import pytest

from engine.session.saved.folder import SessionsFolder
from tests.patience import MOST
from tui.dialogs import open_data


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SessionsFolder:
    """A folder for whose sessions the dialog waits however busy the machine is."""
    monkeypatch.setattr(open_data, "SECONDS_FOR_SESSIONS", MOST)
    return SessionsFolder(tmp_path / "sessions")
