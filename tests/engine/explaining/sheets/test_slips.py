"""The slip behind a wrong figure is named where its figure is the learner's, and only there."""

from math import exp, tanh

import pytest

from engine.explaining.sheets.checking import Standing
from engine.explaining.sheets.step import Step
from tests.engine.explaining.sheets.steps import step_in, verdicts

# The worked example, for slips that are made by hand below.
I1, I2, Y1, Y2, RATE = 2.78, 2.55, 0.1, 0.9, 0.5
W5, W6, W7, W8 = 0.5, 0.6, 0.7, 0.8
S_H1, A_H1, A_H2 = 1.288, 0.7838084760518595, 0.8780401040269349
S_O1, S_O2, A_O1, A_O2 = 1.1187283004420907, 1.6510980164578495, 0.7537527530551251, 0.839039395268365
D_O1, D_O2, D_H1, D_H2 = 0.12134274797549884, -0.008232869174672709, 0.00930437348383616, 0.007091144476144907
F_O1, F_H1 = A_O1 * (1 - A_O1), A_H1 * (1 - A_H1)
SIGMA_A_O1 = 0.6800178
E = 0.21555442872820105
NEW_W5, NEW_W7 = W5 - RATE * D_O1 * A_H1, W7 - RATE * D_O2 * A_H1

