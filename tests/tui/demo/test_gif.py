"""GIFs: what agg is asked for, what becomes of its errors and, where it is installed, what it makes."""

import json
import struct
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import DataError, EngineError, InvalidValue
from tests.tui.demo.films import film_of, film_of_words
from tui.demo import gif
from tui.demo.gif import write_gif

FAKE = f"""#!{sys.executable}
import json, pathlib, sys
asked = {{"words": sys.argv[1:], "cast": sys.stdin.read()}}
pathlib.Path(__file__).with_name("asked").write_text(json.dumps(asked))
pathlib.Path(sys.argv[-1]).write_text("made")
"""
FAILING = f"""#!{sys.executable}
import pathlib, sys
pathlib.Path(sys.argv[-1]).touch()
sys.exit({{!r}})
"""


@pytest.fixture
def only_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder in which programs are looked for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path / "scripts"))
    return folder


def program(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    file = folder / "agg"
    file.write_text(text)
    file.chmod(0o755)


def asked(folder: Path) -> tuple[dict[str, str], list]:
    """Return the options that the program was given, and what it was to make a GIF of."""
    heard = json.loads((folder / "asked").read_text())
    *options, source, target = heard["words"]
    assert source == "-"
    assert target.endswith(".gif")
    return dict(zip(options[::2], options[1::2], strict=True)), [json.loads(one) for one in heard["cast"].splitlines()]


def test_without_the_program_it_says_what_to_install(only_here: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match=r"needs agg.*pip install 'glassnet\[demo\]'"):
        write_gif(film_of_words("a"), tmp_path / "a.gif")
    assert not (tmp_path / "a.gif").exists()


def test_the_program_of_this_python_is_taken_first(only_here: Path, tmp_path: Path) -> None:
    program(only_here, FAKE)
    program(tmp_path / "scripts", FAKE)
    write_gif(film_of_words("a"), tmp_path / "a.gif")
    assert (tmp_path / "scripts" / "asked").exists()
    assert not (only_here / "asked").exists()


def test_what_it_is_asked_for(only_here: Path, tmp_path: Path) -> None:
    program(only_here, FAKE)
    write_gif(replace(film_of_words("a", "b"), seconds=11.0), tmp_path / "-v film.gif")
    assert (tmp_path / "-v film.gif").read_text() == "made"
    options, (header, *events) = asked(only_here)
    assert float(options["--idle-time-limit"]) > 100_000
    assert float(options["--last-frame-duration"]) == 10
    assert header["height"] == 5
    assert [moment for moment, _, _ in events] == [0, 1]
    assert not any("\x1b[?25h" in written for _, _, written in events)


def test_the_last_frame_stays_a_while(only_here: Path, tmp_path: Path) -> None:
    program(only_here, FAKE)
    write_gif(film_of_words("a", "b"), tmp_path / "a.gif")
    options, _ = asked(only_here)
    assert float(options["--last-frame-duration"]) == gif.LEAST_REST


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Error: no faces matching font families A,B", "no font with signs of one width: install one"),
        ("progress\rsomething\nError: the disk is full", "agg cannot make the GIF: the disk is full"),
        ("Error: \x1b[2J" + "x" * 999, "␛\\[2Jxxx"),
        (3, "it ended with code 3"),
        (101, "it broke off, as it does if the screen is too large: make it smaller"),
    ],
)
def test_an_error_is_one_line(only_here: Path, tmp_path: Path, said: str | int, told: str) -> None:
    program(only_here, FAILING.format(said))
    (tmp_path / "a.gif").write_text("before")
    with pytest.raises(EngineError, match=told) as error:
        write_gif(film_of_words("a"), tmp_path / "a.gif")
    assert len(str(error.value)) < 300
    assert (tmp_path / "a.gif").read_text() == "before"


def test_a_file_that_cannot_be_written(only_here: Path, tmp_path: Path) -> None:
    program(only_here, FAKE)
    with pytest.raises(DataError, match=r"a\.gif.*cannot be written"):
        write_gif(film_of_words("a"), tmp_path / "nowhere" / "a.gif")


async def test_a_gif_of_the_workbench(tmp_path: Path) -> None:
    try:
        gif.agg()
    except InvalidValue:
        pytest.skip("glassnet[demo] is not installed")
    film = await film_of(["e", "e", "full_stop"], size=(80, 24))
    write_gif(film, tmp_path / "a.gif")
    picture = (tmp_path / "a.gif").read_bytes()
    assert picture.startswith(b"GIF89a")
    assert b"NETSCAPE2.0" in picture  # it begins again
    assert list(seconds_of_frames(picture)) == [1, 1, 1, gif.LEAST_REST]


def seconds_of_frames(picture: bytes) -> Iterator[float]:
    """Yield for how long each frame of a GIF is shown."""
    at = 13 + _table(picture[10])
    while picture[at] != 0x3B:
        if picture[at] == 0x21:
            if picture[at + 1] == 0xF9:
                yield struct.unpack_from("<H", picture, at + 4)[0] / 100
            at += 2
        else:
            at += 10 + _table(picture[at + 9]) + 1
        while picture[at]:
            at += picture[at] + 1
        at += 1


def _table(flags: int) -> int:
    """Return the bytes of a table of colours."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0
