"""The numbers of rows: those of the file's records, whatever was dropped, split off, added or deleted."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.dataset import Dataset
from engine.data.files import read_table
from engine.data.options import ReadOptions
from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.session.session import Session
from engine.training.commands import AddRow, DeleteRow, SetInput
from tests.engine.strategies import dataset_of


def numbers(dataset: Dataset) -> list[int]:
    return [dataset.number(row) for row in range(dataset.rows)]


def read(folder: Path, text: str, options: ReadOptions | None = None) -> Dataset:
    path = folder / "f.csv"
    path.write_text(text)
    return read_table(path, options)[0]


def test_rows_are_counted_from_1_unless_some_were_dropped() -> None:
    dataset = setup_for("level2").dataset
    assert dataset.numbers is None
    assert numbers(dataset) == list(range(1, 11))
    assert (dataset.row_of(1), dataset.row_of(10), dataset.row_of(11), dataset.row_of(0)) == (0, 9, None, None)


@pytest.mark.parametrize("header", ["a,y\n", ""])
def test_a_row_with_a_missing_value_counts(tmp_path: Path, header: str) -> None:
    dataset = read(tmp_path, header + "1,1.5\n2,\n3,3.5\n4,4\n?,5\n", ReadOptions(header=bool(header)))
    assert dataset.inputs.ravel().tolist() == [1, 3, 4]
    assert numbers(dataset) == [1, 3, 4]
    assert dataset.last_number == 5
    assert dataset.row_of(2) is None
    left_out = "2 of 5 rows left out for missing values; the first is row 2 in line"
    assert sum(left_out in note for note in dataset.notes) == 1


def test_a_filled_row_keeps_its_number(tmp_path: Path) -> None:
    dataset = read(tmp_path, "a,y\n1,1.5\n,2\n3,3.5\n4,4\n", ReadOptions(missing="fill"))
    assert dataset.numbers is None
    assert dataset.rows == 4


def test_rows_that_fit_no_column_and_rows_without_a_value_count_but_no_comment(tmp_path: Path) -> None:
    rows = "".join(f"{i},{i}.5\n" for i in range(40))
    dataset = read(tmp_path, "\n,\na,b\n,\n1,2,3\n# a comment\n\n" + rows + "a,b\n" + "9,9\n" + "7\n")
    assert numbers(dataset) == [*range(3, 43), 43]
    assert dataset.last_number == 44


def test_a_split_keeps_the_numbers_of_the_file(tmp_path: Path) -> None:
    rows = "".join(f"{i},{'' if i % 7 == 0 else i / 2}\n" for i in range(1, 41))
    (tmp_path / "f.csv").write_text("a,y\n" + rows)
    state = Session(setup_for(str(tmp_path / "f.csv"), Options(test_share=0.25, scaling="none"))).state
    assert state.test is not None
    for part in (state.dataset, state.test):
        assert numbers(part) == part.inputs.ravel().tolist()  # the input of each row is its number
        assert part.last_number == 40
    assert state.dataset.row_of(7) is state.test.row_of(7) is None


def test_a_new_row_is_numbered_after_all_others_and_a_deletion_changes_no_number() -> None:
    session = Session(setup_for("iris", Options(test_share=0.2)))
    state = session.apply(AddRow((1.0, 2.0, 3.0, 4.0), (1.0, 0.0, 0.0)))
    assert state.dataset.number(120) == 151
    before = numbers(state.dataset)
    state = session.apply(DeleteRow(3))
    assert numbers(state.dataset) == before[:3] + before[4:]
    session.apply(DeleteRow(119))
    assert session.apply(AddRow((1.0, 2.0, 3.0, 4.0), (1.0, 0.0, 0.0))).dataset.number(119) == 152
    session.apply(SetInput(4, 0, 2.0))
    assert [step.summary.row for step in session.steps if step.command] == [151, before[3], 151, 152, before[5]]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 99)), max_size=30))
def test_no_number_is_given_twice(edits: list[tuple[bool, int]]) -> None:
    dataset = dataset_of(np.zeros((3, 1)), np.zeros((3, 1)))
    wanted, given_so_far = [1, 2, 3], 3
    for add, at in edits:
        if add:
            given_so_far += 1
            dataset, wanted = dataset.with_row([1.0], [1.0]), [*wanted, given_so_far]
        elif len(wanted) > 1:
            dataset = dataset.without_row(at % len(wanted))
            wanted.pop(at % len(wanted))
        assert numbers(dataset) == wanted
        assert [dataset.row_of(number) for number in wanted] == list(range(len(wanted)))


@pytest.mark.parametrize("wrong", [[0, 1, 2], [1, 1, 2], [3, 2, 1], [1, 2], [[1, 2, 3]]])
def test_numbers_that_do_not_fit_are_refused(wrong: object) -> None:
    xs = [[1.0], [2.0], [3.0]]
    with pytest.raises(InvalidValue, match="row numbers"):
        Dataset("f", xs, xs, ("a",), ("y",), "regression", "a test", numbers=wrong)


def test_numbers_are_read_only() -> None:
    xs, mine = [[1.0], [2.0]], np.array([2, 4])
    dataset = Dataset("f", xs, xs, ("a",), ("y",), "regression", "a test", numbers=mine)
    mine[0] = 3
    assert numbers(dataset) == [2, 4]
    with pytest.raises(ValueError, match="read-only"):
        dataset.numbers[0] = 1
