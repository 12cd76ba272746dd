"""The one gate for text from outside: file names, CSV headers and cells, and errors that quote them.

Escaping is not enough. Textual reads markup in a plain ``str`` nearly everywhere, so that a column called
``[@click=app.quit]x`` becomes a button; and a raw escape character reaches the terminal even through its literal types.
Text from outside reaches a widget only through ``safe`` or ``drawing.content``; a field shows what was typed or pasted
through ``visible``.
"""

import unicodedata
from collections.abc import Iterator

from rich.cells import get_character_cell_size

ELLIPSIS = "…"
# What replaces a character that is invisible but has an effect, and one that has no meaning.
INVISIBLE, UNKNOWN = "·", "\N{REPLACEMENT CHARACTER}"
# Combining marks on one letter. Two cover the languages people write; more are used to smear the screen.
MARKS_A_LETTER = 2
# Default_Ignorable_Code_Point and blanks that Unicode's categories call letters, signs and marks.
DISGUISED = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)


def safe(text: str, limit: int = 80) -> str:
    """Return ``text`` as one line of visible characters.

    Control characters become their symbols (␛, ␤). Visible stand-ins replace everything invisible or meaningless:
    characters that change the direction of writing, have no width, join, tag or select variants; private and unassigned
    ones; halves of surrogate pairs. Accents stay, up to two a letter. Markup stays: it is text.

    Args:
        text: Any string. However long it is, only as much as can be shown is read.
        limit: The most cells to take; a Chinese, Japanese or Korean character takes two.

    Returns:
        At most ``limit`` cells, ending in "…" if something was cut off.
    """
    shown: list[str] = []
    widths: list[int] = []
    cells = 0
    # Only combining marks take no cell, so more than this cannot fit.
    for symbol, width in _symbols(text[: (MARKS_A_LETTER + 1) * (max(limit, 0) + 1)]):
        shown.append(symbol)
        widths.append(width)
        cells += width
        if cells > limit:
            break
    if cells <= limit:
        return "".join(shown)
    while shown and cells > limit - 1:
        shown.pop()
        cells -= widths.pop()
    return "".join(shown) + ELLIPSIS if limit > 0 else ""


def visible(text: str) -> str:
    """Return ``text`` as ``safe`` shows it, but whole: its characters stand one by one for those of ``text``."""
    return "".join(symbol for symbol, _ in _symbols(text))


def _symbols(text: str) -> Iterator[tuple[str, int]]:
    """Yield what stands for each character, and how many cells it takes."""
    before, marks = "", 0
    for character in text:
        symbol = _visible(character)
        width = get_character_cell_size(symbol)
        if width == 0:
            marks += 1
            if before in ("", INVISIBLE, UNKNOWN) or marks > MARKS_A_LETTER:
                symbol, width = INVISIBLE, 1
        if width > 0:
            marks = 0
        before = symbol
        yield symbol, width


def _visible(character: str) -> str:
    """Return the character itself, its symbol or a stand-in."""
    if " " <= character <= "~":
        return character
    if character == "\n":
        return "␤"
    if character < " ":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "␡"
    category = unicodedata.category(character)
    if character in DISGUISED or category == "Cf":
        return INVISIBLE
    if category in ("Zl", "Zp"):
        return "␤"
    return UNKNOWN if category.startswith("C") else character
