"""``glassnet data``: how a file is read, as lines and as JSON."""

import json

import pytest

from tests.tui.shell import glassnet
from tui.command_line.main import main
from tui.command_line.version import VERSION

TABLE = """name;age;height;member;species
Ann;31;1,70;yes;cat
Bob;NA;1,85;no;dog
Cid;27;1,62;yes;cat
Dora;45;1,90;no;dog
"""


@pytest.fixture
def csv_file(tmp_path):
    def write(text: str, name: str = "rows.csv") -> str:
        (tmp_path / name).write_text(text)
        return str(tmp_path / name)

    return write


def looked_at(capsys, *words: str) -> dict:
    assert main(["data", *words, "--json"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return json.loads(shown.out)


def test_json_has_rows_columns_and_warnings(capsys, csv_file):
    told = looked_at(capsys, csv_file(TABLE))
    assert (told["schema"], told["version"]) == (1, VERSION)
    assert told["rows"] == 4
    assert told["used"] == 3
    assert [column["kind"] for column in told["columns"]] == ["text", "number", "number", "number", "class"]
    assert told["columns"][1] == {
        "name": "age",
        "kind": "number",
        "range": [27.0, 45.0],
        "missing": 1,
        "distinct": 3,
        "examples": ["31", "27", "45"],
    }
    assert told["columns"][4]["range"] is None
    assert {"line": 3, "column": "age", "text": 'the value is missing ("NA")'} in told["warnings"]
    assert (told["encoding"], told["delimiter"], told["decimal"], told["header"]) == ("utf-8", ";", ",", True)
    assert (told["inputs"], told["targets"], told["task"]) == (
        ["age", "height", "member"],
        ["species"],
        "classification",
    )
    assert told["problem"] is None


def test_lines_say_the_same(capsys, csv_file):
    assert main(["data", csv_file(TABLE)]) == 0
    shown = capsys.readouterr().out
    assert "rows.csv  4 rows, 5 columns" in shown
    assert "semicolons between the cells, decimal comma" in shown
    assert '  line 3, column "age": the value is missing ("NA")' in shown.splitlines()
    assert shown.endswith("classification of species from 3 columns, 3 of 4 rows\n")


def test_options_overrule_what_was_guessed(capsys, csv_file):
    path = csv_file("1|2\n3|4,5\n5|6\n")
    words = ["--header", "yes", "--delimiter", "pipe", "--decimal", "comma", "--encoding", "latin-1", "--target", "1"]
    told = looked_at(capsys, path, *words, "--max-rows", "2")
    assert (told["rows"], told["header"], told["encoding"], told["targets"]) == (2, True, "latin-1", ["1"])
    assert told["columns"][1]["range"] == [4.5, 6.0]


def test_a_table_that_cannot_be_learned_says_why(capsys, csv_file):
    path = csv_file("a,k\n1,x\n2,x\n")
    problem = 'rows.csv, column "k": every row is of the same class, "x"; there is nothing to tell apart'
    assert looked_at(capsys, path)["problem"] == problem
    assert main(["data", path]) == 0
    assert capsys.readouterr().out.endswith(f"cannot be learned as it is: {problem}\n")


def test_bundled_data_are_named_like_starts(capsys):
    assert looked_at(capsys, "iris")["rows"] == 150


def test_a_bundled_name_takes_precedence_over_a_file_as_in_train(capsys, csv_file, monkeypatch, tmp_path):
    csv_file(TABLE, "iris")
    monkeypatch.chdir(tmp_path)
    assert looked_at(capsys, "iris")["rows"] == 150
    assert looked_at(capsys, "./iris")["rows"] == 4


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "which file? glassnet data FILE"),
        (["moons:200"], 2, "moons:200 is not a file: glassnet data takes a CSV file or a bundled data set"),
        (["level2"], 2, "level2 is not a file"),
        (["/no/such.csv"], 1, "such.csv: cannot be read: No such file or directory"),
        (["/dev/null"], 1, "null: is not a regular file"),
        (["x.csv", "--header", "maybe"], 2, '--header: takes yes or no, not "maybe"'),
        (["x.csv", "--decimal", ";"], 2, '--decimal: takes point or comma, not ";"'),
        (["x.csv", "--encoding", "zip"], 2, "--encoding: takes an encoding"),
        (["x.csv", "--delimiter", "ab"], 2, "--delimiter: takes one sign"),
        (["x.csv", "--delimiter"], 2, "--delimiter: takes one sign"),
        (["x.csv", "--max-rows", "0"], 2, "--max-rows: takes a whole number from 1"),
        (["x.csv", "y.csv"], 2, 'one FILE is enough: "y.csv" is one too many'),
    ],
)
def test_refusals_are_one_line(capsys, words, code, said):
    assert main(["data", *words]) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert shown.err.count("\n") == 1


def test_nothing_in_a_file_acts_on_the_terminal(capsys, csv_file):
    evil = "\x1b]0;owned\x07\x1b[2J\u202e\u200bx\x7f[@click=app.quit]"
    path = csv_file(f"{evil},体重{'重' * 9000},k\n{evil},1,{evil}\n2,2,y\n{evil},3,y\n", "e\x1b[31mvil.csv")
    assert main(["data", path]) == 0
    shown = capsys.readouterr().out
    assert all(c.isprintable() or c == "\n" for c in shown)
    assert max(map(len, shown.splitlines())) < 400
    assert main(["data", path, "--json"]) == 0
    assert capsys.readouterr().out.strip().isprintable()


def test_a_file_named_like_the_command(capsys, csv_file, monkeypatch, tmp_path):
    csv_file(TABLE, "data")
    monkeypatch.chdir(tmp_path)
    assert looked_at(capsys, "./data")["rows"] == 4
    assert looked_at(capsys, "data")["rows"] == 4


def test_train_reports_warnings_on_stderr_beside_its_json(csv_file):
    told = glassnet("train", csv_file(TABLE), "--epochs", "1", "--json")
    assert told.returncode == 0
    json.loads(told.stdout)
    assert 'glassnet: rows.csv: line 3, column "age": the value is missing ("NA")\n' in told.stderr


@pytest.mark.parametrize(("dates", "rest"), [(9, None), (10, None), (11, "2 more warnings")])
def test_many_warnings_are_counted_from_two_more_on(capsys, tmp_path, dates, rest):
    names = ",".join(f"d{column}" for column in range(dates))
    cells = ",".join(["2024-01-31"] * dates)
    rows = "".join(f"{row},{row * row + 1},{cells},{row % 7}.5\n" for row in range(2, 40))
    path = tmp_path / "dates.csv"
    path.write_text(f"a,b,{names},y\n{rows}")
    assert main(["train", str(path), "--epochs", "0"]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("glassnet: dates.csv")]
    assert sum("dates, such as" in line for line in told) == min(dates, 10)
    assert [line for line in told if "more warning" in line] == ([] if rest is None else [told[-1]])
    assert rest is None or f"{rest}; glassnet data shows them" in told[-1]
