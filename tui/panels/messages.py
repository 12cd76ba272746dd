"""What panels report to the screen: the learner's wishes. The panels themselves change nothing."""

from dataclasses import dataclass

from textual.message import Message

from engine.session.look import LookAction


@dataclass
class Looked(Message):
    """The learner looks at something else: another place, another number, another part of the chart.

    Attributes:
        action: The look.
        otherwise: Why it changed nothing, for a key that had nowhere further to go; "" for a click.
    """

    action: LookAction
    otherwise: str = ""


@dataclass
class NothingDone(Message):
    """A key had nothing to do in its panel; ``why`` says so in one short line."""

    why: str


@dataclass
class StepChosen(Message):
    """A step of the timeline was chosen to go to."""

    step: int


@dataclass
class EpochChosen(Message):
    """A past epoch was chosen to go to."""

    epoch: int


@dataclass
class StepMoved(Message):
    """The learner wants to move ``by`` steps along the timeline, from wherever the training is by then."""

    by: int


@dataclass
class ActionRequested(Message):
    """A key was clicked in the key bar."""

    action: str


@dataclass
class PanelResized(Message):
    """The chart has a new size and must be drawn again."""
