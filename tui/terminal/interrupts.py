"""What ctrl+c does: where nothing can be lost it ends the program at once, without a traceback from whatever runs then.

The modules that load while a program starts, and what Python does while it ends, know no better than to raise
``KeyboardInterrupt`` out of their middle.
"""

import _signal as signal  # type: ignore[import-not-found]  # signal itself loads more, which may be interrupted
import os

INTERRUPTED = 130
"""As in a shell: 128 plus the number of the signal."""


def leave_on_interrupt() -> None:
    """End the program at once on ctrl+c from now on, unless whoever started it has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


def raise_on_interrupt() -> None:
    """Raise ``KeyboardInterrupt`` on ctrl+c from now on, if it ended the program at once until now."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave(number: int, frame: object) -> None:
    try:
        os.write(2, b"glassnet: interrupted\n")
    finally:
        os._exit(INTERRUPTED)
