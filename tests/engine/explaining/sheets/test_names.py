"""The names of figures: those of expressions, those on the screen, and what else is usual."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidValue
from engine.explaining.sheets.names import figure_named
from engine.explaining.sheets.step import Step
from tests.engine.explaining.sheets.steps import figures_in, step_in, steps

NAMES = {
    "w5": "w5 W5 w_5 ' w5 '",
    "b_o1": "b_o1 bo1 B_O1 'b o1'",
    "i1": "i1 I1 a_i1 x1 x_1",
    "y1": "y1 Y1 target_o1 y_o1 'expected o1'",
    "s_h1": "s_h1 S_H1 sh1 net_h1 'net h1' z_h1 sum_h1 sₕ₁",
    "a_h1": "a_h1 h1 out_h1 σ(s_h1) 'activation h1'",
    "a_o2": "a_o2 o2 OUT_O2 output_o2",
    "δ_o1": "delta_o1 δ_o1 Δ_o1 δo1 'delta o1' d_o1 ∂E/∂s_o1 dE/dnet_o1",
    "∂E/∂a_o1": "∂E/∂a_o1 dE/da_o1 dE_da_o1 dE/dout_o1",
    "∂a_o1/∂s_o1": "∂a_o1/∂s_o1 da_o1/ds_o1 dout_o1/dnet_o1 σ′(s_o1) f'(s_o1)",
    "∂E/∂w5": "grad_w5 ∂E/∂w5 dE/dw5 dE_dw5 'gradient w5'",
    "∂E/∂b_o1": "grad_b_o1 ∂E/∂b_o1 dE/db_o1",
    "new w5": "new_w5 'new w5' neww5 w5_new w5' w5′ w5* w5+ 'w5 (new)' 'w5 after'",
    "new b_h2": "new_b_h2 b_h2+ 'new b_h2'",
    "E": "E e E_total Etotal",
    "E_o1": "E_o1 error_o1",
    "MSE": "mse MSE",
    "error": "error loss ERROR",
    "α": "α alpha rate learning_rate 'learning rate' lr η eta",
}


@pytest.mark.parametrize(
    ("symbol", "name"),
    [(symbol, word.strip("'") if " " in word else word)
     for symbol, words in NAMES.items() for word in re.findall(r"'[^']* [^']*'|\S+", words)],
)  # fmt: skip
def test_a_figure_has_many_names(symbol: str, name: str) -> None:
    step = step_in()
    assert step.symbol(figure_named(name, step)) == symbol


@given(step=steps())
def test_every_figure_is_known_by_its_symbol(step: Step) -> None:
    for figure in figures_in(step):
        assert figure_named(step.symbol(figure), step) == figure


def test_with_several_hidden_layers_their_neurons_have_two_numbers() -> None:
    step = step_in("level2", hidden=(2, 3))
    for name in ("s_h2.3", "delta_h1.2", "b_h2.1", "grad_b_h1.1", "new_b_h2.3"):
        assert step.symbol(figure_named(name, step)).endswith(name[-4:])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("w9", "no w9 in a 2-2-2 network: weights are w1 to w8"),
        ("s_h3", "no h3 in a 2-2-2 network: hidden neurons are h1 to h2"),
        ("b_o3", "no b_o3 in a 2-2-2 network: biases are b_h1 to b_h2, b_o1 to b_o2"),
        ("h1.2", "no h1.2 in a 2-2-2 network: hidden neurons are h1 to h2"),
        ("dleta_o1", '"dleta_o1" is no name of a figure; did you mean "delta_o1" or "delta_o2"?'),
        ("wieght5", '"wieght5" is no name of a figure of a 2-2-2 network: write one such as w5, b_o1,'),
        ("", '"" is no name of a figure of a 2-2-2 network'),
        ("s_i1", '"s_i1" is no name of a figure; did you mean '),
        ("grad_h1", '"grad_h1" is no name of a figure; did you mean '),
        ("delta_w5", '"delta_w5" is no name of a figure; did you mean '),
        ("E_h1", '"E_h1" is no name of a figure'),
        ("\x1b[31mw5", '"\\x1b[31mw5" is no name of a figure'),
        ("w" * 10_000, '"wwww'),
    ],
)
def test_another_name_is_refused_with_what_there_is(name: str, said: str) -> None:
    with pytest.raises(InvalidValue, match=rf"^{re.escape(said)}[^\n\x1b]*$"):
        figure_named(name, step_in())


def test_what_this_network_lacks_is_said() -> None:
    step = step_in("level2", bias="none")
    with pytest.raises(InvalidValue, match="there is no b_h1: this layer has no biases"):
        figure_named("b_h1", step)
    step = step_in("iris", activations=("tanh", "softmax"), loss="cross-entropy")
    with pytest.raises(InvalidValue, match="there is no ∂E/∂a_o1: cross-entropy gives δ at once, a − y"):
        figure_named("dE/da_o1", step)


def test_a_large_network_is_not_searched_for_near_names() -> None:
    with pytest.raises(InvalidValue, match='"wieght_5" is no name of a figure'):
        figure_named("wieght_5", step_in("digits"))


@given(text=st.text(st.characters(categories=None), max_size=60))
def test_any_text_is_a_name_or_refused_in_one_line(text: str) -> None:
    said = ""
    try:
        figure_named(text, step_in())
    except InvalidValue as error:
        said = str(error)
    assert said.isprintable()
