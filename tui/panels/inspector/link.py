"""What can be followed in the inspector."""

from engine.network.quantities import Quantity
from engine.quick_dataclass import dataclass


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
