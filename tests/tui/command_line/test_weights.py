"""``--weights``: what ``train --json`` prints, or an ``.npz``, as the starting weights of every command."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.tui.journeys import learner
from tui.command_line.main import main
from tui.command_line.parser import parse
from tui.command_line.requested_setup import requested_setup


def said(capsys, *words: str) -> tuple[int, str, str]:
    """Run glassnet; return its exit code, what is on stdout, and what is on stderr."""
    code = main(list(words))
    return code, *capsys.readouterr()


def printed(capsys, *words: str) -> dict:
    code, out, _ = said(capsys, "train", *words, "--json")
    assert code == 0
    return json.loads(out)


@pytest.fixture
def trained(capsys, tmp_path: Path) -> str:
    """The file that ``train --json`` leaves of a network unlike the usual one."""
    words = ["--hidden", "5,6", "--activation", "tanh,softmax", "--standardize", "--epochs", "3"]
    path = tmp_path / "w.json"
    path.write_text(json.dumps(printed(capsys, "iris", *words)))
    return str(path)


def test_a_training_goes_on_from_the_weights_that_another_has_printed(capsys, trained: str) -> None:
    before = json.loads(Path(trained).read_text())
    told = printed(capsys, "iris", "--weights", trained, "--epochs", "0")
    for name in ("shape", "activations", "loss", "scaling", "weights", "biases", "mse", "rows"):
        assert told[name] == before[name], name
    assert told["initializer"] is None
    assert printed(capsys, "iris", "--weights", trained, "--epochs", "1")["mse"] < told["mse"]


def test_explain_shows_the_given_weights(capsys, tmp_path: Path) -> None:
    np.savez(tmp_path / "w.npz", W1=[[0.125, 0.25]], b1=[0.5])
    code, out, err = said(capsys, "explain", "xor", "w2", "--weights", str(tmp_path / "w.npz"))
    assert (code, err) == (0, "")
    assert out.splitlines()[0].split()[::4] == ["w2", "0.25"]


async def test_r_goes_back_to_the_given_weights(trained: str) -> None:
    setup = requested_setup(parse("", ["iris", "--weights", trained]))
    async with learner(setup) as user:
        given = user.state.network.parameters.tolist()
        assert [matrix.tolist() for matrix in user.state.network.weights] == json.loads(Path(trained).read_text())[
            "weights"
        ]
        await user.press("e", "r")
        assert user.state.network.parameters.tolist() == given
        await user.press("R")
        assert user.state.network.parameters.tolist() != given


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["--seed", "1"], 2, "--seed, --weights: the starting weights are those of w.json: there is nothing to draw"),
        (["--init", "he"], 2, "--init, --weights: the starting weights are those of w.json: there is nothing to draw"),
        (["--hidden", "4"], 2, "--hidden, --weights: w.json holds a 4-5-6-3 network, not 4-4-3"),
        (["--layers", "4,3"], 2, "--layers, --weights: w.json holds a 4-5-6-3 network, not 4-3"),
        (["xor"], 2, "--weights: w.json holds a 4-5-6-3 network, xor needs 2-…-2 or 2-…-1"),
        (["walkthrough"], 2, "--weights: walkthrough has weights of its own, so it takes none from w.json"),
        (["--weights", "/"], 1, "/: is a directory, not a file of weights"),
        (["--weights", "none"], 1, "none: cannot be read: No such file or directory"),
        (
            ["--weights", ""],
            2,
            "--weights: takes a file: the JSON of glassnet train, or an .npz with W1 b1 W2 b2",
        ),
    ],
)
@pytest.mark.parametrize("command", ["", "train", "explain"])
def test_what_does_not_fit_is_refused_in_one_line(
    capsys, trained: str, command: str, words: list[str], code: int, line: str
) -> None:
    start = [] if words[0][0] != "-" else ["iris"]
    given = [] if "--weights" in words else ["--weights", trained]
    what = ["w1"] if command == "explain" else []
    asked = [command] if command else []
    assert (found := said(capsys, *asked, *start, *words, *what, *given))[:2] == (code, "")
    assert found[2].startswith(f"glassnet: {line}")
    assert found[2].count("\n") == 1


def test_a_file_that_is_no_network_is_refused_in_one_line(capsys, tmp_path: Path) -> None:
    path = tmp_path / "[@click=app.quit]\x1b[2J.json"
    path.write_text('{"weights": [[["\x1b[2J"]]], "biases": [[1]]}')
    code, out, err = said(capsys, "train", "xor", "--weights", str(path))
    assert (code, out) == (1, "")
    assert err[:-1].isprintable()


# What is frozen, off or without biases.


def test_layers_without_biases_follow_the_file(capsys, tmp_path: Path) -> None:
    file = tmp_path / "w.json"
    before = printed(capsys, "level2", "--bias", "none", "--epochs", "5")
    assert (before["frozen"], before["off"], before["without_bias"]) == ([], [], [1, 2])
    file.write_text(json.dumps(before))
    for words in ((), ("--bias", "none")):
        told = printed(capsys, "level2", "--weights", str(file), "--epochs", "1", *words)
        assert told["without_bias"] == [1, 2]
        assert told["biases"] == [[0.0] * 3, [0.0] * 2]
        assert told["weights"] != before["weights"]
    again = printed(capsys, "level2", "--weights", str(file), "--epochs", "1", "--bias", "all")
    assert again["without_bias"] == []
    assert all(bias for layer in again["biases"] for bias in layer)


def test_biases_where_there_are_to_be_none_are_refused(capsys, tmp_path: Path) -> None:
    file = tmp_path / "w.json"
    told = printed(capsys, "level2", "--epochs", "1")
    file.write_text(json.dumps(told))
    code, _, err = said(capsys, "train", "level2", "--weights", str(file), "--bias", "none")
    assert code == 2
    assert "w.json has biases other than 0 in the hidden layer, which is to have none" in err
    assert err.count("\n") == 1
    file.write_text(json.dumps(told | {"without_bias": [2]}))
    code, _, err = said(capsys, "train", "level2", "--weights", str(file))
    assert code != 0
    assert "w.json" in err
    assert "biases other than 0 in the output layer, which is to have none" in err


def test_what_is_frozen_and_off_follows_the_file(capsys, tmp_path: Path) -> None:
    file = tmp_path / "w.json"
    told = printed(capsys, "level2", "--epochs", "0") | {"frozen": ["w1", "b_o2"], "off": ["h3"]}
    file.write_text(json.dumps(told))
    after = printed(capsys, "level2", "--weights", str(file), "--epochs", "3")
    assert (after["frozen"], after["off"], after["without_bias"]) == (["w1", "b_o2"], ["h3"], [])
    assert after["weights"][0][0][0] == told["weights"][0][0][0]
    assert after["weights"][0][2] == told["weights"][0][2]
    assert after["biases"][1][1] == told["biases"][1][1]
    assert after["weights"][0][0][1] != told["weights"][0][0][1]
    mazur = printed(capsys, "mazur", "--epochs", "1")
    assert mazur["frozen"] == ["b_h1", "b_h2", "b_o1", "b_o2"]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"frozen": "w1"}, '"frozen" should be a list of names, not "w1"'),
        ({"frozen": ["w99"]}, "no w99 in a 2-3-2 network: weights are w1 to w12"),
        ({"frozen": ["h1"]}, '"frozen" takes weights and biases, not "h1"'),
        ({"frozen": [3]}, "3 should be a name"),
        ({"off": ["o1"]}, "only hidden neurons can be switched off, and o1 is none"),
        ({"off": ["w1"]}, '"off" takes hidden neurons, not "w1"'),
        ({"without_bias": 2}, '"without_bias" should be a list of numbers of layers, not 2'),
        ({"without_bias": [0]}, "layer 0 has no biases to go without: layers go from 1 to 2"),
        ({"without_bias": [True]}, '"without_bias" should be a list of numbers of layers, not a list'),
        ({"without_bias": [10**30]}, "has no biases to go without: layers go from 1 to 2"),
    ],
)
def test_what_makes_no_sense_of_it_is_one_line(capsys, tmp_path: Path, more: dict, why: str) -> None:
    file = tmp_path / "w.json"
    file.write_text(json.dumps(printed(capsys, "level2", "--epochs", "0") | more))
    code, out, err = said(capsys, "train", "level2", "--weights", str(file))
    assert (code != 0, out) == (True, "")
    assert why in err
    assert err.startswith("glassnet: w.json: ") or "w.json" in err
    assert err.count("\n") == 1
