"""Changes that make the network large: the workbench asks once, and refuses what does not fit."""

import pytest
from textual.widgets import OptionList

from engine.experiment import cost
from engine.experiment.starts import Options, setup_for
from engine.training.commands import AddNeuron, Load
from tests.tui.journeys import learner
from tui.dialogs.confirm import Confirm


@pytest.fixture
def small_is_large(monkeypatch):
    """Ask from 20 parameters on: level2 has 17, each hidden neuron more adds 5."""
    monkeypatch.setattr(cost, "MANY_PARAMETERS", 20)


async def add_a_neuron(user):
    """Add one in the dialog of the network."""
    if user.app.screen is user.workbench:
        await user.press("a")
    await user.press("right")


@pytest.mark.usefixtures("small_is_large")
async def test_it_asks_once_before_the_network_gets_large():
    async with learner() as user:
        await add_a_neuron(user)
        assert isinstance(user.app.screen, Confirm)
        shown = "\n".join(strip.text for strip in user.app.screen._compositor.render_strips())
        assert "a 2-4-2 network has 22 parameters" in shown
        assert user.session.step == 0
        await user.press("n")
        assert user.state.network.sizes == (2, 3, 2)
        await add_a_neuron(user)
        await user.press("y")
        assert user.commands == (AddNeuron(1),)
        await add_a_neuron(user)
        assert user.state.network.sizes == (2, 5, 2)
        await user.press("u", "u", "right")
        assert user.state.network.sizes == (2, 4, 2)


@pytest.mark.usefixtures("small_is_large")
@pytest.mark.parametrize(("keys", "agreed"), [(("enter",), False), (("escape",), False), (("down", "enter"), True)])
async def test_the_first_answer_leaves_everything_as_it_is(keys, agreed):
    async with learner() as user:
        await add_a_neuron(user)
        assert user.app.screen.query_one(OptionList).highlighted == 0
        await user.press(*keys)
        assert user.session.step == int(agreed)


@pytest.mark.usefixtures("small_is_large")
async def test_data_with_a_large_network_are_asked_about_too():
    async with learner("xor", hidden=(2,)) as user:
        iris = Load(setup_for("iris"))
        user.workbench.do(iris)
        await user.settle()
        assert isinstance(user.app.screen, Confirm)
        assert user.state.setup.name == "xor"
        await user.press("y")
        assert user.commands == (iris,)


@pytest.mark.usefixtures("small_is_large")
async def test_one_that_began_large_is_not_asked_about():
    async with learner(setup_for("level2", Options(hidden=(5,)))) as user:
        await add_a_neuron(user)
        assert user.state.network.sizes == (2, 6, 2)


@pytest.mark.usefixtures("small_is_large")
async def test_what_does_not_fit_is_refused(monkeypatch):
    monkeypatch.setattr(cost, "available_memory", lambda: 1_000)
    async with learner() as user:
        await add_a_neuron(user)
        wrong = str(user.app.screen.query_one(".wrong").render())
        assert "2-4-2" in wrong
        assert "would fit" in wrong
        assert user.session.step == 0
