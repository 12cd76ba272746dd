"""Entering a worked example: value after value with tab, a pasted list, and weights made the starting ones."""

import numpy as np
import pytest
from textual import events

from engine.network.places import Bias, Expected, Neuron, Weight
from engine.training.commands import NewStart, Reset, SetExpected, SetInput, SetParameter, SetStart, SetValues, SetWord
from tests.tui.journeys import Learner, learner
from tui.panels.inspector.edit_line import LONGEST_LIST

MAZUR = ["0.15", "0.2", "0.25", "0.3", "0.35", "0.35", "0.4", "0.45", "0.5", "0.55", "0.6", "0.6"]
"""Another well-known worked example: w1 … w4, b_h1, b_h2, w5 … w8, b_o1, b_o2."""
LAYERS = [[[0.15, 0.2, 0.35], [0.25, 0.3, 0.35]], [[0.4, 0.45, 0.6], [0.5, 0.55, 0.6]]]


async def paste(user: Learner, text: str) -> None:
    """Paste a text into the field, as a terminal would."""
    user.app.post_message(events.Paste(text))
    await user.settle()


async def open_at(user: Learner, place: object) -> None:
    """Open the field of a place."""
    await user.select(place)
    await user.press("enter")
    await user.until(lambda: user.editing, "the field is open")


def layers_of(user: Learner) -> list[list[list[float]]]:
    """Return the matrix of each layer."""
    return [matrix.tolist() for matrix in user.state.network.layers]


def label(user: Learner) -> str:
    """Return the name before the field."""
    return str(user.workbench.query_one("EditLine .name").render())


def name_keys(text: str) -> list[str]:
    """Return the keys that type a number."""
    return [{".": "full_stop", "-": "minus"}.get(character, character) for character in text]


@pytest.mark.parametrize("typed_ahead", [False, True])
async def test_a_worked_example_is_typed_with_tab(typed_ahead):
    async with learner("walkthrough") as user:
        await open_at(user, Weight(1, 0, 0))
        keys = [key for number in MAZUR for key in (*name_keys(number), "tab")]
        if typed_ahead:
            for key in keys:
                user.strike(key)
        else:
            await user.press(*keys)
        await user.until(lambda: user.app.focused is user.workbench.query_one("#network"), "the end of the values")
        assert layers_of(user) == LAYERS
        assert [type(command) for command in user.commands] == [SetParameter] * 11  # a step each: w2 was 0.2 before
        assert not user.editing  # after the last value
        assert user.notices == [" b_o2 is the last value"]
        assert user.workbench.look.selected == Bias(2, 1)


async def test_what_is_typed_beyond_the_last_value_is_no_command():
    async with learner("walkthrough") as user:
        await open_at(user, Bias(2, 1))
        for key in ("7", "tab", "full_stop", "5", "tab", "e"):
            user.strike(key)
        await user.until(lambda: user.commands and not user.editing, "the value")
        await user.settle()
        assert user.commands == (SetParameter(Bias(2, 1), 7.0),)


async def test_tab_selects_the_value_it_goes_to_and_shift_tab_goes_back():
    async with learner("walkthrough") as user:
        await open_at(user, Weight(1, 1, 1))
        names = [label(user)]
        for key in ("tab", "tab", "tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab"):
            await user.press(key)
            names.append(label(user))
        assert names == ["w4 =", "b_h1 =", "b_h2 =", "w5 =", "b_h2 =", "b_h1 =", "w4 =", "w3 ="]
        assert user.workbench.look.selected == Weight(1, 1, 0)
        assert user.field.value == "0.3"
        assert user.field.selected_text == "0.3"  # typing replaces it
        assert user.commands == ()  # nothing was changed
        await user.press("escape")
        assert not user.editing


async def test_a_value_that_is_refused_is_not_left():
    async with learner("walkthrough") as user:
        await open_at(user, Weight(1, 0, 0))
        await user.press("a", "tab")
        assert "not a number" in user.wrong
        assert label(user) == "w1 ="
        assert user.field.value == "a"
        assert user.commands == ()


