"""Reset, a new start and other data."""

import numpy as np
import pytest

from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import (
    AddNeuron,
    Command,
    Load,
    NewStart,
    Reset,
    Run,
    SetExpected,
    SetInitializer,
    SetInput,
    SetLoss,
    SetParameter,
    SetStart,
    SetValues,
    StepEpoch,
)
from engine.training.state import Setup, begin
from tests.engine.session.acting import refused
from tests.engine.strategies import changed_method, fingerprint


def test_reset_goes_back_to_the_start_and_keeps_data_and_alpha(level2: Session) -> None:
    start = level2.state.network.parameters
    level2.apply(SetInput(2, 0, 1.5))
    level2.apply(SetExpected(2, 1, 0.25))
    level2.apply(changed_method(level2.state, learning_rate=0.25))
    edited = level2.apply(Run(33)).dataset
    state = level2.apply(Reset())
    assert (state.network.parameters == start).all()
    assert (state.epoch, state.position, state.row, state.samples, state.marks) == (0, 0, 0, 0, ())
    assert state.dataset is edited
    assert state.method.learning_rate == 0.25
    assert state.history.x.tolist() == [0.0]
    assert state.history.y.tolist() == [state.evaluation.mse]


def test_new_start_draws_from_the_next_seed(level2: Session) -> None:
    level2.apply(changed_method(level2.state, learning_rate=0.25))
    level2.apply(Run(33))
    state = level2.apply(NewStart())
    assert state.setup.seed == 1
    wanted = setup_for("level2", Options(seed=1)).network().parameters
    assert (state.network.parameters == wanted).all()
    assert (state.epoch, state.samples, state.method.learning_rate) == (0, 0, 0.25)
    assert level2.apply(NewStart()).setup.seed == 2


def test_new_start_draws_from_the_seed_asked_for(level2: Session) -> None:
    level2.apply(Run(33))
    state = level2.apply(NewStart(17))
    assert (state.setup.seed, state.samples) == (17, 0)
    assert (state.network.parameters == setup_for("level2", Options(seed=17)).network().parameters).all()
    assert level2.apply(NewStart()).setup.seed == 18
    with pytest.raises(InvalidValue, match="the seed must be 0 or more"):
        level2.apply(NewStart(-1))
    assert level2.step == 3


def test_reset_after_a_new_start_goes_back_to_the_new_start(level2: Session) -> None:
    new = level2.apply(NewStart()).network.parameters
    level2.apply(Run(5))
    assert (level2.apply(Reset()).network.parameters == new).all()


def test_reset_goes_back_to_the_weights_that_were_made_the_start(level2: Session) -> None:
    level2.apply(Run(33))
    before = fingerprint(level2.state)
    made = level2.apply(SetStart())
    assert (made.samples, made.history, made.marks) == (33, level2.state.history, ())  # the training goes on
    assert made.setup.is_own_start
    level2.apply(StepEpoch())
    assert (level2.apply(Reset()).network.parameters == made.network.parameters).all()
    assert level2.state.samples == 0
    assert level2.state.history.x.tolist() == [0.0]
    level2.travel(Goto(1))
    assert fingerprint(level2.state) == before
    drawn = setup_for("level2").network().parameters
    assert (level2.apply(Reset()).network.parameters == drawn).all()


@pytest.mark.parametrize("command", [NewStart(), SetInitializer("uniform"), Load(setup_for("level2"))])
def test_drawing_other_weights_forgets_those_made_the_start(level2: Session, command: Command) -> None:
    level2.apply(Run(33))
    level2.apply(SetStart())
    drawn = level2.apply(command)
    assert not drawn.setup.is_own_start
    assert drawn.setup.parameters is None
    level2.apply(Run(5))
    assert (level2.apply(Reset()).network.parameters == drawn.network.parameters).all()


def test_a_start_of_ones_own_keeps_its_weights_when_the_layers_change(level2: Session) -> None:
    level2.apply(SetParameter(Weight(1, 0, 0), 7.0))
    level2.apply(SetStart())
    level2.apply(AddNeuron(1))
    level2.apply(Run(5))
    state = level2.apply(Reset())
    assert state.network.sizes == (2, 4, 2)
    assert state.network.value(Weight(1, 0, 0)) == 7.0
    assert state.setup.is_own_start


