"""What the tests of explanations share: every number of a network, and any sample in any network."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import strategies as st

from engine.errors import InvalidValue
from engine.explaining.article import worked_example
from engine.explaining.explain import explain_quantity
from engine.explaining.explanation import Explanation
from engine.explaining.worked_step import Context, context_for
from engine.formulas.notation import Digits
from engine.network.method import Method
from engine.network.optimizers import OPTIMIZERS, Memory
from engine.network.places import Bias, Expected, Neuron, Place, Weight
from engine.network.quantities import ERROR, LEARNING_RATE, MEAN_SQUARED_ERROR, Kind, Quantity, symbol
from tests.engine.strategies import expected_for, networks, seeds


def all_places(sizes: tuple[int, ...]) -> list[Place]:
    neurons: list[Place] = [Neuron(layer, index) for layer, size in enumerate(sizes) for index in range(size)]
    parameters: list[Place] = []
    for layer in range(1, len(sizes)):
        for target in range(sizes[layer]):
            parameters += [Weight(layer, target, source) for source in range(sizes[layer - 1])]
            parameters.append(Bias(layer, target))
    return [*neurons, *parameters, *(Expected(index) for index in range(sizes[-1]))]


def quantities_in(context: Context) -> list[Quantity]:
    """List every quantity; with cross-entropy the outputs have δ but no slopes."""
    network, slopes = context.network, (Kind.ERROR_SLOPE, Kind.OUTPUT_SLOPE)
    outputs = (
        [Neuron(len(network.sizes) - 1, index) for index in range(network.sizes[-1])] if network.loss.of_sums else []
    )
    return [q for q in all_quantities(network.sizes) if not (q.place in outputs and q.kind in slopes)]


def all_quantities(sizes: tuple[int, ...]) -> list[Quantity]:
    found = [ERROR, LEARNING_RATE, MEAN_SQUARED_ERROR]
    for place in all_places(sizes):
        for kind in Kind:
            if isinstance(place, Neuron) and place.layer == 0 and kind is not Kind.ACTIVATION:
                continue
            try:
                found.append(Quantity(kind, place))
            except InvalidValue:  # not a number that such a place has
                continue
    return found


def by_symbol(context: Context) -> dict[str, Explanation]:
    sizes = context.network.sizes
    return {symbol(quantity, sizes): explain_quantity(quantity, context) for quantity in quantities_in(context)}


def example() -> Context:
    return replace(worked_example(), mean_squared_error=0.21555443)


@st.composite
def contexts(draw: st.DrawFn) -> Context:
    network = draw(networks())
    generator = np.random.default_rng(draw(seeds))
    inputs, expected = generator.normal(0, 2, network.sizes[0]), expected_for(network, generator)
    optimizer = draw(st.sampled_from(tuple(OPTIMIZERS.values())))
    method = Method(draw(st.sampled_from([0.001, 0.5, 3.0])), optimizer.name, l2=draw(st.sampled_from([0.0, 0.02])))
    # In the middle of the optimiser's work, with or without a batch.
    parameters = len(network.parameters)
    moments = np.square(generator.normal(0.0, 0.3, (len(optimizer.moments), parameters)))
    return replace(
        context_for(network, inputs, expected, method, 0.25),
        memory=Memory(draw(st.integers(0, 50)), moments),
        batch=draw(st.sampled_from([None, generator.normal(0.0, 0.5, parameters)])),
    )


def assert_evaluates(explanation: Explanation) -> None:
    # A sum whose terms cancel is as exact as its terms are, not as its small total.
    scale = max([abs(explanation.value), *(abs(term.evaluate()) for term in explanation.terms())])
    assert explanation.evaluate() == pytest.approx(explanation.value, rel=1e-12, abs=1e-12 * scale)


def lines(explanation: Explanation, digits: Digits = 4, **options: bool) -> list[str]:
    return [line.text for line in explanation.lines(digits, **options)]
