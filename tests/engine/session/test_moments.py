"""Going into the middle of a step divides it in two, and changes no bit of anything."""

import importlib.util
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.session import milestones, session
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import AddRow, Reset, Run, SetMethod, StepEpoch, StepSample
from engine.training.divergence import Divergence
from engine.training.state import Setup, begin
from engine.training.update import update
from tests.engine.strategies import Recipe, apply_to, fingerprint, recipes, setups
from tests.engine.training.test_settings import level2_session

KERNELS = [
    "numpy",
    pytest.param("numba", marks=pytest.mark.skipif(not importlib.util.find_spec("numba"), reason="Numba is missing")),
]


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"batch_size": 4},
        {"batch_size": 150},
        {"optimizer": "adam", "learning_rate": 0.01, "shuffle": True},
        {"test_share": 0.2, "batch_size": 7, "optimizer": "momentum"},
    ],
    ids=str,
)
@pytest.mark.parametrize("start", ["level2", "iris"])
def test_a_run_in_two_parts_gives_the_same_to_the_last_bit(start: str, options: dict, kernel: str) -> None:
    session = Session(setup_for(start, Options(**options)))
    rows = session.state.dataset.rows
    before, whole = session.state, 41 * rows + 3
    end = fingerprint(session.apply(Run(whole, kernel)))
    for samples in (1, rows - 1, rows, rows + 1, 7 * rows, 20 * rows + 2, 41 * rows, whole - 1):
        middle = update(before, Run(samples, kernel))
        assert fingerprint(update(middle, Run(whole - samples, kernel))) == end, samples


@pytest.mark.parametrize("kernel", KERNELS)
def test_an_epoch_in_the_middle_of_a_run_can_be_gone_to(kernel: str) -> None:
    session = Session(setup_for("level2"))
    session.kernel.name = kernel
    session.run(137)
    session.run(263)
    session.apply(StepEpoch())
    end, lived = fingerprint(session.state), Session(setup_for("level2"))
    lived.kernel.name = kernel
    lived.run(200)
    assert fingerprint(session.travel(session.place_of_epoch(20))) == fingerprint(lived.state)
    assert session.commands == (Run(200, kernel), Run(200, kernel), StepEpoch())
    assert (session.step, session.last_step) == (1, 3)
    assert session.redo().samples == 400
    assert fingerprint(session.redo()) == end
    assert session.travel(session.place_of_epoch(40)).samples == 400
    assert session.last_step == 3, "an epoch at which a step ends divides none"
    led_to = [step.summary for step in session.steps]
    assert [(one.epoch, one.samples) for one in led_to] == [(0, 0), (20, 200), (40, 400), (41, 410)]


def test_samples_in_the_middle_of_an_epoch_or_a_run_can_be_gone_to() -> None:
    session = level2_session(batch_size=4)
    session.apply(StepEpoch())
    session.apply(Run(30))
    states = [begin(session.state.setup)]
    for _ in range(40):
        states.append(update(states[-1], StepSample()))
    for samples in (5, 33, 10, 0, 40, 7, 34):
        assert fingerprint(session.travel(session.place_of_samples(samples))) == fingerprint(states[samples])
    assert session.commands == (Run(5), Run(2), StepEpoch(), Run(23), Run(1), Run(6))


def test_the_last_place_up_to_here_is_the_one() -> None:
    session = Session(setup_for("level2"))
    session.apply(Run(200))
    session.apply(Reset())
    session.apply(Run(50))
    session.travel(session.place_of_epoch(3))
    assert session.step == 3
    session.travel(session.place_of_epoch(12))
    assert session.step == 1, "the new training is not so far"
    session.travel(session.place_of_epoch(4))
    assert session.step == 1, "the new training lies in the future"
    assert session.travel(session.place_of_epoch(0)).samples == session.step == 0
    session.travel(Goto(session.last_step))
    session.travel(session.place_of_epoch(0))
    assert isinstance(session.commands[session.step - 1], Reset)


