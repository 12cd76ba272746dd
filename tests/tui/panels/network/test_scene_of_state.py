"""Which numbers the network shows in each phase, and what its title says."""

import re

import numpy as np
import pytest

from engine.experiment.starts import Options, setup_for
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.training.commands import StepEpoch, StepPhase
from engine.training.phases import phases
from engine.training.state import begin
from engine.training.update import update
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK, LIGHT, contrast
from tui.panels.network.picture import picture
from tui.panels.network.scene_of_state import network_title, scene_of

SIZES = [(118, 20), (70, 18), (47, 11), (58, 8)]


@pytest.mark.parametrize("start", ["iris", "level2", "digits"])
def test_the_title_agrees_with_the_evaluation(start):
    state = update(begin(setup_for(start)), StepEpoch())
    right = state.evaluation.right[:40]
    for row, is_right in enumerate(right):
        title = network_title(state.seen_at(row), 70)
        assert title.startswith(f"Network  row {row + 1} {'✓' if is_right else '✗'} ")
        assert ("expected" in title) == (not is_right)
        assert state.dataset.output_names[int(state.dataset.expected[row].argmax())] in title


def test_class_names_are_shortened_to_fit():
    state = update(begin(setup_for("iris")), StepEpoch())
    row = int(np.argmin(state.evaluation.right))
    titles = [network_title(state.seen_at(row), width) for width in (70, 43, 38)]
    assert [len(title) <= width for title, width in zip(titles, (70, 43, 38), strict=True)] == [True] * 3
    got, expected = titles[0].split("got ")[1].split(", expected ")
    for title in titles[1:]:
        shown = title.split("got ")[1].split(", exp. ")
        assert all(len(part) >= 4 for part in shown)
        assert got.startswith(shown[0].rstrip("…"))
        assert expected.startswith(shown[1].rstrip("…"))


def test_a_regression_has_no_verdict():
    assert network_title(begin(setup_for("walkthrough")), 70) == "Network  row 1"


def test_a_row_is_judged_once_its_outputs_are_computed():
    state, judged = begin(setup_for("level2")), []
    for _ in phases((2, 3, 2)):
        state = update(state, StepPhase())
        judged.append(bool({"✓", "✗"} & set(network_title(state, 70))))
    # input, sums and activations of h, then of o; the error, both δ; the update still shows the outputs from before
    assert judged == [False] * 4 + [True] * 4 + [False]


@pytest.mark.parametrize("start", ["walkthrough", "level2", "level3", "iris", "moons"])
@pytest.mark.parametrize("size", SIZES)
def test_no_tile_moves_from_phase_to_phase(start, size):
    state = begin(setup_for(start))

    def tops() -> dict[object, tuple[int, int]]:
        drawn = picture(scene_of(state, None), Canvas(*size, DARK))
        return {place: (region.x, region.y) for region, place in drawn.spots if isinstance(place, Neuron)}

    first = tops()
    for _ in phases(state.network.sizes):
        state = update(state, StepPhase())
        assert tops() == first


@pytest.mark.parametrize("start", ["walkthrough", "level2"])
@pytest.mark.parametrize("size", SIZES)
def test_labels_keep_their_row_from_phase_to_phase(start, size):
    state = begin(setup_for(start))

    def rows() -> dict[object, int]:
        drawn = picture(scene_of(state, None), Canvas(*size, DARK))
        return {place: region.y for region, place in drawn.spots if isinstance(place, Weight)}

    first = rows()
    for _ in phases(state.network.sizes):
        state = update(state, StepPhase())
        assert rows() == first


@pytest.mark.parametrize("size", SIZES)
def test_the_update_shows_the_change_of_every_parameter(size):
    state = begin(setup_for("walkthrough"))
    for _ in phases((2, 2, 2)):
        state = update(state, StepPhase())
    drawn = picture(scene_of(state, Weight(2, 0, 0)), Canvas(*size, DARK))
    shown = {place: drawn.lines[region.y].text[region.x : region.right] for region, place in drawn.spots}
    parameters = {place: text for place, text in shown.items() if isinstance(place, Weight | Bias)}
    assert len(parameters) == 12
    for text in parameters.values():
        old, arrow, new = text.strip().rpartition(" ")[2].partition("→")
        assert old.startswith("Δ") if not arrow else old != new


