"""The options of a start: a row each, from which the command line, its help and saved lines are made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.typed_numbers import MOST_COUNTED, MOST_SEED, number_reader, parse_whole

# Spelled out because the engine's own tables need NumPy, and neither a mistake in the options nor the help of `data`
# should wait for that. A test holds these to the engine's.
ACTIVATION_NAMES = ("sigmoid", "tanh", "relu", "leaky-relu", "linear", "softmax")
LOSS_NAMES = ("half-squared", "mse", "cross-entropy")
OPTIMIZER_NAMES = ("sgd", "momentum", "nesterov", "rmsprop", "adam")
SCALINGS = {"standard": " (mean 0, deviation 1)", "minmax": " (0 to 1)", "none": ""}


@dataclass(frozen=True)
class Option:
    """An option with a value.

    Attributes:
        field: Its field in ``engine.experiment.starts.Options``.
        shown: What the help calls its value.
        read: Turns the text into the value; raises ValueError for text that the option does not take.
        takes: What it takes, as the help and a refusal say it.
        note: What only the help adds.
    """

    field: str
    shown: str
    read: Callable[[str], Any]
    takes: str
    note: str = ""


def either(names: Sequence[str]) -> str:
    """Join names as alternatives: "a, b or c"."""
    *most, last = names
    return f"{', '.join(most)} or {last}"


def one_of(field: str, shown: str, names: Sequence[str], note: str = "") -> Option:
    """Return an option that takes one of a few names."""
    return Option(field, shown, _name_in(names), either(names), note)


def whole_number(field: str, least: int, most: int, note: str = "") -> Option:
    """Return an option that takes a whole number from ``least`` to ``most``."""
    return Option(field, "N", whole(most, least), f"a whole number from {least} to {most}", note)


def _name_in(names: Collection[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in names:
            raise ValueError
        return text

    return read


def whole(most: int, least: int = 0) -> Callable[[str], int]:
    return lambda text: parse_whole(text, least, most)


def whole_or_all(least: int) -> Callable[[str], int | str]:
    return lambda text: "all" if text.strip() == "all" else whole(MOST_COUNTED, least)(text)


def _sizes(at_least: int) -> Callable[[str], tuple[int, ...]]:
    def read(text: str) -> tuple[int, ...]:
        sizes = tuple(whole(MOST_COUNTED, 1)(part) for part in text.split(","))
        if len(sizes) < at_least:
            raise ValueError
        return sizes

    return read


def _activations(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if not set(names) <= set(ACTIVATION_NAMES):
        raise ValueError
    return names


def _initializer(text: str) -> str:
    from engine.network.initializers import check_initializer

    try:
        return check_initializer(text)
    except InvalidValue:
        raise ValueError from None


OPTIONS = {
    "--layers": Option(
        "layers",
        "N,N,…",
        _sizes(2),
        "the neurons of every layer, inputs first, such as 2,3,2",
        "; as START has it by default: see glassnet list; 2,3,1 makes one output for two classes",
    ),
    "--hidden": Option(
        "hidden",
        "N,…",
        _sizes(1),
        "the neurons of the hidden layers alone, such as 8,8",
        "; as START has it by default, of a CSV file 8, or 4 with 1 or 2 inputs",
    ),
    "--activation": Option(
        "activations",
        "NAME[,NAME]",
        _activations,
        f"{either(ACTIVATION_NAMES)}: one for all layers, HIDDEN,OUTPUT or one a layer",
        "; sigmoid by default, with linear outputs for numbers, softmax for 3 classes or more of a CSV file",
    ),
    "--loss": one_of("loss", "NAME", LOSS_NAMES, "; half-squared by default, cross-entropy with softmax outputs"),
    "--optimizer": one_of(
        "optimizer",
        "NAME",
        OPTIMIZER_NAMES,
        "; sgd by default (level3: adam); another one brings its own learning rate",
    ),
    "--learning-rate": Option(
        "learning_rate",
        "NUMBER",
        number_reader(lambda value: value > 0),
        "a number above 0, such as 0.5, 1/3 or 1e-3",
        "; α in the formulas; default: see below",
    ),
    "--batch-size": Option(
        "batch_size",
        "N",
        whole_or_all(1),
        "a whole number from 1, or all",
        ": how many samples an update takes; 1 by default (level3: 32)",
    ),
    "--l2": Option(
        "l2",
        "NUMBER",
        number_reader(lambda value: value >= 0),
        "a number from 0",
        "; pulls the weights towards 0, λ in the formulas; 0 by default",
    ),
    "--epochs": whole_number("epochs", 0, MOST_COUNTED, "; default: see below"),
    "--seed": whole_number("seed", 0, MOST_SEED, "; the same seed gives the same run, R takes the next; 0 by default"),
    "--target-mse": Option(
        "target_mse",
        "NUMBER",
        number_reader(lambda value: value >= 0),
        "a number from 0",
        "; a run stops when the MSE comes down to it; none by default",
    ),
    "--patience": whole_number(
        "patience", 1, MOST_COUNTED, "; a run stops after this many epochs without a lower MSE; none by default"
    ),
    "--init": Option(
        "initializer",
        "NAME",
        _initializer,
        "auto, uniform, symmetric[:R], normal[:R], glorot, he or zeros, with R above 0 and up to 1e100",
        ": how the starting weights are drawn; auto by default (he for ReLU, else glorot; presets: uniform)",
    ),
    "--bias": one_of("bias", "WHICH", ("all", "none"), ": whether the layers have biases; all by default"),
    "--test-share": Option(
        "test_share",
        "SHARE",
        number_reader(lambda value: 0 <= value < 1),
        "a number from 0 to below 1, such as 0.2",
        ": rows held out for the test; 0 by default",
    ),
    "--split-seed": whole_number("split_seed", 0, MOST_SEED, ", 0 by default; another one holds out other rows"),
    "--scale": Option(
        "scaling",
        "KIND",
        _name_in(SCALINGS),
        either([name + meaning for name, meaning in SCALINGS.items()]),
        "; fitted on the training rows; default: see below",
    ),
}
"""The options with a value. Shared by the workbench, ``train`` and ``explain``."""
FLAGS = {
    "--shuffle": ("shuffle", True, "take the rows in a new order each epoch; the default but for the presets"),
    "--no-shuffle": ("shuffle", False, "take the rows in the order of the file; the default of the presets"),
}
"""Options without a value: their field in ``engine.experiment.starts.Options``, its value, and the help."""
