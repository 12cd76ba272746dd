"""A sheet against the engine: right to the digits given, following from another figure, or wrong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.explaining.agreement import written_number
from engine.explaining.sheets.checking import Standing, checked
from engine.explaining.sheets.hand_pass import HandPass
from engine.explaining.sheets.sheet import Entry, Sheet
from engine.explaining.sheets.step import Step, place_in_order
from engine.explaining.worked_step import context_for
from engine.network.method import Method
from engine.network.network import Network
from tests.engine.explaining.sheets.steps import figures_in, step_in, step_with, steps, verdicts
from tests.engine.explaining.test_article import ARTICLE

RIGHT, FOLLOWS, WRONG = Standing.RIGHT, Standing.FOLLOWS, Standing.WRONG

BY_THE_ARTICLE = {
    **{"s_h1": "1.288", "s_h2": "1.974", "a_h1": "0.784", "a_h2": "0.878"},
    **{"s_o1": "1.118", "s_o2": "1.65", "a_o1": "0.753", "a_o2": "0.839", "E": "0.2085"},
    **{"δ_o1": "0.121", "δ_o2": "-0.008", "δ_h1": "0.009", "δ_h2": "0.007"},
    **{"new w1": "0.087", "new w2": "0.189", "new w3": "0.290", "new w4": "0.391"},
    **{"new w5": "0.453", "new w6": "0.547", "new w7": "0.703", "new w8": "0.804"},
}
"""What the article prints: one figure in it is wrong, some are cut off or computed from rounded ones."""


def standings(figures: dict[str, str], step: Step | None = None) -> dict[str, Standing]:
    return {name: verdict.standing for name, verdict in verdicts(figures, step).items()}


def sources(figures: dict[str, str], name: str) -> list[str]:
    return [step_in().symbol(source) for source in verdicts(figures)[name].sources]


# --- right -------------------------------------------------------------------------------------------------------


def test_every_exact_figure_of_the_article_is_right() -> None:
    figures = {name: f"{exact:.8f}" for name, exact in ARTICLE.items()}
    assert set(standings(figures).values()) == {RIGHT}
    assert {verdict.remark for verdict in verdicts(figures).values()} == {""}


def test_of_the_figures_that_the_article_prints_one_is_wrong() -> None:
    found = verdicts(BY_THE_ARTICLE)
    assert {name for name, verdict in found.items() if verdict.standing is not RIGHT} == {"E"}
    assert found["E"].standing is WRONG
    assert found["E"].slips == ("the article prints 0.2085: a slip (it took (0.1 − 0.753)² as 0.414; it is 0.426)",)
    assert {name: verdict.remark for name, verdict in found.items() if verdict.remark} == {
        "s_o1": "cut off, not rounded",
        "a_o1": "cut off, not rounded",
        "new w2": "computed from rounded figures",
        "new w5": "computed from rounded figures",
    }


@given(step=steps(), data=st.data())
def test_a_sheet_of_the_engines_figures_is_right_to_any_digits(step: Step, data: st.DataObject) -> None:
    entries = []
    for line, figure in enumerate(figures_in(step), start=1):
        digits, style = data.draw(st.integers(1, 12)), data.draw(st.sampled_from("fe"))
        entries.append(Entry(line, figure, written_number(f"{step.exact(figure):.{digits}{style}}")))
    found = checked(Sheet(tuple(entries), ()), step)
    assert [verdict.entry for verdict in found if verdict.standing is not RIGHT] == []
    assert [verdict.entry for verdict in found] == entries


@given(step=steps(), digits=st.integers(4, 9))
def test_so_is_one_that_was_worked_out_with_rounded_figures(step: Step, digits: int) -> None:
    """Each figure is computed from those before it as they are written, and rounded in turn."""
    written: dict[object, float] = {}
    entries = []
    for line, figure in enumerate(sorted(figures_in(step), key=lambda one: place_in_order(one, step.last)), start=1):
        number = written_number(f"{HandPass(step, written).derived(figure):.{digits}f}")
        written[figure] = number.value
        entries.append(Entry(line, figure, number))
    found = checked(Sheet(tuple(entries), ()), step)
    assert [verdict.entry for verdict in found if verdict.standing is WRONG] == []


def test_a_last_digit_may_be_off_by_one_where_there_are_three() -> None:
    assert standings({"δ_o1": "0.1214"}) == {"δ_o1": RIGHT}
    assert verdicts({"δ_o1": "0.1214"})["δ_o1"].remark == "off by 1 in the last digit"
    assert standings({"δ_o1": "0.1215"}) == {"δ_o1": WRONG}
    assert standings({"δ_o1": "0.13"}) == {"δ_o1": WRONG}
    assert standings({"δ_o1": "0.12"}) == {"δ_o1": RIGHT}


def test_what_is_given_is_to_be_copied_exactly() -> None:
    assert standings({"i1": "2.78", "w5": "0.5", "y1": "1/10", "alpha": "0.50"}) == dict.fromkeys(
        ("i1", "w5", "y1", "alpha"), RIGHT
    )
    assert standings({"i1": "2.79", "w5": "0.501", "y1": "0.9", "alpha": "0.05"}) == dict.fromkeys(
        ("i1", "w5", "y1", "alpha"), WRONG
    )


def test_a_zero_says_that_it_is_one_in_these_digits() -> None:
    assert verdicts({"δ_o2": "-0.0"})["δ_o2"].remark == "0 in these digits"
    assert standings({"δ_o2": "0.0", "δ_o1": "0.0"}) == {"δ_o2": RIGHT, "δ_o1": WRONG}


# --- what follows ------------------------------------------------------------------------------------------------


def test_what_follows_from_a_wrong_figure_is_no_new_mistake() -> None:
    figures = {
        **{"s_h1": "0.788", "a_h1": "0.687", "s_o1": "1.070", "a_o1": "0.745", "δ_o1": "0.1225"},
        **{"grad_w5": "0.0842", "new_w5": "0.458", "a_h2": "0.878"},
    }
    assert standings(figures) == {**dict.fromkeys(figures, FOLLOWS), "s_h1": WRONG, "a_h2": RIGHT}
    assert sources(figures, "a_h1") == ["s_h1"]
    assert sources(figures, "grad_w5") == ["a_h1", "δ_o1"]
    assert sources(figures, "new_w5") == ["∂E/∂w5"]


def test_it_follows_over_figures_that_are_not_on_the_sheet() -> None:
    figures = {"s_h1": "0.788", "δ_o1": "0.1226", "E": "0.2103"}
    assert standings(figures) == {"s_h1": WRONG, "δ_o1": FOLLOWS, "E": FOLLOWS}
    assert sources(figures, "δ_o1") == ["s_h1"]


def test_the_sheet_may_have_any_order() -> None:
    figures = {"a_h1": "0.687", "s_h1": "0.788"}
    assert standings(figures) == {"a_h1": FOLLOWS, "s_h1": WRONG}
    assert list(verdicts(figures)) == ["a_h1", "s_h1"]


def test_a_figure_copied_wrong_leads_on_too() -> None:
    figures = {"w5": "0.6", "s_o1": "1.197", "new_w5": "0.553"}
    assert standings(figures) == {"w5": WRONG, "s_o1": FOLLOWS, "new_w5": FOLLOWS}


def test_a_spreadsheet_goes_on_with_more_digits_than_it_shows() -> None:
    # The sum without its bias is 0.788; shown with one digit, and gone on from with all.
    assert standings({"s_h1": "0.8", "a_h1": "0.68738"}) == {"s_h1": WRONG, "a_h1": FOLLOWS}


def test_a_new_mistake_after_a_wrong_figure_is_wrong() -> None:
    slope = 0.6874 * (1 - 0.6874)
    sent_back = 0.1213 * 0.5 - 0.0082 * 0.7
    figures = {
        "s_h1": "0.788",
        "a_h1": "0.6874",
        "δ_o1": "0.1213",
        "δ_o2": "-0.0082",
        "δ_h1": f"{sent_back * slope**2:.6f}",
    }
    found = verdicts(figures)
    assert found["a_h1"].standing is FOLLOWS
    assert found["δ_h1"].standing is WRONG
    assert found["δ_h1"].slips == ("σ′ is in it twice",)


def test_cross_entropy_is_worked_out_from_the_outputs_that_are_written() -> None:
    step = step_in("iris", hidden=(2,), activations=("sigmoid", "softmax"), loss="cross-entropy")
    row = step.context.expected.tolist()
    right = row.index(1.0) + 1
    figures = {f"a_o{right}": "0.25", "E": "1.386", f"δ_o{right}": "-0.75"}
    assert standings(figures, step) == {f"a_o{right}": WRONG, "E": FOLLOWS, f"δ_o{right}": FOLLOWS}


# --- other networks ----------------------------------------------------------------------------------------------


def test_in_a_batch_the_new_weights_take_its_mean_gradient() -> None:
    step = step_in("level3", optimizer="sgd", learning_rate=0.5)
    new, row = float(step.context.next_parameters[0]), float(step.network.parameters[0])
    by_row = row - 0.5 * float(step.context.gradients.parameters[0])
    assert step.batch_rows == 10
    assert standings({"new_w1": f"{new:.6f}"}, step) == {"new_w1": RIGHT}
    found = verdicts({"new_w1": f"{by_row:.6f}"}, step)["new_w1"]
    assert found.slips == ("the gradient of this row is taken, and not the mean of its batch",)


def test_the_error_over_all_rows_is_another_figure_than_that_of_the_row() -> None:
    step = step_in("level2")
    error, mean = step.exact(next(iter(verdicts({"E": "1"}, step).values())).entry.figure), step.mean_error
    assert error != pytest.approx(mean, rel=0.01)
    assert standings({"E": f"{error:.4f}", "error": f"{mean:.4f}"}, step) == {"E": RIGHT, "error": RIGHT}
    found = verdicts({"E": f"{mean:.4f}", "error": f"{error:.4f}"}, step)
    # Of two outputs, the mean square is ½ the sum of squares.
    assert found["E"].slips == ("that is the MSE", "that is the mean of E over all rows")
    assert found["error"].slips == ("that is E of this row: error is the mean over all rows",)


def test_a_figure_that_is_not_finite_is_not_right() -> None:
    step = step_in("walkthrough", activations=("sigmoid", "linear"), learning_rate=1e300)
    assert standings({"new_w5": "1"}, step) == {"new_w5": WRONG}


# --- any sheet ---------------------------------------------------------------------------------------------------


@given(step=steps(), data=st.data())
def test_any_figures_get_a_verdict(step: Step, data: st.DataObject) -> None:
    figures = data.draw(st.lists(st.sampled_from(figures_in(step)), min_size=1, max_size=12, unique=True))
    numbers = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.floats(-3, 3), st.just(0.0))
    texts = [f"{data.draw(numbers):.{data.draw(st.integers(0, 15))}e}" for _ in figures]
    entries = [
        Entry(line, figure, written_number(text if "e+308" not in text else "1e308"))
        for line, (figure, text) in enumerate(zip(figures, texts, strict=True), start=1)
    ]
    for verdict in checked(Sheet(tuple(entries), ()), step):
        assert (verdict.standing is FOLLOWS) == bool(verdict.sources)
        assert verdict.standing is WRONG or verdict.slips == ()


def test_a_rounded_zero_under_a_logarithm_lets_nothing_else_pass() -> None:
    network = Network((1, 1), ("sigmoid",), np.array([-8.0, 0.0]), "cross-entropy")
    step = step_with(context_for(network, np.array([1.0]), np.array([1.0]), Method(0.5)))
    assert standings({"a_o1": "0.000", "E": "8.0003"}, step) == {"a_o1": RIGHT, "E": RIGHT}
    assert standings({"a_o1": "0.000", "E": "9.5"}, step) == {"a_o1": RIGHT, "E": WRONG}


def test_where_either_of_two_figures_is_enough_both_are_named() -> None:
    figures = {"δ_o1": "0.000", "a_h1": "0.000", "grad_w5": "0.000"}
    assert standings(figures) == {"δ_o1": WRONG, "a_h1": WRONG, "grad_w5": FOLLOWS}
    assert sources(figures, "grad_w5") == ["a_h1", "δ_o1"]
