"""Missing inputs are filled from the training rows alone."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data.files import read_table
from engine.data.filling import filled_from
from engine.data.options import ReadOptions
from engine.data.splitting import Split, folds
from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from tui.command_line.main import main

ROWS = "x,colour,y\n1,red,0.5\n,red,1.5\n3,,2.5\n100,blue,3.5\n200,blue,4.5\n300,blue,5.5\n"
"""All rows: the mean of x is 120.8 and blue the commonest; the first three: 2 and red."""


@pytest.fixture
def path(tmp_path):
    (tmp_path / "f.csv").write_text(ROWS)
    return str(tmp_path / "f.csv")


def filled(path):
    return read_table(path, ReadOptions(missing="fill"))[0]


def test_without_a_test_part_all_rows_fill(path):
    dataset = filled(path)
    assert dataset.inputs[1, 0] == pytest.approx((1 + 3 + 100 + 200 + 300) / 5)
    assert dataset.inputs[2].tolist() == [3, 1, 0]  # blue
    assert dataset.filled.tolist() == [[False] * 3, [True, False, False], [False, True, True], *[[False] * 3] * 3]
    assert not dataset.filled.flags.writeable
    assert any("of the training rows (120.8 of all rows)" in note for note in dataset.notes)


def test_no_test_row_leaks_into_what_fills(path):
    setup = replace(setup_for(path, Options(reading=ReadOptions(missing="fill"))), scaling="none")
    parts = replace(setup, split=Split([0, 1, 2], [3, 4, 5])).parts
    assert parts.train.inputs.tolist() == [[1, 0, 1], [2, 0, 1], [3, 0, 1]]
    assert parts.test.inputs.tolist() == [[100, 1, 0], [200, 1, 0], [300, 1, 0]]
    # The test rows are filled from the training rows as well.
    parts = replace(setup, split=Split([3, 4, 5], [0, 1, 2])).parts
    assert parts.test.inputs.tolist() == [[1, 0, 1], [200, 0, 1], [3, 1, 0]]


def test_whatever_the_test_rows_hold_the_training_rows_are_the_same(tmp_path):
    rng = np.random.default_rng(0)
    lines = [[f"{x:.3f}", "ab"[row % 2], f"{row}.5"] for row, x in enumerate(rng.normal(size=30))]
    for row in (3, 8, 20, 27):
        lines[row][0] = ""
    setups = []
    for number, changed in enumerate((None, "1e6")):
        dealt = folds(setups[0].dataset, 5, 0)[2] if setups else None
        if changed and dealt:
            for row in dealt.test.tolist():
                lines[row][0] = lines[row][0] and changed
        (tmp_path / f"{number}.csv").write_text("\n".join(map(",".join, [["x", "k", "y"], *lines])))
        setups.append(setup_for(str(tmp_path / f"{number}.csv"), Options(reading=ReadOptions(missing="fill"))))
    one, other = (replace(setup, split=dealt, scaling="standard").parts.train.inputs for setup in setups)
    assert setups[0].dataset.inputs[20, 0] != setups[1].dataset.inputs[20, 0]
    assert one.tolist() == other.tolist()


def test_each_fold_and_the_test_share_fill_from_their_training_rows(path, capsys):
    for words in (["--folds", "3"], ["--test-share", "0.3"]):
        assert main(["train", path, "--missing", "fill", "--epochs", "2", *words]) == 0
    capsys.readouterr()


def test_folds_that_have_nothing_to_fill_with_are_refused_before_the_first(tmp_path, capsys):
    (tmp_path / "f.csv").write_text("x,z,y\n,1,0.5\n,2,1.5\n3,3,2.5\n,4,3.5\n")
    words = ["--missing", "fill", "--inputs", "x,z", "--folds", "2"]
    assert main(["train", str(tmp_path / "f.csv"), *words]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines()[-1] == (
        'glassnet: --folds: no training row has a value of "x" to fill missing ones with'
    )


def test_what_the_learner_sets_is_no_longer_filled(path):
    dataset = filled(path).with_input(1, 0, 7.0).with_row([1, 0, 1], [2])
    assert dataset.filled[1].tolist() == [False] * 3
    assert dataset.filled.shape == (7, 3)
    assert filled_from(dataset.chosen(np.array([3, 4])), dataset).inputs[1, 0] == 7
    assert dataset.without_row(0).filled.shape == (6, 3)


def test_a_training_part_without_any_value_is_refused(tmp_path):
    (tmp_path / "f.csv").write_text("x,z,y\n,1,0.5\n,2,1.5\n3,3,2.5\n4,4,3.5\n5,5,4.5\n")
    setup = setup_for(str(tmp_path / "f.csv"), Options(reading=ReadOptions(missing="fill")))
    with pytest.raises(InvalidValue, match='no training row has a value of "x" to fill missing ones with'):
        _ = replace(setup, split=Split([0, 1], [2, 3, 4])).parts
