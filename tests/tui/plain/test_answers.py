"""What the plain twin answers, word by word."""

import re
from pathlib import Path

import pytest

from engine.experiment.starts import Options, setup_for
from engine.network.places import Bias
from engine.session import session
from engine.session.travel import Goto
from engine.training.commands import Folded, Load, Run
from tests.tui.plain.talking import Talk
from tui.plain.questions import MEANT, SAVING, first_words
from tui.plain.writing import Writing


@pytest.fixture
def article() -> Talk:
    return Talk("walkthrough")


@pytest.fixture
def level2() -> Talk:
    return Talk()


def test_where_the_worked_example_begins(article: Talk) -> None:
    assert article.said("where") == [
        "data is walkthrough, 1 row",
        "network is 2-2-2, sigmoid, loss half-squared",
        "optimizer is sgd, alpha 0.5",
        "MSE is 0.2156",
        "epoch is 0, 0 samples trained",
        "step is 0 of 0",
        "row is 1, the epoch's next",
        "selected: w5 is 0.5, gradient 0.09511",
    ]


def test_an_edit_and_its_undo(article: Talk) -> None:
    assert article.said("set w5 0.4") == [
        "w5 is 0.4, was 0.5",
        "E of row 1 is 0.206, was 0.2156",
        "MSE is 0.206, was 0.2156",
    ]
    assert article.said("undo") == [
        "step 1 is undone: set w5 0.4",
        "w5 is 0.5, was 0.4",
        "E of row 1 is 0.2156, was 0.206",
        "MSE is 0.2156, was 0.206",
    ]
    assert article.said("redo")[0] == "step 1 is done again: set w5 0.4"
    assert article.said("set w5 0.4") == ["no number changed"]


WALK = [
    [
        "input, row 1",
        "the numbers of the row stand at the inputs: the forward pass begins",
        "i1 is 2.78, i2 is 2.55",
        "next: sums of h",
    ],
    [
        "forward 1/5: sums of h, row 1",
        "each neuron of h adds up the inputs times its weights, and its bias",
        "s_h1 is 1.288, s_h2 is 1.974",
        "next: activations of h",
    ],
    [
        "forward 2/5: activations of h, row 1",
        "each sum becomes the output of its neuron: sigma brings it between 0 and 1",
        "a_h1 is 0.7838, a_h2 is 0.878",
        "next: sums of o",
    ],
    [
        "forward 3/5: sums of o, row 1",
        "each neuron of o adds up the outputs of h times its weights, and its bias",
        "s_o1 is 1.1187, s_o2 is 1.6511",
        "next: activations of o",
    ],
    [
        "forward 4/5: activations of o, row 1",
        "each sum becomes the output of its neuron: sigma brings it between 0 and 1",
        "a_o1 is 0.7538, a_o2 is 0.839",
        "next: the error",
    ],
    [
        "forward 5/5: the error, row 1",
        "E says how far the outputs are from the expected values: 0 would be perfect",
        "E is 0.2156, E_o1 is 0.2137, E_o2 is 0.001858, MSE is 0.2156",
        "next: delta of o",
    ],
    [
        "backward 1/3: delta of o, row 1",
        "delta of o says how fast E grows with each sum: above 0 the sum should fall,",
        "  below 0 rise",
        "delta_o1 is 0.1213, delta_o2 is -0.008233",
        "next: delta of h",
    ],
    [
        "backward 2/3: delta of h, row 1",
        "the delta of o come back through the weights: how fast E grows with each sum of",
        "  h",
        "delta_h1 is 0.009304, delta_h2 is 0.007091",
        "next: the update",
    ],
    [
        "backward 3/3: update, row 1",
        "every weight and bias moves against its gradient: alpha times as far",
        "w5 is 0.4524, was 0.5",
        "w6 is 0.5467, was 0.6",
        "w7 is 0.7032, was 0.7",
        "w8 is 0.8036, was 0.8",
        "b_o1 is 0.1393, was 0.2",
        "b_o2 is 0.4041, was 0.4",
        "w1 is 0.08707, was 0.1",
        "w2 is 0.1881, was 0.2",
        "w3 is 0.2901, was 0.3",
        "w4 is 0.391, was 0.4",
        "b_h1 is 0.4953, was 0.5",
        "b_h2 is 0.1165, was 0.12",
        "next: the input of row 1",
        "E of row 1 is 0.1967, was 0.2156",
        "MSE is 0.1967, was 0.2156",
    ],
]


