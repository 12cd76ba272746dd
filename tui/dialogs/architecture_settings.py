"""What makes up a network and its training, as a list of settings that each can be changed in two directions."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
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
from tui.dialogs.settings.setting import Setting, Value, next_rate, others
from tui.drawing.numbers import brief

BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, None)
L2_STEPS = (0.0, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1)
EPOCH_LIMITS = (None, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000)
TARGETS = (None, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 1e-4, 1e-5, 1e-6)
PATIENCES = (None, 5, 10, 20, 50, 100, 200, 500)
NEW_NEURONS = 3
"""How many neurons a new layer has."""


def settings(state: TrainingState) -> list[Setting[Command]]:
    """List all that can be set, from the inputs to the outputs, then what governs the training."""
    layers = [setting for layer in range(len(state.network.sizes)) for setting in _layer(state, layer)]
    training = [_loss(state), _optimizer(state), _rate(state), _batch(state), _shuffle(state), _l2(state)]
    return [*layers, *training, _initializer(state), _epoch_limit(state), _target(state), _patience(state)]


def choose(state: TrainingState, setting: Setting[Command], direction: int) -> tuple[Command | None, str]:
    """Find the nearest choice that the engine takes.

    Returns:
        The command, none if there is no other choice; and why nearer ones were passed over, "" if none were.
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
    network = state.network
    last, neurons = len(network.sizes) - 1, network.sizes[layer]
    name = layer_name(network.sizes, layer)
    below = network.activations[min(layer, last - 1)] if layer == 0 and last > 1 else network.activations[0]
    add = AddLayer(layer, NEW_NEURONS, below if below != "softmax" else "sigmoid") if layer < last else None
    if layer == 0:
        return [Setting(name, str(neurons), "as many as the data have", add=add, brief="as in the data")]
    remove = RemoveLayer(layer) if layer < last else None
    activation = Setting("  activation", network.activations[layer - 1], "", _activations(state, layer), add, remove)
    if layer == last:
        return [Setting(name, str(neurons), "as many as the data have", brief="as in the data"), activation]

    def resized(direction: int) -> Sequence[Command]:
        return [AddNeuron(layer) if direction > 0 else RemoveNeuron(layer, neurons - 1)]

    return [Setting(name, str(neurons), "neurons", resized, add, remove), activation]


def _activations(state: TrainingState, layer: int) -> Callable[[int], Sequence[Command]]:
    current = state.network.activations[layer - 1]
    return lambda direction: [SetActivation(layer, name) for name in others(tuple(ACTIVATIONS), current, direction)]


def _loss(state: TrainingState) -> Setting[Command]:
    current = state.network.loss_name
    outputs = ("sigmoid", "softmax") if state.network.sizes[-1] == 1 else ("softmax", "sigmoid")

    def choices(direction: int) -> Sequence[Command]:
        names = others(LOSSES, current, direction)
        return [command for name in names for command in (SetLoss(name), *(SetLoss(name, out) for out in outputs))]

    return Setting("loss", current, state.network.loss.definition, choices)


def _with_method(state: TrainingState, **changes: Any) -> Command:
    return SetMethod(replace(state.method, **changes))


def _with_stop_rule(state: TrainingState, **changes: Any) -> Command:
    return SetStopRule(replace(state.stop_rule, **changes))


def _optimizer(state: TrainingState) -> Setting[Command]:
    current = state.method.optimizer

    def choices(direction: int) -> Sequence[Command]:
        names = others(tuple(OPTIMIZERS), current, direction)
        rates = [OPTIMIZERS[name].learning_rate or state.setup.method.learning_rate for name in names]
        pairs = zip(names, rates, strict=True)
        return [_with_method(state, optimizer=name, learning_rate=rate) for name, rate in pairs]

    return Setting("optimiser", current, OPTIMIZERS[current].rule, choices)


