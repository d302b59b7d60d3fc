"""Separation: a couple parts and one of the two moves out.

Rates by age of the woman (``partnership.separation_rate``) cover divorces and the parting of unmarried
couples. Children stay with the mother with ``partnership.children_stay_with_mother_share``; the other
parent moves out, within the region.
"""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import monthly_chance
from simsocial.processes.base import Engine, Floats, Rows, ScreenedProcess, register
from simsocial.processes.moves import move_out

__all__ = ["Separation"]


@register
class Separation(ScreenedProcess):
    """Part couples."""

    name = "separation"
    by = "situation"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        yearly = model.parameters.table("partnership.separation_rate", model.first_month)
        self._hazard = np.zeros((4, 2, len(yearly)))
        self._hazard[3, 1] = monthly_chance(yearly)

    def hazard(self, month: int) -> Floats:  # noqa: ARG002 - constant
        """Return the probability of parting; it is counted at the woman of a couple."""
        return self._hazard

    def apply(self, month: int, rows: Rows) -> None:
        """Let one of each couple move out; without a free dwelling anywhere they stay together."""
        move_out(self, month, rows, "separations")
