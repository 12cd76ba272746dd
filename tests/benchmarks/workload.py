"""What the benchmarks train: random rows, sigmoid networks, the article's loss."""

from dataclasses import dataclass

import numpy as np

from engine.data.dataset import Dataset
from engine.experiment.setup import Setup
from engine.network.method import Method
from engine.network.network import shape_text

LEARNING_RATE = 0.5
SMALL_RATE = 0.01
"""α of the optimisers that remember."""


@dataclass(frozen=True, eq=False)
class Workload:
    """A network and its rows.

    Attributes:
        sizes: The neurons of each layer, the inputs first.
        inputs: Shape (rows, inputs).
        expected: One-hot, shape (rows, outputs).
        epochs: The epochs of a trial.
    """

    sizes: tuple[int, ...]
    inputs: np.ndarray
    expected: np.ndarray
    epochs: int

    @property
    def name(self) -> str:
        """The shape, such as 2-3-2."""
        return shape_text(self.sizes)

    @property
    def samples(self) -> int:
        """The samples of a trial."""
        return self.epochs * len(self.inputs)

    def setup(self, **changes: object) -> Setup:
        """Return what glassnet starts from; with changes of the method."""
        names = tuple(f"i{i + 1}" for i in range(self.sizes[0]))
        classes = tuple(f"c{i + 1}" for i in range(self.sizes[-1]))
        data = Dataset("benchmark", self.inputs, self.expected, names, classes, "classification", "made up")
        activations = ("sigmoid",) * (len(self.sizes) - 1)
        return Setup(
            "benchmark", data, self.sizes, activations, method=Method(**{"learning_rate": LEARNING_RATE} | changes)
        )


def workload(sizes: tuple[int, ...], rows: int, epochs: int) -> Workload:
    """Draw rows for a network."""
    rng = np.random.default_rng(0)
    expected = np.eye(sizes[-1])[rng.integers(0, sizes[-1], rows)]
    return Workload(sizes, rng.random((rows, sizes[0])), expected, epochs)
