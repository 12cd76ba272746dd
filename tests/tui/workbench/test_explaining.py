"""Walking through phases, following numbers to their source, and checking gradients."""

import re

import numpy as np
import pytest
from textual.widgets import OptionList

from engine.experiment.starts import setup_for
from engine.network.places import Bias, Expected, Neuron, Weight, parameter_name, place_name
from engine.network.quantities import Kind, Quantity
from engine.session.session import Session
from engine.training.commands import SetParameter, StepPhase
from engine.training.phases import Phase, PhaseKind, phase_text, phases
from tests.tui.journeys import Learner, learner
from tui.dialogs.check_all import CheckAll
from tui.panels.bars.view import StatusBar
from tui.panels.chart.view import ChartView
from tui.panels.inspector.view import Inspector
from tui.panels.network.view import NetworkView

ARTICLE = [
    "2.78",
    "2.55",
    "1.288",
    "1.974",
    "0.78380848",
    "0.87804010",
    "1.11872830",
    "1.65109802",
    "0.75375275",
    "0.83903940",
    "0.21555443",
    "0.12134275",
    "-0.00823287",
    "0.45244526",
    "0.54672810",
    "0.70322650",
    "0.80361439",
    "0.00930437",
    "0.00709114",
    "0.08706692",
    "0.18813692",
    "0.29014331",
    "0.39095879",
    "0.49534781",
    "0.11645443",
    "0.13932863",
    "0.40411643",
]


def inspector(user: Learner) -> str:
    """Return the whole text of the inspector, visible or not."""
    panel = user.workbench.query_one(Inspector)
    assert panel._sheet is not None
    return "\n".join("".join(text for text, _ in line) for line in panel._sheet.lines)


def shown(user: Learner, panel: str) -> str:
    widget = user.workbench.query_one(panel)
    return "\n".join(widget.render_line(y).text for y in range(widget.size.height))


async def test_walking_through_the_worked_example_shows_every_figure_of_the_article():
    async with learner("walkthrough") as user:
        await user.press("percent_sign", "percent_sign")
        seen = ""
        for _ in phases((2, 2, 2)):
            await user.press("n")
            seen += inspector(user) + "\n"
        numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", seen)]
        for figure in ARTICLE:
            digits = len(figure.split(".")[1])
            assert any(round(number, digits) == float(figure) for number in numbers), figure


async def test_walking_through_every_sample_is_one_epoch():
    alone = Session(setup_for("level2"))
    alone.run(10)
    async with learner() as user:
        for _ in range(10 * len(phases((2, 3, 2)))):
            user.strike("n")
        await user.until(lambda: user.state.epoch == 1, "the epoch is over")
        assert np.array_equal(user.state.network.parameters, alone.state.network.parameters)


async def test_the_phases_go_forward_and_backward_through_the_network():
    async with learner("walkthrough") as user:
        for phase, in_status, unknown in (
            (Phase(PhaseKind.INPUT), "input", 10),
            (Phase(PhaseKind.SUMS, 1), "forward 1/5: sums of h", 8),
            (Phase(PhaseKind.OUTPUTS, 1), "forward 2/5: activations of h", 8),
            (Phase(PhaseKind.SUMS, 2), "forward 3/5: sums of o", 6),
            (Phase(PhaseKind.OUTPUTS, 2), "forward 4/5: activations of o", 6),
            (Phase(PhaseKind.ERROR, 2), "forward 5/5: the error", 4),
            (Phase(PhaseKind.DELTAS, 2), "backward 1/3: δ of o", 2),
            (Phase(PhaseKind.DELTAS, 1), "backward 2/3: δ of h", 0),
            (Phase(PhaseKind.UPDATE), "backward 3/3: update", 0),
        ):
            await user.press("n")
            assert user.state.current_phase == phase
            assert in_status in shown(user, "StatusBar")
            assert shown(user, "NetworkView").count(" ·") == unknown
        assert "→" in shown(user, "NetworkView")
        assert user.state.samples == 1
        await user.press("n")
        assert user.state.current_phase == Phase(PhaseKind.INPUT)


