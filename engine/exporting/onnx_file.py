"""A trained network as an ONNX graph in float64. The extra ``onnx`` brings the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.arrays import FloatArray
from engine.errors import InvalidValue
from engine.exporting.model import Model
from engine.network.activations import LEAK

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto

OPSET, IR_VERSION = 18, 9
"""Of 2023, so that runtimes of today know them."""
_OPERATORS = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "Relu", "softmax": "Softmax"}


def onnx_file(model: Model) -> bytes:
    """Return the graph: ``inputs`` in their own units, shape (rows, inputs), lead to ``outputs``.

    In a scaled regression ``outputs`` are the network's numbers, and ``predicted`` are those in their own units.

    Raises:
        InvalidValue: The library is not installed.
    """
    try:
        from onnx import TensorProto, checker, helper
    except ImportError:
        raise InvalidValue("onnx needs its library: pip install 'glassnet[onnx]'") from None
    graph = _Graph()
    last = graph.scaled("inputs", model)
    for number, layer in enumerate(model.layers, start=1):
        sums = [last, graph.constant(f"W{number}", layer.weights), graph.constant(f"b{number}", layer.biases)]
        name = "outputs" if number == len(model.layers) else f"a{number}"
        last = graph.activated(graph.node("Gemm", sums, f"s{number}", transB=1), layer.activation, name)
    results = [("outputs", len(model.layers[-1].biases))]
    if model.outputs is not None:
        stretched = graph.node("Mul", [last, graph.constant("output_scale", model.outputs.scale)], "stretched")
        graph.node("Add", [stretched, graph.constant("output_offset", model.outputs.offset)], "predicted")
        results.append(("predicted", len(model.outputs.scale)))
    made = helper.make_graph(
        graph.nodes,
        "glassnet",
        [helper.make_tensor_value_info("inputs", TensorProto.DOUBLE, ["rows", len(model.input_names)])],
        [helper.make_tensor_value_info(name, TensorProto.DOUBLE, ["rows", width]) for name, width in results],
        graph.constants,
    )
    whole = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="glassnet")
    whole.ir_version = IR_VERSION
    checker.check_model(whole)
    return bytes(whole.SerializeToString(deterministic=True))


class _Graph:
    """The nodes and constants of a graph, as they are added.

    Attributes:
        nodes: The nodes in the order in which they are computed.
        constants: The arrays that they take.
    """

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def node(self, operator: str, inputs: list[str], output: str, **attributes: int) -> str:
        """Add a node and return the name of its output."""
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def constant(self, name: str, values: FloatArray) -> str:
        """Add an array and return its name."""
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def scaled(self, inputs: str, model: Model) -> str:
        """Add what makes inputs in their own units those that the network sees."""
        if model.inputs is None:
            return inputs
        centred = self.node("Sub", [inputs, self.constant("input_offset", model.inputs.offset)], "centred")
        return self.node("Div", [centred, self.constant("input_scale", model.inputs.scale)], "seen")

    def activated(self, sums: str, activation: str, output: str) -> str:
        """Add an activation. A leaky ReLU is written out: runtimes know it in float32 only."""
        if activation == "leaky-relu":
            leaked = self.node("Mul", [sums, self.constant(f"leak_{output}", np.array(LEAK))], f"leaked_{output}")
            return self.node("Max", [sums, leaked], output)
        return self.node(_OPERATORS.get(activation, "Identity"), [sums], output)
