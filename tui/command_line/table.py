"""Tables of plain text."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.cells import cell_len


def aligned(table: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Join the cells of each row to a line, with the columns aligned whatever the width of their characters.

    Args:
        table: Rows of cells, as many in each.
        right: The columns to align to the right.
    """
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]

    def padded(column: int, cell: str) -> str:
        blanks = " " * (widths[column] - cell_len(cell))
        return blanks + cell if column in right else cell + blanks

    return ["  ".join(padded(column, cell) for column, cell in enumerate(row)).rstrip() for row in table]
