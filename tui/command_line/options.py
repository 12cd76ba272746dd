"""The options of the command line: what each takes, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.errors import InvalidValue
from tui.terminal.typed_numbers import parse_number

MOST_EPOCHS = 1_000_000_000
MOST_SEED = 2**53 - 1  # the largest whole number that every reader of JSON keeps exactly


@dataclass(frozen=True)
class Option:
    """An option with a value.

    Attributes:
        field: its field in ``engine.experiment.presets.Options``.
        shown: how its value is called in the help.
        read: turns the text into the value; raises ValueError for what it does not take.
        takes: what it takes, as the help and a refusal say it.
        note: what only the help says.
    """

    field: str
    shown: str
    read: Callable[[str], Any]
    takes: str
    note: str = ""


def _whole(most: int, least: int = 0) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,18}", text.strip(), re.ASCII) or not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return read


def _sizes(at_least: int) -> Callable[[str], tuple[int, ...]]:
    def read(text: str) -> tuple[int, ...]:
        sizes = tuple(_whole(10**9)(part) for part in text.split(","))
        if len(sizes) < at_least or 0 in sizes:
            raise ValueError
        return sizes

    return read


def _learning_rate(text: str) -> float:
    value = parse_number(text)
    if value <= 0:
        raise ValueError
    return value


def _activations(text: str) -> tuple[str, ...]:
    from engine.network.activations import ACTIVATIONS

    names = tuple(name.strip() for name in text.split(","))
    if not set(names) <= set(ACTIVATIONS):
        raise ValueError
    return names


def _loss(text: str) -> str:
    from engine.network.losses import LOSSES

    if text not in LOSSES:
        raise ValueError
    return text


def _optimizer(text: str) -> str:
    from engine.network.optimizers import OPTIMIZERS

    if text not in OPTIMIZERS:
        raise ValueError
    return text


def _initializer(text: str) -> str:
    from engine.network.initializers import check_initializer

    try:
        return check_initializer(text)
    except InvalidValue:
        raise ValueError from None


def _batch_size(text: str) -> int | str:
    return "all" if text.strip() == "all" else _whole(10**9, 1)(text)


def _at_least_0(text: str) -> float:
    value = parse_number(text)
    if value < 0:
        raise ValueError
    return value


def _test_share(text: str) -> float:
    value = parse_number(text)
    if not 0 <= value < 1:
        raise ValueError
    return value


def _scaling(text: str) -> str:
    from engine.data.scaling import SCALINGS

    if text not in SCALINGS:
        raise ValueError
    return text


def _column(text: str) -> str:
    if not text.strip():
        raise ValueError
    return text


def _digits(text: str) -> str:
    if text not in ("4", "6", "full"):
        raise ValueError
    return text


def _terms(text: str) -> int | str:
    return "all" if text.strip() == "all" else _whole(10**9, 2)(text)


def _kernel(text: str) -> str:
    if text not in ("auto", "numpy", "numba"):
        raise ValueError
    return text


OPTIONS = {
    "--layers": Option("layers", "N,N,…", _sizes(2), "the neurons of every layer, inputs first, such as 2,3,2"),
    "--hidden": Option("hidden", "N,…", _sizes(1), "the neurons of the hidden layers alone, such as 8,8"),
    "--activation": Option(
        "activations",
        "NAME[,NAME]",
        _activations,
        "sigmoid, tanh, relu, leaky-relu, linear or softmax: one for all layers, HIDDEN,OUTPUT or one a layer",
    ),
    "--loss": Option(
        "loss", "NAME", _loss, "half-squared, mse or cross-entropy", "; with softmax cross-entropy if not given"
    ),
    "--optimizer": Option(
        "optimizer",
        "NAME",
        _optimizer,
        "sgd, momentum, nesterov, rmsprop or adam",
        "; brings its own learning rate if none is given",
    ),
    "--learning-rate": Option(
        "learning_rate", "NUMBER", _learning_rate, "a number above 0, such as 0.5, 1/3 or 1e-3", "; α in the formulas"
    ),
    "--batch-size": Option(
        "batch_size", "N", _batch_size, "a whole number from 1, or all", ": how many samples an update takes"
    ),
    "--l2": Option("l2", "NUMBER", _at_least_0, "a number from 0", "; draws the weights towards 0, λ in the formulas"),
    "--epochs": Option(
        "epochs",
        "N",
        _whole(MOST_EPOCHS),
        f"a whole number from 0 to {MOST_EPOCHS}",
        "; in the workbench a run stops after them",
    ),
    "--seed": Option(
        "seed", "N", _whole(MOST_SEED), f"a whole number from 0 to {MOST_SEED}", "; the same seed gives the same run"
    ),
    "--target-mse": Option(
        "target_mse", "NUMBER", _at_least_0, "a number from 0", "; a run stops when the MSE comes down to it"
    ),
    "--patience": Option(
        "patience",
        "N",
        _whole(MOST_EPOCHS, 1),
        f"a whole number from 1 to {MOST_EPOCHS}",
        "; a run stops after so many epochs without a lower MSE",
    ),
    "--init": Option(
        "initializer",
        "NAME",
        _initializer,
        "auto, uniform, symmetric[:R], normal[:R], glorot, he or zeros",
        ": how the starting weights are drawn",
    ),
    "--target": Option(
        "target", "COLUMN", _column, "the column of a CSV file to learn, by name or number from 1; or several: a,b"
    ),
    "--test-share": Option(
        "test_share", "SHARE", _test_share, "a number from 0 to below 1, such as 0.2", ": rows kept for the test"
    ),
    "--scale": Option(
        "scaling",
        "KIND",
        _scaling,
        "standard (mean 0, deviation 1), minmax (0 to 1) or none",
        "; fitted on training rows",
    ),
}
RUN_OPTIONS = {
    "--kernel": Option(
        "kernel", "NAME", _kernel, "auto, numpy or numba", ": what trains; numba comes with glassnet[fast]"
    ),
}
"""Of what runs: the workbench and ``train``."""
TRAIN_OPTIONS = {
    "--folds": Option("folds", "N", _whole(10**5, 2), "a whole number from 2", ": cross-validate; mean ± deviation"),
}
FLAGS = {
    "--shuffle": ("shuffle", True, "take the rows in a new order each epoch"),
    "--no-shuffle": ("shuffle", False, "take the rows in the order of the file"),
}
"""Options without a value: their field in ``engine.experiment.presets.Options``, what they put there, and the help."""
EXPLAIN_OPTIONS = {
    "--samples": Option(
        "samples", "N", _whole(MOST_EPOCHS), f"a whole number from 0 to {MOST_EPOCHS}", ", trained first"
    ),
    "--row": Option("row", "N", _whole(10**9, 1), "the number of a row, from 1", "; if none, the current sample"),
    "--terms": Option(
        "terms", "N", _terms, "a whole number from 2, or all", ": a longer sum is cut to so many; 6 if not given"
    ),
    "--digits": Option("digits", "N", _digits, "4, 6 or full", ": how numbers are written; 4 if not given"),
}
