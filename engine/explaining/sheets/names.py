"""The names of figures as learners write them: w5, b_o1, a_h1, s_h1, delta_o1, δ_o1, grad_w5, ∂E/∂w5, new_w5, E.

They are those of expressions and those on the screen. What else is usual is understood too: net_h1 and out_h1 as in
Mazur's tutorial, w5+ and w5' for the new value, x1 for an input; of scaled data that is its value in its own unit, and
the verdict says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from engine.errors import InvalidValue
from engine.explaining.sheets.step import MEAN_ERROR, Figure, Step
from engine.network.losses import LOSSES
from engine.network.network import shape_text
from engine.network.places import Bias, Expected, Neuron, Place, Weight, parameter_at, place_name
from engine.network.quantities import ERROR, LEARNING_RATE, MEAN_SQUARED_ERROR, Kind, Quantity
from engine.network.subjects import parse_subject
from engine.wording import quoted

_LONGEST = 40
_MOST_NAMES = 400
"""Parameters of a network whose names are searched for one that is near to a wrong one."""
_SIGNS = {"∂": "d", "𝜕": "d", "δ": "delta", "σ": "sigma", "α": "alpha", "η": "eta", "’": "'", "′": "'", "*": "'"}
_IGNORED = re.compile(r"[\s_()·/-]+")
_NUMBER = r"(?:\d{1,9}\.)?\d{1,9}"
_NAME = re.compile(rf"(?P<lead>.*?)(?P<place>[wxy]\d{{1,9}}|b?[iho]{_NUMBER})(?P<tail>\D*)", re.ASCII)
_SLOPE = re.compile(rf"d(?:a|out)(?P<place>[ho]{_NUMBER})d(?:s|net|z)(?P=place)", re.ASCII)
_NEXT_TAILS = ("new", "'", "+", "next", "after")
_OF_NEURONS = {
    Kind.ACTIVATION: ("", "a", "out", "output", "act", "activation", "sigmas"),
    Kind.SUM: ("s", "sum", "net", "z"),
    Kind.DELTA: ("delta", "d", "deds", "dednet", "dedz"),
    Kind.ERROR_SLOPE: ("deda", "dedout"),
    Kind.OUTPUT_SLOPE: ("sigma'", "sigma's", "f'", "f's"),
    Kind.SHARE: ("e", "error"),
    Kind.EXPECTED: ("y", "target", "expected"),
}
_OF_PARAMETERS = {
    Kind.VALUE: ("", "old"),
    Kind.GRADIENT: ("grad", "gradient", "ded", "detotald"),
    Kind.NEXT: _NEXT_TAILS,
}
_PLACELESS = {
    "e": ERROR,
    "etotal": ERROR,
    "errortotal": ERROR,
    "mse": MEAN_SQUARED_ERROR,
    **dict.fromkeys(("alpha", "rate", "learningrate", "lr", "eta"), LEARNING_RATE),
}
_MEAN_ERROR = ("error", "loss")
_WRITTEN = {
    Kind.ACTIVATION: "a_{}",
    Kind.SUM: "s_{}",
    Kind.DELTA: "delta_{}",
    Kind.GRADIENT: "grad_{}",
    Kind.NEXT: "new_{}",
    Kind.VALUE: "{}",
}
EXAMPLES = "w5, b_o1, s_h1, a_h1, delta_o1, grad_w5, new_w5, i1, y1, E or mse"


def figure_named(text: str, step: Step) -> Figure:
    """Return the figure that a name stands for. Case, blanks and underscores do not matter.

    Raises:
        InvalidValue: The network has no such figure; the message says what it has, or which names are near.
    """
    name = _plain(text)
    if name in _MEAN_ERROR:
        return MEAN_ERROR
    if name in _PLACELESS:
        return _PLACELESS[name]
    figure = _named(name, step) if len(text) <= _LONGEST else None
    if figure is None:
        raise InvalidValue(f"{quoted(text)} is no name of a figure{_near(text, name, step)}")
    if not step.network.has(figure.place):
        raise InvalidValue(f"there is no {step.symbol(figure)}: {_without(figure, step)}")
    try:
        step.exact(figure)
    except InvalidValue:
        raise InvalidValue(f"there is no {step.symbol(figure)}: {_without(figure, step)}") from None
    return figure


def is_name(text: str, step: Step) -> bool:
    """Tell whether a text is the name of a figure."""
    try:
        figure_named(text, step)
    except InvalidValue:
        return False
    return True


def _plain(text: str) -> str:
    """Return a name in small letters, without the signs that do not matter."""
    name = unicodedata.normalize("NFKC", text[: _LONGEST + 1].casefold())
    return _IGNORED.sub("", "".join(_SIGNS.get(sign, sign) for sign in name))


def _named(name: str, step: Step) -> Quantity | None:
    sizes = step.network.sizes
    if match := _SLOPE.fullmatch(name):
        return Quantity(Kind.OUTPUT_SLOPE, _place(match["place"], sizes))
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    lead, place, tail = match["lead"], _place(match["place"], sizes), match["tail"]
    if tail in _NEXT_TAILS and not lead and isinstance(place, Weight | Bias):
        return Quantity(Kind.NEXT, place)
    if tail:
        return None
    match place:
        case Weight() | Bias():
            kind = _kind_of(lead, _OF_PARAMETERS)
        case Expected():
            kind = None if lead else Kind.EXPECTED
        case Neuron(0):
            kind = Kind.ACTIVATION if lead in ("", "a") else None
        case _:
            kind = _kind_of(lead, _OF_NEURONS)
    if kind in (Kind.SHARE, Kind.EXPECTED) and isinstance(place, Neuron):
        if place.layer < len(sizes) - 1:
            return None
        place = Expected(place.index)
    return None if kind is None else Quantity(kind, place)


def _kind_of(lead: str, kinds: dict[Kind, tuple[str, ...]]) -> Kind | None:
    return next((kind for kind, leads in kinds.items() if lead in leads), None)


def _place(name: str, sizes: tuple[int, ...]) -> Place:
    """Return a place by its plain name, in which b_h1 is bh1, and i1 may be x1.

    Raises:
        InvalidValue: The network has no such place.
    """
    place = parse_subject(f"b_{name[1:]}" if name.startswith("b") else name.replace("x", "i"), sizes)
    assert not isinstance(place, str)
    return place


def _without(figure: Quantity, step: Step) -> str:
    """Say why a network has no such figure."""
    if isinstance(figure.place, Bias):
        return "this layer has no biases"
    if step.network.loss.of_sums:
        return f"{LOSSES[-1]} gives δ at once, a − y"
    return "the MSE is not known"


def _near(text: str, name: str, step: Step) -> str:
    """Ask for the names that were probably meant; else give examples."""
    from difflib import get_close_matches  # only needed for a mistake

    known = {_plain(one): one for one in _all_names(step)}
    near = [known[one] for one in get_close_matches(name, list(known), 2, 0.6)]
    if near:
        return f"; did you mean {' or '.join(map(quoted, near))}?"
    return f" of a {shape_text(step.network.sizes)} network: write one such as {EXAMPLES}"


def _all_names(step: Step) -> Iterator[str]:
    """Yield the names of a network, as they are written with plain letters."""
    sizes, parameters = step.network.sizes, len(step.network.parameters)
    yield from ("E", "mse", "error", "alpha")
    if parameters > _MOST_NAMES:
        return
    places: list[Place] = [parameter_at(sizes, index) for index in range(parameters)]
    for kind in (Kind.VALUE, Kind.GRADIENT, Kind.NEXT):
        yield from (_WRITTEN[kind].format(place_name(sizes, place)) for place in places)
    places = [Neuron(layer, index) for layer in range(1, len(sizes)) for index in range(sizes[layer])]
    for kind in (Kind.SUM, Kind.ACTIVATION, Kind.DELTA):
        yield from (_WRITTEN[kind].format(place_name(sizes, place)) for place in places)
    yield from (place_name(sizes, Neuron(0, index)) for index in range(sizes[0]))
    yield from (place_name(sizes, Expected(index)) for index in range(sizes[-1]))
