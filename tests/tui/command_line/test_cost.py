"""What is large is started only when it is asked for."""

import re
import subprocess
import sys

import pytest

from tests.tui.shell import GLASSNET, ROOT, glassnet

LARGE = ("digits", "--hidden", "1000,1000")


@pytest.mark.parametrize("words", [LARGE, ("train", *LARGE), ("train", "digits", "--layers", "64,1000,1000,10")])
def test_over_a_million_parameters_it_says_the_cost_first(words):
    done = glassnet(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert re.fullmatch(
        r"glassnet: --(hidden|layers): a 64-1000-1000-10 network has 1,076,010 parameters: about \d+ MB of memory and "
        r"0\.009 s a sample; if that is what you want, add --large",
        line,
    )


def test_it_starts_when_that_is_asked_for():
    done = glassnet("train", *LARGE, "--large", "--epochs", "0")
    assert done.returncode == 0, done.stderr
    assert "64-1000-1000-10" in done.stdout


def test_a_small_network_needs_no_such_word():
    assert glassnet("train", "xor", "--epochs", "1").returncode == 0
    assert glassnet("train", "xor", "--epochs", "1", "--large").returncode == 0


def test_explain_takes_no_such_word_and_needs_none():
    assert glassnet("explain", *LARGE, "b_o1").returncode == 0
    done = glassnet("explain", *LARGE, "b_o1", "--large")
    assert done.returncode == 2
    assert "unknown option" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no ulimit")
def test_what_does_not_fit_is_refused_even_then():
    words = [*GLASSNET, "train", "digits", "--hidden", "4000,4000", "--large"]
    limited = ["sh", "-c", 'ulimit -v 900000; exec "$@"', "sh", *words]
    done = subprocess.run(limited, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "--hidden: a 64-4000-4000-10 network" in line
    assert line.endswith("MB are free: fewer neurons or rows would fit")
