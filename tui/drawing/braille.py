"""Lines of braille dots, and a grid of cells that becomes lines of text.

A cell holds 2 × 4 dots. Coordinates of dots count from the upper left corner.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.cells import get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

BLANK = 0x2800
FILLER = "\0"
"""Stands in the second cell of a wide character."""
DOTTED, THIN, THICK = range(3)
DASH, PERIOD = 6, 10
"""Dots of a dash, and of a dash with the gap after it."""
# BITS[y, x] is the bit of a dot within its cell, as Unicode numbers them.
BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]], dtype=np.uint8)

Cells = NDArray[np.intp]
Dots = NDArray[np.uint8]
Characters = NDArray[np.uint32]
BRAILLE: Characters = np.arange(BLANK, BLANK + 256, dtype=np.uint32)
"""The character of each set of dots."""


@lru_cache(maxsize=8192)
def line(x0: int, y0: int, x1: int, y1: int, weight: int, width: int, dashed: bool = False) -> tuple[Cells, Dots]:
    """Rasterise a line between two dots.

    Args:
        x0: x of one end in dots, within the grid.
        y0: y of that end.
        x1: x of the other end, not left of the first.
        y1: y of the other end.
        weight: ``DOTTED`` for every other dot, ``THIN`` for all, ``THICK`` for two dots abreast.
        width: Cells in a row of the grid.
        dashed: Whether the line has gaps.

    Returns:
        The cells it touches, each once, as row × width + column, and the bits of the dots in each; both of shape
        (cells,).
    """
    steps = max(x1 - x0, abs(y1 - y0), 1)
    along = np.arange(steps + 1) / steps
    xs = np.floor(x0 + (x1 - x0) * along + 0.5).astype(np.intp)
    ys = np.floor(y0 + (y1 - y0) * along + 0.5).astype(np.intp)
    if dashed:
        drawn = np.arange(steps + 1) % PERIOD < DASH
        xs, ys = xs[drawn], ys[drawn]
    if weight == DOTTED:
        xs, ys = xs[::2], ys[::2]
    if weight == THICK and abs(y1 - y0) > x1 - x0:
        xs, ys = np.concatenate((xs, np.minimum(xs + 1, x1))), np.concatenate((ys, ys))
    elif weight == THICK:
        # The second dot lies towards the middle of the row in which the line starts, so that it stays beside its tile.
        shifted = ys + (1 if y0 % 4 < 2 else -1)
        xs, ys = np.concatenate((xs, xs)), np.concatenate((ys, np.maximum(shifted, 0)))
    cells, place = np.unique((ys >> 2) * width + (xs >> 1), return_inverse=True)
    dots = np.zeros(cells.size, dtype=np.uint8)
    np.bitwise_or.at(dots, place, BITS[ys & 3, xs & 1])
    return cells, dots


class Grid:
    """Cells with a character, a style and an owner each.

    Attributes:
        width: Cells in a row.
        height: Number of rows.
        styles: The styles in use.
        owners: Number of whoever drew the line through each cell, −1 for none; shape (width × height,).
    """

    def __init__(self, width: int, height: int, background: Style, characters: Characters = BRAILLE) -> None:
        """Make an empty grid of cells.

        Args:
            width: Cells in a row.
            height: Number of rows.
            background: The style of empty cells.
            characters: The character of each number of a cell that ``draw`` gives it.
        """
        self._of_dots = characters
        self.width, self.height = width, height
        self.styles = [background]
        self._numbers = {background: 0}
        self._dots = np.zeros(width * height, dtype=np.uint8)
        self._style = np.zeros(width * height, dtype=np.int32)
        self._characters = np.full(width * height, ord(" "), dtype=np.uint32)
        self.owners = np.full(width * height, -1, dtype=np.int32)

    def draw(self, drawn: tuple[Cells, Dots], style: Style, owner: int) -> None:
        """Add the dots of a line; the cells take its style and owner."""
        cells, dots = drawn
        self._dots[cells] |= dots
        self._style[cells] = self._number(style)
        self.owners[cells] = owner

    def finish_lines(self) -> None:
        """Turn dots into characters. Call it once, after all ``draw`` and before any ``write``."""
        drawn = self._dots.nonzero()[0]
        self._characters[drawn] = self._of_dots[self._dots[drawn]]

    def write(self, x: int, y: int, text: str, style: Style) -> None:
        """Write text over whatever is there, cut at the edges. Marks without a cell of their own are left out."""
        if not text.isascii():
            text = _cell_by_cell(text)
        if not 0 <= y < self.height or x >= self.width:
            return
        start, end = y * self.width + max(x, 0), y * self.width + min(x + len(text), self.width)
        if end > start:
            codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
            self._characters[start:end] = codes[max(-x, 0) : max(-x, 0) + end - start]
            self._style[start:end] = self._number(style)
            self.owners[start:end] = -1

    def write_over_line(self, x: int, y: int, text: str, style: Style) -> None:
        """Write a character in a cell if a line runs there, and nothing else."""
        if 0 <= x < self.width and 0 <= y < self.height and self.owners[y * self.width + x] >= 0:
            self.write(x, y, text, style)

    def strips(self) -> tuple[Strip, ...]:
        """Return the rows, with neighbours of one style in one segment."""
        return tuple(self._strip(y) for y in range(self.height))

    def _number(self, style: Style) -> int:
        number = self._numbers.get(style)
        if number is None:
            number = self._numbers[style] = len(self.styles)
            self.styles.append(style)
        return number

    def _strip(self, y: int) -> Strip:
        row = slice(y * self.width, (y + 1) * self.width)
        text, style = self._characters[row].tobytes().decode("utf-32-le"), self._style[row]
        ends = [*((style[1:] != style[:-1]).nonzero()[0] + 1).tolist(), self.width]
        segments, start = [], 0
        for end in ends if self.width else []:
            segments.append(Segment(text[start:end].replace(FILLER, ""), self.styles[style[start]]))
            start = end
        return Strip(segments, self.width)


def _cell_by_cell(text: str) -> str:
    """Return text with one character a cell: wide ones are followed by a filler."""
    wide = (character + FILLER * (get_character_cell_size(character) - 1) for character in text)
    return "".join(each for each in wide if get_character_cell_size(each[0]))
