"""What the network answers: as a decision map, as curves along the only input, or got against expected."""

from __future__ import annotations

from collections.abc import Iterator

from textual.strip import Strip

from engine.session.look import ChooseInputs, Look, LookAction
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.cut_names import cut_apart
from tui.drawing.frame import Caption
from tui.panels.chart.arrows import Arrows
from tui.panels.chart.captions import fitting, longest
from tui.panels.chart.tools import Tools
from tui.panels.panel import Direction
from tui.terminal.text import safe

NAME_CELLS = (60, 30, 16)
"""Cells for the name of an input or output, the most generous first."""


def has_map(state: TrainingState) -> bool:
    """Tell whether there are classes, and two inputs to map them over."""
    return state.dataset.task == "classification" and state.dataset.input_count > 1


def title(state: TrainingState, look: Look, canvas: Canvas) -> str:
    """Name the axes."""
    dataset = state.dataset
    if has_map(state):
        return longest(_map_titles(state, look.map_inputs), canvas)
    along, *outputs = (safe(name, NAME_CELLS[-1]) for name in (dataset.input_names[0], *dataset.output_names))
    if dataset.input_count == 1:
        return longest((f"{', '.join(outputs)} along {along}", f"outputs along {along}"), canvas)
    return longest((f"{outputs[0]}  ↑ got  → expected", "↑ got  → expected"), canvas)


def _map_titles(state: TrainingState, inputs: tuple[int, int]) -> Iterator[str]:
    rest, short = " · rest at mean" if state.dataset.input_count > 2 else "", ""
    for cells in NAME_CELLS:
        across, upwards = cut_apart(tuple(state.dataset.input_names[number] for number in inputs), cells)
        short = f"↑{upwards} →{across}"
        yield f"Answers  ↑ {upwards}  → {across}{rest}"
        yield f"{short}{rest}"
    yield short


def caption(state: TrainingState, look: Look, canvas: Canvas) -> Caption:
    """Explain the signs."""
    palette = canvas.palette
    if has_map(state):
        return fitting([("reversed: wrong", palette.muted), ("◆ current", palette.muted)], canvas)
    if state.dataset.input_count == 1:
        return fitting([("━ got", palette.muted), ("● expected", palette.muted)], canvas)
    return fitting([("● rows", palette.accent), ("━ got = expected", palette.muted)], canvas)


def draw(state: TrainingState, look: Look, canvas: Canvas, tools: Tools) -> list[Strip]:
    """Draw what suits the data; the modules for it are not loaded before."""
    if has_map(state):
        from tui.panels.chart.decision_map import map_lines

        return map_lines(state, look.map_inputs, canvas)
    from tui.panels.chart.answer_curves import along_input, got_over_expected

    chart = along_input if state.dataset.input_count == 1 else got_over_expected
    return tools.plotter.lines(chart(state.trained, canvas.palette), canvas)


def begin(state: TrainingState, look: Look) -> LookAction | None:
    """Choose the inputs of the map unless they are chosen already; with two inputs there is no choice."""
    if look.inputs is not None or state.dataset.input_count <= 2:
        return None
    from engine.analysis.landscape import telling_inputs

    return ChooseInputs(telling_inputs(state.dataset))


def _can_choose_inputs(state: TrainingState, canvas: Canvas) -> bool:
    return has_map(state) and state.dataset.input_count > 2


def _choose_input(state: TrainingState, look: Look, canvas: Canvas, direction: Direction) -> LookAction:
    """Put the next or the previous input on an axis: ← and → change the x axis, ↑ and ↓ the y axis."""
    axis, by = {"left": (0, -1), "right": (0, 1), "up": (1, 1), "down": (1, -1)}[direction]
    other = look.map_inputs[1 - axis]
    free = [number for number in range(state.dataset.input_count) if number != other]
    chosen = free[(free.index(look.map_inputs[axis]) + by) % len(free)]
    return ChooseInputs((chosen, other) if axis == 0 else (other, chosen))


ARROWS = Arrows("x", "y", _can_choose_inputs, _choose_input, "there are no other inputs to put on the axes")
