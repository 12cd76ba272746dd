"""A session as one file to hand on: ``FILE.glass``, a ZIP file whose members are not packed.

``session.log`` has the lines, ``state.npz`` what memory held, ``rows.npz`` what was opened, to the last bit, and
``data.csv`` the rows of one's own for people. Reading takes the rows from ``rows.npz``, which says the hash of each CSV
file: one that was changed is not what the session had, so that is said instead of guessed at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from engine.errors import DataError, InvalidValue
from engine.regular_files import Wanted, content
from engine.session.handed_on.known_rows import known_openings
from engine.session.handed_on.long_ways import check_ways
from engine.session.handed_on.readable_rows import readable_rows
from engine.session.handed_on.start_names import bare_beginning, bare_kept, bare_line, bare_openings, opening_lines
from engine.session.openings import Openings
from engine.session.saved.arrays_file import arrays_of, packed
from engine.session.saved.atomic_file import SHARED, replace_file
from engine.session.saved.documents import Given, document_of
from engine.session.saved.log import Log, entry_line, first_line, read_log
from engine.session.saved.log_limits import check_lines
from engine.session.saved.openings_file import check_belongs, openings_of
from engine.session.saved.resume import Saved, earlier_of, from_memory, saved_of
from engine.session.saved.timeline_file import timeline_of
from engine.session.saved.zip_members import members_in
from engine.session.timeline import Kept, Timeline
from engine.wording import file_name, quoted, refusal

GLASS = ".glass"
"""The end of the name of such a file."""
MOST_BYTES = 1_000_000_000
_LOG, _STATE, _ROWS = "session.log", "state.npz", "rows.npz"
_TABLES = "tables"
"""Where ``rows.npz`` says the hashes of the CSV files."""
_WANTED = Wanted(
    "a session that was handed on",
    MOST_BYTES,
    "it holds the lines, the states and the rows of a session",
    lambda file, size: _too_large(file, size),
)


def _too_large(file: str, size: int) -> DataError:
    return refusal(file, f"{size / 1e6:,.0f} MB are too many to hand on: at most {MOST_BYTES // 10**6:,} MB")


def write_glass(
    path: Path,
    log: bytes,
    kept: Kept,
    step: int,
    openings: Openings,
    check: Callable[[], object] = lambda: None,
) -> None:
    """Replace a file by one with a session.

    Args:
        path: The file.
        log: Its log, with the lines that lead to ``kept``.
        kept: What its timeline keeps.
        step: The step at which it is.
        openings: What it began with, and what was opened in it.
        check: Is called between the parts, and at last before the file takes its place. Whatever it raises ends the
            writing and is passed on: nothing is written then.

    Raises:
        DataError: It cannot be written, or is too large; what was there is still there.
    """
    file, openings = file_name(path), bare_openings(openings)
    lines = _bare_log(read_log(log, file))
    check()
    about = {"lines": lines.count(b"\n"), "sha256": hashlib.sha256(lines).hexdigest(), "step": step}
    tables = readable_rows(openings)
    hashes = {name: hashlib.sha256(table).hexdigest() for name, table in tables.items()}
    try:
        state = document_of(bare_kept(kept), about, _given_by(openings))
        check()
        rows = document_of(openings, {_TABLES: hashes})
    except InvalidValue as wrong:
        raise refusal(file, f"cannot be written: {wrong}") from None
    members = {_LOG: lines, _STATE: packed(state), _ROWS: packed(rows), **tables}
    if (size := sum(map(len, members.values()))) > MOST_BYTES:
        raise _too_large(file, size)
    replace_file(path, lambda stream: _put(stream, members, check), SHARED)


def _put(stream: BinaryIO, members: Mapping[str, bytes], check: Callable[[], object]) -> None:
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name, member in members.items():
            check()
            archive.writestr(ZipInfo(name), member)  # of 1980: what is the same is written the same
    check()


def _bare_log(log: Log) -> bytes:
    """Return a log as far as it is good, without folders of the learner."""
    lines = [first_line(bare_beginning(log.beginning))]
    for entry in log.entries:
        said = bare_line(entry.said) if isinstance(entry.said, str) else entry.said
        lines.append(entry_line(entry.seconds, said, entry.refused))
    return "".join(f"{line}\n" for line in lines).encode()


def _given_by(openings: Openings) -> Given:
    """Return what ``state.npz`` need not hold; the rows as the network sees them can differ on another machine."""
    return Given(tuple({id(load.setup.dataset): load.setup.dataset for load in openings.loads}.values()))


def read_glass(path: Path, large: bool = False) -> Saved:
    """Read a session that was handed on as a file. It goes on as one of one's own.

    Args:
        path: The file.
        large: Whether the learner knows that it is large.

    Raises:
        DataError: It cannot be read, is damaged, opens files, or is large and nobody said so.
    """
    file = file_name(path)
    try:
        members = members_in(content(path, _WANTED))
    except InvalidValue as wrong:
        raise refusal(file, str(wrong)) from None
    if _LOG not in members:
        raise refusal(file, f"is no session that was handed on: it has no {_LOG}")
    whole = members[_LOG].tobytes()
    check_lines(file, whole, large)
    log = read_log(whole, file)
    openings = _openings(file, members, log, large)
    check_belongs(file, log, openings, "it")
    memory = from_memory(lambda: _timeline(file, members, openings, large), whole, log)
    return saved_of(file, memory, openings, log, earlier_of("", whole, log), large=large)


def _openings(file: str, members: Mapping[str, memoryview], log: Log, large: bool) -> Openings:
    """Return what the session was opened with.

    Raises:
        DataError: It is damaged, a CSV file was changed, or the log opens something that is not there.
    """
    if _ROWS not in members:
        return known_openings(file, log, large)
    openings, about = openings_of(file, arrays_of(f"{file}, {_ROWS}", members[_ROWS].tobytes()))
    hashes = about.get(_TABLES)
    for name, table in members.items():
        if name.endswith(".csv") and isinstance(hashes, dict) and hashes.get(name) != hashlib.sha256(table).hexdigest():
            raise refusal(file, f"{quoted(name)} was changed: open it as a CSV file of its own")
    left = iter(openings.loads[1:])
    for entry, opened in opening_lines(log):
        load = next(left, None)
        if load is None or load.start != opened[0].text:
            what = f"it opens {quoted(opened[0].text)}, whose rows are not in {_ROWS}"
            raise DataError(f"{file}, line {entry.line:,}: {what}")
    return openings


def _timeline(
    file: str, members: Mapping[str, memoryview], openings: Openings, large: bool
) -> tuple[Timeline, dict[str, Any]]:
    """Return what memory held.

    Raises:
        DataError: There is none, it is damaged, or belongs to other rows.
        InvalidValue: Going through it would take too long, and nobody said that it is large.
    """
    if _STATE not in members:
        raise refusal(file, f"it has no {_STATE}")
    timeline, about = timeline_of(file, arrays_of(file, members[_STATE].tobytes()), _given_by(openings))
    kept = timeline.kept
    if kept.setups[0].dataset.digest != openings.loads[0].digest:
        raise refusal(file, f"{_STATE} is about other rows")
    if not large:
        check_ways(kept)
    return timeline, about
