"""The phases of a sample: which numbers each computes, and in which order."""

from hypothesis import given

from engine.network.network import parameter_count
from engine.network.places import Bias, Neuron, Weight, parameter_name
from engine.network.quantities import ERROR, MEAN_SQUARED_ERROR, Kind, Quantity
from engine.training.phases import Phase, PhaseKind, is_computed, phase_quantities, phases
from tests.engine.strategies import shapes

ALL = 10_000


@given(shapes())
def test_a_number_is_computed_in_one_phase_and_known_from_then_on(sizes: tuple[int, ...]) -> None:
    order = phases(sizes)
    found = [(one, at) for at, phase in enumerate(order, start=1) for one in phase_quantities(sizes, phase, ALL)]
    assert len({one for one, _ in found}) == len(found)
    for one, at in found:
        known = [is_computed(sizes, one, done) for done in range(len(order) + 1)]
        assert known == [done >= at or one == MEAN_SQUARED_ERROR for done in range(len(order) + 1)]
    kinds = [one.kind for one, _ in found]
    neurons = sum(sizes[1:])
    assert (kinds.count(Kind.SUM), kinds.count(Kind.DELTA)) == (neurons, neurons)
    assert (kinds.count(Kind.ACTIVATION), kinds.count(Kind.SHARE)) == (neurons + sizes[0], sizes[-1])
    assert kinds.count(Kind.NEXT) == parameter_count(sizes)


def test_the_update_goes_from_the_last_layer_to_the_first_in_the_articles_order() -> None:
    sizes = (2, 1, 2)
    update = Phase(PhaseKind.UPDATE)
    names = [parameter_name(sizes, one.place) for one in phase_quantities(sizes, update, ALL)]
    assert names == ["w3", "w4", "b_o1", "b_o2", "w1", "w2", "b_h1"]
    assert [one.place for one in phase_quantities(sizes, update, 2)] == [Weight(2, 0, 0), Weight(2, 1, 0)]


def test_a_gradient_is_known_with_the_delta_of_its_neuron() -> None:
    sizes = (2, 3, 2)
    order = phases(sizes)
    for layer in (1, 2):
        at = order.index(Phase(PhaseKind.DELTAS, layer)) + 1
        for one in (
            Quantity(Kind.GRADIENT, Weight(layer, 0, 0)),
            Quantity(Kind.GRADIENT, Bias(layer, 0)),
            Quantity(Kind.ERROR_SLOPE, Neuron(layer, 0)),
            Quantity(Kind.OUTPUT_SLOPE, Neuron(layer, 0)),
        ):
            assert (is_computed(sizes, one, at - 1), is_computed(sizes, one, at)) == (False, True)
    error = order.index(Phase(PhaseKind.ERROR, 2)) + 1
    assert (is_computed(sizes, ERROR, error - 1), is_computed(sizes, ERROR, error)) == (False, True)
    assert is_computed(sizes, Quantity(Kind.VALUE, Weight(1, 0, 0)), 0)