def at_the_update(start, **options):
    """Return the state in the update phase, after the parameters have changed."""
    state = begin(setup_for(start, Options(**options)))
    for _ in phases(state.network.sizes):
        state = update(state, StepPhase())
    return state


def changes_in(drawn):
    """Return the text of each change of a weight or bias."""
    texts = [drawn.lines[at.y].text[at.x : at.right] for at, place in drawn.spots if isinstance(place, Weight | Bias)]
    return [text.split()[-1] for text in texts]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("start", "options"),
    [
        ("walkthrough", {}),
        ("level2", {}),
        ("level2", {"optimizer": "adam"}),
        ("iris", {"hidden": (8, 8)}),
        ("iris", {"hidden": (4,), "activations": ("relu", "softmax"), "loss": "cross-entropy"}),
        ("digits", {"hidden": (32,)}),
    ],
)
def test_all_changes_of_a_picture_use_the_notation_that_the_legend_names(start, options, size):
    drawn = picture(scene_of(at_the_update(start, **options), Weight(2, 0, 0)), Canvas(*size, DARK))
    written = changes_in(drawn)
    assert written
    ways = {"old → new" if "→" in text else "Δ = new − old" if "Δ" in text else "new values" for text in written}
    assert len(ways) == 1
    assert drawn.legend.startswith(f"update: {ways.pop()}")


def test_the_walkthrough_has_room_for_old_and_new_values_and_level2_for_differences():
    for start, legend in (("walkthrough", "update: old → new"), ("level2", "update: Δ = new − old")):
        assert picture(scene_of(at_the_update(start), None), Canvas(70, 18, DARK)).legend == legend


def test_the_legend_explains_the_signs_of_the_present_phase():
    state, legends = begin(setup_for("digits", Options(hidden=(32,)))), []
    assert picture(scene_of(state, None), Canvas(70, 18, DARK)).legend == ""
    for _ in phases(state.network.sizes):
        state = update(state, StepPhase())
        legends.append(picture(scene_of(state, Weight(2, 0, 0)), Canvas(70, 18, DARK)).legend)
    assert legends == [
        "", "Σ weighted sum s", "", "Σ weighted sum s", "", "", "δ in place of a", "δ in place of a",
        "update: Δ = new − old · δ in place of a",
    ]  # fmt: skip


@pytest.mark.parametrize("size", SIZES[1:])
@pytest.mark.parametrize("hidden", [32, 128])
def test_where_delta_has_no_row_it_takes_the_place_of_the_output(hidden, size):
    state = begin(setup_for("digits", Options(hidden=(hidden,))))

    def heads(layer: int) -> dict[int, str]:
        drawn = picture(scene_of(state, Weight(2, 0, 0)), Canvas(*size, DARK))
        tiles = {place.index: at for at, place in drawn.spots if isinstance(place, Neuron) and place.layer == layer}
        texts = {index: drawn.lines[at.y].text[at.x : at.right] for index, at in tiles.items()}
        texts = {index: re.sub(r'"\d" *| r\dc\d', "", text) for index, text in texts.items()}  # names in the data
        return {index: text.split(maxsplit=1)[1] for index, text in texts.items() if "⋮" not in text}

    for _ in range(6):
        state = update(state, StepPhase())
    assert not any("δ" in text for layer in (1, 2) for text in heads(layer).values())
    for layer in (2, 1):
        state = update(state, StepPhase())
        shown, deltas = heads(layer), state.gradients.deltas[layer - 1]
        assert len(shown) > 5
        for index, text in shown.items():
            assert float(text.removeprefix("δ").replace(" ", "")) == pytest.approx(deltas[index], rel=0.11, abs=0.006)
            assert text.startswith("δ")


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_expected_values_beside_the_outputs_stand_out_in_the_error_phase(palette):
    state = begin(setup_for("digits", Options(hidden=(32,))))
    for _ in range(6):
        state = update(state, StepPhase())
    drawn = picture(scene_of(state, None), Canvas(70, 18, palette))
    segments = [segment for strip in drawn.lines for segment in strip if segment.style.bgcolor.name == palette.key]
    assert sorted(segment.text.strip() for segment in segments) == ["0"] * 9 + ["1"]


