"""Scripts of demos: what their lines say, and how mistakes are refused before anything is done."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DataError
from engine.session.verbs.grammar import VERBS
from engine.session.verbs.tokens import LineRefused
from tests.tui.demo.performing import written
from tui.demo.acts import Do, Kill, Press, Say, Shot, Size, Type, Wait
from tui.demo.keys import KeyPress
from tui.demo.script import WORDS, act_of, read_script


def keys(*names: str) -> tuple[KeyPress, ...]:
    return tuple(KeyPress((), name) for name in names)


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("", None),
        ("   # a comment", None),
        ("size 100x30", Size(100, 30)),
        ("say The error falls: 50 % # of it", Say("The error falls: 50 % # of it")),
        ('say "  blanks around  "', Say("  blanks around  ")),
        ('say "a" and "b"', Say('"a" and "b"')),
        ("say", Say("")),
        ("press e space", Press(keys("e", "space"))),
        ("press e*3 enter", Press(keys("e", "e", "e", "enter"))),
        ("PRESS e", Press(keys("e"))),
        ("press *", Press(keys("*"))),
        ("press **2", Press(keys("*", "*"))),
        ('press "#"', Press(keys("#"))),
        ("press E U . + -", Press(keys("E", "U", ".", "+", "-"))),
        ("press ctrl+p shift+tab", Press((KeyPress(("ctrl",), "p"), KeyPress(("shift",), "tab")))),
        ("type 0,5", Type(keys("0", ",", "5"))),
        ("wait 0.25", Wait(0.25)),
        ("wait 0,5", Wait(0.5)),
        ("shot the-end_2", Shot("the-end_2")),
        ("kill", Kill()),
        ("  set w5 0.5  ", Do("set w5 0.5", joins=False)),
        ("& set w5 0.6", Do("set w5 0.6", joins=True)),
    ],
)  # fmt: skip
def test_a_line_says(line, act):
    assert act_of(line) == act


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("sez hello", 'column 1: "sez" is no word of a demo: did you mean set'),
        ("  pres e", 'column 3: "pres" is no word of a demo: did you mean press'),
        ("size", "column 5: the size is missing"),
        ("size 100", "column 6: the size is columns x lines, such as 100x30, up to 500x200"),
        ("size 0x30", "column 6: the size is columns x lines"),
        ("size 501x30", "column 6: the size is columns x lines"),
        ("size 80x201", "column 6: the size is columns x lines"),
        ("size 80x24 now", 'column 12: "now" is one word too many'),
        ("press", "column 6: the keys are missing: write press n n n, or press e*12"),
        ("press n entr", 'column 9: there is no key "entr"; did you mean enter?'),
        ("press e*0", "column 7: a key is pressed 1 to 1000 times, not 0"),
        ("press e*9999", "column 7: a key is pressed 1 to 1000 times, not 9999"),
        ("press ctrl+ctrl+x", 'column 7: there is no key "ctrl+ctrl+x"'),
        ("press ctrl+z", "column 7: a demo has no shell to go back to, so ctrl+z does nothing in it: q leaves"),
        ("type", "column 5: the text is missing"),
        ('type "a\\nb"', "column 6: the text has a character that no key types"),
        ("wait", "column 5: the time in seconds is missing"),
        ("wait soon", 'column 6: "soon" is not a number'),
        ("wait 0", "column 6: the time is more than 0 and up to 3,600 seconds"),
        ("wait -1", "column 6: the time is more than 0"),
        ("wait 1e9", "column 6: the time is more than 0"),
        ("expect", "column 7: an expression is missing"),
        ("expect mse", "column 8: this is no condition: compare it, such as mse < 0.01 or near(w5, 0.5)"),
        ("expect mse = 0", 'column 12: "=" cannot stand here: compare with =='),
        ("expect __import__('os')", "column 8: "),
        ("shot ../../etc/passwd", "column 6: the name of a shot has letters, digits, - and _"),
        ("shot", "column 5: the name is missing"),
        ("kill -9", 'column 6: "-9" is one word too many'),
        ('set w5 "0.5', "column 8: the text that begins here has no closing"),
        ("& say hello", "column 1: & joins an edit or a run to the step before: say is neither"),
    ],
)
def test_a_mistake_is_refused_with_its_column(line, why):
    with pytest.raises(LineRefused, match=re.escape(why)):
        act_of(line)


def test_no_word_of_a_demo_is_a_verb_of_the_session():
    assert not WORDS.keys() & VERBS.keys()


@given(st.text(max_size=60))
def test_any_line_is_read_or_refused(line):
    refused = None
    try:
        act_of(line)
    except LineRefused as error:
        refused = error
    assert refused is None or (1 <= refused.column <= len(line) + 1 and str(refused).isprintable())


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["open level2", "press nothing"], 'a.demo, line 2, column 7: there is no key "nothing"'),
        (["shot a", "", "shot a"], "a.demo, line 3, column 1: there is a shot a already: give each a name of its own"),
        (["# only a comment"], "a.demo: says nothing: write lines such as open level2, press e*12 and shot learned"),
    ],
)
def test_a_script_is_refused_with_its_line(tmp_path, lines, why):
    with pytest.raises(DataError, match=re.escape(why)):
        read_script(written(tmp_path, *lines))


def test_a_script_has_a_largest_number_of_keys(tmp_path):
    why = "a script presses and types at most 10,000 keys; verbs such as epoch 1000 do much at once"
    with pytest.raises(LineRefused, match=f"column 77: {why}"):
        act_of("press" + " e*1000" * 100_000)
    with pytest.raises(LineRefused, match=f"column 10,006: {why}"):
        act_of("type " + "x" * 20_000)
    lines = ["press e*1000"] * 5 + ["type " + "x" * 5_000]
    assert len(read_script(written(tmp_path, *lines)).statements) == 6
    with pytest.raises(DataError, match=f"a.demo, line 7, column 1: {why}"):
        read_script(written(tmp_path, *lines, "press e"))


def test_a_file_that_is_no_script(tmp_path):
    for name, content, why in (
        ("a.txt", b"open level2", "a.txt: a demo is a file that ends in .demo"),
        ("b.demo", b"", "b.demo: the file is empty; a demo has a statement a line"),
        ("c.demo", b"say \xff\xfe", "c.demo: is not UTF-8 text at byte 5"),
        ("d.demo", b"#" * 1_000_001, "d.demo: is larger than 1,000,000 bytes"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=re.escape(why)):
            read_script(tmp_path / name)
    with pytest.raises(DataError, match=re.escape("no-such.demo: cannot be read")):
        read_script(tmp_path / "no-such.demo")


def test_a_script_of_windows(tmp_path):
    (tmp_path / "w.demo").write_bytes("\ufeffopen level2\r\nshot a\r\n".encode())
    script = read_script(tmp_path / "w.demo")
    assert [one.act for one in script.statements] == [Do("open level2", joins=False), Shot("a")]
    assert [one.line for one in script.statements] == [1, 2]
