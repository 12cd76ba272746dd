"""With a row limit only the beginning of a large file is read, wherever it is cut."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import options
from engine.data.files import first_rows, read_table
from engine.data.options import MAX_BYTES, ReadOptions
from engine.errors import DataError
from tests.engine.data.reading_files import file_of, refusal_of, table_of, told

ROWS = 90
NAMES = ("müde", "größer, viel größer", 'ein "Wort"', "zwei\nZeilen", "日本", "𝒳")
LINES = ["größe,name,y\n"]
LINES += [f'{row}.5,"{NAMES[row % len(NAMES)].replace(chr(34), chr(34) * 2)}",{row % 3}\n' for row in range(ROWS)]
TABLE = "".join(LINES)
WITHOUT_ASIA = TABLE.replace("日本", "Köln").replace("𝒳", "é")


def cut_at(monkeypatch, size):
    """Let at most so many bytes be read."""
    monkeypatch.setattr(options, "MAX_BYTES", size)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "cp1252"])
def test_wherever_it_is_cut_the_rows_are_the_same(tmp_path, encoding):
    text = WITHOUT_ASIA if encoding == "cp1252" else TABLE
    path = file_of(tmp_path, text.encode(encoding))
    asked = None if encoding.startswith("utf-8") or encoding in ("utf-16", "cp1252") else encoding
    whole, report = read_table(path, ReadOptions(max_rows=5, encoding=asked))
    with pytest.MonkeyPatch.context() as patch:
        for size in range(path.stat().st_size - 700, path.stat().st_size - 600):
            cut_at(patch, size - size % 2)
            part, notes = read_table(path, ReadOptions(max_rows=5, encoding=asked))
            np.testing.assert_array_equal(part.inputs, whole.inputs)
            assert (notes.rows, notes.targets, notes.preview) == (5, ("y",), report.preview)
            assert "the first 5 rows of more are read, as asked" in [text for _, _, text in told(notes)]
            assert first_rows(path, ReadOptions(max_rows=5, encoding=asked))[0] == ("größe", "name", "y")


@given(st.integers(40, len(TABLE.encode()) - 1), st.integers(1, ROWS))
def test_the_beginning_gives_the_first_rows_or_is_too_little(tmp_path_factory, size, rows):
    path = file_of(tmp_path_factory.mktemp("t"), TABLE)
    whole, _ = read_table(path)
    with pytest.MonkeyPatch.context() as patch:
        cut_at(patch, size)
        enough = TABLE.encode()[:size].decode(errors="ignore").count("\n") > 1.3 * (rows + 24)
        if enough:
            part, _ = read_table(path, ReadOptions(max_rows=rows, task="regression"))
            np.testing.assert_array_equal(part.inputs[:, 0], whole.inputs[:rows, 0])
        else:
            with pytest.raises(DataError, match="larger than"):
                read_table(path, ReadOptions(max_rows=rows + 30))


def test_a_file_of_more_than_ten_megabytes(tmp_path):
    row = f"1.5,{'a long text ' * 20},2.5\n"
    text = "a,b,c\n" + row * (MAX_BYTES // len(row) + 10)
    assert ": larger than 10 MB" in refusal_of(tmp_path, text)
    dataset, report = table_of(tmp_path, text, max_rows=7)
    assert (dataset.rows, report.rows) == (7, 7)
    assert (9, None, "the first 7 rows of more are read, as asked") in told(report)
    assert ": larger than 10 MB; to read more" in refusal_of(tmp_path, text, max_rows=60_000)


@pytest.mark.parametrize("line", ["x" * (MAX_BYTES + 10), "\n" * (MAX_BYTES + 10)])
def test_a_beginning_without_a_row_is_too_little(tmp_path, line):
    assert ": larger than 10 MB" in refusal_of(tmp_path, line, max_rows=5)


def test_a_quote_that_is_wrong_before_the_cut_is_still_named(tmp_path, monkeypatch):
    cut_at(monkeypatch, 600)
    text = 'a,b\n"x"y",1\n' + "1,2\n" * 400
    assert "line 2: text after a closing quote" in refusal_of(tmp_path, text, max_rows=2)
