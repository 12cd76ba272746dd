"""What the training is doing, in words: the right end of the status bar, and the reason for a stop."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from engine.training.phases import Phase, phase_text, phases
from engine.training.state import TrainingState
from tui.drawing.line import Line
from tui.drawing.palette import Palette, style
from tui.drawing.wrapping import word_lines
from tui.running.activity import Activity
from tui.terminal.text import safe

LONGEST_REASON, REASON_LINES = 300, 3
"""Most characters and lines of the reason for a stop."""
PLAYING = "▶ playing"
SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
FRAMES_A_SECOND = 10
"""How fast the spinner turns."""


def activity_texts(state: TrainingState, activity: Activity, palette: Palette) -> tuple[tuple[str, ...], Style]:
    """Return wordings of what the training is doing, the longest first, and their style."""
    if state.current_phase is not None:
        texts = _phase_texts(state.network.sizes, state.current_phase, state.rows_before_update)
        if activity.tempo:
            played = [text.replace("◆", f"{PLAYING} ·") for text in texts]
            return (*played, PLAYING), style(palette.good, palette.bar)
        return texts, style(palette.key, palette.bar, bold=True)
    if activity.tempo:
        return (PLAYING,), style(palette.good, palette.bar)
    if activity.running:
        return _running_texts(activity), style(palette.good, palette.bar)
    if activity.stopped:
        return ("■ stopped",), style(_verdict(activity, palette), palette.bar, bold=True)
    pace = f"{activity.pace:,}/s" if activity.pace else "full speed"
    return (f"‖ paused · {pace}", "‖ paused"), style(palette.muted, palette.bar)


def _running_texts(activity: Activity) -> tuple[str, ...]:
    """Tell the speed, and the kernel or that a faster one is being compiled."""
    rate, held = f"{activity.rate:,.0f}/s", f" (set {activity.pace:,})" if activity.pace else ""
    if activity.compiling_for is not None:
        compiling = f"{SPINNER[int(activity.compiling_for * FRAMES_A_SECOND) % len(SPINNER)]} compiling"
        return f"▶ running {rate}{held}  {compiling}", f"▶ {rate}  {compiling}", compiling
    texts = (f"▶ running {rate}{held}", f"▶ {rate}{held}", f"▶ {rate}")
    return (f"{texts[0]} · {activity.kernel}", *texts) if activity.kernel else texts


def _phase_texts(sizes: tuple[int, ...], phase: Phase, waiting: int = 0) -> tuple[str, str, str]:
    text = f"◆ {phase_text(sizes, phase, waiting)}"
    with_symbols = text.replace("activations", "a").replace("sums", "s").replace("the error", "error")
    return text, with_symbols, text.partition(":")[0]


@lru_cache(maxsize=8)
def phase_widths(sizes: tuple[int, ...]) -> tuple[int, int]:
    """Return the cells of a network's longest phase: in words, and with symbols for some of them."""
    texts = [_phase_texts(sizes, phase) for phase in phases(sizes)]
    return max(cell_len(words) for words, _, _ in texts), max(cell_len(symbols) for _, symbols, _ in texts)


def reason_lines(activity: Activity, width: int, palette: Palette) -> list[Strip]:
    """Say why the training stopped, and which keys help; no lines if it did not stop."""
    if not activity.stopped:
        return []
    reason = safe(activity.stopped, LONGEST_REASON)
    then = "space goes on, u undoes it" if activity.by_rule else "u undoes it"
    look = style(_verdict(activity, palette), palette.bar)
    texts = word_lines(f"{reason} · {then}", width - 2)[:REASON_LINES]
    return [Line().add(f" {text}", look).strip(width, look) for text in texts]


def _verdict(activity: Activity, palette: Palette) -> str:
    """Return the colour of a stop: good if its rule asked for it, bad otherwise."""
    return palette.good if activity.by_rule else palette.bad
