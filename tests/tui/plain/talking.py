"""Talk with the plain twin, for its tests."""

import signal
import subprocess

from engine.errors import EngineError
from engine.experiment.setup import Setup
from engine.experiment.starts import setup_for
from engine.session.session import Session
from tests.tui.pseudo_terminal import Terminal
from tests.tui.shell import GLASSNET, ROOT
from tui.plain.pause import Pause
from tui.plain.twin import Twin
from tui.plain.writing import Writing

PLAIN = [*GLASSNET, "--plain"]
USUAL = Writing()


def begun_script() -> subprocess.Popen[str]:
    """Begin a script, line by line, which ctrl+c reaches also where the tests run in the background."""
    return subprocess.Popen(
        PLAIN,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def wait_for_prompt(terminal: Terminal) -> None:
    """Wait until a line is asked for: what ctrl+c and ctrl+d do before that is something else."""
    terminal.until(lambda: terminal.text.rstrip().endswith("\n>"))


class Talk:
    """A twin, what it writes and how it refuses."""

    def __init__(self, start: str | Setup = "level2", writing: Writing = USUAL, large: bool = False) -> None:
        setup = setup_for(start) if isinstance(start, str) else start
        self.twin, self.writing = Twin(Session(setup), Pause(), large=large), writing

    def said(self, *lines: str) -> list[str]:
        """Return the lines that the last of these lines is answered with."""
        answers: list[str] = []
        for line in lines:
            answers = [written for text in self.twin.answer(line) for written in self.writing.lines(text)]
        return answers

    def refused(self, line: str) -> str:
        """Return how a line is refused; nothing must have changed."""
        before, step = self.twin.session.state, self.twin.session.step
        try:
            list(self.twin.answer(line))
        except EngineError as error:
            assert (self.twin.session.state, self.twin.session.step) == (before, step)
            return str(error)
        raise AssertionError(f"{line} is not refused")