async def test_a_neuron_goes_on_from_its_bias_and_inputs_go_on_to_expected_values():
    async with learner("walkthrough") as user:
        await open_at(user, Neuron(1, 0))
        await user.press("1", "tab", "2", "enter")
        assert user.commands == (SetParameter(Bias(1, 0), 1.0), SetParameter(Bias(1, 1), 2.0))
        await open_at(user, Neuron(0, 0))
        await user.press(*"1", "tab", *"2", "tab", *"0", "tab", *"1", "tab")
        assert user.commands[2:] == (SetInput(0, 0, 1), SetInput(0, 1, 2), SetExpected(0, 0, 0), SetExpected(0, 1, 1))
        assert user.notices == [" y2 is the last value"]


async def test_in_the_samples_tab_goes_through_the_row_and_its_class():
    async with learner("xor") as user:
        await user.press("4", "right", "enter", "7", "tab", "8", "tab")
        assert user.editing
        row, was = user.state.row, int(user.state.dataset.expected[user.state.row].argmax())
        await user.press("down", "tab")
        assert user.commands == (SetInput(row, 0, 7.0), SetInput(row, 1, 8.0), SetWord(row, Expected(0), 1 - was))
        assert not user.editing
        assert user.app.focused.id == "samples"


async def test_tab_by_mouse_and_in_the_footer():
    async with learner("walkthrough") as user:
        await open_at(user, Weight(1, 0, 0))
        await user.press("9")
        await user.click_key("next value")
        assert user.commands == (SetParameter(Weight(1, 0, 0), 9.0),)
        assert label(user) == "w2 ="
        await user.press("escape", "l")
        assert "next value" not in user.workbench.query_one("#keys").render_line(0).text


PASTED = [
    "0.15 0.2 0.25 0.3 0.35 0.35",
    "0.15, 0.2, 0.25, 0.3, 0.35, 0.35",
    "0.15\t0.2\r\n0.25\t0.3\r\n0.35\t0.35\r\n",
    "[[0.15 0.2 ]\n [0.25 0.3 ]]\n[0.35 0.35]",
    "0,15; 0,2; 0,25; 0,3; 0,35; 0,35",
]


@pytest.mark.parametrize("text", PASTED)
async def test_a_pasted_list_fills_the_layer_as_one_step(text):
    async with learner("walkthrough") as user:
        before = user.state.network.parameters
        await open_at(user, Weight(1, 0, 0))
        await paste(user, text)
        assert user.commands == ()  # not before enter
        await user.press("enter")
        assert user.commands == (SetValues(Weight(1, 0, 0), (0.15, 0.2, 0.25, 0.3, 0.35, 0.35)),)
        assert layers_of(user)[0] == LAYERS[0]
        assert np.array_equal(user.state.network.parameters[6:], before[6:])
        assert user.notices == [" 6 values set: w1 … b_h2; u takes them back"]
        assert not user.editing
        await user.press("u")
        assert np.array_equal(user.state.network.parameters, before)


async def test_two_lists_and_tab_between_them_are_a_whole_worked_example():
    async with learner("walkthrough") as user:
        await open_at(user, Weight(1, 0, 0))
        await paste(user, " ".join(MAZUR[:4]))
        await user.press("tab")
        assert label(user) == "b_h1 ="  # after the last of the list
        await paste(user, " ".join(MAZUR[4:6]))
        await user.press("tab")
        assert label(user) == "w5 ="
        await paste(user, " ".join(MAZUR[6:]))
        await user.press("enter")
        assert layers_of(user) == LAYERS
        assert len(user.commands) == 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1 2 3 4 5 6 7", "these are 7 numbers, and w1 … b_h2 of the hidden layer take 6"),
        ("1 2 kind 4", 'number 3 of 4: "kind" is not a number'),
        ("1,5, 2,5", "a comma can separate numbers or be a decimal comma"),
        ("1 2 1e999", "too large"),
        ("1\n2\n\x1b[31m", "is not a number"),
    ],
)
@pytest.mark.parametrize("running", [False, True])
async def test_a_list_that_cannot_be_used_changes_nothing_and_stays(text, why, running):
    async with learner("walkthrough") as user:
        await open_at(user, Weight(1, 0, 0))
        if running:
            user.workbench.training.run()
        await paste(user, text)
        await user.press("enter")
        assert why in user.wrong
        assert user.editing
        assert user.field.value == " ".join(text.split())
        user.workbench.training.pause()
        assert not any(isinstance(command, SetValues) for command in user.commands)


