"""What a network answers for every pair of two inputs, as a map, with the rows on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from string import ascii_letters, digits
from typing import NamedTuple

import numpy as np
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine.analysis.landscape import DecisionMap, decision_map
from engine.training.state import TrainingState
from tui.drawing.line import Line, filled
from tui.drawing.numbers import short
from tui.drawing.palette import Palette, blend, contrast, ink, shade
from tui.terminal.text import safe

LABEL_WIDTH = 7
FAINTEST, STRONGEST = 0.16, 0.6
"""Shares of a class's colour where no answer leads, and where one leads by all."""
LONGEST_NAME, SHORTEST_NAME = 12, 3
"""Cells of a class's name: where there is room, and where it is still shortened and not left out."""
CURRENT, NO_SIGN = "◆", "·"
READABLE = 3.0
"""Contrast of a sign to what is under it."""
MOST_ROWS = 2000
"""Rows that are drawn: a map of more would show nothing but them."""


class _Mark(NamedTuple):
    """A row on the map: what was expected of it, whether the answer is wrong, whether it is the current one."""

    of_class: int
    wrong: bool
    current: bool


@lru_cache(maxsize=8)
def class_signs(names: tuple[str, ...]) -> tuple[str, ...]:
    """Choose a sign of one cell for each class: the first letter or digit in which its name differs from the others.

    Where all of a name's are taken, one that none has; more classes than there are such share a dot.
    """
    start = next((at for at, letters in enumerate(zip(*names, strict=False)) if len(set(letters)) > 1), 0)
    signs: list[str] = []
    for name in names:
        own = (sign for sign in name[start:] + name[:start] if sign.isalnum() and safe(sign) == sign)
        free = (sign for sign in (*own, *digits, *ascii_letters) if sign not in signs and cell_len(sign) == 1)
        signs.append(next(free, NO_SIGN))
    return tuple(signs)


def map_lines(state: TrainingState, inputs: tuple[int, int], width: int, height: int, palette: Palette) -> list[Strip]:
    """Draw the map of two inputs, each cell two answers high, with axes and the rows on it.

    Each row is the sign of what was expected, in its colour, wrong ones reversed; the current one is "◆".
    """
    columns, rows = width - LABEL_WIDTH - 1, height - 1
    if columns < 4 or rows < 2:
        return filled([], width, height)
    mapped = decision_map(state.network, state.dataset, inputs, columns=columns, rows=2 * rows)
    colours = _colours(mapped, palette)
    marks, signs = _marks(state, mapped), class_signs(state.dataset.output_names)
    low, high = (_label(state, inputs[1], value) for value in (mapped.y[-1], mapped.y[0]))
    lines = []
    for row in range(rows):
        label = high if row == 0 else low if row == rows - 1 else ""
        line = Line().add(label.rjust(LABEL_WIDTH) + " ", ink(palette.muted, palette.background))
        for column in range(columns):
            upper, lower = colours[2 * row][column], colours[2 * row + 1][column]
            mark = marks.get((row, column))
            text, look = ("▀", ink(upper, lower)) if mark is None else _marked(mark, upper, signs, palette)
            line.add(text, look)
        lines.append(line.strip(width, ink(palette.text, palette.background)).simplify())
    return filled([*lines, _axis(state, mapped, columns, width, palette)], width, height)


def _colours(mapped: DecisionMap, palette: Palette) -> list[list[str]]:
    leads = mapped.leads
    return [
        [
            palette.background if answer < 0 else _tint(_hue(answer, palette), lead, palette)
            for answer, lead in zip(answers, of_row, strict=True)
        ]
        for answers, of_row in zip(mapped.answers.tolist(), leads.tolist(), strict=True)
    ]


def _hue(number: int, palette: Palette) -> str:
    return palette.classes[number % len(palette.classes)]


def _tint(hue: str, lead: float, palette: Palette) -> str:
    return shade(palette.background, hue, FAINTEST + (STRONGEST - FAINTEST) * lead)


def _marks(state: TrainingState, mapped: DecisionMap) -> dict[tuple[int, int], _Mark]:
    """Place the rows; wrong ones on top, the current one above all."""
    dataset, right = state.dataset, state.evaluation.right
    first, second = mapped.inputs
    chosen = np.arange(min(dataset.rows, MOST_ROWS)) * dataset.rows // min(dataset.rows, MOST_ROWS)
    order = [*chosen[right[chosen]], *chosen[~right[chosen]]] if right is not None else [*chosen]
    placed = {}
    for row in (*order, state.shown.row):
        y, x = mapped.cell(dataset.inputs[row, first], dataset.inputs[row, second])
        of_class, wrong = int(dataset.expected[row].argmax()), right is not None and not right[row]
        placed[y // 2, x] = _Mark(of_class, wrong, row == state.shown.row)
    return placed


def _marked(mark: _Mark, background: str, signs: Sequence[str], palette: Palette) -> tuple[str, Style]:
    if mark.current:
        return CURRENT, ink(palette.text, background, True)
    sign, hue = signs[mark.of_class], _hue(mark.of_class, palette)
    return sign, ink(palette.background, hue, True) if mark.wrong else _readable(hue, background, palette)


@lru_cache(maxsize=4096)
def _readable(hue: str, background: str, palette: Palette) -> Style:
    """Return the style of a sign in a hue, which on a colour near its own comes nearer to that of text."""
    shades = (blend(hue, palette.text, step / 4) for step in range(4))
    return ink(next((one for one in shades if contrast(one, background) >= READABLE), palette.text), background, True)


def _axis(state: TrainingState, mapped: DecisionMap, columns: int, width: int, palette: Palette) -> Strip:
    """Write the range of the first input, and between its ends the classes: their signs and names."""
    muted = ink(palette.muted, palette.background)
    left, right = (_label(state, mapped.inputs[0], value) for value in (mapped.x[0], mapped.x[-1]))
    line = Line().add(" " * (LABEL_WIDTH + 1) + left, muted)
    end = LABEL_WIDTH + 1 + columns - len(right)
    names = state.dataset.output_names
    gap, told = _legend(names, class_signs(names), end - line.width - 1)
    for number, (sign, name) in enumerate(told):
        hue = _hue(number, palette)
        line.add(" " * gap, muted).add(sign, _readable(hue, _tint(hue, 1.0, palette), palette))
        if name:
            line.add(f" {name}", muted)
    if len(told) < len(names):
        line.add(" …", muted)
    return line.to(end, muted).add(right, muted).strip(width, muted)


def _legend(names: Sequence[str], signs: Sequence[str], room: int) -> tuple[int, list[tuple[str, str]]]:
    """Fit signs and names, shortened alike, into so many cells; else the signs alone; else the first of them.

    Returns:
        The cells before each; and the signs, each with its name, "" where the sign says it all or there is no room.
    """
    for length in (*range(LONGEST_NAME, SHORTEST_NAME - 1, -1), 0):
        cut = [safe(name, length) if name != sign else "" for name, sign in zip(names, signs, strict=True)]
        for gap in (2, 1) if length == 0 else (2,):
            if sum(gap + 1 + bool(name) + cell_len(name) for name in cut) <= room:
                return gap, list(zip(signs, cut, strict=True))
    return 1, [(sign, "") for sign in signs[: max(0, (room - 2) // 2)]]


def _label(state: TrainingState, number: int, value: float) -> str:
    """Write a place on an axis, in the data's own units."""
    if state.scaling is not None:
        value = state.scaling.inputs.undo_value(number, float(value))
    return short(value, LABEL_WIDTH, 3)
