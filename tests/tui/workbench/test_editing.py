"""Editing values: the outputs follow at once, and invalid text changes nothing."""

import numpy as np
import pytest
from textual import events

from engine.network.method import Method
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.training.commands import SetExpected, SetInput, SetMethod, SetParameter
from tests.tui.journeys import learner
from tui.dialogs.settings.setting import next_rate
from tui.workbench.editable import editable

FIRST = Weight(2, 0, 0)  # selected at the start: w7


async def test_numbers_are_accepted_as_people_write_them():
    async with learner() as user:
        for text, value in (
            ("1/3", 1 / 3),
            ("0,5", 0.5),
            ("1e-3", 1e-3),
            (" -2.25 ", -2.25),
            ("\N{MINUS SIGN}.5", -0.5),
            ("0", 0.0),
        ):
            before = user.state.trace.activations[-1][0]
            await user.edit(text)
            assert user.commands[-1] == SetParameter(FIRST, value)
            assert user.value(FIRST) == value
            assert user.state.trace.activations[-1][0] != before
            assert not user.editing
            assert user.app.focused.id == "network"
        assert len(user.commands) == 6


@pytest.mark.parametrize(("key", "what"), [("enter", "w"), ("l", "α")])
async def test_a_comma_is_said_to_have_been_read_as_a_decimal_comma(key, what):
    async with learner() as user:
        await user.press(key)
        await user.write("1.2")
        assert user.notices == []
        await user.press(key)
        await user.write("1,3")
        (notice,) = user.notices
        assert notice.strip().startswith(what)
        assert notice.endswith(" = 1.3 (1,3 read with a decimal comma)")


async def test_invalid_text_is_refused_under_the_field_and_changes_nothing():
    async with learner(size=(80, 24)) as user:
        before = user.state
        await user.press("enter")
        for text, why in (
            ("abc", "not a number"),
            ("", "not a number"),
            ("1/0", "divides by 0"),
            ("nan", "not a number"),
            ("1e999", "too large"),
            ("[@click=app.quit]1[/]", "[@click=app.quit]1[/]"),
        ):
            await user.write(text)
            assert why in user.wrong
            assert user.editing
            assert user.field.value == text
            assert user.state is before
            assert user.commands == ()
        await user.write("0.25")  # corrected in the same field
        assert user.value(FIRST) == 0.25
        assert user.wrong == ""


async def test_typing_clears_the_error_message():
    async with learner() as user:
        await user.edit("abc")
        assert user.wrong
        await user.press("1")
        assert user.wrong == ""
        assert user.editing


async def test_escape_cancels_the_edit():
    async with learner() as user:
        before = user.state
        await user.press("enter", "7", "7", "escape")
        assert user.state is before
        assert user.commands == ()
        assert not user.editing
        assert user.app.focused.id == "network"
        await user.press("s")  # keys are commands again
        assert user.state.samples == 1


async def test_accepting_an_unchanged_value_changes_nothing():
    async with learner() as user:
        await user.press("enter", "enter")
        assert user.commands == ()
        assert not user.editing


async def test_letters_are_text_while_editing():
    async with learner() as user:
        await user.press("enter", "q", "s", "e", "u")
        assert user.field.value == "qseu"
        assert user.commands == ()


async def test_weight_bias_input_and_expected_value_can_be_edited():
    async with learner() as user:
        for place, command in (
            (Weight(1, 2, 1), SetParameter(Weight(1, 2, 1), 0.75)),
            (Bias(1, 1), SetParameter(Bias(1, 1), 0.75)),
            (Neuron(2, 0), SetParameter(Bias(2, 0), 0.75)),
            (Neuron(0, 1), SetInput(0, 1, 0.75)),
            (Expected(1), SetExpected(0, 1, 0.75)),
        ):
            await user.select(place)
            before = user.state.evaluation.mse
            await user.edit("3/4")
            assert user.commands[-1] == command
            assert user.state.evaluation.mse != before
        assert len(user.commands) == 5
        assert user.state.marks == (0.0,)


async def test_the_size_of_a_nudge_can_be_changed():
    async with learner() as user:
        start = user.value(FIRST)
        await user.press("full_stop")
        assert user.value(FIRST) == pytest.approx(start + 0.1, abs=1e-11)
        await user.press("comma", "comma")
        assert user.value(FIRST) == pytest.approx(start - 0.1, abs=1e-11)
        steps = []
        for _ in range(4):
            await user.press("colon")
            steps.append(user.workbench.look.nudge)
        assert steps == [1.0, 0.001, 0.01, 0.1]
        await user.press("colon", "full_stop")
        assert user.value(FIRST) == pytest.approx(start + 0.9, abs=1e-11)


