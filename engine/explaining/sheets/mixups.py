"""Slips in a single figure: another figure in its place, a wrong sign, a factor, a term left out."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.explaining.article import ARTICLE_FIGURES, article_note
from engine.explaining.explain import scaled_columns
from engine.explaining.sheets.hand_pass import NEW_WEIGHTS, SIGN, SOURCE_LEFT_OUT, HandPass
from engine.explaining.sheets.step import MEAN_ERROR, Figure, Step
from engine.network.activations import activation_named
from engine.network.places import Bias, Expected, Neuron, Place, Weight, weight_number
from engine.network.quantities import ERROR, LEARNING_RATE, MEAN_SQUARED_ERROR, Kind, Quantity
from engine.quick_dataclass import dataclass

_MOST_PLACES = 16
"""Of a layer with more places, none is taken for another, and no single term is missed."""
_AFTER_THE_STEP = (Kind.SUM, Kind.ACTIVATION, Kind.SHARE, Kind.ERROR)
_SIGNED = (Kind.SUM, Kind.DELTA, Kind.ERROR_SLOPE, Kind.GRADIENT, Kind.VALUE, Kind.NEXT, Kind.EXPECTED)


@dataclass(frozen=True)
class Slip:
    """A slip in a figure. Immutable.

    Attributes:
        text: What it is.
        value: What the figure would be.
        plausible: As of ``Mistake``.
        group: As of ``Mistake``.
    """

    text: str
    value: float
    plausible: bool = True
    group: str = ""


def mixups_of(figure: Figure, own: HandPass) -> Iterator[Slip]:
    """Yield the slips that can be made in a figure, given those before it.

    Args:
        figure: The figure.
        own: The step with the learner's figures, but for this one.
    """
    step = own.step
    if figure == MEAN_ERROR and step.rows == 1:
        figure = ERROR
    right = own.derived(figure)
    if right is None:
        return
    yield from _taken_for_others(figure, own)
    if not isinstance(figure, Quantity):
        return
    if note := article_note(figure, step.context):
        yield Slip(note, float(ARTICLE_FIGURES[figure].printed))
    if figure.kind in _SIGNED and not _is_of_output(figure, step):
        yield Slip(SIGN, -right)
    if figure.kind is Kind.NEXT or figure.kind is Kind.GRADIENT:
        yield from _about_the_step(figure, right, own)
    if figure.kind is Kind.SUM:
        yield from _missed_terms(figure, right, own)
    if figure.kind in (Kind.ERROR, Kind.SHARE):
        yield from _of_cross_entropy(figure, own) if step.network.loss.of_sums else _unsquared(figure, own)
        yield from (Slip(text, factor * right) for text, factor in _factors(step).items())
    if figure.kind is Kind.MEAN_SQUARED_ERROR:
        yield Slip("it is not divided by the number of outputs", right * step.network.sizes[-1])
        yield Slip("it is not divided by the number of rows", right * step.rows)
        yield Slip("there is a ½ in it", right / 2)
    if figure.kind in _AFTER_THE_STEP and step.after is not None:
        yield Slip(f"that is {step.symbol(figure)} after the step", step.after.value(figure), group=NEW_WEIGHTS)
    columns = scaled_columns(figure, step.context)
    if columns is not None and isinstance(figure.place, Neuron | Expected):
        unscaled = columns.original_value(figure.place.index, right)
        yield Slip("that is in its own unit: the network sees it scaled", unscaled)


def _is_of_output(figure: Quantity, step: Step) -> bool:
    """Tell whether a figure comes from a − y, whose sign is a mistake of its own."""
    slopes = (Kind.DELTA, Kind.ERROR_SLOPE)
    return figure.kind in slopes and isinstance(figure.place, Neuron) and figure.place.layer == step.last


# Another figure -------------------------------------------------------------------------------------------------------


def _taken_for_others(figure: Figure, own: HandPass) -> Iterator[Slip]:
    """Yield other figures in the place of a figure."""
    step = own.step
    for other, text in _others(figure, step):
        value = own.own(other)
        if value is not None:
            is_delta = isinstance(other, Quantity) and other.kind is Kind.DELTA
            yield Slip(text or f"that is {step.symbol(other)}", value, group=SOURCE_LEFT_OUT if is_delta else "")
    if isinstance(figure, Quantity):
        for place in _neighbours(figure.place, step):
            neighbour = Quantity(figure.kind, place)
            value = own.own(neighbour)
            if value is not None:
                yield Slip(f"that is {step.symbol(neighbour)}", value, plausible=False)


def _others(figure: Figure, step: Step) -> Iterator[tuple[Figure, str]]:
    """Yield the figures that can be taken for a figure, and how to say so; "" for "that is …"."""
    if not isinstance(figure, Quantity):
        yield ERROR, "that is E of this row: error is the mean over all rows"
        yield MEAN_SQUARED_ERROR, "that is the MSE"
        return
    match figure.kind, figure.place:
        case Kind.ERROR, _:
            yield MEAN_SQUARED_ERROR, "that is the MSE"
            yield MEAN_ERROR, "that is the mean of E over all rows"
            yield from ((Quantity(Kind.SHARE, Expected(index)), "") for index in range(step.network.sizes[-1]))
        case Kind.MEAN_SQUARED_ERROR, _:
            yield ERROR, "that is E of this row"
            yield MEAN_ERROR, "that is the mean of E over all rows"
        case Kind.SHARE, _:
            yield ERROR, "that is E of all outputs"
        case kind, Neuron(layer) if layer > 0:
            yield from _of_neuron(kind, figure.place, step)
        case kind, Weight() | Bias():
            yield from _of_parameter(kind, figure.place, step)


def _of_neuron(kind: Kind, neuron: Neuron, step: Step) -> Iterator[tuple[Figure, str]]:
    s, a = (step.symbol(Quantity(one, neuron)) for one in (Kind.SUM, Kind.ACTIVATION))
    f = activation_named(step.network.activations[neuron.layer - 1]).symbol
    texts = {
        (Kind.SUM, Kind.ACTIVATION): f"that is {a}: the activation in place of the sum",
        (Kind.ACTIVATION, Kind.SUM): f"that is {s}: {f} is left out",
        (Kind.ACTIVATION, Kind.OUTPUT_SLOPE): f"that is {f}′",
        (Kind.DELTA, Kind.OUTPUT_SLOPE): f"that is {f}′ alone",
        (Kind.ERROR_SLOPE, Kind.DELTA): "",
        (Kind.OUTPUT_SLOPE, Kind.ACTIVATION): "",
    }
    yield from ((Quantity(other, neuron), text) for (one, other), text in texts.items() if one is kind)


def _of_parameter(kind: Kind, parameter: Weight | Bias, step: Step) -> Iterator[tuple[Figure, str]]:
    name = step.symbol(Quantity(Kind.VALUE, parameter))
    if kind is Kind.VALUE:
        yield Quantity(Kind.NEXT, parameter), f"that is {name} after the step, called new_{name}"
    elif kind is Kind.NEXT:
        yield Quantity(Kind.VALUE, parameter), f"that is {name} before the step"
        yield Quantity(Kind.GRADIENT, parameter), ""
    elif isinstance(parameter, Weight):
        delta = Quantity(Kind.DELTA, Neuron(parameter.layer, parameter.target))
        source = Quantity(Kind.ACTIVATION, Neuron(parameter.layer - 1, parameter.source))
        yield delta, f"that is {step.symbol(delta)}: {step.symbol(source)} is left out"
        yield source, f"that is {step.symbol(source)}: {step.symbol(delta)} is left out"


def _neighbours(place: Place | None, step: Step) -> list[Place]:
    """List the other places of the same kind in the same layer."""
    sizes = step.network.sizes
    match place:
        case Neuron(layer, _) if sizes[layer] <= _MOST_PLACES:
            places: list[Place] = [Neuron(layer, index) for index in range(sizes[layer])]
        case Expected(_) if sizes[-1] <= _MOST_PLACES:
            places = [Expected(index) for index in range(sizes[-1])]
        case Bias(layer, _) if sizes[layer] <= _MOST_PLACES:
            places = [Bias(layer, target) for target in range(sizes[layer])]
        case Weight(layer, _, _) if sizes[layer] * sizes[layer - 1] <= _MOST_PLACES:
            pairs = range(sizes[layer] * sizes[layer - 1])
            places = [Weight(layer, *divmod(pair, sizes[layer - 1])) for pair in pairs]
        case _:
            places = []
    return [other for other in places if other != place]


# A factor or a term ---------------------------------------------------------------------------------------------------


def _about_the_step(figure: Quantity, right: float, own: HandPass) -> Iterator[Slip]:
    """Yield the slips about α and the step."""
    assert isinstance(figure.place, Weight | Bias)
    before, rate = own.own(Quantity(Kind.VALUE, figure.place)), own.own(LEARNING_RATE)
    assert before is not None
    assert rate is not None
    if figure.kind is Kind.GRADIENT:
        yield Slip("α is in it: that is the step", right * rate)
    else:
        yield Slip("that is the step alone: it is taken off the value before", before - right)


def _missed_terms(figure: Quantity, right: float, own: HandPass) -> Iterator[Slip]:
    """Yield a sum without one of its terms."""
    assert isinstance(figure.place, Neuron)
    layer, index = figure.place.layer, figure.place.index
    terms = own.weights(layer)[index] * own.sources(layer)
    if not 1 < len(terms) <= _MOST_PLACES:
        return
    for source, term in enumerate(terms.tolist()):
        number = weight_number(own.step.network.sizes, Weight(layer, index, source))
        other = own.step.symbol(Quantity(Kind.ACTIVATION, Neuron(layer - 1, source)))
        yield Slip(f"w{number}·{other} is left out", right - term)


def _factors(step: Step) -> dict[str, float]:
    """Return the slips that make a multiple of the error, or of the share of an output."""
    if step.network.loss.of_sums:
        return {
            SIGN: -1.0,
            "that is the logarithm to base 10, and not to base e": 1 / math.log(10),
            "that is the logarithm to base 2, and not to base e": 1 / math.log(2),
        }
    if step.network.loss_name == "half-squared":
        return {"the ½ is left out": 2.0, "there is one ½ too many": 0.5}
    return {"it is not divided by the number of outputs": float(step.network.sizes[-1]), "there is a ½ in it": 0.5}


def _part(figure: Quantity) -> slice:
    """Return which outputs an error is about: one of a share, else all."""
    return slice(figure.place.index, figure.place.index + 1) if isinstance(figure.place, Expected) else slice(None)


def _unsquared(figure: Quantity, own: HandPass) -> Iterator[Slip]:
    """Yield the slips about the square of a squared error."""
    a, y = (numbers[_part(figure)] for numbers in (own.outputs, own.layer(Kind.EXPECTED)))
    factor = 0.5 if own.step.network.loss_name == "half-squared" else 1 / len(own.outputs)
    yield Slip("a − y is not squared", factor * float((a - y).sum()), group="not squared")
    yield Slip(
        "a − y is not squared, but taken without its sign", factor * float(abs(a - y).sum()), group="not squared"
    )
    yield Slip("a² − y² is taken in place of (a − y)²", factor * float((a**2 - y**2).sum()))


def _of_cross_entropy(figure: Quantity, own: HandPass) -> Iterator[Slip]:
    """Yield the slips about cross-entropy."""
    a, y = (numbers[_part(figure)] for numbers in (own.outputs, own.layer(Kind.EXPECTED)))
    with np.errstate(all="ignore"):
        yield Slip("that is ½ (a − y)², and not cross-entropy", 0.5 * float(np.square(a - y).sum()))
        if own.step.network.activations[-1] == "sigmoid":
            yield Slip("(1 − y)·ln(1 − a) is left out", -float((y * np.log(a)).sum()))
