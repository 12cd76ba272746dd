"""``glassnet train`` with rows held out: a test part, k folds, scaling, and what is refused."""

import json
import math
import statistics
from dataclasses import replace

import numpy as np
import pytest

from engine.data.splitting import folds as dealt
from engine.experiment.starts import Options, setup_for
from tui.command_line.folds import Fold, Folds
from tui.command_line.main import main
from tui.command_line.train import trained


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    """Run ``glassnet train … --json`` and return what it printed."""
    assert main(["train", *words, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


def test_json_has_the_test_part_beside_the_training_part(capsys):
    result = told(capsys, "iris", "--test-share", "0.2", "--standardize")
    assert len(result["rows"]) == result["train"]["total"] == result["total"] == 120
    assert len(result["test_rows"]) == result["test"]["total"] == 30
    assert result["train"]["accuracy"] == result["accuracy"] > 0.9
    assert result["test"]["accuracy"] == sum(row["right"] for row in result["test_rows"]) / 30
    assert np.trace(result["test"]["confusion"]) == result["test"]["right"]
    assert [one["name"] for one in result["test"]["classes"]] == result["outputs"]
    # Rows are given in the data's own units, to the last digit.
    setup = setup_for("iris", Options(test_share=0.2))
    assert [row["inputs"] for row in result["test_rows"]] == setup.parts.test.inputs.tolist()


def test_without_a_test_part_there_is_one_result(capsys):
    result = told(capsys, "iris", "--epochs", "1")
    assert not {"train", "test", "test_rows"} & set(result)
    assert (result["accuracy"], result["r2"], result["scaling"]) == (result["right"] / 150, None, None)


def test_the_scaling_in_json_converts_rows_to_the_networks_units(capsys):
    result = told(capsys, "penguin-mass", "--epochs", "3", "--hidden", "2", "--activation", "linear")
    inputs, outputs = result["scaling"]["inputs"], result["scaling"]["outputs"]
    a = (np.array([row["inputs"] for row in result["rows"]]) - inputs["offset"]) / inputs["scale"]
    for weights, biases in zip(result["weights"], result["biases"], strict=True):
        a = a @ np.array(weights).T + biases
    got = a * outputs["scale"] + outputs["offset"]
    assert np.array([row["got"] for row in result["rows"]]) == pytest.approx(got)
    off = got - [row["expected"] for row in result["rows"]]
    assert result["rmse"] == pytest.approx(math.sqrt(np.square(off).mean()))
    assert result["accuracy"] is None
    assert result["r2"] < 1


def test_json_has_the_scores_of_the_folds_their_mean_and_spread(capsys):
    result = told(capsys, "iris", "--standardize", "--folds", "5", "--epochs", "5")
    scores = result["folds"]["scores"]
    assert len(scores) == 5
    assert all(round(score * 30, 9).is_integer() for score in scores)
    assert result["folds"]["mean"] == pytest.approx(statistics.mean(scores))
    assert result["folds"]["spread"] == pytest.approx(statistics.stdev(scores))
    assert result["folds"]["metric"] == "accuracy"
    again = told(capsys, "iris", "--scale", "standard", "--folds", "5", "--epochs", "5")
    assert again["folds"] == result["folds"]


def test_folds_as_lines(capsys):
    assert main(["train", "penguin-mass", "--folds", "3", "--epochs", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:4] for line in lines[:3]] == [["fold", f"{n}/3", "111", "rows"] for n in (1, 2, 3)]
    assert all("  R² " in line and "  MSE " in line for line in lines[:3])
    assert [line.split()[0] for line in lines[-3:]] == ["R²", "MSE", "off"]
    assert all(" ± " in line for line in lines[-3:])
    assert lines[-5] == "penguin-mass  4-8-1  seed 0  standardised"


def test_folds_of_a_regression_have_their_mse_as_train_gives_it(capsys):
    folds = told(capsys, "penguin-mass", "--folds", "3", "--epochs", "2")["folds"]
    setup = setup_for("penguin-mass", Options(epochs=2))
    for number, split in enumerate(dealt(setup.dataset, 3, 0)):
        state = trained(replace(setup, split=split), lambda state: None).state
        assert folds["mse"]["folds"][number] == state.test_evaluation.mse
        own = state.scaling.own_outputs(state.test_evaluation.outputs) - state.scaling.undone(state.test).expected
        assert folds["rmse"]["folds"][number] == pytest.approx(math.sqrt(np.square(own).mean()))
    for name in ("mse", "rmse"):
        assert folds[name]["mean"] == pytest.approx(statistics.mean(folds[name]["folds"]))
        assert folds[name]["spread"] == pytest.approx(statistics.stdev(folds[name]["folds"]))
    assert told(capsys, "iris", "--folds", "3", "--epochs", "2")["folds"]["rmse"] is None


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_fold_that_blows_up_is_code_1(capsys, more):
    words = ["train", "sine:30", "--optimizer", "sgd", "--learning-rate", "1e200", "--folds", "3", *more]
    assert main(words) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("glassnet: fold 1: stopped at epoch 0, sample ")
    assert main([*words, "--epochs", "1", "--batch-size", "all"]) == 1  # the only update
    err = capsys.readouterr().err
    assert err == "glassnet: fold 1: stopped after epoch 1: the MSE is infinite\n"


def test_each_fold_stops_at_the_target(capsys):
    words = ["iris", "--folds", "3", "--epochs", "300", "--target-mse", "0.05"]
    folds = told(capsys, *words)["folds"]
    assert len(set(folds["epochs"])) > 1
    assert max(folds["epochs"]) < 300
    for epochs, stopped in zip(folds["epochs"], folds["stopped"], strict=True):
        assert stopped.startswith("the MSE came down to 0.04")
        assert f"in epoch {epochs}: the target was 0.05" in stopped
    assert main(["train", *words]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("stopped early: ")[2] for line in lines[:3]] == folds["stopped"]
    assert lines[-2].startswith(f"3 folds of {min(folds['epochs'])} to {max(folds['epochs'])} epochs, at most 300, in ")


def test_each_fold_has_its_own_patience(capsys):
    whole = told(capsys, "iris", "--folds", "3", "--epochs", "7")["folds"]
    assert (whole["epochs"], whole["stopped"]) == ([7] * 3, [None] * 3)
    stuck = ["--learning-rate", "1e-300", "--patience", "2", "--epochs", "50"]
    folds = told(capsys, "iris", "--folds", "3", *stuck)["folds"]
    assert folds["epochs"] == [3, 3, 3]
    assert all(stopped.startswith("no progress for 2 epochs") for stopped in folds["stopped"])
    assert main(["train", "iris", "--folds", "3", *stuck]) == 0
    assert "3 folds of 3 epochs, at most 50, in " in capsys.readouterr().out


def test_classes_with_too_few_rows_for_the_folds_are_named(capsys, tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("a,k\n" + "".join(f"{i / 4},{'xxxxxxyyyyzzw'[i]}\n" for i in range(13)))
    assert main(["train", str(path), "--folds", "4", "--epochs", "1", "--json"]) == 0
    out, err = capsys.readouterr()
    assert len(json.loads(out)["folds"]["scores"]) == 4
    assert err == (
        'glassnet: few: too few rows to be in each of 4 folds: "w" (1 row), "z" (2 rows); '
        "a class with one row is tested only by a network that never saw it\n"
    )


def test_a_summary_of_both_parts(capsys):
    assert main(["train", "wine", "--test-share", "0.25", "--epochs", "2", "--scale", "minmax"]) == 0
    out = capsys.readouterr().out
    assert "scaled to 0 … 1" in out
    assert "train (133)" in out
    assert "test (45)" in out


def test_generated_data_can_be_trained_on(capsys):
    assert len(told(capsys, "moons:60,noise=0.2,seed=3", "--epochs", "1")["rows"]) == 60


def test_an_undefined_score_leaves_the_mean_undefined():
    score = Folds((Fold(0.5, 3), Fold(None, 3)), 1.0).score
    assert (score.mean, score.spread, score.text(str)) == (None, None, "none")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("iris --test-share 1", "--test-share: takes a number from 0 to below 1"),
        ("iris --test-share -0.5", "--test-share: takes"),
        ("xor --test-share 0.01", "--test-share: a test share of 0.01 of 4 rows leaves no row to test on"),
        ("iris --folds 1", "--folds: takes a whole number from 2"),
        ("xor --folds 5", "--folds: 4 rows can be split into 2 to 4 folds, not 5"),
        ("penguin-mass --folds 200", "--folds: R² needs 2 rows or more in each fold"),
        ("sine:4 --folds 3", "--folds: R² needs 2 rows or more in each fold, so 4 rows make at most 2 folds, not 3"),
        ("iris --folds 3 --test-share 0.2", "--folds, --test-share: "),
        ("iris --scale robust", "--scale: takes standard"),
        ("iris --standardize --scale minmax", "--standardize, --scale: "),
        ("iris --shuffle --no-shuffle", "--shuffle, --no-shuffle: give one of them, not both"),
        ("iris --standardize=1", "--standardize: takes no value"),
        ("moons:3", "the size of moons is a whole number from 4 to 100000, not '3'"),
        ("moons:50 --target x", "--target: only a CSV file takes reading options; moons:50 is not one"),
    ],
)
def test_a_contradiction_is_one_line_and_code_2(capsys, words, says):
    assert main(["train", *words.split()]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"glassnet: {says}")
    assert err.count("\n") == 1


def test_folds_are_only_for_train(capsys):
    assert main(["iris", "--folds", "3"]) == 2
    assert capsys.readouterr().err == "glassnet: --folds: goes with glassnet train\n"
