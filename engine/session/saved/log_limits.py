"""What a log may ask for, from its lines alone and as it is lived again, so that no file makes anybody wait unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from engine.errors import DataError, InvalidValue
from engine.experiment.cost import MANY_PARAMETERS
from engine.kernels.compiler import check_installed
from engine.network.network import parameter_count
from engine.session.saved.log import Entry, Mark
from engine.session.verbs.grammar import joins
from engine.training.commands import Load
from engine.wording import count, refusal

MOST_LINES = 200_000
MOST_LAYERS = 1_000
MOST_WORK = 10**11
"""Samples times parameters, of which each sample costs some more: with NumPy some 20 minutes."""
LAYER_MORE, LAYER_MORE_COMPILED = 1_000, 20
"""What a layer costs a sample whatever its size, in parameters: with NumPy and with Numba."""
LINE_MORE = 25
"""What a line costs besides its samples, in samples."""
_ROWS_AT_ONCE = 10
"""How many rows a mark judges while one is trained."""
_MOST_DIGITS = 18
_MORE = "if that is what you want, add --large"
Sizes = tuple[int, ...]


def check_lines(file: str, content: bytes, large: bool) -> None:
    """Check that a log has not too many lines, before they are read.

    Args:
        file: The name of the file, for the message.
        content: Its bytes.
        large: Whether the learner knows that it is large.

    Raises:
        DataError: It has.
    """
    if not large and (lines := content.count(b"\n")) > MOST_LINES:
        raise too_many_lines(file, lines)


def too_many_lines(file: str, lines: int) -> DataError:
    """Return the refusal of a log of so many lines."""
    return refusal(file, f"has {count(lines, 'line')}, more than {MOST_LINES:,}; {_MORE}")


def check_entries(
    entries: Iterable[Entry], sizes: Sizes, rows: int, opened: Sequence[Load], large: bool = False, known: int = 0
) -> int:
    """Return about how many samples a log trains, from its lines alone: what is undone is not followed.

    Args:
        entries: The lines.
        sizes: The layer sizes before them.
        rows: The rows of an epoch before them.
        opened: What is opened in them.
        large: Whether the learner knows that it is large.
        known: The parameters of a network that is there already: so many are not too many.

    Raises:
        InvalidValue: It is too much, and nobody said that it is large.
    """
    loads, samples, work = iter(opened), 0, 0
    parameters = parameter_count(sizes)
    if not large:
        check(sizes, parameters, work, known)
    for entry in entries:
        if entry.refused:
            continue
        if isinstance(entry.said, Mark):
            work += work_of_mark(parameters, rows)
            continue
        if (verb := verb_of(entry.said)) == "open" and (load := next(loads, None)) is not None:
            sizes, rows = load.setup.sizes, load.setup.parts.train.rows
        elif verb in _SHAPES:
            sizes = _sizes_after(sizes, verb, entry.said)
        if verb == "open" or verb in _SHAPES:
            parameters = parameter_count(sizes)
        trained = samples_in(entry.said, rows)
        samples += trained
        work += work_of(trained, sizes, parameters, is_compiled(entry.said))
        if not large:
            try:
                check(sizes, parameters, work, known)
            except InvalidValue as error:
                raise InvalidValue(f"line {entry.line:,}: {error}") from None
    return samples


def work_of(samples: int, sizes: Sizes, parameters: int, compiled: bool = False) -> int:
    """Return how much work it is to do a line that trains so many samples."""
    layers = len(sizes) - 1
    a_sample = parameters + layers * (LAYER_MORE_COMPILED if compiled else LAYER_MORE)
    return samples * a_sample + LINE_MORE * (parameters + layers * LAYER_MORE)


def work_of_mark(parameters: int, rows: int) -> int:
    """Return how much work it is to compare with a mark: it judges all rows."""
    return rows * parameters // _ROWS_AT_ONCE


def check(sizes: Sizes, parameters: int, work: int = 0, known: int = 0) -> None:
    """Check what a network has, and what was to compute so far.

    Args:
        sizes: Its layer sizes.
        parameters: How many parameters it has.
        work: See ``work_of``.
        known: See ``check_entries``.

    Raises:
        InvalidValue: It is too much.
    """
    if len(sizes) > MOST_LAYERS:
        raise InvalidValue(f"{len(sizes):,} layers are more than {MOST_LAYERS:,}; {_MORE}")
    if parameters > max(MANY_PARAMETERS, known):
        raise InvalidValue(f"its network has {count(parameters, 'parameter')}; {_MORE}")
    if work > MOST_WORK:
        raise InvalidValue(f"up to here there is too much to compute with {count(parameters, 'parameter')}; {_MORE}")


def verb_of(said: str) -> str:
    """Return the verb of a line; "" if it has none."""
    words = joins(said)[1].split(maxsplit=1)
    return words[0].lower() if words else ""


def is_compiled(said: str) -> bool:
    """Tell whether Numba computes a line, here too."""
    return said.lower().endswith(" numba") and has_numba()


def has_numba() -> bool:
    """Tell whether Numba is installed."""
    try:
        check_installed()
    except InvalidValue:
        return False
    return True


def samples_in(said: str, rows: int) -> int:
    """Return about how many samples are computed for a line."""
    verb, *words = joins(said)[1].split(maxsplit=2)[:2] or [""]
    number = whole(words[0].rpartition("+")[2]) if words else 1
    match verb.lower():
        case "run":
            return number
        case "epoch":
            return number * rows
        case "goto":
            return number if "+" in words[0] else 1
    return 1


def whole(text: str) -> int:
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
