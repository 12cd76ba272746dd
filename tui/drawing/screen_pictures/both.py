"""One picture of two screens: the accepted one and that of now, with every cell marked that differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.color import parse_rgb_hex

from tui.drawing.palette import contrast
from tui.drawing.screen_pictures.cells import EMPTY, Cell, Grid, Look, filled
from tui.drawing.screen_pictures.svg import drawn

_HEADING = Look("#ffffff", EMPTY.look.background, bold=True)
WIDEST = 130
"""Columns up to which the screens stand side by side; wider pictures are shown smaller, and nobody can read them."""
_BETWEEN = [EMPTY] * 3
_MARKS = "#8f008f", "#005f5f", "#5f5f00", "#00008f"
_LIGHT_MARKS = "#ff90ff", "#60ffff", "#ffff60", "#b0b0ff"
"""Backgrounds for cells that differ, on dark screens and on light ones."""
_LEAST = 2.5
"""The contrast to it below which white or black stands for the colour of a text."""


def both_svg(accepted: Grid, now: Grid, title: str) -> str:
    """Return a picture of both: side by side, or below each other if they are wide.

    Args:
        accepted: The screen that was accepted.
        now: The screen of now.
        title: What stands over the picture; text from outside is harmless.
    """
    mark = _mark(accepted, now)
    before = _headed("accepted", _marked(accepted, now, mark))
    after = _headed("now", _marked(now, accepted, mark))
    if len(before[0]) + len(_BETWEEN) + len(after[0]) > WIDEST:
        return drawn(filled([*before, [], *after]), title)
    height = max(len(before), len(after))
    left, right = (filled([*grid, *[[]] * (height - len(grid))]) for grid in (before, after))
    return drawn(tuple((*one, *_BETWEEN, *other) for one, other in zip(left, right, strict=True)), title)


def _mark(accepted: Grid, now: Grid) -> str:
    """Return a background that neither screen has, or the first of all if they have each, dark or light as they are."""
    used = Counter(cell.look.background for grid in (accepted, now) for line in grid for cell in line)
    brightness = sum(sum(parse_rgb_hex(colour[1:])) * times for colour, times in used.items())
    is_light = brightness > 3 * 255 / 2 * used.total()
    marks = _LIGHT_MARKS if is_light else _MARKS
    return next((mark for mark in marks if mark not in used), marks[0])


def _marked(grid: Grid, other: Grid, mark: str) -> list[Sequence[Cell]]:
    """Return the cells of a screen, with this background where another one differs; of another size, it is another."""
    if (len(grid), len(grid[0])) != (len(other), len(other[0])):
        return [*grid]
    return [
        [cell if cell == there else _on(mark, cell) for cell, there in zip(line, there_too, strict=True)]
        for line, there_too in zip(grid, other, strict=True)
    ]


def _on(mark: str, cell: Cell) -> Cell:
    colour = cell.look.colour
    if colour and contrast(colour, mark) < _LEAST:
        colour = max("#ffffff", "#000000", key=lambda end: contrast(end, mark))
    return cell._replace(look=cell.look._replace(colour=colour, background=mark))


def _headed(heading: str, lines: list[Sequence[Cell]]) -> Grid:
    """Return a screen below a line that says which one it is, and its size."""
    title = f"{heading}, {len(lines[0])}x{len(lines)}"
    return filled([[Cell(character, _HEADING) for character in title], *lines])
