"""District levy: money of the municipalities for the Kreis."""

from __future__ import annotations

from typing import ClassVar

from typing_extensions import override

from simsocial.measures.base import Measure
from simsocial.measures.costs import Booking, moved
from simsocial.measures.protocols import PlanApi
from simsocial.measures.registry import register_measure
from simsocial.services.local_budget import levy_base_eur_per_inhabitant
from simsocial.shapes.figure import Figure

__all__ = ["DistrictLevy"]


@register_measure("district_levy")
class DistrictLevy(Measure):
    """Raise or lower the levy that municipalities pay to the Kreis: money moves, and no service changes by itself.

    Municipalities pay by their people at the base date and the levy base of the year
    (``finance.levy_base_eur_per_inhabitant``); what they then do without is not in the model.

    Attributes
    ----------
    points : Figure
        Percentage points of the levy more, or with a minus fewer.

    Examples
    --------
    In a scenario::

        measures:
          umlage:
            kind: district_levy
            start: 2028-01
            decided_by: kreis
            lever: own_act
            points: 2
    """

    usual_lead_months: ClassVar[int] = 6
    is_reversible: ClassVar[bool] = True

    points: Figure

    @override
    def unit_of(self, path: str) -> str:
        """Return what the levy is counted in."""
        return "levy points" if path == "points" else super().unit_of(path)

    @override
    def bookings(self, model: PlanApi, months: range) -> dict[int, list[Booking]]:
        """Return by month what municipalities pay more and the Kreis less, by area."""
        found = super().bookings(model, months)
        people = model.region.population.sum(axis=(1, 2))
        for month in self.acting(months):
            monthly = (
                self.amount(model, "points") / 100.0 / 12.0 * levy_base_eur_per_inhabitant(model.plan, month)
            )
            found.setdefault(month, []).extend(moved("municipality", "kreis", "levy", monthly * people))
        return found
