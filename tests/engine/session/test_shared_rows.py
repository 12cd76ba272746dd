"""Rows that are opened again and again are held once, and are freed when no step has them any more."""

import gc
import hashlib
import weakref
from pathlib import Path

import numpy as np
import pytest

from engine.data.dataset import Dataset
from engine.experiment.starts import Options, setup_for
from engine.session import keyframes
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import DeleteRow, Load, SetInput, StepEpoch, StepSample
from engine.training.state import begin
from engine.training.update import update
from tests.engine.strategies import fingerprint

AS_IT_IS, SCALED = Options(), Options(test_share=0.2, scaling="standard")


def opened(start: str, options: Options = AS_IT_IS) -> Load:
    return Load(setup_for(start, options), start, options)


def held_bytes(session: Session) -> int:
    """Return the bytes of the rows that a session holds: of the log, of all keyframes and of the current state."""
    states = [*session._timeline._keyframes._states, session.state]
    setups = [state.setup for state in states]
    setups += [command.setup for command in session.commands if isinstance(command, Load)]
    tables = [table for state in states for table in (state.dataset, state.test)]
    tables += [table for setup in setups for table in (setup.dataset, setup.parts.train, setup.parts.test)]
    arrays = {
        id(array): array
        for table in tables
        if table is not None
        for array in (table.inputs, table.expected, table.numbers, table.filled)
        if array is not None
    }
    return sum(array.nbytes for array in arrays.values())


@pytest.mark.parametrize("options", [Options(), SCALED], ids=["all rows", "split and scaled"])
def test_what_is_opened_fifty_times_takes_the_memory_of_once(options: Options) -> None:
    session = Session(setup_for("iris", options))
    once = held_bytes(session)
    for _ in range(50):
        session.apply(opened("iris", options))
        session.apply(StepSample())
    assert held_bytes(session) == once
    loads = [command for command in session.commands if isinstance(command, Load)]
    assert len({id(load.setup.dataset.inputs) for load in loads}) == len({id(load.setup.parts) for load in loads}) == 1


def test_two_data_sets_in_turn_take_the_memory_of_both() -> None:
    iris, moons = opened("iris", SCALED), opened("moons:400", SCALED)
    both = sum(held_bytes(Session(load.setup)) for load in (iris, moons))
    session = Session(setup_for("iris", SCALED))
    for _ in range(10):
        session.apply(opened("moons:400", SCALED))
        session.apply(opened("iris", SCALED))
    assert held_bytes(session) == both


def test_rows_that_are_scaled_otherwise_are_read_once_and_scaled_once_each(tmp_path: Path) -> None:
    """A note of the reading says how they are scaled, so that the data sets differ, but not their arrays."""
    path = tmp_path / "a.csv"
    path.write_text("a,b,y\n" + "".join(f"{row},{row * 50},{row % 2}\n" for row in range(60)), encoding="utf-8")
    kinds = ("none", "standard", "minmax")
    session = Session(setup_for(str(path), Options(scaling="none")))
    rows = session.state.dataset
    for kind in kinds * 6:
        session.apply(opened(str(path), Options(scaling=kind)))
        assert session.state.setup.scaling == kind
        assert session.state.setup.dataset.inputs is rows.inputs
        assert session.state.setup.dataset.notes == setup_for(str(path), Options(scaling=kind)).dataset.notes
    once = Session(setup_for(str(path), Options(scaling="none")))
    for kind in kinds[1:]:
        once.apply(opened(str(path), Options(scaling=kind)))
    assert held_bytes(session) == held_bytes(once)


def test_rows_that_differ_in_one_bit_are_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    session = Session(setup_for("level2"))
    for value in ("0.5", "0.5000000000000001", "-0.0", "0.0"):
        path.write_text(f"a,y\n{value},1.5\n2,3\n3,4\n", encoding="utf-8")
        session.apply(opened(str(path), Options(scaling="none")))
        assert session.state.dataset.inputs[0].tobytes() == np.float64(value).tobytes()
    assert len({command.digest for command in session.commands if isinstance(command, Load)}) == 4


