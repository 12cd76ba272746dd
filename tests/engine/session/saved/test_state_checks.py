"""A state whose parts do not fit together is refused when it is read, in one line."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.data.scaling import ColumnScaling
from engine.data.splitting import Split
from engine.errors import EngineError
from engine.experiment.starts import Options, setup_for
from engine.network.network import Network
from engine.network.optimizers import Memory
from engine.network.places import Neuron
from engine.network.switches import Switches
from engine.session.saved.state_checks import StateChecks
from engine.training.commands import Run, StepPhase
from engine.training.history import Series
from engine.training.parameter_history import Checkpoint, ParameterHistory
from engine.training.phases import phases
from engine.training.state import TrainingState, begin
from engine.training.update import MOST_MARKS, update

OTHER = begin(setup_for("xor"))


def trained() -> TrainingState:
    """Return a state with all that a state can have, in the update of a sample."""
    options = Options(test_share=0.2, scaling="standard", optimizer="adam", batch_size=4, hidden=(3,))
    state = update(begin(setup_for("penguin-mass", options)), Run(1000))
    for _ in phases(state.network.sizes):
        state = update(state, StepPhase())
    return state


STATE = trained()


def cursor(**changes: Any) -> TrainingState:
    return replace(STATE, cursor=replace(STATE.cursor, **changes))


def history(x: object, y: object, aged: int = 0, stride: int = 1) -> TrainingState:
    series = Series(np.array(x, dtype=float), np.array(y, dtype=float), aged, stride)
    return replace(STATE, history=series, test_history=series)


def checkpoints(*those: tuple[float, int]) -> TrainingState:
    history = ParameterHistory(tuple(Checkpoint(time, np.zeros(size)) for time, size in those))
    return replace(STATE, parameter_history=history)


def switched(switches: Switches) -> TrainingState:
    checkpoint = Checkpoint(0.0, STATE.network.parameters, switches)
    return replace(STATE, parameter_history=ParameterHistory((checkpoint,)))


def scaled(**changes: Any) -> TrainingState:
    assert STATE.scaling is not None
    return replace(STATE, scaling=replace(STATE.scaling, **changes))


def setup(**changes: Any) -> TrainingState:
    return replace(STATE, setup=replace(STATE.setup, **changes))


def before(**changes: Any) -> TrainingState:
    assert STATE.before is not None
    return replace(STATE, before=replace(STATE.before, **changes))


SIZE = len(STATE.network.parameters)
ROWS = STATE.dataset.rows
DEEP = Network((1,) * 1200, ("tanh",) * 1199, np.zeros(2 * 1199), "mse")
BROKEN: dict[str, Callable[[], TrainingState]] = {
    "another network": lambda: replace(STATE, network=OTHER.network),
    "another activation": lambda: replace(STATE, network=replace(STATE.network, activations=("tanh", "linear"))),
    "another loss": lambda: replace(STATE, network=replace(STATE.network, loss_name="mse")),
    "too many layers": lambda: replace(STATE, network=DEEP),
    "a start of another size": lambda: setup(parameters=np.zeros(SIZE + 1)),
    "a split of rows that are not there": lambda: setup(split=Split([0], [10_000])),
    "other rows": lambda: replace(STATE, dataset=OTHER.dataset),
    "other names": lambda: replace(STATE, dataset=replace(STATE.dataset, input_names=("a", "b", "c", "d"))),
    "other test rows": lambda: replace(STATE, test=OTHER.dataset),
    "no test rows": lambda: replace(STATE, test=None),
    "rows of huge numbers": lambda: replace(STATE, dataset=replace(STATE.dataset, last_number=2**60)),
    "another optimiser's memory": lambda: replace(STATE, memory=Memory(0, np.zeros((1, SIZE)))),
    "the memory of another network": lambda: replace(STATE, memory=Memory(0, np.zeros((2, SIZE + 1)))),
    "a negative count of updates": lambda: replace(STATE, memory=Memory(-1, np.zeros((2, SIZE)))),
    "another number of rows": lambda: cursor(rows=ROWS + 1),
    "a position beyond the epoch": lambda: cursor(position=ROWS),
    "a negative position": lambda: cursor(position=-1),
    "a batch larger than the epoch": lambda: cursor(position=1, pending=2),
    "a batch that was complete": lambda: cursor(position=10, pending=4),
    "a negative epoch": lambda: cursor(epoch=-1),
    "a huge epoch": lambda: cursor(epoch=2**60),
    "a negative seed": lambda: cursor(seed=-1),
    "a row that is not there": lambda: cursor(chosen_row=ROWS),
    "a negative row": lambda: cursor(chosen_row=-1),
    "no history": lambda: history([], []),
    "times without values": lambda: history([0, 1], [1]),
    "a negative time": lambda: history([-1], [1]),
    "a huge time": lambda: history([1e300], [1]),
    "a negative error": lambda: history([0], [-1]),
    "a history not thinned out": lambda: history(range(3000), range(3000)),
    "a history thinned out too early": lambda: history([0], [1], aged=8, stride=8),
    "a stride of 0": lambda: history([0], [1], stride=0),
    "other points of the test": lambda: replace(STATE, test_history=Series()),
    "too many marks": lambda: replace(STATE, marks=(0.0,) * (MOST_MARKS + 1)),
    "a negative mark": lambda: replace(STATE, marks=(-1.0,)),
    "a phase that is not there": lambda: replace(STATE, phase=99),
    "a negative phase": lambda: replace(STATE, phase=-1),
    "a state before no update": lambda: replace(STATE, phase=1),
    "a state before another": lambda: before(before=STATE.before),
    "a state before with other rows": lambda: before(dataset=replace(STATE.dataset)),
    "a state before in a sample": lambda: before(phase=2),
    "a state before of another network": lambda: before(network=OTHER.network),
    "no scaling": lambda: replace(STATE, scaling=None),
    "another scaling": lambda: scaled(kind="minmax"),
    "no scaling of the outputs": lambda: scaled(outputs=None),
    "the scaling of other columns": lambda: scaled(inputs=ColumnScaling(np.zeros(9), np.ones(9))),
    "a scale of 0": lambda: scaled(inputs=ColumnScaling(np.zeros(4), np.zeros(4))),
    "no checkpoints": lambda: checkpoints(),
    "checkpoints of another network": lambda: checkpoints((0.0, SIZE), (1.0, SIZE - 1)),
    "checkpoints of another network's places": lambda: switched(Switches(off=frozenset({Neuron(7, 0)}))),
    "other places switched off": lambda: setup(switches=Switches(without_bias=frozenset({1}))),
    "checkpoints in no order": lambda: checkpoints((1.0, SIZE), (0.0, SIZE)),
    "a negative checkpoint": lambda: checkpoints((-1.0, SIZE)),
    "a row that is looked at": lambda: STATE.looked_at(3),
    "a test row": lambda: STATE.seen_in_test(0),
}


def test_the_state_itself_is_fine() -> None:
    StateChecks().check(STATE)
    StateChecks().check(history([0], [np.inf]))
    StateChecks().check(history([0], [np.nan]))


@pytest.mark.parametrize("name", BROKEN)
def test_parts_that_do_not_fit_are_refused(name: str) -> None:
    with pytest.raises(EngineError) as caught:
        StateChecks().check(BROKEN[name]())
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 200


def test_values_that_the_loss_does_not_take_are_refused() -> None:
    state = begin(setup_for("xor", Options(loss="cross-entropy")))
    StateChecks().check(state)
    with pytest.raises(EngineError, match="cross-entropy takes expected values from 0 to 1"):
        StateChecks().check(replace(state, dataset=state.dataset.with_expected(0, 0, 2.0)))
