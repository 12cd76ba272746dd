"""What is said in a demo, in lines of its own under the screen."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from tui.demo.film import Film
from tui.drawing.palette import DARK, style
from tui.drawing.wrapping import word_lines
from tui.terminal.text import safe

LONGEST = 600
"""Cells of a caption; a longer one is cut: nobody could read it, and its lines would push the screen away."""
MARGIN = 1
"""Cells left and right of a caption, as the bars of the screen have them."""
_STYLE = style(DARK.text, DARK.background, bold=True)


def caption_lines(caption: str, width: int) -> list[str]:
    """Break a caption, which comes from outside, into lines for a screen of ``width`` cells; none if it is empty."""
    return word_lines(safe(" ".join(caption.split()), LONGEST), width - 2 * MARGIN)


def most_lines(film: Film) -> int:
    """Return how many lines the longest caption of a film takes; 0 if nothing is ever said."""
    captions = {frame.caption for frame in film.frames}
    return max(len(caption_lines(caption, film.width)) for caption in captions)


def caption_row(text: str, width: int) -> Strip:
    """Return a line of a caption, as wide as the screen."""
    return Strip([Segment(f"{' ' * MARGIN}{text}", _STYLE)]).adjust_cell_length(width, _STYLE)
