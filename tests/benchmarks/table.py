"""Tables on a terminal: right-aligned columns under their headings."""

from collections.abc import Sequence


def show(title: str, heading: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> None:
    """Print a table under its title."""
    widths = [max(len(row[column]) for row in (heading, *rows)) for column in range(len(heading))]
    print(f"\n{title}")
    for first, *rest in (heading, *rows):
        right = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        print("  ".join(["", first.ljust(widths[0]), *right]).rstrip())
    if note:
        print(note)


def ratio(ours: float, theirs: float | None, target: float | None = None) -> str:
    """Return how many times faster ours is, with the target."""
    if theirs is None:
        return "–"
    times = f"{ours / theirs:.2f}×" if ours < 10 * theirs else f"{ours / theirs:.0f}×"
    return times if target is None else f"{times} ({target:g}×)"
