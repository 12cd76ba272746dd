"""What there is to say about a topic of a training state, before it is laid out."""

from __future__ import annotations

from engine.explaining.explain import explain, explain_quantity
from engine.explaining.explanation import Account, Explanation
from engine.explaining.worked_step import context_of
from engine.network.quantities import Kind
from engine.quick_dataclass import dataclass
from engine.session.look import Topic
from engine.training.phases import Phase, PhaseKind, phase_quantities
from engine.training.state import TrainingState

MOST_OF_A_PHASE = 24
"""Most numbers of a phase that are listed; a wide layer has more."""
MOST_OF_THE_UPDATE = 40
"""The same for the update, where each number takes one line of a table."""
MOST_TERMS_OF_A_PHASE = 800
"""Most terms of all these numbers together; more would take too long to explain."""


@dataclass(frozen=True, eq=False)
class Explained:
    """A topic and its explanations.

    Attributes:
        account: The complete explanation of a place, the error or α; None for a phase.
        sections: The explanations, one a number.
        more: Whether a phase computes more numbers than these.
    """

    account: Account | None
    sections: tuple[Explanation, ...]
    more: bool


def explained(state: TrainingState, topic: Topic) -> Explained:
    """Explain a topic with the numbers of the current sample; in the update, with those that led to it.

    A test row has no next value, since nothing trains it.
    """
    context, sizes = context_of(state.shown), state.network.sizes
    if not isinstance(topic, Phase):
        account = explain(topic, context)
        sections = account.sections
        if state.in_test:  # nothing trains a test row
            sections = tuple(section for section in sections if section.quantity.kind is not Kind.NEXT)
        return Explained(account, sections, more=False)
    most = _most_listed(sizes, topic)
    quantities = phase_quantities(sizes, topic, most + 1, state.network.switches)
    sections = tuple(explain_quantity(quantity, context) for quantity in quantities[:most])
    return Explained(None, sections, more=len(quantities) > most)


def _most_listed(sizes: tuple[int, ...], phase: Phase) -> int:
    """Return how many of a phase's numbers are listed, fewer if each is a long sum."""
    if phase.kind is PhaseKind.UPDATE:
        return MOST_OF_THE_UPDATE
    terms = {PhaseKind.SUMS: sizes[phase.layer - 1], PhaseKind.DELTAS: sizes[min(phase.layer + 1, len(sizes) - 1)]}
    return max(2, min(MOST_OF_A_PHASE, MOST_TERMS_OF_A_PHASE // terms.get(phase.kind, 1)))
