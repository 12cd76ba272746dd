"""``glassnet demo`` performs a script, and what it writes is the same every time."""

import json
import os
import re
import signal
import subprocess

import pexpect
import pytest

from tests.patience import wait_until
from tests.tui.demo.performing import written
from tests.tui.shell import GLASSNET, ROOT, glassnet, on_a_terminal
from tui.command_line.main import main

LINES = ("size 80x24", "say One epoch", "open level2", "wait 1", "press e", "shot learned", "expect epoch == 1")
OTHERS = (
    {},
    {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "OPENBLAS_CORETYPE": "Haswell", "TEXTUAL_THEME": "nord"},
    {"TZ": "America/St_Johns", "LC_ALL": "C", "OPENBLAS_CORETYPE": "Nehalem", "NO_COLOR": "1", "COLUMNS": "40"},
)
"""Environments that have no say."""


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["demo", *words]) == code
    out, err = capsys.readouterr()
    assert not (out and err)
    return out or err


def test_it_says_what_was_performed(capsys, tmp_path):
    path = written(tmp_path, *LINES)
    assert told(capsys, str(path)) == "a.demo: 7 statements, 1 expectation met, 1 shot, 1 s\n"


def test_svg_and_text_write_a_file_a_shot_and_nothing_else(capsys, tmp_path):
    path, svg, text = written(tmp_path, *LINES), tmp_path / "new" / "svg", tmp_path / "text"
    out = told(capsys, str(path), "--svg", str(svg), "--text", str(text))
    assert out.splitlines()[1:] == [f"written to {svg}", f"written to {text}"]
    assert ([one.name for one in svg.iterdir()], [one.name for one in text.iterdir()]) == (
        ["learned.svg"],
        ["learned.txt"],
    )
    lines = (text / "learned.txt").read_text("utf-8").splitlines()
    assert (len(lines), max(map(len, lines))) == (24, 80)
    assert "epoch 1" in lines[0]
    assert (svg / "learned.svg").read_text("utf-8").startswith("<svg ")


def test_a_cast_has_no_date(capsys, tmp_path):
    path, cast = written(tmp_path, *LINES), tmp_path / "a.cast"
    told(capsys, str(path), "--cast", str(cast))
    first, *events = map(json.loads, cast.read_text("utf-8").splitlines())
    assert first == {"version": 2, "width": 80, "height": 25, "title": "a"}  # a line for the caption
    assert [(moment, kind) for moment, kind, _ in events] == [(0.0, "o"), (1.0, "o"), (1.0, "o")]


def test_only_a_film_keeps_each_picture(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("tui.demo.stage.MOST_CELLS", 20_000)
    path = written(tmp_path, "open level2", "press - - space", "wait 5", "shot a")
    assert told(capsys, str(path), "--text", str(tmp_path / "text")).startswith("a.demo: 4 statements, 1 shot, 6 s")
    assert "the film is too large" in told(capsys, str(path), "--cast", str(tmp_path / "a.cast"), code=1)


def test_files_that_are_there_are_replaced(capsys, tmp_path):
    path, cast, svg = written(tmp_path, *LINES), tmp_path / "a.cast", tmp_path / "svg"
    svg.mkdir()
    for old in (cast, svg / "learned.svg", svg / "other.svg"):
        old.write_text("old")
    told(capsys, str(path), "--svg", str(svg), "--cast", str(cast))
    assert cast.read_text("utf-8").startswith("{")
    assert (svg / "learned.svg").read_text("utf-8").startswith("<svg ")
    assert (svg / "other.svg").read_text() == "old"


def test_what_it_opens_is_looked_for_beside_the_script(capsys, tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "mine.csv").write_text("a,b,c\n1,2,0\n3,4,1\n5,6,0\n")
    path = written(tmp_path / "here", "open mine.csv", "expect rows == 3")
    assert "1 expectation met" in told(capsys, str(path))


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ([], "which demo? Name a file that ends in .demo"),
        (["FILE", "--cast", "a.txt"], "--cast: takes the name of a file that ends in .cast, not a.txt"),
        (["FILE", "--cast", "no/such/a.cast"], "--cast: there is no folder "),
        (["FILE", "--svg", "FILE"], "--svg: takes a folder, and a.demo is a file"),
        (["FILE", "--jpeg", "x"], 'unknown option "--jpeg"'),
        (["FILE", "more"], 'one FILE is enough: "more" is one too many'),
    ],
)
def test_a_wrong_option_is_refused(capsys, tmp_path, options, why):
    path = written(tmp_path, *LINES)
    err = told(capsys, *(str(path) if word == "FILE" else word for word in options), code=2)
    assert err.startswith(f"glassnet: {why}")
    assert err.count("\n") == 1


