"""Where every number of a training step comes from: its formula, with the numbers of this network and this sample.

The letters and formulas are those of ``propagation.py``: the article's, with each layer's activation, the network's
loss and the optimiser's step. Each explanation goes one step back. Its factors refer to the numbers they stand for,
which have explanations of their own, down to what is given: inputs, expected values, weights and α.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from engine.data.scaling import ColumnScaling
from engine.explaining.article import article_note
from engine.explaining.explanation import Account, Explanation
from engine.explaining.worked_step import Context, first_nonfinite, step_factors
from engine.formulas.expressions import ONE, ZERO, Difference, Expression, Factor, Product, Quotient, Sum, product
from engine.network.activations import Activation, activation_named
from engine.network.network import Network
from engine.network.places import Bias, Expected, Neuron, Weight, layer_name, neuron_name, place_name
from engine.network.quantities import ERROR, MEAN_SQUARED_ERROR, Kind, Quantity, Subject, main_quantity

_MSE_DEFINITION = "mean over rows and outputs of (a − y)²"

Parameter = Weight | Bias


def explain(subject: Subject, context: Context) -> Account:
    """Explain a place, the error or α with all its numbers.

    A neuron: sum, activation, δ. A weight or bias: gradient by the chain rule, gradient as δ·a, δ, next value. The
    error: E, the share of each output, the MSE if it is known.

    Raises:
        InvalidValue: There is no such place in this network.
    """
    main = main_quantity(subject)
    value = context.value(main)
    return Account(main, _title(subject, context.network.sizes), value, _sections(subject, context))


def explain_quantity(quantity: Quantity, context: Context) -> Explanation:
    """Explain one number, one step back.

    Raises:
        InvalidValue: There is no such number in this network, or it is the MSE and that is not known.
    """
    value = context.value(quantity)
    match quantity.place:
        case Neuron() as neuron:
            rule, formula = _FORMULAS_OF_NEURONS[quantity.kind](neuron, context)
        case Weight() | Bias() as parameter:
            rule, formula = _parameter_formula(quantity.kind, parameter, context)
        case Expected() as output if quantity.kind is Kind.SHARE:
            loss = context.network.loss
            rule, formula = loss.share_rule, loss.share_formula(context.output_factors, output.index)
        case Expected():
            rule, formula = "", _scaled(quantity, context)
        case None if quantity.kind is Kind.ERROR:
            rule, formula = context.network.loss.definition, _shares(context)
        case _:
            rule, formula = _MSE_DEFINITION if quantity == MEAN_SQUARED_ERROR else "", _given(quantity, context)
    heading = "input" if isinstance(quantity.place, Neuron) and quantity.place.layer == 0 else quantity.kind.value
    explanation = Explanation(
        quantity, heading, context.symbol(quantity), formula, value, rule, _where(quantity, context)
    )
    return replace(explanation, note=_note(explanation, context))


def chain_rule(parameter: Parameter, context: Context) -> Explanation:
    """Explain a gradient by the chain rule: ∂E/∂w5 = ∂E/∂a_o1 · ∂a_o1/∂s_o1 · ∂s_o1/∂w5.

    Cross-entropy gives the slope of E by the sum in one step: ∂E/∂w5 = δ_o1 · ∂s_o1/∂w5.

    Raises:
        InvalidValue: There is no such weight or bias in this network.
    """
    explanation = explain_quantity(Quantity(Kind.GRADIENT, parameter), context)
    neuron = Neuron(parameter.layer, parameter.target)
    name = f"∂{context.symbol(Quantity(Kind.SUM, neuron))}/∂{place_name(context.network.sizes, parameter)}"
    if isinstance(parameter, Weight):
        source = _source(parameter)
        moves = Factor(name, context.value(source), source)
    else:
        moves = Factor(name, 1.0)  # ∂s/∂b = 1
    kinds = (Kind.DELTA,) if _given_by_the_loss(neuron, context) else (Kind.ERROR_SLOPE, Kind.OUTPUT_SLOPE)
    slopes = [context.factor(Quantity(kind, neuron)) for kind in kinds]
    return replace(explanation, heading="chain", formula=Product((*slopes, moves)))


# Accounts ------------------------------------------------------------------------------------------------------------


def _sections(subject: Subject, context: Context) -> tuple[Explanation, ...]:
    match subject:
        case Neuron() if subject.layer > 0:
            wanted = [Quantity(kind, subject) for kind in (Kind.SUM, Kind.ACTIVATION, Kind.DELTA)]
        case Weight() | Bias():
            delta = Quantity(Kind.DELTA, Neuron(subject.layer, subject.target))
            wanted = [Quantity(Kind.GRADIENT, subject), delta, Quantity(Kind.NEXT, subject)]
        case "E":
            known = [MEAN_SQUARED_ERROR] if context.mean_squared_error is not None else []
            outputs = range(context.network.sizes[-1])
            wanted = [ERROR, *(Quantity(Kind.SHARE, Expected(index)) for index in outputs), *known]
        case _:
            wanted = [main_quantity(subject)]
    sections = tuple(explain_quantity(quantity, context) for quantity in wanted)
    return (chain_rule(subject, context), *sections) if isinstance(subject, Weight | Bias) else sections


def _title(subject: Subject, sizes: tuple[int, ...]) -> str:
    match subject:
        case "E":
            return "E  error of the sample"
        case "α":
            return "α  learning rate"
        case Weight(layer, target, source):
            what = f"{neuron_name(sizes, layer - 1, source)} → {neuron_name(sizes, layer, target)}"
        case Bias(layer, target):
            what = f"bias of {neuron_name(sizes, layer, target)}"
        case Expected(index):
            what = f"expected of {neuron_name(sizes, len(sizes) - 1, index)}"
        case Neuron(layer, _):
            what = layer_name(sizes, layer) if layer else "input"
    return f"{place_name(sizes, subject)}  {what}"


def _where(quantity: Quantity, context: Context) -> str:
    if isinstance(quantity.place, Neuron) and _is_off(quantity.place, context):
        return ""
    if quantity.kind is Kind.ACTIVATION and isinstance(quantity.place, Neuron) and quantity.place.layer > 0:
        return _activation(quantity.place, context).definition
    if quantity.kind is Kind.SHARE:
        return context.network.loss.where
    if scaled_columns(quantity, context) is not None and isinstance(quantity.place, Neuron | Expected):
        return f"x{quantity.place.index + 1} is the value in its own unit"
    if quantity.kind is Kind.NEXT and isinstance(quantity.place, Weight | Bias):
        if left_alone(quantity.place, context.network):
            return ""
        averaged = "⟨ ⟩ is the mean over the rows of the batch" if context.batch is not None else ""
        return "; ".join(filter(None, (averaged, context.optimizer.where)))
    return ""


def _note(explanation: Explanation, context: Context) -> str:
    quantity, place = explanation.quantity, explanation.quantity.place
    stays = left_alone(place, context.network) if isinstance(place, Weight | Bias) else ""
    if stays and quantity.kind is Kind.NEXT:
        return f"{stays}: a step changes nothing"
    if isinstance(place, Neuron) and quantity.kind is Kind.ACTIVATION and _is_off(place, context):
        return f"{place_name(context.network.sizes, place)} is off: it answers 0"
    if math.isfinite(explanation.value):
        return _filling(explanation.quantity, context) or article_note(explanation.quantity, context)
    first = first_nonfinite(context)
    return "" if first is None else f"the first number that is not finite: {context.symbol(first)}"


def _filling(quantity: Quantity, context: Context) -> str:
    """Say that an input is missing in the file, and what fills it; "" if it is not."""
    match quantity:
        case Quantity(Kind.ACTIVATION, Neuron(0, index)) if filling := context.filled.get(index):
            return f"missing in the file: filled with the {filling} of the training rows"
    return ""


# Formulas: (the rule for any network, the formula in this one) --------------------------------------------------------

Formula = tuple[str, Expression]


def _sum(neuron: Neuron, context: Context) -> Formula:
    """Write s = Σ w·a + b."""
    layer, index = neuron.layer, neuron.index
    weights = [Weight(layer, index, source) for source in range(context.network.sizes[layer - 1])]
    terms = [Product((_value(weight, context), context.factor(_source(weight)))) for weight in weights]
    rule, bias = f"Σ w·{'a' if layer > 1 else 'i'}", Bias(layer, index)
    if not context.network.has(bias):
        return rule, Sum(tuple(terms))
    return f"{rule} + b", Sum((*terms, _value(bias, context)))


def _output(neuron: Neuron, context: Context) -> Formula:
    """Write a = f(s)."""
    if neuron.layer == 0:
        return "", _scaled(Quantity(Kind.ACTIVATION, neuron), context)
    if _is_off(neuron, context):
        return "", ZERO
    activation = _activation(neuron, context)
    if activation.of_layer is not None:
        return "", activation.of_layer(context.output_factors.sums, neuron.index)
    return "", activation.formula(context.factor(Quantity(Kind.SUM, neuron)))


def _delta(neuron: Neuron, context: Context) -> Formula:
    """Write δ = ∂E/∂a · f'(s): (a − y) · f'(s) in the output layer, (Σ δ·w) · f'(s) in a hidden one."""
    if _is_off(neuron, context):
        return "", ZERO
    if _given_by_the_loss(neuron, context):
        return "", context.network.loss.slope_formula(context.output_factors, neuron.index)
    rule, error_slope = _error_slope(neuron, context)
    derivative = _activation(neuron, context).derivative_formula
    formula = product(error_slope, derivative(context.factor(Quantity(Kind.ACTIVATION, neuron))))
    slope = derivative(Factor("a", math.nan))
    if rule and slope is not ONE:
        rule = product(Factor(f"({rule})", math.nan), slope).text()
    return rule, formula


