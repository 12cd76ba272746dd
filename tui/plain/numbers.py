"""The numbers of a training in words: one of a sample, the error of a row, the results of all rows."""

from __future__ import annotations

import numpy as np

from engine.explaining.worked_step import Context, context_of
from engine.formulas.notation import Digits, number_text
from engine.network.propagation import forward, sample_error
from engine.network.quantities import Quantity
from engine.session.rows import InTest, row_numbered
from engine.training.phases import is_computed
from engine.training.results import part_metrics, parts, score_of
from engine.training.state import TrainingState

UNKNOWN = "not computed yet"


def became(label: str, before: str, after: str) -> str:
    """Say what a thing is now, and what it was."""
    return f"{label} is {after}, was {before}"


def moved(label: str, before: float, after: float, digits: Digits) -> str:
    """Say what a number is now, and what it was, with so many digits, or more if they would look the same."""
    finer: tuple[Digits, ...] = (digits, 6, None)
    pairs = ((number_text(before, each), number_text(after, each)) for each in finer)
    texts = next((pair for pair in pairs if pair[0] != pair[1]), (number_text(before, digits),) * 2)
    return became(label, *texts)


def numbered(label: str, before: int, after: int) -> str:
    """Say how many there are now, and how many there were."""
    return f"{label} are {after:,}, were {before:,}"


def value_of(state: TrainingState, quantity: Quantity, digits: Digits, context: Context | None = None) -> str:
    """Write a number of the sample that is shown, if its phases have computed it.

    Args:
        state: The training, with the row that is looked at as its current one.
        quantity: Which number.
        digits: How many digits.
        context: The numbers of the sample, if they are at hand.
    """
    if state.phase and not is_computed(state.network.sizes, quantity, state.phase):
        return UNKNOWN
    return number_text((context or context_of(state.shown)).value(quantity), digits)


def error_of(state: TrainingState, number: int) -> float | None:
    """Return E of the row with a number; None if there is none."""
    row = row_numbered(state, number)
    dataset, index = (state.test, row.index) if isinstance(row, InTest) else (state.dataset, row)
    if dataset is None or index is None:
        return None
    with np.errstate(all="ignore"):
        return sample_error(state.network, forward(state.network, dataset.inputs[index]), dataset.expected[index])


def results(state: TrainingState) -> dict[str, float | str]:
    """Return what the training has come to: the MSE, how many rows are right or R²; of the test part too."""
    found: dict[str, float | str] = {}
    for part, dataset, evaluation in parts(state):
        of = "" if part == "train" else "test "
        found[f"{of}MSE"] = evaluation.mse
        if evaluation.right is not None:
            found[f"{of}accuracy"] = f"{int(evaluation.right.sum()):,} of {dataset.rows:,}"
        elif (r2 := score_of(part_metrics(evaluation, dataset, state.scaling))) is not None:
            found[f"{of}R²"] = r2
    return found
