"""The kinds of cells and columns: numbers in many spellings, missing values, classes, dates, ids."""

import numpy as np
import pytest

from tests.engine.data.reading_files import kinds, refusal_of, report_of, table_of, told

DROP = 'to leave out their rows instead, set "stray cells" to drop (--strays drop)'


def column(folder, cells, **options):
    """Read a column of inputs beside a regression target; return its values and the notes about it."""
    rows = "".join(f'"{cell}"\t{index}.5\n' for index, cell in enumerate(cells))
    dataset, report = table_of(folder, "v\ty\n" + rows, **options)
    return dataset.inputs[:, 0].tolist(), [item for item in told(report) if item[1] == "v"]


class TestNumbers:
    @pytest.mark.parametrize(
        ("cells", "values"),
        [
            (["1", "-2.5", "+.5", "6.", "1e3", "1E-2"], [1, -2.5, 0.5, 6, 1000, 0.01]),
            (["1,5", "2,25", "3", "1,5E+03"], [1.5, 2.25, 3, 1500]),
        ],
    )
    def test_plain_numbers_are_read_without_a_note(self, tmp_path, cells, values):
        assert column(tmp_path, cells, decimal="," if "1,5" in cells else ".") == (values, [])

    @pytest.mark.parametrize(
        ("cells", "values", "text"),
        [
            (["€ 1.234,50", "€ 2,00"], [1234.5, 2], '"€ 1.234,50" is read as 1234.5, and 1 other likewise'),
            (["$1,234.5", "-$3", "$0.5"], [1234.5, -3, 0.5], '"$1,234.5" is read as 1234.5, and 2 others likewise'),
            (["12 %", "13.5%"], [12, 13.5], '"12 %" is read as 12, and 1 other likewise'),
            (["1,234,567", "5"], [1234567, 5], '"1,234,567" is read as 1234567'),
            (["1.234.567", "0,5"], [1234567, 0.5], '"1.234.567" is read as 1234567'),
            (["1 234 567", "2"], [1234567, 2], '"1 234 567" is read as 1234567'),
            (["1\xa0234", "2"], [1234, 2], '"1\\xa0234" is read as 1234'),
            (["1'234.5", "2"], [1234.5, 2], '"1\'234.5" is read as 1234.5'),
            (["12,34,567", "2"], [1234567, 2], '"12,34,567" is read as 1234567'),
            (["(1,200.50)", "2"], [-1200.5, 2], '"(1,200.50)" is read as -1200.5'),
            (["\u22125", "2"], [-5, 2], '"−5" is read as -5'),
            (["\uff0d\uff11\uff12\uff0e\uff15", "2"], [-12.5, 2], '"－１２．５" is read as -12.5'),
            (["\u200e5", "2"], [5, 2], '"\\u200e5" is read as 5'),
            (["١٢", "2"], [12, 2], '"١٢" is read as 12'),
            (["12 kg", "13.5 kg"], [12, 13.5], '"12 kg" is read as 12, and 1 other likewise'),
            (["1.50 EUR", "CHF", "2 EUR"][::2], [1.5, 2], '"1.50 EUR" is read as 1.5, and 1 other likewise'),
        ],
    )
    def test_decorated_numbers_are_read_and_noted(self, tmp_path, cells, values, text):
        found, warnings = column(tmp_path, cells)
        assert found == values
        assert warnings[0] == (2, "v", text)

    @pytest.mark.parametrize(("delimiter", "value"), [(";", 1.234), (",", 1234.0)])
    def test_an_ambiguous_comma_is_noted(self, tmp_path, delimiter, value):
        text = f'v{delimiter}y\n"1,234"{delimiter}1\n"5,678"{delimiter}2\n"9,876"{delimiter}3\n'
        dataset, report = table_of(tmp_path, text)
        assert dataset.inputs[0, 0] == value
        assert told(report) == [(2, "v", f'"1,234" is read as {value:g}, and 2 others likewise')]

    def test_many_numbers_in_one_spelling_and_some_in_others(self, tmp_path):
        spelled = ["€ {:,.2f}", "-€{:,.1f}", "{:,.0f} €", "(€{:,.2f})", "{:,.3f}", "{:e}"]
        amounts = [1234 + 17 * i + i / 8 for i in range(3000)]
        cells = [spelled[i // 50 % 6 if i % 50 == 0 else 0].format(amount) for i, amount in enumerate(amounts)]
        plain = [float(cell.strip("(€) ").replace("€", "").replace(",", "")) for cell in cells]
        signed = [-value if cell.startswith("(") else value for cell, value in zip(cells, plain, strict=True)]
        values, warnings = column(tmp_path, cells)
        assert values == signed
        assert [line for line, _, _ in warnings] == [2]

    def test_points_that_may_group_thousands_are_noted(self, tmp_path):
        text = "v;y\n1.234;1\n5.678;2\n9.876;3\n"
        dataset, report = table_of(tmp_path, text)
        assert dataset.inputs[0, 0] == 1.234
        assert told(report) == [(2, "v", '"1.234" is read as 1.234, and 2 others likewise')]
        # Between commas a point is not a thousands separator, and one cell of another shape settles it.
        assert told(report_of(tmp_path, text.replace(";", ","))) == []
        assert told(report_of(tmp_path, text + "2.5;4\n")) == []

    def test_a_number_too_small_for_a_float_is_noted(self, tmp_path):
        values, warnings = column(tmp_path, ["1e-400", "0e5", "0.0", "2e-3"])
        assert values == [0, 0, 0, 0.002]
        assert warnings == [(2, "v", '"1e-400" is read as 0')]

    def test_other_columns_settle_the_decimal_sign(self, tmp_path):
        dataset, report = table_of(tmp_path, "v;y\n1.234;0,5\n2.345;2,5\n10;3\n")
        assert dataset.inputs[:, 0].tolist() == [1234, 2345, 10]
        assert told(report) == [(2, "v", '"1.234" is read as 1234, and 1 other likewise')]

    def test_a_column_can_have_its_own_decimal_sign(self, tmp_path):
        dataset, report = table_of(tmp_path, "v;w;y\n1,5;1.5;0,5\n2,5;2.5;2,5\n3,5;3.5;3,5\n")
        assert dataset.inputs.tolist() == [[1.5, 1.5], [2.5, 2.5], [3.5, 3.5]]
        assert told(report)[0] == (2, "w", '"1.5": the decimal sign of this column is a point')

    def test_a_decimal_sign_from_the_user_holds(self, tmp_path):
        message = refusal_of(tmp_path, "v;y\n1,5;1\n2,5;2\n3,5;3\n4;4\n5;5\n", decimal=".")
        assert message == 'f.csv, line 2, column "v": "1,5" is not a number (the decimal sign here is a point)'

    @pytest.mark.parametrize(
        ("cells", "why"),
        [
            (["12%", "13%", "0.5"], '"0.5" is not a percentage, unlike the others'),
            (["1", "2", "13%"], '"13%" is a percentage, unlike the others'),
            (["$1", "$2", "€3"], '"€3" has a different unit from the others'),
            (["1.5", "2.5", "3,5"], '"3,5" is not a number (the decimal sign here is a point)'),
            (["1", "2", "inf"], '"inf" is not a finite number'),
            (["1", "2", "1e999"], '"1e999" is not a finite number'),
            (["1", "2", "∞"], '"∞" is not a finite number'),
            (["1", "2", "1_000"], '"1_000" is not a number'),
            (["1", "2", "0x1F"], '"0x1F" is not a number'),
            (["1", "2", "="], '"=" is not a number'),
        ],
    )
    def test_cells_that_do_not_fit_the_rest(self, tmp_path, cells, why):
        rows = "".join(f"{cell}\t{index}.5\n" for index, cell in enumerate(cells))
        place = 'f.csv, line 4, column "v"'
        assert refusal_of(tmp_path, "v\ty\n" + rows) == f"{place}: {why}: over 10 % of its cells; {DROP}"
        assert refusal_of(tmp_path, "v\ty\n" + rows, strays="refuse") == f"{place}: {why}"

    def test_one_bad_cell_among_many_is_a_missing_value(self, tmp_path):
        rows = "".join(f"{'abc' if i == 5 else i},{i}.5\n" for i in range(100))
        dataset, report = table_of(tmp_path, "age,y\n" + rows)
        assert dataset.rows == 99
        assert 5 not in dataset.inputs
        assert told(report) == [
            (7, None, "1 of 100 rows left out for missing values; the first is row 6 in line 7"),
            (7, "age", '"abc" is not a number; taken as missing'),
        ]
        message = refusal_of(tmp_path, "age,y\n" + rows, strays="refuse")
        assert message == 'f.csv, line 7, column "age": "abc" is not a number'

    @pytest.mark.parametrize(("others", "more"), [(1, "nor is 1 other cell"), (2, "nor are 2 other cells")])
    def test_further_bad_cells_are_counted(self, tmp_path, others, more):
        rows = "".join(f"{'abc' if 5 <= i <= 5 + others else i},{i}.5\n" for i in range(100))
        _, report = table_of(tmp_path, "age,y\n" + rows)
        assert (7, "age", f'"abc" is not a number, {more}; taken as missing') in told(report)

    def test_numbers_among_many_codes_are_codes(self, tmp_path):
        report = report_of(tmp_path, "t,y\n" + "".join(f"{'A' * (i % 3)}{i + 1},{i}.5\n" for i in range(30)))
        assert kinds(report)["t"] == "id"
        assert told(report)[1] == (
            3,
            "t",
            '"A2" is not a number, while 10 of 30 cells are numbers; the column is taken as text',
        )

    def test_few_different_values_only_some_of_them_numbers_are_classes(self, tmp_path):
        cells = ["0", "1", "2", "3+", "0", "1", "3+", "0", "0", "3+"]
        dataset, report = table_of(tmp_path, "n,y\n" + "".join(f"{c},{i}.5\n" for i, c in enumerate(cells)))
        assert dataset.input_names == ("n=0", "n=1", "n=2", "n=3+")
        text = '"3+" is not a number, while 7 of 10 cells are numbers; the column is taken as text'
        assert told(report) == [(5, "n", text)]

    def test_spreadsheet_formulas_that_keep_text(self, tmp_path):
        dataset, report = table_of(tmp_path, 'v,y\n="1.5",2.5\n="2.5",3\n')
        assert dataset.inputs.tolist() == [[1.5], [2.5]]
        assert told(report) == [(2, "v", '"="1.5"" is read as "1.5"')]


class TestMissing:
    SPELLINGS = (
        "",
        "NA",
        "N/A",
        "n/a",
        "#N/A",
        "NaN",
        "null",
        "NULL",
        "None",
        "-",
        "?",
        ".",
        "#DIV/0!",
        " ",
        "\\N",
        "--",
    )

    @pytest.mark.parametrize("cell", SPELLINGS)
    def test_rows_are_dropped_and_noted(self, tmp_path, cell):
        dataset, report = table_of(tmp_path, f"a,y\n1,1.5\n{cell},2.5\n3,3.5\n")
        assert dataset.inputs.tolist() == [[1], [3]]
        assert report.rows == 3
        assert report.used == 2
        assert report.columns[0].missing == 1
        assert (told(report)[0][:2], told(report)[1][:2]) == ((3, "a"), (3, None))
        assert told(report)[0][2].startswith("the value is missing")
        assert told(report)[1][2] == "1 of 3 rows left out for missing values; the first is row 2 in line 3"

    def test_their_spellings_are_noted(self, tmp_path):
        report = report_of(tmp_path, "a,y\n1,1.5\nNA,2.5\n,3.5\n?,4.5\n3,2\nNA,1\n5,2\n6,7\n7,3\n")
        assert told(report)[0] == (3, "a", '4 values are missing ("NA", "?"); the first in line 3')

    def test_a_minus_beside_a_plus_is_a_value(self, tmp_path):
        dataset, report = table_of(tmp_path, "s,k\n+,+\n-,-\n-,+\n+,?\n")
        assert dataset.output_names == ("-", "+")
        assert dataset.inputs.tolist() == [[1], [0], [0]]
        assert (2, "s", '"+" is read as 1 and "-" as 0') in told(report)
        assert (5, "k", 'the value is missing ("?")') in told(report)

    def test_a_number_that_may_stand_for_missing_is_noted(self, tmp_path):
        cells = [3, 5.5, -999, 4, 2, -999, 7]
        values, warnings = column(tmp_path, cells)
        assert values == cells
        what = (
            "-999 in 2 rows is far from all others; if it stands for a missing value, "
            'set "missing number" to -999 (--missing-value -999)'
        )
        assert warnings == [(4, "v", what)]
        assert column(tmp_path, [-999, 5, 700, 1100])[1] == []
        assert column(tmp_path, [-999, -999])[1][0][2].startswith("every row has the same value")

    def test_many_are_one_warning(self, tmp_path):
        report = report_of(tmp_path, "a,y\n" + "".join(f"{'' if i % 4 == 2 else i},{i}.5\n" for i in range(20)))
        assert told(report)[0] == (4, "a", "5 values are missing; the first in line 4")

    def test_filled(self, tmp_path):
        text = "a,c,y\n1,u,1.5\nNA,u,2.5\n3,,3.5\n8,v,\n6,v,2\n"
        dataset, report = table_of(tmp_path, text, missing="fill")
        mean = np.mean([1, 3, 6])
        assert dataset.inputs.tolist() == [[1, 1, 0], [mean, 1, 0], [3, 1, 0], [6, 0, 1]]
        assert (
            3,
            "a",
            "1 missing value filled with the mean of the training rows (3.33333 of all rows); the first in line 3",
        ) in told(report)
        assert (
            4,
            "c",
            '1 missing value filled with the most frequent of the training rows ("u" of all rows); the first in line 4',
        ) in told(report)
        assert (5, None, "1 of 5 rows left out for missing values; the first is row 4 in line 5") in told(report)

    def test_a_column_with_few_values_is_left_out_instead_of_the_rows(self, tmp_path):
        dataset, report = table_of(tmp_path, "a,b,y\n1,,1.5\n2,7,2.5\n3,,3.5\n")
        assert dataset.input_names == ("a",)
        assert dataset.rows == 3
        assert (2, "b", "left out of the inputs: more than half of its values are missing") in told(report)

    def test_no_value_at_all(self, tmp_path):
        dataset, report = table_of(tmp_path, "a,b,y\n1,,1.5\n2,,2.5\n")
        assert dataset.input_names == ("a",)
        assert told(report) == [(2, "b", "left out of the inputs: no value in any row")]
        dataset, report = table_of(tmp_path, "a,y,e\n1,1.5,\n2,2.5,\n")
        assert dataset.output_names == ("y",)
        assert (None, "e", 'no value in any row, so the target is "y"') in told(report)

    def test_classes_lost_with_their_rows_are_noted(self, tmp_path):
        rows = ["1,a", "2,b", "NA,c", "3,a", "4,b", "?,c", "5,a"]
        dataset, report = table_of(tmp_path, "v,k\n" + "\n".join(rows))
        assert dataset.output_names == ("a", "b")
        assert (4, "k", 'class "c" is left out with its rows: each has a missing value') in told(report)
        _, report = table_of(tmp_path, "v,k\n" + "\n".join([*rows, "NA,d"]))
        assert (4, "k", 'classes "c", "d" are left out with their rows: each has a missing value') in told(report)
        assert "class" not in str(told(report_of(tmp_path, "v,k\n" + "\n".join([*rows, "6,c"]))))

    def test_whole_number_classes_lost_with_their_rows_are_noted(self, tmp_path):
        dataset, report = table_of(tmp_path, "v,k\n1,0\n2,1\nNA,2\n3,1\n4,0\n")
        assert dataset.output_names == ("0", "1")
        assert (4, "k", 'class "2" is left out with its rows: each has a missing value') in told(report)
        dataset, report = table_of(tmp_path, "v,k\n1,0\n2,1\nNA,2\n3,1\n4,0\n", missing="fill")
        assert dataset.output_names == ("0", "1", "2")

    def test_when_one_class_is_left_the_refusal_comes_with_a_note(self, tmp_path):
        report = report_of(tmp_path, "v,k\n1,a\nNA,b\n3,a\n4,a\n")
        assert (
            report.problem == 'f.csv, column "k": every row is of the same class, "a"; there is nothing to tell apart'
        )
        assert (3, "k", 'class "b" is left out with its rows: each has a missing value') in told(report)

    def test_no_row_left(self, tmp_path):
        message = refusal_of(tmp_path, "a,b,y\n1,,1.5\n,2,2.5\n")
        what = "no row is left: each has a missing value, most of them in this column"
        assert message == f'f.csv, line 3, column "a": {what}'


class TestClasses:
    @pytest.mark.parametrize(
        ("no", "yes"), [("false", "true"), ("No", "Yes"), ("falsch", "wahr"), ("N", "Y"), ("f", "t"), ("nein", "ja")]
    )
    def test_booleans(self, tmp_path, no, yes):
        dataset, report = table_of(tmp_path, f"v,y\n{yes},1.5\n{no},2.5\n{yes.upper()},3.5\n")
        assert dataset.inputs.tolist() == [[1], [0], [1]]
        text = f'"{yes.lower()}" is read as 1 and "{no.lower()}" as 0'
        assert told(report) == [(2, "v", text)]
        assert (report.columns[0].minimum, report.columns[0].maximum) == (0, 1)

    def test_a_boolean_target_keeps_its_words(self, tmp_path):
        dataset, report = table_of(tmp_path, "a,ok\n1,Yes\n2,No\n3,Yes\n")
        assert dataset.task == "classification"
        assert dataset.output_names == ("No", "Yes")
        assert kinds(report)["ok"] == "class"

    def test_text_with_few_values_is_one_hot_encoded(self, tmp_path):
        dataset, report = table_of(tmp_path, "sp,a,y\nAdelie,1,1.5\nGentoo,2,2.5\nAdelie,3,3.5\n")
        assert dataset.input_names == ("sp=Adelie", "sp=Gentoo", "a")
        assert dataset.inputs.tolist() == [[1, 0, 1], [0, 1, 2], [1, 0, 3]]
        assert report.inputs == ("sp", "a")
        assert told(report) == []

    def test_text_with_many_values_is_left_out_unless_asked_for(self, tmp_path):
        text = "t,a,y\n" + "".join(f"word {'abcdefghijklmnopqrstuvwxyz'[i % 25]},{i},{i}.5\n" for i in range(50))
        dataset, report = table_of(tmp_path, text)
        assert dataset.input_names == ("a",)
        assert told(report) == [(2, "t", "left out of the inputs: text: 25 different values in 50 rows")]
        dataset, _ = table_of(tmp_path, text, inputs=("t",))
        assert dataset.input_count == 25

    def test_text_with_too_many_values_is_refused_as_an_input(self, tmp_path):
        text = "t,y\n" + "".join(f"word {i} x,{i}.5\n" for i in range(150))
        message = refusal_of(tmp_path, text, inputs=("t",))
        assert message == 'f.csv, line 2, column "t": 150 different texts; an input has at most 100 classes'

    def test_a_constant_column_is_kept_and_noted(self, tmp_path):
        dataset, report = table_of(tmp_path, "a,c,d,y\n1,7,u,1.5\n2,7,u,2.5\n")
        assert dataset.input_names == ("a", "c", "d=u")
        what = "every row has the same value, {}: nothing can be learned from it"
        assert told(report) == [(None, "c", what.format("7")), (None, "d", what.format('"u"'))]


class TestDatesAndIds:
    @pytest.mark.parametrize(
        "cells",
        [
            ("2020-01-31", "2021-02-28"),
            ("2020-01-31T12:30:00Z", "2021-02-28 01:02"),
            ("31.1.2020", "28.02.21"),
            ("1/31/2020", "2/28/2020"),
            ("31/1/2020", "28/2/2020"),
            ("31 Jan 2020", "28-Feb-2021"),
            ("January 31, 2020", "February 28, 2021"),
            ("2020/01/31", "2021/02/28"),
            ("12:30", "13:45:10"),
        ],
    )
    def test_dates_are_left_out_and_noted(self, tmp_path, cells):
        dataset, report = table_of(tmp_path, f'd,a,y\n"{cells[0]}",1,1.5\n"{cells[1]}",2,2.5\n')
        assert kinds(report)["d"] == "date"
        assert dataset.input_names == ("a",)
        assert told(report) == [(2, "d", f'left out of the inputs: dates, such as "{cells[0]}"')]

    def test_dates_without_separators(self, tmp_path):
        report = report_of(tmp_path, "d,a,y\n20200131,1,1.5\n20200201,2,2.5\n20200202,3,3.5\n")
        assert kinds(report)["d"] == "date"

    def test_dates_asked_for_are_days(self, tmp_path):
        dataset, report = table_of(tmp_path, "d,y\n2/3/1970,1.5\n13/1/1970,2.5\n", inputs=("d",))
        assert dataset.inputs.tolist() == [[60], [12]]
        assert told(report) == [(2, "d", "dates are counted in days since 1970-01-01")]

    def test_day_or_month_first_is_noted(self, tmp_path):
        _, report = table_of(tmp_path, "d,a,y\n3/3/2020,1,1.5\n3/4/2020,2,2.5\n")
        assert (3, "d", '"3/4/2020" could be day/month or month/day; taken as day/month') in told(report)

    def test_days_that_do_not_exist(self, tmp_path):
        report = report_of(tmp_path, "d,a,y\n2020-02-30,1,1.5\n2020-13-01,2,2.5\n2021-99-99,1,3.5\n")
        assert kinds(report)["d"] == "text"

    @pytest.mark.parametrize(
        ("name", "cells", "why"),
        [
            ("zip", ("01234", "04321", "11111"), '"01234" begins with a zero, as codes do'),
            ("n", ("9007199254740993", "1", "2"), '"9007199254740993" is too large to be kept exactly'),
            ("n", ("9" * 400, "1", "2"), f'"{"9" * 39}…" is too large to be kept exactly'),
            ("id", ("7", "5", "9"), "its name says so, and each row has its own"),
            ("customer_id", ("480", "358", "465"), "its name says so, and each row has its own"),
            ("PassengerId", ("1", "2", "3"), "it numbers the rows"),
        ],
    )
    def test_ids_are_left_out_and_noted(self, tmp_path, name, cells, why):
        rows = "".join(f"{cell},{i},{i}.5\n" for i, cell in enumerate(cells))
        dataset, report = table_of(tmp_path, f"{name},a,y\n" + rows)
        assert kinds(report)[name] == "id"
        assert dataset.input_names == ("a",)
        assert told(report) == [(2, name, f"left out of the inputs: an id: {why}")]

    @pytest.mark.parametrize(("cells", "why"), [("01234", "begins with a zero"), ("9007199254740993", "is too large")])
    def test_ids_with_a_stray_cell_are_ids(self, tmp_path, cells, why):
        rows = "".join(f"{int(cells) + i:0{len(cells)}},{i},{i}.5\n" for i in range(60))
        dataset, report = table_of(tmp_path, "zip,a,y\n" + rows + "unknown,3,3.5\n")
        assert kinds(report)["zip"] == "id"
        assert dataset.input_names == ("a",)
        assert any(column == "zip" and why in text for _, column, text in told(report))

    def test_numbers_that_may_be_codes_are_noted(self, tmp_path):
        values, warnings = column(tmp_path, ["1E1", "2E2", "3E0"])
        assert values == [10, 200, 3]
        assert warnings == [(2, "v", '"1E1" is read as 10, and 2 others likewise')]

    def test_codes_are_ids(self, tmp_path):
        report = report_of(tmp_path, "c,a,y\n" + "".join(f"A-{i},{i},{i}.5\n" for i in range(30)))
        assert kinds(report)["c"] == "id"

    def test_a_zero_alone_is_a_number(self, tmp_path):
        report = report_of(tmp_path, "a,b,y\n0,0.5,1.5\n1,00.5,2.5\n")
        assert kinds(report) == {"a": "number", "b": "number", "y": "number"}

    def test_an_id_as_a_target_is_a_class(self, tmp_path):
        dataset, _ = table_of(tmp_path, "a,k\n1,01\n2,02\n3,01\n")
        assert dataset.output_names == ("01", "02")


class TestText:
    def test_classes_that_differ_in_capitals_are_noted(self, tmp_path):
        dataset, report = table_of(tmp_path, "a,k\n1,cat\n2,Cat\n3,dog\n4,cat\n")
        assert dataset.output_names == ("Cat", "cat", "dog")
        assert told(report) == [(3, "k", '"Cat" and "cat" are two classes')]

    @pytest.mark.parametrize("words", [("big cat", "big  cat"), ("caf\u00e9", "cafe\u0301"), ("cat", "cat\u200b")])
    def test_classes_that_look_alike_are_noted(self, tmp_path, words):
        rows = "".join(f"{words[i % 2]},{i}.5\n" for i in range(6))
        _, report = table_of(tmp_path, "k,y\n" + rows)
        assert [(line, column) for line, column, text in told(report) if "are two classes" in text] == [(3, "k")]

    def test_similar_classes_are_noted_even_if_all_rows_differ(self, tmp_path):
        _, report = table_of(tmp_path, "a,k\n1,cat\n2,Cat\n3,CAT\n")
        assert told(report) == [(3, "k", '"Cat" and "cat" are two classes, and 1 other likewise')]

    def test_nothing_to_learn_is_noted(self, tmp_path):
        _, report = table_of(tmp_path, "a,y\n1,2.5\n2,2.5\n")
        assert told(report) == [(None, "y", "every row has the same value, 2.5: there is nothing to learn")]
        _, report = table_of(tmp_path, "a,name\n" + "".join(f"{i},n {'abcdefghijkl'[i]}\n" for i in range(12)))
        assert told(report) == [(None, "name", "every row is a class of its own: nothing can be learned from that")]

    def test_text_above_text_is_noted(self, tmp_path):
        report = report_of(tmp_path, "colour,shape\nred,round\nred,square\nblue,round\n")
        assert report.header
        assert told(report) == [(1, None, "text above text: taken as the column names")]

    @pytest.mark.parametrize("rule", ["|---|---|", "|---:|:------|"])
    def test_a_markdown_table(self, tmp_path, rule):
        dataset, report = table_of(tmp_path, f"| a | k |\n{rule}\n| 1 | x |\n| 2 | y |\n")
        assert dataset.inputs.tolist() == [[1], [2]]
        assert dataset.output_names == ("x", "y")
        assert (2, None, "1 of 3 rows left out for missing values; the first is row 1 in line 2") in told(report)
