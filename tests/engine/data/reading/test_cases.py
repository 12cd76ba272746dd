"""Files that people came with, and what each of them gives."""

import numpy as np
import pytest

from tests.engine.data.reading_files import kinds, refusal_of, report_of, table_of, told

QUARTERS = "".join(f"{2000 + i};R{i % 4};{1000 + i * 7}\n" for i in range(16))


class TestFooters:
    def test_lines_of_one_cell_below_the_table_are_skipped(self, tmp_path):
        footer = '__________\n"Source: Office of Example Statistics"\n"As of 15.05.2011"\n'
        text = f"Table 5 - Doctors by region\n\nyear;region;doctors\n{QUARTERS}{footer}"
        dataset, report = table_of(tmp_path, text)
        assert (dataset.rows, report.header) == (16, True)
        assert told(report)[1:] == [
            (20, None, '"__________" was skipped: a line of text below the table'),
            (21, None, '"Source: Office of Example Statistics" was skipped: a line of text below the table'),
            (22, None, '"As of 15.05.2011" was skipped: a line of text below the table'),
        ]

    @pytest.mark.parametrize("footer", ["Source: an office;;", "* provisional\n\n(c) 2011"])
    def test_a_padded_footer_and_one_after_a_gap(self, tmp_path, footer):
        assert table_of(tmp_path, f"year;region;doctors\n{QUARTERS}\n{footer}\n")[0].rows == 16

    @pytest.mark.parametrize("end", ["2016", "12.5", "2016-01-01", "2016;R1"])
    def test_a_row_that_breaks_off_is_no_footer(self, tmp_path, end):
        report = report_of(tmp_path, f"year;region;doctors\n{QUARTERS * 2}{end}\n")
        assert told(report)[-1][2].endswith("the row is left out")

    def test_more_than_a_few_lines_are_no_footer(self, tmp_path):
        message = refusal_of(tmp_path, f"year;region;doctors\n{QUARTERS}" + "text\n" * 12)
        assert "expected 3 cells, as in the header, found 1" in message


class TestOneColumn:
    def test_decimal_commas_do_not_make_two_columns_of_one(self, tmp_path):
        text = "Temp\n21,5\n22,25\n19,75\n20,5\n"
        for decimal in (None, ","):
            assert refusal_of(tmp_path, text, decimal=decimal).startswith('f.csv, line 1: only one column, "Temp";')

    def test_unless_the_comma_is_asked_for(self, tmp_path):
        assert table_of(tmp_path, "Temp\n21,5\n22,7\n19,5\n20,5\n", delimiter=",")[0].inputs[:, 0].tolist() == [
            *(21, 22, 19, 20)
        ]

    def test_two_names_are_two_columns(self, tmp_path):
        assert kinds(report_of(tmp_path, "a,b\n21,5\n22,25\n")) == {"a": "number", "b": "number"}


class TestTrueReasons:
    def test_a_target_of_many_texts_and_a_few_numbers(self, tmp_path):
        texts = "".join(f"spam,{645 if i % 50 == 7 else f'number {i} says hello'}\n" for i in range(130))
        message = refusal_of(tmp_path, "label,message\n" + texts)
        what = "128 different texts; at most 100 classes can be told apart: choose another target"
        assert message == f'f.csv, column "message": {what}'

    def test_what_is_left_when_no_input_is(self, tmp_path):
        rows = "".join(f"2020-01-{i + 10},0{i}.02.2021,note {i} of many,a{i} b,,{i} kg or so,{i}.5\n" for i in range(9))
        more = "".join(f"2020-02-{i + 10},0{i + 1}.03.2021,hint {i},b{i} c,,{i} lb or so,{i}.5\n" for i in range(9))
        both = "".join(f"2020-03-{i + 10},0{i + 1}.04.2021,word {i},c{i} d,,{i} l or so,{i}.5\n" for i in range(9))
        message = refusal_of(tmp_path, "d,e,t,u,n,w,y\n" + rows + more + both)
        left = "no input left: 2 dates, 3 texts, 1 empty column; choose the inputs, or another target"
        assert message == f"f.csv: {left}"


class TestOptionsTogether:
    def test_a_comma_may_be_both_between_cells_and_in_quoted_numbers(self, tmp_path):
        text = "a,b\n" + "".join(f'"{i},5","{i * 3},25"\n' for i in range(8))
        for options in ({}, {"decimal": ","}, {"delimiter": ","}, {"decimal": ",", "delimiter": ","}):
            dataset, report = table_of(tmp_path, text, **options)
            assert (report.delimiter, report.decimal) == (",", ",")
            np.testing.assert_array_equal(dataset.inputs[:, 0], np.arange(8) + 0.5)

    @pytest.mark.parametrize("sign", ".,")
    def test_a_number_of_a_hundred_characters(self, tmp_path, sign):
        rows = "".join(f"{i}{sign}{'1' * 99};{i}{sign}5\n" for i in range(5))
        dataset, report = table_of(tmp_path, f"a;b\n{rows}")
        assert (report.decimal, dataset.inputs[:, 0].tolist()) == (sign, [i + 1 / 9 for i in range(5)])


class TestIds:
    @pytest.mark.parametrize(
        ("name", "numbers", "kind"),
        [
            ("id_2", (480, 358, 465), "number"),
            ("id_2", (1, 2, 3), "id"),
            ("ID code", (20, 30, 50), "id"),
            ("customer_id", (480, 358, 465), "id"),
            ("id", (480, 358, 465), "id"),
        ],
    )
    def test_a_name_that_only_begins_like_an_id_needs_numbers_in_order(self, tmp_path, name, numbers, kind):
        report = report_of(tmp_path, f"{name},b\n" + "".join(f"{number},{number % 7}.5\n" for number in numbers))
        assert kinds(report)[name] == kind
