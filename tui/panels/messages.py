"""What widgets say to the screen. They change nothing themselves."""

from dataclasses import dataclass

from textual.message import Message

from engine.network.places import Place
from engine.network.quantities import Quantity


@dataclass
class PlaceSelected(Message):
    """A neuron, weight, bias or expected value was pointed at."""

    place: Place


@dataclass
class EditRequested(Message):
    """The selected value was asked to be edited, with a double click."""


@dataclass
class RowChosen(Message):
    """A row of the data was chosen as the current sample."""

    row: int


@dataclass
class StepChosen(Message):
    """A step of the timeline was chosen to go to."""

    step: int


@dataclass
class StepMoved(Message):
    """A step further on or back was asked for, from wherever the training is by then."""

    by: int


@dataclass
class ActionRequested(Message):
    """A key's twin was clicked."""

    action: str


@dataclass
class PanelResized(Message):
    """The chart has another size, and wants to be drawn again."""


@dataclass
class QuantityFollowed(Message):
    """A number in a formula was asked where it comes from."""

    quantity: Quantity


@dataclass
class InputsChosen(Message):
    """Another input was asked for on an axis of the map: axis 0 across, 1 upwards; the next one on or back."""

    axis: int
    by: int


@dataclass
class ResultsScrolled(Message):
    """Other lines of the results were asked for, so many further down."""

    by: int


@dataclass
class RowCopied(Message):
    """Another row like the current one was asked for."""


@dataclass
class RowDeleted(Message):
    """The current row is to go."""
