"""What can be said on the command line: the options, what each takes, the help, and what is said of a mistake."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from engine.errors import InvalidValue
from tui.manual import DESCRIPTION, EXAMPLES, USAGE, epilog
from tui.parsing import parse_number, quoted

MOST_EPOCHS = 1_000_000_000
MOST_SEED = 2**53 - 1  # the largest whole number that every reader of JSON keeps exactly


@dataclass(frozen=True)
class Option:
    """An option with a value.

    Attributes:
        field: its field in ``engine.presets.Options``.
        shown: how its value is called in the help.
        read: turns the text into the value; raises ValueError for what it does not take.
        takes: what it takes, as the help and a refusal say it.
        note: what only the help says.
    """

    field: str
    shown: str
    read: Callable[[str], Any]
    takes: str
    note: str = ""


def _whole(most: int, least: int = 0) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,18}", text.strip(), re.ASCII) or not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return read


def _sizes(at_least: int) -> Callable[[str], tuple[int, ...]]:
    def read(text: str) -> tuple[int, ...]:
        sizes = tuple(_whole(10**9)(part) for part in text.split(","))
        if len(sizes) < at_least or 0 in sizes:
            raise ValueError
        return sizes

    return read


def _learning_rate(text: str) -> float:
    value = parse_number(text)
    if value <= 0:
        raise ValueError
    return value


def _activations(text: str) -> tuple[str, ...]:
    from engine.activations import ACTIVATIONS

    names = tuple(name.strip() for name in text.split(","))
    if len(names) > 2 or not set(names) <= set(ACTIVATIONS):
        raise ValueError
    return names


def _initializer(text: str) -> str:
    from engine.initializers import INITIALIZERS

    if text not in INITIALIZERS:
        raise ValueError
    return text


def _test_share(text: str) -> float:
    value = parse_number(text)
    if not 0 <= value < 1:
        raise ValueError
    return value


def _scaling(text: str) -> str:
    from engine.scaling import SCALINGS

    if text not in SCALINGS:
        raise ValueError
    return text


def _column(text: str) -> str:
    if not text.strip():
        raise ValueError
    return text


def _digits(text: str) -> str:
    if text not in ("4", "6", "full"):
        raise ValueError
    return text


OPTIONS = {
    "--layers": Option("layers", "N,N,…", _sizes(2), "the neurons of every layer, inputs first, such as 2,3,2"),
    "--hidden": Option("hidden", "N,…", _sizes(1), "the neurons of the hidden layers alone, such as 8,8"),
    "--activation": Option(
        "activations", "NAME[,NAME]", _activations, "sigmoid or linear: one for all layers, or HIDDEN,OUTPUT"
    ),
    "--learning-rate": Option(
        "learning_rate", "NUMBER", _learning_rate, "a number above 0, such as 0.5, 1/3 or 1e-3", "; α in the formulas"
    ),
    "--epochs": Option(
        "epochs", "N", _whole(MOST_EPOCHS), f"a whole number from 0 to {MOST_EPOCHS}", "; for train and explain"
    ),
    "--seed": Option(
        "seed", "N", _whole(MOST_SEED), f"a whole number from 0 to {MOST_SEED}", "; the same seed gives the same run"
    ),
    "--init": Option("initializer", "NAME", _initializer, "uniform or glorot", ": how the starting weights are drawn"),
    "--target": Option("target", "COLUMN", _column, "the column of a CSV file to learn, by name or number from 1"),
    "--test-share": Option(
        "test_share", "SHARE", _test_share, "a number from 0 to below 1, such as 0.2", ": rows kept for the test"
    ),
    "--scale": Option(
        "scaling",
        "KIND",
        _scaling,
        "standard (mean 0, deviation 1), minmax (0 to 1) or none",
        "; fitted on training rows",
    ),
}
TRAIN_OPTIONS = {
    "--folds": Option("folds", "N", _whole(10**5, 2), "a whole number from 2", ": cross-validate; mean ± deviation"),
}
EXPLAIN_OPTIONS = {
    "--samples": Option(
        "samples", "N", _whole(MOST_EPOCHS), f"a whole number from 0 to {MOST_EPOCHS}", ", trained first"
    ),
    "--row": Option("row", "N", _whole(10**9, 1), "the number of a row, from 1", "; if none, the current sample"),
    "--digits": Option("digits", "N", _digits, "4, 6 or full", ": how numbers are written; 4 if not given"),
}

VALUED = OPTIONS | TRAIN_OPTIONS | EXPLAIN_OPTIONS


class _Parser(argparse.ArgumentParser):
    """argparse, saying what is wrong in one line and looking up the names for the help only when it is shown."""

    def error(self, message: str) -> NoReturn:
        if match := re.match(r"argument (--[a-z-]+): expected one argument", message):
            raise InvalidValue(f"{match[1]}: takes {VALUED[match[1]].takes}")
        if match := re.match(r"argument (?:-h/)?(--[a-z-]+): ignored explicit argument", message):
            raise InvalidValue(f"{match[1]}: takes no value")
        raise InvalidValue(message)

    def format_help(self) -> str:
        command = self.get_default("command")
        if command in EXAMPLES:
            self.epilog = epilog(command)
        return super().format_help()


class _Help(argparse.RawDescriptionHelpFormatter):
    """Gives an option and what it takes one line where there is room."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)