def _error_slope(neuron: Neuron, context: Context) -> Formula:
    """Write ∂E/∂a: the slope of the loss in the output layer, Σ δ·w over the next layer in a hidden layer."""
    sizes, following = context.network.sizes, neuron.layer + 1
    if following == len(sizes):
        return "", context.network.loss.slope_formula(context.output_factors, neuron.index)
    terms = []
    for target in range(sizes[following]):
        delta = context.factor(Quantity(Kind.DELTA, Neuron(following, target)))
        terms.append(Product((delta, _value(Weight(following, target, neuron.index), context))))
    return "Σ δ·w", Sum(tuple(terms))


def _output_slope(neuron: Neuron, context: Context) -> Formula:
    """Write ∂a/∂s = f'(s), written through a."""
    if _is_off(neuron, context):
        return "", ZERO
    output = context.factor(Quantity(Kind.ACTIVATION, neuron))
    return "", _activation(neuron, context).derivative_formula(output)


_FORMULAS_OF_NEURONS: dict[Kind, Callable[[Neuron, Context], Formula]] = {
    Kind.SUM: _sum,
    Kind.ACTIVATION: _output,
    Kind.DELTA: _delta,
    Kind.ERROR_SLOPE: _error_slope,
    Kind.OUTPUT_SLOPE: _output_slope,
}


