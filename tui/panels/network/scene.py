"""What a drawn network shows."""

from engine.arrays import FloatArray
from engine.network.network import Network
from engine.network.places import Neuron, Place, Weight
from engine.quick_dataclass import dataclass
from engine.training.phases import Phase, PhaseKind
from tui.panels.network.changes import Notation

FROZEN = "#"
"""Beside a weight or bias that training leaves alone."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A network and the numbers of one sample that are to be drawn.

    Attributes:
        network: The network.
        activations: Outputs of each layer, the inputs first, shapes (neurons,). None for a layer not computed yet.
        deltas: δ of each layer after the inputs, shapes (neurons,). None for a layer not computed yet; None as a whole
            leaves δ out of the picture.
        expected: The expected values y, shape (outputs,). None leaves them out.
        selected: The place that stands out. One that the network does not have counts as None.
        summed: For each layer after the inputs, whether its ``activations`` are still the weighted sums.
        phase: The phase computed last, which then stands out more than the selection. None outside the phases.
        updated: The network after the update, to show how weights and biases change. None in any other phase.
        notation: How the changes are written. None if none is shown.
        errors: Whether a − y stands under the expected values, as in a regression. In a classification the largest
            output is the answer, and how far each output is off says little.
        input_names: The columns of the inputs; empty if they are called as the neurons are.
        output_names: The classes or targets of the outputs; empty if they are called as the neurons are.
        classes: Whether the outputs are classes.
        names: Whether weights show their names on their lines.
        follows_phase: Whether the phase's layers come into view rather than the selection, if both do not fit.
    """

    network: Network
    activations: tuple[FloatArray | None, ...]
    deltas: tuple[FloatArray | None, ...] | None = None
    expected: FloatArray | None = None
    selected: Place | None = None
    summed: tuple[bool, ...] = ()
    phase: Phase | None = None
    updated: Network | None = None
    notation: Notation | None = None
    errors: bool = False
    input_names: tuple[str, ...] = ()
    output_names: tuple[str, ...] = ()
    classes: bool = False
    names: bool = False
    follows_phase: bool = False

    def is_frozen(self, place: Place | None) -> bool:
        """Tell whether a place is a frozen weight or bias."""
        return place in self.network.switches.frozen

    def is_silent(self, weight: Weight) -> bool:
        """Tell whether a weight leads to or from a neuron that is off."""
        ends = Neuron(weight.layer, weight.target), Neuron(weight.layer - 1, weight.source)
        return not self.network.switches.off.isdisjoint(ends)

    def uses(self, layer: int) -> bool:
        """Tell whether the phase uses the weights into a layer; a layer's δ comes from the weights out of it."""
        match self.phase:
            case Phase(PhaseKind.SUMS, of):
                return layer == of
            case Phase(PhaseKind.DELTAS, of):
                return layer == of + 1
            case Phase(PhaseKind.UPDATE):
                return True
        return False


def phase_layers(sizes: tuple[int, ...], phase: Phase) -> tuple[int, ...]:
    """Return the layers between which a phase computes; empty for the update, which touches them all."""
    match phase:
        case Phase(PhaseKind.SUMS | PhaseKind.OUTPUTS, of):
            return (of - 1, of)
        case Phase(PhaseKind.DELTAS, of):
            return (of, min(of + 1, len(sizes) - 1))
        case Phase(PhaseKind.INPUT | PhaseKind.ERROR, of):
            return (of,)
    return ()
