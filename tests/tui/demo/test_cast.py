"""Casts: what a terminal shows that plays them is what the film shows."""

import json
from dataclasses import replace

import pyte
import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from engine.errors import InvalidValue
from tests.tui.demo.films import film_of, film_of_words, rows_of
from tui.demo import cast
from tui.demo.cast import cast_of
from tui.demo.film import Film, Frame


def read(text: str) -> tuple[dict, list[list]]:
    header, *events = [json.loads(line) for line in text.splitlines()]
    return header, events


def played(film: Film) -> list[tuple[float, pyte.Screen]]:
    """Return the moment of each event of the cast of a film, and the screen after it."""
    header, events = read(cast_of(film))
    screens = []
    for number in range(len(events)):
        screen = pyte.Screen(header["width"], header["height"])
        stream = pyte.Stream(screen)
        for _, kind, written in events[: number + 1]:
            assert kind == "o"
            stream.feed(written)
        screens.append((events[number][0], screen))
    return screens


def lines_of(frame: Frame) -> list[str]:
    return [row.text.rstrip() for row in frame.rows]


def shown(screen: pyte.Screen) -> list[str]:
    return [line.rstrip() for line in screen.display]


async def test_each_event_makes_a_terminal_show_its_frame() -> None:
    film = await film_of(["e", "e", "full_stop", "d", "escape", "n"], size=(80, 24))
    screens = played(film)
    assert [moment for moment, _ in screens] == [0, 1, 2, 3, 4, 5, 6, 7]
    for frame, (_, screen) in zip(film.frames, screens, strict=False):
        assert shown(screen)[:24] == lines_of(frame)
        assert shown(screen)[24:] == [f" {frame.caption}".rstrip()]
    assert len({"\n".join(shown(screen)) for _, screen in screens}) == 7  # each frame shows something else


async def test_a_terminal_shows_the_colours_of_the_frame() -> None:
    film = await film_of([], size=(80, 24))
    ((_, screen), _) = played(film)
    for number, row in enumerate(film.frames[0].rows):
        column = 0
        for text, style, _ in (segment for segment in row if segment.text):
            cell = screen.buffer[number][column]
            assert (cell.fg, cell.bg) == (style.color.triplet.hex[1:], style.bgcolor.triplet.hex[1:])
            assert cell.bold == bool(style.bold)
            column += len(text)


def test_only_the_lines_that_have_changed_are_written() -> None:
    _, events = read(cast_of(film_of_words("", "", "")))
    first, *later, _ = (written for _, _, written in events)
    assert first.count("H\x1b[0m") == 4
    for number, written in enumerate(later, 2):
        assert written.startswith(f"\x1b[1;1H\x1b[0mframe {number}")
        assert written.count("H\x1b[0m") == 1


def test_frames_that_show_the_same_make_no_event() -> None:
    film = film_of_words("one", "two")
    still = replace(film.frames[1], at=5.0)
    _, events = read(cast_of(replace(film, frames=(*film.frames, still), seconds=8.0)))
    assert [moment for moment, _, _ in events] == [0, 1, 8]


def test_of_two_frames_of_the_same_moment_the_last_is_shown() -> None:
    film = film_of_words("", "", "")
    frames = [replace(frame, at=moment) for frame, moment in zip(film.frames, (0.0, 1.0001, 1.0002), strict=True)]
    moments, screens = zip(*played(replace(film, frames=tuple(frames))), strict=True)
    assert moments == (0, 1, 3)
    assert shown(screens[1])[0] == "frame 3"


def test_a_smaller_screen_clears_the_rest() -> None:
    small = Frame(1.0, rows_of("a", "b", width=10, height=2), "smaller", 2)
    full = Frame(0.0, rows_of(*["x" * 20] * 4), "larger", 1)
    screens = [screen for _, screen in played(Film("sizes", 20, 4, (full, small), 2.0))]
    assert shown(screens[0]) == ["x" * 20] * 4 + [" larger"]
    assert shown(screens[1]) == ["a", "b", "", "", " smaller"]


def test_wide_characters() -> None:
    bold = Style(bold=True, color="#ff0000")
    row = Strip([Segment("数", bold), Segment("据 é 한"), Segment("글", bold)]).adjust_cell_length(20)
    first = Frame(0.0, (row, *rows_of(height=3)), "花の名前 は はな です and a word", 1)
    second = replace(first, at=1.0, rows=(*rows_of("数 plain", height=1), *rows_of(height=3)), caption="短い")
    screens = [screen for _, screen in played(Film("花", 20, 4, (first, second), 2.0))]
    assert shown(screens[0]) == ["数据 é 한글", "", "", "", " 花の名前 は はな", " です and a word"]
    assert shown(screens[1]) == ["数 plain", "", "", "", " 短い", ""]


def test_on_a_terminal_that_knows_no_wide_characters_what_follows_them_is_in_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", lambda character: 1)
    rows = rows_of("xxxxxxxxx", height=4), rows_of("数据 e\u0301│", height=4)
    frames = [Frame(float(at), screen, "花の: that", 1) for at, screen in enumerate(rows)]
    (_, screen) = played(Film("wide", 20, 4, tuple(frames), 2.0))[1]
    assert shown(screen)[0] == "数 据  e│"
    assert shown(screen)[4] == " 花 の : that"


def test_the_captions_take_as_many_lines_as_the_longest_needs() -> None:
    film = film_of_words("one", "a caption that takes more than one line", "")
    header, _ = read(cast_of(film))
    assert (header["width"], header["height"]) == (20, 4 + 3)
    screens = [shown(screen)[4:] for _, screen in played(film)]
    assert screens[:3] == [[" one", "", ""], [" a caption that", " takes more than", " one line"], [""] * 3]


def test_without_captions_the_cast_is_as_high_as_the_screen() -> None:
    header, _ = read(cast_of(film_of_words("", "  ")))
    assert header == {"version": 2, "width": 20, "height": 4, "title": "words"}


def test_the_cursor_is_hidden_until_the_end() -> None:
    film = replace(film_of_words("one", "two"), seconds=9.5)
    *screens, (moment, last) = played(film)
    assert all(screen.cursor.hidden for _, screen in screens)
    assert not last.cursor.hidden
    assert moment == 9.5
    assert "\x1b[?7h" in cast_of(film).splitlines()[-1].encode().decode("unicode_escape")


def test_what_is_said_and_the_title_are_text_from_outside() -> None:
    film = film_of_words("\x1b]0;owned\x07 is \u202eshown", "word " * 100_000)
    header, events = read(cast_of(replace(film, title="\x1b[2J\x9btitle")))
    assert header["title"] == "␛[2J�title"
    assert header["height"] < 50
    assert not any("\x1b]" in written or "\x07" in written or "\u202e" in written for _, _, written in events)


def test_a_cast_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cast, "LARGEST", 1_000)
    with pytest.raises(InvalidValue, match="more than"):
        cast_of(film_of_words(*map(str, range(20))))


async def test_the_same_keys_give_the_same_cast() -> None:
    first, second = [cast_of(await film_of(["e", "n"], size=(60, 20))) for _ in range(2)]
    assert first == second
