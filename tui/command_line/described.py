"""What the JSON of ``glassnet train`` says first: its schema, and what was trained and how."""

from __future__ import annotations

from typing import Any

from engine.experiment.given_weights import SCHEMA
from engine.experiment.setup import Setup
from engine.network.places import Bias, Weight, parameter_name, place_name
from tui.command_line.version import VERSION


def described(setup: Setup, start: str) -> dict[str, Any]:
    """Return what was trained and how, for JSON.

    ``shape`` lists the sizes of the layers and ``outputs`` the names of the outputs (the classes of a classification).
    ``batch_size`` is None for all rows, and ``initializer`` where the start has weights of its own. ``frozen`` and
    ``off`` have names, of what training leaves alone and of neurons that answer 0; ``without_bias`` has the numbers of
    layers, from 1 for the first after the inputs.

    Args:
        setup: What the training started from.
        start: The name that the learner gave for it.
    """
    sizes, switches = setup.sizes, setup.switches
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "start": start,
        "task": setup.dataset.task,
        "shape": list(sizes),
        "inputs": list(setup.dataset.input_names),
        "outputs": list(setup.dataset.output_names),
        "activations": list(setup.activations),
        "loss": setup.loss,
        "frozen": [parameter_name(sizes, place) for place in sorted(switches.frozen, key=_number)],
        "off": [place_name(sizes, neuron) for neuron in sorted(switches.off, key=lambda one: (one.layer, one.index))],
        "without_bias": sorted(switches.without_bias),
        "initializer": setup.initializer if setup.parameters is None else None,
        "optimizer": setup.method.optimizer,
        "learning_rate": setup.method.learning_rate,
        "batch_size": setup.method.batch_size,
        "shuffle": setup.method.shuffle,
        "l2": setup.method.l2,
        "seed": setup.seed,
        "test_share": setup.test_share,
        "split_seed": setup.split_seed,
        "target_mse": setup.stop_rule.target_mse,
        "patience": setup.stop_rule.patience,
    }


def _number(place: Weight | Bias) -> tuple[bool, int, int, int]:
    """Return what sorts weights and biases as they are numbered."""
    source = place.source if isinstance(place, Weight) else 0
    return isinstance(place, Bias), place.layer, place.target, source
