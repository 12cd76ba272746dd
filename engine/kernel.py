"""The training loop: what ``propagation.py`` says, one sample after another, in place.

The parameters of all layers are one vector and so are their gradients, so one call updates the whole network.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from engine.activations import Call, activation_named
from engine.arrays import FloatArray
from engine.network import Network, layer_matrices
from engine.sample_pass import SamplePass


class Workspace:
    """A network being trained, one sample at a time. Private to whoever trains; publishes with ``network()``.

    Attributes:
        parameters: of the network as it stands, shape (parameters,).
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self.parameters = network.parameters.copy()
        count, neurons = network.parameters.size, sum(network.sizes[1:])
        halved = [activation_named(name).of_half is not None for name in network.activations]
        self._scale, self._rate_scale = np.ones(count), np.ones(count)
        gain=1.
        for h, m, r in reversed(list(zip(halved, layer_matrices(self._scale, network.sizes), layer_matrices(self._rate_scale, network.sizes)))):
            c = .5 if h else 1.
            m[:] = c
            r[:] = c/gain
            gain *= c
        # The call that updates the parameters adds up, behind them, every sum there was: one that is infinite or NaN
        # leaves its mark there, and to look for it after many samples is enough.
        self._standing, self._step = np.zeros(count + neurons), np.zeros(count + neurons)
        self._params, self._marks = self._standing[:count], self._standing[count:]
        self._rates = np.zeros(count)
        gradient, sums = self._step[:count], self._step[count:]
        self._pass = SamplePass(network, self._params, gradient, sums, halved)
        self._calls: tuple[Call, ...] = (
            *self._pass.calls,
            partial(np.multiply, gradient, self._rates, gradient),
            partial(np.subtract, self._standing, self._step, self._standing),
        )

    def network(self) -> Network:
        """Return the network as it stands."""
        return Network(self._network.sizes, self._network.activations, self.parameters)

    def train(self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int], learning_rate: float) -> int:
        """Take one step down the gradient for each of the rows, in turn.

        Args:
            inputs: shape (rows of the data set, inputs).
            expected: shape (rows of the data set, outputs).
            rows: which rows, in which order.
            learning_rate: α.

        Returns:
            How many samples were trained before a sum or a parameter came out infinite or NaN: all of them, if none
            did.
        """
        np.multiply(self._rate_scale, learning_rate, self._rates)
        if self._train(inputs, expected, rows):
            return len(rows)
        for done, row in enumerate(rows):  # once more, one by one
            if not self._train(inputs, expected, (row,)):
                return done
        return len(rows)  # it was the marks alone that grew too large

    def _train(self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int]) -> bool:
        """Train these rows; return whether all numbers were finite."""
        calls, sample_inputs, sample_expected = self._calls, self._pass.inputs, self._pass.expected
        self._marks.fill(0.0)
        np.multiply(self.parameters, self._scale, self._params)
        with np.errstate(all="ignore"):
            for row in rows:
                sample_inputs[...] = inputs[row]
                sample_expected[...] = expected[row]
                for call in calls:
                    call()
        if np.isfinite(self._standing).all():
            np.divide(self._params, self._scale, self.parameters)
            return True
        return False
