"""Expressions on a training: ``near(w5, was(w5) - rate * was(grad_w5))`` and ``phase >= 'error'``.

They are written with the names a learner sees. An expression is checked once, when it is read, and can be evaluated in
any situation after that.
"""

from __future__ import annotations

import ast
import warnings

from engine.quick_dataclass import dataclass
from engine.session.expressions.names import ValueKind
from engine.session.expressions.nodes import Node
from engine.session.expressions.reader import Reader
from engine.session.expressions.refusal import Spot
from engine.session.expressions.situation import Situation
from engine.session.expressions.tokens import parsable
from engine.wording import quoted

MOST_NODES = 120


@dataclass(frozen=True, eq=False)
class Expression:
    """A condition, a number, a phase or an optimiser, to be found in a situation. Immutable.

    Numbers of a sample (``a_h1``, ``s_h1``, ``delta_o1``, ``grad_w5``, ``i1``, ``y1``, ``E``) are those of the row that
    a state shows or trains, as the network sees them; ``mse``, ``error``, ``accuracy``, ``r2``, ``right`` and ``rows``
    are about all training rows. ``phase`` is the phase done last, and compares in the order of the walk: none, input,
    sums, activations, error, delta, update; of several layers' sums, each is just "sums".

    Attributes:
        text: How it is written.
        root: What it is made of.
    """

    text: str
    root: Node

    @property
    def kind(self) -> ValueKind:
        """What its value is."""
        return self.root.kind

    def value(self, situation: Situation) -> bool | float | str:
        """Find the value.

        A condition about a number that is not one (NaN) is false, whichever way it is put.

        Raises:
            ExpressionError: It has none: the network has no such name, a number is divided by zero, or there is no
                such step.
        """
        value = self.root.value(situation)
        return False if value is None else value


def parse_expression(text: str) -> Expression:
    """Read an expression. Names of a network, such as ``w99``, are looked up only when it is evaluated.

    Raises:
        ExpressionError: The text is no expression; the error says what is wrong and in which column.
    """
    parsed = f"({parsable(text)})"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # of 5(3), which is refused below
        try:
            tree = ast.parse(parsed, mode="eval").body
        except SyntaxError as error:
            raise _misplaced(text, (error.offset or 1) - 1) from None
    if sum(isinstance(node, ast.expr) for node in ast.walk(tree)) > MOST_NODES:
        raise Spot(text, 1).refusal(f"an expression has at most {MOST_NODES} names, numbers and operations")
    return Expression(text, Reader(text, parsed, offset=1).whole(tree))


def _misplaced(text: str, column: int) -> Exception:
    """Return the error for what Python's parser did not understand."""
    rest = text[max(0, column - 1) :].split()
    if not rest:
        return Spot(text, len(text) + 1).refusal("something is missing at the end")
    return Spot(text, max(1, column)).refusal(f"{quoted(rest[0])} does not fit here")
