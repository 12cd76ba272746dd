"""Reset, a new start and other data."""

import numpy as np
import pytest

from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.network.places import Weight
from engine.session.session import Session
from engine.training.commands import Load, NewStart, Reset, Run, SetExpected, SetInput, SetParameter, StepEpoch
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
