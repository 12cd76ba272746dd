"""The training loop: what ``propagation.py`` says, one sample after another, in place.

The parameters of all layers are one vector and so are their gradients, so one call updates the whole network.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from engine.activations import Call
from engine.arrays import FloatArray
from engine.network import Network
from engine.sample_pass import SamplePass


class Workspace:
    """A network being trained, one sample at a time. Private to whoever trains; publishes with ``network()``.

    Attributes:
        parameters: of the network as it stands, shape (parameters,).
    """

    def __init__(self, network: Network) -> None:
        self._sizes, self._activations = network.sizes, network.activations
        count, neurons = network.parameters.size, sum(network.sizes[1:])
        # The call that updates the parameters adds up, behind them, every sum there was: one that is infinite or NaN
        # leaves its mark there, and to look for it after many samples is enough.
        self._standing, self._step = np.zeros(count + neurons), np.zeros(count + neurons)
        self.parameters, self._marks = self._standing[:count], self._standing[count:]
        self.parameters[:] = network.parameters
        self._alpha = np.zeros(())
        gradient, sums = self._step[:count], self._step[count:]
        self._pass = SamplePass(network, self.parameters, gradient, sums)
        self._calls: tuple[Call, ...] = (
            *self._pass.calls,
            partial(np.multiply, gradient, self._alpha, gradient),
            partial(np.subtract, self._standing, self._step, self._standing),
        )

    def network(self) -> Network:
        """Return the network as it stands."""
        return Network(self._sizes, self._activations, self.parameters)

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
        self._alpha.fill(learning_rate)
        before = self.parameters.copy()
        if self._train(inputs, expected, rows):
            return len(rows)
        self.parameters[:] = before
        for done, row in enumerate(rows):  # once more, one by one
            before[:] = self.parameters
            if not self._train(inputs, expected, (row,)):
                self.parameters[:] = before
                return done
        return len(rows)  # it was the marks alone that grew too large

    def _train(self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int]) -> bool:
        """Train these rows; return whether all numbers were finite."""
        calls, sample_inputs, sample_expected = self._calls, self._pass.inputs, self._pass.expected
        self._marks.fill(0.0)
        with np.errstate(all="ignore"):
            for row in rows:
                sample_inputs[...] = inputs[row]
                sample_expected[...] = expected[row]
                for call in calls:
                    call()
        return bool(np.isfinite(self._standing).all())
