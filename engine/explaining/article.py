"""The figures that the article prints in its worked example, and how they differ from the exact numbers.

The article computes by hand with rounded figures and makes one mistake. The exact numbers were recomputed in float64.
"""

from functools import cache

from engine.experiment.starts import setup_for
from engine.explaining.agreement import Agreement, written_number
from engine.explaining.worked_step import Context, context_for
from engine.network.places import Neuron, Place, Weight
from engine.network.quantities import ERROR, Kind, Quantity
from engine.quick_dataclass import dataclass


@dataclass(frozen=True)
class PrintedFigure:
    """A figure as the article prints it.

    Attributes:
        printed: Its digits.
        remark: How the article got it, if that is not obvious.
    """

    printed: str
    remark: str = ""


def _printed(kind: Kind, places: list[Place], *figures: str) -> dict[Quantity, PrintedFigure]:
    return {Quantity(kind, place): PrintedFigure(text) for place, text in zip(places, figures, strict=True)}


_HIDDEN: list[Place] = [Neuron(1, 0), Neuron(1, 1)]
_OUTPUTS: list[Place] = [Neuron(2, 0), Neuron(2, 1)]
_WEIGHTS: list[Place] = [Weight(layer, target, source) for layer in (1, 2) for target in (0, 1) for source in (0, 1)]

ARTICLE_FIGURES: dict[Quantity, PrintedFigure] = {
    **_printed(Kind.SUM, _HIDDEN, "1.288", "1.974"),
    **_printed(Kind.ACTIVATION, _HIDDEN, "0.784", "0.878"),
    **_printed(Kind.SUM, _OUTPUTS, "1.118", "1.65"),
    **_printed(Kind.ACTIVATION, _OUTPUTS, "0.753", "0.839"),
    ERROR: PrintedFigure("0.2085", "it took (0.1 − 0.753)² as 0.414; it is 0.426"),
    **_printed(Kind.DELTA, _OUTPUTS, "0.121", "-0.008"),
    **_printed(Kind.DELTA, _HIDDEN, "0.009", "0.007"),
    **_printed(Kind.NEXT, _WEIGHTS, "0.087", "0.189", "0.290", "0.391", "0.453", "0.547", "0.703", "0.804"),
    Quantity(Kind.NEXT, Weight(1, 0, 1)): PrintedFigure("0.189", "0.2 − 0.5·0.009·2.55"),
    Quantity(Kind.NEXT, Weight(2, 0, 0)): PrintedFigure("0.453", "0.5 − 0.5·0.121·0.784"),
}
"""The printed figures by quantity. The article leaves the next values of the biases to the reader."""


def article_note(quantity: Quantity, context: Context) -> str:
    """Say how the article's figure differs from the number on screen; empty if it does not, or in another example."""
    figure = ARTICLE_FIGURES.get(quantity)
    if figure is None or not _is_worked_example(quantity, context):
        return ""
    how = written_number(figure.printed).agreement(context.value(quantity))
    if how is Agreement.ROUNDED:
        return ""
    remark = f" ({figure.remark})" if figure.remark else ""
    return f"the article prints {figure.printed}: {how.value}{remark}"


def worked_example() -> Context:
    """Return the article's worked example before its update: the preset ``walkthrough`` with its only row."""
    setup = setup_for("walkthrough")
    row, expected = setup.dataset.inputs[0], setup.dataset.expected[0]
    return context_for(setup.network(), row, expected, setup.method)


def _is_worked_example(quantity: Quantity, context: Context) -> bool:
    """Tell whether weights, inputs and expected values are the article's, and for a next value the update too."""
    given, updated = _article_numbers()
    return _given(context) == given and (quantity.kind is not Kind.NEXT or _updated(context) == updated)


@cache
def _article_numbers() -> tuple[tuple[object, ...], bytes]:
    """Return ``_given`` and ``_updated`` of the worked example: plain numbers, so that no context is kept alive."""
    example = worked_example()
    return _given(example), _updated(example)


def _given(context: Context) -> tuple[object, ...]:
    network = context.network
    arrays = (network.parameters, context.trace.activations[0], context.expected)
    return (
        network.sizes,
        network.activations,
        network.loss_name,
        network.switches,
        *(array.tobytes() for array in arrays),
    )


def _updated(context: Context) -> bytes:
    return context.next_parameters.tobytes()
