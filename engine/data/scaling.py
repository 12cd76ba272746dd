"""Bringing columns to one size, so that none is heard only because its unit is small; and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from engine.arrays import FloatArray, frozen
from engine.data.dataset import Dataset
from engine.errors import InvalidValue

ScalingKind = Literal["none", "standard", "minmax"]
LARGE = 10.0
_ALL_DIGITS = 17
_MOST_STEPS = 16
SCALINGS: tuple[str, ...] = get_args(ScalingKind)
"""``none``: as they are. ``standard``: mean 0 and standard deviation 1 (over all rows, not rows − 1). ``minmax``: from
0 to 1."""


@dataclass(frozen=True, eq=False)
class ColumnScaling:
    """How columns are scaled: (value − offset) / scale. Immutable.

    Attributes:
        offset: in the columns' own units, shape (columns,), read-only.
        scale: likewise; above 0, and 1 where a column is constant.
    """

    offset: FloatArray
    scale: FloatArray

    def applied(self, values: FloatArray) -> FloatArray:
        """Scale rows of shape (…, columns)."""
        with np.errstate(all="ignore"):
            scaled: FloatArray = (values - self.offset) / self.scale
        return scaled

    def undone(self, values: FloatArray) -> FloatArray:
        """Return scaled rows, shape (…, columns), in the columns' own units; to within rounding."""
        with np.errstate(all="ignore"):
            own: FloatArray = values * self.scale + self.offset
        return own

    def original(self, values: FloatArray) -> FloatArray:
        """Return scaled rows, shape (rows, columns), as the numbers that were scaled to them, to the last bit.

        Where several numbers come to the same when scaled, it is the one that takes the fewest digits. A value that no
        number is scaled to, such as an output of the network, comes back as ``undone`` has it.
        """
        own = np.empty_like(values)
        for column, (offset, scale) in enumerate(zip(self.offset, self.scale, strict=True)):
            different, index = np.unique(values[:, column], return_inverse=True)
            own[:, column] = _shortest(different, offset, scale)[index]
        return own

    def original_value(self, column: int, value: float) -> float:
        """Return one scaled number as the one that was scaled to it: see ``original``."""
        return float(_shortest(np.array([value]), self.offset[column], self.scale[column])[0])

    def apply_value(self, column: int, value: float) -> float:
        """Scale one number of a column."""
        return float((value - self.offset[column]) / self.scale[column])

    def undo_value(self, column: int, value: float) -> float:
        """Return one scaled number in its column's own unit."""
        with np.errstate(all="ignore"):
            return float(value * self.scale[column] + self.offset[column])


@dataclass(frozen=True, eq=False)
class Scaling:
    """How a data set is scaled, as fitted on the rows trained on. Immutable.

    Attributes:
        kind: ``standard`` or ``minmax``.
        inputs: for the inputs.
        outputs: for the expected outputs of a regression; classes are 0 and 1 already and have none.
    """

    kind: str
    inputs: ColumnScaling
    outputs: ColumnScaling | None

    def applied(self, dataset: Dataset) -> Dataset:
        """Return a data set, the one fitted on or one like it, as the network sees it.

        Raises:
            InvalidValue: a value is too far from those fitted on for a finite number.
        """
        expected = dataset.expected if self.outputs is None else self.outputs.applied(dataset.expected)
        return replace(dataset, inputs=self.inputs.applied(dataset.inputs), expected=expected)

    def undone(self, dataset: Dataset) -> Dataset:
        """Return a scaled data set in its own units; to within rounding.

        Raises:
            InvalidValue: a value comes out too large for a finite number.
        """
        return replace(dataset, inputs=self.inputs.undone(dataset.inputs), expected=self.own_outputs(dataset.expected))

    def own_outputs(self, values: FloatArray) -> FloatArray:
        """Return outputs, expected or got, of shape (…, outputs) in their own units."""
        return values if self.outputs is None else self.outputs.undone(values)


def _shortest(scaled: FloatArray, offset: np.float64, scale: np.float64) -> FloatArray:
    """Find the numbers of the fewest digits with (number − offset) / scale = ``scaled``, all of one column."""
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
    """Find a number for each that is scaled to it; what rounding left of the way back is some steps from one."""
    undone = scaled * scale + offset
    # Of numbers this far apart none is passed over: a difference from the offset holds no more digits than that.
    step = np.maximum(np.spacing(np.abs(undone)), np.spacing(np.abs(scaled * scale)) / 2)
    nearby = undone.copy()
    for _ in range(_MOST_STEPS):
        off = np.sign(scaled - (nearby - offset) / scale)
        if not off.any():
            break
        nearby = nearby + off * step
    return np.where((nearby - offset) / scale == scaled, nearby, undone)


def fitted_scaling(kind: str, dataset: Dataset) -> Scaling | None:
    """Fit a scaling to the rows of a data set: those trained on, so that nothing of the test shows through.

    Args:
        kind: one of ``SCALINGS``.
        dataset: the rows to fit.

    Returns:
        The scaling; none for ``none``.

    Raises:
        InvalidValue: there is no such kind, or a column spans more than a float holds.
    """
    check_scaling(kind)
    if kind == "none":
        return None
    outputs = None
    if dataset.task == "regression":
        outputs = _fitted(kind, dataset.expected, dataset.output_names)
    return Scaling(kind, _fitted(kind, dataset.inputs, dataset.input_names), outputs)


def advised_scaling(dataset: Dataset) -> str:
    """Return the kind that a data set of one's own is best begun with: ``standard`` where a number is large.

    A sigmoid of sums of large numbers is 0 or 1 whatever the weights, and has no slope to learn by.
    """
    largest = max(np.abs(dataset.inputs).max(), np.abs(dataset.expected).max())
    return "standard" if largest > LARGE else "none"


def check_scaling(kind: str) -> str:
    """Return the kind, if it is one.

    Raises:
        InvalidValue: it is not in ``SCALINGS``.
    """
    if kind not in SCALINGS:
        raise InvalidValue(f"unknown scaling {kind[:40]!r}: use one of {', '.join(SCALINGS)}")
    return kind


def _fitted(kind: str, values: FloatArray, names: tuple[str, ...]) -> ColumnScaling:
    low, high = values.min(axis=0), values.max(axis=0)
    with np.errstate(all="ignore"):
        # As shares of the largest number: their sums and squares neither overflow nor vanish.
        unit = np.maximum(np.abs(low), np.abs(high))
        unit[unit == 0.0] = 1.0
        offset, scale = low, high - low
        if kind == "standard":
            shares = values / unit
            offset, scale = shares.mean(axis=0) * unit, shares.std(axis=0) * unit
    # Compared, for the deviation of equal numbers can be a rounding error, and dividing by it would make noise.
    constant = (low == high) | (scale == 0.0)
    if not np.isfinite(scale).all():
        raise InvalidValue(f"{names[int(np.isfinite(scale).argmin())][:40]!r} spans more than can be scaled")
    return ColumnScaling(frozen(np.where(constant, low, offset)), frozen(np.where(constant, 1.0, scale)))
