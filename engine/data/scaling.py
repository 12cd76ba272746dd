"""Scale columns to a common size, so that no column dominates because of its unit; and undo it."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import numpy as np

from engine.arrays import FloatArray, frozen
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass

ScalingKind = Literal["none", "standard", "minmax"]
LARGE = 10.0
_ALL_DIGITS = 17
_MOST_STEPS = 16
SCALINGS: tuple[str, ...] = get_args(ScalingKind)
"""``none``: unscaled. ``standard``: mean 0 and standard deviation 1 (divided by rows, not by rows − 1). ``minmax``:
from 0 to 1."""


@dataclass(frozen=True, eq=False)
class ColumnScaling:
    """The scaling of each column: (value − offset) / scale. Immutable.

    Attributes:
        offset: In the columns' own units, shape (columns,), read-only.
        scale: Likewise. Above 0, and 1 if the column is constant.
    """

    offset: FloatArray
    scale: FloatArray

    def applied(self, values: FloatArray) -> FloatArray:
        """Scale values of shape (…, columns)."""
        with np.errstate(all="ignore"):
            scaled: FloatArray = (values - self.offset) / self.scale
        return scaled

    def undone(self, values: FloatArray) -> FloatArray:
        """Return scaled values, shape (…, columns), in the columns' own units, up to rounding errors."""
        with np.errstate(all="ignore"):
            own: FloatArray = values * self.scale + self.offset
        return own

    def original(self, values: FloatArray) -> FloatArray:
        """Return the exact numbers that were scaled to these values, shape (rows, columns).

        If several numbers scale to the same value, the one with the fewest digits is returned. If none does, as with
        an output of the network, the result is that of ``undone``.
        """
        own = np.empty_like(values)
        for column, (offset, scale) in enumerate(zip(self.offset, self.scale, strict=True)):
            different, index = np.unique(values[:, column], return_inverse=True)
            own[:, column] = _shortest(different, offset, scale)[index]
        return own

    def original_value(self, column: int, value: float) -> float:
        """Return the exact number of a column that was scaled to ``value``: see ``original``."""
        return float(_shortest(np.array([value]), self.offset[column], self.scale[column])[0])

    def part(self, first: int, width: int) -> ColumnScaling:
        """Return the scaling of some columns next to each other."""
        return ColumnScaling(self.offset[first : first + width], self.scale[first : first + width])

    def apply_value(self, column: int, value: float) -> float:
        """Scale one number of a column."""
        return float((value - self.offset[column]) / self.scale[column])

    def undo_value(self, column: int, value: float) -> float:
        """Return one scaled number of a column in its own unit, up to rounding errors."""
        with np.errstate(all="ignore"):
            return float(value * self.scale[column] + self.offset[column])


@dataclass(frozen=True, eq=False)
class Scaling:
    """The scaling of a data set, fitted to its training rows. Immutable.

    Attributes:
        kind: ``standard`` or ``minmax``.
        inputs: The scaling of the inputs.
        outputs: The scaling of the expected outputs; None in a classification, where they are 0 and 1 already.
    """

    kind: str
    inputs: ColumnScaling
    outputs: ColumnScaling | None

    def applied(self, dataset: Dataset) -> Dataset:
        """Return a data set as the network sees it.

        Raises:
            InvalidValue: A scaled value is not finite.
        """
        expected = dataset.expected if self.outputs is None else self.outputs.applied(dataset.expected)
        return replace(dataset, inputs=self.inputs.applied(dataset.inputs), expected=expected)

    def undone(self, dataset: Dataset) -> Dataset:
        """Return a scaled data set in its own units, up to rounding errors.

        Raises:
            InvalidValue: A value in its own unit is not finite.
        """
        return replace(dataset, inputs=self.inputs.undone(dataset.inputs), expected=self.own_outputs(dataset.expected))

    def own_outputs(self, values: FloatArray) -> FloatArray:
        """Return outputs, expected or got, in their own units, shape (…, outputs)."""
        return values if self.outputs is None else self.outputs.undone(values)


