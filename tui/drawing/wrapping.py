"""Breaking formulas and sentences into lines where a reader would break them."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells

SIGNS = ("·", "+", "−", "-", "=", "/")
NARROWEST = 4
HANGING = 2
"""Indent of the lines after the first, in cells."""


def line_spans(text: str, width: int) -> list[tuple[int, int]]:
    """Break a formula at its blanks into lines of at most ``width`` cells, less ``HANGING`` after the first.

    Brackets are kept on one line if they fit, and a sign stays with what follows it.

    Returns:
        The start and end of each line in ``text``, without the blanks between lines.
    """
    spans: list[tuple[int, int]] = []
    room = max(NARROWEST, width)
    for start, end in _words(text, max(NARROWEST, width - HANGING)):
        if spans and cell_len(text[spans[-1][0] : end]) <= room:
            spans[-1] = (spans[-1][0], end)
        else:
            room = max(NARROWEST, width - HANGING) if spans else room
            spans.append((start, end))
    return spans or [(0, 0)]


def word_lines(text: str, width: int) -> list[str]:
    """Break a sentence into lines of at most ``width`` cells (1 or more), between words unless a word is longer."""
    lines: list[str] = []
    for word in text.split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines += chop_cells(word, max(width, 1))
    return lines


def _words(text: str, most: int) -> list[tuple[int, int]]:
    words: list[tuple[int, int]] = []
    depth, at = 0, 0
    for word in text.split(" "):
        start, end = at, at + len(word)
        at = end + 1
        if not word:
            continue
        before = text[words[-1][0] : words[-1][1]].split(" ")[-1] if words else ""
        sign = words[-1][1] - len(before) if words else 0
        if words and (depth > 0 or before in SIGNS) and cell_len(text[words[-1][0] : end]) <= most:
            words[-1] = (words[-1][0], end)
        elif before in SIGNS and words[-1][0] < sign and cell_len(text[sign:end]) <= most:
            words[-1] = (words[-1][0], sign - 1)  # move the sign to the next line
            words.append((sign, end))
        else:
            words.append((start, end))
        depth += word.count("(") - word.count(")")
    return words
