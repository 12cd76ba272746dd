"""Which rows the samples list, test rows that are looked at, and wrong rows that are gone through."""

import pytest

from engine.experiment.starts import setup_for
from engine.network.places import Bias, Expected, Neuron
from engine.session.rows import ConfusionCell, InTest, listed, number_shown
from engine.training.commands import Load, Run, SetParameter, StepEpoch, StepPhase
from tests.tui.journeys import Learner, learner
from tests.tui.workbench.test_running import slowed


def title(user: Learner, panel: str = "samples") -> str:
    return user.workbench.query_one(f"#{panel}").title


def rows(user: Learner) -> list[str]:
    """The lines of the rows in sight, without the frame."""
    view = user.workbench.query_one("#samples")
    lines = [view.render_line(y).text[1:-1] for y in range(2, view.size.height - 1)]
    return [line for line in lines if line.strip()]


def numbers(user: Learner) -> list[int]:
    return [int(line[2:5]) for line in rows(user)]


async def test_t_goes_through_training_rows_test_rows_both_and_wrong_ones():
    async with learner("iris", test_share=0.2) as user:
        await user.press("e", "e", "4")
        state, seen = user.state, []
        for part in ("train", "test", "both", "wrong"):
            expected, shown = listed(state, part).tolist(), numbers(user)
            at = expected.index(shown[0])
            assert shown == expected[at : at + len(shown)]
            seen.append(title(user))
            await user.press("t")
        right, tested = int(state.evaluation.right.sum()), int(state.test_evaluation.right.sum())
        wrong = 150 - right - tested
        assert seen == [
            f"Samples · train  {right}/120 right",
            f"Samples · test  {tested}/30 right",
            f"Samples · both (t: test)  {right + tested}/150 right",
            f"Samples · wrong only  {wrong} of 150",
        ]
        assert title(user) == seen[0]
        assert user.commands == (StepEpoch(),) * 2


async def test_in_a_mixed_list_test_rows_have_a_sign():
    async with learner("iris", (200, 55), test_share=0.2) as user:
        await user.press("4", "t", "t")
        assert title(user).startswith("Samples · both (t: test)  ")
        tested = {*user.state.test.all_numbers.tolist()}
        assert [line[1] == "t" for line in rows(user)] == [number in tested for number in numbers(user)]


@pytest.mark.parametrize(
    ("start", "share", "titles"),
    [
        ("level2", None, ["Samples · wrong only  5 of 10", "Samples  5/10 right"]),
        ("penguin-mass", 0.2, ["Samples · test  mean E", "Samples · both  mean E", "Samples · train  mean E"]),
        ("penguin-mass", None, ["Samples  mean E"]),
    ],
)
async def test_only_choices_that_differ_are_gone_through(start, share, titles):
    async with learner(start, **({"test_share": share} if share else {})) as user:
        await user.press("4")
        for expected in titles:
            await user.press("t")
            assert title(user).startswith(expected)
        if len(titles) == 1:
            assert "these are all rows" in user.notices[-1]


async def test_a_test_row_shows_its_pass_everywhere_and_is_not_trained():
    async with learner("iris", test_share=0.2) as user:
        await user.press("e", "4", "t", "home")
        number = int(user.state.trained.test.number(0))
        assert (user.workbench.look.row, number_shown(user.state)) == (InTest(0), number)
        assert title(user, "network").startswith(f"Network  test row {number} ")
        assert f"test row {number}" in user.workbench.query_one("#status").render_line(0).text
        assert user.state.trace.activations[0].tolist() == user.state.trained.test.inputs[0].tolist()
        assert f"▸ {number:>3}" in rows(user)[0]
        before = user.session.state
        for key in ("n", "s", "m", "insert", "delete", "enter"):
            await user.press(key)
            assert f"test row {number} " in user.notices[-1], key
            assert "4 and esc go back" in user.notices[-1], key
            user.app.clear_notifications()
        assert user.session.state is before
        assert not user.editing
        await user.press("escape")
        assert user.workbench.look.row is None
        await user.press("n")
        assert user.commands[-1] == StepPhase()


@pytest.mark.parametrize("place", [Neuron(0, 2), Expected(1)])
async def test_the_values_of_a_test_row_stay_and_weights_can_be_edited(place):
    async with learner("iris", test_share=0.2) as user:
        await user.press("4", "t", "down", "1")
        await user.select(place)
        for key in ("enter", "full_stop"):
            await user.press(key)
            assert "stays as it is" in user.notices[-1]
        assert user.commands == ()
        await user.select(Bias(1, 0))
        await user.press("full_stop")
        assert isinstance(user.commands[-1], SetParameter)
        assert isinstance(user.workbench.look.row, InTest)


