"""Panels, the chart's views, and terminals of every size."""

from itertools import pairwise

import pytest

from engine.experiment.starts import setup_for
from engine.network.places import Bias, Neuron
from engine.session.look import PANELS
from engine.training.commands import Load, Run
from tests.tui.journeys import Learner, learner
from tui.panels.chart.view import ChartView
from tui.panels.chart.views import VIEWS

SIZES = [(120, 36), (80, 24), (60, 20)]


def in_sight(user: Learner, panel: str) -> bool:
    """Return whether a panel is on the screen, complete and not empty."""
    widget = user.workbench.query_one(f"#{panel}")
    shown = widget.display and user.workbench.region.contains_region(widget.region)
    texts = [widget.render_line(y).text.strip(" │") for y in range(1, widget.size.height - 1)]
    return bool(shown and any(texts))


@pytest.mark.parametrize("size", SIZES)
async def test_every_panel_has_its_number(size):
    async with learner(size=size) as user:
        for number, panel in [*enumerate(PANELS, 1), (2, "inspector"), (1, "network")]:
            await user.press(str(number))
            assert user.app.focused.id == panel
            assert in_sight(user, panel)
            assert in_sight(user, "network")


@pytest.mark.parametrize("size", SIZES)
async def test_tab_cycles_through_the_panels(size):
    async with learner(size=size) as user:
        visited = []
        for _ in range(5):
            await user.press("tab")
            visited.append(user.app.focused.id)
            assert in_sight(user, visited[-1])
        assert visited == [*PANELS[1:], PANELS[0]]
        await user.press("shift+tab", "shift+tab")
        assert user.app.focused.id == "samples"


async def test_only_the_focused_panel_has_a_coloured_frame():
    async with learner() as user:
        accent = user.workbench.query_one("#network").palette.accent
        for key, panel in (
            ("3", "chart"),
            ("4", "samples"),
            ("2", "inspector"),
            ("1", "network"),
            ("enter", "inspector"),
        ):
            await user.press(key)
            framed = {name for name in PANELS if _edge(user, name) == accent}
            assert framed == {panel}


def _edge(user: Learner, panel: str) -> str:
    widget = user.workbench.query_one(f"#{panel}")
    if not widget.display:
        return ""
    return next(iter(widget.render_line(0))).style.color.name


async def test_panels_are_focused_by_mouse_palette_and_key_list():
    async with learner() as user:
        await user.click("#samples", "right")
        assert user.app.focused.id == "samples"
        await user.choose_command("panel('chart')")
        assert user.app.focused.id == "chart"
        await user.choose_key("panel('steps')")
        assert user.app.focused.id == "steps"
        assert in_sight(user, "steps")


async def test_the_views_of_the_chart_can_be_cycled():
    async with learner() as user:
        await user.press("e", "e", "s", "3")
        chart = user.workbench.query_one(ChartView)
        assert chart.title.startswith("MSE ")
        assert "".join(text for text, _ in chart.subtitle).startswith("MSE 0.")
        pictures = []
        for view in (*VIEWS, VIEWS[0]):
            assert user.workbench.look.view == view.name
            pictures.append([strip.text for strip in chart.chart])
            await user.press("c")
        assert pictures[0] == pictures[-1]
        assert all(one != other for one, other in pairwise(pictures))
        assert len(user.commands) == 3  # changing the view is not a step
        assert user.workbench.look.view == VIEWS[1].name
        await user.click_key("chart")
        assert user.workbench.look.view == VIEWS[2 % len(VIEWS)].name
        await user.choose_command("look('view')")
        assert user.workbench.look.view == VIEWS[3 % len(VIEWS)].name


async def test_the_footer_shows_the_keys_of_the_focused_panel():
    async with learner("iris") as user:

        def footer() -> str:
            return user.workbench.query_one("#keys").render_line(0).text

        assert "⏎ edit" in footer()
        await user.press("2")
        assert "⏎ follow  ⌫ back  ↑↓ factor" in footer()
        assert "edit" not in footer()
        followed = user.workbench.look
        await user.click_key("follow")
        assert user.workbench.look != followed
        await user.click_key("back")
        assert user.workbench.look.topic == followed.topic
        await user.press("4")
        assert "↑↓ row  ←→ value  ins add  del remove  ⏎ edit" in footer()
        row = user.state.row
        await user.click_key("row")
        assert user.state.row == row + 1
        await user.press("5")
        assert "↑↓ go to" in footer()
        await user.press("3")
        assert "↑↓" not in footer()
        await user.press(*"cccccc")
        assert "←→ x  ↑↓ y" in footer()
        await user.click("#keys", "←→")
        assert user.workbench.look.inputs == (2, 1)
        await user.press("1")
        assert "⏎ edit" in footer()


async def test_the_title_of_a_map_names_its_inputs():
    async with learner("digits") as user:
        await user.press(*"cccccc")
        chart, inputs = user.workbench.query_one(ChartView), user.workbench.look.map_inputs
        assert inputs != (0, 1)  # the first two pixels never change
        assert chart.look == user.workbench.look
        across, upwards = (user.state.dataset.input_names[number] for number in inputs)
        assert chart.title.startswith(f"Answers  ↑ {upwards}  → {across}")


async def test_loading_data_with_fewer_inputs_resets_the_map():
    async with learner("iris") as user:
        await user.press("3", *"cccccc", "right", "down")
        assert max(user.workbench.look.map_inputs) == 2
        user.workbench.training.do(Load(setup_for("moons")))
        await user.settle()
        assert user.workbench.query_one(ChartView).title == "Answers  ↑ y  → x"


