"""Starting weights. One layer at a time: a matrix of shape (neurons, inputs + 1) whose last column is the bias."""

from collections.abc import Callable

import numpy as np

from engine.arrays import FloatArray
from engine.errors import InvalidValue


def _uniform(rng: np.random.Generator, neurons: int, inputs: int) -> FloatArray:
    return rng.uniform(0.0, 1.0, (neurons, inputs + 1))


def _glorot(rng: np.random.Generator, neurons: int, inputs: int) -> FloatArray:
    limit = np.sqrt(6.0 / (inputs + neurons))
    return np.column_stack([rng.uniform(-limit, limit, (neurons, inputs)), np.zeros(neurons)])


INITIALIZERS: dict[str, Callable[[np.random.Generator, int, int], FloatArray]] = {
    "uniform": _uniform,
    "glorot": _glorot,
}
"""``uniform``: weights and biases in [0, 1), as the article draws them. ``glorot``: weights within
±√(6 / (inputs + neurons)) (Glorot and Bengio, 2010), biases 0."""


def initial_parameters(name: str, sizes: tuple[int, ...], seed: int) -> FloatArray:
    """Draw the starting parameters of a network, in the order of ``Network.parameters``.

    Args:
        name: a key of ``INITIALIZERS``.
        sizes: neurons in each layer, the inputs first.
        seed: the same seed gives the same parameters.

    Raises:
        InvalidValue: there is no initializer of that name.
    """
    if name not in INITIALIZERS:
        raise InvalidValue(f"unknown initializer {name[:40]!r}: use one of {', '.join(INITIALIZERS)}")
    rng = np.random.default_rng(seed)
    shapes = zip(sizes[1:], sizes[:-1], strict=True)
    return np.concatenate([INITIALIZERS[name](rng, neurons, inputs).ravel() for neurons, inputs in shapes])
