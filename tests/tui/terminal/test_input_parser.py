"""What a terminal sends becomes keys, clicks, sizes and pastes; nothing it sends becomes an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from tui.terminal import input_parser
from tui.terminal.input_parser import PASTE_BEGINS, PASTE_ENDS, TerminalParser
from tui.terminal.limits import LARGEST_SIDE, LONGEST_PASTE

TELLS_ITS_SIZE = "\x1b[?2048;1$y"
pieces = st.sampled_from(
    [
        *("\x1b", "[", "]", "O", "P", "M", "<", "?", ";", ":", "1", "48", "200", "201", "~", "u", "A", "R", "t", "$y"),
        *("\x07", "\\", "q", "é", "界", "\x9b", "\x9d", "\0", "\r", "\x7f", "\ufffd", " ", PASTE_BEGINS, PASTE_ENDS),
        *("\x1b[<0;3;4M", "\x1b[1;1:3A", "\x1b[48;99999;99999;0;0t", TELLS_ITS_SIZE, "\x1b[1114112u", "9" * 20),
    ]
)
anything = st.lists(pieces | st.text(max_size=5), max_size=30)


class Silence:
    """A clock that stands still until it is told to go on."""

    def __init__(self, monkeypatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(input_parser, "monotonic", lambda: self.now)

    def after(self, parser: TerminalParser, seconds: float) -> list:
        """Return what a parser yields when nothing more has come for some seconds."""
        self.now += seconds
        return told(parser.tick())


def told(found) -> list:
    """Return keys by their names, and all else as text."""
    return [event.key if isinstance(event, events.Key) else _about(event) for event in found]


def _about(event: Message) -> str:
    match event:
        case events.Paste():
            return f"paste {event.text}"
        case events.Resize():
            return f"size {event.size.width}x{event.size.height}"
        case events.MouseEvent():
            return f"{type(event).__name__} {event.x:g} {event.y:g}"
    return type(event).__name__


def sent(*texts: str) -> list:
    """Return what a new parser makes of what is sent piece by piece."""
    parser = TerminalParser()
    return told(event for text in texts for event in parser.feed(text))


@pytest.fixture
def silence(monkeypatch):
    return Silence(monkeypatch)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("q 5é界", ["q", "space", "5", "é", "界"]),
        ("\r\t\x7f\x10", ["enter", "tab", "backspace", "ctrl+p"]),
        ("\x1b[A\x1bOB\x1b[1;5C\x1b[3~\x1b[Z", ["up", "down", "ctrl+right", "delete", "shift+tab"]),
        ("\x1b[[A\x1b[3$\x1bx\x1bf\x1b\x1b[A", ["f1", "shift+delete", "alt+x", "ctrl+right", "escape", "up"]),
        ("\x1b[97u\x1b[97;5u\x1b[97;2;65u\x1b[13u", ["a", "ctrl+a", "A", "enter"]),
        ("\x1b[97;5:1u\x1b[97;5:2u\x1b[1;1:2A", ["ctrl+a", "ctrl+a", "up"]),
        ("\x1b[I\x1b[O\x1b[3;7R", ["AppFocus", "AppBlur", "CursorPosition"]),
        ("\x1b[<0;3;4M\x1b[<0;3;4m\x1b[<64;1;1M", ["MouseDown 2 3", "MouseUp 2 3", "MouseScrollUp 0 0"]),
        ("\x1b[?2026;2$y", ["TerminalSupportsSynchronizedOutput"]),
    ],
)
def test_what_is_known(text, keys):
    assert sent(text) == keys


@pytest.mark.parametrize(
    "text",
    [
        *("\x1b[1;1:3A", "\x1b[97;5:3u", "\x1b[13;1:3u", "\x1b[57441;1:3u"),
        *("\x1b[1114112u", "\x1b[55296u", "\x1b[97;;1114112u", "\x1b[97;;155u", "\x1b[97;9999999999999u"),
        *("\x1b[99~", "\x1b[57344u", "\x1b[38;5;9m", "\x1b[?1;2c", "\x1b[>41;354;0c", "\x1b[4;1$y", "\x1b[?2048;7$y"),
        *("\x1b]11;rgb:0000/0000/0000\x1b\\", "\x1b]0;quit\x07", "\x1bP>|XTerm(390)\x1b\\", "\x1b_Gi=1;OK\x1b\\"),
        *("\x1b[<0;-1;99999M", "\x1b[<0;0;0M", "\x1b[<0;999999;1M", "\x1b[Mqqq", "\x1b[32;1;1M"),
        *("\x1b[48;24;80;0;0t", "\x1b[48;99999;99999;0;0t", "\x1b[48;;;;t", "\x1b[48;0;0;0;0t"),
        *("\x1b[" + "1;" * 5000 + "q", "\x1b]" + "q" * 5000 + "\x07", "\x1b[201~", "\x9b\x9d\x90\x85"),
    ],
)
def test_the_rest_is_ignored(text):
    assert sent(text, "x") == ["x"]
    assert sent(*text, "x") == ["x"]


def test_other_codes_of_a_key_are_passed_over():
    assert sent("\x1b[97:65;2u") == sent("\x1b[97;2u")
    assert sent("\x1b[97:65;2u", "\x1b[97:65;2:3u") == ["shift+a"]


@pytest.mark.parametrize(
    ("size", "taken"),
    [
        ("\x1b[48;40;100;800;1000t", "size 100x40"),
        ("\x1b[48;40:1;100:2;800:0;1000t", "size 100x40"),
        ("\x1b[48;99999;99999;0;0t", f"size {LARGEST_SIDE}x{LARGEST_SIDE}"),
        ("\x1b[48;1;999999999;0;0t", f"size {LARGEST_SIDE}x1"),
    ],
)
def test_a_size_is_bounded(size, taken):
    assert sent(TELLS_ITS_SIZE, size) == ["InBandWindowResize", taken]


@pytest.mark.parametrize(("pixels", "at"), [("0;0", "19 9"), ("800;0", "19 9"), ("39;99", "19 9"), ("800;1000", "1 0")])
def test_a_click_is_in_cells_unless_the_pixels_are_known(pixels, at):
    assert sent(TELLS_ITS_SIZE, f"\x1b[48;40;100;{pixels}t", "\x1b[<0;20;10M")[-1] == f"MouseDown {at}"


def test_no_escape_ends_a_paste_but_its_own():
    inside = "q\x1bq\x1b[Aq\x1b]0;q\x07\x1b[200~q\x9dq\x1b[201q"
    assert sent(PASTE_BEGINS + inside + PASTE_ENDS + "x") == [f"paste {inside}", "x"]
    assert sent(*(PASTE_BEGINS + inside + PASTE_ENDS + "x")) == [f"paste {inside}", "x"]


def test_a_paste_is_cut_and_takes_no_more_memory():
    parser = TerminalParser()
    list(parser.feed(PASTE_BEGINS))
    for _ in range(1000):
        assert not list(parser.feed("\x1b[31mq" * 700))
        assert len(parser._rest) + sum(map(len, parser._pasted)) <= LONGEST_PASTE + len(PASTE_ENDS)
    (paste,) = parser.feed(PASTE_ENDS)
    assert len(paste.text) == LONGEST_PASTE + 1


def test_a_paste_that_does_not_end(silence):
    parser = TerminalParser()
    assert told(parser.feed(PASTE_BEGINS + "0.5\x1b[20")) == []
    assert silence.after(parser, 0.5) == []
    assert silence.after(parser, 0.6) == ["paste 0.5\x1b[20"]
    assert told(parser.feed(PASTE_ENDS + "q")) == ["q"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("\x1b", ["escape"]),
        ("\x1b[", ["left_square_bracket"]),
        ("\x1bO", ["alt+shift+o"]),
        ("\x1b]", ["right_square_bracket"]),
        ("\x1bP", ["alt+shift+p"]),
    ],
)
def test_the_beginning_of_a_sequence_may_be_a_key(silence, text, keys):
    parser = TerminalParser()
    assert told(parser.feed(text)) == []
    assert silence.after(parser, 0.2) == keys
    assert told(parser.feed("q")) == ["q"]


@pytest.mark.parametrize("text", ["\x1b[1;", "\x1b[<0;3", "\x1b]0;q", "\x1bPq\x1b", "\x1b[M1", "\x1b[" + "1" * 1000])
def test_what_is_never_finished_is_dropped(silence, text):
    parser = TerminalParser()
    assert told(parser.feed(text)) == []
    assert silence.after(parser, 0.5) == []
    assert silence.after(parser, 0.6) == []
    assert told(parser.feed("q")) == ["q"]


@given(anything, st.data())
def test_no_text_is_an_error_however_it_comes(texts, data):
    text = "".join(texts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert sent(*filter(None, parts)) == sent(text)
    for event in TerminalParser().feed(text):
        if isinstance(event, events.Key):
            assert not event.is_printable or event.character.isprintable()
