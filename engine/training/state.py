"""The state of a training at one moment: an immutable value that determines everything on screen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from engine.analysis.evaluation import Evaluation, evaluate, rows_error
from engine.arrays import FloatArray, frozen
from engine.data.dataset import Dataset
from engine.data.scaling import Scaling
from engine.data.splitting import Part
from engine.experiment.setup import Setup
from engine.experiment.stop_rule import StopRule
from engine.network.many_rows import batch_gradient
from engine.network.method import Method
from engine.network.network import Network
from engine.network.optimizers import Memory
from engine.network.propagation import Gradients, Trace, backward, forward
from engine.training.cursor import Cursor
from engine.training.history import Series
from engine.training.parameter_history import ParameterHistory
from engine.training.phases import Phase, phases


@dataclass(frozen=True, eq=False)
class TrainingState:
    """A training at one moment. Immutable.

    Attributes:
        setup: What it started from. Edits of the layers or the loss change it too, so that a reset keeps them.
        network: The current network with its loss.
        dataset: The training rows, scaled, with the learner's edits.
        method: How it is trained. A change of ``shuffle`` takes effect when the next epoch begins.
        memory: What the optimiser remembers of earlier updates.
        stop_rule: When a run stops by itself.
        cursor: The position in the epochs.
        history: The MSE over the training rows, by epoch.
        marks: When the learner edited something, in epochs.
        phase: How many phases of the current sample are done; 0 if it is not being walked through.
        before: In the update phase, the state before the update, with the numbers that led to it. None otherwise.
        test: The test rows, scaled. None without a test part.
        test_history: The MSE over the test rows, at the points of ``history``; empty without a test part.
        scaling: How rows are scaled and converted back to their own units. None if they are not scaled.
        parameter_history: Checkpoints of the parameters.
        looked_from: The state of the training, if this shows a row that is only looked at. None otherwise.
        in_test: Whether that row is one of the test part: then ``dataset`` has the test rows, and nothing is trained.
    """

    setup: Setup
    network: Network
    dataset: Dataset
    method: Method
    memory: Memory
    stop_rule: StopRule
    cursor: Cursor
    history: Series = field(default_factory=Series)
    marks: tuple[float, ...] = ()
    phase: int = 0
    before: TrainingState | None = None
    test: Dataset | None = None
    test_history: Series = field(default_factory=Series)
    scaling: Scaling | None = None
    parameter_history: ParameterHistory = field(default_factory=ParameterHistory)
    looked_from: TrainingState | None = None
    in_test: bool = False

    @property
    def shown(self) -> TrainingState:
        """The state whose passes are shown: the one before the update in the update phase, this one otherwise."""
        return self.before or self

    @property
    def trained(self) -> TrainingState:
        """The state of the training: another one if this shows a row that is only looked at."""
        return self.looked_from or self

    @property
    def current_phase(self) -> Phase | None:
        """The phase that was done last; None if the sample is not being walked through."""
        return phases(self.network.sizes)[self.phase - 1] if self.phase else None

    @property
    def is_half_walked(self) -> bool:
        """Whether some phases of the current sample are done, but not its last."""
        return 0 < self.phase < len(phases(self.network.sizes))

    @property
    def epoch(self) -> int:
        """How many epochs are complete."""
        return self.cursor.epoch

    @property
    def position(self) -> int:
        """How many rows of the current epoch have been trained."""
        return self.cursor.position

    @property
    def row(self) -> int:
        """The row of the current sample."""
        return self.cursor.row

    @property
    def samples(self) -> int:
        """How many samples have been trained in all."""
        return self.cursor.samples

    @property
    def rows_per_batch(self) -> int:
        """How many rows a batch has; the last batch of an epoch may have fewer."""
        return self.method.rows_per_batch(self.dataset.rows)

    @property
    def is_batch(self) -> bool:
        """Whether the current sample is a batch of its own: batches have one row, or the row is out of turn."""
        return self.rows_per_batch == 1 or self.cursor.is_out_of_turn

    @property
    def rows_to_update(self) -> int:
        """How many rows the next update waits for, the current one included."""
        return 1 if self.is_batch else len(self.cursor.batch(self.rows_per_batch)) - self.cursor.pending

    @property
    def rows_before_update(self) -> int:
        """In the update phase, how many more rows the batch takes before the update; 0 if the update is done."""
        return 0 if self.before is None else self.before.rows_to_update - 1

    def seen_at(self, row: int) -> TrainingState:
        """Return the state with another current row and no phase done, keeping the evaluations already computed."""
        seen = replace(self, cursor=self.cursor.choose(row), phase=0, before=None)
        for name in ("evaluation", "test_evaluation"):
            if name in self.__dict__:
                seen.__dict__[name] = self.__dict__[name]
        return seen

    def looked_at(self, row: int) -> TrainingState:
        """Return the state with another current row to look at: the sample that is walked through stays as it is."""
        seen = replace(self.seen_at(row), looked_from=self)
        seen.__dict__["evaluation"], seen.__dict__["test_evaluation"] = self.evaluation, self.test_evaluation
        return seen

    def seen_in_test(self, row: int) -> TrainingState:
        """Return the state with a test row as the current sample, to look at: nothing trains it.

        Args:
            row: Its index in ``test``, of which there must be one.
        """
        assert self.test is not None
        cursor = replace(self.cursor, chosen_row=row)
        seen = replace(
            self, dataset=self.test, test=None, cursor=cursor, phase=0, before=None, looked_from=self, in_test=True
        )
        seen.__dict__["evaluation"] = self.test_evaluation
        return seen

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
        """The gradient of the next update, shape (parameters,): the current sample's, or the mean over its batch."""
        if self.is_batch:
            return self.gradients.parameters
        rows = self.cursor.batch(self.rows_per_batch)
        return frozen(batch_gradient(self.network, self.dataset.inputs[rows], self.dataset.expected[rows]))

    @cached_property
    def evaluation(self) -> Evaluation:
        """The evaluation of the training rows."""
        return evaluate(self.network, self.dataset)

    @cached_property
    def test_evaluation(self) -> Evaluation | None:
        """The evaluation of the test rows; None without a test part."""
        return None if self.test is None else evaluate(self.network, self.test)

    def rows_of(self, part: Part) -> Dataset | None:
        """Return the rows of a part; None without a test part."""
        return self.dataset if part == "train" else self.test

    def evaluation_of(self, part: Part) -> Evaluation | None:
        """Return the evaluation of a part; None without a test part."""
        return self.evaluation if part == "train" else self.test_evaluation


def begin(setup: Setup) -> TrainingState:
    """Return the state before the first step.

    Raises:
        InvalidValue: The rows cannot be split or scaled as the setup says.
    """
    network, parts = setup.network(), setup.parts
    return _at_the_start(
        TrainingState(
            setup=setup,
            network=network,
            dataset=parts.train,
            method=setup.method,
            memory=setup.method.new_memory(len(network.parameters)),
            stop_rule=setup.stop_rule,
            cursor=Cursor(setup.seed, parts.train.rows, setup.method.shuffle),
            test=parts.test,
            scaling=parts.scaling,
        )
    )


def begin_again(state: TrainingState, setup: Setup) -> TrainingState:
    """Return the state before the first step of a new setup, keeping the data, their parts and the method."""
    network = setup.network()
    kept = replace(
        state,
        setup=setup,
        network=network,
        memory=state.method.new_memory(len(network.parameters)),
        cursor=Cursor(setup.seed, state.dataset.rows, state.method.shuffle),
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
    checkpoints = ParameterHistory.begin(0.0, state.network)
    return replace(state, history=history, test_history=test_history, parameter_history=checkpoints)
