"""Performs a script: each line is done on a stage, and what it expects is looked at."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping

from textual.strip import Strip

from engine.errors import DataError, EngineError, InvalidValue
from engine.experiment.starts import DEFAULT_START, Options
from engine.quick_dataclass import dataclass
from engine.session.expressions.expression import Expression, parse_expression
from engine.session.expressions.names import ValueKind
from engine.session.expressions.refusal import ExpressionError
from engine.session.expressions.situation import Situation
from engine.session.look import FocusPanel, LookAction
from engine.session.travel import Travel
from engine.session.verbs.arguments import Opener
from engine.session.verbs.grammar import parse
from engine.session.verbs.open_verbs import load_of
from engine.session.verbs.tokens import LineRefused
from engine.training.commands import Load, Run
from engine.training.state import TrainingState, begin
from tui.demo.acts import Act, Do, Expect, Kill, Press, Say, Shot, Size, Type, Wait
from tui.demo.film import Film
from tui.demo.script import Script
from tui.demo.scripted_runner import most_at_once
from tui.demo.stage import Backstage, Stage
from tui.demo.still_widgets import run_in_scripted_time
from tui.terminal.text import safe

BETWEEN_KEYS, BETWEEN_CHARACTERS = 0.5, 0.1
"""Seconds."""
LONGEST_CAPTION = 400
MOST_VALUES = 4
"""Numbers of a condition that is not met of which the values are told."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")

Follow = Callable[[int], object]
"""Is told how many statements are done."""


@dataclass(frozen=True, eq=False)
class Performance:
    """What came of a script. Immutable.

    Attributes:
        film: Each picture of the screen, and when it was seen.
        shots: The pictures that were taken, by their names.
    """

    film: Film
    shots: Mapping[str, tuple[Strip, ...]]


def perform(
    script: Script,
    backstage: Backstage,
    opener: Opener = load_of,
    start: Load | None = None,
    follow: Follow = lambda done: None,
    films: bool = True,
) -> Performance:
    """Perform a script and return what was seen; it needs no terminal, and comes to the same every time.

    Args:
        script: The script.
        backstage: What it needs of the program around it.
        opener: Opens what a line names.
        start: What is open at the beginning; None for what the script opens, or else the usual start.
        follow: Is told how far it is. Whatever it raises ends the performance.
        films: Whether a film is wanted; without, it has no frames, and is made much sooner.

    Raises:
        DataError: A line cannot be done, or what it expects is not so; the message says which.
    """
    return run_in_scripted_time(_Performer(script, Stage(backstage, films), opener, start).perform(follow))


class _Performer:
    """Does the lines of a script one after the other."""

    def __init__(self, script: Script, stage: Stage, opener: Opener, start: Load | None) -> None:
        self._script, self._stage, self._opener, self._start = script, stage, opener, start
        self._shots = dict[str, tuple[Strip, ...]]()
        self._states = dict[str, TrainingState]()  # at each shot
        self._entry: TrainingState | None = None  # at the last caption, or the beginning
        self._used = set[str]()  # verbs since then

    async def perform(self, follow: Follow) -> Performance:
        stage = self._stage
        try:
            for done, statement in enumerate(self._script.statements):
                follow(done)
                stage.line = statement.line
                try:
                    await self._do(statement.act)
                except EngineError as error:
                    place = f"{self._script.name}, line {statement.line:,}"
                    after = "," if isinstance(error, LineRefused) else ":"  # the one begins with its column
                    raise DataError(f"{place}{after} {error}") from None
            if not stage.is_open:
                await self._begin(None)
        finally:
            await stage.close()
        return Performance(stage.film(self._script.path.stem), self._shots)

    async def _do(self, act: Act) -> None:
        stage = self._stage
        if not stage.is_open and not isinstance(act, Size | Say):
            opens = act if isinstance(act, Do) and act.verb == "open" else None
            await self._begin(opens)
            if opens is not None:
                return
        match act:
            case Size(width, height):
                await stage.resize(width, height)
            case Say(text):
                self._say(text)
            case Press(keys):
                await stage.press(keys, BETWEEN_KEYS)
            case Type(keys):
                await stage.press(keys, BETWEEN_CHARACTERS)
            case Wait(seconds):
                await stage.wait(seconds)
            case Expect(condition):
                self._expect(condition)
            case Shot(name):
                self._shots[name], self._states[name] = stage.app.rows, stage.state
            case Kill():
                await stage.kill()
            case Do():
                await self._verb(act)
                await stage.settle()

    async def _begin(self, opens: Do | None) -> None:
        """Open what the script opens first, or what is open at its beginning."""
        usual = self._start or load_of(DEFAULT_START, Options())
        load = usual if opens is None else parse(opens.line, begin(usual.setup), self._opener)
        assert isinstance(load, Load)  # as the verb says
        await self._stage.begin(load)
        self._entry = self._stage.state

    def _say(self, text: str) -> None:
        stage = self._stage
        stage.caption, self._used = safe(text, LONGEST_CAPTION), set()
        if stage.is_open and not stage.is_left:
            self._entry = stage.state
            stage.take()

    async def _verb(self, do: Do) -> None:
        workbench, training = self._stage.workbench, self._stage.workbench.training
        said = parse(do.line, self._stage.state, self._opener)
        if isinstance(said, LookAction):
            workbench.look_at(said)
            if isinstance(said, FocusPanel):
                workbench.set_focus(workbench.query_one(f"#{workbench.look.panel}"))
        elif isinstance(said, Travel):
            training.travel(lambda _: said)
        elif isinstance(said, Run):
            await self._train(said.samples, do.joins)
        elif said is not None:
            training.join(said) if do.joins else training.do(said)
        self._used.add(do.verb)

    async def _train(self, samples: int, joins: bool) -> None:
        """Train with NumPy, a long run in parts that make one step: the loop hears of signals between them."""
        training = self._stage.workbench.training
        while samples:
            before, part = self._stage.state, min(samples, most_at_once(self._stage.state))
            training.join(Run(part)) if joins else training.do(Run(part))
            if self._stage.state.samples - before.samples != part:  # it blew up
                return
            samples, joins = samples - part, True
            await asyncio.sleep(0)

    def _expect(self, condition: Expression) -> None:
        situation = Situation(self._stage.state, self._entry, self._states, frozenset(self._used))
        text = condition.text.strip()
        try:
            holds = condition.value(situation)
        except ExpressionError as error:
            raise InvalidValue(f"expect {text}: {error}") from None
        if not holds:
            raise InvalidValue(f"expect {text}: this is not so{_values(text, situation)}")


def _values(text: str, situation: Situation) -> str:
    """Say what the numbers of a condition are: ": mse is 0.0202"."""
    found = list[str]()
    for name in dict.fromkeys(_NAME.findall(text)):
        try:
            number = parse_expression(name)
            value = number.value(situation)
        except ExpressionError:
            continue
        if number.kind is not ValueKind.TRUTH:
            found.append(f"{name} is {value:.6g}" if isinstance(value, float) else f"{name} is {value}")
    return f": {', '.join(found[:MOST_VALUES])}" if found else ""
