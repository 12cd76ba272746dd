"""Data sets: bundled ones, good and bad CSV files, and edits that leave the original unchanged."""

import csv
import os
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.bundled import BUNDLED, bundled, bundled_names
from engine.data.dataset import Dataset
from engine.data.files import read_csv
from engine.data.options import MAX_BYTES, MAX_CLASSES, MAX_ROWS
from engine.errors import DataError, InvalidValue

TEN_ROWS = [
    [2.7810836, 2.550537003],
    [1.465489372, 2.362125076],
    [3.396561688, 4.400293529],
    [1.38807019, 1.850220317],
    [3.06407232, 3.005305973],
    [7.627531214, 2.759262235],
    [5.332441248, 2.088626775],
    [6.922596716, 1.77106367],
    [8.675418651, -0.242068655],
    [7.673756466, 3.508563011],
]


def write(folder: Path, content: str | bytes, name: str = "data.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: str | Path, target: str | None = None) -> str:
    """Return the message that refuses ``path``, which must be one printable line."""
    with pytest.raises(DataError) as caught:
        read_csv(path, target)
    message = str(caught.value)
    assert message.isprintable()
    return message


def pair(**changes: object) -> Dataset:
    """Return a small valid data set with some fields changed."""
    parts = {
        "name": "pair",
        "inputs": [[1.0, 2.0], [3.0, 4.0]],
        "expected": [[1.0, 0.0], [0.0, 1.0]],
        "input_names": ("a", "b"),
        "output_names": ("no", "yes"),
        "task": "classification",
        "source": "a test",
    }
    return Dataset(**(parts | changes))


class TestBundled:
    def test_names(self):
        assert bundled_names() == tuple(BUNDLED)
        assert {"ten-rows", "xor", "and", "iris"} <= set(bundled_names())

    def test_every_file_is_bundled_and_every_bundled_set_has_a_file(self):
        folder = Path(__file__).parents[3] / "datasets"
        assert {path.stem for path in folder.glob("*.csv")} == set(bundled_names())

    def test_ten_rows_are_the_articles(self):
        data = bundled("ten-rows")
        assert data.name == "ten-rows"
        assert data.task == "classification"
        assert data.input_names == ("i1", "i2")
        assert data.output_names == ("0", "1")
        assert data.inputs.tolist() == TEN_ROWS
        assert data.expected.tolist() == [[1.0, 0.0]] * 5 + [[0.0, 1.0]] * 5

    @pytest.mark.parametrize(("name", "ones"), [("xor", [0, 1, 1, 0]), ("and", [0, 0, 0, 1])])
    def test_truth_tables(self, name, ones):
        data = bundled(name)
        assert data.inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
        assert data.target_classes.tolist() == ones

    def test_iris_is_the_version_in_r(self):
        data = bundled("iris")
        assert (data.rows, data.input_count, data.output_count) == (150, 4, 3)
        assert data.output_names == ("setosa", "versicolor", "virginica")
        assert data.expected.sum(axis=0).tolist() == [50, 50, 50]
        assert data.inputs[34].tolist() == [4.9, 3.1, 1.5, 0.2]
        assert data.inputs[37].tolist() == [4.9, 3.6, 1.4, 0.1]
        assert data.inputs[149].tolist() == [5.9, 3.0, 5.1, 1.8]
        assert data.inputs.sum(axis=0) == pytest.approx([876.5, 458.6, 563.7, 179.9])  # the means R prints, times 150

    def test_unknown_name_is_refused_with_the_known_ones(self):
        with pytest.raises(InvalidValue, match=r'"iri\\x1bs".*ten-rows, xor, and, or, nand'):
            bundled("iri\x1bs")


class TestGoodFiles:
    def test_text_target_becomes_classes_in_sorted_order(self, tmp_path):
        data = read_csv(write(tmp_path, "x,y,kind\n1,2.5,pear\n-3,4e-2,apple\n.5,6.,pear\n"))
        assert data.name == "data"
        assert data.input_names == ("x", "y")
        assert data.output_names == ("apple", "pear")
        assert data.inputs.tolist() == [[1.0, 2.5], [-3.0, 0.04], [0.5, 6.0]]
        assert data.expected.tolist() == [[0, 1], [1, 0], [0, 1]]
        assert "data.csv" in data.source

    def test_whole_number_classes_are_in_numeric_order(self, tmp_path):
        data = read_csv(write(tmp_path, "x,n\n1,10\n2,2\n3,-3\n4,2.0\n"))
        assert data.task == "classification"
        assert data.output_names == ("-3", "2", "10")
        assert data.target_classes.tolist() == [2, 1, 0, 1]

    @pytest.mark.parametrize(
        ("targets", "task"),
        [
            (["0", "1", "1"], "classification"),
            (["0.5", "1", "1"], "regression"),
            (["1", "2", "3"], "regression"),  # no value repeats: a quantity, not a class
            ([str(i % 10) for i in range(20)], "classification"),
            ([str(i % 11) for i in range(22)], "regression"),
        ],
    )
    def test_task_follows_from_the_target(self, tmp_path, targets, task):
        data = read_csv(write(tmp_path, "x,t\n" + "".join(f"1,{t}\n" for t in targets)))
        assert data.task == task
        if task == "regression":
            assert data.output_names == ("t",)
            assert data.expected.tolist() == [[float(t)] for t in targets]

    @pytest.mark.parametrize(
        ("target", "names"), [(None, ("2", "b")), ("b", ("2", "c")), ("3", ("2", "b")), ("2", ("b", "c"))]
    )
    def test_target_by_name_then_by_number(self, tmp_path, target, names):
        assert read_csv(write(tmp_path, "2,b,c\n1,2,3\n4,5,6.5\n"), target).input_names == names

    @pytest.mark.parametrize(
        "content",
        [
            b"\xef\xbb\xbfa,b,k\n1,2,x\n3,4,y\n",
            b"a;b;k\n1;2;x\n3;4;y\n",
            b"a\tb\tk\n1\t2\tx\n3\t4\ty\n",
            b"a,b,k\r\n1,2,x\r\n3,4,y",
            b"a,b,k\r1,2,x\r3,4,y\r",
            b"\n\na, b , k\n\n 1, 2, x\n   \n3,4,y \n\n",
            b'"a","b","k"\n"1", "2","x"\n3,4,"y"\n',
        ],
        ids=["bom", "semicolon", "tab", "crlf", "cr", "blank", "quotes"],
    )
    def test_spellings_of_the_same_table(self, tmp_path, content):
        data = read_csv(write(tmp_path, content))
        assert data.input_names == ("a", "b")
        assert data.inputs.tolist() == [[1, 2], [3, 4]]
        assert data.output_names == ("x", "y")

    def test_separators_inside_quotes_do_not_count(self, tmp_path):
        data = read_csv(write(tmp_path, '"a, in cm";kind\n1;"x, y"\n2;"he said ""z"""\n'))
        assert data.input_names == ("a, in cm",)
        assert data.output_names == ('he said "z"', "x, y")

    @given(
        rows=st.integers(1, 6).flatmap(
            lambda width: st.lists(
                st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=width + 1, max_size=width + 1),
                min_size=1,
                max_size=8,
            )
        ),
        separator=st.sampled_from(",;\t"),
    )
    def test_numbers_come_back_exactly(self, tmp_path_factory, rows, separator):
        # A target of halves makes it a regression, so that the numbers can be compared.
        rows = [[*row[:-1], 0.5 + index] for index, row in enumerate(rows)]
        path = tmp_path_factory.mktemp("random") / "random.csv"
        with path.open("w", newline="") as stream:
            writer = csv.writer(stream, delimiter=separator)
            writer.writerow([f"c{i}" for i in range(len(rows[0]))])
            writer.writerows([repr(value) for value in row] for row in rows)
        data = read_csv(path)
        assert np.hstack([data.inputs, data.expected]).tobytes() == np.array(rows).tobytes()


