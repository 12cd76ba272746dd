"""A worked example as START on the command line."""

import json
from pathlib import Path

import pytest

from tui.command_line.main import main

MAZUR = Path(__file__).parents[3] / "datasets" / "mazur.toml"


def said(capsys, *words: str) -> tuple[int, str, str]:
    """Run glassnet; return its exit code, what is on stdout, and what is on stderr."""
    code = main(list(words))
    return code, *capsys.readouterr()


def test_the_file_is_opened_as_the_preset_is(capsys) -> None:
    found = [said(capsys, "explain", start, "w5", "--digits", "full") for start in ("mazur", str(MAZUR))]
    assert found[0] == found[1]
    assert "= 0.4 − 0.5·0.08216704056423078" in found[0][1]


def test_train_takes_one_step(capsys) -> None:
    told = json.loads(said(capsys, "train", "mazur", "--json")[1])
    assert (told["samples"], told["learning_rate"], told["shuffle"], told["initializer"]) == (1, 0.5, False, None)
    assert told["weights"][1][0] == pytest.approx([0.35891648, 0.408666186], abs=1e-8)


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["train", "{}", "--header", "no"], 2, "--header: only a CSV file takes reading options; "),
        (["train", "{}", "--hidden", "3", "--layers", "2,3,2"], 2, "--layers, --hidden: give either"),
        (
            ["train", "{}", "--layers", "3,2"],
            2,
            "--layers: mazur has 2 inputs and 2 outputs: a 3-2 network does not",
        ),
        (["train", "{}", "--weights", "{}"], 1, "mazur.toml: is neither JSON nor an .npz file"),
        (["explain", "{}"], 2, "explain what? Name a number, such as w1, b_o1, h1, o1 or E: glassnet explain "),
        (["data", "{}"], 2, "mazur.toml is a worked example: glassnet data takes a table, such as a CSV file"),
        (["train", "none.toml"], 1, "none.toml: cannot be read: No such file or directory"),
        (["train", "wrong.toml"], 1, 'wrong.toml: unknown key "\\x1b[2J"'),
        (["none.TOML"], 1, "none.TOML: cannot be read: No such file or directory"),
    ],
)
def test_what_does_not_go_is_refused_in_one_line(
    capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, line: str
) -> None:
    (tmp_path / "wrong.toml").write_text('rate = 1\n"\\u001b[2J" = 2\n')
    monkeypatch.chdir(tmp_path)
    found = said(capsys, *(word.format(MAZUR) for word in words))
    assert found[:2] == (code, "")
    assert found[2].startswith(f"glassnet: {line}")
    assert found[2][:-1].isprintable()