async def test_nudging_by_mouse_palette_and_key_list():
    async with learner() as user:
        start = user.value(FIRST)
        for key in (".", ".", ".,"):  # in the middle of both is the second
            await user.click("#keys", key)
        assert user.value(FIRST) == pytest.approx(start + 0.1, abs=1e-11)
        await user.choose_command("nudge(-1)")
        assert user.value(FIRST) == pytest.approx(start, abs=1e-11)
        await user.choose_key("look('nudge')")
        assert user.workbench.look.nudge == 1.0
        assert "., nudge ±1 " in user.workbench.query_one("#keys").render_line(0).text


async def test_the_learning_rate_is_edited_and_stepped_by_1_2_5():
    async with learner() as user:
        await user.press("l")
        assert user.editing
        await user.write("0,3")
        assert user.commands == (SetMethod(Method(0.3, shuffle=False)),)
        rates = []
        for key in ("right_square_bracket",) * 3 + ("left_square_bracket",) * 4:
            await user.press(key)
            rates.append(user.state.method.learning_rate)
        assert rates == [0.5, 1.0, 2.0, 1.0, 0.5, 0.2, 0.1]


@pytest.mark.parametrize(("rate", "up", "down"), [(5e9, 5e9, 2e9), (1e-10, 2e-10, 1e-10), (1e9, 1e9, 5e8)])
def test_stepping_the_learning_rate_never_goes_the_wrong_way(rate, up, down):
    assert (next_rate(rate, 1), next_rate(rate, -1)) == pytest.approx((up, down))


@pytest.mark.parametrize("text", ["0", "-1", "-1e-300"])
async def test_a_learning_rate_not_above_0_is_refused(text):
    async with learner() as user:
        await user.click_key("α")
        await user.write(text)
        assert "above 0" in user.wrong
        assert user.editing
        assert user.state.method.learning_rate == 0.5
        assert user.commands == ()


async def test_a_double_click_on_a_weight_edits_it():
    async with learner() as user:
        await user.click("#network", "+0.82", times=2)
        assert user.workbench.look.selected == Weight(2, 0, 1)
        assert user.editing
        assert float(user.field.value) == pytest.approx(user.value(Weight(2, 0, 1)))
        await user.write("-1")
        assert user.value(Weight(2, 0, 1)) == -1


async def test_the_footer_shows_accept_and_cancel():
    async with learner() as user:
        await user.click_key("edit")
        assert user.editing
        user.field.value = "2"
        await user.click_key("accept")
        assert user.commands == (SetParameter(FIRST, 2.0),)
        await user.press("enter", "9")
        await user.click_key("leave as it was")
        assert not user.editing
        assert user.commands == (SetParameter(FIRST, 2.0),)


async def test_editing_by_palette_and_key_list():
    async with learner() as user:
        await user.choose_command("edit('value')")
        await user.until(lambda: user.editing, "the field is open")
        await user.write("1.5")
        await user.choose_key("edit('rate')")
        assert user.editing
        await user.write("0.05")
        assert user.commands == (SetParameter(FIRST, 1.5), SetMethod(Method(0.05, shuffle=False)))


@pytest.mark.parametrize(("keys", "panel"), [(("tab",), "chart"), (("shift+tab",), "network")])
async def test_moving_to_a_panel_discards_the_draft(keys, panel):
    async with learner() as user:
        await user.press("l", "9", *keys)
        assert not user.editing
        assert user.app.focused.id == panel
        assert user.commands == ()
        assert "do('sample')" in {hint.action for hint in user.workbench.hints}


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_the_field_and_its_error_stay_inside_the_inspector(size):
    async with learner(size=size) as user:
        await user.press("4")  # at 60x20 this hides the inspector, which has to reappear
        await user.edit("abc")
        frame = user.workbench.query_one("#inspector").region
        for inside in (user.workbench.query_one("EditLine").region, user.field.region):
            assert inside.area
            assert frame.shrink((1, 1, 1, 1)).contains_region(inside)
        assert user.wrong


async def test_editing_a_weight_leaves_the_others_unchanged():
    async with learner() as user:
        before = user.state.network.parameters
        await user.edit("5")
        assert np.count_nonzero(user.state.network.parameters != before) == 1


