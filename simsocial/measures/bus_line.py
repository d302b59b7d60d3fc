"""Bus line: a faster or more frequent connection between places."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from pydantic import model_validator
from typing_extensions import override

from simsocial.core.language import say
from simsocial.measures.of_travel import TravelMeasure
from simsocial.measures.registry import register_measure
from simsocial.measures.value_measure import Change
from simsocial.parameters import Parameters
from simsocial.parameters.modifier import Modifier
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.figure import Figure

__all__ = ["BusLine"]


@register_measure("bus_line")
class BusLine(TravelMeasure):
    """Connect places by bus faster, or more often: a way between any two of them takes so many minutes less by bus.

    Those without a car have it of the bus; ways become shorter by their share of it, in whole minutes: with 13 of 100
    without a car fewer than four minutes by bus change nothing. Sites farther than people went come into reach, those
    near others lose some. The minutes belong to the places: ways between stops of two lines that run at the same time
    become shorter too, by the shorter line's minutes, though no bus goes from one to the other.

    Attributes
    ----------
    minutes_less : Figure
        Minutes that a way by bus between two of the places takes less, ride and waiting together.

    Examples
    --------
    In a scenario::

        measures:
          linie_e_a:
            kind: bus_line
            start: 2027-08
            decided_by: kreis
            lever: contract
            where: {place: [e_ort, a_mitte]}
            minutes_less: {low: 5, typical: 15, high: 25, source: own assumption, grade: D}
            running_cost_eur_per_year: {low: 80000, typical: 120000, high: 180000, source: own assumption, grade: D}
            running_payers: {kreis: 0.7, land: 0.3}
    """

    usual_lead_months: ClassVar[int] = 12

    minutes_less: Figure

    @model_validator(mode="after")
    def _check_minutes(self) -> BusLine:
        """Refuse a line that makes ways longer: waiting is a value of places, so it would of all ways from them."""
        if self.minutes_less.limits[1] == 0.0:
            message = say("minutes_less: 0 makes no way shorter. Valid: more than 0")
            raise ValueError(message)
        if self.minutes_less.limits[0] < 0.0:
            message = say(
                "minutes_less: {value:g} would make ways longer. Valid: 0 or more",
                value=self.minutes_less.limits[0],
            )
            raise ValueError(message)
        return self

    @override
    def unit_of(self, path: str) -> str:
        """Return what the bus saves."""
        return "minutes one way by bus" if path == "minutes_less" else super().unit_of(path)

    @override
    def changes(self, catalogue: Catalogue) -> tuple[Change, ...]:
        """Return that less time passes beside the ride."""
        return (Change("travel.bus_wait_minutes", "add", "minutes_less"),)

    @override
    def modifiers(self, parameters: Parameters, catalogue: Catalogue) -> tuple[Modifier, ...]:
        """Return the change with the minutes taken off."""
        return tuple(replace(one, by=-one.by) for one in super().modifiers(parameters, catalogue))
