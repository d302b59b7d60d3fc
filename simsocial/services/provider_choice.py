"""Among how many providers people may choose within half an hour (§ 5 SGB VIII, § 2 SGB XI, § 8 SGB IX).

Two sites of one provider are no choice. Places are weighted by their inhabitants at the base date.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.indicators.counts import Counts
from simsocial.region import Region
from simsocial.services.network import SiteNetwork
from simsocial.services.site_tables import SiteTables

__all__ = ["CHOICE_MINUTES", "ProviderChoice", "providers_near"]

Integers = npt.NDArray[np.int64]

CHOICE_MINUTES = 30.0
"""One-way minutes within which a site is a choice; courts usually accept as much for a Kita."""


def providers_near(minutes: npt.NDArray[np.integer], provider: Integers) -> Integers:
    """Count for each place the providers of whom some site is near.

    Parameters
    ----------
    minutes : ndarray (places, sites)
        One-way travel minutes.
    provider : ndarray (sites,)
        Code of each site's provider.

    Examples
    --------
    >>> providers_near(np.array([[5, 10, 20], [5, 90, 90]]), np.array([1, 1, 0])).tolist()
    [2, 1]
    """
    if not len(provider):
        return np.zeros(len(minutes), dtype=np.int64)
    order = np.argsort(provider, kind="stable")
    _, first = np.unique(provider[order], return_index=True)
    near = np.logical_or.reduceat(minutes[:, order] <= CHOICE_MINUTES, first, axis=1)
    number: Integers = near.sum(axis=1).astype(np.int64)
    return number


class ProviderChoice:
    """Counts choices by kind of site and area; anew when a site opens or closes.

    Parameters
    ----------
    region : Region
        Places, their inhabitants and travel minutes.
    """

    def __init__(self, region: Region) -> None:
        self._region = region
        self._weight = region.places["inhabitants"].to_numpy(dtype=np.float64)
        self._counted: tuple[bytes, Integers] | None = None

    def count(self, counts: Counts, sites: SiteNetwork, tables: SiteTables) -> None:
        """Write thousandths of a provider, the mean over the people of each area."""
        now_open = tables.is_open.tobytes()
        if self._counted is None or self._counted[0] != now_open:
            self._counted = now_open, self._means(counts.choice.shape, sites, tables)
        counts.choice[:] = self._counted[1]

    def _means(self, shape: tuple[int, ...], sites: SiteNetwork, tables: SiteTables) -> Integers:
        """Return the means (kinds, areas); kinds that share sites have the same."""
        region, area = self._region, self._region.place_area
        people = np.maximum(np.bincount(area, self._weight, shape[1]), 1e-9)
        found = np.zeros(shape, dtype=np.int64)
        for code in np.unique(tables.site_kind_of_kind).tolist():
            codes = np.flatnonzero(tables.is_open & (tables.kind_code == code))
            near = providers_near(region.minutes[:, sites.arrays.place[codes]], sites.provider_codes[codes])
            mean = np.bincount(area, self._weight * near, shape[1]) / people
            found[tables.site_kind_of_kind == code] = np.rint(1000.0 * mean).astype(np.int64)
        return found
