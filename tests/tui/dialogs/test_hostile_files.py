"""Malicious file names, headers and cells: only visible text of them reaches the terminal."""

import sys
from pathlib import Path

import pytest

from tests.tui.pseudo_terminal import Terminal
from tests.tui.shell import GLASSNET

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a pseudo-terminal as Linux has it")

EVIL = "\x1b]0;pwned\x07[@click=app.quit]x[/]\x1b[5m\u202e\u200b\x9b31m界e\u0301\u0301\u0301\u0301"
NEVER = [text.encode() for text in ("\x1b]0;pwned", "\x1b[5m", "\u202e", "\u200b", "\u009b", "\u0301\u0301\u0301")]
"""The parts of it that would act on a terminal."""


def into_the_field(terminal: Terminal) -> None:
    """Focus the field for a path, and wait until typed text shows in it."""
    terminal.shows("moons:300")
    terminal.write("\t")
    while "moons:300" in terminal.text:
        terminal.write(" ")
        terminal.read(0.1)


def test_nothing_of_a_hostile_file_acts_on_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    name = EVIL.replace("/", "|")
    (folder / f"{name}.csv").write_text(
        f'"{EVIL}",{"n" * 10_000},width,"[kg] {EVIL}"\n'
        + "".join(f'{EVIL}{row % 3},{row}.5,{row * 7 % 5}.25,"[bold]{EVIL}{row % 2}"\n' for row in range(40))
        + f"{EVIL},{EVIL},1,{EVIL}0\n",
        encoding="utf-8",
    )
    (folder / name).mkdir()
    with Terminal(GLASSNET) as terminal:
        terminal.shows("level2", "paused", "quit")
        terminal.write("d")
        terminal.shows("Open data", "CSV file")
        into_the_field(terminal)
        terminal.write(f"{folder}\r")
        terminal.shows("Open a file", "pwned")
        terminal.write("\x1b[B\r")  # past the folder
        terminal.shows("delimiter", "41 rows", "width")
        for _ in range(14):  # through the columns
            terminal.write("\x1b[B")
        terminal.shows("choose another above")
        terminal.write("\r")
        terminal.shows("Samples", "rows", "paused")
        terminal.until(lambda: "level2" not in terminal.text)
        for keys in ("e", *"ccccccc", "4", "\x1b[B", "5", "1", "\x1b[D", "\x1b[D", "k", "n", "n"):
            terminal.write(keys)
        terminal.write("?")
        terminal.shows("All keys")
        terminal.write("\x1b")
        terminal.until(lambda: "All keys" not in terminal.text)
        terminal.write("d")
        terminal.shows("Open data")
        into_the_field(terminal)
        terminal.write(
            f"{folder / name}.nothing\r".translate(dict.fromkeys(map(ord, "\x1b\x07\u0301")))
        )  # typed, not from a file
        terminal.shows("there is no such file")
        written = bytes(terminal.output)
        terminal.process.terminate()
        terminal.ends()
    assert [text for text in NEVER if text in written] == []
    assert terminal.process.returncode == 143
