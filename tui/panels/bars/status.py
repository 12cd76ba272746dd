"""The status bar: what is trained, how, how far, and whether it runs."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine import wording
from engine.network.activations import activation_named
from engine.network.network import shape_text
from engine.network.optimizers import optimizer_named
from engine.session.rows import Row
from engine.session.shown_row import seen
from engine.training.state import TrainingState
from tui.drawing.line import Line
from tui.drawing.numbers import brief
from tui.drawing.palette import Palette, style
from tui.panels.bars.activity_text import activity_texts, phase_widths
from tui.running.activity import Activity
from tui.terminal.text import safe

StatusItem = list[tuple[str, Style]]
"""One thing that the bar tells: pieces of text with their styles."""
GAP, NARROW_GAP = 3, 2
"""Cells between two items, and on a screen narrower than ``WIDE``."""
WIDE = 80
SHORTEST_NAME, SHORT_NAME, LEAST_NAME, MOST_NAME = 6, 10, 12, 24
"""Cells of the data set's name: with hardly any room, on a narrow screen, and the limits on wider ones."""
LEAST_ACTIVITY = 13
"""Cells kept for what the training is doing."""
ORDER = ("glassnet", "data", "shape", "seed", "rate", "epoch", "sample", "row", "loss")
"""The items from left to right."""


def status_line(
    state: TrainingState, activity: Activity, width: int, palette: Palette, row: Row | None = None
) -> Strip:
    """Draw the items that matter most on the left, and on the right what the training is doing, which is never cut.

    The right end keeps room for its longest phase, so that no item comes and goes while the learner walks through the
    phases.

    Args:
        state: The state of the training.
        activity: What it is doing.
        width: Cells of the line.
        palette: The colours.
        row: The row looked at. None if it is the current sample's.
    """
    items, room = _chosen(state, () if activity.running else _row_texts(state, row), width, palette)
    texts, look = activity_texts(state, activity, palette)
    text = next((text for text in texts if cell_len(text) <= room), texts[-1])
    line, bar = Line(), style(palette.text, palette.bar)
    for item in (items[name] for name in ORDER if name in items):
        line.add(" " * (_gap(width) if line.width else 1), bar)
        for piece, piece_style in item:
            line.add(piece, piece_style)
    left = max(0, width - cell_len(text) - 1)
    return Strip.join([line.strip(left, bar), Line().add(text, look).strip(width - left, bar)])


def _row_texts(state: TrainingState, row: Row | None) -> tuple[str, ...]:
    """Name a row shown that is not the one in turn, first briefly; no texts if there is none."""
    shown = seen(state, row)
    name = f"{'test ' if shown.in_test else ''}row {shown.dataset.number(shown.row):,}"
    if state.is_half_walked and shown is not state:
        return name, f"{name}, walking row {state.dataset.number(state.row):,}"
    if shown.in_test:
        return name, name
    return (name, f"{name} out of turn") if shown.cursor.is_out_of_turn else ()


def _chosen(
    state: TrainingState, row: tuple[str, ...], width: int, palette: Palette
) -> tuple[dict[str, StatusItem], int]:
    """Choose the items that fit.

    Returns:
        The items by name, and the cells left for what the training is doing.
    """
    words, symbols = phase_widths(state.network.sizes)
    items: dict[str, StatusItem] = {}
    room, gap = LEAST_ACTIVITY, _gap(width)
    for name, item in _items(state, row, width, palette):
        wider = {"phases with symbols": symbols, "phases in words": words}.get(name, room)
        tried = items | ({name: item} if item else {})
        if sum(_width(each) + gap for each in tried.values()) + wider + 2 <= width:
            items, room = tried, wider
    return items, room


def _items(state: TrainingState, row: tuple[str, ...], width: int, palette: Palette) -> list[tuple[str, StatusItem]]:
    """List the items by name, the most important first; a later item of the same name is a fuller version.

    Those without text stand for more room at the right end.
    """
    plain, muted = style(palette.text, palette.bar), style(palette.muted, palette.bar)
    strong, accent = style(palette.text, palette.bar, bold=True), style(palette.accent, palette.bar, bold=True)
    rows = f"{state.dataset.rows:,}"
    name, cells = state.setup.name, max(LEAST_NAME, min(MOST_NAME, width // 5))
    functions = dict.fromkeys(activation_named(name).symbol for name in state.network.activations)
    sample: StatusItem = [(f"{state.position:,}", strong), (f"/{rows}", muted)]
    sample.append((" " * (len(f"{state.dataset.rows - 1:,}") - len(sample[0][0])), muted))
    rate = [("α ", muted), (brief(state.method.learning_rate, 4), strong)]
    count = wording.count(state.dataset.rows, "row")
    if state.test is not None:
        count = f"{rows} + {state.test.rows:,} test rows"
    return [
        ("epoch", [("epoch ", muted), (f"{state.epoch:,}", strong)]),
        ("sample", sample),
        ("data", [(safe(name, SHORTEST_NAME), plain)]),
        ("rate", rate),
        ("sample", [("sample ", muted), *sample]),
        *([("row", [(row[0], plain)])] if row else []),
        ("data", [(safe(name, SHORT_NAME), plain)]),
        ("data", [(safe(name, cells), plain)]),
        ("rate", [(f"{optimizer_named(state.method.optimizer).label} ", muted), *rate]),
        ("phases with symbols", []),
        ("data", [(safe(name, cells), plain), (f" · {count}", muted)]),
        ("shape", [(shape_text(state.network.sizes), plain), (f" {','.join(functions)}", muted)]),
        *([("row", [(row[1], plain)])] if row else []),
        ("phases in words", []),
        ("glassnet", [("glassnet", accent)]),
        ("seed", [("seed ", muted), (str(state.setup.seed), plain)]),
        ("loss", [(f"E = {state.network.loss.definition}", muted)]),
    ]


def _gap(width: int) -> int:
    return GAP if width >= WIDE else NARROW_GAP


def _width(item: StatusItem) -> int:
    return sum(cell_len(text) for text, _ in item)
