"""glassnet started from a shell, for the tests of the command line."""

import signal
import subprocess
import sys
from pathlib import Path

import pexpect

from tests.patience import MOST

ROOT = Path(__file__).parent.parent.parent
GLASSNET = [sys.executable, "-m", "tui.command_line.main"]


def python(code: str) -> subprocess.CompletedProcess:
    """Run code in a fresh Python."""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)


def glassnet(*words: str, **more) -> subprocess.CompletedProcess:
    """Run glassnet without a terminal."""
    more = {"capture_output": True} | more
    return subprocess.run([*GLASSNET, *words], cwd=ROOT, **({"text": True} | more))


def on_a_terminal(*words: str, columns: int = 100) -> pexpect.spawn:
    """Start glassnet on a pseudo-terminal; Ctrl+C works even if the tests run as a background job."""
    command, *first = GLASSNET
    return pexpect.spawn(
        command,
        [*first, *words],
        cwd=str(ROOT),
        encoding="utf-8",
        timeout=MOST,
        dimensions=(24, columns),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
