"""Keys that change the same value again and again make one step."""

from engine.network.places import Weight
from engine.training.commands import Folded, SetMethod, SetParameter
from tests.tui.journeys import Learner, learner
from tests.tui.workbench.test_running import slowed
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.steps.lines import step_lines

W7 = Weight(2, 0, 0)


def step_texts(user: Learner) -> list[str]:
    """What the steps panel says, without the beginning."""
    lines = [strip.text.strip("▸ ") for strip in step_lines(user.workbench.timeline, 0, Canvas(60, 20, DARK))]
    return [line.split(maxsplit=1)[1].strip() for line in lines if line][1:]


async def test_four_nudges_of_a_weight_are_one_step():
    async with learner() as user:
        await user.select(W7)
        await user.edit("1.5")
        await user.press(*["full_stop"] * 4)
        assert user.value(W7) == 1.9
        assert user.session.step == 2
        assert step_texts(user)[1] == "w7  1.5000 → 1.9000"
        await user.press("u")
        assert user.value(W7) == 1.5
        await user.press("U")
        assert user.value(W7) == 1.9


async def test_looks_in_between_do_not_end_the_step():
    async with learner() as user:
        await user.select(W7)
        await user.press("full_stop", "c", "4", "down", "E", "1")
        await user.select(W7)
        await user.press("full_stop", "comma", "colon", "full_stop")
        assert len(user.commands) == 1


async def test_another_value_or_a_step_of_training_does():
    async with learner() as user:
        await user.select(W7)
        await user.press("full_stop", "right_square_bracket", "right_square_bracket", "full_stop", "s", "full_stop")
        assert [type(command) for command in user.commands[:3]] == [SetParameter, Folded, SetParameter]
        assert step_texts(user)[1] == "α  0.5 → 2"
        assert len(user.commands) == 5


async def test_accepted_fields_and_training_keys_never_fold():
    async with learner() as user:
        await user.select(W7)
        await user.edit("1.5")
        await user.edit("1.6")
        await user.press("s", "s", "n", "n", "e", "e")
        assert len(user.commands) == 8


async def test_edits_during_a_run_fold_only_if_nothing_was_trained_in_between():
    async with learner() as user:
        await user.select(W7)
        await slowed(user, 1)
        user.strike("space")
        await user.until(lambda: user.workbench.now.samples, "it runs")
        for _ in range(3):
            user.strike("right_square_bracket")
        await user.until(lambda: sum(edits_of(user)) == 3, "the edits are done")
        before = user.session.state.samples  # not on the screen, which may be behind: a sample since the edits
        await user.until(lambda: user.session.state.samples > before, "a sample more")
        await user.press("right_square_bracket")
        await user.press("space")
        done = edits_of(user)
        assert sum(done) == 4
        assert len(done) > 1


def edits_of(user):
    """Return how many edits of the method each step holds."""
    edits = [command for command in user.commands if isinstance(command, SetMethod | Folded)]
    return [len(edit.edits) if isinstance(edit, Folded) else 1 for edit in edits]
