"""The inspector names dead, saturated and identical neurons where they are selected, but not during a run."""

import pytest

from engine.network.places import Bias, Neuron, Weight
from engine.training.commands import SetParameter
from tests.tui.journeys import learner
from tui.panels.inspector.view import Inspector

SIZES = [(200, 55), (120, 36), (80, 24), (60, 20)]
DEAD = "h2 is dead: its output is 0 for every row, so it cannot learn"
ALIKE = "h2 is identical to h1 and h3: training changes them alike"


def told(user):
    """Return the text of the inspector as far as it is in view, without its frame and line breaks."""
    panel = user.workbench.query_one(Inspector)
    lines = [panel.render_line(y).text.strip("│ ") for y in range(1, panel.size.height - 1)]
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("size", SIZES)
async def test_a_dead_neuron_is_named_in_sight_at_every_size(size):
    async with learner(size=size, activations=("relu", "sigmoid")) as user:
        await user.select(Neuron(1, 1))
        assert "dead" not in told(user)
        user.workbench.do(SetParameter(Bias(1, 1), -50.0))
        for place in (Neuron(1, 1), Bias(1, 1), Weight(1, 1, 0)):
            await user.select(place)
            assert DEAD in told(user)
        await user.select(Neuron(1, 0))
        assert "dead" not in told(user)
        await user.press("u")
        await user.select(Neuron(1, 1))
        assert "dead" not in told(user)


@pytest.mark.parametrize("size", SIZES)
async def test_identical_neurons_are_named_until_they_differ(size):
    async with learner(size=size, initializer="zeros") as user:
        await user.press("e")
        await user.select(Neuron(1, 1))
        assert ALIKE in told(user)
        await user.edit("0.5")
        assert "identical" not in told(user)


async def test_nothing_of_this_is_computed_during_a_run(monkeypatch):
    asked = []
    monkeypatch.setattr("tui.panels.inspector.sheet.stuck_text", lambda *about: asked.append(about) or "stuck")
    async with learner(initializer="zeros") as user:
        assert "stuck" in told(user)
        before = len(asked)
        await user.press("space")
        await user.until(lambda: user.state.samples > 100, "the run")
        assert len(asked) <= before + 1, "once as the run begins"
        assert "stuck" not in told(user)
        await user.press("space")
        assert "stuck" in told(user)