SLIPS = [
    # forward
    ("s_h1", 0.788, "the bias is forgotten"),
    ("s_h1", A_H1, "that is a_h1: the activation in place of the sum"),
    ("s_h1", 0.1 * I1 + 0.5, "w2·i2 is left out"),
    ("s_h1", 0.1 * I1 + 0.3 * I2 + 0.5, "the weights are taken the wrong way round, columns for rows"),
    ("s_o1", W5 * 1.288 + W6 * 1.974 + 0.2, "the sums of the layer before are taken, and not its activations"),
    ("s_o1", -S_O1, "the sign is wrong"),
    ("a_h1", 1.288, "that is s_h1: σ is left out"),
    ("a_h1", F_H1, "that is σ′"),
    ("a_h1", 1 - A_H1, "the sign in the exponent of σ is wrong"),
    ("a_h1", tanh(S_H1), "tanh is taken in place of σ"),
    ("a_o1", 0.72416970, "that is a_o1 after the step"),
    # the error
    ("E", 2 * E, "the ½ is left out"),
    ("E", E / 2, "there is one ½ too many"),
    ("E", 0.5 * (A_O1 - Y1) ** 2, "that is E_o1"),
    ("E_o1", (A_O1 - Y1) ** 2, "the ½ is left out"),
    ("E_o1", 0.5 * (A_O1 - Y1), "a − y is not squared"),
    ("E_o2", 0.5 * (Y2 - A_O2), "a − y is not squared, but taken without its sign"),
    ("E_o1", 0.5 * (A_O1**2 - Y1**2), "a² − y² is taken in place of (a − y)²"),
    ("E", 0.19668127, "that is E after the step"),
    # backward
    ("delta_o1", -D_O1, "the sign is wrong: it is a − y, and not y − a"),
    ("delta_o1", A_O1 - Y1, "σ′ is left out"),
    ("delta_o1", D_O1 * F_O1, "σ′ is in it twice"),
    ("delta_o1", F_O1, "that is σ′ alone"),
    ("delta_o1", (A_O1 - Y1) * SIGMA_A_O1 * (1 - SIGMA_A_O1), "σ′ is taken at a, and not at s"),
    ("delta_o1", (A_O1 - Y1) * S_O1 * (1 - S_O1), "σ′ is written through s, and not through a"),
    ("delta_o1", (S_O1 - Y1) * F_O1, "the sum is taken in place of the activation: s − y"),
    ("delta_o1", 2 * D_O1, "the 2 of the square is kept: the ½ takes it away"),
    ("delta_o1", D_O1 / 2, "there is a ½ in it: the 2 of the square takes it away"),
    ("delta_o1", (A_O1 - Y1) ** 2 * F_O1, "(a − y)² is taken in place of a − y"),
    ("delta_o1", (A_O1 - Y1) * (1 - A_O1), "the factor a of σ′ = a·(1 − a) is left out"),
    ("delta_o1", (A_O1 - Y1) * A_O1, "the factor 1 − a of σ′ = a·(1 − a) is left out"),
    ("delta_h1", -D_H1, "the sign is wrong"),
    ("delta_h1", D_O1 * W5 + D_O2 * W7, "σ′ is left out"),
    ("delta_h1", D_H1 * F_H1, "σ′ is in it twice"),
    (
        "delta_h1",
        (D_O1 * NEW_W5 + D_O2 * NEW_W7) * F_H1,
        "the new weights are taken: δ goes back through those before the step",
    ),
    ("delta_h1", D_O1 * W5 * F_H1, "only o1 sends its δ back"),
    ("delta_h1", (D_O1 * W5 + D_O2 * W6) * F_H1, "the weights are taken the wrong way round, columns for rows"),
    ("delta_h1", (D_O1 + D_O2) * F_H1, "the weights are left out on the way back"),
    (
        "delta_h1",
        ((A_O1 - Y1) * W5 + (A_O2 - Y2) * W7) * F_H1,
        "∂E/∂a of the next layer is taken in place of its δ",
    ),
    # gradients
    ("grad_w5", -D_O1 * A_H1, "the sign is wrong"),
    ("grad_w5", D_O1, "that is δ_o1: a_h1 is left out"),
    ("grad_w5", D_O1 * S_H1, "the sum of the source is taken in place of its activation"),
    ("grad_w5", D_O1 * I1, "the input is taken in place of the activation"),
    ("grad_w5", D_O1 * A_O1, "the activation is that of the neuron itself, and not of its source"),
    ("grad_w5", D_O1 * W5, "the weight is taken in place of the activation"),
    ("grad_w5", D_O1 * A_H2, "that is ∂E/∂w6"),
    ("grad_w5", RATE * D_O1 * A_H1, "α is in it: that is the step"),
    # the update
    ("new_w5", W5 + RATE * D_O1 * A_H1, "the step is added, and not taken off"),
    ("new_w5", W5 - D_O1 * A_H1, "α is left out"),
    ("new_w5", W5, "that is w5 before the step"),
    ("new_w5", D_O1 * A_H1, "that is ∂E/∂w5"),
    ("new_w5", RATE * D_O1 * A_H1, "that is the step alone: it is taken off the value before"),
    ("w5", NEW_W5, "that is w5 after the step, called new_w5"),
    # made before the figure, in one that the sheet does not have
    ("a_h1", 1 / (1 + exp(0.5 - S_H1)), "the bias is forgotten"),
    ("grad_w5", (A_O1 - Y1) * A_H1, "σ′ is left out"),
    ("new_w1", 0.1 - RATE * D_H1 * F_H1 * I1, "σ′ is in it twice in the hidden neurons"),
    ("new_w5", W5 - RATE * D_O1, "the activation of the source is left out"),
]


@pytest.mark.parametrize(("name", "value", "slip"), SLIPS)
def test_a_slip_in_the_worked_example_is_named(name: str, value: float, slip: str) -> None:
    found = verdicts({name: f"{value:#.4g}"})[name]
    assert found.standing is Standing.WRONG
    assert slip in found.slips
    assert len(found.slips) <= 2


def test_with_more_digits_each_is_named_alone() -> None:
    for name, value, slip in SLIPS:
        assert verdicts({name: f"{value:#.5g}"})[name].slips == (slip,), (name, value)


def test_where_two_slips_give_the_same_figure_both_are_named() -> None:
    # α is ½, and each hidden neuron has two weights: both double the step.
    found = verdicts({"new_b_h1": f"{0.5 - D_H1:.4f}"})["new_b_h1"]
    assert found.slips == ("α is left out", "the bias is moved once for each weight")


def test_where_more_do_none_is() -> None:
    found = verdicts({"new_b_h1": "-0.0010"}, step_in("level3"))["new_b_h1"]
    assert (found.standing, found.slips) == (Standing.WRONG, ())