def _shortest(scaled: FloatArray, offset: np.float64, scale: np.float64) -> FloatArray:
    """Return the numbers of a column with the fewest digits that scale exactly to ``scaled``, shape (rows,)."""
    with np.errstate(all="ignore"):
        nearby = _nearby(scaled, offset, scale)
        own, left = nearby.copy(), np.arange(len(scaled))
        for digits in range(_ALL_DIGITS):
            rounded = np.array([float(f"{value:.{digits}g}") if digits else 0.0 for value in nearby[left].tolist()])
            found = (rounded - offset) / scale == scaled[left]
            own[left[found]] = rounded[found]
            left = left[~found]
            if not len(left):
                break
    return own


def _nearby(scaled: FloatArray, offset: np.float64, scale: np.float64) -> FloatArray:
    """Return for each scaled value some number that scales exactly to it, a few rounding steps from ``undone``."""
    undone = scaled * scale + offset
    # Steps this small miss none: a difference from the offset has no finer digits.
    step = np.maximum(np.spacing(np.abs(undone)), np.spacing(np.abs(scaled * scale)) / 2)
    nearby = undone.copy()
    for _ in range(_MOST_STEPS):
        off = np.sign(scaled - (nearby - offset) / scale)
        if not off.any():
            break
        nearby = nearby + off * step
    return np.where((nearby - offset) / scale == scaled, nearby, undone)


def fitted_scaling(kind: str, dataset: Dataset) -> Scaling | None:
    """Fit a scaling to a data set: the training rows only, so that no information leaks from the test rows.

    Args:
        kind: One of ``SCALINGS``.
        dataset: The training rows.

    Returns:
        The scaling; None for ``none``.

    Raises:
        InvalidValue: There is no such kind, or the range of a column is not a finite float.
    """
    check_scaling(kind)
    if kind == "none":
        return None
    outputs = None
    if dataset.task == "regression":
        outputs = _fitted(kind, dataset.expected, dataset.output_names)
    return Scaling(kind, _fitted(kind, dataset.inputs, dataset.input_names), outputs)


def advised_scaling(dataset: Dataset) -> str:
    """Return the kind of scaling to start with for unknown data: ``standard`` if any number is large.

    Large inputs saturate a sigmoid: it is 0 or 1 whatever the weights, and has no slope to learn from.
    """
    largest = max(np.abs(dataset.inputs).max(), np.abs(dataset.expected).max())
    return "standard" if largest > LARGE else "none"


def check_scaling(kind: str) -> str:
    """Return the kind of scaling, checked.

    Raises:
        InvalidValue: It is not in ``SCALINGS``.
    """
    if kind not in SCALINGS:
        raise InvalidValue(f"unknown scaling {kind[:40]!r}: use one of {', '.join(SCALINGS)}")
    return kind


def _fitted(kind: str, values: FloatArray, names: tuple[str, ...]) -> ColumnScaling:
    low, high = values.min(axis=0), values.max(axis=0)
    with np.errstate(all="ignore"):
        # Relative to the largest number, so that sums and squares neither overflow nor underflow.
        unit = np.maximum(np.abs(low), np.abs(high))
        unit[unit == 0.0] = 1.0
        offset, scale = low, high - low
        if kind == "standard":
            shares = values / unit
            offset, scale = shares.mean(axis=0) * unit, shares.std(axis=0) * unit
    constant = scale == 0.0  # equal numbers, whose shares are exactly 1, or a range too small for a float
    if not np.isfinite(scale).all():
        raise InvalidValue(f"{names[int(np.isfinite(scale).argmin())][:40]!r} spans more than can be scaled")
    return ColumnScaling(frozen(np.where(constant, low, offset)), frozen(np.where(constant, 1.0, scale)))
