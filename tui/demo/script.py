"""A demo's script: one statement a line, in the language of sessions and a few words about the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from engine.errors import DataError
from engine.quick_dataclass import dataclass
from engine.regular_files import Wanted, content
from engine.session.expressions.expression import parse_expression
from engine.session.expressions.names import ValueKind
from engine.session.expressions.refusal import ExpressionError
from engine.session.verbs.arguments import Arguments, number_in
from engine.session.verbs.grammar import VERBS, joins
from engine.session.verbs.tokens import LineRefused, Token, tokens_of
from engine.wording import file_name, quoted, refusal
from tui.demo.acts import Act, Do, Expect, Kill, Press, Say, Shot, Size, Type, Wait
from tui.demo.keys import KeyPress, pressed, typed

SUFFIX = ".demo"
MOST_BYTES = 1_000_000
MOST_COLUMNS, MOST_LINES = 500, 200
"""Of a screen: more than a wall shows. A film has each of its cells ten times a second."""
MOST_KEYS = 10_000
"""Pressed or typed in a script: they take some ten minutes to perform."""
TOO_MANY_KEYS = f"a script presses and types at most {MOST_KEYS:,} keys; verbs such as epoch 1000 do much at once"
LONGEST_WAIT = 3600.0
"""Seconds."""
_SIZE = re.compile(r"([0-9]{1,4})x([0-9]{1,4})")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")


@dataclass(frozen=True, eq=False)
class Statement:
    """A line of a script. Immutable.

    Attributes:
        line: Its number in the file, from 1.
        act: What it does.
    """

    line: int
    act: Act


@dataclass(frozen=True, eq=False)
class Script:
    """A demo as it is written. Immutable.

    Attributes:
        path: The file.
        statements: What it says, in order.
    """

    path: Path
    statements: tuple[Statement, ...]

    @property
    def name(self) -> str:
        """The name of the file, for messages."""
        return file_name(self.path)

    @property
    def shots(self) -> tuple[str, ...]:
        """The names of its pictures."""
        return tuple(one.act.name for one in self.statements if isinstance(one.act, Shot))


@dataclass(frozen=True)
class Behind:
    """What stands behind the first word of a line. Immutable.

    Attributes:
        line: The line.
        begin: The index at which it begins.
        usage: How such a line is written, for refusals.
    """

    line: str
    begin: int
    usage: str

    @property
    def column(self) -> int:
        """The column in which it begins, from 1."""
        return self.begin + 1

    @property
    def words(self) -> Arguments:
        """Its words, from the first one on."""
        return Arguments(self.usage, tokens_of(self.line)[1:], len(self.line) + 1)

    @property
    def text(self) -> str:
        """All of it as it is written, or without quotes around it."""
        if self.line.startswith('"', self.begin) and (words := self.words).rest == 1:
            return words.take("a text").text
        return self.line[self.begin :].rstrip()

    def only(self, what: str) -> Token:
        """Return its one word."""
        words = self.words
        word = words.take(what)
        words.end()
        return word


@dataclass(frozen=True)
class Word:
    """A row of the table of what a script says about the screen. Immutable.

    Attributes:
        name: The first word of the line.
        takes: What follows it.
        about: What it does.
        read: Reads what follows.
    """

    name: str
    takes: str
    about: str
    read: Callable[[Behind], Act]

    @property
    def usage(self) -> str:
        """How it is written."""
        return f"{self.name} {self.takes}".strip()


def read_script(path: Path) -> Script:
    """Read a script. All that can be known to be wrong without doing it is refused here.

    Raises:
        DataError: It cannot be read; the message says in which line and column.
    """
    file = file_name(path)
    if path.suffix != SUFFIX:
        raise DataError(f"{file}: a demo is a file that ends in {SUFFIX}")
    try:
        text = content(path, _WANTED).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: is not UTF-8 text at byte {error.start + 1:,}") from None
    statements, shots, keys = list[Statement](), set[str](), 0
    for number, line in enumerate(text.splitlines(), 1):
        try:
            act = act_of(line)
            if isinstance(act, Shot) and act.name in shots:
                raise LineRefused(f"there is a shot {act.name} already: give each a name of its own", 1)
            keys += len(act.keys) if isinstance(act, Press | Type) else 0
            if keys > MOST_KEYS:
                raise LineRefused(TOO_MANY_KEYS, 1)
        except LineRefused as error:
            raise DataError(f"{file}, line {number:,}, {error}") from None
        if isinstance(act, Shot):
            shots.add(act.name)
        if act is not None:
            statements.append(Statement(number, act))
    if not statements:
        raise DataError(f"{file}: says nothing: write lines such as open level2, press e*12 and shot learned")
    return Script(path, tuple(statements))


_WANTED = Wanted(
    "a demo",
    MOST_BYTES,
    "a demo has a statement a line",
    lambda file, size: refusal(file, f"is larger than {MOST_BYTES:,} bytes"),
)


def act_of(line: str) -> Act | None:
    """Return what a line says to do; None if it is empty or a comment.

    Raises:
        LineRefused: It says nothing that can be done.
    """
    joined, rest = joins(line)
    begin = re.match(r"[ \t]*([^ \t]*)[ \t]*", rest)
    assert begin is not None  # it matches the empty text too
    first = begin[1].lower()
    if not first or first.startswith("#"):
        return None
    before = len(line) - len(rest)
    if (word := WORDS.get(first)) is not None:
        if joined:
            raise LineRefused(f"& joins an edit or a run to the step before: {first} is neither", 1)
        return word.read(Behind(line, begin.end(), word.usage))
    if first not in VERBS:
        raise _no_word(begin[1], before + begin.start(1) + 1)
    try:
        tokens_of(rest)
    except LineRefused as error:
        raise LineRefused(error.what, error.column + before) from None
    return Do(rest.strip(), joined)


def _no_word(text: str, column: int) -> LineRefused:
    from difflib import get_close_matches  # only needed for a mistake

    near = get_close_matches(text[:20].lower(), [*WORDS, *VERBS], 3, 0.5)
    meant = f"did you mean {' or '.join(near)}?" if near else f"write a verb, or {', '.join(WORDS)}"
    return LineRefused(f"{quoted(text)} is no word of a demo: {meant}", column)


def _size(behind: Behind) -> Size:
    word = behind.only("the size")
    match = _SIZE.fullmatch(word.text)
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (1 <= width <= MOST_COLUMNS and 1 <= height <= MOST_LINES):
        most = f"{MOST_COLUMNS}x{MOST_LINES}"
        raise LineRefused(f"the size is columns x lines, such as 100x30, up to {most}", word.column)
    return Size(width, height)


def _say(behind: Behind) -> Say:
    return Say(behind.text)


def _press(behind: Behind) -> Press:
    words, keys = behind.words, list[KeyPress]()
    while words.rest:
        word = words.take("a key")
        keys += pressed(word)
        if len(keys) > MOST_KEYS:
            raise LineRefused(TOO_MANY_KEYS, word.column)
    if not keys:
        raise LineRefused("the keys are missing: write press n n n, or press e*12", behind.column)
    return Press(tuple(keys))


def _type(behind: Behind) -> Type:
    text = behind.text
    if not text:
        raise LineRefused("the text is missing", behind.column)
    if len(text) > MOST_KEYS:
        raise LineRefused(TOO_MANY_KEYS, behind.column + MOST_KEYS)
    if not text.isprintable():
        raise LineRefused("the text has a character that no key types", behind.column)
    return Type(tuple(map(typed, text)))


def _wait(behind: Behind) -> Wait:
    word = behind.only("the time in seconds")
    seconds = number_in(word, "the time")
    if not 0 < seconds <= LONGEST_WAIT:
        raise LineRefused(f"the time is more than 0 and up to {LONGEST_WAIT:,.0f} seconds", word.column)
    return Wait(seconds)


def _expect(behind: Behind) -> Expect:
    try:
        condition = parse_expression(behind.line[behind.begin :].rstrip())
    except ExpressionError as error:
        raise LineRefused(str(error).partition(": ")[2], error.column + behind.begin) from None
    if condition.kind is not ValueKind.TRUTH:
        raise LineRefused("this is no condition: compare it, such as mse < 0.01 or near(w5, 0.5)", behind.column)
    return Expect(condition)


def _shot(behind: Behind) -> Shot:
    word = behind.only("the name")
    if not _NAME.fullmatch(word.text):
        raise LineRefused("the name of a shot has letters, digits, - and _: it becomes the name of a file", word.column)
    return Shot(word.text)


def _kill(behind: Behind) -> Kill:
    behind.words.end()
    return Kill()


WORDS = {
    word.name: word
    for word in (
        Word("size", "100x30", "resize the terminal; 120x36 before the first", _size),
        Word("say", "TEXT", "show a caption under the screen; without TEXT, none", _say),
        Word("press", "KEYS", "press keys, half a second apart: n n space ctrl+p e*12", _press),
        Word("type", "TEXT", "type a text into what has the focus, 0.1 seconds a character", _type),
        Word("wait", "SECONDS", "let time pass; a run trains meanwhile, so many samples a second", _wait),
        Word("expect", "EXPRESSION", "end the demo with an error unless it is true, such as mse < 0.01", _expect),
        Word("shot", "NAME", "take a picture of the screen", _shot),
        Word("kill", "", "end glassnet as kill -9 does, and start it again with what it has saved", _kill),
    )
}
"""What a script says about the screen, beside the verbs of the session."""
