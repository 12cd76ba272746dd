"""What is selected: its value, and the arithmetic it comes from, laid out in a panel."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine.explain import Context, explain
from engine.explanation import Explanation, Role
from engine.names import Bias, Expected, Neuron, Place, Weight, place_name
from engine.state import TrainingState
from tui.renderables.line import Line
from tui.renderables.numbers import short
from tui.renderables.palette import Palette, style
from tui.text import safe

HEADING_WIDTH = 10
ROOM_FOR_HEADINGS = 34
"""A narrower panel has the headings on lines of their own."""


def context_of(state: TrainingState) -> Context:
    """The numbers of the current sample, to be explained."""
    return Context(
        network=state.network,
        trace=state.trace,
        gradients=state.gradients,
        expected=state.dataset.expected[state.row],
        learning_rate=state.learning_rate,
        mean_squared_error=state.evaluation.mse,
    )


def inspector_lines(state: TrainingState, selected: Place, width: int, palette: Palette) -> list[Strip]:
    """Lay out all there is to say about the selected place, as many lines as it takes."""
    account = explain(selected, context_of(state))
    plain = style(palette.text)
    lines = [Line().add(f" {account.title}", style(palette.text, bold=True)).strip(width, plain)]
    lines.append(_value(state, selected, account.value, palette).strip(width, plain))
    for section in account.sections:
        lines.append(Line().strip(width, plain))
        lines.extend(_section(section, width, palette))
    return lines


def editable(selected: Place) -> str:
    """Say what ``enter`` edits on a place: "" if nothing."""
    match selected:
        case Neuron(0, _):
            return "input"
        case Neuron():
            return "bias"
        case Weight():
            return "weight"
        case Bias():
            return "bias"
        case Expected():
            return "expected value"


def _value(state: TrainingState, selected: Place, value: float, palette: Palette) -> Line:
    line = Line().add(f" {short(value, 12, 6)}", style(palette.accent, bold=True))
    match selected:
        case Neuron(0, index):
            line.add(f"  {safe(state.dataset.input_names[index], 20)}", style(palette.muted))
        case Expected(index):
            line.add(f"  {safe(state.dataset.output_names[index], 20)}", style(palette.muted))
        case Neuron(layer, index) if layer == len(state.network.sizes) - 1:
            line.add(f"  {safe(state.dataset.output_names[index], 20)}", style(palette.muted))
    what = editable(selected)
    name = (
        place_name(state.network.sizes, Bias(selected.layer, selected.index))
        if what == "bias" and isinstance(selected, Neuron)
        else ""
    )
    return line.add(f"  ⏎ edit {name or what}", style(palette.faint))


def _section(section: Explanation, width: int, palette: Palette) -> list[Strip]:
    beside = width >= ROOM_FOR_HEADINGS
    indent = HEADING_WIDTH + 1 if beside else 2
    plain, heading = style(palette.text), style(palette.muted)
    lines = []
    if not beside:
        lines.append(Line().add(f" {section.heading}", heading).strip(width, plain))
    for line in section.lines():
        look = _look(line.role, palette)
        for number, text in enumerate(wrapped(line.text, width - indent - 1)):
            first = beside and not lines
            laid = Line().add(f" {section.heading}" if first else "", heading).to(indent, plain)
            lines.append(laid.add(("  " if number else "") + text, look).strip(width, plain))
    return lines


def _look(role: Role, palette: Palette) -> Style:
    match role:
        case "result":
            return style(palette.text, bold=True)
        case "numbers":
            return style(palette.text)
        case "note":
            return style(palette.key)
        case _:
            return style(palette.muted)


def wrapped(text: str, width: int) -> list[str]:
    """Break a formula at its blanks into lines of at most ``width`` cells; those after the first are two narrower."""
    lines, room = [""], max(4, width)
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
            room = max(4, width - 2)
    return [line for line in lines if line] or [""]
