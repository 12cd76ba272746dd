"""A session that is handed on as a line of text is the same for whoever opens it, to the last bit."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DataError, InvalidValue
from engine.experiment.starts import setup_for
from engine.session.handed_on.glass_text import is_handed_on, read_text, text_of
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.log import mark_of
from engine.session.saved.saving import Saving
from tests.engine.session.saved.test_log import act
from tests.engine.session.saved.test_saving import MIXED, kept, same, say


def log_of(folder: Path, saving: Saving) -> bytes:
    saving.leave()
    return SessionsFolder(folder).log(saving.name).read_bytes()


def text(folder: Path, *lines: str, start: str = "level2") -> str:
    session, saving = kept(folder, start)
    say(session, *lines)
    return text_of(log_of(folder, saving), saving.openings)


@settings(max_examples=60)
@given(st.sampled_from(["level2", "walkthrough", "xor", "iris", "moons:20,seed=3"]), st.data())
def test_any_session_is_the_same(tmp_path_factory: pytest.TempPathFactory, start: str, choices: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("sessions")
    session, saving = kept(folder, start)
    for _ in range(choices.draw(st.integers(1, 12))):
        act(session, choices)
    if not saving.name:
        return
    log = log_of(folder, saving)
    for end in (None, mark_of(session.step, session.state)):
        again = read_text(text_of(log, saving.openings, end)).resumed()
        assert again.notes == ()
        same(session, again.session)


def test_what_a_mail_puts_into_a_text_is_forgiven(tmp_path: Path) -> None:
    session, saving = kept(tmp_path)
    say(session, *MIXED)
    whole = text_of(log_of(tmp_path, saving), saving.openings)
    torn = "=\r\n> ".join(whole[at : at + 30] for at in range(0, len(whole), 30))
    for mailed in (
        f"  {whole}\n",
        torn,
        whole.replace("glassnet", "Glassnet"),
        whole.replace(":1:", ":1:\n\u200b"),
        f"> {torn}",
        f"\ufeff{whole}",
    ):
        same(session, read_text(mailed).resumed().session)


@pytest.mark.parametrize(
    ("start", "is_one"),
    [
        ("a.glass", True),
        (" folder/A.GLASS ", True),
        ("glassnet:1:", True),
        ("\n GLASSNET:1:eJw", True),
        ("glassnet:22:x", True),
        ("glassnet:x", False),
        ("level2", False),
        ("a.glass.csv", False),
        ("", False),
    ],
)
def test_what_is_taken_for_handed_on(start: str, is_one: bool) -> None:
    assert is_handed_on(start) is is_one


def test_a_start_alone_is_a_text(tmp_path: Path) -> None:
    short = text(tmp_path, "epoch")
    assert len(short) < 100
    assert read_text(short).openings.loads[0].setup.name == setup_for("level2").name


@pytest.mark.parametrize("cut", [12, 20, 60, -1, -4])
def test_a_torn_text_says_so(tmp_path: Path, cut: int) -> None:
    with pytest.raises(DataError, match=r"^the text: it is .*copy all of it, from glassnet:1: to its end$"):
        read_text(text(tmp_path, *MIXED)[:cut])


def test_rows_of_ones_own_and_long_sessions_take_a_file(tmp_path: Path) -> None:
    session, saving = kept(tmp_path / "own", setup_for("iris"))
    say(session, "epoch")
    with pytest.raises(InvalidValue, match=r"^a text cannot hold rows or weights of one's own: hand on a file"):
        text_of(log_of(tmp_path / "own", saving), saving.openings)
    session, saving = kept(tmp_path / "long")
    for number in range(700):
        say(session, f"set w{1 + number % 12} {number * 0.37!r}")
    with pytest.raises(InvalidValue, match=r"^the text would have [\d,]+ characters, more than 2,000: hand on a file"):
        text_of(log_of(tmp_path / "long", saving), saving.openings)