def test_the_worked_example_phase_by_phase(article: Talk) -> None:
    for phase in WALK:
        assert article.said("phase") == phase
    assert article.said("undo")[:2] == ["step 9 is undone: phase", "backward 2/3: delta of h, row 1"]


def test_what_a_phase_has_not_computed_is_not_said(article: Talk) -> None:
    assert article.said("phase", "phase", "select h1") == [
        "h1 is not computed yet, sum 1.288, delta not computed yet",
    ]
    assert article.said("where")[-2:] == [
        "phase is forward 1/5: sums of h",
        "selected: h1 is not computed yet, sum 1.288, delta not computed yet",
    ]


def test_places_and_their_weights(article: Talk) -> None:
    assert article.said("select w5") == [
        "w5 is 0.5, gradient 0.09511",
        "next w5 is 0.4524",
        "w5 leads from h1 to o1",
    ]
    assert article.said("select b_o2") == ["b_o2 is 0.4, gradient -0.008233", "next b_o2 is 0.4041"]
    assert article.said("select y1") == ["y1 is 0.1, expected of o1"]
    assert article.said("select i2") == ["i2 is 2.55, an input"]
    assert article.said("weights of o1") == [
        "w5 from h1 is 0.5, gradient 0.09511",
        "w6 from h2 is 0.6, gradient 0.1065",
        "b_o1 is 0.2, gradient 0.1213",
    ]
    assert article.said("weights of i1") == [
        "w1 to h1 is 0.1, gradient 0.02587",
        "w3 to h2 is 0.3, gradient 0.01971",
    ]


def test_no_row_is_wrong_where_numbers_are_predicted(article: Talk) -> None:
    assert article.refused("rows wrong").startswith("column 6: a row is right or wrong where a class is predicted")


