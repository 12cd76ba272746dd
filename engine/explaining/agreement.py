"""Figures as people write them, and how they agree with exact numbers: to the digits that are given."""

from __future__ import annotations

import math
from decimal import Decimal
from enum import Enum

from engine.quick_dataclass import dataclass
from engine.typed_numbers import parse_number, with_plain_minus
from engine.wording import quoted

_LONGEST = 60
"""Characters of a figure."""
_MOST_DIGITS = 12
"""So many digits are compared: a spreadsheet and the engine round differently in those after them."""
_LARGEST_EXPONENT = 400
"""Of a last digit; beyond that of every float."""


class Agreement(Enum):
    """How a figure relates to the exact number; the value says it in words."""

    ROUNDED = "rounded"
    CUT_OFF = "cut off, not rounded"
    FROM_ROUNDED = "computed from rounded figures"
    SLIP = "a slip"


@dataclass(frozen=True)
class WrittenNumber:
    """A figure with the digits that it was written with. Immutable.

    Attributes:
        text: How it was written.
        decimal: The figure.
        unit: One unit of its last digit, zeros at the end counted: 0.001 of 0.784; 0 of a fraction, which is exact.
    """

    text: str
    decimal: Decimal
    unit: Decimal

    @property
    def value(self) -> float:
        """The figure as a float."""
        return float(self.decimal)

    @property
    def digits(self) -> int:
        """How many digits count: 3 of 0.00930 and of 0.784; none of 0.00; of a fraction as many as are compared."""
        if not self.unit:
            return _MOST_DIGITS
        return len(self.decimal.as_tuple().digits) if self.decimal else 0

    def agreement(self, exact: float) -> Agreement:
        """Classify how it relates to the exact number.

        Returns:
            ROUNDED if it is at most half a unit of its last digit off; CUT_OFF if leaving out the other digits gives
            it; FROM_ROUNDED if it is at most one unit off; otherwise SLIP, of an infinity or NaN too.
        """
        if not math.isfinite(exact):
            return Agreement.SLIP
        number, figure, unit = Decimal(exact), self.decimal, self.unit
        off, slack = abs(figure - number), abs(number).scaleb(-_MOST_DIGITS)
        if off <= unit / 2 + slack:
            return Agreement.ROUNDED
        if figure * number > 0 and 0 <= abs(number) - abs(figure) < unit:
            return Agreement.CUT_OFF
        return Agreement.FROM_ROUNDED if off <= unit + slack else Agreement.SLIP


def written_number(text: str) -> WrittenNumber:
    """Read a figure: ``0.784``, ``0,784``, ``-.5``, ``1.3e-2``, ``1/3``, with a hyphen or a minus sign.

    Raises:
        ValueError: The text is no number. The message is one line, ready to be shown.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        raise ValueError(f"{quoted(text)} is too long for a number: at most {_LONGEST} characters")
    parse_number(text)
    above, _, below = (part.strip() for part in with_plain_minus(text).replace(",", ".").partition("/"))
    decimal = Decimal(above)
    exponent = int(decimal.as_tuple().exponent)
    if abs(exponent) > _LARGEST_EXPONENT:
        raise ValueError(f"{quoted(text)} is too small: numbers go down to 5e-324")
    if below:
        return WrittenNumber(text, decimal / Decimal(below), Decimal(0))
    return WrittenNumber(text, decimal, Decimal(1).scaleb(exponent))
