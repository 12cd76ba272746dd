"""The decision map: which class the network answers for each pair of values of two inputs, with the rows on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine.analysis.landscape import DecisionMap, decision_map
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.cut_names import cut_apart
from tui.drawing.line import Line, filled
from tui.drawing.numbers import short
from tui.drawing.palette import Palette, ink, readable, shade
from tui.panels.chart.class_signs import class_signs

LABEL_WIDTH = 7
FAINTEST, STRONGEST = 0.16, 0.6
"""How much of a class's colour a cell takes: where the two best answers are equal, and where one leads by all."""
LONGEST_NAME, SHORTEST_NAME = 12, 3
"""Cells of a class's name in the legend: if there is room, and before all names are left out."""
CURRENT = "◆"
FIELDS, ASCII_FIELDS = "·▒░▓:+=~%#", ".+#:@=~%&-"
"""What fills the fields of the classes where no colours are shown."""
READABLE = 3.0
"""Least contrast of a sign to its background."""
MOST_ROWS = 2000
"""Rows that are drawn, evenly chosen: more would hide the map."""


class _Mark(NamedTuple):
    """A row on the map."""

    expected: int
    wrong: bool
    current: bool


def map_lines(state: TrainingState, inputs: tuple[int, int], canvas: Canvas) -> list[Strip]:
    """Draw the map of two inputs, two answers to a cell, one above the other; with ASCII only the upper one.

    A row is drawn as the sign of its expected class in the colour of that class, reversed if the answer is wrong;
    the current row is "◆".
    """
    width, height, palette = canvas.width, canvas.height, canvas.palette
    columns, rows = width - LABEL_WIDTH - 1, height - 1
    if columns < 4 or rows < 2:
        return filled([], width, height)
    mapped = decision_map(state.network, state.trained.dataset, inputs, columns=columns, rows=2 * rows)
    colours = _colours(mapped, palette)
    marks, signs = _marks(state, mapped), class_signs(state.dataset.classes)
    low, high = (_label(state, inputs[1], value) for value in (mapped.y[-1], mapped.y[0]))
    lines = []
    for row in range(rows):
        label = high if row == 0 else low if row == rows - 1 else ""
        line = Line().add(label.rjust(LABEL_WIDTH) + " ", ink(palette.muted, palette.background))
        for column in range(columns):
            mark = marks.get((row, column))
            if mark is not None:
                line.add(*_marked(mark, colours[2 * row][column], signs, palette))
            elif palette.colours == "none":
                line.add(_field(int(mapped.answers[2 * row, column]), palette), ink(palette.muted, palette.background))
            elif palette.ascii:
                line.add(" ", ink(palette.text, colours[2 * row][column]))
            else:
                line.add("▀", ink(colours[2 * row][column], colours[2 * row + 1][column]))
        lines.append(line.strip(width, ink(palette.text, palette.background)).simplify())
    return filled([*lines, _x_axis(state, mapped, canvas)], width, height)


def _colours(mapped: DecisionMap, palette: Palette) -> list[list[str]]:
    return [
        [
            palette.background
            if answer < 0 or palette.colours == "none"
            else _tint(_hue(answer, palette), lead, palette)
            for answer, lead in zip(answers, leads, strict=True)
        ]
        for answers, leads in zip(mapped.answers.tolist(), mapped.leads.tolist(), strict=True)
    ]


def _hue(number: int, palette: Palette) -> str:
    return palette.classes[number % len(palette.classes)]


def _field(answer: int, palette: Palette) -> str:
    fields = ASCII_FIELDS if palette.ascii else FIELDS
    return fields[answer % len(fields)] if answer >= 0 else " "


def _tint(hue: str, lead: float, palette: Palette) -> str:
    return shade(palette.background, hue, FAINTEST + (STRONGEST - FAINTEST) * lead)


