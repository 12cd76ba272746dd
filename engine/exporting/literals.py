"""Lists of numbers and texts as source, for languages that bracket and separate them alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.arrays import FloatArray

WIDTH = 100


def array_literal(array: FloatArray, brackets: str) -> str:
    """Write a vector, or a matrix with a line a row; every number comes back to the last bit.

    Args:
        array: Shape (numbers,) or (rows, numbers), finite.
        brackets: The opening and the closing one.
    """
    if array.ndim == 1:
        return list_literal([repr(value) for value in array.tolist()], brackets)
    rows = (list_literal([repr(value) for value in row], brackets, 4) for row in array.tolist())
    return f"{brackets[0]}\n" + "".join(f"    {row},\n" for row in rows) + brackets[1]


def list_literal(items: Sequence[str], brackets: str, indent: int = 0) -> str:
    """Write items in one line, or in several below the opening bracket where they are long.

    Args:
        items: What is written, each as source.
        brackets: The opening and the closing one.
        indent: How many blanks stand before the line.
    """
    one_line = f"{brackets[0]}{', '.join(items)}{brackets[1]}"
    if len(one_line) + indent <= WIDTH:
        return one_line
    inner = " " * (indent + 4)
    lines = "".join(f"{inner}{line},\n" for line in _wrapped(items, WIDTH - indent - 5))
    return f"{brackets[0]}\n{lines}{' ' * indent}{brackets[1]}"


def _wrapped(items: Sequence[str], width: int) -> Iterator[str]:
    line = items[0]
    for item in items[1:]:
        if len(line) + len(item) + 2 > width:
            yield line
            line = item
        else:
            line += f", {item}"
    yield line
