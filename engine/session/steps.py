"""The steps of a timeline, as a value that costs next to nothing to make from another one."""

from __future__ import annotations

from collections.abc import Iterator

from engine.quick_dataclass import dataclass
from engine.session.summary import StepSummary
from engine.training.commands import Command

BLOCK = 64
"""How many steps are kept together."""


@dataclass(frozen=True, eq=False)
class Step:
    """What was done, and where it led. Immutable.

    Attributes:
        command: The command. None for the beginning.
        sizes: The layer sizes that it led to. The places in a command refer to those of the step before.
        summary: What it led to, in brief.
        work: How much work leads from the beginning to here, in samples.
    """

    command: Command | None
    sizes: tuple[int, ...]
    summary: StepSummary
    work: int = 0


@dataclass(frozen=True, eq=False)
class Steps:
    """Steps in order; step 0 is the beginning. Immutable.

    They are kept in blocks, which two of these values share: to add a step copies neither the steps before it nor, most
    of the time, more than a few of them.

    Attributes:
        blocks: The steps that fill blocks.
        rest: Those after them, fewer than a block.
    """

    blocks: tuple[tuple[Step, ...], ...] = ()
    rest: tuple[Step, ...] = ()

    def __len__(self) -> int:
        """Return how many steps there are, the beginning included."""
        return BLOCK * len(self.blocks) + len(self.rest)

    def __getitem__(self, number: int) -> Step:
        """Return a step by its number.

        Raises:
            IndexError: There is no such step.
        """
        if not 0 <= number < len(self):
            raise IndexError(f"there is no step {number}")
        block, place = divmod(number, BLOCK)
        return (self.blocks[block] if block < len(self.blocks) else self.rest)[place]

    def __iter__(self) -> Iterator[Step]:
        """Go through the steps, the beginning first."""
        for block in (*self.blocks, self.rest):
            yield from block

    def first(self, count: int) -> Steps:
        """Return only the first so many of the steps."""
        if count >= len(self):
            return self
        block, place = divmod(count, BLOCK)
        return Steps(self.blocks[:block], (self.blocks[block] if block < len(self.blocks) else self.rest)[:place])

    def followed_by(self, *steps: Step) -> Steps:
        """Return the steps with others after them."""
        blocks, rest = self.blocks, self.rest
        for step in steps:
            rest = (*rest, step)
            if len(rest) == BLOCK:
                blocks, rest = (*blocks, rest), ()
        return Steps(blocks, rest)
