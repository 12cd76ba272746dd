"""What is looked at: its value, and the arithmetic it comes from, laid out in a panel."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine.context import Context, context_of
from engine.explain import explain, explain_quantity
from engine.explanation import Explanation, Line, Role
from engine.gradient_check import Check
from engine.names import Bias, Expected, Neuron, Weight, place_name
from engine.notation import Digits, Piece, number_text
from engine.phases import Phase, PhaseKind, is_computed, phase_quantities, phase_text, phases
from engine.quantities import Quantity, Subject
from engine.state import TrainingState
from tui.renderables.headline import headline
from tui.renderables.line import Line as Laid
from tui.renderables.palette import Palette, style
from tui.renderables.wrapping import HANGING, line_spans
from tui.text import safe

HEADING_WIDTH = 9
ROOM_FOR_HEADINGS = 34
"""A narrower panel has the headings on lines of their own."""
MOST_OF_A_PHASE = 24
"""Numbers of one phase that are listed; a wide layer has more."""
MOST_TERMS_OF_A_PHASE = 800
"""Terms of all these numbers together, so that they are explained in no time."""
FEW_TERMS = 8
"""Terms of a long sum that are written in such a list."""

LONG_SUM = 30
"""Terms; of a longer sum only some symbols are written."""

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


Row = tuple[tuple[str, Style], ...]


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
def sheet(state: TrainingState, reading: Reading, width: int, spaced: bool, palette: Palette) -> Sheet:
    """Lay out all there is to say about a topic, as many lines as it takes.

    Args:
        state: the current sample's numbers are explained; in the update those that led to it.
        reading: what, and how.
        width: cells.
        spaced: put an empty line before each section.
        palette: the colours.
    """
    context = _context(state.shown)
    layout = _Layout(reading, width, palette)
    sizes = state.network.sizes
    layout.title(*_title(state, context, reading))
    if reading.check is not None:
        layout.nudge(reading.check)
    done = state.phase or len(phases(sizes))
    for section in _sections(reading, context, sizes):
        if spaced:
            layout.rows.append(())
        if is_computed(sizes, section.quantity, done):
            layout.section(section)
        else:
            layout.later(section)
    if isinstance(reading.topic, Phase):
        layout.more(reading.topic, sizes)
    stops = tuple(link for link in layout.links if link.stop)
    return Sheet(tuple(layout.rows), tuple(layout.links), stops, layout.focus_line)


@lru_cache(maxsize=4)
def _context(state: TrainingState) -> Context:
    """The numbers of the current sample; states are compared by identity, and drawn several times."""
    return context_of(state)


def _sections(reading: Reading, context: Context, sizes: tuple[int, ...]) -> Iterable[Explanation]:
    topic = reading.topic
    if isinstance(topic, Phase):
        most = _most_of_a_phase(sizes, topic)
        return [explain_quantity(quantity, context) for quantity in phase_quantities(sizes, topic, most)]
    return explain(topic, context).sections


def _most_of_a_phase(sizes: tuple[int, ...], phase: Phase) -> int:
    """Return how many of a phase's numbers are listed: fewer, where each is a long sum."""
    terms = {PhaseKind.SUMS: sizes[phase.layer - 1], PhaseKind.DELTAS: sizes[min(phase.layer + 1, len(sizes) - 1)]}
    return max(2, min(MOST_OF_A_PHASE, MOST_TERMS_OF_A_PHASE // terms.get(phase.kind, 1)))


def _title(state: TrainingState, context: Context, reading: Reading) -> tuple[str, str, str]:
    """Return name, value and meaning of the topic."""
    topic, sizes = reading.topic, state.network.sizes
    if isinstance(topic, Phase):
        return phase_text(sizes, topic), "", ""
    account = explain(topic, context)
    known = not state.phase or is_computed(sizes, account.quantity, state.phase)
    value = number_text(account.value, reading.digits) if known else "·"
    meaning = ""
    match topic:
        case Neuron(0, index):
            meaning = state.dataset.input_names[index]
        case Expected(index):
            meaning = state.dataset.output_names[index]
        case Neuron(layer, index) if layer == len(sizes) - 1:
            meaning = state.dataset.output_names[index]
    if isinstance(topic, Neuron | Expected | Weight | Bias) and meaning == place_name(sizes, topic):
        meaning = ""
    return account.title, value, safe(meaning, 20)


@dataclass
class _Layout:
    """The sheet as it grows."""

    reading: Reading
    width: int
    palette: Palette
    rows: list[Row] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    focus_line: int = 0

    def __post_init__(self) -> None:
        self.plain = style(self.palette.text)
        self.beside = self.width >= ROOM_FOR_HEADINGS
        self.indent = HEADING_WIDTH + 1 if self.beside else 2

    def title(self, name: str, value: str, meaning: str) -> None:
        """Write the first line."""
        palette = self.palette
        looks = style(palette.text, bold=True), style(palette.accent, bold=True), style(palette.muted)
        for line in headline(name, value, meaning, self.width):
            self.rows.append(tuple(zip(line.parts, looks, strict=True)))

    def section(self, section: Explanation) -> None:
        """Write a heading and the lines of one explanation; a result stands behind its numbers if there is room."""
        if section.quantity == self.reading.focus:
            self.focus_line = len(self.rows)
        begin = len(self.rows)
        if not self.beside:
            self._heading(section.heading)
        reading = self.reading
        most = FEW_TERMS if isinstance(reading.topic, Phase) else reading.most_terms
        written = _written(section, reading, most)
        stopping: Role = "numbers" if any(line.role == "numbers" for line in written) else "symbols"
        rows: list[list[tuple[Piece, Style, bool]]] = []
        for line in written:
            look = _look(line.role, self.palette)
            behind = sum(cell_len(piece.text) for piece, _, _ in rows[-1]) if rows else self.width
            if line.role == "result" and behind + 1 + cell_len(line.text) <= self._room:
                rows[-1].append((Piece(f" {line.text}"), look, False))
            else:
                rows.extend(
                    [(piece, look, line.role == stopping) for piece in pieces] for pieces in _broken(line, self._room)
                )
        for row in rows:
            heading = section.heading if self.beside and len(self.rows) == begin else ""
            self._row(heading, row)

    def nudge(self, check: Check) -> None:
        """Write what a nudge said of the gradient."""
        palette, digits = self.palette, self.reading.digits
        # So many digits that the difference is seen, and no more than every machine computes alike.
        below, above, twice = (f"{value:.10g}" for value in (check.below, check.above, 2 * check.epsilon))
        agrees = f"{'✓' if check.agrees else '✗'} gradient {number_text(check.gradient, digits)}"
        compared = check.fault or f"relative difference {check.relative:.1e}"
        verdict = style(palette.good if check.agrees else palette.bad, bold=True)
        if not self.beside:
            self._heading("nudge")
        heading = "nudge" if self.beside else ""
        for text, look in (
            ("∂E/∂w ≈ (E(w+ε) − E(w−ε)) / 2ε", style(palette.muted)),
            (f"= ({above} − {below}) / {twice}", self.plain),
            (f"= {number_text(check.numeric, digits)}", style(palette.text, bold=True)),
            (agrees, verdict),
            (compared, verdict),
        ):
            for pieces in _broken(Line("numbers", (Piece(text),)), self._room):
                self._row(heading, [(piece, look, False) for piece in pieces])
                heading = ""

    def later(self, section: Explanation) -> None:
        """Write a heading, and that the number is not computed yet."""
        if not self.beside:
            self._heading(section.heading)
        symbol = Piece(f"{section.symbol} = ·")
        self._row(section.heading if self.beside else "", [(symbol, style(self.palette.faint), False)])

    def more(self, phase: Phase, sizes: tuple[int, ...]) -> None:
        """Say that a phase computes more numbers than are listed."""
        most = _most_of_a_phase(sizes, phase)
        if len(phase_quantities(sizes, phase, most + 1)) > most:
            self._row("", [(Piece("… and more: select one to see it"), style(self.palette.muted), False)])

    @property
    def _room(self) -> int:
        return self.width - self.indent - 1

    def _heading(self, heading: str) -> None:
        self.rows.append(((f" {heading}", style(self.palette.muted)),))

    def _row(self, heading: str, pieces: list[tuple[Piece, Style, bool]]) -> None:
        start = f" {heading}" if heading else ""
        row = [(start.ljust(self.indent), style(self.palette.muted))]
        column = self.indent
        for piece, look, stop in pieces:
            end = column + cell_len(piece.text)
            if piece.reference is not None:
                self.links.append(Link(len(self.rows), column, end, piece.reference, stop))
            row.append((piece.text, look))
            column = end
        self.rows.append(tuple(row))


def _written(section: Explanation, reading: Reading, most: int | None) -> tuple[Line, ...]:
    """Write a section; of a long sum all numbers, but only some symbols, so that one comes to the numbers soon."""
    if most is None and len(section.terms()) > LONG_SUM:
        shortened = section.lines(reading.digits, most_terms=FEW_TERMS, largest_first=reading.largest_first)
        whole = section.lines(reading.digits, most_terms=None, largest_first=reading.largest_first)
        return tuple(all_ if all_.role == "numbers" else few for few, all_ in zip(shortened, whole, strict=True))
    return section.lines(reading.digits, most_terms=most, largest_first=reading.largest_first)


def _broken(line: Line, width: int) -> list[list[Piece]]:
    """Break a line to fit, the pieces with it."""
    rows: list[list[Piece]] = []
    pieces = deque(line.pieces)
    at = 0  # where the first of them starts in the text
    for number, (start, end) in enumerate(line_spans(line.text, width)):
        row = [Piece(" " * HANGING)] if number else []
        while pieces and at < end:
            piece = pieces.popleft()
            text = piece.text[max(0, start - at) : end - at]
            if text:
                row.append(Piece(text, piece.reference))
            if at + len(piece.text) > end:  # the rest of it stands on the next line
                pieces.appendleft(Piece(piece.text[end - at :], piece.reference))
                at = end
            else:
                at += len(piece.text)
        rows.append(row)
    return rows


def _look(role: Role, palette: Palette) -> Style:
    match role:
        case "result":
            return style(palette.text, bold=True)
        case "numbers":
            return style(palette.text)
        case "note":
            return style(palette.key)
        case _:
            return style(palette.muted)
