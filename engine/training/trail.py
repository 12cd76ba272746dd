"""Where the parameters have been: the network at the ends of epochs, a bounded number of them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.arrays import FloatArray

MOST, FEWEST = 96, 8
MOST_NUMBERS = 500_000
"""Of all moments together, where that leaves more than the fewest."""


@dataclass(frozen=True, eq=False)
class Moment:
    """The parameters at one moment. Immutable.

    Attributes:
        time: when, in epochs.
        parameters: every weight and bias, as in ``Network.parameters``, read-only.
    """

    time: float
    parameters: FloatArray


@dataclass(frozen=True, eq=False)
class Trail:
    """The moments of a training, oldest first. Immutable.

    After the first, these are the ends of epochs: of all, and once they would be too many, of every second, fourth …
    Which are kept depends on how far the training is, and not on how it came there.

    Attributes:
        moments: when, and the parameters then; none before the start.
    """

    moments: tuple[Moment, ...] = ()

    @staticmethod
    def begin(time: float, parameters: FloatArray) -> Trail:
        """Return the trail of a network that has been nowhere else: a new one, or one of another shape."""
        return Trail((Moment(time, parameters),))

    def stride(self, epoch: int) -> int:
        """Return of how many epochs one is kept when so many are complete, a power of two."""
        most, stride = max(FEWEST, min(MOST, MOST_NUMBERS // self.moments[0].parameters.size)), 1
        while epoch // stride > most:
            stride *= 2
        return stride

    def extended(self, moments: list[Moment], epoch: int) -> Trail:
        """Return the trail when ``epoch`` epochs are complete, with the moments since then that are to be kept."""
        stride = self.stride(epoch)
        first, *others = self.moments
        return Trail((first, *(moment for moment in (*others, *moments) if moment.time % stride == 0)))
