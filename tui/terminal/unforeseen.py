"""What is said of an error that nobody foresaw."""

import os
import sys
import traceback
from pathlib import Path

from tui.terminal.text import safe

DEBUG = "GLASSNET_DEBUG"
"""Set this variable to see the whole traceback."""
HOUSE = Path(__file__).parent.parent.parent
LONGEST_LINE = 1000


def what_happened(error: Exception) -> str:
    """Return one line that says what went wrong and where in glassnet; write the traceback to stderr if asked for."""
    if os.environ.get(DEBUG) and sys.stderr is not None:
        for line in "".join(traceback.format_exception(error)).splitlines():
            print(safe(line, LONGEST_LINE), file=sys.stderr)
    said = " ".join(str(error).split())
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return f"an error that nobody foresaw: {safe(what, 200)}{_place(error)}; with {DEBUG}=1 it says more"


def _place(error: Exception) -> str:
    """Return the last place in glassnet's own files that led to an error; "" if there is none."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(HOUSE / "tui") or file.is_relative_to(HOUSE / "engine"):
            return f" ({file.relative_to(HOUSE)}, line {frame.lineno})"
    return ""