def test_an_edit_at_an_epoch_belongs_to_it() -> None:
    session = Session(setup_for("level2"))
    session.apply(Run(50))
    session.apply(SetMethod(replace(session.state.method, learning_rate=0.1)))
    session.apply(Run(50))
    assert session.travel(session.place_of_epoch(5)).method.learning_rate == 0.1
    assert session.last_step == 3


@pytest.mark.parametrize(
    ("go", "says"),
    [
        (
            lambda session: session.place_of_epoch(41),
            "there is no epoch 41 in the steps so far: epochs go from 0 to 40",
        ),
        (lambda session: session.place_of_epoch(-1), "there is no epoch -1"),
        (lambda session: session.place_of_samples(1001), "there is no sample 1,001 .* samples go from 0 to 403"),
        (lambda session: session.place_of_samples(-1), "samples go from 0 to 403"),
    ],
)
def test_a_place_that_no_step_reaches_is_refused_and_nothing_changes(go, says) -> None:
    session = Session(setup_for("level2"))
    session.apply(Run(403))
    session.undo()
    with pytest.raises(InvalidValue, match=says):
        go(session)
    assert (session.step, session.commands) == (0, (Run(403),))


@given(setups(), st.lists(recipes(), max_size=10), st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_dividing_steps_changes_no_state(setup: Setup, drawn: list[Recipe], places: list[int]) -> None:
    session = Session(setup)
    for recipe in drawn:
        apply_to(session, recipe)
    try:
        session.apply(Run(25))
    except Divergence:
        return
    visited = [fingerprint(session.travel(Goto(step))) for step in range(session.last_step + 1)]
    for number, place in enumerate(places):
        place_of = session.place_of_samples if number % 2 else session.place_of_epoch
        try:
            state = session.travel(place_of(place))
        except InvalidValue:
            continue
        assert (state.samples if number % 2 else state.epoch) == place
    after = [fingerprint(session.travel(Goto(step))) for step in range(session.last_step + 1)]
    replayed, states = begin(setup), [fingerprint(begin(setup))]
    for command in session.commands:
        replayed = update(replayed, command)
        states.append(fingerprint(replayed))
    assert states == after
    steps = iter(after)
    assert all(state in steps for state in visited), "every step is still there, in order"


def test_a_run_keeps_states_on_its_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Going to the middle of a run must not train all of it again."""
    monkeypatch.setattr(session, "SECONDS_TO_KEEP", 0.0)
    monkeypatch.setattr(milestones, "MOST_MILESTONES", 8)
    one, states = Session(setup_for("level2")), {}
    for _ in range(100):
        state = one.run(10)
        states[state.samples] = fingerprint(state)
    kept = sorted(samples for _, samples in one._timeline._milestones._kept)
    assert len(kept) == 8
    assert max(later - earlier for earlier, later in zip([0, *kept], kept, strict=False)) <= 400
    for samples in (250, 500, 750, 120, 990, 1000):
        assert fingerprint(one.travel(one.place_of_samples(samples))) == states[samples]
    one.travel(one.place_of_samples(500))
    one.apply(AddRow((1.0, 1.0), (1.0, 0.0)))
    assert all(key <= (one.step, 0) for key in one._timeline._milestones._kept), "the dropped future is forgotten"


def test_the_states_kept_on_the_way_are_bounded_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has weights and moments of its own: 323 numbers of 8 bytes, three times."""
    monkeypatch.setattr(session, "SECONDS_TO_KEEP", 0.0)
    one, states = Session(setup_for("iris", Options(hidden=(40,), optimizer="adam"))), {}
    size, tables = 3 * 323 * 8, one.state.dataset.inputs.nbytes + one.state.dataset.expected.nbytes
    monkeypatch.setattr(milestones, "MILESTONE_BYTES", tables + 6 * size)
    for _ in range(30):
        state = one.run(5)
        states[state.samples] = fingerprint(state)
    assert 3 <= len(one._timeline._milestones._kept) <= 6
    for samples in (20, 75, 110, 150):
        assert fingerprint(one.travel(one.place_of_samples(samples))) == states[samples]
