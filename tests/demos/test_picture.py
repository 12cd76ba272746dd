"""The moving picture in the README shows the demo as it is today."""

from tests.demos.picture import MADE_OF, PICTURE, film
from tests.tui.shell import ROOT

LARGEST = 500_000
"""Bytes, so that the README is there at once."""


def test_the_picture_in_the_readme_shows_the_demo_as_it_is() -> None:
    anew = f"{PICTURE.name} shows another film: python -m tests.demos.picture makes it anew"
    assert film() == MADE_OF.read_text("utf-8").strip(), anew


def test_it_is_a_small_gif_and_the_first_picture_of_the_readme() -> None:
    picture = PICTURE.read_bytes()
    assert picture.startswith(b"GIF89a")
    assert len(picture) < LARGEST
    first = (ROOT / "README.md").read_text("utf-8").partition("![")[2].partition(")")[0]
    assert first.endswith(f"({PICTURE.relative_to(ROOT).as_posix()}")