def _parameter_formula(kind: Kind, parameter: Parameter, context: Context) -> Formula:
    """Write ∂E/∂w = δ · a of the source, ∂E/∂b = δ; new w = w − α · ∂E/∂w, or as the optimiser has it."""
    if kind is Kind.VALUE:
        return "", _given(Quantity(kind, parameter), context)
    if kind is Kind.NEXT and left_alone(parameter, context.network):
        return "", _value(parameter, context)
    if kind is Kind.NEXT:
        optimizer = context.optimizer
        step = optimizer.formula(step_factors(context, parameter))
        return optimizer.rule, Difference(_value(parameter, context), step)
    delta = context.factor(Quantity(Kind.DELTA, Neuron(parameter.layer, parameter.target)))
    return "", Product((delta, context.factor(_source(parameter)))) if isinstance(parameter, Weight) else delta


def _is_off(neuron: Neuron, context: Context) -> bool:
    return neuron in context.network.switches.off


def left_alone(parameter: Parameter, network: Network) -> str:
    """Say why training leaves a weight or bias alone: "w5 is frozen", "h2 is off"; "" if it does not."""
    sizes, switches = network.sizes, network.switches
    if parameter in switches.frozen:
        return f"{place_name(sizes, parameter)} is frozen"
    ends = [Neuron(parameter.layer, parameter.target)]
    if isinstance(parameter, Weight):
        ends.append(Neuron(parameter.layer - 1, parameter.source))
    off = next((neuron for neuron in ends if neuron in switches.off), None)
    return "" if off is None else f"{neuron_name(sizes, off.layer, off.index)} is off"


def _shares(context: Context) -> Expression:
    outputs = range(context.network.sizes[-1])
    return Sum(tuple(context.factor(Quantity(Kind.SHARE, Expected(index))) for index in outputs))


def _given_by_the_loss(neuron: Neuron, context: Context) -> bool:
    """Tell whether the loss gives δ = ∂E/∂s of this neuron at once."""
    return neuron.layer == len(context.network.sizes) - 1 and context.network.loss.of_sums


def _scaled(quantity: Quantity, context: Context) -> Expression:
    """Write how an input or an expected value was scaled: i1 = (x1 − mean) / deviation; as given if it was not."""
    columns = scaled_columns(quantity, context)
    if columns is None or not isinstance(quantity.place, Neuron | Expected) or context.scaling is None:
        return _given(quantity, context)
    index = quantity.place.index
    own = columns.original_value(index, context.value(quantity))
    lowest, spread = ("mean", "deviation") if context.scaling.kind == "standard" else ("lowest", "range")
    offset, scale = Factor(lowest, float(columns.offset[index])), Factor(spread, float(columns.scale[index]))
    return Quotient(Factor(f"x{index + 1}", own) - offset, scale)


def scaled_columns(quantity: Quantity, context: Context) -> ColumnScaling | None:
    """Return the scaled columns that an input or an expected value belongs to; None if it was not scaled."""
    scaling = context.scaling
    match quantity:
        case Quantity(Kind.ACTIVATION, Neuron(0, _)) if scaling is not None:
            return scaling.inputs
        case Quantity(Kind.EXPECTED, Expected(_)) if scaling is not None:
            return scaling.outputs
    return None


def _given(quantity: Quantity, context: Context) -> Factor:
    return Factor(context.symbol(quantity), context.value(quantity))


def _value(parameter: Parameter, context: Context) -> Factor:
    return context.factor(Quantity(Kind.VALUE, parameter))


def _source(weight: Weight) -> Quantity:
    return Quantity(Kind.ACTIVATION, Neuron(weight.layer - 1, weight.source))


def _activation(neuron: Neuron, context: Context) -> Activation:
    return activation_named(context.network.activations[neuron.layer - 1])
