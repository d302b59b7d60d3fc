"""The part that opening and merging share: a new site and what it costs to build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from simsocial.measures.base import Measure
from simsocial.measures.checks import NO_SITES, check_new_site, check_place, check_provider, check_site_kind
from simsocial.measures.costs import Cost, StatedCost
from simsocial.measures.ledger import area_of_place
from simsocial.measures.protocols import ModelApi, PlanApi
from simsocial.measures.site_action import SiteAction, SiteChange
from simsocial.region import Region
from simsocial.services.at_sites import PlannedSite
from simsocial.services.buildings import Building, building_of
from simsocial.services.catalogue import Catalogue
from simsocial.services.public_owners import at_public, owner_of
from simsocial.shapes.figure import Price
from simsocial.shapes.payers import Payers

__all__ = ["NewSite"]


class NewSite(Measure):
    """A measure that opens a site.

    Attributes
    ----------
    site : str
        Id of the new site.
    site_kind : str
        Kind of the site.
    place, provider : str
        Where it lies and who runs it.
    licensed_places : int
        Places when complete.
    staff_fte : float or None
        Posts at its opening, and of kinds with planned posts all that are planned there; without it as many as its kind
        requires.
    capital_cost_eur : Price or None
        Building cost; without it the places at the capital cost of the service kind.
    capital_payers : Payers or None
        Who bears it; without it as the service kind says.
    """

    usual_lead_months: ClassVar[int] = 24
    has_size: ClassVar[bool] = True

    site: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    site_kind: str
    place: str
    provider: str
    licensed_places: int = Field(gt=0)
    staff_fte: float | None = Field(default=None, ge=0)
    capital_cost_eur: Price | None = None
    capital_payers: Payers | None = None

    @override
    def site_actions(self) -> tuple[SiteAction, ...]:
        """Return that the new site opens, and that it closes after the end."""
        built = self.first_month + max(self.ramp_months, 1) - 1
        opens = SiteAction(self.site, "open", self.first_month, built)
        if self.last_month is None:
            return (opens,)
        return (opens, SiteAction(self.site, "close", self.last_month + 1, self.last_month + 1))

    @override
    def site_changes(self, region: Region, catalogue: Catalogue) -> tuple[SiteChange, ...]:
        """Return that the new site has its places."""
        return (SiteChange(self.site, self.site, 0, self.licensed_places),)

    @property
    @override
    def planned_sites(self) -> tuple[PlannedSite, ...]:
        """The site."""
        return (PlannedSite(self.site, self.site_kind, self.place, self.provider),)

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require a new name, and a kind, a place and a provider that exist."""
        where = f"measures.{self.name}"
        check_new_site(f"{where}.site", self.site, region)
        check_site_kind(f"{where}.site_kind", self.site_kind, catalogue)
        check_place(f"{where}.place", self.place, region)
        check_provider(f"{where}.provider", self.provider, region)

    @override
    def booked_on(self, model: PlanApi) -> str:
        """Return the leading service kind of the site."""
        return model.catalogue.house(self.site_kind).id

    @override
    def areas(self, model: PlanApi) -> Mapping[int, float]:
        """Return the area of its place."""
        return {area_of_place(model, self.place): 1.0}

    @override
    def begin(self, model: ModelApi, month: int) -> None:
        """Open the site."""
        model.sites.open(
            self.site,
            self.site_kind,
            self.place,
            self.provider,
            self.ramped(self.licensed_places, 0, month),
            self.staff_fte,
            month,
        )

    @override
    def during(self, model: ModelApi, month: int) -> None:
        """Let the site grow while the ramp lasts."""
        if self.first_month < month < self.first_month + self.ramp_months:
            model.sites.sizes.set(self.site, self.ramped(self.licensed_places, 0, month), month)

    @override
    def stated_costs(self) -> Iterator[StatedCost]:
        """Iterate over the cost of building, if it is stated, and the running cost."""
        if self.capital_cost_eur is not None:
            yield StatedCost.of(self.capital_cost_eur, "capital")
        yield from super().stated_costs()

    @override
    def costs(self, model: PlanApi, months: range) -> Iterator[Cost]:
        """Iterate over what it costs to build, in the month of opening, and its running cost."""
        month = self.first_month
        if month in months:
            area = str(model.region.areas["area"].iloc[area_of_place(model, self.place)])
            here = model.plan.local(site=self.site, provider=self.provider, place=self.place, area=area)
            building = building_of(model.catalogue, here, self.site_kind, month)
            if self.capital_cost_eur is not None:
                amount = self.price(model, "capital_cost_eur", month)
            else:
                amount = self.licensed_places * building.eur_per_place
            stated = self.capital_payers is not None
            payers = self.shares(model, "capital_payers") if stated else self._usual_payers(model, building)
            if amount:
                yield Cost(month, amount, payers, "capital")
        yield from super().costs(model, months)

    def _usual_payers(self, model: PlanApi, building: Building) -> Mapping[str, float]:
        """Return who bears a building; of a public one not its provider, but where users pay for it in the price."""
        house, providers = model.catalogue.house(self.site_kind), model.region.providers
        is_public = (providers.loc[providers["provider"] == self.provider, "ownership"] == "public").any()
        in_price = house.cost.fixed_share is not None
        return at_public(building.payers, owner_of(house)) if is_public and not in_price else building.payers
