"""What the training is doing, as the screen shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Activity:
    """What the training is doing.

    Attributes:
        running: whether it runs by itself.
        pace: samples a second it is held to; none for as fast as it goes.
        rate: samples a second it does.
        kernel: what computes them; "" before that is known.
        compiling_for: for how many seconds a quicker one has been compiling; none if none is.
        stopped: why it came to a stop by itself; "" if it did not, or has gone on since.
        at_goal: whether it did because of what it was to stop for.
    """

    running: bool = False
    pace: int | None = None
    rate: float = 0.0
    kernel: str = ""
    compiling_for: float | None = None
    stopped: str = ""
    at_goal: bool = False