async def test_undo_goes_back_a_phase_and_a_step_finishes_the_sample():
    async with learner() as user:
        await user.press("n", "n", "n")
        await user.press("u")
        assert user.state.phase == 2
        await user.press("s")
        assert (user.state.phase, user.state.samples) == (0, 1)
        await user.press("u")
        assert (user.state.phase, user.state.samples) == (2, 0)


def phase_in_every_panel(user: Learner) -> Phase | None:
    """Return the current phase, None without one, after checking that all panels show it."""
    phase, sizes = user.state.current_phase, user.state.network.sizes
    words = "" if phase is None else phase_text(sizes, phase)
    assert ("◆" in shown(user, "StatusBar")) == bool(words)
    assert words in shown(user, "StatusBar")
    title = inspector(user).splitlines()[0].strip()
    assert title == words if words else title.startswith(f"{place_name(sizes, user.workbench.look.selected)} ")
    done = phases(sizes)[: user.state.phase]
    summed = sum(sizes[at.layer] for at in done if at.kind is PhaseKind.SUMS)
    summed -= sum(sizes[at.layer] for at in done if at.kind is PhaseKind.OUTPUTS)
    assert shown(user, "NetworkView").count("Σ") == summed + bool(summed)  # the one in the legend
    return phase


@pytest.mark.parametrize(
    "keys",
    [
        "nnnsu", "nnnsuU", "nnnsuuU", "nnnnnnnnnnuuu", "nnneu", "nnsnnuuuU", "nnnsuuuuuUUUU", "snnnsueuu", "nnnruURu",
        "nnnnnnnnnsuuU",
    ],
)  # fmt: skip
async def test_all_panels_show_the_same_phase_after_undo_and_redo(keys):
    async with learner("walkthrough") as user:
        seen = [phase_in_every_panel(user)]
        for key in keys:
            await user.press(key)
            seen.append(phase_in_every_panel(user))
        for step in range(user.session.last_step + 1):
            await user.press("g")
            await user.write(str(step))
            assert user.session.step == step
            phase_in_every_panel(user)
        assert len(set(seen)) > 2


async def test_undo_into_a_sample_shows_its_phase_in_the_inspector():
    async with learner() as user:
        await user.press("n", "n", "n")
        await user.select(Neuron(1, 1))
        await user.press("n")
        assert phase_in_every_panel(user) == Phase(PhaseKind.SUMS, 2)
        await user.select(Neuron(1, 1))
        await user.press("u")
        assert phase_in_every_panel(user) == Phase(PhaseKind.OUTPUTS, 1)
        await user.press("s", "u")
        assert phase_in_every_panel(user) == Phase(PhaseKind.OUTPUTS, 1)


async def test_an_edit_keeps_the_inspector_and_its_undo_returns_to_the_phase():
    async with learner() as user:
        await user.press("n", "n", "n", "n")
        await user.select(Weight(2, 0, 1))
        await user.press("full_stop")
        assert inspector(user).strip().startswith("w8 ")
        await user.press("u")
        assert phase_in_every_panel(user) == Phase(PhaseKind.SUMS, 2)


async def test_an_edit_restarts_the_sample_in_progress_and_says_so():
    async with learner() as user:
        await user.press("n", "n", "n", "n")
        await user.press("full_stop")
        assert user.state.phase == 1
        assert any("the sample begins again" in notice for notice in user.notices)
        assert user.commands[:4] == (StepPhase(),) * 4
        assert isinstance(user.commands[4], SetParameter)


async def test_numbers_that_are_not_computed_yet_are_hidden():
    async with learner("walkthrough") as user:
        await user.press("n", "n")
        await user.select(Neuron(2, 0))
        assert "s_o1 = ·" in inspector(user)
        assert "1.1187" not in inspector(user)


