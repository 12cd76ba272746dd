"""Values as JSON and arrays: back to the last bit, shared as before; anything else is refused in one line."""

import json
from dataclasses import MISSING, fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.splitting import Split
from engine.errors import EngineError, InvalidValue
from engine.experiment.setup import Setup
from engine.network.network import Network
from engine.session.saved.bounded_json import MOST_DEPTH, parsed
from engine.session.saved.codec import Encoded, decoded, encoded
from engine.session.saved.kinds import ARRAYS, KINDS, hints_of
from engine.session.saved.readers import reader_for
from engine.session.saved.state_checks import StateChecks
from engine.session.session import Session
from engine.training.commands import Folded, StepEpoch
from engine.training.cursor import Cursor
from engine.training.history import Series
from engine.training.state import TrainingState, begin
from tests.engine.session.saved.alike import bits, parts
from tests.engine.session.saved.examples import EXAMPLES, SETUP, WALKED
from tests.engine.strategies import Recipe, fingerprint, recipes, setups, visited_states


def again(value: object, *given_objects: object) -> Any:
    """Return a value written as JSON, read and made again."""
    made = encoded(value, given_objects)
    return decoded(type(value), parsed(json.dumps(made.tree).encode()), made.arrays, given_objects)


@pytest.mark.parametrize("value", EXAMPLES, ids=lambda value: type(value).__name__)
def test_a_value_comes_back_to_the_last_bit(value: object) -> None:
    assert bits(again(value)) == bits(value)


def test_every_field_of_every_type_is_written() -> None:
    """A new field needs an example in which it is not as it is by default; one that cannot be read fails here too."""
    there = [one for example in EXAMPLES for one in parts(example)]
    for kind in KINDS.values():
        mine = [one for one in there if type(one) is kind]
        assert mine, f"no example of {kind.__name__}"
        for field in (one for one in fields(kind) if one.init):
            usual = field.default if field.default_factory is MISSING else field.default_factory()
            changed = [bits(getattr(one, field.name)) for one in mine if bits(getattr(one, field.name)) != bits(usual)]
            assert changed, f"no example of {kind.__name__} with another {field.name}"
    assert {type(one) for one in there} == set(KINDS.values())


def test_every_array_has_a_rule() -> None:
    there = [one for example in EXAMPLES for one in parts(example)]
    arrays = {
        (type(one), field.name)
        for one in there
        for field in fields(one)
        if field.init and isinstance(getattr(one, field.name), np.ndarray)
    }
    assert arrays == set(ARRAYS)


@given(setups(), st.lists(recipes(), max_size=12))
def test_every_state_of_a_session_comes_back(setup: Setup, drawn: list[Recipe]) -> None:
    for state in visited_states(Session(setup), drawn):
        found = again(state)
        StateChecks().check(found)
        assert bits(found) == bits(replace(state))
        assert fingerprint(found) == fingerprint(state)


def test_what_is_derived_is_not_written() -> None:
    state = begin(SETUP)
    assert state.evaluation.mse > 0
    assert state.network.layers
    names = encoded(state).tree["kinds"]
    assert "layers" not in names["Network"]
    assert "evaluation" not in names["TrainingState"]


def test_what_was_shared_is_shared_again() -> None:
    line = Session(SETUP)
    for _ in range(5):
        line.apply(StepEpoch())
    states = line._timeline.kept
    found = again(states)
    first, last = (state for step, state in found.keyframes if step in (0, 5))
    assert first.setup is last.setup
    assert first.dataset is last.dataset
    assert first.parameter_history.checkpoints[0] is last.parameter_history.checkpoints[0]
    distinct = {id(array) for state in states.keyframes for array in arrays_of(state[1])}
    assert len(encoded(states).arrays) == len(distinct)


def arrays_of(value: object) -> list[np.ndarray]:
    """Return the arrays that are written of a value."""
    return [
        array
        for one in parts(value)
        for field in fields(one)
        if field.init and isinstance(array := getattr(one, field.name), np.ndarray)
    ]


def test_what_the_reader_has_is_only_named() -> None:
    state = begin(SETUP)
    edited = replace(state, dataset=state.dataset.with_expected(0, 0, 0.75))
    rows = (SETUP.dataset, state.dataset, state.test)
    made = encoded(edited, rows)
    assert "Dataset" in made.tree["kinds"], "the edited rows are new"
    assert sum(array.size for array in made.arrays) < sum(array.size for array in encoded(edited).arrays)
    found = again(edited, *rows)
    assert fingerprint(found) == fingerprint(edited)
    assert found.setup.dataset is SETUP.dataset
    assert found.test is state.test
    assert found.dataset.inputs is state.dataset.inputs


