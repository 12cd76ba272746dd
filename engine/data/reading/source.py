"""The file being read: its name, where its rows start, and what was decided about it so far."""

from collections.abc import Sequence
from dataclasses import field, replace

from engine.data.report import ReadWarning
from engine.errors import DataError
from engine.quick_dataclass import dataclass
from engine.wording import refusal


@dataclass(frozen=True, eq=False)
class Source:
    """A file that is being read; every step notes its decisions here and refuses in its name.

    Attributes:
        file: The name of the file in messages.
        lines: The line on which each row of the table starts, from 1; empty until the table is known.
        numbers: The number of each row among the records below the header, dropped ones counted, from 1; likewise.
        last_number: The number of the last record; likewise 0.
        warnings: What was decided so far, in the order of the steps.
        cut: The size of the file in bytes if only its beginning was read; None if all of it was.
    """

    file: str
    lines: Sequence[int] = ()
    numbers: Sequence[int] = ()
    last_number: int = 0
    warnings: list[ReadWarning] = field(default_factory=list)
    cut: int | None = None

    def note(self, text: str, line: int | None = None, column: str | None = None) -> None:
        """Note one decision."""
        self.warnings.append(ReadWarning(line, column, text))

    def note_lines(self, one: str, several: str, lines: Sequence[int], column: str | None = None) -> None:
        """Note the same decision about several lines once: as ``one`` if it is a single line, else as ``several``."""
        if len(lines) > 0:
            self.note_many(one, several, len(lines), int(lines[0]), column)

    def note_many(self, one: str, several: str, number: int, first: int, column: str | None = None) -> None:
        """Note the same decision about a number of lines once, with the first of them."""
        if number == 1:
            self.note(one, first, column)
        elif number > 1:
            self.note(f"{number:,} {several}; the first in line {first}", first, column)

    def refusal(self, what: str, line: int | None = None, column: str | None = None) -> DataError:
        """Return the error that says what is wrong with the file, and where."""
        return refusal(self.file, what, line, column)

    def silenced(self) -> "Source":
        """Return the same file with notes of its own, which nobody reads unless they are added to the others."""
        return replace(self, warnings=[])
