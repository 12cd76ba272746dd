"""What a network and its data will cost, estimated before they are made."""

from __future__ import annotations

from engine.errors import InvalidValue
from engine.memory import available_memory, size_text
from engine.network.network import parameter_count, shape_text
from engine.quick_dataclass import dataclass

MANY_PARAMETERS = 1_000_000
MUCH_MEMORY = 1_000_000_000
"""From here on a learner is asked first."""
# Measured with 1 to 12 million parameters. A screen holds the states that it shows, draws and can undo; the timings are
# those of one sample at a time on one core, forwards, backwards and the update.
BYTES_ON_SCREEN, BYTES_WITHOUT = 170, 60
"""For each parameter."""
BYTES_OF_DATA = 50
"""For each number of the data."""
SECONDS = 8e-9
"""A sample, for each parameter."""


@dataclass(frozen=True)
class Cost:
    """What a network and its data will cost. Immutable.

    Attributes:
        sizes: Neurons in each layer, the inputs first.
        parameters: The weights and biases.
        memory: Bytes of memory.
        seconds: Seconds to train a sample.
    """

    sizes: tuple[int, ...]
    parameters: int
    memory: int
    seconds: float

    @property
    def is_large(self) -> bool:
        """Whether to ask before it is made."""
        return self.parameters > MANY_PARAMETERS or self.memory > MUCH_MEMORY

    @property
    def text(self) -> str:
        """What it will cost, in one line."""
        network = f"a {shape_text(self.sizes)} network has {self.parameters:,} parameters"
        speed = f" and {float(f'{self.seconds:.1g}'):g} s a sample" if self.seconds >= 1e-3 else ""
        return f"{network}: about {size_text(self.memory)} of memory{speed}"


def cost_of(sizes: tuple[int, ...], rows: int, on_screen: bool = True) -> Cost:
    """Estimate what a network and its data will cost.

    Args:
        sizes: Neurons in each layer, the inputs first.
        rows: The rows of the data; each holds the inputs and the outputs.
        on_screen: Whether it is for the workbench.
    """
    parameters = parameter_count(sizes)
    memory = parameters * (BYTES_ON_SCREEN if on_screen else BYTES_WITHOUT)
    memory += rows * (sizes[0] + sizes[-1]) * BYTES_OF_DATA
    return Cost(sizes, parameters, memory, parameters * SECONDS)


def check_fits(cost: Cost) -> None:
    """Check that there is enough memory.

    Raises:
        InvalidValue: There is not.
    """
    free = available_memory()
    if free is not None and cost.memory > free:
        raise InvalidValue(f"{cost.text}, but only {size_text(free)} are free: fewer neurons or rows would fit")
