"""The moment of a film that is played: time passes, and keys step from line to line of the script."""

from dataclasses import replace

import pytest

from tests.tui.demo.films import film_of_words, rows_of
from tui.demo.film import Film, Frame
from tui.demo.playhead import Playhead


def film_of_lines(*lines: int) -> Film:
    """Return a film of a frame a second, each made by one of these lines of a script."""
    frames = tuple(Frame(float(at), rows_of(f"frame {at}"), "", line) for at, line in enumerate(lines))
    return Film("lines", 20, 4, frames, float(len(lines)))


def seen(playhead: Playhead) -> str:
    return playhead.frame.rows[0].text.strip()


def test_time_passes_until_the_end() -> None:
    playhead = Playhead(film_of_words("", "", ""))
    seen_at = []
    for _ in range(8):
        seen_at.append((seen(playhead), playhead.seconds_to_next, playhead.is_over))
        playhead.let_pass(0.5)
    one, two, three = ([(f"frame {number}", 1.0, False), (f"frame {number}", 0.5, False)] for number in (1, 2, 3))
    assert seen_at == [*one, *two, *three, ("frame 3", None, True), ("frame 3", None, True)]


def test_paused_no_time_passes() -> None:
    playhead = Playhead(film_of_words("", "", ""))
    playhead.let_pass(1.5)
    playhead.pause_or_go_on()
    playhead.let_pass(100)
    assert (seen(playhead), playhead.seconds_to_next) == ("frame 2", None)
    playhead.pause_or_go_on()
    assert playhead.seconds_to_next == 0.5


def test_from_the_end_it_begins_again() -> None:
    playhead = Playhead(film_of_words("", ""))
    playhead.let_pass(100)
    assert playhead.paused
    playhead.pause_or_go_on()
    assert (seen(playhead), playhead.paused, playhead.is_over) == ("frame 1", False, False)


def test_steps_end_where_a_line_of_the_script_has_been_done() -> None:
    playhead = Playhead(film_of_lines(1, 1, 1, 4, 4, 5, 9))
    steps = []
    for _ in range(5):
        steps.append((seen(playhead), playhead.step, playhead.paused, playhead.is_over))
        playhead.next_step()
    assert playhead.steps == 4
    assert steps == [
        ("frame 0", 1, False, False),
        ("frame 2", 1, True, False),
        ("frame 4", 2, True, False),
        ("frame 5", 3, True, False),
        ("frame 6", 4, True, True),
    ]
    assert seen(playhead) == "frame 6"


def test_steps_back() -> None:
    playhead = Playhead(film_of_lines(1, 1, 1, 4, 4, 5, 9))
    playhead.to_end()
    steps = []
    for _ in range(5):
        steps.append((seen(playhead), playhead.step))
        playhead.previous_step()
    assert steps == [("frame 6", 4), ("frame 5", 3), ("frame 4", 2), ("frame 2", 1), ("frame 0", 1)]
    assert (seen(playhead), playhead.paused) == ("frame 0", True)


def test_in_the_middle_of_a_line_a_step_back_goes_to_the_line_before() -> None:
    playhead = Playhead(film_of_lines(1, 4, 4, 4, 5))
    playhead.let_pass(2.5)
    assert (seen(playhead), playhead.step) == ("frame 2", 2)
    playhead.previous_step()
    assert seen(playhead) == "frame 0"


def test_a_line_that_shows_nothing_new_is_no_step() -> None:
    film = film_of_lines(1, 2, 3)
    wait = replace(film.frames[1], at=1.5, line=7)
    playhead = Playhead(replace(film, frames=(*film.frames[:2], wait, film.frames[2])))
    assert playhead.steps == 3
    playhead.next_step()
    playhead.next_step()
    assert seen(playhead) == "frame 2"


def test_a_step_goes_on_from_its_own_moment() -> None:
    playhead = Playhead(film_of_lines(1, 2, 3))
    playhead.let_pass(0.9)
    playhead.next_step()
    playhead.pause_or_go_on()
    assert playhead.seconds_to_next == 1.0


@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_a_film_may_begin_later_and_may_have_one_frame(seconds: float) -> None:
    frame = Frame(0.3, rows_of("frame 1"), "", 1)
    playhead = Playhead(Film("one", 20, 4, (frame,), 0.3))
    playhead.let_pass(seconds)
    assert (seen(playhead), playhead.step, playhead.steps) == ("frame 1", 1, 1)
    playhead.previous_step()
    playhead.next_step()
    assert (seen(playhead), playhead.is_over) == ("frame 1", True)


def test_of_frames_of_the_same_moment_only_the_last_is_a_step() -> None:
    film = film_of_lines(1, 2, 3)
    playhead = Playhead(replace(film, frames=(*film.frames[:2], replace(film.frames[2], at=1.0))))
    assert playhead.steps == 2
    playhead.next_step()
    assert seen(playhead) == "frame 2"
