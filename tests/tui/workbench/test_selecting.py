"""Selecting places and rows with arrow keys and mouse."""

import pytest
from textual.events import MouseScrollDown

from engine.network.method import Method
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.network.quantities import main_quantity
from engine.session.look import Follow, Select
from engine.training.commands import SetInput
from tests.tui.dialogs.test_architecture import opened, to
from tests.tui.journeys import learner
from tui.panels.inspector.view import Inspector
from tui.panels.messages import Looked


async def test_the_arrow_keys_move_through_the_network():
    async with learner() as user:
        seen = [user.workbench.look.selected]
        for key in ("down", "right", "right", "left", "left", "left", "down"):
            await user.press(key)
            seen.append(user.workbench.look.selected)
        assert seen == [
            Weight(2, 0, 0),
            Weight(2, 0, 1),
            Neuron(2, 0),
            Expected(0),
            Neuron(2, 0),
            Weight(2, 0, 0),
            Neuron(1, 0),
            Bias(1, 0),
        ]
        assert user.commands == ()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_a_click_on_a_tile_or_a_value_selects_it(size):
    async with learner(size=size) as user:
        for text, place in (
            ("h2", Neuron(1, 1)),
            ("i1", Neuron(0, 0)),
            ("o2", Neuron(2, 1)),
            (".82", Weight(2, 0, 1)),
            ("y  ", Expected(0)),
            ("+0.041", Bias(1, 0)),
        ):
            await user.click("#network", text)
            assert user.workbench.look.selected == place
        assert user.commands == ()


async def test_a_click_beside_the_network_keeps_the_selection():
    async with learner() as user:
        await user.pilot.click("#network", offset=(3, 2))
        assert user.workbench.look.selected == Weight(2, 0, 0)


async def test_keys_jump_through_a_large_column():
    async with learner("digits", hidden=(32,)) as user:
        await user.select(Neuron(1, 0))
        for key, there in (
            ("end", Neuron(1, 31)),
            ("pageup", Neuron(1, 21)),
            ("right", Weight(2, 6, 21)),
            ("pagedown", Weight(2, 6, 31)),
            ("end", Weight(2, 9, 31)),
            ("right", Neuron(2, 9)),
            ("right", Expected(9)),
            ("home", Expected(0)),
        ):
            await user.press(key)
            assert user.workbench.look.selected == there
            drawn = user.workbench.query_one("#network")._picture
            assert there in {place for _, place in drawn.spots}


async def test_selecting_by_palette_and_key_list():
    async with learner() as user:
        await user.choose_command("move('right')")
        assert user.workbench.look.selected == Neuron(2, 0)
        await user.choose_key("move('left')")
        assert user.workbench.look.selected == Weight(2, 0, 0)


async def test_the_inspector_explains_the_selected_place():
    async with learner() as user:
        inspector = user.workbench.query_one(Inspector)
        for text, title in (("h2", "h2"), ("i1", "i1"), ("+0.82", "w8")):
            await user.click("#network", text)
            assert inspector.render_line(1).text.startswith(f"│ {title} ")


async def test_a_long_explanation_scrolls_by_key_and_wheel():
    async with learner(size=(80, 24)) as user:
        await user.press("2", "pagedown")
        inspector = user.workbench.query_one(Inspector)
        assert inspector.first > 0
        await user.press("pageup")
        assert inspector.first == 0
        await user.pilot._post_mouse_events([MouseScrollDown], "#inspector", offset=(5, 5))
        await user.settle()
        assert inspector.first == 3
        await user.click("#network", "h2")  # a new explanation starts at its top
        assert inspector.first == 0


async def test_rows_are_chosen_by_mouse_and_by_key():
    async with learner() as user:
        await user.click("#samples", "5.332")
        assert user.state.row == 6
        await user.press("up")
        assert user.state.row == 5
        await user.press("home")
        assert user.state.row == 0
        await user.press("end", "down")
        assert user.state.row == 9
        assert user.workbench.query_one("#network").title == "Network  row 10 ✗ got 0, expected 1"


async def test_paging_a_long_list_of_rows_keeps_the_current_one_visible():
    async with learner("iris") as user:
        await user.press("4", "home")
        assert user.state.row == 0
        samples = user.workbench.query_one("#samples")
        for key in ("pagedown", "pagedown", "end", "pageup", "up"):
            await user.press(key)
            assert samples.first <= user.state.row < samples.first + samples.capacity
        assert 100 < user.state.row < 149