class TestBadCells:
    @pytest.mark.parametrize(
        "cell", ["abc", "-inf", "inf", "1e999", "1_000", "0x10", "1 2", "--1", "1.2.3", "e5", "3a"]
    )
    def test_inputs_must_be_finite_numbers(self, tmp_path, cell):
        message = refusal(write(tmp_path, f"sepal width,k\n1,x\n\n{cell},y\n", "iris.csv"))
        assert message.startswith(f'iris.csv, line 4, column "sepal width": "{cell}" is not a ')

    def test_the_message_names_file_line_and_column(self, tmp_path):
        path = write(tmp_path, "sepal width,k\nabc,x\n1,y\n", "iris.csv")
        assert refusal(path) == 'iris.csv, line 2, column "sepal width": "abc" is not a number'

    def test_line_numbers_are_right_after_a_cell_of_two_lines(self, tmp_path):
        assert refusal(write(tmp_path, 'k,a\n"x\ny",1\nz,oops\n'), "k").startswith('data.csv, line 4, column "a":')

    @pytest.mark.parametrize("cell", ["-inf", "1e999", "1.2.3", "1_0"])
    def test_a_misspelled_number_beside_numbers_is_not_a_class(self, tmp_path, cell):
        message = refusal(write(tmp_path, f"a;t\n1;{cell}\n2;1.5\n3;2.5\n"))
        assert message.startswith(f'data.csv, line 2, column "t": "{cell}" is not a ')

    @pytest.mark.parametrize(("first", "second", "line"), [("1.5", "abc", 3), ("abc", "1.5", 2)])
    def test_a_target_of_numbers_and_text(self, tmp_path, first, second, line):
        message = refusal(write(tmp_path, f"a,t\n1,{first}\n2,{second}\n"))
        assert message == f'data.csv, line {line}, column "t": "abc" is not a number'

    def test_messages_carry_neither_control_characters_nor_long_cells(self, tmp_path):
        message = refusal(
            write(tmp_path, "a\x1b[2J,k\n\x1b]0;owned\x07\u202e" + "z" * 5000 + ",x\n1,y\n", "e\x1b[1mvil.csv")
        )
        assert message.startswith(r'e\x1b[1mvil.csv, line 2, column "a\x1b[2J": "\x1b]0;owned\x07\u202ezzz')
        assert "…" in message
        assert len(message) < 200