async def test_a_new_weight_can_be_followed_back_to_the_inputs():
    async with learner("walkthrough") as user:
        await user.select(Weight(1, 0, 0))
        await user.press("2")
        panel = user.workbench.query_one(Inspector)

        async def follow(kind: Kind, place: object) -> None:
            """Move the cursor to a factor and follow it."""
            stops = panel._sheet.stops
            wanted = next(i for i, link in enumerate(stops) if link.quantity == Quantity(kind, place))
            await user.press(*["down" if wanted >= panel.cursor else "up"] * abs(wanted - panel.cursor), "enter")
            assert user.workbench.look.focus == Quantity(kind, place)

        await follow(Kind.GRADIENT, Weight(1, 0, 0))
        await follow(Kind.DELTA, Neuron(1, 0))
        assert user.workbench.look.selected == Neuron(1, 0)
        await follow(Kind.DELTA, Neuron(2, 0))
        await follow(Kind.ACTIVATION, Neuron(2, 0))
        await follow(Kind.SUM, Neuron(2, 0))
        await follow(Kind.ACTIVATION, Neuron(1, 1))
        await follow(Kind.SUM, Neuron(1, 1))
        await follow(Kind.ACTIVATION, Neuron(0, 1))
        assert "i2" in inspector(user)
        await user.press(*["backspace"] * 8)
        assert user.workbench.look.selected == Weight(1, 0, 0)
        assert user.workbench.look.focus is None
        assert user.commands == ()


async def test_going_back_restores_the_cursor():
    async with learner("walkthrough", size=(80, 24)) as user:
        await user.select(Weight(2, 0, 0))
        await user.press("2")
        panel = user.workbench.query_one(Inspector)
        await user.press(*["down"] * 8)
        stood = panel.cursor, panel.first
        assert stood[0] == 8
        await user.press("enter", "down", "down", "enter", "backspace")
        assert panel.cursor != 0
        await user.press("backspace")
        assert (panel.cursor, panel.first) == stood
        await user.press("enter")
        await user.select(Weight(2, 0, 0))
        await user.press("2", "down", "enter")
        await user.select(Neuron(1, 0))
        await user.select(Weight(2, 0, 0))
        assert panel.cursor == 0


async def test_a_long_sum_shows_its_result_first_and_every_term_can_be_reached():
    async with learner("digits") as user:
        await user.select(Neuron(1, 6))
        panel = user.workbench.query_one(Inspector)
        in_sight = shown(user, "Inspector")
        for start in ("s_h7 = ", "a_h7 = ", "δ_h7 = "):
            assert start in in_sight
        assert "(65 terms)" in in_sight
        assert "… 57 more" in in_sight
        inputs = {link.quantity for link in panel._sheet.stops if link.quantity.kind is Kind.ACTIVATION}
        assert inputs >= {Quantity(Kind.ACTIVATION, Neuron(0, index)) for index in range(64)}
        await user.press("2", *["pagedown"] * 20)
        assert panel.subtitle.startswith("↑ ")
        assert "↓" not in panel.subtitle
        above = panel.subtitle
        await user.press("home")
        assert "↑" not in panel.subtitle
        await user.press("end")
        assert panel.subtitle == above
        last = inspector(user).rsplit("terms", 1)[1]
        await user.press("o")
        assert inspector(user).rsplit("terms", 1)[1] != last


async def test_the_update_is_a_formula_and_a_line_for_each_parameter():
    async with learner("walkthrough") as user:
        await user.press(*"n" * 9)
        lines = inspector(user).splitlines()
        assert sum("∂E/∂" in line for line in lines) == 1
        assert any(line.split() == ["w5", "0.5", "−", "0.5·0.09511", "=", "0.4524"] for line in lines)
        names = [f"w{number}" for number in range(1, 9)] + ["b_h1", "b_h2", "b_o1", "b_o2"]
        assert sorted(line.split()[0] for line in lines if line.split()[:1] and line.split()[0] in names) == sorted(
            names
        )
        await user.press("2", "down", "down", "enter")
        assert user.workbench.look.focus == Quantity(Kind.GRADIENT, Weight(2, 0, 0))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
async def test_every_symbol_of_an_update_is_in_its_formula_and_explained(optimizer):
    async with learner(optimizer=optimizer, batch_size=4, l2=0.01) as user:
        await user.press("s", "s", "s", *["n"] * len(phases((2, 3, 2))))
        common = " ".join(inspector(user).split("w7 ")[0].split())
        formula, _, where = common.partition("where")
        assert "⟨ ⟩ is the mean over the rows of the batch" in where
        assert "⟨∂E/∂w⟩ + λ·w" in formula
        assert (" v_w" in formula.replace("·", " ")) == (optimizer != "sgd")


