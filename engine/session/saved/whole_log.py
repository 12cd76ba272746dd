"""Lives a log again from its very beginning: within limits, in parts that can be shown, and up to any step."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import DataError, InvalidValue
from engine.experiment.cost import MANY_PARAMETERS
from engine.kernels.compiler import check_installed
from engine.network.network import parameter_count
from engine.regular_files import content
from engine.session.chunks import chunk_after
from engine.session.openings import Openings
from engine.session.saved.folder import LOG, ROWS
from engine.session.saved.log import Entry, Log, Mark, read_beginning, read_log
from engine.session.saved.openings_file import read_openings
from engine.session.saved.replay import Replay, replay
from engine.session.saved.resume import LOG_FILE, opener_of
from engine.session.session import Session
from engine.session.verbs.grammar import JOINS, joins
from engine.training.state import TrainingState
from engine.typed_numbers import MOST_COUNTED
from engine.wording import count, file_name, refusal

MOST_LINES = 200_000
MOST_LAYERS = 1_000
MOST_WORK = 10**11
"""Samples times parameters, of which each sample costs some more: with NumPy some 20 minutes."""
PARAMETERS_MORE = 2_000
"""What a sample costs whatever the network, in parameters."""
SECONDS_OF_A_PART = 0.1
_FIRST_PART = 32
_MOST_DIGITS = 18
_RUN = re.compile(rf"({JOINS} )?run (\d{{1,18}})( numpy| numba)?", re.ASCII | re.IGNORECASE)
_MORE = "if that is what you want, add --large"
Sizes = tuple[int, ...]
Follow = Callable[[int, Entry], object]
"""Is told now and then how many samples are done, and which line is being done."""


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
    beginning = read_beginning(whole[: whole.find(b"\n") + 1], file)
    if not large and (lines := whole.count(b"\n")) > MOST_LINES:
        raise refusal(file, f"has {count(lines, 'line')}, more than {MOST_LINES:,}; {_MORE}")
    log, rows_file = read_log(whole, file), path.with_name(f"{path.name.removesuffix(LOG)}{ROWS}")
    openings = read_openings(rows_file)
    first = openings.loads[0]
    if (beginning.get("rows_sha256"), beginning.get("rows")) != (first.digest, first.setup.dataset.rows):
        raise refusal(file, f"its first line is about other rows than those in {file_name(rows_file)}")
    try:
        samples = _checked_samples(log.entries, openings, large)
    except InvalidValue as error:
        raise refusal(file, str(error)) from None
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
        DataError: A line cannot be done, or takes too much; the message says which.
    """
    life = _Life(Session(whole.openings.loads[0].setup), until, large, follow)
    try:
        again = replay(life.session, life.parts(whole.log.entries), opener_of(whole.openings, 0))
    except DataError as error:
        raise DataError(f"{whole.file}, {error}") from None
    return Relived(again, life.samples, until is None or life.session.step >= until, life.lacks_kernel)


class _Life:
    """Hands out the lines of a log one by one, long runs in parts, and looks at what each came to."""

    def __init__(self, session: Session, until: int | None, large: bool, follow: Follow) -> None:
        self.session = session
        self.samples = 0
        self.lacks_kernel = False
        self._until, self._large, self._follow = until, large, follow
        self._work, self._part = 0, _FIRST_PART

    def parts(self, entries: Sequence[Entry]) -> Iterator[Entry]:
        for entry in entries:
            if isinstance(entry.said, Mark) or entry.refused:
                yield entry
                continue
            if self._is_over(entry.said):
                return
            self._spend(entry, entry.said)
            before = self.session.state
            run = _RUN.fullmatch(entry.said)
            if run is not None and 1 <= int(run[2]) <= MOST_COUNTED:  # another one is refused as it stands
                yield from self._parts_of(entry, run)
            else:
                yield entry
            if _verb(entry.said) not in ("undo", "redo", "goto"):
                self.samples += max(0, self.session.state.samples - before.samples)
            self._follow(self.samples, entry)

    def _is_over(self, said: str) -> bool:
        return self._until is not None and self.session.step >= self._until and not joins(said)[0]

    def _spend(self, entry: Entry, said: str) -> None:
        """Note what a line takes, now that the network is known.

        Raises:
            DataError: It is too much.
        """
        state = self.session.state
        parameters = state.network.parameters.size
        self._work += samples_in(said, state.dataset.rows) * (parameters + PARAMETERS_MORE)
        if not self._large:
            try:
                _check(state.network.sizes, parameters, self._work)
            except InvalidValue as error:
                raise DataError(f"line {entry.line:,}: {error}") from None

    def _parts_of(self, entry: Entry, run: re.Match[str]) -> Iterator[Entry]:
        """Yield a run in parts, of which each after the first joins it: they come to the same."""
        joining, left, kernel = run[1] or "", int(run[2]), run[3] or ""
        if kernel == " numba" and not _has_numba():
            self.lacks_kernel, kernel = True, ""
        samples_before = self.samples
        while True:
            part, before, began = min(left, self._part), self.session.state, time.perf_counter()
            yield replace(entry, said=f"{joining}run {part}{kernel}")
            left -= part
            if not left or not _trained(before, self.session.state, part):
                return
            joining, took = f"{JOINS} ", time.perf_counter() - began
            self._part = chunk_after(self._part, part, took, SECONDS_OF_A_PART)
            samples_before += part
            self._follow(samples_before, entry)


