"""What a training is at one moment: an immutable value, from which all that can be seen follows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.analysis.evaluation import Evaluation, evaluate, rows_error
from engine.arrays import FloatArray, frozen
from engine.data.dataset import Dataset
from engine.data.scaling import Scaling
from engine.experiment.setup import Setup
from engine.experiment.stop_rule import StopRule
from engine.network.many_rows import batch_gradient
from engine.network.method import Method
from engine.network.network import Network
from engine.network.optimizers import Memory
from engine.network.propagation import Gradients, Trace, backward, forward
from engine.training.history import Series
from engine.training.phases import Phase, phases
from engine.training.trail import Trail


@dataclass(frozen=True, eq=False)
class TrainingState:
    """A training at one moment. Immutable; all that can be seen on screen follows from it.

    Attributes:
        setup: what it started from; where the learner changed the layers or the loss since, as if it had started so.
        network: the network now, and its loss.
        dataset: the rows trained on, scaled, with the learner's edits.
        method: How it is trained now; its ``shuffle`` is for the epochs that begin from now on.
        memory: What the optimiser remembers of earlier steps.
        shuffled: Whether the current epoch takes the rows in a new order.
        stop_rule: When a run stops by itself.
        pending: how many rows of a batch have been gone through that is not complete yet: the update comes with its
            last row, and takes the rows and the weights as they are then.
        epoch: how many epochs are complete.
        position: how many rows of the current epoch have been gone through.
        row: the current sample; not ``order[position]`` if the learner chose another.
        samples: how many samples were gone through in all.
        history: MSE over the rows trained on, by epoch.
        marks: when the learner edited something, in epochs.
        phase: how many phases of the current sample are done; 0 if it is not walked through phase by phase.
        before: in the phase of the update, the state before it, which has the numbers that led to it.
        test: the rows kept for the test, scaled; none if there are none.
        test_history: MSE over the rows of the test, at the points of ``history``; empty without a test.
        scaling: how rows are scaled, and the way back to their own units; none if they are as they came.
        trail: where the parameters have been.
    """

    setup: Setup
    network: Network
    dataset: Dataset
    method: Method
    memory: Memory
    shuffled: bool
    stop_rule: StopRule
    epoch: int = 0
    position: int = 0
    pending: int = 0
    row: int = 0
    samples: int = 0
    history: Series = field(default_factory=Series)
    marks: tuple[float, ...] = ()
    phase: int = 0
    before: TrainingState | None = None
    test: Dataset | None = None
    test_history: Series = field(default_factory=Series)
    scaling: Scaling | None = None
    trail: Trail = field(default_factory=Trail)

    @property
    def shown(self) -> TrainingState:
        """The state whose passes are to be seen: this one, but in the phase of the update the one before it."""
        return self.before or self

    @property
    def current_phase(self) -> Phase | None:
        """The phase that was done last; none if the sample is not walked through."""
        return phases(self.network.sizes)[self.phase - 1] if self.phase else None

    @property
    def time(self) -> float:
        """How far the training is, in epochs."""
        return self.epoch + self.position / self.dataset.rows

    @property
    def chosen(self) -> bool:
        """Whether the current sample is one the learner chose, out of the epoch's turn."""
        return self.row != int(self.order[self.position])

    @property
    def rows_per_batch(self) -> int:
        """How many rows a batch has; the last one of an epoch may have fewer."""
        return self.method.rows_per_batch(self.dataset.rows)

    @property
    def batch(self) -> NDArray[np.intp]:
        """The rows of the batch under way, or of the next one; of all rows at once the file's order is kept."""
        start = self.position - self.pending
        rows = self.order[start : start + self.rows_per_batch]
        return rows if len(rows) < self.dataset.rows else epoch_order(self.setup.seed, len(rows), self.epoch, False)

    @property
    def rows_to_update(self) -> int:
        """How many rows are left, the current one with them, to the next update."""
        return 1 if self.chosen else len(self.batch) - self.pending

    @property
    def rows_before_update(self) -> int:
        """In the phase of the update: how many more rows the batch takes before it is done; 0 if it has been."""
        return 0 if self.before is None else self.before.rows_to_update - 1

    def seen_at(self, row: int) -> TrainingState:
        """Return the state as one who watches a row sees it; what was computed for all rows is kept."""
        seen = replace(self, row=row)
        for name in ("evaluation", "test_evaluation"):
            if name in self.__dict__:
                seen.__dict__[name] = self.__dict__[name]
        return seen

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """The rows in the order in which the current epoch takes them."""
        return epoch_order(self.setup.seed, self.dataset.rows, self.epoch, self.shuffled)

    @cached_property
    def trace(self) -> Trace:
        """The forward pass of the current sample."""
        return forward(self.network, self.dataset.inputs[self.row])

    @cached_property
    def gradients(self) -> Gradients:
        """The backward pass of the current sample."""
        return backward(self.network, self.trace, self.dataset.expected[self.row])

    @cached_property
    def descended(self) -> FloatArray:
        """The gradient of the next update, shape (parameters,): the current sample's own, or its batch's mean."""
        if self.rows_per_batch == 1 or self.chosen:
            return self.gradients.parameters
        rows = self.batch
        return frozen(batch_gradient(self.network, self.dataset.inputs[rows], self.dataset.expected[rows]))

    @cached_property
    def evaluation(self) -> Evaluation:
        """How the network does on all rows that are trained on."""
        return evaluate(self.network, self.dataset)

    @cached_property
    def test_evaluation(self) -> Evaluation | None:
        """How the network does on the rows of the test; none without a test."""
        return None if self.test is None else evaluate(self.network, self.test)


