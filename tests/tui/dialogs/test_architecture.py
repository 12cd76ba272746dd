"""The architecture dialog: each change is a command that takes effect at once; refusals are shown."""

from dataclasses import fields

import numpy as np
import pytest

from engine.experiment.starts import Options, setup_for
from engine.experiment.stop_rule import StopRule
from engine.network.method import Method
from engine.session.session import Session
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    Folded,
    NewStart,
    RemoveLayer,
    RemoveNeuron,
    SetActivation,
    SetInitializer,
    SetLoss,
    SetMethod,
    SetStopRule,
)
from tests.engine.strategies import fingerprint
from tests.tui.journeys import Learner, assert_read_whole, learner
from tui.dialogs.architecture import ArchitectureScreen
from tui.dialogs.architecture_settings import first_possible, method_knobs, settings, stop_rule_knobs
from tui.dialogs.settings.lines import arrow_at, setting_lines
from tui.dialogs.settings.setting import ladder
from tui.dialogs.settings.view import SettingsView
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.steps.lines import step_lines


def setting(state, name):
    return next(one for one in settings(state) if one.name.strip() == name)


async def opened(user: Learner) -> ArchitectureScreen:
    await user.press("a")
    screen = user.app.screen
    assert isinstance(screen, ArchitectureScreen)
    return screen


async def to(user: Learner, screen: ArchitectureScreen, name: str, last: bool = False) -> None:
    """Move to a setting by its name."""
    names = [one.name.strip() for one in settings(user.state)]
    wanted = len(names) - 1 - names[::-1].index(name) if last else names.index(name)
    moves = wanted - screen.selected
    await user.press(*["down" if moves > 0 else "up"] * abs(moves))
    assert screen.selected == wanted


def said(screen: ArchitectureScreen) -> str:
    return str(screen.query_one(".wrong").render())


async def test_adding_and_removing_neurons_keeps_the_other_weights():
    async with learner() as user:
        before = user.state.network.weights[0].copy()
        screen = await opened(user)
        await to(user, screen, "hidden layer")
        await user.press("right")
        assert user.state.network.sizes == (2, 4, 2)
        assert np.array_equal(user.state.network.weights[0][:3], before)
        await user.press("left", "left")
        assert user.state.network.sizes == (2, 2, 2)
        await user.press("u")
        assert user.state.network.sizes == (2, 3, 2)
        assert np.array_equal(user.state.network.weights[0], before)
        assert user.session.commands == (RemoveNeuron(1, 2),)


@pytest.mark.parametrize(
    ("start", "name", "keys"),
    [
        ("level2", "hidden layer", ("right", "left")),
        ("level2", "hidden layer", ("left", "left", "right", "right")),
        ("xor", "output layer", ("right", "left")),
        ("xor", "output layer", ("right", "right")),
        ("level2", "initialiser", ("right", "left")),
        ("level3", "optimiser", ("left", "right")),
        ("level2", "activation", ("right", "left")),
        ("level2", "loss", ("right", "left")),
        ("level2", "scaling", ("right", "left")),
    ],
)
async def test_a_choice_taken_back_gives_back_the_very_same_weights(start, name, keys):
    async with learner(start) as user:
        await user.press("e", "s")
        before = fingerprint(user.state)
        screen = await opened(user)
        await to(user, screen, name)
        for key in keys:
            await user.press(key)
        assert fingerprint(user.state) == before
        assert user.session.step == 2
        await user.press("U")
        assert user.session.step == 3
        assert fingerprint(user.state) != before
        await user.press("u")
        assert fingerprint(user.state) == before


async def test_ten_arrows_on_a_layer_are_one_step():
    async with learner() as user:
        screen = await opened(user)
        await to(user, screen, "hidden layer")
        await user.press(*["right"] * 10)
        assert user.state.network.sizes == (2, 13, 2)
        described = step_lines(user.workbench.timeline, 1, Canvas(60, 1, DARK))[0].text
        assert "layer 1: 3 → 13 neurons" in described
        await to(user, screen, "learning rate")
        await user.press("right", "right")
        await user.press("plus", "escape", "u")
        assert (user.session.step, user.session.last_step) == (1, 2), "+ adds no layer there"
        await user.press("u")
        assert user.state.network.sizes == (2, 3, 2)


