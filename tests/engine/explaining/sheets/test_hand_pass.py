"""A step computed from a learner's figures: the engine's where none is written, and theirs from there on."""

import numpy as np
import pytest
from hypothesis import given

from engine.explaining.sheets.backward_mistakes import backward_mistakes
from engine.explaining.sheets.forward_mistakes import forward_mistakes
from engine.explaining.sheets.hand_pass import HandPass
from engine.explaining.sheets.names import figure_named
from engine.explaining.sheets.step import Step
from engine.explaining.sheets.update_mistakes import update_mistakes
from engine.explaining.worked_step import context_for
from engine.network.method import Method
from engine.network.network import Network, parameter_count
from engine.network.places import Bias, Neuron, Weight
from engine.network.switches import Switches
from tests.engine.explaining.sheets.steps import figures_in, step_in, step_with, steps


@given(step=steps())
def test_without_figures_it_is_the_engines_step(step: Step) -> None:
    own = HandPass(step, {})
    for figure in figures_in(step):
        exact = step.exact(figure)
        assert own.derived(figure) == own.own(figure) == pytest.approx(exact, rel=1e-12, abs=1e-15), figure


def test_what_is_off_frozen_or_without_bias_is_as_in_the_engine() -> None:
    switches = Switches(
        frozenset({Weight(1, 0, 1), Bias(3, 1)}), frozenset({Neuron(1, 2), Neuron(2, 0)}), frozenset({2})
    )
    generator = np.random.default_rng(5)
    sizes, names = (2, 3, 2, 2), ("tanh", "sigmoid", "sigmoid")
    network = Network(sizes, names, generator.normal(size=parameter_count(sizes)), switches=switches)
    sample, method = (generator.normal(size=2), np.array([0.2, 0.9])), Method(0.5, "momentum")
    step = step_with(context_for(network, *sample, method, mean_squared_error=0.25), rows=4)
    own = HandPass(step, {})
    figures = figures_in(step)
    assert len(figures) > 60
    for figure in figures:
        assert own.derived(figure) == pytest.approx(step.exact(figure), rel=1e-12), figure


@given(step=steps())
def test_the_engines_own_figures_change_nothing(step: Step) -> None:
    own = HandPass(step, {figure: step.exact(figure) for figure in figures_in(step)})
    for figure in figures_in(step):
        # Cross-entropy is worked out from the outputs that are written, where the engine takes the sums.
        assert own.derived(figure) == pytest.approx(step.exact(figure), rel=1e-6, abs=1e-12), figure


@given(step=steps())
def test_every_mistake_can_be_made_in_every_step(step: Step) -> None:
    for mistake in (*forward_mistakes(step), *backward_mistakes(step), *update_mistakes(step)):
        own = HandPass(step, {}, mistake)
        assert all(own.derived(figure) is not None for figure in figures_in(step)), mistake.text


def test_what_was_written_is_gone_on_from() -> None:
    step = step_in()
    names = ("s_h1", "a_h1", "s_o1", "w5", "grad_w5", "new_w5")
    s_h1, a_h1, s_o1, w5, grad_w5, new_w5 = (figure_named(name, step) for name in names)
    own = HandPass(step, {a_h1: 0.5, w5: 2.0, grad_w5: 0.25})
    assert (own.own(a_h1), own.own(s_h1)) == (0.5, pytest.approx(1.288))
    assert own.derived(a_h1) == pytest.approx(0.78380848)  # not by itself
    assert own.derived(s_o1) == pytest.approx(2.0 * 0.5 + 0.6 * 0.87804010 + 0.2)
    assert own.derived(new_w5) == pytest.approx(2.0 - 0.5 * 0.25)
