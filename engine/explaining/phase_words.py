"""What the phases of a sample mean, in plain words: one sentence for what was just computed, and what comes next."""

from __future__ import annotations

from engine.quick_dataclass import dataclass
from engine.training.phases import Phase, PhaseKind, layer_letter, phases
from engine.training.state import TrainingState
from engine.wording import count

Wordings = tuple[str, ...]
"""Wordings that say the same, the longest first."""


@dataclass(frozen=True)
class PhaseWords:
    """What is said about a phase. Immutable.

    Attributes:
        meaning: What the phase has just computed, in one sentence.
        then: What the next phase computes.
    """

    meaning: Wordings
    then: Wordings


def phase_words(state: TrainingState) -> PhaseWords | None:
    """Say what the last phase means and what the next one does; None if no sample is being walked through."""
    phase = state.current_phase
    if phase is None:
        return None
    return PhaseWords(_meaning(state, phase), _next(state))


def _meaning(state: TrainingState, phase: Phase) -> Wordings:
    match phase.kind:
        case PhaseKind.INPUT:
            return (
                "the numbers of the row stand at the inputs: the forward pass begins",
                "the numbers of the row stand at the inputs",
                "the row's numbers stand at the inputs",
            )
        case PhaseKind.SUMS:
            return _sums(state, phase.layer)
        case PhaseKind.OUTPUTS:
            return _OUTPUTS[state.network.activations[phase.layer - 1]]
        case PhaseKind.ERROR:
            return _error(state)
        case PhaseKind.DELTAS:
            return _deltas(state, phase.layer)
        case PhaseKind.UPDATE:
            return _update(state)


def _sums(state: TrainingState, layer: int) -> Wordings:
    sizes = state.network.sizes
    own = layer_letter(sizes, layer)
    before = "inputs" if layer == 1 else f"outputs of {layer_letter(sizes, layer - 1)}"
    if layer in state.network.switches.without_bias:
        return (
            f"each neuron of {own} adds up the {before} times its weights",
            f"each {own} adds up {before} × weights",
        )
    return (
        f"each neuron of {own} adds up the {before} times its weights, and its bias",
        f"each {own} adds up {before} × weights, and its bias",
        f"{'inputs' if layer == 1 else 'outputs'} × weights, summed up with bias",
    )


_OUTPUTS: dict[str, Wordings] = {
    "sigmoid": (
        "each sum becomes the output of its neuron: σ brings it between 0 and 1",
        "each sum becomes an output between 0 and 1",
        "each sum becomes an output from 0 to 1",
    ),
    "tanh": (
        "each sum becomes the output of its neuron: tanh brings it between −1 and 1",
        "each sum becomes an output between −1 and 1",
        "each sum becomes an output from −1 to 1",
    ),
    "relu": (
        "each sum becomes the output of its neuron: relu keeps it above 0, and gives 0 below",
        "a sum above 0 is the output, below it is 0",
        "the output is the sum, or 0 below 0",
    ),
    "leaky-relu": (
        "each sum becomes the output: leaky keeps it above 0, and a hundredth of it below",
        "a sum above 0 is the output, below 1 % of it",
        "the output is the sum, 1 % of it below 0",
    ),
    "linear": ("each sum is the output of its neuron, as it stands", "each sum is an output, as it stands"),
    "softmax": (
        "the sums become outputs that add up to 1: the larger the sum, the larger its share",
        "the sums become shares that add up to 1",
    ),
}
"""What each activation makes of the sums."""


def _error(state: TrainingState) -> Wordings:
    best = "the smaller, the better" if state.network.loss.of_sums else "0 would be perfect"
    return (
        f"E says how far the outputs are from the expected values: {best}",
        "how far the outputs are from what is expected",
        "E says how far off the outputs are",
    )


def _deltas(state: TrainingState, layer: int) -> Wordings:
    sizes = state.network.sizes
    own = layer_letter(sizes, layer)
    if layer == len(sizes) - 1:
        return (
            f"δ of {own} says how fast E grows with each sum: above 0 the sum should fall, below 0 rise",
            "how E grows with each sum: above 0 it should fall",
            f"how fast E grows with each sum of {own}",
        )
    following = layer_letter(sizes, layer + 1)
    return (
        f"the δ of {following} come back through the weights: how fast E grows with each sum of {own}",
        f"the δ of {following} come back through the weights",
        f"δ of {following} come back through the weights",
    )


_MOVES = {
    "sgd": (
        "every weight and bias moves against its gradient: α times as far",
        "each weight moves against its gradient",
    ),
    "momentum": (
        "every weight and bias moves against its gradient, and on as it moved before",
        "each weight moves on, against its gradient",
    ),
    "rmsprop": (
        "every weight and bias moves against its gradient, with a step size of its own",
        "each weight moves against its gradient",
    ),
}
"""How each optimiser moves the weights."""
_MOVES["nesterov"] = _MOVES["momentum"]
_MOVES["adam"] = (
    "every weight and bias moves against its mean gradient, with a step size of its own",
    "each weight moves against its mean gradient",
)


def _update(state: TrainingState) -> Wordings:
    waiting = state.rows_before_update
    if waiting:
        return (
            f"no weight moves yet: the gradients wait for the batch to end, in {count(waiting, 'row')}",
            f"no weight moves yet: the batch has {count(waiting, 'more row')}",
            f"no weight moves yet: {count(waiting, 'more row')}",
        )
    before = state.shown
    moves = _MOVES[state.method.optimizer]
    if state.network.switches:
        moves = (f"{moves[0]}; what is frozen or off stays", "what is not frozen moves against its gradient")
    if before.is_batch:
        return moves
    rows = count(len(before.cursor.batch(before.rows_per_batch)), "row")
    return (f"the batch is complete: every weight moves, by the mean gradient of its {rows}", moves[-1])


def _next(state: TrainingState) -> Wordings:
    order, sizes = phases(state.network.sizes), state.network.sizes
    if state.phase == len(order):
        row = f"{state.dataset.number(state.row):,}"
        return (f"next: the input of row {row}", f"input of row {row}", f"row {row}")
    phase = order[state.phase]
    layer = layer_letter(sizes, phase.layer)
    match phase.kind:
        case PhaseKind.SUMS:
            texts: Wordings = (f"sums of {layer}", f"s of {layer}")
        case PhaseKind.OUTPUTS:
            texts = (f"activations of {layer}", f"a of {layer}")
        case PhaseKind.ERROR:
            texts = ("the error", "error")
        case PhaseKind.DELTAS:
            texts = (f"δ of {layer}",)
        case _ if state.rows_to_update > 1:
            texts = ("the end of this row", "row's end")
        case _:
            texts = ("the update", "update")
    return (f"next: {texts[0]}", *texts)
