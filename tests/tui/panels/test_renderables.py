"""The lines of the panels: exact widths, and nothing in them but what can be seen."""

import re
import unicodedata
from dataclasses import fields, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from engine.arrays import frozen
from engine.data.dataset import Dataset
from engine.experiment.presets import Options, setup_for
from engine.experiment.stop_rule import StopRule
from engine.network.method import Method
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.session.session import Session
from engine.session.timeline import Outcome
from engine.training.commands import (
    ChooseRow,
    Load,
    Run,
    SetExpected,
    SetInitializer,
    SetInput,
    SetMethod,
    SetParameter,
    SetStopRule,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.phases import phases
from engine.training.state import Setup, TrainingState, begin
from engine.training.update import update
from tests.tui.journeys import learner
from tui.drawing.canvas import Canvas
from tui.drawing.frame import framed
from tui.drawing.palette import DARK, LIGHT, style
from tui.panels.bars.keybar import KeyHint, key_bar
from tui.panels.bars.status import reason_lines, status_line
from tui.panels.chart.views import VIEWS
from tui.panels.panel import StripView, _difference
from tui.panels.samples.rows import sample_lines, samples_title
from tui.panels.steps.lines import SETTINGS, Log, describe, step_lines
from tui.running.activity import Activity
from tui.workbench.keymap import PANEL_HINTS, Situation, key_hints

HOSTILE = (
    "[@click=app.quit]x[/]",
    "[/]",
    "\x1b[31mred\x1b]8;;http://x\x07",
    "\u202eevil\u2066\u200b",
    "界" * 30,
    "界e\u0301" * 3,
    "x" * 10_000,
    "",
)
names = st.sampled_from(HOSTILE) | st.text(st.characters(categories=None), max_size=30)
activities = st.builds(
    Activity,
    running=st.booleans(),
    pace=st.sampled_from([None, 1, 10_000]),
    rate=st.floats(0, 1e7),
    stopped=st.sampled_from(["", "stopped"]),
)
widths = st.integers(1, 250)
palettes = st.sampled_from([DARK, LIGHT])


@st.composite
def setups(draw: st.DrawFn) -> Setup:
    """A data set with any names at all, and a network for it."""
    inputs, outputs, rows = draw(st.integers(1, 5)), draw(st.integers(2, 4)), draw(st.integers(1, 12))
    classes = draw(st.booleans())
    dataset = Dataset(
        name=draw(names),
        inputs=frozen([[(row + 1.0) * 10.0**column for column in range(inputs)] for row in range(rows)]),
        expected=frozen([[float(row % outputs == column) for column in range(outputs)] for row in range(rows)]),
        input_names=tuple(draw(names) for _ in range(inputs)),
        output_names=tuple(draw(names) for _ in range(outputs)),
        task="classification" if classes else "regression",
        source=draw(names),
    )
    return Setup(dataset.name, dataset, (inputs, 3, outputs), ("sigmoid", "sigmoid" if classes else "linear"))


def hostile_setup(name: str) -> Setup:
    """Every name there is is the same hostile one."""
    dataset = Dataset(
        name, frozen([[1.0, 2.0], [3.0, 4.0]]), frozen([[0.0, 1.0], [1.0, 0.0]]), (name,) * 2, (name,) * 2,
        "classification", name,
    )  # fmt: skip
    return Setup(name, dataset, (2, 3, 2), ("sigmoid", "sigmoid"))


def assert_harmless(lines: list[Strip], width: int) -> None:
    """Exactly as wide as said, and nothing that a terminal or Textual would obey."""
    for line in lines:
        assert sum(cell_len(segment.text) for segment in line) == line.cell_length == width
        for segment in line:
            assert segment.control is None
            assert segment.style is None or (not segment.style.meta and segment.style.link is None)
            assert not [
                c for c in segment.text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
            ]


@given(setups(), activities, widths, palettes)
def test_the_top_line_is_as_wide_as_the_screen(setup, activity, width, palette):
    assert_harmless([status_line(begin(setup), activity, width, palette)], width)


@given(setups(), st.integers(60, 200), st.sampled_from([Activity(), Activity(True, 100, 96.4), Activity(stopped="x")]))
@example(hostile_setup("界" * 30), 60, Activity())
@example(hostile_setup("界" * 30), 85, Activity())
@example(hostile_setup("界" * 30), 91, Activity())
def test_no_name_pushes_what_matters_off_the_top_line(setup, width, activity):
    line = status_line(begin(setup), activity, width, DARK).text
    state = "▶" if activity.running else "■ stopped" if activity.stopped else "‖ paused"
    for piece in ("epoch 0", "sample 0/", state, "α 0.5"):
        assert piece in line


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("start", ["level2", "digits", "penguin-mass", "breast-cancer", "moons:20000"])
@pytest.mark.parametrize(
    ("activity", "says"),
    [
        (Activity(), "‖ paused"),
        (Activity(True, None, 1_234_567.0, "numba"), "1,234,567/s"),
        (Activity(True, 10_000, 9_876.0), "9,876/s"),
        (Activity(True, None, 43_000.0, "numpy", 0.25), "⠹ compiling"),
        (Activity(stopped="the error is infinite"), "■ stopped"),
    ],
    ids=["paused", "running", "held", "compiling", "stopped"],
)
def test_what_matters_most_is_in_every_top_line(start, activity, says, width):
    setup = setup_for(start, Options(learning_rate=0.01))
    rows = setup.dataset.rows
    state = replace(begin(setup), epoch=123, position=rows - 1)
    walked = replace(state, phase=2)
    for shown, told in ((state, says), *([(walked, "◆ forward 1/")] if not activity.running else [])):
        line = status_line(shown, activity, width, DARK).text
        for piece in (setup.name[:5], "α 0.01", "epoch 123", f"{rows - 1:,}/{rows:,}", told):
            assert piece in line


@given(st.text(max_size=400), st.integers(1, 150), palettes)
def test_the_reason_of_a_stop_is_as_wide_as_the_screen_and_covers_little_of_it(why, width, palette):
    lines = reason_lines(Activity(stopped=why), width, palette)
    assert_harmless(lines, width)
    assert len(lines) <= 3
    assert bool(lines) == bool(why)


def test_the_reason_of_a_stop_is_told_whole_on_the_smallest_screen():
    why = "the MSE came down to 0.0904767 in epoch 16: the target was 0.1"
    lines = [line.text.rstrip() for line in reason_lines(Activity(stopped=why, at_goal=True), 60, DARK)]
    assert lines == [
        " the MSE came down to 0.0904767 in epoch 16: the target was",
        " 0.1 · space goes on, u undoes it",
    ]


def test_the_top_line_tells_all_there_is_room_for_and_leaves_out_the_rest(level2):
    lines = {width: status_line(level2, Activity(), width, DARK).text for width in (160, 120, 80, 60)}
    told = {width: [text.strip() for text in line.split("  ") if text.strip()] for width, line in lines.items()}
    everything = [
        "glassnet", "level2 · 10 rows", "2-3-2 σ", "SGD α 0.5", "epoch 0", "sample 0/10", "E = ½ Σ (a − y)²",
        "‖ paused · full speed",
    ]  # fmt: skip
    assert told[160] == everything
    assert told[120] == [*everything[:6], everything[7]]
    assert told[80] == [everything[1], *everything[3:6], everything[7]]
    assert told[60] == ["level2", *everything[3:6], "‖ paused"]


def test_the_state_of_the_training_is_at_the_right_and_whole(level2):
    for width in (60, 80, 120):
        for activity, ends in (
            (Activity(), ("paused", "full speed")),
            (Activity(True, None, 1_234_567.0), ("1,234,567/s",)),
            (Activity(True, 100, 96.4), ("▶ 96/s", "96/s (set 100)")),
            (Activity(stopped="stopped"), ("■ stopped",)),
            (Activity(stopped="stopped", at_goal=True), ("■ stopped",)),
        ):
            assert status_line(level2, activity, width, DARK).text.rstrip().endswith(ends)


def test_what_computes_a_run_is_told_and_that_something_quicker_is_being_compiled(level2):
    for width, text in ((120, "▶ running 43,000/s  ⠹ compiling"), (80, "⠹ compiling"), (60, "⠹ compiling")):
        compiling = Activity(True, None, 43_000.0, "numpy", 0.25)
        assert status_line(level2, compiling, width, DARK).text.rstrip().endswith(text)
    line = status_line(level2, Activity(True, None, 43_000.0, "numba"), 120, DARK).text
    assert line.rstrip().endswith("▶ running 43,000/s · numba")


@pytest.mark.parametrize("width", [60, 80, 100, 120, 140])
@pytest.mark.parametrize("start", ["level2", "iris", "digits", "penguin-mass"])
def test_no_field_comes_or_goes_while_phases_are_walked_through(start, width):
    state = begin(setup_for(start))
    lefts = set()
    for _ in range(len(phases(state.network.sizes)) - 1):
        line = status_line(state, Activity(), width, DARK).text
        lefts.add(re.split("[‖◆]", line)[0].rstrip())
        state = update(state, StepPhase())
    assert len(lefts) == 1


def test_a_row_out_of_turn_is_told_before_the_room_is_used_for_less(level2):
    chosen = update(level2, ChooseRow(4))
    assert "row 5 out of turn" in status_line(chosen, Activity(), 120, DARK).text
    for width in (60, 80):
        line = status_line(chosen, Activity(), width, DARK).text
        assert "row 5" in line
        assert line.startswith(" level2 ")


def test_rows_kept_for_the_test_are_told():
    state = begin(setup_for("iris", Options(test_share=0.2)))
    assert "iris · 120 + 30 test rows" in status_line(state, Activity(), 120, DARK).text


@given(setups(), st.integers(0, 14), st.integers(1, 150), st.integers(1, 15), palettes)
def test_the_rows_fill_their_panel(setup, first, width, height, palette):
    state = begin(setup)
    lines = sample_lines(state, first, Canvas(width, height, palette))
    assert len(lines) == height
    assert_harmless(lines, width)
    assert samples_title(state, width).startswith("Samples  ")


@given(setups(), st.integers(60, 120))
def test_the_columns_of_the_rows_stand_below_one_another(setup, width):
    classes = replace(setup, dataset=replace(setup.dataset, task="classification"), activations=("sigmoid",) * 2)
    lines = sample_lines(begin(classes), 0, Canvas(width, 4, DARK))
    heading, *rows = [line.text for line in lines if line.text.strip()]
    end = cell_len(heading[: heading.rindex("conf") + 4])
    for row in rows:
        assert cell_len(row.rstrip()[:-2]) == end  # the mark, right or wrong, stands behind the last column
        assert row.rstrip()[-1] in "✓✗"


def test_the_current_row_is_marked_and_each_is_right_or_wrong(level2):
    rows = [line.text for line in sample_lines(update(level2, ChooseRow(3)), 0, Canvas(44, 11, DARK))[1:]]
    assert [row.startswith("▸") for row in rows] == [number == 3 for number in range(10)]
    assert level2.evaluation.right is not None
    assert ["✓" in row for row in rows] == level2.evaluation.right.tolist()


def test_scaled_rows_are_shown_in_their_own_units():
    state = begin(setup_for("penguin-mass"))
    own = state.setup.dataset
    rows = sample_lines(state, 0, Canvas(60, 4, DARK))[1:]
    for number, line in enumerate(rows):
        assert [float(cell) for cell in line.text.replace("▸", " ").split()[1:-1]] == pytest.approx(
            [*own.inputs[number], *own.expected[number]], rel=1e-4
        )


def test_several_outputs_stand_beside_what_was_expected_of_them():
    state = begin(setup_for("walkthrough"))
    heading, row = (line.text.split() for line in sample_lines(state, 0, Canvas(60, 2, DARK)))
    assert heading == ["#", "i1", "i2", "y1", "o1", "y2", "o2"]
    assert row == ["▸", "1", "2.780", "2.550", "0.100", "0.754", "0.900", "0.839"]
    assert sample_lines(state, 0, Canvas(29, 2, DARK))[1].text.split() == ["▸", "1", "0.100", "0.754", "0.900", "0.839"]


@pytest.mark.parametrize("width", [17, 24, 29, 44])
def test_right_and_wrong_have_a_sign_however_narrow_it_is(width):
    state = begin(setup_for("iris"))
    for line in sample_lines(state, 0, Canvas(width, 5, DARK))[1:]:
        assert line.text.rstrip()[-1] in "✓✗"


@pytest.mark.parametrize(("width", "height", "cells"), [(45, 10, 16), (29, 7, 8), (58, 5, 8), (20, 7, 0)])
def test_digits_are_shown_as_pictures(width, height, cells):
    state = update(begin(setup_for("digits")), ChooseRow(7))
    lines = sample_lines(state, 5, Canvas(width, height, DARK))
    assert [line.cell_length for line in lines] == [width] * height
    backgrounds = [[(segment.text, segment.style) for segment in line] for line in lines[1:3]]  # no current row
    painted = [sum(len(text) for text, look in pieces if look and look.bgcolor) for pieces in backgrounds]
    assert painted == [cells] * 2
    if cells:
        other = sample_lines(update(state, ChooseRow(8)), 5, Canvas(width, height, DARK))
        assert [line for line in other if "▀" in line.text or cells == 16] != lines


def test_what_is_no_finite_number_is_no_right_answer():
    state = begin(setup_for("level2", Options(activations=("relu", "relu"))))
    state = update(state, SetParameter(Weight(1, 0, 0), 1e308))
    rows = [line.text for line in sample_lines(state, 0, Canvas(44, 11, DARK))[1:]]
    assert sum("✓" in row for row in rows) == int(state.evaluation.right.sum())


commands = st.sampled_from([
    StepEpoch(), Run(1), Run(1_234_567), SetParameter(Weight(2, 1, 0), -1e-300), SetParameter(Bias(1, 2), 1e308),
    SetMethod(Method(0.1)), SetStopRule(StopRule(patience=3)), SetInput(0, 1, 1 / 3), SetExpected(3, 0, 2.0),
    ChooseRow(9),
    *(Load(hostile_setup(name)) for name in HOSTILE),
])  # fmt: skip


def test_the_numbers_of_ten_thousand_steps_stand_below_each_other():
    steps, outcome = 12_000, Outcome(3, 1, 10, 1 / 3, None, 0.0)
    log = Log((StepEpoch(),) * steps, ((2, 3, 2),) * steps, (outcome,) * steps, 9_999)
    lines = step_lines(log, 9_997, Canvas(40, 6, DARK))
    assert [line.text[:16] for line in lines[1:4]] == ["   9998  epoch 3", "▸  9999  epoch 3", "  10000  epoch 3"]


@given(st.lists(commands, max_size=12), st.data(), st.integers(1, 120), st.integers(1, 15), palettes)
def test_the_steps_fill_their_panel(done, data, width, height, palette):
    step, first = data.draw(st.integers(0, len(done))), data.draw(st.integers(0, len(done)))
    outcome = Outcome(3, 1, 10, 1 / 3, None, -1e-300)
    log = Log(tuple(done), ((2, 3, 2),) * len(done), (outcome,) * len(done), step)
    lines = step_lines(log, first, Canvas(width, height, palette))
    assert len(lines) == height
    assert_harmless(lines, width)
    marked = [number for number, line in enumerate(lines, first) if line.text.startswith("▸")]
    assert marked == ([step] if first <= step < first + height else [])


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (Run(1), "ran 1 sample"),
        (Run(12_345), "ran 12,345 samples"),
        (StepEpoch(), "epoch 2"),
        (SetParameter(Weight(2, 1, 0), -0.5), "w10  -0.5000"),
        (SetParameter(Bias(1, 2), 0.25), "b_h3  0.2500"),
        (SetInput(3, 1, 2.0), "row 4: i2  2.0000"),
        (ChooseRow(0), "chose row 1"),
        (SetInitializer("he"), "new start, initialiser he"),
    ],
)
def test_a_step_is_described_in_the_words_of_the_article(command, text):
    assert describe(command, (2, 3, 2), Outcome(2, 0, 10, 0.25, None, None)) == text


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"learning_rate": 0.05}, "α  0.5 → 0.05"),
        ({"optimizer": "momentum"}, "optimiser momentum"),
        ({"optimizer": "adam", "learning_rate": 0.001}, "optimiser adam, α = 0.001"),
        ({"batch_size": 32}, "batches of 32"),
        ({"batch_size": None}, "batches of all rows"),
        ({"shuffle": False}, "rows in their own order"),
        ({"l2": 0.01}, "λ = 0.01"),
        ({"shuffle": False, "l2": 0.01}, "rows in their own order, λ = 0.01"),
        ({}, "nothing changed"),
    ],
)
def test_a_new_method_is_described_by_what_it_changes(values, text):
    outcome = Outcome(2, 0, 10, 0.25, None, Method())
    assert describe(SetMethod(Method(**values)), (2, 3, 2), outcome) == text


