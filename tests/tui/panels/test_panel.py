"""Repainting: only the cells that changed."""

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from tui.drawing.palette import DARK, style
from tui.panels.panel import StripView, _difference

cells = st.tuples(st.sampled_from("ab·⠿界\u0301"), st.sampled_from(["#ff0000", "#00ff00"]))
strips = st.lists(cells, max_size=8).map(
    lambda drawn: Strip([Segment(text, style(colour)) for text, colour in drawn]).adjust_cell_length(10)
)


@given(strips, strips)
@example(*(Strip([Segment(text, style("#ff0000"))]) for text in ("界e\u0301bcdefgh", "界o\u0301bcdefgh")))
def test_repainting_the_difference_gives_the_new_line(old, new):
    start, end = _difference(old, new)
    assert 0 <= start <= end <= 10

    def painted(strip: Strip) -> list[tuple[str, Style | None]]:
        """What stands in each cell: the character that begins there, with the accents on it."""
        grid: list[tuple[str, Style | None]] = []
        for segment in strip:
            for character in segment.text:
                if cell_len(character):
                    grid += [(character, segment.style)] + [("", segment.style)] * (cell_len(character) - 1)
                elif grid:
                    grid[-1] = (grid[-1][0] + character, grid[-1][1])
        return grid

    before, after = painted(old), painted(new)
    assert before[:start] + after[start:end] + before[end:] == after


def test_equal_cells_are_not_repainted_however_they_are_split_into_segments():
    red = style("#ff0000")
    assert _difference(Strip([Segment("abcd", red)]), Strip([Segment("ab", red), Segment("cd", red)])) == (0, 0)
    assert _difference(Strip([Segment("abcd", red)]), Strip([Segment("aXYd", red)])) == (1, 3)


class Board(StripView):
    """Shows the lines it is given, and notes what is repainted."""

    lines = ("one", "two", "three")

    def __init__(self) -> None:
        super().__init__()
        self.repainted: list[tuple[Region, ...]] = []

    def draw(self) -> list[Strip]:
        return [Strip([Segment(line.ljust(20), style(DARK.text))]) for line in self.lines]

    def refresh(self, *regions: Region, **more: bool) -> "Board":
        self.repainted.append(regions)
        return super().refresh(*regions, **more)


class BoardApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Board()


async def test_only_the_cells_that_changed_are_repainted():
    app = BoardApp()
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        board = app.query_one(Board)
        for lines, regions in (
            (("one", "two", "three"), []),
            (("one", "tWo", "three"), [(Region(1, 1, 1, 1),)]),
            (("One", "tWo", "thRee"), [(Region(0, 0, 1, 1), Region(2, 2, 1, 1))]),
            (("One",), [()]),  # another number of lines: all of it
        ):
            board.repainted.clear()
            board.lines = lines
            board.redraw()
            assert board.repainted == regions
