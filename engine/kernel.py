"""The training loop: what ``propagation.py`` says, one sample after another, in place.

The loop allocates nothing: every array is made once, and every view of it. The parameters of all layers are one vector
and so are their gradients, so one subtraction updates the whole network.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from engine.activations import activation_named
from engine.arrays import FloatArray
from engine.losses import half_squared_gradient
from engine.network import Network, layer_matrices


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
    """A network being trained, one sample at a time. Private to whoever trains; publishes with ``network()``."""

    def __init__(self, network: Network) -> None:
        self._sizes, self._activations = network.sizes, network.activations
        self.parameters = network.parameters.copy()
        self._gradients = np.empty_like(self.parameters)
        self._sums = np.zeros(sum(network.sizes[1:]))
        self._inputs = np.ones(network.sizes[0] + 1)
        self._layers = self._make_layers()

    def network(self) -> Network:
        """Return the network as it stands."""
        return Network(self._sizes, self._activations, self.parameters)

    def train(self, inputs: FloatArray, expected: FloatArray, rows: Iterable[int], learning_rate: float) -> int:
        """Take one step down the gradient for each of the rows, in turn.

        Args:
            inputs: shape (rows of the data set, inputs).
            expected: shape (rows of the data set, outputs).
            rows: which rows, in which order.
            learning_rate: α.

        Returns:
            How many samples were trained before a sum came out NaN, infinite or too large to be squared: all of them,
            if none did.
        """
        layers, backwards, last = self._layers, self._layers[::-1], self._layers[-1]
        parameters, gradients = self.parameters, self._gradients
        first_inputs = self._inputs[:-1]
        alpha = np.array(learning_rate)
        sums, sum_of_squares = self._sums, self._sums.dot
        done = 0
        with np.errstate(all="ignore"):
            for row in rows:
                first_inputs[:] = inputs[row]
                for layer in layers:
                    layer.weigh(layer.source, layer.sums)
                    layer.activate(layer.sums, layer.outputs)
                if not sum_of_squares(sums) < np.inf:  # NaN, ∞ or near it: one product looks at every sum
                    return done
                half_squared_gradient(last.outputs, expected[row], last.error)
                for layer in backwards:
                    layer.differentiate(layer.outputs, layer.slope)
                    np.multiply(layer.error, layer.slope, layer.delta)
                    layer.outer(layer.source_row, layer.gradient)
                    if layer.back is not None:
                        layer.spread(layer.matrix, layer.back)
                np.multiply(gradients, alpha, gradients)
                np.subtract(parameters, gradients, parameters)
                done += 1
        return done

    def _make_layers(self) -> tuple[_Layer, ...]:
        layers, sums_start, source = [], 0, self._inputs
        matrices = layer_matrices(self.parameters, self._sizes)
        gradients = layer_matrices(self._gradients, self._sizes)
        errors = [np.empty(size + 1) for size in self._sizes[1:]]
        for index, matrix in enumerate(matrices):
            neurons = matrix.shape[0]
            activation = activation_named(self._activations[index])
            activations, delta = np.ones(neurons + 1), np.empty((neurons, 1))
            sums = self._sums[sums_start : sums_start + neurons]
            layers.append(
                _Layer(
                    activate=activation.function,
                    differentiate=activation.derivative,
                    weigh=matrix.dot,
                    source=source,
                    sums=sums,
                    outputs=activations[:-1],
                    delta=delta[:, 0],
                    slope=np.empty(neurons),
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