class TestBadFiles:
    @pytest.mark.parametrize(
        ("content", "start", "part"),
        [
            (b"", "data.csv: ", "empty"),
            (b" \n\n", "data.csv: ", "empty"),
            (b"a,b\n", "data.csv: ", "no row"),
            (b"\n1\n2\n", "data.csv, line 2: ", 'only one column, "1"'),
            (b"a^b^c\n1^2^3\n", "data.csv, line 1: ", 'only one column, "a^b^c"'),
            (b"a,b\r1,\x81\r", "data.csv, line 2: ", "byte 7 of the file is not UTF-8 or cp1252"),
            (b"a\n1\n", "data.csv, line 1: ", 'only one column, "a"'),
            (b"a,b\n1,2\n1,2,3\n", "data.csv, line 3: ", "expected 2 cells, as in the header, found 3"),
            (b"a,b\n1,2\n\n1\n", "data.csv, line 4: ", "expected 2 cells, as in the header, found 1"),
            (b'a,b\n1,x\n2,"y\n3,z\n', "data.csv, line 3: ", "never closed"),
            (b'"a,b\n1,2\n', "data.csv, line 1: ", "never closed"),
            pytest.param(b'a,b\n1,"' + b"y" * 200_000, "data.csv, line 2: ", "never closed", id="long open quote"),
            (b'a,b\n1,"x"y\n', "data.csv, line 2: ", "after a closing quote"),
            (b"a,b\n1,x\n2,\x00\n", "data.csv, line 3: ", "NUL"),
            (b"\xef\xbb\xbfa\xff,b\n", "data.csv, line 1: ", "byte 5 of the file is not UTF-8"),
            (b"a,k\n1,x\n2,x\n", 'data.csv, column "k": ', 'same class, "x"'),
            (b"a,k\n1,7\n2,7\n", 'data.csv, column "k": ', 'same class, "7"'),
        ],
    )
    def test_refused_in_one_line_that_says_where(self, tmp_path, content, start, part):
        message = refusal(write(tmp_path, content))
        assert message.startswith(start)
        assert part in message

    @pytest.mark.parametrize("target", ["d", "0", "4", "-1", "01", "", "\x1b[2J", pytest.param("9" * 5000, id="long")])
    def test_unknown_target(self, tmp_path, target):
        message = refusal(write(tmp_path, "a,b,c\n1,2,3\n"), target)
        assert message.startswith("data.csv: no column ")
        assert message.endswith('the columns are "a", "b", "c"')

    def test_the_limit_of_classes(self, tmp_path):
        table = "a,k\n" + "".join(f"1,c{i}\n" for i in range(MAX_CLASSES))
        assert read_csv(write(tmp_path, table)).output_count == MAX_CLASSES
        assert "101 different texts" in refusal(write(tmp_path, table + "1,one more\n"))

    def test_the_limit_of_rows(self, tmp_path):
        table = "a,k\n" + "1,x\n2,y\n" * (MAX_ROWS // 2)
        assert read_csv(write(tmp_path, table)).rows == MAX_ROWS
        assert refusal(write(tmp_path, table + "1,x\n")) == (
            'data.csv, line 100002: more than 100,000 rows; to read more, raise "most rows" (--max-rows)'
        )

    def test_the_limit_of_bytes(self, tmp_path):
        table = b"a,k\n1,x\n2,y\n"
        path = write(tmp_path, table + b"\n" * (MAX_BYTES - len(table)))
        assert read_csv(path).rows == 2
        path.write_bytes(path.read_bytes() + b"\n")
        assert refusal(path) == 'data.csv: larger than 10 MB; to read more, raise "most rows" (--max-rows) to 110,000'

    @given(st.lists(st.sampled_from([*'abk,,,;\t12.e-"\n\n\r \0\x1b\x0c\u2028é', "\udcff"]), max_size=30).map("".join))
    def test_any_content_is_read_or_refused_in_one_line(self, tmp_path_factory, content):
        path = tmp_path_factory.getbasetemp() / "any.csv"
        path.write_bytes(("a,k\n1,x\n" + content).encode(errors="surrogateescape"))
        try:
            outcome = read_csv(path).source
        except DataError as error:
            outcome = str(error).replace("any.csv", "the file any.csv", 1)
        assert outcome.startswith("the file any.csv")
        assert outcome.isprintable()


class TestNotARegularFile:
    def test_missing(self, tmp_path):
        assert refusal(tmp_path / "gone.csv") == "gone.csv: cannot be read: No such file or directory"

    def test_directory(self, tmp_path):
        assert refusal(tmp_path) == f"{tmp_path.name}: is a directory, not a CSV file"

    @pytest.mark.parametrize("path", ["", "a\0b.csv", "/"])
    def test_invalid_names(self, path):
        refusal(path)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
    def test_fifo_without_a_writer(self, tmp_path):
        path = tmp_path / "pipe.csv"
        os.mkfifo(path)
        messages: list[str] = []
        # In its own thread, so that a reader that blocks fails this test instead of hanging the suite.
        reader = threading.Thread(target=lambda: messages.append(refusal(path)), daemon=True)
        reader.start()
        reader.join(1)
        assert messages == ["pipe.csv: is not a regular file"]

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
    def test_endless_device_even_behind_a_link(self, tmp_path):
        link = tmp_path / "link.csv"
        link.symlink_to("/dev/zero")
        assert refusal("/dev/zero") == "zero: is not a regular file"
        assert refusal(link) == "link.csv: is not a regular file"

    def test_huge_file_is_not_read(self, tmp_path):
        path = tmp_path / "huge.csv"
        with path.open("wb") as stream:
            stream.truncate(10**12)  # sparse: takes no disk space
        assert refusal(path) == "huge.csv: larger than 10 MB"


class TestValue:
    def test_it_is_immutable(self):
        data = pair(inputs=np.array([[1.0, 2.0], [3.0, 4.0]]))
        for array in (data.inputs, data.expected, bundled("iris").inputs, bundled("iris").expected):
            with pytest.raises(ValueError, match="read-only"):
                array[0, 0] = 9.0
        with pytest.raises(AttributeError):
            data.inputs = data.expected

    def test_does_not_share_the_arrays_it_was_given(self):
        given_inputs = np.array([[1.0, 2.0], [3.0, 4.0]])
        data = pair(inputs=given_inputs)
        given_inputs[0, 0] = 9.0
        assert data.inputs[0, 0] == 1.0

    @pytest.mark.parametrize(
        "changes",
        [
            {"inputs": [[1.0, 2.0]]},
            {"inputs": [1.0, 2.0]},
            {"inputs": [[1.0], [2.0, 3.0]]},
            {"inputs": [["a", "b"], ["c", "d"]]},
            {"inputs": [[1.0, np.nan], [3.0, 4.0]]},
            {"expected": [[1.0, 0.0], [0.0, np.inf]]},
            {"inputs": np.empty((0, 2)), "expected": np.empty((0, 2))},
            {"inputs": np.empty((2, 0)), "input_names": ()},
            {"expected": np.empty((2, 0)), "output_names": ()},
            {"input_names": ("a",)},
            {"output_names": ("no", "yes", "maybe")},
            {"task": "guessing"},
        ],
    )
    def test_inconsistent_values_are_refused(self, changes):
        with pytest.raises(InvalidValue) as caught:
            pair(**changes)
        assert str(caught.value).startswith("pair: ")
        assert str(caught.value).isprintable()

    @pytest.mark.parametrize(
        ("changes", "what"),
        [
            ({"inputs": [[1.0, 2.0]]}, "pair: 1 row of inputs, 2 of expected outputs"),
            ({"inputs": [[1.0], [3.0]]}, "pair: 1 input but 2 input names"),
            ({"input_names": ("a",)}, "pair: 2 inputs but 1 input name"),
        ],
    )
    def test_the_refusal_gives_the_numbers(self, changes, what):
        with pytest.raises(InvalidValue) as caught:
            pair(**changes)
        assert str(caught.value) == what

    def test_a_single_value_is_in_the_singular(self):
        data = pair(inputs=[[1.0], [3.0]], input_names=("a",))
        with pytest.raises(InvalidValue, match="a row takes 1 input, not 2"):
            data.with_row((1.0, 2.0), (1.0, 0.0))

    def test_a_value_that_is_not_finite_is_named(self):
        with pytest.raises(InvalidValue, match='input "b" of row 2 is not a finite number'):
            pair(inputs=[[1.0, 2.0], [3.0, np.inf]])

    def test_a_regression_has_no_classes(self):
        with pytest.raises(InvalidValue, match="regression"):
            _ = pair(task="regression").target_classes


class TestEdits:
    def test_with_input_changes_one_value_of_a_copy(self):
        data = bundled("xor")
        edited = data.with_input(1, 0, 0.25)
        assert edited.inputs.tolist() == [[0, 0], [0.25, 1], [1, 0], [1, 1]]
        assert data.inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
        assert not edited.inputs.flags.writeable
        assert edited.expected is data.expected
        assert (edited.name, edited.input_names, edited.source) == (data.name, data.input_names, data.source)

    def test_with_expected_takes_any_finite_number(self):
        data = bundled("xor")
        edited = data.with_expected(0, 1, 0.9).with_expected(0, 0, 0.1)
        assert edited.expected[0].tolist() == [0.1, 0.9]
        assert edited.target_classes.tolist() == [1, 1, 1, 0]
        assert data.expected[0].tolist() == [1, 0]
        assert edited.inputs is data.inputs

    @pytest.mark.parametrize("edit", ["with_input", "with_expected"])
    @pytest.mark.parametrize(
        ("row", "column", "value"),
        [
            (0, 0, np.nan),
            (0, 0, -np.inf),
            (0, 0, 10**400),
            (0, 0, "1"),
            (0, 0, None),
            (4, 0, 1.0),
            (-1, 0, 1.0),
            (0, 2, 1.0),
            (0, -1, 1.0),
        ],
    )
    def test_refused_edits(self, edit, row, column, value):
        with pytest.raises(InvalidValue, match=r"^xor: "):
            getattr(bundled("xor"), edit)(row, column, value)
