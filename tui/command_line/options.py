"""The options of the command line that are not about the start: what each takes and how its value is read."""

from __future__ import annotations

import re

from engine.experiment.start_options import Option, one_of, whole, whole_number, whole_or_all
from engine.formulas.notation import Digits
from engine.typed_numbers import MOST_COUNTED

KERNEL_NAMES = ("auto", "numpy", "numba")
_SECONDS = {"s": 1.0, "h": 3_600.0, "d": 86_400.0, "w": 604_800.0}
DIGITS: dict[str, Digits] = {"4": 4, "6": 6, "full": None}


def _path(text: str) -> str:
    if not text:
        raise ValueError
    return text


def _glass_file(text: str) -> str:
    if not text.lower().endswith(".glass"):
        raise ValueError
    return text


def _seconds(text: str) -> float:
    match = re.fullmatch(r"(\d{1,9})([shdw])", text.strip(), re.ASCII)
    if match is None:
        raise ValueError
    return float(match[1]) * _SECONDS[match[2]]


FILE_OPTIONS = {
    "--weights": Option(
        "weights",
        "FILE",
        _path,
        "a file: the JSON of glassnet train, or an .npz with W1 b1 W2 b2 …, each W neurons × inputs",
        ": the starting weights, and with them the layers; drawn by default",
    ),
}
"""Of the start too, but paths, which no saved line names. Shared by the workbench, ``train`` and ``explain``."""
RUN_OPTIONS = {
    "--kernel": one_of(
        "kernel", "NAME", KERNEL_NAMES, ": what trains; numba comes with glassnet[fast]; auto by default"
    ),
}
"""Shared by the workbench and ``train``."""
SCREEN_OPTIONS = {
    "--theme": one_of("theme", "NAME", ("light", "dark"), "; the one that key T chose by default"),
}
"""Of the workbench alone."""
PLAIN_OPTIONS = {
    "--width": whole_number("width", 20, 80, ": the columns of a line with --plain; those of the terminal by default"),
}
PLAIN_FLAGS = {
    "--plain": "sentences instead of pictures: for screen readers, braille displays and scripts",
    "--unicode": "with --plain, write α, δ and σ; by default they are spelled out",
}
"""Of the plain twin of the workbench."""
TRAIN_OPTIONS = {
    "--folds": Option(
        "folds", "N", whole(10**5, 2), "a whole number from 2", ": cross-validate; mean ± deviation; none by default"
    ),
}
SAMPLE_OPTIONS = {
    "--samples": whole_number("samples", 0, MOST_COUNTED, ", to train first; 0 by default"),
    "--row": Option(
        "row", "N", whole(MOST_COUNTED, 1), "the number of a row of the file, from 1", "; the current one by default"
    ),
}
"""Of the commands that are about one sample: ``explain`` and ``check``."""
EXPLAIN_OPTIONS = SAMPLE_OPTIONS | {
    "--terms": Option(
        "terms",
        "N",
        whole_or_all(2),
        "a whole number from 2, or all",
        ": longer sums are cut to this many, 6 by default",
    ),
    "--digits": one_of("digits", "N", tuple(DIGITS), ": how numbers are written, 4 by default"),
}
ASCII = "draw lines, charts and signs with - / \\ | * for fonts without braille; formulas keep their letters"
STATE_OPTIONS = {
    "--state": Option(
        "state",
        "DIR",
        str,
        "the folder in which sessions are kept",
        "; GLASSNET_STATE by default, or else the state folder of the system",
    ),
}
"""Of the commands that read or keep sessions."""
SESSIONS_OPTIONS = {
    "--older": Option(
        "older",
        "AGE",
        _seconds,
        "an age such as 30d, with s, h, d or w for seconds, hours, days or weeks",
        "; required by prune: it removes the sessions in which nothing was done for so long",
    ),
}
DEMO_OPTIONS = {
    "--cast": Option("cast", "OUT", _path, "the name of a file that ends in .cast", ": write the film as an asciicast"),
    "--gif": Option(
        "gif", "OUT", _path, "the name of a file that ends in .gif", ": write it as a GIF; needs glassnet[demo]"
    ),
    "--svg": Option("svg", "DIR", _path, "a folder", ": write NAME.svg there for each shot; it is made"),
    "--text": Option("text", "DIR", _path, "a folder", ": write NAME.txt there for each shot; it is made"),
    "--check": Option(
        "check",
        "DIR",
        _path,
        "a folder",
        ": compare each shot with NAME.svg there, and draw both if they differ",
    ),
}
REPLAY_OPTIONS = {
    "--until": whole_number("until", 0, MOST_COUNTED, ": the step to stop at; the end of the log by default"),
    "--cast": DEMO_OPTIONS["--cast"],
}
SHARE_OPTIONS = {
    "-o": Option(
        "output", "OUT", _glass_file, "the name of a new file that ends in .glass", ": write this file; none by default"
    ),
}
EXPORT_OPTIONS = {
    "-o": Option("output", "FILE", _path, "the name of a new file", ": write this file; printed by default"),
    "--what": one_of("what", "WHAT", ("history", "rows"), " for csv and jsonl: history by default"),
    "--of": Option(
        "of",
        "WHAT",
        _path,
        "sample, step (with the update), or a number such as w5, h1, o1 or E",
        " for markdown and latex: sample by default",
    ),
}
PLAY = "play it on this terminal: space pauses, arrows step, q leaves"
"""What the help says of the flag of ``demo``."""
LARGE_REPLAY = "live again what is large too: much to compute, over a million parameters or 200,000 lines"
SESSION = "a name, a path, FILE.glass or a text that was handed on; the last session by default"
"""What FILE of the commands is that take a saved session or one that was handed on."""
CHECK = "print only whether it comes to the same"
"""What the help says of the flags of ``replay``."""
RESUME = "go on with a session: the last one, or the one of this name; glassnet sessions lists them"
NEW = "begin anew; glassnet alone goes on with the last session if it was left within a day or was cut off"
NO_SAVE = "keep nothing of this session on disk"
KEEP = "remove no old sessions; GLASSNET_KEEP=1 says so for every start"
"""What the help says of the flags of the workbench about sessions."""
LARGE = "start what is large too: over a million parameters, or 1 GB of memory"
"""What the help says of ``--large``, which the workbench and ``train`` share."""
