"""On-demand bus: a bus that comes when it is called, in all of an area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import model_validator
from typing_extensions import override

from simsocial.core.language import say
from simsocial.measures.costs import Cost, StatedCost
from simsocial.measures.of_travel import TravelMeasure
from simsocial.measures.protocols import PlanApi
from simsocial.measures.registry import register_measure
from simsocial.measures.value_measure import Change
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.figure import Figure

__all__ = ["OnDemandBus"]


@register_measure("on_demand_bus")
class OnDemandBus(TravelMeasure):
    """Let a bus come when it is called, so that no way by bus within the areas takes more than a detour and a wait.

    Those without a car have it of the bus; ways become shorter by their share of it.

    Attributes
    ----------
    wait_minutes : Figure
        Most minutes beside the ride: until the bus comes, and to where it stops.
    detour_ratio : Figure
        Most ride minutes relative to the way by car.
    trips_per_year, cost_per_trip_eur : Figure or None
        Trips of all passengers, and what one costs beyond the fare, instead of `running_cost_eur_per_year`.

    Examples
    --------
    In a scenario::

        measures:
          rufbus:
            kind: on_demand_bus
            start: 2027-08
            decided_by: kreis
            lever: contract
            where: {area: [E, F]}
            wait_minutes: {low: 15, typical: 20, high: 30, source: own assumption, grade: D}
            detour_ratio: {low: 1.2, typical: 1.4, high: 1.7, source: own assumption, grade: D}
            trips_per_year: {low: 8000, typical: 15000, high: 25000, source: own assumption, grade: D}
            cost_per_trip_eur: {low: 8, typical: 15, high: 25, source: own assumption, grade: D}
            running_payers: {kreis: 0.7, land: 0.3}
    """

    usual_lead_months: ClassVar[int] = 12

    wait_minutes: Figure
    detour_ratio: Figure
    trips_per_year: Figure | None = None
    cost_per_trip_eur: Figure | None = None

    @model_validator(mode="after")
    def _check_trips(self) -> OnDemandBus:
        """Require trips and their cost together, and somebody who pays them."""
        if (self.trips_per_year is None) != (self.cost_per_trip_eur is None):
            message = say("needs trips_per_year and cost_per_trip_eur, or none of both")
            raise ValueError(message)
        if self.trips_per_year is not None and self.running_cost_eur_per_year is not None:
            message = say(
                "takes running_cost_eur_per_year or trips_per_year with cost_per_trip_eur, not both"
            )
            raise ValueError(message)
        if self.trips_per_year is not None and self.running_payers is None:
            message = say("cost_per_trip_eur needs running_payers, for example {{kreis: 1.0}}")
            raise ValueError(message)
        return self

    @override
    def unit_of(self, path: str) -> str:
        """Return what the bus is described by."""
        units = {
            "wait_minutes": "minutes of a way by bus beside the ride",
            "detour_ratio": "ride minutes by bus relative to the way by car",
            "trips_per_year": "trips per year",
            "cost_per_trip_eur": "EUR per trip",
        }
        return units.get(path) or super().unit_of(path)

    @override
    def changes(self, catalogue: Catalogue) -> tuple[Change, ...]:
        """Return the most that ride and waiting take."""
        return (
            Change("travel.bus_wait_minutes", "cap", "wait_minutes"),
            Change("travel.bus_ride_ratio", "cap", "detour_ratio"),
        )

    @override
    def stated_costs(self) -> Iterator[StatedCost]:
        """Iterate over the running cost as it is stated, or trips times what one costs."""
        yield from super().stated_costs()
        if self.trips_per_year is not None and self.cost_per_trip_eur is not None:
            trips, each = (
                StatedCost.of(one, "operating") for one in (self.trips_per_year, self.cost_per_trip_eur)
            )
            yield StatedCost(
                "operating", trips.low * each.low, trips.typical * each.typical, trips.high * each.high
            )

    @override
    def costs(self, model: PlanApi, months: range) -> Iterator[Cost]:
        """Iterate over what trips cost, or the running cost."""
        yield from super().costs(model, months)
        if self.trips_per_year is None or self.running_payers is None:
            return
        shares = self.shares(model, "running_payers")
        yearly = self.amount(model, "trips_per_year") * self.amount(model, "cost_per_trip_eur")
        for month in self.acting(months):
            yield Cost(month, yearly / 12.0, shares, "operating")