@pytest.mark.parametrize(
    ("name", "value", "text", "without"),
    [
        ("epoch_limit", 1_000, "stop after epoch 1,000", "no epoch limit"),
        ("target_mse", 0.05, "stop at MSE 0.05", "no target MSE"),
        ("patience", 20, "early stopping after 20 epochs", "no early stopping"),
    ],
)
def test_a_new_stop_rule_is_described_by_what_it_changes(name, value, text, without):
    rule = StopRule(**{name: value})
    for before, after, said in ((StopRule(), rule, text), (rule, StopRule(), without)):
        assert describe(SetStopRule(after), (2, 3, 2), Outcome(2, 0, 10, 0.25, None, before)) == said


def test_every_setting_of_a_method_and_a_stop_rule_has_its_words():
    assert set(SETTINGS) == {field.name for kind in (Method, StopRule) for field in fields(kind)}


def test_an_edit_tells_what_it_replaced_and_training_where_it_led():
    session = Session(setup_for("level2"))
    start = session.state.network.value(Weight(2, 0, 0))
    done = (
        StepEpoch(),
        SetParameter(Weight(2, 0, 0), 0.5),
        SetMethod(Method(0.05, shuffle=False)),
        StepSample(),
        Run(29),
        StepPhase(),
    )
    for command in done:
        session.apply(command)
    session.undo()
    log = Log(session.commands, session.shapes, session.outcomes, session.step)
    trained = session.goto(1).network.value(Weight(2, 0, 0))
    assert trained != start
    mse = session.state.evaluation.mse
    texts = [line.text[8:].strip() for line in step_lines(log, 0, Canvas(44, 8, DARK))]
    assert texts[:5] == [
        "the beginning", f"epoch 1  MSE {mse:.4f}", f"w7  {trained:.4f} → 0.5000", "α  0.5 → 0.05",
        "sample 1/10  epoch 1",
    ]  # fmt: skip
    assert texts[5].startswith("ran 29 samples  epoch 4  MSE ")
    assert texts[6] == "input"


