"""The settings of the import dialog: they overrule what was guessed about a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, overload

from engine.data.dataset import Dataset
from engine.data.options import MOST_ROWS, ReadOptions
from engine.data.reading_settings import MISSING_VALUES, MOST_READ, READING, Shown
from engine.data.report import ColumnReport, TableReport
from engine.data.scaling import SCALINGS, advised_scaling
from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_of
from engine.quick_dataclass import dataclass
from engine.training.commands import Load
from tui.dialogs.about_scaling import ABOUT_SCALING
from tui.dialogs.settings.setting import Setting, no_choices, others
from tui.dialogs.settings.typed import Typing, real_numbers, whole_numbers

SHARES = (0.0, 0.1, 0.2, 0.3, 0.5)
UNKNOWN = "automatic"
INPUT, TARGET, LEFT_OUT = "input", "target", "left out"
TARGET_SETTING = 4
"""The index of the target's setting, the one that is selected first."""
MOST_EXTREMES = 8
"""How many of the smallest and largest numbers of the columns are offered as a sign of a missing value."""
_TEST_SHARES = real_numbers(
    "a share from 0 to below 1, such as 0.2", lambda share: 0 <= share < 1, lambda *_: (), without="none"
)
_AS_FOUND = ReadOptions()
_NO_MORE: Mapping[Any, Shown] = {}


@dataclass(frozen=True)
class Choices:
    """What the learner chose for a file. Immutable.

    Attributes:
        reading: How to read it.
        scaling: A kind of ``engine.data.scaling``; None means the advised one.
        test_share: The share of the rows held out for the test.
        missing_numbers: What can be chosen to stand for a missing value. It is found while every number counts: the
            extremes of the columns are others once one of them stands for a missing value.
        encodings: The likely encodings of a file that is in none of the usual ones, the likeliest first.
    """

    reading: ReadOptions = _AS_FOUND
    scaling: str | None = None
    test_share: float = 0.0
    missing_numbers: tuple[tuple[float, ...], ...] = ()
    encodings: tuple[str, ...] = ()

    def read_with(self, **changed: Any) -> Choices:
        """Return these choices with fields of ``reading`` changed.

        Raises:
            InvalidValue: The fields contradict each other.
        """
        return replace(self, reading=replace(self.reading, **changed))


def load_with(path: Path, dataset: Dataset, choices: Choices) -> Load:
    """Return the command that opens the data of a file.

    Raises:
        InvalidValue: The rows cannot be split or scaled as chosen.
    """
    options = Options(scaling=choices.scaling, test_share=choices.test_share or None, reading=choices.reading)
    setup = setup_of(dataset, options)
    _ = setup.parts  # refuses what cannot be split or scaled
    return Load(setup, str(path), options)


def expected_report(report: TableReport, choices: Choices) -> TableReport:
    """Return a report with the targets and inputs that choices will give it, to be shown while the file is read."""
    asked = choices.reading
    targets = asked.targets or report.targets
    inputs = report.inputs if targets == report.targets else (*report.inputs, *report.targets)
    inputs = inputs if asked.inputs is None else asked.inputs
    taken = set(targets)
    return replace(report, targets=targets, inputs=tuple(name for name in inputs if name not in taken))


def use_of(report: TableReport, column: str) -> str:
    """Return what a column is used as: ``INPUT``, ``TARGET`` or ``LEFT_OUT``."""
    return TARGET if column in report.target_set else INPUT if column in report.input_set else LEFT_OUT