async def test_loading_data_selects_an_existing_place():
    async with learner() as user:
        await user.select(Neuron(1, 2))
        await user.press("d", "down", "enter")  # the walkthrough, a 2-2-2
        await user.until(lambda: user.state.network.sizes == (2, 2, 2), "the data")
        assert user.workbench.look.selected == Weight(2, 0, 0)


async def test_rows_are_added_and_deleted_and_undo_restores_them():
    async with learner() as user:
        before = user.state.dataset.inputs
        await user.press("4", "down", "down", "insert")
        assert user.state.dataset.rows == 11
        assert user.state.row == 10
        assert (user.state.dataset.inputs[10] == before[2]).all()
        await user.press("delete", "delete")
        assert user.state.dataset.rows == 9
        await user.press("5")
        shown = [strip.text for strip in user.workbench.query_one("#steps").draw_inside()]
        assert any("added row 11" in line for line in shown)
        assert any("deleted" in line for line in shown)
        await user.press("u", "u", "u")
        assert (user.state.dataset.inputs == before).all()


async def test_editing_a_row_starts_at_its_first_value():
    async with learner() as user:
        weight = user.workbench.look.selected
        assert isinstance(weight, Weight)
        await user.press("4", "down", "enter")
        await user.until(lambda: user.editing, "the field is open")
        assert user.workbench.look.selected == Neuron(0, 0)
        await user.write("2,5")
        assert user.commands == (SetInput(1, 0, 2.5),)
        await user.press("right", "right", "enter")
        await user.until(lambda: user.editing, "the field is open")
        assert user.workbench.look.selected == Expected(0)  # the selected place is the one that is edited
        await user.press("escape", "1", "enter")
        assert user.workbench.look.selected == Expected(0)


async def test_a_place_that_no_longer_exists_cannot_be_selected():
    async with learner() as user:
        before = user.workbench.look.selected
        for message in (Looked(Select(Weight(3, 0, 0))), Looked(Follow(main_quantity(Neuron(2, 7))))):
            user.workbench.query_one("#network").post_message(message)
            await user.settle()
            assert user.workbench.look.selected == before


async def test_keys_pressed_in_a_burst_act_one_after_another():
    async with learner() as user:
        for key in ("4", "down", "down", "right", "right", "enter", "9", "enter", "insert"):
            user.strike(key)
        await user.until(lambda: user.state.dataset.rows == 11, "a row more")
        assert user.state.dataset.inputs[2, 1] == 9
        assert user.state.dataset.inputs[10, 1] == 9


async def test_keys_pressed_in_a_burst_go_to_the_dialog_that_the_first_opens():
    async with learner() as user:
        for key in ("d", "down", "down", "enter"):
            user.strike(key)
        await user.until(lambda: user.commands, "the data")
        assert user.state.setup.name == "level1"


async def test_a_row_looked_at_stays_when_the_batch_size_changes():
    async with learner() as user:
        await user.press("4", *["down"] * 7)
        assert user.state.row == 7
        screen = await opened(user)
        for name in ("batch size", "L2", "shuffle"):
            await to(user, screen, name)
            await user.press("right")
            assert user.state.row == 7
        assert user.state.method == Method(batch_size=2, shuffle=True, l2=1e-5)
        await user.press("escape", "s")
        assert user.state.row == user.state.cursor.order[0]


async def test_a_key_shows_and_hides_the_names_of_weights():
    def named() -> bool:
        return any("w10" in user.workbench.query_one("#network").render_line(y).text for y in range(20))

    async with learner() as user:
        assert not named()
        for shown in (True, False):
            await user.press("N")
            assert named() == shown
        await user.choose_key("look('names')")
        assert named()
        assert user.commands == ()


async def test_the_worked_example_names_its_weights_until_the_learner_hides_them():
    def named() -> bool:
        return any("w5 0.50" in user.workbench.query_one("#network").render_line(y).text for y in range(20))

    async with learner("walkthrough") as user:
        assert named()
        await user.press("N")
        assert not named()
        await user.press("N")
        assert named()
