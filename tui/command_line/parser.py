"""Parsing of the command line: the commands and their options, the help, and one-line refusals of mistakes."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from typing import Any, NoReturn

from engine.errors import InvalidValue
from engine.experiment.start_options import FLAGS, OPTIONS, Option
from engine.wording import quoted
from tui.command_line.help_texts import DESCRIPTION, EXAMPLES, EXIT_CODES, HANDED_ON, SESSION_EXAMPLES, USAGE
from tui.command_line.last_word import CHECKED_START, format_list, left_blank, take_format, take_sheet, take_what
from tui.command_line.options import (
    ASCII,
    CHECK,
    DEMO_OPTIONS,
    EXPLAIN_OPTIONS,
    EXPORT_OPTIONS,
    FILE_OPTIONS,
    KEEP,
    LARGE,
    LARGE_REPLAY,
    NEW,
    NO_SAVE,
    PLAIN_FLAGS,
    PLAIN_OPTIONS,
    PLAY,
    REPLAY_OPTIONS,
    RESUME,
    RUN_OPTIONS,
    SAMPLE_OPTIONS,
    SCREEN_OPTIONS,
    SESSION,
    SESSIONS_OPTIONS,
    SHARE_OPTIONS,
    STATE_OPTIONS,
    TRAIN_OPTIONS,
)
from tui.command_line.other_names import meant_option
from tui.command_line.reading_options import READ_OPTIONS, check_given_once
from tui.command_line.version import show_version
from tui.terminal.streams import check_output

_COMMANDS = tuple(filter(None, USAGE))
_WITHOUT_START = ("list", "data", *SESSION_EXAMPLES)
"""Commands that build no network, so that no option of one goes with them."""


class _Parser(argparse.ArgumentParser):
    """argparse that refuses in one line, and looks up the names of the starts only when the help is shown."""

    def error(self, message: str) -> NoReturn:
        if match := re.match(r"argument (--?[a-z0-9-]+): expected one argument", message):
            known = OPTIONS | EXPLAIN_OPTIONS | options_of(self.get_default("command"))
            raise InvalidValue(f"{match[1]}: takes {known[match[1]].takes}")
        if match := re.match(r"argument (?:-[hV]/)?(--[a-z0-9-]+): ignored explicit argument", message):
            raise InvalidValue(f"{match[1]}: takes no value")
        raise InvalidValue(message)

    def print_help(self, file: Any = None) -> None:
        """Print the help; unlike in argparse, a closed or full stdout is an error."""
        check_output()
        print(self.format_help(), end="", file=file)

    def format_help(self) -> str:
        command = self.get_default("command")
        if command in EXAMPLES:
            from engine.data.bundled import bundled_names
            from engine.data.generators import GENERATORS
            from engine.experiment.presets import PRESETS
            from tui.command_line.help_of_defaults import defaults_text

            self.epilog = (
                f"START:\n  a preset      {', '.join(PRESETS)}\n  a data set    {', '.join(bundled_names())}\n"
                f"  generated     {', '.join(GENERATORS)}\n"
                f"  a CSV file    with or without a header, which is guessed unless --header says it;\n"
                f"                the target is its last column unless --target names another\n"
                f"  a TOML file   a worked example: layers, weights, biases and rows; the README shows one\n"
                f"{HANDED_ON if command in ('', 'export', 'check') else ''}\n"
                f"{format_list() if command == 'export' else ''}"
                f"defaults that differ by START:\n{defaults_text(command in ('train', 'export'))}\n\n"
                f"examples:\n{EXAMPLES[command]}"
            )
        elif command in SESSION_EXAMPLES:
            lines = f"{_words_of_a_demo()}\n\n" if command == "demo" else ""
            self.epilog = f"{lines}examples:\n{SESSION_EXAMPLES[command]}"
        self.epilog = f"{self.epilog or ''}\n\n{EXIT_CODES}".lstrip()
        return super().format_help()


def _words_of_a_demo() -> str:
    """Return the part of the help that lists what the lines of a script say."""
    from engine.session.verbs.grammar import VERBS
    from tui.demo.script import WORDS

    rows = [(word.usage, word.about) for word in WORDS.values()]
    rows += [(verb.usage, verb.about) for verb in VERBS.values()]
    return "lines of a script:\n" + "\n".join(f"  {usage:24} {about}" for usage, about in rows)


class _Help(argparse.RawDescriptionHelpFormatter):
    """Puts an option and what it takes on one line where there is room."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)


