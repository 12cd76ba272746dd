"""Mistakes on the way forward, a row each: what comes after them is computed from the wrong figure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.arrays import FloatArray
from engine.explaining.sheets.hand_pass import NEW_WEIGHTS, Computed, HandPass, Mistake
from engine.explaining.sheets.step import Step
from engine.network.activations import ACTIVATIONS, Activation
from engine.network.quantities import Kind


def forward_mistakes(step: Step) -> Iterator[Mistake]:
    """Yield the mistakes that can be made on the way forward in a step."""
    yield from _OF_SUMS
    yield from _of_activations(step)


def _is_behind_hidden(layer: int, last: int) -> bool:
    return layer > 1


def _with_sums(own: HandPass, layer: int) -> FloatArray:
    return own.weights(layer) @ own.layer(Kind.SUM, layer - 1) + own.biases(layer)


def _wrong_way_round(own: HandPass, layer: int) -> FloatArray:
    weights = own.weights(layer)
    if weights.shape[0] != weights.shape[1]:
        return own.sums(layer)
    return weights.T @ own.sources(layer) + own.biases(layer)


def _with_new_weights(own: HandPass, layer: int) -> FloatArray:
    new = own.matrices(own.step.context.next_parameters)[layer - 1]
    return np.asarray(new @ np.append(own.sources(layer), 1.0))


_OF_SUMS = (
    Mistake("the bias is forgotten", sums=lambda own, layer: own.weights(layer) @ own.sources(layer)),
    Mistake("the sums of the layer before are taken, and not its activations", at=_is_behind_hidden, sums=_with_sums),
    Mistake("the weights are taken the wrong way round, columns for rows", sums=_wrong_way_round),
    Mistake("the new weights are taken: forward goes with those before the step", NEW_WEIGHTS, sums=_with_new_weights),
    Mistake(
        "the bias is added once for each weight",
        plausible=False,
        sums=lambda own, layer: own.sums(layer) + (own.weights(layer).shape[1] - 1) * own.biases(layer),
    ),
    Mistake(
        "the bias is multiplied, and not added",
        plausible=False,
        sums=lambda own, layer: own.weights(layer) @ own.sources(layer) * own.biases(layer),
    ),
    Mistake(
        "the weights are added to their inputs, and not multiplied",
        plausible=False,
        sums=lambda own, layer: (own.weights(layer) + own.sources(layer)).sum(axis=1) + own.biases(layer),
    ),
)


def _of_activations(step: Step) -> Iterator[Mistake]:
    """Yield other functions in the place of the activation function."""
    for name in sorted({*step.network.activations} - {"linear"}):
        at = step.with_activation(name)
        for other, activation in ACTIVATIONS.items():
            if other not in (name, "linear") and activation.of_layer is None:
                text = f"{activation.symbol} is taken in place of {ACTIVATIONS[name].symbol}"
                yield Mistake(text, plausible=False, at=at, activations=_instead(activation))
        if name == "sigmoid":
            yield Mistake("the sign in the exponent of σ is wrong", at=at, activations=_of_negated)
        if name == "softmax":
            yield Mistake("e^s is not divided by the sum of all", at=at, activations=_undivided)


def _instead(activation: Activation) -> Computed:
    return lambda own, layer: _applied(activation, own.layer(Kind.SUM, layer))


def _of_negated(own: HandPass, layer: int) -> FloatArray:
    return _applied(ACTIVATIONS["sigmoid"], -own.layer(Kind.SUM, layer))


def _undivided(own: HandPass, layer: int) -> FloatArray:
    return np.exp(own.layer(Kind.SUM, layer))


def _applied(activation: Activation, sums: FloatArray) -> FloatArray:
    out = np.empty_like(sums)
    activation.function(sums, out)
    return out
