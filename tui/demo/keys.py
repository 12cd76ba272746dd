"""The keys that a script presses, as people write them: ``e``, ``space``, ``ctrl+p``, ``e*12``."""

from __future__ import annotations

import re

from engine.quick_dataclass import dataclass
from engine.session.verbs.tokens import LineRefused, Token
from engine.wording import quoted

TYPES = {"enter": "\r", "tab": "\t", "space": " "}
"""What the keys with a name type, where they type anything."""
NAMED = (
    *TYPES, "escape", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pageup",
    "pagedown", *(f"f{number}" for number in range(1, 13)),
)  # fmt: skip
"""The keys that no sign stands for."""
MODIFIERS = ("ctrl", "shift", "alt")
MOST_TIMES = 1000
_TIMES = re.compile(r"(.+)\*([0-9]{1,4})")
LEAVES_FOR_SHELL = ("ctrl+z", "ctrl+c")


@dataclass(frozen=True)
class KeyPress:
    """A key that is pressed. Immutable.

    Attributes:
        held: The keys held down meanwhile, of ``MODIFIERS`` and in their order.
        key: A sign, or one of ``NAMED``.
    """

    held: tuple[str, ...]
    key: str

    @property
    def character(self) -> str | None:
        """What it types; None if nothing."""
        if self.held:
            return None
        return self.key if len(self.key) == 1 else TYPES.get(self.key)


def typed(character: str) -> KeyPress:
    """Return the key that types a character."""
    return KeyPress((), "space" if character == " " else character)


def pressed(word: Token) -> tuple[KeyPress, ...]:
    """Return the keys that a word stands for: one key, or one several times, such as ``e*12``.

    Raises:
        LineRefused: There is no such key.
    """
    text, times = word.text, 1
    if (several := _TIMES.fullmatch(text)) is not None:
        text, times = several[1], int(several[2])
        if not 1 <= times <= MOST_TIMES:
            raise LineRefused(f"a key is pressed 1 to {MOST_TIMES} times, not {several[2]}", word.column)
    return (_key(text, word.column),) * times


def _key(text: str, column: int) -> KeyPress:
    if len(text) == 1:
        return typed(text)
    *before, last = text.lower().split("+")
    held = tuple(one for one in MODIFIERS if one in before)
    if (last not in NAMED and len(last) != 1) or len(held) != len(before):
        raise LineRefused(f"there is no key {quoted(text)}{_nearest(text)}", column)
    if "+".join((*held, last)) in LEAVES_FOR_SHELL:
        raise LineRefused(f"a demo has no shell to go back to, so {text} does nothing in it: q leaves", column)
    return KeyPress(held, last)


def _nearest(text: str) -> str:
    from difflib import get_close_matches  # only needed for a mistake

    near = get_close_matches(text.lower(), NAMED, 1, 0.6)
    names = "a sign such as e . or ?, a name such as space, enter, escape, tab or up, or ctrl+p"
    return f"; did you mean {near[0]}?" if near else f": write {names}"
