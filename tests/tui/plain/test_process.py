"""``glassnet --plain`` behind a pipe: a script runner."""

import subprocess
import sys

import pytest

from tests.tui.shell import GLASSNET, ROOT, glassnet, python

STEPS = """# two edits that are one step, and an epoch
set w1 0.5

& set w1 0.6
  epoch   # all ten rows
undo
undo
"""


def script(lines: str | bytes, *words: str, **more: object) -> subprocess.CompletedProcess:
    """Pipe lines into the plain twin."""
    return glassnet("--plain", *words, input=lines, text=isinstance(lines, str), **more)


def test_a_script_is_done_to_its_end() -> None:
    done = script(STEPS)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "w1 is 0.5, was 0.637",
        "E of row 1 is 0.367225, was 0.367178",
        "MSE is 0.4032, was 0.4035",
        "w1 is 0.6, was 0.5",
        "E of row 1 is 0.367189, was 0.367225",
        "MSE is 0.4034, was 0.4032",
        "epoch is 1, was 0",
        "MSE is 0.3526, was 0.4034",
        "step 2 is undone: epoch",
        "epoch is 0, was 1",
        "MSE is 0.4034, was 0.3526",
        "step 1 is undone: set w1 0.5 & set w1 0.6",
        "w1 is 0.637, was 0.6",
        "E of row 1 is 0.367178, was 0.367189",
        "MSE is 0.4035, was 0.4034",
    ]


@pytest.mark.parametrize("start", [("xor",), ()])
def test_the_first_refused_line_ends_it(start: tuple[str, ...]) -> None:
    done = script("rate 0.1\n\n# here\nset w999 1\nrate 0.2\n", *start)
    assert done.returncode == 1
    assert done.stdout == "alpha is 0.1, was 0.5\n"
    assert done.stderr.startswith("glassnet: line 4, column 5: no w999 in a ")
    assert done.stderr.count("\n") == 1


def test_an_empty_script_and_one_that_leaves() -> None:
    for lines in ("", "\n", "quit\nset nothing\n"):
        done = script(lines)
        assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (b"\x1b[31mset w1 1\n", "line 1, column 1: "),
        (b"set w1\x00 1\n", "line 1, column 5: "),
        (b"set w1 \xff\xfe\n", "line 1, column 8: "),
        pytest.param(b"x" * 10_000_000, "line 1, column 1,000,001: the line is longer than 1,000,000", id="10 MB"),
        pytest.param(b"\x00" * 10_000_000, "line 1, column 1,000,001: ", id="10 MB of null bytes"),
        pytest.param(b"set w1 " + b"[" * 100_000, "line 1, column 8: ", id="deep"),
        (
            b"rate 0.1\nrun 1000000000000\n",
            "line 2, column 5: the number of samples is a whole number from 1 to 1,000,",
        ),
        (b"layer+ 1 1000000000 tanh\n", "line 1, column 10: "),
        (b'input 1 i1 "a\n', "line 1, column 12: the text that begins here has no closing"),
        ("set w1 1\n".encode("utf-16"), "line 1, column 1: "),
        (b"& set w1 1\n", "line 1: there is no step before this one that it could join"),
        (b"set w1 1e999\n", "line 1, column 8: "),
        (b"activation 2 linear\nrate 1e300\nrun 100\n", "line 3: stopped at epoch 0, "),
    ],
)
def test_hostile_lines_are_refused_in_one_line(lines: bytes, why: str) -> None:
    done = script(lines)
    said = done.stderr.decode()
    assert done.returncode == 1
    assert said.startswith(f"glassnet: {why}")
    assert said.count("\n") == 1
    assert len(said) < 300
    assert said.isascii()
    assert said[:-1].isprintable()


def test_a_script_from_another_system() -> None:
    done = script(b"\xef\xbb\xbfset w1 1\r\nrate 0.1\r\n# x\r\nundo")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 6


def test_a_variable_asks_for_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLASSNET_PLAIN", "1")
    done = glassnet("walkthrough", "--width", "40", input="row 1\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[2:] == ["expected y1 0.1, y2 0.9; got 0.7538,", "  0.839", "E is 0.2156"]
    assert glassnet(input="rate 0.1\n").stdout == "alpha is 0.1, was 0.5\n"
    monkeypatch.setenv("GLASSNET_PLAIN", "0")
    assert glassnet(input="rate 0.1\n").returncode == 2


def test_answers_come_while_the_script_goes_on() -> None:
    """A program that drives it through pipes waits for each answer."""
    with subprocess.Popen(
        [*GLASSNET, "--plain"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for rate in ("0.25", "0.125"):
            print(f"rate {rate}", file=running.stdin, flush=True)
            assert running.stdout.readline().startswith(f"alpha is {rate}, was ")
        running.stdin.close()
        assert running.wait() == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--width", "40"], "--width: goes with --plain"),
        (["--unicode"], "--unicode: goes with --plain"),
        (["--plain", "--theme", "dark"], "--theme: does not go with --plain: colours the workbench"),
        (["--plain", "--kernel", "numba"], "--kernel: does not go with --plain: write run 1000 numba for a fast run"),
        (["--plain", "--width", "19"], "--width: takes a whole number from 20 to 80, not \"19\""),
        (["--plain", "nosuch"], "unknown start"),
        (["train", "--plain"], "--plain: goes with glassnet without a command"),
    ],
)  # fmt: skip
def test_options_that_do_not_fit_are_refused(words: list[str], why: str) -> None:
    done = glassnet(*words, input="where\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"glassnet: {why}")


def test_a_closed_stream_is_one_line() -> None:
    for redirection, why in (("<&-", "stdin, which is closed"), (">&-", "stdout is closed")):
        command = f"{' '.join(GLASSNET)} --plain {redirection}"
        done = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode in (1, 2)
        assert why in done.stderr
        assert done.stderr.count("\n") == 1


def test_the_plain_twin_needs_no_screen() -> None:
    code = (
        "import sys, io; sys.stdin = io.StringIO('epoch 2\\nwhy w1\\nnobody\\n');"
        "from tui.command_line.main import main; code = main(['--plain']);"
        "from importlib import import_module; import pkgutil, tui.plain;"
        "[import_module(f'tui.plain.{found.name}') for found in pkgutil.iter_modules(tui.plain.__path__)];"
        "sys.exit(code != 1 or bool({'textual', 'tui.app', 'plotext'} & set(sys.modules)))"
    )
    done = python(code)
    assert (done.returncode, done.stderr.count("\n")) == (0, 1), done.stderr


def test_a_broken_pipe_is_no_traceback() -> None:
    command = f"yes where | {' '.join(GLASSNET)} --plain | head -1"
    done = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "data is level2, 10 rows\n"
    assert done.stderr in ("", "yes: standard output: Broken pipe\n")
    assert sys.executable in command
