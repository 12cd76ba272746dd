"""From a file to a data set: chosen columns, refusals, limits, progress, and files that are not CSV."""

import gc
import gzip
import io
import json
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from engine.data.files import examine_csv, read_csv, read_table
from engine.data.options import ReadOptions
from engine.errors import DataError, InvalidValue
from tests.engine.data.reading_files import file_of, refusal_of, report_of, table_of, told
from tests.growth import MOST, growth

TABLE = "a,b,c\n1,2,3.5\n2,3,4.5\n3,1,5.5\n"


class TestChoice:
    def test_the_last_column_is_the_target(self, tmp_path):
        dataset, report = table_of(tmp_path, TABLE)
        assert (report.inputs, report.targets, report.task) == (("a", "b"), ("c",), "regression")
        assert dataset.output_names == ("c",)

    def test_several_targets_by_name_and_number(self, tmp_path):
        dataset, report = table_of(tmp_path, TABLE, targets=("c", "1"))
        assert dataset.output_names == ("c", "a")
        assert dataset.expected.tolist() == [[3.5, 1], [4.5, 2], [5.5, 3]]
        assert report.inputs == ("b",)

    def test_several_in_one_word(self, tmp_path):
        dataset, _ = table_of(tmp_path, TABLE, targets=("c, 1",))
        assert dataset.output_names == ("c", "a")
        # A name may contain a comma.
        dataset, _ = table_of(tmp_path, TABLE.replace("c", '"a,b"', 1), targets=("a,b",))
        assert dataset.output_names == ("a,b",)

    def test_a_name_that_is_also_a_number_is_noted(self, tmp_path):
        dataset, report = table_of(tmp_path, "a,b,2\n1,2,3.5\n2,3,4.5\n3,1,5.5\n", targets=("2",), header=True)
        assert dataset.output_names == ("2",)
        assert (None, "2", '"2" is taken as a name, not as the number of "b"') in told(report)

    def test_inputs_in_the_order_asked_for(self, tmp_path):
        dataset, _ = table_of(tmp_path, TABLE, inputs=("2", "a"))
        assert dataset.input_names == ("b", "a")

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"targets": ("d",)}, 'f.csv: no column "d"; the columns are "a", "b", "c"'),
            ({"inputs": ("4",)}, 'f.csv: no column "4"; the columns are "a", "b", "c"'),
            ({"targets": ("a", "1")}, 'f.csv, column "a": the column is asked for twice'),
            ({"inputs": ("c",)}, 'f.csv, column "c": a column cannot be both an input and a target'),
            ({"inputs": ()}, "f.csv: no input column was chosen"),
            (
                {"targets": ("a", "b"), "task": "classification"},
                'f.csv, column "b": a classification has one target column',
            ),
        ],
    )
    def test_invalid_choices_are_refused(self, tmp_path, options, message):
        assert refusal_of(tmp_path, TABLE, **options) == message
        assert report_of(tmp_path, TABLE, **options).problem == message

    def test_the_task_can_be_given(self, tmp_path):
        dataset, _ = table_of(tmp_path, TABLE, task="classification")
        assert dataset.output_names == ("3.5", "4.5", "5.5")
        dataset, _ = table_of(tmp_path, "a,t\n1,0\n2,1\n3,1\n", task="regression")
        assert dataset.expected.tolist() == [[0], [1], [1]]
        message = refusal_of(tmp_path, "a,t\n1,x\n2,y\n3,x\n", task="regression")
        assert message == 'f.csv, line 2, column "t": "x" is not a number: a regression learns numbers'
        message = refusal_of(tmp_path, "a,b,t\n1,1,x\n2,2,y\n3,3,x\n", targets=("b", "t"))
        assert message == 'f.csv, line 2, column "t": "x" is not a number: several targets are numbers, all of them'

    def test_a_date_is_not_a_target(self, tmp_path):
        message = refusal_of(tmp_path, "a,d\n1,2020-01-01\n2,2020-01-02\n")
        assert message == 'f.csv, line 2, column "d": dates, such as "2020-01-01"; choose another target'

    def test_no_inputs_says_why(self, tmp_path):
        message = refusal_of(tmp_path, "t,y\nfoo,1.5\nbar,2.5\n")
        assert message == 'f.csv: no column can be an input ("t" is left out: text: 2 different values in 2 rows)'

    @pytest.mark.parametrize(
        "wrong",
        [{"decimal": ";"}, {"task": "guess"}, {"missing": "keep"}, {"max_rows": 0}, {"encoding": "klingon"}]
        + [{"encoding": name} for name in ("zip", "rot13", "idna", "punycode", "utf-8\0", "")],
    )
    def test_invalid_options(self, wrong):
        with pytest.raises(InvalidValue) as caught:
            ReadOptions(**wrong)
        assert str(caught.value).isprintable()


