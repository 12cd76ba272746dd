"""What is selected: its value, and the arithmetic it comes from, laid out in a panel."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine.explain import Context, explain
from engine.explanation import Explanation, Role
from engine.names import Expected, Neuron, Place, place_name
from engine.state import TrainingState
from tui.renderables.line import Line
from tui.renderables.numbers import short
from tui.renderables.palette import Palette, style
from tui.text import safe

HEADING_WIDTH = 9
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


def inspector_lines(state: TrainingState, selected: Place, width: int, spaced: bool, palette: Palette) -> list[Strip]:
    """Lay out all there is to say about the selected place, as many lines as it takes.

    Args:
        state: the current sample's numbers are explained.
        selected: what is explained.
        width: cells.
        spaced: put an empty line before each section.
        palette: the colours.
    """
    account = explain(selected, context_of(state))
    plain = style(palette.text)
    title = Line().add(f" {account.title}", style(palette.text, bold=True))
    title.add(f"  {short(account.value, 12, 6)}", style(palette.accent, bold=True))
    meaning = _meaning(state, selected)
    if meaning and meaning != place_name(state.network.sizes, selected):
        title.add(f"  {safe(meaning, 20)}", style(palette.muted))
    lines = [title.strip(width, plain)]
    for section in account.sections:
        lines.extend([Line().strip(width, plain)] * spaced)
        lines.extend(_section(section, width, palette))
    return lines


def _meaning(state: TrainingState, selected: Place) -> str:
    """What the data call an input or an output; "" for what is inside the network."""
    match selected:
        case Neuron(0, index):
            return state.dataset.input_names[index]
        case Expected(index):
            return state.dataset.output_names[index]
        case Neuron(layer, index) if layer == len(state.network.sizes) - 1:
            return state.dataset.output_names[index]
    return ""


def _section(section: Explanation, width: int, palette: Palette) -> list[Strip]:
    beside = width >= ROOM_FOR_HEADINGS
    indent = HEADING_WIDTH + 1 if beside else 2
    plain, heading = style(palette.text), style(palette.muted)
    room = width - indent - 1
    lines = []
    if not beside:
        lines.append(Line().add(f" {section.heading}", heading).strip(width, plain))
    for pieces in _rows(section, room, palette):
        laid = Line().add(f" {section.heading}" if beside and not lines else "", heading).to(indent, plain)
        for text, look in pieces:
            laid.add(text, look)
        lines.append(laid.strip(width, plain))
    return lines


def _rows(section: Explanation, room: int, palette: Palette) -> list[list[tuple[str, Style]]]:
    """Break the lines of a section to fit; a result stands behind its numbers where there is room for it."""
    rows: list[list[tuple[str, Style]]] = []
    for line in section.lines():
        look = _look(line.role, palette)
        behind = sum(cell_len(text) for text, _ in rows[-1]) if rows else room
        if line.role == "result" and behind + 1 + cell_len(line.text) <= room:
            rows[-1].append((f" {line.text}", look))
        else:
            parts = wrapped(line.text, room)
            rows.extend([(("  " if number else "") + part, look)] for number, part in enumerate(parts))
    return rows


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
    """Break a formula at its blanks into lines of at most ``width`` cells; those after the first are two narrower.

    What stands in brackets stays together, if it fits on a line.
    """
    lines, room = [""], max(4, width)
    for word in _words(text, width - 2):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
            room = max(4, width - 2)
    return [line for line in lines if line] or [""]


def _words(text: str, most: int) -> list[str]:
    """Split at blanks, but not inside brackets that fit; a sign stays with what follows it."""
    words: list[str] = []
    depth = 0
    for word in text.split(" "):
        inside = depth > 0 and cell_len(words[-1]) + 1 + cell_len(word) <= most
        if words and (inside or words[-1] in ("·", "+", "−", "-", "=", "/")):
            words[-1] += f" {word}"
        else:
            words.append(word)
        depth += word.count("(") - word.count(")")
    return words
