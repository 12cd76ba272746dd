"""What the message line says of the data that were read, and of a network that is stuck after a training."""

from collections.abc import Iterator

from engine.analysis.evaluation import saturation
from engine.experiment.setup import Setup
from engine.training.state import TrainingState
from engine.wording import count
from tui.panels.bars.keybar import KeyHint
from tui.panels.bars.notices import Notice, dismissed, posted
from tui.terminal.text import safe

LONGEST = 200


def with_notes(notices: tuple[Notice, ...], before: TrainingState | None, state: TrainingState) -> tuple[Notice, ...]:
    """Return the messages after the training moved to another state: other data bring their notes, or have none."""
    if before is not None and _read(before.setup) == _read(state.setup):
        return notices
    notice = _about(state.setup)
    return dismissed(notices, "data") if notice is None else posted(notices, notice)


def with_stuck(
    notices: tuple[Notice, ...], before: TrainingState | None, state: TrainingState, was_running: bool
) -> tuple[Notice, ...]:
    """Return the messages at rest: after a run or an epoch, a layer that passes no error back is named.

    Args:
        notices: The messages so far.
        before: The state shown before; None if there was none.
        state: The state now.
        was_running: Whether a run has just ended.
    """
    trained = was_running or (before is not None and state.epoch > before.epoch)
    if trained and (why := saturation(state.network, state.dataset)):
        return posted(notices, Notice("stuck", why, shorter=(why.partition(", so")[0], why.partition(":")[0])))
    return notices if state is before else dismissed(notices, "stuck")


def _read(setup: Setup) -> tuple[str, tuple[str, ...]]:
    return setup.name, setup.dataset.notes


def _about(setup: Setup) -> Notice | None:
    """Return the first note about a data set, with a key for all of them; None if there are none."""
    name, notes = _read(setup)
    if not notes:
        return None
    keys = (KeyHint("i", count(len(notes), "note"), "open('notes')"),)
    return Notice("data", safe(f"{name}: {notes[0]}", LONGEST), keys, tuple(_shorter(name, notes[0])))


def _shorter(name: str, note: str) -> Iterator[str]:
    """Yield shorter wordings of a note, the longest first: its first parts, which say what was decided."""
    parts = note.split("; ")
    for whole in range(len(parts), 0, -1):
        text = "; ".join(parts[:whole])
        for wording in (f"{name}: {text}", text):
            yield safe(wording, LONGEST)
