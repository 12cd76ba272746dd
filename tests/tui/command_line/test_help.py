"""What the help says of defaults and exit codes."""

import re

import pytest

from engine.experiment.presets import PRESETS
from engine.experiment.start_options import FLAGS
from engine.experiment.starts import setup_for, start_names
from tui.command_line import main as codes
from tui.command_line.help_of_defaults import defaults_text
from tui.command_line.help_texts import EXIT_CODES
from tui.command_line.main import main
from tui.command_line.parser import options_of


def said(option: str) -> dict[str, str]:
    """Return the default that the help says for each start."""
    text = " ".join(defaults_text(True).split())
    parts = text.partition(f"{option} ")[2].partition(" --")[0].split("; ")
    *listed, _, others = parts
    found = dict.fromkeys(start_names(), others.removeprefix("all others "))
    for part in listed[:-1] if listed[-1].startswith("a CSV") else listed:
        names, _, value = part.rpartition(" ")
        found |= dict.fromkeys(names.split(", "), value)
    return found


@pytest.mark.parametrize(
    ("option", "value_of"),
    [
        ("--epochs", lambda setup: setup.epochs),
        ("--learning-rate", lambda setup: setup.method.learning_rate),
        ("--scale", lambda setup: setup.scaling),
    ],
)
def test_the_help_says_the_default_of_every_start(option, value_of):
    told = said(option)
    assert set(told) == set(start_names())
    for name in start_names():
        assert told[name] == str(value_of(setup_for(name))), name


@pytest.mark.parametrize(
    ("rows", "epochs", "rate"), [(20, 1000, 0.5), (21, 100, 0.1), (1000, 100, 0.1), (1001, 40, 0.1)]
)
def test_the_help_says_the_defaults_of_a_csv_file(tmp_path, rows, epochs, rate):
    path = tmp_path / "f.csv"
    path.write_text("a,k\n" + "".join(f"{row / 100},{'ab'[row % 2]}\n" for row in range(rows)))
    setup = setup_for(str(path))
    assert (setup.epochs, setup.method.learning_rate, setup.scaling) == (epochs, rate, "none")
    path.write_text("a,y\n" + "".join(f"{row},{row}.5\n" for row in range(rows)))
    setup = setup_for(str(path))
    assert (setup.method.learning_rate, setup.scaling) == (0.01, "standard")
    text = " ".join(defaults_text(True).split())
    assert "a CSV file 40, of up to 1000 rows 100, of up to 20 rows 1000" in text
    assert "a CSV file 0.1, of up to 20 rows 0.5, of a regression 0.01" in text
    assert "a CSV file none, with numbers beyond ±10 standard" in text


@pytest.mark.parametrize("command", ["", "train", "explain", "data"])
def test_every_option_says_its_default(command):
    silent = {"--theme"}  # the one that the key T chose
    for name, option in options_of(command).items():
        assert name in silent or re.search(r"default|fewer|refused", option.note), name


def test_all_but_the_presets_shuffle():
    for name in start_names():
        assert setup_for(name).method.shuffle == (name not in PRESETS), name
    assert all("presets" in about for *_, about in FLAGS.values())


def test_every_exit_code_is_explained():
    for code in (0, codes.REFUSED, codes.WRONG_OPTION, codes.UNFORESEEN, codes.INTERRUPTED, codes.PIPE_CLOSED):
        assert re.search(rf"\b{code} ", EXIT_CODES), code


@pytest.mark.parametrize(
    ("command", "note"),
    [
        ([], "a run stops after them, by default it goes on"),
        (["train"], "default: see below"),
        (["explain"], "to train first; 0 by default"),
    ],
)
def test_the_epochs_have_a_default_where_something_trains_by_itself(capsys, command, note):
    assert main([*command, "--help"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert note in text
    assert ("--epochs walkthrough, mazur 1;" in text) == (command == ["train"])
