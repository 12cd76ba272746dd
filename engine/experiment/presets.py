"""Presets: the article's worked example and its programs, and a well-known worked example, ready to train."""

from __future__ import annotations

from dataclasses import replace

from engine.arrays import frozen
from engine.data.bundled import BUNDLED, bundled_file
from engine.data.dataset import Dataset
from engine.experiment.setup import Setup
from engine.network.method import Method

_TEN_ROWS = (
    *((2.7810836, 2.550537003), (1.465489372, 2.362125076), (3.396561688, 4.400293529), (1.38807019, 1.850220317)),
    *((3.06407232, 3.005305973), (7.627531214, 2.759262235), (5.332441248, 2.088626775), (6.922596716, 1.77106367)),
    *((8.675418651, -0.242068655), (7.673756466, 3.508563011)),
)
"""The inputs of the bundled ``ten-rows``, five of each class, so that a preset opens without reading a file."""


def _walkthrough() -> Setup:
    row = Dataset(
        name="walkthrough",
        inputs=frozen([[2.78, 2.55]]),
        expected=frozen([[0.1, 0.9]]),
        input_names=("i1", "i2"),
        output_names=("o1", "o2"),
        task="regression",
        source="the article's worked example",
    )
    hidden, output = [0.1, 0.2, 0.5, 0.3, 0.4, 0.12], [0.5, 0.6, 0.2, 0.7, 0.8, 0.4]
    return Setup(
        name="walkthrough",
        dataset=row,
        sizes=(2, 2, 2),
        activations=("sigmoid", "sigmoid"),
        initializer="uniform",
        epochs=1,
        method=Method(shuffle=False),
        parameters=frozen(hidden + output),
        worked_example=True,
    )


def _article(name: str, hidden: int) -> Setup:
    return Setup(
        name=name,
        dataset=Dataset(
            name="ten-rows",
            inputs=frozen(_TEN_ROWS),
            expected=frozen([[1.0, 0.0]] * 5 + [[0.0, 1.0]] * 5),
            input_names=("i1", "i2"),
            output_names=("0", "1"),
            task="classification",
            source=BUNDLED["ten-rows"].source,
        ),
        sizes=(2, hidden, 2),
        activations=("sigmoid", "sigmoid"),
        initializer="uniform",
        method=Method(shuffle=False),
    )


def _level3() -> Setup:
    # Keras shuffles. With all rows in one batch that only changes the order of summation, so shuffling is off here as
    # in the article's other programs.
    return replace(
        _article("level3", 3),
        activations=("sigmoid", "linear"),
        loss="mse",
        method=Method(0.001, "adam", batch_size=32, shuffle=False),
        initializer="glorot",
        epochs=200,
    )


def _mazur() -> Setup:
    from engine.experiment.worked_example import read_worked_example  # tomllib takes a while to import

    with bundled_file("mazur.toml") as path:
        return read_worked_example(path)


PRESETS = {
    "walkthrough": (_walkthrough, "the article's worked example: one row, weights given"),
    "level1": (lambda: _article("level1", 2), "the article's first program: ten rows"),
    "level2": (lambda: _article("level2", 3), "the article's second program: ten rows"),
    "level3": (_level3, "the article's third program, with Keras: linear outputs, MSE, Adam, one batch"),
    "mazur": (_mazur, "the worked example of Mazur's tutorial: one row, weights given, biases frozen"),
}
