"""The picture in the README is what the program shows."""

from tests.snapshots.readme_picture import PICTURE, draw


async def test_the_picture_in_the_readme_is_what_the_program_shows() -> None:
    assert await draw() == PICTURE.read_text(encoding="utf-8")
