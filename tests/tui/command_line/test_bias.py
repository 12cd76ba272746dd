"""``--bias none``: layers without biases, on the command line."""

import json

import pytest

from engine.experiment.starts import Options, setup_for
from engine.network.network import layer_matrices
from engine.network.switches import Switches
from tui.command_line.main import main


def test_a_training_without_biases_leaves_them_at_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "level2", "--bias", "none", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["biases"] == [[0.0, 0.0, 0.0], [0.0, 0.0]]
    assert told["weights"][0][0][0] != 0.0


def test_the_weights_are_drawn_as_they_are_with_biases() -> None:
    plain, without = setup_for("level2").network(), setup_for("level2", Options(bias="none")).network()
    assert without.switches == Switches(without_bias=frozenset({1, 2}))
    for one, other in zip(plain.weights, without.weights, strict=True):
        assert one.tobytes() == other.tobytes()
    assert not any(matrix[:, -1].any() for matrix in layer_matrices(without.parameters, without.sizes))


def test_a_sum_is_explained_without_a_bias(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "walkthrough", "h1", "--bias", "none"]) == 0
    assert "s_h1 = Σ w·i\n" in capsys.readouterr().out
    assert main(["explain", "walkthrough", "b_h1", "--bias", "none"]) != 0
    assert "the hidden layer has no biases" in capsys.readouterr().err


def test_another_value_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "level2", "--bias", "no"]) == 2
    assert "--bias: takes all or none" in capsys.readouterr().err
