"""``glassnet explain``: the engine's explanation of any number, after any training."""

import re

import pytest

from engine.experiment.starts import Options, setup_for, start_names
from engine.explaining.explain import explain
from engine.explaining.worked_step import context_for
from engine.network.subjects import parse_subject
from engine.session.session import Session
from engine.training.commands import Run
from tests.tui.shell import glassnet, python
from tui.command_line.main import main
from tui.command_line.parser import EXPLAIN_OPTIONS, OPTIONS


def told(capsys, *words: str) -> str:
    assert main(["explain", *words]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def wanted(what: str, start: str = "level2", samples: int = 0, row: int | None = None, digits=4, **options) -> str:
    """The explanation from a session of its own."""
    setup = setup_for(start, Options(**options))
    session = Session(setup)
    state = session.apply(Run(samples)) if samples else session.state
    row = state.row if row is None else row
    sample = state.dataset.inputs[row], state.dataset.expected[row]
    context = context_for(state.network, *sample, state.method, state.evaluation.mse)
    return explain(parse_subject(what, setup.sizes), context).text(digits) + "\n"


def test_an_input_that_was_missing_says_what_fills_it(capsys, tmp_path):
    path = tmp_path / "fill.csv"
    path.write_text("temp,sky,ozone\n1.5,clear,3.5\n2.5,,3.1\n,dark,3.3\n4.5,dark,2.1\n5.5,dark,3.5\n")
    for what, row, filling in (("i1", 3, "mean"), ("i2", 2, "most frequent word"), ("i3", 2, "most frequent word")):
        assert main(["explain", str(path), "--missing", "fill", what, "--row", str(row)]) == 0
        *_, last = capsys.readouterr().out.rstrip().splitlines()
        assert last.strip() == f"missing in the file: filled with the {filling} of the training rows"
    for what, row in (("i1", 2), ("i2", 3), ("h1", 3)):
        assert main(["explain", str(path), "--missing", "fill", what, "--row", str(row)]) == 0
        assert "missing" not in capsys.readouterr().out


# --- what is told ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["w5", "b_o1", "h1", "o1", "i2", "y1", "E", "e", "alpha", "α", "W5"])
def test_a_number_is_explained_as_by_the_engine(capsys, what):
    assert told(capsys, "walkthrough", what) == wanted(what, "walkthrough")


def test_a_single_word_names_a_number_in_the_default_preset(capsys):
    assert told(capsys, "w5") == wanted("w5", "level2")
    assert told(capsys, "w5") != wanted("w5", "walkthrough")


def test_the_articles_figures_are_there(capsys):
    text = told(capsys, "walkthrough", "w5", "--digits", "6")
    for figure in ("w5  h1 → o1   0.5", "δ_o1 = (a_o1 − y1)", "= 0.121343", "= 0.0951095", "= 0.452445"):
        assert figure in text


@pytest.mark.parametrize(("word", "digits"), [("4", 4), ("6", 6), ("full", None)])
def test_numbers_have_the_digits_asked_for(capsys, word, digits):
    assert told(capsys, "walkthrough", "h1", "--digits", word) == wanted("h1", "walkthrough", digits=digits)


def test_a_long_sum_is_cut_to_the_terms_asked_for(capsys):
    assert "w1·i1" in told(capsys, "digits", "h1").replace(" · ", "·")
    assert "… 59 more" in told(capsys, "digits", "h1")
    assert "… 62 more" in told(capsys, "digits", "h1", "--terms", "3")
    whole = told(capsys, "digits", "h1", "--terms", "all")
    assert "more" not in whole
    assert all(f"w{number}" in whole for number in range(1, 65))


def test_it_trains_first_as_the_workbench_does(capsys):
    for samples in (1, 7, 10, 23):
        assert told(capsys, "w1", "--samples", str(samples)) == wanted("w1", samples=samples)
    assert told(capsys, "iris", "E", "--epochs", "2", "--seed", "5") == wanted("E", "iris", samples=300, seed=5)
    assert told(capsys, "w1", "--epochs", "3") == told(capsys, "w1", "--samples", "30")


def test_it_does_not_train_unless_asked_to(capsys):
    assert told(capsys, "w1") == told(capsys, "w1", "--samples", "0") == told(capsys, "w1", "--epochs", "0")


def test_rows_are_counted_from_1(capsys):
    texts = {row: told(capsys, "E", "--row", str(row)) for row in range(1, 11)}
    assert texts == {row: wanted("E", row=row - 1) for row in range(1, 11)}
    assert len(set(texts.values())) == 10
    assert told(capsys, "E", "--samples", "4") == told(capsys, "E", "--samples", "4", "--row", "5")


def test_rows_have_the_numbers_of_the_file(capsys, tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("a,b,y\n" + "".join(f"{i / 20},{i / 40},{'' if i == 3 else i / 20}\n" for i in range(1, 21)))
    words = "explain", str(path), "i2", "--test-share", "0.25", "--row"
    test = setup_for(str(path), Options(test_share=0.25)).parts.test
    tested = [test.number(row) for row in range(test.rows)]
    assert len(tested) == 5
    for number in (*tested, *(number for number in (1, 2, 4, 20) if number not in tested)):
        assert main([*words, str(number)]) == 0
        out, err = capsys.readouterr()
        assert out.endswith(f"i2 = {number / 40:g}\n")
        assert (f"glassnet: row {number} is a test row: it is never trained\n" in err) == (number in tested)
    assert main([*words, "3"]) == 2
    assert "--row: row 3 was left out when f was read\n" in capsys.readouterr().err
    assert main([*words, "21"]) == 2
    assert "--row: rows go from 1 to 20, there is no 21\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        "explain iris h1.2 --hidden 5,6 --seed 3 --samples 4",
        "explain --hidden 5,6 --seed 3 iris --samples 4 h1.2",
        "--samples 4 --hidden 5,6 explain iris --seed=3 h1.2",
        "explain --hidden=5,6 --seed=3 --samples=4 -- iris h1.2",
    ],
)
def test_options_can_stand_anywhere(capsys, words):
    assert main(words.split()) == 0
    assert capsys.readouterr().out == wanted("h1.2", "iris", samples=4, hidden=(5, 6), seed=3)