def test_why_is_what_explain_prints(article: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    from tui.command_line.main import main

    main(["explain", "walkthrough", "w5"])
    printed = capsys.readouterr().out.splitlines()
    unicode = Talk("walkthrough", Writing(unicode=True))
    plain = [" ".join(line.split()) for line in printed if line]
    assert plain[0] == "w5 h1 → o1 0.5"
    assert unicode.said("why w5") == ["w5, h1 → o1, is 0.5", *plain[1:]]
    assert article.said("why E")[0] == "E, error of the sample, is 0.2156"
    assert article.said("explain w5") == article.said("why w5") == article.said("why")
    assert "= 0.5 - 0.5*0.09511" in article.said("why w5")
    assert article.said("phase", "why")[0] == "input, row 1"


def test_training_in_level2(level2: Talk) -> None:
    assert level2.said("sample") == [
        "row 1 is trained",
        "17 weights and biases changed, most of all: b_o2 is 0.8098, was 0.8632",
        "E of row 1 is 0.3446, was 0.3672",
        "MSE is 0.3948, was 0.4035",
    ]
    assert level2.said("epoch") == ["epoch is 1, was 0", "MSE is 0.3526, was 0.3948"]
    assert level2.said("run 395") == [
        "epoch 11, MSE 0.152",
        "epoch 21, MSE 0.05751",
        "epoch 31, MSE 0.03021",
        "epoch is 40, was 1",
        "MSE is 0.01985, was 0.3526",
        "accuracy is 10 of 10, was 5 of 10",
    ]
    assert level2.said("undo")[:2] == ["step 3 is undone: run 395", "epoch is 1, was 40"]
    assert level2.said("goto 2+25")[:2] == ["step is 3, was 2", "epoch is 3, was 1"]
    assert [type(step.command) for step in level2.twin.session.steps][-2:] == [Run, Run]


def test_the_curve_in_words(level2: Talk) -> None:
    assert level2.said("curve") == ["MSE is 0.4035, and nothing is trained yet"]
    assert level2.said("epoch 40", "set w1 0.5", "curve") == [
        "MSE fell from 0.4035 to 0.02021 in 40 epochs, fastest between 0 and 4",
        "MSE is 0.02009 since it was edited",
        "edits by hand: at epoch 40",
        "epoch 0, MSE 0.4035",
        "epoch 4, MSE 0.2556",
        "epoch 9, MSE 0.1837",
        "epoch 13, MSE 0.1235",
        "epoch 18, MSE 0.07457",
        "epoch 22, MSE 0.05317",
        "epoch 27, MSE 0.0378",
        "epoch 31, MSE 0.03021",
        "epoch 36, MSE 0.02383",
        "epoch 40, MSE 0.02021",
    ]


def test_the_curve_writes_large_epochs_as_other_lines_do(level2: Talk) -> None:
    told = level2.said("run 123450", "curve")
    assert re.match(r"MSE fell from 0\.\d+ to \S+ in 12,345 epochs, fastest between 0 and 1,\d\d\d$", told[0])
    assert told[-1].startswith("epoch 12,345, MSE ")


def test_the_curve_says_the_mse_of_now_after_an_edit(level2: Talk) -> None:
    edited = level2.said("set w1 3", "where")[3]
    assert level2.said("curve") == [f"{edited}, and nothing is trained yet", "edits by hand: at epoch 0"]
    assert level2.said("epoch", "curve")[1] == "edits by hand: at epoch 0"
    edited = level2.said("set w1 1", "where")[3]
    assert level2.said("curve")[1:3] == [f"{edited} since it was edited", "edits by hand: at epoch 0, 1"]
    assert level2.said("sample", "curve")[1] == "edits by hand: at epoch 0, 1"


def test_rows_of_classes(level2: Talk) -> None:
    assert level2.said("row 3") == ["row 3", "i1 is 3.3966, i2 is 4.4003", "expected 0; got 0, right", "E is 0.37"]
    assert level2.twin.look.row == 2
    assert level2.said("rows 9") == ["row 9: expected 1; got 0, wrong", "row 10: expected 1; got 0, wrong"]
    assert level2.said("rows wrong")[0] == "row 6: expected 1; got 0, wrong"
    assert level2.said("input 3 i1 2.5")[0] == "row 3: i1 is 2.5, was 3.3966"
    assert level2.said('expected 3 o1 "1"')[0] == "row 3: class is 1, was 0"
    assert level2.said('row+ 1 2 "0"')[:2] == ["row 11 is added", "rows are 11, were 10"]
    assert level2.said("row- 3")[:2] == ["row 3 is deleted", "rows are 10, were 11"]


def test_rows_of_numbers_and_of_the_test_part() -> None:
    assert Talk("walkthrough").said("row 1") == [
        "row 1",
        "i1 is 2.78, i2 is 2.55",
        "expected y1 0.1, y2 0.9; got 0.7538, 0.839",
        "E is 0.2156",
    ]
    talk = Talk(setup_for("iris", Options(test_share=0.2)))
    assert talk.said("where")[0] == "data is iris, 120 rows and 30 test rows"
    assert talk.twin.session.state.test is not None
    number = talk.twin.session.state.test.number(0)
    told = talk.said(f"row {number}")
    assert told[0] == f"row {number}, of the test part, which is never trained"
    assert told[1].startswith("i1 sepal length is ")
    assert talk.said("rows test")[0].startswith(f"row {number}: expected ")
    assert talk.said("rows test")[-1].startswith("and 10 more from row ")
    assert [line.split(" is ")[0] for line in talk.said("epoch")] == ["epoch", "MSE", "accuracy", "test MSE"]


def test_data_in_their_own_units() -> None:
    talk = Talk(setup_for("penguin-mass"))
    assert talk.twin.session.state.scaling is not None
    inputs, expected = " ".join(talk.said("row 1")).split(" expected ")
    assert "i1 bill length mm is 39.1," in inputs
    assert expected.startswith("y1 body mass g 3750; got ")
    assert talk.said("input 1 i1 40")[0] == "row 1: i1 bill length mm is 40, was 39.1"
    assert talk.said("row 1", "select i1")[0].endswith(", an input, 40 in its own unit")
    assert talk.said("select y1")[0].endswith(", expected of o1, 3750 in its own unit")


def test_settings_and_shapes(level2: Talk) -> None:
    assert level2.said("rate 0.2") == ["alpha is 0.2, was 0.5"]
    assert level2.said("optimizer adam") == ["optimizer is adam, was sgd", "alpha is 0.001, was 0.2"]
    assert level2.said("method batch all shuffle on") == ["batch is all rows, was 1", "shuffle is on, was off"]
    assert level2.said("sample") == ["row 5 is trained", "no weight moves yet: the batch has 9 more rows"]
    assert level2.said("stop epochs 3") == ["the epoch to stop at is 3, was none"]
    assert level2.said("run 1000")[-3:-1] == [
        "stopped: epoch 3 is complete, the limit of this run, with an MSE of 0.402562",
        "epoch is 3, was 0",
    ]
    assert level2.said("neuron+ 1")[:2] == ["network is 2-4-2, was 2-3-2", "weights and biases are 22, were 17"]
    assert level2.said("activation 2 linear")[0] == "activation is sigmoid, linear, was sigmoid, sigmoid"
    assert level2.said("newstart")[:2] == ["seed is 1, was 0", "epoch is 0, was 3"]
    assert level2.said("setstart") == ["the weights of now are the starting weights"]
    assert level2.said("digits 6", "where")[3] == "MSE is 2.151443"
    assert level2.said("view answers") == ["view is answers, which only the workbench shows: curve tells the MSE"]


def test_what_is_frozen_or_off(article: Talk) -> None:
    assert article.said("freeze w5") == ["w5 is frozen, was not frozen"]
    assert article.said("select w5")[:2] == ["w5 is 0.5, gradient 0.09511, frozen", "next w5 is 0.5"]
    assert article.said("off h2")[:2] == ["h2 is off, was on", "E of row 1 is 0.1639, was 0.2156"]
    assert article.said("select h2") == ["h2 is 0, sum 1.974, delta 0, off"]
    assert article.said("bias 2 off")[:2] == ["output layer has no biases, had biases", "b_o1 is 0, was 0.2"]
    assert article.said("weights of o1") == [
        "w5 from h1 is 0.5, gradient 0.09369, frozen",
        "w6 from h2 is 0.6, gradient 0",
    ]
    update = article.said(*["phase"] * 9)
    assert "w5 stays 0.5" in update
    assert not [line for line in update if line.startswith("b_o")]
    assert article.said("thaw w5")[0] == "w5 is not frozen, was frozen"
    assert article.said("undo")[:2] == ["step 13 is undone: thaw w5", "backward 3/3: update, row 1"]


def test_other_data_are_told_like_a_beginning(level2: Talk) -> None:
    before = level2.said("where")
    load = Load(setup_for("xor"), "xor")
    level2.twin.session.apply(load)
    assert level2.said("undo") == ["step 1 is undone: open xor", *before[:5]]


def test_what_was_noted_of_a_file_is_told(level2: Talk, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("a,y\n" + "".join(f"{row},{row}.5\n" for row in range(20)) + "x,1\n")
    setup = setup_for(str(path))
    assert setup.dataset.notes
    level2.twin.session.apply(Load(setup))
    told = " ".join(line.strip() for line in level2.said("undo", "redo"))
    assert "data is f" in told
    assert Talk(setup).writing.line(setup.dataset.notes[0])[:60] in told


def test_help_is_made_from_the_tables(level2: Talk) -> None:
    assert level2.said("help set") == ["set NAME VALUE: set a weight or a bias"]
    assert level2.said("help explain") == ["why [NAME]: explain a number, or what is selected, also explain"]
    told = " ".join(line.strip() for line in level2.said("help"))
    for word in (
        "begin with phase",
        "weights of NAME",
        "layer+",
        "neuron-",
        "goto",
        "w1 to w12",
        "ctrl+c pauses a run",
    ):
        assert word in told


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("set w55 0.4", "column 5: no w55 in a 2-3-2 network: weights are w1 to w12"),
        ("  wher", 'column 3: "wher" is no verb: did you mean where or why or help?'),
        ("%%%", 'column 1: "%%%" is no verb: help lists them'),
        ('"where"', 'column 1: "where" is no verb: did you mean where or why?'),
        ("where now", 'column 7: "now" is one word too many: write where'),
        ("weights of w1", 'column 12: "w1" is no neuron: they are called i1, h1 and o1'),
        ("rows test", "column 6: there are no test rows: all are trained"),
        ("bias 1 none", 'column 8: whether the layer has biases is one of on, off, not "none"'),
        ("rows best", 'column 6: which rows is one of train, wrong, not "best"'),
        ("rows 9999999999", "column 6: the number of a row is a whole number from 1 to 1,000,000,000, not "
         '"9999999999"'),
        ("why x", 'column 5: no "x" in a 2-3-2 network: name one of i1 to i2, h1 to h3, o1 to o2, w1 to w12, '
         "b_h1 to b_h3, b_o1 to b_o2, y1 to y2, E, alpha"),
        ("help me", 'column 6: "me" is no verb: did you mean sample or method?'),
        ("undo", "nothing to undo: this is the beginning"),
        ("goto 0+3", "no run or epoch follows step 0"),
        ("hidden 3000,3000", "a 2-3000-3000-2 network has 9,018,002 parameters: about 1.5 GB of memory and "
         "0.07 s a sample; if that is what you want, start with --large"),
    ],
)  # fmt: skip
def test_a_line_is_refused_with_its_column(level2: Talk, line: str, why: str) -> None:
    assert level2.refused(line) == why


