"""What can be followed in the inspector."""

from dataclasses import dataclass

from engine.network.quantities import Quantity


@dataclass(frozen=True)
class Link:
    """A number in a formula that leads to its own explanation.

    Attributes:
        line: The line that it stands on.
        start: Its first cell.
        end: The cell after its last.
        quantity: The number.
        stop: Whether the cursor stops at it.
    """

    line: int
    start: int
    end: int
    quantity: Quantity
    stop: bool
