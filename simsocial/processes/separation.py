"""Separation: a couple parts and one of the two moves out.

Rates by age of the woman (``partnership.separation_rate``) cover divorces and the parting of unmarried
couples. Children stay with the mother with ``partnership.children_stay_with_mother_share``; the other
parent moves out, within the region.
"""

from __future__ import annotations

import numpy as np

from simsocial.indicators.axes import Event
from simsocial.parameters.plan import Plan
from simsocial.processes.base import DatedProcess, Engine, Floats, Rows, by_situation, register
from simsocial.processes.moves import Moving

__all__ = ["Separation"]


@register
class Separation(DatedProcess):
    """Part couples; who parts is drawn at the woman."""

    name = "separation"
    events = (Event("separations", {"de": "Menschen, die sich trennen", "en": "people who separate"}),)
    by = "situation"
    reads = ("partnership",)
    steady = True

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._moving = Moving(model, self.name)

    def hazard_of(self, values: Plan, month: int) -> Floats:
        """Return the table of women with a partner."""
        yearly = values.table("partnership.separation_rate", month)
        return by_situation(0.0, 0.0, 0.0, np.stack([np.zeros_like(yearly), yearly]))

    def apply(self, month: int, rows: Rows) -> None:
        """Let one of each couple move out; without a free dwelling anywhere they stay together."""
        self._moving.out(month, rows, "separations")
