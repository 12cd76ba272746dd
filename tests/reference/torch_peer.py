"""The same computations in PyTorch.

Where PyTorch defines a thing otherwise than the engine, it is given the parameters with which it is the same:

- PyTorch's Adam adds ε to the root of the corrected moment, the engine to that of the raw one (as Keras and
  scikit-learn do): at update t PyTorch is given ε / √(1 − β₂ᵗ), which is the same number.
- PyTorch averages binary cross-entropy over the outputs, the engine sums it: PyTorch's sum is divided by the rows.
- Keras's ε of 1e-7 and ρ of 0.9 are passed; L2 is PyTorch's weight_decay, for the weights alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from engine.network.network import layer_matrices
from engine.network.optimizers import BETA_1, BETA_2, EPSILON, MOMENTUM, RHO
from tests.reference import curves, parts
from tests.reference.cases import EPOCHS, ROWS, Case, setup_of

torch.set_num_threads(1)

ACTIVATIONS: dict[str, Any] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky-relu": functional.leaky_relu,
    "linear": lambda sums: sums,
}


class Training:
    """A network, its loss and its optimiser, from the same start as the engine's."""

    def __init__(self, setup: Any) -> None:
        self.setup, self.updates = setup, 0
        self.layers = []
        for matrix in layer_matrices(setup.network().parameters, setup.sizes):
            layer = torch.nn.Linear(matrix.shape[1] - 1, matrix.shape[0], dtype=torch.float64)
            with torch.no_grad():
                layer.weight.copy_(torch.tensor(matrix[:, :-1]))
                layer.bias.copy_(torch.tensor(matrix[:, -1]))
            self.layers.append(layer)
        weights, biases = [layer.weight for layer in self.layers], [layer.bias for layer in self.layers]
        groups = [{"params": weights, "weight_decay": setup.method.l2}, {"params": biases, "weight_decay": 0.0}]
        self.optimizer = optimizer_for(setup.method.optimizer, groups, setup.method.learning_rate)

    def sums(self, x: Any) -> Any:
        """Return the sums of the output layer for many rows."""
        for name, layer in zip(self.setup.activations, self.layers[:-1], strict=False):
            x = ACTIVATIONS[name](layer(x))
        return self.layers[-1](x)

    def error(self, x: Any, y: Any) -> Any:
        """Return the mean error of a batch."""
        return errors(self.setup.loss, self.setup.activations[-1], self.sums(x), y).mean()

    def train(self, batches: Iterable[tuple[Any, Any]]) -> None:
        """Make one update for each batch."""
        for x, y in batches:
            self.optimizer.zero_grad()
            self.error(x, y).backward()
            self.updates += 1
            update(self.optimizer, self.updates)

    def flat(self, values: Any) -> list[float]:
        """Return a number for each parameter, in the engine's order; ``values`` picks it from the tensor."""
        pairs = [(values(layer.weight), values(layer.bias)) for layer in self.layers]
        return torch.cat([torch.cat([w, b[:, None]], dim=1).detach().ravel() for w, b in pairs]).tolist()


def errors(loss: str, output: str, sums: Any, y: Any) -> Any:
    """Return the error of each row."""
    if output == "softmax":
        return functional.cross_entropy(sums, y, reduction="none")
    if loss == "cross-entropy":
        return functional.binary_cross_entropy_with_logits(sums, y, reduction="none").sum(dim=1)
    squares = functional.mse_loss(ACTIVATIONS[output](sums), y, reduction="none")
    return squares.mean(dim=1) if loss == "mse" else 0.5 * squares.sum(dim=1)


def optimizer_for(name: str, parameters: Any, rate: float) -> Any:
    """Return an optimiser."""
    makers = {
        "sgd": lambda: torch.optim.SGD(parameters, lr=rate),
        "momentum": lambda: torch.optim.SGD(parameters, lr=rate, momentum=MOMENTUM),
        "nesterov": lambda: torch.optim.SGD(parameters, lr=rate, momentum=MOMENTUM, nesterov=True),
        "rmsprop": lambda: torch.optim.RMSprop(parameters, lr=rate, alpha=RHO, eps=EPSILON),
        "adam": lambda: torch.optim.Adam(parameters, lr=rate, betas=(BETA_1, BETA_2)),
    }
    return makers[name]()


def update(optimizer: Any, t: int) -> None:
    """Make update t, from 1."""
    if isinstance(optimizer, torch.optim.Adam):
        for group in optimizer.param_groups:
            group["eps"] = EPSILON / sqrt(1.0 - BETA_2**t)
    optimizer.step()


def activation(name: str) -> list[list[float]]:
    """Return the values and the derivatives of an activation at ``parts.POINTS``."""
    points = torch.tensor(parts.POINTS, requires_grad=True)
    values = ACTIVATIONS[name](points)
    values.sum().backward()
    return [values.tolist(), points.grad.tolist()]


def loss(name: str, output: str) -> list[list[float]]:
    """Return for each row of ``parts.SUMS`` the error E, followed by ∂E/∂s of each output."""
    sums = torch.tensor(parts.SUMS, requires_grad=True)
    of_rows = errors(name, output, sums, torch.tensor(parts.EXPECTED))
    of_rows.sum().backward()
    return torch.cat([of_rows.detach()[:, None], sums.grad], dim=1).tolist()


def updates(name: str) -> list[list[float]]:
    """Return the parameters after each update by ``parts.GRADIENTS``, beginning at 0."""
    parameters, path = torch.zeros(4, dtype=torch.float64), []
    optimizer = optimizer_for(name, [parameters], 1.0)
    for t, (gradient, rate) in enumerate(zip(parts.GRADIENTS, parts.RATES, strict=True), 1):
        parameters.grad, optimizer.param_groups[0]["lr"] = torch.tensor(gradient), rate
        update(optimizer, t)
        path.append(parameters.tolist())
    return path


def error_and_gradient(case: Case) -> list[float]:
    """Return the mean error over the rows at the start, followed by its gradient."""
    setup = setup_of(case)
    training, error = Training(setup), None
    error = training.error(torch.tensor(setup.dataset.inputs), torch.tensor(setup.dataset.expected))
    error.backward()
    return [error.item(), *training.flat(lambda tensor: tensor.grad)]


def parameters(case: Case) -> list[float]:
    """Train a case; return the parameters in the engine's order."""
    setup = setup_of(case)
    training, x, y = Training(setup), torch.tensor(setup.dataset.inputs), torch.tensor(setup.dataset.expected)
    size = case.batch_size or ROWS
    for _ in range(EPOCHS):
        training.train(zip(x.split(size), y.split(size), strict=True))
    return training.flat(lambda tensor: tensor)


def curve(name: str) -> list[float]:
    """Train on real data; return the MSE over all rows after each epoch."""
    setup = curves.setup_of(name)
    data, training, found = setup.parts.train, Training(setup), []
    x, y = torch.tensor(data.inputs), torch.tensor(data.expected)
    function = ACTIVATIONS.get(setup.activations[-1], lambda sums: torch.softmax(sums, dim=1))
    for order in curves.orders(setup):
        batches = torch.tensor(np.array(order)).split(setup.method.batch_size or data.rows)
        training.train((x[rows], y[rows]) for rows in batches)
        with torch.no_grad():
            found.append(functional.mse_loss(function(training.sums(x)), y).item())
    return found
