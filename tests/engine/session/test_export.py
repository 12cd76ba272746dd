"""Results for JSON: the numbers by hand, in the units that they are said to have."""

import json
import math

import numpy as np
import pytest

from engine.analysis.evaluation import evaluate
from engine.data.dataset import Dataset
from engine.experiment.starts import Options, setup_for
from engine.network.network import Network
from engine.session.export import row_objects, scaling_object, score_object, without_infinities
from engine.session.session import Session

ANSWERS = Dataset(
    name="answers",
    inputs=[[3.0, 1.0], [2.0, 0.0], [0.0, 1.0], [0.0, 4.0]],
    expected=[[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [0.0, 1.0]],
    input_names=("a", "b"),
    output_names=("no", "yes"),
    task="classification",
    source="a test",
)
SAME = Network((2, 2), ("linear",), np.array([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]))
"""Its outputs are its inputs."""


def test_a_classification_by_hand() -> None:
    scores = score_object(evaluate(SAME, ANSWERS), ANSWERS, None)
    assert (scores["right"], scores["total"], scores["accuracy"]) == (3, 4, 0.75)
    assert scores["confusion"] == [[1, 0], [1, 2]]
    assert scores["classes"] == [
        {"name": "no", "rows": 1, "precision": 0.5, "recall": 1.0, "f1": 2 / 3},
        {"name": "yes", "rows": 3, "precision": 1.0, "recall": 2 / 3, "f1": 0.8},
    ]
    assert (scores["mse"], scores["error"]) == ((4 + 1 + 4 + 1 + 0 + 0 + 0 + 9) / 8, 19 / 8)
    assert (scores["r2"], scores["rmse"]) == (None, None)
    rows = row_objects(evaluate(SAME, ANSWERS), ANSWERS, None)
    assert [row["right"] for row in rows] == [True, False, True, True]
    assert rows[1] == {"row": 2, "inputs": [2.0, 0.0], "expected": [0.0, 1.0], "got": [2.0, 0.0], "right": False}


@pytest.mark.parametrize("scaling", ["standard", "minmax"])
def test_a_scaled_regression_is_in_the_units_of_the_data_but_for_its_mse(scaling: str) -> None:
    session = Session(setup_for("penguin-mass", Options(scaling=scaling, test_share=0.25)))
    session.run(500)
    state, setup = session.state, session.state.setup
    grams = setup.dataset.expected[setup.drawn_split.train, 0]
    deviation = state.scaling.outputs.scale[0]
    scores = score_object(state.evaluation, state.dataset, state.scaling)
    rows = row_objects(state.evaluation, state.dataset, state.scaling)
    assert [row["expected"] for row in rows] == grams[:, np.newaxis].tolist()
    assert [row["inputs"] for row in rows] == setup.dataset.inputs[setup.drawn_split.train].tolist()
    assert [row["row"] for row in rows] == (setup.drawn_split.train + 1).tolist()
    assert {row["right"] for row in rows} == {None}
    got = np.array([row["got"][0] for row in rows])
    assert scores["mse"] == state.evaluation.mse
    assert scores["rmse"] == pytest.approx(math.sqrt(np.square(got - grams).mean()))
    assert scores["rmse"] == pytest.approx(deviation * math.sqrt(scores["mse"]))
    assert scores["r2"] == pytest.approx(1 - np.square(got - grams).sum() / np.square(grams - grams.mean()).sum())
    for missing in ("right", "total", "accuracy", "confusion", "classes"):
        assert scores[missing] is None
    told = scaling_object(state.scaling)
    assert told["kind"] == scaling
    for side, own, scaled in (
        ("inputs", setup.dataset.inputs[setup.drawn_split.train], state.dataset.inputs),
        ("outputs", grams[:, np.newaxis], state.dataset.expected),
    ):
        assert ((own - told[side]["offset"]) / told[side]["scale"]).tolist() == scaled.tolist()


def test_data_that_are_not_scaled_have_no_scaling_and_classes_none_of_their_outputs() -> None:
    assert scaling_object(Session(setup_for("xor")).state.scaling) is None
    wine = Session(setup_for("wine", Options(scaling="standard"))).state
    told = scaling_object(wine.scaling)
    assert told["outputs"] is None
    assert len(told["inputs"]["offset"]) == 13
    (row, *_) = row_objects(wine.evaluation, wine.dataset, wine.scaling)
    assert row["inputs"] == wine.setup.dataset.inputs[0].tolist()
    assert row["got"] == wine.evaluation.outputs[0].tolist()


def test_json_has_null_where_a_number_is_not_finite() -> None:
    told = without_infinities({"a": [1.5, math.inf, [-math.inf]], "b": {"c": math.nan}, "d": "inf", "e": None, "f": 3})
    assert told == {"a": [1.5, None, [None]], "b": {"c": None}, "d": "inf", "e": None, "f": 3}
    assert json.loads(json.dumps(told, allow_nan=False)) == told
