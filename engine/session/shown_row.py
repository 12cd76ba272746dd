"""Which row is shown, and which one the next sample trains, while the learner looks at a row."""

from __future__ import annotations

from engine.training.state import TrainingState


def seen(state: TrainingState, row: int | None) -> TrainingState:
    """Return the state with the row that is looked at as its current one.

    Args:
        state: The state of the training.
        row: The row looked at. None means the current sample, with the phases done so far.
    """
    return state if row is None or shows_itself(state, row) else state.seen_at(row)


def shows_itself(state: TrainingState, row: int) -> bool:
    """Return whether looking at a row shows the training as it stands; so does a row that is no longer there."""
    return row == state.shown.row or row >= state.dataset.rows


def row_to_train(state: TrainingState, row: int | None) -> int | None:
    """Return the row that the next sample trains out of turn.

    None means the sample half walked, which looking at another row does not end, or the epoch's next row.

    Args:
        state: The state of the training.
        row: The row looked at; None if it is the current sample's.
    """
    if row is None or row == state.row or state.is_half_walked or shows_itself(state, row):
        return None
    return row
