"""``glassnet demo``: performs a script without a terminal, and makes pictures and films of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from engine.errors import DataError, InvalidValue
from engine.session.saved.atomic_file import SHARED, replace_file
from engine.session.verbs.open_verbs import load_of
from engine.wording import count
from tui.command_line.progress import bar_on_stderr
from tui.command_line.saved_sessions import about_here, in_workbench, last_start
from tui.demo.acts import Expect
from tui.demo.environment import own_surroundings
from tui.demo.script import Script, read_script
from tui.terminal.interrupts import raise_on_interrupt
from tui.terminal.streams import flush, is_terminal
from tui.terminal.text import safe

if TYPE_CHECKING:
    from textual.strip import Strip

    from engine.session.verbs.arguments import Opener
    from engine.training.commands import Load
    from tui.demo.performance import Performance

_LONGEST = 200


def demo(asked: argparse.Namespace) -> int:
    """Perform a script, make what is asked for and return the exit code.

    Args:
        asked: ``file``; ``cast``, ``svg`` and ``text``, each a path or None.

    Raises:
        InvalidValue: An option cannot be used.
        DataError: The script cannot be read or done, or a file cannot be written.
        KeyboardInterrupt: Ctrl+C was pressed; nothing is written.
    """
    if asked.file is None:
        raise InvalidValue("which demo? Name a file that ends in .demo")
    cast = _file(asked, "cast")
    svg, text = (_folder(asked, name) for name in ("svg", "text"))
    script = read_script(Path(asked.file))
    asks = [f"--{name}" for name in ("svg", "text") if getattr(asked, name)]
    if asks and not script.shots:
        raise InvalidValue(f"{asks[0]}: {script.name} takes no picture: add lines such as shot learned")
    performance = performed(script)
    written = list[Path]()
    if cast is not None:
        written.append(write_cast(performance, cast))
    if svg is not None:
        from tui.drawing.screen_pictures.svg import svg_of

        written += _write_shots(svg, ".svg", performance.shots, partial(svg_of, title=script.path.stem))
    if text is not None:
        from tui.drawing.screen_pictures.cells import text_of

        written += _write_shots(text, ".txt", performance.shots, text_of)
    print(safe(_summary(script, performance), _LONGEST))
    for path in written:
        print(safe(f"written to {path}", _LONGEST))
    flush()
    return 0


def performed(script: Script, opener: Opener = load_of, start: Load | None = None) -> Performance:
    """Perform a script in surroundings of its own, with a bar on a terminal.

    Args:
        script: The script.
        opener: Opens what a line names.
        start: What is open at the beginning; None for what the script opens.

    Raises:
        DataError: A line cannot be done, or what it expects is not so.
    """
    folder = script.path.absolute().parent
    raise_on_interrupt()
    with own_surroundings(folder) as own, _followed(len(script.statements)) as follow:
        from tui.demo.performance import perform  # late: what draws reads the environment when it is loaded
        from tui.demo.stage import Backstage

        backstage = Backstage(own, partial(about_here, "numpy"), lambda saved: last_start(saved, in_workbench))
        return perform(script, backstage, opener, start, follow)


def write_cast(performance: Performance, path: Path) -> Path:
    """Write the film of a performance as a cast; return the path."""
    from tui.demo.cast import cast_of

    _write(path, cast_of(performance.film))
    return path


def _file(asked: argparse.Namespace, name: str) -> Path | None:
    """Return the file that an option names, wherever the script is.

    Raises:
        InvalidValue: It has another ending than such a file has, or no folder.
    """
    if (given := getattr(asked, name)) is None:
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
    return path


def _write_shots(
    folder: Path, suffix: str, shots: Mapping[str, Sequence[Strip]], content: Callable[[Sequence[Strip]], str]
) -> Iterator[Path]:
    """Write a file a picture, and nothing else, into a folder, which is made; yield the folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{safe(folder.name, 40)}: cannot be made: {error.strerror}") from None
    for name, rows in shots.items():
        _write(folder / f"{name}{suffix}", content(rows))
    yield folder


def _write(path: Path, text: str) -> None:
    content = text.encode("utf-8", "replace")

    def put(stream: BinaryIO) -> None:
        stream.write(content)

    replace_file(path, put, SHARED)


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
