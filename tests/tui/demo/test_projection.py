"""What a film that is played shows: the status beside what is said, in the colours of the terminal."""

import re
from dataclasses import replace

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from textual.strip import Strip

from tests.tui.demo.films import film_of, film_of_words
from tui.demo.captions import caption_lines
from tui.demo.film import Film
from tui.demo.painting import Painting
from tui.demo.playhead import Playhead
from tui.demo.projection import Projection
from tui.drawing.few_colours import DARK_16, DARK_256
from tui.drawing.palette import DARK, style

STATUS = "paused 1 of 2 · space goes on · ← → step · q leaves"


def shown(film: Film, *moves, colours="truecolor") -> list[str]:
    playhead = Playhead(film)
    for move in moves:
        move(playhead)
    projection = Projection(film, colours)
    rows = projection.rows(playhead)
    assert len(rows) == projection.height
    assert all(row.cell_length <= projection.width for row in rows)
    return [row.text.rstrip() for row in rows]


def test_while_it_plays_only_what_is_said_is_under_the_screen() -> None:
    assert shown(film_of_words("one", "two", width=60, height=2)) == ["frame 1", "", " one"]


def test_paused_the_status_is_at_the_right_end_of_what_is_said() -> None:
    film = film_of_words("one", "two", width=60, height=2)
    assert shown(film, Playhead.pause_or_go_on) == ["frame 1", "", f" one    {STATUS}"]
    assert shown(film, Playhead.to_end)[-1] == " two  the end, 2 of 2 · space replays · ← → step · q leaves"


def test_the_status_covers_nothing_that_is_said() -> None:
    for length in range(1, 130):
        said = "".join("x" if at % 9 else " " for at in range(1, length + 1)).strip()
        under = shown(film_of_words(said, "", width=60, height=2), Playhead.pause_or_go_on)[2:]
        lines = caption_lines(said, 60)
        assert [line.split("  ")[0].strip() for line in under[: len(lines)]] == lines
        assert under[-1].endswith(STATUS)


def test_on_a_narrow_screen_the_status_is_short() -> None:
    assert shown(film_of_words("one", "two", height=1), Playhead.pause_or_go_on) == ["frame 1", " one            1/2"]


def test_on_the_narrowest_screens_the_status_is_cut() -> None:
    for width in range(1, 6):
        shown(film_of_words("one", "two", width=width, height=1), Playhead.pause_or_go_on)


def test_there_is_a_line_for_the_status_even_if_nothing_is_said() -> None:
    assert shown(film_of_words("", "", height=1)) == ["frame 1", ""]


def coloured(*colours: str) -> Film:
    film = film_of_words("")
    row = Strip([Segment(str(number), style(colour, DARK.bar)) for number, colour in enumerate(colours)])
    return replace(film, frames=(replace(film.frames[0], rows=(row,)),))


@pytest.mark.parametrize(("colours", "palette"), [("256", DARK_256), ("standard", DARK_16)])
def test_few_colours_are_those_of_the_workbench(colours, palette) -> None:
    film = coloured(DARK.text, DARK.accent, DARK.negative, DARK.positive)
    (row, *_) = Projection(film, colours).rows(Playhead(film))
    here = [(segment.style.color.get_truecolor().hex, segment.style.bgcolor.get_truecolor().hex) for segment in row]
    assert here == [
        (colour, palette.bar) for colour in (palette.text, palette.accent, palette.negative, palette.positive)
    ]


@pytest.mark.parametrize(("colours", "system"), [("256", ColorSystem.EIGHT_BIT), ("standard", ColorSystem.STANDARD)])
async def test_a_terminal_is_told_only_of_colours_that_it_has(colours, system) -> None:
    film = await film_of(["e"], size=(80, 24))
    projection = Projection(film, colours)
    written = Painting(projection.width, system).change_to(projection.rows(Playhead(film)))
    assert ";2;" not in written
    told = set(re.findall(r"\x1b\[([\d;]+)m", written))
    assert any(";5;" in code for code in told) == (colours == "256")
    assert len(told) > 8


async def test_without_colours_there_are_greys() -> None:
    film = await film_of([], size=(80, 24))
    for row in Projection(film, "truecolor", no_color=True).rows(Playhead(film)):
        for text, look, _ in row:
            if text:
                assert len(set(look.color.triplet)) == len(set(look.bgcolor.triplet)) == 1
