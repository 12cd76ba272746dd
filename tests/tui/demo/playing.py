"""Plays a film of words on the terminal: ``python -m tests.tui.demo.playing SECONDS WIDTH HEIGHT FRAMES``."""

import sys

from engine.errors import InvalidValue
from tests.tui.demo.films import film_of_words
from tui.demo.play import play
from tui.terminal.streams import say


def main(seconds: str, width: str, height: str, frames: str) -> int:
    """Play so many frames of so many seconds each, the first of which says something."""
    said = ["A caption.", *[""] * (int(frames) - 1)]
    try:
        return play(film_of_words(*said, width=int(width), height=int(height), each=float(seconds)))
    except InvalidValue as error:
        return say(str(error), 2)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
