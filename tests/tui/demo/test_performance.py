"""Demos: what a script does is what a learner would see, in the script's time, and the same every time."""

import os
import re
import time
from pathlib import Path

import pytest
from textual.app import App
from textual.command import CommandPalette

from engine.errors import DataError
from engine.session.saved.whole_log import read_whole_log, relive
from tests.tui.demo.performing import performed, sessions, text
from tui.command_line.saved_sessions import VARIABLE
from tui.terminal.preferences import remember, remembered


def refused(folder, *lines) -> str:
    with pytest.raises(DataError) as error:
        performed(folder, *lines)
    return str(error.value)


def test_keys_do_what_they_do_in_the_workbench(tmp_path):
    made = performed(
        tmp_path,
        "size 100x30",
        "open walkthrough",
        "shot before",
        "press n*9",
        "expect phase == 'update' and samples == 1",
        "expect near(w5, 0.4524, 0.00005) and near(was(w5), 0.5)",
        "shot after",
    )
    assert [len(made.shots[name]) for name in ("before", "after")] == [30, 30]
    assert {row.cell_length for row in made.shots["after"]} == {100}
    assert "w5  h1 → o1  0.5 " in text(made, "before")
    assert "0.4524" in text(made, "after")


def test_verbs_change_the_session_and_the_look(tmp_path):
    made = performed(
        tmp_path,
        "open xor --hidden 2 --seed 3",
        "epoch 2",
        "set w1 0.25",
        "& set w1 0.5",
        "expect w1 == 0.5 and used('set') and epoch == 2",
        "undo",
        "expect w1 != 0.25",
        "redo",
        "select b_o1",
        "panel samples",
        "row 3",
        "run 40 numba",
        "expect samples == 48",
        "shot end",
        "open iris",
        "expect rows == 150",
    )
    assert re.search(r"b_o1|o1 *bias", text(made, "end"))
    folder = sessions(tmp_path)
    (name,) = folder.names()
    again = relive(read_whole_log(folder.log(name)))
    assert not again.again.differences
    assert [type(step.command).__name__ for step in again.again.session.steps][1:4] == ["Run", "Folded", "Run"]


def test_a_run_trains_as_long_as_the_script_waits(tmp_path):
    made = performed(
        tmp_path,
        "open level2",
        "press - - -",
        "press space",
        "wait 3",
        "expect samples == 300",
        "wait 0.07",
        "expect samples == 307",
        "press space",
        "wait 10",
        "expect samples == 307",
        "press -",
        "press space",
        "wait 0.1",
        "expect samples == 310",
        "wait 0.05",
        "expect samples == 311",
        "shot running",
    )
    assert "running" in text(made, "running") or "▶" in text(made, "running")
    moments = [frame.at for frame in made.film.frames]
    assert moments == sorted(set(moments))
    assert sum(1.0 < moment <= 4.0 for moment in moments) == 30  # ten pictures a second
    assert made.film.seconds == 14.22


def test_a_run_stops_by_its_rule_after_the_same_sample_every_time(tmp_path):
    lines = ("open level2", "stop mse 0.15", "press - -", "press space", "wait 5", "shot stopped", "expect mse <= 0.15")
    first, second = performed(tmp_path, *lines), performed(tmp_path, *lines)
    assert "MSE" in text(first, "stopped")
    assert text(first, "stopped") == text(second, "stopped")


def test_at_full_speed_a_run_is_refused(tmp_path):
    why = "a run at full speed comes as far as the machine is fast: set a pace with press - first, or say run N"
    assert refused(tmp_path, "open level2", "press space") == f"a.demo, line 2: {why}"
    assert refused(tmp_path, "press -", "press space", "wait 1", "press +") == f"a.demo, line 4: {why}"


def test_a_long_epoch_is_trained_at_once(tmp_path):
    performed(tmp_path, "open digits --hidden 200,100", "press e", "wait 0.1", "expect epoch == 1")


def test_phases_that_are_played_go_by_the_time_of_the_script(tmp_path):
    performed(
        tmp_path,
        "open level2",
        "press m",
        "wait 2.5",
        "expect phase == 'activations'",
        "press m",
        "wait 20",
        "expect phase == 'activations'",
    )


def test_a_notice_goes_after_its_time(tmp_path):
    made = performed(tmp_path, "open level2", "press U", "shot told", "wait 3.5", "shot still", "wait 4", "shot gone")
    says = "nothing to redo"
    assert [says in text(made, name) for name in ("told", "still", "gone")] == [True, True, False]


def test_a_slow_machine_changes_no_picture(tmp_path, monkeypatch):
    lines = ("open level2", "press U", "wait 6", "press ctrl+p", "type wei", "wait 1", "press escape", "wait 1")
    quick = performed(tmp_path, *lines)
    for owner, name in ((App, "_refresh_notifications"), (CommandPalette, "_search_for")):
        monkeypatch.setattr(owner, name, slowed(getattr(owner, name)))
    slow = performed(tmp_path, *lines)
    seen = [[(frame.at, [row.text for row in frame.rows]) for frame in one.film.frames] for one in (quick, slow)]
    assert seen[0] == seen[1]