def test_a_large_network_is_made_where_that_was_asked_for() -> None:
    talk = Talk(large=True)
    assert talk.said("hidden 1100,1000")[0] == "network is 2-1100-1000-2, was 2-3-2"
    assert talk.said("neuron+ 1")[0] == "network is 2-1101-1000-2, was 2-1100-1000-2"


def test_lines_behind_a_sign_join_the_step_before(level2: Talk) -> None:
    level2.said("set w1 1", "& set w1 2", "run 10", "& run 15", "run 5")
    commands = [step.command for step in level2.twin.session.steps][1:]
    assert isinstance(commands[0], Folded)
    assert commands[1:] == [Run(25), Run(5)]
    assert level2.said("undo")[0] == "step 3 is undone: run 5"
    assert level2.said("undo", "undo")[:2] == [
        "step 1 is undone: set w1 1.0 & set w1 2.0",
        "w1 is 0.637, was 2",
    ]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("& set w1 1",), "there is no step before this one that it could join"),
        (("run 10", "undo", "& run 10"), "there is no step before this one that it could join"),
        (("epoch", "& run 10"), "a run joins a run of the same kernel, and the step before is none"),
        (("set w1 1", "& where"), "& joins an edit or a run to the step before: this is neither"),
        (("set w1 1", "& undo"), "& joins an edit or a run to the step before: this is neither"),
    ],
)
def test_lines_that_cannot_join_are_refused(level2: Talk, lines: tuple[str, ...], why: str) -> None:
    level2.said(*lines[:-1])
    assert level2.refused(lines[-1]) == why


