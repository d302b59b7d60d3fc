"""Transport of those served: what the way beyond a free part costs, and who pays it.

A kind with ``transport`` costs so much a case, year and minute of one way beyond ``free_minutes``. So a site closed
far from the next one is not free. A case elsewhere is taken to go as far as the nearest of the region's own sites, had
no measure touched them, so that sending everybody away saves no transport.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ELSEWHERE, NOBODY, SERVED
from simsocial.core.state import TOP, State
from simsocial.parameters import Parameters
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.services.finance import Finance
from simsocial.services.kind import ServiceKind
from simsocial.services.registration import payer_shares

__all__ = ["Transport"]


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
    """

    def __init__(self, region: Region, catalogue: Catalogue, parameters: Parameters) -> None:
        self._region, self._parameters = region, parameters
        self._kinds = [(code, kind) for code, kind in enumerate(catalogue) if kind.transport is not None]
        self._nearest = {code: _nearest(region, kind.site_kind) for code, kind in self._kinds}

    def book(self, finance: Finance, state: State, site_place: npt.NDArray[np.int16], month: int) -> None:
        """Book a month's transport by the area in which people live.

        Parameters
        ----------
        finance : Finance
            Where it is booked.
        state : State
            Persons and cases.
        site_place : ndarray (sites,)
            Place of each site.
        month : int
            Absolute month.
        """
        for code, kind in self._kinds:
            monthly = _price_eur_per_year(kind, self._parameters, month) / 12.0
            shares = _shares(kind, self._parameters)
            minutes = self._minutes(code, kind, state, site_place, month)
            for area in np.flatnonzero(minutes).tolist():
                for payer, share in shares.items():
                    finance.book(payer, kind.id, area, monthly * minutes[area] * share)

    def _minutes(
        self, code: int, kind: ServiceKind, state: State, site_place: npt.NDArray[np.int16], month: int
    ) -> npt.NDArray[np.float64]:
        """Return the one-way minutes beyond the free ones of all cases, by area."""
        cases, top = state.cases, int(state.counters[2, TOP])
        away = (cases.state[:top] == SERVED) | (cases.state[:top] == ELSEWHERE)
        rows = np.flatnonzero((cases.kind[:top] == code) & away & (cases.person[:top] != NOBODY))
        home = state.persons.place[cases.person[rows]]
        # Cases elsewhere name no site, and a region may have none at all.
        place = site_place[cases.site[rows]] if len(site_place) else np.zeros(len(rows), dtype=np.int64)
        there = self._region.minutes[home, place]
        way = np.where(cases.state[rows] == SERVED, there, self._nearest[code][home])
        beyond = np.maximum(way - kind.number(self._parameters, "transport.free_minutes", month), 0.0)
        areas = len(self._region.areas)
        by_area = np.bincount(self._region.place_area[home], beyond, minlength=areas)
        return by_area.astype(np.float64)


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


def _shares(kind: ServiceKind, parameters: Parameters) -> dict[str, float]:
    """Return the shares of the payers."""
    if kind.transport is None:
        return {}
    return payer_shares(parameters, kind.parameter_id("transport.payers"), kind.transport.payers)
