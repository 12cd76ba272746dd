"""Which slip is behind a wrong figure: those are named whose figure is the learner's, to the digits that were given."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import chain

from engine.explaining.agreement import Agreement, WrittenNumber
from engine.explaining.sheets.backward_mistakes import backward_mistakes
from engine.explaining.sheets.forward_mistakes import forward_mistakes
from engine.explaining.sheets.hand_pass import SIGN, HandPass, Mistake
from engine.explaining.sheets.mixups import Slip, mixups_of
from engine.explaining.sheets.step import Figure, Step, place_in_order
from engine.explaining.sheets.update_mistakes import update_mistakes
from engine.network.activations import activation_named
from engine.network.places import Bias, Neuron, Weight
from engine.network.quantities import Kind, Quantity
from engine.quick_dataclass import dataclass

MOST_NAMED = 2
"""Of more slips that all give the figure, none is named: more digits would tell them apart."""
ENOUGH_DIGITS = 3
"""So many digits tell slips apart, and let a last digit be off by one."""
_FEWEST_DIGITS = 2
"""With a single digit only a wrong sign is named."""
_COMPUTED_BY = {
    "sums": (Kind.SUM,),
    "activations": (Kind.ACTIVATION,),
    "error_slopes": (Kind.ERROR_SLOPE, Kind.DELTA),
    "output_slopes": (Kind.OUTPUT_SLOPE, Kind.DELTA),
    "deltas": (Kind.DELTA,),
    "gradients": (Kind.GRADIENT,),
    "updated": (Kind.NEXT,),
}
"""Which figures each part of a mistake is about; on others it comes from before."""


class _Rank(IntEnum):
    """How near a slip is; it is named only where none of a nearer rank gives the figure."""

    LIKELY = 0
    POSSIBLE = 1
    BEFORE = 2
    """It is made in a figure before this one that the sheet does not have."""
    POSSIBLE_BEFORE = 3


@dataclass(frozen=True)
class _Candidate:
    """A slip, and where it is made. Immutable."""

    slip: Slip
    rank: _Rank


def slips_behind(
    numbers: Mapping[Figure, WrittenNumber], step: Step, worlds: Sequence[Mapping[Figure, float]]
) -> dict[Figure, tuple[str, ...]]:
    """Find the slips behind wrong figures.

    Args:
        numbers: The wrong figures.
        step: The step.
        worlds: The figures to go on from: those of the learner, and with only some of them.

    Returns:
        For each figure the slips that give it, most plausible first; more than ``MOST_NAMED`` are too many to name.
    """
    if not numbers:
        return {}
    candidates: dict[Figure, list[_Candidate]] = defaultdict(list)
    for figure in numbers:
        for world in worlds:
            own = HandPass(step, _before(figure, world, step.last))
            found = (_Candidate(slip, _rank(slip.plausible, True)) for slip in mixups_of(figure, own))
            candidates[figure].extend(found)
    right = [HandPass(step, world) for world in worlds]
    for mistake in chain(forward_mistakes(step), backward_mistakes(step), update_mistakes(step)):
        for world, own in zip(worlds, right, strict=True):
            for figure, candidate in _by(mistake, HandPass(step, world, mistake), own, numbers):
                candidates[figure].append(candidate)
    return {figure: _fitting(number, candidates[figure]) for figure, number in numbers.items()}


def _by(
    mistake: Mistake, wrong: HandPass, right: HandPass, figures: Iterable[Figure]
) -> Iterator[tuple[Figure, _Candidate]]:
    """Yield what a mistake makes of the figures that it changes."""
    kinds = {kind for part, named in _COMPUTED_BY.items() if getattr(mistake, part) for kind in named}
    last = right.step.last
    for figure in figures:
        value, otherwise = wrong.derived(figure), right.derived(figure)
        if value is None or otherwise is None or not math.isfinite(value - otherwise) or same(value, otherwise):
            continue
        layer = _layer_of(figure)
        here = isinstance(figure, Quantity) and figure.kind in kinds and mistake.at(layer, last)
        made = layer if here else next(one for one in range(1, last + 1) if mistake.at(one, last))
        f = activation_named(right.step.network.activations[made - 1]).symbol
        text = mistake.text.format(f=f) + ("" if here else mistake.where)
        slip = Slip(text, value, mistake.plausible, mistake.group or mistake.text)
        yield figure, _Candidate(slip, _rank(mistake.plausible, here))


def _layer_of(figure: Figure) -> int:
    """Return the layer that a figure belongs to; 0 if it belongs to none."""
    place = figure.place if isinstance(figure, Quantity) else None
    return place.layer if isinstance(place, Neuron | Weight | Bias) else 0


def _before(figure: Figure, world: Mapping[Figure, float], last: int) -> dict[Figure, float]:
    """Return what was written of the figures before one: those after it were computed from it."""
    place = place_in_order(figure, last)
    return {other: value for other, value in world.items() if place_in_order(other, last) < place}


def _rank(plausible: bool, here: bool) -> _Rank:
    if here:
        return _Rank.LIKELY if plausible else _Rank.POSSIBLE
    return _Rank.BEFORE if plausible else _Rank.POSSIBLE_BEFORE


def same(one: float, other: float) -> bool:
    """Tell whether two numbers differ by no more than the order of their additions."""
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-300)


def _fitting(number: WrittenNumber, candidates: Sequence[_Candidate]) -> tuple[str, ...]:
    """Return the slips that give a number, all of the nearest rank; of each group the first."""
    exactly, nearly = (Agreement.ROUNDED, Agreement.CUT_OFF), (Agreement.FROM_ROUNDED,)
    for agreements in (exactly, nearly) if number.digits >= ENOUGH_DIGITS else (exactly,):
        for rank in _Rank:
            found: dict[str, str] = {}
            for one in candidates:
                slip = one.slip
                if one.rank is rank and _is_told(number, one) and number.agreement(slip.value) in agreements:
                    found.setdefault(slip.group or slip.text, slip.text)
            if found:
                return tuple(found.values())
    return ()


def _is_told(number: WrittenNumber, candidate: _Candidate) -> bool:
    """Tell whether a number has digits enough for a slip to be named."""
    if SIGN in (candidate.slip.group, candidate.slip.text):
        return number.digits > 0
    return number.digits >= (_FEWEST_DIGITS if candidate.rank is _Rank.LIKELY else ENOUGH_DIGITS)
