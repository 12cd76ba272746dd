"""A number, a sample or a step of training worked out on paper: the inspector's formulas as Markdown or LaTeX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from engine.errors import InvalidValue
from engine.explaining.explain import explain, explain_quantity
from engine.explaining.explanation import Explanation, ExplanationLine
from engine.explaining.worked_step import Context, context_of
from engine.exporting.math_source import math_source
from engine.exporting.trained import SAMPLE, STEP, Trained
from engine.network.network import shape_text
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.network.quantities import ERROR, Kind, Quantity
from engine.network.subjects import parse_subject
from engine.training.state import TrainingState

MOST_PARAMETERS = 200
"""The largest network of which a whole sample is worked out."""
_REMARKS = ("where", "note")
"""The lines below a formula: what a function in it means, and a note."""
Part = tuple[str, Sequence[Explanation]]
"""A heading, and what stands below it."""


def markdown_derivation(trained: Trained) -> str:
    """Return a derivation as Markdown, with mathematics between two dollar signs."""
    lines = [f"# {_title(trained)}", "", _about(trained.state)]
    for heading, explanations in _parts(trained):
        lines += ["", f"## {heading}"]
        for one in explanations:
            lines += ["", "$$", r"\begin{aligned}", " \\\\\n".join(_aligned(one)), r"\end{aligned}", "$$"]
            lines += [f"\n${math_source(line.text)}$" for line in _remarks(one)]
    return "\n".join(lines) + "\n"


def latex_derivation(trained: Trained) -> str:
    """Return a derivation as a LaTeX document; a formula that is too long for a line is broken at its signs."""
    lines = [
        r"\documentclass{article}",
        r"\usepackage{amsmath}",
        r"\setlength{\parindent}{0pt}",
        r"\setlength{\lineskiplimit}{3pt}",
        r"\setlength{\lineskip}{5pt}",
        r"\raggedright",
        r"\begin{document}",
        rf"\section*{{{_title(trained)}}}",
        _about(trained.state),
    ]
    for heading, explanations in _parts(trained):
        lines.append(rf"\subsection*{{{heading}}}")
        for one in explanations:
            equations = [math_source(line.text) for line in _equations(one)]
            lines += ["", *(rf"\hangindent=2em $\displaystyle {equation}$\par" for equation in equations)]
            lines += [rf"{{\small ${math_source(line.text)}$\par}}" for line in _remarks(one)]
            lines.append(r"\medskip")
    return "\n".join([*lines, r"\end{document}"]) + "\n"


def _title(trained: Trained) -> str:
    return {SAMPLE: "A sample", STEP: "A step of training"}.get(trained.what, "Where a number comes from")


def _about(state: TrainingState) -> str:
    """Say which network and which row; no name of a file, a column or a class is written."""
    epoch, number = state.epoch, state.dataset.number(state.row)
    return f"A network of {shape_text(state.network.sizes)} neurons after {epoch} epochs, row {number} of its data."


def _parts(trained: Trained) -> Iterator[Part]:
    """Yield what is worked out.

    Raises:
        InvalidValue: The network has nothing of that name, or is too large for all of it.
    """
    state, of = trained.state, trained.what
    context, network = context_of(state), state.network
    if of not in (SAMPLE, STEP):
        account = explain(parse_subject(of, network.sizes), context)
        yield from ((one.heading, (one,)) for one in account.sections)
        return
    if network.parameters.size > MOST_PARAMETERS:
        raise InvalidValue(
            f"--of: a network of {network.parameters.size:,} parameters is too large for a whole {of}, which has at "
            f"most {MOST_PARAMETERS}: name one number, such as w5 or h1"
        )
    yield from _whole(context, with_update=of == STEP)


def _whole(context: Context, with_update: bool) -> Iterator[Part]:
    """Yield a sample in the order of the walk: forward, the error, backward, and then the update."""
    network = context.network
    layers = [[Neuron(layer, index) for index in range(size)] for layer, size in enumerate(network.sizes)][1:]
    parameters = [place for place in _parameters(network.sizes) if network.has(place)]
    shares = [Quantity(Kind.SHARE, Expected(index)) for index in range(network.sizes[-1])]
    forward = [Quantity(kind, one) for layer in layers for one in layer for kind in (Kind.SUM, Kind.ACTIVATION)]
    backward = [Quantity(Kind.DELTA, one) for layer in reversed(layers) for one in layer]
    wanted = {
        "Forward": forward,
        "Error": [*shares, ERROR],
        "Backward": backward,
        "Gradients": [Quantity(Kind.GRADIENT, place) for place in parameters],
    }
    if with_update:
        wanted["Update"] = [Quantity(Kind.NEXT, place) for place in parameters]
    for heading, quantities in wanted.items():
        yield heading, [explain_quantity(quantity, context) for quantity in quantities]


def _parameters(sizes: tuple[int, ...]) -> Iterator[Weight | Bias]:
    """Yield the weights as they are numbered, and then the biases."""
    layers = range(1, len(sizes))
    for layer in layers:
        pairs = product(range(sizes[layer]), range(sizes[layer - 1]))
        yield from (Weight(layer, target, source) for target, source in pairs)
    yield from (Bias(layer, target) for layer in layers for target in range(sizes[layer]))


def _equations(explanation: Explanation) -> list[ExplanationLine]:
    return [line for line in explanation.lines() if line.role not in _REMARKS]


def _remarks(explanation: Explanation) -> list[ExplanationLine]:
    return [line for line in explanation.lines() if line.role in _REMARKS]


def _aligned(explanation: Explanation) -> Iterator[str]:
    """Yield the equations with a mark before the first sign of equality of each."""
    for line in _equations(explanation):
        before, sign, after = line.text.partition("= ")
        yield f"{math_source(before)} &{sign}{math_source(after)}".strip()
