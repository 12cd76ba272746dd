"""What a network answers for every pair of two inputs, as a map, with the rows on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual.strip import Strip

from engine.landscape import DecisionMap, decision_map
from engine.state import TrainingState
from tui.renderables.line import Line, filled
from tui.renderables.network_scene import ink, shade
from tui.renderables.numbers import short
from tui.renderables.palette import Palette
from tui.text import safe

LABEL_WIDTH = 7
FAINTEST, STRONGEST = 0.16, 0.6
"""Shares of a class's colour where no answer leads, and where one leads by all."""
LONGEST_NAME = 12
RIGHT, WRONG, CURRENT = "o", "x", "◆"
MOST_ROWS = 2000
"""Rows that are drawn: a map of more would show nothing but them."""


def class_colours(palette: Palette) -> tuple[str, ...]:
    """Colours for the classes, told apart by the colour-blind; with more classes they come round again."""
    return (palette.negative, palette.positive, palette.good, palette.bad, palette.accent, palette.key)


def map_lines(state: TrainingState, inputs: tuple[int, int], width: int, height: int, palette: Palette) -> list[Strip]:
    """Draw the map of two inputs, each cell two answers high, with axes and the rows on it.

    Right rows are "o", wrong ones "x", the current one "◆", each in the colour of what was expected.
    """
    columns, rows = width - LABEL_WIDTH - 1, height - 1
    if columns < 4 or rows < 2:
        return filled([], width, height)
    mapped = decision_map(state.network, state.dataset, inputs, columns=columns, rows=2 * rows)
    colours = _colours(mapped, palette)
    marks = _marks(state, mapped)
    low, high = (_label(state, inputs[1], value) for value in (mapped.y[-1], mapped.y[0]))
    lines = []
    for row in range(rows):
        label = high if row == 0 else low if row == rows - 1 else ""
        line = Line().add(label.rjust(LABEL_WIDTH) + " ", ink(palette.muted, palette.background))
        for column in range(columns):
            upper, lower = colours[2 * row][column], colours[2 * row + 1][column]
            mark = marks.get((row, column))
            text, look = ("▀", ink(upper, lower)) if mark is None else _marked(mark, upper, palette)
            line.add(text, look)
        lines.append(line.strip(width, ink(palette.text, palette.background)).simplify())
    return filled([*lines, _axis(state, mapped, columns, width, palette)], width, height)


def _colours(mapped: DecisionMap, palette: Palette) -> list[list[str]]:
    hues, leads = class_colours(palette), mapped.leads
    return [
        [
            palette.background if answer < 0 else _tint(hues[answer % len(hues)], lead, palette)
            for answer, lead in zip(answers, of_row, strict=True)
        ]
        for answers, of_row in zip(mapped.answers.tolist(), leads.tolist(), strict=True)
    ]


def _tint(hue: str, lead: float, palette: Palette) -> str:
    return shade(palette.background, hue, FAINTEST + (STRONGEST - FAINTEST) * lead)


def _marks(state: TrainingState, mapped: DecisionMap) -> dict[tuple[int, int], tuple[str, int]]:
    """Place the rows: where, and with which sign and class; wrong ones on top, the current one above all."""
    dataset, right = state.dataset, state.evaluation.right
    first, second = mapped.inputs
    chosen = np.arange(min(dataset.rows, MOST_ROWS)) * dataset.rows // min(dataset.rows, MOST_ROWS)
    order = [*chosen[right[chosen]], *chosen[~right[chosen]]] if right is not None else [*chosen]
    placed = {}
    for row in (*order, state.shown.row):
        y, x = mapped.cell(dataset.inputs[row, first], dataset.inputs[row, second])
        sign = CURRENT if row == state.shown.row else RIGHT if right is None or right[row] else WRONG
        placed[y // 2, x] = (sign, int(dataset.expected[row].argmax()))
    return placed


def _marked(mark: tuple[str, int], background: str, palette: Palette) -> tuple[str, Style]:
    sign, of_class = mark
    hues = class_colours(palette)
    colour = palette.text if sign == CURRENT else hues[of_class % len(hues)]
    return sign, ink(colour, background, True)


def _axis(state: TrainingState, mapped: DecisionMap, columns: int, width: int, palette: Palette) -> Strip:
    """Write the range of the first input, and between its ends the classes in their colours."""
    muted = ink(palette.muted, palette.background)
    left, right = (_label(state, mapped.inputs[0], value) for value in (mapped.x[0], mapped.x[-1]))
    line = Line().add(" " * (LABEL_WIDTH + 1) + left, muted)
    hues, end = class_colours(palette), LABEL_WIDTH + 1 + columns - len(right)
    names = _fitting(state.dataset.output_names, end - line.width - 1)
    for number, name in enumerate(names):
        line.add("  ■", ink(hues[number % len(hues)], palette.background)).add(f" {name}" if name else "", muted)
    if len(names) < state.dataset.output_count:
        line.add("  …", muted)
    return line.to(end, muted).add(right, muted).strip(width, muted)


def _fitting(names: Sequence[str], room: int) -> list[str]:
    """Shorten the names of the classes so that each is there, however little of it; else return the first ones."""
    whole = [safe(name, LONGEST_NAME) for name in names]
    for length in range(LONGEST_NAME, -1, -1):
        cut = [safe(name, length) if length > 3 else set_cell_size(name, min(length, cell_len(name))) for name in whole]
        if sum(3 + bool(length) + cell_len(name) for name in cut) <= room:
            return cut
    return cut[: max(0, (room - 3) // 3)]


def _label(state: TrainingState, number: int, value: float) -> str:
    """Write a place on an axis, in the data's own units."""
    if state.scaling is not None:
        value = state.scaling.inputs.undo_value(number, float(value))
    return short(value, LABEL_WIDTH, 3)
