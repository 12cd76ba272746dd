"""What the training is doing, as the screen shows it."""

from engine.quick_dataclass import dataclass


@dataclass(frozen=True)
class Activity:
    """What the training is doing.

    Attributes:
        running: Whether a run is going on.
        pace: The limit in samples a second. None means no limit.
        rate: The samples a second actually trained.
        kernel: The kernel that trains. "" before it is known.
        compiling_for: Seconds for which a faster kernel has been compiling. None if none is compiling.
        note: What became of a faster kernel, to be told once. "" most of the time.
        stopped: Why the last run stopped by itself. "" if it did not, or training has gone on since.
        by_rule: Whether it stopped because a stop condition was met.
        tempo: How many phases a second are played. 0 if none are.
    """

    running: bool = False
    pace: int | None = None
    rate: float = 0.0
    kernel: str = ""
    compiling_for: float | None = None
    note: str = ""
    stopped: str = ""
    by_rule: bool = False
    tempo: float = 0.0
