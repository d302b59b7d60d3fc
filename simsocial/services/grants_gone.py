"""Sites that live on grants and close, or are cut: what is left of them, and the grants that nobody pays for them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.indicators.axes import PAYERS
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind_numbers import COST_COMPONENTS
from simsocial.services.network import SiteNetwork
from simsocial.services.prices import Prices
from simsocial.services.site_tables import SiteTables

__all__ = ["GrantsGone", "grants_lost"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_GRANTS = [PAYERS.index(payer) for payer in ("land", "bund")]


class GrantsGone:
    """Compares sites with those of the region's table.

    Parameters
    ----------
    sites : SiteNetwork
        As they stand in the table, before anything is opened, closed or resumed.
    catalogue : Catalogue
        Their kinds.
    """

    def __init__(self, sites: SiteNetwork, catalogue: Catalogue) -> None:
        self._sites, self._catalogue, self._of_table = sites, catalogue, sites.arrays.copy()

    def note_closed(self, closed: npt.NDArray[np.bool_]) -> None:
        """Note that nothing is left of the running of sites that live on grants and close now, as if all were cut.

        That is not so where another site takes over, nor where the region's table says that they close.
        """
        arrays, then = self._sites.arrays, self._of_table
        gone = closed & (arrays.successor < 0)
        gone[: len(then.closes)] &= arrays.closes[: len(then.closes)] < then.closes
        gone[len(then.closes) :] = False
        gone &= np.array([self._catalogue.house(site.kind).lives_on_grants for site in self._sites])
        unknown = gone & (arrays.planned_milli < 0)
        arrays.planned_milli[unknown] = np.maximum(arrays.staff_milli[unknown, 0], 0)
        arrays.kept_share[gone] = 0.0

    def places_cut(self, month: int) -> Integers:
        """Return the licensed places (sites,) that cuts and closings took of sites that live on grants.

        With a minus, those of sites that measures opened: where one closes and another opens, its grant is not lost.
        """
        arrays, usual = self._sites.arrays, self._of_table.licensed_places
        known, is_open = len(usual), self._sites.is_open(month)
        fewer = np.where(is_open[:known], arrays.cut_places[:known], usual) * (
            arrays.kept_share[:known] < 1.0
        )
        return np.append(fewer, -np.where(is_open, arrays.licensed_places, 0)[known:])


def grants_lost(prices: Prices, tables: SiteTables, cut: Floats, areas: int) -> Integers:
    """Return the cents (areas,) that grants would pay of what is cut or closed: shares of the cost, and flat sums.

    Parameters
    ----------
    prices, tables : Prices, SiteTables
        What holds in the month.
    cut : ndarray (3, sites)
        Share of the running of each site, licensed places and milli-FTE that are lost; with a minus, those of sites
        that measures opened, whose grants stand against those of closed ones of their kind.
    areas : int
        How many there are.
    """
    of_kind = tables.site_kind_of_kind
    kind, site = np.nonzero((of_kind[:, np.newaxis] == tables.kind_code) & cut.any(axis=0))
    part = 1.0 / np.bincount(of_kind)[of_kind[kind]]
    share, fewer, milli = cut[:, site]
    gross = dict(zip(COST_COMPONENTS, prices.gross.T, strict=False))
    shared = gross["per_fte"][kind] * milli / 1000.0
    shared += gross["fixed_per_site"][kind] * share + gross["per_place"][kind] * fewer
    for_places = prices.flat_per_place[:, _GRANTS].sum(axis=1)[kind] * fewer
    for_sites = prices.flat_per_site[:, _GRANTS].sum(axis=1)[kind] * share
    lost = np.rint(part * (prices.grant_share[kind] * shared + for_places + for_sites))
    closed = share == 1.0
    whole = np.bincount(kind, lost * closed, len(of_kind))
    left = np.clip(
        1.0 + np.bincount(kind, np.minimum(lost, 0.0), len(of_kind)) / np.maximum(whole, 1.0), 0.0, 1.0
    )
    lost = np.where(closed, np.rint(left[kind] * lost), np.maximum(lost, 0.0))
    return np.bincount(tables.area[site], lost, minlength=areas).astype(np.int64)
