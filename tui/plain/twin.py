"""The plain twin of the workbench: a line in, sentences out. It has the workbench's session and its look.

``Twin.answer`` finds out what a line says: a question, a look, a way through the timeline or a command. A question
tells, a look changes the look, the others go through the session, and ``changes.py`` says what is different then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from engine.errors import InvalidValue
from engine.experiment.cost import check_fits
from engine.session.look import Look, LookAction, StateChanged
from engine.session.looking import look_after
from engine.session.session import Session
from engine.session.travel import Goto, Redo, Travel, Undo
from engine.session.typed_place import UNITS, place_typed
from engine.session.verbs.arguments import Arguments
from engine.session.verbs.grammar import JOINS, VERBS, joins, parse
from engine.session.verbs.tokens import LineRefused, Token, tokens_of
from engine.session.verbs.verb import Said
from engine.session.way import QUICK
from engine.training.commands import Command, Run, StepEpoch, StepPhase, StepSample
from engine.training.cost_after import cost_after, cost_now
from engine.training.divergence import Divergence
from engine.training.state import TrainingState
from engine.wording import count
from tui.plain.changes import Change, changes, outcome, why_stuck
from tui.plain.looks import look_lines
from tui.plain.overview import View
from tui.plain.pause import Pause
from tui.plain.phases import phase_lines
from tui.plain.questions import LEAVES, Question, no_verb, question_named
from tui.plain.runs import run_lines
from tui.plain.steps import step_text

LONG_EPOCH = 5_000_000
"""Rows times parameters. A longer epoch is trained in pieces, so that it can be paused."""
LONG_WAY = 40 * QUICK
"""Work after which a learner is told how to stop it: with NumPy at least some two seconds."""
WALKING = "computing it again: ctrl+c stops"
NOT_JOINED = f"{JOINS} joins an edit or a run to the step before: this is neither"


class _Stopped(Exception):
    """The learner does not wait for a step that is computed again."""


class Twin:
    """A session and a look, driven by lines.

    Attributes:
        session: The session.
        look: What the learner looks at.
        left: Whether a line has said to leave.
    """

    def __init__(self, session: Session, pause: Pause, hints: bool = False, large: bool = False) -> None:
        """Begin to talk.

        Args:
            session: What to talk about.
            pause: Ends a run early.
            hints: Whether somebody is there to be told how to pause a long run.
            large: Whether the network may become large.
        """
        self.session = session
        self.look = look_after(Look(), StateChanged(None), self.session.state)
        self.left = False
        self._pause, self._hints, self._large = pause, hints, large

    @property
    def view(self) -> View:
        """What there is to see."""
        return View(self.session.state, self.look, self.session)

    def answer(self, line: str) -> Iterator[str]:
        """Do what a line says and yield what there is to tell, while it is done; nothing for an empty line.

        Raises:
            LineRefused: The line says nothing that can be done here.
            EngineError: It cannot be done, or what it began was stopped.
        """
        joined, rest = joins(line)
        try:
            yield from self._answer(rest, joined)
        except LineRefused as refused:  # its column is one of the line without its mark
            raise LineRefused(refused.what, refused.column + len(line) - len(rest)) from None

    def _answer(self, line: str, joined: bool) -> Iterator[str]:
        tokens = tokens_of(line)
        if not tokens:
            return
        word = "" if tokens[0].quoted else tokens[0].text.lower()
        if (question := question_named(word)) is not None:
            if joined:
                raise InvalidValue(NOT_JOINED)
            yield from self._told(question, Arguments(question.usage, tokens[1:], len(line) + 1))
            return
        if (place := self._place(word, tokens[1:])) is not None:
            yield from self._done(place, joined)
            return
        if word not in VERBS:
            raise no_verb(tokens[0].text, tokens[0].column, self.session.state.network.sizes)
        said = parse(line, self.session.state)
        if said is not None:
            yield from self._done(said, joined)

    def _place(self, word: str, more: Sequence[Token]) -> Goto | None:
        """Return the place of ``goto 20e`` or ``goto 400s``, as the workbench takes it: a log names a step instead."""
        is_place = word == "goto" and len(more) == 1 and more[0].text[-1:].lower() in UNITS
        place = place_typed(more[0].text) if is_place else None
        return None if place is None else place(self.session)

    def _told(self, question: Question, words: Arguments) -> Iterator[str]:
        answer = question.ask(words, self.view)
        words.end()
        self.left = question.name == LEAVES
        yield from self._looked(answer) if isinstance(answer, LookAction) else answer

    def _done(self, said: Said, joined: bool) -> Iterator[str]:
        if isinstance(said, LookAction | Travel):
            if joined:
                raise InvalidValue(NOT_JOINED)
            yield from self._travelled(said) if isinstance(said, Travel) else self._looked(said)
        else:
            yield from self._commanded(said, joined)

    def _looked(self, action: LookAction) -> Iterator[str]:
        self.look = look_after(self.look, action, self.session.state)
        yield from look_lines(action, self.view)

    def _travelled(self, travel: Travel) -> Iterator[str]:
        before, session, step = self.session.state, self.session, self.session.step
        way = session.way_to(travel)
        if self._hints and way.work > LONG_WAY:
            yield WALKING
        try:
            session.travel(travel, way.walked(self._unless_pressed))
        except _Stopped:
            yield f"stopped: this is still step {step:,}"
            return
        match travel:
            case Undo():
                yield f"step {step:,} is undone: {step_text(session, step, session.state)}"
            case Redo():
                yield f"step {session.step:,} is done again: {step_text(session, session.step, before)}"
            case Goto():
                yield f"step is {session.step:,}, was {step:,}"
        yield from self._changed(before, travel)

    def _unless_pressed(self, share: float) -> None:
        """Stop what is computed again when ctrl+c is pressed."""
        if self._pause.pressed:
            raise _Stopped

    def _commanded(self, command: Command, joined: bool) -> Iterator[str]:
        before, session = self.session.state, self.session
        if isinstance(command, StepEpoch) and before.dataset.rows * before.network.parameters.size > LONG_EPOCH:
            command = Run(before.dataset.rows - before.position)
        self._check_cost(command)
        try:
            if isinstance(command, Run):
                yield from run_lines(session, command, joined, self._pause, self._hints, self.look.digits)
            else:
                session.join(command) if joined else session.apply(command)
        except Divergence:
            if session.state is not before:  # the samples before it are kept
                yield from self._changed(before, command)
            raise
        yield from self._changed(before, command)

    def _check_cost(self, command: Command) -> None:
        """Refuse what would make the network large, unless that was asked for."""
        state = self.session.state
        cost = cost_after(state, command)
        if cost is None or not cost.is_large:
            return
        check_fits(cost)
        if not self._large and not cost_now(state).is_large:
            raise InvalidValue(f"{cost.text}; if that is what you want, start with --large")

    def _changed(self, before: TrainingState, said: Command | Travel) -> Iterator[str]:
        """Let the look follow a change, and say what is different."""
        after, look = self.session.state, self.look
        walked = bool(after.phase) and isinstance(said, StepPhase | Travel)
        self.look = look_after(look, StateChanged(before, walked, ran=isinstance(said, Run)), after)
        change = Change(before, after, look)
        told = [
            *_trained(before, after, said, look),
            *(outcome(change) if isinstance(said, StepPhase) else changes(change)),
        ]
        yield from told or ["no number changed"]
        if isinstance(said, StepEpoch) or (isinstance(said, Run) and after.samples - before.samples == said.samples):
            yield from why_stuck(after)  # a run that was stopped has said why


def _trained(before: TrainingState, after: TrainingState, said: Command | Travel, look: Look) -> Iterator[str]:
    """Say which phase was done or which row was trained, if one was."""
    if isinstance(said, StepPhase):
        yield from phase_lines(after, look.digits)
    elif isinstance(said, Travel):
        yield from islice(phase_lines(after, look.digits), 1)  # what it means was said when it was done
    elif isinstance(said, StepSample):
        row = before.row if said.row is None else said.row
        yield f"row {before.dataset.number(row):,} is trained"
        waiting = before.rows_to_update - 1
        if waiting and said.row is None:
            yield f"no weight moves yet: the batch has {count(waiting, 'more row')}"
