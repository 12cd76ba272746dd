"""A trained network as a program for PyTorch or Keras: the same layers, with the same numbers."""

from __future__ import annotations

from engine.exporting.model import Model
from engine.exporting.python_source import imports, judged, names, numbers, predict, seen_inputs
from engine.network.activations import LEAK

_PYTORCH = {
    "sigmoid": "nn.Sigmoid()",
    "tanh": "nn.Tanh()",
    "relu": "nn.ReLU()",
    "leaky-relu": f"nn.LeakyReLU({LEAK})",
    "softmax": "nn.Softmax(dim=-1)",
}
_KERAS = {
    "sigmoid": 'layers.Activation("sigmoid")',
    "tanh": 'layers.Activation("tanh")',
    "relu": 'layers.Activation("relu")',
    "leaky-relu": f"layers.LeakyReLU(negative_slope={LEAK})",
    "softmax": 'layers.Activation("softmax")',
}
"""The layer of each activation; a linear one needs none."""


def pytorch_program(model: Model) -> str:
    """Return the program; it prints ``MSE`` and the number."""
    lines = []
    for layer in model.layers:
        neurons, inputs = layer.weights.shape
        lines.append(f"nn.Linear({inputs}, {neurons}, dtype=torch.float64)")
        lines += [_PYTORCH[layer.activation]] if layer.activation in _PYTORCH else []
    return f'''"""A network that glassnet has trained, for PyTorch. It prints its MSE."""

{imports(model, "import torch", "from torch import nn")}

# A row of W holds the weights into a neuron, b their biases.
{numbers(model)}
{names(model)}

model = nn.Sequential(
{_indented(lines)})
with torch.no_grad():
    linear = [layer for layer in model if isinstance(layer, nn.Linear)]
    for layer, weights, biases in zip(linear, {_listed(model, "W")}, {_listed(model, "b")}):
        layer.weight.copy_(torch.from_numpy(weights))
        layer.bias.copy_(torch.from_numpy(biases))


{_forward(model, "model(torch.from_numpy({seen})).detach().numpy()")}


{predict(model)}{judged(model)}
'''


def keras_program(model: Model) -> str:
    """Return the program; it prints ``MSE`` and the number."""
    lines = [f"keras.Input(({len(model.input_names)},))"]
    for layer in model.layers:
        lines.append(f"layers.Dense({len(layer.biases)})")
        lines += [_KERAS[layer.activation]] if layer.activation in _KERAS else []
    return f'''"""A network that glassnet has trained, for Keras 3. It prints its MSE."""

{imports(model, "import keras", "from keras import layers")}

keras.config.set_floatx("float64")

# A row of W holds the weights into a neuron, b their biases; Keras wants a column for each neuron.
{numbers(model)}
{names(model)}

model = keras.Sequential([
{_indented(lines)}])
dense = [layer for layer in model.layers if isinstance(layer, layers.Dense)]
for layer, weights, biases in zip(dense, {_listed(model, "W")}, {_listed(model, "b")}):
    layer.set_weights([weights.T, biases])


{_forward(model, "keras.ops.convert_to_numpy(model({seen}))")}


{predict(model)}{judged(model)}
'''


def _indented(lines: list[str]) -> str:
    return "".join(f"    {line},\n" for line in lines)


def _listed(model: Model, letter: str) -> str:
    return f"[{', '.join(f'{letter}{number}' for number in range(1, len(model.layers) + 1))}]"


def _forward(model: Model, call: str) -> str:
    """Return the function of the network's outputs.

    Args:
        model: The network.
        call: The expression of its outputs for the inputs ``{seen}``, as the network sees them.
    """
    return f'''def forward(x):
    """Return the outputs for inputs in their own units, shape (rows, inputs)."""
    return {call.format(seen=seen_inputs(model))}'''
