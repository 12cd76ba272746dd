"""How much work it is to compute something, in samples times parameters, so that nobody waits unasked."""

from __future__ import annotations

from engine.errors import InvalidValue
from engine.kernels.compiler import check_installed
from engine.network.network import parameter_count
from engine.session.steps import Step
from engine.training.commands import Folded, Run, StepEpoch

LAYER_MORE, LAYER_MORE_COMPILED = 1_000, 20
"""What a layer costs a sample whatever its size, in parameters: with NumPy and with Numba."""
LINE_MORE = 25
"""What a command costs besides its samples, in samples."""


def work_of(samples: int, sizes: tuple[int, ...], parameters: int, compiled: bool = False) -> int:
    """Return how much work it is to do a command that trains so many samples."""
    layers = len(sizes) - 1
    a_sample = parameters + layers * (LAYER_MORE_COMPILED if compiled else LAYER_MORE)
    return samples * a_sample + LINE_MORE * (parameters + layers * LAYER_MORE)


def work_of_step(before: Step, step: Step, samples: int | None = None) -> int:
    """Return how much work it is to do a step again.

    Args:
        before: The step before it.
        step: The step.
        samples: How many samples of it; None for all.
    """
    compiled = isinstance(step.command, Run) and step.command.kernel == "numba" and has_numba()
    trained = samples_of(before, step) if samples is None else samples
    return work_of(trained, before.sizes, parameter_count(before.sizes), compiled)


def samples_of(before: Step, step: Step) -> int:
    """Return how many samples a step trains at most, or what costs as much."""
    match step.command:
        case Run(samples):
            return samples
        case StepEpoch():
            return before.summary.rows
        case Folded(edits):
            return LINE_MORE * len(edits)
    return 1


def has_numba() -> bool:
    """Tell whether Numba is installed."""
    try:
        check_installed()
    except InvalidValue:
        return False
    return True