async def test_a_sample_half_walked_goes_on_while_a_test_row_is_looked_at():
    async with learner("iris", test_share=0.2) as user:
        await user.press("n", "n", "4", "t", "down", "n")
        assert user.commands == (StepPhase(),) * 3
        assert (user.state.phase, user.workbench.look.row) == (3, None)


async def test_a_test_row_has_no_next_value_and_its_own_error_along_a_weight():
    async with learner("iris", test_share=0.2) as user:
        inspector = user.workbench.query_one("#inspector")

        def text() -> str:
            return "\n".join(inspector.render_line(y).text for y in range(inspector.size.height))

        await user.press("c", "c", "c", "c", "1")
        assert "next " in text()
        assert "○ next" in str(user.workbench.query_one("#chart").subtitle)
        await user.press("4", "t", "down")
        number = number_shown(user.state)
        assert "next " not in text()
        assert title(user, "chart").startswith(f"E of test row {number} along ")
        assert "○ next" not in str(user.workbench.query_one("#chart").subtitle)


@pytest.mark.parametrize("view", ["linear", "accuracy", "answers", "results", "slice of all"])
async def test_the_chart_stays_that_of_the_training(view):
    async with learner("iris", test_share=0.2) as user:
        await user.press("e", "e")
        await user.workbench.run_action(f"look('view {view}')")
        await user.press("4")
        chart = user.workbench.query_one("#chart")
        before = title(user, "chart"), str(chart.subtitle), [line.text for line in chart.chart]
        await user.press("t", "down")
        after = title(user, "chart"), str(chart.subtitle), [line.text for line in chart.chart]
        assert isinstance(user.workbench.look.row, InTest)
        if view == "answers":  # the map marks the row looked at
            assert after[:2] == before[:2]
            assert sum(line.count("◆") for line in after[2]) == 1
        else:
            assert after == before


async def test_a_test_row_can_be_watched_while_the_network_learns():
    async with learner("iris", test_share=0.2) as user:
        await user.press("4", "t", "down")
        await slowed(user, 10)
        user.strike("space")
        await user.until(lambda: user.workbench.now.samples > 2, "the run goes on")
        await user.settle()
        assert isinstance(user.workbench.look.row, InTest)
        assert user.state.in_test
        await user.press("space", "e")
        assert [type(command) for command in user.commands] == [Run, StepEpoch]
        assert isinstance(user.workbench.look.row, InTest)


async def test_w_goes_to_the_next_wrong_row_from_any_panel():
    async with learner("iris", test_share=0.2) as user:
        await user.press("e", "e", "t")
        assert user.workbench.look.rows == "train", "t is a key of the samples"
        wrong = [number for number in listed(user.state, "wrong") if number in {*listed(user.state, "train")}]
        assert len(wrong) > 5
        start = number_shown(user.state)
        following = [number for number in wrong if number > start] + [number for number in wrong if number <= start]
        for panel, number in zip("12345", following, strict=False):
            await user.press(panel, "w")
            assert number_shown(user.state) == number
        await user.press("W")
        assert number_shown(user.state) == following[3]
        while number_shown(user.state) != wrong[0]:
            await user.press("W")
        await user.press("W")
        assert number_shown(user.state) == wrong[-1]
        await user.press("w")
        assert number_shown(user.state) == wrong[0]
        assert user.commands == (StepEpoch(),) * 2


async def test_w_says_when_no_row_is_wrong_or_only_this_one():
    async with learner("level2", (60, 20)) as user:
        while len(listed(user.state, "wrong")) > 1:
            await user.press("e")
        (number,) = listed(user.state, "wrong")
        await user.press("w")
        assert number_shown(user.state) == number
        await user.press("w")
        assert "of all rows only this one is wrong" in user.notices[-1]
        while len(listed(user.state, "wrong")):
            await user.press("e")
        await user.press("W")
        assert "all rows are right" in user.notices[-1]
        await user.press("4", "t")
        assert title(user) == "Samples · wrong only  0 of 10"
        assert "all rows are right" in rows(user)[0]
        await user.press("down")
        assert "all rows are right" in user.notices[-1]


async def test_w_says_that_a_regression_has_no_right_or_wrong():
    async with learner("walkthrough") as user:
        await user.press("w")
        assert "not right or wrong" in user.notices[-1]


async def test_arrows_lead_into_a_list_without_the_current_row():
    async with learner("iris", test_share=0.2) as user:
        tested = listed(user.state, "test").tolist()
        await user.press("4", "t", "up")
        await user.press("down")
        assert number_shown(user.state) in tested
        for key, number in (("end", tested[-1]), ("up", tested[-2]), ("home", tested[0]), ("pagedown", None)):
            await user.press(key)
            assert number_shown(user.state) in ([number] if number else tested)
        await user.press("home", "up")
        assert "this is the first row" in user.notices[-1]


# Cells of a confusion matrix.


