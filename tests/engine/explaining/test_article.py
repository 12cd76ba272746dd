"""The article's worked example, figure by figure, and where the article prints another figure."""

from dataclasses import replace

import pytest

from engine.explaining.agreement import Agreement, written_number
from engine.explaining.article import ARTICLE_FIGURES
from engine.explaining.worked_step import context_for
from engine.network.method import Method
from engine.network.places import Weight
from engine.network.propagation import descend
from engine.network.quantities import ERROR
from tests.engine.explaining.explained import by_symbol, example

ARTICLE = {
    "s_h1": 1.288,
    "s_h2": 1.974,
    "a_h1": 0.78380848,
    "a_h2": 0.87804010,
    "s_o1": 1.11872830,
    "s_o2": 1.65109802,
    "a_o1": 0.75375275,
    "a_o2": 0.83903940,
    "E": 0.21555443,
    "δ_o1": 0.12134275,
    "δ_o2": -0.00823287,
    "δ_h1": 0.00930437,
    "δ_h2": 0.00709114,
    "new w1": 0.08706692,
    "new w2": 0.18813692,
    "new w3": 0.29014331,
    "new w4": 0.39095879,
    "new w5": 0.45244526,
    "new w6": 0.54672810,
    "new w7": 0.70322650,
    "new w8": 0.80361439,
    "new b_h1": 0.49534781,
    "new b_h2": 0.11645443,
    "new b_o1": 0.13932863,
    "new b_o2": 0.40411643,
}
AFTER_THE_UPDATE = {"a_o1": 0.72416970, "a_o2": 0.83856113, "E": 0.19668127}


@pytest.mark.parametrize(("name", "exact"), ARTICLE.items())
def test_article_figures_follow_from_their_own_terms(name: str, exact: float) -> None:
    explanation = by_symbol(example())[name]
    assert explanation.evaluate() == pytest.approx(exact, abs=5.1e-9)
    assert explanation.value == pytest.approx(exact, abs=5.1e-9)


def test_article_figures_after_the_update() -> None:
    before = example()
    moved = descend(before.network, before.gradients, before.method.learning_rate)
    after = by_symbol(context_for(moved, before.trace.activations[0], before.expected, Method(0.5), 0.0))
    assert {name: after[name].evaluate() for name in AFTER_THE_UPDATE} == pytest.approx(AFTER_THE_UPDATE, abs=5.1e-9)


def test_notes_appear_exactly_where_the_article_prints_another_figure() -> None:
    notes = {name: explanation.note for name, explanation in by_symbol(example()).items() if explanation.note}
    assert notes == {
        "s_o1": "the article prints 1.118: cut off, not rounded",
        "a_o1": "the article prints 0.753: cut off, not rounded",
        "E": "the article prints 0.2085: a slip (it took (0.1 − 0.753)² as 0.414; it is 0.426)",
        "new w2": "the article prints 0.189: computed from rounded figures (0.2 − 0.5·0.009·2.55)",
        "new w5": "the article prints 0.453: computed from rounded figures (0.5 − 0.5·0.121·0.784)",
    }


def test_notes_disappear_when_the_example_is_edited() -> None:
    context = example()
    inputs, expected, method = context.trace.activations[0], context.expected, context.method
    edited = context.network.with_value(Weight(1, 0, 0), 0.11)
    others = [
        context_for(edited, inputs, expected, method, 0.0),
        context_for(context.network, inputs + 0.01, expected, method, 0.0),
        context_for(context.network, inputs, expected + 0.01, method, 0.0),
    ]
    assert not any(explanation.note for other in others for explanation in by_symbol(other).values())
    faster = by_symbol(replace(context, method=replace(context.method, learning_rate=0.6)))
    assert {name for name, explanation in faster.items() if explanation.note} == {"s_o1", "a_o1", "E"}


@pytest.mark.parametrize(
    ("printed", "exact", "how"),
    [
        ("0.784", 0.78380848, Agreement.ROUNDED),
        ("-0.008", -0.00823287, Agreement.ROUNDED),
        ("0.753", 0.75375275, Agreement.CUT_OFF),
        ("-0.753", -0.75375275, Agreement.CUT_OFF),
        ("0.453", 0.45244526, Agreement.FROM_ROUNDED),
        ("0.2085", 0.21555443, Agreement.SLIP),
        ("0.754", -0.754, Agreement.SLIP),
    ],
)
def test_agreement_tells_roundings_and_slips_apart(printed: str, exact: float, how: Agreement) -> None:
    assert written_number(printed).agreement(exact) is how


def test_every_printed_figure_but_the_slip_is_near_the_exact_one() -> None:
    assert len(ARTICLE_FIGURES) == 21
    for quantity, figure in ARTICLE_FIGURES.items():
        off = abs(float(figure.printed) - example().value(quantity))
        assert (off > 0.002) == (quantity == ERROR), quantity
