"""The picture in the README, drawn by the program: ``python -m tests.snapshots.readme_picture`` draws it anew."""

import asyncio
import os
from pathlib import Path

PICTURE = Path(__file__).parent / "readme.svg"
SIZE = (120, 36)
KEYS = (*["e"] * 12, "full_stop", *["e"] * 28)


async def draw() -> str:
    """Let the ten rows be learned, with one weight nudged on the way, and return the screen as SVG."""
    for name in ("TEXTUAL_THEME", "NO_COLOR"):
        os.environ.pop(name, None)
    os.environ["COLORTERM"] = "truecolor"
    from engine.experiment.starts import setup_for
    from tui.app import GlassnetApp
    from tui.drawing.screen_pictures.screen import rows_of
    from tui.drawing.screen_pictures.svg import svg_of

    app = GlassnetApp(setup_for("level2"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*KEYS)
        await pilot.pause()
        return svg_of(rows_of(app), "glassnet")


if __name__ == "__main__":
    PICTURE.write_text(asyncio.run(draw()), encoding="utf-8")
