"""Where a training can start from: a preset, bundled or generated data, a CSV file; and what the learner asked for."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

from engine.arrays import frozen
from engine.data.bundled import BUNDLED, Bundled, bundled, bundled_names
from engine.data.dataset import Dataset
from engine.data.files import read_csv
from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.experiment.stop_rule import StopRule
from engine.network.method import Method
from engine.network.optimizers import optimizer_named

if TYPE_CHECKING:
    from engine.data.generators import Generator
    from engine.data.options import ReadOptions

DEFAULT_START = "level2"
_PLAIN = ("initializer", "epochs", "seed", "test_share", "scaling")
"""Options that are fields of the setup as they are."""
_PLAIN_RATE = 0.01  # for sgd where the start has another optimiser: Keras's


_TEN_ROWS = (
    *((2.7810836, 2.550537003), (1.465489372, 2.362125076), (3.396561688, 4.400293529), (1.38807019, 1.850220317)),
    *((3.06407232, 3.005305973), (7.627531214, 2.759262235), (5.332441248, 2.088626775), (6.922596716, 1.77106367)),
    *((8.675418651, -0.242068655), (7.673756466, 3.508563011)),
)
"""Those of the bundled ``ten-rows``, five of each class: so that the article's programs open without reading a file."""


def _walkthrough() -> Setup:
    row = Dataset(
        name="walkthrough",
        inputs=frozen([[2.78, 2.55]]),
        expected=frozen([[0.1, 0.9]]),
        input_names=("i1", "i2"),
        output_names=("o1", "o2"),
        task="regression",
        source="the article's worked example",
    )
    hidden, output = [0.1, 0.2, 0.5, 0.3, 0.4, 0.12], [0.5, 0.6, 0.2, 0.7, 0.8, 0.4]
    return Setup(
        name="walkthrough",
        dataset=row,
        sizes=(2, 2, 2),
        activations=("sigmoid", "sigmoid"),
        initializer="uniform",
        epochs=1,
        method=Method(shuffle=False),
        parameters=frozen(hidden + output),
    )


def _article(name: str, hidden: int) -> Setup:
    return Setup(
        name=name,
        dataset=Dataset(
            name="ten-rows",
            inputs=frozen(_TEN_ROWS),
            expected=frozen([[1.0, 0.0]] * 5 + [[0.0, 1.0]] * 5),
            input_names=("i1", "i2"),
            output_names=("0", "1"),
            task="classification",
            source=BUNDLED["ten-rows"].source,
        ),
        sizes=(2, hidden, 2),
        activations=("sigmoid", "sigmoid"),
        initializer="uniform",
        method=Method(shuffle=False),
    )


def _level3() -> Setup:
    # Keras shuffles, which with one batch of all rows changes nothing but the order of adding up: left out, so that
    # the rows come as in the article's other programs.
    return replace(
        _article("level3", 3),
        activations=("sigmoid", "linear"),
        loss="mse",
        method=Method(0.001, "adam", batch_size=32, shuffle=False),
        initializer="glorot",
        epochs=200,
    )


PRESETS = {
    "walkthrough": (_walkthrough, "the article's worked example: one row, weights given"),
    "level1": (lambda: _article("level1", 2), "the article's first program: ten rows"),
    "level2": (lambda: _article("level2", 3), "the article's second program: ten rows"),
    "level3": (_level3, "the article's third program, with Keras: linear outputs, MSE, Adam, one batch"),
}


@dataclass(frozen=True)
class Options:
    """What the learner asked for instead of the defaults; None where nothing was asked.

    Attributes:
        layers: all layers, the inputs first.
        hidden: the hidden layers alone; empty for none.
        activations: one name for all layers, one for the hidden layers and one for the output, or one for each layer.
        initializer: how the starting parameters are drawn.
        learning_rate: α; with another optimiser than the start's, the one that this is publicly given.
        epochs: how many epochs a training without a screen takes.
        seed: what the starting parameters and the shuffling are drawn from.
        target: the target column of a CSV file, or several: a,b.
        reading: what else is known of a CSV file.
        loss: what is descended; with outputs of softmax, cross-entropy.
        optimizer: what makes a step of a gradient.
        batch_size: how many samples an update takes, or "all".
        shuffle: whether each epoch takes the rows in a new order.
        l2: λ.
        target_mse: a run stops when the MSE comes down to it.
        patience: it stops when the MSE has not fallen below its lowest for so many epochs.
        test_share: which share of the rows is kept for the test.
        scaling: how the columns are scaled, a kind of ``engine.data.scaling``.
    """

    layers: tuple[int, ...] | None = None
    hidden: tuple[int, ...] | None = None
    activations: tuple[str, ...] | None = None
    initializer: str | None = None
    learning_rate: float | None = None
    epochs: int | None = None
    seed: int | None = None
    target: str | None = None
    loss: str | None = None
    optimizer: str | None = None
    batch_size: int | Literal["all"] | None = None
    shuffle: bool | None = None
    l2: float | None = None
    target_mse: float | None = None
    patience: int | None = None
    test_share: float | None = None
    scaling: str | None = None
    reading: ReadOptions | None = None


def start_names() -> tuple[str, ...]:
    """List the presets, the bundled and the generated data sets."""
    from engine.data.generators import GENERATORS  # here as below: what is opened most needs none

    return (*PRESETS, *bundled_names(), *GENERATORS)


def is_known_start(start: str) -> bool:
    """Tell whether a start is a preset, a bundled or a generated data set, and so no file."""
    if start in PRESETS or start in BUNDLED:
        return True
    from engine.data.generators import is_generated

    return is_generated(start)


