"""Transport of those served: what the way beyond a free part costs, and who pays it.

A kind with ``transport`` costs so much a case, year and minute of one way beyond ``free_minutes``. So a site closed
far from the next one is not free. Who attends another site than that of the district by choice is owed the way to that
one only. A case elsewhere is taken to go as far as the nearest of the region's own sites, had no measure touched them,
so that sending everybody away saves no transport.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ELSEWHERE, NOBODY, SERVED
from simsocial.core.state import TOP, State
from simsocial.parameters import Parameters
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.services.districts import attends_elsewhere
from simsocial.services.finance import Finance
from simsocial.services.kind import ServiceKind
from simsocial.services.network import SiteNetwork
from simsocial.services.registration import payer_shares

__all__ = ["Transport"]

Floats = npt.NDArray[np.float64]


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
    """

    def __init__(self, region: Region, catalogue: Catalogue, parameters: Parameters, seed: int) -> None:
        self._region, self._parameters, self._seed = region, parameters, seed
        self._kinds = [(code, kind) for code, kind in enumerate(catalogue) if kind.transport is not None]
        self._nearest = {code: _nearest(region, kind.site_kind) for code, kind in self._kinds}

    def book(self, finance: Finance, state: State, sites: SiteNetwork, month: int) -> None:
        """Book a month's transport by the area in which people live.

        Parameters
        ----------
        finance : Finance
            Where it is booked.
        state : State
            Persons and cases.
        sites : SiteNetwork
            The sites.
        month : int
            Absolute month.
        """
        for code, kind in self._kinds:
            monthly = _price_eur_per_year(kind, self._parameters, month) / 12.0
            shares = _shares(kind, self._parameters)
            for minutes, by_payer in zip(self._minutes(code, kind, state, sites, month), shares, strict=True):
                for area in np.flatnonzero(minutes).tolist():
                    for payer, share in by_payer.items():
                        finance.book(payer, kind.id, area, monthly * minutes[area] * share)

    def _minutes(
        self, code: int, kind: ServiceKind, state: State, sites: SiteNetwork, month: int
    ) -> tuple[Floats, Floats]:
        """Return the one-way minutes beyond the free ones of all cases by area: owed, and beyond those by choice."""
        site_place = sites.arrays.place
        cases, top = state.cases, int(state.counters[2, TOP])
        away = (cases.state[:top] == SERVED) | (cases.state[:top] == ELSEWHERE)
        rows = np.flatnonzero((cases.kind[:top] == code) & away & (cases.person[:top] != NOBODY))
        home = state.persons.place[cases.person[rows]]
        # Cases elsewhere name no site, and a region may have none at all.
        place = site_place[cases.site[rows]] if len(site_place) else np.zeros(len(rows), dtype=np.int64)
        there = self._region.minutes[home, place]
        way = np.where(cases.state[rows] == SERVED, there, self._nearest[code][home])
        free = kind.number(self._parameters, "transport.free_minutes", month)
        beyond = np.maximum(way - free, 0.0)
        owed = beyond
        keys = state.persons.key[cases.person[rows]]
        chosen = attends_elsewhere(kind, self._parameters, self._seed, keys, month)
        chosen &= cases.state[rows] == SERVED
        if chosen.any():
            owed = np.where(
                chosen,
                np.minimum(beyond, np.maximum(self._owed(kind, sites, month)[home] - free, 0.0)),
                beyond,
            )
        areas, area = len(self._region.areas), self._region.place_area[home]
        return (
            np.bincount(area, owed, minlength=areas).astype(np.float64),
            np.bincount(area, beyond - owed, minlength=areas).astype(np.float64),
        )

    def _owed(self, kind: ServiceKind, sites: SiteNetwork, month: int) -> Floats:
        """Return the minutes from each place to the farthest site of its district; no limit where it has none."""
        maximum = kind.number(self._parameters, "distance.maximum_minutes", month, default=120.0)
        own = sites.nearby(kind.site_kind, maximum, month).own
        way = np.take_along_axis(self._region.minutes, sites.arrays.place[own].astype(np.int64), axis=1)
        ways = np.where(own == NOBODY, -1, way).max(axis=1)
        owed: Floats = np.where(ways < 0, np.inf, ways)
        return owed


def _nearest(region: Region, site_kind: str) -> npt.NDArray[np.int64]:
    """Return the minutes from each place to the nearest of the region's own sites; 0 if it has none."""
    own = region.sites.loc[region.sites["kind"] == site_kind, "place"].to_numpy(np.int64)
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
