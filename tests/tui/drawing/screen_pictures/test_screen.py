"""The rows that a screen shows now, those of a dialog over the workbench included."""

from rich.style import Style

from tests.tui.journeys import learner
from tui.drawing.screen_pictures.cells import cells_of, text_of
from tui.drawing.screen_pictures.screen import rows_of


async def test_the_rows_are_what_the_screen_shows() -> None:
    async with learner(size=(80, 24)) as user:
        await user.press("e", "e")
        rows = rows_of(user.app)
        assert [row.cell_length for row in rows] == [80] * 24
        shown = user.workbench._compositor.render_strips()
        assert [row.text for row in rows] == [row.text for row in shown]
        assert cells_of(rows) == cells_of(shown)
        assert sum(len([*row]) for row in rows) < sum(len([*row]) for row in shown)
        assert not [style for row in rows for _, style, _ in row if Style.pick_first(style, Style()).meta]


async def test_a_dialog_stands_before_what_it_covers_which_can_be_seen_without_it() -> None:
    async with learner(size=(80, 24)) as user:
        alone = text_of(rows_of(user.app))
        await user.press("question_mark")
        above, below = text_of(rows_of(user.app)), text_of(rows_of(user.app, user.workbench))
        assert below == alone != above
        assert above.splitlines()[0] == alone.splitlines()[0]  # the status bar is seen around the dialog


async def test_what_was_to_be_painted_is_painted_afterwards() -> None:
    async with learner(size=(80, 24)) as user:
        compositor = user.workbench._compositor
        user.workbench.refresh()
        compositor._dirty_regions.add(compositor.size.region)
        rows_of(user.app)
        assert compositor._dirty_regions
