"""Storms: all that a terminal can send, by chance, at any moment and size, and what must be left afterwards."""

from __future__ import annotations

import contextlib
import random
import signal
import termios
import time
from collections.abc import Callable, Iterator

from tests.patience import Patience
from tests.tui.pseudo_terminal import Terminal, session_of, state_of
from tests.tui.shell import GLASSNET
from tests.tui.terminal.endings import assert_restored

STARTS = ("level2", "walkthrough", "level3", "iris", "iris --test-share 0.3", "digits", "penguin-mass", "sine")
SIZES = (1, 2, 3, 7, 19, 20, 24, 36, 55, 59, 60, 80, 120, 200, 500)
KEYS = (
    *"nseuUgrR.,:l[]adcCNEkKoi%123450?zyTtwWmpfFbBLhxv0 +-",
    *("\r", "\n", "\t", "\x1b", "\x7f", "\x03", "\x0c", "\x10", "\x1a", "\x1b[Z", "\x1bOP", "\x1b[24~"),
    *(f"\x1b[{key}" for key in "ABCDHF"),
    *(f"\x1b[{key}~" for key in (2, 3, 5, 6)),
    *("\x1b[97;5u", "\x1b[97;5:3u", "\x1b[1;1:3A", "\x1b[1;5D", "\x1b[27u", "\x1b[13;2u"),
)
"""No q, which would end it; the palette may end it by name."""
TEXTS = (
    "0.5",
    "1/3",
    "1e308",
    "-0",
    "nan",
    "16,16",
    "20e",
    "400s",
    "iris",
    "x" * 300,
    "漢字",
    "é\u202e",
    "tanh",
    "00000",
)
ANSWERS = (
    *("\x1b[{y};{x}R", "\x1b[?2026;2$y", "\x1b[?2048;1$y", "\x1b[48;{y};{x};0;0t", "\x1b[48;{y};{x};{y}0;{x}0t"),
    *("\x1b[I", "\x1b[O", "\x1b]11;rgb:0/0/0\x1b\\", "\x1bP1+r\x1b\\", "\x1b[?62;4c"),
)
STRAY = b"\x1b[]?;<>019mMR~OP_^\\\x00\x07\x9b\xc3\xff\xe2 abcdeghjklnosuKU"
PATIENCE = 1.2
"""Seconds after which a paste or sequence that has not ended is given up, and ctrl+q is a key again."""
STOPPED_OR_ENDED = ("T", "Z", "")
ENDED_WELL = (0, -signal.SIGINT, 128 + signal.SIGINT)
"""Exit codes. A paste that is given up may hold a q, and ctrl+c ends a program that has given its terminal back."""
FEWEST = 10
"""Blows of a storm, however short it is."""
SAID = (b"Traceback", b"nobody foresaw", b"Exception")
"""What is said of a bug."""


