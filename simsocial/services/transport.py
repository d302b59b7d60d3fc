"""Transport of those served: what the way beyond a free part costs, and who pays it.

A kind with ``transport`` costs so much a case, year and minute of one way beyond ``free_minutes``. So a site closed
far from the next one is not free. Who attends another site than that of the district by choice is owed the way to that
one only. A case elsewhere is taken to go as far as the nearest of the region's own sites, had no measure touched them,
so that sending everybody away saves no transport.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY
from simsocial.core.random import salt_of
from simsocial.parameters import Parameters
from simsocial.region import Region
from simsocial.services.capacity_use import FARTHEST
from simsocial.services.catalogue import Catalogue
from simsocial.services.charges import in_order_of_payers
from simsocial.services.districts import exception_stream, share_by_choice
from simsocial.services.finance import Finance
from simsocial.services.kind import ServiceKind
from simsocial.services.nearby import Nearby
from simsocial.services.network import SiteNetwork
from simsocial.shapes.payers import payer_shares

__all__ = ["Transport", "Ways"]

Integers = npt.NDArray[np.int64]


class Ways(NamedTuple):
    """How far those go whose transport costs something; filled by the count of cases.

    Attributes
    ----------
    carried : int64 (kinds,)
        Row of each kind in the others, -1 for kinds without transport.
    nearest : int64 (carried kinds, places)
        Minutes to the nearest of the region's own sites: how far a case elsewhere is taken to go.
    salt, by_choice : uint64, float64 (carried kinds,)
        Of the lasting draw of those who attend another site than that of the district, and their share.
    owed : int64 (carried kinds, places)
        Minutes to the farthest site of the district: the way that is owed to them.
    cases : int64 (carried kinds, areas, minutes, 2)
        Cases by the area in which people live and the minutes of one way: gone, and owed.
    """

    carried: Integers
    nearest: Integers
    salt: npt.NDArray[np.uint64]
    by_choice: npt.NDArray[np.float64]
    owed: Integers
    cases: Integers


class Transport:
    """Books the transport of all kinds that have any.

    Parameters
    ----------
    region : Region
        Travel minutes, and the table of its own sites.
    catalogue : Catalogue
        The kinds.
    parameters : Parameters
        The kinds' numbers.
    seed : int
        Seed of the lasting draw by which some attend another site than that of their district.

    Attributes
    ----------
    ways : Ways
        Of the month.
    """

    def __init__(self, region: Region, catalogue: Catalogue, parameters: Parameters, seed: int) -> None:
        self._region, self._parameters = region, parameters
        self._kinds = [kind for kind in catalogue if kind.transport is not None]
        rows = {kind.id: row for row, kind in enumerate(self._kinds)}
        kinds, places = len(self._kinds), len(region.places)
        self.ways = Ways(
            np.array([rows.get(kind.id, NOBODY) for kind in catalogue], dtype=np.int64),
            np.array([_nearest(region, kind.site_kind) for kind in self._kinds], dtype=np.int64).reshape(
                kinds, places
            ),
            np.array([salt_of(seed, exception_stream(kind)) for kind in self._kinds], dtype=np.uint64),
            np.zeros(kinds),
            np.zeros((kinds, places), dtype=np.int64),
            np.zeros((kinds, len(region.areas), int(region.minutes.max(initial=0)) + 1, 2), dtype=np.int64),
        )
        self._districts: list[Nearby | None] = [None] * kinds

    def begin_month(self, sites: SiteNetwork, month: int) -> None:
        """Forget the ways of the month before, and look which are owed."""
        self.ways.cases[...] = 0
        for row, kind in enumerate(self._kinds):
            self.ways.by_choice[row] = share_by_choice(kind, self._parameters, month)
            maximum = kind.number(self._parameters, "distance.maximum_minutes", month, default=120.0)
            nearby = sites.nearby(kind.site_kind, maximum, month)
            if nearby is not self._districts[row]:
                self._districts[row] = nearby
                self.ways.owed[row] = self._owed(nearby, sites.arrays.place)

    def book(self, finance: Finance, month: int) -> None:
        """Book a month's transport by the area in which people live.

        Parameters
        ----------
        finance : Finance
            Where it is booked.
        month : int
            Absolute month.
        """
        minutes = np.arange(self.ways.cases.shape[2])
        for kind, cases in zip(self._kinds, self.ways.cases, strict=True):
            monthly = _price_eur_per_year(kind, self._parameters, month) / 12.0
            free = kind.number(self._parameters, "transport.free_minutes", month)
            beyond = np.maximum(minutes - free, 0.0)
            gone, owed = cases[..., 0], cases[..., 1]
            ways = (owed @ beyond, (gone - owed) @ beyond)
            for of_area, by_payer in zip(ways, _shares(kind, self._parameters), strict=True):
                finance.book_by_area(kind.id, np.outer(in_order_of_payers(by_payer), monthly * of_area))

    def _owed(self, nearby: Nearby, site_place: npt.NDArray[np.int16]) -> Integers:
        """Return the minutes from each place to the farthest site of its district; no limit where it has none."""
        own = nearby.own
        if not len(site_place):
            return np.full(len(own), FARTHEST, dtype=np.int64)
        way = np.take_along_axis(self._region.minutes, site_place[own].astype(np.int64), axis=1)
        ways = np.where(own == NOBODY, -1, way).max(axis=1)
        return np.where(ways < 0, FARTHEST, ways).astype(np.int64)


def _nearest(region: Region, site_kind: str) -> npt.NDArray[np.int64]:
    """Return the minutes from each place to the nearest of the region's own sites; 0 if it has none."""
    own = region.places_of_sites(site_kind)
    if not len(own):
        return np.zeros(len(region.places), dtype=np.int64)
    nearest: npt.NDArray[np.int64] = region.minutes[:, own].min(axis=1).astype(np.int64)
    return nearest


def _price_eur_per_year(kind: ServiceKind, parameters: Parameters, month: int) -> float:
    """Return EUR a year for one minute beyond the free ones."""
    if kind.transport is None:
        return 0.0
    stated_in = kind.transport.per_minute_eur_per_year.price_year or kind.cost.price_year
    growth = kind.price_growth(parameters, stated_in, month)
    return kind.number(parameters, "transport.per_minute_eur_per_year", month) * growth


def _shares(kind: ServiceKind, parameters: Parameters) -> tuple[dict[str, float], dict[str, float]]:
    """Return the shares of the payers: of what is owed, and of what lies beyond by choice."""
    if kind.transport is None:
        return {}, {}
    owed = payer_shares(parameters, kind.parameter_id("transport.payers"), kind.transport.payers)
    if kind.transport.choice_payers is None:
        return owed, owed
    path = kind.parameter_id("transport.choice_payers")
    return owed, payer_shares(parameters, path, kind.transport.choice_payers)
