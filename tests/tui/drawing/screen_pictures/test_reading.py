"""An accepted picture is read back cell by cell; anything else is refused in one line."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from textual.strip import Strip

from engine.errors import DataError
from tests.tui.drawing.screen_pictures.screens import plain, screens
from tests.tui.shell import ROOT
from tui.drawing.screen_pictures.cells import EMPTY, cells_of, text_of
from tui.drawing.screen_pictures.reading import MOST_BYTES, read_svg
from tui.drawing.screen_pictures.svg import drawn, svg_of

PICTURE = ROOT / "tests" / "demos" / "worked-example" / "learned.svg"
GOOD = svg_of(plain("one 1", "two"), "title")
ENTITY = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(screens)
def test_a_picture_is_read_back_as_it_was_drawn(tmp_path: Path, rows: list[Strip]) -> None:
    file = tmp_path / "picture.svg"
    file.write_text(svg_of(rows, "title"), encoding="utf-8")
    grid = cells_of(rows)
    assert read_svg(file) == grid
    assert {len(line) for line in grid} == {len(grid[0])}
    assert text_of(rows).splitlines() == ["".join(cell.text for cell in line).rstrip() for line in grid]


def test_the_picture_of_a_whole_screen_is_read_back() -> None:
    grid = read_svg(PICTURE)
    assert (len(grid[0]), len(grid)) == (100, 30)
    assert drawn(grid, "worked-example") == PICTURE.read_text(encoding="utf-8")


def test_each_cell_has_its_character_and_what_makes_its_look(tmp_path: Path) -> None:
    rows = [*plain("a b", style="bold red on #112233"), *plain("界", style="reverse underline #445566 on #000000")]
    (tmp_path / "picture.svg").write_text(svg_of(rows, ""), encoding="utf-8")
    (letter, blank, _), (wide, rest, filled) = read_svg(tmp_path / "picture.svg")
    assert (letter.text, str(letter.look)) == ("a", "bold #cc555a on #112233")
    assert (blank.text, str(blank.look)) == (" ", "on #112233")
    assert (wide.text, rest.text, str(wide.look)) == ("界", "", "underline #000000 on #445566")
    assert filled == EMPTY


@pytest.mark.parametrize(
    ("picture", "what"),
    [
        ("", "picture.svg: the file is empty; take the picture anew"),
        ("glassnet", "picture.svg, line 1: is no XML; take the picture anew"),
        (GOOD[:-20], "is no XML"),
        ("<svg/>", "(its parts have other names); take the picture anew"),
        (GOOD.replace("glassnet", "terminal-1"), "its parts have other names"),
        (ENTITY + GOOD, "it has a DOCTYPE or an entity"),
        (b"\xff\xfe" + GOOD.encode("utf-16-le"), "it is not UTF-8"),
        (GOOD.replace(">one", ">o<b/>ne"), "text in row 1 has signs that no screen shows"),
        (GOOD.replace(">one", ">o\u202ene"), "text in row 1 has signs that no screen shows"),
        (GOOD.replace("r1 {", "r9 {"), "text in row 1 has a style that is not there"),
        (GOOD.replace(">two", ">two wide"), "text in row 2 stands outside"),
        (GOOD.replace('y="44.4"', 'y="20"'), "two parts lie upon each other in row 1, column 1"),
        (GOOD.replace('<rect fill="#101010" x="0" y="25.9"', '<rect fill="#101010" x="0" y="1.5"'), "row 1, column 1"),
        (GOOD.replace('<rect fill="#101010" x="0" y="25.9"', '<p x="0"'), "no background in some cells"),
        (GOOD.replace('x="0" y="1.5" width="61"', 'x="0" y="1.5" width="1e300"'), "more than 500 rows or columns"),
        (GOOD.replace('x="0" y="1.5" width="61"', 'x="0" y="1.5" width="inf"'), 'width is "inf"'),
        (GOOD.replace('x="0" y="1.5" width="61"', 'x="0" y="1.5" width="-61"'), 'width is "-61"'),
        (GOOD.replace('x="0" y="1.5" width="61"', 'x="6.1" y="1.5" width="61"'), 'x is "6.1"'),
        (GOOD.replace('x="0" y="1.5" width="61"', 'x="12.2" y="1.5" width="61"'), "no background in some cells"),
        (GOOD.replace('fill="#101010"', 'fill="url(http://x)"'), 'it has the colour "url(http://x)"'),
        (GOOD.replace("<rect", "<g/><rect" + "/><rect" * 400_000, 1), "it has more than 400,000 tags"),
        (GOOD + " " * MOST_BYTES, "bytes; a picture of a screen has at most 16,000,000"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) and value.isascii() else "bytes",
)
def test_what_glassnet_did_not_draw_is_refused_in_one_line(tmp_path: Path, picture: str | bytes, what: str) -> None:
    file = tmp_path / "picture.svg"
    file.write_bytes(picture if isinstance(picture, bytes) else picture.encode())
    with pytest.raises(DataError) as refused:
        read_svg(file)
    said = str(refused.value)
    assert what in said
    assert said.startswith("picture.svg")
    assert len(said.splitlines()) == 1


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^none\.svg: cannot be read: No such file or directory$"):
        read_svg(tmp_path / "none.svg")
