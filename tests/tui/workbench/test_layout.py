"""Where the panels stand: by size, on the whole screen, and with the keyboard always in one of them."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Size

from engine.session.look import PANELS, Look
from tests.tui.journeys import learner
from tui.workbench.keymap import WORKBENCH_KEYS
from tui.workbench.layout import panel_regions, panels_shown

LOWER = PANELS[1:]
looks = st.tuples(st.permutations(LOWER), st.booleans(), st.booleans()).map(
    lambda drawn: Look(panel=drawn[0][0] if drawn[1] else "network", lower=tuple(drawn[0]), zoomed=drawn[2])
)


def on_screen(user):
    """Return the panels on the screen."""
    return [name for name in PANELS if (panel := user.workbench.query_one(f"#{name}")).display and panel.region.area]


@pytest.mark.parametrize(
    ("size", "lower", "shown"),
    [
        ((60, 20), LOWER, "network inspector"),
        ((60, 20), ("steps", *LOWER[:3]), "network steps"),
        ((79, 31), ("chart", "inspector", "samples", "steps"), "network chart"),
        ((60, 36), LOWER, "network inspector chart"),
        ((60, 36), ("steps", "samples", "chart", "inspector"), "network samples steps"),
        ((60, 50), LOWER, "network inspector chart samples"),
        ((60, 50), ("steps", *LOWER[:3]), "network inspector chart steps"),
        ((80, 24), LOWER, "network inspector chart samples"),
        ((80, 24), ("steps", *LOWER[:3]), "network inspector chart steps"),
        ((120, 36), ("chart", "steps", "inspector", "samples"), "network inspector chart steps"),
        ((200, 55), LOWER, "network inspector chart samples steps"),
    ],
)
def test_as_many_panels_as_there_is_room_for_the_last_used_first(size, lower, shown):
    assert panels_shown(Size(*size), Look(lower=lower)) == tuple(shown.split())


def test_one_panel_fills_the_screen_and_leaves_lines_for_an_edit():
    look = Look(panel="chart", zoomed=True)
    assert panels_shown(Size(120, 36), look) == ("chart",)
    assert panels_shown(Size(120, 36), look, editing=True) == ("inspector", "chart")
    regions = panel_regions(("inspector", "chart"), Size(120, 34), zoomed=True)
    assert (regions["chart"].height, regions["inspector"].y, regions["inspector"].height) == (27, 27, 7)


@given(st.integers(60, 300), st.integers(20, 120), looks, st.booleans())
def test_panels_fill_the_room_without_overlap(width, height, look, editing):
    size = Size(width, height - 2)
    shown = panels_shown(Size(width, height), look, editing)
    assert look.panel in shown
    regions = panel_regions(shown, size, look.zoomed)
    assert set(regions) == set(shown)
    assert sum(region.area for region in regions.values()) == size.area
    assert all(size.region.contains_region(region) for region in regions.values())
    assert not any(one.overlaps(other) for one, other in combinations(regions.values(), 2))
    assert all(region.height >= 5 for region in regions.values())


def test_the_numbers_in_the_titles_are_the_keys():
    for number, name in enumerate(PANELS, 1):
        assert any((key.key, key.action) == (f"{number}", f"panel('{name}')") for key in WORKBENCH_KEYS)


@pytest.mark.parametrize("size", [(200, 55), (120, 36), (80, 24), (60, 50), (60, 20)])
async def test_each_panel_has_its_key_before_its_title(size):
    async with learner(size=size) as user:
        for number, name in enumerate(PANELS, 1):
            await user.press(f"{number}")
            panel = user.workbench.query_one(f"#{name}")
            assert panel.render_line(0).text.startswith(f"╭─ {number} {panel.title[:5]}")


@pytest.mark.parametrize("way", ["key", "palette", "help"])
async def test_a_panel_fills_the_screen_and_goes_back(way):
    async with learner() as user:
        before = [user.workbench.query_one(f"#{name}").region for name in PANELS]
        await user.press("s", "3")
        if way == "key":
            await user.press("z")
        else:
            await (user.choose_command("look('zoom')") if way == "palette" else user.choose_key("look('zoom')"))
        await user.until(lambda: on_screen(user) == ["chart"], "the chart alone")
        chart = user.workbench.query_one("#chart")
        await user.until(lambda: chart.size == (120, 34), "the chart on the whole screen")
        await user.settle()
        assert max(strip.cell_length for strip in chart.chart) == 118
        await user.press("e", "tab")
        assert (on_screen(user), user.app.focused.id) == (["samples"], "samples")
        await user.press("down", "1")
        assert (on_screen(user), user.app.focused.id) == (["network"], "network")
        await user.press("c")
        assert (on_screen(user), user.app.focused.id) == (["chart"], "chart")
        await user.press("1", "escape" if way == "key" else "z")
        assert on_screen(user) == ["network", "inspector", "chart", "samples"]
        assert [user.workbench.query_one(f"#{name}").region for name in PANELS][:4] == before[:4]
        assert len(user.commands) == 2


async def test_a_click_in_the_footer_goes_back_to_all_panels():
    async with learner(size=(80, 24)) as user:
        await user.press("4", "z")
        assert on_screen(user) == ["samples"]
        await user.click_key("all panels")
        assert (on_screen(user)[0], user.app.focused.id) == ("network", "samples")


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_a_value_is_edited_on_the_whole_screen(size):
    async with learner(size=size) as user:
        await user.press("z")
        await user.edit("0.25")
        assert (on_screen(user), user.app.focused.id) == (["network"], "network")
        assert user.value(user.workbench.look.selected) == 0.25
        await user.press("enter")
        await user.until(lambda: user.editing, "the field is open")
        assert on_screen(user) == ["network", "inspector"]
        await user.press("escape")
        assert (on_screen(user), user.workbench.look.zoomed) == (["network"], True)


async def test_a_narrow_screen_tells_of_the_other_panels():
    async with learner(size=(60, 20)) as user:
        await user.click_key("panels")
        assert user.app.focused.id == "inspector"
        for _ in range(3):
            await user.click_key("panels")
        assert on_screen(user) == ["network", "steps"]
        await user.resize(60, 50)
        assert on_screen(user) == ["network", "chart", "samples", "steps"]
        keys = user.workbench.query_one("#keys").render_line(0).text
        assert "1-5" not in keys


@pytest.mark.parametrize("zoomed", [False, True])
@pytest.mark.parametrize("panel", ["1", "4", "5"])
async def test_the_keyboard_is_in_a_panel_again_after_too_small(panel, zoomed):
    async with learner() as user:
        await user.press(panel, *("z" * zoomed))
        focused, shown = user.app.focused.id, on_screen(user)
        await user.resize(40, 10)
        assert on_screen(user) == []
        await user.press("s")
        await user.resize(120, 36)
        assert (user.app.focused.id, on_screen(user)) == (focused, shown)
        assert len(user.commands) == 1


@pytest.mark.parametrize("key", ["d", "a", "question_mark", "K", "ctrl+p"])
async def test_a_dialog_makes_room_for_the_message_where_the_terminal_is_too_small(key):
    async with learner("iris", (80, 24)) as user:
        await user.press(key)
        screen, focused = user.app.screen, user.app.focused
        assert screen is not user.workbench
        for size in ((40, 12), (59, 24), (80, 19)):
            await user.pilot.resize_terminal(*size)
            await user.settle()
            text = user.app.export_screenshot(simplify=True).replace("&#160;", " ")
            assert "terminal too small" in text
            assert all(one.region.y >= size[1] for one in screen.query("*") if one.region.area)
        await user.pilot.resize_terminal(80, 24)
        await user.settle()
        assert "terminal too small" not in user.app.export_screenshot(simplify=True).replace("&#160;", " ")
        assert (user.app.screen, user.app.focused) == (screen, focused)
