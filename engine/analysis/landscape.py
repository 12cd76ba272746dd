"""A network's outputs between the rows: over a grid of two inputs or along one input; and expected against got.

All numbers are scaled, as the network sees them; ``engine.data.scaling`` converts back to the units of the data.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, frozen
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.network.many_rows import predict
from engine.network.network import Network
from engine.network.switches import Switches
from engine.quick_dataclass import dataclass

_LARGEST = float(np.finfo(np.float64).max)
MARGIN = 0.08
"""How far a map extends beyond the rows, as a share of their range."""


def telling_inputs(dataset: Dataset) -> tuple[int, int]:
    """Choose two inputs for a map: the first two, or if one of them is constant the two that vary most."""
    with np.errstate(all="ignore"):  # the deviation of huge numbers is infinite, and so not 0
        spread = dataset.inputs.std(axis=0)
    if spread[:2].all():
        return 0, 1
    first, second = sorted(np.argsort(-spread, kind="stable")[:2].tolist())
    return first, second


@dataclass(frozen=True, eq=False)
class DecisionMap:
    """The outputs over a grid of two inputs, all others held constant. Immutable; the arrays are read-only.

    Attributes:
        inputs: The numbers of the two inputs, x and y.
        x: The values of the first, rising, shape (columns,).
        y: The values of the second, falling so that row 0 is on top, shape (rows,).
        outputs: Shape (rows, columns, outputs); of two classes with a single output a, a value for each class: 1 − a
            and a.
    """

    inputs: tuple[int, int]
    x: FloatArray
    y: FloatArray
    outputs: FloatArray

    @property
    def answers(self) -> NDArray[np.intp]:
        """The index of the largest output in each cell, shape (rows, columns); −1 if an output is infinite or NaN."""
        answers = np.where(np.isfinite(self.outputs).all(axis=2), self.outputs.argmax(axis=2), -1)
        answers.flags.writeable = False
        return answers

    @property
    def leads(self) -> FloatArray:
        """The lead of the largest output over the second in each cell, shape (rows, columns); 0 with one output."""
        if self.outputs.shape[2] == 1:
            return frozen(np.zeros(self.outputs.shape[:2]))
        best = np.partition(self.outputs, -2, axis=2)
        with np.errstate(all="ignore"):
            return frozen(best[:, :, -1] - best[:, :, -2])

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Return the row and column of the cell nearest to a point, on the edge if the point is outside."""
        # The difference of halves cannot overflow.
        return int(np.abs(self.y / 2 - y / 2).argmin()), int(np.abs(self.x / 2 - x / 2).argmin())


@dataclass(frozen=True, eq=False)
class OutputCurve:
    """The outputs along one input, all others held constant. Immutable; the arrays are read-only.

    Attributes:
        x: The values of the input, rising, shape (points,).
        outputs: Shape (points, outputs).
    """

    x: FloatArray
    outputs: FloatArray


def decision_map(
    network: Network,
    dataset: Dataset,
    inputs: tuple[int, int] = (0, 1),
    *,
    columns: int = 80,
    rows: int = 40,
    held: FloatArray | None = None,
) -> DecisionMap:
    """Compute the outputs over the range of two inputs.

    Args:
        network: The network.
        dataset: The rows; they give the ranges and means of the inputs.
        inputs: The numbers of the two inputs, from 0.
        columns: Values of the first input, 1 or more.
        rows: Values of the second input, 1 or more.
        held: The constant values of the other inputs, shape (inputs,); the entries of the two are ignored. None means
            the means.

    Raises:
        InvalidValue: There are no such two inputs, or columns or rows are below 1.
    """
    _check_inputs(dataset, inputs)
    x, y = (_range(dataset, number, count) for number, count in zip(inputs, (columns, rows), strict=True))
    grid = np.column_stack([np.tile(x, rows), np.repeat(y[::-1], columns)])
    outputs = predict(_seen_from(network, dataset, inputs, held), grid)
    by_class = dataset.by_class(outputs).reshape(rows, columns, -1)
    return DecisionMap(inputs, frozen(x), frozen(y[::-1]), frozen(by_class))


def output_curve(
    network: Network, dataset: Dataset, number: int = 0, *, points: int = 200, held: FloatArray | None = None
) -> OutputCurve:
    """Compute the outputs along the range of one input, the others as in ``decision_map``.

    Raises:
        InvalidValue: There is no such input, or points is below 1.
    """
    _check_inputs(dataset, (number,))
    x = _range(dataset, number, points)
    outputs = predict(_seen_from(network, dataset, (number,), held), x[:, np.newaxis])
    return OutputCurve(frozen(x), frozen(outputs))


def expected_and_got(dataset: Dataset, outputs: FloatArray, output: int = 0) -> FloatArray:
    """Pair expected with got, sorted by expected; shape (rows, 2), read-only.

    Args:
        dataset: The rows.
        outputs: What the network gave for them, shape (rows, outputs).
        output: The number of the output, from 0.

    Raises:
        InvalidValue: There is no such output.
    """
    if not 0 <= output < dataset.output_count:
        raise InvalidValue(f"{dataset.name}: no output {output}; they are counted from 0 to {dataset.output_count - 1}")
    pairs = np.column_stack([dataset.expected[:, output], outputs[:, output]])
    return frozen(pairs[pairs[:, 0].argsort(kind="stable")])


def _seen_from(network: Network, dataset: Dataset, inputs: tuple[int, ...], held: FloatArray | None) -> Network:
    """Return the network reduced to these inputs: the terms of the others, held constant, are added to the biases."""
    at = _means(dataset.inputs) if held is None else np.array(held, dtype=np.float64)
    at[list(inputs)] = 0.0
    first = network.layers[0]
    with np.errstate(all="ignore"):
        biases = first[:, :-1] @ at + first[:, -1]
    free = np.column_stack([first[:, list(inputs)], biases])
    parameters = np.concatenate([free.ravel(), network.parameters[first.size :]])
    off = Switches(off=network.switches.off)  # the first layer has biases now, whatever it had
    return replace(network, sizes=(len(inputs), *network.sizes[1:]), parameters=parameters, switches=off)


def _means(inputs: FloatArray) -> FloatArray:
    with np.errstate(over="ignore", invalid="ignore"):
        means: FloatArray = inputs.mean(axis=0)
    if (far := ~np.isfinite(means)).any():  # the sum overflowed: add up shares of the largest number instead
        largest = np.abs(inputs[:, far]).max(axis=0)
        means[far] = (inputs[:, far] / largest).mean(axis=0) * largest
    return means


def _range(dataset: Dataset, number: int, count: int) -> FloatArray:
    """Return evenly spaced values over the range of an input and a margin, shape (count,)."""
    if count < 1:
        raise InvalidValue(f"a map needs 1 cell or more each way, got {count}")
    # Quarters cannot overflow, even when rounded.
    low, high = dataset.inputs[:, number].min() / 4, dataset.inputs[:, number].max() / 4
    margin = MARGIN * (high - low) or 0.25  # a constant input gets a range around it
    margin = min(margin, _LARGEST / 4 - high, low + _LARGEST / 4)
    return 4 * np.linspace(low - margin, high + margin, count)


def _check_inputs(dataset: Dataset, inputs: tuple[int, ...]) -> None:
    for number in inputs:
        if not 0 <= number < dataset.input_count:
            raise InvalidValue(
                f"{dataset.name}: no input {number}; they are counted from 0 to {dataset.input_count - 1}"
            )
    if len(set(inputs)) != len(inputs):
        raise InvalidValue(f"{dataset.name}: a map needs two different inputs, not input {inputs[0]} twice")
