"""Options by the names that they have elsewhere."""

import subprocess
import sys

import pytest

from tests.tui.shell import ROOT
from tui.command_line import other_names
from tui.command_line.main import main
from tui.command_line.other_names import meant_option
from tui.command_line.parser import options_of
from tui.command_line.version import VERSION

KNOWN = {*options_of("train"), *options_of(""), "--version"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--lr 0.5", '"--lr": did you mean --learning-rate?'),
        ("-lr 0.5", '"-lr": did you mean --learning-rate?'),
        ("--learning_rate=0.5", '"--learning_rate": did you mean --learning-rate?'),
        ("--Epochs 3", '"--Epochs": did you mean --epochs?'),
        ("--epoch 3", '"--epoch": did you mean --epochs?'),
        ("--hidden-layers 8", '"--hidden-layers": did you mean --hidden?'),
        ("--batch 8", '"--batch": did you mean --batch-size?'),
        ("--test-size 0.2", '"--test-size": did you mean --test-share?'),
        ("--random-state 1", '"--random-state": did you mean --seed?'),
        ("-v", '"-v": did you mean --version?'),
        ("--cv 5", '"--cv": did you mean --folds? It goes with glassnet train'),
        ("--qqq 5", '"--qqq": glassnet --help lists the options'),
    ],
)
def test_another_name_is_refused_with_the_one_of_glassnet(capsys, words, said):
    assert main(words.split()) == 2
    assert capsys.readouterr().err == f"glassnet: unknown option {said}\n"


def test_every_name_leads_to_an_option_and_is_none_itself():
    assert set(other_names._MEANT.values()) <= KNOWN
    assert not {f"--{name}" for name in other_names._MEANT} & KNOWN
    names = [name for names in other_names._OTHER_NAMES.values() for name in names.split()]
    assert len(names) == len(set(names))
    assert meant_option("--nothing-like-it", KNOWN) is None


@pytest.mark.parametrize("word", ["-V", "--version"])
def test_the_version_has_a_short_option_and_tui_can_be_run_as_a_module(word):
    done = subprocess.run([sys.executable, "-m", "tui", word], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.returncode) == (f"glassnet {VERSION}\n", 0)
