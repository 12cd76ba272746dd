"""Settings of every test: Textual looks the same on every machine."""

import importlib
import math
import os
import sys
import tempfile
from collections import Counter
from itertools import count

import pytest
from hypothesis import HealthCheck, settings

NUMBERS = count()
CHANGE_PICTURES = ("COLORTERM", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR")

for name in list(os.environ):
    # The snapshot plugin passes settings to its workers in the environment.
    if name in CHANGE_PICTURES or (name.startswith("TEXTUAL_") and not name.startswith("TEXTUAL_SNAPSHOT_")):
        del os.environ[name]
os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="glassnet-tests-")  # no test finds or leaves preferences
os.environ["COLORTERM"] = "truecolor"  # whatever terminal the tests are run in

if "textual.constants" in sys.modules:  # a plugin has imported Textual, which has read the environment
    importlib.reload(sys.modules["textual.constants"])


# No deadline on slow or busy machines, and the same examples every time in CI.
settings.register_profile(
    "any machine",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def one_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Train with NumPy unless a test says otherwise, or the last bits would depend on how busy the machine is."""
    monkeypatch.setattr("engine.session.kernel_choice.WORTH_COMPILING", math.inf)


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Begin as for a new learner, without sessions and preferences of this one or of tests that ran before."""
    own = tmp_path_factory.getbasetemp() / f"own-{next(NUMBERS)}"
    own.mkdir()
    monkeypatch.setenv("GLASSNET_STATE", str(own / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own / "preferences"))


@pytest.fixture
def steady_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep cursors from blinking, so that a picture does not depend on the moment."""
    from textual.widgets import Input

    monkeypatch.setattr(Input, "_toggle_cursor", lambda field: None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end how many tests were skipped, and why."""
    reasons = Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ") for report in terminalreporter.getreports("skipped")
    )
    for reason, times in reasons.most_common():
        terminalreporter.write_line(f"skipped: {times}, {reason}")
