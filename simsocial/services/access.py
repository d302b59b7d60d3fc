"""How near the next site is, as a factor on demand.

Of a kind with ``take_up.demand_ratio`` the take-up table is today's use (with ``need.demand_ratio`` the share detected
that of today). The factor of a place then says how much nearer or farther people there have it than people of the
region have it on average when nothing is changed: today's use stays what it is whatever the decay with distance, and a
new site adds what it brings nearer. Of other kinds the table is the use of those next door.

Need does not go away with the site: where ways become longer than they were in the month before the horizon, those who
would have come stay away (``DETERRED``), and count as without the service. Where it is near again they ask at once, but
for those who have given it up: each month away as many as give up waiting in a month (``patience_months``). These ask
again as others do who gave up: a club that opens after a year fills up as one does whose places were cut, one that was
closed for two months soon.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.parameters import Parameters
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind import ServiceKind
from simsocial.services.kind_values import KindValues
from simsocial.services.nearby import NearSites, find_nearby

__all__ = ["Access"]

Floats = npt.NDArray[np.float64]


class Access:
    """Factors on demand by place and kind.

    Parameters
    ----------
    region, catalogue, parameters : Region, Catalogue, Parameters
        Sites of its own table and people at the base date; the kinds and their numbers.
    """

    def __init__(self, region: Region, catalogue: Catalogue, parameters: Parameters) -> None:
        self._region, self._parameters = region, parameters
        kinds = tuple(catalogue)
        self._fades = np.array([kind.has("distance.decay_minutes") for kind in kinds], dtype=np.bool_)
        self._mean = np.array(
            [self.mean(kind) if kind.has(f"{kind.way}.demand_ratio") else 1.0 for kind in kinds]
        )

    @staticmethod
    def minutes(near: NearSites) -> Floats:
        """Return the minutes to the nearest open site (places, kinds); infinite where there is none in reach."""
        nearest = near.minutes[near.table, :, 0].T
        return np.where(near.sites[near.table, :, 0].T >= 0, nearest, np.inf)

    def factors(self, minutes: Floats, values: KindValues) -> Floats:
        """Return the factor of each place and kind (places, kinds), given the minutes; 1 for claims."""
        factors = np.exp(-np.maximum(minutes - values.free, 0.0) / values.decay)
        factors = np.where(minutes <= values.maximum, factors, 0.0)
        return np.where(self._fades, np.minimum(factors / self._mean, values.highest), 1.0)

    def mean(self, kind: ServiceKind) -> float:
        """Return the mean factor by distance over those who would use a kind at the base date."""
        region, month = self._region, self._region.first_month
        places = region.places_of_sites(kind.site_kind)
        near = find_nearby(region.minutes[:, places], np.arange(len(places)), np.inf)
        minutes = np.where(near.sites[:, 0] >= 0, near.minutes[:, 0], np.inf)
        factors = kind.distance_factors(self._parameters, minutes, month)
        # Age stands for how many of an area would use it; where in the area they live is as for all.
        if kind.need is None:
            by_age = kind.take_up_table(self._parameters, month).max(axis=1)
        else:
            by_age = self._parameters.table(kind.parameter_id("need.onset_per_1000"), month)
        users = region.population.sum(axis=1) @ by_age
        inhabitants = region.places["inhabitants"].to_numpy(np.float64)
        of_area = np.bincount(region.place_area, inhabitants, minlength=len(users))
        weight = inhabitants * (users / np.maximum(of_area, 1.0))[region.place_area]
        mean = float((weight * factors).sum() / max(weight.sum(), 1e-9))
        return mean if mean > 0.0 else 1.0
