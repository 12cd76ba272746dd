"""How the screen looks. After a change that is meant, ``--snapshot-update``; then look at each picture."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from engine.experiment.starts import setup_for
from engine.network.places import Bias, Weight
from engine.training.commands import StepEpoch
from tests.tui.journeys import Learner
from tui.app import GlassnetApp
from tui.dialogs.import_file import ImportFile

SIZES = [(120, 36), (80, 24), (60, 20)]
Compare = Callable[..., bool]
Story = Callable[[Learner], Awaitable[None]]

pytestmark = pytest.mark.usefixtures("steady_cursor")


@pytest.fixture
def picture(snap_compare: Compare) -> Compare:
    """Compare the screen with the picture that was accepted, after something was done to it."""

    def compare(size: tuple[int, int], story: Story, start: str = "level2") -> bool:
        app = GlassnetApp(setup_for(start))

        async def before(pilot: Pilot[None]) -> None:
            user = Learner(app, pilot)
            await user.settle()
            await story(user)
            await user.settle()

        return snap_compare(app, terminal_size=size, run_before=before)

    return compare


def name(size: tuple[int, int]) -> str:
    """Call a size as people do: 80x24."""
    return "x".join(map(str, size))


async def nothing(user: Learner) -> None:
    """Leave it as it starts."""


@pytest.mark.parametrize("size", SIZES, ids=name)
def test_at_the_start(picture, size):
    assert picture(size, nothing)


@pytest.mark.parametrize("size", SIZES, ids=name)
def test_forty_epochs_later_with_a_weight_selected(picture, size):
    async def story(user: Learner) -> None:
        for _ in range(40):
            user.workbench.training.do(StepEpoch())
        await user.select(Weight(1, 1, 0))

    assert picture(size, story)


def test_a_bias_selected_and_the_steps(picture):
    async def story(user: Learner) -> None:
        await user.press("s", "e", "full_stop", "right_square_bracket", "u", "5")
        await user.select(Bias(2, 1))

    assert picture((120, 36), story)


def test_what_is_wrong_with_what_was_typed(picture):
    async def story(user: Learner) -> None:
        await user.press("enter", "a", "b", "c", "enter")

    assert picture((80, 24), story)


@pytest.mark.parametrize("size", SIZES[1:], ids=name)
def test_all_keys(picture, size):
    async def story(user: Learner) -> None:
        await user.press("question_mark")

    assert picture(size, story)


@pytest.mark.parametrize("size", SIZES, ids=name)
def test_open_data(picture, size):
    async def story(user: Learner) -> None:
        await user.press("d")

    assert picture(size, story)


@pytest.mark.parametrize("size", SIZES, ids=name)
def test_a_file_before_it_is_opened(picture, size, tmp_path):
    table = "Größe;Preis;Ort\n85,5;250000;Bonn\n60;180000;Köln\n120,25;410000;Bonn\n70;;Ulm\n40;99000;Ulm\n"
    (tmp_path / "homes.csv").write_text(table, encoding="utf-8-sig")

    async def story(user: Learner) -> None:
        await user.press("d", "tab")
        user.app.screen.query_one("#path", Input).value = str(tmp_path / "homes.csv")
        await user.press("enter")
        await user.until(lambda: isinstance(user.app.screen, ImportFile) and user.app.screen.report, "the file")

    assert picture(size, story)


@pytest.mark.parametrize("size", SIZES, ids=name)
def test_the_update_of_the_worked_example(picture, size):
    async def story(user: Learner) -> None:
        await user.press(*["n"] * 9)

    assert picture(size, story, "walkthrough")


def test_digits(picture):
    async def story(user: Learner) -> None:
        user.workbench.training.do(StepEpoch())

    assert picture((120, 36), story, "digits")


def test_the_map_of_the_moons(picture):
    async def story(user: Learner) -> None:
        for _ in range(10):
            user.workbench.training.do(StepEpoch())
        await user.press(*"cccccc")

    assert picture((120, 36), story, "moons")


def test_the_map_of_ten_classes(picture):
    async def story(user: Learner) -> None:
        for _ in range(5):
            user.workbench.training.do(StepEpoch())
        await user.press(*"cccccc")

    assert picture((80, 24), story, "digits")


@pytest.mark.parametrize("size", SIZES[1:], ids=name)
def test_why_it_stopped(picture, size):
    async def story(user: Learner) -> None:
        await user.press("l")
        await user.write("1e6")
        await user.press("e")

    assert picture(size, story, "sine")


def test_where_a_weight_has_been(picture):
    async def story(user: Learner) -> None:
        await user.press(*"eeeee", "full_stop", *"eeeee", "c", "c")

    assert picture((80, 24), story)


def test_the_light_theme(picture):
    async def story(user: Learner) -> None:
        for _ in range(5):
            user.workbench.training.do(StepEpoch())
        user.app.action_other_theme()

    assert picture((120, 36), story)


def test_iris(picture):
    async def story(user: Learner) -> None:
        for _ in range(2):
            user.workbench.training.do(StepEpoch())

    assert picture((120, 36), story, "iris")


def test_too_small(picture):
    assert picture((59, 19), nothing)
