"""The terminal's cursor stands on what is selected, in every panel, dialog and field."""

import pytest
from textual.geometry import Offset
from textual.widgets import Input

from engine.network.places import Bias, Expected, Neuron, Weight
from tests.tui.journeys import Learner, learner

WHOLE = [(120, 36), (80, 24), (60, 20)]


def under_cursor(user: Learner, cells: int = 12) -> str:
    """Return the text on the screen from the cursor on."""
    strips = user.app.screen._compositor.render_strips()
    x, y = user.app.cursor_position
    return strips[y].crop(x, x + cells).text.strip()


@pytest.mark.parametrize("size", WHOLE)
async def test_in_the_network_it_is_on_the_selected_value(size: tuple[int, int]) -> None:
    async with learner("level2", size) as user:
        assert under_cursor(user).startswith("+")
        await user.select(Neuron(1, 1))
        assert under_cursor(user, 4).startswith("h2")
        await user.select(Bias(2, 0))
        assert under_cursor(user).startswith("b")
        await user.select(Expected(1))
        assert under_cursor(user).startswith("y")
        await user.select(Neuron(0, 1))
        assert under_cursor(user, 4).startswith("i2")


async def test_a_line_without_a_label_has_it_in_its_middle_and_a_bias_without_a_row_in_its_tile() -> None:
    async with learner("digits", (80, 24)) as user:
        await user.select(Weight(2, 3, 4))
        picture = user.workbench.query_one("#network")._picture
        x, y = user.app.cursor_position - user.workbench.query_one("#network").region.offset - (1, 1)
        assert picture.at(x, y) == Weight(2, 3, 4)
        await user.select(Bias(1, 2))
        assert under_cursor(user).startswith("h3")
        await user.select(Weight(1, 20, 60))
        assert user.app.screen.region.contains_point(user.app.cursor_position)


@pytest.mark.parametrize("size", WHOLE)
async def test_in_lists_it_is_on_the_selected_line_and_value(size: tuple[int, int]) -> None:
    async with learner("level2", size) as user:
        await user.press("4", "down", "down")
        assert under_cursor(user).split()[:2] == ["▸", "3"]
        await user.press("right")
        assert under_cursor(user).startswith("3.39")
        await user.press("e", "5")
        assert under_cursor(user).split()[:2] == ["▸", "1"]
        await user.press("up")
        assert under_cursor(user).split()[:2] == ["▸", "0"]


async def test_in_the_inspector_it_is_on_the_factor_and_in_the_chart_on_the_epoch() -> None:
    async with learner() as user:
        await user.press("2")
        assert under_cursor(user).startswith("-0.07567")
        await user.press("down")
        assert under_cursor(user).startswith("0.06995")
        await user.press("1", "e", "e", "3")
        assert under_cursor(user).startswith("3 MSE")
        await user.press("left")
        assert under_cursor(user).startswith("epoch 1")


async def test_a_field_keeps_it_where_it_types() -> None:
    async with learner() as user:
        await user.press("enter")
        await user.until(lambda: user.editing, "the field is open")
        await user.press("1", "2")
        field = user.field
        assert user.app.cursor_position == field.content_region.offset + Offset(2, 0)
        assert field.region.contains_point(user.app.cursor_position)
        assert under_cursor(user, 2) == ""
        await user.press("home")
        assert under_cursor(user, 2) == "12"
        await user.press("escape")
        assert under_cursor(user).startswith("+")


async def test_in_dialogs_it_is_on_the_selected_line() -> None:
    async with learner("level2", (80, 24)) as user:
        await user.press("a", "down")
        assert under_cursor(user).startswith("activation")
        await user.press("escape", "question_mark", "down")
        focused = user.app.focused
        if isinstance(focused, Input):
            assert user.app.cursor_position == focused.cursor_screen_offset
        else:
            assert "m  play" in under_cursor(user, 30)
        await user.press("escape", "d", "down", "down")
        assert under_cursor(user).startswith("level1")
