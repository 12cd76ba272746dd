"""A key: what it does, how it is written, and by which other words it is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from textual.binding import Binding

WRITTEN = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "page ↑", "pagedown": "page ↓", "enter": "⏎",
    "backspace": "⌫", "escape": "esc", "insert": "ins", "delete": "del", "plus": "+", "minus": "-", "full_stop": ".",
    "comma": ",", "colon": ":", "left_square_bracket": "[", "right_square_bracket": "]", "percent_sign": "%",
    "question_mark": "?", "asterisk": "*",
}  # fmt: skip
"""How Textual's names of keys are written; the others are written as Textual has them, such as ``ctrl+p``."""


@dataclass(frozen=True)
class Key(Binding):
    """A binding that the command palette finds by more words than those that say what it does."""

    words: str = ""


@runtime_checkable
class ExplainsKeys(Protocol):
    """A screen that says why a key does nothing on it."""

    def explain_key(self, key: str) -> None:
        """Say why a key that nothing is bound to does nothing, given Textual's name of it."""


def written(keys: str) -> str:
    """Return how the first of some keys is written, wherever it is shown.

    Args:
        keys: Textual's names, separated by commas.
    """
    first = keys.split(",")[0]
    return WRITTEN.get(first, first)