def test_a_network_and_training_of_your_own(capsys):
    words = "--layers 2,3,2 --activation sigmoid,linear --learning-rate 1/4 --init uniform"
    assert told(capsys, "xor", "w2", *words.split()) == wanted(
        "w2",
        "xor",
        layers=(2, 3, 2),
        activations=("sigmoid", "linear"),
        learning_rate=0.25,
        initializer="uniform",
    )


def test_a_file_can_be_explained_even_if_named_like_the_command(capsys, tmp_path, monkeypatch):
    (tmp_path / "explain").write_text("a,y\n1,0.5\n2,1.5\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert told(capsys, "./explain", "w1") == wanted("w1", "./explain")
    assert main(["train", "./explain", "--epochs", "0"]) == 0
    assert "explain  1-4-1" in capsys.readouterr().out


# --- help --------------------------------------------------------------------------------------------------------


def test_help_names_every_option_start_and_kind_of_number(capsys):
    assert main(["explain", "--help"]) == 0
    out = capsys.readouterr().out
    for name in (*OPTIONS, *EXPLAIN_OPTIONS, *start_names(), "w5", "b_o1", "h1", "h1.2", "o1", "E", "alpha"):
        assert name in out
    assert "--json" not in out
    assert "usage: glassnet explain [START] WHAT" in out


def test_the_main_help_mentions_it_and_its_examples_work(capsys):
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert "glassnet explain [START] WHAT" in out
    assert "--digits" not in out
    assert main(["explain", "--help"]) == 0
    examples = capsys.readouterr().out.partition("examples:")[2] + out.partition("examples:")[2]
    commands = re.findall(r"^  glassnet (explain .+?)(?:  .*)?$", examples, re.MULTILINE)
    assert len(commands) == 6
    for command in commands:
        assert told(capsys, *command.split()[1:])


# --- what is refused ---------------------------------------------------------------------------------------------


def refusal(capsys) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("glassnet: ")
    assert err.count("\n") == 1
    return err.removeprefix("glassnet: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("explain", "explain what? Name a number, such as w1, b_o1, h1, o1 or E: glassnet explain w1"),
        ("explain --seed 3", "explain what? "),
        ("explain xor", "explain what? Name a number, such as w1, b_o1, h1, o1 or E: glassnet explain xor w1"),
        ("explain rows.csv", "explain what? "),
        ("explain ./w5", "explain what? "),
        ("explain xor w1 w2", 'one START and one WHAT are enough: "w2" is one too many'),
        ("explain w99", "no w99 in a 2-3-2 network: weights are w1 to w12"),
        ("explain walkthrough h3", "no h3 in a 2-2-2 network: hidden neurons are h1 to h2"),
        ("explain zzz", 'no "zzz" in a 2-3-2 network: name one of i1 to i2'),
        ("explain nosuch w1", "unknown start 'nosuch'"),
        ("explain w1 --row 11", "--row: rows go from 1 to 10, there is no 11"),
        ("explain walkthrough w1 --row 2", "--row: rows go from 1 to 1, there is no 2"),
        *((f"explain w1 --row {text}", "--row: takes the number of a row of the file") for text in ("0", "-1", "x")),
        *((f"explain w1 --samples {text}", "--samples: takes a whole number") for text in ("-1", "1.5", "many")),
        *((f"explain w1 --digits {text}", "--digits: takes 4, 6 or full, not") for text in ("5", "all", "Full")),
        ("explain w1 --digits", "--digits: takes 4, 6 or full"),
        ("explain w1 --samples", "--samples: takes a whole number"),
        ("explain w1 --samples 2 --epochs 1", "--samples, --epochs: give one of them, not both"),
        ("explain w1 --samples 0 --epochs 0", "--samples, --epochs: give one of them, not both"),
        ("explain w1 --layers 3,3,2", "--layers: ten-rows has 2 inputs and 2 outputs"),
        ("explain w1 --json", "--json: goes with glassnet train"),
        ("explain w1 --sample 3", 'unknown option "--sample": did you mean --samples?'),
        ("xor --samples 3", "--samples: goes with glassnet explain"),
        ("train --digits 6", "--digits: goes with glassnet explain"),
        ("--row 3 train", "--row: goes with glassnet explain"),
    ],
)
def test_a_mistake_is_one_line_and_code_2(capsys, words, said):
    assert main(words.split()) == 2
    assert refusal(capsys).startswith(said)


