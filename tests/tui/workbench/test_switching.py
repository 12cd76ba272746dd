"""Keys that freeze and switch off: what the session does, and what the screen says."""

from dataclasses import replace

import pytest

from engine.experiment.starts import Options, setup_for
from engine.network.places import Bias, Neuron, Weight
from engine.network.switches import Switches
from engine.training.commands import SetBiases, SetFrozen, SetOff
from engine.training.state import begin
from tests.tui.journeys import Learner, learner
from tui.running.runner import why_nothing_changes

W5, H2, B_H2 = Weight(2, 0, 0), Neuron(1, 1), Bias(1, 1)


def switches(one: Learner) -> Switches:
    """What is switched off."""
    return one.session.state.network.switches


def text(one: Learner, panel: str) -> str:
    """What a panel shows, without line breaks."""
    shown = one.workbench.query_one(f"#{panel}")
    lines = (shown.render_line(y).text.strip("│╭╮╰╯ ") for y in range(shown.size.height))
    return " ".join(" ".join(lines).split())


async def test_f_freezes_the_selected_weight_and_thaws_it() -> None:
    async with learner("walkthrough") as one:
        await one.select(W5)
        await one.press("f")
        assert switches(one) == Switches(frozenset({W5}))
        network, inspector = text(one, "network"), text(one, "inspector")
        assert "w5#" in network
        assert "# frozen" in network
        assert "w5 is frozen: training leaves w5" in inspector
        before = one.session.state.network
        await one.press("s")
        after = one.session.state.network
        assert after.value(W5) == before.value(W5)
        assert after.value(Weight(2, 0, 1)) != before.value(Weight(2, 0, 1))
        await one.press("f")
        assert not switches(one)
        assert "#" not in text(one, "network")
        await one.press("u", "u", "u")
        assert one.session.step == 0
        assert not switches(one)


def test_training_that_can_change_nothing_says_why() -> None:
    setup = setup_for("walkthrough", Options(bias="none"))
    state = begin(replace(setup, switches=replace(setup.switches, off=frozenset({Neuron(1, 0), H2}))))
    assert why_nothing_changes(state) == "every weight and bias is frozen or off: training can change nothing"


async def test_f_on_a_neuron_freezes_its_bias() -> None:
    async with learner("walkthrough") as one:
        await one.select(H2)
        await one.press("f")
        assert one.session.commands == (SetFrozen(B_H2, frozen=True),)
        assert "b#" in text(one, "network")
        await one.press("F")
        assert one.session.commands[1] == SetOff(H2, off=True)
        await one.press("5")
        assert "freeze b_h2" in text(one, "steps")
        assert "switch h2 off" in text(one, "steps")


async def test_a_neuron_that_is_off_says_so_and_comes_back_as_it_was() -> None:
    async with learner("walkthrough") as one:
        outputs = one.session.state.trace.outputs
        await one.select(H2)
        await one.press("F")
        assert one.session.state.trace.activations[1][1] == 0.0
        assert " off" in text(one, "network")
        assert "h2 is off: it answers 0" in text(one, "inspector")
        await one.press("F")
        assert one.session.state.trace.outputs.tolist() == outputs.tolist()
        assert " off" not in text(one, "network")


@pytest.mark.parametrize(("place", "key", "why"), [
    (Neuron(0, 0), "f", "select a weight or a bias to freeze it"),
    (Neuron(2, 0), "F", "select a hidden neuron to switch it off"),
    (W5, "F", "select a hidden neuron to switch it off"),
])  # fmt: skip
async def test_what_cannot_be_switched_is_said(place: Neuron | Weight, key: str, why: str) -> None:
    async with learner("walkthrough") as one:
        await one.select(place)
        await one.press(key)
        assert not one.session.commands
        assert any(why in text for text in one.notices)


async def test_a_run_goes_on_when_something_is_frozen_in_it() -> None:
    async with learner("level2") as one:
        await one.select(W5)
        await one.press("space")
        await one.press("f")
        assert one.running
        await one.press("space")
        frozen = one.session.state.network.value(W5)
        assert switches(one).frozen == {W5}
        await one.press("e")
        assert one.session.state.network.value(W5) == frozen


async def test_a_layer_without_biases_has_none_to_select_or_edit() -> None:
    async with learner("level2") as one:
        await one.select(Bias(1, 0))
        one.workbench.do(SetBiases(1, present=False))
        await one.settle()
        assert one.workbench.look.selected == Neuron(1, 0)
        await one.press("down")
        assert one.workbench.look.selected == Neuron(1, 1)
        for key in ("enter", "f", "full_stop"):
            one.app.clear_notifications()
            await one.press(key)
            assert any("the hidden layer has no biases" in text for text in one.notices), key
        assert len(one.session.commands) == 1
        await one.press("u")
        assert not switches(one)


async def test_the_network_dialog_takes_biases_away() -> None:
    async with learner("walkthrough") as one:
        await one.press("a", "down", "down", "right")
        assert one.session.commands == (SetBiases(1, present=False),)
        await one.press("right", "escape")
        assert one.session.commands[1] == SetBiases(1, present=True)