def test_typed_lines_never_make_one_step(level2: Talk) -> None:
    level2.said("set w1 1", "set w1 2", "run 10", "run 10")
    assert level2.twin.session.step == 4


def test_a_column_counts_the_sign_too(level2: Talk) -> None:
    level2.said("set w1 1")
    assert level2.refused("  & set w1 x").startswith("column 12: ")


def test_a_training_that_blows_up_keeps_what_came_before(level2: Talk) -> None:
    level2.said("activation 2 linear", "activation 1 linear", "rate 1e3")
    told: list[str] = []
    with pytest.raises(Exception, match="stopped at epoch 0, sample "):
        told.extend(level2.twin.answer("run 1000"))
    session = level2.twin.session
    assert isinstance(session.steps[session.step].command, Run)
    assert 0 < session.state.samples < 1000


def test_a_run_can_be_longer_than_a_state_is_kept(level2: Talk) -> None:
    """The same weights as without pauses, to the last bit."""
    level2.said("epoch 3", "& run 7", "run 33")
    once = Talk()
    once.said("run 70")
    assert (
        level2.twin.session.state.network.parameters.tobytes() == once.twin.session.state.network.parameters.tobytes()
    )


def test_what_is_looked_at_trains_nothing(level2: Talk) -> None:
    level2.said("row 3", "select b_o1", "sample")
    assert level2.twin.session.steps[1].summary.position == 1
    assert level2.twin.look.selected == Bias(2, 0)
    assert level2.twin.look.row is None


