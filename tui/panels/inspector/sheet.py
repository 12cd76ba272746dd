"""What is looked at: its value, and the arithmetic it comes from, laid out in a panel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from textual.strip import Strip

from engine.explaining.explain import explain, explain_quantity
from engine.explaining.explanation import Account, Explanation
from engine.explaining.worked_step import Context, context_of
from engine.formulas.notation import number_text
from engine.network.places import Bias, Expected, Neuron, Weight, place_name
from engine.network.quantities import ERROR, Kind, Quantity, Subject
from engine.session.look import Look
from engine.training.phases import Phase, PhaseKind, is_computed, phase_quantities, phase_text, phases
from engine.training.state import TrainingState
from tui.drawing.line import Line as Laid
from tui.drawing.palette import Palette, style
from tui.panels.inspector.formula_rows import FormulaRows, Row, is_long
from tui.panels.inspector.link import Link
from tui.terminal.text import safe

MOST_OF_A_PHASE = 24
"""Numbers of one phase that are listed; a wide layer has more."""
MOST_OF_THE_UPDATE = 40
"""The same for the update, where each is a line of a table."""
FEW = 4
"""Outputs that are told again after an update."""
ROOM_FOR_A_BLANK = 14
"""Lines; a lower panel that has to scroll has no blank ones."""
MOST_TERMS_OF_A_PHASE = 800
"""Terms of all these numbers together, so that they are explained in no time."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """The laid out text: only what is in sight is made into strips, as a sum of 784 terms is long.

    Attributes:
        rows: the lines, as pieces of text.
        links: what can be followed, in reading order.
        stops: those of them at which the cursor halts.
        focus_line: the line on which the number begins that one came for.
    """

    rows: tuple[Row, ...]
    links: tuple[Link, ...]
    stops: tuple[Link, ...]
    focus_line: int

    def strips(self, first: int, width: int, height: int, cursor: int | None, palette: Palette) -> list[Strip]:
        """Draw some of the lines; ``cursor`` says which stop is marked, if any."""
        plain = style(palette.text)
        marked = self.stops[cursor] if cursor is not None and cursor < len(self.stops) else None
        drawn = []
        for number, row in enumerate(self.rows[first : first + height], start=first):
            line = Laid()
            for text, look in row:
                here = marked is not None and (number, line.width) == (marked.line, marked.start)
                chosen = style(palette.selected_text, palette.selected, bold=True) if here else look
                line.add(text, chosen)
            drawn.append(line.strip(width, plain))
        return drawn


@lru_cache(maxsize=8)
def sheet(state: TrainingState, look: Look, width: int, height: int, palette: Palette) -> Sheet:
    """Lay out all there is to say about a topic, as many lines as it takes.

    What is short comes first: of a long sum the result and a few terms, and all of them at the very end.

    Args:
        state: the current sample's numbers are explained; in the update those that led to it.
        look: what is explained, and how.
        width: cells.
        height: lines in sight: see ``_blanks``.
        palette: the colours.
    """
    context = _context(state.shown)
    sizes = state.network.sizes
    sections = _sections(look, context, sizes)
    rows = FormulaRows(look, [section.heading for section in sections], width, palette)
    rows.title(*_title(state, context, look))
    if look.check is not None:
        rows.nudge(look.check)
    waiting = state.rows_before_update
    if isinstance(look.topic, Phase) and look.topic.kind is PhaseKind.UPDATE:
        if waiting:
            rows.remark(
                f"the batch averages its rows' gradients; its last row, {waiting:,} after this one, brings the update"
            )
        else:
            rows.figures("after", _after(state))
            rows.table(sections, [place_name(sizes, section.quantity.place) for section in sections])
            _say_more(rows, look.topic, sizes)
    else:
        done = state.phase or len(phases(sizes))
        for section in sections:
            if is_computed(sizes, section.quantity, done):
                rows.section(section)
            else:
                rows.later(section)
        if isinstance(look.topic, Phase):
            _say_more(rows, look.topic, sizes)
    brief = len(rows.rows)
    if not isinstance(look.topic, Phase) and look.most_terms is None:
        for section in sections:
            if is_long(section) and is_computed(sizes, section.quantity, done):
                rows.terms(section)
    return _finished(rows, _blanks(rows, brief, height))


def _blanks(rows: FormulaRows, brief: int, height: int) -> list[int]:
    """Choose the lines before which a blank one stands: each section, if nothing goes out of sight for that.

    If something would, there is one below the headline alone, and where that would make all the difference none.
    """
    if brief + len(rows.begins) <= height:
        return rows.begins
    return rows.begins[:1] if brief != height and height >= ROOM_FOR_A_BLANK else []


def _finished(rows: FormulaRows, blanks: list[int]) -> Sheet:
    """Return what was laid out, with empty lines before some."""
    laid = list(rows.rows)
    above = [sum(begin <= line for begin in blanks) for line in range(len(laid) + 1)]
    links = [replace(link, line=link.line + above[link.line]) for link in rows.links]
    for begin in reversed(blanks):
        laid.insert(begin, ())
    stops = tuple(link for link in links if link.stop)
    return Sheet(tuple(laid), tuple(links), stops, rows.focus_line + above[rows.focus_line])


@lru_cache(maxsize=4)
def _context(state: TrainingState) -> Context:
    """The numbers of the current sample; states are compared by identity, and drawn several times."""
    return context_of(state)


@lru_cache(maxsize=4)
def _account(subject: Subject, context: Context) -> Account:
    """What there is to say of a subject; of a long sum it takes a while, and it is asked for several times."""
    return explain(subject, context)


def _sections(look: Look, context: Context, sizes: tuple[int, ...]) -> tuple[Explanation, ...]:
    topic = look.topic
    if isinstance(topic, Phase):
        listed = phase_quantities(sizes, topic, _most_of_a_phase(sizes, topic))
        return tuple(explain_quantity(quantity, context) for quantity in listed)
    return _account(topic, context).sections


def _most_of_a_phase(sizes: tuple[int, ...], phase: Phase) -> int:
    """Return how many of a phase's numbers are listed: fewer, where each is a long sum."""
    if phase.kind is PhaseKind.UPDATE:
        return MOST_OF_THE_UPDATE
    terms = {PhaseKind.SUMS: sizes[phase.layer - 1], PhaseKind.DELTAS: sizes[min(phase.layer + 1, len(sizes) - 1)]}
    return max(2, min(MOST_OF_A_PHASE, MOST_TERMS_OF_A_PHASE // terms.get(phase.kind, 1)))


def _say_more(rows: FormulaRows, phase: Phase, sizes: tuple[int, ...]) -> None:
    """Say that a phase computes more numbers than are listed."""
    most = _most_of_a_phase(sizes, phase)
    if len(phase_quantities(sizes, phase, most + 1)) > most:
        rows.remark("… and more: select one to see it")


def _after(state: TrainingState) -> list[list[tuple[str, float]]]:
    """Return the outputs, and the error, of the sample with the new weights: what the update has done for it."""
    context = context_of(state.seen_at(state.shown.row))
    last = len(state.network.sizes) - 1
    outputs = [Quantity(Kind.ACTIVATION, Neuron(last, index)) for index in range(min(state.network.sizes[-1], FEW))]
    return [[(context.symbol(each), context.value(each)) for each in line] for line in (outputs, [ERROR])]


def _title(state: TrainingState, context: Context, look: Look) -> tuple[str, str, str]:
    """Return name, value and meaning of the topic."""
    topic, sizes = look.topic, state.network.sizes
    if isinstance(topic, Phase):
        return phase_text(sizes, topic, state.rows_before_update), "", ""
    account = _account(topic, context)
    known = not state.phase or is_computed(sizes, account.quantity, state.phase)
    value = number_text(account.value, look.digits) if known else "·"
    meaning = ""
    match topic:
        case Neuron(0, index):
            meaning = state.dataset.input_names[index]
        case Expected(index):
            meaning = _output_meaning(state, index)
        case Neuron(layer, index) if layer == len(sizes) - 1:
            meaning = _output_meaning(state, index)
    if isinstance(topic, Neuron | Expected | Weight | Bias) and meaning == place_name(sizes, topic):
        meaning = ""
    return account.title, value, safe(meaning, 20)


def _output_meaning(state: TrainingState, index: int) -> str:
    """Say which class or column an output is for."""
    name = state.dataset.output_names[index]
    return f"class {name}" if state.dataset.task == "classification" else name
