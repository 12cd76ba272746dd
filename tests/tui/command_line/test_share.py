"""``glassnet share`` hands a session on, and whoever gets it opens it by its file or its text."""

import re

import pytest

from engine.session.handed_on.glass_file import read_glass
from engine.session.handed_on.glass_text import read_text
from tests.engine.session.saved.test_saving import resumed, same, wait_for
from tests.tui.command_line.saved import begun, folder_here, saved, say
from tests.tui.shell import glassnet
from tui.command_line.main import main

DONE = ("set w5 0.5", "& set w5 0.6", "epoch", "phase", "undo", "run 400", "open xor --hidden 3", "epoch 20")


def shared(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main(["share", *words]) == code
    return capsys.readouterr()


def test_the_text_is_the_last_line_of_stdout(capsys):
    name = saved(*DONE)
    out, err = shared(capsys)
    assert re.fullmatch(r"glassnet:1:[\w-]+\n", out)
    assert err.startswith(f"glassnet: {name}: 5 steps, 20 epochs; open it with glassnet and this text")
    session = resumed(folder_here().path, name).session
    same(session, read_text(out).resumed().session)
    assert shared(capsys, name)[0] == out
    assert shared(capsys, str(folder_here().log(name)))[0] == out


def test_o_writes_a_file_and_never_over_another(capsys, tmp_path):
    name, path = saved(*DONE), tmp_path / "anna.glass"
    out, err = shared(capsys, name, "-o", str(path))
    assert (out, err.startswith(f"glassnet: {name}: 5 steps, 20 epochs; written to ")) == ("", True)
    same(resumed(folder_here().path, name).session, read_glass(path).resumed().session)
    before = path.read_bytes()
    _, err = shared(capsys, name, "-o", str(path), code=2)
    assert err == "glassnet: -o: anna.glass is there already: remove it, or choose another name\n"
    assert path.read_bytes() == before
    _, err = shared(capsys, name, "-o", str(tmp_path / "lost" / "anna.glass"), code=2)
    assert re.fullmatch(r"glassnet: -o: there is no folder \S+\n", err)


def test_a_file_and_a_text_become_each_other(capsys, tmp_path):
    saved(*DONE)
    text = shared(capsys)[0].strip()
    shared(capsys, text, "-o", str(tmp_path / "a.glass"))
    assert shared(capsys, str(tmp_path / "a.glass"))[0].strip() == text


def test_where_no_text_can_be_it_says_which_command_writes_a_file(capsys):
    name = saved(*(f"set w{1 + number % 12} {number * 0.37!r}" for number in range(700)))
    out, err = shared(capsys, name, code=1)
    assert out == ""
    assert re.fullmatch(
        r"glassnet: the text would have [\d,]+ characters, more than 2,000: hand on a file instead, FILE\.glass: "
        rf"glassnet share {name} -o FILE\.glass\n",
        err,
    )


def test_a_session_that_is_open_in_another_window_can_be_shared(capsys):
    session, saving = begun()
    say(session, "epoch 3")
    session.end_run()
    wait_for(saving)
    out, err = shared(capsys)
    assert read_text(out).resumed().session.state.epoch == 3
    assert len(err.splitlines()) == 1
    saving.leave()


@pytest.mark.parametrize("kind", ["file", "text"])
def test_replay_and_the_plain_twin_open_it(capsys, tmp_path, kind):
    name = saved(*DONE)
    start = str(tmp_path / "anna.glass")
    if kind == "file":
        shared(capsys, name, "-o", start)
    else:
        start = shared(capsys, name)[0].strip()
    assert main(["replay", start, "--check"]) == 0
    assert capsys.readouterr().out == "identical to the last bit: 1 mark, 5 steps, 490 samples\n"
    plain = glassnet("--plain", start, input="undo\nwhere\n")
    assert (plain.returncode, plain.stderr) == (0, "")
    assert "step is 4 of 5" in plain.stdout
    names = folder_here().names()
    assert len(names) == 2
    assert name in names
    mine = resumed(folder_here().path, next(other for other in names if other != name)).session
    assert (mine.step, mine.last_step) == (4, 5)


@pytest.mark.parametrize("command", ["train", "data", "explain"])
def test_a_command_that_takes_none_says_what_does(capsys, command):
    assert main([command, "homework/anna.glass", *["w5"] * (command == "explain")]) == 2
    assert capsys.readouterr().err == (
        f"glassnet: glassnet {command} takes no session that was handed on: glassnet anna.glass opens it, "
        "glassnet --plain anna.glass too, and glassnet replay anna.glass computes it again\n"
    )


@pytest.mark.parametrize("words", [["--seed", "3"], ["--new"], ["--resume", "x"], ["--hidden", "3"]])
def test_options_of_a_start_do_not_go_with_it(words):
    again = glassnet("--plain", "anna.glass", *words)
    assert again.returncode == 2
    assert again.stderr == (
        "glassnet: a session that was handed on goes on as it is: no option of START, --new or --resume goes with it\n"
    )
