"""What the samples panel says of the rows it lists."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from engine.session.look import Look
from engine.session.rows import ConfusionCell, listed, row_filters
from engine.training.state import TrainingState
from engine.wording import count
from tui.drawing.cut_names import cut_apart
from tui.drawing.numbers import short

LONGEST_NAME, SHORTEST_NAME = 24, 4
"""Cells of a class in the title."""
PREFIX = "Samples · "
"""What a title begins with if there is room."""
NAMES = {"train": "all training rows", "test": "all test rows", "both": "all rows", "wrong": "all rows"}


def samples_title(state: TrainingState, look: Look, width: int) -> str:
    """Say which rows are listed and how many are right, or their mean error, in ``width`` cells if possible."""
    text = ""
    for text in _titles(state, look):
        if cell_len(text) <= width:
            break
    return text


def rows_named(state: TrainingState, look: Look) -> str:
    """Name the rows that are listed: "all test rows"."""
    if look.cell is not None:
        return "the rows listed"
    return "all rows" if state.trained.test is None else NAMES[look.rows]


def why_none_listed(state: TrainingState, look: Look) -> str:
    """Say why no row is listed."""
    return "no row is left in this cell: t goes back" if look.cell else "all rows are right: t lists them"


def _titles(state: TrainingState, look: Look) -> Iterator[str]:
    """Yield wordings, the longest first."""
    whole, rows = state.trained, look.listed
    if isinstance(rows, ConfusionCell):
        yield from _of_cell(whole, rows)
        return
    mixed = " (t: test)" if whole.test is not None else ""
    if rows == "wrong" and rows in row_filters(state):
        total = whole.dataset.rows + (whole.test.rows if whole.test else 0)
        wrong = f"{len(listed(state, rows)):,}"
        title = f"wrong only  {wrong} of {total:,}"
        yield from (f"{PREFIX}{title}{mixed}", f"{PREFIX}{title}", title, f"wrong  {wrong}/{total:,}")
        return
    name = f" · {rows}" if mixed else ""
    score = _score(whole, rows if mixed else "train")
    if rows == "both" and mixed:
        yield f"Samples{name}{mixed}  {score}"
    yield f"Samples{name}  {score}"
    short_score = score.replace("right", "✓")
    yield f"Samples{name}  {short_score}"
    if name:
        yield from (f"{rows}  {score}", f"{rows}  {short_score}")


def _score(state: TrainingState, rows: str) -> str:
    """Say how many of the rows of one part or of both are right, or their mean error."""
    found = [state.evaluation] if rows != "test" else []
    if rows != "train" and state.test_evaluation is not None:
        found.append(state.test_evaluation)
    total = sum(len(part.outputs) for part in found)
    if state.evaluation.right is None:
        return f"mean E {short(sum(part.error * len(part.outputs) for part in found) / total, 8)}"
    return f"{sum(int(part.right.sum()) for part in found if part.right is not None):,}/{total:,} right"


def _of_cell(state: TrainingState, cell: ConfusionCell) -> Iterator[str]:
    """Yield wordings for the rows of one class that were answered with one class."""
    number, names = len(listed(state, cell)), state.dataset.classes
    part = f"{cell.part}, " if state.test is not None else ""
    for before in dict.fromkeys((f"{PREFIX}{part}", part, "")):
        for cells in range(LONGEST_NAME, SHORTEST_NAME - 1, -1):
            expected, got = (cut_apart(names, cells)[index] for index in (cell.expected, cell.got))
            if before:
                yield f"{before}expected {expected}, got {got}: {count(number, 'row')}"
            yield f"{before}exp. {expected}, got {got}: {number:,}"
