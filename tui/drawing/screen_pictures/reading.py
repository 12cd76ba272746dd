"""An accepted picture of a screen, read back into cells. Only what ``svg.py`` has written is read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from engine.errors import DataError
from engine.regular_files import Wanted, content
from engine.wording import file_name, quoted, refusal
from tui.drawing.screen_pictures.cells import BLANK, Cell, Grid, Look, cells_for, characters
from tui.drawing.screen_pictures.svg import NAME
from tui.terminal.text import visible

MOST_BYTES = 16_000_000
MOST_CELLS = 500
"""The most columns, and the most rows."""
MOST_TAGS = 400_000
"""So many take 0.2 s and 140 MB; a screen of 300x100 cells of different colours has 90,000."""
_ANEW = "take the picture anew"
_PICTURE = Wanted(
    "a picture", MOST_BYTES, _ANEW,
    lambda file, size: refusal(file, f"has {size:,} bytes; a picture of a screen has at most {MOST_BYTES:,}"),
)  # fmt: skip
_SPACE = "{http://www.w3.org/2000/svg}"
_WIDTH, _HEIGHT = 12.2, 24.4
"""The size of a cell."""
_RULE = re.compile(rf"\.{NAME}-(r\d+) \{{ fill: (#[0-9a-f]{{6}})([^{{}}]*)\}}")
_COLOUR = re.compile("#[0-9a-f]{6}")

_Looks = dict[str, Look]
_Backgrounds = dict[tuple[int, int], str]


class _NotOurs(Exception):
    """What of a picture glassnet does not write."""


def read_svg(path: str | os.PathLike[str]) -> Grid:
    """Return the cells of a picture that was accepted.

    Raises:
        DataError: It cannot be read, is too large, or is no picture that glassnet has made.
    """
    file = file_name(path)
    whole = content(path, _PICTURE)
    try:
        return _grid(_root(whole))
    except _NotOurs as what:
        raise _refusal(file, str(what)) from None
    except ParseError as error:
        line, _ = error.position
        raise refusal(file, f"is no XML; {_ANEW}", line) from None


def _refusal(file: str, what: str) -> DataError:
    return refusal(file, f"is no picture of a screen that glassnet has made ({what}); {_ANEW}")


def _root(whole: bytes) -> Element:
    try:
        text = whole.decode()
    except UnicodeDecodeError:
        raise _NotOurs("it is not UTF-8") from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:  # entities can stand for other files, or for gigabytes
        raise _NotOurs("it has a DOCTYPE or an entity")
    if text.count("<") > MOST_TAGS:
        raise _NotOurs(f"it has more than {MOST_TAGS:,} tags")
    return fromstring(text)


def _grid(root: Element) -> Grid:
    matrix = root.find(f"{_SPACE}g/{_SPACE}g[@class='{NAME}-matrix']")
    behind = root.find(f"{_SPACE}g/{_SPACE}g[@class='{NAME}-matrix']/..")
    if root.tag != f"{_SPACE}svg" or matrix is None or behind is None:
        raise _NotOurs("its parts have other names")
    backgrounds = _backgrounds(behind)
    if not backgrounds:
        raise _NotOurs("it has no cells")
    width, height = (1 + max(place[axis] for place in backgrounds) for axis in (1, 0))
    if len(backgrounds) != width * height:
        raise _NotOurs("it has no background in some cells")
    cells = _letters(matrix, _looks(root), backgrounds)
    return tuple(
        tuple(cells.get((row, column)) or Cell(BLANK, Look("", backgrounds[row, column])) for column in range(width))
        for row in range(height)
    )


def _looks(root: Element) -> _Looks:
    """Return how text of each class looks, on no background yet."""
    rules = "".join(style.text or "" for style in root.findall(f"{_SPACE}style"))
    return {
        f"{NAME}-{name}": Look(
            colour, "", "bold" in rest, "italic" in rest, "underline" in rest, "line-through" in rest
        )
        for name, colour, rest in _RULE.findall(rules)
    }


def _backgrounds(behind: Element) -> _Backgrounds:
    """Return the background of each cell by row and column."""
    found: _Backgrounds = {}
    for rect in behind.findall(f"{_SPACE}rect"):
        row, column = _whole(rect, "y", _HEIGHT, 1.5), _whole(rect, "x", _WIDTH)
        colour = rect.get("fill", "")
        if not _COLOUR.fullmatch(colour):
            raise _NotOurs(f"it has the colour {quoted(colour)}")
        for place in ((row, column + more) for more in range(_whole(rect, "width", _WIDTH))):
            _take(place, found)
            found[place] = colour
    return found


def _letters(matrix: Element, looks: _Looks, backgrounds: _Backgrounds) -> dict[tuple[int, int], Cell]:
    """Return the cells in which something stands by row and column."""
    found: dict[tuple[int, int], Cell] = {}
    for piece in matrix.findall(f"{_SPACE}text"):
        if piece.text == "\n":  # ends each row
            continue
        row, column = _whole(piece, "y", _HEIGHT, 20), _whole(piece, "x", _WIDTH)
        look = looks.get(piece.get("class", ""))
        if look is None:
            raise _NotOurs(f"text in row {row + 1} has a style that is not there")
        for cell in _cells(piece, look._replace(background=backgrounds.get((row, column), "")), row):
            place = row, column
            if place not in backgrounds:
                raise _NotOurs(f"text in row {row + 1} stands outside")
            _take(place, found)
            found[place] = cell
            column += 1
    return found


def _cells(piece: Element, look: Look, row: int) -> Iterator[Cell]:
    text = piece.text or ""
    if visible(text) != text or len(piece):
        raise _NotOurs(f"text in row {row + 1} has signs that no screen shows")
    for character in characters(text):
        yield from cells_for(character, look)


def _take(place: tuple[int, int], found: _Backgrounds | dict[tuple[int, int], Cell]) -> None:
    """Refuse a cell that is taken, and one where no screen has any; so the work is bounded, too."""
    row, column = place
    if place in found:
        raise _NotOurs(f"two parts lie upon each other in row {row + 1}, column {column + 1}")
    if max(place) >= MOST_CELLS:
        raise _NotOurs(f"it has more than {MOST_CELLS} rows or columns")


def _whole(part: Element, name: str, unit: float, offset: float = 0.0) -> int:
    """Return which row or column a measure stands for."""
    written = part.get(name, "")
    try:
        exact = (float(written) - offset) / unit
        nearest = round(exact)
    except (ValueError, OverflowError):
        nearest = -1
    if nearest < 0 or abs(exact - nearest) > 0.02:
        raise _NotOurs(f"{name} is {quoted(written)}")
    return nearest
