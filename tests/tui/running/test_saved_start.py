"""When a session that was read shows how far it is computed again."""

from engine.session.handed_on.glass_text import read_text
from engine.session.saved.resume import Resumed
from tests.engine.session.handed_on.test_hostile import text_of_lines
from tui.running.later import Later
from tui.running.saved_start import start_of


def test_a_few_lines_go_on_at_once() -> None:
    start = start_of(read_text(text_of_lines("", "epoch 40", *["set w5 0.5"] * 40)), "it")
    assert isinstance(start, Resumed)
    assert start.session.state.epoch == 40


def test_many_lines_show_how_far_they_are_though_they_train_little() -> None:
    start = start_of(read_text(text_of_lines("", *["set w5 0.5"] * 1_500)), "it")
    assert isinstance(start, Later)
    shares: list[float] = []
    assert start.read(shares.append).session.last_step == 1_500
    assert shares[0] == 0.0
    assert shares == sorted(shares)
    assert 0.99 < shares[-1] <= 1.0


def test_what_is_opened_on_the_way_counts_with_its_own_rows() -> None:
    start = start_of(read_text(text_of_lines("", "open iris", "epoch 100", "run 30000", "epoch")), "it")
    assert isinstance(start, Later)
    shares: list[float] = []
    start.read(shares.append)
    assert shares == sorted(shares)
    assert 0.99 < shares[-1] <= 1.0
