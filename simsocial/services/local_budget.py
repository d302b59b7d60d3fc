"""What the Kreis may spend: the frame a user sets for it, and what a point of the district levy brings.

Both are counted by area by its people, so that an area bears its part. Independent cities levy nothing: there a point
is what the same tax base would bring.
"""

from __future__ import annotations

import numpy as np

from simsocial.indicators.counts import Counts
from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from simsocial.services.staff_shares import split_exactly

__all__ = ["LocalBudget", "levy_base_eur_per_inhabitant"]

_BASE_YEAR = 2025
"""Year for which the levy base is stated."""


def levy_base_eur_per_inhabitant(values: Parameters, month: int) -> float:
    """Return the levy base of the municipalities, EUR per inhabitant and year, as it has grown by a month."""
    base, growth = (
        values.value(f"finance.levy_base_{name}", month) for name in ("eur_per_inhabitant", "growth_per_year")
    )
    return _grown(base, growth, month)


def _grown(base: float, growth: float, month: int) -> float:
    return base * (1.0 + growth) ** (month // 12 - _BASE_YEAR)


class LocalBudget:
    """Counts a month of levy base and budget frame.

    Parameters
    ----------
    plan : Plan
        Values ``finance.*``.
    """

    def __init__(self, plan: Plan) -> None:
        self._frame = plan.number("finance.budget_frame_kreis_eur_per_year")
        self._base = plan.number("finance.levy_base_eur_per_inhabitant")
        self._growth = plan.number("finance.levy_base_growth_per_year")

    def count(self, counts: Counts, month: int) -> None:
        """Write the cents of a month by area."""
        people = counts.population.sum(axis=(1, 2))
        monthly = 100.0 / 12.0 * _grown(self._base.at(month), self._growth.at(month), month)
        counts.quantity("levy_base")[:] = np.rint(monthly * people).astype(np.int64)
        frame = round(100.0 / 12.0 * self._frame.at(month))
        counts.quantity("budget_frame")[:] = split_exactly(frame, people)
