"""The standard streams as they come: a terminal, a pipe that closes, a full disk, an old encoding, or none at all."""

import codecs
import contextlib
import errno
import os
import sys
from typing import Any

_SPELLED = "glassnet.spelled"
_SPELLINGS = {
    **{"−": "-", "–": "-", "·": "*", "×": "x", "±": "+/-", "√": "sqrt ", "½": "1/2", "∞": "inf", "≈": "~", "…": "..."},
    **{
        "∂": "d",
        "Σ": "sum",
        "α": "alpha",
        "β": "beta",
        "δ": "delta",
        "ε": "epsilon",
        "λ": "lambda",
        "π": "pi",
        "σ": "sigma",
    },
    **{"²": "^2", "ᵗ": "^t", "ₜ": "_t", "ₖ": "_k", "ⱼ": "_j", "⟨": "<", "⟩": ">", "←": "<-", "→": "->"},
    **{sign: f"_{digit}" for digit, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    **{"✓": "right", "✗": "wrong"},
}
"""The signs of formulas and results, for an encoding that lacks them."""


def is_terminal(stream: Any) -> bool:
    """Tell whether a standard stream, which may be None or closed, is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def forgive_encodings(cell_by_cell: bool = False) -> None:
    """Have what an output's encoding lacks come out spelled in ASCII, or as "?", instead of as an error.

    Args:
        cell_by_cell: always as "?", which takes the one cell that the sign would: for a screen.
    """
    codecs.register_error(_SPELLED, _spelled)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace" if cell_by_cell else _SPELLED)


def _spelled(error: UnicodeError) -> tuple[str, int]:
    """Spell the signs that an encoding lacks: what ``codecs.register_error`` asks for."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_SPELLINGS.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


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
    from tui.terminal.text import safe  # costs more than all else that an error needs

    if sys.stderr is not None:  # print would turn to stdout, which a machine may be reading
        with contextlib.suppress(OSError):  # the terminal may have gone
            print(f"glassnet: {safe(message, 400)}", file=sys.stderr)
    return code
