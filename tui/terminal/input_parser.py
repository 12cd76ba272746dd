"""What a terminal sends, as events: keys, clicks, sizes and pastes. Whatever else it sends is ignored.

Read ``TerminalParser.feed`` first.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from time import monotonic
from typing import Literal

from textual import constants, events, messages
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import IS_ITERM, XTermParser
from textual.geometry import Size
from textual.keys import Keys
from textual.message import Message

from tui.terminal.limits import LONGEST_PASTE, bounded

PATIENCE = 1.0
"""Seconds of silence after which a sequence or a paste that has not ended is given up."""
LONGEST = 64
"""Characters of a sequence; a longer one means nothing."""
PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
FOCUS, BLUR = "\x1b[I", "\x1b[O"
# ECMA-48's sequences (with a minus sign, as some clicks have it), and those of the Linux console, of xterm's first
# mouse reports and of rxvt.
_WHOLE = re.compile(r"\x1b(?:\[(?:\[[A-E]|M[\s\S]{3}|(?:3|7|8|23|24)\$|[ -?]*[@-LN-Z\\-~]|[ -?]+M)|O[\d;]*[A-Za-z])")
_PART = re.compile(r"\x1b(?:\[(?:\[|M[\s\S]{0,2}|[ -?]*)|O[\d;]*|[\]PX^_])?")
_TEXT_BEGINS = re.compile(r"\x1b[\]PX^_]")
"""Some answers are texts, such as colours and versions."""
_TEXT_ENDS = re.compile(r"\x07|\x1b\\?")
_NONSENSE = re.compile(r"[ -?]*")
_KEY = re.compile(r"\x1b\[(\d*)(?::[\d:]*)?(?:;(\d*)(?::(\d*))?(?:;([\d:]*))?)?([u~ABCDEFHPQRS])")
"""A key of kitty's protocol: its code and others, its modifiers and what happened to it, its text, its kind."""
_RELEASED = "3"
_MOST_MODIFIERS = 256
_MOUSE = re.compile(r"\x1b\[<\d{1,3};\d{1,5};\d{1,5}[Mm]")
_CURSOR = re.compile(r"\x1b\[(\d{1,5});(\d{1,5})R")
_MODE = re.compile(r"\x1b\[\?(2026|2048);([0-4])\$y")
_SIZE = re.compile(r"\x1b\[48" + r";(\d{1,9})(?::[\d:]*)?" * 4 + "t")