uses_of_arrows = st.sampled_from([view.arrows for view in VIEWS])
with_keys = st.tuples(st.sampled_from(["network", *PANEL_HINTS]), st.none()) | st.tuples(
    st.just("chart"), uses_of_arrows
)


@given(st.booleans(), st.booleans(), with_keys, st.integers(0, 200), palettes)
def test_the_footer_shows_whole_keys_and_knows_where_they_stand(running, editing, panel, width, palette):
    hints = key_hints(Situation(running, editing, *panel))
    line, spots = key_bar(hints, width, palette)
    assert_harmless([line], width)
    by_action = {hint.action: hint for hint in hints} | {hint.other: hint for hint in hints if hint.other}
    for region, action in spots:
        hint, text = by_action[action], line.text[region.x : region.right].strip()
        halves = (hint.key[:1], f"{hint.key[1:]} {hint.label}") if hint.other else (f"{hint.key} {hint.label}", "")
        assert text == halves[action == hint.other]
    assert [region.x for region, _ in spots] == [0, *(region.right for region, _ in spots)][: len(spots)]
    dropped = [hint for hint in hints if hint.action not in {action for _, action in spots}]
    assert all(hint.rank >= by_action[action].rank for hint in dropped for _, action in spots)
    if width >= 100 and not editing:
        assert line.text.count("  ") >= 8  # keys are told from the words before them by room


