"""Phased housing: new dwellings in a place, all at once or in phases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field, field_validator, model_validator
from typing_extensions import override

from simsocial.core.calendar import month_index, month_label
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.measures.base import Measure
from simsocial.measures.checks import NO_SITES, check_place
from simsocial.measures.costs import Cost, StatedCost
from simsocial.measures.ledger import area_of_place
from simsocial.measures.protocols import ModelApi, PlanApi
from simsocial.measures.registry import register_measure
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.figure import Figure
from simsocial.shapes.payers import Payers

__all__ = ["PhasedHousing"]

_MANY = 0.5
"""From which share of a place's dwellings on more of them are likely a slip: the largest plan shipped adds 4 %."""


@register_measure("phased_housing")
class PhasedHousing(Measure):
    """Add dwellings to a place; who moves in follows from the housing market of the model.

    Attributes
    ----------
    place : str
        The place.
    phases : dict of str to int
        Month of completion to dwellings; the first one is the start. A phase that an inheriting scenario
        sets to null is dropped.
    capital_per_dwelling_eur : Figure or None
        Cost a dwelling that is to be booked, for example opening up the land, at the prices of its phase:
        housing has no price index.
    capital_payers : Payers or None
        Who bears it.

    Examples
    --------
    In a scenario::

        measures:
          neubau:
            kind: phased_housing
            decided_by: municipality
            lever: plan
            place: c_stadt
            phases: {2027-06: 40, 2030-06: 40, 2033-06: 40}
    """

    usual_lead_months: ClassVar[int] = 36
    can_end: ClassVar[bool] = False
    can_wait: ClassVar[bool] = False

    place: str
    phases: dict[str, int] = Field(min_length=1)
    capital_per_dwelling_eur: Figure | None = None
    capital_payers: Payers | None = None

    @model_validator(mode="before")
    @classmethod
    def _start_with_first_phase(cls, data: object) -> object:
        """Take the first phase as the start."""
        if isinstance(data, Mapping) and isinstance(data.get("phases"), Mapping) and data["phases"]:
            phases = {str(month): number for month, number in data["phases"].items() if number is not None}
            return {"start": min(phases, default=""), **data, "phases": phases}
        return data

    @field_validator("phases", mode="before")
    @classmethod
    def _check_phases(cls, value: object) -> object:
        """Require months as keys."""
        if not isinstance(value, Mapping):
            return value
        try:
            return {month_label(month_index(month)): number for month, number in value.items()}
        except ConfigError as caught:
            raise ValueError(str(caught)) from None

    @model_validator(mode="after")
    def _check_numbers(self) -> PhasedHousing:
        """Require dwellings in every phase, a start that fits and a payer."""
        for month, number in self.phases.items():
            if number <= 0:
                message = say(
                    "phases.{month}: {number} dwellings; valid: 1 or more", month=month, number=number
                )
                raise ValueError(message)
        if self.start != min(self.phases):
            message = say(
                "start {start} must be the first phase {phases}, or be left out",
                start=self.start,
                phases=min(self.phases),
            )
            raise ValueError(message)
        prices = (self, self.running_cost_eur_per_year, self.capital_per_dwelling_eur)
        if any(getattr(price, "price_year", None) is not None for price in prices):
            message = say(
                "price_year: housing has no price index; state the cost at the prices of the phases"
            )
            raise ValueError(message)
        if self.capital_per_dwelling_eur is not None and self.capital_payers is None:
            message = say("capital_per_dwelling_eur needs capital_payers, for example {{municipality: 1.0}}")
            raise ValueError(message)
        return self

    @property
    def dwellings(self) -> int:
        """All dwellings of all phases."""
        return sum(self.phases.values())

    @override
    def delayed(self, months: int) -> dict[str, Any]:
        """Return start and phases as they are some months later; housing has no price index."""
        later = {month_label(month_index(month) + months): number for month, number in self.phases.items()}
        return {"start": min(later), "phases": later}

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require that the place exists."""
        check_place(f"measures.{self.name}.place", self.place, region)

    @override
    def doubts(self, region: Region, catalogue: Catalogue) -> Iterator[str]:
        """Iterate over dwellings that are very many for the place."""
        there = int(region.places["dwellings"][region.places["place"] == self.place].sum())
        if self.dwellings > _MANY * there:
            yield say(
                "measures.{name}: {number} dwellings for '{place}', which has {there}. Is the number right?",
                name=self.name,
                number=self.dwellings,
                place=self.place,
                there=there,
            )

    @override
    def areas(self, model: PlanApi) -> Mapping[int, float]:
        """Return the area of the place."""
        return {area_of_place(model, self.place): 1.0}

    @override
    def during(self, model: ModelApi, month: int) -> None:
        """Complete the dwellings of a phase in its month."""
        number = self.phases.get(month_label(month))
        if number is not None:
            model.dwellings.add(self.place, number)

    @override
    def stated_costs(self) -> Iterator[StatedCost]:
        """Iterate over the cost of the dwellings of all phases, if it is stated, and the running cost."""
        if self.capital_per_dwelling_eur is not None:
            yield StatedCost.of(self.capital_per_dwelling_eur, "capital", self.dwellings)
        yield from super().stated_costs()

    @override
    def costs(self, model: PlanApi, months: range) -> Iterator[Cost]:
        """Iterate over what the dwellings of each phase cost, and the running cost."""
        phases = {month_index(label): number for label, number in self.phases.items()}
        if self.capital_per_dwelling_eur is not None and self.capital_payers is not None:
            per_dwelling = self.amount(model, "capital_per_dwelling_eur")
            shares = self.shares(model, "capital_payers")
            for month in sorted(set(phases) & set(months)):
                yield Cost(month, phases[month] * per_dwelling, shares, "capital")
        yield from super().costs(model, months)
