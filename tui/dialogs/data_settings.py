"""The settings of the architecture dialog that are about the data: the outputs of two classes, and the scaling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.data.scaling import SCALINGS
from engine.data.two_classes import possible_outputs
from engine.training.commands import Command, SetOutputs, SetScaling
from engine.training.state import TrainingState
from engine.wording import quoted
from tui.dialogs.about_scaling import ABOUT_SCALING
from tui.dialogs.settings.setting import Setting, others
from tui.dialogs.settings.typed import Typing, whole_numbers


def outputs_setting(state: TrainingState, fixed: Setting[Command]) -> Setting[Command]:
    """Return the number of outputs: fixed, unless there are two classes."""
    possible, now = possible_outputs(state.dataset), state.network.sizes[-1]
    if len(possible) == 1:
        return fixed
    second = quoted(state.dataset.classes[1])
    about = "one for each class; 1 is enough" if now > 1 else f"above 0.5 it answers {second}"
    typing: Typing[Command] = whole_numbers(1, 2).typing(fixed.name, now, SetOutputs)
    return replace(
        fixed,
        about=about,
        brief="one for each class" if now > 1 else "for the second class",
        choices=lambda direction: [SetOutputs(3 - now)],
        words="neurons classes",
        typing=typing,
    )


def scaling_setting(state: TrainingState) -> Setting[Command]:
    """Return how the data are scaled."""
    kind = state.setup.scaling
    about, few = ABOUT_SCALING[kind]

    def choices(direction: int) -> Sequence[Command]:
        return [SetScaling(other) for other in others(SCALINGS, kind, direction)]

    return Setting("scaling", kind, about, choices, brief=few, words=f"standardize normalise data {' '.join(SCALINGS)}")
