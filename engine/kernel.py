"""The training loop: what ``propagation.py`` says, one sample or one batch after another, in place.

The loop allocates nothing: every array is made once, and every view of it. The parameters of all layers are one vector
and so are their gradients, so one subtraction updates the whole network.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.activations import activation_named
from engine.arrays import FloatArray
from engine.batch_kernel import Block
from engine.network import Network, layer_matrices
from engine.optimizers import SGD, Memory, Optimizer
from engine.propagation import BLOCK, decay


@dataclass(frozen=True, eq=False)
class _Layer:
    """One layer's arrays, made once: its own, and those of its neighbours that it reads and writes."""

    activate: Callable[[FloatArray, FloatArray], object]
    differentiate: Callable[[FloatArray, FloatArray], object]
    weigh: Callable[[FloatArray, FloatArray], object]  # (source, sums): sums = W_b · source
    source: FloatArray  # activations of the layer before, and a last 1 for the bias
    sums: FloatArray
    outputs: FloatArray
    delta: FloatArray
    slope: FloatArray
    spread: Callable[[FloatArray, FloatArray], object]  # (matrix, back): back = δ · W_b
    matrix: FloatArray
    back: FloatArray | None  # Σ δ·w for each source, and a last that is not used; none for the inputs, which need none
    error: FloatArray  # ∂E/∂a of this layer
    outer: Callable[[FloatArray, FloatArray], object]  # (source row, gradient): gradient = δ ⊗ source
    source_row: FloatArray
    gradient: FloatArray


