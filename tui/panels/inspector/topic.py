"""How the inspector is read, and what can be followed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.formulas.notation import Digits
from engine.network.quantities import Quantity, Subject
from engine.training.phases import Phase

if TYPE_CHECKING:
    from engine.analysis.gradient_check import Check

Topic = Subject | Phase
"""What the inspector is about: a place, the error, α, or what the phase just done has computed."""


@dataclass(frozen=True)
class Reading:
    """How the inspector is read.

    Attributes:
        topic: what it is about.
        focus: the number in it that one came for.
        digits: with how many digits numbers are written.
        largest_first: whether the terms of a sum go by their size.
        most_terms: how many terms of a long sum are written; None for all.
        check: what a nudge said of the topic's gradient, if it was asked.
    """

    topic: Topic
    focus: Quantity | None = None
    digits: Digits = 4
    largest_first: bool = False
    most_terms: int | None = None
    check: Check | None = None


@dataclass(frozen=True)
class Link:
    """A number in a formula that can be asked where it comes from; ``stop`` if the cursor halts there."""

    line: int
    start: int
    end: int
    quantity: Quantity
    stop: bool
