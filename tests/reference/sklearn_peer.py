"""The trainings of ``cases`` in scikit-learn.

scikit-learn has α inside the velocity, which is the same as long as α stays the same. Its regressor reports the mean
over the outputs but descends ½ Σ (a − y)²: the half-squared error.
"""

import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor

from engine.network.network import layer_matrices
from engine.network.optimizers import BETA_1, BETA_2, EPSILON, MOMENTUM
from tests.reference.cases import EPOCHS, RATES, ROWS, SIZES, Case, data_for, start


def parameters(case: Case) -> list[float]:
    """Train a case; return the parameters in the engine's order."""
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
    model.partial_fit(inputs, targets, **arguments)  # allocates the arrays, which then get the starting values
    del model._optimizer
    for weights, biases, matrix in zip(model.coefs_, model.intercepts_, layer_matrices(start(), SIZES), strict=True):
        weights[:], biases[:] = matrix[:, :-1].T, matrix[:, -1]
    for _ in range(EPOCHS):
        model.partial_fit(inputs, targets)
    layers = zip(model.coefs_, model.intercepts_, strict=True)
    return np.concatenate([np.column_stack([weights.T, biases]).ravel() for weights, biases in layers]).tolist()
