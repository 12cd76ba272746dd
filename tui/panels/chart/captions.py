"""What stands in the frame of the chart panel: what is drawn, and which colour is what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from engine.analysis.evaluation import Evaluation
from engine.data.dataset import Dataset
from engine.network.places import parameter_name
from engine.training.state import TrainingState
from tui.drawing.frame import Caption
from tui.drawing.numbers import short
from tui.drawing.palette import Palette
from tui.panels.chart.curves import ChartLook, has_map, sliced
from tui.panels.chart.plot import BOTH
from tui.terminal.text import safe

APART = "  "
NAME_CELLS = (60, 30, 16)
"""What the names of inputs and outputs may take, the most first."""
BESIDE = 4
"""Cells of the frame's edge that no text reaches."""


def chart_title(state: TrainingState, look: ChartLook) -> str:
    """Say what is drawn, as fully as the panel is wide."""
    return _longest(_titles(state, look), look.width - BESIDE)


def chart_caption(state: TrainingState, look: ChartLook) -> Caption:
    """Say where the curves are now, or what the signs of a view mean, as much as the panel is wide."""
    palette, width = look.palette, look.width - BESIDE
    if look.view == "results":
        from tui.panels.chart.results import results_below  # not for the first screen, which shows another view

        below = results_below(state, look.height, look.results_first)
        return [(f"↓ {below:,} more", palette.muted)] if below else []
    if look.view == "answers":
        return _fitting(_answers(state, palette), width)
    if look.view.startswith("slice"):
        signs = [("● now", palette.key), ("○ next", palette.good), (f"{BOTH} both", palette.key)]
        signs.append(("┅ tangent", palette.text))
        return _fitting(signs, width) if sliced(look.place) else []
    if look.view == "accuracy":
        return _fitting(_scores(state, palette), width)
    if look.view == "weight":
        return _fitting(_value(state, look), width)
    loss = [] if "E =" in chart_title(state, look) else [(f"E = {state.network.loss_name}", palette.muted)]
    return _fitting([*_errors(state, palette), *loss], width)


def _titles(state: TrainingState, look: ChartLook) -> Iterable[str]:
    """Yield what may be said, the fullest first."""
    loss = f"E = {state.network.loss.definition}"
    match look.view:
        case "results":
            return ["Results"]
        case "answers":
            return _answers_titles(state, look.inputs)
        case "accuracy" if state.dataset.task == "classification":
            return ["Accuracy  share of rows whose largest output is the expected one", "Accuracy  share of rows"]
        case "accuracy":
            return ["R²  1 is perfect, 0 no better than always the mean", "R²"]
        case "weight":
            parameter = sliced(look.place)
            name = parameter_name(state.network.sizes, parameter) if parameter else "One weight"
            return [f"{name} by epoch", name]
        case "linear" | "log":
            name, whole = "MSE log" if look.view == "log" else "MSE", "mean of (a − y)² over rows × outputs"
            return [
                f"{name}  {whole}   descended: {loss}",
                f"{name}  {whole}   {loss}",
                f"{name}  mean of (a − y)²   {loss}",
                f"{name}  {whole}",
                f"{name}  {loss}",
                f"{name}  mean of (a − y)²",
                name,
            ]
        case _:
            return _slice_titles(state, look, loss)


def _slice_titles(state: TrainingState, look: ChartLook, loss: str) -> list[str]:
    of = "mean E of all rows" if look.view.endswith("all") else f"E of row {state.shown.row + 1:,}"
    parameter = sliced(look.place)
    title = f"{of} along {parameter_name(state.network.sizes, parameter)}" if parameter else of
    return [f"{title}   {loss}", title]


def _answers_titles(state: TrainingState, inputs: tuple[int, int]) -> list[str]:
    dataset = state.dataset
    if has_map(state):
        rest = " · rest at mean" if dataset.input_count > 2 else ""
        titles = []
        for cells in NAME_CELLS:
            across, upwards = (safe(dataset.input_names[number], cells) for number in inputs)
            titles += [f"Answers  ↑ {upwards}  → {across}{rest}", f"{upwards} × {across}{rest}"]
        return [*titles, titles[-1].removesuffix(rest)]
    along, *outputs = (safe(name, NAME_CELLS[-1]) for name in (dataset.input_names[0], *dataset.output_names))
    if dataset.input_count == 1:
        return [f"{', '.join(outputs)} along {along}", f"outputs along {along}"]
    return [f"{outputs[0]}  ↑ got  → expected", "↑ got  → expected"]


def _answers(state: TrainingState, palette: Palette) -> list[tuple[str, str]]:
    if has_map(state):
        return [(text, palette.muted) for text in ("reversed: wrong", "◆ current")]
    if state.dataset.input_count == 1:
        return [("━ got", palette.muted), ("● expected", palette.muted)]
    return [("● rows", palette.accent), ("━ as it should be", palette.muted)]


def _errors(state: TrainingState, palette: Palette) -> list[tuple[str, str]]:
    """Tell the errors now, in the colours of their curves; what is dropped first comes last."""
    train = short(state.evaluation.mse, 9, 4)
    errors = [(f"MSE {train}", palette.accent)]
    if state.test_evaluation is not None:
        test = short(state.test_evaluation.mse, 9, 4)
        errors = [(f"━ train {train}", palette.accent), (f"┅ test {test}", palette.key)]
    edited = [("┊ edited", palette.muted)] if state.marks else []
    return [*errors, (f"epoch {state.epoch:,}", palette.muted), *edited]


def _scores(state: TrainingState, palette: Palette) -> list[tuple[str, str]]:
    """Tell the scores now, in the colours of their curves."""
    train = _score(state.evaluation, state.dataset)
    scores = [(train, palette.accent)]
    if state.test_evaluation is not None and state.test is not None:
        scores = [(f"━ train {train}", palette.accent)]
        scores.append((f"┅ test {_score(state.test_evaluation, state.test)}", palette.key))
    edited = [("┊ edited", palette.muted)] if state.marks else []
    return [*scores, (f"epoch {state.epoch:,}", palette.muted), *edited]


def _score(evaluation: Evaluation, dataset: Dataset) -> str:
    from engine.training.learning_curve import score

    value = score(evaluation.outputs, dataset)
    return f"{value:.1%}" if dataset.task == "classification" else short(value, 9, 4)


def _value(state: TrainingState, look: ChartLook) -> list[tuple[str, str]]:
    parameter, palette = sliced(look.place), look.palette
    if parameter is None:
        return []
    name = parameter_name(state.network.sizes, parameter)
    edited = [("┊ edited", palette.muted)] if state.marks else []
    now = f"● {name} = {short(state.network.value(parameter), 10, 5)}"
    return [(now, palette.key), (f"epoch {state.epoch:,}", palette.muted), *edited]


def _longest(texts: Iterable[str], width: int) -> str:
    """Return the first text that fits; the last, if none does."""
    text = ""
    for text in texts:
        if cell_len(text) <= width:
            return text
    return text


def _fitting(pieces: Sequence[tuple[str, str]], width: int) -> Caption:
    """Return as many pieces as fit, with room between them; the last ones are left out."""
    kept: list[tuple[str, str]] = []
    for text, colour in pieces:
        text = APART * bool(kept) + text
        if sum(cell_len(before) for before, _ in kept) + cell_len(text) > width:
            break
        kept.append((text, colour))
    return kept
