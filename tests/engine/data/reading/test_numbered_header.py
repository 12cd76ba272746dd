"""Headers made of numbers, and first rows of numbers that are none."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.files import examine_csv
from tests.engine.data.reading_files import file_of, report_of, told

COUNT_UP = "its numbers count up, unlike those below"
YEARS = "its numbers are years, unlike those below"


def taken(why):
    """Return the note on a header that was found in numbers."""
    return f'taken as the column names: {why}; if it is data, set "header" to no (--header no)'


def table(rows):
    """Return rows of cells as CSV text."""
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


def decimals(rows, columns, seed=0):
    """Return rows of random numbers with four decimals."""
    draw = random.Random(seed)
    return [[f"{draw.random():.4f}" for _ in range(columns)] for _ in range(rows)]


def names_of(report):
    """Return the names of the columns of a file with a header; None without one."""
    return [column.name for column in report.columns] if report.header else None


class TestCountingUp:
    def test_above_decimals_and_a_class_that_is_found_nowhere_else(self, tmp_path):
        body = [[*row, ["ant", "bee", "cat"][i % 3]] for i, row in enumerate(decimals(24, 3))]
        report = report_of(tmp_path, table([[0, 1, 2, "kind"], *body]))
        assert names_of(report) == ["0", "1", "2", "kind"]
        assert (report.rows, report.columns[3].distinct, report.task) == (24, 3, "classification")
        assert told(report) == [(1, None, taken(COUNT_UP))]

    @pytest.mark.parametrize("numbers", [1, 3])
    def test_after_an_empty_cell_above_the_numbers_of_the_rows(self, tmp_path, numbers):
        body = [[i, *row] for i, row in enumerate(decimals(24, numbers))]
        report = report_of(tmp_path, table([["", *range(numbers)], *body]))
        assert names_of(report) == ["c1", *map(str, range(numbers))]
        assert (report.rows, report.columns[0].kind) == (24, "id")
        assert told(report)[0] == (1, None, taken("its first cell is empty, above numbers of rows"))

    @pytest.mark.parametrize(
        ("header", "body"),
        [
            ([0, 1, 2], decimals(20, 3)),
            ([1, 2, 3, 4], decimals(20, 4)),
            ([0, 1, 2, 3], [[*row, "xy"[i % 2]] for i, row in enumerate(decimals(20, 3))]),
            (["kind", 0, 1], [["xy"[i % 2], *row] for i, row in enumerate(decimals(20, 2))]),
            (["name", 0, 1, 2], [[f"N{i}", *row] for i, row in enumerate(decimals(20, 3))]),
            (["", 0, 1, 2], [[f"N{i}", *row] for i, row in enumerate(decimals(20, 3))]),
            (range(16), [[(i * i * 7 + j * j * 5 + i * j) % 17 for j in range(16)] for i in range(30)]),
            ([0, 1, 2, 3, 4], [[i % 50 + 50, 9 + i % 7, i % 40 + 40, 90 - i, 10 + i % 9] for i in range(40)]),
            (["", 1, 2], [[f"r{i}", *row] for i, row in enumerate(decimals(12, 2))]),
        ],
    )
    def test_above_other_rows(self, tmp_path, header, body):
        report = report_of(tmp_path, table([header, *body]))
        assert report.header
        assert report.rows == len(body)
        assert any("taken as the column names" in text for _, _, text in told(report))

    def test_one_name_fewer_than_cells(self, tmp_path):
        report = report_of(tmp_path, table([[1, 2], *([i + 1, *row] for i, row in enumerate(decimals(5, 2)))]))
        assert names_of(report) == ["c1", "1", "2"]

    def test_it_can_be_overruled(self, tmp_path):
        text = table([[0, 1, 2], *decimals(20, 3)])
        report = report_of(tmp_path, text, header=False)
        assert (report.header, report.rows) == (False, 21)


class TestYears:
    @pytest.mark.parametrize(
        ("header", "body"),
        [
            (["state", 2021], [[f"State {i}", 5039 * i + 77] for i in range(12)]),
            (["state", 2021], [[f"State {i}", f"{i}.5"] for i in range(12)]),
            (["day", 2021], [[1, 5.3], [2, 6.1], [3, 4.8]]),
            ([2019, 2020, 2021], decimals(12, 3)),
            (["", 2019, 2020], [["ant", 1, 2], ["bee", 3, 4], ["cat", 5, 6]]),
        ],
    )
    def test_above_other_numbers(self, tmp_path, header, body):
        report = report_of(tmp_path, table([header, *body]))
        assert report.header
        assert report.rows == len(body)
        assert (1, None, taken(YEARS)) in told(report)

    @pytest.mark.parametrize(
        "rows",
        [
            [["Dune", 2021], *([f"Film {i}", 1960 + i] for i in range(40))],
            [["Ohio", 2021], ["Utah", 999], ["Iowa", 987]],
            [[2019, 2020, 2021], *([2010 + i, 2011 + i, 2012 + i] for i in range(12))],
            [[2019, 2020], *([1700 + 50 * i, 1600 + 70 * i] for i in range(12))],
        ],
    )
    def test_of_data(self, tmp_path, rows):
        report = report_of(tmp_path, table(rows))
        assert not report.header
        assert report.rows == len(rows)


class TestScales:
    @pytest.mark.parametrize("beside", [True, False])
    def test_equal_steps(self, tmp_path, beside):
        header = [*["kind"] * beside, *(f"{400 + 2.5 * i}" for i in range(9))]
        body = [[*["uv"[i % 2]] * beside, *row] for i, row in enumerate(decimals(20, 9))]
        report = report_of(tmp_path, table([header, *body]))
        assert names_of(report) == header
        why = "its numbers rise in equal steps, unlike those below"
        assert told(report)[0] == (1, None, taken(why))

    def test_rows_that_all_rise_are_data(self, tmp_path):
        rows = [[step * i for i in range(1, 9)] for step in range(2, 30)]
        assert report_of(tmp_path, table(rows)).rows == len(rows)


class TestQuotes:
    BODY = "0.5,1.5,7\n0.25,2.5,8\n1.5,3.5,9\n"

    def test_numbers_in_quotes_above_numbers_without(self, tmp_path):
        report = report_of(tmp_path, '"3","1","y2"\n' + self.BODY)
        assert names_of(report) == ["3", "1", "y2"]
        report = report_of(tmp_path, '"3","1","7"\n' + self.BODY)
        assert names_of(report) == ["3", "1", "7"]
        assert told(report) == [(1, None, taken("it alone has its numbers in quotes"))]

    @pytest.mark.parametrize(
        "text",
        [
            '"3","1","7"\n"0.5","1.5","8"\n"2.5","3.5","9"\n',
            '3,1,"7"\n0.5,1.5,7\n0.25,2.5,8\n',
            '"1,5","2,5","3,5"\n1,2,3\n4,5,7\n8,9,9\n',
            '"a","b"\n"c","d"\n"c","b"\n"a","d"\n',
        ],
    )
    def test_quotes_that_mean_nothing(self, tmp_path, text):
        assert "in quotes" not in str(told(report_of(tmp_path, text)))


class TestData:
    """A first row of data is never lost to its numbers."""

    XOR = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))

    @pytest.mark.parametrize("order", list(itertools.permutations(XOR)))
    @pytest.mark.parametrize("label", [str, lambda value: ["no", "yes"][int(value)]])
    def test_truth_tables(self, tmp_path, order, label):
        for copies in (1, 3, 50):
            rows = [[a, b, label(c)] for a, b, c in order] * copies
            assert report_of(tmp_path, table(rows)).rows == len(rows)

    @pytest.mark.parametrize(
        "order", list(itertools.permutations([(0, 0, "n"), (0, 1, "y"), (1, 0, "n"), (1, 1, "n")]))
    )
    def test_a_truth_table_with_a_class_of_one_row(self, tmp_path, order):
        assert report_of(tmp_path, table(order)).rows == 4

    @pytest.mark.parametrize(
        "rows",
        [
            [[0, 1, 2], [3, 1, 0], [2, 2, 1], [0, 3, 3], [1, 0, 2]],
            [[i, i + 1, i + 2] for i in range(60)],
            list(itertools.permutations([1, 2, 3, 4])),
            list(itertools.combinations(range(1, 10), 3)),
            list(itertools.combinations(range(1, 31), 3)),
            [[0, 1, 2], *([i / 10, *row] for i, row in enumerate(decimals(40, 2), start=1))],
            [[1, 2, 3], *([i, *row] for i, row in enumerate(decimals(40, 2), start=2))],
            [["", 1, 2], *([i % 2, i % 3, i % 4] for i in range(40))],
            [[0, 1, 2, "a"], [1, 0, 2, "b"], [2, 1, 0, "b"], [0, 2, 1, "b"], [1, 2, 0, "b"]],
            [[5, 6, 7], *decimals(20, 3)],
            [[0, 1], *decimals(20, 2)],
            [["0.0", "1.0", "2.0", "x"], *([*row, "uv"[i % 2]] for i, row in enumerate(decimals(40, 3)))],
        ],
    )
    def test_rows_that_begin_like_a_header(self, tmp_path, rows):
        report = report_of(tmp_path, table(rows))
        assert not report.header
        assert report.rows == len(rows)

    def test_a_row_that_counts_up_is_noted(self, tmp_path):
        report = report_of(tmp_path, table([[0, 1, 2], [3, 1, 0], [2, 2, 1], [0, 3, 3], [1, 0, 2]]))
        what = (
            'its numbers count up, as names may; taken as data; if it is a header, set "header" to yes (--header yes)'
        )
        assert told(report)[0] == (1, None, what)

    @given(
        rows=st.integers(2, 4).flatmap(
            lambda width: st.lists(st.lists(st.integers(0, 4), min_size=width, max_size=width), min_size=2, max_size=30)
        )
    )
    def test_small_whole_numbers(self, tmp_path_factory, rows):
        path = file_of(tmp_path_factory.mktemp("t"), table(rows))
        assert not examine_csv(path)[0].header

    @given(data=st.data(), width=st.integers(2, 6), count=st.integers(1, 30))
    def test_numbers_that_are_all_written_alike(self, tmp_path_factory, data, width, count):
        form = data.draw(st.sampled_from(["{:.1f}", "{:.2e}", "{}.", "{:+d}.5"]))
        first = data.draw(st.sampled_from([range(width), range(1, width + 1), range(2000, 2000 + width)]))
        below = data.draw(st.lists(st.lists(st.integers(0, 99), min_size=width, max_size=width), min_size=count))
        rows = [[form.format(number) for number in row] for row in (first, *below)]
        path = file_of(tmp_path_factory.mktemp("t"), table(rows))
        assert not examine_csv(path)[0].header

    @given(seed=st.integers(0, 10**9), width=st.integers(2, 8), count=st.integers(2, 120))
    def test_random_tables(self, tmp_path_factory, seed, width, count):
        draw = random.Random(seed)
        kinds = [
            draw.choice(
                [
                    lambda: draw.randrange(2),
                    lambda: draw.randrange(10),
                    lambda: draw.randrange(256),
                    lambda: 1900 + draw.randrange(150),
                    lambda: round(draw.random(), 3),
                    lambda: round(draw.gauss(0, 100)),
                    lambda: f"{draw.gauss(0, 1):.2f}",
                ]
            )
            for _ in range(width)
        ]
        rows = [[kind() for kind in kinds] for _ in range(count)]
        path = file_of(tmp_path_factory.mktemp("t"), table(rows))
        report = examine_csv(path)[0]
        assert (report.header, report.rows) == (False, count)


class TestDoubt:
    """A first row that could name the columns and is taken as data is mentioned, with the way to overrule."""

    KINDS = ("wheat", "rye")
    HOW = 'taken as data; if it is a header, set "header" to yes (--header yes)'

    @pytest.mark.parametrize(
        ("header", "scale"), [(("400.5", "401.0", "401.5", "kind"), 0.01), (("900", "910", "920", "type"), 10)]
    )
    def test_a_class_of_its_own(self, tmp_path, header, scale):
        body = [[*(f"{scale * (i * 7 % 11 + k):.2f}" for k in range(3)), self.KINDS[i % 2]] for i in range(12)]
        report = report_of(tmp_path, table([header, *body]))
        assert not report.header
        assert (1, None, f'"{header[-1]}" is in no other row, as names are; {self.HOW}') in told(report)
        assert report_of(tmp_path, table([header, *body]), header=True).rows == 12

    def test_years_above_numbers_like_years(self, tmp_path):
        body = [[f"land {i}", *(str(1940 + i * (k + 2) % 17) for k in range(3))] for i in range(12)]
        report = report_of(tmp_path, table([["country", "1990", "1995", "2000"], *body]))
        assert not report.header
        assert (1, None, f"its numbers are years, as names may be; {self.HOW}") in told(report)

    def test_no_word_about_rows_like_the_others(self, tmp_path):
        body = [[f"{i * 7 % 11}.5", f"{i}", self.KINDS[i % 2]] for i in range(12)]
        assert not any(self.HOW in text for _, _, text in told(report_of(tmp_path, table(body))))
        body = [[f"{i * 7 % 11}.5", f"{i}", f"land {i}"] for i in range(12)]
        assert not any(self.HOW in text for _, _, text in told(report_of(tmp_path, table(body))))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("rows", ["1e999,1e999,3\n1e999,1e999,5\n", "1e999,4,3\n1e999,6,5\n"])
def test_infinite_cells_below_raise_no_warning(tmp_path, rows):
    assert not report_of(tmp_path, f"0,1,2\n{rows}").header
