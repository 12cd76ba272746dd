"""The notes about a data set file, as a notice."""

from engine.experiment.setup import Setup
from tui.terminal.text import safe

MOST_NOTES = 4


def notes_about(setup: Setup) -> str:
    """Return the first notes about a data set, a line each, and how many more there are; "" if there are none."""
    notes = setup.dataset.notes
    lines = [safe(note, 160) for note in notes[:MOST_NOTES]]
    if len(notes) > MOST_NOTES:
        lines.append(f"and {len(notes) - MOST_NOTES:,} more: glassnet data shows them")
    return "\n".join(lines)
