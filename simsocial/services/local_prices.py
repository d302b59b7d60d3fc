"""What services cost more or less at some sites than at others: by what a measure changes in an area or at a site."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.parameters.plan import Held, Plan
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind import COST_COMPONENTS
from simsocial.services.network import SiteNetwork

__all__ = ["LocalPrices"]

Floats = npt.NDArray[np.float64]


class LocalPrices:
    """Cents a month by which the cost of sites differs from what it is in the region.

    Parameters
    ----------
    plan : Plan
        Values by month, with what a measure changes somewhere.
    catalogue : Catalogue
        Service kinds.
    region : Region
        Places and areas.
    network : SiteNetwork
        All sites, those that measures open included.
    """

    def __init__(self, plan: Plan, catalogue: Catalogue, region: Region, network: SiteNetwork) -> None:
        self._plan, self._catalogue, self._network = plan, catalogue, network
        self._places = region.places["place"].to_list()
        self._areas = region.areas["area"].to_numpy()[region.place_area].tolist()
        self._differs = plan.differs("area", "place", "site", "provider")
        self._by_site: list[Held[Floats]] = []

    def prepare(self, months: range) -> None:
        """Work out the prices at all sites that are there before these months."""
        if self._differs and len(months):
            self.beyond_usual(months[0])
        for site in self._by_site:
            site.prepare(months)

    def beyond_usual(self, month: int) -> Floats | None:
        """Return what each site costs beyond the region's price (kinds, components, sites); None if none does."""
        if not self._differs:
            return None
        for code in range(len(self._by_site), len(self._network)):
            self._by_site.append(self._of_site(code))
        if not self._by_site:
            return None
        return np.stack([one.at(month) for one in self._by_site], axis=2)

    def _of_site(self, code: int) -> Held[Floats]:
        site = next(one for one in self._network if one.code == code)
        place = site.place
        local = self._plan.local(
            site=site.site_id, provider=site.provider_id, place=self._places[place], area=self._areas[place]
        )

        def difference(month: int) -> Floats:
            found = np.zeros((len(self._catalogue), len(COST_COMPONENTS)))
            for row, kind in enumerate(self._catalogue):
                if kind.site_kind != site.kind:
                    continue
                house = self._catalogue.house(kind.site_kind)
                for column, part in enumerate(COST_COMPONENTS):
                    of = kind if part == "per_case" else house
                    here, usual = (of.cost_eur_per_year(plan, part, month) for plan in (local, self._plan))
                    found[row, column] = (here - usual) * 100.0 / 12.0
            return found

        return self._plan.held(difference, "services")