class ReadingSettings(Sequence[Setting[Choices]]):
    """The settings: how the file is laid out, what is learned from it, and what each column is used as.

    A file may have thousands of columns: the setting of one is made when it is asked for.
    """

    def __init__(self, choices: Choices, report: TableReport | None, dataset: Dataset | None) -> None:
        """List the settings.

        Args:
            choices: What the learner chose.
            report: How the file is read; None if it is not a table.
            dataset: The data to learn; None if the table cannot be learned.
        """
        self._choices, self._report = choices, report
        self._first = _layout(choices, report)
        if report is not None:
            task = choices.reading.task or report.task or "classification"
            self._first += [_target(choices, report), _from_table("task", choices, task)]
            self._first.append(_from_table("missing", choices, choices.reading.missing))
            self._first.append(_missing_number(choices))
            self._first += [_scaling(choices, dataset), _test_part(choices)]
        self._first.append(_from_table("strays", choices, choices.reading.strays))
        self._first.append(_most_rows(choices))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._first) + (0 if self._report is None else len(self._report.columns))

    @overload
    def __getitem__(self, index: int) -> Setting[Choices]: ...

    @overload
    def __getitem__(self, index: slice) -> list[Setting[Choices]]: ...

    def __getitem__(self, index: int | slice) -> Setting[Choices] | list[Setting[Choices]]:
        """Return a setting, or a list of several."""
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if index < len(self._first):
            return self._first[index]
        column = self.column(index)
        if self._report is None or column is None:
            raise IndexError(index)
        return _column(self._choices, self._report, self._report.columns[column])

    def position(self, name: str, default: int) -> int:
        """Return the index of a setting that is about no column; the default, or the last one, if there is none."""
        names = [setting.name for setting in self._first]
        return names.index(name) if name in names else min(default, len(self) - 1)

    def column(self, index: int) -> int | None:
        """Return the number of the column that a setting is about; None if it is about no column."""
        return index - len(self._first) if len(self._first) <= index < len(self) else None


def _layout(choices: Choices, report: TableReport | None) -> list[Setting[Choices]]:
    asked = choices.reading
    # Of a file that could not be read only the choices are known.
    header = asked.header if asked.header is not None else report.header if report else None
    delimiter = asked.delimiter or (report.delimiter if report else None)
    decimal = asked.decimal or (report.decimal if report else None)
    encoding = asked.encoding or (report.encoding if report else None)
    names: dict[str, Any] = {"inputs": None, "targets": ()}  # the columns change
    return [
        _from_table("header", choices, header, **names),
        _from_table("delimiter", choices, delimiter, **names),
        _from_table("decimal", choices, decimal),
        _from_table("encoding", choices, encoding, first=choices.encodings, **names),
    ]


def _from_table(
    name: str,
    choices: Choices,
    current: Any,
    more: Mapping[Any, Shown] = _NO_MORE,
    typing: Callable[[Callable[[Any], Choices]], Typing[Choices]] | None = None,
    first: Sequence[Any] = (),
    **reset: Any,
) -> Setting[Choices]:
    """Return the setting of a field of ``ReadOptions``.

    Args:
        name: The field.
        choices: What the learner chose.
        current: The value that the file was read with.
        more: Values that only this file has, and how they are shown.
        typing: Makes how it is typed from what makes the choices for a value; None if it is chosen by steps alone.
        first: Those of the usual values that come before the others.
        reset: Fields that start again with another value.
    """
    row, asked = READING[name], getattr(choices.reading, name)
    values = {**{value: row.values[value] for value in first if value in row.values}, **row.values, **more}

    def chosen(value: Any) -> Choices:
        fields = reset | ({"decimal": None} if value == choices.reading.decimal else {}) | {name: value}
        return choices.read_with(**fields)

    usual = next(iter(values.values()))
    shown = values.get(current, Shown(UNKNOWN if current is None else str(current), usual.about, usual.brief))
    about = _how(None if asked == getattr(_AS_FOUND, name) else asked, shown.about)
    taken = _taken(chosen, tuple(values), current)
    return Setting(row.setting, shown.value, about, taken, brief=shown.brief, typing=typing and typing(chosen))


def with_missing_numbers(choices: Choices, report: TableReport) -> Choices:
    """Return the choices with what can stand for a missing value, if the file was read with every number counting.

    That is what looks like it, all together and each, and then the extremes of the columns, of most columns first.
    """
    if choices.reading.missing_values:
        return choices
    ends = [end for column in report.columns for end in (column.minimum, column.maximum) if end is not None]
    often = sorted(Counter(ends).items(), key=lambda item: (-item[1], -abs(item[0])))[:MOST_EXTREMES]
    together = [report.sentinels] if report.sentinels else []
    each = ((end,) for end in (*report.sentinels, *(end for end, _ in often)))
    return replace(choices, missing_numbers=tuple(dict.fromkeys([*together, *each])))


def _missing_number(choices: Choices) -> Setting[Choices]:
    """Return the setting of the numbers that stand for a missing value."""
    current = choices.reading.missing_values
    offered = dict.fromkeys([*choices.missing_numbers, *([current] if current else [])])
    more = {numbers: Shown(_numbers_text(numbers), "for a missing value", "means missing") for numbers in offered}

    def typing(chosen: Callable[[Any], Choices]) -> Typing[Choices]:
        def read(text: str) -> Choices | None:
            none = text.strip().casefold() in ("", MISSING_VALUES[()].value)
            numbers = () if none else READING["missing_values"].read(text)
            return None if numbers == current else chosen(numbers)

        return Typing(_numbers_text(current), read)

    return _from_table("missing_values", choices, current, more, typing)