async def test_a_number_with_a_decimal_comma_is_one_number():
    async with learner("walkthrough") as user:
        await open_at(user, Weight(1, 0, 0))
        await paste(user, "0,15")
        await user.press("enter")
        assert user.commands == (SetParameter(Weight(1, 0, 0), 0.15),)


async def test_a_list_is_set_while_it_runs():
    async with learner("level2") as user:
        await user.press("space")
        await open_at(user, Bias(1, 0))
        await paste(user, "10 20 30")
        await user.press("enter")
        await user.until(lambda: user.state.network.value(Bias(1, 2)) > 20, "the biases")
        assert user.running
        await user.press("space")
        assert any(isinstance(command, SetValues) for command in user.commands)


async def test_a_list_of_inputs_is_in_their_own_units():
    async with learner("penguin-mass") as user:
        scaling = user.state.scaling
        await open_at(user, Neuron(0, 0))
        await paste(user, "40 20 200")
        await user.press("enter")
        own = scaling.inputs.undone(user.state.dataset.inputs)[user.state.row, :3]
        assert own == pytest.approx([40, 20, 200], rel=1e-12)
        assert len(user.commands) == 1


async def test_a_list_that_leaves_a_row_without_a_class_says_so():
    async with learner("xor") as user:
        await open_at(user, Expected(0))
        await paste(user, "0.5 0.5")
        await user.press("enter")
        assert any("the row has no single" in notice for notice in user.notices)


async def test_a_list_that_is_too_long_is_not_cut_in_the_middle_of_a_number():
    async with learner("walkthrough") as user:
        await open_at(user, Weight(1, 0, 0))
        await paste(user, "0.25 " * (LONGEST_LIST // 5) + "1")
        assert user.field.value == "0.1"
        assert user.notices == [f" nothing of the paste was taken: the field takes {LONGEST_LIST:,} characters"]


async def test_a_paste_right_after_tab_goes_into_the_next_value():
    async with learner("walkthrough") as user:
        await open_at(user, Weight(1, 0, 0))
        for key in ("9", "tab"):
            user.strike(key)
        user.app.post_message(events.Paste("1 2"))
        user.strike("enter")
        await user.until(lambda: len(user.commands) == 2, "both")
        assert user.commands == (SetParameter(Weight(1, 0, 0), 9.0), SetValues(Weight(1, 0, 1), (1.0, 2.0)))


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_the_field_stays_in_sight_from_value_to_value(size):
    async with learner("walkthrough", size) as user:
        await open_at(user, Weight(1, 0, 0))
        for _ in range(11):
            await user.press("tab")
            assert user.editing
            assert user.workbench.query_one("#inspector").region.contains_region(user.field.region)


async def test_weights_made_the_starting_ones_are_those_that_r_goes_back_to():
    async with learner("walkthrough") as user:
        await open_at(user, Weight(1, 0, 0))
        await paste(user, " ".join(MAZUR[:6]))
        await user.press("enter")
        made = user.state.network.parameters
        await user.choose_command("Make these the starting weights")
        assert user.commands[-1] == SetStart()
        assert user.notices[-1] == " these are the starting weights now: r goes back to them"
        await user.press("e", "e", "r")
        assert user.commands[-1] == Reset()
        assert np.array_equal(user.state.network.parameters, made)
        await user.press("R")
        assert user.commands[-1] == NewStart()
        drawn = user.state.network.parameters
        assert not np.array_equal(drawn, made)
        await user.press("e", "r")
        assert np.array_equal(user.state.network.parameters, drawn)
        await user.press("u", "u", "u", "u", "u", "u", "u", "r")  # before they were made the starting ones
        assert user.state.network.value(Weight(1, 0, 0)) == 0.1


async def test_the_starting_weights_are_not_made_so_again():
    async with learner() as user:
        await user.choose_command("Make these the starting weights")
        assert user.notices == [" these are the starting weights already: edit them or train first"]
        assert user.commands == ()