def test_pictures_of_a_script_that_takes_none(capsys, tmp_path):
    path = written(tmp_path, "open level2")
    err = told(capsys, str(path), "--svg", str(tmp_path / "svg"), code=2)
    assert err == "glassnet: --svg: a.demo takes no picture: add lines such as shot learned\n"
    assert not (tmp_path / "svg").exists()


def test_a_script_that_fails_writes_nothing(capsys, tmp_path):
    path, svg = written(tmp_path, *LINES, "expect epoch == 2"), tmp_path / "svg"
    err = told(capsys, str(path), "--svg", str(svg), code=1)
    assert err == "glassnet: a.demo, line 8: expect epoch == 2: this is not so: epoch is 1\n"
    assert not svg.exists()


def test_the_help_lists_what_a_line_can_say(capsys):
    out = told(capsys, "--help")
    for usage in ("size 100x30", "press KEYS", "expect EXPRESSION", "set NAME VALUE", "open START [OPTIONS]"):
        assert re.search(rf"^  {re.escape(usage)} +\w", out, re.MULTILINE), usage


def test_it_is_the_same_to_the_last_byte_wherever_it_is_performed(tmp_path):
    path = written(
        tmp_path,
        "size 100x30",
        "open moons:60,seed=4 --hidden 5 --seed 2",
        "say It learns",
        "press - - space",
        "wait 1.5",
        "press space",
        "press c c % ctrl+p",
        "wait 1",
        "shot palette",
        "press escape",
        "epoch 3",
        "kill",
        "wait 1",
        "shot back",
    )
    made = []
    for number, other in enumerate(OTHERS):
        out = tmp_path / str(number)
        done = glassnet(
            "demo", str(path), "--cast", str(tmp_path / f"{number}.cast"), "--svg", str(out), "--text", str(out),
            env=os.environ | other,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        files = [tmp_path / f"{number}.cast", *sorted(out.iterdir())]
        made.append([(file.name.lstrip("0123456789"), file.read_bytes()) for file in files])
    assert len(made[0]) == 5
    assert made[0] == made[1] == made[2]


def test_play_shows_it_on_a_terminal(tmp_path):
    path = written(tmp_path, *LINES, "wait 100")
    shown = on_a_terminal("demo", str(path), "--play")
    shown.setwinsize(30, 100)
    shown.expect("One epoch")
    shown.send("q")
    shown.expect_exact("a.demo: 8 statements, 1 expectation met, 1 shot, 101 s")
    shown.expect(pexpect.EOF)
    shown.close()
    assert shown.exitstatus == 0


def test_play_needs_a_terminal(tmp_path):
    done = glassnet("demo", str(written(tmp_path, *LINES)), "--play")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("glassnet: --play needs a terminal, and stdin and stdout are none")


def test_a_gif_without_agg_is_refused_before_anything_is_done(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda *words, **more: None)
    path, svg = written(tmp_path, *LINES), tmp_path / "svg"
    err = told(capsys, str(path), "--gif", str(tmp_path / "a.gif"), "--svg", str(svg), code=2)
    assert err == "glassnet: a GIF needs agg, which is not installed: pip install 'glassnet[demo]'\n"
    assert not svg.exists()


@pytest.mark.parametrize(("told", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("line", ["run 1000000000", "press - - space\nwait 3600"])
def test_a_signal_ends_it_at_once_and_leaves_nothing_behind(tmp_path, told, code, line):
    path, cast, own = written(tmp_path, "open digits", "epoch", line), tmp_path / "a.cast", tmp_path / "tmp"
    own.mkdir()
    process = subprocess.Popen(
        [*GLASSNET, "demo", str(path), "--cast", str(cast)],
        cwd=ROOT, env=os.environ | {"TMPDIR": str(own)}, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    wait_until(lambda: [*own.glob("*/sessions/*.log")], lambda: [process.pid])  # it is at its last line
    process.send_signal(told)
    _, err = process.communicate(timeout=300)
    assert process.returncode == code
    assert err in ("", "glassnet: interrupted\n")
    assert not cast.exists()
    assert list(own.iterdir()) == []


def accepted(capsys, folder, *lines):
    """Accept the pictures of a script; return its path and their folder."""
    path, shots = written(folder, *lines), folder / "shots"
    told(capsys, str(path), "--svg", str(shots))
    return path, shots


def test_check_finds_nothing_where_nothing_has_changed(capsys, tmp_path):
    path, shots = accepted(capsys, tmp_path, *LINES)
    out = told(capsys, str(path), "--check", str(shots))
    assert out.splitlines()[1:] == ["1 shot as accepted"]
    assert [one.name for one in shots.iterdir()] == ["learned.svg"]


def test_check_says_which_text_differs_and_shows_both(capsys, tmp_path):
    path, shots = accepted(capsys, tmp_path, *LINES)
    written(tmp_path, *LINES[:4], "set w5 0.7777", *LINES[4:])
    out = told(capsys, str(path), "--check", str(shots), code=1)
    _, *lines = out.splitlines()
    assert re.match(r'learned: row \d+, columns \d+ to \d+: ".+" was accepted, now it is ".+"$', lines[0])
    assert lines[-1] == f"learned: see {shots / 'learned.different.svg'}"
    assert "accepted, 80x24" in (shots / "learned.different.svg").read_text("utf-8").replace("&#160;", " ")
    written(tmp_path, *LINES)  # it is as before, and so nothing is left of it
    told(capsys, str(path), "--check", str(shots))
    assert [one.name for one in shots.iterdir()] == ["learned.svg"]


def test_check_says_which_style_differs(capsys, tmp_path):
    path, shots = accepted(capsys, tmp_path, "open level2", "shot a")
    written(tmp_path, "open level2", "press T", "shot a")
    out = told(capsys, str(path), "--check", str(shots), code=1)
    assert re.search(r"a: row 1, columns? .+ was accepted as .*#\w+ on #\w+, now it is .*#\w+ on #\w+", out)


def test_check_says_which_pictures_are_new_or_gone(capsys, tmp_path):
    path, shots = accepted(capsys, tmp_path, "open level2", "shot a")
    written(tmp_path, "open level2", "shot b")
    out = told(capsys, str(path), "--check", str(shots), code=1)
    assert out.splitlines()[1:] == [
        f"b: no picture was accepted; --svg {shots} accepts all of now",
        "a: a picture was accepted that the demo does not take any more: remove a.svg",
    ]


def test_check_without_a_folder_or_with_a_strange_file(capsys, tmp_path):
    path, shots = accepted(capsys, tmp_path, "open level2", "shot a")
    err = told(capsys, str(path), "--check", str(tmp_path / "no"), code=2)
    assert err.startswith("glassnet: --check: there is no folder ")
    (shots / "a.svg").write_text("<svg onload='alert(1)'/>")
    err = told(capsys, str(path), "--check", str(shots), code=1)
    assert err.startswith("glassnet: a.svg: is no picture of a screen that glassnet has made")
