"""Copying to the clipboard: what y copies in each panel, and text marked by dragging the mouse."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual import events

from engine.experiment.starts import Options, setup_for
from engine.network.places import Expected, Neuron, Weight
from tests.tui.hostile import HOSTILE
from tests.tui.journeys import learner
from tui.workbench import copying


async def drag(user, widget, start, end):
    """Drag the mouse from one cell of a panel to another, as a terminal tells it: Textual makes a click of its end."""
    region = user.workbench.query_one(widget).region
    for kind, (x, y) in ((events.MouseDown, start), (events.MouseMove, end), (events.MouseUp, end)):
        at = x + region.x, y + region.y
        user.app.post_message(kind(None, *at, 0, 0, 1, False, False, False, *at))
    await user.settle()


def at(user, widget, text):
    """Return the cell in which a text begins in a panel."""
    shown = user.workbench.query_one(widget)
    lines = [shown.render_line(y).text for y in range(shown.size.height)]
    y = next(number for number, line in enumerate(lines) if text in line)
    return lines[y].index(text), y


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_the_inspector_whole(size):
    async with learner("walkthrough", size) as user:
        await user.select(Weight(2, 0, 0))
        await user.press("2", "y")
        lines = user.app.clipboard.splitlines()
        assert lines[0].split()[:3] == ["w5", "h1", "→"]
        assert "gradient ∂E/∂w5 = δ_o1 · a_h1" in lines
        assert "         = 0.6538 · 0.1856 · 0.7838 = 0.09511" in lines
        assert not any(line != line.rstrip() for line in lines)
        assert user.notices == [f" copied: the inspector, {sum(map(bool, lines))} lines"]


async def test_the_row_looked_at():
    async with learner("iris") as user:
        row = user.state.dataset.number(user.state.shown.row)
        await user.press("4", "y")
        names, values = (line.split("\t") for line in user.app.clipboard.splitlines())
        assert names[:7] == ["row", "sepal length", "sepal width", "petal length", "petal width", "expected", "got"]
        assert values[:7] == [str(row), "6.1", "2.8", "4", "1.3", "versicolor", "setosa"]
        assert [float(value) for value in values[7:]] == pytest.approx(user.state.trace.activations[-1])
        await user.until(lambda: user.notices == [f" copied: row {row}, 9 values"], "the notice")


async def test_a_row_that_was_scaled_is_copied_in_its_own_units():
    async with learner("wine") as user:
        await user.press("4", "y")
        values = user.app.clipboard.splitlines()[1].split("\t")[1:14]
        lines = Path("datasets/wine.csv").read_text().splitlines()
        assert any([float(cell) for cell in line.split(",")[:13]] == list(map(float, values)) for line in lines[1:])


async def test_a_row_of_a_regression(tmp_path):
    (tmp_path / "homes.csv").write_text("rooms;colour;price\n1;red;2.5\n2;blue;3.5\n3;red;7.25\n4;blue;1.5\n")
    async with learner(setup_for(str(tmp_path / "homes.csv"), Options())) as user:
        await user.press("4", "y")
        names, values = (line.split("\t") for line in user.app.clipboard.splitlines())
        assert names == ["row", "rooms", "colour", "price", "got price"]
        row = int(values[0])
        assert values[1:4] == [str(row), ("blue", "red")[row % 2], ("2.5", "3.5", "7.25", "1.5")[row - 1]]


async def test_what_is_not_computed_yet_is_not_copied():
    async with learner() as user:
        await user.press("n", "4", "y")
        assert user.app.clipboard.splitlines()[1].endswith("\t0\t\t\t")
        await user.select(Neuron(2, 0))
        await user.press("1", "y")
        assert user.notices[-1] == " o1 is not computed yet: n goes on"


async def test_the_chosen_value_of_the_row():
    async with learner("iris") as user:
        row = user.state.dataset.number(user.state.shown.row)
        await user.press("4", "right", "right", "y")
        assert (user.app.clipboard, user.notices) == ("2.8", [f" copied: sepal width of row {row}, 2.8"])
        await user.select(Expected(2))
        await user.press("y")
        assert user.app.clipboard == "versicolor"


async def test_the_selected_place_of_the_network():
    async with learner() as user:
        for place, value in (
            (Weight(2, 0, 0), user.value(Weight(2, 0, 0))),
            (Neuron(1, 1), user.state.trace.activations[1][1]),
            (Expected(0), 1.0),
        ):
            await user.select(place)
            await user.press("1", "y")
            assert float(user.app.clipboard) == pytest.approx(value, rel=1e-11)


async def test_the_results():
    async with learner("iris") as user:
        await user.press("e", "3", "C", "y")
        lines = [line.split("\t") for line in user.app.clipboard.splitlines()]
        assert lines[0] == ["train rows: expected ↓, got →", "setosa", "versicolor", "virginica", "precision", "recall"]
        assert [line[0] for line in lines[1:]] == ["setosa", "versicolor", "virginica", "accuracy", "right", "rows"]
        assert int(lines[-2][1]) == user.state.evaluation.right.sum() == sum(int(lines[n][n]) for n in (1, 2, 3))


async def test_the_curves():
    async with learner("iris", test_share=0.2) as user:
        await user.press("e", "e", "3", "y")
        lines = [line.split("\t") for line in user.app.clipboard.splitlines()]
        assert lines[0] == ["epoch", "train", "test"]
        assert lines[-1][0] == "2"
        now = [user.state.evaluation.mse, user.state.test_evaluation.mse]
        assert [float(value) for value in lines[-1][1:]] == pytest.approx(now)


async def test_every_view_is_copied_or_says_why_not():
    async with learner() as user:
        await user.press("e", "3")
        said = []
        for _ in range(8):
            await user.press("y", "c")
            said.append(user.notices[-1])
        assert [text.startswith(" copied: ") for text in said] == [True] * 6 + [False, True]
        assert said[6] == " answers: this is a picture, there is no text to copy"
        await user.select(Neuron(0, 0))
        await user.press("3", "c", "c", "y")
        assert user.notices[-1] == " select a weight or a bias to see its history"


async def test_elsewhere_it_says_why_not():
    async with learner() as user:
        await user.press("5", "y")
        assert user.notices == [" in the steps y copies only what is marked: drag the mouse over it"]
        assert user.app.clipboard == ""


async def test_too_much_is_not_copied(monkeypatch):
    monkeypatch.setattr(copying, "MOST", 100)
    async with learner() as user:
        await user.press("2", "y")
        assert user.app.clipboard == ""
        assert "kB are too much to copy" in user.notices[-1]


@pytest.mark.parametrize("name", HOSTILE)
async def test_names_from_outside_pass_the_gate(name):
    setup = setup_for("iris", Options())
    dataset = setup.dataset
    hostile = replace(dataset, input_names=(name, *dataset.input_names[1:]))
    async with learner(replace(setup, dataset=hostile)) as user:
        await user.press("4", "y")
        text = user.app.clipboard
        assert text.count("\n") == 1
        assert len({line.count("\t") for line in text.splitlines()}) == 1
        assert all(character.isprintable() for character in text if character not in "\t\n")


# --- the mouse -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["y", "ctrl+c"])
async def test_marked_text(key):
    async with learner() as user:
        x, y = at(user, "#inspector", "gradient")
        await drag(user, "#inspector", (x, y), (x + 7, y))
        assert user.workbench.focused.id == "inspector"
        await user.press(key)
        assert user.app.clipboard == "gradient"
        assert user.notices == [" copied: the marked text, 1 line"]
        await user.press("y")  # nothing is marked any more
        assert user.app.clipboard.startswith("w7")


async def test_ctrl_c_without_marked_text_says_how_to_quit():
    async with learner() as user:
        await user.press("ctrl+c")
        assert "q quits" in user.notices[-1]


@pytest.mark.parametrize(("panel", "text"), [("#samples", "3.3"), ("#inspector", "0.9242"), ("#network", "+0.64")])
async def test_a_drag_is_no_click(panel, text):
    async with learner() as user:
        look = user.workbench.look
        x, y = at(user, panel, text)
        await drag(user, panel, (x, y), (x + len(text) - 1, y))
        seen = user.workbench.look
        assert (seen.row, seen.topic, seen.selected) == (look.row, look.topic, look.selected)
        await user.press("y")
        assert user.app.clipboard == text


async def test_a_click_is_no_drag():
    async with learner() as user:
        x, y = at(user, "#samples", "3.3")
        await drag(user, "#samples", (x, y), (x, y))
        assert user.workbench.look.row is not None
        assert user.workbench.query_one("#samples").marked_text == ""


async def test_a_drag_that_leaves_the_panel_marks_to_its_edge():
    async with learner() as user:
        x, y = at(user, "#inspector", "gradient")
        await drag(user, "#inspector", (x, y), (x - 60, y + 1))
        await user.press("y")
        assert user.app.clipboard.startswith("gradient ∂E/∂w7 = δ_o1 · a_h1")
        assert user.app.mouse_captured is None


@pytest.mark.parametrize("end", ["s", "tab", "click", "resize"])
async def test_marked_text_is_let_go(end):
    async with learner() as user:
        x, y = at(user, "#inspector", "gradient")
        await drag(user, "#inspector", (x, y), (x + 20, y + 1))
        assert user.workbench.query_one("#inspector").marked_text
        if end == "click":
            await user.click("#samples", "3.3")
        elif end == "resize":
            await user.resize(60, 20)
        else:
            await user.press(end)
        assert user.workbench.query_one("#inspector").marked_text == ""