class Workspace:
    """A network being trained. Private to whoever trains; publishes with ``network()`` and ``memory()``.

    Attributes:
        parameters: every weight and bias as it stands, shape (parameters,).
    """

    def __init__(
        self, network: Network, optimizer: Optimizer = SGD, memory: Memory | None = None, l2: float = 0.0
    ) -> None:
        """Make a workspace.

        Args:
            network: where it starts from.
            optimizer: what makes a step of a gradient.
            memory: what that remembers; nothing yet if None.
            l2: λ, as in ``propagation.advance``.
        """
        memory = memory or optimizer.begin(len(network.parameters))
        self._start, self._optimizer = network, optimizer
        self._sizes, self._activations, self._loss = network.sizes, network.activations, network.loss
        self.parameters = network.parameters.copy()
        self._moments, self._updates = memory.moments.copy(), memory.updates
        self._decay = decay(network.sizes, l2) if l2 else None
        self._gradients, self._step = np.empty_like(self.parameters), np.empty_like(self.parameters)
        self._sums = np.zeros(sum(network.sizes[1:]))
        self._inputs = np.ones(network.sizes[0] + 1)
        self._layers = self._make_layers()
        self._blocks: dict[int, Block] = {}

    def network(self) -> Network:
        """Return the network as it stands."""
        return self._start.with_parameters(self.parameters)

    def memory(self) -> Memory:
        """Return what the optimiser remembers, as it stands."""
        return Memory(self._updates, self._moments)

    def is_finite(self) -> bool:
        """Tell whether every parameter and all that is remembered is a finite number."""
        return bool(np.isfinite(self.parameters).all() and np.isfinite(self._moments).all())

    def restore(self, parameters: FloatArray, memory: Memory) -> None:
        """Go back, or on, to these parameters and what was remembered with them."""
        self.parameters[:], self._moments[:], self._updates = parameters, memory.moments, memory.updates

    def train(
        self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int], learning_rate: float, batch_size: int = 1
    ) -> int:
        """Take one step for each batch of the rows, in turn.

        Args:
            inputs: shape (rows of the data set, inputs).
            expected: shape (rows of the data set, outputs).
            rows: which rows, in which order.
            learning_rate: α.
            batch_size: how many rows make a batch; the last one can have fewer.

        Returns:
            How many samples were trained before a sum came out NaN, infinite or too large to be squared: all of them,
            if none did.
        """
        alpha = np.array(learning_rate)
        with np.errstate(all="ignore"):
            if batch_size == 1:
                return self._train_singly(inputs, expected, rows, alpha)
            for start in range(0, len(rows), batch_size):
                if not self._find_gradient(inputs, expected, np.asarray(rows[start : start + batch_size])):
                    return start
                self._update(alpha)
            return len(rows)

    def _train_singly(self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int], alpha: FloatArray) -> int:
        layers, backwards, last = self._layers, self._layers[::-1], self._layers[-1]
        first_inputs, slope, update = self._inputs[:-1], self._loss.slope, self._update
        sums, sum_of_squares = self._sums, self._sums.dot
        done = 0
        for row in rows:
            first_inputs[:] = inputs[row]
            for layer in layers:
                layer.weigh(layer.source, layer.sums)
                layer.activate(layer.sums, layer.outputs)
            if not sum_of_squares(sums) < np.inf:  # NaN, ∞ or near it: one product looks at every sum
                return done
            slope(last.outputs, expected[row], last.error)
            for layer in backwards:
                layer.differentiate(layer.outputs, layer.slope)
                np.multiply(layer.error, layer.slope, layer.delta)
                layer.outer(layer.source_row, layer.gradient)
                if layer.back is not None:
                    layer.spread(layer.matrix, layer.back)
            update(alpha)
            done += 1
        return done

    def _find_gradient(self, inputs: FloatArray, expected: FloatArray, rows: Any) -> bool:
        """Compute the mean gradient of a batch; return whether all sums were finite."""
        for start in range(0, len(rows), BLOCK):
            chosen = rows[start : start + BLOCK]
            if (block := self._blocks.get(len(chosen))) is None:
                block = Block(self._start, self.parameters, len(chosen))
                self._blocks[len(chosen)] = block
            if not block.find_gradient(inputs, expected, chosen):
                return False
            if start:
                np.add(self._gradients, block.gradient, self._gradients)
            else:
                self._gradients[:] = block.gradient
        np.divide(self._gradients, len(rows), self._gradients)
        return True

    def _update(self, alpha: FloatArray) -> None:
        parameters, gradients, step = self.parameters, self._gradients, self._step
        if self._decay is not None:
            np.multiply(self._decay, parameters, step)
            np.add(gradients, step, gradients)
        self._updates += 1
        self._optimizer.step(gradients, self._moments, self._updates, alpha, step)
        np.subtract(parameters, step, parameters)

    def _make_layers(self) -> tuple[_Layer, ...]:
        layers, sums_start, source = [], 0, self._inputs
        matrices = layer_matrices(self.parameters, self._sizes)
        gradients = layer_matrices(self._gradients, self._sizes)
        errors = [np.empty(size + 1) for size in self._sizes[1:]]
        for index, matrix in enumerate(matrices):
            neurons = matrix.shape[0]
            activation = activation_named(self._activations[index])
            given = self._loss.of_sums and index == len(matrices) - 1  # the loss gives δ itself: the slope stays 1
            activations, delta = np.ones(neurons + 1), np.empty((neurons, 1))
            sums = self._sums[sums_start : sums_start + neurons]
            layers.append(
                _Layer(
                    activate=activation.function,
                    differentiate=_leave if given else activation.derivative,
                    weigh=matrix.dot,
                    source=source,
                    sums=sums,
                    outputs=activations[:-1],
                    delta=delta[:, 0],
                    slope=np.ones(neurons),
                    spread=delta[:, 0].dot,
                    matrix=matrix,
                    back=errors[index - 1] if index else None,
                    error=errors[index][:-1],
                    outer=delta.dot,
                    source_row=source[np.newaxis, :],
                    gradient=gradients[index],
                )
            )
            source, sums_start = activations, sums_start + neurons
        return tuple(layers)


def _leave(outputs: FloatArray, slope: FloatArray) -> None:
    """Leave the slope as it is."""