async def click_cell(user: Learner, part: str, expected: int, got: int) -> ConfusionCell:
    """Click a count of a confusion matrix."""
    view = user.workbench.query_one("#chart")
    lines = [view.render_line(y).text for y in range(view.size.height)]
    start = next(y for y, line in enumerate(lines) if f"{part}expected ↓" in line)
    heading, line = lines[start + 1], lines[start + 2 + expected]
    end = heading.index(user.state.dataset.output_names[got]) + len(user.state.dataset.output_names[got])
    assert line[end - 1].isdigit()
    await user.pilot.click(view, offset=(end - 1, start + 2 + expected))
    await user.settle()
    return ConfusionCell("test" if "test" in part else "train", expected, got)


@pytest.mark.parametrize("part", ["test rows: ", "train rows: ", ""])
@pytest.mark.parametrize("back", ["t", "escape"])
async def test_a_click_on_a_cell_lists_its_rows(part, back):
    async with learner("iris", (120, 50), **({"test_share": 0.2} if part else {})) as user:
        await user.press("e", "e", "C")
        evaluation = user.state.test_evaluation if "test" in part else user.state.evaluation
        dataset = user.state.test if "test" in part else user.state.dataset
        got = int(evaluation.outputs[dataset.target_classes == 1][0].argmax())
        cell = await click_cell(user, part, 1, got)
        assert user.workbench.look.cell == cell
        assert user.app.focused.id == "samples"
        rows_of_cell, shown_rows = listed(user.state, cell).tolist(), numbers(user)
        at = rows_of_cell.index(shown_rows[0])
        assert shown_rows == rows_of_cell[at : at + len(shown_rows)]
        count = f"{len(listed(user.state, cell))}"
        assert f"{part.partition(' ')[0]}, exp" in title(user) if part else title(user).startswith("Samples · exp")
        assert count in title(user)
        await user.press("down")
        shown = user.state.shown
        assert shown.dataset.target_classes[shown.row] == 1
        assert shown.trace.outputs.argmax() == got
        await user.press(back)
        assert user.workbench.look.cell is None
        assert user.workbench.look.row is not None, "the row looked at stays"
        assert user.commands == (StepEpoch(),) * 2


async def test_an_empty_cell_says_that_there_is_none_to_list():
    async with learner("iris", (120, 50)) as user:
        await user.press("C")
        confused = [[len(listed(user.state, ConfusionCell("train", y, x))) for x in range(3)] for y in range(3)]
        expected, got = next((y, x) for y in range(3) for x in range(3) if not confused[y][x])
        await click_cell(user, "", expected, got)
        assert user.workbench.look.cell is None
        assert "there is none to list" in user.notices[-1]


async def test_other_data_and_other_layers_do_not_meet_an_old_cell():
    async with learner("iris", (120, 50), test_share=0.2) as user:
        await user.press("e", "C")
        await click_cell(user, "test rows: ", 0, int(user.state.test_evaluation.outputs[0].argmax()))
        assert user.workbench.look.cell is not None
        await user.press("a", "down", "right", "escape")
        assert user.workbench.look.cell is not None
        user.workbench.do(Load(setup_for("penguin-mass")))
        await user.settle()
        assert title(user).startswith("Samples  mean E")
        await user.press("u")
        assert title(user).startswith("Samples · train  ")


@pytest.mark.parametrize("key", ["delete", "insert", "enter", "left", "right"])
@pytest.mark.parametrize(("start", "share", "lists"), [("level2", 0.0, "t"), ("iris", 0.2, "t")])
async def test_keys_change_no_row_that_is_not_listed(key, start, share, lists):
    async with learner(start, test_share=share) as user:
        await user.press("4", *lists)
        assert number_shown(user.state) not in listed(user.state, user.workbench.look.listed)
        selected = user.workbench.look.selected
        await user.press(key)
        assert any("no row is chosen here: ↑ ↓ choose one" in notice for notice in user.notices)
        assert (user.commands, user.editing, user.workbench.look.selected) == ((), False, selected)
        await user.press("down")
        assert number_shown(user.state) in listed(user.state, user.workbench.look.listed)


@pytest.mark.parametrize("start", ["level2", "iris"])
async def test_a_row_walked_through_has_no_answer_while_another_is_looked_at(start):
    async with learner(start, (200, 55)) as user:
        await user.press("n", "n", "4")
        walked = number_shown(user.state)
        for keys in ((), ("up", "down", "down"), ("w",)):
            await user.press(*keys)
            line = next(line for line in rows(user) if int(line[2:5]) == walked)
            assert line.rstrip().endswith("·"), keys
        await user.press("w")
        assert number_shown(user.state) != walked
        shown = [line for line in rows(user) if int(line[2:5]) != walked]
        assert all(line.rstrip().endswith(("✓", "✗")) for line in shown)
