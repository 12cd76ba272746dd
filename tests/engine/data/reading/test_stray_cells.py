"""Columns with some cells of another kind: their rows are left out, or the column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.files import examine_csv
from tests.engine.data.reading_files import file_of, refusal_of, report_of, table_of, told

DROP = 'to leave out their rows instead, set "stray cells" to drop (--strays drop)'


def table(dirty, rows=40):
    """Return a table with inputs a, b, c and a target y; ``dirty`` names the rows of a column with a word."""
    lines = ["a,b,c,y"]
    for row in range(rows):
        cells = [row, row + 1, row + 2, f"{row}.5"]
        lines.append(
            ",".join(
                "16a" if row in dirty.get(name, ()) else str(cell) for name, cell in zip("abcy", cells, strict=True)
            )
        )
    return "\n".join(lines) + "\n"


class TestInput:
    def test_a_few_leave_their_rows_out(self, tmp_path):
        years = ["Unknown" if row in (3, 9) else str(1900 + 3 * row) for row in range(24)]
        text = "age,year,score\n" + "".join(f"{20 + row},{year},{1.5 * row}\n" for row, year in enumerate(years))
        dataset, report = table_of(tmp_path, text)
        assert dataset.input_names == ("age", "year")
        assert (report.rows, report.used) == (24, 22)
        assert told(report) == [
            (5, None, "2 of 24 rows left out for missing values; the first is row 4 in line 5"),
            (
                5,
                "year",
                '"Unknown" is not a number, nor is 1 other cell; taken as missing; '
                "to keep these rows, leave the column out (--without)",
            ),
        ]

    def test_one_in_ten_are_a_few_and_one_more_leaves_the_column_out(self, tmp_path):
        dataset, report = table_of(tmp_path, table({"b": range(4)}))
        assert (dataset.rows, dataset.input_names) == (36, ("a", "b", "c"))
        dataset, report = table_of(tmp_path, table({"b": range(5)}))
        assert (dataset.rows, dataset.input_names) == (40, ("a", "c"))
        what = f'left out of the inputs: "16a" is not a number, nor are 4 other cells: over 10 % of its cells; {DROP}'
        assert told(report) == [(2, "b", what)]

    def test_it_can_be_overruled(self, tmp_path):
        dataset, _ = table_of(tmp_path, table({"b": range(8)}), strays="drop")
        assert (dataset.rows, dataset.input_names) == (32, ("a", "b", "c"))
        message = refusal_of(tmp_path, table({"b": [3]}), strays="refuse")
        assert message == 'f.csv, line 5, column "b": "16a" is not a number'

    def test_one_that_was_asked_for_is_refused(self, tmp_path):
        message = refusal_of(tmp_path, table({"b": range(5)}), inputs=("a", "b"))
        what = '"16a" is not a number, nor are 4 other cells: over 10 % of an input that was asked for'
        assert message == f'f.csv, line 2, column "b": {what}; {DROP}'
        assert table_of(tmp_path, table({"b": range(4)}), inputs=("a", "b"))[0].rows == 36
        assert table_of(tmp_path, table({"b": range(5)}), inputs=("a", "b"), strays="drop")[0].rows == 35

    def test_filled_where_missing_ones_are(self, tmp_path):
        dataset, report = table_of(
            tmp_path, table({"a": range(4), "b": range(4, 8), "c": range(8, 12)}), missing="fill"
        )
        assert (dataset.rows, dataset.input_names) == (40, ("a", "b", "c"))
        assert (2, "a", '"16a" is not a number, nor are 3 other cells; taken as missing') in told(report)


class TestSeveralInputs:
    def test_the_worst_are_left_out_until_four_fifths_of_the_rows_stay(self, tmp_path):
        dirty = {"a": range(4), "b": range(10, 13), "c": range(20, 22)}
        dataset, report = table_of(tmp_path, table(dirty))
        assert (dataset.rows, dataset.input_names) == (35, ("b", "c"))
        why = "too many rows, with those of other columns"
        what = f'left out of the inputs: "16a" is not a number, nor are 3 other cells: {why}; {DROP}'
        assert (2, "a", what) in told(report)

    def test_the_same_rows_count_once(self, tmp_path):
        dataset, _ = table_of(tmp_path, table({"a": range(4), "b": range(4), "c": range(4)}))
        assert (dataset.rows, dataset.input_names) == (36, ("a", "b", "c"))

    @given(st.fixed_dictionaries({name: st.sets(st.integers(0, 39), max_size=8) for name in "abc"}))
    def test_at_most_a_fifth_of_the_rows_is_lost(self, tmp_path_factory, dirty):
        report = examine_csv(file_of(tmp_path_factory.mktemp("t"), table(dirty)))[0]
        assert report.used >= 32 or not report.inputs
        for name in report.inputs:
            assert len(dirty[name]) <= 4


class TestTarget:
    @pytest.mark.parametrize("stray", [4, 5])
    def test_more_than_one_in_ten_refuse_the_file(self, tmp_path, stray):
        text = table({"y": range(stray)})
        if stray == 4:
            assert table_of(tmp_path, text)[0].rows == 36
        else:
            what = f'"16a" is not a number, nor are 4 other cells: over 10 % of the target; {DROP}'
            assert refusal_of(tmp_path, text) == f'f.csv, line 2, column "y": {what}'
            assert table_of(tmp_path, text, strays="drop")[0].rows == 35

    def test_when_no_input_is_left_the_cell_is_named(self, tmp_path):
        report = report_of(tmp_path, "v,y\n" + "".join(f"{'abc' if i < 5 else i},{i}.5\n" for i in range(40)))
        assert report.problem is not None
        assert '"abc" is not a number' in report.problem


class TestMany:
    """A column of numbers and a third of other cells is text, and is read as numbers when it is asked for."""

    YEARS = tuple("Unknown" if row % 10 < 2 else "16a" if row % 10 == 3 else str(1900 + 3 * row) for row in range(60))
    HOW = 'set "stray cells" to drop (--strays drop)'

    def text(self, cells=YEARS):
        return "age,year,score\n" + "".join(f"{20 + row},{cell},{1.5 * row}\n" for row, cell in enumerate(cells))

    def test_it_is_said_how_to_read_it_as_numbers(self, tmp_path):
        dataset, report = table_of(tmp_path, self.text())
        assert (dataset.rows, dataset.input_names) == (60, ("age",))
        what = '"Unknown" is not a number, while 42 of 60 cells are numbers; the column is taken as text'
        assert (2, "year", f"{what}; to read it as numbers, without 30 % of the rows, {self.HOW}") in told(report)

    @pytest.mark.parametrize("inputs", [None, ("age", "year")])
    def test_as_numbers(self, tmp_path, inputs):
        dataset, report = table_of(tmp_path, self.text(), strays="drop", inputs=inputs)
        assert (dataset.rows, dataset.input_names) == (42, ("age", "year"))
        assert dataset.inputs[0].tolist() == [22, 1906]
        assert any('"Unknown" is not a number, nor are 17 other cells; taken as missing' in n[2] for n in told(report))

    def test_as_numbers_and_filled(self, tmp_path):
        dataset, _ = table_of(tmp_path, self.text(), strays="drop", missing="fill")
        assert (dataset.rows, dataset.input_names) == (60, ("age", "year"))

    def test_where_most_are_text_nothing_is_proposed_and_it_stays_text(self, tmp_path):
        cells = [f"x{row}" if row % 3 else str(row) for row in range(60)]
        assert not any(self.HOW in text for _, _, text in told(report_of(tmp_path, self.text(cells))))
        dataset, _ = table_of(tmp_path, self.text(cells), strays="drop")
        assert (dataset.rows, dataset.input_names) == (60, ("age",))

    def test_classes_stay_classes(self, tmp_path):
        dataset, _ = table_of(tmp_path, self.text([["0", "1", "2", "3+"][row % 4] for row in range(60)]), strays="drop")
        assert dataset.input_names == ("age", "year=0", "year=1", "year=2", "year=3+")

    def test_a_target(self, tmp_path):
        message = refusal_of(tmp_path, self.text(), targets=("year",))
        assert message == f'f.csv, line 2, column "year": "Unknown" is not a number, nor are 17 other cells; {DROP}'
        assert table_of(tmp_path, self.text(), targets=("year",), strays="drop")[0].rows == 42