class _Version(argparse.Action):
    """Shows the version; looks it up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        print(f"glassnet {version()}")
        parser.exit()


def version() -> str:
    """Return the version that pyproject.toml gives: its own text in a checkout, the installed package's otherwise."""
    project = Path(__file__).parent.parent / "pyproject.toml"
    if project.is_file():
        import tomllib

        table = tomllib.loads(project.read_text("utf-8")).get("project", {})
        if table.get("name") == "glassnet":
            return str(table["version"])
    from importlib.metadata import version as installed

    return installed("glassnet")


def _parser(command: str) -> _Parser:
    parser = _Parser(
        prog=f"glassnet {command}".strip(),
        usage=USAGE[command],
        description=DESCRIPTION[command],
        formatter_class=_Help,
        allow_abbrev=False,
    )
    parser.set_defaults(command=command)
    if command == "":
        parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    if command != "list":
        parser.add_argument("start", nargs="?", metavar="START", help="see below; level2 if none is given")
    if command == "explain":
        parser.add_argument("what", nargs="?", metavar="WHAT", help="w5, b_o1, h1, o1, i1, y1, E, alpha")
    for name, option in _options(command).items():
        parser.add_argument(name, dest=option.field, metavar=option.shown, help=option.takes + option.note)
    if command != "list":
        parser.add_argument("--standardize", action="store_true", help="the same as --scale standard")
    if command == "train":
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    return parser


def _options(command: str) -> dict[str, Option]:
    own = {"train": TRAIN_OPTIONS, "explain": EXPLAIN_OPTIONS}.get(command, {})
    return {} if command == "list" else OPTIONS | own


def take_command(words: list[str]) -> str:
    """Take ``train``, ``explain`` or ``list`` out of the words, if the first that is no option or its value is one."""
    index = 0
    while index < len(words) and words[index].startswith("-"):
        if words[index] == "--":
            return ""
        index += 2 if words[index] in VALUED else 1
    if index < len(words) and words[index] in ("train", "explain", "list"):
        return words.pop(index)
    return ""


def parse(command: str, words: list[str]) -> argparse.Namespace:
    """Split the words and turn the options' values into what they mean.

    Raises:
        InvalidValue: there is an option that is none, or a value that its option does not take.
    """
    asked, rest = _parser(command).parse_known_args(words)
    if unknown := [word for word in rest if word.startswith("-") and word != "--"]:
        raise InvalidValue(_unknown_option(command, unknown[0].partition("=")[0]))
    if command == "explain":
        _take_what(asked, [word for word in rest if word != "--"])
    elif rest and command == "list":
        raise InvalidValue(f"glassnet list takes nothing, not {quoted(rest[0])}")
    elif rest:
        raise InvalidValue(f"one START is enough: {quoted(rest[-1])} is too much")
    for name, option in _options(command).items():
        text = getattr(asked, option.field, None)
        if text is not None:
            try:
                setattr(asked, option.field, option.read(text))
            except ValueError:
                raise InvalidValue(f"{name}: takes {option.takes}, not {quoted(text)}") from None
    if command != "list":
        _combine(asked)
    return asked


def _combine(asked: argparse.Namespace) -> None:
    """Bring together the options that say one thing, and refuse those that contradict each other."""
    if asked.standardize and asked.scaling not in (None, "standard"):
        raise InvalidValue(f"--standardize, --scale: one says standard, the other {asked.scaling}")
    if asked.standardize:
        asked.scaling = "standard"
    if getattr(asked, "folds", None) and asked.test_share:
        raise InvalidValue("--folds, --test-share: each fold is the test once, so give one of them, not both")


def _take_what(asked: argparse.Namespace, rest: list[str]) -> None:
    """Tell START and WHAT apart: the last word is WHAT, the one before it START."""
    # What stands behind an option argparse leaves over.
    words = [word for word in (asked.start, asked.what) if word is not None] + rest
    if not words or (len(words) == 1 and _is_start(words[0])):
        example = " ".join(["glassnet explain", *words, "w1"])
        raise InvalidValue(f"explain what? Name a number, such as w1, b_o1, h1, o1 or E: {example}")
    if len(words) > 2:
        raise InvalidValue(f"one START and one WHAT are enough: {quoted(words[2])} is too much")
    asked.start, asked.what = (None, *words)[-2:]


def _is_start(word: str) -> bool:
    """Tell whether a word by itself is plainly a START and no WHAT."""
    from engine.presets import is_known_start

    return is_known_start(word) or "/" in word or word.lower().endswith(".csv")


def _unknown_option(command: str, word: str) -> str:
    more = {"": ["--version"], "train": ["--json"]}
    flags = [] if command == "list" else ["--standardize"]
    known = [*_options(command), *flags, *more.get(command, []), "--help"]
    for owner, names in (("train", ["--json", *TRAIN_OPTIONS]), ("explain", EXPLAIN_OPTIONS)):
        if word in names and command not in ("list", owner):
            return f"{word}: goes with glassnet {owner}"
    near = difflib.get_close_matches(word, known, 1, 0.5)
    return f"unknown option {quoted(word)}: " + (
        f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    )
