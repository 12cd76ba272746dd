"""Small trainings that the libraries can repeat, and the engine's own result. Needs nothing but the engine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from engine.data.dataset import Dataset
from engine.experiment.setup import Setup
from engine.network.activations import HIDDEN_ACTIVATIONS
from engine.network.many_rows import batch_gradient
from engine.network.method import Method
from engine.network.network import parameter_count
from engine.network.propagation import forward, sample_error
from engine.session.session import Session
from engine.training.commands import Run

EPOCHS = 200
SIZES = (3, 4, 3)
ROWS = 7
RATES = {"sgd": 0.1, "momentum": 0.02, "nesterov": 0.02, "rmsprop": 0.0002, "adam": 0.01}
"""The learning rate of each optimiser. RMSprop's is so small because near a minimum it oscillates with the sign of a
gradient of almost 0: at 0.002 the last bit of a starting weight decides the third decimal of the result, in whichever
library."""
GOALS = (
    *((loss, output) for loss in ("half-squared", "mse") for output in HIDDEN_ACTIVATIONS),
    ("cross-entropy", "sigmoid"),
    ("cross-entropy", "softmax"),
)
"""Every loss with every output activation that it can be combined with."""


@dataclass(frozen=True)
class Case:
    """A training that a library can repeat.

    Attributes:
        library: "torch" or "sklearn".
        hidden: The activation of the hidden layer.
        output: The activation of the output layer.
        loss: The loss that is descended.
        optimizer: The optimiser, at the learning rate in ``RATES``.
        batch_size: Rows a batch; the last batch of an epoch has fewer. None means all rows.
        l2: λ of the L2 penalty.
    """

    library: str
    hidden: str
    output: str
    loss: str
    optimizer: str
    batch_size: int | None
    l2: float

    @property
    def name(self) -> str:
        """The key in the record."""
        batch = "all" if self.batch_size is None else self.batch_size
        return f"{self.library} {self.hidden},{self.output} {self.loss} {self.optimizer} {batch} {self.l2}"


def torch_cases() -> list[Case]:
    """Combine every activation, loss and optimiser, which PyTorch all has; batch sizes and L2 take turns."""
    combinations = [
        (hidden, goal, optimizer)
        for optimizer in ("sgd", "momentum", "adam")
        for goal in GOALS
        for hidden in HIDDEN_ACTIVATIONS
    ]
    combinations += [("tanh", goal, optimizer) for optimizer in ("nesterov", "rmsprop") for goal in GOALS]
    return [
        Case("torch", hidden, output, loss, optimizer, (1, 3, None)[number % 3], (0.0, 0.01)[number % 2])
        for number, (hidden, (loss, output), optimizer) in enumerate(combinations)
    ]


def sklearn_cases() -> list[Case]:
    """Combine what scikit-learn has: four activations, and one loss for each kind of output (see ``sklearn_peer``)."""
    goals = (("half-squared", "linear"), ("cross-entropy", "sigmoid"), ("cross-entropy", "softmax"))
    combinations = [
        (hidden, goal, optimizer)
        for optimizer in ("sgd", "momentum", "nesterov", "adam")
        for goal in goals
        for hidden in ("sigmoid", "tanh", "relu", "linear")
    ]
    return [
        Case("sklearn", hidden, output, loss, optimizer, (3, None)[number % 2], 0.0)
        for number, (hidden, (loss, output), optimizer) in enumerate(combinations)
    ]


def gradient_cases() -> list[Case]:
    """Combine every loss and activation once, for the error and the gradient at the start."""
    return [
        Case("torch", hidden, output, loss, "sgd", None, 0.0) for loss, output in GOALS for hidden in HIDDEN_ACTIVATIONS
    ]


def data_for(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Return the inputs, shape (rows, inputs), and the expected values, shape (rows, outputs)."""
    rng = np.random.default_rng(7)
    inputs, numbers = rng.normal(0.0, 1.0, (ROWS, SIZES[0])), rng.uniform(0.0, 1.0, (ROWS, SIZES[-1]))
    if case.output == "softmax":
        return inputs, np.eye(SIZES[-1])[np.arange(ROWS) % SIZES[-1]]
    if case.loss == "cross-entropy":
        return inputs, (numbers > 0.5).astype(float)
    return inputs, numbers


@cache
def start() -> np.ndarray:
    """Return the starting parameters of every case, in the order of ``Network.parameters``."""
    return np.random.default_rng(11).normal(0.0, 0.6, parameter_count(SIZES))


def setup_of(case: Case) -> Setup:
    """Return the setup from which the engine trains a case."""
    inputs, expected = data_for(case)
    names = tuple(f"x{i}" for i in range(SIZES[0])), tuple(f"y{i}" for i in range(SIZES[-1]))
    return Setup(
        name=case.name,
        dataset=Dataset("rows", inputs, expected, *names, "regression", "a test"),
        sizes=SIZES,
        activations=(case.hidden, case.output),
        parameters=start(),
        loss=case.loss,
        method=Method(RATES[case.optimizer], case.optimizer, case.batch_size, shuffle=False, l2=case.l2),
    )


def engine_parameters(case: Case) -> np.ndarray:
    """Train a case with the engine; return the parameters."""
    return Session(setup_of(case)).apply(Run(EPOCHS * ROWS)).network.parameters


def engine_error_and_gradient(case: Case) -> list[float]:
    """Return the mean error over the rows at the start, followed by its gradient."""
    network, (inputs, expected) = setup_of(case).network(), data_for(case)
    errors = [sample_error(network, forward(network, x), y) for x, y in zip(inputs, expected, strict=True)]
    return [float(np.mean(errors)), *batch_gradient(network, inputs, expected)]