class TestReports:
    def test_a_report(self, tmp_path):
        report = report_of(tmp_path, "id;age;k\n1;31,5;x\n2;NA;y\n3;27;x\n")
        assert (report.file, report.encoding, report.delimiter, report.decimal) == ("f.csv", "utf-8", ";", ",")
        assert (report.header, report.rows, report.used) == (True, 3, 0)
        assert (
            report.problem == 'f.csv, column "k": every row is of the same class, "x"; there is nothing to tell apart'
        )
        age = report.columns[1]
        assert (age.name, age.kind, age.minimum, age.maximum) == ("age", "number", 27, 31.5)
        assert (age.missing, age.distinct, age.examples) == (1, 2, ("31,5", "27"))
        assert report.preview == (("1", "31,5", "x"), ("2", "NA", "y"), ("3", "27", "x"))

    def test_one_row(self, tmp_path):
        dataset, report = table_of(tmp_path, "a,b\n1,2.5\n")
        assert dataset.inputs.tolist() == [[1]]
        assert told(report) == []

    def test_notes_go_with_the_data_set(self, tmp_path):
        path = file_of(tmp_path, "a,b\n1,2.5\n,3\n2,4\n")
        assert read_csv(path).notes[0] == 'line 3, column "a": the value is missing'

    @pytest.mark.parametrize("name", ["x.csv", "x.CSV", "x.tsv", "x.txt", "x"])
    def test_its_name(self, tmp_path, name):
        assert read_csv(file_of(tmp_path, TABLE, name)).name == "x"


class TestProgress:
    def test_it_goes_from_0_to_1(self, tmp_path):
        shares = []
        table = "a,b\n" + "1,2.5\n" * 30_000
        read_table(file_of(tmp_path, table), None, shares.append)
        assert shares == sorted(shares)
        assert 0 <= shares[0] < 0.1
        assert shares[-1] == 1
        assert len(shares) > 8

    def test_it_can_end_the_reading(self, tmp_path):
        class Cancelled(Exception):
            pass

        def cancel(share):
            if share > 0.2:
                raise Cancelled

        with pytest.raises(Cancelled):
            examine_csv(file_of(tmp_path, "a,b\n" + "1,2.5\n" * 10_000), None, cancel)


@pytest.mark.parametrize("is_on", [True, False])
def test_garbage_collection_is_paused_while_reading(tmp_path, is_on):
    during = []

    def look(share):
        during.append(gc.isenabled())
        if len(during) == 5:
            raise KeyError

    was_on = gc.isenabled()
    (gc.enable if is_on else gc.disable)()
    try:
        with pytest.raises(KeyError):
            examine_csv(file_of(tmp_path, "a,b\n1,2.5\n3,4.5\n"), None, look)
        after_failing = gc.isenabled()
        examine_csv(file_of(tmp_path, "a,b\n1,2.5\n3,4.5\n"))
        after = gc.isenabled()
    finally:
        (gc.enable if was_on else gc.disable)()
    assert not any(during)
    assert (after_failing, after) == (is_on, is_on)


