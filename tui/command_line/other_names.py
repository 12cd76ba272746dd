"""Options by the names that they have elsewhere, such as in scikit-learn, Keras or pandas."""

from __future__ import annotations

from collections.abc import Collection

_OTHER_NAMES = {
    "--activation": "act activations activation-function hidden-activation",
    "--batch-size": "batch bs minibatch mini-batch batches",
    "--bias": "biases no-bias use-bias fit-intercept intercept",
    "--decimal": "decimal-sign decimal-point",
    "--delimiter": "sep separator delim",
    "--encoding": "charset codec",
    "--epochs": "epoch n-epochs num-epochs max-epochs max-iter iterations iter n-iter",
    "--folds": "cv k-fold kfold n-splits n-folds cross-validate cross-validation",
    "--hidden": "hidden-layers hidden-layer hidden-layer-sizes hidden-units hidden-size units neurons",
    "--init": "initializer initialiser kernel-initializer weight-init init-weights",
    "--inputs": "input features columns usecols",
    "--kernel": "backend engine device",
    "--l2": "weight-decay regularization regularisation reg lambda decay",
    "--layers": "layer sizes shape architecture",
    "--learning-rate": "lr alpha eta rate step-size learning-rate-init",
    "--loss": "criterion loss-function cost error",
    "--max-rows": "nrows n-rows rows limit head",
    "--missing": "impute imputer fillna dropna na",
    "--missing-value": "missing-values na-values na-value nan",
    "--optimizer": "optimiser optim opt solver method",
    "--patience": "early-stopping n-iter-no-change",
    "--scale": "scaling scaler normalize normalise normalization standardise",
    "--seed": "random-state random-seed rng",
    "--split-seed": "split-state",
    "--target": "targets label labels output outputs target-column",
    "--target-mse": "tol tolerance",
    "--test-share": "test-size test-split test validation-split val-split validation-fraction holdout",
    "--version": "v ver",
    "--weights": "weight initial-weights load-weights load checkpoint",
    "--without": "drop exclude ignore skip drop-columns",
}
_MEANT = {name: option for option, names in _OTHER_NAMES.items() for name in names.split()}


def meant_option(word: str, known: Collection[str]) -> str | None:
    """Return the option that an unknown one stands for: spelled otherwise, or known by that name elsewhere."""
    plain = word.lower().replace("_", "-").lstrip("-")
    return f"--{plain}" if f"--{plain}" in known else _MEANT.get(plain)
