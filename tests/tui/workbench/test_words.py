"""Classes and words of text columns: chosen by name in the samples, raw numbers in the network."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.data.files import read_csv
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_of
from engine.network.places import Expected, Neuron
from engine.training.commands import AddRow, Folded, SetExpected, SetInput, SetWord
from tests.tui.hostile import HOSTILE, assert_harmless, hostile_setup
from tests.tui.journeys import Learner, learner

ISLANDS = """island,smoker,kind
Biscoe,yes,gentoo
Dream,no,adelie
Torgersen,no,adelie
Dream,Yes,chinstrap
"""


@pytest.fixture
def islands(tmp_path: Path) -> Callable[..., Setup]:
    def made(scaling: str = "none") -> Setup:
        path = tmp_path / "islands.csv"
        path.write_text(ISLANDS, "utf-8")
        return setup_of(read_csv(path), Options(scaling=scaling))

    return made


def row_shown(user: Learner, row: int) -> list[str]:
    """Return the cells of a row in the samples, without mark and number."""
    lines = [strip.text for strip in user.workbench.query_one("#samples").draw_inside()]
    return next(
        line.replace("▸", " ").split()[1:] for line in lines[1:] if line.replace("▸", " ").split()[0] == str(row + 1)
    )


def last_step(user: Learner) -> str:
    """Return the last line of the steps."""
    return user.workbench.query_one("#steps").draw_inside()[len(user.commands)].text[8:].strip()


async def test_a_class_is_chosen_by_name_in_one_step():
    async with learner("iris", size=(120, 36)) as user:
        await user.press("4", "home", *["right"] * 5)
        assert user.workbench.look.selected == Expected(0)
        before = len(user.commands)
        await user.press("enter")
        assert user.editing
        assert user.field.value == "setosa"
        await user.press("v", "i", "enter")
        assert not user.editing
        assert user.commands[before:] == (SetWord(0, Expected(0), 2),)
        assert user.state.dataset.expected[0].tolist() == [0.0, 0.0, 1.0]
        assert "virgin…" in row_shown(user, 0)
        assert user.state.marks == (0.0,)
        await user.press("5")
        assert last_step(user) == "row 1: class setosa → virginica"
        await user.press("u")
        assert user.state.dataset.expected[0].tolist() == [1.0, 0.0, 0.0]


async def test_classes_called_0_and_1_are_typed_as_they_are_called():
    async with learner("level2") as user:
        await user.press("4", "home", "right", "right", "right", "enter")
        assert user.field.value == "0"
        await user.write("1")
        assert user.commands[-1] == SetWord(0, Expected(0), 1)
        assert user.state.dataset.expected[0].tolist() == [0.0, 1.0]


async def test_a_text_that_is_no_class_is_refused_with_those_there_are():
    async with learner("iris", size=(80, 24)) as user:
        await user.press("4", "home", *["right"] * 5, "enter")
        done = len(user.commands)
        for text, why in (
            ("rose", "no class is called rose: type setosa, versicolor or virginica"),
            ("v", "v can be versicolor or virginica"),
            ("", "type setosa, versicolor or virginica"),
            ("1.5", "no class is called 1.5: type setosa, versicolor or virginica"),
        ):
            await user.write(text)
            assert " ".join(user.wrong.split()) == why
            assert user.editing
        await user.press("escape")
        assert len(user.commands) == done


async def test_the_arrows_go_through_the_classes_and_the_same_class_is_no_step():
    async with learner("iris") as user:
        await user.press("4", "home", *["right"] * 5, "enter")
        done, seen = len(user.commands), []
        for _ in range(4):
            await user.press("down")
            seen.append(user.field.value)
        assert seen == ["versicolor", "virginica", "setosa", "versicolor"]
        await user.press("up", "enter")
        assert not user.editing
        assert len(user.commands) == done
        await user.press("enter", "up", "enter")
        assert user.commands[-1] == SetWord(0, Expected(0), 2)


@pytest.mark.parametrize("scaling", ["none", "standard", "minmax"])
async def test_a_text_column_is_one_cell_with_its_words(islands, scaling):
    async with learner(islands(scaling), size=(200, 40)) as user:
        await user.press("4", "home", "right")
        assert row_shown(user, 0)[:3] == ["Biscoe", "yes", "gentoo"]
        assert user.workbench.look.selected == Neuron(0, 0)
        await user.edit("tor")
        assert user.commands[-1] == SetWord(0, Neuron(0, 0), 2)
        assert row_shown(user, 0)[0].startswith("Torge")
        await user.press("right")
        assert user.workbench.look.selected == Neuron(0, 3)
        await user.edit("No")
        assert user.commands[-1] == SetWord(0, Neuron(0, 3), 0)
        assert row_shown(user, 0)[1] == "no"
        state = user.state
        own = state.dataset if state.scaling is None else state.scaling.undone(state.dataset)
        assert own.inputs[0] == pytest.approx([0.0, 0.0, 1.0, 0.0], abs=1e-12)
        await user.press("right", "right")
        assert user.workbench.look.selected == Expected(2)
        await user.press("left", "left", "down")
        assert user.workbench.look.selected == Neuron(0, 2)  # where Torgersen was chosen


async def test_the_footer_goes_through_the_classes_too():
    async with learner("iris") as user:
        await user.press("4", "home", *["right"] * 5, "enter")
        await user.click_key("↑↓ choose")  # in its middle: the second of the two
        assert user.editing
        assert user.field.value == "versicolor"
        await user.click_key("accept")
        assert user.commands[-1] == SetWord(0, Expected(0), 1)
        await user.select(Neuron(0, 0))
        await user.press("enter")
        assert "choose" not in user.workbench.query_one("#keys").render_line(0).text


async def test_a_nudge_in_the_samples_goes_to_the_next_class():
    async with learner("iris") as user:
        await user.press("4", "home", *["right"] * 5, "full_stop")
        assert user.commands[-1] == SetWord(0, Expected(0), 1)
        assert user.workbench.look.selected == Expected(1)  # the number that is 1 now
        await user.press("comma", "comma")
        assert isinstance(user.commands[-1], Folded)
        assert user.commands[-1].edits[-1] == SetWord(0, Expected(0), 2)
        assert user.state.dataset.expected[0].tolist() == [0.0, 0.0, 1.0]


async def test_raw_numbers_are_edited_in_the_network_and_the_samples_say_so():
    async with learner("iris") as user:
        await user.press("4", "home", "1")
        await user.select(Expected(1))
        await user.press("enter")
        label = user.workbench.query_one("EditLine .name").render()
        assert str(label) == "y2 versicolor ="
        assert user.field.value == "0"
        await user.write("1")
        assert user.commands[-1] == SetExpected(0, 1, 1.0)
        assert any("no single class now" in notice for notice in user.notices)
        assert "soft" in row_shown(user, 0)
        assert user.workbench.query_one("#network").title == "Network  row 1  got setosa, expected is soft"
        await user.press("4", "enter")
        assert user.field.value == ""
        await user.write("versi")
        assert user.state.dataset.expected[0].tolist() == [0.0, 1.0, 0.0]
        assert "soft" not in row_shown(user, 0)
        await user.press("5")
        assert last_step(user) == "row 1: class versicolor"


async def test_two_words_of_a_column_are_mixed(islands):
    async with learner(islands(), size=(200, 40)) as user:
        await user.press("4", "home", "1")
        await user.select(Neuron(0, 1))
        await user.press("enter")
        assert str(user.workbench.query_one("EditLine .name").render()) == "i2 island=Dream ="
        await user.write("1")
        assert user.commands[-1] == SetInput(0, 1, 1.0)
        assert any("no single island now" in notice for notice in user.notices)
        assert row_shown(user, 0)[0] == "mixed"
        await user.select(Neuron(0, 3))
        await user.edit("0.5")
        assert row_shown(user, 0)[1] == "0.500"
        await user.press("4", "enter", "down", "enter")
        assert row_shown(user, 0)[1] == "no"


async def test_a_copied_row_keeps_its_words(islands):
    async with learner(islands("standard"), size=(200, 40)) as user:
        await user.press("4", "home", "insert")
        assert isinstance(user.commands[-1], AddRow)
        assert row_shown(user, 4)[:3] == ["Biscoe", "yes", "gentoo"]


async def test_a_class_is_changed_during_a_run():
    async with learner("iris") as user:
        await user.press("4", "home", *["right"] * 5, "space")
        await user.until(lambda: user.running, "the run")
        await user.press("enter")
        await user.write("virginica")
        assert user.running
        assert user.state.dataset.expected[0].tolist() == [0.0, 0.0, 1.0]
        await user.press("space")
        assert SetWord(0, Expected(0), 2) in user.commands
        assert user.state.dataset.expected[0].tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_names_of_classes_can_be_chosen(name):
    async with learner(hostile_setup(name)) as user:
        await user.press("4", "right", "right", "right", "enter", "down", "enter", "enter")
        assert_harmless(
            user.workbench.query_one("#samples").draw_inside(), user.workbench.query_one("#samples").inner.width
        )
        assert user.field.value.isprintable()
