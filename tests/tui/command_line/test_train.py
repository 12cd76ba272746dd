"""``glassnet train``: the same run as in the workbench, reported on terminals, in pipes and as JSON."""

import json
import os
import re
import subprocess

import numpy as np
import pexpect
import pytest

from engine.experiment.starts import Options, setup_for
from engine.session.session import Session
from tests.tui.shell import ROOT, glassnet, on_a_terminal, python
from tui.command_line.main import main


@pytest.fixture
def csv_file(tmp_path):
    def write(text: str, name: str = "rows.csv") -> str:
        (tmp_path / name).write_text(text, "utf-8")
        return str(tmp_path / name)

    return write


def trained_json(capsys, *words: str, code: int = 0) -> dict:
    assert main(["train", *words, "--json"]) == code
    return json.loads(capsys.readouterr().out, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))


def test_training_never_loads_the_screen():
    code = (
        "import sys; from tui.command_line.main import main; code = main(['train', '--json']);"
        "sys.exit(code or bool({'textual.app', 'tui.app', 'plotext'} & set(sys.modules)))"
    )
    done = python(code)
    assert (done.stderr, done.returncode) == ("", 0)


@pytest.mark.parametrize("words", ["level2", "level1 --seed 5", "walkthrough", "iris --epochs 3 --seed 2", "xor"])
def test_json_is_the_sessions_own_run_bit_for_bit(capsys, words):
    start, *rest = words.split()
    # The compiled loop, which may be ready during a run, rounds some last bits differently.
    told = trained_json(capsys, start, *rest, "--kernel", "numpy")
    options = dict(zip(rest[::2], map(int, rest[1::2]), strict=True))
    setup = setup_for(start, Options(epochs=options.get("--epochs"), seed=options.get("--seed")))
    session = Session(setup)
    state = session.run(setup.epochs * setup.dataset.rows)
    assert list(told) == [
        *("schema", "version", "start", "task", "shape", "inputs", "outputs", "activations", "loss"),
        *("frozen", "off", "without_bias", "initializer"),
        *("optimizer", "learning_rate", "batch_size", "shuffle", "l2", "seed", "test_share", "split_seed"),
        *("target_mse", "patience", "epochs", "samples", "seconds", "kernel", "mse", "error", "right", "total"),
        *("accuracy", "r2", "rmse", "confusion", "classes", "scaling", "stopped", "weights", "biases", "rows"),
    ]
    assert (told["start"], told["shape"], told["seed"]) == (start, list(setup.sizes), setup.seed)
    assert (told["epochs"], told["samples"], told["stopped"]) == (setup.epochs, state.samples, None)
    assert told["seconds"] > 0
    assert (told["mse"], told["error"]) == (state.evaluation.mse, state.evaluation.error)
    for weights, biases, matrix in zip(told["weights"], told["biases"], state.network.layers, strict=True):
        assert np.array_equal(np.column_stack([weights, biases]), matrix)
    assert np.array_equal([row["got"] for row in told["rows"]], state.evaluation.outputs)
    assert np.array_equal([row["expected"] for row in told["rows"]], setup.dataset.expected)
    assert np.array_equal([row["inputs"] for row in told["rows"]], setup.dataset.inputs)


