"""How many colours a terminal is taken to have."""

import pytest
from textual import constants

from engine.experiment.starts import setup_for
from tests.tui.shell import python
from tui.app import GlassnetApp
from tui.terminal.colours import colour_system
from tui.terminal.terminfo import Terminfo

UNKNOWN = None
EIGHT, MANY, TRUE = Terminfo(8, True), Terminfo(256, True), Terminfo(1 << 24, True)


@pytest.mark.parametrize(
    ("term", "known", "without", "with_colorterm"),
    [
        ("xterm", EIGHT, "standard", "truecolor"),
        ("xterm", MANY, "256", "truecolor"),
        ("xterm", UNKNOWN, "standard", "truecolor"),
        ("xterm-256color", MANY, "256", "truecolor"),
        ("xterm-256color", UNKNOWN, "256", "truecolor"),
        ("xterm-direct", UNKNOWN, "truecolor", "truecolor"),
        ("xterm-16color", UNKNOWN, "standard", "truecolor"),
        ("xterm-kitty", TRUE, "truecolor", "truecolor"),
        ("xterm-kitty", UNKNOWN, "truecolor", "truecolor"),
        ("xterm-ghostty", UNKNOWN, "truecolor", "truecolor"),
        ("ghostty", UNKNOWN, "truecolor", "truecolor"),
        ("alacritty", MANY, "truecolor", "truecolor"),
        ("alacritty-direct", TRUE, "truecolor", "truecolor"),
        ("foot", UNKNOWN, "truecolor", "truecolor"),
        ("foot-extra", UNKNOWN, "truecolor", "truecolor"),
        ("wezterm", UNKNOWN, "truecolor", "truecolor"),
        ("rio", UNKNOWN, "truecolor", "truecolor"),
        ("contour", UNKNOWN, "truecolor", "truecolor"),
        ("st-256color", UNKNOWN, "256", "truecolor"),
        ("tmux", EIGHT, "standard", "truecolor"),
        ("tmux-256color", MANY, "256", "truecolor"),
        ("tmux-256color", TRUE, "truecolor", "truecolor"),
        ("rxvt-unicode", Terminfo(88, True), "standard", "truecolor"),
        ("footloose", MANY, "256", "truecolor"),
        ("linux", EIGHT, "standard", "truecolor"),
        ("vt100", Terminfo(0, True), "standard", "truecolor"),
        ("", UNKNOWN, "standard", "truecolor"),
    ],
)
def test_colours_of_a_terminal(term, known, without, with_colorterm):
    assert colour_system({"TERM": term}, known) == without
    assert colour_system({"TERM": term, "COLORTERM": "yes"}, known) == without
    for colorterm in ("truecolor", "24bit", " TrueColor"):
        assert colour_system({"TERM": term, "COLORTERM": colorterm}, known) == with_colorterm


@pytest.mark.parametrize(
    ("term", "known", "system"),
    [("screen", EIGHT, "standard"), ("screen-256color", MANY, "256"), ("screen.xterm-256color", MANY, "256")],
)
def test_screen_passes_on_what_its_terminal_says_of_itself(term, known, system):
    assert colour_system({"TERM": term, "COLORTERM": "truecolor", "STY": "1.pts"}, known) == system
    assert colour_system({"TERM": term, "COLORTERM": "truecolor"}, known) == "truecolor"  # in tmux


def terminfo(term):
    """Return what a fresh process finds, as each can ask only once."""
    return python(f"from tui.terminal.terminfo import terminfo_of; print(terminfo_of({term!r}))").stdout.strip()


def test_terminfo():
    assert terminfo("vt100") == "Terminfo(colours=0, places_text=True)"
    assert terminfo("dumb") == "Terminfo(colours=0, places_text=False)"
    assert terminfo("xterm-256color") == "Terminfo(colours=256, places_text=True)"


@pytest.mark.parametrize("term", ["no-such-terminal", "", "../../etc/passwd", "x" * 5000, "é\x00\n"])
def test_a_terminal_that_terminfo_does_not_know(term):
    assert terminfo(term) == "None"


def test_a_python_without_curses():
    hide = "import sys; sys.modules['curses'] = None; "
    code = hide + "from tui.terminal.terminfo import terminfo_of; print(terminfo_of('xterm'))"
    assert python(code).stdout.strip() == "None"


@pytest.mark.parametrize("named", ["nonsense", "", "256colors"])
def test_a_colour_system_that_rich_does_not_know_is_as_none_named(monkeypatch, named):
    monkeypatch.setattr(constants, "COLOR_SYSTEM", named)
    GlassnetApp(setup_for("xor"))
    assert constants.COLOR_SYSTEM == "auto"
