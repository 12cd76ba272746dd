"""The settings of the architecture dialog: layers, method, stop rule. Each change is a command.

A new hyper-parameter is one ``Knob`` more in ``method_knobs``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.errors import EngineError
from engine.network.activations import ACTIVATIONS
from engine.network.initializers import INITIALIZER_NAMES
from engine.network.losses import LOSSES
from engine.network.optimizers import OPTIMIZERS
from engine.network.places import layer_name
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    Command,
    NewStart,
    RemoveLayer,
    RemoveNeuron,
    SetActivation,
    SetInitializer,
    SetLoss,
    SetMethod,
    SetStopRule,
)
from engine.training.state import TrainingState
from engine.training.update import update
from engine.wording import count
from tui.dialogs.settings.setting import Setting, ladder, next_rate, others
from tui.drawing.numbers import brief

BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
EPOCH_LIMITS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000)
TARGETS = (0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 1e-4, 1e-5, 1e-6)
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
    """

    field: str
    name: str
    steps: Callable[[Any, int], Sequence[Any]]
    written: Callable[[Any], str]
    about: str
    brief: str = ""
    words: str = ""

    def setting(self, owner: Any, command: Callable[[Any], Command]) -> Setting[Command]:
        """Return the setting that replaces the field in ``owner``, and sets that by a command."""
        value = getattr(owner, self.field)

        def choices(direction: int) -> Sequence[Command]:
            return [command(replace(owner, **{self.field: step})) for step in self.steps(value, direction)]

        return Setting(self.name, self.written(value), self.about, choices, brief=self.brief, words=self.words)


def settings(state: TrainingState) -> list[Setting[Command]]:
    """List all settings: the layers from the inputs to the outputs, how they are trained, and when a run stops."""
    return [
        *(setting for layer in range(len(state.network.sizes)) for setting in _layer(state, layer)),
        _loss(state),
        _optimizer(state),
        *(knob.setting(state.method, SetMethod) for knob in method_knobs(state)),
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

    return [
        Knob(
            "learning_rate",
            "learning rate",
            lambda rate, direction: [next_rate(rate, direction)],
            _short,
            "α",
            words="alpha step size",
        ),
        Knob(
            "batch_size",
            "batch size",
            lambda size, direction: sizes(size_or_all(size), direction),
            lambda size: str(size_or_all(size) or "all rows"),
            "samples per update",
            words="minibatch rows",
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
            ladder(0.0, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1),
            _short,
            "λ: pulls the weights towards 0",
            "λ: pulls w to 0",
            "regularisation regularization weight decay lambda",
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
        ),
        Knob(
            "target_mse",
            "stop at MSE",
            ladder(None, *TARGETS),
            lambda mse: "never" if mse is None else _short(mse),
            "when a run comes down to it",
            "once it is reached",
            "goal target threshold",
        ),
        Knob(
            "patience",
            "early stopping",
            ladder(None, 5, 10, 20, 50, 100, 200, 500),
            _epochs("never"),
            "after this long without a new lowest MSE",
            "no new lowest MSE",
            "patience overfitting",
        ),
    ]


def first_possible(state: TrainingState, setting: Setting[Command], direction: int) -> tuple[Command | None, str]:
    """Find the nearest choice that the engine accepts.

    Returns:
        The command, None if there is none; and why nearer choices were passed over, "" if none were.
    """
    refusals = []
    for command in setting.choices(direction):
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

    sized = Setting[Command](
        name, str(neurons), "neurons", resized, add, remove, words="neurons layers size shape width depth"
    )
    activation = Setting[Command]("  activation", current, "", activated, add, remove, words=_all(ACTIVATIONS))
    return [fixed if layer == last else sized, activation]


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
        return [NewStart()] if direction > 0 else []

    about = "the next draws new starting weights, as R does"
    return Setting("seed", str(state.setup.seed), about, choices, brief="next: new start", words="random")


def _all(names: Iterable[str]) -> str:
    return " ".join(names)


def _short(value: float) -> str:
    return brief(value, 6)


def _epochs(without: str) -> Callable[[int | None], str]:
    return lambda epochs: without if epochs is None else count(epochs, "epoch")