async def test_adding_layers_by_a_key_stays_a_step_each():
    async with learner() as user:
        screen = await opened(user)
        await to(user, screen, "hidden layer")
        await user.press("plus", "plus")
        assert [type(command) for command in user.commands] == [AddLayer, AddLayer]


async def test_adding_and_removing_layers():
    async with learner() as user:
        screen = await opened(user)
        await to(user, screen, "hidden layer")
        await user.press("plus")
        assert user.state.network.sizes == (2, 3, 3, 2)
        await to(user, screen, "hidden layer 2")
        await user.press("minus")
        assert user.state.network.sizes == (2, 3, 2)
        assert [type(command) for command in user.commands] == [AddLayer, RemoveLayer]


async def test_softmax_in_a_hidden_layer_is_skipped_with_the_reason():
    async with learner() as user:
        screen = await opened(user)
        await to(user, screen, "activation")
        seen = set()
        for _ in range(8):
            await user.press("right")
            seen.add(user.state.network.activations[0])
            if "softmax" in said(screen):
                break
        assert "softmax" in said(screen)
        assert "softmax" not in seen
        assert {"tanh", "relu"} <= seen


async def test_a_loss_brings_the_outputs_it_needs():
    async with learner("iris") as user:
        screen = await opened(user)
        await to(user, screen, "loss")
        while user.state.network.loss_name != "cross-entropy":
            await user.press("right")
        assert user.state.network.activations[-1] in ("sigmoid", "softmax")
        assert len(user.commands) == 1
        assert isinstance(user.commands[0], SetLoss | Folded)


async def test_optimiser_batch_shuffle_and_l2_are_set():
    async with learner("iris") as user:
        screen = await opened(user)
        for name in ("optimiser", "batch size", "shuffle", "L2"):
            await to(user, screen, name)
            await user.press("right")
        assert user.state.method.optimizer != "sgd"
        assert user.state.method.batch_size == 2
        assert not user.state.method.shuffle
        assert user.state.method.l2 > 0
        await user.press("escape")
        assert user.app.screen is user.workbench
        await user.press("u")
        assert user.state.method.l2 == 0


async def test_another_initialiser_starts_again_with_new_weights():
    async with learner() as user:
        await user.press("e")
        before = user.state
        screen = await opened(user)
        await to(user, screen, "initialiser")
        await user.press("right")
        assert user.commands[1:] == (SetInitializer("symmetric"),)
        wanted = setup_for("level2", Options(initializer="symmetric")).network()
        assert np.array_equal(user.state.network.parameters, wanted.parameters)
        assert user.state.samples == 0
        await user.press("left", "left", "left")
        assert user.state.setup.initializer == "zeros"
        assert not user.state.network.parameters.any()
        await user.press("u")
        assert user.state.samples == before.samples
        assert np.array_equal(user.state.network.parameters, before.network.parameters)


async def test_the_seed_is_shown_and_the_next_one_draws_new_weights():
    async with learner(seed=3) as user:
        screen = await opened(user)
        await to(user, screen, "seed")
        assert setting(user.state, "seed").value == "3"
        await user.press("right")
        assert user.commands == (NewStart(),)
        assert setting(user.state, "seed").value == "4"
        wanted = setup_for("level2", Options(seed=4)).network()
        assert np.array_equal(user.state.network.parameters, wanted.parameters)
        await user.press("left")
        assert user.commands == (NewStart(), NewStart(3))
        assert setting(user.state, "seed").value == "3"


async def test_another_initialiser_pauses_a_run():
    async with learner() as user:
        while user.workbench.activity.pace != 10:
            await user.press("minus")
        await user.press("space")
        screen = await opened(user)
        await to(user, screen, "initialiser")
        await user.press("left")
        assert not user.running
        assert (user.state.samples, user.state.setup.initializer) == (0, "auto")


