"""``glassnet sessions``: the list of what is saved, and what is removed from it."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime

import pytest

from engine.experiment.starts import Options
from engine.session.saved import removing
from engine.session.saved.removing import keep_to_rule
from tests.tui.command_line.saved import age, begun, folder_here, saved, say
from tests.tui.shell import ROOT, glassnet
from tui.command_line.main import main
from tui.command_line.saved_sessions import in_workbench, named_start
from tui.running import saved_start
from tui.running.later import Later

HOLDER = """
import sys
from pathlib import Path
from engine.session.saved.lock import lock
held = lock(Path(sys.argv[1]))
print("held" if held else "refused", flush=True)
sys.stdin.read()
"""


def listed(capsys, *words: str) -> str:
    assert main(["sessions", *words]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def names() -> set[str]:
    return set(folder_here().names())


def files() -> set[str]:
    return {path.name for path in folder_here().path.iterdir()}


def left(name: str) -> datetime:
    return datetime.fromtimestamp(folder_here().log(name).stat().st_mtime)


# --- the list ----------------------------------------------------------------------------------------------------


def test_without_sessions_it_says_where_it_looked(capsys):
    assert listed(capsys) == f"there are no sessions in {folder_here().path}\n"
    assert json.loads(listed(capsys, "--json"))["sessions"] == []
    assert not folder_here().path.exists()


def test_each_session_has_a_line_the_newest_first(capsys):
    old = saved("epoch 40")
    new = saved("epoch 2", "sample", start="xor")
    age(old, 1000.01)
    header, first, second = listed(capsys).splitlines()
    assert header.split() == ["name", "start", "epochs", "MSE", "when", "size"]
    assert re.fullmatch(rf"{new} +xor +2 +0\.\d+  just now +{left(new):%m-%d %H:%M} +\d+ kB", first)
    assert re.fullmatch(rf"{old} +level2 +40 +0\.\d+  1,000 days ago +{left(old):%Y-%m-%d} +\d+ kB", second)


def test_a_session_is_listed_as_what_it_has_come_to(capsys):
    opened = saved("epoch 2", "open iris", "epoch 3")
    session, saving = begun("iris", options=Options(test_share=0.2))
    say(session, "epoch 10")
    saving.leave()
    lines = listed(capsys).splitlines()[1:]
    assert re.match(rf"{saving.name} +iris +10 ", lines[0])
    assert re.match(rf"{opened} +level2, now iris +3 ", lines[1])
    one, other = sorted(json.loads(listed(capsys, "--json"))["sessions"], key=lambda each: each["epochs"])
    assert (one["start"], one["data"], one["epochs"]) == ("level2", "iris", 3)
    assert (other["start"], other["data"], other["epochs"]) == ("iris", None, 10)


def test_the_json_has_every_number(capsys):
    session, saving = begun("xor")
    say(session, "epoch 10")
    saving.leave()
    whole = json.loads(listed(capsys, "--json"))
    assert (whole["schema"], whole["folder"]) == (1, str(folder_here().path))
    (one,) = whole["sessions"]
    log = folder_here().log(saving.name)
    left = datetime.fromisoformat(one.pop("left"))
    assert abs(left.timestamp() - log.stat().st_mtime) <= 1
    assert one.pop("size") == sum(path.stat().st_size for path in folder_here().path.iterdir())
    assert one == {
        "name": saving.name,
        "start": "xor",
        "data": None,
        "epochs": 10,
        "samples": 40,
        "mse": session.state.evaluation.mse,
        "cut_off": False,
        "problem": None,
    }


def test_what_cannot_be_opened_says_why(capsys):
    good = saved("epoch")
    shutil.copy(folder_here().log(good), folder_here().log("lost"))
    folder_here().log("nonsense").write_bytes(b"\x1b[31mred\n")
    folder_here().log("later").write_bytes(b"glassnet 2 {}\n")
    folder_here().log("deep").write_bytes(b'glassnet 1 {"a": ' + b"[" * 90_000 + b"\n")
    shown = {line.split()[0]: line for line in listed(capsys).splitlines()}
    assert "cannot be opened" not in shown[good]
    whys = {name: line.partition("  cannot be opened: ")[2] for name, line in shown.items()}
    assert whys["lost"] == "lost.rows.npz: there is no such file"
    assert whys["nonsense"].startswith("nonsense.log: this is no session of glassnet")
    assert whys["later"] == "later.log: the session has format 2; update glassnet, which reads format 1"
    assert whys["deep"] == "deep.log: the first line of the session is damaged"
    found = {one["name"]: one["problem"] for one in json.loads(listed(capsys, "--json"))["sessions"]}
    assert found == {name: why or None for name, why in whys.items() if name != "name"}


def test_a_list_reads_no_rows(capsys):
    name = saved("epoch")
    with folder_here().beside(name, ".rows.npz").open("r+b") as rows:
        rows.truncate(3_000_000_000)  # which reading refuses
    assert "3.0 GB" in listed(capsys)
    assert json.loads(listed(capsys, "--json"))["sessions"][0]["problem"] is None


def test_a_start_from_outside_cannot_paint_the_terminal(capsys):
    name = saved("epoch")
    log = folder_here().log(name)
    log.write_bytes(log.read_bytes().replace(b'"start": "level2"', b'"start": "/a/\\u001b[31m\\ud800[b]x.csv"'))
    out = listed(capsys)
    assert "\x1b" not in out
    assert "␛[31m" in out
    assert "/a/" not in out
    assert json.loads(listed(capsys, "--json"))["sessions"][0]["start"].startswith("/a/\x1b")


def test_a_folder_can_be_named(capsys, tmp_path):
    name = saved("epoch")
    shutil.copytree(folder_here().path, tmp_path / "other" / "sessions")
    shutil.rmtree(folder_here().path)
    assert name in listed(capsys, "--state", str(tmp_path / "other"))
    assert name not in listed(capsys)


# --- removing ----------------------------------------------------------------------------------------------------


def test_sessions_are_removed_by_name_and_nothing_else_is(capsys):
    one, two, three = (saved("epoch", start=start) for start in ("xor", "iris", "level2"))
    (folder_here().path / "notes.txt").write_text("mine")
    (folder_here().path / f"{one}.csv").write_text("mine")
    (folder_here().path / f".{one}.npz.0123456789abcdef.part").write_text("left by a process that was killed")
    assert listed(capsys, "rm", one, two).splitlines()[:2] == [f"removed {one}", f"removed {two}"]
    assert files() == {"notes.txt", f"{one}.csv", *(f"{three}{end}" for end in (".log", ".npz", ".rows.npz"))}


def test_an_unknown_name_removes_nothing_and_suggests_the_nearest():
    name = saved("epoch")
    near = name[:-1]
    gone = glassnet("sessions", "rm", name, near)
    assert (gone.returncode, gone.stdout) == (2, "")
    assert gone.stderr == f'glassnet: there is no session "{near}": did you mean {name}?\n'
    assert names() == {name}


@pytest.mark.parametrize("name", ["../level2", "/etc/passwd", "a\x1b[31mb", "", ".", "x" * 5_000])
def test_a_name_is_no_path(capsys, name):
    outside = folder_here().path.parent / "level2.log"
    saved("epoch")
    outside.write_text("not a session of the folder")
    assert main(["sessions", "rm", name]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("glassnet: there is no session")
    assert err.count("\n") == 1
    assert "\x1b" not in err
    assert outside.exists()
    assert len(names()) == 1


def test_a_session_that_is_open_elsewhere_stays():
    taken, free = saved("epoch"), saved("epoch", start="xor")
    path = folder_here().beside(taken, ".lock")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        kept = glassnet("sessions", "rm", taken, free)
        assert (kept.returncode, kept.stdout) == (1, f"removed {free}\n")
        assert kept.stderr == f"glassnet: open in another window, so not removed: {taken}\n"
        age(taken, 60)
        kept = glassnet("sessions", "prune", "--older", "30d")
        assert (kept.returncode, kept.stdout) == (0, "nothing is that old: 1 session stays\n")
        assert kept.stderr == f"glassnet: open in another window, so not removed: {taken}\n"
        assert {f"{taken}.log", f"{taken}.npz", f"{taken}.rows.npz"} <= files()
    assert glassnet("sessions", "rm", taken).stdout == f"removed {taken}\n"


@pytest.mark.parametrize(
    ("given", "left"), [("30d", {1, 29}), ("4w", {1}), ("24h", set()), ("3000000s", {1, 29, 31}), ("999999999w", None)]
)
def test_old_sessions_are_pruned(capsys, given, left):
    by_age = {days: saved("epoch", start="xor", days_ago=days + 0.01) for days in (1, 29, 31, 50)}
    listed(capsys, "prune", "--older", given)
    assert names() == {by_age[days] for days in (by_age if left is None else left)}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["rm"], "which session? glassnet sessions rm NAME"),
        (["prune"], "older than what? glassnet sessions prune --older 30d"),
        (["prune", "a", "--older", "3d"], 'glassnet sessions prune takes no names, got "a": rm removes by name'),
        (["remove", "a"], 'glassnet sessions takes rm NAME or prune, not "remove"'),
        (["--older", "3d"], "--older: goes with glassnet sessions prune"),
        (["rm", "a", "--json"], "--json: lists the sessions, so glassnet sessions rm does not take it"),
        (["--seed", "3"], 'unknown option "--seed": glassnet sessions --help lists the options'),
        (["--jsn"], 'unknown option "--jsn": did you mean --json?'),
        *(
            (
                ["prune", "--older", age],
                f"--older: takes an age such as 30d, with s, h, d or w for seconds, hours, days or weeks, not {shown}",
            )
            for age, shown in (("30", '"30"'), ("-1d", '"-1d"'), ("1m", '"1m"'), ("٣d", '"٣d"'), ("", '""'))
        ),
    ],
)
def test_mistakes_are_one_line(capsys, words, why):
    saved("epoch")
    assert main(["sessions", *words]) == 2
    assert capsys.readouterr().err == f"glassnet: {why}\n"
    assert len(names()) == 1


# --- the rule of the folder --------------------------------------------------------------------------------------


def test_a_new_session_makes_room_for_itself(monkeypatch):
    monkeypatch.setattr(removing, "MOST_SESSIONS", 4)
    old = [saved("epoch", start="xor", days_ago=days) for days in (1, 2, 3, 4)]
    assert names() == set(old)
    new = saved("epoch")
    assert names() == {new, *old[:3]}


def test_a_new_session_removes_those_of_long_ago():
    recent, old = saved("epoch", days_ago=89.9), saved("epoch", start="iris", days_ago=90.1)
    session, saving = begun("xor")
    assert old in names()  # nothing has been done yet
    say(session, "epoch")
    saving.leave()
    assert names() == {recent, saving.name}


def test_what_the_rule_removes_is_told_once_in_a_folder(monkeypatch):
    told = []
    saved("epoch", days_ago=91)
    keep_to_rule(folder_here(), told.append)
    assert told == [1]
    assert names() == set()
    for start in ("xor", "iris"):
        saved("epoch", start=start, days_ago=91)
    keep_to_rule(folder_here(), told.append)
    assert told == [1]
    assert names() == set()


def test_the_oldest_go_first_and_the_folder_is_looked_through_once_for_each_purpose(monkeypatch):
    monkeypatch.setattr(removing, "AT_ONCE", 2)
    recent, old, *_ = made = [saved("epoch", start=start) for start in ("level2", "xor", "iris", "moons")]
    for name, days in zip(made, (1, 91, 92, 93), strict=True):
        age(name, days)
    looked = []
    for look in (os.scandir, os.listdir):
        monkeypatch.setattr(os, look.__name__, lambda path, look=look: (looked.append(path), look(path))[1])
    keep_to_rule(folder_here())
    assert names() == {recent, old}
    looked.clear()
    keep_to_rule(folder_here())
    assert names() == {recent}
    keep_to_rule(folder_here())
    assert len(looked) == 4  # to find the sessions and what killed processes left, for the test, and to find none


def test_where_nothing_is_too_old_nothing_is_told():
    saved("epoch")
    keep_to_rule(folder_here(), pytest.fail)
    assert len(names()) == 1


# --- going on ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("then", "told"), [((), ", epoch 3:"), (("epoch 2",), ":")])
def test_what_is_computed_again_first_says_the_epoch_if_its_log_does(monkeypatch, then, told):
    monkeypatch.setattr(saved_start, "QUICK", 0)
    session, saving = begun()
    say(session, "epoch 3")
    log = saving.so_far()
    say(session, *then)
    saving.leave()
    name, lines = saving.name, folder_here().log(saving.name).read_bytes()
    folder_here().beside(name, ".npz").unlink()
    folder_here().log(name).write_bytes(lines[: lines.index(b"\n", len(log)) + 1] if then else log)
    start, wordings = named_start(folder_here(), "", in_workbench, False)
    assert isinstance(start, Later)
    assert wordings[0].startswith(f"level2 as it was cut off just now{told}")
