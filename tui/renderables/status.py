"""The top line: what is trained, how, how far, and whether it runs."""

from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine.activations import activation_named
from engine.network import shape_text
from engine.optimizers import optimizer_named
from engine.phases import phase_text
from engine.state import TrainingState
from tui.renderables.line import Line
from tui.renderables.palette import Palette, style
from tui.text import safe


@dataclass(frozen=True)
class Activity:
    """What the training is doing.

    Attributes:
        running: whether it runs by itself.
        pace: samples a second it is held to; none for as fast as it goes.
        rate: samples a second it does.
        kernel: what computes them; "" before that is known.
        compiling_for: for how many seconds a quicker one has been compiling; none if none is.
        stopped: why it came to a stop by itself, in a few words.
    """

    running: bool = False
    pace: int | None = None
    rate: float = 0.0
    kernel: str = ""
    compiling_for: float | None = None
    stopped: str = ""


WHEEL = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
TURNS = 10
"""Steps of the wheel a second."""


Piece = tuple[int, list[tuple[str, Style]]]  # how soon it is left out (0 never), and its texts


def status_line(state: TrainingState, activity: Activity, width: int, palette: Palette) -> Strip:
    """Draw the top line; with less room the least important pieces are left out."""
    pieces = _pieces(state, activity, palette)
    while len(pieces) > 1 and sum(_width(piece) + 3 for piece in pieces) - 2 > width:
        most = max(level for level, _ in pieces)
        if most == 0:
            break
        pieces = [piece for piece in pieces if piece[0] != most]
    line, bar = Line(), style(palette.text, palette.bar)
    for _, texts in pieces:
        line.add(" " if line.width == 0 else "   ", bar)
        for text, text_style in texts:
            line.add(text, text_style)
    return line.strip(width, bar)


def _pieces(state: TrainingState, activity: Activity, palette: Palette) -> list[Piece]:
    plain, muted = style(palette.text, palette.bar), style(palette.muted, palette.bar)
    strong, name = style(palette.text, palette.bar, bold=True), style(palette.accent, palette.bar, bold=True)
    rows, dataset = state.dataset.rows, state.setup.name
    optimizer = optimizer_named(state.optimizer).label
    functions = dict.fromkeys(activation_named(name).symbol for name in state.network.activations)
    return [
        (4, [("glassnet", name)]),
        (2, [(safe(dataset, 24), plain), (f" · {rows:,} row{'s' * (rows != 1)}", muted)]),
        (3, [(shape_text(state.network.sizes), plain), (f" {','.join(functions)}", muted)]),
        (
            3 if state.phase else 0,
            [(f"{optimizer} α ", muted), (f"{state.learning_rate:.4g}", strong)],
        ),
        (0, [("epoch ", muted), (f"{state.epoch:,}", strong)]),
        (0, [("sample ", muted), (f"{state.position:,}", strong), (f"/{rows:,}", muted)]),
        *([(2, [(f"row {state.row + 1:,} out of turn", plain)])] if state.chosen and not activity.running else []),
        (0, [_phase(state, palette) or _activity(activity, palette)]),
        *_kernel(activity, palette),
        (6, [(f"E = {state.network.loss.definition}", muted)]),
    ]


def _activity(activity: Activity, palette: Palette) -> tuple[str, Style]:
    if activity.running:
        held = f" of {activity.pace:,}" if activity.pace else ""
        return f"▶ running {activity.rate:,.0f}{held}/s", style(palette.good, palette.bar)
    if activity.stopped:
        return f"■ {activity.stopped}", style(palette.bad, palette.bar, bold=True)
    pace = f"{activity.pace:,}/s" if activity.pace else "full speed"
    return f"‖ paused · {pace}", style(palette.muted, palette.bar)


def _kernel(activity: Activity, palette: Palette) -> list[Piece]:
    """Say what computes the run, or that it is being compiled."""
    if not activity.running or not activity.kernel:
        return []
    if activity.compiling_for is None:
        return [(5, [(activity.kernel, style(palette.muted, palette.bar))])]
    turned = WHEEL[int(activity.compiling_for * TURNS) % len(WHEEL)]
    return [(1, [(f"{turned} compiling", style(palette.key, palette.bar))])]


def _phase(state: TrainingState, palette: Palette) -> tuple[str, Style] | None:
    """Name the phase that was done last, if a sample is walked through."""
    if state.current_phase is None:
        return None
    return f"◆ {phase_text(state.network.sizes, state.current_phase)}", style(palette.key, palette.bar, bold=True)


def _width(piece: Piece) -> int:
    return sum(cell_len(text) for text, _ in piece[1])
