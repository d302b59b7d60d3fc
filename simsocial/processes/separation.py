"""Separation: a couple parts and one of the two moves out.

Rates by age of the woman (``partnership.separation_rate``) cover divorces and the parting of unmarried
couples. Children stay with the mother with ``partnership.children_stay_with_mother_share``; the other
parent moves out, within the region.
"""

from __future__ import annotations

import numpy as np

from simsocial.processes.base import Engine, Rows, SteadyProcess, by_situation, register
from simsocial.processes.moves import move_out

__all__ = ["Separation"]


@register
class Separation(SteadyProcess):
    """Part couples; who parts is drawn at the woman."""

    name = "separation"

    def __init__(self, model: Engine) -> None:
        yearly = model.parameters.table("partnership.separation_rate", model.first_month)
        super().__init__(model, by_situation(0.0, 0.0, 0.0, np.stack([np.zeros_like(yearly), yearly])))

    def apply(self, month: int, rows: Rows) -> None:
        """Let one of each couple move out; without a free dwelling anywhere they stay together."""
        move_out(self, month, rows, "separations")
