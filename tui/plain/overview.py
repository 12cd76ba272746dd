"""Where the training stands, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from engine.formulas.notation import Digits, number_text
from engine.network.network import shape_text
from engine.quick_dataclass import dataclass
from engine.session.look import Look
from engine.session.session import Session
from engine.session.shown_row import seen
from engine.training.phases import phase_text
from engine.training.state import TrainingState
from engine.wording import count
from tui.plain.numbers import results
from tui.plain.places import place_lines
from tui.terminal.text import safe

LONGEST_NAME = 40


@dataclass(frozen=True, eq=False)
class View:
    """What questions are about. Immutable.

    Attributes:
        state: The training.
        look: What the learner looks at.
        session: What was done, step by step.
    """

    state: TrainingState
    look: Look
    session: Session

    @property
    def shown(self) -> TrainingState:
        """The training with the row that is looked at as its current one."""
        return seen(self.state, self.look.row)


def overview(state: TrainingState, digits: Digits) -> Iterator[str]:
    """Say what is trained, and how well it does."""
    rows = count(state.dataset.rows, "row")
    if state.test is not None:
        rows += f" and {count(state.test.rows, 'test row')}"
    yield f"data is {safe(state.setup.name, LONGEST_NAME)}, {rows}"
    network, method = state.network, state.method
    functions = ", ".join(dict.fromkeys(network.activations))
    yield f"network is {shape_text(network.sizes)}, {functions}, loss {network.loss_name}"
    batch = "" if method.batch_size == 1 else f", batches of {method.batch_size or 'all rows'}"
    yield f"optimizer is {method.optimizer}, alpha {method.learning_rate:g}{batch}"
    for label, value in results(state).items():
        yield f"{label} is {value if isinstance(value, str) else number_text(value, digits)}"


def where(view: View) -> Iterator[str]:
    """Say what is trained, how far it is, and what is looked at."""
    state, look, shown = view.state, view.look, view.shown
    yield from overview(state, look.digits)
    yield f"epoch is {state.epoch:,}, {count(state.samples, 'sample')} trained"
    yield f"step is {view.session.step:,} of {view.session.last_step:,}"
    row = f"{shown.shown.dataset.number(shown.shown.row):,}"
    if shown.in_test:
        yield f"row is {row}, of the test part"
    elif shown is not state or state.cursor.is_out_of_turn:
        yield f"row is {row}, out of turn"
    else:
        yield f"row is {row}, the epoch's next" if not state.phase else f"row is {row}"
    if (phase := shown.current_phase) is not None:
        yield f"phase is {phase_text(state.network.sizes, phase, shown.rows_before_update)}"
    if look.selected is not None:
        for line in place_lines(shown, look.selected, look.digits)[:1]:
            yield f"selected: {line}"
    for number, limit in (("epoch", state.stop_rule.epoch_limit), ("MSE", state.stop_rule.target_mse)):
        if limit is not None:
            yield f"a run stops at {number} {limit:,}"
