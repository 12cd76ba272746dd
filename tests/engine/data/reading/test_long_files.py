"""Files that are long and hold next to nothing are read, or refused, as quickly as others."""

import random
import re
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.files import examine_csv, first_rows, read_table
from engine.data.reading import columns, spelled_numbers
from engine.data.reading.lines import line_at, line_start, lines_of
from tests.engine.data.reading_files import file_of, refusal_of, table_of, told
from tests.growth import MOST, TIMES, growth
from tests.test_growth import seconds

LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")
TABLE = "a,b\n1,2.5\n2,3.5\n3,5.5\n"
TEXTS = st.text("a\r\n\x0b\u2028 ", max_size=20)
FILES = {
    "newlines": "\n",
    "blank lines": " \r\n",
    "commas": ",",
    "lines of commas": ",\n",
    "comments": "# 1\n",
    "quotes": '"\n',
    "quoted cells with blanks behind": '"a" ,"b"\n',
    "one value and many commas": "a" + "," * 999 + "\n",
    "texts": "alpha,beta,gamma,delta,epsilon\n",
}


@given(TEXTS)
def test_the_lines_of_a_text(text):
    lines = [match[0] for match in LINE.finditer(text)]
    assert list(lines_of(text)) == lines
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    for number, (start, line) in enumerate(zip(starts, lines, strict=True), start=1):
        for position in range(start, start + len(line.rstrip("\r\n")) + 1):
            assert (line_at(text, position), line_start(text, position)) == (number, start)


@pytest.mark.parametrize("name", FILES)
def test_ten_times_the_lines_take_ten_times_as_long(tmp_path, name):
    repeated = FILES[name]
    short, long = (
        file_of(tmp_path, repeated * (size // len(repeated)), f"{size}.csv") for size in (50_000, TIMES * 50_000)
    )

    def times(work):
        return min(seconds(work, long, 3) / seconds(work, short, 3) for _ in range(2))

    assert times(read_table) <= MOST
    assert times(first_rows) <= MOST


def test_newlines_around_a_table_are_skipped(tmp_path):
    dataset, report = table_of(tmp_path, "\n" * 1_500_000 + TABLE + "\r\n" * 1_500_000)
    assert (dataset.rows, told(report)) == (3, [])


def test_the_lines_of_comments_are_counted(tmp_path):
    above = "# one\n\n  # two\n" * 2
    _, report = table_of(tmp_path, f"\nsep=,\n\n{above}\n{TABLE}1,2,3\n", strays="drop")
    assert told(report) == [
        (4, None, "4 lines of comment above the table were skipped; the first in line 4"),
        (15, None, "expected 2 cells, as in the header, found 3; the row is left out"),
    ]


@pytest.mark.parametrize("empty", ["\n", ",\n"])
def test_too_many_lines_without_any_value_are_refused(tmp_path, empty):
    message = refusal_of(tmp_path, TABLE + empty * 1_050_000 + "4,5.5\n")
    assert message.endswith(": more than 1,000,000 lines without any value")
    assert re.match(r"f\.csv, line 10[0-4]\d{4}:", message)


def test_a_wide_file_can_be_stopped_between_its_rows(tmp_path):
    told_of: list[float] = []
    read_table(file_of(tmp_path, ("1.5," * 999 + "2.5\n") * 100), progress=told_of.append)
    assert sum(0.05 < share < 0.45 for share in told_of) > 3


WIDE = {
    "codes": lambda draw: "".join(draw.choices(ascii_letters + digits, k=8)),
    "dates": lambda draw: f"{draw.randrange(1970, 2030)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}",
    "amounts": lambda draw: f'"{draw.uniform(0, 10_000):,.2f} €"',
    "numbers in brackets": lambda draw: draw.choice(["{:.2f}", "({:.2f})"]).format(draw.uniform(0, 100)),
}


@pytest.mark.parametrize("kind", WIDE)
def test_ten_times_the_columns_take_ten_times_as_long(tmp_path, kind):
    def wide(columns):
        draw = random.Random(1)
        rows = [",".join(WIDE[kind](draw) for _ in range(columns)) for _ in range(20)]
        names = ",".join(f"column_{number}" for number in range(columns))
        return file_of(tmp_path, "\n".join([names, *rows]), f"{columns}.csv")

    narrow, broad = wide(100), wide(TIMES * 100)
    assert growth(lambda: examine_csv(narrow), lambda: examine_csv(broad)) <= MOST


@pytest.mark.parametrize("kind", ["codes", "amounts"])
def test_no_pattern_is_made_for_a_column(tmp_path, kind, monkeypatch):
    draw = random.Random(1)
    rows = [",".join(WIDE[kind](draw) for _ in range(60)) for _ in range(40)]
    path = file_of(tmp_path, "\n".join([",".join(f"column_{number}" for number in range(60)), *rows]))
    examine_csv(path)
    made: list[str] = []
    make = re.compile
    monkeypatch.setattr(re, "compile", lambda pattern, *flags: made.append(pattern) or make(pattern, *flags))
    examine_csv(path)
    assert made == []


@pytest.mark.parametrize("kind", ["amounts", "dates"])
def test_one_cell_of_each_spelling_is_tried_however_many_columns_there_are(tmp_path, kind, monkeypatch):
    tried: list[str] = []
    for module, test in ((spelled_numbers, "may_be_numbers"), (columns, "may_be_dates")):
        old = getattr(module, test)
        monkeypatch.setattr(module, test, lambda cells, old=old: tried.extend(cells) or old(cells))
    draw = random.Random(1)
    rows = [",".join(WIDE[kind](draw) for _ in range(60)) for _ in range(40)]
    examine_csv(file_of(tmp_path, "\n".join([",".join(f"column_{number}" for number in range(60)), *rows])))
    assert 0 < len(tried) < 20
