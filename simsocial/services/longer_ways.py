"""What a longer way to the next site does to people of a place, whether they use it or not: hazards, needs that begin.

The way is compared with that of the base date; with `lasts_months`, with that of so many months before. So a site that
closes acts from ``lag_months`` later on, one that opens (or a bus) the other way round, and nothing has to be
remembered: the sites' own dates tell all.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.region import Region
from simsocial.services.network import SiteNetwork
from simsocial.services.place_effects import PlaceEffect

__all__ = ["LongerWays"]

Floats = npt.NDArray[np.float64]

_MINUTES = 15.0
"""Minutes more to the next site for which the factor is stated; more of them count as much."""

_NONE_NEAR = 120.0
"""Minutes that count where there is no site at all."""


class LongerWays:
    """Factors on hazards and onsets by place.

    Parameters
    ----------
    sites : SiteNetwork
        All sites with the months in which they open and close, and travel minutes by month.
    region : Region
        Its places, and the month of the base date.
    """

    def __init__(self, sites: SiteNetwork, region: Region) -> None:
        self._sites, self._places, self._first_month = sites, len(region.places), region.first_month

    def factors(self, effects: tuple[PlaceEffect, ...], month: int) -> Floats:
        """Return the factor (places,) of some effects on one quantity; empty where they do nothing."""
        if not effects:
            return np.zeros(0)
        factors = np.ones(self._places)
        for effect in effects:
            then = max(month - effect.lag_months, self._first_month)
            before = max(month - effect.lag_months - effect.lasts_months, self._first_month)
            more = self._ways(effect.site_kind, then) - self._ways(effect.site_kind, before)
            factors *= effect.factor ** np.clip(more / _MINUTES, -1.0, 1.0)
        return factors if (factors != 1.0).any() else np.zeros(0)

    def _ways(self, site_kind: str, month: int) -> Floats:
        """Return minutes from each place to the next site that is open in a month."""
        codes = self._sites.codes(site_kind)
        codes = codes[self._sites.is_open(month)[codes]]
        ways = self._sites.travel.at(month)[:, self._sites.arrays.place[codes]]
        nearest: Floats = np.min(ways, axis=1, initial=_NONE_NEAR).astype(np.float64)
        return nearest
