"""A trained network as a program of C99: arrays and a function for the forward pass."""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence

from engine.arrays import FloatArray
from engine.errors import InvalidValue
from engine.exporting.literals import array_literal, list_literal
from engine.exporting.model import Model, Rows
from engine.network.activations import LEAK

MOST_NUMBERS = 1_000_000
_PLAIN = frozenset((string.ascii_letters + string.digits + " .,:;_-+=()").encode())
"""Bytes that mean nothing in a literal of C: no quote, no backslash, and no ? of a trigraph."""
_FUNCTIONS = {
    "sigmoid": "0.5 * (1.0 + tanh(s / 2.0))",  # 1 / (1 + e^-s), which cannot overflow
    "tanh": "tanh(s)",
    "relu": "s > 0.0 ? s : 0.0",
    "leaky-relu": f"s > 0.0 ? s : {LEAK} * s",
    "linear": "s",
}
_SOFTMAX = """
    double largest = a{layer}[0], sum = 0.0;
    for (int j = 1; j < {neurons}; j++) largest = a{layer}[j] > largest ? a{layer}[j] : largest;
    for (int j = 0; j < {neurons}; j++) sum += a{layer}[j] = exp(a{layer}[j] - largest);
    for (int j = 0; j < {neurons}; j++) a{layer}[j] /= sum;"""


def c_program(model: Model) -> str:
    """Return the program; it prints ``MSE`` and the number.

    Raises:
        InvalidValue: There are too many numbers for a source.
    """
    if sum(array.size for array in model.arrays.values()) > MOST_NUMBERS:
        raise InvalidValue(f"c: the network and its rows have more than {MOST_NUMBERS:,} numbers; npz takes any number")
    inputs, outputs = len(model.input_names), len(model.layers[-1].biases)
    arrays = "\n".join(f"static const double {name}{_array(array)};" for name, array in model.arrays.items())
    return f"""/* A network that glassnet has trained, in C99: cc -std=c99 FILE.c -lm. It prints its MSE. */
#include <math.h>
#include <stdio.h>

/* A row of W holds the weights into a neuron, b their biases: s = W a + b, a = f(s). */
{arrays}
{_texts("inputs", model.input_names)}
{_texts("classes" if model.task == "classification" else "outputs", model.output_names)}

/* Compute the outputs for inputs in their own units. */
static void forward(const double x[{inputs}], double y[{outputs}])
{{
{chr(10).join(_passes(model))}
}}

int main(void)
{{
    double y[{outputs}];
{chr(10).join(_judged(rows, model) for rows in model.rows)}
    return 0;
}}
"""


def _array(array: FloatArray) -> str:
    size = "".join(f"[{length}]" for length in array.shape)
    return f"{size} = {array_literal(array, '{}')}"


def _texts(name: str, texts: Sequence[str]) -> str:
    return f"const char *const {name}[] = {list_literal([_literal(text) for text in texts], '{}')};"


def _literal(text: str) -> str:
    """Write a text as a literal: a byte that is not plain is a number of three digits, which nothing can extend."""
    return '"' + "".join(chr(byte) if byte in _PLAIN else f"\\{byte:03o}" for byte in text.encode("utf-8")) + '"'


def _passes(model: Model) -> Iterator[str]:
    inputs = len(model.input_names)
    yield f"    double a0[{inputs}];"
    seen = "x[i]" if model.inputs is None else "(x[i] - input_offset[i]) / input_scale[i]"
    yield f"    for (int i = 0; i < {inputs}; i++) a0[i] = {seen};"
    for number, layer in enumerate(model.layers, start=1):
        neurons, sources = layer.weights.shape
        value = _FUNCTIONS.get(layer.activation, "s")
        yield f"    double a{number}[{neurons}];"
        yield f"    for (int j = 0; j < {neurons}; j++) {{"
        yield f"        double s = b{number}[j];"
        yield f"        for (int i = 0; i < {sources}; i++) s += W{number}[j][i] * a{number - 1}[i];"
        yield f"        a{number}[j] = {value};"
        softmax = _SOFTMAX.format(layer=number, neurons=neurons) if layer.activation == "softmax" else ""
        yield f"    }}{softmax}"
    yield f"    for (int j = 0; j < {neurons}; j++) y[j] = a{len(model.layers)}[j];"


def _judged(rows: Rows, model: Model) -> str:
    """Write the lines that print the MSE over some rows, and how many of them are right."""
    count, outputs = rows.expected.shape
    label = "" if rows.name == "train" else f"{rows.name} "
    expected = f"{rows.name}_expected[row][j]"
    wanted = expected if model.outputs is None else f"({expected} - output_offset[j]) / output_scale[j]"
    is_class = model.task == "classification"
    lines = [
        f"    double {rows.name}_sum = 0.0;",
        *([f"    int {rows.name}_right = 0;"] if is_class else []),
        f"    for (int row = 0; row < {count}; row++) {{",
        f"        forward({rows.name}_inputs[row], y);",
        *(["        int got = 0, wanted = 0;"] if is_class and not model.has_one_output else []),
        f"        for (int j = 0; j < {outputs}; j++) {{",
        f"            double off = y[j] - {wanted};",
        f"            {rows.name}_sum += off * off;",
    ]
    if is_class and model.has_one_output:
        lines.append(f"            {rows.name}_right += (y[j] > 0.5) == ({expected} > 0.5);")
    elif is_class:
        lines.append("            if (y[j] > y[got]) got = j;")
        lines.append(f"            if ({expected} > {rows.name}_expected[row][wanted]) wanted = j;")
    lines.append("        }")
    if is_class and not model.has_one_output:
        lines.append(f"        {rows.name}_right += got == wanted;")
    lines += ["    }", f'    printf("{label}MSE %.17g\\n", {rows.name}_sum / ({count}.0 * {outputs}.0));']
    if is_class:
        lines.append(f'    printf("{label}right %d of {count}\\n", {rows.name}_right);')
    return "\n".join(lines)
