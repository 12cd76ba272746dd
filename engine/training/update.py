"""How a command changes a training: ``update(state, command) → state``."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from engine.data import two_classes
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.experiment.setup import check_loss
from engine.network.losses import check_expected
from engine.network.method import Method
from engine.network.network import Network, layer_matrices
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.network.reshaping import (
    with_activation,
    with_hidden,
    with_layer,
    with_neuron,
    with_outputs,
    without_layer,
    without_neuron,
)
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    AddRow,
    Change,
    Command,
    DeleteRow,
    Edit,
    Folded,
    Load,
    NewStart,
    RemoveLayer,
    RemoveNeuron,
    Reset,
    Restructuring,
    Run,
    SetActivation,
    SetBiases,
    SetExpected,
    SetFrozen,
    SetHidden,
    SetInitializer,
    SetInput,
    SetLoss,
    SetMethod,
    SetOff,
    SetOutputs,
    SetParameter,
    SetScaling,
    SetStart,
    SetStopRule,
    SetValues,
    SetWord,
    StepEpoch,
    StepPhase,
    StepSample,
    Switching,
)
from engine.training.parameter_history import ParameterHistory
from engine.training.phases import phases
from engine.training.rescaling import with_scaling
from engine.training.state import TrainingState, begin, begin_again
from engine.training.words import with_word

MOST_MARKS = 256


def update(state: TrainingState, command: Command) -> TrainingState:
    """Return the state after a command.

    Raises:
        InvalidValue: The command cannot be done; the message says why.
        Divergence: Training reached a number that is not finite; the error carries the last good state.
    """
    if isinstance(command, StepPhase):
        return _step_phase(state, command.row)
    if isinstance(command, Folded):
        return reduce(update, command.edits, state)
    after = _updated(replace(state, phase=0, before=None), command)
    phase = _phase_after(state, command, after)
    return replace(after, phase=phase, cursor=after.cursor if phase else after.cursor.in_turn())


def _updated(state: TrainingState, command: Change) -> TrainingState:
    """Do a command other than ``StepPhase``, on a state that is not in the middle of a sample."""
    match command:
        case StepSample() | StepEpoch() | Run():
            return _trained(state, command)
        case Reset():
            return begin_again(state, state.setup)
        case NewStart(seed):
            seed = state.setup.seed + 1 if seed is None else seed
            return begin_again(state, replace(state.setup, seed=seed, parameters=None, is_own_start=False))
        case SetInitializer(name):
            return begin_again(state, replace(state.setup, initializer=name, parameters=None, is_own_start=False))
        case SetStart():
            setup = replace(state.setup, parameters=state.network.parameters, is_own_start=True)
            return replace(state, setup=setup)
        case Load(setup):
            return begin(setup)
        case SetStopRule(rule):
            return replace(state, stop_rule=rule)
        case _:
            return _marked(_edited(state, command))


def _trained(state: TrainingState, command: StepSample | StepEpoch | Run) -> TrainingState:
    """Train one sample, the rest of the epoch, or a run."""
    from engine.training.run import train, train_chosen  # with the kernels: the first screen needs neither

    match command:
        case StepSample(row):
            state = state if row is None else _turned_to(state, row)
            return train_chosen(state) if state.cursor.is_out_of_turn else train(state, 1)
        case StepEpoch():
            return train(state, state.dataset.rows - state.position)
        case Run(samples, kernel):
            return train(state, samples, kernel)


def _edited(state: TrainingState, command: Edit) -> TrainingState:
    """Do an edit: a change of parameters, rows, method or network."""
    match command:
        case SetParameter(place, value):
            return replace(state, network=state.network.with_value(place, value))
        case SetMethod(method):
            return _with_method(state, method)
        case SetFrozen() | SetOff() | SetBiases():
            return _switched(state, command)
        case SetInput(row, column, value):
            return replace(state, dataset=state.dataset.with_input(row, column, value))
        case SetExpected(row, output, value):
            dataset = state.dataset.with_expected(row, output, value)
            check_expected(state.network.loss_name, dataset.expected[row])
            return replace(state, dataset=dataset)
        case SetWord(row, place, word):
            dataset = with_word(state.dataset, state.scaling, row, place, word)
            check_expected(state.network.loss_name, dataset.expected[row])
            return replace(state, dataset=dataset)
        case SetValues():
            return _with_values(state, command)
        case AddRow(inputs, expected):
            dataset = state.dataset.with_row(inputs, expected)
            check_expected(state.network.loss_name, dataset.expected[-1])
            return _with_rows(state, dataset)
        case DeleteRow(row):
            return _with_rows(state, state.dataset.without_row(row))
        case SetScaling(kind):
            return with_scaling(state, kind)
        case SetLoss(name, output):
            return _with_loss(state, name, output)
        case _:
            return _restructured(state, command)


def _with_values(state: TrainingState, edit: SetValues) -> TrainingState:
    """Set several values of one list.

    Raises:
        InvalidValue: The list has fewer values from there on, one is not finite or does not fit the loss, or there is
            no such place or row.
    """
    first, values, row = edit.first, edit.values, edit.row
    match first:
        case Weight() | Bias() if row is None:
            return replace(state, network=state.network.with_values(first, values))
        case Neuron(0, column) if row is not None:
            return replace(state, dataset=state.dataset.with_input(row, column, *values))
        case Expected(output) if row is not None:
            dataset = state.dataset.with_expected(row, output, *values)
            check_expected(state.network.loss_name, dataset.expected[row])
            return replace(state, dataset=dataset)
    raise InvalidValue(f"a list of values cannot begin at {first} of row {row}")


def _with_method(state: TrainingState, method: Method) -> TrainingState:
    """Change the method from here on."""
    before, after = state.method, replace(state, method=method)
    if method.optimizer != before.optimizer:
        after = replace(after, memory=method.new_memory(len(state.network.parameters)))
    if method.batch_size != before.batch_size:
        after = replace(after, cursor=after.cursor.restart_batch())
    if not state.position and method.shuffle != state.cursor.shuffled:
        after = replace(after, cursor=after.cursor.reorder(method.shuffle))
    return after


def _switched(state: TrainingState, change: Switching) -> TrainingState:
    """Change what is switched off in the network and in the setup alike, so that a reset keeps it.

    Biases that come back begin anew: an optimiser remembers nothing of them.
    """
    network, memory = state.network, state.memory
    sizes, before = network.sizes, network.switches
    match change:
        case SetFrozen(place, frozen):
            switches = before.with_frozen(sizes, place, frozen)
        case SetOff(neuron, off):
            switches = before.with_off(sizes, neuron, off)
        case SetBiases(layer, present):
            switches = before.with_biases(sizes, layer, present)
            moments = memory.moments.copy()
            layer_matrices(moments, sizes)[layer - 1][..., -1] = 0.0
            memory = replace(memory, moments=moments)
    setup = replace(state.setup, switches=switches)
    return replace(state, setup=setup, network=replace(network, switches=switches), memory=memory)


def _with_loss(state: TrainingState, name: str, output: str | None) -> TrainingState:
    def changed(network: Network) -> Network:
        activations = network.activations if output is None else (*network.activations[:-1], output)
        return replace(network, activations=activations, loss_name=name)

    return _with_network(state, changed(state.network), changed(state.setup.network()))


def _restructured(state: TrainingState, change: Restructuring) -> TrainingState:
    """Change the layers of the network and of the setup alike, so that a reset keeps the new layers."""
    initializer, seed = state.setup.initializer, state.setup.seed
    now, start = (
        restructured(network, change, initializer, seed) for network in (state.network, state.setup.network())
    )
    after = _with_network(state, now, start)
    if now.sizes == state.network.sizes:
        return after
    memory = state.method.new_memory(len(now.parameters))
    return replace(after, memory=memory, parameter_history=ParameterHistory.begin(state.cursor.time, now))


def restructured(network: Network, change: Restructuring, initializer: str, seed: int) -> Network:
    """Return the network with its layers changed.

    Args:
        network: The network; it is not changed.
        change: The change.
        initializer: How new weights are drawn.
        seed: What new weights are drawn from.

    Raises:
        InvalidValue: There is no such layer or neuron, it cannot be changed in this way, or the loss does not fit the
            output activation.
    """
    match change:
        case SetActivation(layer, name):
            return with_activation(network, layer, name)
        case AddLayer(after, neurons, activation):
            return with_layer(network, after, neurons, activation, initializer, seed)
        case RemoveLayer(layer):
            return without_layer(network, layer, initializer, seed)
        case AddNeuron(layer):
            return with_neuron(network, layer, initializer, seed)
        case RemoveNeuron(layer, index):
            return without_neuron(network, layer, index)
        case SetHidden(sizes):
            return with_hidden(network, sizes, initializer, seed)
        case SetOutputs(count):
            return with_outputs(network, count, initializer, seed)


def _with_network(state: TrainingState, now: Network, start: Network) -> TrainingState:
    dataset, whole = (two_classes.with_outputs(rows, now.sizes[-1]) for rows in (state.dataset, state.setup.dataset))
    test = None if state.test is None else two_classes.with_outputs(state.test, now.sizes[-1])
    for part in (dataset, test):
        if part is not None:
            check_loss(now.loss_name, now.activations[-1], part)
    setup = replace(
        state.setup,
        dataset=whole,
        sizes=start.sizes,
        activations=start.activations,
        loss=start.loss_name,
        parameters=start.parameters,
        switches=start.switches,
    )
    return replace(state, network=now, setup=setup, dataset=dataset, test=test)


def _with_rows(state: TrainingState, dataset: Dataset) -> TrainingState:
    return replace(state, dataset=dataset, cursor=state.cursor.resize(dataset.rows, state.method.shuffle))


def _turned_to(state: TrainingState, row: int) -> TrainingState:
    """Make a row the current sample.

    Raises:
        InvalidValue: There is no such row.
    """
    if not 0 <= row < state.dataset.rows:
        raise InvalidValue(f"there is no row {row + 1}: rows go from 1 to {state.dataset.rows}")
    return state.seen_at(row)


def _step_phase(state: TrainingState, row: int | None) -> TrainingState:
    count = len(phases(state.network.sizes))
    if row is not None and not (state.is_half_walked and row == state.row):
        return replace(_turned_to(state, row), phase=1)
    if state.phase < count - 1:
        return replace(state, phase=state.phase + 1)
    whole = replace(state, phase=0, before=None)
    if state.phase == count:
        return replace(whole, phase=1)
    return replace(_updated(whole, StepSample()), phase=count, before=whole)


def _phase_after(state: TrainingState, command: Change, after: TrainingState) -> int:
    """Return the phase at which a sample in progress continues after a command; 0 if it is abandoned.

    The method, the stop rule and what is frozen only matter after the gradient, so the phase stays. An edit of a number
    or function that the sample uses sends it back to its start. A change of layers abandons it: the phases are
    different.
    """
    if not state.is_half_walked or after.row != state.row:
        return 0
    match command:
        case SetMethod() | SetStopRule() | SetStart() | SetFrozen():
            return state.phase
        case SetValues(row=None):
            return 1
        case SetParameter() | SetLoss() | SetActivation() | SetOff() | SetBiases() | SetScaling():
            return 1
        case SetInput(row=row) | SetExpected(row=row) | SetWord(row=row) | SetValues(row=row):
            return 1 if row == state.row else state.phase
    return 0


def _marked(state: TrainingState) -> TrainingState:
    """Mark the current time on the history as one of an edit."""
    if state.marks and state.marks[-1] == state.cursor.time:
        return state
    return replace(state, marks=(*state.marks, state.cursor.time)[-MOST_MARKS:])
