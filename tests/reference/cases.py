"""What is trained, from which start, and the engine's own result. Needs nothing but the engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from engine.data.dataset import Dataset
from engine.experiment.setup import Setup
from engine.network.activations import HIDDEN_ACTIVATIONS
from engine.network.network import parameter_count
from engine.session.session import Session
from engine.training.commands import Run

RECORDED = Path(__file__).parent / "recorded.json"
EPOCHS = 200
TOLERANCE = 1e-9
"""By how much a weight may differ after all these epochs."""
SIZES = (3, 4, 3)
ROWS = 7
RATES = {"sgd": 0.1, "momentum": 0.02, "nesterov": 0.02, "rmsprop": 0.0002, "adam": 0.01}
"""α. RMSprop's is so small because near a minimum it steps to and fro by the sign of a gradient of almost 0: at 0.002
the last bit of a starting weight decides the third decimal of the result, in whichever library."""
GOALS = (
    *((loss, output) for loss in ("half-squared", "mse") for output in HIDDEN_ACTIVATIONS),
    ("cross-entropy", "sigmoid"),
    ("cross-entropy", "softmax"),
)
"""Every loss with every activation of the outputs that it goes with."""


@dataclass(frozen=True)
class Case:
    """A training that a library can do too.

    Attributes:
        library: "torch" or "sklearn".
        hidden: activation of the hidden layer.
        output: of the output layer.
        loss: what is descended.
        optimizer: with the α of ``RATES``.
        batch_size: the last batch of an epoch has fewer rows; None for all.
        l2: λ.
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
        """What it is called in the record."""
        of = "all" if self.batch_size is None else self.batch_size
        return f"{self.library} {self.hidden},{self.output} {self.loss} {self.optimizer} {of} {self.l2}"


def torch_cases() -> list[Case]:
    """PyTorch has every activation, loss and optimiser; batch sizes and L2 take turns."""
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
    """scikit-learn has four activations, and for each kind of output one loss: see ``peers.sklearn_parameters``."""
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


def data_for(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """The rows: inputs of shape (rows, inputs), expected of shape (rows, outputs)."""
    rng = np.random.default_rng(7)
    inputs, numbers = rng.normal(0.0, 1.0, (ROWS, SIZES[0])), rng.uniform(0.0, 1.0, (ROWS, SIZES[-1]))
    if case.output == "softmax":
        return inputs, np.eye(SIZES[-1])[np.arange(ROWS) % SIZES[-1]]
    if case.loss == "cross-entropy":
        return inputs, (numbers > 0.5).astype(float)
    return inputs, numbers


@cache
def start() -> np.ndarray:
    """The starting weights and biases of every case, in the engine's order."""
    return np.random.default_rng(11).normal(0.0, 0.6, parameter_count(SIZES))


def engine_parameters(case: Case) -> np.ndarray:
    """Train it with the engine; return the weights and biases."""
    inputs, expected = data_for(case)
    names = tuple(f"x{i}" for i in range(SIZES[0])), tuple(f"y{i}" for i in range(SIZES[-1]))
    setup = Setup(
        name=case.name,
        dataset=Dataset("rows", inputs, expected, *names, "regression", "a test"),
        sizes=SIZES,
        activations=(case.hidden, case.output),
        learning_rate=RATES[case.optimizer],
        shuffle=False,
        parameters=start(),
        loss=case.loss,
        optimizer=case.optimizer,
        batch_size=case.batch_size,
        l2=case.l2,
    )
    return Session(setup).apply(Run(EPOCHS * ROWS)).network.parameters


@cache
def recorded() -> dict[str, list[float]]:
    """What the libraries came to when they were last asked, by the cases' names."""
    return json.loads(RECORDED.read_text("utf-8"))["parameters"]
