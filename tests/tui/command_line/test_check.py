"""``glassnet check``: a sheet worked by hand against the engine, as a shell runs it."""

import json
import os
import re
from pathlib import Path

import pexpect
import pytest

from engine.explaining.sheets.checking import Standing
from tests.engine.explaining.sheets.test_checking import BY_THE_ARTICLE
from tests.tui.command_line.saved import saved
from tests.tui.shell import ROOT, glassnet, on_a_terminal, python
from tui.command_line.main import main
from tui.command_line.parser import options_of


@pytest.fixture
def sheet(tmp_path: Path):
    """Write a sheet and return its path."""

    def write(*lines: str) -> str:
        path = tmp_path / "mine.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)

    return write


def told(capsys, *words: str, code: int = 0) -> str:
    assert main(["check", *words]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refused(capsys, *words: str, code: int = 2) -> str:
    assert main(["check", *words]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("glassnet: ")
    assert err.count("\n") == 1
    return err.removeprefix("glassnet: ").strip()


# --- what is told ------------------------------------------------------------------------------------------------


def test_a_right_sheet_ends_with_0(capsys, sheet):
    assert told(capsys, sheet("name;value", "s_h1;1,288", "a_h1;0,78", "new_w5;0,4524")) == (
        "walkthrough (no START is given): 2-2-2, row 1 of 1\n"
        "\n"
        "        yours   exact\n"
        "s_h1    1,288   1.288     ✓\n"
        "a_h1    0,78    0.783808  ✓\n"
        "new w5  0,4524  0.452445  ✓\n"
        "\n"
        "all 3 right\n"
    )


def test_what_is_wrong_and_what_follows_ends_with_1(capsys, sheet):
    figures = [
        "s_h1,0.788",
        "a_h1,0.687",
        "s_o1,1.070",
        "a_o2,0.839",
        "new_w6,0.5467",
        "δ_o2,0.0082",
        "new_w7,",
        "E,1.5",
    ]
    assert told(capsys, sheet(*figures), "walkthrough", code=1) == (
        "walkthrough: 2-2-2, row 1 of 1\n"
        "\n"
        "        yours   exact\n"
        "s_h1    0.788   1.288        ✗  the bias is forgotten\n"
        "a_h1    0.687   0.783808     →  follows from your s_h1\n"
        "s_o1    1.070   1.118728     →  follows from your a_h1\n"
        "a_o2    0.839   0.839039     ✓\n"
        "new w6  0.5467  0.546728     ✓\n"
        "δ_o2    0.0082  -0.00823287  ✗  the sign is wrong: it is a − y, and not y − a\n"
        "E       1.5     0.215554     ✗\n"
        "\n"
        "2 of 7 right, 2 follow from another, 3 wrong, 1 empty: new w7\n"
    )


def test_only_what_follows_ends_with_1_too(capsys, sheet):
    assert "1 follows from another, 1 wrong\n" in told(capsys, sheet("s_h1,0.788", "a_h1,0.687"), code=1)


def test_the_figures_that_the_article_prints(capsys, sheet):
    out = told(capsys, sheet(*(f"{name},{text}" for name, text in BY_THE_ARTICLE.items())), code=1)
    assert "new w5  0.453   0.452445     ✓  computed from rounded figures\n" in out
    assert "s_o1    1.118   1.118728     ✓  cut off, not rounded\n" in out
    assert out.endswith("\n20 of 21 right, 1 wrong\n")


def test_where_slips_cannot_be_told_apart_it_says_so(capsys, sheet):
    out = told(capsys, sheet("new_b_h1,0.4907"), code=1)
    assert "✗  either α is left out, or the bias is moved once for each weight\n" in out
    out = told(capsys, sheet("new_b_h1,-0.0010"), "level3", code=1)
    assert "✗  several slips give this figure: more digits would tell which\n" in out


def test_a_figure_with_many_digits_is_compared_with_all(capsys, sheet):
    assert "0.7838084760518595  ✓" in told(capsys, sheet("a_h1,0.78380847605"))


# --- which step --------------------------------------------------------------------------------------------------


def test_the_step_is_that_of_explain(capsys, sheet):
    words = ["level2", "--samples", "13", "--seed", "3", "--learning-rate", "0.25"]
    assert main(["explain", *words, "w5", "--digits", "6"]) == 0
    new = capsys.readouterr().out.rstrip().splitlines()[-1].split("= ")[-1]
    out = told(capsys, sheet(f"new_w5,{new}"), *words)
    assert out.startswith("level2: 2-3-2, row 4 of 10, after 13 samples\n")
    assert told(capsys, sheet(f"new_w5,{new}"), *words[:-1], "0.5", code=1).endswith("1 wrong\n")


def test_a_row_can_be_chosen(capsys, sheet):
    assert "row 7 of 10" in told(capsys, sheet("i1,5.332441248"), "level2", "--row", "7")
    assert (
        main(["check", sheet("i1,5.332441248"), "iris", "--row", "3", "--test-share", "0.5", "--split-seed", "2"]) == 1
    )
    out, err = capsys.readouterr()
    assert ("row 3 is a test row: it is never trained" in err) == ("row 3 of 150" in out and bool(err))


def test_in_a_batch_it_says_what_the_figures_are_about(capsys, sheet):
    out = told(capsys, sheet("i1,2.7810836"), "level3")
    assert "\nin a batch of 10 rows: δ and gradients are those of this row, new weights follow from the mean" in out


def test_scaled_data_are_named(capsys, sheet):
    out = told(capsys, sheet("y1,3"), "wine", "--standardize", code=1)
    assert "scaled: inputs and expected values are those that the network sees" in out


def test_a_session_that_was_handed_on_is_taken_as_it_was_left(capsys, sheet, tmp_path):
    saved("epoch 1", "set w5 0.4", start="walkthrough")
    path = tmp_path / "anna.glass"
    assert main(["share", "-o", str(path)]) == 0
    assert main(["share"]) == 0
    text = capsys.readouterr().out.strip()
    for start in (str(path), text):
        out = told(capsys, sheet("w5,0.4", "w6,0.5467281"), start)
        assert "2-2-2, row 1 of 1, after 1 sample\n" in out
        assert out.endswith("all 2 right\n")
    assert refused(capsys, sheet("w5,0.4"), str(path), "--epochs", "3") == (
        "--epochs: a session is taken as it was left; name a START to train one"
    )
    assert refused(capsys, sheet("w5,0.4"), str(path), "--row", "2") == "--row: there is no row 2"


def test_a_session_in_the_middle_of_its_update_is_taken_before_it(capsys, sheet, tmp_path):
    saved(*["phase"] * 9, start="walkthrough")
    path = tmp_path / "anna.glass"
    assert main(["share", "-o", str(path)]) == 0
    capsys.readouterr()
    assert told(capsys, sheet("w5,0.5", "new_w5,0.4524"), str(path)).endswith("all 2 right\n")


# --- JSON --------------------------------------------------------------------------------------------------------


def test_json_has_every_verdict(capsys, sheet):
    path = sheet("s_h1,0.788", "a_h1,0.687", "s_o1,1.118", "new_w7,")
    found = json.loads(told(capsys, path, "--json", code=1))
    assert {key: found[key] for key in ("schema", "start", "row", "samples", "right", "follows", "wrong")} == {
        **{"schema": 1, "start": "walkthrough", "row": 1, "samples": 0},
        **{"right": 1, "follows": 1, "wrong": 1},
    }
    assert found["sheet"] == path
    assert found["empty"] == ["new w7"]
    assert found["figures"][0] == {
        "line": 1,
        "figure": "s_h1",
        "yours": 0.788,
        "exact": 1.288,
        "verdict": "wrong",
        "remark": "",
        "follows_from": [],
        "slips": ["the bias is forgotten"],
    }
    assert found["figures"][1]["follows_from"] == ["s_h1"]


def test_the_readme_explains_every_field_of_the_json(capsys, sheet):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    text = text.partition("## Worked by hand")[2].partition("\n## ")[0]
    said = set(re.findall(r"`([a-z_]+)`", text))
    found = json.loads(told(capsys, sheet("s_h1,1.288"), "--json"))
    assert {*found, *found["figures"][0], *(standing.value for standing in Standing)} <= said


def test_the_readmes_example_is_what_is_told(capsys, sheet):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines, shown = re.search(r"\$ cat mine\.csv\n(.*?)\$ glassnet check mine\.csv\n(.*?)```", text, re.DOTALL).groups()
    assert told(capsys, sheet(*lines.splitlines()), code=1) == shown


def test_json_writes_what_is_not_finite_as_null(capsys, sheet):
    words = ["walkthrough", "--activation", "sigmoid,linear", "--learning-rate", "1e300", "--init", "uniform"]
    found = json.loads(told(capsys, sheet("new_w5,1"), *words, "--json", code=1))
    assert found["figures"][0]["verdict"] == "wrong"


# --- what is refused ---------------------------------------------------------------------------------------------


def test_a_sheet_that_cannot_be_read_is_one_line_and_code_2(capsys, sheet, tmp_path):
    assert refused(capsys, sheet("w5,0.5", "foo,3")).startswith('mine.csv, line 2: "foo" is no name of a figure')
    assert refused(capsys, sheet("w5,0.5", "w6,many")).startswith('mine.csv, line 2: "many" is not a number')
    assert refused(capsys, str(tmp_path / "no.csv")) == "no.csv: cannot be read: No such file or directory"
    assert refused(capsys, str(tmp_path)).endswith("is a directory, not a sheet")
    assert refused(capsys, "/dev/zero") == "zero: is not a regular file"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "check which sheet? Name a file with lines such as w5,0.5: glassnet check SHEET.csv"),
        ("--seed 3", "check which sheet? "),
        ("SHEET xor iris", 'one SHEET and one START are enough: "iris" is one too many'),
        ("SHEET nosuch", "unknown start 'nosuch'"),
        ("SHEET walkthrough --row 2", "--row: rows go from 1 to 1, there is no 2"),
        ("SHEET --samples 1 --epochs 1", "--samples, --epochs: give one of them, not both"),
        ("SHEET --folds 3", "--folds: goes with glassnet train"),
        ("SHEET --digits 6", "--digits: goes with glassnet explain"),
        ("SHEET --jsn", 'unknown option "--jsn": did you mean --json?'),
    ],
)
def test_a_mistake_is_one_line_and_code_2(capsys, sheet, words, said):
    path = sheet("w5,0.5")
    assert refused(capsys, *(path if word == "SHEET" else word for word in words.split())).startswith(said)


