"""How an action changes what the learner looks at: ``look_after(look, action, state) → look``."""

from __future__ import annotations

from dataclasses import replace

from engine.network.places import Bias, Neuron, Place, Weight, exists
from engine.network.quantities import Quantity
from engine.session.look import (
    ChooseInputs,
    ComeBack,
    ExplainError,
    FocusPanel,
    Follow,
    ListCell,
    ListRows,
    Look,
    LookAction,
    LookAtRow,
    NameWeights,
    OrderTerms,
    PointAtEpoch,
    RevealPanel,
    ScrollResults,
    Select,
    SetDigits,
    SetNudge,
    ShowCheck,
    ShowView,
    StateChanged,
    Visited,
    ZoomPanel,
)
from engine.session.rows import InTest, Row
from engine.session.shown_row import seen, still_there
from engine.training.phases import Phase
from engine.training.state import TrainingState

TERMS_WHILE_RUNNING = 8
"""How many terms of a long sum are written during a run, when they change too fast to read."""


def look_after(look: Look, action: LookAction, state: TrainingState) -> Look:
    """Return the look after an action.

    Selecting or following a place that the network does not have changes nothing: it may have been removed between
    the click and the action.

    Args:
        look: The look before.
        action: What the learner did, or what happened to the training.
        state: The state that is shown.
    """
    match action:
        case StateChanged():
            return _after_change(look, action, state)
        case LookAtRow(row):
            return _looking_at(look, row, state)
        case ListRows(rows):
            return replace(look, rows=rows, cell=None)
        case ListCell(cell):
            return replace(look, cell=cell)
        case PointAtEpoch(epoch):
            return replace(look, epoch=epoch)
        case Select(place):
            return _selecting(look, place) if state.network.has(place) else look
        case Follow(quantity, cursor, first_line):
            return _following(look, quantity, Visited(look.topic, look.focus, look.selected, cursor, first_line), state)
        case ComeBack():
            return _coming_back(look)
        case ExplainError():
            return replace(look, topic="E", focus=None, check=None)
        case ShowCheck(check):
            return replace(_selecting(look, check.place), check=check)
        case SetDigits(digits):
            return replace(look, digits=digits)
        case OrderTerms(largest_first):
            return replace(look, largest_first=largest_first)
        case NameWeights(shown):
            return replace(look, names=shown)
        case ShowView(view):
            return replace(look, view=view)
        case ChooseInputs(inputs):
            return replace(look, inputs=inputs)
        case ScrollResults(first):
            return replace(look, first_result=first)
        case FocusPanel("network"):
            return replace(look, panel="network")
        case FocusPanel(panel):
            return replace(look, panel=panel, lower=_first(panel, look.lower))
        case RevealPanel("network"):
            return replace(look, panel="network" if look.zoomed else look.panel)
        case RevealPanel(panel):
            return replace(look, panel=panel if look.zoomed else look.panel, lower=_first(panel, look.lower))
        case ZoomPanel(zoomed):
            return replace(look, zoomed=zoomed)
        case SetNudge(step):
            return replace(look, nudge=step)


def without_places(look: Look) -> Look:
    """Return the look without places, chosen inputs and classes, which fits a network of any shape."""
    return replace(look, selected=None, topic="E", focus=None, check=None, inputs=None, back=(), cell=None)


def _first(panel: str, panels: tuple[str, ...]) -> tuple[str, ...]:
    return panel, *(other for other in panels if other != panel)


def _selecting(look: Look, place: Place) -> Look:
    return replace(look, selected=place, topic=place, focus=None, check=None, back=())


def _following(look: Look, quantity: Quantity, here: Visited, state: TrainingState) -> Look:
    subject = quantity.subject
    if isinstance(subject, str):
        selected = look.selected
    elif state.network.has(subject):
        selected = subject
    else:
        return look
    return replace(look, selected=selected, topic=subject, focus=quantity, check=None, back=(*look.back, here))


def _coming_back(look: Look) -> Look:
    if not look.back:
        return look
    there = look.back[-1]
    return replace(look, selected=there.selected, topic=there.topic, focus=there.focus, check=None, back=look.back[:-1])


def _looking_at(look: Look, row: Row | None, state: TrainingState) -> Look:
    """Look at a row; back at a sample half walked, the inspector explains its last phase again."""
    walked = seen(state, look.row).phase == 0
    return _following_phases(replace(look, row=row, check=None), seen(state, row), walked)


def _after_change(look: Look, change: StateChanged, state: TrainingState) -> Look:
    """Replace places and rows that no longer exist, and let the inspector follow the phases."""
    before, sizes = change.before, state.network.sizes
    if before is None or what_places(before) != what_places(state):
        explains_error = before is not None and look.topic == "E"
        selected = look.selected
        if selected is None or not state.network.has(selected):
            neuron = Neuron(selected.layer, selected.target) if isinstance(selected, Bias) else None
            selected = neuron if exists(sizes, neuron) and neuron is not None else Weight(len(sizes) - 1, 0, 0)
        look = _selecting(look, selected)
        if explains_error:
            look = replace(look, topic="E")
    other_data = before is not None and before.setup.dataset is not state.setup.dataset
    if other_data or max(look.map_inputs) >= state.dataset.input_count:
        look = replace(look, inputs=None)
    if other_data:
        look = replace(look, rows="train", cell=None)
    stays = not other_data and _stays(change, state)
    row = None if other_data else _row_after(look.row, change, state)
    look = replace(look, row=row, epoch=look.epoch if stays else None)
    look = _following_phases(look, seen(state, look.row), change.walked)
    return replace(look, most_terms=TERMS_WHILE_RUNNING if change.running else None, check=None)


def what_places(state: TrainingState) -> tuple[tuple[int, ...], frozenset[int]]:
    """Return what decides which places there are."""
    return state.network.sizes, state.network.switches.without_bias


def _row_after(row: Row | None, change: StateChanged, state: TrainingState) -> Row | None:
    """Return the row looked at: a test row stays also after a step, unless one through a sample's phases."""
    if not _stays(change, state) and (change.walked or not isinstance(row, InTest)):
        return None
    return min(row, state.dataset.rows - 1) if isinstance(row, int) else still_there(state, row)


def _stays(change: StateChanged, state: TrainingState) -> bool:
    """Return whether the row and the epoch looked at stay: during a run and after an edit, but not after a step."""
    before = change.before
    moved = before is None or before.samples != state.samples or (change.walked and before.phase != state.phase)
    return change.running or change.ran or not moved


def _following_phases(look: Look, state: TrainingState, walked: bool) -> Look:
    """Explain the last phase, if the learner walked there or the phase before was explained."""
    topic, phase = look.topic, state.current_phase
    if phase is not None and (walked or isinstance(topic, Phase)):
        topic = phase
    elif isinstance(topic, Phase) and look.selected is not None:
        topic = look.selected
    return replace(look, topic=topic, focus=look.focus if topic == look.topic else None)