# The steps.


def test_the_steps_say_what_was_done_and_which_is_the_current_one(article: Talk) -> None:
    assert article.said("steps") == ["step is 0 of 0", "step 0, the current one: the beginning"]
    article.said("set w5 0.4", "epoch 40", "freeze w1", "rate 0.25", "undo", "undo")
    assert article.said("steps") == [
        "step is 2 of 4",
        "step 0: the beginning",
        "step 1: set w5 0.4",
        "step 2, the current one: run 40, epoch 40, MSE 0.003984",
        "step 3, undone: freeze w1",
        "step 4, undone: rate 0.25",
    ]
    assert article.said("goto 1")[0] == "step is 1, was 2"
    assert article.said("steps 2") == [
        "step is 1 of 4",
        "1 step before these",
        "step 1, the current one: set w5 0.4",
        "step 2, undone: run 40, epoch 40, MSE 0.003984",
        "2 steps after these",
    ]


def test_the_steps_say_which_phase_each_was(article: Talk) -> None:
    article.said("phase", "phase", "phase")
    assert article.said("steps")[2:] == [
        "step 1: phase, input",
        "step 2: phase, forward 1/5: sums of h",
        "step 3, the current one: phase, forward 2/5: activations of h",
    ]


def test_words_that_are_easily_tried_are_no_verbs_but_mean_some() -> None:
    assert not {*MEANT, *SAVING} & {*first_words()}
    assert {verb for verbs in MEANT.values() for verb in verbs} <= {*first_words()}


def test_names_of_a_step_are_those_of_its_network(level2: Talk) -> None:
    level2.said("set w7 0.5", "hidden 2,2", "set w7 0.25", "open xor", "input 1 i1 0.5")
    assert level2.said("steps")[2:] == [
        "step 1: set w7 0.5",
        "step 2: hidden 2,2",
        "step 3: set w7 0.25",
        "step 4: open xor",
        "step 5, the current one: input 1 i1 0.5",
    ]


