"""What holds at single sites where a measure changes values there alone, made when a site is planned or asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

from simsocial.parameters.plan import Plan
from simsocial.region import Region
from simsocial.services.agents import Site
from simsocial.services.network import SiteNetwork

__all__ = ["AtSites", "PlannedSite"]

_Made = TypeVar("_Made")


class PlannedSite(NamedTuple):
    """A site that a measure will open."""

    site: str
    site_kind: str
    place: str
    provider: str


class AtSites(Generic[_Made]):
    """What follows at each site from the values that hold there.

    Parameters
    ----------
    plan : Plan
        Values by month, with what a measure changes somewhere.
    region : Region
        Places and areas.
    make : callable
        Takes the plan of a site and the kind of the site.
    """

    def __init__(self, plan: Plan, region: Region, make: Callable[[Plan, str], _Made]) -> None:
        self._plan, self._make = plan, make
        self._places = region.places["place"].to_list()
        areas = region.areas["area"].to_numpy()[region.place_area].tolist()
        self._area_of = dict(zip(self._places, areas, strict=True))
        self._made: dict[str, _Made] = {}

    def prepare(self, network: SiteNetwork, planned: Iterable[PlannedSite]) -> list[_Made]:
        """Make and return what holds at all sites that are there, or are planned."""
        for site in (*map(self._as_planned, network), *planned):
            self._made[site.site] = self._at(site)
        return list(self._made.values())

    def of(self, site: Site) -> _Made:
        """Return what holds at a site; of one that a measure opened without having planned it, made now."""
        if site.site_id not in self._made:
            self._made[site.site_id] = self._at(self._as_planned(site))
        return self._made[site.site_id]

    def _as_planned(self, site: Site) -> PlannedSite:
        return PlannedSite(site.site_id, site.kind, self._places[site.place], site.provider_id)

    def _at(self, site: PlannedSite) -> _Made:
        area = self._area_of[site.place]
        local = self._plan.local(site=site.site, provider=site.provider, place=site.place, area=area)
        return self._make(local, site.site_kind)
