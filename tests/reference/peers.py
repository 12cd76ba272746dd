"""The same trainings in PyTorch and in scikit-learn, from the same start. Each is imported where it is used.

Where a library defines a thing otherwise than the engine, it is given the parameters with which it is the same:

- PyTorch's Adam adds ε to the root of the corrected moment, the engine to that of the raw one (as Keras and
  scikit-learn do): at update t it is given ε / √(1 − β₂ᵗ), which is the same number.
- PyTorch means binary cross-entropy over the outputs, the engine adds it up: its sum is taken and divided by the rows.
- Keras's ε of 1e-7 and ρ of 0.9 are passed; L2 is PyTorch's weight_decay, for the weights alone.
- scikit-learn has α inside the velocity, which is the same as long as α stays the same. Its regressor shows the mean
  over the outputs and descends ½ Σ (a − y)²: the half-squared error.
"""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np

from engine.network.optimizers import BETA_1, BETA_2, EPSILON, MOMENTUM, RHO
from tests.reference.cases import EPOCHS, RATES, ROWS, SIZES, Case, data_for, start


def parameters(case: Case) -> np.ndarray:
    """Train a case with its library; return the weights and biases in the engine's order."""
    return {"torch": torch_parameters, "sklearn": sklearn_parameters}[case.library](case)


def _start_by_layer() -> list[np.ndarray]:
    matrices, position = [], 0
    for inputs, neurons in pairwise(SIZES):
        end = position + neurons * (inputs + 1)
        matrices.append(start()[position:end].reshape(neurons, inputs + 1))
        position = end
    return matrices


def torch_parameters(case: Case) -> np.ndarray:
    """Train a case with PyTorch."""
    import torch

    torch.set_num_threads(1)
    layers = []
    for matrix in _start_by_layer():
        layer = torch.nn.Linear(matrix.shape[1] - 1, matrix.shape[0], dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(matrix[:, :-1]))
            layer.bias.copy_(torch.tensor(matrix[:, -1]))
        layers.append(layer)
    inputs, expected = (torch.tensor(values) for values in data_for(case))
    optimizer = _torch_optimizer(case, layers)
    size, updates = case.batch_size or ROWS, 0
    for _ in range(EPOCHS):
        for first in range(0, ROWS, size):
            x, y = inputs[first : first + size], expected[first : first + size]
            optimizer.zero_grad()
            _torch_loss(case, layers[1](_torch_activation(case.hidden, layers[0](x))), y).backward()
            updates += 1
            if case.optimizer == "adam":
                for group in optimizer.param_groups:
                    group["eps"] = EPSILON / sqrt(1.0 - BETA_2**updates)
            optimizer.step()
    parts = [torch.cat([layer.weight, layer.bias[:, None]], dim=1).detach().numpy().ravel() for layer in layers]
    return np.concatenate(parts)


def _torch_activation(name: str, sums: Any) -> Any:
    import torch

    functions = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "leaky-relu": torch.nn.functional.leaky_relu,
        "linear": lambda values: values,
    }
    return functions[name](sums)


def _torch_loss(case: Case, sums: Any, y: Any) -> Any:
    from torch.nn import functional

    if case.output == "softmax":
        return functional.cross_entropy(sums, y)
    if case.loss == "cross-entropy":
        return functional.binary_cross_entropy_with_logits(sums, y, reduction="sum") / len(y)
    a = _torch_activation(case.output, sums)
    if case.loss == "mse":
        return functional.mse_loss(a, y)
    return 0.5 * functional.mse_loss(a, y, reduction="sum") / len(y)


def _torch_optimizer(case: Case, layers: list[Any]) -> Any:
    from torch import optim

    groups = [
        {"params": [layer.weight for layer in layers], "weight_decay": case.l2},
        {"params": [layer.bias for layer in layers], "weight_decay": 0.0},
    ]
    rate = RATES[case.optimizer]
    makers = {
        "sgd": lambda: optim.SGD(groups, lr=rate),
        "momentum": lambda: optim.SGD(groups, lr=rate, momentum=MOMENTUM),
        "nesterov": lambda: optim.SGD(groups, lr=rate, momentum=MOMENTUM, nesterov=True),
        "rmsprop": lambda: optim.RMSprop(groups, lr=rate, alpha=RHO, eps=EPSILON),
        "adam": lambda: optim.Adam(groups, lr=rate, betas=(BETA_1, BETA_2)),
    }
    return makers[case.optimizer]()


def sklearn_parameters(case: Case) -> np.ndarray:
    """Train a case with scikit-learn."""
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    inputs, expected = data_for(case)
    targets = expected.argmax(axis=1) if case.output == "softmax" else expected
    model = (MLPRegressor if case.output == "linear" else MLPClassifier)(
        hidden_layer_sizes=SIZES[1:-1],
        activation={"sigmoid": "logistic", "linear": "identity"}.get(case.hidden, case.hidden),
        solver="adam" if case.optimizer == "adam" else "sgd",
        alpha=0.0,
        batch_size=case.batch_size or ROWS,
        learning_rate_init=RATES[case.optimizer],
        momentum=0.0 if case.optimizer == "sgd" else MOMENTUM,
        nesterovs_momentum=case.optimizer == "nesterov",
        shuffle=False,
        beta_1=BETA_1,
        beta_2=BETA_2,
        epsilon=EPSILON,
    )
    arguments = {} if case.output == "linear" else {"classes": np.arange(SIZES[-1])}
    model.partial_fit(inputs, targets, **arguments)  # makes the arrays, which then are set to the start
    del model._optimizer
    for weights, biases, matrix in zip(model.coefs_, model.intercepts_, _start_by_layer(), strict=True):
        weights[:], biases[:] = matrix[:, :-1].T, matrix[:, -1]
    for _ in range(EPOCHS):
        model.partial_fit(inputs, targets)
    found = zip(model.coefs_, model.intercepts_, strict=True)
    return np.concatenate([np.column_stack([weights.T, biases]).ravel() for weights, biases in found])
