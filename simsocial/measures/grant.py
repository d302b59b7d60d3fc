"""Grant: money of one payer for a service, so that another one bears less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from pydantic import Field, model_validator
from typing_extensions import override

from simsocial.core.errors import ScenarioError
from simsocial.core.language import later, say
from simsocial.measures.base import Measure
from simsocial.measures.checks import NO_SITES, check_known, sites_of_kind
from simsocial.measures.costs import Booking, moved
from simsocial.measures.protocols import ModelApi, PlanApi
from simsocial.measures.registry import register_measure
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.figure import Figure
from simsocial.shapes.payers import check_payers

__all__ = ["Grant"]


@register_measure("grant")
class Grant(Measure):
    """Let a payer give a sum a year for a service, or for each of its sites, and another one bear as much less.

    The sum is in EUR of each year, without an index. Nothing else changes by itself: what the relieved payer does with
    its money, another measure says. For a share of the cost there is ``co_funding``.

    Attributes
    ----------
    service : str
        Kind of service.
    payer, relieves : str
        Who gives, and who bears less, see ``simsocial list payers``.
    amount_eur_per_year : Figure or None
        Sum for the whole region, by people in the areas.
    per_site_eur_per_year : Figure or None
        Instead: sum for each open site.
    below_cases : int or None
        With `per_site_eur_per_year`: only of sites that served fewer people than that in the month before, of all kinds
        that share them.
    most_eur_per_year : Figure or None
        With `per_site_eur_per_year`: the most that all sites have together.

    Examples
    --------
    In a scenario::

        measures:
          hilfe_fuer_kleine:
            kind: grant
            start: 2027-08
            end: 2030-07
            decided_by: land
            lever: grant
            service: kindergarten
            payer: land
            relieves: municipality
            per_site_eur_per_year: {low: 10000, typical: 25000, high: 50000, source: own assumption, grade: D}
            below_cases: 40
    """

    usual_lead_months: ClassVar[int] = 12
    is_reversible: ClassVar[bool] = True

    service: str
    payer: str
    relieves: str
    amount_eur_per_year: Figure | None = None
    per_site_eur_per_year: Figure | None = None
    below_cases: int | None = Field(default=None, ge=1)
    most_eur_per_year: Figure | None = None

    @model_validator(mode="after")
    def _check_sums(self) -> Grant:
        """Require two payers and one sum."""
        check_payers({self.payer: 1.0})
        check_payers({self.relieves: 1.0})
        if self.payer == self.relieves:
            message = say(
                "relieves: '{relieves}' gives the grant itself. Valid: another payer", relieves=self.relieves
            )
            raise ValueError(message)
        if (self.amount_eur_per_year is None) == (self.per_site_eur_per_year is None):
            message = say("needs amount_eur_per_year (in all) or per_site_eur_per_year, one of the two")
            raise ValueError(message)
        for name in ("amount_eur_per_year", "per_site_eur_per_year", "most_eur_per_year"):
            amount: Figure | None = getattr(self, name)
            if amount is not None and amount.limits[0] < 0.0:
                message = say(
                    "{name}: {value:g} is no grant. Valid: 0 or more, or payers exchanged",
                    name=name,
                    value=amount.limits[0],
                )
                raise ValueError(message)
        if self.per_site_eur_per_year is None and (self.below_cases or self.most_eur_per_year):
            message = say("below_cases and most_eur_per_year belong to per_site_eur_per_year")
            raise ValueError(message)
        if self.price_year is not None:
            message = say("price_year: a grant has no price index; state it at the prices of its years")
            raise ValueError(message)
        return self

    @override
    def unit_of(self, path: str) -> str:
        """Return what the sums are counted in."""
        return "EUR per year"

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require a kind of service, with sites where each has a sum."""
        check_known(f"measures.{self.name}.service", later("kind"), self.service, catalogue.ids)
        site_kind = catalogue[self.service].site_kind
        if self.per_site_eur_per_year is not None and not (
            site_kind in new_sites.values() or any(True for _ in sites_of_kind(site_kind, region))
        ):
            message = say(
                "measures.{name}.service: '{service}' has no site here. Valid: amount_eur_per_year.",
                name=self.name,
                service=self.service,
            )
            raise ScenarioError(message)

    @override
    def booked_on(self, model: PlanApi) -> str:
        """Return the service."""
        return self.service

    @override
    def bookings(self, model: PlanApi, months: range) -> dict[int, list[Booking]]:
        """Return by month what one pays more and the other less, of a sum for the whole region."""
        found = super().bookings(model, months)
        if self.amount_eur_per_year is None:
            return found
        people = model.region.population.sum(axis=(1, 2))
        by_area = self.amount(model, "amount_eur_per_year") / 12.0 * people / people.sum()
        for month in self.acting(months):
            found.setdefault(month, []).extend(moved(self.payer, self.relieves, self.service, by_area))
        return found

    @override
    def during(self, model: ModelApi, month: int) -> None:
        """Book the sums of sites, which hang on whom they serve."""
        if self.per_site_eur_per_year is None:
            return
        cases = model.sites.cases(model.catalogue[self.service].site_kind, month)
        each = self.amount(model, "per_site_eur_per_year") / 12.0
        by_area = np.zeros(len(model.region.areas))
        for area, served in cases:
            by_area[area] += each if self.below_cases is None or served < self.below_cases else 0.0
        if self.most_eur_per_year is not None and by_area.any():
            by_area *= min(self.amount(model, "most_eur_per_year") / 12.0 / by_area.sum(), 1.0)
        for booking in moved(self.payer, self.relieves, self.service, by_area):
            model.finance.book(*booking)