def test_the_footer_keeps_help_and_the_way_out_longest():
    _, spots = key_bar(key_hints(Situation()), 20, DARK)
    assert [action for _, action in spots] == ["keys", "app.quit"]
    assert key_bar((KeyHint("x", "long", "x"),), 3, DARK)[1] == []


@given(
    st.lists(st.integers(0, 100), max_size=30), names, names, st.booleans(), st.integers(0, 120), st.integers(0, 30),
    palettes,
)  # fmt: skip
def test_a_frame_is_as_large_as_asked_whatever_is_in_it(inside, title, subtitle, focused, width, height, palette):
    lines = framed([Strip.blank(cells) for cells in inside], title, subtitle, focused, width, height, palette)
    assert len(lines) == height
    assert_harmless(lines, width)
    if width >= 2 and height >= 2:
        assert lines[0].text[0] + lines[0].text[-1] + lines[-1].text[0] + lines[-1].text[-1] == "╭╮╰╯"
        assert {line.text[0] + line.text[-1] for line in lines[1:-1]} <= {"││"}


@pytest.mark.parametrize("name", HOSTILE, ids=[name[:5].encode("unicode_escape").decode() for name in HOSTILE])
async def test_a_hostile_name_is_harmless_in_every_panel(name):
    async with learner(hostile_setup(name), size=(80, 24)) as user:
        await user.press("s", "5")
        for place in (Neuron(0, 0), Expected(1), Neuron(2, 0), Weight(1, 0, 0)):
            await user.select(place)
            for panel in user.workbench.query(StripView):
                if panel.display:
                    lines = [panel.render_line(y) for y in range(panel.size.height)]
                    assert_harmless(lines, panel.size.width)
        await user.press("4")
        for x in range(2, 28, 4):  # a link in it would be somewhere
            await user.pilot.click("#samples", offset=(x, 2))
        assert user.app.is_running


