"""Resize a site: fewer or more licensed places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field, model_validator
from typing_extensions import override

from simsocial.core.errors import ScenarioError
from simsocial.core.language import say
from simsocial.measures.at_site import AtSite
from simsocial.measures.checks import NO_SITES, check_site, kind_of_site, name_of_site, places_of_site
from simsocial.measures.costs import Cost, StatedCost
from simsocial.measures.protocols import ModelApi, PlanApi
from simsocial.measures.registry import register_measure
from simsocial.measures.site_action import SiteAction, SiteChange
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.figure import Price
from simsocial.shapes.payers import Payers

__all__ = ["ResizeSite"]


@register_measure("resize_site")
class ResizeSite(AtSite):
    """Set the licensed places of a site, over a ramp if there is one; after `end` it has its old size again.

    Of sites that places limit: counselling has posts, home care and practices have staff.

    Attributes
    ----------
    site : str
        The site.
    licensed_places : int or None
        Places when complete, in all: also those that the provider has added of its own accord count, and none is out of
        service.
    change : int or None
        Places more (12) or fewer (-12) than the site has as the measure acts, instead of `licensed_places`: with what
        its provider has added or given up by then. One place stays at least.
    capital_cost_eur : Price or None
        Cost of building or conversion, booked at the start; 0 where rooms are there. Without it more places cost
        nothing to build, which is told before a run: another group often fits into the house, unlike a new site.
    capital_payers : Payers or None
        Who bears it.
    rooms : {"empty", "reused"}
        What becomes of the rooms of places given up: they stand empty, and go on costing for a while
        (``finance.sticky_share``), or another service uses them.

    Examples
    --------
    In a scenario::

        measures:
          eine_gruppe_weniger:
            kind: resize_site
            start: 2028-08
            decided_by: municipality
            lever: plan
            site: kita_e_ort_1
            change: -18
    """

    usual_lead_months: ClassVar[int] = 9
    has_size: ClassVar[bool] = True

    licensed_places: int | None = Field(default=None, gt=0)
    change: int | None = None
    capital_cost_eur: Price | None = None
    capital_payers: Payers | None = None
    rooms: Literal["empty", "reused"] = "empty"

    @model_validator(mode="after")
    def _check_size(self) -> ResizeSite:
        """Require the new size, or by how much it changes."""
        if (self.licensed_places is None) == (self.change is None):
            message = say(
                "needs licensed_places (places in all) or change (more or, with a minus, fewer), one "
                "of the two"
            )
            raise ValueError(message)
        if self.change == 0:
            message = say("change: 0 places change nothing. Valid: places more (12) or fewer (-12)")
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_capital(self) -> ResizeSite:
        """Require a payer for the capital cost."""
        stated = self.capital_cost_eur is not None and self.capital_cost_eur.limits[1] > 0.0
        if stated and self.capital_payers is None:
            message = say("capital_cost_eur needs capital_payers, for example {{municipality: 1.0}}")
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
        """Require that the site exists, and that places limit it."""
        # A site of another measure has no old size in the region's table, to which a ramp or an end refers,
        # and what it costs is booked by that measure.
        own = (self.ramp_months, self.end, self.capital_cost_eur, self.running_cost_eur_per_year, self.change)
        allowed = NO_SITES if any(own) else new_sites
        check_site(f"measures.{self.name}.site", self.site, region, allowed)
        self._check_limit(region, catalogue, new_sites)
        if self.change is not None and self.new_size(region) < 1:
            old = self._old_size(region)
            message = say(
                "measures.{name}.change: {change} leaves none of the {old} places of '{site}'. "
                "Valid: from {value}, or close_site.",
                name=self.name,
                change=self.change,
                old=old,
                site=self.site,
                value=1 - old,
            )
            raise ScenarioError(message)

    def _check_limit(self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str]) -> None:
        """Require a site that places limit: those of other ones are a label that nothing follows from."""
        site_kind = kind_of_site(self.site, region, new_sites)
        limit = catalogue.house(site_kind).capacity if site_kind in catalogue.site_kinds else None
        if limit == "posts":
            message = say(
                "measures.{name}.site: '{site}' is of kind '{site_kind}', whose posts limit it, "
                "not places. Valid: extra_posts for more or fewer of them, cut for a share.",
                name=self.name,
                site=self.site,
                site_kind=site_kind,
            )
            raise ScenarioError(message)
        if limit == "staff":
            message = say(
                "measures.{name}.site: '{site}' is of kind '{site_kind}', whose staff limits it, "
                "not places: another size changes nothing. Valid: recruitment, training_places, staff_retention "
                "or lateral_entry for its staff, open_site and close_site for sites.",
                name=self.name,
                site=self.site,
                site_kind=site_kind,
            )
            raise ScenarioError(message)

    def new_size(self, region: Region) -> int:
        """Return the places when complete."""
        if self.licensed_places is not None:
            return self.licensed_places
        return self._old_size(region) + (self.change or 0)

    @override
    def site_changes(self, region: Region, catalogue: Catalogue) -> tuple[SiteChange, ...]:
        """Return the old and the new places."""
        places = places_of_site(self.site, region), self.new_size(region)
        return (SiteChange(self.site, name_of_site(self.site, region), *places),)

    @override
    def doubts(self, region: Region, catalogue: Catalogue) -> Iterator[str]:
        """Iterate over more places of which nobody says that they cost nothing to build."""
        old = places_of_site(self.site, region)
        more = 0 if old is None else self.new_size(region) - old
        if more > 0 and self.capital_cost_eur is None:
            yield say(
                "measures.{name}: {more} more places at '{site}' cost nothing to build, as nothing is said of it. "
                "Valid: capital_cost_eur with capital_payers, or capital_cost_eur: 0 where rooms are there.",
                name=self.name,
                more=more,
                site=self.site,
            )

    @override
    def stated_costs(self) -> Iterator[StatedCost]:
        """Iterate over the cost of building, if it is stated, and the running cost."""
        if self.capital_cost_eur is not None:
            yield StatedCost.of(self.capital_cost_eur, "capital")
        yield from super().stated_costs()

    @override
    def costs(self, model: PlanApi, months: range) -> Iterator[Cost]:
        """Iterate over what building or conversion costs, at the start, and the running cost."""
        capital = self.capital_cost_eur is not None and self.capital_payers is not None
        if capital and self.first_month in months:
            amount = self.price(model, "capital_cost_eur", self.first_month)
            yield Cost(self.first_month, amount, self.shares(model, "capital_payers"), "capital")
        yield from super().costs(model, months)

    @override
    def during(self, model: ModelApi, month: int) -> None:
        """Set the size, month by month while the ramp lasts."""
        left = self.first_month + max(self.ramp_months, 1) - 1 - month
        if left >= 0:
            self._resize(model, month, is_complete=left == 0)
            if self.rooms == "reused":
                model.sites.sizes.rooms_reused(self.site, month)

    @override
    def finish(self, model: ModelApi, month: int) -> None:
        """Give the site its old size again."""
        if self.change is None:
            model.sites.sizes.set(self.site, self._old_size(model.region), month)
        else:
            model.sites.sizes.change(self.site, -self._changed(month - 1), month)

    def _resize(self, model: ModelApi, month: int, *, is_complete: bool) -> None:
        """Set the size, or change it by what this month of the ramp adds."""
        if self.licensed_places is not None:
            base = self._old_size(model.region) if self.ramp_months else 0
            places = self.ramped(self.licensed_places, base, month)
            model.sites.sizes.set(self.site, places, month, in_all=is_complete)
        else:
            more = self._changed(month) - self._changed(month - 1)
            model.sites.sizes.change(self.site, more, month)

    def _changed(self, month: int) -> int:
        """Return how many places more the ramp has brought up to a month."""
        return self.ramped(self.change or 0, 0, month) if month >= self.first_month else 0

    def _old_size(self, region: Region) -> int:
        """Return the licensed places of the region's table."""
        return places_of_site(self.site, region) or 0
