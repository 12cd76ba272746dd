"""The error through time and the rows with their answers, as tables."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.data.dataset import Dataset
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for
from engine.exporting.tables import csv_table, jsonl_table
from engine.exporting.trained import Trained
from engine.session.session import Session
from engine.training.commands import Load, Reset, Run, SetMethod
from engine.training.results import parts


def records(text: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(text))]


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def of(session: Session, what: str) -> Trained:
    return Trained(session.state, session.steps.first(session.step + 1), what)


def with_rate(session: Session, rate: float) -> None:
    session.apply(SetMethod(replace(session.state.method, learning_rate=rate)))


def test_the_history_has_every_point_with_its_learning_rate() -> None:
    session = Session(setup_for("level2"))
    session.run(30)
    with_rate(session, 0.25)
    session.run(25)
    with_rate(session, 0.125)
    session.run(45)
    found = records(csv_table(of(session, "history")))
    assert [*found[0]] == ["step", "epoch", "loss", "val_loss", "lr", "accuracy"]
    history = session.state.history
    assert [float(row["loss"]) for row in found] == history.y.tolist()
    assert [float(row["epoch"]) for row in found] == history.x.tolist()
    assert {row["val_loss"] for row in found} == {""}
    by_step = {int(row["step"]): row for row in found}
    assert [by_step[step]["lr"] for step in (0, 20, 50, 60, 100)] == ["0.5", "0.5", "0.25", "0.125", "0.125"]
    assert float(by_step[100]["accuracy"]) == session.state.evaluation.right.mean()
    assert objects(jsonl_table(of(session, "history")))[-1] == {
        "step": 100, "epoch": 10.0, "loss": history.y[-1], "val_loss": None, "lr": 0.125,
        "accuracy": session.state.evaluation.right.mean(),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("do", "rates"),
    [
        (lambda session: session.apply(Reset()), {0.25}),
        (lambda session: session.apply(Load(setup_for("iris"), "iris", Options())), {0.1}),
        (lambda session: session.undo(), {0.5, 0.25}),
    ],
    ids=["reset", "open", "undo"],
)
def test_a_training_that_begins_again_has_the_rates_since_then(do, rates) -> None:
    session = Session(setup_for("level2"))
    session.apply(Run(20))
    with_rate(session, 0.25)
    session.apply(Run(20))
    session.apply(Run(20))
    do(session)
    session.apply(Run(20))
    assert {row["lr"] for row in objects(jsonl_table(of(session, "history")))} == rates


def test_the_test_rows_are_in_the_history_and_among_the_rows() -> None:
    session = Session(setup_for("iris", Options(test_share=0.2, scaling="standard")))
    session.run(240)
    found = records(csv_table(of(session, "history")))
    assert float(found[-1]["val_loss"]) == session.state.test_evaluation.mse
    rows = records(csv_table(of(session, "rows")))
    assert [sum(row["part"] == part for row in rows) for part in ("train", "test")] == [120, 30]
    by_number = {int(row["row"]): row for row in rows}
    first = by_number[1]
    assert [float(first[name]) for name in session.state.dataset.input_names] == [5.1, 3.5, 1.4, 0.2]
    assert first["expected"] == "setosa"
    right = sum(int(evaluation.right.sum()) for _, _, evaluation in parts(session.state))
    assert sum(row["expected"] == row["got"] for row in rows) == right == sum(row["right"] == "True" for row in rows)
    lines = objects(jsonl_table(of(session, "rows")))
    assert len(lines) == 150
    assert lines[0].keys() == {"part", "row", "inputs", "expected", "got", "right"}


def test_no_text_of_a_table_is_a_formula_and_no_column_is_lost() -> None:
    names = ("=1+1", "x", "x", "@a", '"\n,;')
    rows, classes = np.arange(10.0).reshape(2, 5), ("-cmd|' /C calc'!A0", "+b")
    data = Dataset("d", rows, np.eye(2), names, classes, "classification", "")
    session = Session(Setup("d", data, (5, 2), ("sigmoid",)))
    text = csv_table(of(session, "rows"))
    (first, second) = records(text)
    assert [*first][2:7] == ["'=1+1", "x", "x (3)", "'@a", '"\n,;']
    assert (first["expected"], second["expected"]) == ("'-cmd|' /C calc'!A0", "'+b")
    assert [first[name] for name in [*first][2:7]] == ["0.0", "1.0", "2.0", "3.0", "4.0"]
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-")) and not _is_number(cell)]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
