"""The inspector's sheet as text to be copied."""

from __future__ import annotations

from engine.session.look import Look
from engine.training.state import TrainingState
from engine.wording import count
from tui.drawing.canvas import Canvas
from tui.drawing.palette import Palette
from tui.panels.copied import Copied
from tui.panels.inspector.explained import Explained
from tui.panels.inspector.sheet import sheet

WIDE, HIGH = 10_000, 10_000
"""Cells and lines in which every formula stands on a line of its own, with blank lines between the sections."""


def copied_sheet(state: TrainingState, look: Look, about: Explained, palette: Palette) -> Copied:
    """Return all lines of the sheet, also those out of sight, with formulas that are not broken."""
    laid = sheet(state, look, about, Canvas(WIDE, HIGH, palette))
    lines = ["".join(text for text, _ in line).replace("\u00a0", " ").rstrip().removeprefix(" ") for line in laid.lines]
    return Copied("\n".join(lines), f"the inspector, {count(sum(map(bool, lines)), 'line')}")
