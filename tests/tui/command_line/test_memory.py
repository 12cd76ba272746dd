"""Too little memory is one line, wherever it runs out."""

import subprocess
import sys

import pytest

from tests.tui.shell import ROOT
from tui.command_line import main as command_line

LINE = "glassnet: there is not enough memory for this network or these data\n"


def chained() -> ImportError:
    """Return the error of a library whose own parts could not be loaded."""
    error = ImportError("Importing the numpy C-extensions failed.")
    error.__cause__ = ImportError("multiarray.so: failed to map segment from shared object")
    return error


@pytest.mark.parametrize("error", [MemoryError(), MemoryError("Unable to allocate 1 GiB"), chained()], ids=repr)
def test_it_is_one_line_and_code_1(capsys, monkeypatch, error):
    def fail(words):
        raise error

    monkeypatch.setattr(command_line, "_run", fail)
    assert command_line.main(["train"]) == 1
    assert capsys.readouterr().err == LINE


def test_another_import_error_is_not_about_memory(capsys, monkeypatch):
    def fail(words):
        raise ImportError("no such module")

    monkeypatch.setattr(command_line, "_run", fail)
    assert command_line.main(["train"]) == 70
    assert "no such module" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
@pytest.mark.parametrize("kilobytes", [30_000, 110_000, 200_000, 300_000])
def test_a_limit_of_the_shell_gives_no_traceback(kilobytes):
    words = "-m tui.command_line.main train digits --hidden 2000,2000"
    shell = f"ulimit -v {kilobytes} && exec {sys.executable} {words}"
    done = subprocess.run(["sh", "-c", shell], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "nobody foresaw" not in done.stderr
    assert "memory" in done.stderr.lower()
