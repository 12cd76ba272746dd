"""The architecture dialog: settings that are typed, at the keyboard and with the mouse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from engine.experiment import cost
from engine.experiment.starts import Options, setup_for
from engine.experiment.stop_rule import StopRule
from engine.session.session import Session
from engine.training.commands import AddNeuron, Folded, NewStart, SetHidden, SetMethod, SetStopRule
from tests.tui.journeys import Learner, learner
from tui.dialogs.architecture import ArchitectureScreen
from tui.dialogs.architecture_settings import settings
from tui.dialogs.confirm import Confirm
from tui.dialogs.settings.view import SettingsView
from tui.dialogs.shape_setting import read_shape


async def at(user: Learner, name: str) -> ArchitectureScreen:
    """Open the dialog and select a setting by its name."""
    await user.press("a")
    screen = user.app.screen
    assert isinstance(screen, ArchitectureScreen)
    names = [one.name.strip() for one in settings(user.state)]
    moves = names.index(name) - screen.selected
    await user.press(*["down" if moves > 0 else "up"] * abs(moves))
    return screen


def field(screen: ArchitectureScreen) -> Input:
    return screen.query_one("EditLine Input", Input)


def said(screen: ArchitectureScreen) -> str:
    label = screen.query_one(".wrong")
    return str(label.render()) if label.display else ""


def foot(screen: ArchitectureScreen) -> str:
    return str(screen.query_one(".dialog").border_subtitle)


TYPED = [
    ("hidden layer", "16", lambda state: state.network.sizes, (4, 16, 3)),
    ("shape", "16,16", lambda state: state.network.sizes, (4, 16, 16, 3)),
    ("shape", "4-5-6-3", lambda state: state.network.sizes, (4, 5, 6, 3)),
    ("learning rate", "1/4", lambda state: state.method.learning_rate, 0.25),
    ("learning rate", "0,2", lambda state: state.method.learning_rate, 0.2),
    ("batch size", "32", lambda state: state.method.batch_size, 32),
    ("L2", "1e-3", lambda state: state.method.l2, 0.001),
    ("seed", "17", lambda state: state.setup.seed, 17),
    ("stop after", "40", lambda state: state.stop_rule.epoch_limit, 40),
    ("stop at MSE", "0.01", lambda state: state.stop_rule.target_mse, 0.01),
    ("early stopping", "7", lambda state: state.stop_rule.patience, 7),
]
KEYS = {",": "comma", "/": "slash", ".": "full_stop", "-": "minus"}


@pytest.mark.parametrize(("name", "text", "value", "wanted"), TYPED)
async def test_digits_type_a_number_in_its_line(name, text, value, wanted):
    async with learner("iris") as user:
        screen = await at(user, name)
        await user.press(text[0])
        line = screen.query_one(SettingsView)
        y = next(y for y in range(line.size.height) if line.render_line(y).text.startswith("▸"))
        assert field(screen).has_focus
        assert field(screen).region.y == line.region.y + y
        assert foot(screen) == "⏎ accepts · esc leaves it as it was"
        await user.press(*[KEYS.get(key, key) for key in text[1:]], "enter")
        assert value(user.state) == wanted
        assert user.session.step == 1
        assert not field(screen).region.area
        await user.press("u")
        assert value(user.state) != wanted


async def test_enter_edits_the_present_number_and_escape_leaves_it():
    async with learner() as user:
        screen = await at(user, "learning rate")
        await user.press("enter")
        assert field(screen).value == "0.5"
        await user.press("0", "full_stop", "9", "escape")
        assert user.app.screen is screen
        assert user.commands == ()
        await user.press("enter", "end", "5", "enter")
        assert user.state.method.learning_rate == 0.55
        await user.press("enter", "enter")
        assert user.session.step == 1, "the same number is no step"
        await user.press("escape")
        assert user.app.screen is user.workbench


async def test_typed_numbers_never_fold():
    async with learner() as user:
        await at(user, "hidden layer")
        await user.press("8", "enter", "9", "enter", "right", "right")
        assert user.commands == (SetHidden((8,)), SetHidden((9,)), Folded((AddNeuron(1), AddNeuron(1))))


async def test_keys_typed_in_one_go_arrive_in_their_order():
    async with learner() as user:
        await at(user, "hidden layer")
        for key in [
            "1",
            "6",
            "enter",
            "up",
            "up",
            "enter",
            *"16",
            "comma",
            *"12",
            "enter",
            "down",
            "down",
            "2",
            "enter",
        ]:
            user.strike(key)
        await user.until(lambda: user.session.step == 3, "all three are accepted")
        assert user.commands == (SetHidden((16,)), SetHidden((16, 12)), SetHidden((2, 12)))


WRONG = [
    ("hidden layer", "0", '"0": hidden layer takes a whole number from 1'),
    ("hidden layer", "99999999", "more than 20,000,000"),
    ("shape", "16,", '"16,": type hidden layers, 16,16, or all, 2-16-2'),
    ("shape", "3-16-2", '"3-16-2": the data have 2 inputs and 2 outputs or 1, so 2-…-2'),
    ("learning rate", "0", '"0": learning rate takes a number above 0, such as 0.5, 1/3 or 1e-3'),
    ("learning rate", "1½", '"1½": learning rate takes a number above 0, such as 0.5, 1/3 or 1e-3; write 1.5 or 3/2'),
    ("learning rate", "5²", "powers are not worked out"),
    ("hidden layer", "2²", '"2²": hidden layer takes a whole number from 1'),
    ("seed", "1½", '"1½": seed takes a whole number from 0'),
    ("batch size", "1e", '"1e": batch size takes a whole number from 1, or all rows'),
    ("stop after", "1.5", '"1.5": stop after takes a whole number from 1, or no limit'),
    ("seed", "9" * 17, "seed takes a whole number from 0"),
]


@pytest.mark.parametrize(("name", "text", "why"), WRONG)
async def test_wrong_text_gets_one_line_and_stays_to_be_mended(name, text, why):
    async with learner() as user:
        screen = await at(user, name)
        await user.press(*[KEYS.get(key, key) for key in text], "enter")
        assert why in said(screen)
        assert "\n" not in said(screen)
        assert field(screen).has_focus
        assert field(screen).value == text
        assert user.commands == ()
        await user.press("escape")
        assert said(screen) == ""


async def test_an_empty_field_takes_a_limit_away():
    async with learner() as user:
        screen = await at(user, "stop after")
        await user.press("4", "0", "enter", "enter")
        assert field(screen).value == "40"
        await user.press("backspace", "enter")
        assert user.commands == (SetStopRule(StopRule(40)), SetStopRule(StopRule()))


async def test_page_keys_change_by_ten():
    async with learner("iris") as user:
        screen = await at(user, "hidden layer")
        await user.press("pageup", "pageup", "right")
        assert user.state.network.sizes == (4, 29, 3)
        assert user.session.step == 1
        await user.press("pagedown", "pagedown", "pagedown")
        assert user.state.network.sizes == (4, 1, 3)
        await user.press("pagedown")
        assert said(screen) == "there is nothing further in this direction"
        await user.press("escape")
        for name, key, value in (
            ("learning rate", "pagedown", lambda state: state.method.learning_rate == 0.01),
            ("batch size", "pageup", lambda state: state.method.batch_size == 11),
            ("stop after", "pageup", lambda state: state.stop_rule.epoch_limit == 10),
            ("seed", "pageup", lambda state: state.setup.seed == 10),
            ("L2", "pageup", lambda state: state.method.l2 == 1e-5),
        ):
            await at(user, name)
            await user.press(key)
            assert value(user.state), name
            await user.press("escape")


async def test_what_is_no_number_says_so():
    async with learner() as user:
        screen = await at(user, "activation")
        await user.press("5")
        assert said(screen) == "activation takes no number: ←→ choose another"
        await user.press("pageup")
        assert said(screen) == "activation: page keys change numbers alone"
        await user.press("up", "up", "7")
        assert said(screen) == "inputs takes no number: fixed by the data"
        assert user.commands == ()
        await user.press("down", "down", "enter")
        assert user.state.network.activations[0] == "tanh"


@pytest.mark.parametrize("size", [(60, 20), (120, 36)])
async def test_a_click_on_a_number_types_it(size):
    async with learner(size=size) as user:
        screen = await at(user, "hidden layer")
        lines = screen.query_one(SettingsView)
        y = next(y for y in range(lines.size.height) if "learning rate" in lines.render_line(y).text)
        await user.pilot.click(lines, offset=(lines.render_line(y).text.index("0.5"), y))
        await user.settle()
        assert screen.listed[screen.selected].name == "learning rate"
        assert field(screen).has_focus
        await user.press("0", "full_stop", "2", "enter")
        assert user.state.method.learning_rate == 0.2
        await user.pilot.click(lines, offset=(4, y))
        await user.settle()
        assert not field(screen).region.area, "a click on the name only selects"


async def test_a_click_elsewhere_leaves_the_number_as_it_was():
    async with learner() as user:
        screen = await at(user, "hidden layer")
        await user.press("7")
        await user.pilot.click(screen.query_one(SettingsView), offset=(4, 0))
        await user.settle()
        assert (user.commands, screen.selected, field(screen).region.area) == ((), 0, 0)


async def test_pasted_text_passes_the_gate():
    from textual import events

    async with learner() as user:
        screen = await at(user, "shape")
        await user.press("1")
        user.app.post_message(events.Paste("6,\x9b31m16"))
        await user.settle()
        assert "\x9b" not in str(field(screen)._value)
        await user.press("enter")
        assert "\x9b" not in said(screen)
        assert "type hidden layers" in said(screen)
        assert user.commands == ()


@pytest.mark.parametrize(("size", "beside"), [((119, 36), False), ((120, 36), True), ((200, 55), True)])
async def test_it_stands_beside_the_network_where_there_is_room(size, beside):
    async with learner(size=size) as user:
        screen = await at(user, "hidden layer")
        dialog, network = screen.query_one(".dialog"), user.workbench.query_one("#network")
        assert dialog.region.overlaps(network.region) != beside
        await user.press("5", "enter")
        drawn = "\n".join(strip.text for strip in screen._compositor.render_strips())
        assert "2-5-2" in drawn
        if beside:
            assert "h5" in "\n".join(network.render_line(y).text for y in range(network.size.height))
            await user.resize(80, 24)
            assert dialog.region.overlaps(network.region)
            assert screen.region.contains_region(dialog.region)


async def test_its_foot_says_what_escape_does():
    async with learner(size=(60, 20)) as user:
        screen = await at(user, "hidden layer")
        assert foot(screen) == "esc closes; changes stay, u undoes them"
        await user.press("right", "escape")
        assert user.state.network.sizes == (2, 4, 2)
        await user.press("u")
        assert user.state.network.sizes == (2, 3, 2)


async def test_typing_while_it_trains():
    async with learner() as user:
        while user.workbench.activity.pace != 10:
            await user.press("minus")
        await user.press("space")
        screen = await at(user, "learning rate")
        await user.press("0", "full_stop")
        before = user.state.samples
        await user.until(lambda: user.state.samples > before, "it learns on")
        await user.press("1", "enter")
        assert user.running
        assert user.state.method.learning_rate == 0.1
        assert user.app.screen is screen
        await user.press(*["up"] * 8, "1", "2", "enter")
        assert user.state.network.sizes == (2, 12, 2)
        await user.press("u")
        assert not user.running


async def test_a_large_shape_is_asked_about_once_before_it_is_made(monkeypatch):
    monkeypatch.setattr(cost, "MANY_PARAMETERS", 20)
    async with learner() as user:
        screen = await at(user, "shape")
        await user.press("8", "enter")
        assert isinstance(user.app.screen, Confirm)
        drawn = "\n".join(strip.text for strip in user.app.screen._compositor.render_strips())
        assert "a 2-8-2 network has 42 parameters" in drawn
        await user.press("enter")
        assert (user.app.screen, user.commands) == (screen, ())
        await user.press("8", "enter", "y")
        assert user.commands == (SetHidden((8,)),)
        await user.press("9", "comma", "9", "enter")
        assert user.state.network.sizes == (2, 9, 9, 2)
        assert user.app.screen is screen


async def test_a_typed_seed_starts_as_one_given_at_the_start():
    async with learner() as user:
        await user.press("e")
        await at(user, "seed")
        await user.press("4", "1", "enter")
        assert user.commands[1:] == (NewStart(41),)
        wanted = setup_for("level2", Options(seed=41)).network()
        assert np.array_equal(user.state.network.parameters, wanted.parameters)
        assert user.state.samples == 0


def test_a_batch_of_all_rows_is_all():
    state = Session(setup_for("iris")).state
    typing = next(one for one in settings(state) if one.name == "batch size").typing
    assert typing is not None
    assert typing.read("all") == typing.read("") == typing.read("all rows")
    assert isinstance(command := typing.read("all"), SetMethod)
    assert command.method.batch_size is None


sizes = st.lists(st.integers(1, 99), min_size=1, max_size=5).map(tuple)


@given(st.integers(1, 9), st.sampled_from([(1,), (3,), (2, 1)]), sizes)
def test_a_shape_is_read_as_it_is_shown_and_as_the_command_line_takes_it(inputs, possible, hidden):
    for outputs in possible:
        whole = (inputs, *hidden, outputs)
        assert read_shape("-".join(map(str, whole)), inputs, possible) == (hidden, outputs)
        assert read_shape(" , ".join(map(str, whole)), inputs, possible) == (hidden, outputs)
    if len(hidden) < 3 or hidden[0] != inputs or hidden[-1] not in possible:
        assert read_shape(",".join(map(str, hidden)), inputs, possible) == (hidden, None)


def test_a_shape_without_hidden_layers():
    assert read_shape("4-3", 4, (3,)) == ((), 3)
    assert read_shape("4,3", 4, (3,)) == ((4, 3), None)


def test_a_shape_that_does_not_fit_the_data():
    with pytest.raises(ValueError, match="the data have 2 inputs and 2 outputs or 1, so 2-…-2"):
        read_shape("2-4-3", 2, (2, 1))
    with pytest.raises(ValueError, match="the data have 4 inputs and 3 outputs, so 4-…-3"):
        read_shape("4-8-1", 4, (3,))
