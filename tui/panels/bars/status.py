"""The top line: what is trained, how, how far, and whether it runs; below it, why it stopped if it did."""

from functools import lru_cache

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine import wording
from engine.network.activations import activation_named
from engine.network.network import shape_text
from engine.network.optimizers import optimizer_named
from engine.training.phases import Phase, phase_text, phases
from engine.training.state import TrainingState
from tui.drawing.line import Line
from tui.drawing.numbers import brief
from tui.drawing.palette import Palette, style
from tui.drawing.wrapping import word_lines
from tui.running.activity import Activity
from tui.terminal.text import safe

Field = list[tuple[str, Style]]
"""A field of the line: pieces of text."""
GAP, NARROW_GAP = 3, 2
"""Cells between two fields, and between those of a screen narrower than ``WIDE``."""
WIDE = 80
SHORTEST_NAME, SHORT_NAME, LEAST_NAME, MOST_NAME = 6, 10, 12, 24
"""Cells of the data set's name: where there is hardly room for it, on a narrow screen and on a wide one."""
LONGEST_REASON, REASON_LINES = 300, 3
"""Cells and lines that the reason for a stop may take."""
SHORTEST_STATE = 13
FIELDS = ("glassnet", "data", "shape", "rate", "epoch", "sample", "row", "loss")
"""In the order of the line."""
WHEEL = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
TURNS = 10
"""Steps of the wheel a second."""


def status_line(state: TrainingState, activity: Activity, width: int, palette: Palette) -> Strip:
    """Draw the top line: what is trained on the left, whether it runs on the right, which is never cut.

    What is told is decided by what matters most, with the room that the right side takes at most: so that no field
    comes and goes while phases are walked through.
    """
    fields, slot = _chosen(state, activity.running, width, palette)
    forms, look = _forms(state, activity, palette)
    text = next((form for form in forms if cell_len(form) <= slot), forms[-1])
    line, bar = Line(), style(palette.text, palette.bar)
    for field in (fields[name] for name in FIELDS if name in fields):
        line.add(" " * (_gap(width) if line.width else 1), bar)
        for piece, piece_style in field:
            line.add(piece, piece_style)
    left = max(0, width - cell_len(text) - 1)
    ending = Line().add(text, look).strip(width - left, bar)
    return Strip.join([line.strip(left, bar), ending])


def _chosen(state: TrainingState, running: bool, width: int, palette: Palette) -> tuple[dict[str, Field], int]:
    """Choose the fields there is room for, and how much of it the right side has."""
    long, medium = _slots(state.network.sizes)
    fields: dict[str, Field] = {}
    slot, gap = SHORTEST_STATE, _gap(width)
    for name, field in _fields(state, running, width, palette):
        wider = {"medium": medium, "long": long}.get(name, slot)
        tried = fields | ({name: field} if field else {})
        if sum(_width(each) + gap for each in tried.values()) + wider + 2 <= width:
            fields, slot = tried, wider
    return fields, slot


