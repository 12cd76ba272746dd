"""What every test needs: a Textual that looks the same on every machine."""

import importlib
import os
import sys
from collections import Counter

import pytest
from hypothesis import settings

CHANGE_PICTURES = ("COLORTERM", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR")

for name in list(os.environ):
    # What the snapshot plugin keeps in the environment of its workers is its own.
    if name in CHANGE_PICTURES or (name.startswith("TEXTUAL_") and not name.startswith("TEXTUAL_SNAPSHOT_")):
        del os.environ[name]
os.environ["TEXTUAL_ANIMATIONS"] = "none"

if "textual.constants" in sys.modules:  # a plugin was first, and Textual has read the environment already
    importlib.reload(sys.modules["textual.constants"])


# However slow the machine is; and where every change is checked, the same examples each time.
settings.register_profile("any machine", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("any machine")


@pytest.fixture
def steady_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep cursors from blinking: a picture would show whichever half of the second it was taken in."""
    from textual.widgets import Input

    monkeypatch.setattr(Input, "_toggle_cursor", lambda field: None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end how many tests were skipped, and why."""
    reasons = Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ") for report in terminalreporter.getreports("skipped")
    )
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"skipped: {count}, {reason}")