async def test_values_are_edited_in_the_samples_panel():
    async with learner("xor") as user:
        await user.press("4", "down", "right")
        row = user.state.row
        assert user.workbench.look.selected == Neuron(0, 0)
        await user.press("right")
        assert user.workbench.look.selected == Neuron(0, 1)
        await user.edit("0.25")
        assert user.state.dataset.inputs[row, 1] == 0.25
        assert user.app.focused.id == "samples"  # the focus is back
        before = user.state.dataset.expected[row]
        await user.press("right", "right")  # the class is the last cell
        assert user.workbench.look.selected == Expected(int(before.argmax()))
        await user.press("right", "full_stop")
        assert (user.state.dataset.expected[row] == 1.0 - before).all()
        await user.press("left")
        assert user.workbench.look.selected == Neuron(0, 1)
        await user.press("u", "u")
        assert user.state.dataset.inputs[row, 1] == user.state.setup.dataset.inputs[row, 1]


async def test_scaled_values_are_edited_in_their_own_units():
    async with learner("penguin-mass") as user:
        row, scaling = user.state.row, user.state.scaling
        assert scaling is not None
        await user.select(Neuron(0, 1))
        await user.press("enter")
        await user.until(lambda: user.editing, "the field is open")
        assert "bill_depth_mm" in str(user.workbench.query_one("EditLine .name").render()).replace(" ", "_")
        assert float(user.field.value) == user.state.setup.dataset.inputs[row, 1]
        await user.write("20")
        assert scaling.inputs.undone(user.state.dataset.inputs)[row, 1] == pytest.approx(20, rel=1e-12)
        await user.select(Expected(0))
        await user.edit("4000")
        assert scaling.own_outputs(user.state.dataset.expected)[row, 0] == pytest.approx(4000, rel=1e-12)


async def test_a_large_scaled_number_is_nudged_from_its_value_in_the_file(tmp_path):
    path = tmp_path / "times.csv"
    path.write_text("t,x,y\n1600000000123,1.5,a\n1600000050456,2.5,b\n1600000090789,3.5,a\n")
    async with learner(str(path), scaling="standard") as user:
        given, place = float(user.state.setup.dataset.inputs[user.state.row, 0]), Neuron(0, 0)
        await user.select(place)
        for key, moved in (("full_stop", given + 0.1), ("comma", given), ("comma", given - 0.1)):
            await user.press(key)
            assert editable(user.state, place).value == pytest.approx(moved, rel=1e-15)


@pytest.mark.parametrize("panel", ["network", "inspector", "samples"])
async def test_the_focus_returns_to_the_panel_it_came_from(panel):
    async with learner() as user:
        user.workbench.query_one(f"#{panel}").focus()
        await user.settle()
        await user.press("l")
        await user.until(lambda: user.editing, "the field is open")
        await user.press("escape")
        await user.until(lambda: user.app.focused is not None and user.app.focused.id == panel, "the panel")


@pytest.mark.parametrize("keys", ["l1e-3", "l0.25", "\r-7.5", "l.,:]"])
async def test_keys_typed_before_the_field_opens_go_into_it(keys):
    async with learner() as user:
        for key in keys:
            user.strike({"\r": "enter", ".": "full_stop", ",": "comma", ":": "colon"}.get(key, key))
        await user.until(lambda: user.field.value == keys[1:], "it stands in the field")
        assert user.commands == ()
        await user.press("escape")
        assert not user.editing


@pytest.mark.parametrize("running", [False, True])
async def test_an_edit_and_the_keys_after_it_can_be_typed_ahead(running):
    async with learner() as user:
        if running:
            await user.press("space")
        for key in ("l", "1", "e", "minus", "2", "enter", "right_square_bracket", "right_square_bracket"):
            user.strike(key)
        await user.until(lambda: user.state.method.learning_rate == 0.05, "the rate, raised twice")
        assert user.running == running
        assert not user.editing


async def test_a_draft_survives_losing_the_window_focus():
    async with learner() as user:
        await user.press("enter", "7")
        for event in (events.AppBlur(), events.AppFocus()):
            user.app.post_message(event)
            await user.settle()
        await user.press("full_stop", "5", "enter")
        assert user.commands == (SetParameter(FIRST, 7.5),)
        assert not user.editing


async def test_a_key_sent_to_the_closed_field_works_as_usual():
    async with learner() as user:
        user.workbench.set_focus(user.field)  # as after the window regains focus, or was too small
        await user.settle()
        assert user.workbench.focused is user.field
        await user.press("e", "e")
        await user.until(lambda: user.state.epoch == 2, "two epochs")
        assert not user.editing


async def test_keys_after_a_refused_value_are_not_typed_into_the_field():
    async with learner() as user:
        for key in ("l", "a", "b", "enter", "e", "e"):
            user.strike(key)
        await user.until(lambda: user.wrong, "what is wrong")
        await user.settle()
        assert user.field.value == "ab"
        assert user.commands == ()
