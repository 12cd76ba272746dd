"""Every number explained: the terms of its formula give the engine's number and lead back to the inputs."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given

from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for, setup_of
from engine.explaining.article import worked_example
from engine.explaining.explain import chain_rule, explain, explain_quantity
from engine.explaining.worked_step import Context, context_for, context_of
from engine.formulas.functions import Applied
from engine.formulas.notation import Style
from engine.network.activations import ACTIVATIONS, Activation
from engine.network.method import Method
from engine.network.network import Network
from engine.network.places import Bias, Expected, Neuron, Weight, place_name
from engine.network.propagation import advance
from engine.network.quantities import ERROR, MEAN_SQUARED_ERROR, Kind, Quantity, main_quantity, symbol
from engine.training.state import begin
from tests.engine.explaining.explained import (
    all_places,
    all_quantities,
    assert_evaluates,
    by_symbol,
    contexts,
    example,
    lines,
    quantities_in,
)
from tests.engine.strategies import dataset_of


@given(contexts())
def test_every_formula_gives_the_engines_number(context: Context) -> None:
    for quantity in quantities_in(context):
        assert_evaluates(explain_quantity(quantity, context))
    for place in all_places(context.network.sizes):
        if isinstance(place, Weight | Bias):
            assert_evaluates(chain_rule(place, context))


@given(contexts())
def test_explained_values_are_those_of_the_engine(context: Context) -> None:
    network = context.network
    gradient = context.gradients.parameters if context.batch is None else context.batch
    moved, _ = advance(network, gradient, context.method, context.memory)
    for place in all_places(network.sizes):
        if isinstance(place, Weight | Bias):
            index = network.parameter_index(place)
            assert context.value(Quantity(Kind.GRADIENT, place)) == context.gradients.parameters[index]
            assert context.value(Quantity(Kind.NEXT, place)) == moved.value(place)
        elif isinstance(place, Neuron) and place.layer and Quantity(Kind.ERROR_SLOPE, place) in quantities_in(context):
            slopes = [context.value(Quantity(kind, place)) for kind in (Kind.ERROR_SLOPE, Kind.OUTPUT_SLOPE)]
            delta = context.gradients.deltas[place.layer - 1][place.index]
            assert math.prod(slopes) == pytest.approx(delta, rel=1e-9, abs=1e-12)


@given(contexts())
def test_every_factor_carries_the_number_it_refers_to(context: Context) -> None:
    for quantity in quantities_in(context):
        for factor in explain_quantity(quantity, context).formula.factors():
            if factor.reference is not None:
                assert factor.reference != quantity
                assert factor.symbol == symbol(factor.reference, context.network.sizes)
                assert factor.value == context.value(factor.reference)


def given_behind(quantity: Quantity, context: Context) -> set[str]:
    """Follow every reference to its end; return the symbols of what is given there."""
    seen, waiting, ends = set(), [quantity], set()
    while waiting:
        explanation = explain_quantity(waiting.pop(), context)
        if explanation.given:
            ends.add(explanation.symbol)
        new = [reference for reference in explanation.references if reference not in seen]
        seen.update(new)
        waiting += new
    return ends


def test_a_new_weight_leads_back_to_both_inputs() -> None:
    context = example()
    path = [
        Quantity(Kind.NEXT, Weight(1, 0, 0)),
        Quantity(Kind.GRADIENT, Weight(1, 0, 0)),
        Quantity(Kind.DELTA, Neuron(1, 0)),
        Quantity(Kind.DELTA, Neuron(2, 0)),
        Quantity(Kind.ACTIVATION, Neuron(2, 0)),
        Quantity(Kind.SUM, Neuron(2, 0)),
        Quantity(Kind.ACTIVATION, Neuron(1, 1)),
        Quantity(Kind.SUM, Neuron(1, 1)),
        Quantity(Kind.ACTIVATION, Neuron(0, 1)),
    ]
    for step, following in pairwise(path):
        assert following in explain_quantity(step, context).references
    weights, biases = {f"w{number}" for number in range(1, 9)}, {"b_h1", "b_h2", "b_o1", "b_o2"}
    assert given_behind(path[0], context) == weights | biases | {"i1", "i2", "y1", "y2", "α"}


@given(contexts())
def test_every_chain_of_references_ends(context: Context) -> None:
    inputs = {f"i{number + 1}" for number in range(context.network.sizes[0])}
    assert given_behind(ERROR, context) >= inputs


def test_a_sum_is_written_out() -> None:
    explanation = explain_quantity(Quantity(Kind.SUM, Neuron(1, 0)), example())
    assert lines(explanation) == [
        "s_h1 = Σ w·i + b",
        "= w1·i1 + w2·i2 + b_h1",
        "= 0.1·2.78 + 0.2·2.55 + 0.5",
        "= 1.288",
    ]
    assert lines(explanation, None)[-1] == f"= {explanation.value!r}"
    assert [line.role for line in explanation.lines()] == ["rule", "symbols", "numbers", "result"]


def test_activations_say_what_their_symbol_means() -> None:
    assert lines(explain_quantity(Quantity(Kind.ACTIVATION, Neuron(1, 0)), example()), 6) == [
        "a_h1 = σ(s_h1)",
        "= σ(1.288)",
        "= 0.783808",
        "where σ(s) = 1 / (1 + e^(−s))",
    ]


def test_deltas_are_written_out() -> None:
    assert lines(explain_quantity(Quantity(Kind.DELTA, Neuron(2, 0)), example())) == [
        "δ_o1 = (a_o1 − y1) · a_o1 · (1 − a_o1)",
        "= (0.7538 − 0.1) · 0.7538 · (1 − 0.7538)",
        "= 0.1213",
    ]
    assert lines(explain_quantity(Quantity(Kind.DELTA, Neuron(1, 0)), example())) == [
        "δ_h1 = (Σ δ·w) · a · (1 − a)",
        "= (δ_o1·w5 + δ_o2·w7) · a_h1 · (1 − a_h1)",
        "= (0.1213·0.5 − 0.008233·0.7) · 0.7838 · (1 − 0.7838)",
        "= 0.009304",
    ]


@pytest.mark.parametrize(
    ("loss", "output", "outputs", "share", "delta"),
    [
        ("half-squared", "linear", 1, "½(a_o1 − y1)²", "a_o1 − y1"),
        ("mse", "linear", 1, "(a_o1 − y1)²", "2 · (a_o1 − y1)"),
        ("mse", "linear", 2, "(a_o1 − y1)² / 2", "2·(a_o1 − y1) / 2"),
        ("mse", "sigmoid", 1, "(a_o1 − y1)²", "2 · (a_o1 − y1) · a_o1 · (1 − a_o1)"),
        ("mse", "sigmoid", 3, "(a_o1 − y1)² / 3", "2·(a_o1 − y1) / 3 · a_o1 · (1 − a_o1)"),
        ("cross-entropy", "sigmoid", 1, "−(y1·ln σ(s_o1) + (1 − y1)·ln σ(−s_o1))", "a_o1 − y1"),
        ("cross-entropy", "softmax", 2, "−y1 · ln softmax₁(s_o1, s_o2)", "a_o1 − y1"),
    ],
)
def test_every_loss_is_written_out_for_its_number_of_outputs(
    loss: str, output: str, outputs: int, share: str, delta: str
) -> None:
    network = Network((1, outputs), (output,), np.arange(1.0, 2 * outputs + 1) / 4, loss)
    expected = np.array([0.25, 0.75, 0.0])[:outputs]
    found = by_symbol(context_for(network, np.array([2.0]), expected, Method(0.5), 0.0))
    assert f"= {share}" in [line.text.removeprefix("E_o1 ") for line in found["E_o1"].lines()]
    assert lines(found["δ_o1"])[0] == f"δ_o1 = {delta}"
    assert lines(found["E"])[1] == "= " + " + ".join(f"E_o{number + 1}" for number in range(outputs))
    for name in ("E", "E_o1", "δ_o1"):
        assert_evaluates(found[name])


def test_the_delta_of_softmax_is_written_as_it_is_computed() -> None:
    """For any expected values it is a · Σ y − y; if Σ y is 1, as before any edit, that is a − y."""
    network = Network((2, 2), ("softmax",), np.array([0.5, -0.25, 0.0, -0.5, 1.0, 0.25]), "cross-entropy")
    inputs = np.array([1.0, 2.0])
    for expected, symbols, numbers in (
        ([0.25, 0.75], "δ_o1 = a_o1 − y1", "= 0.148 − 0.25"),
        ([0.5, 0.75], "δ_o1 = a_o1·(y1 + y2) − y1", "= 0.148·(0.5 + 0.75) − 0.5"),
        ([0.0, 0.0], "δ_o1 = a_o1·(y1 + y2) − y1", "= 0.148·(0 + 0) − 0"),
    ):
        context = context_for(network, inputs, np.array(expected), Method(0.5), 0.0)
        found = explain_quantity(Quantity(Kind.DELTA, Neuron(1, 0)), context)
        assert lines(found)[:2] == [symbols, numbers]
        assert found.evaluate() == found.value == context.value(found.quantity)
        delta = float(context.value(Quantity(Kind.ACTIVATION, Neuron(1, 0)))) * sum(expected) - expected[0]
        assert found.value == pytest.approx(delta, rel=1e-14)


def test_a_weights_account() -> None:
    account = explain(Weight(2, 0, 0), example())
    assert account.text().splitlines()[:5] == [
        "w5  h1 → o1   0.5",
        "",
        "chain     ∂E/∂w5 = ∂E/∂a_o1 · ∂a_o1/∂s_o1 · ∂s_o1/∂w5",
        "          = 0.6538 · 0.1856 · 0.7838",
        "          = 0.09511",
    ]
    assert [section.heading for section in account.sections] == ["chain", "gradient", "delta", "next"]
    assert lines(account.sections[1]) == ["∂E/∂w5 = δ_o1 · a_h1", "= 0.1213 · 0.7838", "= 0.09511"]
    assert lines(account.sections[3])[:3] == ["new w5 = w5 − α·∂E/∂w5", "= 0.5 − 0.5·0.09511", "= 0.4524"]
    moves = list(account.sections[0].formula.factors())[-1]
    assert moves.reference == Quantity(Kind.ACTIVATION, Neuron(1, 0))


def test_a_biass_account_shows_the_factor_1() -> None:
    chain, gradient, _, following = explain(Bias(1, 1), example()).sections
    assert lines(chain)[0] == "∂E/∂b_h2 = ∂E/∂a_h2 · ∂a_h2/∂s_h2 · ∂s_h2/∂b_h2"
    assert lines(chain)[1].endswith(" · 1")
    assert lines(gradient) == ["∂E/∂b_h2 = δ_h2", "= 0.007091"]
    assert lines(following)[0] == "new b_h2 = b_h2 − α·∂E/∂b_h2"


def test_the_errors_account() -> None:
    account = explain("E", example())
    error, *shares, mean = account.sections
    assert lines(error)[:4] == ["E = ½ Σ (a − y)²", "= E_o1 + E_o2", "= 0.2137 + 0.001858", "= 0.2156"]
    assert lines(mean) == ["MSE = mean over rows and outputs of (a − y)²", "= 0.2156"]
    assert lines(shares[0]) == ["E_o1 = ½(a_o1 − y1)²", "= ½(0.7538 − 0.1)²", "= 0.2137"]
    assert len(shares) == 2


def test_the_mse_is_left_out_where_it_is_not_known() -> None:
    context = worked_example()
    assert MEAN_SQUARED_ERROR not in [section.quantity for section in explain("E", context).sections]
    with pytest.raises(InvalidValue, match="no MSE"):
        explain_quantity(MEAN_SQUARED_ERROR, context)


def test_a_given_number_is_one_line() -> None:
    context = example()
    found = {place_name((2, 2, 2), place): explain(place, context).text() for place in (Neuron(0, 0), Expected(1))}
    assert found == {
        "i1": "i1  input   2.78\n\ninput  i1 = 2.78",
        "y2": "y2  expected of o2   0.9\n\nexpected  y2 = 0.9",
    }
    assert explain("α", context).text() == "α  learning rate   0.5\n\nrate  α = 0.5"


def test_a_scaled_number_leads_back_to_its_own_unit() -> None:
    setup = setup_for("penguin-mass")
    state = begin(setup)
    context = context_of(state)
    found = explain_quantity(Quantity(Kind.ACTIVATION, Neuron(0, 1)), context)
    x, mean, deviation = (factor.value for factor in found.formula.factors())
    column = setup.dataset.inputs[:, 1]
    assert x == column[state.row]
    assert (mean, deviation) == pytest.approx((column.mean(), column.std()), rel=1e-12)
    assert found.formula.evaluate() == context.value(found.quantity)
    assert lines(found)[0] == "i2 = (x2 − mean) / deviation"
    grams = explain_quantity(Quantity(Kind.EXPECTED, Expected(0)), context)
    assert next(grams.formula.factors()).value == setup.dataset.expected[state.row, 0]
    classes = explain_quantity(Quantity(Kind.EXPECTED, Expected(0)), context_of(begin(setup_for("wine"))))
    assert "deviation" not in classes.formula.text()


def test_a_large_number_that_was_scaled_is_written_with_all_its_digits() -> None:
    times = np.array([[1600000000123.0], [1600000050456.0], [1600000090789.0]])
    data = dataset_of(times, [[1234567890123.25], [1234567990123.75], [1234567190123.5]])
    state = begin(setup_of(data, Options(scaling="standard")))
    for place, own in ((Neuron(0, 0), times[state.row, 0]), (Expected(0), data.expected[state.row, 0])):
        kind = Kind.EXPECTED if isinstance(place, Expected) else Kind.ACTIVATION
        found = explain_quantity(Quantity(kind, place), context_of(state))
        assert found.formula.text(Style(numbers=True, digits=None)).startswith(f"({float(own)} − ")
        assert found.formula.evaluate() == found.value


def test_a_linear_neuron_has_no_function_and_shows_its_slope_in_the_chain_alone() -> None:
    network = Network((2, 1, 2), ("linear", "linear"), np.arange(1.0, 8.0) / 10)
    found = by_symbol(context_for(network, np.array([1.0, -2.0]), np.array([0.1, 0.9]), Method(0.5), 0.0))
    assert lines(found["a_o1"])[0] == "a_o1 = s_o1"
    assert lines(found["δ_o1"])[0] == "δ_o1 = a_o1 − y1"
    assert lines(found["δ_h1"])[:2] == ["δ_h1 = Σ δ·w", "= δ_o1·w3 + δ_o2·w4"]
    assert lines(found["∂a_o1/∂s_o1"]) == ["∂a_o1/∂s_o1 = 1"]
    assert lines(found["s_h1"])[2] == "= 0.1·1 + 0.2·(-2) + 0.3"


def test_a_single_sigmoid_output_has_the_delta_and_the_error_of_binary_cross_entropy() -> None:
    network = Network((2, 1, 1), ("tanh", "sigmoid"), np.linspace(-0.4, 0.8, 5), "cross-entropy")
    found = by_symbol(context_for(network, np.array([1.0, -2.0]), np.array([1.0]), Method(0.5), 0.0))
    assert lines(found["δ_o1"])[0] == "δ_o1 = a_o1 − y1"
    a = found["a_o1"].value
    assert found["δ_o1"].value == a - 1.0
    assert found["E"].value == pytest.approx(-np.log(a), rel=1e-12)


def test_a_further_activation_needs_only_its_own_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    def slope(a: np.ndarray, out: np.ndarray) -> None:
        np.subtract(1.0, a * a, out)

    tanh = Activation("tanh", "tanh", np.tanh, slope, lambda s: Applied("tanh", np.tanh, s), lambda a: 1 - a.squared())
    monkeypatch.setitem(ACTIVATIONS, "tanh", tanh)
    network = Network((2, 2, 1), ("tanh", "tanh"), np.linspace(-1, 1, 9))
    found = by_symbol(context_for(network, np.array([0.3, 0.4]), np.array([0.5]), Method(0.1), 0.0))
    assert lines(found["δ_o1"])[0] == "δ_o1 = (a_o1 − y1) · (1 − a_o1²)"
    assert lines(found["δ_h1"])[:2] == ["δ_h1 = (Σ δ·w) · (1 − a²)", "= δ_o1·w5 · (1 − a_h1²)"]
    for name in ("δ_o1", "δ_h1", "δ_h2"):
        assert_evaluates(found[name])


@pytest.mark.parametrize(
    "quantity",
    [
        Quantity(Kind.SUM, Neuron(0, 0)),
        Quantity(Kind.DELTA, Neuron(3, 0)),
        Quantity(Kind.ACTIVATION, Neuron(1, -1)),
        Quantity(Kind.VALUE, Weight(1, 0, 2)),
        Quantity(Kind.EXPECTED, Expected(2)),
    ],
)
def test_numbers_of_another_network_are_refused(quantity: Quantity) -> None:
    with pytest.raises(InvalidValue, match="2-2-2 network"):
        explain_quantity(quantity, example())


def test_a_place_has_only_its_own_numbers() -> None:
    with pytest.raises(InvalidValue):
        Quantity(Kind.SUM, Bias(1, 0))
    with pytest.raises(InvalidValue):
        Quantity(Kind.ERROR, Neuron(1, 0))


def test_every_number_has_a_subject_that_shows_it() -> None:
    context = example()
    for quantity in all_quantities((2, 2, 2)):
        subject = quantity.subject
        shown = [section.quantity for section in explain(subject, context).sections]
        slopes = (Kind.ERROR_SLOPE, Kind.OUTPUT_SLOPE)  # shown as factors of the chain rule
        assert quantity in (*shown, main_quantity(subject)) or quantity.kind in slopes
