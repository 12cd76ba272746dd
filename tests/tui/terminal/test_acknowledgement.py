"""The account of what a terminal has shown, on a clock that stands still unless it is moved."""

import itertools

import pytest

from tui.terminal.acknowledgement import FIRST_PATIENCE, MOST_TAGS, PATIENCE, TAG_ROW, WINDOW, Acknowledgement

WIDTH = 120


class Account:
    """An account, its clock, and what it has called back."""

    def __init__(self, answers=True):
        self.now, self.called = 100.0, []
        self.account = Acknowledgement(lambda: self.now)
        if answers:
            self.answer(self.paint(10))

    def paint(self, size=100):
        """Write a picture; return the column in which the terminal is asked, 0 if it is not."""
        self.account.written += size
        question = self.account.question(WIDTH)
        return int(question.partition(";")[2].partition("H")[0]) if question else 0

    def answer(self, column, row=TAG_ROW):
        self.account.answered(row, column)

    def wait_for(self, name):
        self.account.when_painted_is_seen(lambda: self.called.append(name))


def test_a_picture_is_seen_when_the_terminal_answers_what_was_asked_behind_it():
    line = Account()
    line.wait_for("first")
    first = line.paint()
    line.wait_for("second")
    second = line.paint()
    assert line.called == []
    line.answer(first)
    assert line.called == ["first"]
    line.answer(second)
    assert line.called == ["first", "second"]


def test_an_answer_tells_that_all_pictures_before_are_seen_too():
    line = Account()
    line.wait_for("first")
    line.paint()
    line.answer(line.paint())
    assert line.called == ["first"]
    assert line.account.overdue_in is None


def test_small_pictures_may_follow_each_other_and_large_ones_wait():
    line = Account()
    line.paint(WINDOW // 4)
    assert line.account.is_free
    large = line.paint(WINDOW)
    assert not line.account.is_free
    line.answer(large)
    assert line.account.is_free


@pytest.mark.parametrize(("row", "column"), [(1, 2), (TAG_ROW, 60), (36, 120), (0, 0)], ids=str)
def test_an_answer_that_is_not_owed_is_ignored(row, column):
    line = Account()
    line.wait_for("picture")
    assert line.paint(2 * WINDOW) == 2
    line.answer(column, row)
    assert not line.account.is_free
    assert line.called == []


def test_an_answer_counts_once():
    line = Account()
    first = line.paint(WINDOW)
    line.answer(first)
    line.paint(2 * WINDOW)
    line.answer(first)
    assert not line.account.is_free


def test_until_the_first_answer_pictures_count_as_seen_and_only_one_question_is_asked():
    line = Account(answers=False)
    line.wait_for("picture")
    assert line.called == ["picture"]
    assert [line.paint(2 * WINDOW) for _ in range(4)] == [1, 0, 0, 0]
    assert line.account.is_free


def test_the_first_answer_is_awaited_for_a_second_and_taken_later_too():
    line = Account(answers=False)
    first = line.paint()
    assert line.account.overdue_in == FIRST_PATIENCE
    line.account.give_up()
    assert line.account.overdue_in is None
    assert line.paint() == 0
    assert not line.account.answers
    line.answer(first)
    assert line.account.answers
    assert line.paint() > 0


def test_a_terminal_that_falls_silent_gets_a_picture_every_two_seconds():
    line = Account()
    for number in range(3):
        line.wait_for(number)
        line.paint(2 * WINDOW)
        assert not line.account.is_free
        assert line.account.overdue_in == PATIENCE
        line.now += PATIENCE - 0.5
        assert line.account.overdue_in == 0.5
        line.now += 0.5
        assert line.account.overdue_in == 0
        line.account.give_up()
        assert line.account.is_free
        assert line.called[-1] == number


def test_any_answer_gives_the_terminal_more_time():
    line = Account()
    first = line.paint()
    line.paint()
    line.now += PATIENCE - 0.1
    line.answer(first)
    assert line.account.overdue_in == PATIENCE


def test_a_change_that_paints_nothing_is_seen_when_it_is_overdue():
    line = Account()
    line.wait_for("nothing painted")
    assert line.account.overdue_in == PATIENCE
    line.account.give_up()
    assert line.called == ["nothing painted"]


def test_all_is_seen_when_the_last_question_is_answered():
    line, left = Account(), []
    line.account.when_all_is_seen(lambda: left.append("at once"))
    first, second = line.paint(), line.paint()
    line.account.when_all_is_seen(lambda: left.append("later"))
    line.answer(first)
    assert left == ["at once"]
    line.answer(second)
    assert left == ["at once", "later"]


@pytest.mark.parametrize("width", [1, 7, 60, 500])
def test_the_cursor_stays_on_the_screen_and_answers_are_told_apart(width):
    account = Acknowledgement()
    columns = []
    for _ in range(3 * MOST_TAGS):
        question = account.question(width)
        columns.append(int(question.partition(";")[2].partition("H")[0]))
        assert question.endswith("H\x1b[6n")
        account.answered(TAG_ROW, columns[-1])
    assert set(columns) == set(range(1, min(width, MOST_TAGS) + 1))
    assert all(one != other or width == 1 for one, other in itertools.pairwise(columns))
