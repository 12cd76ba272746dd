"""A film as a GIF, made of its cast by agg, a program that the extra ``[demo]`` brings."""

from __future__ import annotations

import json
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path

from engine.errors import EngineError, InvalidValue
from engine.session.saved.atomic_file import SHARED, replace_content
from tui.demo.cast import cast_of
from tui.demo.film import Film
from tui.drawing.palette import DARK
from tui.terminal.text import safe

FONTS = "DejaVu Sans Mono,Menlo,Consolas,JetBrains Mono,Noto Sans Mono,Liberation Mono,FreeMono"
"""The first that is installed is used, and for signs that it lacks the others."""
LEAST_REST = 3.0
"""Seconds that the last frame stays at least: a GIF begins again."""
_FOREVER = 1e6
"""Seconds. Without it agg shortens pauses."""
# 14 pixels are the smallest letters that are easily read. resvg needs a fifth fewer bytes than agg's other renderer,
# and keeps underscores at a height of line that leaves no gaps in frames. In a run ten frames a second are enough.
_LOOKS = ("--renderer", "resvg", "--font-size", "14", "--line-height", "1.2", "--fps-cap", "10")
_LONGEST_ERROR = 200
_BROKEN_OFF = (101, -9)
"""How agg ends when it meets a limit of its own, or of memory."""


def write_gif(film: Film, path: Path) -> None:
    """Write a film as a GIF that begins again when it is over.

    Args:
        film: The film.
        path: The file to write, or to replace.

    Raises:
        InvalidValue: agg is not installed, or the film is too large.
        EngineError: agg cannot make the GIF, such as without fonts.
        DataError: The file cannot be written.
    """
    program = agg()
    *lines, _ = cast_of(film).splitlines()  # the last event would show the cursor
    rest = max(film.seconds - json.loads(lines[-1])[0], LEAST_REST)
    theme = ",".join(colour.removeprefix("#") for colour in (DARK.background, DARK.text, *DARK.classes[:8]))
    with tempfile.TemporaryDirectory(prefix="glassnet-gif-") as folder:
        made = Path(folder) / "film.gif"  # agg leaves an empty file behind if it fails
        options = [*_LOOKS, "--font-family", FONTS, "--idle-time-limit", str(_FOREVER), "--theme", theme]
        words = [program, *options, "--last-frame-duration", str(rest), "-", str(made)]
        done = subprocess.run(words, input="\n".join(lines).encode(), capture_output=True, check=False)
        if done.returncode or not made.exists():
            raise EngineError(f"agg cannot make the GIF: {_error_of(done)}")
        picture = made.read_bytes()
    replace_content(path, picture, SHARED)


def agg() -> str:
    """Return the program that makes GIFs, of this Python's environment first.

    Raises:
        InvalidValue: It is not installed.
    """
    program = shutil.which("agg", path=sysconfig.get_path("scripts")) or shutil.which("agg")
    if program is None:
        raise InvalidValue("a GIF needs agg, which is not installed: pip install 'glassnet[demo]'")
    return program


def _error_of(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what agg said in one line."""
    said = [line.strip() for line in done.stderr.decode(errors="replace").splitlines()]
    errors = [line for line in said if line.lower().startswith("error:")]
    why = errors[-1][len("error:") :].strip() if errors else f"it ended with code {done.returncode}"
    if done.returncode in _BROKEN_OFF:
        return "it broke off, as it does if the screen is too large: make it smaller"
    if why.startswith("no faces matching font families"):
        return "it finds no font with signs of one width: install one, such as DejaVu Sans Mono"
    return safe(why, _LONGEST_ERROR)
