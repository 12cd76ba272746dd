"""``glassnet demo``: performs a script without a terminal, and makes pictures and films of it, or holds it to them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import InvalidValue
from engine.session.verbs.open_verbs import load_of
from engine.wording import count
from tui.command_line.progress import bar_on_stderr
from tui.command_line.saved_sessions import about_here, in_workbench, last_start
from tui.demo.acts import Expect
from tui.demo.environment import own_surroundings
from tui.demo.hall import colours_here
from tui.demo.script import Script, read_script
from tui.terminal.interrupts import raise_on_interrupt
from tui.terminal.streams import flush, is_terminal
from tui.terminal.text import safe

if TYPE_CHECKING:
    from engine.session.verbs.arguments import Opener
    from engine.training.commands import Load
    from tui.demo.performance import Performance

DIFFERENT = 1
"""The exit code if a picture is not what was accepted."""
_LONGEST = 200


def demo(asked: argparse.Namespace) -> int:
    """Perform a script, make what is asked for and return the exit code.

    Args:
        asked: ``file``; ``cast``, ``gif``, ``svg``, ``text`` and ``check``, each a path or None;
            ``play``.

    Returns:
        0, 1 if a picture is not what was accepted, or 128 plus the number of a signal that ended the play.

    Raises:
        InvalidValue: An option cannot be used.
        DataError: The script cannot be read or done, or a file cannot be written.
        KeyboardInterrupt: Ctrl+C was pressed; nothing is written.
    """
    if asked.file is None:
        raise InvalidValue("which demo? Name a file that ends in .demo")
    cast, gif = file_of(asked.cast, "cast"), file_of(asked.gif, "gif")
    svg, text, check = (_folder(asked, name) for name in ("svg", "text", "check"))
    script = read_script(Path(asked.file))
    asks = [f"--{name}" for name in ("svg", "text", "check") if getattr(asked, name)]
    if asks and not script.shots:
        raise InvalidValue(f"{asks[0]}: {script.name} takes no picture: add lines such as shot learned")
    if gif is not None:  # before time is spent on a film that cannot be made or played here
        from tui.demo.gif import agg

        agg()
    if asked.play:
        colours_here()
    performance = performed(script, films=asked.play or cast is not None or gif is not None)
    different = [] if check is None else _different(check, performance)
    written = _written(performance, cast, gif, svg, text)
    if asked.play:
        from tui.demo.play import play

        if code := play(performance.film):
            return code
    print(safe(_summary(script, performance), _LONGEST))
    for path in written:
        print(safe(f"written to {path}", _LONGEST))
    for line in different:
        print(safe(line, _LONGEST))
    if check is not None and not different:
        print(f"{count(len(performance.shots), 'shot')} as accepted")
    flush()
    return DIFFERENT if different else 0


def _different(folder: Path, performance: Performance) -> list[str]:
    from tui.demo.accepted import differences_from

    return [*differences_from(folder, performance.shots)]


def _written(
    performance: Performance, cast: Path | None, gif: Path | None, svg: Path | None, text: Path | None
) -> list[Path]:
    """Write what is asked for and return the paths."""
    from tui.demo.files import put_text, write_shots

    film, shots = performance.film, performance.shots
    if gif is not None:
        from tui.demo.gif import write_gif

        write_gif(film, gif)
    if cast is not None:
        from tui.demo.cast import cast_of

        put_text(cast, cast_of(film))
    if svg is not None:
        from tui.drawing.screen_pictures.svg import svg_of

        write_shots(svg, ".svg", shots, partial(svg_of, title=film.title))
    if text is not None:
        from tui.drawing.screen_pictures.cells import text_of

        write_shots(text, ".txt", shots, text_of)
    return [path for path in (gif, cast, svg, text) if path is not None]


def performed(script: Script, opener: Opener = load_of, start: Load | None = None, films: bool = True) -> Performance:
    """Perform a script in surroundings of its own, with a bar on a terminal.

    Args:
        script: The script.
        opener: Opens what a line names.
        start: What is open at the beginning; None for what the script opens.
        films: Whether a film is wanted.

    Raises:
        DataError: A line cannot be done, or what it expects is not so.
    """
    folder = script.path.absolute().parent
    raise_on_interrupt()
    with own_surroundings(folder) as own, _followed(len(script.statements)) as follow:
        from tui.demo.performance import perform  # late: what draws reads the environment when it is loaded
        from tui.demo.stage import Backstage

        backstage = Backstage(own, partial(about_here, "numpy"), lambda saved: last_start(saved, in_workbench))
        return perform(script, backstage, opener, start, follow, films)


def file_of(given: str | None, name: str) -> Path | None:
    """Return the file that an option names, wherever the script is; None if it is not given.

    Args:
        given: What it says.
        name: The name of the option, and the ending of the file.

    Raises:
        InvalidValue: It has another ending than such a file has, or no folder.
    """
    if given is None:
        return None
    path = Path(given).absolute()
    if path.suffix.lower() != f".{name}":
        raise InvalidValue(f"--{name}: takes the name of a file that ends in .{name}, not {safe(path.name, 40)}")
    if not path.parent.is_dir():
        raise InvalidValue(f"--{name}: there is no folder {safe(str(path.parent), _LONGEST)}")
    return path


def _folder(asked: argparse.Namespace, name: str) -> Path | None:
    if (given := getattr(asked, name)) is None:
        return None
    path = Path(given).absolute()
    if path.exists() and not path.is_dir():
        raise InvalidValue(f"--{name}: takes a folder, and {safe(path.name, 40)} is a file")
    if name == "check" and not path.is_dir():
        raise InvalidValue(f"--check: there is no folder {safe(given, 60)}; --svg {safe(given, 60)} makes one")
    return path


def _summary(script: Script, performance: Performance) -> str:
    """Say what was performed."""
    expected = sum(isinstance(one.act, Expect) for one in script.statements)
    parts = [count(len(script.statements), "statement")]
    if expected:
        parts.append(f"{count(expected, 'expectation')} met")
    if performance.shots:
        parts.append(count(len(performance.shots), "shot"))
    return f"{script.name}: {', '.join(parts)}, {performance.film.seconds:g} s"


@contextmanager
def _followed(statements: int) -> Iterator[Callable[[int], object]]:
    """Show how many statements are done, on a terminal."""
    if not is_terminal(sys.stderr):
        yield lambda done: None
        return
    with bar_on_stderr() as bar:
        task = bar.add_task("", total=statements)
        yield lambda done: bar.update(task, completed=done, description=f"{done} of {statements}", refresh=True)
