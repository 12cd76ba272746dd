"""The bytes of some states are counted as they come and go, and never all anew."""

from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import Options, setup_for
from engine.network.places import Bias
from engine.session.kept_bytes import KeptBytes
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import SetInput, SetParameter, StepEpoch, StepPhase, StepSample
from engine.training.state import Setup, TrainingState, begin
from engine.training.update import update
from tests.engine.strategies import Recipe, apply_to, recipes, setups


def bytes_in(states: list[TrainingState]) -> int:
    """Return the bytes of the arrays that some states hold, each once: the full count."""
    arrays = {}
    for state in states:
        for one in (state, *([] if state.before is None else [state.before])):
            tables = [table for table in (one.dataset, one.test, one.setup.dataset) if table is not None]
            for array in (
                *(one.network.parameters, one.memory.moments, one.setup.parameters),
                *(one.history.x, one.history.y, one.test_history.x, one.test_history.y),
                *(array for table in tables for array in (table.inputs, table.expected, table.numbers, table.filled)),
                *(checkpoint.parameters for checkpoint in one.parameter_history.checkpoints),
            ):
                if array is not None:
                    arrays[id(array)] = array.nbytes
    return sum(arrays.values())


@given(setups(), st.lists(recipes(), max_size=12), st.data())
def test_the_count_is_that_of_all_states_at_any_time(setup: Setup, drawn: list[Recipe], data: st.DataObject) -> None:
    session, counted = Session(setup), KeptBytes()
    visited, kept = [session.state], list[TrainingState]()
    for recipe in drawn:
        apply_to(session, recipe)
        visited.append(session.state)
    for _ in range(data.draw(st.integers(1, 30))):
        if kept and data.draw(st.booleans()):
            counted.drop(kept.pop(data.draw(st.integers(0, len(kept) - 1))))
        else:
            kept.append(data.draw(st.sampled_from(visited)))
            counted.add(kept[-1])
        assert counted.total == bytes_in(kept)
    for state in kept:
        counted.drop(state)
    assert counted.total == 0
    assert not counted._times


@given(setups(), st.lists(recipes(), max_size=14), st.lists(st.integers(0, 40), max_size=4))
def test_a_timeline_knows_the_bytes_of_its_keyframes(setup: Setup, drawn: list[Recipe], places: list[int]) -> None:
    """Also after steps were dropped, and after one became two."""
    session = Session(setup)
    for number, recipe in enumerate(drawn):
        if number % 5 == 4:
            session.travel(Goto(session.last_step // 2))
        apply_to(session, recipe)
    for place in places:
        if place <= max(step.summary.samples for step in session.steps):
            try:
                session.travel(session.place_of_samples(place))
            except ValueError:  # a reset leads past it
                continue
        frames = session._timeline._keyframes
        assert frames._bytes.total == bytes_in(frames._states)
        assert len(frames._work) == len(frames._steps) == len(frames._states)
        steps = session.steps
        ends = zip([0, *frames._steps], frames._steps, strict=False)
        assert frames._around == [a + b for a, b in zip(frames._work, [*frames._work[1:], 0], strict=True)]
        assert frames._work == [steps[end].work - steps[start].work for start, end in ends]


def test_what_two_states_share_counts_once() -> None:
    start = begin(setup_for("iris", Options(test_share=0.2, scaling="standard", optimizer="adam")))
    counted = KeptBytes()
    counted.add(start)
    whole = counted.total
    assert whole == bytes_in([start]) > start.setup.dataset.inputs.nbytes * 2, "the rows, and the rows scaled"
    for command, new in (
        (SetParameter(Bias(1, 0), 1.0), start.network.parameters.nbytes),
        (StepSample(), start.network.parameters.nbytes + start.memory.moments.nbytes),
        (SetInput(0, 0, 1.0), start.dataset.inputs.nbytes),
        (StepPhase(), 0),
    ):
        after = update(start, command)
        counted.add(after)
        assert counted.total - whole == new, command
        counted.drop(after)
        assert counted.total == whole


def test_a_sample_that_adds_no_point_shares_the_curves_and_checkpoints() -> None:
    state = update(begin(setup_for("iris", Options(test_share=0.2))), StepEpoch())
    after = update(state, StepSample())
    assert after.history is state.history
    assert after.test_history is state.test_history
    assert after.parameter_history is state.parameter_history