def test_rows_have_the_numbers_of_the_file(capsys, tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("a,y\n" + "".join(f"{i},{'' if i == 3 else i / 20}\n" for i in range(1, 21)))
    told = trained_json(capsys, str(path), "--epochs", "1", "--test-share", "0.25")
    for part in ("rows", "test_rows"):
        assert [row["row"] for row in told[part]] == [row["inputs"][0] for row in told[part]]
    assert sorted(row["row"] for part in ("rows", "test_rows") for row in told[part]) == [1, 2, *range(4, 21)]
    assert main(["train", str(path), "--epochs", "1", "--test-share", "0.25"]) == 0
    table = [line.split()[:2] for line in capsys.readouterr().out.splitlines() if "  " in line]
    assert all([str(row["row"]), f"{row['expected'][0]:g}"] in table for row in told["rows"])


def test_json_counts_right_rows_in_a_classification(capsys):
    told = trained_json(capsys, "level2")
    assert (told["right"], told["total"], told["outputs"]) == (10, 10, ["0", "1"])
    assert [row["right"] for row in told["rows"]] == [True] * 10


def test_json_says_how_it_was_trained(capsys):
    told = trained_json(
        capsys, "iris", *["--activation", "relu,softmax", "--optimizer", "adam", "--batch-size", "50", "--epochs", "2"]
    )
    assert (told["activations"], told["loss"]) == (["relu", "softmax"], "cross-entropy")
    assert (told["optimizer"], told["learning_rate"], told["batch_size"], told["l2"]) == ("adam", 0.001, 50, 0.0)
    assert (told["shuffle"], told["initializer"]) == (True, "auto")
    assert told["inputs"] == ["sepal length", "sepal width", "petal length", "petal width"]
    assert trained_json(capsys, "xor", "--batch-size", "all", "--epochs", "1")["batch_size"] is None
    told = trained_json(capsys, "level2", "--init", "normal:0.5", "--shuffle", "--epochs", "1")
    assert (told["shuffle"], told["initializer"]) == (True, "normal:0.5")
    assert trained_json(capsys, "walkthrough", "--epochs", "1")["initializer"] is None


def test_the_readme_explains_every_field_of_the_json(capsys):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    text = text.partition("`--json` prints")[2].partition("\n## ")[0]
    said = set(re.findall(r"`([a-z0-9_]+)`", text))
    words = ["--test-share", "0.3", "--epochs", "1", "--standardize"]
    for told in (trained_json(capsys, "iris", *words), trained_json(capsys, "penguin-mass", *words)):
        assert set(told) <= said
        assert {*told["rows"][0], *told["scaling"], *(told["classes"] or [{}])[0]} <= said
    folds = trained_json(capsys, "xor", "--folds", "2", "--epochs", "1")
    assert {*folds, *folds["folds"]} <= said


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("xor --seed 1 --epochs 5000 --target-mse 0.05", "the MSE came down to 0.0"),
        ("level2 --init zeros --learning-rate 1e-9 --loss mse --l2 100000000 --patience 4", "no progress for 4 epochs"),
    ],
)
def test_a_stop_condition_ends_the_training(capsys, words, reason):
    told = trained_json(capsys, *words.split())
    assert told["stopped"].startswith(reason)
    assert 0 < told["epochs"] < 5000
    assert told["samples"] == told["epochs"] * told["total"]
    assert main(["train", *words.split()]) == 0
    assert f"\nstopped early: {told['stopped']}\n" in capsys.readouterr().out


def test_it_stops_after_the_first_epoch_that_reaches_the_target(capsys):
    words = "xor --seed 1 --epochs 5000 --target-mse"
    told = trained_json(capsys, *words.split(), "0.05")
    setup = setup_for("xor", Options(seed=1))
    session = Session(setup)
    while session.run(4).evaluation.mse > 0.05:
        pass
    assert (told["epochs"], told["mse"]) == (session.state.epoch, session.state.evaluation.mse)


def test_the_error_shown_is_the_loss(capsys):
    assert main(["train", "iris", "--activation", "tanh,softmax", "--epochs", "2"]) == 0
    assert "mean over rows of −Σ expected·ln got\n" in capsys.readouterr().out


def test_json_counts_no_right_rows_in_a_regression(capsys, csv_file):
    told = trained_json(capsys, path := csv_file("a,y\n1,0.5\n2,1.5\n3,2.25\n"))
    assert (told["start"], told["right"], told["total"], told["outputs"]) == (path, None, None, ["y"])
    assert [row["right"] for row in told["rows"]] == [None] * 3


@pytest.mark.parametrize("kind", ["standard", "minmax"])
def test_json_gives_scaled_rows_in_the_units_of_the_file(capsys, csv_file, kind):
    rows = [
        (1600000000123.0, 1000000.000001, 1234567890123.25),
        (1600000050456.0, 1000000.000002, 1234567990123.75),
        (1600000090789.0, 1000000.000003, 1234567190123.5),
    ]
    told = trained_json(
        capsys, csv_file("t,x,y\n" + "".join(f"{t!r},{x!r},{y!r}\n" for t, x, y in rows)), "--scale", kind
    )
    assert [(*row["inputs"], *row["expected"]) for row in told["rows"]] == rows


def test_zero_epochs_show_the_untrained_network(capsys):
    told = trained_json(capsys, "--epochs", "0")
    assert (told["epochs"], told["samples"], told["seconds"]) == (0, 0, 0)
    network = setup_for("level2").network()
    assert np.array_equal(told["weights"][0], network.weights[0])
    assert main(["train", "--epochs", "0"]) == 0
    assert capsys.readouterr().out.startswith("row  expected  got")


