"""Resize a site: fewer or more licensed places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, model_validator
from typing_extensions import override

from simsocial.measures.base import Measure
from simsocial.measures.checks import NO_SITES, check_site, site_row
from simsocial.measures.ledger import ledger_of_site
from simsocial.measures.protocols import ModelApi
from simsocial.measures.registry import register_measure
from simsocial.measures.site_action import SiteAction
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.services.figure import Price
from simsocial.services.parts import Payers

__all__ = ["ResizeSite"]


@register_measure("resize_site")
class ResizeSite(Measure):
    """Set the licensed places of a site, over a ramp if there is one; after `end` it has its old size again.

    Attributes
    ----------
    site : str
        The site.
    licensed_places : int
        Places when complete.
    capital_cost_eur : Price or None
        Cost of building or conversion, booked at the start.
    capital_payers : Payers or None
        Who bears it.
    """

    usual_lead_months: ClassVar[int] = 9
    has_size: ClassVar[bool] = True

    site: str
    licensed_places: int = Field(gt=0)
    capital_cost_eur: Price | None = None
    capital_payers: Payers | None = None

    @model_validator(mode="after")
    def _check_capital(self) -> ResizeSite:
        """Require a payer for the capital cost."""
        if self.capital_cost_eur is not None and self.capital_payers is None:
            message = "capital_cost_eur needs capital_payers, for example {municipality: 1.0}"
            raise ValueError(message)
        return self

    @override
    def site_actions(self) -> tuple[SiteAction, ...]:
        """Return that the size changes, and changes back after the end."""
        built = self.first_month + max(self.ramp_months, 1) - 1
        until = built if self.last_month is None else max(built, self.last_month + 1)
        return (SiteAction(self.site, "resize", self.first_month, until, self.last_month),)

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require that the site exists."""
        # A site of another measure has no old size in the region's table, to which a ramp or an end refers,
        # and what it costs is booked by that measure.
        own = self.ramp_months or self.end or self.capital_cost_eur or self.running_cost_eur_per_year
        allowed = NO_SITES if own else new_sites
        check_site(f"measures.{self.name}.site", self.site, region, allowed)

    @override
    def ledger(self, model: ModelApi) -> tuple[str, int]:
        """Return the leading service kind of the site and its area."""
        return ledger_of_site(model, self.site) or super().ledger(model)

    @override
    def begin(self, model: ModelApi, month: int) -> None:
        """Book what it costs."""
        if self.capital_cost_eur is not None and self.capital_payers is not None:
            self.book(
                model,
                self.price(model, "capital_cost_eur", month),
                self.shares(model, "capital_payers"),
                "capital",
            )

    @override
    def during(self, model: ModelApi, month: int) -> None:
        """Set the size, month by month while the ramp lasts."""
        if month < self.first_month + max(self.ramp_months, 1):
            base = self._old_size(model.region) if self.ramp_months else 0
            model.sites.resize(self.site, self.ramped(self.licensed_places, base, month))

    @override
    def finish(self, model: ModelApi, month: int) -> None:
        """Give the site its old size again."""
        model.sites.resize(self.site, self._old_size(model.region))

    def _old_size(self, region: Region) -> int:
        """Return the licensed places of the region's table."""
        return int(str(region.sites.at[site_row(self.site, region), "licensed_places"]))
