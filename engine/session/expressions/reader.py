"""From Python's syntax tree to the parts of an expression: an allow-list. What is not listed here is refused."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Sequence

from engine.session.expressions.names import CHOICES, FIXED, ValueKind, meant_by, name_of
from engine.session.expressions.nodes import (
    Arithmetic,
    At,
    Comparison,
    Computed,
    Connected,
    Constant,
    Denied,
    Named,
    Near,
    Negated,
    Node,
    Quotient,
    Used,
    Was,
)
from engine.session.expressions.refusal import Spot, nearest
from engine.session.expressions.tokens import DOT
from engine.wording import quoted

_ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_EQUALITY: dict[type[ast.cmpop], Callable[[float, float], bool]] = {ast.Eq: operator.eq, ast.NotEq: operator.ne}
_ORDER: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_COMPUTED: dict[str, Callable[..., float]] = {"abs": abs, "min": min, "max": max}
_USES = {
    "abs": "abs(x)",
    "min": "min(x, y)",
    "max": "max(x, y)",
    "near": "near(x, y) or near(x, y, tolerance)",
    "was": "was(x)",
    "at": "at('step', x)",
    "used": "used('verb')",
}
"""The functions and how each is written."""
_ARGUMENTS = {
    "abs": (1, 1),
    "min": (2, 99),
    "max": (2, 99),
    "near": (2, 3),
    "was": (1, 1),
    "at": (2, 2),
    "used": (1, 1),
}
"""The fewest and the most arguments of each."""

_LONELY_TEXT = "a text stands only in comparisons with phase or optimizer, in at and in used"


class Reader:
    """Reads one expression.

    Args:
        text: The expression as it was written, for refusals.
        offset: How many characters stand before it in what Python parsed.
        parsed: What Python parsed, in which columns are counted in bytes.
    """

    def __init__(self, text: str, parsed: str, offset: int) -> None:
        self._text = text
        self._bytes = parsed.encode()
        self._offset = offset
        self._elsewhere = ""  # the function whose state is spoken of: was or at

    def whole(self, tree: ast.expr) -> Node:
        """Read the whole expression.

        Raises:
            ExpressionError: As in ``read``, or it is only a text.
        """
        root = self.read(tree)
        if root.kind is ValueKind.TEXT:
            raise self._spot(tree).refusal(_LONELY_TEXT)
        return root

    def read(self, node: ast.expr) -> Node:
        """Read a part of the expression.

        Raises:
            ExpressionError: It is nothing that an expression is made of, or a part has the wrong kind.
        """
        match node:
            case ast.Constant(value=int() | float() | str() as value) if not isinstance(value, bool):
                return self._constant(node, value)
            case ast.Name(id=name):
                return self._name(node, name.replace(DOT, "."))
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                number = self._wanted(operand, ValueKind.NUMBER)
                return Negated(number) if isinstance(node.op, ast.USub) else number
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Denied(self._wanted(operand, ValueKind.TRUTH))
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as sign, right=right):
                numbers = self._wanted(left, ValueKind.NUMBER), self._wanted(right, ValueKind.NUMBER)
                return Arithmetic(_ARITHMETIC[type(sign)], *numbers)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return Quotient(
                    self._wanted(left, ValueKind.NUMBER), self._wanted(right, ValueKind.NUMBER), self._spot(right)
                )
            case ast.BoolOp(op=word, values=values):
                parts = tuple(self._wanted(value, ValueKind.TRUTH) for value in values)
                return Connected(isinstance(word, ast.Or), parts)
            case ast.Compare(left=left, ops=signs, comparators=others):
                return self._comparison([left, *others], signs)
            case ast.Call(func=ast.Name(id=name) as function, args=arguments, keywords=[]):
                return self._call(self._spot(function), name, arguments)
            case ast.Call(func=function) if not isinstance(function, ast.Name):
                raise self._spot(node).refusal(f'only a function comes before "(": {", ".join(_USES)}')
            case ast.Tuple():
                raise self._spot(node).refusal("a comma stands only between the values of a function")
        raise self._spot(node).refusal(
            "an expression is made of names, numbers, + - * /, comparisons, and, or, not, and functions"
        )

    def _constant(self, node: ast.expr, value: float | str) -> Node:
        if isinstance(value, str):
            return Constant(ValueKind.TEXT, value)
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isinf(number):
            raise self._spot(node).refusal("the number is too large: the largest is about 1.8e308")
        return Constant(ValueKind.NUMBER, number)

    def _name(self, node: ast.expr, text: str) -> Node:
        spot, name = self._spot(node), name_of(text)
        if name is not None:
            return Named(name.kind, name, spot)
        if text in _USES:
            raise spot.refusal(f"{text} is a function: write {_USES[text]}")
        meant = meant_by(text)
        known = f'; did you mean "{meant}"?' if meant else nearest(text, [*FIXED, *_USES])
        known = known or f"; names are such as w5, b_o1, a_h1, s_h1, delta_o1, grad_w5, i1, y1, {', '.join(FIXED)}"
        raise spot.refusal(f"there is no {quoted(text)}{known}")

    def _wanted(self, node: ast.expr, kind: ValueKind) -> Node:
        """Read a part that has to be of a kind."""
        part = self.read(node)
        if part.kind is kind:
            return part
        spot = self._spot(node)
        if part.kind is ValueKind.TEXT:
            raise spot.refusal(_LONELY_TEXT)
        compare = ": compare it with something" if kind is ValueKind.TRUTH else ""
        raise spot.refusal(f"here {kind.value} is needed, and this is {part.kind.value}{compare}")

    def _comparison(self, nodes: Sequence[ast.expr], signs: Sequence[ast.cmpop]) -> Node:
        parts = [self.read(node) for node in nodes]
        for at in range(len(signs)):  # a text becomes a phase or an optimizer by what it is compared with
            for one, other in ((at, at + 1), (at + 1, at)):
                if parts[one].kind is ValueKind.TEXT and parts[other].kind in CHOICES:
                    parts[one] = self._choice(nodes[one], parts[one], parts[other].kind)
        compare = []
        for left, right, sign, node in zip(parts, parts[1:], signs, nodes[1:], strict=False):
            spot = self._spot(node)
            if left.kind is not right.kind:
                raise spot.refusal(f"{left.kind.value} cannot be compared with {right.kind.value}")
            if left.kind is ValueKind.TEXT:
                raise spot.refusal("a text is compared with phase or optimizer, not with another text")
            allowed = _EQUALITY | _ORDER if left.kind in (ValueKind.NUMBER, ValueKind.PHASE) else _EQUALITY
            if type(sign) not in allowed:
                raise spot.refusal(_unordered(left.kind, sign))
            compare.append(allowed[type(sign)])
        return Comparison(tuple(parts), tuple(compare))

    def _choice(self, node: ast.expr, part: Node, kind: ValueKind) -> Node:
        assert isinstance(part, Constant)
        assert isinstance(part.given, str)
        choices = CHOICES[kind]
        if part.given in choices:
            return Constant(kind, part.given)
        what = kind.name.lower()
        raise self._spot(node).refusal(f"there is no {what} {quoted(part.given)}: use one of {', '.join(choices)}")

    def _call(self, spot: Spot, name: str, arguments: Sequence[ast.expr]) -> Node:
        if name not in _USES:
            known = nearest(name, _USES) or f"; functions are {', '.join(_USES)}"
            raise spot.refusal(f"there is no function {quoted(name.replace(DOT, '.'))}{known}")
        fewest, most = _ARGUMENTS[name]
        if not fewest <= len(arguments) <= most:
            raise spot.refusal(f"write {_USES[name]}")
        if name in ("was", "at", "used"):
            return self._of_step(spot, name, arguments)
        numbers = tuple(self._wanted(argument, ValueKind.NUMBER) for argument in arguments)
        if name != "near":
            return Computed(_COMPUTED[name], numbers)
        tolerance = numbers[2] if len(numbers) > 2 else None
        return Near(numbers[0], numbers[1], tolerance, self._spot(arguments[-1]))

    def _of_step(self, spot: Spot, name: str, arguments: Sequence[ast.expr]) -> Node:
        """Read a function that speaks of the step: was, at, used."""
        if self._elsewhere:
            raise spot.refusal(f"{name}() cannot stand within {self._elsewhere}()")
        text = None if name == "was" else self._text_of(arguments[0], name)
        if name == "used":
            return Used(text or "")
        self._elsewhere = name
        part = self.read(arguments[-1])
        self._elsewhere = ""
        if part.kind is ValueKind.TEXT:
            raise self._spot(arguments[-1]).refusal(f"{name}() takes a name or a number, not a text: {_USES[name]}")
        if text is None:
            return Was(part, part.kind, spot)
        return At(text, part, part.kind, self._spot(arguments[0]))

    def _text_of(self, node: ast.expr, function: str) -> str:
        part = self.read(node)
        if not isinstance(part, Constant) or not isinstance(part.given, str):
            raise self._spot(node).refusal(f"here a text in quotes is needed: {_USES[function]}")
        return part.given

    def _spot(self, node: ast.expr) -> Spot:
        before = self._bytes[: node.col_offset].decode()
        return Spot(self._text, max(0, len(before) - self._offset) + 1)  # a tuple begins with its parenthesis


def _unordered(kind: ValueKind, sign: ast.cmpop) -> str:
    if isinstance(sign, ast.Is | ast.IsNot | ast.In | ast.NotIn):
        return "compare with ==, !=, <, <=, > or >="
    return f"{kind.value} has no order: compare with == or !="
