"""Parsing of the names a learner types, w5, b_o1, h1, h1.2, i1, o1, y1, E, into the places of ``places.py``."""

import re
from itertools import pairwise

from engine.errors import InvalidValue
from engine.network.network import shape_text
from engine.network.places import Bias, Expected, Neuron, Place, Weight, place_name
from engine.network.quantities import Subject
from engine.wording import quoted

_NAME = re.compile(r"(?P<kind>w|y|i|h|o|b_h|b_o|b_i)(?:(?P<layer>[0-9]{1,9})\.)?(?P<number>[0-9]{1,9})")
_NOUNS = {
    "i": ("input", "inputs"),
    "h": ("hidden neuron", "hidden neurons"),
    "o": ("output", "outputs"),
    "w": ("weight", "weights"),
    "b": ("bias", "biases"),
    "y": ("expected value", "expected values"),
}
_MOST_LAYERS = 4  # a message lists the names of no more


def parse_subject(text: str, sizes: tuple[int, ...]) -> Subject:
    """Return the subject that a name stands for. Case does not matter; "alpha" is α.

    Args:
        text: The name, as typed.
        sizes: The network's layers, the inputs first.

    Raises:
        InvalidValue: The network has nothing of that name; the message says what it has.
    """
    name = text.strip().lower()
    if name == "e":
        return "E"
    if name in ("α", "alpha"):
        return "α"
    match = _NAME.fullmatch(name)
    if match is None:
        raise InvalidValue(f"no {quoted(text)} in a {shape_text(sizes)} network: name one of {known_names(sizes)}")
    kind, number = match["kind"], int(match["number"])
    place = _place(kind, match["layer"], number - 1, sizes)
    # Only the canonical name is valid: with a single hidden layer, h1.2 is not.
    if place is None or place_name(sizes, place) != name:
        raise InvalidValue(f"no {name} in a {shape_text(sizes)} network: {_choices(kind, sizes)}")
    return place


def known_names(sizes: tuple[int, ...]) -> str:
    """List the names that a network has: "i1 to i2, h1 to h3, …"."""
    return ", ".join([*(names for kind in _NOUNS if (names := _names(kind, sizes))), "E", "alpha"])


def _place(kind: str, layer_text: str | None, index: int, sizes: tuple[int, ...]) -> Place | None:
    if kind == "w":
        return _weight(index, sizes)
    if kind == "y":
        return Expected(index) if 0 <= index < sizes[-1] else None
    last = len(sizes) - 1
    layer = {"i": 0, "o": last}.get(kind[-1], int(layer_text or 1))
    hidden = kind[-1] == "h"
    if not 0 <= layer <= last or (hidden and not 0 < layer < last) or not 0 <= index < sizes[layer]:
        return None
    if not kind.startswith("b_"):
        return Neuron(layer, index)
    return Bias(layer, index) if layer else None


def _weight(index: int, sizes: tuple[int, ...]) -> Weight | None:
    """Return the weight at ``index`` in the article's numbering, w1 at 0; None if there are not so many."""
    for layer, (inputs, neurons) in enumerate(pairwise(sizes), start=1):
        if 0 <= index < inputs * neurons:
            return Weight(layer, index // inputs, index % inputs)
        index -= inputs * neurons
    return None


def _choices(kind: str, sizes: tuple[int, ...]) -> str:
    """Say which names of a kind exist: "weights are w1 to w8"."""
    kind = "b" if kind.startswith("b") else kind
    names, (one, many) = _names(kind, sizes), _NOUNS[kind]
    if not names:
        return f"there is no {one}"
    return f"{many} are {names}" if " " in names else f"the only {one} is {names}"


def _names(kind: str, sizes: tuple[int, ...]) -> str:
    """List the names of a kind: "h1.1 to h1.3, h2.1 to h2.2"; empty if there are none."""
    last = len(sizes) - 1
    match kind:
        case "w":
            count = sum(inputs * neurons for inputs, neurons in pairwise(sizes))
            return _range("w1", f"w{count}")
        case "y":
            return _range("y1", f"y{sizes[-1]}")
        case "b":
            return _layers(Bias, range(1, last + 1), sizes)
        case _:
            layers = {"i": range(1), "h": range(1, last), "o": range(last, last + 1)}[kind]
            return _layers(Neuron, layers, sizes)


def _layers(make: type[Neuron] | type[Bias], layers: range, sizes: tuple[int, ...]) -> str:
    listed = [_range(*(place_name(sizes, make(layer, index)) for index in (0, sizes[layer] - 1))) for layer in layers]
    if len(listed) > _MOST_LAYERS:
        listed = [*listed[: _MOST_LAYERS - 1], "…", listed[-1]]
    return ", ".join(listed)


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"
