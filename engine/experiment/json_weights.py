"""Reading the JSON of ``glassnet train``: the weights, the biases and what they make of the numbers they take."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, NoReturn

import numpy as np

from engine.arrays import FloatArray, is_finite
from engine.data.scaling import check_scaling
from engine.errors import InvalidValue
from engine.experiment.given_weights import SCHEMA, GivenWeights, check_biases
from engine.experiment.weight_files import given
from engine.network.activations import check_activations
from engine.network.losses import LOSSES
from engine.network.places import Bias, Neuron, Weight
from engine.network.subjects import parse_subject
from engine.network.switches import NOTHING_OFF, Switches
from engine.wording import count, quoted, refusal

SWITCHES = {"frozen", "off", "without_bias"}
_MOST_PARTS, _MOST_COMMAS = 1_000_000, 2_000_000
"""Lists, objects and quotes, and the commas between all. What is meant to fill the memory has more."""


def json_weights(file: str, data: bytes) -> GivenWeights:
    """Return the weights of a JSON object.

    Args:
        file: The name of the file, for messages.
        data: Its bytes, in UTF-8, UTF-16 or UTF-32.

    Raises:
        DataError: They are not such an object, or their weights do not make a network.
    """
    whole = _parsed(file, data)
    if not isinstance(whole, dict):
        raise refusal(file, "is not an object such as glassnet train --json prints")
    schema = whole.get("schema", SCHEMA)
    if schema != SCHEMA:
        raise refusal(file, f"has schema {_shown(schema)}; this glassnet reads schema {SCHEMA}")
    for name in ("weights", "biases"):
        if name not in whole:
            folds = ": --folds prints none" if "folds" in whole else ""
            raise refusal(file, f'has no "{name}"{folds}')
        if not isinstance(whole[name], list) or not whole[name]:
            raise refusal(file, f'"{name}" should be a list with an entry for each layer, not {_shown(whole[name])}')
    weights, biases = whole["weights"], whole["biases"]
    if len(weights) != len(biases):
        raise refusal(file, f'"weights" has {count(len(weights), "layer")}, "biases" {len(biases)}')
    layers = [
        (_matrix(file, f"W{number}", layer), _vector(file, f"b{number}", biases[number - 1]))
        for number, layer in enumerate(weights, start=1)
    ]
    return _described(given(file, layers), whole)


def _parsed(file: str, data: bytes) -> Any:
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        raise refusal(file, "is neither JSON nor an .npz file") from None
    if sum(map(text.count, '[{"')) > _MOST_PARTS or text.count(",") > _MOST_COMMAS:
        raise refusal(file, 'holds too much besides weights: keep only "weights" and "biases"')
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        # Not error.msg alone: a file that begins otherwise was never meant to be JSON.
        what = "is neither JSON nor an .npz file" if not error.pos else f"column {error.colno}: {error.msg}"
        raise refusal(file, what, error.lineno if error.pos else None) from None
    except RecursionError:
        raise refusal(file, "is nested too deeply for weights") from None
    except ValueError as error:
        raise refusal(file, str(error)) from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a finite number")


def _matrix(file: str, name: str, rows: object) -> FloatArray:
    """Return the weights of a layer, shape (neurons, inputs)."""
    if not isinstance(rows, list) or not rows:
        raise refusal(file, f"{name} should be a list with a row of weights for each neuron, not {_shown(rows)}")
    vectors = [_vector(file, f"{name}[{number}]", row) for number, row in enumerate(rows, start=1)]
    uneven = next((number for number, row in enumerate(vectors, start=1) if len(row) != len(vectors[0])), None)
    if uneven is not None:
        lengths = len(vectors[0]), len(vectors[uneven - 1])
        raise refusal(file, f"{name}[1] has {count(lengths[0], 'number')}, {name}[{uneven}] has {lengths[1]}")
    return np.array(vectors)


def _vector(file: str, name: str, values: object) -> FloatArray:
    if not isinstance(values, list) or not values:
        raise refusal(file, f"{name} should be a list of numbers, not {_shown(values)}")
    if set(map(type, values)) <= {int, float}:
        with suppress(OverflowError):
            array = np.array(values, dtype=np.float64)
            if np.isfinite(array).all():
                return array
    number, value = next(
        (number, value)
        for number, value in enumerate(values, start=1)
        if type(value) not in (int, float) or not is_finite(value)
    )
    if type(value) in (int, float):
        raise refusal(file, f"{name}[{number}] is not a finite number")
    raise refusal(file, f"{name}[{number}] should be a number, not {_shown(value)}")


def _described(found: GivenWeights, whole: dict[str, Any]) -> GivenWeights:
    """Add what the object says of the network besides its weights, and of the scaling.

    Raises:
        DataError: It contradicts the weights, or says what glassnet does not know.
    """
    activations, loss, scaling = whole.get("activations"), whole.get("loss"), whole.get("scaling")
    try:
        if activations is not None:
            names = _names(activations)
            if len(names) != len(found.sizes) - 1:
                raise InvalidValue(
                    f"weights are given for {count(len(found.sizes) - 1, 'layer')}, activations for {len(names)}"
                )
            check_activations(names)
            found = replace(found, activations=names)
        if loss is not None:
            found = replace(found, loss=_loss(*_names([loss])))
        if "scaling" in whole:
            kind = "none" if scaling is None else scaling.get("kind") if isinstance(scaling, dict) else scaling
            found = replace(found, scaling=check_scaling(*_names([kind])))
        if SWITCHES & whole.keys():
            found = replace(found, switches=_switches(found, whole))
            check_biases(found, found.switches or NOTHING_OFF)
    except InvalidValue as error:
        raise refusal(found.file, str(error)) from None
    return found


def _switches(found: GivenWeights, whole: dict[str, Any]) -> Switches:
    """Return what is frozen and off, and which layers have no biases."""
    frozen = _places(found.sizes, "frozen", whole.get("frozen", []), (Weight, Bias))
    off = _places(found.sizes, "off", whole.get("off", []), (Neuron,))
    layers = whole.get("without_bias", [])
    if not isinstance(layers, list) or not all(type(layer) is int for layer in layers):
        raise InvalidValue(f'"without_bias" should be a list of numbers of layers, not {_shown(layers)}')
    switches = Switches(frozenset(frozen), frozenset(off), frozenset(layers))
    switches.check(found.sizes)
    return switches.without_biases(switches.without_bias)


def _places(sizes: tuple[int, ...], key: str, names: object, kinds: tuple[type, ...]) -> Iterator[Any]:
    """Yield the places that a list names."""
    if not isinstance(names, list):
        raise InvalidValue(f'"{key}" should be a list of names, not {_shown(names)}')
    for name in _names(names):
        place = parse_subject(name, sizes)
        if not isinstance(place, kinds):
            what = "hidden neurons" if key == "off" else "weights and biases"
            raise InvalidValue(f'"{key}" takes {what}, not {quoted(name)}')
        yield place


def _loss(name: str) -> str:
    if name not in LOSSES:
        raise InvalidValue(f"unknown loss {quoted(name)}: use one of {', '.join(LOSSES)}")
    return name


def _names(values: object) -> tuple[str, ...]:
    if not isinstance(values, list | tuple):
        values = [values]
    for value in values:
        if not isinstance(value, str):
            raise InvalidValue(f"{_shown(value)} should be a name")
    return tuple(values)


def _shown(value: object) -> str:
    """Write a value of JSON briefly."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return quoted(value)
        case Sequence():
            return "a list" if value else "an empty list"
        case dict():
            return "an object"
        case int():
            return str(value) if abs(value) < 10**12 else "a very large number"
        case _:
            return str(value)
