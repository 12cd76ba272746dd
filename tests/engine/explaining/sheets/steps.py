"""Steps and sheets for the tests: made of names and texts, as a learner writes them."""

from collections.abc import Iterable, Mapping

from hypothesis import strategies as st

from engine.experiment.starts import Options, setup_for
from engine.explaining.sheets.checking import Verdict, checked
from engine.explaining.sheets.sheet import Sheet, sheet_of
from engine.explaining.sheets.step import MEAN_ERROR, Figure, Step, step_of
from engine.explaining.worked_step import Context
from engine.network.quantities import ERROR
from engine.session.session import Session
from engine.training.commands import Run
from tests.engine.explaining.explained import contexts, quantities_in


def step_in(start: str = "walkthrough", samples: int = 0, **options: object) -> Step:
    """Return the next step of a training."""
    session = Session(setup_for(start, Options(**options)))
    return step_of(session.apply(Run(samples)) if samples else session.state)


def sheet(figures: Mapping[str, str] | Iterable[tuple[str, str]], step: Step) -> Sheet:
    pairs = figures.items() if isinstance(figures, Mapping) else figures
    return sheet_of("s.csv", [(line, list(pair)) for line, pair in enumerate(pairs, start=1)], step)


def verdicts(figures: Mapping[str, str], step: Step | None = None) -> dict[str, Verdict]:
    """Check a sheet, of the worked example unless told; the verdicts by the names that were written."""
    step = step or step_in()
    return dict(zip(figures, checked(sheet(figures, step), step), strict=True))


def figures_in(step: Step) -> list[Figure]:
    """List every figure of a step."""
    return [one for one in quantities_in(step.context) if step.network.has(one.place) or one.place is None] + [
        MEAN_ERROR
    ]


def step_with(context: Context, rows: int = 1) -> Step:
    """Return a step with these numbers; with several rows, MSE and mean error are as good as any."""
    return Step(context, rows, context.value(ERROR) if rows == 1 else 0.5, 1 if context.batch is None else 3)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """Any step of any network: each loss, activation and optimiser, in a batch or not."""
    return step_with(draw(contexts()), rows=4)
