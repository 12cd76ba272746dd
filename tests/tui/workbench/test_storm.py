"""Random keys: nothing breaks, the screen shows the session, and every step can be restored exactly."""

import random
from itertools import takewhile

import pytest
from textual.widgets import Input

from engine.session.travel import Goto
from tests.engine.strategies import fingerprint
from tests.tui.journeys import Learner, learner
from tui.app import GlassnetApp
from tui.dialogs.architecture import ArchitectureScreen
from tui.workbench.keymap import WORKBENCH_KEYS

ANY = [
    *(key for binding in WORKBENCH_KEYS for key in binding.key.split(",") if key != "space"),
    *("enter", "backspace", "escape", "insert", "delete", "pageup", "pagedown", "home", "end"),
    *("n", "s", "u", "U", "g", "right", "down", "t"),
    *["a"] * 6,
]
RESHAPING = ("up", "down", "left", "right", "plus", "plus", "minus", "minus", "u", "U")
TYPED = (
    "",
    "0",
    "-3",
    "0,5",
    "1/3",
    "1/0",
    "1e308",
    "-1e308",
    "1e999",
    "nan",
    "inf",
    "9" * 10_000,
    "[/]",
    "\x1b[0m",
    "漢字",
)
KEYS = 100


async def strike_any(user: Learner, chance: random.Random) -> None:
    """Press a random key; in a field, type something first."""
    if isinstance(field := user.app.focused, Input):
        field.value = chance.choice((*TYPED, str(chance.randint(0, user.session.last_step))))
        await user.press(chance.choice(["enter", "enter", "escape"]))
    elif isinstance(user.app.screen, ArchitectureScreen) and chance.random() < 0.8:
        await user.press(chance.choice(RESHAPING))
    else:
        await user.press(chance.choice(ANY))


@pytest.mark.parametrize(("start", "size"), [("level2", (120, 36)), ("level3", (60, 20)), ("iris", (80, 24))])
async def test_keys_in_any_order(monkeypatch, tmp_path, start, size):
    monkeypatch.chdir(tmp_path)  # ctrl+s and a name write a file
    monkeypatch.setattr(GlassnetApp, "action_quit", GlassnetApp.action_bell)  # the key list can trigger it too
    chance = random.Random(f"{start} {size}")
    async with learner(start, size=size) as user:
        lived, commands = {0: fingerprint(user.session.state)}, user.session.commands
        for _ in range(KEYS):
            await strike_any(user, chance)
            session = user.session
            kept = sum(
                1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(commands, session.commands, strict=False))
            )
            lived = {step: state for step, state in lived.items() if step <= kept}
            commands = session.commands
            assert lived.setdefault(session.step, fingerprint(session.state)) == fingerprint(session.state)
            assert fingerprint(user.workbench.now) == fingerprint(session.state)
            assert user.workbench.timeline.step == session.step
        for step in chance.sample(sorted(lived), len(lived)):
            assert fingerprint(session.travel(Goto(step))) == lived[step]