cells = st.tuples(st.sampled_from("ab·⠿界\u0301"), st.sampled_from(["#ff0000", "#00ff00"]))
strips = st.lists(cells, max_size=8).map(
    lambda drawn: Strip([Segment(text, style(colour)) for text, colour in drawn]).adjust_cell_length(10)
)


@given(strips, strips)
@example(*(Strip([Segment(text, style("#ff0000"))]) for text in ("界e\u0301bcdefgh", "界o\u0301bcdefgh")))
def test_repainting_what_differs_gives_the_new_line(old, new):
    start, end = _difference(old, new)
    assert 0 <= start <= end <= 10

    def painted(strip: Strip) -> list[tuple[str, Style | None]]:
        """What stands in each cell: the character that begins there, with the accents on it."""
        grid: list[tuple[str, Style | None]] = []
        for segment in strip:
            for character in segment.text:
                if cell_len(character):
                    grid += [(character, segment.style)] + [("", segment.style)] * (cell_len(character) - 1)
                elif grid:
                    grid[-1] = (grid[-1][0] + character, grid[-1][1])
        return grid

    before, after = painted(old), painted(new)
    assert before[:start] + after[start:end] + before[end:] == after


def test_equal_cells_are_not_repainted_however_they_are_cut_into_segments():
    red = style("#ff0000")
    assert _difference(Strip([Segment("abcd", red)]), Strip([Segment("ab", red), Segment("cd", red)])) == (0, 0)
    assert _difference(Strip([Segment("abcd", red)]), Strip([Segment("aXYd", red)])) == (1, 3)


class Board(StripView):
    """Shows the lines it is given, and notes what is repainted."""

    lines = ("one", "two", "three")

    def __init__(self) -> None:
        super().__init__()
        self.repainted: list[tuple[Region, ...]] = []

    def draw(self) -> list[Strip]:
        return [Strip([Segment(line.ljust(20), style(DARK.text))]) for line in self.lines]

    def refresh(self, *regions: Region, **more: bool) -> "Board":
        self.repainted.append(regions)
        return super().refresh(*regions, **more)


class BoardApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Board()


async def test_only_the_cells_that_changed_are_repainted():
    app = BoardApp()
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        board = app.query_one(Board)
        for lines, regions in (
            (("one", "two", "three"), []),
            (("one", "tWo", "three"), [(Region(1, 1, 1, 1),)]),
            (("One", "tWo", "thRee"), [(Region(0, 0, 1, 1), Region(2, 2, 1, 1))]),
            (("One",), [()]),  # another number of lines: all of it
        ):
            board.repainted.clear()
            board.lines = lines
            board.redraw()
            assert board.repainted == regions


@pytest.fixture(scope="module")
def level2() -> TrainingState:
    return Session(setup_for("level2")).state
