"""Time to explain, slice, check and draw a network: ``python -m tests.benchmarks.explaining``.

Targets for 784-128-10: an explanation in 50 ms, a slice over 1,800 rows in 150 ms, all gradients checked in 2 s, a
picture in 10 ms. For 2-3-2: a picture in 4 ms, a decision map in 5 ms.
"""

import time
from collections.abc import Callable

import numpy as np

from engine.analysis.gradient_check import check, check_all
from engine.analysis.landscape import decision_map
from engine.analysis.slices import loss_slice
from engine.data.dataset import Dataset
from engine.experiment.setup import Setup
from engine.explaining.explain import explain
from engine.explaining.worked_step import context_for
from engine.network.initializers import initial_parameters
from engine.network.method import Method
from engine.network.network import Network, shape_text
from engine.network.places import Neuron, Weight
from engine.training.state import begin
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.network.picture import picture
from tui.panels.network.scene_of_state import scene_of

ROWS, REPEATS = 1800, 5


def milliseconds(work: Callable[[], object]) -> float:
    """Return the shortest of several times: the longer ones were disturbed."""

    def once() -> float:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return 1000 * min(once() for _ in range(REPEATS))


def timings(sizes: tuple[int, ...]) -> dict[str, float]:
    """Return the time of each operation on a network of this shape, in ms."""
    rng = np.random.default_rng(0)
    activations = ("sigmoid",) * (len(sizes) - 1)
    network = Network(sizes, activations, initial_parameters("glorot", sizes, activations, 0))
    columns = tuple(f"x{i}" for i in range(sizes[0])), tuple(f"y{i}" for i in range(sizes[-1]))
    inputs, expected = rng.uniform(size=(ROWS, sizes[0])), np.eye(sizes[-1])[rng.integers(0, sizes[-1], ROWS)]
    dataset = Dataset("drawn", inputs, expected, *columns, task="classification", source="a benchmark")
    setup = Setup("drawn", dataset, sizes, activations, initializer="glorot")
    scene = scene_of(begin(setup), None)
    sample, weight = (inputs[0], expected[0]), Weight(1, 2, 1)

    def explanation(subject: Neuron | Weight) -> str:
        return explain(subject, context_for(network, *sample, Method(0.1))).text()

    return {
        "explanation of a weight": milliseconds(lambda: explanation(weight)),
        "explanation of a neuron": milliseconds(lambda: explanation(Neuron(1, 2))),
        "slice, one sample": milliseconds(lambda: loss_slice(network, sample, weight, learning_rate=0.1)),
        f"slice, {ROWS:,} rows": milliseconds(lambda: loss_slice(network, dataset, weight, learning_rate=0.1)),
        "check of one gradient": milliseconds(lambda: check(network, *sample, weight)),
        "check of all gradients": milliseconds(lambda: check_all(network, *sample).worst()),
        "decision map, 80×40": milliseconds(lambda: decision_map(network, dataset, columns=80, rows=40).answers),
        "network picture, 70×18": milliseconds(lambda: picture(scene, Canvas(70, 18, DARK))),
    }


def main() -> None:
    """Print the times for some shapes."""
    for sizes in ((2, 3, 2), (64, 32, 10), (784, 128, 10), (784, 128, 64, 10)):
        print(shape_text(sizes))
        for what, took in timings(sizes).items():
            print(f"  {what:<28} {took:8.2f} ms")


if __name__ == "__main__":
    main()