@pytest.mark.parametrize("size", SIZES)
def test_delta_has_a_row_at_every_size(size):
    state = begin(setup_for("level2"))
    for _ in range(8):
        state = update(state, StepPhase())
    text = "\n".join(strip.text for strip in picture(scene_of(state, None), Canvas(*size, DARK)).lines)
    assert text.count("δ") == 5


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_in_a_phase_what_was_just_computed_stands_out_and_the_selection_is_underlined(palette):
    state = begin(setup_for("walkthrough"))
    for own in (
        ["2.7800", "2.5500"],
        ["Σ1.2880", "Σ1.9740"], ["0.7838", "0.8780"], ["Σ1.1187", "Σ1.6511"], ["0.7538", "0.8390"],
        ["0.1", "+0.6538", "0.9", "-0.0610"], ["+0.1213", "-0.0082"], ["+0.0093", "+0.0071"],
        [".20→.14", ".500→.495", ".120→.116", ".400→.404"],
    ):  # fmt: skip
        state = update(state, StepPhase())
        for selected in (Neuron(1, 0), Weight(2, 0, 0), Bias(2, 1), Expected(0)):
            drawn = picture(scene_of(state, selected), Canvas(70, 18, palette))
            segments = [segment for strip in drawn.lines for segment in strip]
            backgrounds = {segment.style.bgcolor.name: "" for segment in segments}
            for segment in segments:
                backgrounds[segment.style.bgcolor.name] += f" {segment.text}"
            assert palette.selected not in backgrounds
            marks = (palette.key, palette.positive, palette.negative)  # a change is marked in its own colour
            assert sorted(" ".join(backgrounds.get(mark, "") for mark in marks).split()) == sorted(own)
            assert any(segment.style.underline for segment in segments)


def test_inside_a_batch_the_update_changes_nothing_and_nothing_stands_out():
    state = begin(setup_for("level2", Options(batch_size=4)))
    biases = re.compile(r"b +([+-][\d.]+)")
    at_rest = [biases.findall(strip.text) for strip in picture(scene_of(state, None), Canvas(70, 18, DARK)).lines]
    for _ in phases(state.network.sizes):
        state = update(state, StepPhase())
    drawn = picture(scene_of(state, None), Canvas(70, 18, DARK))
    assert DARK.key not in {segment.style.bgcolor.name for strip in drawn.lines for segment in strip}
    assert [biases.findall(strip.text) for strip in drawn.lines] == at_rest
    assert any(at_rest)
    assert drawn.legend == "update: nothing changes"


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_changes_have_the_colour_of_their_own_sign(palette):
    state = at_the_update("walkthrough")
    assert state.before is not None
    drawn = picture(scene_of(state, None), Canvas(72, 20, palette))
    signs = set()
    for place, region in {place: at for at, place in drawn.spots if isinstance(place, Weight | Bias)}.items():
        grows = state.network.value(place) > state.before.network.value(place)
        look = style_at(drawn, region.right - (2 if isinstance(place, Bias) else 1), region.y)
        colour = look.bgcolor.name if isinstance(place, Bias) else look.color.name
        assert colour == (palette.positive if grows else palette.negative)
        assert contrast(look.color.name, look.bgcolor.name) >= 4.5
        signs.add(grows)
    assert signs == {True, False}


def style_at(drawn, x, y):
    """Return the style of a cell."""
    for segment in drawn.lines[y]:
        if x < len(segment.text):
            return segment.style
        x -= len(segment.text)
    raise AssertionError("no such cell")
