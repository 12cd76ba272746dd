"""Where the parameters have been: checkpoints of the network at the ends of epochs, a bounded number of them."""

from __future__ import annotations

from dataclasses import replace

from engine.arrays import FloatArray
from engine.network.network import Network
from engine.network.switches import NOTHING_OFF, Switches
from engine.quick_dataclass import dataclass

MOST, FEWEST = 96, 8
"""How many checkpoints are kept after the first; large networks get fewer, but at least ``FEWEST``."""
MOST_NUMBERS = 500_000
"""The parameters of all checkpoints together."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The parameters at one time. Immutable.

    Attributes:
        time: When, in epochs.
        parameters: Every weight and bias, as in ``Network.parameters``, read-only.
        switches: What was switched off then.
    """

    time: float
    parameters: FloatArray
    switches: Switches = NOTHING_OFF

    def network(self, now: Network) -> Network:
        """Return the network of that time, which has the layers and functions of the one of now."""
        return replace(now, parameters=self.parameters, switches=self.switches)


@dataclass(frozen=True, eq=False)
class ParameterHistory:
    """The checkpoints of a training, oldest first. Immutable.

    After the first they are taken at the end of each epoch; when there are too many, only those of every second,
    fourth, … epoch are kept. Which ones depends only on how far the training is, not on how it got there.

    Attributes:
        checkpoints: The checkpoints; empty before the start.
    """

    checkpoints: tuple[Checkpoint, ...] = ()

    @staticmethod
    def begin(time: float, network: Network) -> ParameterHistory:
        """Return the history of a network that is new or has just changed its shape."""
        return ParameterHistory((Checkpoint(time, network.parameters, network.switches),))

    def stride(self, epoch: int) -> int:
        """Return every how many epochs a checkpoint is kept after ``epoch`` epochs: a power of two."""
        size = self.checkpoints[0].parameters.size
        most, stride = max(FEWEST, min(MOST, MOST_NUMBERS // size)), 1
        while epoch // stride > most:
            stride *= 2
        return stride

    def extended(self, checkpoints: list[Checkpoint], epoch: int) -> ParameterHistory:
        """Return the history after ``epoch`` epochs.

        Args:
            checkpoints: The checkpoints taken since, at the ends of epochs.
            epoch: How many epochs are complete.
        """
        stride = self.stride(epoch)
        first, *others = self.checkpoints
        return ParameterHistory((first, *(one for one in (*others, *checkpoints) if one.time % stride == 0)))
