"""The standard streams as they come: a terminal, a pipe that closes, a full disk, an old encoding, or none at all."""

import contextlib
import errno
import os
import sys
from typing import Any


def is_terminal(stream: Any) -> bool:
    """Tell whether a standard stream, which may be None or closed, is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def lacks(stream: Any, signs: str) -> bool:
    """Tell whether the encoding of a stream has no room for some of ``signs``."""
    try:
        signs.encode(getattr(stream, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return True
    return False


def forgive_encodings() -> None:
    """Have what an output's encoding lacks come out as "?" instead of as an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def check_output() -> None:
    """See to it that there is a stdout before anything is done for it.

    Raises:
        OSError: it is closed.
    """
    if sys.stdout is None:
        raise OSError(errno.EBADF, "stdout is closed: there is nowhere to write to")


def flush() -> None:
    """Write out what stdout holds back, now, when a closed pipe or a full disk can still be answered."""
    if sys.stdout is not None:
        sys.stdout.flush()


def forget_output() -> None:
    """Write what stdout holds back, and all that follows, to nowhere: it would fail again when Python ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        return


def say(message: str, code: int) -> int:
    """Write one line on stderr, safe for the terminal, and return the exit code."""
    from tui.text import safe  # costs more than all else that an error needs

    if sys.stderr is not None:  # print would turn to stdout, which a machine may be reading
        with contextlib.suppress(OSError):  # the terminal may have gone
            print(f"glassnet: {safe(message, 400)}", file=sys.stderr)
    return code
