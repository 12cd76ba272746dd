"""A worked example from a TOML file: a network whose every number is given, as in a textbook.

The README shows one. Weights and biases have the names that the learner sees.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engine.arrays import FloatArray
from engine.errors import InvalidValue
from engine.experiment.example_rows import example_rows
from engine.experiment.example_values import number, shown
from engine.experiment.setup import Setup, check_loss
from engine.experiment.toml_document import Document, read_document
from engine.network.activations import spread_activations
from engine.network.method import Method
from engine.network.network import check_shape, check_sizes, parameter_count, shape_text
from engine.network.places import Bias, Weight, parameter_name
from engine.network.switches import Switches
from engine.wording import count, printable, quoted

MOST_PARAMETERS = 10_000
_KEYS = (
    *("name", "source", "layers", "activation", "loss", "rate", "inputs", "outputs", "classes", "rows"),
    *("weights", "biases", "bias", "freeze"),
)
_NEEDED = ("layers", "rate", "rows", "weights")
_OTHER_NAMES = dict.fromkeys(("alpha", "learning_rate", "learning-rate", "lr", "eta"), "rate")
_LONGEST_NAME = 100
_NEAR = 0.5


def read_worked_example(path: str | os.PathLike[str]) -> Setup:
    """Read a worked example.

    Raises:
        DataError: The file cannot be read, or something in it is missing, unknown or impossible; the message names the
            key and its line.
    """
    document = read_document(path, "a worked example")
    _check_keys(document)
    values, sizes = document.values, _layers(document)
    activations, loss = _functions(document, sizes)
    places = dict(_named_places(sizes))
    parameters = _parameters(document, sizes, places)
    name = printable(_text(document, "name", Path(document.file).stem), _LONGEST_NAME)
    source = printable(_text(document, "source", f"the file {document.file}"), 200)
    dataset = example_rows(document, sizes, name, source)
    try:
        check_loss(loss, activations[-1], dataset)
    except InvalidValue as error:
        raise document.refusal(str(error), "loss" if "loss" in values else "activation") from None
    rate = number(document, values["rate"], "rate", "rate")
    if rate <= 0:
        raise document.refusal(f"rate should be above 0, not {rate:g}", "rate")
    return Setup(
        name=name,
        dataset=dataset,
        sizes=sizes,
        activations=activations,
        epochs=1,
        parameters=parameters,
        worked_example=True,
        loss=loss,
        method=Method(rate, shuffle=False),
        switches=_switches(document, sizes, places),
    )


def _check_keys(document: Document) -> None:
    for key in document.values:
        if key not in _KEYS:
            raise document.refusal(f"unknown key {quoted(key)}{_near(key, _KEYS)}", key)
    for key in _NEEDED:
        if key not in document.values:
            raise document.refusal(f"{key} is missing")


def _near(name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches  # slow to import, and only needed for a mistake

    meant = _OTHER_NAMES.get(name)
    near = [meant] if meant in known else get_close_matches(name[:40], known, 1, _NEAR)
    return f": did you mean {near[0]}?" if near else ""


def _text(document: Document, key: str, usual: str) -> str:
    value = document.values.get(key, usual)
    if not isinstance(value, str) or not value.strip():
        raise document.refusal(f"{key} should be a text, not {shown(value)}", key)
    return value


def _layers(document: Document) -> tuple[int, ...]:
    """Return the neurons in each layer."""
    listed = document.values["layers"]
    wanted = "layers should be a list of whole numbers such as [2, 2, 2]"
    if not isinstance(listed, list):
        raise document.refusal(f"{wanted}, not {shown(listed)}", "layers")
    for size in listed:
        if not isinstance(size, int) or isinstance(size, bool) or size < 1:
            raise document.refusal(f"{wanted}, not of {shown(size)}", "layers")
    # Each on its own first: huge numbers cannot be multiplied out or written.
    if max(listed, default=0) > MOST_PARAMETERS or parameter_count(tuple(listed)) > MOST_PARAMETERS:
        raise document.refusal(f"layers: a worked example has {MOST_PARAMETERS:,} weights and biases at most", "layers")
    try:
        check_sizes(tuple(listed))
    except InvalidValue as error:
        raise document.refusal(str(error), "layers") from None
    return tuple(listed)


def _functions(document: Document, sizes: tuple[int, ...]) -> tuple[tuple[str, ...], str]:
    """Return the activation of each layer, and the loss."""
    asked = document.values.get("activation", "sigmoid")
    names = asked if isinstance(asked, list) else [asked]
    for name in names:
        if not isinstance(name, str):
            raise document.refusal(f"activation should be a name, or a list of names, not {shown(name)}", "activation")
    try:
        activations = spread_activations(tuple(names), len(sizes) - 1)
        check_shape(sizes, activations)
    except InvalidValue as error:
        raise document.refusal(str(error), "activation") from None
    return activations, _text(document, "loss", "cross-entropy" if activations[-1] == "softmax" else "half-squared")


def _parameters(document: Document, sizes: tuple[int, ...], places: dict[str, Weight | Bias]) -> FloatArray:
    """Return the weights and biases in the order of ``Network.parameters``."""
    found: dict[str, float] = {}
    for table, kind in (("weights", Weight), ("biases", Bias)):
        known = dict.fromkeys(name for name, place in places.items() if isinstance(place, kind))
        if kind is Bias and _lacks_biases(document):
            found |= dict.fromkeys(known, 0.0)
            continue
        given = document.values.get(table)
        if given is None:
            raise document.refusal(f'{table} are missing; an example without biases says bias = "none"')
        if not isinstance(given, dict):
            raise document.refusal(f"{table} should be a table: [{table}], and below it a line for each", table)
        named = dict(_flat(given))
        _check_names(document, table, named, known, sizes)
        found |= {name: number(document, value, f"{table}.{name}", name) for name, value in named.items()}
    return np.array([found[name] for name in places])


def _lacks_biases(document: Document) -> bool:
    """Tell whether the example is one without biases."""
    which = document.values.get("bias", "all")
    if which not in ("all", "none"):
        raise document.refusal(f'bias should be "all" or "none", not {shown(which)}', "bias")
    if which == "none" and "biases" in document.values:
        raise document.refusal('bias = "none" and [biases] contradict each other', "biases")
    return bool(which == "none")


def _switches(document: Document, sizes: tuple[int, ...], places: dict[str, Weight | Bias]) -> Switches:
    """Return what is frozen, and whether the layers have biases."""
    names = document.values.get("freeze", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise document.refusal('freeze should be a list of names such as ["w1", "b_o1"]', "freeze")
    for name in names:
        if name not in places:
            raise document.refusal(f"freeze: unknown name {quoted(name)}{_near(name, places)}", "freeze")
    frozen = Switches(frozenset(places[name] for name in names))
    return frozen.without_biases(range(1, len(sizes)) if _lacks_biases(document) else ())


def _check_names(
    document: Document, table: str, named: Collection[str], known: Collection[str], sizes: tuple[int, ...]
) -> None:
    """Check that a table names all the weights, or all the biases, and no others."""
    first, *_ = ordered = list(known)
    has = f"a {shape_text(sizes)} network has {first} to {ordered[-1]}"
    for name in named:
        if name not in known:
            meant = _near(name, known) or f": {has}"
            raise document.refusal(f"{table}: unknown name {quoted(name)}{meant}", f"{table}.{name}")
    missing = [name for name in known if name not in named]
    if missing:
        more = f" and {count(len(missing) - 1, 'other')} are" if missing[1:] else " is"
        raise document.refusal(f"{table}: {missing[0]}{more} missing; {has}", table)


def _named_places(sizes: tuple[int, ...]) -> Iterator[tuple[str, Weight | Bias]]:
    """Yield the names and places of the weights and biases in the order of ``Network.parameters``."""
    for layer in range(1, len(sizes)):
        for target in range(sizes[layer]):
            for source in range(sizes[layer - 1]):
                yield parameter_name(sizes, weight := Weight(layer, target, source)), weight
            yield parameter_name(sizes, bias := Bias(layer, target)), bias


def _flat(given: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield the entries of a table; TOML takes the name b_h1.2, without quotes, for a table in it."""
    for name, value in given.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{rest}", inner) for rest, inner in value.items())
        else:
            yield name, value
