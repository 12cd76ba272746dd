"""Activation functions, each with its derivative written through its own output.

Both fill an array they are given, so that the training loop allocates nothing; both work element by element on
arrays of any shape.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from engine.arrays import FloatArray
from engine.errors import InvalidValue
from engine.formulas import ONE, Applied, Expression

ElementwiseFunction = Callable[[FloatArray, FloatArray], object]
Call = Callable[[], object]
"""A call that is prepared, arguments and all."""


@dataclass(frozen=True)
class Activation:
    """An activation function a = f(s).

    Attributes:
        name: what it is called on the command line.
        symbol: how it is written in a formula.
        function: ``function(s, out)`` writes f(s) into ``out``.
        derivative: ``derivative(a, out)`` writes f'(s), expressed through a = f(s), into ``out``.
        formula: a as a formula of s.
        derivative_formula: f'(s) as a formula of a, the one that ``derivative`` computes.
        definition: what the symbol stands for, as a function of s; empty if the formula says it all.
        prepared: ``prepared(s, out)`` lists calls that do what ``function(s, out)`` does, quicker if repeated often.
        prepared_derivative: the same for ``derivative``.
        of_half: the same as ``prepared``, for one that begins by halving s: the calls from there on, given s/2.
    """

    name: str
    symbol: str
    function: ElementwiseFunction
    derivative: ElementwiseFunction
    formula: Callable[[Expression], Expression]
    derivative_formula: Callable[[Expression], Expression]
    definition: str = ""
    prepared: Callable[[FloatArray, FloatArray], tuple[Call, ...]] | None = None
    prepared_derivative: Callable[[FloatArray, FloatArray], tuple[Call, ...]] | None = None
    of_half: Callable[[FloatArray, FloatArray], tuple[Call, ...]] | None = None

    def calls(self, s: FloatArray, out: FloatArray) -> tuple[Call, ...]:
        """Prepare ``function`` for two arrays, to be called many times."""
        return self.prepared(s, out) if self.prepared else (partial(self.function, s, out),)

    def derivative_calls(self, a: FloatArray, out: FloatArray) -> tuple[Call, ...]:
        """Prepare ``derivative`` for two arrays, to be called many times."""
        return self.prepared_derivative(a, out) if self.prepared_derivative else (partial(self.derivative, a, out),)


# NumPy takes a 0-d array faster than a Python float, which it would have to convert at every call.
_HALF = np.array(0.5)
_ONE = np.array(1.0)


def _sigmoid(s: FloatArray, out: FloatArray) -> None:
    # 1/(1 + e^-s) = (1 + tanh(s/2))/2: the same curve, without an overflow for a large negative s, and quicker.
    np.multiply(s, _HALF, out)
    np.tanh(out, out)
    np.multiply(out, _HALF, out)
    np.add(out, _HALF, out)


def _sigmoid_derivative(a: FloatArray, out: FloatArray) -> None:
    np.subtract(_ONE, a, out)
    np.multiply(out, a, out)


def _prepared_sigmoid(s: FloatArray, out: FloatArray) -> tuple[Call, ...]:
    return partial(np.multiply, s, np.full_like(out, 0.5), out), *_prepared_sigmoid_of_half(out, out)


def _prepared_sigmoid_of_half(half_s: FloatArray, out: FloatArray) -> tuple[Call, ...]:
    half = np.full_like(out, 0.5)  # an array of the same shape: what NumPy takes quickest
    return partial(np.tanh, half_s, out), partial(np.multiply, out, half, out), partial(np.add, out, half, out)


def _prepared_sigmoid_derivative(a: FloatArray, out: FloatArray) -> tuple[Call, ...]:
    return partial(np.subtract, np.ones_like(a), a, out), partial(np.multiply, out, a, out)


def _linear(s: FloatArray, out: FloatArray) -> None:
    np.copyto(out, s)


def _linear_derivative(a: FloatArray, out: FloatArray) -> None:
    out.fill(1.0)


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
            prepared=_prepared_sigmoid,
            prepared_derivative=_prepared_sigmoid_derivative,
            of_half=_prepared_sigmoid_of_half,
        ),
        Activation("linear", "id", _linear, _linear_derivative, formula=lambda s: s, derivative_formula=lambda a: ONE),
    )
}


def activation_named(name: str) -> Activation:
    """Return the activation called ``name``.

    Raises:
        InvalidValue: there is none of that name; the message lists those there are.
    """
    try:
        return ACTIVATIONS[name]
    except KeyError:
        raise InvalidValue(f"unknown activation {name[:40]!r}: use one of {', '.join(ACTIVATIONS)}") from None
