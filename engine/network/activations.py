"""Activation functions, each with its derivative expressed through its output.

Both write into a given array, so the training loop allocates nothing. They work element by element on arrays of any
shape; only softmax sees a whole layer, the last axis.
"""

from collections.abc import Callable

import numpy as np

from engine.arrays import FloatArray
from engine.errors import InvalidValue
from engine.formulas.expressions import ONE, Constant, Expression, constant
from engine.formulas.functions import Applied, Conditional, Joint
from engine.quick_dataclass import dataclass

ElementwiseFunction = Callable[[FloatArray, FloatArray], object]
LEAK = 0.01
"""The slope of a leaky ReLU below 0 (Maas et al., 2013; PyTorch's default)."""


@dataclass(frozen=True)
class Activation:
    """An activation function a = f(s).

    Attributes:
        name: Its name on the command line.
        symbol: Its symbol in a formula.
        function: ``function(s, out)`` writes f(s) into ``out``.
        derivative: ``derivative(a, out)`` writes f'(s), expressed through a = f(s), into ``out``.
        formula: a as a formula of s.
        derivative_formula: f'(s) as a formula of a, as ``derivative`` computes it.
        definition: What the symbol stands for, as a function of s; empty if the formula says it all.
        of_layer: For a function of a whole layer, a neuron's a as a formula of all sums of the layer and the neuron's
            index; None for one that works element by element. Such a function is for the output layer only, and its
            ``derivative`` is ∂a/∂s of each output by its own sum.
    """

    name: str
    symbol: str
    function: ElementwiseFunction
    derivative: ElementwiseFunction
    formula: Callable[[Expression], Expression]
    derivative_formula: Callable[[Expression], Expression]
    definition: str = ""
    of_layer: Callable[[tuple[Expression, ...], int], Expression] | None = None


# NumPy takes a 0-d array faster than a Python float, which it would convert at every call.
_ZERO, _HALF, _ONE, _LEAK = np.array(0.0), np.array(0.5), np.array(1.0), np.array(LEAK)


def _sigmoid(s: FloatArray, out: FloatArray) -> None:
    # 1/(1 + e^-s) = (1 + tanh(s/2))/2, which is faster and cannot overflow.
    np.multiply(s, _HALF, out)
    np.tanh(out, out)
    np.add(out, _ONE, out)
    np.multiply(out, _HALF, out)


def _sigmoid_derivative(a: FloatArray, out: FloatArray) -> None:
    np.subtract(_ONE, a, out)
    np.multiply(out, a, out)


def _linear(s: FloatArray, out: FloatArray) -> None:
    np.copyto(out, s)


def _linear_derivative(a: FloatArray, out: FloatArray) -> None:
    out.fill(1.0)


def _tanh_derivative(a: FloatArray, out: FloatArray) -> None:
    np.multiply(a, a, out)
    np.subtract(_ONE, out, out)


def _relu(s: FloatArray, out: FloatArray) -> None:
    np.maximum(s, _ZERO, out=out)


def _relu_derivative(a: FloatArray, out: FloatArray) -> None:
    np.greater(a, _ZERO, out)  # 0 at the kink, as in PyTorch and scikit-learn


def _leaky_relu(s: FloatArray, out: FloatArray) -> None:
    np.multiply(s, _LEAK, out)
    np.maximum(s, out, out=out)


def _leaky_relu_derivative(a: FloatArray, out: FloatArray) -> None:
    np.greater(a, _ZERO, out)
    np.maximum(out, _LEAK, out=out)


def _softmax(s: FloatArray, out: FloatArray) -> None:
    np.subtract(s, s.max(axis=-1, keepdims=True), out)  # e^s / Σ e^s stays the same and cannot overflow
    np.exp(out, out)
    np.divide(out, out.sum(axis=-1, keepdims=True), out)


def softmax(s: FloatArray) -> FloatArray:
    """Return e^s / Σ e^s along the last axis."""
    out = np.empty_like(s)
    _softmax(s, out)
    return out


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation(
            "sigmoid",
            "σ",
            _sigmoid,
            _sigmoid_derivative,
            formula=lambda s: Applied("σ", _sigmoid, s),
            derivative_formula=lambda a: a * (1 - a),
            definition="σ(s) = 1 / (1 + e^(−s))",
        ),
        Activation(
            "tanh",
            "tanh",
            np.tanh,
            _tanh_derivative,
            formula=lambda s: Applied("tanh", np.tanh, s),
            derivative_formula=lambda a: 1 - a.squared(),
            definition="tanh(s) = (e^s − e^(−s)) / (e^s + e^(−s))",
        ),
        Activation(
            "relu",
            "relu",
            _relu,
            _relu_derivative,
            formula=lambda s: Applied("relu", _relu, s),
            derivative_formula=lambda a: Conditional(a, ONE, Constant("0", 0.0)),
            definition="relu(s) = s above 0, 0 elsewhere",
        ),
        Activation(
            "leaky-relu",
            "leaky",
            _leaky_relu,
            _leaky_relu_derivative,
            formula=lambda s: Applied("leaky", _leaky_relu, s),
            derivative_formula=lambda a: Conditional(a, ONE, constant(LEAK)),
            definition=f"leaky(s) = s above 0, {LEAK}·s elsewhere",
        ),
        Activation("linear", "id", _linear, _linear_derivative, formula=lambda s: s, derivative_formula=lambda a: ONE),
        Activation(
            "softmax",
            "softmax",
            _softmax,
            _sigmoid_derivative,  # ∂aₖ/∂sₖ = aₖ·(1 − aₖ), as for sigmoid; ∂aₖ/∂sⱼ = −aₖ·aⱼ
            formula=lambda s: Joint("softmax", softmax, (s,), 0),
            derivative_formula=lambda a: a * (1 - a),
            definition="softmaxₖ(s) = e^(sₖ) / Σ e^s",
            of_layer=lambda sums, index: Joint("softmax", softmax, sums, index),
        ),
    )
}
HIDDEN_ACTIVATIONS = tuple(name for name, activation in ACTIVATIONS.items() if activation.of_layer is None)


def check_activations(names: tuple[str, ...]) -> None:
    """Check the activations of a network.

    Args:
        names: One for each layer after the inputs.

    Raises:
        InvalidValue: A name is unknown, or a hidden layer has an activation that is for outputs only.
    """
    for layer, name in enumerate(names, start=1):
        if activation_named(name).of_layer is not None and layer < len(names):
            raise InvalidValue(
                f"{name} is for the output layer: its outputs add up to 1; hidden layer {layer} takes one of "
                f"{', '.join(HIDDEN_ACTIVATIONS)}"
            )


def activation_named(name: str) -> Activation:
    """Return the activation called ``name``.

    Raises:
        InvalidValue: There is no such activation; the message lists the known names.
    """
    try:
        return ACTIVATIONS[name]
    except KeyError:
        raise InvalidValue(f"unknown activation {name[:40]!r}: use one of {', '.join(ACTIVATIONS)}") from None


def spread_activations(names: tuple[str, ...], layers: int) -> tuple[str, ...]:
    """Return an activation for each layer after the inputs, which may be unknown.

    Args:
        names: One for all layers, one for the hidden layers and one for the output, or one for each layer.
        layers: The number of layers after the inputs.

    Raises:
        InvalidValue: There are other numbers of names.
    """
    if len(names) == layers and layers > 2:
        return names
    if not 1 <= len(names) <= 2:
        raise InvalidValue(
            f"activations: one for all layers, or hidden,output, or one for each of the {layers} layers after the "
            f"inputs; got {len(names)}"
        )
    return (names[0],) * (layers - 1) + (names[-1],)