def _numbers_text(numbers: Sequence[float]) -> str:
    return ", ".join(f"{one:.12g}" for one in numbers)


def _most_rows(choices: Choices) -> Setting[Choices]:
    """Return the setting of how many rows are read."""
    current = choices.reading.max_rows
    more = {} if current in MOST_READ else {current: replace(MOST_READ[MOST_ROWS], value=f"{current:,}")}
    numbers = whole_numbers(1, MOST_ROWS, MOST_READ[None].value)
    return _from_table(
        "max_rows", choices, current, more, lambda chosen: numbers.typing(READING["max_rows"].setting, current, chosen)
    )


def _target(choices: Choices, report: TableReport) -> Setting[Choices]:
    names = [column.name for column in report.columns]
    if len(report.targets) != 1:
        return Setting("target", f"{len(report.targets)} columns", "chosen below")
    current = report.targets[0]

    def moved(name: str) -> Choices:
        inputs = [other for other in names if other != name and (other in report.input_set or other == current)]
        return choices.read_with(targets=(name,), inputs=None if choices.reading.inputs is None else inputs)

    about = "the column to learn"
    taken = _taken(moved, names, current)
    return Setting("target", current, _how(choices.reading.targets or None, about), taken, brief="to be learned")


def _scaling(choices: Choices, dataset: Dataset | None) -> Setting[Choices]:
    current = choices.scaling or (advised_scaling(dataset) if dataset is not None else "none")
    taken = _taken(lambda kind: replace(choices, scaling=kind), SCALINGS, current)
    about, few = ABOUT_SCALING[current]
    return Setting("scaling", current, _how(choices.scaling, about), taken, brief=few)


def _test_part(choices: Choices) -> Setting[Choices]:
    shown = f"{choices.test_share * 100:.3g}%" if choices.test_share else "none"

    def chosen(share: float | None) -> Choices:
        return replace(choices, test_share=share or 0.0)

    taken = _taken(chosen, SHARES, choices.test_share)
    typing = _TEST_SHARES.typing("test part", choices.test_share, chosen)
    return Setting("test part", shown, "of the rows, never trained on", taken, brief="never trained on", typing=typing)


def _column(choices: Choices, report: TableReport, column: ColumnReport) -> Setting[Choices]:
    current = use_of(report, column.name)
    if report.targets == (column.name,):
        return Setting(column.name, TARGET, "choose another above")

    def used(use: str) -> Choices:
        uses = {other.name: use_of(report, other.name) for other in report.columns} | {column.name: use}
        named = {kind: tuple(name for name, its in uses.items() if its == kind) for kind in (INPUT, TARGET)}
        return choices.read_with(inputs=named[INPUT], targets=named[TARGET])

    taken = _offered(used, (INPUT, TARGET, LEFT_OUT), current)
    return Setting(column.name, current, about_column(column), taken)


def about_column(column: ColumnReport) -> str:
    """Describe the contents of a column in a few words."""
    if column.minimum is not None and column.maximum is not None:
        what = f"{column.kind}, {column.minimum:.6g} to {column.maximum:.6g}"
    else:
        what = f"{column.kind}: {', '.join(column.examples)}"
    return f"{column.missing:,} missing; {what}" if column.missing else what


def _how(asked: object, about: str) -> str:
    return about if asked is None else f"{about} (chosen)"


def _taken(choice: Callable[[Any], Choices], values: Sequence[Any], current: Any) -> Callable[[int], Iterable[Choices]]:
    """Return choices for the other values as ``_offered``; ``no_choices`` if all of them contradict the rest."""
    offered = _offered(choice, values, current)
    return no_choices if next(iter(offered(1)), None) is None else offered


def _offered(
    choice: Callable[[Any], Choices], values: Sequence[Any], current: Any
) -> Callable[[int], Iterable[Choices]]:
    """Return choices for the other values, without those that contradict the rest, each made when it is asked for."""

    def offered(direction: int) -> Iterator[Choices]:
        known = values if current in values else (current, *values)
        for value in others(known, current, direction):
            with suppress(InvalidValue):
                yield choice(value)

    return offered
