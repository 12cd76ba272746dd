"""Time to read a file of 100,000 rows and ten columns, and one of 4,000 columns: of one kind of cell, or of several."""

import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from tempfile import TemporaryDirectory

from engine.data.files import examine_csv
from engine.data.options import ReadOptions
from tests.benchmarks.table import show

ROWS, COLUMNS = 100_000, 10
TARGET_SECONDS = 2.0
CONTINENTAL = str.maketrans(",.", ".,")
Cell = Callable[[random.Random], str]


def amount(draw: random.Random) -> str:
    """Write an amount as 1,234.50."""
    return f"{draw.uniform(0, 10_000):,.2f}"


def day(draw: random.Random) -> date:
    """Draw a day from some fifty years."""
    return date(1970, 1, 1) + timedelta(draw.randrange(20_000))


def scattered(draw: random.Random) -> str:
    """Write a number, and sometimes a word or nothing."""
    return draw.choice(["n/a", "oops", ""]) if draw.random() < 0.03 else f"{draw.gauss(0, 1):.4f}"


def words(draw: random.Random) -> str:
    """Write one or two words that hardly repeat."""
    return " ".join("".join(draw.choices(ascii_lowercase, k=draw.randint(2, 9))) for _ in range(draw.randint(1, 2)))


KINDS: dict[str, Cell] = {
    "plain": lambda draw: f"{draw.gauss(0, 1):.6f}",
    "grouped, 1,234,567.5": lambda draw: f'"{draw.uniform(0, 10_000_000):,.1f}"',
    "currency, $ 1,200.50": lambda draw: f'"$ {amount(draw)}"',
    "currency, 1.200,50 €": lambda draw: f'"{amount(draw).translate(CONTINENTAL)} €"',
    "percent, 12.5 %": lambda draw: f"{draw.uniform(0, 100):.1f} %",
    "typographic minus": lambda draw: f"{draw.gauss(0, 1):.6f}".replace("-", "\N{MINUS SIGN}"),
    "dates, 2024-01-31": lambda draw: day(draw).isoformat(),
    "dates, 31.01.2024": lambda draw: f"{day(draw):%d.%m.%Y}",
    "times, 23:59:59": lambda draw: f"{draw.randrange(24):02}:{draw.randrange(60):02}:{draw.randrange(60):02}",
    "text of 20 classes": lambda draw: f"class {draw.randrange(20)}",
    "true or false": lambda draw: draw.choice(["true", "false"]),
    "ids, AB-123456": lambda draw: f"AB-{draw.randrange(1_000_000)}",
    "bad and missing ones": scattered,
    "text, all different": words,
}
WIDE: dict[str, Cell] = {
    "plain": KINDS["plain"],
    "codes, AB123456": lambda draw: f"{''.join(draw.choices(ascii_uppercase, k=2))}{draw.randrange(1_000_000)}",
    "codes, 00a1f3c9d2": lambda draw: f"{draw.getrandbits(40):010x}",
    "codes, q7Rk2ZpA": lambda draw: "".join(draw.choices(ascii_letters + digits, k=8)),
    "dates, 2024-01-31": KINDS["dates, 2024-01-31"],
    "currency, 1,234.50 €": lambda draw: f'"{amount(draw)} €"',
    "brackets, (12.50)": lambda draw: draw.choice(["{:.2f}", "({:.2f})"]).format(draw.uniform(0, 100)),
    "currency, $1,200": lambda draw: f'"${draw.uniform(0, 10_000):,.0f}"',
    "words": lambda draw: "".join(draw.choices(ascii_lowercase, k=draw.randint(3, 9))),
}
WIDE_ROWS, WIDE_COLUMNS = 200, 4_000
MIXED = [cell for kind, cell in KINDS.items() if kind != "currency, 1.200,50 €"][:COLUMNS]


def written(path: Path, cells: list[Cell], rows: int = ROWS) -> float:
    """Write a file with a column for each kind of cell; return its size in MB."""
    draw = random.Random(1)
    lines = [",".join(f"column {number}" for number in range(len(cells)))]
    lines += [",".join([cell(draw) for cell in cells]) for _ in range(rows)]
    return path.write_text("\n".join(lines), encoding="utf-8") / 1e6


def seconds(path: Path) -> float:
    """Read a file three times; return the shortest processor time."""
    options = ReadOptions(max_rows=2 * ROWS)  # some of the files exceed 10 MB
    took = []
    for _ in range(3):
        began = time.process_time()
        examine_csv(path, options)
        took.append(time.process_time() - began)
    return min(took)


def main() -> None:
    """Print the tables."""
    rows, wide = [], []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        for kind, cells in {**{kind: [cell] * COLUMNS for kind, cell in KINDS.items()}, "mixed": MIXED}.items():
            size = written(path, cells)
            rows.append([kind, f"{size:.1f}", f"{seconds(path):.2f}"])
        for kind, cell in WIDE.items():
            size = written(path, [cell] * WIDE_COLUMNS, WIDE_ROWS)
            wide.append([kind, f"{size:.1f}", f"{seconds(path):.2f}"])
    show(
        f"Reading {ROWS:,} rows of {COLUMNS} columns, one thread (target: less than {TARGET_SECONDS:g} s each)",
        ["kind of cell", "MB", "seconds"],
        rows,
    )
    show(
        f"Reading {WIDE_ROWS:,} rows of {WIDE_COLUMNS:,} columns (the same target)",
        ["kind of cell", "MB", "seconds"],
        wide,
    )