def _marks(state: TrainingState, mapped: DecisionMap) -> dict[tuple[int, int], _Mark]:
    """Place the training rows; where several fall on a cell, the wrong ones are on top, and above all the current row.

    Of the test rows only the current one is placed.
    """
    dataset, right = state.trained.dataset, state.trained.evaluation.right
    first, second = mapped.inputs
    chosen = np.arange(min(dataset.rows, MOST_ROWS)) * dataset.rows // min(dataset.rows, MOST_ROWS)
    order = [*chosen[right[chosen]], *chosen[~right[chosen]]] if right is not None else [*chosen]
    placed = {}
    for row in order:
        y, x = mapped.cell(dataset.inputs[row, first], dataset.inputs[row, second])
        expected, wrong = int(dataset.classes_of(dataset.expected[row])), right is not None and not right[row]
        placed[y // 2, x] = _Mark(expected, wrong, current=False)
    here = state.dataset.inputs[state.shown.row]
    y, x = mapped.cell(here[first], here[second])
    expected = int(state.dataset.classes_of(state.dataset.expected[state.shown.row]))
    placed[y // 2, x] = _Mark(expected, wrong=False, current=True)
    return placed


def _marked(mark: _Mark, background: str, signs: Sequence[str], palette: Palette) -> tuple[str, Style]:
    if mark.current:
        return CURRENT, _on(background, palette.text, palette)
    sign, hue = signs[mark.expected], _hue(mark.expected, palette)
    return sign, _on(hue, palette.background, palette) if mark.wrong else _on(background, hue, palette)


def _on(background: str, colour: str, palette: Palette) -> Style:
    return ink(readable(colour, background, palette, READABLE), background, True)


def _x_axis(state: TrainingState, mapped: DecisionMap, canvas: Canvas) -> Strip:
    """Write the range of the first input, with the legend of the classes between its ends."""
    palette = canvas.palette
    muted = ink(palette.muted, palette.background)
    left, right = (_label(state, mapped.inputs[0], value) for value in (mapped.x[0], mapped.x[-1]))
    line = Line().add(" " * (LABEL_WIDTH + 1) + left, muted)
    end = canvas.width - len(right)
    names = state.dataset.classes
    plain = palette.colours == "none"
    gap, entries = _legend(names, class_signs(names), end - line.width - 1, int(plain))
    for number, (sign, name) in enumerate(entries):
        line.add(" " * gap + (_field(number, palette) if plain else ""), muted)
        line.add(sign, ink(_hue(number, palette), palette.background, True))
        if name:
            line.add(f" {name}", muted)
    if len(entries) < len(names):
        line.add(" …", muted)
    return line.to(end, muted).add(right, muted).strip(canvas.width, muted)


def _legend(names: Sequence[str], signs: Sequence[str], room: int, more: int) -> tuple[int, list[tuple[str, str]]]:
    """Fit the legend into ``room`` cells: signs with names as long as possible, else all signs, else the first.

    Args:
        names: The classes.
        signs: Their signs.
        room: Cells.
        more: Cells of an entry besides its sign and its name.

    Returns:
        The cells before each entry; and the entries: a sign and a name, "" if the name is the sign or has no room.
    """
    for length in (*range(LONGEST_NAME, SHORTEST_NAME - 1, -1), 0):
        shorter = cut_apart(tuple(names), length)
        cut = ["" if name == sign else text for name, sign, text in zip(names, signs, shorter, strict=True)]
        for gap in (2, 1) if length == 0 else (2,):
            if sum(gap + more + 1 + bool(name) + cell_len(name) for name in cut) <= room:
                return gap, list(zip(signs, cut, strict=True))
    return 1, [(sign, "") for sign in signs[: max(0, (room - 2) // (2 + more))]]


def _label(state: TrainingState, number: int, value: float) -> str:
    """Write a value of an input in the data's own unit."""
    if state.scaling is not None:
        value = state.scaling.inputs.undo_value(number, float(value))
    return short(value, LABEL_WIDTH, 3)
