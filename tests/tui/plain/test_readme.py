"""The transcript in the README is what the plain twin says."""

import re
from pathlib import Path

import pytest

from engine.errors import EngineError
from tests.tui.plain.talking import Talk
from tui.plain.talk import greet

README = Path(__file__).parent.parent.parent.parent / "README.md"


def test_the_transcript_of_the_readme_is_true(capsys: pytest.CaptureFixture[str]) -> None:
    found = re.search(r"\$ glassnet --plain (\w+)\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert found is not None
    talk = Talk(found[1])
    greet(talk.twin, talk.writing, "")
    told = capsys.readouterr().out.splitlines()
    typed = re.findall(r"^> (.+)$", found[2], re.MULTILINE)
    assert len(typed) > 4
    for line in typed:
        told.append(f"> {line}")
        try:
            told += talk.said(line)
        except EngineError as error:
            told += talk.writing.lines(f"refused, {error}")
    assert told == found[2].splitlines()


def test_the_lines_that_the_readme_names_are_answered() -> None:
    text = README.read_text("utf-8").partition("`help` lists")[2].partition("Behind a pipe")[0]
    lines = [line for line in re.findall(r"`([^`]+)`", text) if line != "ctrl+c"]
    assert len(lines) > 8
    talk = Talk("level2")
    assert all(talk.said(line) for line in lines)
