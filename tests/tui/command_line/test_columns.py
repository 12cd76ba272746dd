"""Which columns of a file are learned from, said on the command line."""

import json

import pytest

from tui.command_line.main import main

LEAK = "Age,Alive,Survived\n" + "".join(
    f"{20 + row},{('no', 'yes')[row * 7 % 5 % 2]},{row * 7 % 5 % 2}\n" for row in range(30)
)
"""A column that repeats the target."""


@pytest.fixture
def leak(tmp_path, monkeypatch):
    (tmp_path / "leak.csv").write_text(LEAK)
    monkeypatch.chdir(tmp_path)
    return "leak.csv"


def told(capsys, *words: str) -> dict:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("words", ["--inputs Age", "--inputs age", "--inputs 1", "--without Alive", "--without ALIVE"])
def test_a_leaking_column_is_left_out(capsys, leak, words):
    seen = told(capsys, "data", leak, *words.split())
    assert (seen["inputs"], seen["targets"]) == (["Age"], ["Survived"])
    trained = told(capsys, "train", leak, "--epochs", "0", *words.split())
    assert trained["shape"] == [1, 4, 2]
    assert main(["explain", leak, "w1", *words.split()]) == 0


def test_without_the_last_column_the_one_before_is_learned(capsys, leak):
    seen = told(capsys, "data", leak, "--without", "survived")
    assert (seen["inputs"], seen["targets"]) == (["Age"], ["Alive"])
    assert seen["warnings"][0]["text"] == 'left out as asked, so the target is "Alive"'


def test_the_task_can_be_said(capsys, leak):
    assert told(capsys, "data", leak, "--task", "regression")["task"] == "regression"
    assert told(capsys, "train", leak, "--epochs", "0", "--task", "regression")["shape"][-1] == 1


@pytest.mark.parametrize("command", [["train"], ["data"], ["explain", "w1"], []])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--without aliv", '--without: leak.csv: no column "aliv"; did you mean "Alive"?'),
        ("--target survive", '--target: leak.csv: no column "survive"; did you mean "Survived"?'),
        ("--inputs x", '--inputs: leak.csv: no column "x"; the columns are "Age", "Alive", "Survived"'),
        ("--inputs age,1", '--inputs: leak.csv, column "Age": the column is asked for twice; the columns are "Age"'),
        ("--inputs 3", '--inputs: leak.csv, column "Survived": a column cannot be both an input and a target'),
        ("--without 3 --target 3", '--without: leak.csv, column "Survived": a column cannot be both left out and a'),
        ("--without 1,2", "--without: leak.csv: no column is left as an input"),
        ("--without 1,2,3", "--without: leak.csv: every column is left out, and a target and an input are needed"),
        ("--inputs 1 --without 2", "--inputs, --without: give either the columns that are inputs or those that are"),
        ("--inputs 1 --inputs 2", "--inputs: is given twice; name several in one value: --inputs a,b"),
    ],
)
def test_columns_that_cannot_be_used_so_are_refused_in_one_line_with_code_2(capsys, leak, command, words, said):
    assert main([*command[:1], leak, *command[1:], *words.split()]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"glassnet: {said}")
    assert err.count("\n") == 1


def test_names_that_differ_only_in_case_are_written_exactly(capsys, tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("Price,price,y\n1,2,0.5\n2,3,1.5\n3,5,2.5\n")
    assert told(capsys, "data", str(path), "--inputs", "price")["inputs"] == ["price"]
    assert main(["data", str(path), "--inputs", "PRICE"]) == 2
    assert '"PRICE" could be "Price", "price": write the name as in the file' in capsys.readouterr().err


@pytest.mark.parametrize("words", ["--missing-value -200", "--missing-value=-200", "--missing-value -999,-2e2"])
def test_a_number_that_stands_for_a_missing_value(capsys, tmp_path, words):
    path = tmp_path / "air.csv"
    rows = ["-200,-200,-200" if row % 8 == 0 else f"{row}.5,{row * 3 % 7}.25,{row * 5 % 11}.75" for row in range(40)]
    path.write_text("\n".join(["temp,humid,ozone", *rows]) + "\n")
    seen = told(capsys, "data", *words.split(), str(path))
    assert (seen["used"], [column["missing"] for column in seen["columns"]]) == (35, [5, 5, 5])
    assert seen["columns"][0]["range"] == [1.5, 39.5]
    assert len(told(capsys, "train", str(path), "--epochs", "0", *words.split())["rows"]) == 35


def test_a_missing_value_that_is_no_number_is_refused(capsys):
    assert main(["data", "f.csv", "--missing-value", "-2x"]) == 2
    assert capsys.readouterr().err.endswith('; or several: -99,-999, not "-2x"\n')
