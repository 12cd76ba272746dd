"""Pictures that are held until the terminal has shown those before: nothing that changes meanwhile is lost."""

from tests.tui.journeys import learner
from tui.panels.bars.view import StatusBar


async def test_what_changes_just_before_a_held_picture_is_painted_with_it(monkeypatch):
    async with learner() as user:
        app, screen, bar = user.app, user.workbench, user.workbench.query_one(StatusBar)
        compositor, painted = screen._compositor, []
        await user.until(lambda: app._complete, "the first picture is painted")
        await user.settle()
        render = compositor.render_update
        monkeypatch.setattr(
            compositor, "render_update", lambda **how: painted.extend(compositor._dirty_regions) or render(**how)
        )
        app._held = True
        bar._set_dirty()
        screen._dirty_widgets.add(bar)  # as the message of its change does; the screen notes it a moment later
        app._paint_held()
        await user.until(lambda: bar.region in painted, "the top line is painted")
