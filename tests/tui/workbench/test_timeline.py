"""Undo, redo and the steps panel: every command can be taken back exactly."""

import numpy as np
import pytest

from engine.network.places import Neuron, Weight, exists
from engine.training.commands import AddLayer, AddNeuron, RemoveLayer, RemoveNeuron, SetParameter, StepEpoch, StepSample
from tests.tui.journeys import learner
from tui.panels.messages import StepChosen

FIRST = Weight(2, 0, 0)


async def test_undo_and_redo_go_through_every_kind_of_command():
    async with learner() as user:
        states = [user.state]
        for keys in (("s",), ("e",), ("full_stop",), ("right_square_bracket",), ("r",), ("R",)):
            await user.press(*keys)
            states.append(user.state)
        for state in states[-2::-1]:
            await user.press("u")
            assert np.array_equal(user.state.network.parameters, state.network.parameters)
            assert (user.state.samples, user.state.row) == (state.samples, state.row)
            assert user.state.method == state.method
        assert user.session.step == 0
        for state in states[1:]:
            await user.press("U")
            assert np.array_equal(user.state.network.parameters, state.network.parameters)
        assert user.session.step == 6


@pytest.mark.parametrize(("key", "words"), [("u", "nothing to undo"), ("U", "nothing to redo")])
async def test_undo_and_redo_at_the_ends_say_so(key, words):
    async with learner() as user:
        before = user.state
        await user.press(key)
        assert user.state is before
        assert any(words in notice for notice in user.notices)


async def test_a_new_command_drops_the_undone_future():
    async with learner() as user:
        await user.press("s", "s", "u", "e")
        assert user.commands == (StepSample(), StepEpoch())
        assert user.session.last_step == 2


async def test_undo_by_mouse_palette_and_key_list():
    async with learner() as user:
        await user.press("s", "s", "s")
        await user.click_key("undo")
        assert user.session.step == 2
        await user.choose_command("do('undo')")
        assert user.session.step == 1
        await user.choose_key("do('redo')")
        assert user.session.step == 2


async def test_going_to_a_step_by_number():
    async with learner() as user:
        await user.press("s", "e", "full_stop", "g")
        assert user.editing
        await user.write("1")
        assert (user.session.step, user.state.samples) == (1, 1)
        assert not user.editing
        await user.press("g")
        await user.write("3")
        assert (user.session.step, user.state.samples) == (3, 10)


@pytest.mark.parametrize("text", ["4", "-1", "x", "", "1.5", "9" * 50])
async def test_an_invalid_step_is_refused_under_the_field(text):
    async with learner() as user:
        await user.press("s", "s", "s", "g")
        await user.write(text)
        assert "step" in user.wrong
        assert user.editing
        assert user.session.step == 3


async def test_a_click_on_a_step_goes_there():
    async with learner() as user:
        await user.press("s", "e", "5")
        await user.click("#steps", "sample 1/10")
        assert (user.session.step, user.session.last_step) == (1, 2)
        assert user.state.samples == 1
        await user.click("#steps", "the beginning")
        assert (user.session.step, user.state.samples) == (0, 0)


async def test_the_keys_of_the_steps_panel_move_through_the_timeline():
    async with learner() as user:
        await user.press("s", "s", "e", "5", "up")
        assert user.session.step == 2
        await user.press("home")
        assert user.session.step == 0
        await user.press("down")
        assert user.session.step == 1
        await user.press("end", "down")
        assert user.session.step == 3


async def test_the_steps_panel_fills_its_height_with_past_steps():
    async with learner() as user:
        await user.press("s", "s", "e", "5")
        lines = [user.workbench.query_one("#steps").render_line(y).text for y in range(1, 5)]
        for line, words in zip(lines, ("the beginning", "sample 1/10", "sample 2/10", "epoch 1  MSE"), strict=True):
            assert words in line
        assert "▸" in lines[3]


async def test_undo_goes_back_to_the_first_edit():
    async with learner() as user:
        start = user.value(FIRST)
        await user.edit("2")
        await user.press(*"eeee")
        await user.press(*"uuuu")
        assert user.value(FIRST) == 2
        assert user.commands == (SetParameter(FIRST, 2.0),)
        await user.press("u")
        assert user.value(FIRST) == start


async def test_going_to_a_step_with_another_shape_selects_an_existing_place():
    async with learner(hidden=(8,)) as user:
        shapes = [AddLayer(1, 3, "sigmoid"), *[RemoveNeuron(1, 0)] * 5, RemoveLayer(2), *[AddNeuron(1)] * 5]
        for command in shapes:
            user.workbench.training.do(command)
        await user.select(Neuron(1, 7))
        for step in (6, len(shapes), 0, 6, 1):
            user.workbench.query_one("#steps").post_message(StepChosen(step))
            await user.settle()
            assert user.session.step == step
            assert user.state is user.session.state
            assert exists(user.state.network.sizes, user.workbench.look.selected)
            assert user.notices == []


async def test_going_back_never_selects_a_removed_place():
    async with learner() as user:
        await user.click("#inspector", "0.9242")
        assert user.workbench.look.selected == Neuron(1, 0)
        user.workbench.training.do(RemoveLayer(1))
        await user.press("backspace")
        assert user.notices == [" nowhere to come back to: no number was followed from here"]
        await user.press("u")
        assert user.state.network.sizes == (2, 3, 2)
        assert exists(user.state.network.sizes, user.workbench.look.selected)
