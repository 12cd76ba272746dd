"""Lives a log again from its very beginning: within limits, in parts that can be shown, and up to any step."""

from __future__ import annotations

from pathlib import Path

from engine.errors import DataError, TooLarge
from engine.quick_dataclass import dataclass
from engine.regular_files import content
from engine.session.openings import Openings
from engine.session.saved.folder import LOG, ROWS
from engine.session.saved.living import Follow, Life
from engine.session.saved.log import Log, read_beginning, read_log
from engine.session.saved.log_limits import check_entries, check_lines
from engine.session.saved.openings_file import check_belongs, read_openings
from engine.session.saved.replay import Replay, replay
from engine.session.saved.resume import LOG_FILE, opener_of
from engine.session.session import Session
from engine.wording import file_name


@dataclass(frozen=True, eq=False)
class WholeLog:
    """A log and what was opened in it. Immutable.

    Attributes:
        file: The name of the file, for messages.
        log: The log.
        openings: What was opened in it.
        samples: About how many samples it trains.
    """

    file: str
    log: Log
    openings: Openings
    samples: int

    @property
    def uses_numba(self) -> bool:
        """Whether Numba computed some of it."""
        return any(isinstance(entry.said, str) and entry.said.endswith(" numba") for entry in self.log.entries)


@dataclass(frozen=True, eq=False)
class Relived:
    """What a log came to. Immutable.

    Attributes:
        again: The session, and where it came to something else than was written.
        samples: How many samples were trained, those that were undone later too.
        was_reached: Whether the step to stop at was.
        lacks_kernel: Whether NumPy computed what Numba did then.
    """

    again: Replay
    samples: int
    was_reached: bool
    lacks_kernel: bool


def read_whole_log(path: Path, large: bool = False) -> WholeLog:
    """Read a log, and what was opened in it from the file beside it.

    Args:
        path: The log, a file that ends in ".log".
        large: Whether the learner knows that it is large.

    Raises:
        DataError: It cannot be read, does not belong to the rows beside it, or is large and nobody said so.
    """
    file, whole = file_name(path), content(path, LOG_FILE)
    read_beginning(whole[: whole.find(b"\n") + 1], file)  # whether it is a log at all
    check_lines(file, whole, large)
    log, rows_file = read_log(whole, file), path.with_name(f"{path.name.removesuffix(LOG)}{ROWS}")
    openings = read_openings(rows_file)
    check_belongs(file, log, openings, file_name(rows_file))
    return whole_log_of(file, log, openings, large)


def whole_log_of(file: str, log: Log, openings: Openings, large: bool = False) -> WholeLog:
    """Return a log and what was opened in it, to be lived again.

    Args:
        file: Its name, for messages.
        log: The log.
        openings: What was opened in it.
        large: Whether the learner knows that it is large.

    Raises:
        TooLarge: It is large and nobody said so.
    """
    began, *opened = openings.loads
    try:
        samples, _ = check_entries(log.entries, began.setup.sizes, began.setup.parts.train.rows, opened, large)
    except TooLarge as error:
        raise TooLarge(f"{file}: {error.what}") from None
    return WholeLog(file, log, openings, samples)


def relive(
    whole: WholeLog, until: int | None = None, large: bool = False, follow: Follow = lambda samples, entry: None
) -> Relived:
    """Live a log again.

    Args:
        whole: The log.
        until: The step to stop at, with all that belongs to it; None goes on to the end.
        large: Whether the learner knows that it is large.
        follow: See there. Whatever it raises ends it and is passed on.

    Raises:
        DataError: A line takes too much; the message says which.
    """
    life = Life(Session(whole.openings.loads[0].setup), until, large, follow)
    try:
        again = replay(life.session, life.parts(whole.log.entries), opener_of(whole.openings, 0))
    except DataError as error:
        raise DataError(f"{whole.file}, {error}") from None
    return Relived(again, life.samples, until is None or life.session.step >= until, life.lacks_kernel)
