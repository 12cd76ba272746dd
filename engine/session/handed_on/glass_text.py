"""A session as one line of text to hand on: ``glassnet:1:`` and its log, packed, without what goes without saying.

Unpacked it is START with its options in the first line, then the lines of the grammar, and ``=`` before what it comes
to: step, samples, MSE and a hash of the parameters. Seconds, marks on the way and refused lines are left out, and a run
is one line however long it took.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterable, Iterator

from engine.errors import DataError, InvalidValue
from engine.experiment.option_words import words_of
from engine.experiment.starts import DEFAULT_START
from engine.session.handed_on.glass_file import GLASS
from engine.session.handed_on.known_rows import is_known, known_openings
from engine.session.handed_on.start_names import is_digest, opened_by, opening_line
from engine.session.openings import Openings
from engine.session.saved.log import Log, Mark, entry_line, first_line, mark_text, read_log
from engine.session.saved.log_limits import check_lines
from engine.session.saved.resume import Saved, earlier_of, saved_of
from engine.session.verbs.grammar import JOINS, joins
from engine.session.verbs.tokens import LineRefused, tokens_of, written_word
from engine.training.commands import Load
from engine.typed_numbers import MOST_COUNTED
from engine.wording import count, refusal

FORMAT = 1
MOST_CHARACTERS = 2_000
"""Of a text: what a mail, a chat and a line of a terminal take."""
FILE_INSTEAD = f"hand on a file instead, FILE{GLASS}"
"""What a session that is no text is told."""
_NAME = "the text"
_BEGIN = re.compile(r"glassnet:(\d{1,9}):", re.ASCII | re.IGNORECASE)
_ADDED = re.compile(r"[\s>=\u00ad\u200b\u2060\ufeff]+")
"""What mails put into a text: ends of lines, the sign of a quotation, and signs that nobody sees."""
_MOST_READ = 10 * MOST_CHARACTERS
_RUN = re.compile(r"run (\d{1,18})( numpy| numba)?", re.ASCII)
_TORN = f"copy all of it, from glassnet:{FORMAT}: to its end"


def is_handed_on(start: str) -> bool:
    """Tell whether a START is a session that was handed on: a file or a text."""
    return start.strip().lower().endswith(GLASS) or is_text(start)


def is_text(start: str) -> bool:
    """Tell whether a START is a text that was handed on; of a newer format too, which reading it refuses."""
    return _begin_of(start) is not None


def _begin_of(text: str) -> re.Match[str] | None:
    """Find where a text begins, after what a mail puts before it; None if it is none."""
    added = _ADDED.match(text)
    return _BEGIN.match(text, added.end() if added else 0)


def text_of(log: bytes, openings: Openings, end: Mark | None = None) -> str:
    """Return a session as a text.

    Args:
        log: Its log.
        openings: What it began with, and what was opened in it.
        end: What it has come to; None means what the last mark of the log says.

    Raises:
        InvalidValue: It is too long, or has rows or weights that a text cannot name.
        DataError: It is no log.
    """
    read = read_log(log, "the session")
    lines = list(_lines(_needed(read, end)))
    opened = sum(line.startswith(("open ", f"{JOINS} open ")) for line in lines)
    for number, load in enumerate(openings.loads[: 1 + opened]):
        if not is_known(load, begins=not number):
            raise InvalidValue(f"a text cannot hold rows or weights of one's own: {FILE_INSTEAD}")
    plain = "".join(f"{line}\n" for line in (_start(openings.loads[0]), *lines))
    packed = base64.urlsafe_b64encode(zlib.compress(plain.encode(), 9)).decode("ascii")
    text = f"glassnet:{FORMAT}:{packed.rstrip('=')}"
    if len(text) > MOST_CHARACTERS:
        many = count(len(text), "character")
        raise InvalidValue(f"the text would have {many}, more than {MOST_CHARACTERS:,}: {FILE_INSTEAD}")
    return text


def _start(load: Load) -> str:
    words = [load.start, *words_of(load.options)]
    return "" if words == [DEFAULT_START] else " ".join(map(written_word, words))


def _needed(log: Log, end: Mark | None) -> Iterator[str | Mark]:
    """Yield the lines that lead to what the session is, and the last mark, or the one of its end."""
    marks = [number for number, entry in enumerate(log.entries) if isinstance(entry.said, Mark)]
    for number, entry in enumerate(log.entries):
        if isinstance(entry.said, Mark):
            if end is None and number == marks[-1]:
                yield entry.said
        elif not entry.refused and not entry.said.lstrip().startswith("#"):
            yield _without_digest(entry.said)
    if end is not None:
        yield end


def _without_digest(said: str) -> str:
    """Return a line; one that opens something without the digest, which the mark at the end stands for."""
    opened = opened_by(said)
    if opened is None:
        return said
    return opening_line(said, (token.text for token in opened if not is_digest(token)))


def _lines(needed: Iterable[str | Mark]) -> Iterator[str]:
    """Yield the lines as they are written, those of one run put together."""
    last: str | None = None
    for said in needed:
        line = mark_text(said) if isinstance(said, Mark) else said
        if last is not None:
            if (both := _one_run(last, line)) is not None:
                last = both
                continue
            yield last
        last = line
    if last is not None:
        yield last


def _one_run(first: str, second: str) -> str | None:
    """Return one line for a run and what joins it; None if these are none."""
    (joining, one), (is_part, other) = joins(first), joins(second)
    begun, more = _RUN.fullmatch(one.strip()), _RUN.fullmatch(other.strip())
    if not is_part or begun is None or more is None or begun[2] != more[2]:
        return None
    samples = int(begun[1]) + int(more[1])
    return f"{JOINS} " * joining + f"run {samples}{begun[2] or ''}" if samples <= MOST_COUNTED else None


def read_text(text: str, large: bool = False) -> Saved:
    """Read a session that was handed on as a text. It goes on as one of one's own.

    Args:
        text: The text; what a mail puts into it is left out.
        large: Whether the learner knows that it is large.

    Raises:
        DataError: It is damaged, opens files, or is large and nobody said so.
    """
    whole = _as_log(_unpacked(text))
    check_lines(_NAME, whole, large)
    log = read_log(whole, _NAME)
    if log.problem:
        raise refusal(_NAME, log.problem)
    openings = known_openings(_NAME, log, large)
    first = openings.loads[0]
    about = {"rows": first.setup.dataset.rows, "rows_sha256": first.digest}
    whole = f"{first_line(log.beginning | about)}\n".encode() + whole[whole.find(b"\n") + 1 :]
    return saved_of(_NAME, None, openings, log, earlier_of("", whole, log), large=large)


def _unpacked(text: str) -> str:
    """Return what a text says.

    Raises:
        DataError: It is torn, damaged, or of a newer format.
    """
    begin = _begin_of(text)
    if begin is None:
        raise refusal(_NAME, f"is no session that was handed on: {_TORN}")
    if int(begin[1]) != FORMAT:
        raise refusal(_NAME, f"it has format {int(begin[1])}; update glassnet, which reads format {FORMAT}")
    packed = text[begin.end() :]
    packed = _ADDED.sub("", packed) if len(packed) <= _MOST_READ else packed
    if len(packed) > MOST_CHARACTERS:
        many = count(len(packed), "character")
        raise refusal(_NAME, f"{many} are more than the {MOST_CHARACTERS:,} of a session that was handed on")
    unpacking = zlib.decompressobj()
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), b"-_", validate=True)
        plain = unpacking.decompress(data)  # at most 1,032 times as much
        said = plain.decode("utf-8")
    except (binascii.Error, UnicodeError, ValueError):
        raise refusal(_NAME, f"it is cut off, or has a sign that does not belong there: {_TORN}") from None
    except zlib.error:
        raise refusal(_NAME, f"it is damaged, a sign of it is wrong or missing: {_TORN}") from None
    if not unpacking.eof or unpacking.unused_data:
        raise refusal(_NAME, f"it is cut off: {_TORN}")
    return said


def _as_log(said: str) -> bytes:
    """Return the lines of a text as a log.

    Raises:
        DataError: Its first line is no START.
    """
    start, *lines = said.removesuffix("\n").split("\n")
    try:
        words = [token.text for token in tokens_of(start)] or [DEFAULT_START]
    except LineRefused as error:
        raise DataError(f"{_NAME}, line 1, {error}") from None
    head = first_line({"start": words[0], "options": words[1:]})
    return "".join(f"{line}\n" for line in (head, *(entry_line(0.0, line) for line in lines))).encode()