def test_the_last_steps_of_many_are_listed(level2: Talk) -> None:
    for _ in range(30):
        level2.said("sample")
    listed = level2.said("steps")
    assert listed[:2] == ["step is 30 of 30", "21 steps before these"]
    assert [line.split(":")[0] for line in listed[2:]] == [
        *(f"step {number}" for number in range(21, 30)),
        "step 30, the current one",
    ]
    assert len(level2.said("steps 3")) == 5


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("steps 0", "column 7: how many steps is a whole number from 1 to 100"),
        ("steps x", "column 7: how many steps is a whole number from 1 to 100"),
        ("steps 101", "column 7: how many steps is a whole number from 1 to 100"),
        ("steps 1 2", 'column 9: "2" is one word too many: write steps [N]'),
    ],
)
def test_how_many_steps_is_checked(level2: Talk, line: str, why: str) -> None:
    assert level2.refused(line).startswith(why)


# What is easily typed.


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("w5", 'column 1: "w5" is a name: write why w5, or another verb before it'),
        ("b_o1", 'column 1: "b_o1" is a name: write why b_o1, or another verb before it'),
        ("n", 'column 1: "n" is no verb: did you mean phase?'),
        ("U", 'column 1: "U" is no verb: did you mean redo?'),
        ("Next", 'column 1: "Next" is no verb: did you mean phase or sample or epoch?'),
        ("train 5", 'column 1: "train" is no verb: did you mean epoch or run?'),
        ("back", 'column 1: "back" is no verb: did you mean undo?'),
        ("save", 'column 1: "save" is no verb: a session is saved as it goes: after quit, glassnet share hands it on'),
        ("q", 'column 1: "q" is no verb: did you mean quit?'),
        ("?", 'column 1: "?" is no verb: did you mean help?'),
        ("digits 5", 'column 8: how many digits is one of 4, 6, full, not "5"'),
    ],
)
def test_a_slip_is_told_what_is_right(level2: Talk, line: str, why: str) -> None:
    assert level2.refused(line) == why


def test_going_back_into_a_sample_says_where_and_not_again_what_it_means(article: Talk) -> None:
    article.said("phase", "phase", "epoch 40")
    assert article.said("undo")[:3] == [
        "step 3 is undone: run 40",
        "forward 1/5: sums of h, row 1",
        "epoch is 0, was 40",
    ]


def test_an_optimizer_is_said_before_the_rate_that_comes_with_it(article: Talk) -> None:
    assert article.said("optimizer adam") == ["optimizer is adam, was sgd", "alpha is 0.001, was 0.5"]


def test_nothing_is_put_into_columns(article: Talk) -> None:
    for line in ("why w5", "why E", "why h1", "rows", "weights h1", "where"):
        for said in article.said(line):
            assert said == said.strip() or said.startswith("  ")
            assert "  " not in said.strip()
            assert said
    assert article.said("weights of h1") == article.said("weights h1")


def test_ctrl_c_stops_what_is_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "SECONDS_TO_KEEP", 1e9)  # or a slow machine keeps a state on the way
    talk = Talk("level2")
    talk.said("run 5000", "rate 0.3")
    before, follow = talk.twin.session.state, talk.twin.session.way_to(Goto(0, 4000))
    assert follow.commands == (Run(4000),)
    talk.twin._pause.pressed = True  # as soon as it is looked at
    for line in ("goto 0+4000", "goto 0+10"):
        assert talk.said(line) == ["stopped: this is still step 2"]
    assert (talk.twin.session.state, talk.twin.session.last_step) == (before, 2)
    talk.twin._pause.forget()
    assert talk.said("goto 0+4000")[0] == "step is 1, was 2"


def test_goto_takes_an_epoch_and_a_number_of_samples(level2: Talk) -> None:
    level2.said("epoch 40", "rate 0.3")
    assert level2.said("goto 20e")[0] == "step is 1, was 2"
    assert level2.twin.session.state.samples == 200
    assert level2.said("goto 205S")[0] == "step is 2, was 1"
    assert level2.twin.session.state.samples == 205
    assert "epochs go from 0 to 40" in level2.refused("goto 41e")
    assert "samples go from 0 to 400" in level2.refused("goto 401s")
    assert level2.refused("goto e") == level2.refused("goto x").replace("x", "e")