def _trained(before: TrainingState, after: TrainingState, samples: int) -> bool:
    """Return whether a part of a run was done to its end; otherwise the training blew up in it."""
    return after.samples - before.samples == samples


def _has_numba() -> bool:
    try:
        check_installed()
    except InvalidValue:
        return False
    return True


def _checked_samples(entries: Sequence[Entry], openings: Openings, large: bool) -> int:
    """Return about how many samples a log trains, from its lines alone: what is undone is not followed.

    Raises:
        InvalidValue: It is too much, and nobody said that it is large.
    """
    loads, setup = iter(openings.loads[1:]), openings.loads[0].setup
    sizes, rows, samples, work = setup.sizes, setup.parts.train.rows, 0, 0
    parameters = parameter_count(sizes)
    for entry in entries:
        if isinstance(entry.said, Mark) or entry.refused:
            continue
        if (verb := _verb(entry.said)) == "open" and (load := next(loads, None)) is not None:
            sizes, rows = load.setup.sizes, load.setup.parts.train.rows
        elif verb in _SHAPES:
            sizes = _sizes_after(sizes, verb, entry.said)
        if verb == "open" or verb in _SHAPES:
            parameters = parameter_count(sizes)
        trained = samples_in(entry.said, rows)
        samples += trained
        work += trained * (parameters + PARAMETERS_MORE)
        if not large:
            try:
                _check(sizes, parameters, work)
            except InvalidValue as error:
                raise InvalidValue(f"line {entry.line:,}: {error}") from None
    return samples


def _check(sizes: Sizes, parameters: int, work: int) -> None:
    if len(sizes) > MOST_LAYERS:
        raise InvalidValue(f"{len(sizes):,} layers are more than {MOST_LAYERS:,}; {_MORE}")
    if parameters > MANY_PARAMETERS:
        raise InvalidValue(f"its network has {count(parameters, 'parameter')}; {_MORE}")
    if work > MOST_WORK:
        raise InvalidValue(f"up to here there is too much to compute with {count(parameters, 'parameter')}; {_MORE}")


def _verb(said: str) -> str:
    words = joins(said)[1].split(maxsplit=1)
    return words[0].lower() if words else ""


def samples_in(said: str, rows: int) -> int:
    """Return about how many samples are computed for a line."""
    verb, *words = joins(said)[1].split(maxsplit=2)[:2] or [""]
    number = _whole(words[0].rpartition("+")[2]) if words else 1
    match verb.lower():
        case "run":
            return number
        case "epoch":
            return number * rows
        case "goto":
            return number if "+" in words[0] else 1
    return 1


def _whole(text: str) -> int:
    """Return a whole number; 1 if it is none, which is refused when it is done."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 1


def _sizes_after(sizes: Sizes, verb: str, said: str) -> Sizes:
    """Return the sizes after a line; the same if it makes no sense, which is refused when it is done."""
    words = joins(said)[1].split(maxsplit=3)[1:3]
    try:
        return _SHAPES[verb](sizes, *words)
    except (TypeError, ValueError, IndexError):
        return sizes


def _with_layer(sizes: Sizes, after: str, neurons: str) -> Sizes:
    return (*sizes[: int(after) + 1], int(neurons), *sizes[int(after) + 1 :])


def _without_layer(sizes: Sizes, layer: str) -> Sizes:
    return sizes[: int(layer)] + sizes[int(layer) + 1 :]


def _with_more(sizes: Sizes, layer: str) -> Sizes:
    return (*sizes[: int(layer)], sizes[int(layer)] + 1, *sizes[int(layer) + 1 :])


def _with_hidden(sizes: Sizes, hidden: str) -> Sizes:
    between = () if hidden == "none" else tuple(map(int, hidden.split(",")))
    return (sizes[0], *between, sizes[-1])


_SHAPES: dict[str, Callable[..., Sizes]] = {
    "layer+": _with_layer,
    "layer-": _without_layer,
    "neuron+": _with_more,
    "hidden": _with_hidden,
}
"""What changes how much a sample costs."""
