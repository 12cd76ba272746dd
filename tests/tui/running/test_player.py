"""Playing the phases: one after the other, none before its turn, none after a stop."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidValue
from tui.running import player
from tui.running.player import TEMPOS, USUAL, Player, tempo_text


class Call:
    """A call that a test makes when it wants to."""

    def __init__(self, seconds: float, callback: Callable[[], object]) -> None:
        self.seconds, self.callback, self.stopped = seconds, callback, False

    def stop(self) -> None:
        self.stopped = True


class Stage:
    """What a player plays on: a few phases, a glass that shows a picture when the test says so, and a clock."""

    def __init__(self, phases: int = 1000) -> None:
        self.left, self.done, self.covered = phases, 0, False
        self.calls: list[Call] = []
        self.unseen: list[Callable[[], object]] = []
        self.player = Player(self.step, lambda: self.covered, self.wait, self.unseen.append, lambda: None)

    def step(self) -> bool:
        self.left, self.done = self.left - 1, self.done + 1
        return self.left >= 0

    def wait(self, seconds: float, callback: Callable[[], object]) -> Call:
        self.calls.append(Call(seconds, callback))
        return self.calls[-1]

    def see(self) -> None:
        """Show all pictures."""
        while self.unseen:
            self.unseen.pop(0)()

    def pass_time(self) -> None:
        """Let the waits end that are still on."""
        due = [call for call in self.calls if not call.stopped]
        self.calls.clear()
        for call in due:
            call.callback()


@pytest.fixture
def still(monkeypatch):
    """Stop the clock."""
    monkeypatch.setattr(player, "time", SimpleNamespace(monotonic=lambda: 100.0))


def test_a_phase_waits_for_the_picture_and_for_its_time(still):
    stage = Stage()
    stage.player.toggle()
    assert (stage.done, stage.calls) == (1, [])
    stage.see()
    assert (stage.done, len(stage.calls)) == (1, 1)
    assert stage.calls[0].seconds == 1
    stage.pass_time()
    assert (stage.done, stage.calls) == (2, [])


def test_it_stops_where_there_is_no_further_phase():
    stage = Stage(phases=1)
    stage.player.toggle()
    stage.see()
    stage.pass_time()
    assert (stage.done, stage.player.playing, stage.player.tempo_now) == (2, False, 0)
    stage.see()
    assert stage.calls == []


def test_nothing_is_played_while_something_lies_over_it():
    stage = Stage()
    stage.player.toggle()
    stage.see()
    stage.covered = True
    for _ in range(3):
        stage.pass_time()
    assert (stage.done, stage.player.playing) == (1, True)
    stage.covered = False
    stage.pass_time()
    assert stage.done == 2


@given(st.lists(st.sampled_from(["toggle", "stop", "see", "pass", "faster", "slower"]), max_size=30))
def test_there_is_never_more_than_one_phase_to_come(doings):
    stage = Stage()
    for doing in doings:
        before = stage.done, stage.player.playing
        if doing in ("faster", "slower"):
            with_place = TEMPOS.index(stage.player.tempo) + (1 if doing == "faster" else -1)
            if 0 <= with_place < len(TEMPOS):
                stage.player.change_tempo(1 if doing == "faster" else -1)
        else:
            do = {"toggle": stage.player.toggle, "stop": stage.player.stop, "see": stage.see, "pass": stage.pass_time}
            do[doing]()
        to_come = len([call for call in stage.calls if not call.stopped])
        assert to_come <= stage.player.playing
        assert stage.done - before[0] <= 1
        if doing in ("see", "faster", "slower") or not (before[1] or stage.player.playing):
            assert stage.done == before[0]
        if stage.player.playing:
            assert to_come or stage.unseen


def test_a_faster_tempo_shortens_the_wait_that_is_on(still):
    stage = Stage()
    stage.player.toggle()
    stage.see()
    stage.player.change_tempo(1)
    slow, fast = stage.calls
    assert slow.stopped
    assert fast.seconds == 0.5


def test_the_fastest_and_the_slowest_say_so():
    player = Stage().player
    assert (USUAL, tempo_text(USUAL)) == (1.0, "a phase a second")
    for _ in range(3):
        player.change_tempo(1)
    with pytest.raises(InvalidValue, match="this is the fastest: 10 phases a second"):
        player.change_tempo(1)
    for _ in range(5):
        player.change_tempo(-1)
    with pytest.raises(InvalidValue, match="this is the slowest: a phase every 4 seconds"):
        player.change_tempo(-1)
