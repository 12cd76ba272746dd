"""Random files: tables in random dialects are read exactly; any bytes are read or refused, without a crash."""

import csv
import io
import json
import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.data.files import examine_csv, read_table
from engine.data.options import ReadOptions
from engine.errors import EngineError
from tests.growth import MOST, TIMES, growth

FINITE = st.floats(allow_nan=False, allow_infinity=False)
ROUND = st.decimals(-10_000, 10_000, places=3, allow_nan=False).map(float)


@st.composite
def tables(draw):
    """Draw numbers, and the bytes of a file that holds them in a random layout."""
    width, rows = draw(st.integers(1, 5)), draw(st.integers(1, 8))
    cells = FINITE if draw(st.booleans()) else ROUND
    numbers = [[draw(cells) for _ in range(width)] + [index + 0.5] for index in range(rows)]
    decimal = draw(st.sampled_from(".,"))
    delimiter = draw(st.sampled_from([";", "\t", "|", " "] + ([","] if decimal == "." else [])))
    quote = draw(st.booleans())
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"]))

    def line(words):
        return delimiter.join(f'"{word}"' if quote and draw(st.booleans()) else word for word in words) + end

    names = [f"größe{index}" for index in range(width + 1)]
    text = draw(st.sampled_from(["", "sep" * (delimiter != " ")])) and f"sep={delimiter}{end}"
    text += line(names)
    for row in numbers:
        text += line([repr(value).replace(".", decimal) for value in row])
        text += draw(st.sampled_from(["", "", end]))
    return np.array(numbers), text.encode(encoding), decimal


@given(tables())
@settings(max_examples=150)
def test_numbers_come_back_exactly(tmp_path_factory, drawn):
    numbers, content, decimal = drawn
    path = tmp_path_factory.getbasetemp() / "drawn.csv"
    path.write_bytes(content)
    dataset, report = read_table(path, ReadOptions(decimal=decimal))
    assert np.hstack([dataset.inputs, dataset.expected]).tobytes() == numbers.tobytes()
    assert dataset.input_names[0] == "größe0"
    assert report.rows == len(numbers)


@given(tables())
@settings(max_examples=100)
def test_a_guess_is_right_or_noted(tmp_path_factory, drawn):
    """Where the decimal sign is not given and the cells are ambiguous, there is a warning."""
    numbers, content, _ = drawn
    path = tmp_path_factory.getbasetemp() / "guessed.csv"
    path.write_bytes(content)
    try:
        dataset, _ = read_table(path)
    except EngineError:
        return
    read = np.hstack([dataset.inputs, dataset.expected])
    assert read.tobytes() == numbers.tobytes() or dataset.notes


def grouped(value, group, decimal):
    return f"{value:,.2f}".translate(str.maketrans({",": group, ".": decimal}))


SPELLINGS = {
    ".": [
        lambda value: f"{value:.2f}",
        lambda value: f"{value:.0f}",
        lambda value: f"{value:.3e}",
        lambda value: grouped(value, ",", "."),
        lambda value: grouped(value, "'", "."),
        lambda value: "$" + grouped(value, ",", "."),
        lambda value: f"{value:.1f}%",
        lambda value: f"({-value:.2f})" if value < 0 else f"{value:.2f}",
    ],
    ",": [
        lambda value: f"{value:.2f}".replace(".", ","),
        lambda value: f"{value:.0f}",
        lambda value: f"{value:.3e}".replace(".", ","),
        lambda value: grouped(value, ".", ","),
        lambda value: grouped(value, "\u202f", ","),
        lambda value: "€ " + grouped(value, ".", ","),
    ],
}


@st.composite
def sheets(draw):
    """Draw numbers as spreadsheets write them: the number of rows, the cells, and the bytes of the file."""
    decimal = draw(st.sampled_from(".,"))
    delimiter = draw(st.sampled_from(["\t", "|", ";"] + [","] * (decimal == ".")))
    width, rows = draw(st.integers(1, 4)), draw(st.sampled_from([3, 12, 40]))
    spellings = [draw(st.sampled_from(SPELLINGS[decimal])) for _ in range(width)] + [SPELLINGS[decimal][0]]
    values = draw(st.randoms(use_true_random=False))
    table = [[spell(values.uniform(-1, 1) * 10 ** values.randint(0, 7)) for spell in spellings] for _ in range(rows)]
    if gap := draw(st.sampled_from(["", "NA", "-", "?"])):
        table[1][0] = gap
    above = draw(st.sampled_from([[], [["A title"]], [["# made, by; me"]], [["A title"], []]]))
    names = [draw(st.sampled_from(["a b", "Größe (°C)", "x/y", "n°"])) + str(index) for index in range(width + 1)]
    header = [names + [""] * draw(st.integers(0, 1))]
    stream = io.StringIO(newline="")
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    writer = csv.writer(
        stream, delimiter=delimiter, quoting=quoting, lineterminator=draw(st.sampled_from(["\n", "\r"]))
    )
    writer.writerows([*above, *header, *table])
    return names, table, stream.getvalue().encode(draw(st.sampled_from(["utf-8-sig", "utf-16", "utf-8"])))


@given(sheets())
@settings(max_examples=150)
def test_tables_written_by_spreadsheets(tmp_path_factory, drawn):
    names, table, content = drawn
    path = tmp_path_factory.getbasetemp() / "sheet.csv"
    path.write_bytes(content)
    report, _ = examine_csv(path, ReadOptions(task="regression"))  # else a few whole numbers as target are classes
    assert [column.name for column in report.columns] == names
    assert report.rows == len(table)
    for column, cells in zip(report.columns, zip(*table, strict=True), strict=True):
        known = [read for cell in cells if (read := plainly(cell)) is not None]
        said = [warning.text for warning in report.warnings if warning.column == column.name]
        assert column.kind == "number" or said
        # 1,234 alone in its column is ambiguous: then a note says how it was read.
        assert column.missing == len(cells) - len(known)
        assert (column.minimum, column.maximum) == (min(known), max(known)) or any("is read as" in it for it in said)


