"""The setup of a start (a preset, bundled or generated data, a CSV file, a worked example) with the options for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Literal

from engine.data.bundled import BUNDLED, Bundled, bundled, bundled_names
from engine.data.dataset import Dataset
from engine.data.files import read_table
from engine.data.two_classes import possible_outputs, with_outputs
from engine.errors import InvalidValue
from engine.experiment.defaults import for_dataset, for_file
from engine.experiment.given_weights import GivenWeights, check_can_take, options_with, with_weights
from engine.experiment.presets import PRESETS
from engine.experiment.setup import Setup
from engine.experiment.stop_rule import StopRule
from engine.network.activations import spread_activations
from engine.network.method import Method
from engine.network.optimizers import optimizer_named
from engine.network.switches import NOTHING_OFF, Switches
from engine.quick_dataclass import dataclass
from engine.wording import printable

if TYPE_CHECKING:
    from engine.data.generators import Generator
    from engine.data.options import ReadOptions
    from engine.data.report import ReadingProgress

DEFAULT_START = "level2"
_SETUP_OPTIONS = ("initializer", "epochs", "seed", "test_share", "split_seed", "scaling")
"""Options that are fields of ``Setup``."""
_SGD_RATE = 0.01
"""The default α of SGD, from Keras, where the start has another optimiser."""


@dataclass(frozen=True)
class Options:
    """What the learner asked for. None means the default of the start. Immutable.

    Attributes:
        layers: Neurons in all layers, the inputs first.
        hidden: Neurons in the hidden layers only; empty for no hidden layer.
        activations: One name for all layers, one for the hidden layers and one for the output, or one for each layer.
        initializer: How the starting parameters are drawn.
        learning_rate: α. With an optimiser other than the start's, the default is the one published with it.
        epochs: How many epochs a training on the command line takes.
        seed: What the starting parameters and the shuffling are drawn from.
        loss: The loss. With softmax outputs the default is cross-entropy.
        optimizer: The optimiser.
        batch_size: Rows per update, or "all".
        shuffle: Whether each epoch takes the rows in a new random order.
        l2: λ, the strength of the L2 penalty.
        target_mse: The MSE at which a run stops.
        patience: The number of epochs without a new lowest MSE after which a run stops.
        test_share: The share of the rows kept for the test.
        split_seed: What the split and the folds are drawn from.
        scaling: How the columns are scaled, a kind of ``engine.data.scaling``.
        bias: Whether the layers have biases: "all" or "none" of them.
        reading: How to read a CSV file.
        weights: The starting weights, with the network they are for; what else is asked for must go with it.
    """

    layers: tuple[int, ...] | None = None
    hidden: tuple[int, ...] | None = None
    activations: tuple[str, ...] | None = None
    initializer: str | None = None
    learning_rate: float | None = None
    epochs: int | None = None
    seed: int | None = None
    loss: str | None = None
    optimizer: str | None = None
    batch_size: int | Literal["all"] | None = None
    shuffle: bool | None = None
    l2: float | None = None
    target_mse: float | None = None
    patience: int | None = None
    test_share: float | None = None
    split_seed: int | None = None
    scaling: str | None = None
    bias: Literal["all", "none"] | None = None
    reading: ReadOptions | None = None
    weights: GivenWeights | None = None


def start_names() -> tuple[str, ...]:
    """List the presets and the bundled and generated data sets."""
    from engine.data.generators import GENERATORS  # imported late, here and below: most starts need no generator

    return (*PRESETS, *bundled_names(), *GENERATORS)


def is_known_start(start: str) -> bool:
    """Return whether a start names a preset or a bundled or generated data set; otherwise it is a file."""
    if start in PRESETS or start in BUNDLED:
        return True
    from engine.data.generators import is_generated

    return is_generated(start)


def is_worked_example(start: str) -> bool:
    """Tell whether a start is the path of a worked example, by its ending."""
    return start.lower().endswith(".toml")


@dataclass(frozen=True)
class Overview:
    """An entry in the list of starts. Immutable.

    Attributes:
        name: The name of the start.
        sizes: Neurons in each layer, the inputs first.
        rows: How many rows it has.
        about: What it is or where it comes from, in one line.
    """

    name: str
    sizes: tuple[int, ...]
    rows: int
    about: str


def overview(name: str) -> Overview:
    """Describe a start without reading its file: reading all bundled files takes half a second.

    Raises:
        InvalidValue: There is no such start.
    """
    if known := BUNDLED.get(name):
        rows, inputs, outputs = known.shape
        return Overview(name, (inputs, *known.hidden, outputs), rows, known.source)
    setup = _default_setup(name, Options(), known_setup)
    return Overview(
        name, setup.sizes, setup.dataset.rows, PRESETS[name][1] if name in PRESETS else setup.dataset.source
    )


def setup_for(
    start: str | None = None, options: Options = Options(), known: Callable[[str], Setup] | None = None
) -> Setup:
    """Return the setup of a start.

    Args:
        start: A preset, a bundled data set, generated data such as ``moons:200,noise=0.2``, or the path of a CSV file
            or of a worked example. None means ``DEFAULT_START``.
        options: They replace the defaults of the start.
        known: Makes the setup of what is no CSV file, without options; see ``known_setup``.

    Raises:
        InvalidValue: There is no such start, or the options do not fit it.
        DataError: The file cannot be read.
    """
    options = options_with(options)
    return _with_options(_default_setup(start or DEFAULT_START, options, known or known_setup), options)


def in_session(setup: Setup, epochs: int | None) -> Setup:
    """Return the setup of a session, in which a run stops after the epochs that were asked for.

    Args:
        setup: The setup of the start.
        epochs: The epochs; None or 0 means that it goes on.
    """
    return replace(setup, stop_rule=replace(setup.stop_rule, epoch_limit=epochs or None))


def read_file(start: str, reading: ReadOptions | None = None, progress: ReadingProgress | None = None) -> Dataset:
    """Read the data of a start that is a CSV file.

    Args:
        start: The path of the file.
        reading: How to read it. None detects everything.
        progress: Called with the share done, from 0 to 1. Whatever it raises ends the reading and is passed on.

    Raises:
        InvalidValue: It is neither a file nor a name that is known.
        DataError: The file cannot be read.
    """
    if not {"/", "."} & set(start) and not os.path.lexists(start):
        raise InvalidValue(f"unknown start {start[:40]!r}: name a file or one of {', '.join(start_names())}")
    return read_table(start, reading, progress)[0]


def setup_of(dataset: Dataset, options: Options = Options()) -> Setup:
    """Return the setup of a file that was read already; see ``setup_for``.

    Raises:
        InvalidValue: The options do not fit the data set.
    """
    options = options_with(options)
    return _with_options(for_file(dataset, options), options)


def _with_options(setup: Setup, options: Options) -> Setup:
    if options.weights is not None:
        check_can_take(setup, options.weights)
    sizes = _sizes(setup, options)
    dataset, switches = setup.dataset, _switches(setup, options, sizes)
    if sizes[-1:] == (1,) and 1 in possible_outputs(dataset):
        dataset = with_outputs(dataset, 1)
    if sizes != setup.sizes or options.initializer or options.seed is not None:
        setup = replace(setup, parameters=None)
    if options.weights is not None:
        setup = with_weights(setup, sizes, options.weights, switches)
    activations = _activations(setup, options.activations, len(sizes) - 1)
    return replace(
        setup,
        dataset=dataset,
        sizes=sizes,
        activations=activations,
        loss=options.loss or ("cross-entropy" if activations[-1:] == ("softmax",) else setup.loss),
        method=_method(setup.method, options),
        stop_rule=replace(setup.stop_rule, **_asked(options, _names_of(setup.stop_rule))),
        switches=switches,
        **_asked(options, _SETUP_OPTIONS),
    )


def _switches(setup: Setup, options: Options, sizes: tuple[int, ...]) -> Switches:
    """Return what is switched off; the marks of a start are about the layers that it has by default."""
    given = None if options.weights is None else options.weights.switches
    switches = given or (setup.switches if sizes == setup.sizes else NOTHING_OFF)
    if options.bias is None:
        return switches
    return switches.without_biases(range(1, len(sizes)) if options.bias == "none" else ())


def _asked(options: Options, names: Iterable[str]) -> dict[str, Any]:
    """Return the named options that were asked for."""
    return {name: value for name in names if (value := getattr(options, name, None)) is not None}


def _names_of(value: Method | StopRule) -> tuple[str, ...]:
    return tuple(field.name for field in fields(value))


def _method(method: Method, options: Options) -> Method:
    asked = _asked(options, _names_of(method))
    if options.batch_size == "all":
        asked["batch_size"] = None
    if options.optimizer not in (None, method.optimizer):
        asked.setdefault("learning_rate", optimizer_named(asked["optimizer"]).learning_rate or _SGD_RATE)
    return replace(method, **asked)


def _default_setup(start: str, options: Options, known: Callable[[str], Setup]) -> Setup:
    if is_known_start(start) or is_worked_example(start):
        if options.reading is not None:
            raise InvalidValue(f"only a CSV file takes reading options; {printable(start, 60)} is not one")
        return known(start)
    return for_file(read_file(start, options.reading), options)


def known_setup(start: str) -> Setup:
    """Return the setup of a start that is no CSV file, as it is without options.

    Raises:
        InvalidValue: There is no such start.
        DataError: The worked example cannot be read.
    """
    if start in PRESETS:
        return PRESETS[start][0]()
    if is_worked_example(start):
        from engine.experiment.worked_example import read_worked_example

        return read_worked_example(start)
    from engine.data.generators import GENERATORS, generated, is_generated

    known: Generator | Bundled
    if is_generated(start):
        setup, known = for_dataset(generated(start)), GENERATORS[start.partition(":")[0]]
    else:
        known = BUNDLED[start]
        setup = replace(for_dataset(bundled(start)), scaling=known.scaling)
    sizes = (setup.sizes[0], *known.hidden, setup.sizes[-1])
    activations = ("sigmoid",) * len(known.hidden) + setup.activations[-1:]
    method = Method(known.learning_rate)
    return replace(setup, sizes=sizes, activations=activations, method=method, epochs=known.epochs)


def _sizes(setup: Setup, options: Options) -> tuple[int, ...]:
    if options.layers is not None and options.hidden is not None:
        raise InvalidValue("give either all layers or only the hidden layers, not both")
    if options.hidden is not None:
        return (setup.sizes[0], *options.hidden, setup.sizes[-1])
    return setup.sizes if options.layers is None else options.layers


def _activations(setup: Setup, asked: tuple[str, ...] | None, layers: int) -> tuple[str, ...]:
    if asked is None:
        return (setup.activations[0],) * (layers - 1) + (setup.activations[-1],)
    return spread_activations(asked, layers)