def test_an_initialiser_with_a_scale_is_shown_and_stepped_from():
    session = Session(setup_for("level2", Options(initializer="normal:0.1")))
    assert setting(session.state, "initialiser").value == "normal:0.1"
    assert first_possible(session.state, setting(session.state, "initialiser").choices(1))[0] == SetInitializer(
        "glorot"
    )


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_the_last_setting_comes_into_view(size):
    async with learner(size=size) as user:
        screen = await opened(user)
        await user.press(*["down"] * len(settings(user.state)))
        lines = screen.query_one(SettingsView)
        drawn = [lines.render_line(y).text for y in range(lines.size.height)]
        listed = [text for text in drawn if text.strip()]
        assert any("▸ early stopping  ‹" in text for text in listed[-3:])


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_what_each_setting_means_can_be_read_whole(size):
    async with learner("iris", size, loss="cross-entropy", optimizer="adam") as user:
        screen = await opened(user)
        await user.press("home")
        await assert_read_whole(user, screen.query_one(SettingsView), settings(user.state))


async def test_on_the_smallest_screen_nothing_is_cut():
    async with learner(size=(60, 20)) as user:
        screen = await opened(user)
        lines = screen.query_one(SettingsView)
        for _ in settings(user.state):
            assert not any("…" in lines.render_line(y).text for y in range(lines.size.height))
            await user.press("down")
        y = lines.size.height - 1
        assert lines.render_line(y).text.strip() == "after this long without a new lowest MSE"
        before = user.commands
        await user.pilot.click(lines, offset=(lines.render_line(y - 1).text.index("›"), y))
        await user.settle()
        assert (screen.listed[screen.selected].name, user.commands) == ("early stopping", before)
        await user.pilot.click(lines, offset=(lines.render_line(y - 1).text.index("›"), y - 1))
        await user.settle()
        assert user.commands == (SetStopRule(StopRule(patience=5)),)


async def test_a_click_below_the_selected_settings_lines_selects_the_next():
    async with learner(size=(60, 20)) as user:
        screen = await opened(user)
        await to(user, screen, "shuffle")
        lines = screen.query_one(SettingsView)
        y = next(y for y in range(lines.size.height) if "L2" in lines.render_line(y).text)
        await user.pilot.click(lines, offset=(4, y))
        await user.settle()
        assert screen.listed[screen.selected].name == "L2"


async def test_changing_the_network_during_a_run():
    async with learner() as user:
        while user.workbench.activity.pace != 10:
            await user.press("minus")
        await user.press("space")
        screen = await opened(user)
        await to(user, screen, "hidden layer")
        await user.press("right")
        await to(user, screen, "optimiser")
        await user.press("right")
        assert user.running
        before = user.state.samples
        await user.until(lambda: user.state.samples > before, "it learns on")
        assert user.state.network.sizes == (2, 4, 2)
        assert user.state.method.optimizer != "sgd"
        await user.press("u")
        assert not user.running
        await user.press("escape")
        assert {AddNeuron, SetMethod} <= {type(command) for command in user.session.commands}


async def test_what_the_data_fix_cannot_be_changed():
    async with learner() as user:
        screen = await opened(user)
        await to(user, screen, "inputs")
        await user.press("right")
        assert "fixed by the data" in said(screen)
        await user.press("minus")
        assert "hidden layer" in said(screen)
        assert user.commands == ()


async def test_clicking_an_arrow():
    async with learner() as user:
        screen = await opened(user)
        lines = screen.query_one(SettingsView)
        y = next(y for y in range(lines.size.height) if "batch size" in lines.render_line(y).text)
        x = lines.render_line(y).text.index("›")
        await user.pilot.click(lines, offset=(x, y))
        await user.settle()
        assert user.commands == (SetMethod(Method(batch_size=2, shuffle=False)),)


def test_every_choice_is_accepted_by_the_engine():
    for start in ("level2", "iris", "walkthrough"):
        session = Session(setup_for(start))
        for one in settings(session.state):
            for direction in (-1, 1):
                command, _ = first_possible(session.state, one.choices(direction))
                if command is not None:
                    session.apply(command)
                    session.undo()


def test_only_changeable_settings_have_arrows():
    state = Session(setup_for("level2")).state
    listed = settings(state)
    drawn = setting_lines(listed, 0, Canvas(76, 40, DARK))
    assert [not one.has_steps for one in listed] == ["‹" not in line.text for line in drawn]
    assert all(line.cell_length == 76 for line in drawn)
    changeable = setting(state, "batch size")
    columns = [drawn[listed.index(next(o for o in listed if o.name == "batch size"))].text.index(sign) for sign in "‹›"]
    assert [arrow_at(changeable, column) for column in columns] == [-1, 1]
    assert arrow_at(setting(state, "inputs"), columns[0]) == 0


