"""``glassnet replay``: a saved session comes to the same again, or it is said where it does not."""

import re
import shutil
import signal
from pathlib import Path

import pexpect
import pytest

from engine.errors import InvalidValue
from engine.session.saved.log_limits import MOST_LINES
from tests.tui.command_line.saved import begun, folder_here, saved, say
from tests.tui.shell import glassnet, on_a_terminal
from tui.command_line.main import main

DONE = ("set w5 0.5", "& set w5 0.6", "epoch", "phase", "undo", "run 400", "open xor --hidden 3", "epoch 20")


def replayed(capsys, *words: str, code: int = 0) -> tuple[list[str], str]:
    assert main(["replay", *words]) == code
    out, err = capsys.readouterr()
    return out.splitlines(), err


def damaged(name: str, old: str, new: str) -> str:
    """Change the log of a session where it lies; return its path."""
    log = folder_here().log(name)
    text = log.read_text("utf-8")
    assert old in text
    log.write_text(text.replace(old, new, 1), "utf-8")
    return str(log)


def test_a_session_is_lived_again_from_its_log_and_its_rows_alone(tmp_path):
    session, saving = begun()
    say(session, *DONE)
    saving.leave()
    for end in (".log", ".rows.npz"):
        shutil.copy(folder_here().beside(saving.name, end), tmp_path / f"My homework{end}")
    again = glassnet("replay", str(tmp_path / "My homework.log"))
    assert (again.returncode, again.stderr) == (0, "")
    lines = again.stdout.splitlines()
    assert lines[0] == "xor  2-3-2  seed 0"
    assert re.fullmatch(r"step 5: 20 epochs, 80 samples; replayed in \S+ s", lines[1])
    assert lines[2].startswith(f"MSE     {session.state.evaluation.mse:.6g} ")
    assert lines[-2:] == ["", "identical to the last bit: 1 mark, 5 steps, 490 samples"]


def test_without_a_name_the_last_session_is_replayed(capsys):
    saved("epoch 2", days_ago=1)
    saved("epoch 3")
    assert replayed(capsys, "--check") == (["identical to the last bit: 1 mark, 1 step, 30 samples"], "")


def test_it_can_stop_at_a_step(capsys):
    name = saved("epoch", "run 400", "epoch")
    lines, _ = replayed(capsys, name, "--until", "2")
    assert lines[1].startswith("step 2: 41 epochs, 410 samples;")
    assert lines[-1] == "nothing to compare: no marks, 2 steps, 410 samples"
    lines, err = replayed(capsys, name, "--until", "7", code=2)
    assert lines[-1] == "identical to the last bit: 1 mark, 3 steps, 420 samples"
    assert err == "glassnet: --until: the log never reaches step 7, it ends at step 3\n"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (" 410 0.", " 410 9.", r": the MSE is off by up to 9 of 9\.\d+, at line 4; more than another processor or .*"),
        (r"run 400", "run 300", ": step 2 with 310 samples at line 4, where step 2 with 410 samples is stored, so .*"),
        (
            re.compile(r"(410 0\.\d+ )\w{16}"),
            r"\g<1>0123456789abcdef",
            ", in the last bits of the parameters only: another processor or kernel does that",
        ),
        (re.compile(r"410 0\.\S+"), "410 nan", ": the MSE is off by up to inf of nan, at line 4; more than .*"),
    ],
)
def test_what_comes_out_otherwise_is_said_with_its_line(capsys, old, new, why):
    log = folder_here().log(saved("epoch", "run 400"))
    text = log.read_text("utf-8")
    other = old.sub(new, text) if isinstance(old, re.Pattern) else text.replace(old, new)
    assert other != text
    log.write_text(other, "utf-8")
    (line,), err = replayed(capsys, "--check", code=1)
    assert err == ""
    assert re.fullmatch(f"different at 1 of 1 mark, from line 4 on{why}", line), line


def test_a_log_is_read_as_far_as_it_is_good(capsys):
    log = folder_here().log(saved("epoch", "run 400"))
    log.write_bytes(log.read_bytes() + b"1.0 epo")
    lines, err = replayed(capsys, "--check")
    assert lines == ["identical to the last bit: 1 mark, 2 steps, 410 samples"]
    assert err == f"glassnet: {log.name}: the last line was cut off and is left out\n"
    log.write_bytes(log.read_bytes().removesuffix(b"1.0 epo") + b"\x1b[31mred\n1.1 epoch\n")
    lines, err = replayed(capsys, "--check", code=1)
    assert lines == ["identical to the last bit: 1 mark, 2 steps, 410 samples"]
    assert err.startswith(f"glassnet: {log.name}: only what comes before is good: line 6 is no line of a log")
    assert "\x1b" not in err


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"set w99 1", "line 4, column 5: no w99 in a 2-3-2 network"),
        (b"jump", 'line 4, column 1: "jump" is no verb'),
        (b"open /etc/passwd", "line 4, column 6: the rows of '/etc/passwd' are not among those that were saved"),
    ],
)
def test_a_log_is_lived_again_up_to_a_line_that_cannot_be_done(capsys, line, why):
    log = folder_here().log(saved("epoch", "epoch"))
    begin = log.read_bytes().split(b"\n")[:3]
    log.write_bytes(b"\n".join([*begin, b"0.2 " + line, b"0.3 epoch", b""]))
    lines, err = replayed(capsys, code=1)
    assert lines[1].startswith("step 2: 2 epochs, 20 samples")
    assert err.startswith(f"glassnet: {log.name}: only what comes before is good: {why}")
    assert err.count("\n") == 1


