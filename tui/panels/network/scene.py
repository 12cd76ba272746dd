"""What a drawn network shows, and the inks it is drawn with."""

from dataclasses import dataclass

from engine.arrays import FloatArray
from engine.network.network import Network
from engine.network.places import Place
from engine.training.phases import Phase, PhaseKind
from tui.panels.network.changes import Notation


@dataclass(frozen=True, eq=False)
class Scene:
    """What is to be drawn.

    Attributes:
        network: the network.
        activations: outputs of each layer, the inputs first, shapes (neurons,); None where not yet computed.
        deltas: δ of each layer after the inputs, shapes (neurons,); None where not yet computed; None as a whole leaves
            δ out of the picture.
        expected: y, shape (outputs,), or None.
        selected: the place that stands out; one that this network does not have counts as None.
        summed: for each layer after the inputs, whether its ``activations`` are still the sums they come from.
        phase: what was computed last, which then stands out more than what is selected; None if no phase is shown.
        updated: the network after the update, to show what becomes of weights and biases.
        notation: how that is written, for which there has to be room; None if nothing is.
        errors: whether a − y stands under the expected values, as in a regression. In a classification the largest
            output is the answer: how far each is off is no verdict.
        follows_phase: whether the layers of the phase are to be in view, and not what is selected, where both cannot.
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
    follows_phase: bool = False

    def uses(self, layer: int) -> bool:
        """Tell whether the phase uses the weights into a layer: δ goes back through those of the layer after."""
        match self.phase:
            case Phase(PhaseKind.SUMS, of):
                return layer == of
            case Phase(PhaseKind.DELTAS, of):
                return layer == of + 1
            case Phase(PhaseKind.UPDATE):
                return True
        return False


def phase_layers(sizes: tuple[int, ...], phase: Phase) -> tuple[int, ...]:
    """Return the layers between which a phase computes, none for the update, which is everywhere."""
    match phase:
        case Phase(PhaseKind.SUMS | PhaseKind.OUTPUTS, of):
            return (of - 1, of)
        case Phase(PhaseKind.DELTAS, of):
            return (of, min(of + 1, len(sizes) - 1))
        case Phase(PhaseKind.INPUT | PhaseKind.ERROR, of):
            return (of,)
    return ()
