"""The numbers of one training step: looks up a ``Quantity`` in the arrays of a forward and a backward pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from engine.arrays import FloatArray, frozen
from engine.data.filling import filled_with
from engine.errors import InvalidValue
from engine.formulas.expressions import Expression, Factor
from engine.network.activations import activation_named
from engine.network.losses import OutputFactors
from engine.network.method import Method
from engine.network.network import Network, shape_text
from engine.network.optimizers import Memory, Optimizer, StepFactors, optimizer_named
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.network.propagation import Gradients, Trace, backward, forward, sample_error, stepped
from engine.network.quantities import Kind, Quantity, symbol
from engine.quick_dataclass import dataclass
from engine.training.divergence import find_nonfinite, parameter_numbers, sample_numbers

if TYPE_CHECKING:
    from engine.data.scaling import Scaling
    from engine.training.state import TrainingState


@dataclass(frozen=True, eq=False)
class Context:
    """The two passes of one sample, with the weights BEFORE the update. Immutable.

    Attributes:
        network: The network.
        trace: Its forward pass.
        gradients: Its backward pass.
        expected: y, shape (outputs,).
        method: How the update is made.
        memory: What the optimiser remembers of earlier updates.
        batch: The mean gradient of the update's batch, shape (parameters,); None if the sample is its only row.
        mean_squared_error: The MSE of the data set; None if it is not known.
        scaling: How the sample was scaled; None if it was not.
        filled: What fills the inputs that are missing in the file, by input.
    """

    network: Network
    trace: Trace
    gradients: Gradients
    expected: FloatArray
    method: Method
    memory: Memory
    batch: FloatArray | None = None
    mean_squared_error: float | None = None
    scaling: Scaling | None = None
    filled: Mapping[int, str] = field(default_factory=dict)

    @property
    def optimizer(self) -> Optimizer:
        """The method's optimiser."""
        return optimizer_named(self.method.optimizer)

    @property
    def descended(self) -> FloatArray:
        """The gradient of the update, the sample's or the batch's, shape (parameters,)."""
        return self.gradients.parameters if self.batch is None else self.batch

    @cached_property
    def next_parameters(self) -> FloatArray:
        """Every weight and bias after the update, finite or not, shape (parameters,)."""
        after, _ = stepped(self.network, self.descended, self.method, self.memory)
        return frozen(after)

    @cached_property
    def output_factors(self) -> OutputFactors:
        """The numbers of the output layer as factors of the loss's formulas."""
        last, count = len(self.network.sizes) - 1, range(self.network.sizes[-1])
        return OutputFactors(
            sums=tuple(self.factor(Quantity(Kind.SUM, Neuron(last, index))) for index in count),
            outputs=tuple(self.factor(Quantity(Kind.ACTIVATION, Neuron(last, index))) for index in count),
            expected=tuple(self.factor(Quantity(Kind.EXPECTED, Expected(index))) for index in count),
        )

    def value(self, quantity: Quantity) -> float:
        """Return the engine's number for a quantity; it can be infinite or NaN.

        Raises:
            InvalidValue: There is no such number in this network, or it is the MSE and that is not known.
        """
        self.check(quantity)
        with np.errstate(all="ignore"):
            match quantity.place:
                case Neuron(layer, index):
                    return _of_neuron(self, quantity.kind, layer, index)
                case Weight() | Bias() as parameter:
                    return _of_parameter(self, quantity.kind, parameter)
                case Expected(index):
                    return _of_output(self, quantity.kind, index)
                case None:
                    return _of_sample(self, quantity.kind)

    def symbol(self, quantity: Quantity) -> str:
        """Write a quantity as the article does: s_h1."""
        return symbol(quantity, self.network.sizes)

    def factor(self, quantity: Quantity) -> Factor:
        """Return a quantity as a factor of a formula, with its symbol and value."""
        return Factor(self.symbol(quantity), self.value(quantity), quantity)

    def check(self, quantity: Quantity) -> None:
        """Check that this network has such a number.

        Raises:
            InvalidValue: It has not, or the number is the MSE and that is not known.
        """
        sizes = self.network.sizes
        match quantity.place:
            case Neuron(layer, index):
                first = 0 if quantity.kind is Kind.ACTIVATION else 1
                known = first <= layer < len(sizes) and 0 <= index < sizes[layer]
                if layer == len(sizes) - 1 and self.network.loss.of_sums:  # δ is ∂E/∂s at once, not a product of two
                    known = known and quantity.kind not in (Kind.ERROR_SLOPE, Kind.OUTPUT_SLOPE)
            case Weight() | Bias() as parameter:
                known = self.network.parameter_index(parameter) >= 0
            case Expected(index):
                known = 0 <= index < sizes[-1]
            case None:
                known = quantity.kind is not Kind.MEAN_SQUARED_ERROR or self.mean_squared_error is not None
        if not known:
            of = f" of {quantity.place}" if quantity.place else ""
            raise InvalidValue(f"no {quantity.kind.value}{of} in this {shape_text(sizes)} network")