def test_replay_undo_and_redo_are_exact_with_shared_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyframes, "MOST_KEYFRAMES", 4)
    start = setup_for("iris", SCALED)
    session, state = Session(start), begin(start)
    lived = [fingerprint(state)]
    for number in range(6):
        for command in (opened("iris", SCALED), StepEpoch(), SetInput(number, 0, 1.5), DeleteRow(number), StepSample()):
            state = update(state, command)
            lived.append(fingerprint(state))
            assert fingerprint(session.apply(command)) == lived[-1]
    for step in (*range(len(lived)), *reversed(range(len(lived)))):
        assert fingerprint(session.travel(Goto(step))) == lived[step]


def test_what_undo_drops_is_freed() -> None:
    session = Session(setup_for("level2"))
    rows = weakref.ref(session.apply(opened("moons:300,seed=3", SCALED)).setup.dataset)
    session.apply(StepEpoch())
    session.travel(Goto(0))
    gc.collect()
    assert rows() is not None, "redo needs them"
    session.apply(StepSample())
    gc.collect()
    assert rows() is None


def test_rows_that_the_log_holds_take_no_room_from_the_keyframes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyframes, "KEYFRAME_BYTES", 40_000)
    session = Session(setup_for("level2"))
    for seed in range(8):
        session.apply(opened(f"moons:1000,seed={seed}", SCALED))
        session.apply(StepSample())
    frames = session._timeline._keyframes
    assert frames._held_bytes.total > 8 * 1000 * 2 * 8
    assert len(frames) == 17
    session.travel(Goto(0))
    session.apply(StepSample())
    assert frames._held_bytes.total == session.state.dataset.inputs.nbytes + session.state.dataset.expected.nbytes
    assert len(frames._held) == 2


def test_a_command_says_how_to_get_its_data_again() -> None:
    load = opened("moons:50,seed=2", SCALED)
    assert Load(setup_for(load.start, load.options)).digest == load.digest
    assert len(load.digest) == 64
    assert load.digest != opened("moons:50,seed=3", SCALED).digest
    assert load.digest == opened("moons:50,seed=2").digest, "of the rows in their own units, before they are split"


def table(**changed: object) -> Dataset:
    fields = {"inputs": [[1.0, 2.0], [3.0, 4.0]], "expected": [[1.0], [0.0]], "input_names": ("a", "b")}
    fields |= {"name": "t", "output_names": ("y",), "task": "regression", "source": ""} | changed
    return Dataset(**fields)  # type: ignore[arg-type]


def test_the_digest_is_the_same_on_any_machine() -> None:
    described = (
        '{"filled": false, "input words": [], "inputs": ["a", "b"], "last number": 2, "output words": [], '
        '"outputs": ["y"], "rows": 2, "task": "regression", "two classes": []}'
    )
    numbers = np.array([1, 2, 3, 4, 1, 0], "<f8").tobytes() + np.array([1, 2], "<i8").tobytes()
    assert table().digest == hashlib.sha256(described.encode() + numbers).hexdigest()


@pytest.mark.parametrize(
    "changed",
    [
        {"inputs": [[1.0, 2.0], [3.0, np.nextafter(4.0, 5.0)]]},
        {"inputs": [[1.0, 2.0], [3.0, 4.0]], "expected": [[1.0], [-0.0]]},
        {"input_names": ("a", "c")},
        {"output_names": ("z",)},
        {"task": "classification"},
        {"numbers": [1, 3]},
        {"last_number": 9},
        {"filled": np.array([[True, False], [False, False]])},
    ],
    ids=str,
)
def test_the_digest_tells_rows_apart(changed: dict[str, object]) -> None:
    assert table(**changed).digest != table().digest


def test_the_digest_does_not_tell_apart_what_rows_are_called() -> None:
    assert table(name="u", source="s", notes=("n",), understood=("o",), numbers=[1, 2]).digest == table().digest