def plainly(cell):
    """Read a cell of ``SPELLINGS`` in the simplest way; None if it is missing."""
    bare = cell.strip("$€%() ").replace("\u202f", "").replace("'", "")
    if not bare.strip("NA-?"):
        return None
    parts = re.split(r"[.,](?=\d{1,2}$|\d{3}e)", bare)
    value = float(".".join(part.replace(".", "").replace(",", "") for part in parts))
    return -value if cell.startswith("(") else value


def settled(path, options=None):
    """Read a file; check that the result is a report that fits in JSON, or one printable line."""
    refused = None
    try:
        report, _ = examine_csv(path, options)
    except EngineError as error:
        refused = str(error)
    if refused is not None:
        assert refused.isprintable()
        return
    assert report.rows > 0
    assert all(str(warning).isprintable() for warning in report.warnings)
    assert report.problem is None or report.problem.isprintable()
    json.dumps([[c.name, c.minimum, c.maximum, c.missing, c.distinct] for c in report.columns], allow_nan=False)
    if report.problem is None:
        dataset, _ = read_table(path, options)
        assert np.isfinite(dataset.inputs).all()
        assert len(dataset.inputs) == report.used


OPTIONS = st.builds(
    ReadOptions,
    header=st.sampled_from([None, True, False]),
    delimiter=st.sampled_from([None, None, ";", " ", "\t"]),
    decimal=st.sampled_from([None, ".", ","]),
    encoding=st.sampled_from([None, None, "latin-1", "utf-16"]),
    targets=st.sampled_from([(), ("1",), ("2", "1")]),
    inputs=st.sampled_from([None, ("2",), ("1", "2")]),
    task=st.sampled_from([None, "classification", "regression"]),
    missing=st.sampled_from(["drop", "fill"]),
    strays=st.sampled_from([None, "drop", "refuse"]),
)


@given(st.binary(max_size=300))
@example(b"\xff\xfe\0\xd8")
@example(b"\xff\xfe\0\0\xff\xff\xff\xff")
@settings(max_examples=300)
def test_any_bytes(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    path.write_bytes(content)
    settled(path)


WORDS = [
    "a",
    "1",
    "2.5",
    "1,5",
    "1.234",
    "NA",
    "",
    '"',
    "''",
    " ",
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r",
    "\n",
    ",",
    "é",
    "\x00",
]
WORDS += [
    "2020-01-01",
    "3/4/20",
    "12:30",
    "007",
    "€ 5",
    "12 %",
    "yes",
    "no",
    "inf",
    "1e999",
    "-",
    "#",
    "%",
    "//",
    "sep=;",
]
WORDS += [
    "9" * 30,
    "\ufeff",
    "\u2028",
    "\x1b[2J",
    "\u202e",
    "٣",
    "²",
    "½",
    "Ⅷ",
    "(1)",
    "+",
    ".",
    "e5",
    "1e5",
    '="1"',
    "\udcff",
]


@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join), OPTIONS)
@settings(max_examples=500)
def test_any_text_with_any_options(tmp_path_factory, text, options):
    path = tmp_path_factory.getbasetemp() / "text.csv"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    settled(path, options)


GOOD = "id;age;height;member;day;kind\n" + "".join(
    f'{i};{20 + i};1,{i}5;{"yes" if i % 3 else "no"};{i}.1.2020;"kind {"abc"[i % 3]}"\n' for i in range(1, 25)
)


@given(st.data())
@settings(max_examples=300)
def test_a_damaged_file(tmp_path_factory, data):
    content = bytearray(GOOD.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 12))
        content[position : position + length] = data.draw(st.binary(max_size=6))
    path = tmp_path_factory.getbasetemp() / "damaged.csv"
    path.write_bytes(bytes(content))
    settled(path)


LONG = (
    lambda n: '"' * n,
    lambda n: "a,b\n" + '1,"x" \n' * (n // 5),
    lambda n: "%\n\n" * (n // 3),
    lambda n: "\n" * (10 * n),
    lambda n: "1 " * (5 * n),
    lambda n: "a b\n" + " " * n + "1 2\n",
    lambda n: "a,b\n1," + "1," * (n // 25),
    lambda n: "a\tb\n1\t" + "1 " * (n // 2) + "x\n2\t3\n",
    lambda n: "a,b\n" + ("1" * (n // 2) + "," + "2" * (n // 2) + "\n") * 3,
    lambda n: "a,b\n" + "(" * n + ",1\n2,3\n",
    lambda n: "a,b\n2020-01-01" + " " * n + "x,1\n2,3\n",
)


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_no_hang(tmp_path, text):
    shorter, longer = tmp_path / "short.csv", tmp_path / "long.csv"
    shorter.write_text(text(100_000 // TIMES))
    longer.write_text(text(100_000))
    assert growth(lambda: settled(shorter), lambda: settled(longer)) < MOST


def test_a_table_written_by_numpy(tmp_path):
    numbers = np.random.default_rng(1).normal(size=(20, 3))
    stream = io.StringIO()
    np.savetxt(stream, numbers, header="a b c")
    path = tmp_path / "f.csv"
    path.write_text(stream.getvalue())
    dataset, report = read_table(path)
    assert np.hstack([dataset.inputs, dataset.expected]).tobytes() == numbers.tobytes()
    assert [column.name for column in report.columns] == ["a", "b", "c"]
