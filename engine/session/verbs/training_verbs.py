"""The verbs that train and begin again."""

from __future__ import annotations

from typing import get_args

from engine.kernels.compiler import Kernel
from engine.network.initializers import check_initializer
from engine.session.verbs.arguments import Arguments, refused_at
from engine.session.verbs.values import row_in
from engine.session.verbs.verb import Verb
from engine.training.commands import (
    Command,
    NewStart,
    Reset,
    Run,
    SetInitializer,
    SetStart,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.state import TrainingState
from engine.typed_numbers import MOST_COUNTED, MOST_SEED

KERNELS: tuple[Kernel, ...] = get_args(Kernel)


def _phase(words: Arguments, state: TrainingState) -> Command:
    return StepPhase(row_in(words, state) if words.rest else None)


def _sample(words: Arguments, state: TrainingState) -> Command:
    return StepSample(row_in(words, state) if words.rest else None)


def _epoch(words: Arguments, state: TrainingState) -> Command:
    rows = state.dataset.rows
    epochs = words.whole("the number of epochs", 1, MOST_COUNTED // rows) if words.rest else 1
    return StepEpoch() if epochs == 1 else Run(epochs * rows - state.position)


def _run(words: Arguments, state: TrainingState) -> Command:
    samples = words.whole("the number of samples", 1, MOST_COUNTED)
    name = words.name("the kernel", KERNELS) if words.rest else "numpy"
    return Run(samples, next(kernel for kernel in KERNELS if kernel == name))


def _newstart(words: Arguments, state: TrainingState) -> Command:
    return NewStart(words.whole("the seed", 0, MOST_SEED) if words.rest else None)


def _init(words: Arguments, state: TrainingState) -> Command:
    token = words.take("NAME")
    with refused_at(token):
        return SetInitializer(check_initializer(token.text))


VERBS = (
    Verb("phase", "[ROW]", "do the next phase of a sample: of the current one, or of this row", _phase),
    Verb("sample", "[ROW]", "train the current sample to its end, or this row", _sample),
    Verb("epoch", "[N]", "train the rest of the epoch, and the epochs after it up to N", _epoch),
    Verb("run", f"N [{'|'.join(KERNELS)}]", "train N samples", _run),
    Verb("reset", "", "go back to the starting weights and epoch 0", lambda words, state: Reset()),
    Verb("newstart", "[SEED]", "draw other starting weights, from the next seed or this one", _newstart),
    Verb("setstart", "", "make the current weights the starting ones", lambda words, state: SetStart()),
    Verb("init", "NAME", "draw the starting weights with another initialiser", _init),
)


def line_of(command: Command, state: TrainingState) -> str | None:
    """Write a command of these verbs; None for another command.

    Args:
        command: The command.
        state: The state before it.
    """
    match command:
        case StepPhase(row):
            return _with_row("phase", row, state)
        case StepSample(row):
            return _with_row("sample", row, state)
        case StepEpoch():
            return "epoch"
        case Run(samples, kernel):
            return f"run {samples}" if kernel == "numpy" else f"run {samples} {kernel}"
        case Reset():
            return "reset"
        case NewStart(seed):
            return "newstart" if seed is None else f"newstart {seed}"
        case SetStart():
            return "setstart"
        case SetInitializer(name):
            return f"init {name}"
    return None


def _with_row(verb: str, row: int | None, state: TrainingState) -> str:
    return verb if row is None else f"{verb} {state.dataset.number(row)}"
