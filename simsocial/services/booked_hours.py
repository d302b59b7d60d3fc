"""Hours of childcare that parents book: more of them for a while where the fee falls, and no further child.

By abolition of the fee hours grow by ``booked_hours.growth_without_fee``, by half of it where the fee is halved; a fee
that rises takes as many away. The fee is compared with that of ``booked_hours.lasts_months`` before: the effect fades.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.parameters.plan import Plan
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind import ServiceKind

__all__ = ["BookedHours"]

Floats = npt.NDArray[np.float64]

_FEE = "payers.flat_per_case.families"


class BookedHours:
    """Quarter-hours a week that a served case of each kind has.

    Parameters
    ----------
    catalogue, plan : Catalogue, Plan
        Kinds, and their numbers by month.
    """

    def __init__(self, catalogue: Catalogue, plan: Plan) -> None:
        self._catalogue, self._plan, self._first_month = catalogue, plan, plan.first_month
        self._by_month: dict[int, Floats] = {}

    def prepare(self, months: range) -> None:
        """Work out what these months need."""
        for month in months:
            self._by_month[month] = self._at(month)

    def quarter_hours(self, month: int) -> Floats:
        """Return quarter-hours a week of a served case (kinds,), 0 of kinds without."""
        if month not in self._by_month:
            self.prepare(range(month, month + 1))
        return self._by_month[month]

    def _at(self, month: int) -> Floats:
        hours = np.zeros(len(self._catalogue))
        for code, kind in enumerate(self._catalogue):
            if kind.booked_hours is None:
                continue

            def number(path: str, at: int, kind: ServiceKind = kind) -> float:
                return kind.number(self._plan, path, at)

            before = max(month - round(number("booked_hours.lasts_months", month)), self._first_month)
            fee, fee_before = number(_FEE, month), number(_FEE, before)
            fallen = (fee_before - fee) / max(fee, fee_before, 1e-9)
            growth = number("booked_hours.growth_without_fee", month) * fallen
            hours[code] = 4.0 * number("booked_hours.hours_per_week", month) * (1.0 + growth)
        return hours
