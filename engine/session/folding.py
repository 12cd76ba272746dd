"""Which edits change the same thing, so that those that follow one another may make one step."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields

from engine.experiment.stop_rule import StopRule
from engine.network.method import Method
from engine.training.commands import (
    AddNeuron,
    Command,
    RemoveNeuron,
    SetActivation,
    SetExpected,
    SetHidden,
    SetInitializer,
    SetInput,
    SetLoss,
    SetMethod,
    SetOutputs,
    SetParameter,
    SetScaling,
    SetStopRule,
    SetWord,
)
from engine.training.state import TrainingState


def target_of(command: Command, state: TrainingState) -> Hashable:
    """Return what an edit changes; None for a command that is always a step of its own.

    Args:
        command: The command.
        state: The state before it.
    """
    match command:
        case SetParameter(place, _):
            return place
        case SetInput(row, column, _):
            return "input", row, column
        case SetExpected(row, output, _):
            return "expected", row, output
        case SetWord(row, place, _):
            return "word", row, place
        case SetMethod(method):
            return _changed_field(state.method, method)
        case SetStopRule(rule):
            return _changed_field(state.stop_rule, rule)
        case AddNeuron(layer):
            return "neurons", layer
        case RemoveNeuron(layer, index):
            return ("neurons", layer) if index == state.network.sizes[layer] - 1 else None
        case SetHidden(sizes):
            return _resized_layer(state.network.sizes[1:-1], sizes)
        case SetOutputs():
            return "neurons", len(state.network.sizes) - 1
        case SetActivation(layer, _):
            return "activation", layer
        case SetLoss():
            return "loss"
        case SetScaling():
            return "scaling"
        case SetInitializer():
            return "initializer"
    return None


def choice_of(target: Hashable, state: TrainingState) -> Hashable:
    """Return what is chosen in a state for the target of an edit; None for a target that is a number of its own.

    Where an edit comes back to what was chosen before, all that was before comes back: choices carry more along, for
    example the weights of a neuron that was removed.
    """
    match target:
        case "neurons", _:
            return state.network.sizes
        case "activation", _:
            return state.network.activations
        case "loss":
            return state.network.loss_name
        case "scaling" | "initializer":
            return str(getattr(state.setup, target))
        case str():
            part = state.method if hasattr(state.method, target) else state.stop_rule
            return target, getattr(part, target)
    return None


def _resized_layer(before: tuple[int, ...], after: tuple[int, ...]) -> Hashable:
    """Return the target of a change of one hidden layer's neurons; None if more is changed."""
    if len(before) != len(after):
        return None
    resized = [layer for layer, sizes in enumerate(zip(before, after, strict=True), 1) if sizes[0] != sizes[1]]
    return ("neurons", resized[0]) if len(resized) == 1 else None


def _changed_field(before: Method | StopRule, after: Method | StopRule) -> str | None:
    """Return the one field that differs; an optimiser may bring a learning rate along."""
    changed = [field.name for field in fields(before) if getattr(before, field.name) != getattr(after, field.name)]
    if "optimizer" in changed:
        return "optimizer"
    return changed[0] if len(changed) == 1 else None
