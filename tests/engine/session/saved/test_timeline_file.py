"""A timeline in a file: every step, undo, redo and goto as before to the last bit; damage gives one line."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DataError, InvalidValue
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.session import keyframes
from engine.session import session as session_module
from engine.session.saved import documents, timeline_file
from engine.session.saved.arrays_file import arrays_of, write_arrays
from engine.session.saved.documents import Given, document_of, value_of
from engine.session.saved.kinds import COMMANDS, hints_of
from engine.session.saved.state_checks import StateChecks
from engine.session.saved.step_checks import LIMITS
from engine.session.saved.timeline_file import read_timeline, timeline_of, write_timeline
from engine.session.session import Session
from engine.session.timeline import Kept
from engine.session.travel import Goto
from engine.training import commands as do
from engine.training.state import TrainingState, begin
from tests.engine.session.saved.alike import bits
from tests.engine.strategies import Recipe, apply_to, fingerprint, recipes, setups


def again(session: Session) -> Session:
    """Return the session with its timeline written and read."""
    document = document_of(session._timeline.kept, {"step": session.step})
    line, about = timeline_of("mine.npz", document)
    other = Session(session.state.setup)
    other._timeline, other.step, other.state = line, about["step"], line.state_at(about["step"])
    return other


def live(session: Session, drawn: list[tuple[Recipe, int]]) -> None:
    """Do commands, folded or not, runs in pieces, undo, redo and jumps into the middle of steps."""
    for recipe, then in drawn:
        apply_to(session, recipe, fold=then % 3 == 0)
        if then == 4 and session.step:
            session.undo()
        if then == 5 and session.step < session.last_step:
            session.redo()
        if then == 6 and session.step > 1 and session.state.samples > 1:
            session.travel(session.place_of_samples(session.state.samples // 2))
        if then == 7:
            session.travel(Goto(session.last_step))


@given(setups(), st.lists(st.tuples(recipes(), st.integers(0, 8)), max_size=16), st.integers(3, 8))
def test_a_random_session_comes_back_to_the_last_bit(setup: Setup, drawn: list[tuple[Recipe, int]], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyframes, "MOST_KEYFRAMES", most)
        patch.setattr(session_module, "SECONDS_TO_KEEP", 0.0)
        one = Session(setup)
        live(one, drawn)
        other = again(one)
        assert bits(other._timeline.kept) == bits(one._timeline.kept)
        assert (other.step, other.last_step) == (one.step, one.last_step)
        for step in (*range(one.last_step, -1, -1), *range(one.last_step + 1)):
            assert fingerprint(other.travel(Goto(step))) == fingerprint(one.travel(Goto(step)))


@given(setups(), st.lists(st.tuples(recipes(), st.integers(0, 8)), max_size=10), st.lists(recipes(), max_size=4))
def test_what_is_done_afterwards_is_the_same_too(
    setup: Setup, drawn: list[tuple[Recipe, int]], later: list[Recipe]
) -> None:
    one = Session(setup)
    live(one, drawn)
    other = again(one)
    for recipe in later:
        assert apply_to(one, recipe) == apply_to(other, recipe)
        assert fingerprint(other.state) == fingerprint(one.state)
    assert bits(other._timeline.kept) == bits(one._timeline.kept)


def test_undo_redo_and_goto_cost_what_they_did_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyframes, "MOST_KEYFRAMES", 16)
    monkeypatch.setattr(session_module, "SECONDS_TO_KEEP", 0.0)
    one = Session(setup_for("level2"))
    for number in range(120):
        one.apply((do.StepEpoch(), do.StepPhase(), do.SetParameter(Bias(1, 0), number / 7))[number % 3])
        if number % 40 == 0:
            for _ in range(5):
                one.run(200)
    other = again(one)
    assert ways(other) == ways(one)


def ways(session: Session) -> list[tuple[do.Command, ...]]:
    """Return what is computed again to go to each step, and into the middle of each run."""
    steps = session._timeline.steps
    places = [Goto(step) for step in range(session.last_step + 1)]
    places += [Goto(step - 1, 700) for step in range(1, len(steps)) if isinstance(steps[step].command, do.Run)]
    commands = [session.way_to(place).commands for place in places]
    assert any(commands)
    return commands


def counted(session: Session) -> list[int]:
    """Return what the timeline counts of what it keeps."""
    kept = session._timeline._keyframes
    assert kept._bytes.total > kept._held_bytes.total > 0
    return [kept._bytes.total, kept._held_bytes.total, len(kept._held)]


def test_the_budget_holds_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Session(setup_for("iris"))
    for number in range(30):
        one.apply(do.SetInput(number, 0, number / 7))
    one.apply(do.Load(setup_for("wine"), "wine"))
    one.apply(do.SetInput(0, 0, 0.5))
    other = again(one)
    assert counted(other) == counted(one)


def small() -> Session:
    """Return a short session with a little of everything."""
    session = Session(setup_for("iris", Options(test_share=0.1, hidden=(2,), scaling="standard", optimizer="adam")))
    session.apply(do.SetParameter(Weight(1, 0, 1), 0.5))
    session.run(200)
    session.apply(do.SetMethod(replace(session.state.method, batch_size=3)))
    session.apply(do.SetWord(0, Expected(0), 1))
    session.apply(do.StepPhase())
    session.apply(do.Folded((do.AddNeuron(1), do.AddNeuron(1))))
    return session


def test_a_file_has_what_was_said_about_it(tmp_path: Path) -> None:
    session, about = small(), {"log": 123, "hash": "9f86", "nested": [{"a": None}]}
    write_timeline(tmp_path / "mine.npz", session._timeline.kept, about)
    line, found = read_timeline(tmp_path / "mine.npz")
    assert found == about
    assert bits(line.kept) == bits(session._timeline.kept)
    with np.load(tmp_path / "mine.npz", allow_pickle=False) as file:
        assert b'"log":123' in file["json"].tobytes()


def refused(data: bytes) -> str:
    """Return how a damaged file is refused: in one line; "" if it is read, and then to the last bit as it was."""
    try:
        line, about = timeline_of("mine.npz", arrays_of("mine.npz", data))
    except DataError as error:
        message = str(error)
        assert message.startswith("mine.npz: ")
        assert message.isprintable()
        return message
    assert bits(line.kept) == bits(small()._timeline.kept)
    assert about == {}
    return ""


@pytest.fixture
def data(tmp_path: Path) -> bytes:
    write_timeline(tmp_path / "mine.npz", small()._timeline.kept, {})
    return (tmp_path / "mine.npz").read_bytes()


def test_a_file_cut_off_anywhere_is_refused(data: bytes) -> None:
    assert all(refused(data[:length]) for length in range(0, len(data), 97))


def test_a_flipped_bit_never_gives_another_state(data: bytes) -> None:
    seen = 0
    for at in range(0, len(data), 23):
        damaged = bytearray(data)
        damaged[at] ^= 1 << at % 8
        seen += bool(refused(bytes(damaged)))
    assert seen > len(data) // 23 * 0.9, "what is not seen is a date or a place that nothing reads"


@pytest.mark.parametrize("name", ["json", "floats", "whole", "shapes", "sha256"])
def test_content_that_is_not_what_was_written_is_seen(name: str) -> None:
    document = document_of(small()._timeline.kept, {})
    damaged = document[name].copy()
    damaged.reshape(-1).view(np.uint8)[-1] ^= 1
    with pytest.raises(DataError, match=r"^mine.npz: is damaged"):
        timeline_of("mine.npz", {**document, name: damaged})


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    state = begin(setup_for("xor"))
    write_arrays(tmp_path / "state.npz", document_of(state, {}))
    with pytest.raises(DataError, match=r"^state.npz: its root should be a Kept, not a TrainingState$"):
        read_timeline(tmp_path / "state.npz")
    write_arrays(tmp_path / "w.npz", {"W1": np.ones((2, 2)), "b1": np.ones(2)})
    with pytest.raises(DataError, match=r"^w.npz: is no saved session$"):
        read_timeline(tmp_path / "w.npz")


def test_a_newer_format_is_refused_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(documents, "FORMAT", 2)
        document = document_of(begin(setup_for("xor")), {})
    with pytest.raises(InvalidValue, match="has format 2; this glassnet reads format 1"):
        value_of(TrainingState, document)


def test_rows_that_the_reader_has_are_not_in_the_file(tmp_path: Path) -> None:
    setup = setup_for("digits", Options(test_share=0.2))
    session = Session(setup)
    session.run(50)
    session.apply(do.SetParameter(Bias(1, 0), 0.5))
    rows = Given((setup.dataset, setup.parts.train, setup.parts.test))
    for name, given_rows in (("all", Given()), ("named", rows)):
        write_timeline(tmp_path / name, session._timeline.kept, {}, given_rows)
    assert (tmp_path / "named").stat().st_size < (tmp_path / "all").stat().st_size / 2
    other = setup_for("digits", Options(test_share=0.2))
    same = Given((other.dataset, other.parts.train, other.parts.test))
    line, _ = read_timeline(tmp_path / "named", same)
    assert [fingerprint(line.state_at(step)) for step in range(3)] == [
        fingerprint(session._timeline.state_at(step)) for step in range(3)
    ]
    assert line.state_at(2).dataset is other.parts.train
    changed = replace(other.dataset, notes=("another one",))
    for wrong in (Given(), Given((changed, other.parts.train, other.parts.test)), Given(same.objects[:2])):
        with pytest.raises(DataError, match=r"^named: belongs to other rows$"):
            read_timeline(tmp_path / "named", wrong)


def wrong(made: Kept) -> str:
    with pytest.raises(DataError) as caught:
        timeline_of("mine.npz", document_of(made, {}))
    assert str(caught.value).isprintable()
    return str(caught.value)


def with_command(command: do.Command) -> Kept:
    """Return a timeline whose second step, a run, was this command."""
    whole = small()._timeline.kept
    steps = list(whole.steps)
    steps[2] = replace(steps[2], command=command)
    return replace(whole, steps=tuple(steps))


@pytest.mark.parametrize(
    "command",
    [
        *(do.Run(0), do.Run(-1), do.StepPhase(135), do.StepSample(-1), do.DeleteRow(135), do.SetInput(0, 4, 0.1)),
        *(do.SetInput(135, 0, 0.1), do.SetExpected(0, 3, 0.1), do.SetExpected(0, -1, 0.1), do.SetActivation(3, "relu")),
        *(
            do.SetParameter(Weight(1, 2, 0), 0.1),
            do.SetParameter(Weight(9, 0, 0), 0.1),
            do.SetParameter(Bias(0, 0), 0.1),
        ),
        *(do.SetWord(0, Neuron(1, 0), 0), do.SetWord(0, Neuron(0, 4), 0), do.SetWord(0, Expected(0), -1)),
        *(
            do.SetValues(Weight(1, 0, 0), ()),
            do.SetValues(Weight(2, 2, 1), (0.1,) * 9),
            do.SetValues(Neuron(1, 0), (1.0,)),
        ),
        *(do.AddRow((0.1,), (0.2,)), do.AddLayer(2, 3, "relu"), do.AddLayer(0, 0, "relu"), do.RemoveLayer(0)),
        *(do.RemoveNeuron(1, 2), do.AddNeuron(7), do.SetHidden((0,)), do.SetHidden((10**9,)), do.SetOutputs(3)),
        *(do.Folded(()), do.Folded((do.Folded((do.Reset(),)),)), do.Folded((do.SetHidden(()), do.AddNeuron(2)))),
        do.NewStart(-1),
        *(do.SetFrozen(Weight(1, 5, 0), True), do.SetOff(Neuron(0, 0), True), do.SetBiases(0, False)),
    ],
    ids=str,
)
def test_a_command_that_its_step_cannot_have_been_is_refused(command: do.Command) -> None:
    assert wrong(with_command(command))


def test_every_whole_number_of_a_command_has_limits() -> None:
    hints = [hint for kind in COMMANDS for hint in hints_of(kind.__name__).items()]
    whole = {name for name, hint in hints if hint in (int, int | None)}
    assert whole == set(LIMITS)


def test_parts_that_do_not_fit_are_refused() -> None:
    whole = small()._timeline.kept
    first, *others = whole.keyframes
    assert "states are not those" in wrong(replace(whole, keyframes=()))
    assert "states are not those" in wrong(replace(whole, keyframes=tuple(others)))
    assert "states are not those" in wrong(replace(whole, keyframes=whole.keyframes[:-1]))
    assert "states are not those" in wrong(replace(whole, keyframes=(first, first, *others)))
    assert "is another one's" in wrong(replace(whole, keyframes=(first, (1, others[-1][1]), *others[1:])))
    assert "cannot be" in wrong(replace(whole, steps=(*whole.steps[1:], whole.steps[-1]), keyframes=(first,)))
    assert "states are not those" in wrong(replace(whole, steps=()))
    assert "rows of each data set" in wrong(replace(whole, parts=()))
    assert "rows of each data set" in wrong(replace(whole, parts=whole.parts * 2))
    other = Session(setup_for("xor"))._timeline.kept
    assert "do not have the columns" in wrong(replace(whole, parts=other.parts))
    assert "scaled in another way" in wrong(replace(whole, parts=(replace(whole.parts[0], scaling=None),)))
    state = others[1][1]
    for step, samples in ((0, 5), (1, 201), (1, -1), (-1, 5), (6, 5), (99, 5)):
        assert "in the middle of steps" in wrong(replace(whole, milestones=((step, samples, state),)))
    assert timeline_of("mine.npz", document_of(replace(whole, milestones=((1, 200, state),)), {}))


def test_the_number_of_states_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = small()._timeline.kept
    monkeypatch.setattr(timeline_file, "MOST_KEYFRAMES", 5)
    assert "more states than a timeline keeps" in wrong(whole)


@given(st.integers(0, 20), st.integers(0, 3), st.sampled_from([-1, 0, 1, 2, 3, 4, 2**31, 2**62, -(2**63), 2**63 - 1]))
def test_arrays_that_lie_about_their_sizes_never_give_another_state(row: int, column: int, number: int) -> None:
    state = begin(setup_for("xor"))
    document = document_of(state, {})
    shapes = document["shapes"].copy()
    shapes[row % len(shapes), column] = number
    lying = {**document, "shapes": shapes}
    lying["sha256"] = documents._digest(lying)
    try:
        found, _ = value_of(TrainingState, lying)
        StateChecks().check(found)
    except InvalidValue as error:
        message = str(error)
    else:
        message = ""
        assert bits(found) == bits(state)
    assert message.isprintable()
