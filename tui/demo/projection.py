"""What a film that is played shows: the screen, what is said under it and, while it is paused, the keys."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.strip import Strip

from tui.demo.captions import MARGIN, caption_lines, caption_row
from tui.demo.few_colours import filters_for
from tui.demo.film import Film
from tui.demo.playhead import Playhead
from tui.drawing.palette import DARK, style
from tui.terminal.colours import ColourSystem

_GAP = 2
"""Cells between what is said and the status."""
_STATUS = style(DARK.key, DARK.background)
_BACKGROUND = Color.parse(DARK.background)


class Projection:
    """The lines to show of a film, for a terminal.

    Attributes:
        width: Its columns.
        height: Its lines, with those of the captions. The last one has room for the status beside any caption.
    """

    def __init__(self, film: Film, colours: ColourSystem, no_color: bool = False) -> None:
        """Lay a film out.

        Args:
            film: The film.
            colours: How many colours the terminal shows.
            no_color: Whether it is to show none but greys, as the workbench does then.
        """
        self.width = film.width
        self._screen = film.height
        self._filters = filters_for(colours, no_color)
        playhead = Playhead(film)
        statuses = [
            self._status(step, playhead.steps, is_over) for step in (1, playhead.steps) for is_over in (False, True)
        ]
        self._longest_status = max(map(cell_len, statuses))
        self._said = max(self._lines_for(caption) for caption in {frame.caption for frame in film.frames})
        self.height = self._screen + self._said

    def rows(self, playhead: Playhead) -> list[Strip]:
        """Return what is seen now, ``height`` lines."""
        frame = playhead.frame
        texts = caption_lines(frame.caption, self.width)
        texts += [""] * (self._said - len(texts))
        said = [caption_row(text, self.width) for text in texts]
        if playhead.paused:
            said[-1] = self._with_status(texts[-1], self._status(playhead.step, playhead.steps, playhead.is_over))
        rows = [*frame.rows, *[Strip([])] * (self._screen - len(frame.rows)), *said]
        for one in self._filters:
            rows = [row.apply_filter(one, _BACKGROUND) for row in rows]
        return rows

    def _status(self, step: int, steps: int, is_over: bool) -> str:
        where, space = ("the end,", "replays") if is_over else ("paused", "goes on")
        whole = f"{where} {step} of {steps} · space {space} · ← → step · q leaves"
        return whole if cell_len(whole) <= self._room else f"{step}/{steps}"

    def _with_status(self, text: str, status: str) -> Strip:
        before = self.width - MARGIN - cell_len(status)
        row = [*caption_row(text, self.width).crop(0, before), Segment(status + " " * MARGIN, _STATUS)]
        return Strip(row).crop(0, self.width)

    def _lines_for(self, caption: str) -> int:
        """Return how many lines a caption takes with the status."""
        lines = caption_lines(caption, self.width)
        fits = not lines or cell_len(lines[-1]) + _GAP + self._longest_status <= self._room
        return max(len(lines) + (not fits), 1)

    @property
    def _room(self) -> int:
        return self.width - 2 * MARGIN
