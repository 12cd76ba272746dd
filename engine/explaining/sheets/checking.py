"""A sheet against the engine: which figures are right, which follow from another one, and which are wrong and why.

A figure is right if it agrees with the exact number to the digits that were written: rounded, cut off, or as it comes
out of the learner's own rounded figures. A figure that is not, but is what the learner's own wrong figures before it
come to, follows from them. Only the others are wrong.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum

from engine.explaining.agreement import Agreement, WrittenNumber
from engine.explaining.sheets.hand_pass import HandPass
from engine.explaining.sheets.sheet import Entry, Sheet
from engine.explaining.sheets.slips import ENOUGH_DIGITS, MOST_NAMED, same, slips_behind
from engine.explaining.sheets.step import Figure, Step, place_in_order
from engine.quick_dataclass import dataclass


class Standing(Enum):
    """How a figure stands; the value is what JSON says."""

    RIGHT = "right"
    FOLLOWS = "follows"
    WRONG = "wrong"


@dataclass(frozen=True, eq=False)
class Verdict:
    """What is said of a figure. Immutable.

    Attributes:
        entry: The figure on the sheet.
        exact: The engine's number.
        standing: Whether it is right.
        remark: How a right figure agrees with it, if not by rounding; else empty.
        sources: The wrong figures that it follows from.
        slips: What is behind a wrong figure: one slip or another; empty if that is not known.
        many: Whether so many slips give this figure that none is named.
    """

    entry: Entry
    exact: float
    standing: Standing
    remark: str = ""
    sources: tuple[Figure, ...] = ()
    slips: tuple[str, ...] = ()
    many: bool = False


def checked(sheet: Sheet, step: Step) -> tuple[Verdict, ...]:
    """Compare a sheet with the engine; the verdicts are in the order of the sheet."""
    check = _Check(sheet, step)
    for entry in sorted(sheet.entries, key=lambda entry: place_in_order(entry.figure, step.last)):
        check.judge(entry)
    wrong = {one.entry.figure: one.entry.number for one in check.verdicts.values() if one.standing is Standing.WRONG}
    slips = slips_behind(wrong, step, (check.written, check.off, {}))
    return tuple(_with_slips(check.verdicts[entry.figure], slips) for entry in sheet.entries)


def _with_slips(verdict: Verdict, slips: Mapping[Figure, tuple[str, ...]]) -> Verdict:
    found = slips.get(verdict.entry.figure, ())
    many = len(found) > MOST_NAMED
    return replace(verdict, slips=() if many else found, many=many)


class _Check:
    """Judges figures in the order in which a step computes them."""

    def __init__(self, sheet: Sheet, step: Step) -> None:
        self.step = step
        self.verdicts: dict[Figure, Verdict] = {}
        self.written = {entry.figure: entry.number.value for entry in sheet.entries}
        self.off: dict[Figure, float] = {}
        """The figures that are not right so far."""
        self._units: dict[Figure, float] = {entry.figure: float(entry.number.unit) for entry in sheet.entries}
        self._by_all = HandPass(step, self.written)
        self._by_off = HandPass(step, {})

    def judge(self, entry: Entry) -> None:
        """Judge a figure; those before it have been judged."""
        verdict = self._verdict(entry)
        self.verdicts[entry.figure] = verdict
        if verdict.standing is not Standing.RIGHT:
            self.off[entry.figure] = entry.number.value
            self._by_off = HandPass(self.step, self.off)

    def _verdict(self, entry: Entry) -> Verdict:
        figure, number, exact = entry.figure, entry.number, self.step.exact(entry.figure)
        agreement = number.agreement(exact)
        if agreement in (Agreement.ROUNDED, Agreement.CUT_OFF):
            return Verdict(entry, exact, Standing.RIGHT, _remark(number, exact, agreement))
        by_all, by_off = self._by_all.derived(figure), self._by_off.derived(figure)
        if by_all is None or by_off is None or place_in_order(figure, self.step.last) == 0:
            return Verdict(entry, exact, Standing.WRONG)
        if same(by_off, exact):
            nearest = _clamped(number.value, by_all, exact)
            if _may_be(number, nearest):
                from_own = number.agreement(nearest) is Agreement.ROUNDED and nearest != exact
                remark = f"{Agreement.FROM_ROUNDED.value}" if from_own else "off by 1 in the last digit"
                return Verdict(entry, exact, Standing.RIGHT, remark)
            return Verdict(entry, exact, Standing.WRONG)
        sources = self._sources(figure, by_off)
        if _may_be(number, _clamped(number.value, by_all, by_off, sum(sources.values()))):
            return Verdict(entry, exact, Standing.FOLLOWS, sources=tuple(sources))
        return Verdict(entry, exact, Standing.WRONG)

    def _sources(self, figure: Figure, value: float) -> dict[Figure, float]:
        """Return the wrong figures that a figure depends on, and how far it moves within the rounding of each.

        Halves of them are left out, and halves of those that matter: most figures depend on few others.
        """
        sources: dict[Figure, float] = {}
        parts = [list(self.off)]
        while parts:
            part = parts.pop()
            rest = self.off.keys() - part
            if self._moved(figure, value, {one: self.off[one] for one in rest}) == 0.0:
                continue
            if len(part) > 1:
                parts += [part[len(part) // 2 :], part[: len(part) // 2]]
            else:
                (one,) = part
                sources[one] = self._moved(figure, value, {**self.off, one: self.off[one] + self._units[one] / 2})
        return sources or dict.fromkeys(self._alone(figure), 0.0)

    def _alone(self, figure: Figure) -> list[Figure]:
        """Return the wrong figures that move a figure by themselves, where one is enough: 0 times 0 is 0 without one.

        If none does, it is the last of them.
        """
        exact = self.step.exact(figure)
        found = [one for one, number in self.off.items() if self._moved(figure, exact, {one: number}) != 0.0]
        return found or list(self.off)[-1:]

    def _moved(self, figure: Figure, value: float, written: Mapping[Figure, float]) -> float:
        """Return how far a figure moves from its value if other figures are written."""
        moved = HandPass(self.step, written).derived(figure)
        return 0.0 if moved is None or same(moved, value) else abs(moved - value)


def _remark(number: WrittenNumber, exact: float, agreement: Agreement) -> str:
    if agreement is Agreement.CUT_OFF:
        return str(agreement.value)
    return "0 in these digits" if not number.digits and exact else ""


def _clamped(value: float, one: float, other: float, margin: float = 0.0) -> float:
    """Return the number nearest to a value between two others, or a margin outside of them.

    What is infinite, as the logarithm of a rounded 0 is, is left out; NaN if both are.
    """
    ends = [end for end in (one, other) if math.isfinite(end)] or [math.nan]
    margin = margin if math.isfinite(margin) else 0.0
    return min(max(value, min(ends) - margin), max(ends) + margin)


def _may_be(number: WrittenNumber, exact: float) -> bool:
    """Tell whether a figure agrees with a number; its last digit may be off by one if it has digits enough."""
    agreement = number.agreement(exact)
    return agreement is not Agreement.SLIP and (
        agreement is not Agreement.FROM_ROUNDED or number.digits >= ENOUGH_DIGITS
    )
