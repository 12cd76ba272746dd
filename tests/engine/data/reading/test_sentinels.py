"""Numbers that stand for a missing value: those that were asked for, and those that look like it."""

import random

import pytest

from engine.data.options import ReadOptions
from engine.errors import InvalidValue
from tests.engine.data.reading_files import report_of, table_of, told


class TestAskedFor:
    @pytest.mark.parametrize("cell", ["-200", "-200.0", "-2e2", "-200,0", "−200", "-200.00", "(200)", "-200 °C"])
    def test_a_number_can_stand_for_missing(self, tmp_path, cell):
        text = f"a;k;y\n3;u;1.5\n{cell};u;2.5\n5;{cell};3.5\n7;v;{cell}\n9;v;4\n11;v;5\n"
        dataset, report = table_of(tmp_path, text, missing_values=(-200,))
        assert dataset.inputs.tolist() == [[3, 1, 0], [9, 0, 1], [11, 0, 1]]
        assert [column.missing for column in report.columns] == [1, 1, 1]
        what = f'the value is missing ("{cell}")'
        assert [item for item in told(report) if item[2] == what] == [(3, "a", what), (4, "k", what), (5, "y", what)]

    def test_several_numbers_can_stand_for_missing(self, tmp_path):
        text = "a,y\n1,1.5\n-9,2\n-99.0,3.5\n4,-9\n-999,5\n6,6.5\n"
        dataset, _ = table_of(tmp_path, text, missing_values=(-9, -99))
        assert dataset.inputs.tolist() == [[1], [-999], [6]]
        dataset, _ = table_of(tmp_path, text, missing_values=(-9, -99), missing="fill")
        mean = pytest.approx((1 - 999 + 6) / 3)
        assert dataset.inputs[:, 0].tolist() == [1, mean, mean, -999, 6]

    def test_a_column_of_nothing_but_such_numbers_is_left_out(self, tmp_path):
        dataset, _ = table_of(tmp_path, "a,b,y\n-1,1,1.5\n-1,2,2.5\n-1,3,3.5\n", missing_values=(-1,))
        assert dataset.input_names == ("b",)

    @pytest.mark.parametrize("number", [float("nan"), float("inf")])
    def test_what_stands_for_missing_is_finite(self, number):
        with pytest.raises(InvalidValue, match="must be finite"):
            ReadOptions(missing_values=(number,))


def suspects(report):
    """Return the place and the beginning of each note on a number that may stand for a missing value."""
    end = " is far from all others; if it stands for a missing value, "
    return [(line, column, text.split(end)[0]) for line, column, text in told(report) if end in text]


def table(*columns):
    """Return columns of cells, each below its name, as CSV text."""
    return "\n".join(",".join(map(str, row)) for row in zip(*columns, strict=True)) + "\n"


def readings(name, low, high, seed, **special):
    """Return 120 random numbers with two decimals below a name; ``special`` are others, each in every so many rows."""
    draw = random.Random(seed)
    cells = [f"{draw.uniform(low, high):.2f}" for _ in range(120)]
    for every, cell in special.values():
        cells[::every] = [cell] * len(cells[::every])
    return [name, *cells]


class TestSuspected:
    def test_the_same_number_in_the_same_rows_of_several_columns(self, tmp_path):
        gone = (8, "-200")
        columns = [readings(*column, gone=gone) for column in (("t", 5, 25, 1), ("h", 2, 14, 2), ("o", 3, 21, 3))]
        report = report_of(tmp_path, table(*columns))
        overrule = 'set "missing number" to -200 (--missing-value -200)'
        what = '-200 in 15 rows of 3 columns ("t", "h", "o") is far from all others'
        assert told(report) == [(2, None, f"{what}; if it stands for a missing value, {overrule}")]
        report = report_of(tmp_path, table(*columns), missing_values=(-200,))
        assert suspects(report) == []
        assert report.used == 105

    @pytest.mark.parametrize("number", ["-200", "9999", "1e+30", "-1e+30", "8888", "100"])
    def test_one_column(self, tmp_path, number):
        report = report_of(tmp_path, table(readings("a", 5, 25, 1, gone=(9, number)), readings("y", 0, 1, 2)))
        assert suspects(report) == [(2, "a", f"{number} in 14 rows")]

    def test_less_far_but_in_the_same_rows(self, tmp_path):
        columns = [readings("a", 20, 80, 1, gone=(7, "-1")), readings("b", 0, 900, 2, gone=(7, "-1"))]
        assert suspects(report_of(tmp_path, table(*columns, readings("y", 0, 1, 3)))) == [
            (2, None, '-1 in 18 rows of 2 columns ("a", "b")')
        ]
        columns[1] = readings("b", 0, 900, 2, gone=(11, "-1"))
        assert suspects(report_of(tmp_path, table(*columns, readings("y", 0, 1, 3)))) == []

    @pytest.mark.parametrize(
        "column",
        [
            readings("a", 5, 50, 1, cap=(9, "50.0")),
            readings("a", 100_000, 500_000, 1, cap=(9, "500001")),
            readings("a", 5, 25, 1, zero=(9, "0")),
            ["a", *([0] * 100), *([255] * 20)],
            ["a", *([0, 0, 0, 1] * 25), *([16] * 20)],
            ["a", *([0, 1] * 60)],
            ["a", *(20 + i % 60 for i in range(116)), 99, 99, 99, 99],
            ["a", *(round(1.1**i, 3) for i in range(120))],
            ["a", *(i % 50 for i in range(119)), 5000],
        ],
    )
    def test_what_is_no_reason_to_warn(self, tmp_path, column):
        assert suspects(report_of(tmp_path, table(column, ["b", *column[1:]], readings("y", 0, 1, 3)))) == []
