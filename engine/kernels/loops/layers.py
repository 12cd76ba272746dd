"""What Numba's loops share: the activations of a layer, their slopes, the δ of the outputs.

They compute what ``activations.py`` and ``losses.py`` say; sums are added up in another order, so the last bits differ.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.network.activations import LEAK

SIGMOID, TANH, RELU, LEAKY_RELU, LINEAR, SOFTMAX = range(6)  # in the order of ``ACTIVATIONS``
HALF_SQUARED, MEAN_SQUARED, BINARY, CATEGORICAL = range(4)  # in the order of ``LOSSES``

# Sums may be reordered, so that SIMD adds several terms at once; infinities and NaNs stay what they are.
OPTIONS = {"cache": True, "nogil": True, "error_model": "numpy", "fastmath": {"reassoc", "contract", "nsz"}}
EXACT = OPTIONS | {"fastmath": {"contract"}}  # s − k·ln 2 is split in two, and stays so

FEW = 10
"""From so many neurons on, e^s is computed for several at once: 1.4 times as fast at 16 neurons, 0.8 times at 8."""
LN_2, LN_2_REST = 6.93147180369123816490e-01, 1.90821492927058770002e-10
"""ln 2 in two parts: k times the first is exact for every k that occurs (Cody and Waite, 1980)."""
TERMS = tuple(1.0 / math.factorial(n) for n in range(14))
SHIFT, BIAS, FRACTION = 1.5 * 2.0**52, 1023, 52
"""A float above 2⁵² has its whole number in its lowest bits; an exponent is stored plus 1023, 52 bits from the end."""


@njit(inline="always", **EXACT)
def exponentials(factor: float, s: FloatArray, powers: FloatArray, bits: NDArray[np.int64]) -> None:
    """Replace every s by e^(factor·s) − 1, which keeps all digits near 0.

    e^x = 2ᵏ · eʳ with the whole number k nearest to x / ln 2 and |r| ≤ ½ ln 2, for which 13 terms of the series are
    exact to the last bit or two. ``math.exp`` takes one number at a time; these loops take 4 or 8. Samples/s relative
    to it: 1.15 at 2-16-16-2 and 1.18 at 64-32-10, in batches of 32 1.7 and 1.36.

    Args:
        factor: 1, −1 or 2.
        s: The numbers, overwritten.
        powers: At least as long, overwritten: 2ᵏ.
        bits: The same memory as ``powers``, as whole numbers.
    """
    for i in range(len(s)):
        x = min(max(factor * s[i], -708.0), 709.0)
        k = math.floor(x / math.log(2.0) + 0.5)
        powers[i] = k + SHIFT
        r = (x - k * LN_2) - k * LN_2_REST
        series = TERMS[13]
        for n in range(12, 0, -1):
            series = series * r + TERMS[n]
        s[i] = series * r
    for i in range(len(s)):
        bits[i] = (bits[i] << FRACTION) + (BIAS << FRACTION)
    for i in range(len(s)):
        s[i] = powers[i] * s[i] + (powers[i] - 1.0)


@njit(**EXACT)
def softmax(s: FloatArray, rows: int, powers: FloatArray, bits: NDArray[np.int64]) -> None:
    """Replace sums by their shares e^s / Σ e^s; the sums of a neuron for all rows stand beside each other."""
    neurons = len(s) // rows
    for row in range(rows):
        largest = s[row]
        for j in range(1, neurons):
            largest = max(largest, s[j * rows + row])
        for j in range(neurons):
            s[j * rows + row] -= largest  # the shares stay the same, and cannot overflow
    exponentials(1.0, s, powers, bits)
    for row in range(rows):
        total = 0.0
        for j in range(neurons):
            total += 1.0 + s[j * rows + row]
        for j in range(neurons):
            s[j * rows + row] = (1.0 + s[j * rows + row]) / total


@njit(inline="always", **OPTIONS)
def activated(kind: int, s: float) -> float:
    """Return f(s), for all but softmax."""
    if kind == SIGMOID:
        return 1.0 / (1.0 + math.exp(-s))
    if kind == TANH:
        return math.tanh(s)
    if kind == RELU:
        return max(s, 0.0)
    if kind == LEAKY_RELU:
        return max(s, LEAK * s)
    return s


@njit(**EXACT)
def activate_many(kind: int, s: FloatArray, rows: int, powers: FloatArray, bits: NDArray[np.int64]) -> None:
    """Replace the sums of a layer by its outputs, for one or several rows; see ``exponentials`` and ``softmax``."""
    if kind == SIGMOID:
        exponentials(-1.0, s, powers, bits)
        for i in range(len(s)):
            s[i] = 1.0 / (2.0 + s[i])
    elif kind == TANH:
        exponentials(2.0, s, powers, bits)
        for i in range(len(s)):
            s[i] = s[i] / (2.0 + s[i])
    elif kind == SOFTMAX:
        softmax(s, rows, powers, bits)
    else:
        for i in range(len(s)):
            s[i] = activated(kind, s[i])


@njit(inline="always", **OPTIONS)
def activate(kind: int, s: FloatArray, powers: FloatArray, bits: NDArray[np.int64]) -> float:
    """Replace the sums of a layer by its outputs for one row.

    Returns:
        Σ s²: finite unless one of the sums is infinite, NaN or far too large.
    """
    mark = 0.0
    if len(s) < FEW and kind != SOFTMAX:
        for j in range(len(s)):
            mark += s[j] * s[j]
            s[j] = activated(kind, s[j])
    else:
        for j in range(len(s)):
            mark += s[j] * s[j]
        activate_many(kind, s, 1, powers, bits)
    return mark


@njit(inline="always", **OPTIONS)
def slope(kind: int, a: float) -> float:
    """Return f'(s), written through a."""
    if kind in (SIGMOID, SOFTMAX):
        return (1.0 - a) * a
    if kind == TANH:
        return 1.0 - a * a
    if kind == RELU:
        return 1.0 if a > 0.0 else 0.0
    if kind == LEAKY_RELU:
        return 1.0 if a > 0.0 else LEAK
    return 1.0


@njit(inline="always", **OPTIONS)
def output_delta(loss: int, kind: int, outputs: int, a: float, y: float, total: float) -> float:
    """Return δ of an output.

    Args:
        loss: The number of the loss.
        kind: The number of the activation.
        outputs: How many there are.
        a: The output.
        y: What is expected.
        total: Σ y of the sample for categorical cross-entropy, else 1.
    """
    error = a * total - y
    if loss == MEAN_SQUARED:
        error *= 2.0 / outputs
    return error * slope(kind, a) if loss <= MEAN_SQUARED else error


@njit(inline="always", **OPTIONS)
def put(values: FloatArray, places: NDArray[np.int64], numbers: FloatArray) -> None:
    """Write values to places of a vector."""
    for i in range(len(places)):
        numbers[places[i]] = values[i]


@njit(inline="always", **OPTIONS)
def layer_starts(sizes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each layer's neurons start in a vector of all of them, and where its parameters start."""
    layers = len(sizes) - 1
    neurons, parameters = np.zeros(layers + 2, np.int64), np.zeros(layers + 1, np.int64)
    for layer in range(layers + 1):
        neurons[layer + 1] = neurons[layer] + sizes[layer]
    for layer in range(layers):
        parameters[layer + 1] = parameters[layer] + sizes[layer + 1] * (sizes[layer] + 1)
    return neurons, parameters
