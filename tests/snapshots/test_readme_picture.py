"""The picture in the README is what the program shows."""

import re

from tests.snapshots.readme_picture import PICTURE, draw

NAME = re.compile(r"terminal-\d+")  # by which the parts of one drawing refer to each other


async def test_the_picture_in_the_readme_is_what_the_program_shows() -> None:
    drawn, kept = (NAME.sub("terminal", svg) for svg in (await draw(), PICTURE.read_text(encoding="utf-8")))
    assert drawn == kept