def test_a_list_of_values_is_one_step_and_undo_takes_it_back(level2: Session) -> None:
    before = fingerprint(level2.state)
    state = level2.apply(SetValues(Weight(1, 1, 1), (0.1, 0.2, 0.3, 0.4)))
    places = (Weight(1, 1, 1), Weight(1, 2, 0), Weight(1, 2, 1), Bias(1, 0))
    assert [state.network.value(place) for place in places] == [0.1, 0.2, 0.3, 0.4]
    assert np.count_nonzero(state.network.parameters != state.setup.network().parameters) == 4
    assert state.marks == (0.0,)
    assert level2.step == 1
    assert fingerprint(level2.undo()) == before
    row = level2.apply(SetValues(Neuron(0, 0), (1.5, 2.5), 3)).dataset
    assert row.inputs[3].tolist() == [1.5, 2.5]
    assert level2.apply(SetValues(Expected(0), (0.25, 0.75), 3)).dataset.expected[3].tolist() == [0.25, 0.75]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (SetValues(Bias(1, 1), (1.0, 2.0, 3.0)), "do not fit"),
        (SetValues(Weight(3, 0, 0), (1.0,)), "no layer 3"),
        (SetValues(Weight(1, 0, 0), (1.0, float("nan"))), "w2 must be a finite number"),
        (SetValues(Neuron(0, 1), (1.0, 2.0), 0), "no input 2"),
        (SetValues(Neuron(0, 0), (1.0, float("inf")), 0), "not a finite number"),
        (SetValues(Neuron(0, 0), (1.0,), 10), "no row 10"),
        (SetValues(Expected(1), (1.0, 2.0), 0), "no output 2"),
        (SetValues(Neuron(1, 0), (1.0,), 0), "cannot begin"),
        (SetValues(Neuron(0, 0), (1.0,)), "cannot begin"),
    ],
)
def test_a_list_that_does_not_fit_changes_nothing(level2: Session, command: Command, why: str) -> None:
    assert why in refused(level2, lambda: level2.apply(command))


def test_a_list_of_expected_values_is_checked_against_the_loss(level2: Session) -> None:
    level2.apply(SetLoss("cross-entropy"))
    assert "from 0 to 1" in refused(level2, lambda: level2.apply(SetValues(Expected(0), (0.5, 2.0), 0)))


def test_a_new_start_replaces_given_weights() -> None:
    session = Session(setup_for("walkthrough"))
    given = session.state.network.parameters
    assert (session.apply(NewStart()).network.parameters != given).all()


def test_load_opens_another_data_set_and_undo_restores_the_first(level2: Session) -> None:
    level2.apply(changed_method(level2.state, learning_rate=0.25))
    before = fingerprint(level2.apply(Run(13)))
    iris = setup_for("iris")
    state = level2.apply(Load(iris))
    assert state.setup is iris
    assert fingerprint(state) == fingerprint(begin(iris))
    level2.apply(StepEpoch())
    level2.undo()
    assert fingerprint(level2.undo()) == before


def test_a_data_set_that_cannot_be_opened_changes_nothing(level2: Session) -> None:
    good = setup_for("xor")
    broken = Setup("broken", good.dataset, good.sizes, good.activations, parameters=np.zeros(3))
    assert "parameters" in refused(level2, lambda: level2.apply(Load(broken)))
    with pytest.raises(InvalidValue, match="initializer"):
        Setup("broken", good.dataset, good.sizes, good.activations, initializer="best")


def test_undo_after_many_epochs_goes_back_to_the_first_edit(level2: Session) -> None:
    """After an edit, forty epochs and undoing everything since, the outputs are those after the edit."""
    first = level2.apply(SetParameter(Weight(1, 0, 0), 0.75))
    said = first.evaluation.outputs.tolist()
    level2.apply(changed_method(level2.state, learning_rate=0.4))
    level2.run(400)
    assert level2.state.evaluation.right.all()
    level2.undo()
    level2.undo()
    assert level2.state.evaluation.outputs.tolist() == said