def slowed(function):
    """Return a function that takes longer by the clock."""

    def slow(*words):
        time.sleep(0.3)
        return function(*words)

    return slow


def test_what_is_typed_goes_into_the_field(tmp_path):
    performed(tmp_path, "open level2", "press l", "type 0.25", "press enter", "expect rate == 0.25")


def test_the_screen_gets_another_size(tmp_path):
    made = performed(tmp_path, "size 80x24", "open level2", "shot a", "size 100x30", "shot b", "size 60x20", "shot c")
    assert [(made.shots[name][0].cell_length, len(made.shots[name])) for name in "abc"] == [
        (80, 24),
        (100, 30),
        (60, 20),
    ]
    assert (made.film.width, made.film.height) == (100, 30)


def test_captions_are_in_the_film(tmp_path):
    made = performed(tmp_path, "say Look", "open level2", "wait 1", "say At [b]this[/b]", "wait 1", "say", "wait 1")
    assert [frame.caption for frame in made.film.frames] == ["Look", "At [b]this[/b]", ""]
    assert made.film.seconds == 3.0


def test_without_open_it_is_the_usual_start(tmp_path):
    made = performed(tmp_path, "wait 1", "expect rows == 10")
    assert len(made.film.frames) == 1


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["expect mse < 0.01"], "a.demo, line 1: expect mse < 0.01: this is not so: mse is 0.4"),
        (["open level2", "expect w99 > 0"], "a.demo, line 2: expect w99 > 0: column 1: "),
        (["open level2", "", "set w99 0.5"], "a.demo, line 3, column 5: "),
        (["open no-such-data"], "a.demo, line 1, column 6: "),
        (["open level2", "press q", "press e"], "a.demo, line 3: glassnet was left before"),
        (["open level2", "kill"], "a.demo, line 2: nothing was done yet, so nothing is saved that could come back"),
        (["press - e space", "kill"], "a.demo, line 2: pause the run first: how much of it is saved"),
        (["open level2", "& set w5 1"], "a.demo, line 2: there is no step before this one that it could join"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_ends_it_with_its_line(tmp_path, lines, why):
    assert refused(tmp_path, *lines).startswith(why)


def test_a_condition_speaks_of_captions_and_shots(tmp_path):
    performed(
        tmp_path,
        "open level2",
        "shot begin",
        "epoch",
        "say The second epoch",
        "epoch",
        "expect epoch == 2 and was(epoch) == 1 and at('begin', epoch) == 0",
        "expect at('begin', mse) > was(mse) and was(mse) > mse",
    )


def test_a_killed_session_comes_back(tmp_path):
    made = performed(
        tmp_path,
        "open level2",
        "press e e",
        "set w5 0.123",
        "press T",
        "shot before",
        "kill",
        "expect w5 == 0.123 and epoch == 2",
        "shot after",
        "press u",
        "expect w5 != 0.123",
    )
    assert "level2 as it was cut off just now, epoch 2" in text(made, "after")
    colours = [{segment.style.bgcolor for row in made.shots[name] for segment in row} for name in ("before", "after")]
    assert colours[0] & colours[1]  # it is light again


def test_a_session_comes_back_again_and_again(tmp_path):
    performed(
        tmp_path, "open level2", "press e", "kill", "kill", "expect epoch == 1", "press e", "kill", "expect epoch == 2"
    )


def test_a_film_that_would_fill_the_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("tui.demo.stage.MOST_CELLS", 20_000)
    why = "the film is too large: let less time pass in a run, or make the screen smaller"
    assert refused(tmp_path, "open level2", "press - - space", "wait 60") == f"a.demo, line 3: {why}"


def test_nothing_of_the_learner_has_a_say_and_nothing_is_left_behind(tmp_path):
    remember("theme", "dark")
    environment, here = dict(os.environ), Path.cwd()
    performed(tmp_path, "open level2", "press e T", "wait 1")
    assert remembered("theme") == "dark"
    assert (dict(os.environ), Path.cwd()) == (environment, here)
    assert not Path(os.environ[VARIABLE]).exists()


@pytest.mark.parametrize("is_there", [True, False])
def test_the_keys_of_a_demo_write_no_file(tmp_path, is_there):
    path = tmp_path / "a.glass"
    if is_there:
        path.write_text("mine")
    save = ["press e ctrl+s", "wait 1", "press ctrl+u", f"type {path}", "press enter", "wait 1", "shot asked"]
    made = performed(tmp_path, *save, "press y", "wait 2")
    assert "a demo writes no files" in text(made, "asked")
    assert (path.read_text() == "mine") if is_there else not path.exists()


def test_the_palette_of_a_demo_exports_no_file(tmp_path):
    path = tmp_path / "a.py"
    find = ["press ctrl+p", "type Export: numpy", "wait 1", "press down", "wait 1", "press enter", "wait 1"]
    made = performed(tmp_path, *find, "press ctrl+u", f"type {path}", "press enter", "wait 1", "shot asked")
    assert "a demo writes no files" in text(made, "asked")
    assert not path.exists()