class Storm:
    """What comes in one storm, blow by blow."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.start = self.chance.choice(STARTS)
        self.size = self._size()
        self.colours = self.chance.choice(("truecolor", None))
        self._blows: tuple[Callable[[Terminal], None], ...] = (
            *[self._press] * 8,
            *[self._type, self._click, self._drag, self._drag] * 2,
            *(self._paste, self._answer, self._stray, self._resize, self._signal),
        )

    def blow(self, terminal: Terminal) -> None:
        """Send something."""
        self.chance.choice(self._blows)(terminal)

    def _size(self) -> tuple[int, int]:
        columns, lines = self.chance.choice(SIZES), self.chance.choice(SIZES)
        return columns, min(lines, 200)

    def _cell(self) -> tuple[int, int]:
        columns, lines = self.size
        return self.chance.randint(1, columns + 1), self.chance.randint(1, lines + 1)

    def _press(self, terminal: Terminal) -> None:
        terminal.write("".join(self.chance.choices(KEYS, k=self.chance.choice((1, 1, 2, 5, 40)))))

    def _type(self, terminal: Terminal) -> None:
        terminal.write(self.chance.choice(("l", "\r", "g", "a\r", "\x10", "d", "4\r", "")) + self.chance.choice(TEXTS))
        terminal.write(self.chance.choice(("\r", "\x1b", "", "\r\r")))

    def _click(self, terminal: Terminal) -> None:
        x, y = self._cell()
        for button in self.chance.choice(((0,), (0, 0), (2,), (64, 64, 64), (65, 65), (1,))):
            terminal.write(f"\x1b[<{button};{x};{y}M\x1b[<{button};{x};{y}m")

    def _drag(self, terminal: Terminal) -> None:
        x, y = self._cell()
        terminal.write(f"\x1b[<0;{x};{y}M")
        for _ in range(self.chance.randint(1, 8)):
            x, y = self._cell()
            terminal.write(f"\x1b[<{self.chance.choice((32, 32, 32, 35))};{x};{y}M")
        if self.chance.random() < 0.8:  # else it is released where the terminal does not see it
            terminal.write(f"\x1b[<0;{x};{y}m")
        terminal.write(self.chance.choice(("", "y", "\x03")))

    def _paste(self, terminal: Terminal) -> None:
        text = "".join(self.chance.choices((*TEXTS, "q", "\n", "\t", "\x1b[31m", "\x9d0;t\x9c", "\x1b", "\0"), k=60))
        end = "\x1b[201~" if self.chance.random() < 0.8 else ""
        terminal.write(f"\x1b[200~{text * self.chance.choice((1, 1, 50))}{end}")

    def _answer(self, terminal: Terminal) -> None:
        x, y = self._cell()
        terminal.write(self.chance.choice(ANSWERS).format(x=x, y=y))

    def _stray(self, terminal: Terminal) -> None:
        terminal.write(bytes(self.chance.choices(STRAY, k=self.chance.randint(1, 100))))

    def _resize(self, terminal: Terminal) -> None:
        for _ in range(self.chance.choice((1, 1, 5))):
            self.size = self._size()
            terminal.resize(*self.size)

    def _signal(self, terminal: Terminal) -> None:
        for one in self.chance.choice(((signal.SIGTSTP,), (signal.SIGCONT,) * 2, (signal.SIGWINCH,) * 5)):
            terminal.process.send_signal(one)
            if one == signal.SIGTSTP:
                terminal.until(lambda: state_of(terminal.process.pid) in STOPPED_OR_ENDED)
                listen(terminal, 0.05)
                terminal.process.send_signal(signal.SIGCONT)
                wait_for_keys(terminal)


def wait_for_keys(terminal: Terminal) -> None:
    """Wait until ctrl+c is a key: before, the system ends a program by it, as it should."""

    def ready() -> bool:
        return not termios.tcgetattr(terminal.master)[3] & termios.ISIG or terminal.process.poll() is not None

    terminal.until(ready)


def listen(terminal: Terminal, seconds: float) -> None:
    """Read for some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read(0.01)


def assert_weathered(seed: int, seconds: float) -> int:
    """Open the workbench, send it a storm, end it by ctrl+q, and assert that it ends well; return the blows sent."""
    storm, blows = Storm(seed), 0
    words = [*GLASSNET, *storm.start.split()]
    with Terminal(words, size=storm.size, COLORTERM=storm.colours, TEXTUAL_ANIMATIONS=None) as terminal:
        terminal.show = terminal.output.extend  # type: ignore[method-assign]  # drawing it would take most of the time
        wait_for_keys(terminal)
        end = time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it has ended: the palette can be asked to
            while (blows < FEWEST or time.monotonic() < end) and terminal.process.poll() is None:
                storm.blow(terminal)
                listen(terminal, storm.chance.choice((0, 0, 0.02, 0.1)))
                blows += 1
            _leave(terminal)
        terminal.ends()
        for said in SAID:
            assert said not in terminal.output, bytes(
                terminal.output[terminal.output.index(said) - 300 :][:3000]
            ).decode()
        assert terminal.process.returncode in ENDED_WELL, f"exit code {terminal.process.returncode}"
        assert_restored(terminal)
        assert not session_of(terminal.process.pid), "something of it is left"
    return blows


def _leave(terminal: Terminal) -> None:
    """Press ctrl+q once what was left open is given up, and again if that takes longer on a busy machine."""
    patience = Patience(lambda: [terminal.process.pid])
    while terminal.process.poll() is None and not patience.is_over:
        listen(terminal, PATIENCE)
        terminal.write("\x11")


def seeds(count: int) -> Iterator[int]:
    """Yield seeds that were not tried before."""
    return (random.SystemRandom().randrange(10**9) for _ in range(count))
