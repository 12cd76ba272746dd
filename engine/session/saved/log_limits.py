"""What a log may ask for, from its lines alone and as it is lived again, so that no file makes anybody wait unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from engine.errors import TooLarge
from engine.experiment.cost import MANY_PARAMETERS
from engine.network.network import parameter_count
from engine.session.saved.log import Entry, Mark
from engine.session.saved.state_checks import MOST_LAYERS
from engine.session.verbs.grammar import JOINS
from engine.session.work import LINE_MORE, has_numba, work_of
from engine.training.commands import Load
from engine.wording import count

MOST_LINES = 200_000
MOST_LINES_HERE = 1_000_000
"""Of a session of one's own, whose lines need not be lived again."""
MOST_WORK = 10**11
"""Samples times parameters, of which each sample costs some more: with NumPy some 20 minutes."""
_ROWS_AT_ONCE = 10
"""How many rows a mark judges while one is trained."""
_MOST_DIGITS = 18
_COUNTED = ("run", "epoch", "goto")
Sizes = tuple[int, ...]


def check_lines(file: str, content: bytes, large: bool, is_own: bool = False) -> None:
    """Check that a log has not too many lines, before they are read.

    Args:
        file: The name of the file, for the message.
        content: Its bytes.
        large: Whether the learner knows that it is large.
        is_own: Whether it is a session of one's own.

    Raises:
        TooLarge: It has.
    """
    most = MOST_LINES_HERE if is_own else MOST_LINES
    if not large and (lines := content.count(b"\n")) > most:
        raise too_many_lines(file, lines, most)


def too_many_lines(file: str, lines: int, most: int) -> TooLarge:
    """Return the refusal of a log of so many lines."""
    return TooLarge(f"{file}: has {count(lines, 'line')}, more than {most:,}")


def check_entries(
    entries: Iterable[Entry], sizes: Sizes, rows: int, opened: Sequence[Load], large: bool = False, known: int = 0
) -> tuple[int, int]:
    """Return about how many samples a log trains, and how much work it is: from its lines alone, undone ones too.

    Args:
        entries: The lines.
        sizes: The layer sizes before them.
        rows: The rows of an epoch before them.
        opened: What is opened in them.
        large: Whether the learner knows that it is large.
        known: The parameters of a network that is there already: so many are not too many.

    Raises:
        TooLarge: It is too much, and nobody said that it is large.
    """
    loads, samples, work = iter(opened), 0, 0
    parameters = parameter_count(sizes)
    if not large:
        check(sizes, parameters, work, known)
    for entry in entries:
        if entry.refused:
            continue
        if isinstance(entry.said, Mark):
            work += work_of_mark(sizes, parameters, rows)
            continue
        verb, *words = _words(entry.said)
        if verb == "open" and (load := next(loads, None)) is not None:
            sizes, rows = load.setup.sizes, load.setup.parts.train.rows
        elif verb in _SHAPES:
            sizes = _sizes_after(sizes, verb, words)
        is_other = verb == "open" or verb in _SHAPES
        if is_other:
            parameters = parameter_count(sizes)
        trained = _samples(verb, words, rows)
        samples += trained
        work += work_of(trained, sizes, parameters, verb == "run" and is_compiled(entry.said))
        if not large and (is_other or work > MOST_WORK):
            try:
                check(sizes, parameters, work, known)
            except TooLarge as error:
                raise TooLarge(f"line {entry.line:,}: {error.what}") from None
    return samples, work


def work_of_mark(sizes: Sizes, parameters: int, rows: int) -> int:
    """Return how much work it is to compare with a mark: it judges all rows, and has a hash of the parameters."""
    return rows * parameters // _ROWS_AT_ONCE + work_of(1, sizes, parameters) // LINE_MORE


def check(sizes: Sizes, parameters: int, work: int = 0, known: int = 0) -> None:
    """Check what a network has, and what was to compute so far.

    Args:
        sizes: Its layer sizes.
        parameters: How many parameters it has.
        work: See ``work_of``.
        known: See ``check_entries``.

    Raises:
        TooLarge: It is too much.
    """
    if len(sizes) > MOST_LAYERS:
        raise TooLarge(f"{len(sizes):,} layers are more than {MOST_LAYERS:,}")
    if parameters > max(MANY_PARAMETERS, known):
        raise TooLarge(f"its network has {count(parameters, 'parameter')}")
    if work > MOST_WORK:
        raise TooLarge(f"up to here there is too much to compute with {count(parameters, 'parameter')}")


def verb_of(said: str) -> str:
    """Return the verb of a line; "" if it has none."""
    return _words(said)[0]


def _words(said: str) -> list[str]:
    """Return the verb of a line, "" if it has none, and its first two words; not whether it joins the step before."""
    words = said.split(maxsplit=4)
    if words and words[0] == JOINS:
        del words[0]
    return [words[0].lower(), *words[1:3]] if words else [""]


def is_compiled(said: str) -> bool:
    """Tell whether Numba computes a line, here too."""
    return said.lower().endswith(" numba") and has_numba()


def samples_in(said: str, rows: int) -> int:
    """Return about how many samples are computed for a line."""
    verb, *words = _words(said)
    return _samples(verb, words, rows)


def _samples(verb: str, words: Sequence[str], rows: int) -> int:
    if verb not in _COUNTED:
        return 1
    number = whole(words[0].rpartition("+")[2]) if words else 1
    if verb == "goto":
        return number if words and "+" in words[0] else 1
    return number * rows if verb == "epoch" else number


def whole(text: str) -> int:
    """Return a whole number; 1 if it is none, which is refused when it is done."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 1


def _sizes_after(sizes: Sizes, verb: str, words: Sequence[str]) -> Sizes:
    """Return the sizes after a line; the same if it makes no sense, which is refused when it is done."""
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
