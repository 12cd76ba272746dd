"""What the names stand for: the numbers that the screen shows."""

import numpy as np
import pytest

from engine.experiment.starts import Options
from engine.network.method import Method
from engine.network.places import Weight
from engine.session.expressions.expression import parse_expression
from engine.session.expressions.names import FIXED, PHASES, ValueKind
from engine.session.expressions.situation import Situation
from engine.training.commands import (
    AddLayer,
    Run,
    SetActivation,
    SetMethod,
    SetParameter,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.phases import phases
from tests.engine.session.expressions.evaluating import refusal, state_after, value

# The worked example: what the article prints, computed exactly.
WORKED = {
    **{"w5": 0.5, "b_o1": 0.2, "i1": 2.78, "i2": 2.55, "y1": 0.1, "y2": 0.9, "rate": 0.5},
    **{"s_h1": 1.288, "s_h2": 1.974, "a_h1": 0.78380848, "a_h2": 0.87804010},
    **{"s_o1": 1.11872830, "s_o2": 1.65109802, "a_o1": 0.75375275, "a_o2": 0.83903940},
    **{"E": 0.21555443, "error": 0.21555443, "mse": 0.21555443},
    **{"delta_o1": 0.12134275, "delta_o2": -0.00823287, "delta_h1": 0.00930437, "delta_h2": 0.00709114},
    **{"grad_w5": 0.12134275 * 0.78380848, "grad_b_h1": 0.00930437, "grad_w1": 0.025866158},
    **{"epoch": 0.0, "samples": 0.0, "hidden": 2.0, "rows": 1.0},
}


@pytest.mark.parametrize("name", WORKED)
def test_the_numbers_of_the_worked_example(name: str) -> None:
    assert value(name) == pytest.approx(WORKED[name], abs=5e-9)


def test_after_the_update_the_weights_are_new_and_the_passes_those_of_before_it() -> None:
    updated = state_after(*[StepPhase()] * 9)
    assert value("phase", updated) == "update"
    assert value("w5", updated) == pytest.approx(0.45244526, abs=5e-9)
    assert value("b_h1", updated) == pytest.approx(0.49534781, abs=5e-9)
    assert value("a_o1", updated) == pytest.approx(0.75375275, abs=5e-9)
    assert value("mse", updated) == pytest.approx(0.19668127, abs=5e-9)


def test_the_passes_are_those_of_the_row_that_is_walked_through_or_looked_at() -> None:
    state = state_after(StepPhase(row=6), start="level2")
    expected = tuple(state.dataset.expected[6])
    assert (value("y1", state), value("y2", state)) == expected == (0.0, 1.0)
    assert value("i1", state) == state.dataset.inputs[6, 0]
    updated = state_after(StepPhase(row=6), *[StepPhase()] * 8, start="level2")
    assert updated.row != 6
    assert value("phase", updated) == "update"
    assert value("i1", updated) == state.dataset.inputs[6, 0]


def test_a_row_of_the_test_part_that_is_looked_at_does_not_change_what_is_about_the_training() -> None:
    options = Options(test_share=0.3, seed=1)
    state = state_after(StepEpoch(), start="iris", options=options)
    seen = state.seen_in_test(2)
    assert state.test is not None
    assert value("i1", seen) == state.test.inputs[2, 0]
    for name in ("mse", "test_mse", "accuracy", "right", "rows", "epoch", "samples"):
        assert value(name, seen) == value(name, state)
    assert value("rows", state) == 105.0
    assert value("accuracy", state) == value("right / rows", state)
    assert state.test_evaluation is not None
    assert value("test_mse", state) == state.test_evaluation.mse


def test_the_names_about_all_rows() -> None:
    state = state_after(Run(400), start="level2")
    assert value("right == rows and rows == 10 and accuracy == 1", state) is True
    assert value("epoch == 40 and samples == 400", state) is True
    assert value("mse", state) == state.evaluation.mse
    assert value("error", state) == state.evaluation.error == pytest.approx(float(value("mse", state)))
    assert value("E < error or E >= error", state) is True


def test_r2_is_that_of_a_regression_in_its_own_units() -> None:
    state = state_after(StepEpoch(), start="penguin-mass", options=Options(seed=2))
    assert 0.5 < float(value("r2", state)) < 1.0


def test_the_names_of_several_hidden_layers_have_a_dot() -> None:
    state = state_after(AddLayer(1, 3, "tanh"), start="level2")
    assert value("hidden", state) == 6.0
    assert value("a_h2.1", state) == state.trace.activations[2][0]
    assert value("a_h1.3 - s_h2.1*delta_h2.1", state) == (
        state.trace.activations[1][2] - state.trace.sums[1][0] * state.gradients.deltas[1][0]
    )
    assert value("b_h2.3 >= 0 and grad_b_h2.3 != 0", state) is True
    assert str(refusal("a_h1", state)) == (
        "column 1: no h1 in a 2-3-3-2 network: hidden neurons are h1.1 to h1.3, h2.1 to h2.3"
    )


def test_the_phase_compares_in_the_order_of_the_walk() -> None:
    walked = [state_after(*[StepPhase()] * done) for done in range(10)]
    names = [value("phase", state) for state in walked]
    assert names == [
        *("none", "input", "sums", "activations", "sums", "activations", "error", "delta", "delta", "update")
    ]
    assert len(phases((2, 2, 2))) == 9
    assert [value("phase >= 'error'", state) for state in walked] == [False] * 6 + [True] * 4
    assert [value("'input' <= phase < \"error\"", state) for state in walked] == [False] + [True] * 5 + [False] * 4
    assert value("phase == 'delta' and phase != 'none'", walked[7]) is True
    assert PHASES == ("none", "input", "sums", "activations", "error", "delta", "update")


def test_the_optimizer_is_compared_by_name() -> None:
    adam = state_after(SetMethod(Method(0.01, optimizer="adam")))
    assert value("optimizer", adam) == "adam"
    assert value("optimizer == 'adam' and 'sgd' != optimizer and rate == 0.01", adam) is True


@pytest.mark.parametrize("name", FIXED)
def test_an_expression_says_what_kind_of_value_it_has(name: str) -> None:
    kinds = {ValueKind.NUMBER: float, ValueKind.PHASE: str, ValueKind.OPTIMIZER: str}
    for start in ("iris", "penguin-mass"):
        state = state_after(StepSample(), start=start, options=Options(test_share=0.2))
        if name not in {"iris": ("r2",), "penguin-mass": ("right", "accuracy")}[start]:
            assert type(value(name, state)) is kinds[parse_expression(name).kind]


def test_a_number_that_is_not_one_reaches_no_goal() -> None:
    state = state_after(
        SetActivation(1, "linear"), SetParameter(Weight(1, 0, 0), 1e308), SetParameter(Weight(2, 0, 0), 0)
    )
    assert np.isnan(state.trace.sums[1][0])
    assert np.isnan(value("s_o1", state))
    assert np.isnan(value("max(1, s_o1)", state))
    for goal in ("s_o1 < 1", "not s_o1 < 1", "s_o1 == s_o1", "s_o1 != 1", "not (s_o1 != 1)", "near(s_o1, s_o1)"):
        assert value(goal, state) is False
    assert value("s_o1 < 1 or w1 > 1", state) is True
    assert value("not (s_o1 < 1 and w1 < 1)", state) is True
    assert value("not near(1, 2, s_o1)", state) is False
    assert value("(s_o1 < 1) == (w1 > 1)", state) is False
    assert parse_expression("s_o1").value(Situation(state)) is not False
