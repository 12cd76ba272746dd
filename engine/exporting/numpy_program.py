"""A trained network as a program of plain NumPy, as the article writes one."""

from __future__ import annotations

from engine.exporting.model import Model
from engine.exporting.python_source import imports, judged, names, numbers, predict, seen_inputs
from engine.network.activations import LEAK

_FUNCTIONS = {
    "sigmoid": "0.5 * (1 + np.tanh(s / 2))  # 1 / (1 + e^-s), which cannot overflow",
    "tanh": "np.tanh(s)",
    "relu": "np.maximum(s, 0)",
    "leaky-relu": f"np.maximum(s, {LEAK} * s)",
    "linear": "s",
    "softmax": "np.exp(s - np.logaddexp.reduce(s, axis=1, keepdims=True))  # e^s / the sum of e^s",
}


def numpy_program(model: Model) -> str:
    """Return the program; it prints ``MSE`` and the number."""
    used = dict.fromkeys(layer.activation for layer in model.layers)
    functions = "\n\n\n".join(f"def {_named(name)}(s):\n    return {_FUNCTIONS[name]}" for name in used)
    return f'''"""A network that glassnet has trained, in plain NumPy. It prints its MSE."""

{imports(model)}

# A row of W holds the weights into a neuron, b their biases: s = W a + b, a = f(s).
{numbers(model)}
{names(model)}


{functions}


def forward(x):
    """Return the outputs for inputs in their own units, shape (rows, inputs)."""
{_passes(model)}
    return a


{predict(model)}{judged(model)}
'''


def _named(activation: str) -> str:
    return activation.replace("-", "_")


def _passes(model: Model) -> str:
    lines = [f"    a = {seen_inputs(model)}" + ("" if model.inputs is None else "  # as the network sees them")]
    for number, layer in enumerate(model.layers, start=1):
        lines.append(f"    a = {_named(layer.activation)}(a @ W{number}.T + b{number})")
    return "\n".join(lines)
