"""The verbs that look, and those that go through the timeline. None of them trains."""

from __future__ import annotations

from engine.network.places import place_name
from engine.session.look import PANELS, VIEWS, FocusPanel, LookAtRow, Select, ShowView
from engine.session.rows import InTest, row_numbered
from engine.session.travel import Goto, Redo, Undo
from engine.session.verbs.arguments import Arguments, whole_in
from engine.session.verbs.tokens import LineRefused, written_word
from engine.session.verbs.values import place_in
from engine.session.verbs.verb import Said, Verb
from engine.training.state import TrainingState
from engine.typed_numbers import MOST_COUNTED
from engine.wording import quoted

CURRENT = "current"
_STEP = "a step"


def _select(words: Arguments, state: TrainingState) -> Said:
    return Select(place_in(words.take("NAME"), state))


def _row(words: Arguments, state: TrainingState) -> Said:
    token = words.take("ROW")
    if token.text == CURRENT:
        return LookAtRow(None)
    row = row_numbered(state, whole_in(token, token.text, "ROW", 1, MOST_COUNTED))
    if row is None:
        raise LineRefused(f"there is no row {quoted(token.text)}", token.column)
    return LookAtRow(row)


def _panel(words: Arguments, state: TrainingState) -> Said:
    return FocusPanel(words.name("the panel", PANELS))


def _view(words: Arguments, state: TrainingState) -> Said:
    return ShowView(words.name("the view", VIEWS))


def _goto(words: Arguments, state: TrainingState) -> Said:
    token = words.take("STEP")
    step, plus, samples = token.text.partition("+")
    return Goto(
        whole_in(token, step, _STEP, 0, MOST_COUNTED),
        whole_in(token, samples, "the number of samples after it", 1, MOST_COUNTED) if plus else 0,
    )


VERBS = (
    Verb("undo", "", "go back one step", lambda words, state: Undo()),
    Verb("redo", "", "take back one undo", lambda words, state: Redo()),
    Verb("goto", "STEP[+SAMPLES]", "go to a step, or so many samples after it", _goto),
    Verb("select", "NAME", "select a neuron, weight or bias, and explain it", _select),
    Verb("row", f"ROW|{CURRENT}", "look at a row", _row),
    Verb("panel", "NAME", f"go to a panel: {', '.join(PANELS)}", _panel),
    Verb("view", "NAME", f"show a view of the chart: {', '.join(VIEWS)}", _view),
)


def line_of(said: Said, state: TrainingState) -> str | None:
    """Write what these verbs say; None for anything else.

    Args:
        said: What is said.
        state: The state before it.
    """
    match said:
        case Undo():
            return "undo"
        case Redo():
            return "redo"
        case Goto(step, samples):
            return f"goto {step}+{samples}" if samples else f"goto {step}"
        case Select(place):
            return f"select {place_name(state.network.sizes, place)}"
        case LookAtRow(None):
            return f"row {CURRENT}"
        case LookAtRow(InTest(index)) if state.test is not None:
            return f"row {state.test.number(index)}"
        case LookAtRow(int(row)):
            return f"row {state.dataset.number(row)}"
        case FocusPanel(panel):
            return f"panel {panel}"
        case ShowView(view):
            return f"view {written_word(view)}"
    return None
