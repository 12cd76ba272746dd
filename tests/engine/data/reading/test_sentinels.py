"""Numbers that stand for a missing value: those that were asked for."""

import pytest

from engine.data.options import ReadOptions
from engine.errors import InvalidValue
from tests.engine.data.reading_files import table_of, told


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
