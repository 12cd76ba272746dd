"""The entries of the command palette: every key by what it does, every view, every setting and all data, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

from textual.app import App
from textual.binding import Binding

from tui.panels.chart.views import VIEWS
from tui.panels.key import Key, written
from tui.panels.panel import Panel
from tui.workbench.handing_on import export
from tui.workbench.keymap import APP_KEYS, WORKBENCH_KEYS
from tui.workbench.opening import open_architecture, open_start, panels_of
from tui.workbench.palette_search import Entry
from tui.workbench.workbench import Workbench

WITHOUT_KEY = {
    "do('reset')": (
        "Make these the starting weights",
        "do('start')",
        "r goes back to them then",
        "keep own initial reset begin save",
    ),
    "open('saving')": (
        "Share the session: copy it as a text",
        "open('share')",
        "to be opened with glassnet TEXT, or d and paste",
        "hand on mail chat clipboard link send export glassnet:1:",
    ),
}
"""What only the palette does: the name, the action, more about it, and other words that find it.

Each by the action of the key before which it is listed, so that of equal finds it comes first: the other one has a key.
"""


def entries_for(app: App[object]) -> Iterator[Entry]:
    """Yield an entry for everything that can be done: on the workbench, or on whatever screen lies over it."""
    *_, below, _ = (None, *app.screen_stack)  # the palette itself is the last one
    if isinstance(below, Workbench):
        yield from _of_workbench(below)
    for key in APP_KEYS:
        if key.action != "app.command_palette":
            yield _entry(key, app.run_action)


def _of_workbench(workbench: Workbench) -> Iterator[Entry]:
    for key in WORKBENCH_KEYS:
        if key.action in WITHOUT_KEY:
            name, action, about, words = WITHOUT_KEY[key.action]
            yield Entry(name, about, words, _action(workbench.run_action, action))
        yield _entry(key, workbench.run_action)
    for view in VIEWS:
        action = f"look('view {view.name}')"
        yield Entry(
            f"Chart: {view.label}", "key c goes through them", view.words, _action(workbench.run_action, action)
        )
    for panel in panels_of(workbench):
        for binding in panel.BINDINGS:
            if isinstance(binding, Binding):
                yield _entry(binding, panel.run_action, panel)
    yield from _settings(workbench)
    yield from _data(workbench)
    yield from _exports(workbench)


def _settings(workbench: Workbench) -> Iterator[Entry]:
    """Yield an entry for each setting of the network and its training."""
    from tui.dialogs.architecture_settings import settings

    above = ""
    for number, setting in enumerate(settings(workbench.now) if workbench.now is not None else ()):
        name = setting.name.strip()
        if setting.name != name:  # such as the activation below its layer
            name = f"{name} of the {above}"
        else:
            above = name

        async def do(number: int = number) -> None:
            open_architecture(workbench, number)

        if not setting.fixed:
            yield Entry(f"Network: {name}", f"now {setting.value}; key a", setting.words, do)


def _data(workbench: Workbench) -> Iterator[Entry]:
    """Yield an entry for each preset and for all data that come along."""
    from tui.dialogs.open_data import starts

    for name, about in starts():

        async def do(name: str = name) -> None:
            await open_start(workbench, name)

        yield Entry(f"Data: {name}", f"{about}; key d", about, do)


def _exports(workbench: Workbench) -> Iterator[Entry]:
    """Yield an entry for each format in which what is trained can be written."""
    from tui.plain.account import ALL_FORMATS

    for form in ALL_FORMATS.values():
        for what in form.choices:

            async def do(name: str = form.name, what: str = what) -> None:
                export(workbench, name, what)

            title = f"Export: {form.name}, {what}" if what else f"Export: {form.name}"
            words = f"save write file program code weights table {form.about}"
            yield Entry(title, f"{form.about}, FILE{form.suffix}", words, do)


def _entry(binding: Binding, run: Callable[[str], Awaitable[object]], panel: Panel | None = None) -> Entry:
    """Return an entry that does what a key does; a panel's key is pressed in that panel."""
    does, words = binding.description, binding.words if isinstance(binding, Key) else ""
    if panel is None:
        return Entry(_titled(does), f"key {written(binding.key)}", words, _action(run, binding.action))

    async def do() -> None:
        await panel.screen.run_action(f"panel('{panel.id}')")
        await run(binding.action)

    return Entry(_titled(f"{does}, in the {panel.id}"), f"key {written(binding.key)}", words, do)


def _titled(does: str) -> str:
    return does[0].upper() + does[1:]


def _action(run: Callable[[str], Awaitable[object]], action: str) -> Callable[[], Awaitable[object]]:
    return lambda: run(action)
