"""How near the next site is, as a factor on demand.

Of a kind with ``take_up.demand_ratio`` the take-up table is today's use. The factor of a place then says how much
nearer or farther people there have it than people of the region have it on average when nothing is changed: today's
use stays what it is whatever the decay with distance, and a new site adds what it brings nearer. Of other kinds
the table is the use of those next door.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.parameters import Parameters
from simsocial.region import Region
from simsocial.services.kind import ServiceKind
from simsocial.services.nearby import Nearby, find_nearby

__all__ = ["Access"]

Floats = npt.NDArray[np.float64]


class Access:
    """Factors on demand by place.

    Parameters
    ----------
    region, parameters : Region, Parameters
        Sites of its own table and people at the base date; numbers of the kinds.
    """

    def __init__(self, region: Region, parameters: Parameters) -> None:
        self._region, self._parameters = region, parameters
        self._mean: dict[str, float] = {}
        self._kept: dict[str, tuple[tuple[int, int], Nearby, Floats]] = {}

    def factors(self, kind: ServiceKind, nearby: Nearby, month: int) -> Floats:
        """Return the factor of each place in a month, given the open sites near it; kept while both hold."""
        period = self._parameters.period(month)
        kept = self._kept.get(kind.id)
        if kept is None or kept[0] != period or kept[1] is not nearby:
            kept = self._kept[kind.id] = period, nearby, self._factors(kind, nearby, month)
        return kept[2]

    def _factors(self, kind: ServiceKind, nearby: Nearby, month: int) -> Floats:
        minutes = np.where(nearby.sites[:, 0] >= 0, nearby.minutes[:, 0], np.inf)
        factors = kind.distance_factors(self._parameters, minutes, month)
        if not kind.has("take_up.demand_ratio"):
            return factors
        highest = kind.number(self._parameters, "take_up.demand_ratio", month)
        return np.minimum(factors / self.mean(kind), highest)

    def mean(self, kind: ServiceKind) -> float:
        """Return the mean factor by distance over those who would use a kind at the base date."""
        if kind.id not in self._mean:
            self._mean[kind.id] = self._mean_at_base(kind)
        return self._mean[kind.id]

    def _mean_at_base(self, kind: ServiceKind) -> float:
        region, month = self._region, self._region.first_month
        places = region.places_of_sites(kind.site_kind)
        near = find_nearby(region.minutes[:, places], np.arange(len(places)), np.inf)
        minutes = np.where(near.sites[:, 0] >= 0, near.minutes[:, 0], np.inf)
        factors = kind.distance_factors(self._parameters, minutes, month)
        # Age stands for how many of an area would use it; where in the area they live is as for all.
        by_age = kind.take_up_table(self._parameters, month).max(axis=1)
        users = region.population.sum(axis=1) @ by_age
        inhabitants = region.places["inhabitants"].to_numpy(np.float64)
        of_area = np.bincount(region.place_area, inhabitants, minlength=len(users))
        weight = inhabitants * (users / np.maximum(of_area, 1.0))[region.place_area]
        mean = float((weight * factors).sum() / max(weight.sum(), 1e-9))
        return mean if mean > 0.0 else 1.0