class _Version(argparse.Action):
    """Shows the version and ends."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        show_version()
        parser.exit()


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
        parser.add_argument("-V", "--version", action=_Version, nargs=0, help="show the version and exit")
    if command == "data":
        parser.add_argument("start", nargs="?", metavar="FILE", help="a CSV file or a bundled data set")
    elif command == "sessions":
        parser.add_argument("words", nargs="*", metavar="ACTION", help="rm NAME... or prune; none lists them")
    elif command == "replay":
        parser.add_argument("file", nargs="?", metavar="FILE", help=SESSION)
        parser.add_argument("--check", action="store_true", help=CHECK)
        parser.add_argument("--large", action="store_true", help=LARGE_REPLAY)
    elif command == "share":
        parser.add_argument("file", nargs="?", metavar="FILE", help=SESSION)
        parser.add_argument("--large", action="store_true", help=LARGE_REPLAY)
    elif command == "demo":
        parser.add_argument("file", nargs="?", metavar="FILE", help="a script that ends in .demo")
        parser.add_argument("--play", action="store_true", help=PLAY)
    elif command != "list":
        if command == "check":
            parser.add_argument("sheet", nargs="?", metavar="SHEET.csv", help="lines of a name and a number: w5,0.5")
        usual = {"export": "the last session", "check": CHECKED_START}.get(command, "level2") + " by default"
        parser.add_argument("start", nargs="?", metavar="START", help=f"see below; {usual}")
    if command == "export":
        parser.add_argument("format", nargs="?", metavar="FORMAT", help="see below")
    if command == "explain":
        parser.add_argument("what", nargs="?", metavar="WHAT", help="w5, b_o1, h1, o1, i1, y1, E, alpha")
    for name, option in options_of(command).items():
        parser.add_argument(name, dest=option.field, metavar=option.shown, help=option.takes + option.note)
    if command not in _WITHOUT_START:
        for name, (field, value, about) in FLAGS.items():
            parser.add_argument(name, dest=field, action="store_const", const=value, help=about)
        parser.add_argument("--standardize", action="store_true", help="the same as --scale standard")
    if command == "":
        parser.add_argument("--ascii", action="store_true", help=ASCII)
        for name, about in PLAIN_FLAGS.items():
            parser.add_argument(name, action="store_true", help=about)
        parser.add_argument("--resume", nargs="?", const="", metavar="NAME", help=RESUME)
        parser.add_argument("--new", action="store_true", help=NEW)
        parser.add_argument("--no-save", action="store_true", help=NO_SAVE)
        parser.add_argument("--keep", action="store_true", help=KEEP)
    if command in ("", "train", "export", "check"):
        parser.add_argument("--large", action="store_true", help=LARGE)
    if command in ("train", "data", "sessions", "check"):
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    return parser


def options_of(command: str) -> dict[str, Option]:
    """Return the options of a command that take a value."""
    own = {
        "": OPTIONS
        | FILE_OPTIONS
        | _with_epochs("; a run stops after them, by default it goes on")
        | RUN_OPTIONS
        | SCREEN_OPTIONS
        | PLAIN_OPTIONS
        | STATE_OPTIONS
        | READ_OPTIONS,
        "train": OPTIONS | FILE_OPTIONS | RUN_OPTIONS | TRAIN_OPTIONS | READ_OPTIONS,
        "explain": EXPLAIN_OPTIONS | _of_sample(),
        "check": SAMPLE_OPTIONS | _of_sample(),
        "data": READ_OPTIONS,
        "sessions": SESSIONS_OPTIONS | STATE_OPTIONS,
        "replay": REPLAY_OPTIONS | STATE_OPTIONS,
        "share": SHARE_OPTIONS | STATE_OPTIONS,
        "demo": DEMO_OPTIONS,
        "export": EXPORT_OPTIONS | OPTIONS | FILE_OPTIONS | RUN_OPTIONS | STATE_OPTIONS | READ_OPTIONS,
    }
    return own.get(command, {})


def _of_sample() -> dict[str, Option]:
    """Return the options that lead to the sample that a command is about."""
    return OPTIONS | FILE_OPTIONS | _with_epochs(", to train first; 0 by default") | READ_OPTIONS


def _with_epochs(note: str) -> dict[str, Option]:
    """Return ``--epochs`` with what it means where no training begins by itself."""
    return {"--epochs": replace(OPTIONS["--epochs"], note=note)}


def take_command(words: list[str]) -> str:
    """Remove the command from the words and return it; "" if the first word that is not an option is no command."""
    known = {name for command in ("", *_COMMANDS) for name in options_of(command)}
    index = 0
    while index < len(words) and words[index].startswith("-"):
        if words[index] == "--":
            return ""
        index += 2 if words[index] in known else 1
    if index < len(words) and words[index] in _COMMANDS:
        return words.pop(index)
    return ""


def parse(command: str, words: list[str]) -> argparse.Namespace:
    """Parse the words that follow a command.

    Raises:
        InvalidValue: An option is unknown, does not take its value, or contradicts another; or a word is too much.
    """
    check_given_once(words)
    if all(flag in words for flag in FLAGS):
        raise InvalidValue(f"{', '.join(FLAGS)}: give one of them, not both")
    _refuse_dashes(command, words)
    asked, rest = _parser(command).parse_known_args(_with_numbers(command, words))
    if unknown := [word for word in rest if word.startswith("-") and word != "--"]:
        raise InvalidValue(_unknown_option(command, unknown[0].partition("=")[0]))
    if command == "explain":
        take_what(asked, words, [word for word in rest if word != "--"])
    elif command == "export":
        take_format(asked, [word for word in rest if word != "--"])
    elif command == "check":
        take_sheet(asked, [word for word in rest if word != "--"])
    elif command == "sessions":
        asked.words += [word for word in rest if word != "--"]  # argparse leaves over those that follow an option
    elif rest and command == "list":
        raise InvalidValue(f"glassnet list takes no arguments, got {quoted(rest[0])}")
    elif rest:
        what = "FILE" if command in ("data", "replay", "share", "demo") else "START"
        meant = left_blank(words, rest[-1]) or _meant_command(command, getattr(asked, "start", ""))
        raise InvalidValue(f"one {what} is enough: {quoted(rest[-1])} is one too many{meant}")
    for name, option in options_of(command).items():
        text = getattr(asked, option.field, None)
        if text is not None:
            try:
                setattr(asked, option.field, option.read(text))
            except ValueError:
                raise _refused(name, option, text) from None
    if command not in _WITHOUT_START:
        _combine(asked)
    return asked


def _with_numbers(command: str, words: list[str]) -> list[str]:
    """Return the words with a number below 0 joined to its option: argparse takes -99,-999 for an option."""
    known, joined = options_of(command), list[str]()
    for word in words:
        if re.match(r"-[.\d]", word) and joined and joined[-1] in known:
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


def _refused(name: str, option: Option, text: str) -> InvalidValue:
    return InvalidValue(f"{name}: takes {option.takes}, not {quoted(text)}")


def _refuse_dashes(command: str, words: list[str]) -> None:
    """Refuse ``--seed=--``, the one value that argparse up to Python 3.12 drops."""
    known = options_of(command)
    for word in words[: words.index("--")] if "--" in words else words:
        name, _, text = word.partition("=")
        if text == "--" and name in known:
            raise _refused(name, known[name], text)


def _meant_command(command: str, start: str) -> str:
    """Suggest a command whose name is close to what was taken for START, as in trian iris."""
    from difflib import get_close_matches  # slow to import, and only needed for a mistake

    near = [] if command else get_close_matches(start, _COMMANDS, 1, 0.65)
    return f"; did you mean glassnet {near[0]}?" if near else ""


def _combine(asked: argparse.Namespace) -> None:
    """Merge the options that mean the same, and refuse those that contradict each other."""
    if asked.standardize and asked.scaling not in (None, "standard"):
        raise InvalidValue(f"--standardize, --scale: one says standard, the other {asked.scaling}")
    if asked.standardize:
        asked.scaling = "standard"
    if getattr(asked, "folds", None) and asked.test_share:
        raise InvalidValue("--folds, --test-share: each fold is the test once, so give one of them, not both")


def _unknown_option(command: str, word: str) -> str:
    from difflib import get_close_matches  # slow to import, and only needed for a mistake

    if command == "list":
        return f"unknown option {quoted(word)}: glassnet list takes only --help"
    more = {
        "": ["--ascii", "--large", "--version", *PLAIN_FLAGS, "--resume", "--new", "--no-save", "--keep"],
        "train": ["--large", "--json"],
        "data": ["--json"],
        "sessions": ["--json"],
        "replay": ["--check", "--large"],
        "share": ["--large"],
        "demo": ["--play"],
        "export": ["--large"],
        "check": ["--large", "--json"],
    }
    flags = [] if command in _WITHOUT_START else [*FLAGS, "--standardize"]
    known = [*options_of(command), *flags, *more.get(command, []), "--help"]
    if owner := _owner(word):
        return f"{word}: goes with {owner}"
    unknown = f"unknown option {quoted(word)}"
    if (meant := meant_option(word, known)) in known:
        return f"{unknown}: did you mean {meant}?"
    if meant and (owner := _owner(meant)):
        return f"{unknown}: did you mean {meant}? It goes with {owner}"
    near = get_close_matches(word, known, 1, 0.65)
    help_of = f"glassnet {command}".strip()
    return f"{unknown}: did you mean {near[0]}?" if near else f"{unknown}: {help_of} --help lists the options"


def _owner(option: str) -> str:
    """Return the command that an option belongs to; "" if it is of several."""
    for command, names in (
        ("train", ["--json", *TRAIN_OPTIONS]),
        ("explain", EXPLAIN_OPTIONS.keys() - SAMPLE_OPTIONS.keys()),
        ("explain and glassnet check", SAMPLE_OPTIONS),
        ("sessions", SESSIONS_OPTIONS),
        ("replay", ["--until"]),
        ("share", SHARE_OPTIONS),
        ("export", EXPORT_OPTIONS),
        ("demo", ["--play", "--gif", "--svg", "--text"]),
    ):
        if option in names:
            return f"glassnet {command}"
    if option in (*PLAIN_OPTIONS, *PLAIN_FLAGS):
        return "glassnet without a command"
    return "the workbench, which is glassnet without a command" if option in ("--ascii", *SCREEN_OPTIONS) else ""
