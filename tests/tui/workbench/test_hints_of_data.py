"""The message line says what was done with large numbers, and names a layer that is saturated after a training."""

from pathlib import Path

import pytest

from tests.houses import HOUSES
from tests.tui.journeys import learner


@pytest.fixture
def houses(tmp_path: Path) -> str:
    path = tmp_path / "houses.csv"
    path.write_text(HOUSES)
    return str(path)


async def test_a_file_with_large_numbers_opens_scaled_and_says_so(houses: str) -> None:
    async with learner(houses) as user:
        assert user.state.scaling is not None
        assert user.message.startswith(
            "! houses: numbers beyond ±10 are scaled; now mean 0, deviation 1; --scale, or key a, changes it "
        )
        await user.press("escape", "e")
        assert user.message == ""


@pytest.mark.parametrize(
    ("size", "scaling", "wording"),
    [
        ((80, 24), None, "numbers beyond ±10 are scaled; now mean 0, deviation 1"),
        ((60, 20), None, "numbers beyond ±10 are scaled"),
        ((60, 20), "none", "numbers beyond ±10 are not scaled"),
    ],
)
async def test_on_a_narrow_screen_it_says_whole_what_was_done(houses: str, size, scaling, wording) -> None:
    async with learner(houses, size, **({} if scaling is None else {"scaling": scaling})) as user:
        assert user.message.startswith(f"! {wording} ")
        assert "…" not in user.message
        assert " i 1 note" in user.message


async def test_numbers_that_stay_large_are_named_and_so_is_the_saturation_that_they_bring(houses: str) -> None:
    async with learner(houses, scaling="none") as user:
        assert user.message.startswith("! numbers beyond ±10 are not scaled; most networks saturate")
        await user.press("escape", "e")
        assert user.message.startswith("! the hidden layer is saturated: every slope in it is 0")
        await user.press("u")
        assert user.message == ""


async def test_a_run_that_ends_saturated_says_so_until_anything_changes(houses: str) -> None:
    async with learner(houses, scaling="none") as user:
        await user.press("escape", "space")
        await user.until(lambda: user.state.epoch > 3, "some epochs")
        await user.press("space")
        assert user.message.startswith("! the hidden layer is saturated")
        await user.press("r")
        assert user.message == ""
