"""The list of all keys."""

import pytest
from textual.widgets import OptionList

from tests.tui.journeys import learner


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_every_line_can_be_read_whole(size):
    async with learner(size=size) as user:
        await user.press("question_mark")
        keys = user.app.screen.query_one(OptionList)
        await user.until(lambda: user.app.screen.size == size, "it is laid out")
        await user.settle()
        wide = [str(keys.get_option_at_index(n).prompt).splitlines() for n in range(keys.option_count)]
        assert max(len(line) for lines in wide for line in lines) <= keys.scrollable_content_region.width
        drawn = [keys.render_line(y).text for y in range(keys.size.height)]
        assert not any(line.rstrip().endswith("…") and "10 …" not in line for line in drawn), drawn