def epoch_order(seed: int, rows: int, epoch: int, shuffled: bool) -> NDArray[np.intp]:
    """Return the rows in the order of an epoch: one drawn from (seed, epoch), or the file's."""
    return _order((seed, epoch) if shuffled else None, rows)


@lru_cache(maxsize=4)  # of many rows it takes long to draw, and it is asked for at every state of an epoch
def _order(drawn_from: tuple[int, int] | None, rows: int) -> NDArray[np.intp]:
    order = np.arange(rows) if drawn_from is None else np.random.default_rng(drawn_from).permutation(rows)
    order.flags.writeable = False
    return order


def begin(setup: Setup) -> TrainingState:
    """Return the state before the first step.

    Raises:
        InvalidValue: the rows cannot be split or scaled as the setup has it.
    """
    network, parts = setup.network(), setup.parts
    return _at_the_start(
        TrainingState(
            setup=setup,
            network=network,
            dataset=parts.train,
            method=setup.method,
            memory=setup.method.new_memory(len(network.parameters)),
            shuffled=setup.method.shuffle,
            stop_rule=setup.stop_rule,
            test=parts.test,
            scaling=parts.scaling,
        )
    )


def begin_again(state: TrainingState, setup: Setup) -> TrainingState:
    """Return the state before the first step, with the data, their parts, α and all else that was edited since."""
    network = setup.network()
    kept = replace(
        state,
        setup=setup,
        network=network,
        memory=state.method.new_memory(len(network.parameters)),
        shuffled=state.method.shuffle,
        epoch=0,
        position=0,
        pending=0,
        samples=0,
        marks=(),
        phase=0,
        before=None,
    )
    return _at_the_start(kept)


def _at_the_start(state: TrainingState) -> TrainingState:
    history = Series().extended([0.0], [rows_error(state.network, state.dataset)])
    test_history = Series()
    if state.test is not None:
        test_history = test_history.extended([0.0], [rows_error(state.network, state.test)])
    trail = Trail.begin(0.0, state.network.parameters)
    return replace(state, row=int(state.order[0]), history=history, test_history=test_history, trail=trail)
