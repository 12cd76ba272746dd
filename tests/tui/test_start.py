"""The start: only what the first screen shows is loaded and drawn."""

from collections import Counter

from textual._compositor import LayoutUpdate

from tests.tui.journeys import learner
from tests.tui.shell import python
from tui.app import GlassnetApp
from tui.panels.panel import Panel

LATER = [
    *("argparse", "numpy.ma", "plotext", "numba"),
    *(
        "engine.data.generators",
        "engine.analysis.gradient_check",
        "engine.analysis.landscape",
        "engine.analysis.metrics",
        "engine.analysis.slices",
        "engine.training.learning_curve",
        "engine.training.run",
        "engine.training.cost_after",
        "engine.experiment.cost",
        "engine.session.saved.log",
        "engine.session.saved.saving",
        "engine.session.saved.resume",
        "engine.session.verbs",
        "engine.kernels.workspace",
        "tui.panels.inspector.check_lines",
        "tui.panels.samples.pixels",
    ),
    *("tui.panels.chart.answer_curves", "tui.panels.chart.decision_map", "tui.panels.chart.result_table"),
    *(
        "engine.data.options",
        "engine.data.reading.reader",
        "tui.command_line.parser",
        "tui.dialogs.import_settings",
        "tui.dialogs.architecture_settings",
    ),
    *("tui.dialogs.keys", "tui.dialogs.open_data", "tui.dialogs.import_file", "tui.dialogs.pick_file"),
    *("tui.dialogs.architecture", "tui.dialogs.check_all", "tui.workbench.command_palette"),
    *("tui.workbench.editing", "tui.workbench.questions", "tui.workbench.editable", "tui.dialogs.settings"),
    *("zipfile", "tomllib", "email", "http", "urllib.request", "multiprocessing", "importlib.metadata"),
]
STARTED = """
import asyncio, sys
from engine.experiment.starts import setup_for
import tui.command_line.main
from tui.app import GlassnetApp

async def start():
    async with GlassnetApp(setup_for()).run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        print(*sys.modules)

asyncio.run(start())
"""


def test_the_first_screen_loads_only_what_it_shows():
    loaded = set(python(STARTED).stdout.split())
    assert "tui.workbench.workbench" in loaded
    assert sorted(loaded & set(LATER)) == []


def test_a_start_by_name_reads_no_session():
    ask = "_request(parse('', ['level2'])); print(*sys.modules)"
    code = (
        f"import sys; from tui.command_line.parser import parse; from tui.command_line.workbench import _request; {ask}"
    )
    loaded = python(code).stdout.split()
    sessions = {name for name in loaded if name.startswith(("engine.session.saved.", "engine.session.handed_on"))}
    assert sessions == {"engine.session.saved.folder"}
    assert not {"zipfile", "csv", "textual"} & {*loaded}


async def test_the_screen_is_painted_once(monkeypatch):
    """Textual would paint it at every step of the start, five times in all."""
    painted, display = [], GlassnetApp._display
    monkeypatch.setattr(
        GlassnetApp, "_display", lambda app, screen, picture: painted.append(picture) or display(app, screen, picture)
    )
    async with learner() as user:
        await user.settle()
        assert [type(picture) for picture in painted if picture is not None] == [LayoutUpdate]


async def test_a_panel_is_drawn_once(monkeypatch):
    drawn, draw = Counter(), Panel.draw
    monkeypatch.setattr(Panel, "draw", lambda panel: drawn.update([panel.id]) or draw(panel))
    async with learner() as user:
        await user.settle()
        assert (drawn["network"], drawn["inspector"], drawn["samples"]) == (1, 1, 1)
