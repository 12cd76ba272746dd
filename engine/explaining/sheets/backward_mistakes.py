"""Mistakes on the way back, a row each: what comes after them is computed from the wrong figure.

They are those of the lessons and of the bug museum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from engine.arrays import FloatArray
from engine.explaining.sheets.hand_pass import SIGN, Computed, HandPass, Mistake
from engine.explaining.sheets.step import Step
from engine.network.activations import activation_named
from engine.network.places import neuron_name
from engine.network.propagation import stepped
from engine.network.quantities import Kind

_MOST_OUTPUTS = 8
"""Of a layer with more neurons nobody sends back the δ of a single one."""


def backward_mistakes(step: Step) -> Iterator[Mistake]:
    """Yield the mistakes that can be made on the way back in a step."""
    yield from _of_slopes(step)
    yield from _of_errors(step)
    yield from _sent_back(step)


# The slopes f'(s) -----------------------------------------------------------------------------------------------------


def _left_out(own: HandPass, layer: int) -> FloatArray:
    return np.ones_like(own.layer(Kind.SUM, layer))


def _twice(own: HandPass, layer: int) -> FloatArray:
    return np.square(own.output_slopes(layer))


def _of_outputs(own: HandPass, layer: int) -> FloatArray:
    again = np.empty_like(own.layer(Kind.ACTIVATION, layer))
    activation_named(own.step.network.activations[layer - 1]).function(own.layer(Kind.ACTIVATION, layer), again)
    return own.slopes(layer, again)


def _through_sums(own: HandPass, layer: int) -> FloatArray:
    return own.slopes(layer, own.layer(Kind.SUM, layer))


_SLOPES: dict[str, Computed] = {
    "{f}′ is left out": _left_out,
    "{f}′ is in it twice": _twice,
    "{f}′ is taken at a, and not at s": _of_outputs,
    "{f}′ is written through s, and not through a": _through_sums,
}


def _rest(own: HandPass, layer: int) -> FloatArray:
    return 1.0 - own.layer(Kind.ACTIVATION, layer)


_SLOPES_OF_ONE: dict[tuple[str, str], Computed] = {
    ("sigmoid", "the factor a of σ′ = a·(1 − a) is left out"): _rest,
    ("sigmoid", "the factor 1 − a of σ′ = a·(1 − a) is left out"): lambda own, layer: own.layer(Kind.ACTIVATION, layer),
    ("tanh", "1 − a is taken in place of 1 − a²"): _rest,
    ("tanh", "a·(1 − a), which is σ′, is taken in place of tanh′"): lambda own, layer: (
        own.layer(Kind.ACTIVATION, layer) * _rest(own, layer)
    ),
}
"""Wrong slopes of a single activation function."""


def _of_slopes(step: Step) -> Iterator[Mistake]:
    for text, wrong in _SLOPES.items():
        yield Mistake(text, output_slopes=wrong)
        yield Mistake(text, at=_hidden, where=" in the hidden neurons", output_slopes=wrong)
        yield Mistake(text, at=_outputs, where=" in the outputs", output_slopes=wrong)
    for (name, text), wrong in _SLOPES_OF_ONE.items():
        if name in step.network.activations:
            yield Mistake(text, at=step.with_activation(name), output_slopes=wrong)
    if step.network.loss.of_sums:
        text = "{f}′ is in it: with cross-entropy, δ of an output is a − y alone"
        yield Mistake(text, at=_outputs, deltas=_with_slope)


def _hidden(layer: int, last: int) -> bool:
    return layer < last


def _outputs(layer: int, last: int) -> bool:
    return layer == last


def _with_slope(own: HandPass, layer: int) -> FloatArray:
    return own.deltas(layer) * own.output_slopes(layer)


# The error at the outputs ---------------------------------------------------------------------------------------------


def _of_errors(step: Step) -> Iterator[Mistake]:
    rows: dict[str, Computed] = {f"{SIGN}: it is a − y, and not y − a": lambda own, _: -_slopes_of_loss(own)}
    if step.network.loss_name == "half-squared":
        rows["the 2 of the square is kept: the ½ takes it away"] = lambda own, _: 2.0 * _slopes_of_loss(own)
        rows["there is a ½ in it: the 2 of the square takes it away"] = lambda own, _: 0.5 * _slopes_of_loss(own)
        rows["(a − y)² is taken in place of a − y"] = lambda own, _: np.square(_slopes_of_loss(own))
    elif step.network.loss_name == "mse":
        rows["the 2 of the square is left out"] = lambda own, _: 0.5 * _slopes_of_loss(own)
        rows["it is not divided by the number of outputs"] = lambda own, _: len(own.outputs) * _slopes_of_loss(own)
    rows["the sum is taken in place of the activation: s − y"] = lambda own, layer: own.loss_slopes(
        own.layer(Kind.SUM, layer)
    )
    if {*step.context.expected.tolist()} == {0.0, 1.0}:
        rows["the number of the class is taken in place of y"] = _against_label
    for text, wrong in rows.items():
        group = SIGN if text.startswith(SIGN) else ""
        if step.network.loss.of_sums:
            yield Mistake(text, group, at=_outputs, deltas=wrong)
        else:
            yield Mistake(text, group, at=_outputs, error_slopes=wrong)


def _slopes_of_loss(own: HandPass) -> FloatArray:
    return own.loss_slopes(own.outputs)


def _against_label(own: HandPass, layer: int) -> FloatArray:
    return own.outputs - float(np.argmax(own.layer(Kind.EXPECTED)))


# The way back through the weights -------------------------------------------------------------------------------------


def _sent_back(step: Step) -> Iterator[Mistake]:
    rows: dict[str, Computed] = {
        "the new weights are taken: δ goes back through those before the step": _through_new_weights,
        "the weights are taken the wrong way round, columns for rows": _through_wrong_weights,
        "the weights are left out on the way back": lambda own, layer: np.full(
            len(own.layer(Kind.SUM, layer)), own.layer(Kind.DELTA, layer + 1).sum()
        ),
        "∂E/∂a of the next layer is taken in place of its δ": _slopes_sent_back,
    }
    for text, wrong in rows.items():
        yield Mistake(text, at=_hidden, error_slopes=wrong)
    sizes = step.network.sizes
    for layer in range(2, len(sizes)):
        for index in range(sizes[layer] if 1 < sizes[layer] <= _MOST_OUTPUTS else 0):
            text = f"only {neuron_name(sizes, layer, index)} sends its δ back"
            yield Mistake(text, at=_is_before(layer), error_slopes=_only(index))


def _is_before(following: int) -> Callable[[int, int], bool]:
    return lambda layer, last: layer == following - 1


def _through_new_weights(own: HandPass, layer: int) -> FloatArray:
    """Send δ back through the next layer's weights after their update."""
    step = own.step
    gradient = np.zeros_like(step.network.parameters)
    own.matrices(gradient)[layer][:] = own.layer(Kind.GRADIENT, layer + 1)
    new = stepped(own.network(), gradient, step.method, step.context.memory)[0]
    return np.asarray(own.layer(Kind.DELTA, layer + 1) @ own.matrices(new)[layer][:, :-1])


def _through_wrong_weights(own: HandPass, layer: int) -> FloatArray:
    weights = own.weights(layer + 1)
    if weights.shape[0] != weights.shape[1]:
        return own.error_slopes(layer)
    return np.asarray(weights @ own.layer(Kind.DELTA, layer + 1))


def _slopes_sent_back(own: HandPass, layer: int) -> FloatArray:
    if own.given_by_the_loss(layer + 1):
        return own.error_slopes(layer)
    return np.asarray(own.layer(Kind.ERROR_SLOPE, layer + 1) @ own.weights(layer + 1))


def _only(index: int) -> Computed:
    return lambda own, layer: own.layer(Kind.DELTA, layer + 1)[index] * own.weights(layer + 1)[index]