def test_hostile_logs_are_refused_in_one_line(capsys):
    name = saved("epoch")
    log = folder_here().log(name)
    first = log.read_bytes().split(b"\n")[0] + b"\n"
    for content, why in (
        (first + b"0.1 epoch\n" * (MOST_LINES + 1), "has 200,002 lines, more than 200,000"),
        (first + b"0.1 run 1000000000\n" * 1_000, "line 2: up to here there is too much to compute"),
        (first.replace(b'"rows": 10', b'"rows": 9'), "its first line is about other rows"),
        (b'glassnet 1 {"a": ' + b"[" * 90_000 + b"\n", "the first line of the session is damaged"),
        (b"glassnet 2 {}\n", "the session has format 2; update glassnet"),
        (b"\x00" * 1_000, "this is no session of glassnet"),
        (b"", "the file is empty"),
    ):
        log.write_bytes(content)
        lines, err = replayed(capsys, name, code=1)
        assert lines == []
        assert err.startswith(f"glassnet: {log.name}")
        assert why in err
        assert err.count("\n") == 1


def test_what_is_large_is_done_if_that_is_wanted(capsys, monkeypatch):
    monkeypatch.setattr("engine.session.saved.log_limits.MOST_WORK", 1_000)
    name = saved("epoch")
    _, err = replayed(capsys, name, code=1)
    assert err.endswith("; if that is what you want, add --large\n")
    assert replayed(capsys, name, "--large", "--check")[0] == ["identical to the last bit: 1 mark, 1 step, 10 samples"]


def test_an_unknown_name_suggests_the_nearest(capsys):
    assert main(["replay"]) == 2
    assert capsys.readouterr().err == f"glassnet: there are no sessions in {folder_here().path}\n"
    name = saved("epoch")
    assert main(["replay", name[:-1]]) == 2
    assert capsys.readouterr().err == f'glassnet: there is no session "{name[:-1]}": did you mean {name}?\n'


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["./rows.csv"], "./rows.csv: takes the name of a session, or the path of its .log or .glass"),
        (["a", "b"], 'one FILE is enough: "b" is one too many'),
        (["--until", "x"], '--until: takes a whole number from 0 to 1000000000, not "x"'),
        (["--until"], "--until: takes a whole number from 0 to 1000000000"),
        (["--seed", "3"], 'unknown option "--seed": glassnet replay --help lists the options'),
        (["--chek"], 'unknown option "--chek": did you mean --check?'),
    ],
)
def test_mistakes_are_one_line(capsys, words, why):
    assert main(["replay", *words]) == 2
    assert capsys.readouterr().err == f"glassnet: {why}\n"


def test_a_replay_changes_nothing(capsys):
    saved(*DONE)
    before = {path.name: path.read_bytes() for path in folder_here().path.iterdir()}
    replayed(capsys)
    assert {path.name: path.read_bytes() for path in folder_here().path.iterdir()} == before


def test_a_missing_file_is_named(capsys, tmp_path: Path):
    assert replayed(capsys, str(tmp_path / "a.log"), code=1)[1].startswith("glassnet: a.log: cannot be read: No such")


def test_ctrl_c_stops_it_in_the_middle_of_a_run():
    name = saved("epoch")
    path = damaged(name, "epoch\n", "epoch\n0.2 run 20000000\n")
    process = on_a_terminal("replay", path)
    process.expect(r"line 3/\d+  [\d,]+ samples")
    process.kill(signal.SIGINT)
    process.expect(r"glassnet: interrupted after line 3 of \d+; nothing was changed")
    process.expect(pexpect.EOF)
    process.close()
    assert process.exitstatus == 130


def test_without_numba_it_says_that_numpy_computed_what_numba_did(capsys, monkeypatch):
    waited = []

    def wait(kernel):
        waited.append(kernel)
        raise InvalidValue("the kernel numba needs Numba")

    monkeypatch.setattr("tui.command_line.replay.wait_for_loop", wait)
    monkeypatch.setattr("engine.session.saved.living.has_numba", lambda: False)
    name = saved("run 300")
    replayed(capsys, name)
    assert waited == []
    damaged(name, "run 300", "run 300 numba")
    lines, err = replayed(capsys, name, "--check")
    assert waited == ["numba"]
    assert lines == ["identical to the last bit: 1 mark, 1 step, 300 samples"]
    assert err.startswith("glassnet: NumPy computed what Numba did then")
