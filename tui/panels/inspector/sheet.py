"""The inspector's sheet: a topic, its value and the arithmetic behind it, laid out for a panel."""

from __future__ import annotations

from dataclasses import replace

from textual.strip import Strip

from engine.analysis.stuck_neurons import stuck_text
from engine.data.dataset import Dataset
from engine.explaining.explain import left_alone
from engine.explaining.worked_step import context_of
from engine.formulas.notation import number_text
from engine.network.places import Bias, Expected, Neuron, Weight, neuron_name, place_name
from engine.network.quantities import ERROR, Kind, Quantity
from engine.quick_dataclass import dataclass
from engine.session.look import Look, Topic
from engine.training.phases import Phase, PhaseKind, is_computed, phase_text, phases
from engine.training.state import TrainingState
from engine.wording import count
from tui.drawing.canvas import Canvas
from tui.drawing.line import Line
from tui.drawing.palette import style
from tui.panels.inspector.explained import Explained
from tui.panels.inspector.formula_lines import FormulaLines, StyledLine, is_long
from tui.panels.inspector.headline import Meaning
from tui.panels.inspector.link import Link

FEW = 4
"""Most outputs that are repeated after an update."""
ROOM_FOR_A_BLANK = 14
"""Lines; a lower panel that scrolls has no blank lines."""
MORE = "… and more: select one to see it"


@dataclass(frozen=True, eq=False)
class Sheet:
    """The text of the inspector. Only the lines in view become strips, since a sum can have 784 terms.

    Attributes:
        lines: The lines, as pieces of text.
        links: The numbers that can be followed, in reading order.
        stops: The links at which the cursor stops.
        focus_line: The line at which the number in focus begins.
    """

    lines: tuple[StyledLine, ...]
    links: tuple[Link, ...]
    stops: tuple[Link, ...]
    focus_line: int

    def strips(self, first: int, canvas: Canvas, cursor: int | None) -> list[Strip]:
        """Draw the lines from ``first`` on, with the stop at index ``cursor`` marked; None marks none."""
        palette = canvas.palette
        marked = self.stops[cursor] if cursor is not None and cursor < len(self.stops) else None
        strips = []
        for number, pieces in enumerate(self.lines[first : first + canvas.height], start=first):
            line = Line()
            for text, look in pieces:
                here = marked is not None and (number, line.width) == (marked.line, marked.start)
                line.add(text, style(palette.selected_text, palette.selected, bold=True) if here else look)
            strips.append(line.strip(canvas.width, style(palette.text)))
        return strips


def sheet(state: TrainingState, look: Look, about: Explained, canvas: Canvas) -> Sheet:
    """Lay out everything there is to say about the topic, in as many lines as it takes.

    Short texts come first: a long sum shows its result and a few terms, and all of its terms at the very end.

    Args:
        state: The training state.
        look: The topic, and how numbers and sums are written.
        about: The topic explained.
        canvas: Its height decides which blank lines there are: see ``_blanks``.
    """
    sections, sizes = about.sections, state.network.sizes
    lines = FormulaLines(look, [section.heading for section in sections], canvas.width, canvas.palette)
    lines.title(*_title(state, look, about))
    if look.most_terms is None and (stuck := _stuck(state.shown, look.topic)):  # during a run it would cost too much
        lines.remark(stuck, "note")
    if look.check is not None:
        lines.check(look.check)
    done = state.phase or len(phases(sizes))
    if isinstance(look.topic, Phase) and look.topic.kind is PhaseKind.UPDATE:
        _write_update(lines, state, about)
    else:
        for section in sections:
            if is_computed(sizes, section.quantity, done):
                lines.section(section)
            else:
                lines.not_computed(section)
        if about.more:
            lines.remark(MORE)
    brief = len(lines.lines)
    if not isinstance(look.topic, Phase) and look.most_terms is None:
        for section in sections:
            if is_long(section) and is_computed(sizes, section.quantity, done):
                lines.terms(section)
    return _with_blanks(lines, _blanks(lines, brief, canvas.height))


