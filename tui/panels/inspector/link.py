"""What can be followed in the inspector."""

from dataclasses import dataclass

from engine.network.quantities import Quantity


@dataclass(frozen=True)
class Link:
    """A number in a formula whose origin can be shown; ``stop`` if the cursor halts there."""

    line: int
    start: int
    end: int
    quantity: Quantity
    stop: bool
