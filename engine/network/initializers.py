"""Initial weights, one layer at a time: a matrix of shape (neurons, inputs + 1) whose last column holds the biases."""

import re
from collections.abc import Callable

import numpy as np

from engine.arrays import FloatArray
from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass

MOST_SCALE = 1e100
"""The largest scale: every number drawn with it is finite, and so is the sum of many squares of such numbers."""

Draw = Callable[[np.random.Generator, int, int, float], FloatArray]


@dataclass(frozen=True)
class Initializer:
    """How the parameters of one layer are drawn.

    Attributes:
        draw: ``draw(rng, neurons, inputs, scale)`` returns the parameters, shape (neurons, inputs + 1).
        scale: The default of the number after the colon, as in symmetric:0.1; None if the name takes no number.
    """

    draw: Draw
    scale: float | None = None


def _with_zero_biases(weights: FloatArray) -> FloatArray:
    return np.column_stack([weights, np.zeros(len(weights))])


def _uniform(rng: np.random.Generator, neurons: int, inputs: int, scale: float) -> FloatArray:
    return rng.uniform(0.0, 1.0, (neurons, inputs + 1))


def _symmetric(rng: np.random.Generator, neurons: int, inputs: int, scale: float) -> FloatArray:
    return rng.uniform(-scale, scale, (neurons, inputs + 1))


def _normal(rng: np.random.Generator, neurons: int, inputs: int, scale: float) -> FloatArray:
    return _with_zero_biases(rng.normal(0.0, scale, (neurons, inputs)))


def _glorot(rng: np.random.Generator, neurons: int, inputs: int, scale: float) -> FloatArray:
    limit = np.sqrt(6.0 / (inputs + neurons))
    return _with_zero_biases(rng.uniform(-limit, limit, (neurons, inputs)))


def _he(rng: np.random.Generator, neurons: int, inputs: int, scale: float) -> FloatArray:
    limit = np.sqrt(6.0 / inputs)
    return _with_zero_biases(rng.uniform(-limit, limit, (neurons, inputs)))


def _zeros(rng: np.random.Generator, neurons: int, inputs: int, scale: float) -> FloatArray:
    return np.zeros((neurons, inputs + 1))


AUTO = "auto"
INITIALIZERS = {
    "uniform": Initializer(_uniform),
    "symmetric": Initializer(_symmetric, 0.5),
    "normal": Initializer(_normal, 0.5),
    "glorot": Initializer(_glorot),
    "he": Initializer(_he),
    "zeros": Initializer(_zeros),
}
"""``uniform``: weights and biases in [0, 1), as the article draws them. ``symmetric``: both within ±r. ``normal``:
weights of mean 0 and standard deviation r. ``glorot``: weights within ±√(6 / (inputs + neurons)) (Glorot and Bengio,
2010). ``he``: weights within ±√(6 / inputs) (He et al., 2015; Keras's he_uniform). ``zeros``: all 0; the neurons of a
layer then stay equal for ever. Biases start at 0 unless stated otherwise. ``auto``: he for a layer of the ReLU family,
glorot for any other."""
INITIALIZER_NAMES = (AUTO, *INITIALIZERS)


def draw_layer(name: str, rng: np.random.Generator, neurons: int, inputs: int, activation: str) -> FloatArray:
    """Draw the initial parameters of one layer, shape (neurons, inputs + 1).

    Args:
        name: One of ``INITIALIZER_NAMES``, with a scale if it takes one: "symmetric:0.1", "normal:0.1".
        rng: The random generator.
        neurons: Neurons of the layer.
        inputs: Neurons of the previous layer.
        activation: The layer's activation.

    Raises:
        InvalidValue: There is no such initializer.
    """
    if name == AUTO:
        name = "he" if activation in ("relu", "leaky-relu") else "glorot"
    initializer, scale = initializer_named(name)
    return initializer.draw(rng, neurons, inputs, scale)


def initial_parameters(name: str, sizes: tuple[int, ...], activations: tuple[str, ...], seed: int) -> FloatArray:
    """Draw the initial parameters of a network, in the order of ``Network.parameters``.

    Args:
        name: As in ``draw_layer``.
        sizes: Neurons in each layer, the inputs first.
        activations: The activation of each layer after the inputs.
        seed: The same seed gives the same parameters.

    Raises:
        InvalidValue: There is no such initializer.
    """
    rng = np.random.default_rng(seed)
    shapes = zip(sizes[1:], sizes[:-1], activations, strict=True)
    return np.concatenate([draw_layer(name, rng, *shape).ravel() for shape in shapes])


def initializer_named(name: str) -> tuple[Initializer, float]:
    """Return the initializer called ``name`` and its scale, 0 if it takes none.

    Raises:
        InvalidValue: There is no such initializer, or the scale is not a number above 0, up to ``MOST_SCALE``.
    """
    base, colon, written = name.partition(":")
    if base not in INITIALIZERS:
        raise InvalidValue(f"unknown initializer {name[:40]!r}: use one of {', '.join(INITIALIZER_NAMES)}")
    initializer = INITIALIZERS[base]
    if not colon:
        return initializer, initializer.scale or 0.0
    if initializer.scale is None:
        raise InvalidValue(f"the initializer {base} takes no number, got {name[:40]!r}")
    if not re.fullmatch(r"(\d++\.?\d*+|\.\d++)(e[+-]?\d{1,3})?", written, re.ASCII | re.IGNORECASE) or not (
        0.0 < (scale := float(written)) <= MOST_SCALE
    ):
        like = f"{base}:{initializer.scale}"
        raise InvalidValue(f"{base} takes a number above 0, up to {MOST_SCALE:g}, as in {like}, got {name[:40]!r}")
    return initializer, scale


def check_initializer(name: str) -> str:
    """Return the name if ``draw_layer`` takes it.

    Raises:
        InvalidValue: There is no such initializer, or its scale is not a number above 0, up to ``MOST_SCALE``.
    """
    if name != AUTO:
        initializer_named(name)
    return name
