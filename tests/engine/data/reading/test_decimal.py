"""The decimal sign of a table: what its cells prove, what is possible between commas, what is noted."""

import pytest

from tests.engine.data.reading_files import report_of

NO_NUMBERS = {
    "dates": ("01.02.2020", "13.02.2020", "03.02.2020"),
    "short dates": ("1.2.20", "13.2.20", "3.12.20"),
    "times": ("12.30.45", "01.15.00", "23.59.59"),
    "clocks": ("12:30:45,5", "01:15:00,25", "23:59:59,125"),
    "versions": ("1.2.3", "1.10.0", "2.100.200"),
    "addresses": ("10.0.0.1", "192.168.1.17", "192.168.100.101"),
    "addresses like groups": ("192.168.100.101", "192.168.100.102", "172.168.100.255"),
    "lists": ("1,2,3", "4,5", "6,7,8"),
}
# Cells, the delimiters with which the first cell is read as the following number, and whether that is noted.
READ = [
    (("12.345", "20.250", "41.125"), ",", 12.345, False),
    (("12.345", "20.250", "41.125"), ";\t|", 12.345, True),
    (("12,345", "20,250", "41,125"), ";", 12.345, True),
    (("12,345", "20,250", "41,125"), ",\t|", 12345, True),
    (("1.250e-01", "2.500e+01", "4.125e+00"), ",;\t|", 0.125, False),
    (("1,250e-01", "2,500e+01", "4,125e+00"), ",;\t|", 0.125, False),
    (("12.5", "20.250", "41.125"), ",;\t|", 12.5, False),
    (("12,5", "20,250", "41,125"), ",;\t|", 12.5, False),
    (("1.234.567", "20.250", "41.125"), ",;\t|", 1234567, True),
    (("1,234,567", "20,250", "41,125"), ",;\t|", 1234567, True),
    (("€ 1.234,5", "€ 2", "€ 3"), ",;\t|", 1234.5, True),
]


def table(delimiter, *columns):
    """Write columns, named c1 and so on, beside a target without a decimal sign; quote cells where needed."""
    rows = zip(*columns, ("x", "y", "x"), strict=True)
    lines = [[f"c{number}" for number in range(1, len(columns) + 2)], *rows]
    return "\n".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line) for line in lines)


@pytest.mark.parametrize("others", NO_NUMBERS.values(), ids=NO_NUMBERS)
@pytest.mark.parametrize(("cells", "delimiters", "value", "is_said"), READ)
def test_cells_that_are_not_numbers_change_nothing(tmp_path, others, cells, delimiters, value, is_said):
    for delimiter in delimiters:
        alone = report_of(tmp_path, table(delimiter, ("a", "b", "c"), cells))
        beside = report_of(tmp_path, table(delimiter, others, cells))
        assert beside.decimal == alone.decimal
        assert beside.columns[0].kind != "number"
        assert value in (beside.columns[1].minimum, beside.columns[1].maximum)
        said = [warning.text.partition(", and")[0] for warning in beside.warnings if warning.column == "c2"]
        assert said == [f'"{cells[0]}" is read as {value:.15g}'] * is_said


def test_between_commas_a_point_is_noted_if_points_group_thousands_elsewhere(tmp_path):
    groups, unclear = ("1.234.567", "2.345.678", "3.456.789"), ("12.345", "20.250", "41.125")
    for delimiter, first in ((",", 12.345), (";", 12345)):
        report = report_of(tmp_path, table(delimiter, groups, unclear))
        assert [column.minimum for column in report.columns[:2]] == [1234567, first]
        said = f'"12.345" is read as {first}, and 2 others likewise'
        assert said in [warning.text for warning in report.warnings]


def test_between_commas_a_quoted_cell_proves_a_decimal_comma(tmp_path):
    report = report_of(tmp_path, table(",", ("1,5", "2,25", "3"), ("1.234", "5.678", "9")))
    assert report.decimal == ","
    assert [column.maximum for column in report.columns[:2]] == [3, 5678]
    assert '"1.234" is read as 1234, and 1 other likewise' in [warning.text for warning in report.warnings]


def test_numbers_of_four_groups_are_not_addresses(tmp_path):
    report = report_of(tmp_path, table(";", ("192.168.100.101", "192.999.100.102", "7.168.100.255")))
    assert report.columns[0].maximum == 192_999_100_102