def packed(name, content="<x/>"):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), content)  # without a time stamp, so that the ids of tests stay the same
    return stream.getvalue()


class Unpickled:
    """Writes a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (self.path,)


class TestForeignFiles:
    @pytest.mark.parametrize(
        ("content", "what"),
        [
            (packed("xl/workbook.xml"), "is an Excel workbook, not CSV: save it as CSV first"),
            (
                packed("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                "is an OpenDocument spreadsheet, not CSV: save it as CSV first",
            ),
            (packed("a.csv"), "is a ZIP archive, not CSV: unpack it first"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
                "is an old Excel or Office document, not CSV: save it as CSV first",
            ),
            (gzip.compress(b"a,b\n1,2\n", mtime=0), "is compressed with gzip: unpack it first"),
            (b"%PDF-1.7\n1 0 obj", "is a PDF, not CSV"),
            (b"\x89PNG\r\n\x1a\n\0", "is a picture, not CSV"),
            (b"\x93NUMPY\x01\0", "is a NumPy array, not CSV: save it as CSV first"),
            (b"PAR1\x15\x04", "is a Parquet file, not CSV: save it as CSV first"),
            (b"SQLite format 3\0", "is an SQLite database, not CSV: save it as CSV first"),
            (json.dumps([{"a": 1, "b": 2}]).encode(), "is JSON, not CSV: save it as CSV first"),
            (b'{"a": [1, 2]}', "is JSON, not CSV: save it as CSV first"),
            (b"[1, 2,\n3]\n", "is JSON, not CSV: save it as CSV first"),
            (b"\n<!DOCTYPE html><html>", "is HTML or XML, not CSV: save it as CSV first"),
            (b'<?xml version="1.0"?><a/>', "is HTML or XML, not CSV: save it as CSV first"),
            (b"<table class='x'><tr>", "is HTML or XML, not CSV: save it as CSV first"),
            (
                b"INSERT INTO t VALUES (1, 2);\nINSERT INTO t VALUES (3, 4);\n",
                "is an SQL script, not CSV: save it as CSV first",
            ),
            (b"% comment\n\n@RELATION iris\n", "is an ARFF file, not CSV: save it as CSV first"),
            (
                b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
                "is a Git LFS pointer: fetch the file itself",
            ),
        ],
    )
    def test_they_are_recognised_by_content(self, tmp_path, content, what):
        assert refusal_of(tmp_path, content) == f"f.csv: {what}"

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_a_pickle_is_never_unpickled(self, tmp_path, protocol):
        trap = tmp_path / "trap"
        for thing in (Unpickled(str(trap)), [1, 2], {"a": 1}):
            message = refusal_of(tmp_path, pickle.dumps(thing, protocol))
            assert message.startswith("f.csv")
            assert "pickle" in message or protocol == 1
        assert not trap.exists()

    @pytest.mark.parametrize("name", ["PAR1", "GIF8", "BZhaus", "Rar!", "PK", "BM", "ARROW1", "FEA1", "cats", "%PD"])
    def test_column_names_that_start_like_other_formats(self, tmp_path, name):
        _, report = table_of(tmp_path, f"{name},y\n1,2.5\n2,3\n3,4\n")
        assert report.columns[0].name == name.removeprefix("%")

    def test_column_names_that_look_like_other_formats(self, tmp_path):
        dataset, _ = table_of(tmp_path, "[kg],<cm>\n1,2.5\n2,3\n")
        assert dataset.input_names == ("[kg]",)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"a,b\n1,2\n\0,3\n", "f.csv, line 3: a NUL character: this is not a text file"),
            (b'a,b\n1,"x\n2,y\n', "f.csv, line 2: a quote is opened and never closed"),
            (b"a,b\n", "f.csv: there is no row below the header"),
            (b"a,b\n\n,\n", "f.csv: there is no row below the header"),
            (b"\xef\xbb\xbf", "f.csv: the file is empty; a header line and rows of data are needed"),
            (b",,\n,\n", "f.csv: the file is empty; a header line and rows of data are needed"),
            (b"sep=;\n", "f.csv: the file is empty; a header line and rows of data are needed"),
            (bytes(range(1, 256)) * 4, "f.csv, line 3: byte 128 of the file is not UTF-8 or cp1252 text"),
            (
                b"a," * 5000 + b"b\n" + b"1," * 5000 + b"2\n",
                "f.csv, line 1: 5,001 cells in a row; at most 4,096 can be read",
            ),
        ],
    )
    def test_files_that_are_not_tables(self, tmp_path, content, message):
        refused = refusal_of(tmp_path, content)
        assert refused == message or (content.startswith(bytes([1])) and refused.startswith("f.csv, line "))


class TestLimits:
    def test_more_rows_than_allowed(self, tmp_path):
        dataset, report = table_of(tmp_path, TABLE, max_rows=2)
        assert (report.rows, dataset.inputs.tolist(), dataset.last_number) == (2, [[1, 2], [2, 3]], 2)
        assert told(report) == [(4, None, "the first 2 of 3 rows are read, as asked")]
        assert table_of(tmp_path, TABLE, max_rows=3)[1].warnings == ()

    def test_of_a_long_file_only_the_first_rows_are_read(self, tmp_path):
        text = "a,y\n" + "".join(f"{row},{row}.5\n" for row in range(1, 5000)) + "x,x,x,x\n"
        dataset, report = table_of(tmp_path, text, max_rows=1000)
        assert dataset.inputs[-1].tolist() == [1000]
        assert told(report) == [(1002, None, "the first 1,000 rows of more are read, as asked")]

    def test_lines_without_a_value_below_the_rows_that_are_read_do_not_count(self, tmp_path):
        dataset, report = table_of(tmp_path, "a,y\n1,1.5\n,\n2,2.5\n,\n3,3.5\n4,4.5\n", max_rows=2)
        assert (report.rows, dataset.last_number) == (2, 3)
        assert (3, None, "no cell has a value; skipped") in told(report)

    def test_more_rows_allow_a_larger_file(self):
        assert ReadOptions(max_rows=5).max_bytes == 10_000_000
        assert ReadOptions(max_rows=300_000).max_bytes == 30_000_000

    def test_classes_that_would_fill_the_memory(self, tmp_path):
        words = [f"w{i}" for i in range(20)]
        rows = "\n".join(";".join([words[i % 20]] * 60 + [str(i % 7 + 0.5)]) for i in range(20_000))
        message = refusal_of(tmp_path, ";".join(f"c{i}" for i in range(61)) + "\n" + rows)
        assert message == "f.csv: too large: more than 20,000,000 numbers once its classes are one-hot encoded"

    @pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc here")
    def test_files_that_only_look_regular(self):
        with pytest.raises(DataError, match="empty"):
            read_csv("/proc/self/status")

    def test_a_link_to_a_file_is_fine(self, tmp_path):
        link = tmp_path / "link.csv"
        link.symlink_to(file_of(tmp_path, TABLE))
        assert read_csv(link).rows == 3

    def test_a_large_table_is_read_quickly(self, tmp_path):
        numbers = np.random.default_rng(0).normal(size=(100_000, 10)) * 100
        large, small = tmp_path / "large.csv", tmp_path / "small.csv"
        for path, rows in ((large, numbers), (small, numbers[:10_000])):
            np.savetxt(path, rows, fmt="%.4f", delimiter=",", header=",".join("abcdefghij"), comments="")
        assert read_csv(large).inputs[7, 3] == float(f"{numbers[7, 3]:.4f}")
        assert growth(lambda: read_csv(small), lambda: read_csv(large)) < MOST
