"""A step of training from what a learner wrote: each figure is computed from those before it, as they were written.

So a figure that follows from an earlier wrong one can be told from a new mistake. The step can be computed with one
mistake in it, to see which figures would come of that; ``propagation.py`` knows of no mistakes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from engine.arrays import FloatArray
from engine.explaining.sheets.step import MEAN_ERROR, Figure, Step
from engine.network.activations import activation_named
from engine.network.network import Network, layer_matrices
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.network.propagation import activate, stepped
from engine.network.quantities import Kind, Quantity
from engine.quick_dataclass import dataclass

SIGN, SOURCE_LEFT_OUT, NEW_WEIGHTS = "the sign is wrong", "the activation of the source is left out", "new weights"
"""Groups of slips: they are the same one, wherever they are made."""
Computed = Callable[["HandPass", int], FloatArray]
"""Computes the figures of a layer."""
Spot = tuple[Kind | str, int]
"""A kind of figure, and the layer; 0 if it has none."""


@dataclass(frozen=True, eq=False)
class Mistake:
    """A mistake in a step: what is computed otherwise than in ``HandPass``. Immutable.

    Attributes:
        text: What it is. ``{f}`` stands for the activation function of the layer.
        group: What it has in common with the same mistake elsewhere; the text if empty.
        plausible: Whether it is one that learners are known for; the others are named only where none of these fits.
        at: Tells whether it is made at a layer, given that and the number of the last one.
        where: What tells that layer from others, where a figure comes from it.
        sums: s.
        activations: a.
        error_slopes: ∂E/∂a.
        output_slopes: ∂a/∂s.
        deltas: δ.
        gradients: ∂E/∂w and ∂E/∂b, one row a neuron, the bias last.
        updated: All weights and biases after the step.
    """

    text: str
    group: str = ""
    plausible: bool = True
    at: Callable[[int, int], bool] = lambda layer, last: True
    where: str = ""
    sums: Computed | None = None
    activations: Computed | None = None
    error_slopes: Computed | None = None
    output_slopes: Computed | None = None
    deltas: Computed | None = None
    gradients: Computed | None = None
    updated: Callable[[HandPass], FloatArray] | None = None


NO_MISTAKE = Mistake("")


class HandPass:
    """All figures of a step, each from those before it. Figures that were written take the place of those computed."""

    def __init__(self, step: Step, written: Mapping[Figure, float], mistake: Mistake = NO_MISTAKE) -> None:
        """Compute the step.

        Args:
            step: The step.
            written: The learner's figures.
            mistake: What is computed otherwise.
        """
        self.step = step
        self._written: dict[Spot, list[tuple[tuple[int, ...], float]]] = defaultdict(list)
        for figure, value in written.items():
            spot, index = _spot(figure)
            self._written[spot].append((index, value))
        self._derived: dict[Spot, FloatArray] = {}
        self._own: dict[Spot, FloatArray] = {}
        with np.errstate(all="ignore"):
            self._given()
            self._forward(mistake)
            self._backward(mistake)
            new = mistake.updated(self) if mistake.updated else self.updated()
            for layer, matrix in enumerate(self.matrices(new), start=1):
                self._take(Kind.NEXT, layer, matrix)

    # What it comes to -----------------------------------------------------------------------------------------------

    def derived(self, figure: Figure) -> float | None:
        """Return what a figure comes to by those before it; None if there is no such figure."""
        return _value(self._derived, figure)

    def own(self, figure: Figure) -> float | None:
        """Return a figure as it was written, else what it comes to; None if there is no such figure."""
        return _value(self._own, figure)

    def layer(self, kind: Kind, layer: int = 0) -> FloatArray:
        """Return the figures of a kind and a layer, those that were written as they were written."""
        return self._own[kind, layer]

    # One figure after the other -------------------------------------------------------------------------------------

    def _given(self) -> None:
        context = self.step.context
        self._take(Kind.ACTIVATION, 0, context.trace.activations[0])
        self._take(Kind.EXPECTED, 0, context.expected)
        self._take(Kind.LEARNING_RATE, 0, np.array(context.method.learning_rate))
        for layer, matrix in enumerate(self.step.network.layers, start=1):
            self._take(Kind.VALUE, layer, matrix)

    def _forward(self, mistake: Mistake) -> None:
        for layer in range(1, self.step.last + 1):
            made = mistake if mistake.at(layer, self.step.last) else NO_MISTAKE
            self._take(Kind.SUM, layer, (made.sums or HandPass.sums)(self, layer))
            self._take(Kind.ACTIVATION, layer, (made.activations or HandPass.activations)(self, layer))
        shares = self._take(Kind.SHARE, 0, self._shares())
        error = self._take(Kind.ERROR, 0, np.add.reduce(shares))
        self._take(MEAN_ERROR, 0, error if self.step.rows == 1 else np.array(self.step.mean_error))
        self._take(Kind.MEAN_SQUARED_ERROR, 0, self._mean_squared_error())

    def _backward(self, mistake: Mistake) -> None:
        for layer in range(self.step.last, 0, -1):
            made = mistake if mistake.at(layer, self.step.last) else NO_MISTAKE
            if not self.given_by_the_loss(layer):
                self._take(Kind.ERROR_SLOPE, layer, (made.error_slopes or HandPass.error_slopes)(self, layer))
                self._take(Kind.OUTPUT_SLOPE, layer, (made.output_slopes or HandPass.output_slopes)(self, layer))
            self._take(Kind.DELTA, layer, (made.deltas or HandPass.deltas)(self, layer))
            self._take(Kind.GRADIENT, layer, (made.gradients or HandPass.gradients)(self, layer))

    def _take(self, kind: Kind | str, layer: int, derived: FloatArray) -> FloatArray:
        spot = (kind, layer)
        self._derived[spot] = self._own[spot] = derived
        if spot in self._written:
            own = derived.copy() if isinstance(derived, np.ndarray) else np.array(derived)
            for index, value in self._written[spot]:
                own[index] = value
            self._own[spot] = own
        return self._own[spot]

    # The right way --------------------------------------------------------------------------------------------------

    def sums(self, layer: int) -> FloatArray:
        """Compute s = Σ w·a + b."""
        return np.asarray(self.layer(Kind.VALUE, layer) @ np.append(self.sources(layer), 1.0))

    def activations(self, layer: int) -> FloatArray:
        """Compute a = f(s)."""
        return activate(self.step.network, layer, self.layer(Kind.SUM, layer))

    def error_slopes(self, layer: int) -> FloatArray:
        """Compute ∂E/∂a: a − y for the article's error, Σ δ·w in a hidden layer."""
        if layer == self.step.last:
            return self.loss_slopes(self.layer(Kind.ACTIVATION, layer))
        return self.layer(Kind.DELTA, layer + 1) @ self.weights(layer + 1)

    def output_slopes(self, layer: int) -> FloatArray:
        """Compute ∂a/∂s = f'(s), written through a."""
        return self.slopes(layer, self.layer(Kind.ACTIVATION, layer))

    def deltas(self, layer: int) -> FloatArray:
        """Compute δ = ∂E/∂a · ∂a/∂s."""
        if self.given_by_the_loss(layer):
            return self.loss_slopes(self.layer(Kind.ACTIVATION, layer))
        return self.layer(Kind.ERROR_SLOPE, layer) * self.layer(Kind.OUTPUT_SLOPE, layer)

    def gradients(self, layer: int) -> FloatArray:
        """Compute ∂E/∂w = δ·a of the source and ∂E/∂b = δ."""
        return np.outer(self.layer(Kind.DELTA, layer), np.append(self.sources(layer), 1.0))

    def updated(self) -> FloatArray:
        """Compute every weight and bias after the step, shape (parameters,)."""
        step = self.step
        rate = float(self.layer(Kind.LEARNING_RATE))
        method = replace(step.method, learning_rate=rate) if rate > 0 else step.method
        return stepped(self.network(), self.descended(), method, step.context.memory)[0]

    # What mistakes are made of --------------------------------------------------------------------------------------

    def weights(self, layer: int) -> FloatArray:
        """Return the weights into a layer, one row a neuron."""
        return self.layer(Kind.VALUE, layer)[:, :-1]

    def biases(self, layer: int) -> FloatArray:
        """Return the biases of a layer."""
        return self.layer(Kind.VALUE, layer)[:, -1]

    @property
    def outputs(self) -> FloatArray:
        """The activations of the last layer."""
        return self.layer(Kind.ACTIVATION, self.step.last)

    def sources(self, layer: int) -> FloatArray:
        """Return the activations that go into a layer."""
        return self.layer(Kind.ACTIVATION, layer - 1)

    def loss_slopes(self, outputs: FloatArray) -> FloatArray:
        """Return ∂E/∂a, or ∂E/∂s where the loss gives that, for these outputs."""
        slopes = np.empty_like(outputs)
        self.step.network.loss.slope(outputs, self.layer(Kind.EXPECTED), slopes)
        return slopes

    def slopes(self, layer: int, through: FloatArray) -> FloatArray:
        """Return f'(s) of a layer, written through what should be a; 0 where a neuron is off."""
        slopes = np.empty_like(through)
        activation_named(self.step.network.activations[layer - 1]).derivative(through, slopes)
        slopes[list(self.step.network.off_in(layer))] = 0.0
        return slopes

    def given_by_the_loss(self, layer: int) -> bool:
        """Tell whether the loss gives δ of a layer at once."""
        return layer == self.step.last and self.step.network.loss.of_sums

    def network(self) -> Network:
        """Return the network with the weights and biases that were written."""
        return self.step.network.with_parameters(self.flat(Kind.VALUE))

    def descended(self) -> FloatArray:
        """Return the gradient of the update, shape (parameters,): that of a batch is none of the sheet."""
        return self.flat(Kind.GRADIENT) if self.step.context.batch is None else self.step.context.batch

    def flat(self, kind: Kind) -> FloatArray:
        """Return the figures of a kind for every weight and bias, shape (parameters,)."""
        return np.concatenate([self.layer(kind, layer).ravel() for layer in range(1, self.step.last + 1)])

    def matrices(self, flat: FloatArray) -> tuple[FloatArray, ...]:
        """Return the same as a matrix for each layer, one row a neuron, the bias last."""
        return layer_matrices(flat, self.step.network.sizes)

    def _shares(self) -> FloatArray:
        sums, outputs = self.layer(Kind.SUM, self.step.last), self.layer(Kind.ACTIVATION, self.step.last)
        loss, expected = self.step.network.loss, self.layer(Kind.EXPECTED)
        if not loss.of_sums or (Kind.ACTIVATION, self.step.last) not in self._written:
            return loss.shares(sums, outputs, expected)
        # The engine takes the logarithms from the sums, a learner from the outputs as they were written.
        shares = -_weighed_logarithm(expected, outputs)
        if self.step.network.activations[-1] == "softmax":
            return shares
        return shares - _weighed_logarithm(1.0 - expected, 1.0 - outputs)

    def _mean_squared_error(self) -> FloatArray:
        known = self.step.context.mean_squared_error
        if self.step.rows > 1 and known is not None:
            return np.array(known)
        return np.asarray(np.square(self.layer(Kind.ACTIVATION, self.step.last) - self.layer(Kind.EXPECTED)).mean())


def _weighed_logarithm(weight: FloatArray, number: FloatArray) -> FloatArray:
    """Return weight · ln number; 0 where the weight is 0, whatever the number is."""
    return np.where(weight == 0.0, 0.0, weight * np.log(number))


def _value(arrays: dict[Spot, FloatArray], figure: Figure) -> float | None:
    spot, index = _spot(figure)
    return float(arrays[spot][index]) if spot in arrays else None


def _spot(figure: Figure) -> tuple[Spot, tuple[int, ...]]:
    """Return where a figure is kept."""
    if not isinstance(figure, Quantity):
        return (figure, 0), ()
    match figure.place:
        case Neuron(layer, index):
            return (figure.kind, layer), (index,)
        case Weight(layer, target, source):
            return (figure.kind, layer), (target, source)
        case Bias(layer, target):
            return (figure.kind, layer), (target, -1)
        case Expected(index):
            return (figure.kind, 0), (index,)
        case _:
            return (figure.kind, 0), ()
