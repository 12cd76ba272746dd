"""Keys that have nothing to do: each shows something or says why not."""

import pytest
from textual.binding import Binding

from engine.network.places import Neuron
from engine.session.look import PANELS
from engine.training.commands import Reset, StepEpoch
from tests.tui.journeys import Learner, learner
from tui.panels.bars.view import StatusBar
from tui.panels.chart.views import VIEWS
from tui.panels.panel import Panel, StripView
from tui.workbench.keymap import WORKBENCH_KEYS


def seen(user: Learner) -> tuple[object, ...]:
    """Return everything that is on the screen, with its colours, and the notices."""
    screen = user.app.screen
    lines = [
        [[(segment.text, segment.style) for segment in view.render_line(y)] for y in range(view.size.height)]
        for view in screen.query(StripView)
        if view.display and view.region.area
    ]
    return screen, lines, user.notices, user.editing


async def press_to_the_end(user: Learner, key: str) -> None:
    """Press a key three times, and assert that something is seen each time until it has said why there is no more."""
    for _ in range(3):
        before = seen(user)
        await user.press(key)
        assert seen(user) != before, f"{key} did nothing and said nothing"
        if user.app._notifications or user.editing or user.app.screen is not user.workbench:
            break
    for _ in range(3):
        if user.app.screen is not user.workbench or user.editing:
            await user.press("escape")
    user.app.clear_notifications()
    await user.settle()


def keys_of(bindings: list[object]) -> list[str]:
    """Return the keys of bindings, without escape: learners press it to be sure that nothing is in the way."""
    keys = [binding.key.split(",")[0] for binding in bindings if isinstance(binding, Binding)]
    return [key for key in keys if key != "escape"]


@pytest.mark.parametrize("panel", PANELS)
async def test_every_key_of_a_panel_shows_something_or_says_why(panel):
    async with learner("walkthrough") as user:
        number = str(PANELS.index(panel) + 1)
        for key in keys_of(user.workbench.query_one(f"#{panel}", Panel).BINDINGS):
            if user.app.focused.id != panel:
                await user.press(number)
            await press_to_the_end(user, key)


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_every_key_of_the_workbench_shows_something_or_says_why(size):
    async with learner("walkthrough", size) as user:
        for key in keys_of(list(WORKBENCH_KEYS)):
            await press_to_the_end(user, key)
            if user.running:
                await user.press("space")


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
async def test_every_arrow_on_a_chart_moves_something_or_says_why(view):
    async with learner("iris") as user:
        user.workbench.action_look(f"view {view}")
        await user.press("3")
        user.app.clear_notifications()
        for key in ("left", "right", "up", "down"):
            await press_to_the_end(user, key)


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        (["left"] * 3 + ["o"], "no sum here would stand in another order"),
        (["backspace"], "nowhere to come back to: no number was followed from here"),
        (["plus"], "this is full speed"),
        (["minus"] * 9, "this is the slowest: 1 sample a second"),
        (["U"], "nothing to redo: this is the newest step"),
        (["r"], "these are the starting weights already: R draws others"),
        (["k", "k"], "the check is shown already"),
        (["E", "E"], "the inspector explains the error already"),
        (["1"], "you are in the network already"),
        (["3", "left"], "← → go through the epochs trained so far: none lies further that way"),
        (["4", "up"], "this is the first row"),
        (["5", "up"], "this is the beginning"),
        (["2", "home"], "all lines are in sight"),
    ],
)
async def test_a_key_that_does_nothing_says_why(keys, why):
    async with learner() as user:
        await user.press(*keys)
        assert user.notices == [f" {why}"]
        assert user.commands == ()


async def test_reasons_do_not_pile_up():
    async with learner() as user:
        await user.press("o", "U", "plus", "backspace", "U")
        assert user.notices == [" nothing to redo: this is the newest step"]


async def test_a_reset_that_changes_nothing_keeps_the_undone_steps():
    async with learner() as user:
        await user.press("e", "u", "r", "U")
        assert user.commands == (StepEpoch(),)
        await user.press("r", "r")
        assert user.commands == (StepEpoch(), Reset())


async def test_a_click_on_what_is_selected_says_nothing():
    async with learner() as user:
        await user.select(Neuron(1, 1))
        await user.click("#network", "h2")
        await user.click("#network", "h2")
        assert user.notices == []


async def test_a_look_is_seen_even_if_its_panel_was_hidden():
    async with learner("digits", size=(60, 20)) as user:
        for key in ("E", "o", "k", "percent_sign"):
            await user.press("4", key)
            assert user.workbench.query_one("#inspector").region.area, key
        for key in ("c", "C"):
            await user.press("4", key)
            assert user.workbench.query_one("#chart").region.area, key


async def test_the_speed_is_told_where_the_top_line_has_no_room_for_it():
    async with learner("iris", size=(60, 20)) as user:
        await user.press("minus")
        assert "10,000" not in user.workbench.query_one(StatusBar).render_line(0).text
        assert user.notices == [" a run trains 10,000 samples a second"]
        await user.press("plus")
        assert user.notices == [" a run has full speed"]


async def test_c_goes_on_and_back_through_the_charts():
    async with learner() as user:
        await user.press("C")
        assert user.workbench.look.view == VIEWS[-1].name
        await user.press("C", "c", "c")
        assert user.workbench.look.view == VIEWS[0].name
        await user.choose_command("look('view back')")
        assert user.workbench.look.view == VIEWS[-1].name


@pytest.mark.parametrize(
    ("panel", "key", "why"),
    [
        ("1", "t", "t works in the samples: 4 goes there"),
        ("2", "delete", "del works in the samples: 4 goes there"),
        ("3", "insert", "ins works in the samples: 4 goes there"),
        ("4", "x", "x does nothing: ? lists all keys"),
    ],
)
async def test_a_key_of_no_use_here_says_where_it_is_or_that_it_is_none(panel, key, why):
    async with learner() as user:
        await user.press(panel, key)
        assert [notice.strip() for notice in user.notices] == [why]
        assert user.commands == ()