async def test_the_legend_of_a_phase_is_shown_once():
    async with learner("iris", hidden=(4,), activations=("relu", "softmax"), loss="cross-entropy") as user:
        for phase in phases((4, 4, 3)):
            await user.press("n")
            where = inspector(user).count(" where ")
            assert where == (phase.kind in (PhaseKind.OUTPUTS, PhaseKind.ERROR))


async def test_a_sum_over_ten_outputs_is_not_shortened():
    async with learner("digits", hidden=(32,)) as user:
        await user.press(*["n"] * 6)
        assert "… " not in inspector(user)
        assert all(f"E_o{number}" in inspector(user) for number in range(1, 11))


async def test_blank_lines_are_dropped_before_text_is():
    def blanks() -> int:
        panel = user.workbench.query_one(Inspector)
        return sum(not line for line in panel._sheet.lines)

    async with learner("walkthrough") as user:
        assert user.workbench.query_one(Inspector).subtitle == ""
        assert blanks() == 1  # a note from the article takes the space of the others
        await user.select(Bias(1, 0))
        assert blanks() == 4
        assert user.workbench.query_one(Inspector).subtitle == ""
        await user.select(Weight(2, 0, 0))
        await user.press("k")
        headline, blank, nudge = shown(user, "Inspector").splitlines()[1:4]
        assert "w5" in headline
        assert blank.strip("│ ") == ""
        assert "nudge" in nudge


async def test_after_the_update_the_sample_is_shown_with_the_new_weights():
    async with learner("walkthrough") as user:
        await user.press(*["n"] * 9, "percent_sign", "percent_sign")
        text = inspector(user).replace("\u00a0", "").replace(" ", "")
        for figure in ("a_o1=0.72416970", "a_o2=0.83856113", "E=0.19668127"):
            symbol, _, digits = figure.partition("=")
            found = re.search(rf"{symbol}=([0-9.]+)", text.replace("\n", ""))
            assert found is not None
            assert f"{float(found[1]):.8f}" == digits


async def test_in_the_middle_of_a_batch_no_update_is_shown():
    async with learner("level3") as user:
        before = user.state.network.parameters
        await user.press(*["n"] * 9)
        assert np.array_equal(user.state.network.parameters, before)
        assert "update in 9 rows" in inspector(user)
        assert "new w" not in inspector(user)
        await user.press(*["s"] * 8, *["n"] * 9)  # the last row of the batch
        assert "new w" in inspector(user)
        assert "in 9 rows" not in inspector(user)


async def test_the_gradient_check_can_be_recomputed_from_the_numbers_shown():
    async with learner() as user:
        for place in (Weight(1, 0, 0), Weight(2, 1, 2), Bias(1, 1)):
            await user.select(place)
            await user.press("k")
            text = "".join(inspector(user).split("nudge")[1].split())
            above, below, twice, result = re.search(r"=\(([^−]+)−([^)]+)\)/([0-9.e-]+)=(-?[0-9.e-]+)", text).groups()
            assert (float(below) - float(above)) / float(twice) == pytest.approx(-float(result), rel=2e-3)


async def test_the_error_is_explained_in_one_order():
    async with learner("walkthrough") as user:
        await user.press(*"n" * 6)
        in_phase = inspector(user).splitlines()[1:]
        await user.press("E")
        assert inspector(user).splitlines()[1:] == in_phase


async def test_a_number_can_be_followed_with_the_mouse():
    async with learner("walkthrough") as user:
        await user.select(Neuron(2, 0))
        await user.click("#inspector", "0.7838")
        assert user.workbench.look.focus == Quantity(Kind.ACTIVATION, Neuron(1, 0))


async def test_the_error_has_an_explanation_with_the_slip_of_the_article():
    async with learner("walkthrough") as user:
        await user.press("E")
        assert "0.2156" in inspector(user)
        assert "the article prints 0.2085: a slip" in inspector(user)
        assert "MSE" in inspector(user)


async def test_digits_go_from_4_to_6_to_all_and_back():
    async with learner("walkthrough") as user:
        await user.select(Neuron(1, 0))
        assert "0.7838" in inspector(user)
        await user.press("percent_sign")
        assert "0.783808" in inspector(user)
        await user.press("percent_sign")
        assert "0.78380847605" in inspector(user)
        await user.press("percent_sign")
        assert "0.783808" not in inspector(user)