def test_typed_text_cannot_act_on_the_terminal(capsys):
    for words in (["\x1b[31mw5"], ["a\x1b.csv"], ["w1", "w2", "\x1b[2J"]):
        assert main(["explain", *words]) == 2
        assert "\x1b" not in refusal(capsys)


def test_a_file_that_cannot_be_read_is_code_1(capsys):
    assert main(["explain", "no/such.csv", "w1"]) == 1
    assert refusal(capsys).startswith("such.csv: ")


def test_a_divergence_while_training_is_one_line_and_code_1(capsys):
    assert main(["explain", "w1", "--epochs", "3", "--activation", "linear", "--learning-rate", "1e6"]) == 1
    assert "became" in refusal(capsys)


# --- as a shell runs it ------------------------------------------------------------------------------------------


def test_explaining_never_loads_the_screen():
    code = (
        "import sys; from tui.command_line.main import main; code = main(['explain', 'w5', '--samples', '5']);"
        "sys.exit(code or bool({'textual', 'tui.app', 'plotext'} & set(sys.modules)))"
    )
    done = python(code)
    assert (done.stderr, done.returncode) == ("", 0)


def test_piped_text_is_plain():
    done = glassnet("explain", "walkthrough", "w5")
    assert (done.stdout, done.stderr, done.returncode) == (wanted("w5", "walkthrough"), "", 0)
