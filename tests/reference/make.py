"""Ask PyTorch and scikit-learn again and record what they compute: ``python -m tests.reference.make``.

Needs the extra ``compare``.
"""

import platform
from importlib.metadata import version

from engine.network.activations import HIDDEN_ACTIVATIONS
from engine.network.optimizers import OPTIMIZERS
from tests.reference import sklearn_peer, torch_peer
from tests.reference.cases import GOALS, gradient_cases, sklearn_cases, torch_cases
from tests.reference.curves import CURVES
from tests.reference.record import RECORDED, write_record


def main() -> None:
    """Write the record."""
    sections = {
        "made_with": {name: version(name) for name in ("torch", "scikit-learn", "numpy")} | {"on": platform.machine()},
        "activations": {name: torch_peer.activation(name) for name in HIDDEN_ACTIVATIONS},
        "losses": {f"{loss} {output}": torch_peer.loss(loss, output) for loss, output in GOALS},
        "optimizers": {name: torch_peer.updates(name) for name in OPTIMIZERS},
        "gradients": {case.name: torch_peer.error_and_gradient(case) for case in gradient_cases()},
        "curves": {name: torch_peer.curve(name) for name in CURVES},
        "parameters": {
            **{case.name: torch_peer.parameters(case) for case in torch_cases()},
            **{case.name: sklearn_peer.parameters(case) for case in sklearn_cases()},
        },
    }
    size = write_record(sections)
    print(f"{sum(map(len, sections.values()))} results in {size:,} characters: {RECORDED}")


if __name__ == "__main__":
    main()
