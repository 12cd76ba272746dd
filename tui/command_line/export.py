"""``glassnet export``: what was trained as a program or a file for other tools."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from engine.errors import InvalidValue
from engine.exporting.formats import NUMBERS, Format, write_export
from engine.exporting.trained import Trained
from engine.network.network import shape_text
from engine.session.look import LookAction
from engine.session.session import Session
from engine.session.timeline import Timeline
from engine.training.state import TrainingState
from engine.wording import count
from tui.command_line.handed_on import names_handed_on, refuse_training
from tui.command_line.new_file import check_new
from tui.command_line.share import resumed_session
from tui.plain.account import ALL_FORMATS, format_named
from tui.terminal.interrupts import raise_on_interrupt
from tui.terminal.streams import flush, say
from tui.terminal.text import safe

Picture = Callable[[Session, Sequence[LookAction]], str]
"""Draws the workbench on a session, with what is looked at, as SVG."""
_LONGEST = 60


def export(asked: argparse.Namespace, picture: Picture) -> int:
    """Write what was trained in a format and return the exit code, 0.

    Args:
        asked: ``format``; ``start``, None for the last session; ``output``, None prints; ``what``; options.
        picture: Draws the workbench.

    Raises:
        InvalidValue: There is no such format or session, or the format needs a file; or one to write is there already.
        DataError: The session cannot be read, or the file cannot be written.
        Divergence: The training blew up; nothing is written.
        KeyboardInterrupt: Ctrl+C was pressed; nothing is written.
    """
    form = format_named(asked.format)
    out = None if asked.output is None else _checked(Path(asked.output), form)
    for name, given in (("--what", asked.what), ("--of", asked.of)):
        if given is not None and form.takes != name:
            takers = [one.name for one in ALL_FORMATS.values() if one.takes == name]
            raise InvalidValue(f"{name}: goes with {' and '.join(takers)}")
    if out is None and form.is_binary:
        raise InvalidValue(f"{form.name}: give the file to write, -o FILE{form.suffix}")
    name, trained = _trained(asked, asked.what or asked.of or form.choices[0], picture)
    state = trained.state
    if out is None and form.has_numbers_beside(trained):
        many = f"its {count(trained.model.parameters, 'parameter')} and the rows go into a file beside it"
        raise InvalidValue(f"{form.name}: {many}: give the file to write, -o FILE{form.suffix}")
    if out is None:
        print(form.content(trained), end="")
        flush()
        return 0
    files = write_export(form, trained, out)
    what = f"{shape_text(state.network.sizes)}, {count(state.epoch, 'epoch')}, MSE {state.evaluation.mse:.6g}"
    return say(f"{safe(name, _LONGEST)}: {what}; written to {safe(' and '.join(map(str, files)), 200)}", 0)


def _checked(out: Path, form: Format) -> Path:
    """Return the file to write.

    Raises:
        InvalidValue: It is there already, has no folder, or another ending than such a file has.
    """
    if out.suffix.lower() != form.suffix:
        raise InvalidValue(f"-o: takes the name of a new file that ends in {form.suffix}, not {safe(out.name, 40)}")
    check_new(out, *([out.with_suffix(NUMBERS)] if form.takes_numbers else []))
    return out


def _trained(asked: argparse.Namespace, what: str, picture: Picture) -> tuple[str, Trained]:
    """Return what was trained, and what it is called: that of a session, or of a START that is trained now."""
    if asked.start is not None and not names_handed_on(asked.start):
        name, state = _of_start(asked)
        return name, Trained(state, None, what, lambda: picture(Session(Timeline(state)), ()))
    refuse_training(asked, "a session is exported as it is")
    name, again = resumed_session(asked.start, asked.state, asked.large)
    raise_on_interrupt()
    session = again.session
    steps = session.steps.first(session.step + 1)
    return name, Trained(session.state, steps, what, lambda: picture(session, again.looks))


def _of_start(asked: argparse.Namespace) -> tuple[str, TrainingState]:
    from tui.command_line.compiling import wait_for_loop
    from tui.command_line.progress import shown_progress
    from tui.command_line.requested_setup import requested_kernel, requested_setup, show_notes
    from tui.command_line.train import trained

    setup, kernel = requested_setup(asked), requested_kernel(asked)
    show_notes(asked.start, setup)
    raise_on_interrupt()
    wait_for_loop(kernel)
    with shown_progress(setup, as_json=True) as follow:
        finished = trained(setup, follow, kernel)
    if isinstance(finished.stopped, KeyboardInterrupt):
        raise KeyboardInterrupt(
            f"interrupted in epoch {finished.state.epoch + 1} of {setup.epochs}: nothing is written"
        )
    if finished.stopped is not None:
        raise finished.stopped
    return setup.name, finished.state