async def test_the_footer_shows_the_arrow_keys_of_the_current_view():
    async with learner("iris") as user:
        await user.press("3", *"cccccc")
        assert "←→ x" in user.workbench.query_one("#keys").render_line(0).text
        await user.press("c")
        assert "←→" not in user.workbench.query_one("#keys").render_line(0).text


async def test_long_results_scroll():
    async with learner("digits", size=(80, 24)) as user:
        await user.press("3", *"ccccccc")
        chart = user.workbench.query_one(ChartView)
        assert "↓ 6 more" in chart.render_line(chart.size.height - 1).text
        seen = set()
        for _ in range(8):
            seen |= {strip.text.split()[0] for strip in chart.chart if strip.text.strip()}
            await user.press("down")
        assert set("0123456789") <= seen
        assert "more" not in chart.render_line(chart.size.height - 1).text
        await user.press(*["up"] * 9)
        assert user.workbench.look.first_result == 0


async def test_changing_the_view_reveals_the_chart_on_a_small_screen():
    async with learner(size=(60, 20)) as user:
        await user.press("c")
        assert in_sight(user, "chart")
        await user.press("l")
        assert in_sight(user, "inspector")
        assert user.editing


@pytest.mark.parametrize("size", [(59, 19), (59, 40), (200, 19), (20, 5), (1, 1)])
async def test_a_terminal_that_is_too_small_shows_the_size_it_needs(size):
    async with learner() as user:
        await user.press("e")
        await user.select(Neuron(1, 1))
        state = user.state
        await user.resize(*size)
        message = user.workbench.query_one("#too-small")
        assert str(message.render()) == f"terminal too small: {size[0]}×{size[1]}, needs 60×20"
        assert message.display
        assert not user.workbench.query_one("#panels").display
        await user.resize(60, 20)
        assert not message.display
        assert all(in_sight(user, panel) for panel in ("network", "inspector"))
        assert user.state is state
        assert user.workbench.look.selected == Neuron(1, 1)
        await user.press("s")
        assert user.state.samples == 11


async def test_the_workbench_follows_every_resize():
    async with learner() as user:
        for width, height in ((80, 24), (79, 24), (60, 20), (200, 60), (61, 21), (120, 36)):
            await user.resize(width, height)
            for panel in PANELS:
                widget = user.workbench.query_one(f"#{panel}")
                if widget.display:
                    lines = [widget.render_line(y) for y in range(widget.size.height)]
                    assert in_sight(user, panel)
                    assert lines[0].text.startswith("╭")
                    assert lines[0].text.endswith("╮")
                    assert lines[-1].text.startswith("╰")
                    assert {line.cell_length for line in lines} == {widget.size.width}
            assert user.workbench.query_one("#keys").region.y == height - 1


@pytest.mark.parametrize("start", ["walkthrough", "level1", "xor", "iris"])
async def test_every_start_fits_every_size(start):
    async with learner(start) as user:
        for size in SIZES:
            await user.resize(*size)
            assert in_sight(user, "network")
            assert in_sight(user, "inspector")
        await user.press("s", "e")
        assert user.state.epoch >= 1


async def test_a_network_larger_than_the_screen_folds_and_scrolls():
    async with learner(layers=(2, 120, 40, 2), size=(60, 20)) as user:
        network = user.workbench.query_one("#network")
        assert any("⋮" in network.render_line(y).text for y in range(network.size.height))
        await user.select(Neuron(1, 119))
        await user.press("up", "down")
        assert any("h1.120" in network.render_line(y).text for y in range(network.size.height))
        await user.press("s")
        assert user.state.samples == 1


async def test_the_chart_shows_the_history_of_a_weight():
    async with learner() as user:
        await user.press(*"eee", "full_stop", *"ee", "c", "c")
        chart = user.workbench.query_one(ChartView)
        assert chart.title == "w7 by epoch"
        assert [moment.time for moment in user.state.parameter_history.checkpoints] == [0, 1, 2, 3, 4, 5]
        drawn = [strip.text for strip in chart.chart]
        await user.select(Bias(2, 1))
        assert chart.title == "b_o2 by epoch"
        assert [strip.text for strip in chart.chart] != drawn
        assert f"b_o2 = {user.value(Bias(2, 1)):.5f}"[:13] in chart.render_line(chart.size.height - 1).text
        await user.select(Neuron(0, 0))
        assert "select a weight" in "".join(strip.text for strip in chart.chart)


@pytest.mark.parametrize(("start", "title"), [("iris", "Accuracy"), ("penguin-mass", "R²")])
async def test_the_chart_shows_the_learning_curve(start, title):
    async with learner(start, test_share=0.2) as user:
        await user.press(*"eeeeccc")
        chart = user.workbench.query_one(ChartView)
        assert chart.title.startswith(title)
        caption = chart.render_line(chart.size.height - 1).text
        assert "━ train" in caption
        assert "┅ test" in caption
        assert any(strip.text.strip(" │") for strip in chart.chart)


async def test_the_chart_shows_the_epoch_even_when_its_lines_stay_the_same():
    async with learner("and") as user:
        user.workbench.training.do(Run(400_000))  # one more epoch is less than a dot
        for _ in range(3):
            await user.press("e")
            chart = user.workbench.query_one(ChartView)
            assert f"epoch {user.state.epoch:,}" in chart.render_line(chart.size.height - 1).text


async def test_in_the_update_phase_the_shown_row_is_marked_and_edited():
    async with learner() as user:
        await user.press(*["n"] * 9)
        samples = user.workbench.query_one("#samples")
        assert "▸" in samples.render_line(2).text  # the first row, as in the network
        await user.select(Neuron(0, 0))
        await user.edit("3")
        assert user.state.dataset.inputs[0, 0] == 3