def test_the_results_of_each_row_and_a_summary(capsys):
    assert main(["train"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines[:10]] == [f"{epoch}/40" for epoch in range(4, 41, 4)]
    assert lines[0].startswith("epoch  4/40  MSE 0.2")
    assert lines[10].split() == ["row", "expected", "got"]
    assert [line.split() for line in lines[11:21]] == [
        [str(row), label, label, "✓"] for row, label in enumerate("0000011111", start=1)
    ]
    mse = setup_and_state("level2").evaluation.mse
    assert [line for line in lines if line.startswith("MSE") and f"{mse:.6g}" in line and "(got − expected)²" in line]
    assert [line for line in lines if line.startswith("mean E") and "½ Σ" in line]
    assert [line for line in lines if line.split()[:2] == ["right", "10/10"]]
    assert [line for line in lines if line.startswith("40 epochs, 400 samples in ") and "a second" in line]


def setup_and_state(start: str):
    setup = setup_for(start)
    return Session(setup).run(setup.epochs * setup.dataset.rows)


def test_a_regression_shows_numbers_and_no_verdict(capsys):
    assert main(["train", "walkthrough"]) == 0
    out = capsys.readouterr().out
    assert "  1        0.1        0.9    0.72417   0.838561\n" in out
    assert "✓" not in out
    assert "right" not in out


def test_only_the_first_rows_of_many_are_shown(capsys):
    assert main(["train", "iris", "--epochs", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "and 130 more (--json gives every row)" in lines
    assert len(lines) < 32


def test_a_class_name_cannot_act_on_the_terminal_or_break_the_columns(capsys, csv_file):
    path = csv_file("a,y\n" + "".join(f"{n},{name}\n" for n, name in enumerate(["\x1b[31mred", "体重", "x" * 90] * 2)))
    assert main(["train", path, "--epochs", "0"]) == 0
    out = capsys.readouterr().out
    assert "␛[31mred" in out
    assert "\x1b" not in out
    told = trained_json(capsys, path, "--epochs", "0")
    assert "\x1b[31mred" in told["outputs"]


def test_a_divergence_is_one_line_that_names_the_layer(capsys):
    words = ["--activation", "linear", "--learning-rate", "1e6"]
    assert main(["train", *words]) == 1
    out, err = capsys.readouterr()
    assert err.count("\n") == 1
    assert "layer) became" in err
    assert "0 epochs, " in out
    told = trained_json(capsys, *words, code=1)
    assert "layer) became" in told["stopped"]
    assert told["samples"] < 10
    assert np.isfinite(np.concatenate(told["weights"][0])).all()


# --- pipes and terminals -----------------------------------------------------------------------------------------


def test_a_last_update_that_blows_the_network_up_is_code_1_too(capsys):
    words = ["train", "level3", "--optimizer", "sgd", "--learning-rate", "1e200", "--epochs", "1"]
    assert main(words) == 1
    out, err = capsys.readouterr()
    assert "MSE     inf" in out
    assert err == "glassnet: stopped after epoch 1: the MSE is infinite\n"
    assert main([*words, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["mse"], told["stopped"]) == (None, "stopped after epoch 1: the MSE is infinite")


def test_piped_training_writes_nothing_on_stderr_and_only_text_on_stdout():
    done = glassnet("train", "--epochs", "5")
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.startswith("epoch 1/5  MSE ")
    assert "\x1b" not in done.stdout
    assert "\r" not in done.stdout


def test_a_closed_pipe_is_not_an_error():
    for words in ("train", "train iris --json", "--help", "list"):
        reading, writing = os.pipe()
        os.close(reading)  # before it starts, or it may have written everything by then
        try:
            done = glassnet(*words.split(), capture_output=False, stdout=writing, stderr=subprocess.PIPE)
        finally:
            os.close(writing)
        assert done.stderr == "", words
        assert done.returncode in ((0, 141) if words == "--help" else (141,)), words  # argparse may not notice


def test_a_terminal_gets_a_bar_and_then_clean_results():
    child = on_a_terminal("train", "iris", "--epochs", "200")
    child.expect("━")
    child.expect("epoch [0-9]+/200  MSE ")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    results = child.before.partition("row  expected")[2]
    assert "━" not in results
    assert "\x1b" not in results
    assert "[?25l" not in child.before


def test_ctrl_c_stops_and_shows_the_results_so_far():
    child = on_a_terminal("train", "iris", "--epochs", "1000000000")
    child.expect("epoch [1-9]")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert "Traceback" not in child.before
    assert "row  expected" in child.before
    assert child.before.rstrip().splitlines()[-1].startswith("glassnet: interrupted in epoch ")


def test_ctrl_c_still_prints_whole_json(capsys, monkeypatch):
    whole_run = Session.run

    def run(session, samples, check):
        if session.state.samples >= 100:
            raise KeyboardInterrupt
        return whole_run(session, samples)

    monkeypatch.setattr(Session, "run", run)
    told = trained_json(capsys, "level2", code=130)
    assert 100 <= told["samples"] < 400
    assert told["stopped"].startswith("interrupted in epoch ")


@pytest.mark.parametrize(("activation", "name"), [("relu", "dead"), ("sigmoid", "saturated")])
def test_a_dead_or_saturated_network_is_reported(capsys, activation, name):
    assert main(["train", "level2", "--learning-rate", "1e6", "--activation", activation, "--epochs", "5"]) == 0
    assert f"the output layer is {name}" in capsys.readouterr().err
    assert main(["train", "level2", "--epochs", "5"]) == 0
    assert capsys.readouterr().err == ""
