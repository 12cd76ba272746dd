"""Which row is shown, and which one the next sample trains, while the learner looks at a row."""

from __future__ import annotations

from engine.session.rows import InTest, Row
from engine.training.state import TrainingState


def seen(state: TrainingState, row: Row | None) -> TrainingState:
    """Return the state with the row that is looked at as its current one.

    Args:
        state: The state of the training.
        row: The row looked at. None means the current sample, with the phases done so far.
    """
    match still_there(state, row):
        case None:
            return state
        case InTest(index):
            return state.seen_in_test(index)
        case number:
            return state if number == state.shown.row else state.looked_at(number)


def still_there(state: TrainingState, row: Row | None) -> Row | None:
    """Return a row looked at; None if it is None, or there is no such row any more."""
    if isinstance(row, InTest):
        return row if state.test is not None and row.index < state.test.rows else None
    return row if row is not None and row < state.dataset.rows else None


def row_to_train(state: TrainingState, row: Row | None) -> int | None:
    """Return the row that the next sample trains out of turn.

    None means the sample half walked, which looking at another row does not end, or the epoch's next row. A test row
    is never trained.

    Args:
        state: The state of the training.
        row: The row looked at; None if it is the current sample's.
    """
    row = still_there(state, row)
    if row is None or isinstance(row, InTest) or state.is_half_walked or row in (state.row, state.shown.row):
        return None
    return row
