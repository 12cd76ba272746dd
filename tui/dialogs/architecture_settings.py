"""The settings of the architecture dialog: layers, method, stop rule. Each change is a command.

A new hyper-parameter is one ``Knob`` more in ``method_knobs``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from engine.errors import EngineError
from engine.network.activations import ACTIVATIONS
from engine.network.initializers import INITIALIZER_NAMES
from engine.network.losses import LOSSES
from engine.network.optimizers import OPTIMIZERS
from engine.network.places import layer_name
from engine.quick_dataclass import dataclass
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    Command,
    NewStart,
    RemoveLayer,
    RemoveNeuron,
    SetActivation,
    SetBiases,
    SetHidden,
    SetInitializer,
    SetLoss,
    SetMethod,
    SetStopRule,
)
from engine.training.state import TrainingState
from engine.training.update import update
from engine.typed_numbers import MOST_COUNTED, MOST_SEED
from engine.wording import count
from tui.dialogs.data_settings import outputs_setting, scaling_setting
from tui.dialogs.settings.setting import Setting, ladder, next_rate, others
from tui.dialogs.settings.typed import TEN, Numbers, Typing, real_numbers, whole_numbers
from tui.dialogs.shape_setting import shape_setting
from tui.drawing.numbers import brief

BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
EPOCH_LIMITS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000)
TARGET_STEPS = ladder(None, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 1e-4, 1e-5, 1e-6)
L2_STEPS = ladder(0.0, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1)
NEURONS = whole_numbers(1, MOST_COUNTED)
NEW_NEURONS = 3
"""The number of neurons in a new layer."""


@dataclass(frozen=True)
class Knob:
    """A field of ``Method`` or ``StopRule`` that the learner can step through.

    Attributes:
        field: Its name there.
        name: Its name in the dialog.
        steps: Given its value and a direction, returns the values that a step may lead to, the nearest first.
        written: Writes a value.
        about: What it means; see ``Setting``.
        brief: The same in fewer words; see ``Setting``.
        words: Other words that find it; see ``Setting``.
        numbers: The numbers it takes; None if it is no number.
    """

    field: str
    name: str
    steps: Callable[[Any, int], Sequence[Any]]
    written: Callable[[Any], str]
    about: str
    brief: str = ""
    words: str = ""
    numbers: Numbers | None = None

    def setting(self, owner: Any, command: Callable[[Any], Command]) -> Setting[Command]:
        """Return the setting that replaces the field in ``owner``, and sets that by a command."""
        value = getattr(owner, self.field)

        def change(to: Any) -> Command:
            return command(replace(owner, **{self.field: to}))

        def choices(direction: int) -> Sequence[Command]:
            return [change(step) for step in self.steps(value, direction)]

        typing = None if self.numbers is None else self.numbers.typing(self.name, value, change)
        return Setting(
            self.name, self.written(value), self.about, choices, brief=self.brief, words=self.words, typing=typing
        )


def settings(state: TrainingState) -> list[Setting[Command]]:
    """List all settings: the shape, each layer from the inputs on, how they are trained, and when a run stops."""
    return [
        shape_setting(state),
        *(setting for layer in range(len(state.network.sizes)) for setting in _layer(state, layer)),
        _loss(state),
        _optimizer(state),
        *(knob.setting(state.method, SetMethod) for knob in method_knobs(state)),
        scaling_setting(state),
        _initializer(state),
        _seed(state),
        *(knob.setting(state.stop_rule, SetStopRule) for knob in stop_rule_knobs(state)),
    ]


def method_knobs(state: TrainingState) -> list[Knob]:
    """List the fields of the method, except the optimiser, which brings a learning rate along."""
    rows, shuffle = state.dataset.rows, state.method.shuffle
    sizes = ladder(*(size for size in BATCH_SIZES if size < rows), None)

    def size_or_all(size: int | None) -> int | None:
        return size if size is not None and size < rows else None

    def ten_rows(size: int | None, direction: int) -> list[int | None]:
        size = size_or_all(size)
        further = max(1, (size or rows) + direction * TEN)
        return [] if further == size or (size is None and direction > 0) else [size_or_all(further)]

    return [
        Knob(
            "learning_rate",
            "learning rate",
            lambda rate, direction: [next_rate(rate, direction)],
            _short,
            "α",
            words="alpha step size",
            numbers=real_numbers(
                "a number above 0, such as 0.5, 1/3 or 1e-3", lambda rate: rate > 0, lambda rate, direction: ()
            ),
        ),
        Knob(
            "batch_size",
            "batch size",
            lambda size, direction: sizes(size_or_all(size), direction),
            lambda size: str(size_or_all(size) or "all rows"),
            "samples per update",
            words="minibatch rows",
            numbers=replace(whole_numbers(1, MOST_COUNTED, "all rows"), by_ten=ten_rows),
        ),
        Knob(
            "shuffle",
            "shuffle",
            lambda on, direction: [not on],
            lambda on: "on" if on else "off",
            "reshuffled each epoch" if shuffle else "in the order of the file",
            "reshuffled" if shuffle else "as in the file",
            "random order",
        ),
        Knob(
            "l2",
            "L2",
            L2_STEPS,
            _short,
            "λ: pulls the weights towards 0",
            "λ: pulls w to 0",
            "regularisation regularization weight decay lambda",
            real_numbers("a number from 0, such as 0.001", lambda value: value >= 0, L2_STEPS),
        ),
    ]


def stop_rule_knobs(state: TrainingState) -> list[Knob]:
    """List the fields of the stop rule."""
    limit = state.stop_rule.epoch_limit
    if limit is None:
        after, after_brief = "a run goes on until it is paused", "runs until paused"
    elif state.epoch >= limit:
        after, after_brief = "passed: a run goes on", "passed: runs on"
    else:
        after, after_brief = "a run stops there", ""
    return [
        Knob(
            "epoch_limit",
            "stop after",
            ladder(None, *EPOCH_LIMITS),
            _epochs("no limit"),
            after,
            after_brief,
            "epochs limit",
            whole_numbers(1, MOST_COUNTED, "no limit"),
        ),
        Knob(
            "target_mse",
            "stop at MSE",
            TARGET_STEPS,
            lambda mse: "never" if mse is None else _short(mse),
            "when a run comes down to it",
            "once it is reached",
            "goal target threshold",
            real_numbers("a number from 0, such as 0.01", lambda value: value >= 0, TARGET_STEPS, "never"),
        ),
        Knob(
            "patience",
            "early stopping",
            ladder(None, 5, 10, 20, 50, 100, 200, 500),
            _epochs("never"),
            "after this long without a new lowest MSE",
            "no new lowest MSE",
            "patience overfitting",
            whole_numbers(1, MOST_COUNTED, "never"),
        ),
    ]


def first_possible(state: TrainingState, choices: Iterable[Command]) -> tuple[Command | None, str]:
    """Find the first choice that the engine accepts.

    Returns:
        The command, None if there is none; and why nearer choices were passed over, "" if none were.
    """
    refusals = []
    for command in choices:
        try:
            update(state, command)
        except EngineError as error:
            refusals.append(str(error))
        else:
            return command, refusals[0] if refusals else ""
    return None, refusals[0] if refusals else ""


def _layer(state: TrainingState, layer: int) -> list[Setting[Command]]:
    """List the size of a layer and, after the inputs, its activation."""
    network = state.network
    last, neurons = len(network.sizes) - 1, network.sizes[layer]
    name, first = layer_name(network.sizes, layer), network.activations[0]
    add = AddLayer(layer, NEW_NEURONS, first if first != "softmax" else "sigmoid") if layer < last else None
    fixed = Setting[Command](name, str(neurons), "fixed by the data", add=add)
    if layer == 0:
        return [fixed]
    remove = RemoveLayer(layer) if layer < last else None
    current = network.activations[layer - 1]

    def activated(direction: int) -> Sequence[Command]:
        return [SetActivation(layer, other) for other in others(tuple(ACTIVATIONS), current, direction)]

    def resized(direction: int) -> Sequence[Command]:
        return [AddNeuron(layer) if direction > 0 else RemoveNeuron(layer, neurons - 1)]

    def resized_to(size: int) -> Command:
        return SetHidden((*network.sizes[1:layer], size, *network.sizes[layer + 1 : -1]))

    sized = Setting[Command](
        name,
        str(neurons),
        "neurons",
        resized,
        add,
        remove,
        words="neurons layers size shape width depth",
        typing=NEURONS.typing(name, neurons, resized_to),
    )
    activation = Setting[Command]("  activation", current, "", activated, add, remove, words=_all(ACTIVATIONS))
    with_bias = layer not in network.switches.without_bias
    biases = Setting[Command](
        "  biases",
        "on" if with_bias else "off",
        "a number added to each sum" if with_bias else "no numbers added to the sums",
        lambda direction: [SetBiases(layer, not with_bias)],
        add,
        remove,
        brief="added to each sum" if with_bias else "none added to the sums",
        words="bias offset intercept",
    )
    return [(outputs_setting(state, fixed) if layer == last else sized), activation, biases]


def _loss(state: TrainingState) -> Setting[Command]:
    current = state.network.loss_name
    outputs = ("sigmoid", "softmax") if state.network.sizes[-1] == 1 else ("softmax", "sigmoid")

    def choices(direction: int) -> Sequence[Command]:
        names = others(LOSSES, current, direction)
        return [command for name in names for command in (SetLoss(name), *(SetLoss(name, out) for out in outputs))]

    return Setting("loss", current, state.network.loss.definition, choices, words=f"error cost {_all(LOSSES)}")


def _optimizer(state: TrainingState) -> Setting[Command]:
    method, plain_rate = state.method, state.setup.method.learning_rate

    def chosen(name: str) -> Command:
        return SetMethod(replace(method, optimizer=name, learning_rate=OPTIMIZERS[name].learning_rate or plain_rate))

    def choices(direction: int) -> Sequence[Command]:
        return [chosen(name) for name in others(tuple(OPTIMIZERS), method.optimizer, direction)]

    return Setting(
        "optimiser", method.optimizer, OPTIMIZERS[method.optimizer].rule, choices, words=f"optimizer {_all(OPTIMIZERS)}"
    )


def _initializer(state: TrainingState) -> Setting[Command]:
    name = state.setup.initializer

    def choices(direction: int) -> Sequence[Command]:
        return [SetInitializer(other) for other in others(INITIALIZER_NAMES, name.partition(":")[0], direction)]

    return Setting(
        "initialiser",
        name,
        "draws new starting weights",
        choices,
        brief="draws new weights",
        words=_all(INITIALIZER_NAMES),
    )


def _seed(state: TrainingState) -> Setting[Command]:
    def choices(direction: int) -> Sequence[Command]:
        return [NewStart()] if direction > 0 else [NewStart(seed - 1)] if seed else []

    seed = state.setup.seed
    about = "another one draws other starting weights, the next as R does"
    if state.setup.is_own_start:
        about = f"the starting weights are your own now; {about}"
    typing: Typing[Command] = whole_numbers(0, MOST_SEED).typing("seed", seed, NewStart)
    return Setting("seed", str(seed), about, choices, brief="draws new weights", words="random", typing=typing)


def _all(names: Iterable[str]) -> str:
    return " ".join(names)


def _short(value: float) -> str:
    return brief(value, 6)


def _epochs(without: str) -> Callable[[int | None], str]:
    return lambda epochs: without if epochs is None else count(epochs, "epoch")