@dataclass(frozen=True)
class Overview:
    """What a list of starts shows of one.

    Attributes:
        name: how it is asked for.
        sizes: neurons in each layer, the inputs first.
        rows: how many.
        about: one line: what it is, or where it comes from.
    """

    name: str
    sizes: tuple[int, ...]
    rows: int
    about: str


def overview(name: str) -> Overview:
    """Describe one of ``start_names``, without reading the file of a bundled data set: all would take half a second.

    Raises:
        InvalidValue: no such start.
    """
    if known := BUNDLED.get(name):
        rows, inputs, outputs = known.shape
        return Overview(name, (inputs, *known.hidden, outputs), rows, known.source)
    setup = _default_setup(name, None)
    return Overview(
        name, setup.sizes, setup.dataset.rows, PRESETS[name][1] if name in PRESETS else setup.dataset.source
    )


def setup_for(start: str | None = None, options: Options = Options()) -> Setup:
    """Build what a training starts from.

    Args:
        start: a preset, a bundled data set, generated data such as ``moons:200,noise=0.2``, or the path of a CSV file;
            none for the default preset.
        options: what to have otherwise than the start has it.

    Raises:
        InvalidValue: no such start, or options that do not fit it.
        DataError: the file cannot be read.
    """
    return _with_options(_default_setup(start or DEFAULT_START, options.target, options.reading), options)


def setup_of(dataset: Dataset, options: Options = Options()) -> Setup:
    """Build what a training on a data set of one's own starts from; see ``setup_for``.

    Raises:
        InvalidValue: the options do not fit the data set.
    """
    return _with_options(_for_dataset(dataset), options)


def _with_options(setup: Setup, options: Options) -> Setup:
    sizes = _sizes(setup, options)
    if sizes != setup.sizes or options.initializer or options.seed is not None:
        setup = replace(setup, parameters=None)
    activations = _activations(setup, options.activations, len(sizes) - 1)
    return replace(
        setup,
        sizes=sizes,
        activations=activations,
        loss=options.loss or ("cross-entropy" if activations[-1:] == ("softmax",) else setup.loss),
        method=_method(setup.method, options),
        stop_rule=replace(setup.stop_rule, **_asked(options, _names_of(setup.stop_rule))),
        **_asked(options, _PLAIN),
    )


def _asked(options: Options, names: Iterable[str]) -> dict[str, Any]:
    """Return those of the named options that were asked for."""
    return {name: value for name in names if (value := getattr(options, name, None)) is not None}


def _names_of(value: Method | StopRule) -> tuple[str, ...]:
    return tuple(field.name for field in fields(value))


def _method(method: Method, options: Options) -> Method:
    asked = _asked(options, _names_of(method))
    if options.batch_size == "all":
        asked["batch_size"] = None
    if options.optimizer not in (None, method.optimizer):
        asked.setdefault("learning_rate", optimizer_named(asked["optimizer"]).learning_rate or _PLAIN_RATE)
    return replace(method, **asked)


def _default_setup(start: str, target: str | None, reading: ReadOptions | None = None) -> Setup:
    if is_known_start(start):
        if target is not None:
            raise InvalidValue(f"a target column is chosen in a CSV file; {start[:60]} has its own")
        if reading is not None:
            raise InvalidValue(f"a CSV file can be read in other ways; {start[:60]} is none")
        return _known_setup(start)
    if not {"/", "."} & set(start) and not os.path.lexists(start):
        raise InvalidValue(f"unknown start {start[:40]!r}: name a CSV file or one of {', '.join(start_names())}")
    return _for_dataset(read_csv(start, target, reading))


def _known_setup(start: str) -> Setup:
    if start in PRESETS:
        return PRESETS[start][0]()
    from engine.data.generators import GENERATORS, generated, is_generated

    known: Generator | Bundled
    if is_generated(start):
        setup, known = _for_dataset(generated(start)), GENERATORS[start.partition(":")[0]]
    else:
        known = BUNDLED[start]
        setup = replace(_for_dataset(bundled(start)), scaling=known.scaling)
    sizes = (setup.sizes[0], *known.hidden, setup.sizes[-1])
    activations = ("sigmoid",) * len(known.hidden) + setup.activations[-1:]
    method = Method(known.learning_rate)
    return replace(setup, sizes=sizes, activations=activations, method=method, epochs=known.epochs)


def _for_dataset(dataset: Dataset) -> Setup:
    classes, few = dataset.task == "classification", dataset.rows <= 20
    return Setup(
        name=dataset.name,
        dataset=dataset,
        sizes=(dataset.inputs.shape[1], 4 if dataset.inputs.shape[1] <= 2 else 8, dataset.expected.shape[1]),
        activations=("sigmoid", "sigmoid" if classes else "linear"),
        method=Method((0.5 if few else 0.1) if classes else 0.01),
        epochs=1000 if few else 40,
    )


def _sizes(setup: Setup, options: Options) -> tuple[int, ...]:
    if options.layers is not None and options.hidden is not None:
        raise InvalidValue("give all the layers or the hidden layers alone, not both")
    if options.hidden is not None:
        return (setup.sizes[0], *options.hidden, setup.sizes[-1])
    return setup.sizes if options.layers is None else options.layers


def _activations(setup: Setup, asked: tuple[str, ...] | None, layers: int) -> tuple[str, ...]:
    if asked is None:
        return (setup.activations[0],) * (layers - 1) + (setup.activations[-1],)
    if len(asked) == layers and layers > 2:
        return asked
    if not 1 <= len(asked) <= 2:
        raise InvalidValue(
            f"activations: one for all layers, or hidden,output, or one for each of the {layers} layers after the "
            f"inputs; got {len(asked)}"
        )
    return (asked[0],) * (layers - 1) + (asked[-1],)
