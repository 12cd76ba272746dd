"""What the lines of a demo's script do."""

from __future__ import annotations

from engine.quick_dataclass import dataclass
from engine.session.expressions.expression import Expression
from tui.demo.keys import KeyPress


@dataclass(frozen=True)
class Size:
    """Resizes the terminal."""

    width: int
    height: int


@dataclass(frozen=True)
class Say:
    """Shows a caption under the screen, until the next one."""

    text: str


@dataclass(frozen=True)
class Press:
    """Presses keys, half a second after each other."""

    keys: tuple[KeyPress, ...]


@dataclass(frozen=True)
class Type:
    """Types a text into what has the focus."""

    keys: tuple[KeyPress, ...]


@dataclass(frozen=True)
class Wait:
    """Lets seconds pass; a run that goes on trains meanwhile."""

    seconds: float


@dataclass(frozen=True, eq=False)
class Expect:
    """Ends the demo unless a condition is true."""

    condition: Expression


@dataclass(frozen=True)
class Shot:
    """Takes a picture of the screen."""

    name: str


@dataclass(frozen=True)
class Kill:
    """Ends glassnet as ``kill -9`` does, and starts it again with the session that it has saved."""


@dataclass(frozen=True)
class Do:
    """Does a verb of the session's language.

    Attributes:
        line: The line, without a mark that it joins the step before.
        joins: Whether it does.
    """

    line: str
    joins: bool

    @property
    def verb(self) -> str:
        """The first word."""
        return self.line.split(maxsplit=1)[0].lower()


Act = Size | Say | Press | Type | Wait | Expect | Shot | Kill | Do
