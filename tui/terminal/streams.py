"""The standard streams, which may be a terminal, a closed pipe, a full disk, in an old encoding, or missing."""

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
    **{"✓": "right", "✗": "wrong", "′": "'"},
}
"""ASCII spellings of the signs in formulas and results."""


def is_terminal(stream: Any) -> bool:
    """Return whether a standard stream, which may be None or closed, is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def forgive_encodings(cell_by_cell: bool = False) -> None:
    """Write characters that the encoding lacks as ASCII spellings or "?" instead of raising an error.

    Args:
        cell_by_cell: Always write "?", which takes one cell as the character would. For a screen.
    """
    codecs.register_error(_SPELLED, _spelled)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace" if cell_by_cell else _SPELLED)


def spelled(text: str) -> str:
    """Write a text in ASCII: signs are spelled out, accents dropped, and "?" stands for what has no spelling."""
    if text.isascii():
        return text
    return "".join(sign if sign.isascii() else _SPELLINGS.get(sign) or _letter(sign) for sign in text)


def _letter(sign: str) -> str:
    import unicodedata  # only needed for names from outside

    letters = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return letters or ("" if unicodedata.combining(sign) else "?")


def _spelled(error: UnicodeError) -> tuple[str, int]:
    """Spell the characters that an encoding lacks; an error handler for ``codecs.register_error``."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_SPELLINGS.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def check_output() -> None:
    """Check that there is a stdout, before any work is done for it.

    Raises:
        OSError: stdout is closed.
    """
    if sys.stdout is None:
        raise OSError(errno.EBADF, "stdout is closed: there is nowhere to write to")


def flush() -> None:
    """Flush stdout now, while a closed pipe or a full disk can still be handled."""
    if sys.stdout is not None:
        sys.stdout.flush()


def forget_output() -> None:
    """Discard what stdout has buffered and all that follows: flushing it would fail again when Python exits."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        return


def say(message: str, code: int) -> int:
    """Write one line to stderr, safe for the terminal; return the exit code."""
    from tui.terminal.text import safe  # slow to import, and only needed here

    if sys.stderr is not None:  # print would write to stdout, which a program may be reading
        with contextlib.suppress(OSError):  # the terminal may be gone
            print(f"glassnet: {safe(message, 400)}", file=sys.stderr)
    return code