def test_a_single_digit_names_a_wrong_sign_and_nothing_else() -> None:
    assert verdicts({"δ_o2": "0.008"})["δ_o2"].slips == ("the sign is wrong: it is a − y, and not y − a",)
    assert verdicts({"δ_o1": "0.6"})["δ_o1"].slips == ()
    assert verdicts({"δ_o1": "0.65"})["δ_o1"].slips == ("σ′ is left out",)


def test_a_slip_that_comes_to_the_right_digits_is_none() -> None:
    # w7 hardly moves: with two digits all ways to update it come to the same.
    for value in (NEW_W7, W7):
        assert verdicts({"new_w7": f"{value:.2f}"})["new_w7"].standing is Standing.RIGHT


@pytest.mark.parametrize(
    ("name", "value"), [("δ_o1", "0.3333"), ("s_h1", "1.111"), ("new_w5", "0.4711"), ("E", "0.2222")]
)
def test_a_figure_that_no_slip_gives_is_only_wrong(name: str, value: str) -> None:
    found = verdicts({name: value})[name]
    assert (found.standing, found.slips) == (Standing.WRONG, ())


def test_a_later_figure_is_not_taken_for_the_cause_of_an_earlier_one() -> None:
    """Behind a linear output a = s: a wrong s is copied into a, and not the other way round."""
    step = step_in("level3")
    wrong = f"{step.context.trace.sums[-1][0] + 0.3:.4f}"
    found = verdicts({"s_o1": wrong, "a_o1": wrong}, step)
    assert found["s_o1"].slips == ()
    assert found["a_o1"].standing is Standing.FOLLOWS


def slips(step: Step, name: str, value: float) -> tuple[str, ...]:
    return verdicts({name: f"{value:.6g}"}, step)[name].slips


def test_slips_about_the_optimiser_and_the_penalty() -> None:
    step = step_in("level2", samples=3, optimizer="momentum", learning_rate=0.1, l2=0.01)
    w, gradient = (float(array[0]) for array in (step.network.parameters, step.context.gradients.parameters))
    velocity = float(step.context.memory.moments[0][0])
    assert slips(step, "new_w1", w - 0.1 * (gradient + 0.01 * w)) == (
        "that is plain gradient descent, and not momentum",
    )
    assert slips(step, "new_w1", w - 0.1 * (0.9 * velocity + gradient)) == ("λ·w is left out",)


def test_slips_about_cross_entropy() -> None:
    step = step_in("iris", hidden=(2,), activations=("tanh", "softmax"), loss="cross-entropy")
    a, y = step.context.trace.outputs, step.context.expected
    assert slips(step, "E", -step.exact(verdicts({"E": "1"}, step)["E"].entry.figure)) == ("the sign is wrong",)
    assert slips(step, "delta_o1", float((a - y)[0] * a[0] * (1 - a[0]))) == (
        "softmax′ is in it: with cross-entropy, δ of an output is a − y alone",
    )
    assert slips(step, "a_o1", exp(step.context.trace.sums[-1][0])) == ("e^s is not divided by the sum of all",)
    assert slips(step, "delta_o2", float(a[1] - y.argmax())) == (
        () if y.argmax() == y[1] else ("the number of the class is taken in place of y",)
    )


def test_slips_about_the_slope_of_tanh() -> None:
    step = step_in("level2", activations=("tanh", "tanh"))
    a, y = float(step.context.trace.outputs[0]), float(step.context.expected[0])
    assert slips(step, "delta_o1", (a - y) * (1 - a)) == ("1 − a is taken in place of 1 − a²",)
    assert slips(step, "delta_o1", (a - y) * a * (1 - a)) == ("a·(1 − a), which is σ′, is taken in place of tanh′",)


def test_a_value_in_its_own_unit_is_not_what_the_network_sees() -> None:
    step = step_in("wine", scaling="standard")
    own = float(step.context.scaling.inputs.original_value(0, step.context.trace.activations[0][0]))
    assert slips(step, "i1", own) == ("that is in its own unit: the network sees it scaled",)


def test_a_frozen_bias_stays() -> None:
    step = step_in("mazur")
    moved = float(step.network.parameters[2] - 0.5 * step.context.gradients.parameters[2])
    assert slips(step, "new_b_h1", moved) == ("it is frozen or off, and stays",)
