"""Mistakes in the gradients and in the update, a row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from engine.arrays import FloatArray
from engine.explaining.sheets.hand_pass import SOURCE_LEFT_OUT, Computed, HandPass, Mistake
from engine.explaining.sheets.step import Step
from engine.network.method import Method
from engine.network.network import Network
from engine.network.propagation import stepped
from engine.network.quantities import Kind
from engine.network.switches import NOTHING_OFF


def update_mistakes(step: Step) -> Iterator[Mistake]:
    """Yield the mistakes that can be made in the gradients and the update of a step."""
    yield Mistake(
        "the sum of the source is taken in place of its activation",
        at=lambda layer, last: layer > 1,
        gradients=_with_sources(lambda own, layer: own.layer(Kind.SUM, layer - 1)),
    )
    yield Mistake("the input is taken in place of the activation", gradients=_with_inputs)
    yield Mistake("the activation is that of the neuron itself, and not of its source", gradients=_with_own_outputs)
    yield Mistake("the weight is taken in place of the activation", gradients=_with_weights)
    yield Mistake(
        SOURCE_LEFT_OUT,
        gradients=_with_sources(lambda own, layer: np.ones_like(own.sources(layer))),
    )
    yield Mistake(
        "the step is added, and not taken off", updated=lambda own: 2.0 * own.flat(Kind.VALUE) - own.updated()
    )
    yield Mistake("α is left out", updated=_with_method(step, lambda method: replace(method, learning_rate=1.0)))
    yield Mistake("the bias is moved once for each weight", updated=_biases_too_far)
    if step.method.optimizer != "sgd":
        plain = _with_method(step, lambda method: Method(method.learning_rate, l2=method.l2))
        yield Mistake(f"that is plain gradient descent, and not {step.context.optimizer.label}", updated=plain)
    if step.method.l2:
        yield Mistake("λ·w is left out", updated=_with_method(step, lambda method: replace(method, l2=0.0)))
        yield Mistake("λ·b is added: no bias is pulled towards 0", updated=_with_decayed_biases)
    if step.context.batch is not None:
        yield Mistake("the gradient of this row is taken, and not the mean of its batch", updated=_by_row)
        yield Mistake("the gradients of the batch are added up: their mean is taken", updated=_by_batch_sum)
    if step.network.switches:
        yield Mistake("it is frozen or off, and stays", updated=_moved_all_the_same)


def _with_sources(sources: Computed) -> Computed:
    return lambda own, layer: np.outer(own.layer(Kind.DELTA, layer), np.append(sources(own, layer), 1.0))


def _with_inputs(own: HandPass, layer: int) -> FloatArray:
    inputs = own.layer(Kind.ACTIVATION, 0)
    if len(inputs) != len(own.sources(layer)):
        return own.gradients(layer)
    return _with_sources(lambda own, layer: inputs)(own, layer)


def _with_own_outputs(own: HandPass, layer: int) -> FloatArray:
    gradients = own.gradients(layer).copy()
    gradients[:, :-1] = (own.layer(Kind.DELTA, layer) * own.layer(Kind.ACTIVATION, layer))[:, np.newaxis]
    return gradients


def _with_weights(own: HandPass, layer: int) -> FloatArray:
    gradients = own.gradients(layer).copy()
    gradients[:, :-1] = own.layer(Kind.DELTA, layer)[:, np.newaxis] * own.weights(layer)
    return gradients


def _stepped(own: HandPass, gradient: FloatArray, method: Method, network: Network | None = None) -> FloatArray:
    memory = own.step.context.memory
    if method.optimizer != own.step.method.optimizer:
        memory = method.new_memory(len(gradient))
    return stepped(network or own.network(), gradient, method, memory)[0]


def _with_method(step: Step, change: Callable[[Method], Method]) -> Callable[[HandPass], FloatArray]:
    method = change(step.method)
    return lambda own: _stepped(own, own.descended(), method)


def _biases_too_far(own: HandPass) -> FloatArray:
    new, before = own.updated().copy(), own.flat(Kind.VALUE)
    for moved, was in zip(own.matrices(new), own.matrices(before), strict=True):
        moved[:, -1] = was[:, -1] + (moved.shape[1] - 1) * (moved[:, -1] - was[:, -1])
    return new


def _with_decayed_biases(own: HandPass) -> FloatArray:
    gradient, method = own.descended() + own.step.method.l2 * own.flat(Kind.VALUE), own.step.method
    return _stepped(own, gradient, replace(method, l2=0.0))


def _by_row(own: HandPass) -> FloatArray:
    return _stepped(own, own.flat(Kind.GRADIENT), own.step.method)


def _by_batch_sum(own: HandPass) -> FloatArray:
    return _stepped(own, own.step.batch_rows * own.descended(), own.step.method)


def _moved_all_the_same(own: HandPass) -> FloatArray:
    free = replace(own.step.network, switches=NOTHING_OFF, parameters=own.flat(Kind.VALUE))
    return _stepped(own, own.descended(), own.step.method, free)