class TerminalParser(XTermParser):
    """Takes apart what a terminal sends.

    Textual 8.2.8 raises an error for the release of a key, for a code point past Unicode and for a size without pixels.
    It lays out a screen of any size that it is told. An escape character in a paste becomes a key, and so do all the
    characters of a sequence that it does not know. Tests: ``test_input_parser.py``.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._rest = ""  # the beginning of a sequence, or of what ends a paste
        self._inside: Literal["", "paste", "text", "nonsense"] = ""
        self._pasted: list[str] = []
        self._room = 0  # how many characters of the paste are still taken
        self._heard = 0.0
        self._tells_size = False  # whether the terminal sends its size

    def feed(self, data: str) -> Iterable[Message]:
        """Yield the events of the next characters."""
        text, at = self._rest + data, 0
        self._rest, self._heard = "", monotonic()
        while at < len(text):
            if self._inside:
                at = yield from self._go_on(text, at)
            elif text[at] != "\x1b":
                yield from self._character(text[at])
                at += 1
            elif whole := _WHOLE.match(text, at):
                at = whole.end()
                yield from self._sequence(whole[0])
            elif (part := _PART.match(text, at)) and part.end() == len(text):
                at = len(text)
                if len(part[0]) > LONGEST:
                    self._inside = "nonsense"
                else:
                    self._rest = part[0]
            elif _TEXT_BEGINS.match(text, at):
                self._inside = "text"
                at += 2
            else:
                at = yield from self._escape(text, at)

    def tick(self) -> Iterable[Message]:
        """Yield the events of what has not been continued in time."""
        silence = monotonic() - self._heard
        rest, may_be_keys = self._rest, not self._inside and len(self._rest) <= 2  # such as alt and [
        if silence < (constants.ESCAPE_DELAY if may_be_keys else PATIENCE):
            return
        self._rest = ""
        if self._inside == "paste":
            self._take(rest)
            yield from self._end_paste()
        elif rest == "\x1b" and may_be_keys:
            yield events.Key("escape", rest)
        elif rest and may_be_keys:
            yield from self._character(rest[1], alt=True)
        self._inside = ""

    def _go_on(self, text: str, at: int) -> Generator[Message, None, int]:
        """Go on with what has begun; return where it ends."""
        if self._inside == "paste":
            end = text.find(PASTE_ENDS, at)
            if end < 0:
                known = len(text) - _begun(PASTE_ENDS, text, at)
                self._take(text[at:known])
                self._rest = text[known:]
                return len(text)
            self._take(text[at:end])
            yield from self._end_paste()
            return end + len(PASTE_ENDS)
        if self._inside == "text":
            found = _TEXT_ENDS.search(text, at)
            if found is None:
                return len(text)
            if found[0] == "\x1b" and found.end() == len(text):
                self._rest = "\x1b"
                return len(text)
            self._inside = ""
            return found.start() if found[0] == "\x1b" else found.end()
        skipped = _NONSENSE.match(text, at)
        end = skipped.end() if skipped else at
        if end < len(text):
            self._inside = ""
            end += "@" <= text[end] <= "~"
        return end

    def _take(self, pasted: str) -> None:
        self._pasted.append(pasted[: self._room])
        self._room -= len(self._pasted[-1])

    def _end_paste(self) -> Iterator[Message]:
        self._inside = ""
        if text := "".join(self._pasted).replace("\0", ""):
            yield events.Paste(text)

    def _character(self, character: str, alt: bool = False) -> Iterator[Message]:
        if not "\x80" <= character <= "\x9f":  # no key sends one, and some terminals would obey it
            yield from self._sequence_to_key_events(character, alt)

    def _escape(self, text: str, at: int) -> Generator[Message, None, int]:
        """Take an escape character that begins no sequence; return where to go on."""
        following = text[at + 1]
        if following == "\x1b":
            yield events.Key("escape", "\x1b")
            return at + 1
        if following in "[O":
            part = _PART.match(text, at)
            return part.end() if part else at + 2
        known = text[at : at + 2] in ANSI_SEQUENCES_KEYS
        yield from self._known(text[at : at + 2]) if known else self._character(following, alt=True)
        return at + 2

    def _sequence(self, sequence: str) -> Iterator[Message]:
        if sequence == PASTE_BEGINS:
            self._inside, self._pasted, self._room = "paste", [], LONGEST_PASTE + 1  # one more tells that it was cut
        elif len(sequence) > LONGEST:
            return
        elif sequence in (FOCUS, BLUR):
            yield events.AppFocus() if sequence == FOCUS else events.AppBlur()
        elif cursor := _CURSOR.fullmatch(sequence):
            yield events.CursorPosition(int(cursor[2]) - 1, int(cursor[1]) - 1)
        elif key := _KEY.fullmatch(sequence):
            yield from self._key(*key.groups(default=""))
        elif _MOUSE.fullmatch(sequence):
            if event := self.parse_mouse_code(sequence):
                yield event
        elif mode := _MODE.fullmatch(sequence):
            yield from self._mode(mode[1], int(mode[2]))
        elif size := _SIZE.fullmatch(sequence):
            yield from self._size(*map(int, size.groups()))
        else:
            yield from self._known(sequence)

    def _known(self, sequence: str) -> Iterator[Message]:
        if sequence in ANSI_SEQUENCES_KEYS:
            yield from (key for key in self._sequence_to_key_events(sequence) if key.key != Keys.Ignore)

    def _key(self, code: str, modifiers: str, happened: str, typed: str, kind: str) -> Iterator[Message]:
        """Yield a key that was pressed or that repeats, if there is one of this code that types this text."""
        number = int(code or 1)
        named = f"{number}{kind}" in FUNCTIONAL_KEYS or (kind == "u" and _is_printable(number))
        text = all(_is_printable(int(part)) for part in typed.split(":") if part)
        if named and text and happened != _RELEASED and int(modifiers or 0) <= _MOST_MODIFIERS:
            parts = f"{code};{modifiers};{typed}".rstrip(";")
            yield from self._sequence_to_key_events(f"\x1b[{parts}{kind}")

    def _mode(self, mode: str, setting: int) -> Iterator[Message]:
        if mode == "2026" and setting:
            yield messages.TerminalSupportsSynchronizedOutput()
        elif mode == "2048" and constants.SMOOTH_SCROLL and not IS_ITERM:
            answer = messages.InBandWindowResize.from_setting_parameter(setting)
            self._tells_size = answer.supported
            yield answer

    def _size(self, lines: int, columns: int, pixels_down: int, pixels_across: int) -> Iterator[Message]:
        """Yield the new size; with fewer pixels than cells, which is to say none, clicks are in cells."""
        if self._tells_size and lines and columns:
            self.terminal_size, self.terminal_pixel_size = Size(columns, lines), Size(pixels_across, pixels_down)
            self.mouse_pixels = pixels_across >= columns and pixels_down >= lines
            yield events.Resize.from_dimensions(bounded(columns, lines), self.terminal_pixel_size)


def _begun(mark: str, text: str, at: int) -> int:
    """Return how many of the last characters of ``text`` from ``at`` on are the beginning of a mark."""
    most = min(len(mark) - 1, len(text) - at)
    return next((count for count in range(most, 0, -1) if text.endswith(mark[:count])), 0)


def _is_printable(number: int) -> bool:
    return number <= 0x10FFFF and chr(number).isprintable()