def _stuck(state: TrainingState, topic: Topic) -> str:
    """Say why training leaves the topic alone, or that its neuron is one that training cannot move."""
    if isinstance(topic, Weight | Bias) and (why := left_alone(topic, state.network)):
        way_back = "f thaws it" if topic in state.network.switches.frozen else "F on it switches it on"
        return f"{why}: training leaves {place_name(state.network.sizes, topic)} alone; {way_back}"
    match topic:
        case Neuron(layer, index) | Weight(layer, index, _) | Bias(layer, index):
            return stuck_text(state.network, state.dataset, Neuron(layer, index))
    return ""


def _write_update(lines: FormulaLines, state: TrainingState, about: Explained) -> None:
    """Write the new value of every parameter; in the middle of a batch, when the update comes."""
    waiting, sizes = state.rows_before_update, state.network.sizes
    if waiting:
        rows = count(waiting, "row")
        lines.remark(f"the batch averages its rows' gradients and updates after its last row, in {rows}")
        return
    lines.numbers("after", _outputs_after(state))
    places = [section.quantity.place for section in about.sections]
    lines.table(about.sections, [place_name(sizes, place) for place in places if place is not None])
    if about.more:
        lines.remark(MORE)


def _blanks(lines: FormulaLines, brief: int, height: int) -> list[int]:
    """Choose the lines that a blank line precedes: every section, if the first ``brief`` lines stay in view.

    Otherwise only the section below the headline, unless that one blank would push the last of these lines out of view.
    """
    if brief + len(lines.starts) <= height:
        return lines.starts
    return lines.starts[:1] if brief != height and height >= ROOM_FOR_A_BLANK else []


def _with_blanks(lines: FormulaLines, blanks: list[int]) -> Sheet:
    """Return the finished sheet, with blank lines inserted before ``blanks``."""
    laid = list(lines.lines)
    above = [sum(blank <= line for blank in blanks) for line in range(len(laid) + 1)]
    links = [replace(link, line=link.line + above[link.line]) for link in lines.links]
    for blank in reversed(blanks):
        laid.insert(blank, ())
    stops = tuple(link for link in links if link.stop)
    return Sheet(tuple(laid), tuple(links), stops, lines.focus_line + above[lines.focus_line])


def _outputs_after(state: TrainingState) -> list[list[tuple[str, float]]]:
    """Return outputs and error of the sample with the new weights, to show what the update has done for it."""
    context = context_of(state.seen_at(state.shown.row))
    last = len(state.network.sizes) - 1
    outputs = [Quantity(Kind.ACTIVATION, Neuron(last, index)) for index in range(min(state.network.sizes[-1], FEW))]
    return [[(context.symbol(each), context.value(each)) for each in line] for line in (outputs, [ERROR])]


def _title(state: TrainingState, look: Look, about: Explained) -> tuple[str, str, Meaning | None]:
    """Return name, value and meaning of the topic."""
    topic, sizes = look.topic, state.network.sizes
    if isinstance(topic, Phase):
        return phase_text(sizes, topic, state.rows_before_update), "", None
    assert about.account is not None
    known = not state.phase or is_computed(sizes, about.account.quantity, state.phase)
    value = number_text(about.account.value, look.digits) if known else "·"
    return about.account.title, value, _meaning(state, topic)


def _meaning(state: TrainingState, topic: Topic) -> Meaning | None:
    """Return the column, class or target that a place stands for; None if it is called as the neuron is."""
    dataset, last = state.dataset, len(state.network.sizes) - 1
    match topic:
        case Neuron(0, index) | Weight(1, _, index):
            layer, found = 0, Meaning(dataset.input_names, index)
        case Neuron(layer, index) | Bias(layer, index) | Weight(layer, index, _) if layer == last:
            found = _output_meaning(dataset, index)
        case Expected(index):
            layer, found = last, _output_meaning(dataset, index)
        case _:
            return None
    return None if found.names[index] == neuron_name(state.network.sizes, layer, index) else found


def _output_meaning(dataset: Dataset, index: int) -> Meaning:
    return Meaning(dataset.output_names, index, "class" if dataset.task == "classification" else "")
