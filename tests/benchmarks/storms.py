"""Storms on a terminal, new ones each time: ``python -m tests.benchmarks storms``. Linux only.

Prints how many were tried, and of each that did harm its seed and what was seen. ``assert_weathered(SEED, SECONDS)`` of
``tests.tui.terminal.storms`` sends the same again, as far as its moments can be the same.
"""

import os
import tempfile
import traceback
from itertools import count

from tests.tui.terminal.storms import Storm, assert_weathered, seeds

STORMS = 30
SECONDS = 6.0


def main() -> None:
    """Send the storms."""
    os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="glassnet-storms-")  # the key T is remembered
    failed: list[int] = []
    blows = 0
    for number, seed in zip(count(1), seeds(STORMS)):
        try:
            blows += assert_weathered(seed, SECONDS)
        except (AssertionError, UnicodeDecodeError) as error:
            failed.append(seed)
            where = traceback.extract_tb(error.__traceback__)[-1].line
            print(f"storm {seed} ({Storm(seed).start}): {str(error) or where}", flush=True)
        if number % 10 == 0:
            print(f"{number} of {STORMS} storms, {len(failed)} did harm", flush=True)
    print(f"{STORMS} storms of {SECONDS:g} s, {blows:,} blows: {len(failed)} did harm. Target: none.")
