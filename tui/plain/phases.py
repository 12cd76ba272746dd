"""A phase of a sample in sentences: its place in the pass, what it means, its numbers, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from engine.explaining.phase_words import phase_words
from engine.explaining.worked_step import context_of
from engine.formulas.notation import Digits, number_text
from engine.network.places import place_name
from engine.network.quantities import Kind, Quantity
from engine.training.phases import PhaseKind, phase_quantities, phase_text
from engine.training.state import TrainingState
from tui.plain.numbers import moved
from tui.plain.rows import inputs_of

MOST_NUMBERS = 20
"""Numbers of a phase that are said."""


def phase_lines(state: TrainingState, digits: Digits) -> Iterator[str]:
    """Describe the phase that was done last; nothing if no sample is walked through."""
    phase, words = state.current_phase, phase_words(state)
    if phase is None or words is None:
        return
    sizes, shown = state.network.sizes, state.shown
    yield f"{phase_text(sizes, phase, state.rows_before_update)}, row {shown.dataset.number(shown.row):,}"
    yield words.meaning[0]
    if phase.kind is PhaseKind.INPUT:
        yield inputs_of(shown.dataset, state.scaling, shown.row, digits)
    elif phase.kind is not PhaseKind.UPDATE or not state.rows_before_update:
        yield from _numbers(state, digits)
    yield words.then[0]


def _numbers(state: TrainingState, digits: Digits) -> Iterator[str]:
    phase, sizes, context = state.current_phase, state.network.sizes, context_of(state.shown)
    assert phase is not None
    missing = sum(sizes[layer] for layer in state.network.switches.without_bias)
    every = phase_quantities(sizes, phase, MOST_NUMBERS + 1 + missing)
    found = [each for each in every if each.place is None or state.network.has(each.place)][: MOST_NUMBERS + 1]
    if phase.kind is PhaseKind.UPDATE:
        for quantity in found[:MOST_NUMBERS]:
            before, after = context.value(Quantity(Kind.VALUE, quantity.place)), context.value(quantity)
            name = context.symbol(quantity).removeprefix("new ")
            same = before == after
            yield f"{name} stays {number_text(after, digits)}" if same else moved(name, before, after, digits)
    else:
        texts = [f"{context.symbol(each)} is {number_text(context.value(each), digits)}" for each in found]
        yield ", ".join(texts[:MOST_NUMBERS])
    if len(found) > MOST_NUMBERS and (place := found[MOST_NUMBERS].place) is not None:
        yield f"and more: select {place_name(sizes, place)} tells the next one"