async def test_the_largest_term_can_come_first():
    async with learner() as user:
        await user.press("e")
        await user.select(Neuron(2, 0))
        in_order = inspector(user)
        await user.press("o")
        assert inspector(user) != in_order
        await user.press("o")
        assert inspector(user) == in_order


async def test_a_nudge_confirms_every_parameter_and_changes_none():
    async with learner("walkthrough") as user:
        before = user.state
        for place in (Weight(1, 0, 0), Weight(2, 1, 1), Bias(1, 1), Bias(2, 0), Neuron(2, 1)):
            await user.select(place)
            await user.press("k")
            assert "✓ gradient" in inspector(user)
            assert "relative difference" in inspector(user)
        assert user.state is before
        assert user.commands == ()


@pytest.mark.parametrize("place", [Neuron(0, 0), Expected(1)])
async def test_a_place_without_a_gradient_cannot_be_checked(place):
    async with learner() as user:
        await user.select(place)
        await user.press("k")
        assert any("select a weight or a bias" in notice for notice in user.notices)


async def test_all_gradients_are_checked_and_each_can_be_opened():
    async with learner("walkthrough") as user:
        await user.press("K")
        dialog = user.app.screen
        assert isinstance(dialog, CheckAll)
        await user.until(lambda: "12 of 12 agree" in str(dialog.query_one("#verdict").render()), "the verdict")
        listing = dialog.query_one(OptionList)
        lines = [str(listing.get_option_at_index(n).prompt).split() for n in range(listing.option_count)]
        relative = [float(line[3]) for line in lines]
        assert relative == sorted(relative, reverse=True)
        mantissas = [re.sub("e.*", "", text).strip("-0.").replace(".", "") for line in lines for text in line[1:4]]
        assert all(len(mantissa) <= 4 for mantissa in mantissas)
        assert listing.max_scroll_y == 0, "there is room for all of them"
        await user.press("enter")
        await user.until(lambda: user.app.screen is user.workbench, "the dialog closed")
        assert parameter_name((2, 2, 2), user.workbench.look.selected) == lines[0][0]
        assert "✓ gradient" in inspector(user)


async def test_the_chart_follows_the_selected_weight():
    async with learner("walkthrough") as user:
        await user.press(*"cccc")
        chart = user.workbench.query_one(ChartView)
        assert "E of row 1 along w5" in chart.title
        drawn = [strip.text for strip in chart.chart]
        await user.press("full_stop")
        assert [strip.text for strip in chart.chart] != drawn
        await user.select(Bias(1, 0))
        assert "along b_h1" in chart.title
        await user.press("c")
        assert "mean E of all rows" in chart.title
        await user.select(Neuron(0, 0))
        await user.settle()
        assert "select a weight" in "".join(strip.text for strip in chart.chart)
        await user.press("c", "c", "c")
        assert chart.title.startswith("MSE ")


async def test_a_phase_shows_the_same_network_at_every_size():
    for size in ((120, 36), (80, 24), (60, 20)):
        async with learner("walkthrough", size=size) as user:
            await user.press(*"nnnnnnn")
            assert "0.7538" in shown(user, "NetworkView")
            assert "backward 1/3" in user.workbench.query_one(StatusBar).render_line(0).text
            assert user.workbench.query_one(NetworkView).size.height > 5


async def test_a_deep_network_scrolls_to_the_phase_and_then_to_the_selected_place():
    async with learner("iris", size=(80, 24), hidden=(8, 8, 8, 8)) as user:
        network = user.workbench.query_one(NetworkView)
        assert "h4.1" in shown(user, "NetworkView")
        for name in (
            "i1",
            "h1.1",
            "h1.1",
            "h2.1",
            "h2.1",
            "h3.1",
            "h3.1",
            "h4.1",
            "h4.1",
            "o1",
            "o1",
            "o1",
            "o1",
            "h4.1",
        ):
            await user.press("n")
            assert name in shown(user, "NetworkView")
        await user.select(Neuron(1, 0))
        assert "h1.1" in shown(user, "NetworkView")
        await user.press("n")
        assert "h3.1" in shown(user, "NetworkView")
        assert network.look.selected == Neuron(1, 0)
