"""What a place of a house costs to build, and who bears that: otherwise at some sites, where a measure says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from simsocial.indicators.axes import PAYERS
from simsocial.parameters import Parameters
from simsocial.parameters.by_month import Held
from simsocial.parameters.plan import Plan
from simsocial.region import Region
from simsocial.services.agents import Site
from simsocial.services.at_sites import AtSites, PlannedSite
from simsocial.services.catalogue import Catalogue
from simsocial.services.network import SiteNetwork

__all__ = ["Building", "Buildings", "building_of"]


class Building(NamedTuple):
    """What building costs in a month.

    Attributes
    ----------
    eur_per_place : float
        At the prices of the year.
    payers : mapping of str to float
        Shares of who bears it, who owns the house.
    """

    eur_per_place: float
    payers: Mapping[str, float]


def building_of(catalogue: Catalogue, parameters: Parameters, site_kind: str, month: int) -> Building:
    """Return what building a house of a kind costs where these values hold."""
    house = catalogue.house(site_kind)
    return Building(
        house.cost_eur_per_year(parameters, "capital_per_place", month),
        house.payers_of(parameters, "capital_per_place", month),
    )


class Buildings:
    """What building costs at each site.

    Parameters
    ----------
    plan : Plan
        Values by month, with what a measure changes somewhere.
    catalogue : Catalogue
        Service kinds.
    region : Region
        Places and areas.
    """

    def __init__(self, plan: Plan, catalogue: Catalogue, region: Region) -> None:
        def held(local: Plan, site_kind: str) -> Held[Building]:
            return plan.held(lambda month: building_of(catalogue, local, site_kind, month), "services")

        self._local = (
            AtSites(plan, region, held) if plan.differs("area", "place", "site", "provider") else None
        )
        self._usual = plan.held(
            lambda month: {name: building_of(catalogue, plan, name, month) for name in catalogue.site_kinds},
            "services",
            of=("buildings", catalogue, *PAYERS),
        )

    def prepare(self, months: range, network: SiteNetwork, planned: Iterable[PlannedSite] = ()) -> None:
        """Work out what holds in these months at all sites that are there, or are planned."""
        if self._local is None:
            self._usual.prepare(months)
            return
        for held in self._local.prepare(network, planned):
            held.prepare(months)

    def of(self, site: Site, month: int) -> Building:
        """Return what building at a site costs in a month."""
        return self._usual.at(month)[site.kind] if self._local is None else self._local.of(site).at(month)
