"""``glassnet export`` writes what was trained, from a START, from a session, and from one that was handed on."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.tui.command_line.saved import saved
from tests.tui.shell import glassnet
from tui.command_line.main import main
from tui.drawing.screen_pictures.reading import read_svg
from tui.plain.account import ALL_FORMATS


def exported(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main(["export", *words]) == code
    return capsys.readouterr()


def mse_of(program: str, folder: Path) -> float:
    """Run a NumPy program and return the MSE that it prints."""
    path = folder / "printed.py"
    path.write_text(program, encoding="utf-8")
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True)
    return float(re.match(r"MSE (\S+)\n", done.stdout)[1])


def test_a_start_is_trained_first(capsys, tmp_path):
    out, err = exported(capsys, "level2", "numpy", "--epochs", "40")
    assert err == ""
    assert mse_of(out, tmp_path) == pytest.approx(0.020205435685736045, abs=1e-12)
    assert exported(capsys, "level2", "numpy", "--epochs", "0")[0] != out
    assert exported(capsys, "--epochs", "40", "level2", "numpy")[0] == out


def test_the_format_alone_means_the_last_session(capsys, tmp_path):
    saved("epoch 10", start="xor")
    saved("epoch 40")
    out, _ = exported(capsys, "numpy")
    assert mse_of(out, tmp_path) == pytest.approx(0.020205435685736045, abs=1e-12)
    out, err = exported(capsys, "c", "-o", str(tmp_path / "net.c"))
    assert out == ""
    assert re.fullmatch(
        rf"glassnet: level2-\d+-\d+: 2-3-2, 40 epochs, MSE 0\.0202054; written to {tmp_path}/net\.c\n", err
    )


def test_without_a_session_it_says_so(capsys):
    assert "there are no sessions" in exported(capsys, "numpy", code=2)[1]


def test_a_session_that_was_handed_on_is_taken_as_it_is(capsys, tmp_path):
    saved("epoch 40", "set w1 0.5", "undo")
    path = tmp_path / "anna.glass"
    assert main(["share", "-o", str(path)]) == 0
    assert main(["share"]) == 0
    text = capsys.readouterr()[0].strip()
    for start in (str(path), text):
        out, _ = exported(capsys, start, "numpy")
        assert mse_of(out, tmp_path) == pytest.approx(0.020205435685736045, abs=1e-12)
    _, err = exported(capsys, str(path), "numpy", "--epochs", "3", code=2)
    assert err == "glassnet: --epochs: a session is exported as it is; name a START to train one\n"


def test_many_numbers_go_into_a_file_beside_the_program(capsys, tmp_path):
    _, err = exported(capsys, "digits", "numpy", "--epochs", "0", code=2)
    assert re.fullmatch(
        r"glassnet: numpy: its [\d,]+ parameters and the rows go into a file beside it: give the file to write, "
        r"-o FILE\.py\n",
        err,
    )
    folder = tmp_path / 'it\'s "mine"'
    folder.mkdir()
    _, err = exported(capsys, "digits", "numpy", "--epochs", "0", "-o", str(folder / "net.py"))
    assert "net.py and " in err
    assert sorted(path.name for path in folder.iterdir()) == ["net.npz", "net.py"]
    done = subprocess.run([sys.executable, str(folder / "net.py")], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("MSE 0.")
    assert done.stderr == ""


def test_the_npz_is_a_start_of_weights(capsys, tmp_path):
    path = tmp_path / "iris.npz"
    exported(capsys, "iris", "npz", "--epochs", "3", "-o", str(path))
    with np.load(path, allow_pickle=False) as arrays:
        assert {"W1", "b1", "W2", "b2", "train_inputs", "train_expected"} <= {*arrays}
    first, _ = exported(capsys, "iris", "c", "--epochs", "3")
    again, _ = exported(capsys, "iris", "c", "--epochs", "0", "--weights", str(path))
    assert first == again


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", f"export as what? Name a format, one of {', '.join(ALL_FORMATS)}: glassnet export numpy"),
        ("iris", f"export as what? Name a format, one of {', '.join(ALL_FORMATS)}: glassnet export iris numpy"),
        ("iris pytroch", f'there is no format "pytroch": use one of {", ".join(ALL_FORMATS)}'),
        ("iris c d", 'one START and one FORMAT are enough: "d" is one too many'),
        ("iris npz --epochs 0", "npz: give the file to write, -o FILE.npz"),
        ("iris c -o net.py", "-o: takes the name of a new file that ends in .c, not net.py"),
        ("iris c -o nowhere/net.c", "-o: there is no folder nowhere"),
        ("iris c --json", "--json: goes with glassnet train"),
        ("iris c --what rows", "--what: goes with csv and jsonl"),
        ("iris csv --of w5", "--of: goes with markdown and latex"),
        ("iris latex --epochs 0 --of w555", "no w555 in a 4-8-3 network: weights are w1 to w56"),
        ("iris csv --what all", '--what: takes history or rows, not "all"'),
        ("iris c --folds 3", "--folds: goes with glassnet train"),
        ("numpy --seed 3", "--seed: a session is exported as it is; name a START to train one"),
    ],
)
def test_what_cannot_be_done_is_one_line(capsys, words, says):
    assert exported(capsys, *shlex.split(words), code=2) == ("", f"glassnet: {says}\n")


def test_the_account_is_what_plain_lines_say(capsys):
    out, _ = exported(capsys, "level2", "text", "--epochs", "40")
    assert out.isascii()
    assert all(len(line) <= 80 for line in out.splitlines())
    said = glassnet("--plain", "level2", "--no-save", input="epoch 40\ncurve\nweights of o2\nrows\n").stdout
    for line in out.splitlines()[3:]:
        assert line in said or not line.startswith(("MSE", "epoch", "w10", "b_o2", "row")), line
    assert "MSE fell from 0.4035 to 0.02021 in 40 epochs" in out
    assert out.count("\nrow ") == 10
    large, _ = exported(capsys, "digits", "text", "--epochs", "0")
    assert "and the weights of 22 more neurons" in large
    assert large.count("\n") < 600


def test_no_file_is_overwritten(capsys, tmp_path):
    (tmp_path / "net.npz").write_text("mine")
    _, err = exported(capsys, "iris", "numpy", "-o", str(tmp_path / "net.py"), code=2)
    assert err == "glassnet: -o: net.npz is there already: remove it, or choose another name\n"
    assert [path.name for path in tmp_path.iterdir()] == ["net.npz"]


def test_a_training_that_blows_up_writes_nothing(capsys, tmp_path):
    words = ("level3", "numpy", "--learning-rate", "1e200", "--optimizer", "sgd", "-o", str(tmp_path / "net.py"))
    _, err = exported(capsys, *words, code=1)
    assert err.count("\n") == 1
    assert [*tmp_path.iterdir()] == []


def test_ctrl_c_writes_nothing(capsys, tmp_path, monkeypatch):
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("engine.session.session.Session.run", interrupt)
    _, err = exported(capsys, "level2", "numpy", "-o", str(tmp_path / "net.py"), code=130)
    assert err == "glassnet: interrupted in epoch 1 of 40: nothing is written\n"
    assert [*tmp_path.iterdir()] == []


def test_the_help_lists_every_format():
    done = glassnet("export", "--help")
    for form in ALL_FORMATS.values():
        assert f"  {form.name:12}  {form.about}\n" in done.stdout
    assert "the last session by default" in done.stdout


def read_text_of(svg: str, folder: Path) -> list[str]:
    """Return the lines of a picture of a screen."""
    (folder / "picture.svg").write_text(svg, encoding="utf-8")
    return ["".join(cell.text for cell in line) for line in read_svg(folder / "picture.svg")]


def test_svg_is_a_picture_of_the_workbench_on_what_was_trained(capsys, tmp_path, monkeypatch):
    out, err = exported(capsys, "level2", "svg", "--epochs", "40")
    lines = read_text_of(out, tmp_path)
    assert (err, len(lines), len(lines[0])) == ("", 36, 120)
    assert "epoch 40 " in lines[0]
    assert any("MSE 0.0202  epoch 40" in line for line in lines)
    monkeypatch.setenv("TEXTUAL_THEME", "textual-light")
    assert exported(capsys, "level2", "svg", "--epochs", "40")[0] == out


def test_svg_of_a_session_shows_what_was_looked_at(capsys, tmp_path):
    saved("epoch 2", "set w5 0.25", "select b_o1", "view accuracy")
    out, _ = exported(capsys, "svg")
    lines = read_text_of(out, tmp_path)
    assert "epoch 2 " in lines[0]
    assert any("2 Inspector" in line for line in lines)
    path = tmp_path / "net.svg"
    exported(capsys, "svg", "-o", str(path))
    assert path.read_text("utf-8") == out