def _rate(state: TrainingState) -> Setting[Command]:
    rate = state.method.learning_rate

    def choices(direction: int) -> Sequence[Command]:
        return [_with_method(state, learning_rate=next_rate(rate, direction))]

    return Setting("learning rate", brief(rate, 6), "α", choices)


def _batch(state: TrainingState) -> Setting[Command]:
    sizes = [size for size in BATCH_SIZES if size is None or size < state.dataset.rows]
    size = state.method.batch_size
    if size is not None and size >= state.dataset.rows:
        size = None
    at = sizes.index(size) if size in sizes else sum(other is not None and other < size for other in sizes) - 1

    def choices(direction: int) -> Sequence[Command]:
        return [_with_method(state, batch_size=sizes[at + direction])] if 0 <= at + direction < len(sizes) else []

    return Setting("batch size", "all rows" if size is None else str(size), "samples an update", choices)


def _shuffle(state: TrainingState) -> Setting[Command]:
    on = state.method.shuffle
    about = "a new order each epoch" if on else "in the order of the file"
    few = "anew each epoch" if on else "as in the file"
    other = _with_method(state, shuffle=not on)
    return Setting("shuffle", "on" if on else "off", about, lambda direction: [other], brief=few)


def _l2(state: TrainingState) -> Setting[Command]:
    value = state.method.l2

    def choices(direction: int) -> Sequence[Command]:
        return [_with_method(state, l2=step) for step in _next(L2_STEPS, value, direction, lambda step: step)]

    return Setting("L2", brief(value, 6), "λ: draws the weights towards 0", choices, brief="λ: draws w to 0")


def _initializer(state: TrainingState) -> Setting[Command]:
    name = state.setup.initializer

    def choices(direction: int) -> Sequence[Command]:
        names = others(INITIALIZER_NAMES, name.partition(":")[0], direction)
        return [SetInitializer(other) for other in names]

    return Setting("initialiser", name, "draws new starting weights", choices, brief="draws new weights")


def _epoch_limit(state: TrainingState) -> Setting[Command]:
    limit = state.stop_rule.epoch_limit

    def choices(direction: int) -> Sequence[Command]:
        return [_with_stop_rule(state, epoch_limit=epochs) for epochs in _next(EPOCH_LIMITS, limit, direction, _finite)]

    value = "no limit" if limit is None else count(limit, "epoch")
    about, few = "a run stops there", ""
    if limit is None:
        about, few = "a run goes on until it is paused", "runs until paused"
    elif state.epoch >= limit:
        about, few = "passed: a run goes on", "passed: runs on"
    return Setting("stop after", value, about, choices, brief=few)


def _target(state: TrainingState) -> Setting[Command]:
    target = state.stop_rule.target_mse

    def choices(direction: int) -> Sequence[Command]:
        steps = _next(TARGETS, target, direction, lambda step: -math.inf if step is None else -step)
        return [_with_stop_rule(state, target_mse=step) for step in steps]

    value = "never" if target is None else brief(target, 6)
    return Setting("stop at MSE", value, "when a run comes down to it", choices, brief="once it is reached")


def _patience(state: TrainingState) -> Setting[Command]:
    patience = state.stop_rule.patience

    def choices(direction: int) -> Sequence[Command]:
        return [_with_stop_rule(state, patience=epochs) for epochs in _next(PATIENCES, patience, direction, _finite)]

    value = "never" if patience is None else count(patience, "epoch")
    return Setting("stop when stuck", value, "so long without a new lowest MSE", choices, brief="no new lowest MSE")


def _next(steps: Sequence[Value], value: Value, direction: int, rank: Callable[[Value], float]) -> Sequence[Value]:
    """Find the step next to a value, which need not be one; none if there is none."""
    further = [step for step in steps if (rank(step) - rank(value)) * direction > 0]
    return further[:1] if direction > 0 else further[-1:]


def _finite(step: int | None) -> float:
    return -math.inf if step is None else step
