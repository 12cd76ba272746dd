"""The settings of the architecture dialog that concern the data: the number of outputs for two classes, the scaling."""

from pathlib import Path

import numpy as np
import pytest

from engine.training.commands import Folded, SetHidden, SetOutputs, SetScaling
from tests.engine.strategies import fingerprint
from tests.houses import HOUSES
from tests.tui.dialogs.test_architecture import opened, said, setting, to
from tests.tui.journeys import learner
from tui.panels.steps.descriptions import describe

SIZES = [(120, 36), (80, 24), (60, 20)]


@pytest.fixture
def houses(tmp_path: Path) -> str:
    path = tmp_path / "houses.csv"
    path.write_text(HOUSES)
    return str(path)


@pytest.mark.parametrize("size", SIZES)
async def test_two_classes_get_one_output_and_two_again(size):
    async with learner("xor", size) as user:
        await user.press("e")
        before = user.state
        screen = await opened(user)
        await to(user, screen, "output layer")
        await user.press("right")
        assert user.state.network.sizes == (2, 4, 1)
        assert user.state.dataset.classes == ("0", "1")
        assert setting(user.state, "output layer").about == 'above 0.5 it answers "1"'
        await user.press("escape", "e", "n")
        await user.press("a")
        await to(user, user.app.screen, "output layer")
        await user.press("2", "enter")
        assert user.state.network.sizes == (2, 4, 2)
        assert user.commands[-1] == SetOutputs(2)
        await user.press("u", "u", "u", "u")
        assert fingerprint(user.state) == fingerprint(before)


async def test_the_samples_name_the_classes_of_a_single_output_and_its_cell_is_edited_by_name():
    async with learner("xor", layers=(2, 4, 1)) as user:
        samples = user.workbench.query_one("#samples")
        heading, first, *_ = [samples.render_line(y).text for y in range(1, 6)]
        assert heading.split() == ["│", "#", "a", "b", "exp.", "got", "output", "│"]
        row = first.replace("│", " ").replace("▸", " ").split()
        assert row[3] == "0"
        assert row[4] in "01"
        output = float(user.state.evaluation.outputs[0, 0])
        assert float(row[5]) == pytest.approx(output, abs=5e-4)
        assert row[6] == ("✓" if output <= 0.5 else "✗")


async def test_the_whole_shape_is_typed_with_one_output_as_one_step():
    async with learner() as user:
        screen = await opened(user)
        await to(user, screen, "shape")
        await user.press("2", "minus", "5", "minus", "1", "enter")
        assert user.state.network.sizes == (2, 5, 1)
        assert user.commands == (Folded((SetHidden((5,)), SetOutputs(1))),)
        summary = user.session.steps[user.session.last_step].summary
        assert describe(user.commands[0], (2, 3, 2), summary) == "layers 2-3-2 → 2-5-1"
        await user.press("u")
        assert user.state.network.sizes == (2, 3, 2)


@pytest.mark.parametrize("start", ["iris", "penguin-mass"])
async def test_other_data_fix_their_outputs(start):
    async with learner(start) as user:
        screen = await opened(user)
        await to(user, screen, "output layer")
        await user.press("right")
        assert "fixed by the data" in said(screen)
        assert user.commands == ()


async def test_softmax_is_refused_for_one_output_with_the_reason():
    async with learner("xor", layers=(2, 4, 1), loss="cross-entropy") as user:
        screen = await opened(user)
        await to(user, screen, "activation", last=True)
        await user.press("left")  # softmax stands before sigmoid
        assert "a single one is always 1" in said(screen)
        assert user.commands == ()


@pytest.mark.parametrize("size", SIZES)
async def test_the_scaling_of_open_data_is_changed_in_one_step_that_keeps_the_weights(houses, size):
    async with learner(houses, size) as user:
        await user.press("escape", "e")
        before = user.state
        screen = await opened(user)
        await to(user, screen, "scaling")
        await user.press("right", "right")
        assert user.commands[-1] == Folded((SetScaling("minmax"), SetScaling("none")))
        assert user.state.scaling is None
        assert user.state.dataset.inputs[0].tolist() == [2.0, 900.0]
        assert np.array_equal(user.state.network.parameters, before.network.parameters)
        summary = user.session.steps[user.session.last_step].summary
        assert describe(user.commands[-1], (2, 4, 1), summary) == "scaling none"
        await user.press("u")
        assert fingerprint(user.state) == fingerprint(before)
