"""The numbers of one training step, each with the symbol the article gives it: s_h1, δ_o1, ∂E/∂w5, new w5, E.

A place (``places.py``) has several quantities: a neuron a sum, an activation and a δ; a weight a value, a gradient and
a next value.
"""

from enum import Enum
from types import UnionType
from typing import Literal

from engine.errors import InvalidValue
from engine.network.places import Bias, Expected, Neuron, Place, Weight, neuron_name, place_name
from engine.quick_dataclass import dataclass

Subject = Place | Literal["E", "α"]
"""What can be explained: a place in the network, the error or the learning rate."""


class Kind(Enum):
    """Which number of a place; the value is its heading."""

    SUM = "sum"
    ACTIVATION = "activation"
    DELTA = "delta"
    ERROR_SLOPE = "error slope"
    OUTPUT_SLOPE = "output slope"
    VALUE = "value"
    GRADIENT = "gradient"
    NEXT = "next"
    EXPECTED = "expected"
    SHARE = "share"
    ERROR = "error"
    MEAN_SQUARED_ERROR = "MSE"
    LEARNING_RATE = "rate"


_OF_NEURONS = (Kind.SUM, Kind.ACTIVATION, Kind.DELTA, Kind.ERROR_SLOPE, Kind.OUTPUT_SLOPE)
_OF_PARAMETERS = (Kind.VALUE, Kind.GRADIENT, Kind.NEXT)
_OF_OUTPUTS = (Kind.EXPECTED, Kind.SHARE)


def _place_types() -> dict[Kind, type | UnionType]:
    wanted: dict[Kind, type | UnionType] = dict.fromkeys(Kind, type(None))
    wanted |= dict.fromkeys(_OF_NEURONS, Neuron)
    wanted |= dict.fromkeys(_OF_PARAMETERS, Weight | Bias)
    wanted |= dict.fromkeys(_OF_OUTPUTS, Expected)
    return wanted


_PLACE_TYPES = _place_types()


@dataclass(frozen=True)
class Quantity:
    """One number of a training step, in any network. Immutable.

    Attributes:
        kind: Which number.
        place: A neuron for SUM to OUTPUT_SLOPE (an input has only an ACTIVATION), a weight or bias for VALUE to NEXT,
            an ``Expected`` for EXPECTED and SHARE, None for ERROR, MEAN_SQUARED_ERROR and LEARNING_RATE.

    Raises:
        InvalidValue: Such a place has no number of this kind.
    """

    kind: Kind
    place: Place | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.place, _PLACE_TYPES[self.kind]):
            raise InvalidValue(f"{self.place} has no {self.kind.value}")

    @property
    def subject(self) -> Subject:
        """The subject whose explanation shows this number: a place, "E" or "α"."""
        if self.kind is Kind.SHARE or self.kind is Kind.ERROR or self.kind is Kind.MEAN_SQUARED_ERROR:
            return "E"
        return "α" if self.place is None else self.place


ERROR = Quantity(Kind.ERROR)
MEAN_SQUARED_ERROR = Quantity(Kind.MEAN_SQUARED_ERROR)
LEARNING_RATE = Quantity(Kind.LEARNING_RATE)

_PLACELESS = {Kind.ERROR: "E", Kind.MEAN_SQUARED_ERROR: "MSE", Kind.LEARNING_RATE: "α"}


def symbol(quantity: Quantity, sizes: tuple[int, ...]) -> str:
    """Write a quantity as the article does: s_h1, a_h1 (an input's is i1), δ_o1, w5, ∂E/∂w5, new w5, y1, E_o1, E, α."""
    kind, place = quantity.kind, quantity.place
    if place is None:
        return _PLACELESS[kind]
    if kind is Kind.SHARE and isinstance(place, Expected):
        return f"E_{neuron_name(sizes, len(sizes) - 1, place.index)}"
    name = place_name(sizes, place)
    if isinstance(place, Neuron) and place.layer == 0 and kind is Kind.ACTIVATION:
        return name
    return _PATTERNS[kind].format(name)


_PATTERNS = {
    Kind.SUM: "s_{0}",
    Kind.ACTIVATION: "a_{0}",
    Kind.DELTA: "δ_{0}",
    Kind.ERROR_SLOPE: "∂E/∂a_{0}",
    Kind.OUTPUT_SLOPE: "∂a_{0}/∂s_{0}",
    Kind.VALUE: "{0}",
    Kind.GRADIENT: "∂E/∂{0}",
    Kind.NEXT: "new {0}",
    Kind.EXPECTED: "{0}",
}


def main_quantity(subject: Subject) -> Quantity:
    """Return the number that a subject's name stands for: a neuron's activation, a weight's value, E."""
    match subject:
        case Neuron():
            return Quantity(Kind.ACTIVATION, subject)
        case Weight() | Bias():
            return Quantity(Kind.VALUE, subject)
        case Expected():
            return Quantity(Kind.EXPECTED, subject)
        case "E":
            return ERROR
        case _:
            return LEARNING_RATE
