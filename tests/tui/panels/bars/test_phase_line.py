"""The line about a phase: its sentence is whole at every size, and so are the keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import Options, setup_for
from engine.explaining.phase_words import phase_words
from engine.training.commands import StepPhase
from engine.training.phases import phases
from engine.training.state import begin
from engine.training.update import update
from tests.tui.hostile import assert_harmless, palettes
from tests.tui.journeys import learner
from tui.drawing.palette import DARK
from tui.panels.bars.phase_line import phase_line

SIZES = [(200, 55), (120, 36), (80, 24), (60, 20)]


def walked(start="level2", **options):
    """Return what is said about each phase of the first sample."""
    state, told = begin(setup_for(start, Options(**options))), []
    for _ in phases(state.network.sizes):
        state = update(state, StepPhase())
        told.append(phase_words(state))
    return told


TOLD = [*walked(), *walked("digits"), *walked("level3", hidden=(3, 2)), *walked("iris", hidden=())]


@given(st.sampled_from(TOLD), st.booleans(), st.integers(0, 250), palettes)
def test_any_width_gives_one_line_with_its_keys_inside(words, playing, width, palette):
    line, spots = phase_line(words, playing, width, palette)
    assert_harmless([line], width)
    assert all(region.right <= width for region, _ in spots)


@given(st.sampled_from(TOLD), st.booleans(), st.integers(60, 250))
def test_the_sentence_and_the_next_phase_are_whole(words, playing, width):
    line, spots = phase_line(words, playing, width, DARK)
    assert any(line.text.startswith(f" ◆ {text} ") for text in words.meaning)
    written = {action: line.text[region.x : region.right].strip() for region, action in spots}
    assert written["do('phase')"].removeprefix("n ") in words.then
    assert written.get("do('play')") in (None, "m pause" if playing else "m play")
    if width >= 120:
        assert line.text.startswith(f" ◆ {words.meaning[0]} ")
        assert "do('play')" in written


@pytest.mark.parametrize("size", SIZES)
async def test_it_stands_there_during_the_walk_and_hides_no_number(size):
    async with learner(size=size) as user:
        network = user.workbench.query_one("#network")
        weights = [f"{layer[0][0]:+.2f}"[-3:] for layer in user.state.network.layers]
        for _ in phases((2, 3, 2))[:-1]:
            await user.press("n")
            drawn = "".join(network.render_line(y).text for y in range(network.size.height))
            assert all(weight in drawn for weight in weights)
            words = phase_words(user.state)
            assert any(text in user.message for text in words.meaning)
        await user.press("e")
        assert user.message == ""


async def test_it_is_about_the_row_that_is_shown():
    async with learner() as user:
        await user.press("n", "4", "down")
        assert user.message == ""
        await user.press("up")
        assert "stand at the inputs" in user.message
        await user.click("#message", "next: sums of h")
        assert (user.state.phase, user.commands) == (2, (StepPhase(),) * 2)
        await user.press("u", "u")
        assert user.message == ""
