"""A screen as SVG: what it holds is text, and every run makes the same bytes."""

import os
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.tui.hostile import HOSTILE
from tui.drawing.screen_pictures.cells import text_of
from tui.drawing.screen_pictures.svg import svg_of

SVG = "{http://www.w3.org/2000/svg}"
RED = Style.parse("bold #ff0000 on #101010 link http://example.org")
IN_A_FRESH_PROCESS = """
from rich.segment import Segment; from rich.style import Style; from textual.strip import Strip
from tui.drawing.screen_pictures.svg import svg_of
link = Style.parse("red link http://example.org")
print(ascii(svg_of([Strip([Segment("1.5 界", link)]), Strip([Segment("é b", Style(dim=True))])], "glassnet")))
"""


def rows(*texts: str, style: Style = RED) -> list[Strip]:
    return [Strip([Segment(text, style)]) for text in texts]


@pytest.mark.parametrize(
    "text", [*HOSTILE, "]]>", "<script>alert(1)</script>", "&#x0;", "<!--", "{0} {lines} {{", "\ud800\ufffe\0\x85"]
)
def test_hostile_text_is_text(text: str) -> None:
    svg = svg_of(rows(f"a{text}z", "below"), text)
    root = ElementTree.fromstring(svg)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} == {
        *("svg", "style", "defs", "clipPath", "rect", "text", "g", "circle")
    }
    said = "".join(one.text or "" for one in root.findall(f"{SVG}g/{SVG}g/{SVG}text")).replace("\xa0", " ")
    assert said == text_of(rows(f"a{text}z", "below"))
    assert {one for one in svg if not one.isprintable()} <= {"\n", "\xa0"}


def test_every_process_makes_the_same_bytes() -> None:
    def run(**environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", IN_A_FRESH_PROCESS], env=os.environ | environment, capture_output=True, check=True
        )
        return done.stdout.decode()

    first = run(TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    assert "#160;b" in first
    assert run(TZ="Asia/Tokyo", LC_ALL="C.UTF-8", PYTHONHASHSEED="2", NO_COLOR="1", COLUMNS="3", TERM="dumb") == first


def test_each_line_has_its_frame() -> None:
    """Rich leaves out that of the last one, and some programs then leave out the line."""
    root = ElementTree.fromstring(svg_of(rows("one", "two", "three"), "title"))
    frames = {f"url(#{one.get('id')})" for one in root.iter(f"{SVG}clipPath")}
    assert {clip for one in root.iter() if (clip := one.get("clip-path"))} == frames


def test_what_stands_behind_wide_characters_and_accents_is_in_its_place() -> None:
    svg = svg_of(rows("a界e\u0301b", "0123456"), "")
    places = {one.text: one.get("x") for one in ElementTree.fromstring(svg).iter(f"{SVG}text") if one.text != "\n"}
    cell = 12.2
    assert places == {"a": "0", "界": f"{cell}", "e\u0301": f"{3 * cell:g}", "b": f"{4 * cell:g}", "0123456": "0"}
