"""One character for each class."""

from functools import lru_cache
from string import ascii_letters, digits

from rich.cells import cell_len

from tui.terminal.text import safe

NO_SIGN = "·"


@lru_cache(maxsize=8)
def class_signs(names: tuple[str, ...]) -> tuple[str, ...]:
    """Choose a character one cell wide for each class.

    It is the first letter or digit at which the names differ, or a later one of the name if that is taken, or else
    any that is free. Once all letters and digits are taken, the remaining classes share a dot.
    """
    start = next((at for at, letters in enumerate(zip(*names, strict=False)) if len(set(letters)) > 1), 0)
    signs: list[str] = []
    for name in names:
        own = (sign for sign in name[start:] + name[:start] if sign.isalnum() and safe(sign) == sign)
        free = (sign for sign in (*own, *digits, *ascii_letters) if sign not in signs and cell_len(sign) == 1)
        signs.append(next(free, NO_SIGN))
    return tuple(signs)