def context_for(
    network: Network,
    inputs: FloatArray,
    expected: FloatArray,
    method: Method,
    mean_squared_error: float | None = None,
) -> Context:
    """Run both passes of one sample, to explain their numbers.

    Args:
        network: The network.
        inputs: The sample, shape (inputs,).
        expected: y, shape (outputs,).
        method: How the update is made; the optimiser remembers nothing yet.
        mean_squared_error: The MSE of the data set; None if it is not known.
    """
    trace = forward(network, inputs)
    gradients = backward(network, trace, expected)
    memory = method.new_memory(len(network.parameters))
    return Context(network, trace, gradients, frozen(expected), method, memory, mean_squared_error=mean_squared_error)


def context_of(state: TrainingState) -> Context:
    """Return the numbers of a training's current sample and of the update it belongs to."""
    return Context(
        network=state.network,
        trace=state.trace,
        gradients=state.gradients,
        expected=frozen(state.dataset.expected[state.row]),
        method=state.method,
        memory=state.memory,
        batch=None if state.is_batch else state.descended,
        mean_squared_error=state.evaluation.mse,
        scaling=state.scaling,
        filled=filled_with(state.dataset, state.row),
    )


def first_nonfinite(context: Context) -> Quantity | None:
    """Find where the first infinity or NaN of a sample and its update arises, in the order of computation."""
    sizes = context.network.sizes
    passes = sample_numbers(context.network, context.trace, context.gradients, context.expected)
    found = find_nonfinite(sizes, chain(passes, parameter_numbers(sizes, Kind.NEXT, context.next_parameters)))
    return None if found is None else found.quantity


def _of_neuron(context: Context, kind: Kind, layer: int, index: int) -> float:
    trace, gradients = context.trace, context.gradients
    match kind:
        case Kind.SUM:
            return float(trace.sums[layer - 1][index])
        case Kind.ACTIVATION:
            return float(trace.activations[layer][index])
        case Kind.DELTA:
            return float(gradients.deltas[layer - 1][index])
        case Kind.OUTPUT_SLOPE if Neuron(layer, index) in context.network.switches.off:
            return 0.0
        case Kind.OUTPUT_SLOPE:
            slope = np.empty(1)
            derivative = activation_named(context.network.activations[layer - 1]).derivative
            derivative(trace.activations[layer][index : index + 1], slope)
            return float(slope[0])
        case _:  # Kind.ERROR_SLOPE, ∂E/∂a
            if layer == len(context.network.sizes) - 1:
                slopes = np.empty_like(context.expected)
                context.network.loss.slope(trace.outputs, context.expected, slopes)
                return float(slopes[index])
            return float(gradients.deltas[layer].dot(context.network.layers[layer][:, index]))


def _of_parameter(context: Context, kind: Kind, parameter: Weight | Bias) -> float:
    value = context.network.value(parameter)
    if kind is Kind.VALUE:
        return value
    numbers = context.gradients.parameters if kind is Kind.GRADIENT else context.next_parameters
    return float(numbers[context.network.parameter_index(parameter)])


def _of_output(context: Context, kind: Kind, index: int) -> float:
    if kind is Kind.EXPECTED:
        return float(context.expected[index])
    trace = context.trace
    return float(context.network.loss.shares(trace.sums[-1], trace.outputs, context.expected)[index])


def _of_sample(context: Context, kind: Kind) -> float:
    if kind is Kind.ERROR:
        return sample_error(context.network, context.trace, context.expected)
    if kind is Kind.MEAN_SQUARED_ERROR and context.mean_squared_error is not None:
        return context.mean_squared_error
    return context.method.learning_rate


def step_factors(context: Context, parameter: Weight | Bias) -> StepFactors:
    """Return the numbers of one parameter's step as factors of the optimiser's formula."""
    index, method = context.network.parameter_index(parameter), context.method
    gradient: Expression = context.factor(Quantity(Kind.GRADIENT, parameter))
    if context.batch is not None:
        gradient = Factor(f"⟨{context.symbol(Quantity(Kind.GRADIENT, parameter))}⟩", float(context.batch[index]))
    value = context.factor(Quantity(Kind.VALUE, parameter))
    if method.l2 and isinstance(parameter, Weight):
        gradient = gradient + Factor("λ", method.l2) * value
    memory = context.memory
    remembered = zip(context.optimizer.moments, memory.moments[:, index], strict=True)
    moments = tuple(Factor(f"{letter}_{value.symbol}", float(number)) for letter, number in remembered)
    return StepFactors(context.factor(Quantity(Kind.LEARNING_RATE)), gradient, moments, memory.updates + 1)