def _fields(state: TrainingState, running: bool, width: int, palette: Palette) -> list[tuple[str, Field]]:
    """List the fields, what matters most first; among them, without a text, more room for the right side.

    A field that comes again tells more than before.
    """
    plain, muted = style(palette.text, palette.bar), style(palette.muted, palette.bar)
    strong, accent = style(palette.text, palette.bar, bold=True), style(palette.accent, palette.bar, bold=True)
    rows = f"{state.dataset.rows:,}"
    name, cells = state.setup.name, max(LEAST_NAME, min(MOST_NAME, width // 5))
    functions = dict.fromkeys(activation_named(name).symbol for name in state.network.activations)
    sample: Field = [(f"{state.position:,}", strong), (f"/{rows}", muted)]
    sample.append((" " * (len(f"{state.dataset.rows - 1:,}") - len(sample[0][0])), muted))
    chosen = f"row {state.row + 1:,}" if state.chosen and not running else ""
    rate = [("α ", muted), (brief(state.method.learning_rate, 4), strong)]
    count = wording.count(state.dataset.rows, "row")
    if state.test is not None:
        count = f"{rows} + {state.test.rows:,} test rows"
    return [
        ("epoch", [("epoch ", muted), (f"{state.epoch:,}", strong)]),
        ("sample", sample),
        ("data", [(safe(name, SHORTEST_NAME), plain)]),
        ("rate", rate),
        ("sample", [("sample ", muted), *sample]),
        *([("row", [(chosen, plain)])] if chosen else []),
        ("data", [(safe(name, SHORT_NAME), plain)]),
        ("data", [(safe(name, cells), plain)]),
        ("rate", [(f"{optimizer_named(state.method.optimizer).label} ", muted), *rate]),
        ("medium", []),
        ("data", [(safe(name, cells), plain), (f" · {count}", muted)]),
        ("shape", [(shape_text(state.network.sizes), plain), (f" {','.join(functions)}", muted)]),
        *([("row", [(f"{chosen} out of turn", plain)])] if chosen else []),
        ("long", []),
        ("glassnet", [("glassnet", accent)]),
        ("loss", [(f"E = {state.network.loss.definition}", muted)]),
    ]


@lru_cache(maxsize=8)
def _slots(sizes: tuple[int, ...]) -> tuple[int, int]:
    """Return how much room the phases take, in full and with symbols for words."""
    texts = [_phase_forms(sizes, phase) for phase in phases(sizes)]
    return max(cell_len(long) for long, _, _ in texts), max(cell_len(medium) for _, medium, _ in texts)


def _phase_forms(sizes: tuple[int, ...], phase: Phase, waiting: int = 0) -> tuple[str, str, str]:
    text = f"◆ {phase_text(sizes, phase, waiting)}"
    with_symbols = text.replace("activations", "a").replace("sums", "s").replace("the error", "error")
    return text, with_symbols, text.partition(":")[0]


def _forms(state: TrainingState, activity: Activity, palette: Palette) -> tuple[tuple[str, ...], Style]:
    """Say what the training is doing, as fully as there may be room for, then shorter; and in which colours."""
    if state.current_phase is not None:
        forms = _phase_forms(state.network.sizes, state.current_phase, state.rows_before_update)
        return forms, style(palette.key, palette.bar, bold=True)
    if activity.running:
        return _running_forms(activity), style(palette.good, palette.bar)
    if activity.stopped:
        return ("■ stopped",), style(_verdict(activity, palette), palette.bar, bold=True)
    pace = f"{activity.pace:,}/s" if activity.pace else "full speed"
    return (f"‖ paused · {pace}", "‖ paused"), style(palette.muted, palette.bar)


def _running_forms(activity: Activity) -> tuple[str, ...]:
    """Say how fast it runs, and what computes that, or that something quicker is being compiled."""
    rate, held = f"{activity.rate:,.0f}/s", f" (set {activity.pace:,})" if activity.pace else ""
    if activity.compiling_for is not None:
        turned = f"{WHEEL[int(activity.compiling_for * TURNS) % len(WHEEL)]} compiling"
        return f"▶ running {rate}{held}  {turned}", f"▶ {rate}  {turned}", turned
    forms = (f"▶ running {rate}{held}", f"▶ {rate}{held}", f"▶ {rate}")
    return (f"{forms[0]} · {activity.kernel}", *forms) if activity.kernel else forms


def reason_lines(activity: Activity, width: int, palette: Palette) -> list[Strip]:
    """Say why a training stopped by itself, and what can be done now; nothing of one that did not."""
    if not activity.stopped:
        return []
    reason = safe(activity.stopped, LONGEST_REASON)
    then = "space goes on, u undoes it" if activity.at_goal else "u undoes it"
    look = style(_verdict(activity, palette), palette.bar)
    texts = word_lines(f"{reason} · {then}", width - 2)[:REASON_LINES]
    return [Line().add(f" {text}", look).strip(width, look) for text in texts]


def _verdict(activity: Activity, palette: Palette) -> str:
    return palette.good if activity.at_goal else palette.bad


def _gap(width: int) -> int:
    return GAP if width >= WIDE else NARROW_GAP


def _width(field: Field) -> int:
    return sum(cell_len(text) for text, _ in field)