def test_a_type_that_is_not_listed_is_not_written() -> None:
    with pytest.raises(InvalidValue, match='"object" cannot be saved'):
        encoded(Folded((object(),)))  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="too large a number"):
        encoded(Cursor(2**63, 1, False))


def test_a_field_that_is_new_since_the_file_was_written_takes_its_default() -> None:
    made = encoded(Cursor(1, 10, True, 2, 3, 1, 23, 4))
    tree = json.loads(json.dumps(made.tree))
    assert tree["kinds"]["Cursor"].pop() == "chosen_row"
    tree["objects"][0].pop()
    assert decoded(Cursor, tree, ()) == Cursor(1, 10, True, 2, 3, 1, 23)


def changed(value: object, number: int, at: int, to: object) -> str:
    """Return how a value is refused in which one field of an object is another one."""
    made = encoded(value)
    tree = json.loads(json.dumps(made.tree))
    tree["objects"][number][at] = to
    return refused(tree, type(value), made)


def refused(tree: object, kind: type, made: Encoded) -> str:
    """Return how a tree is refused: in one line that can be printed."""
    with pytest.raises(EngineError) as caught:
        decoded(kind, tree, made.arrays)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 200
    return message


CURSOR = Cursor(1, 10, True)


@pytest.mark.parametrize(
    ("at", "to", "message"),
    [
        (1, "1", "Cursor.seed should be a whole number, not 1"),
        (1, 1.0, "Cursor.seed should be a whole number, not 1.0"),
        (1, True, "Cursor.seed should be a whole number"),
        (1, 2**63, "Cursor.seed should be a whole number"),
        (1, {"o": 0}, "Cursor.seed should be a whole number, not an object"),
        (3, 1, "Cursor.shuffled should be true or false"),
        (3, None, "Cursor.shuffled should be true or false"),
        (0, "Kursor", "object 0 has no known type"),
        (0, ["Cursor"], "object 0 has no known type"),
    ],
)
def test_a_value_of_another_type_is_refused(at: int, to: object, message: str) -> None:
    assert message in changed(CURSOR, 0, at, to)


@pytest.mark.parametrize(
    ("at", "to"),
    [(1, {"a": 2}), (1, {"a": -1}), (1, {"a": True}), (1, {"o": 0}), (1, {"a": 0, "b": 0}), (1, 0), (1, None), (1, {})],
)
def test_a_reference_to_nothing_is_refused(at: int, to: object) -> None:
    assert "Series.x should" in changed(Series(), 0, at, to)


def test_an_object_cannot_hold_itself_or_a_later_one() -> None:
    made = encoded(Folded((StepEpoch(),)))
    tree = json.loads(json.dumps(made.tree))
    tree["objects"][1][1] = [{"o": 1}]
    assert "should refer to what came before" in refused(tree, Folded, made)


def test_an_object_of_another_type_is_refused() -> None:
    made = encoded(WALKED)
    tree = json.loads(json.dumps(made.tree))
    names = tree["kinds"]["TrainingState"]
    state = tree["objects"][-1]
    state[1 + names.index("network")] = state[1 + names.index("cursor")]
    assert "TrainingState.network should be a Network, not a Cursor" in refused(tree, TrainingState, made)


def test_numbers_that_are_not_finite_are_refused_where_there_are_none() -> None:
    made = encoded(Network((1, 1), ("tanh",), np.array([0.1, 0.2])))
    for bad in (np.inf, np.nan):
        wrong = Encoded(made.tree, (np.array([0.1, bad]),))
        assert "Network.parameters should have finite numbers" in refused(made.tree, Network, wrong)
    assert "Method.l2 should be a finite number" in changed(SETUP.method, 0, 5, {"f": "7ff0000000000000"})
    for text in (b"[NaN]", b"[Infinity]", b"[-Infinity]", b"[1e999]"):
        with pytest.raises(EngineError):
            decoded(Cursor, parsed(text), ())


def test_arrays_of_another_type_or_shape_are_refused() -> None:
    made = encoded(Series(np.array([0.0]), np.array([1.0])))
    for x in (np.array([0]), np.array([[0.0]]), np.array(0.0), np.array([True]), np.array([0.0], dtype=np.float32)):
        message = refused(made.tree, Series, Encoded(made.tree, (x, np.array([1.0]))))
        assert "Series.x should be an array of float64 in 1 dimensions" in message