def test_the_options_of_a_sample_belong_to_two_commands(capsys):
    assert main(["train", "--row", "3"]) == 2
    assert capsys.readouterr().err == "glassnet: --row: goes with glassnet explain and glassnet check\n"


def test_a_start_that_cannot_be_read_is_code_1(capsys, sheet):
    assert refused(capsys, sheet("w5,0.5"), "no/such.csv", code=1).startswith("such.csv: ")


def test_the_text_of_a_sheet_cannot_act_on_the_terminal(capsys, tmp_path):
    path = tmp_path / "\x1b[31mred.csv"
    path.write_text("w5,0.5\n\x1b[2J\u202ew6,0.6\n", encoding="utf-8")
    said = refused(capsys, str(path))
    assert said.isprintable()
    path.write_text("w5,\u22120.5\n[red]w6[/],0.6\n", encoding="utf-8")
    assert '"[red]w6[/]" is no name' in refused(capsys, str(path))


# --- as a shell runs it ------------------------------------------------------------------------------------------


def test_checking_never_loads_the_screen(sheet):
    code = (
        f"import sys; from tui.command_line.main import main; code = main(['check', {sheet('w5,0.5', 'a_h1,0.5')!r}]);"
        "sys.exit(code != 1 or bool({'textual', 'tui.app', 'plotext'} & set(sys.modules)))"
    )
    done = python(code)
    assert (done.stderr, done.returncode) == ("", 0)


def test_in_an_old_encoding_the_signs_are_spelled_out(sheet):
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = glassnet("check", sheet("delta_o1,0.6538", "a_h1,0.784"), env=env)
    assert "delta_o1  0.6538  0.121343  wrong  sigma' is left out\n" in done.stdout
    assert "a_h1  0.784   0.783808  right\n" in done.stdout


def test_on_a_terminal_a_long_verdict_goes_on_below_itself(sheet):
    child = on_a_terminal("check", sheet("delta_h1,0.008322", "delta_o1,0.121"), columns=80)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1
    assert child.before.splitlines()[2:6] == [
        "      yours     exact",
        "δ_h1  0.008322  0.00930437  ✗  the new weights are taken: δ goes back through",
        "                               those before the step",
        "δ_o1  0.121     0.121343    ✓",
    ]


def test_the_help_has_every_option_and_its_examples(capsys):
    assert main(["check", "--help"]) == 0
    out = capsys.readouterr().out
    assert "usage: glassnet check SHEET.csv [START]" in out
    for word in (*options_of("check"), "--json", "new_w5", "delta_o1", "FILE.glass", "walkthrough by default"):
        assert word in out