def test_the_first_activation_belongs_to_the_first_layer():
    session = Session(setup_for("level2"))
    command, _ = first_possible(session.state, setting(session.state, "activation").choices(1))
    assert isinstance(command, SetActivation)
    assert command.layer == 1


async def test_arrows_show_that_there_are_more_settings():
    async with learner("iris", size=(60, 20), hidden=(8, 8, 8)) as user:
        screen = await opened(user)
        view = screen.query_one(SettingsView)
        assert view.size.height < len(settings(user.state))

        def ends() -> tuple[str, str]:
            return view.render_line(0).text[-1], view.render_line(view.size.height - 1).text[-1]

        assert ends() == (" ", "↓")
        await user.press(*["down"] * (view.size.height - 1))
        assert ends() == ("↑", "↓")
        await user.press(*["down"] * len(settings(user.state)))
        assert ends() == ("↑", " ")


def test_every_field_of_the_method_and_the_stop_rule_can_be_set():
    state = Session(setup_for("level2")).state
    assert {"optimizer", *(knob.field for knob in method_knobs(state))} == {field.name for field in fields(Method)}
    assert {knob.field for knob in stop_rule_knobs(state)} == {field.name for field in fields(StopRule)}


@pytest.mark.parametrize(
    ("value", "up", "down"),
    [(None, [10], []), (10, [20], [None]), (30, [50], [20]), (50, [], [20]), (70, [], [50]), (5, [10], [None])],
)
def test_a_ladder_leads_to_the_next_step_from_any_value(value, up, down):
    step = ladder(None, 10, 20, 50)
    assert (step(value, 1), step(value, -1)) == (up, down)


def test_a_ladder_may_descend_or_end_in_none():
    step = ladder(None, 0.1, 0.01)
    assert (step(0.05, 1), step(0.05, -1), step(0.1, -1)) == ([0.01], [0.1], [None])
    step = ladder(1, 2, None)
    assert (step(2, 1), step(None, -1), step(None, 1)) == ([None], [2], [])


def test_a_batch_size_between_two_steps_goes_to_its_neighbours():
    state = Session(setup_for("iris", Options(batch_size=3))).state
    sizes = [first_possible(state, setting(state, "batch size").choices(direction))[0] for direction in (-1, 1)]
    assert [command.method.batch_size for command in sizes] == [2, 4]


@pytest.mark.parametrize("size", [(120, 36), (160, 45), (200, 55)])
@pytest.mark.parametrize("keys", [(), ("n", "n")])
async def test_the_settings_stand_beside_the_network_where_it_is_wide(size, keys):
    async with learner("iris", size=size) as user:
        await user.press(*keys)
        screen = await opened(user)
        dialog, network = screen.query_one(".dialog").region, user.workbench.query_one("#network").region
        assert (dialog.x, dialog.right) == (network.right, size[0])
        assert (dialog.y, dialog.bottom) == (network.y, size[1] - 1), "below a message"
        assert screen.query_one(".keys").region.bottom == dialog.bottom - 1, "the keys are at the foot"


@pytest.mark.parametrize("size", [(119, 36), (80, 24), (60, 20)])
async def test_the_settings_stand_over_the_network_where_it_is_narrow(size):
    async with learner("iris", size=size) as user:
        screen = await opened(user)
        dialog = screen.query_one(".dialog").region
        assert dialog.x < user.workbench.query_one("#network").region.right
        assert dialog.x == (size[0] - dialog.width) // 2


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("activation", "activation: ←→ choose another"),
        ("seed", "seed: 0-9 and ⏎ type it"),
        ("inputs", "inputs: fixed by the data"),
    ],
)
async def test_a_letter_says_how_the_setting_is_changed(name, says):
    async with learner("iris") as user:
        screen = await opened(user)
        await to(user, screen, name)
        await user.press("x")
        assert said(screen) == says
        assert user.commands == ()
