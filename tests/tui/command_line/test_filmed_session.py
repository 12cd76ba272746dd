"""``glassnet replay --cast`` films any saved session."""

import json

import pyte
import pytest

from tests.tui.command_line.saved import saved
from tui.command_line.main import main

DONE = (
    "set w5 0.5",
    "& set w5 0.6",
    "epoch",
    "phase",
    "undo",
    "select b_o1",
    "run 400",
    "open xor --hidden 3",
    "epoch 20",
)


def shown(cast: str) -> list[str]:
    """Return what a terminal shows before the cursor comes back."""
    header, *events = map(json.loads, cast.splitlines())
    screen = pyte.Screen(header["width"], header["height"])
    stream = pyte.Stream(screen)
    for _, _, written in events[:-1]:
        stream.feed(written)
    return screen.display


def filmed(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main(["replay", *words]) == code
    return capsys.readouterr()


def test_a_session_becomes_a_film(capsys, tmp_path):
    name, path = saved(*DONE), tmp_path / "a.cast"
    out, _ = filmed(capsys, "--cast", str(path))
    assert "identical to the last bit" in out
    assert out.splitlines()[-1].startswith(f"written to {path}: ")
    first = path.read_bytes()
    header = json.loads(first.decode().splitlines()[0])
    assert (header["title"], header["width"], header["height"]) == (name, 120, 37)
    screen = shown(first.decode())
    assert "xor" in screen[0]
    assert "epoch 20" in screen[0]
    assert screen[-1].strip() == "run 80"  # the line that was done last, as the log has it
    filmed(capsys, name, "--cast", str(path))
    assert path.read_bytes() == first


def test_a_film_stops_where_it_is_told_to(capsys, tmp_path):
    saved(*DONE)
    path = tmp_path / "a.cast"
    filmed(capsys, "--cast", str(path), "--until", "2")
    screen = shown(path.read_text("utf-8"))
    assert "epoch 1 " in screen[0]
    assert screen[-1].strip() == "epoch"


def test_a_wrong_name_is_refused_before_anything_is_done(capsys, tmp_path):
    saved(*DONE)
    out, err = filmed(capsys, "--cast", str(tmp_path / "a.mp4"), code=2)
    assert (out, err) == ("", "glassnet: --cast: takes the name of a file that ends in .cast, not a.mp4\n")
