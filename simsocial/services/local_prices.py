"""What services cost, and who pays, otherwise at some sites than at others: by what a measure changes there alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.indicators.axes import PAYERS
from simsocial.parameters.by_month import Held
from simsocial.parameters.plan import Plan
from simsocial.region import Region
from simsocial.services.at_sites import AtSites, PlannedSite
from simsocial.services.catalogue import Catalogue
from simsocial.services.charges import shares_by_component, yearly_prices
from simsocial.services.kind_numbers import COST_COMPONENTS
from simsocial.services.network import SiteNetwork
from simsocial.services.offers import Offers

__all__ = ["Beyond", "LocalPrices"]

Floats = npt.NDArray[np.float64]


class Beyond(NamedTuple):
    """By how much a site differs from the region, or with a last axis all sites do.

    Attributes
    ----------
    gross : ndarray (kinds, components)
        Cents a month per site, place, FTE and case, and per FTE of each further member of a team.
    shares : ndarray (kinds, payers, components)
        Shares of the payers.
    """

    gross: Floats
    shares: Floats

    def of(self, offers: Offers) -> Beyond:
        """Return the same of all sites by offer: (components, offers) and (payers, components, offers)."""
        kind, site = offers.kind, offers.site
        return Beyond(self.gross[kind, :, site].T, np.moveaxis(self.shares[kind, :, :, site], 0, -1))


class LocalPrices:
    """Prices and payers' shares at sites where they are not those of the region.

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
        self._differs = plan.differs("area", "place", "site", "provider")
        self._at_sites = AtSites(plan, region, self._difference)

    def prepare(self, months: range, planned: Iterable[PlannedSite] = ()) -> None:
        """Work out what holds in these months at all sites that are there, or are planned."""
        if self._differs:
            for differences in self._at_sites.prepare(self._network, planned):
                differences.prepare(months)

    def beyond_usual(self, month: int) -> Beyond | None:
        """Return by how much each site differs from the region; None if none does."""
        if not self._differs or not len(self._network):
            return None
        found = [self._at_sites.of(site).at(month) for site in self._network]
        return Beyond(
            np.stack([one.gross for one in found], axis=-1), np.stack([one.shares for one in found], axis=-1)
        )

    def _difference(self, local: Plan, site_kind: str) -> Held[Beyond]:
        """Return by how much a site of a kind, where these values hold, differs from the region."""

        def difference(month: int) -> Beyond:
            house, further = self._catalogue.house(site_kind), self._catalogue.teams[site_kind][1:]
            kinds, parts = len(self._catalogue), len(COST_COMPONENTS) + len(further)
            gross, shares = np.zeros((kinds, parts)), np.zeros((kinds, len(PAYERS), parts))
            for row, kind in enumerate(self._catalogue):
                if kind.site_kind != site_kind:
                    continue
                here, usual = (
                    yearly_prices(kind, house, plan, month, further) for plan in (local, self._plan)
                )
                gross[row] = (here - usual) * 100.0 / 12.0
                paid_here, paid = (
                    shares_by_component(kind, plan, month, further) for plan in (local, self._plan)
                )
                shares[row] = paid_here - paid
            return Beyond(gross, shares)

        return self._plan.held(difference, "services")