def test_objects_check_themselves() -> None:
    assert "the learning rate must be a finite number above 0" in changed(SETUP.method, 0, 1, -1.0)
    assert "unknown optimizer" in changed(SETUP.method, 0, 2, "\x1b[31m" + "x" * 1000)
    made = encoded(Split([0, 2], [1]))
    both = Encoded(made.tree, (np.array([0, 2]), np.array([2])))
    assert "a row is either trained on or tested on" in refused(made.tree, Split, both)


@pytest.mark.parametrize(
    "tree",
    [
        *(None, [], {}, "x", {"kinds": {}, "objects": [], "root": None}),
        {"kinds": [], "objects": [], "root": {"o": 0}},
        {"kinds": {"Cursor": 5}, "objects": [], "root": {"o": 0}},
        {"kinds": {"Cursor": [["seed"]]}, "objects": [], "root": {"o": 0}},
        {"kinds": {"os.system": []}, "objects": [["os.system"]], "root": {"o": 0}},
        {"kinds": {"Cursor": ["seed", "rows", "shuffled", "__class__"]}, "objects": [], "root": {"o": 0}},
        {"kinds": {"Cursor": ["seed", "seed", "rows", "shuffled"]}, "objects": [], "root": {"o": 0}},
        {"kinds": {"Cursor": ["seed", "rows"]}, "objects": [], "root": {"o": 0}},
        {"kinds": {"Cursor": ["seed", "rows", "shuffled"]}, "objects": [["Cursor", 1, 2]], "root": {"o": 0}},
        {"kinds": {"Cursor": ["seed", "rows", "shuffled"]}, "objects": {"0": 1}, "root": {"o": 0}},
        {"kinds": {"Cursor": ["seed", "rows", "shuffled"]}, "objects": [[]], "root": {"o": 0}},
        {"kinds": {"Cursor": ["seed", "rows", "shuffled"]}, "objects": ["Cursor"], "root": {"o": 0}},
        {"kinds": {"Reset": []}, "objects": [["Reset"]], "root": {"o": 0}},
    ],
)
def test_a_tree_of_another_form_is_refused(tree: object) -> None:
    assert refused(tree, Cursor, Encoded({}, ()))


@given(st.data())
def test_whatever_is_changed_gives_one_line_or_a_value(data: st.DataObject) -> None:
    made = encoded(WALKED)
    tree = json.loads(json.dumps(made.tree))
    row = data.draw(st.sampled_from(tree["objects"]))
    anything = st.one_of(
        *(st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from([2**62, 2**63, -(2**70), 1e308, 0.5, -1.0])),
        *(st.text(max_size=3), st.sampled_from(["Cursor", "relu"]), st.lists(st.integers(0, 3), max_size=3)),
        st.builds(lambda kind, number: {kind: number}, st.sampled_from("oagbf"), st.integers(-1, 40)),
    )
    row[data.draw(st.integers(0, len(row) - 1))] = data.draw(anything)
    try:
        state = decoded(TrainingState, tree, made.arrays)
        StateChecks().check(state)
    except EngineError as error:
        message = str(error)
    else:
        message = ""
        exercise(state)
    assert message.isprintable()


def exercise(state: TrainingState) -> None:
    """Compute what a screen shows of a state."""
    assert all(np.isfinite(layer).all() for layer in state.network.layers)
    assert state.shown.trace.activations
    assert state.evaluation.outputs.shape == state.dataset.expected.shape
    assert state.shown.descended.shape == state.network.parameters.shape


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"{",
        b"[" * 1_000_000,
        b"[" * (MOST_DEPTH + 1) + b"]" * (MOST_DEPTH + 1),
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b"9" * 10_000,
        b'"' + b"\\" * 999_999,
        b'"' + b'\\"' * 1_000_000,
        b"[" + b"0," * 6_000_000 + b"0]",
    ],
    ids=[
        "nothing",
        "no UTF-8",
        "cut",
        "open",
        "deep",
        "deep objects",
        "long number",
        "open text",
        "open quotes",
        "many parts",
    ],
)
def test_json_that_is_damaged_or_made_to_do_harm_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidValue, match="its JSON"):
        parsed(data)


def test_brackets_in_texts_do_not_count_as_depth() -> None:
    text = '["' + "[{" * 100 + '\\"' + "[" * 100 + '"]'
    assert parsed(text.encode()) == json.loads(text)


def test_a_union_says_which_of_its_types_a_value_is() -> None:
    for kind in KINDS.values():
        for name, hint in hints_of(kind.__name__).items():
            assert reader_for(hint, kind, name)
