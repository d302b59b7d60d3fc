"""Transport of those served: what the way beyond a free part costs, and who pays it.

A kind with ``transport`` costs so much a case, year and minute of one way beyond ``free_minutes``. So a site closed
far from the next one is not free. Who attends another site than that of the district by choice is owed the way to that
one only. A case elsewhere is taken to go as far as the nearest of the region's own sites, had no measure touched them,
so that sending everybody away saves no transport.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY
from simsocial.core.random import salt_of
from simsocial.indicators.axes import PAYERS
from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from simsocial.region import Region
from simsocial.services.capacity_use import FARTHEST
from simsocial.services.catalogue import Catalogue
from simsocial.services.charges import in_order_of_payers
from simsocial.services.districts import exception_stream
from simsocial.services.finance import Finance
from simsocial.services.kind import ServiceKind
from simsocial.services.nearby import NearSites
from simsocial.services.present import Present
from simsocial.shapes.payers import payer_shares

__all__ = ["Transport", "Ways"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Ways(NamedTuple):
    """How far those go whose transport costs something; the count of cases keeps it up to date.

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


class _Prices(NamedTuple):
    """What transport costs, by carried kind and area in which people live; one area for all where they do not differ.

    Attributes
    ----------
    eur_per_month : ndarray (carried kinds, areas)
        For one minute of one way beyond the free ones.
    beyond : ndarray (carried kinds, areas, minutes, 1)
        Minutes of each way beyond those that nobody is carried for.
    shares : ndarray (2, carried kinds, payers, areas)
        Who pays what is owed, and what lies beyond by choice.
    """

    eur_per_month: Floats
    beyond: Floats
    shares: Floats


class Transport:
    """Books the transport of all kinds that have any.

    Parameters
    ----------
    region : Region
        Travel minutes, and the table of its own sites.
    catalogue : Catalogue
        The kinds.
    plan : Plan
        Their numbers by month.
    seed : int
        Seed of the lasting draw by which some attend another site than that of their district.

    Attributes
    ----------
    ways : Ways
        Of the month counted last.
    """

    def __init__(self, region: Region, catalogue: Catalogue, plan: Plan, seed: int) -> None:
        self._region = region
        self._kinds = [kind for kind in catalogue if kind.transport is not None]
        self._codes = np.array([catalogue.ids.index(kind.id) for kind in self._kinds], dtype=np.int64)
        longest = int(region.minutes.max(initial=0))
        differs = plan.differs("area")
        plans = [plan.local(area=area) for area in region.areas["area"]] if differs else [plan]
        self._prices = plan.held(
            lambda month: _prices_of(self._kinds, plans, month, longest),
            "services",
            of=None if differs else ("transport", catalogue, longest, *PAYERS),
        )
        kinds, places = len(self._kinds), len(region.places)
        carried = np.full(len(catalogue), NOBODY, dtype=np.int64)
        carried[self._codes] = np.arange(kinds)
        nearest = [_nearest(region, kind.site_kind) for kind in self._kinds]
        self.ways = Ways(
            carried,
            np.array(nearest, dtype=np.int64).reshape(kinds, places),
            np.array([salt_of(seed, exception_stream(kind)) for kind in self._kinds], dtype=np.uint64),
            np.zeros(kinds),
            np.zeros((kinds, places), dtype=np.int64),
            np.zeros((kinds, len(region.areas), longest + 1, 2), dtype=np.int64),
        )
        self._near: NearSites | None = None

    def prepare(self, months: range) -> None:
        """Work out what these months need."""
        self._prices.prepare(months)

    def renew(self, present: Present, site_place: npt.NDArray[np.int16]) -> bool:
        """Look which ways are owed, and tell whether these are others than before.

        Parameters
        ----------
        present : Present
            What holds at present.
        site_place : ndarray (sites,)
            Place of each site.
        """
        by_choice, owed = self.ways.by_choice.copy(), self.ways.owed.copy()
        self.ways.by_choice[:] = present.values.rules.excepted[self._codes]
        if present.near is not self._near:
            self._near = present.near
            tables = present.near.table[self._codes]
            for row, own in enumerate(present.near.own[tables]):
                self.ways.owed[row] = self._owed(own, site_place)
        same = np.array_equal(by_choice, self.ways.by_choice) and np.array_equal(owed, self.ways.owed)
        return not same

    def book(self, finance: Finance, month: int) -> None:
        """Book a month's transport by the area in which people live.

        Parameters
        ----------
        finance : Finance
            Where it is booked.
        month : int
            Absolute month.
        """
        prices = self._prices.at(month)
        gone, owed = self.ways.cases[..., 0], self.ways.cases[..., 1]
        ways = np.stack([owed, gone - owed])[..., np.newaxis, :] @ prices.beyond
        of_area = prices.eur_per_month * ways[..., 0, 0]
        finance.book_by_area(self._codes, prices.shares * of_area[:, :, np.newaxis])

    def _owed(self, own: npt.NDArray[np.int16], site_place: npt.NDArray[np.int16]) -> Integers:
        """Return the minutes from each place to the farthest site of its district; no limit where it has none."""
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


def _prices_of(
    kinds: Sequence[ServiceKind], by_area: Sequence[Parameters], month: int, longest: int
) -> _Prices:
    """Return what transport of these kinds costs in a month, over ways of up to the longest in minutes."""
    free = [[kind.number(values, "transport.free_minutes", month) for values in by_area] for kind in kinds]
    shares = [
        [[in_order_of_payers(part) for part in _shares(kind, values, month)] for values in by_area]
        for kind in kinds
    ]
    yearly = [[_price_eur_per_year(kind, values, month) for values in by_area] for kind in kinds]
    shape = len(kinds), len(by_area)
    beyond = np.maximum(np.arange(longest + 1) - np.array(free).reshape(*shape, 1), 0.0)
    return _Prices(
        np.array(yearly).reshape(shape) / 12.0,
        beyond[..., np.newaxis],
        np.array(shares).reshape(*shape, 2, len(PAYERS)).transpose(2, 0, 3, 1),
    )


def _price_eur_per_year(kind: ServiceKind, parameters: Parameters, month: int) -> float:
    """Return EUR a year for one minute beyond the free ones."""
    if kind.transport is None:
        return 0.0
    stated_in = kind.transport.per_minute_eur_per_year.price_year or kind.cost.price_year
    growth = kind.price_growth(parameters, stated_in, month)
    return kind.number(parameters, "transport.per_minute_eur_per_year", month) * growth


def _shares(
    kind: ServiceKind, parameters: Parameters, month: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the shares of the payers: of what is owed, and of what lies beyond by choice."""
    if kind.transport is None:
        return {}, {}
    owed = payer_shares(parameters, kind.parameter_id("transport.payers"), kind.transport.payers, month)
    if kind.transport.choice_payers is None:
        return owed, owed
    path = kind.parameter_id("transport.choice_payers")
    return owed, payer_shares(parameters, path, kind.transport.choice_payers, month)
