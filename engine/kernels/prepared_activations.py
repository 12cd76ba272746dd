"""Activations as lists of NumPy calls, prepared with the arrays they read and write.

A Python function around the four calls of a sigmoid costs time of its own. Samples/s of the calls listed one by one,
relative to the function: 1.11 at 2-3-2 and 4-8-8-3, 1.09 at 64-32-10, 1.04 at 784-128-10.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from engine.arrays import FloatArray
from engine.network.activations import Activation

Call = Callable[[], object]
"""A call prepared with all its arguments."""
SIGMOID = "sigmoid"
_HALF, _ONE, _TWO = np.array(0.5), np.array(1.0), np.array(2.0)


def activation_calls(activation: Activation, s: FloatArray, out: FloatArray, *, doubled: bool) -> tuple[Call, ...]:
    """List the calls that write a = f(s) into ``out``; of a doubled sigmoid, which reads s/2, those that write 2a."""
    if activation.name != SIGMOID:
        return (partial(activation.function, s, out),)
    if doubled:
        return partial(np.tanh, s, out), partial(np.add, out, _ONE, out)
    doubled_calls = activation_calls(activation, out, out, doubled=True)
    return partial(np.multiply, s, _HALF, out), *doubled_calls, partial(np.multiply, out, _HALF, out)


def derivative_calls(activation: Activation, a: FloatArray, out: FloatArray, *, doubled: bool) -> tuple[Call, ...]:
    """List the calls that write f'(s) into ``out``; of a doubled sigmoid, which reads 2a, those that write 4·f'(s)."""
    if activation.name != SIGMOID:
        return (partial(activation.derivative, a, out),)
    return partial(np.subtract, _TWO if doubled else _ONE, a, out), partial(np.multiply, out, a, out)
