"""Who is served where, who has no place, who seeks one: what staff, allocation, the census and costs ask of all cases.

All of it comes out of one pass over the cases of all kinds.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ELSEWHERE, NOBODY, SERVED, WAITING, Cases, Persons
from simsocial.core.compile import in_place
from simsocial.core.state import TOP, State

__all__ = ["FARTHEST", "CapacityUse", "Seekers", "capacity_use", "find_seekers"]

Integers = npt.NDArray[np.int64]

FARTHEST = 32767
"""Minutes that no way takes."""


@dataclass(frozen=True)
class CapacityUse:
    """Cases by site and area at one moment.

    Attributes
    ----------
    served : ndarray (kinds, sites)
        Cases served.
    unplaced : ndarray (kinds, areas)
        Cases that wait or are served elsewhere, by the area where the person lives.
    need_milli : ndarray (kinds,)
        Milli-FTE that one case binds.
    """

    served: Integers
    unplaced: Integers
    need_milli: Integers

    @functools.cached_property
    def served_by_site(self) -> Integers:
        """Cases that each site serves, all kinds together."""
        by_site: Integers = self.served.sum(axis=0)
        return by_site

    @functools.cached_property
    def bound_milli(self) -> Integers:
        """Milli-FTE that served cases bind at each site."""
        bound: Integers = self.need_milli @ self.served
        return bound


class Seekers(NamedTuple):
    """Cases that may come to a site this month: those not served, and those served far away.

    Attributes
    ----------
    rows : ndarray
        Their rows, ascending.
    group : ndarray
        Twice the code of their kind, and one more if they are served.
    """

    rows: Integers
    group: npt.NDArray[np.int16]

    def of(self, kind: int, *, served: bool) -> Integers:
        """Return those of a kind who are served, or the others."""
        chosen: Integers = self.rows[self.group == 2 * kind + served]
        return chosen


class _Asking(NamedTuple):
    """From how far away a served case asks for another site; with no `rows` nobody asks.

    Attributes
    ----------
    asks_from : int16 (kinds, places)
        Minutes to the present site.
    site_place, minutes : int16
        Place of each site; minutes from place to place.
    rows, group
        See :class:`Seekers`. Changed in place.
    """

    asks_from: npt.NDArray[np.int16]
    site_place: npt.NDArray[np.int16]
    minutes: npt.NDArray[np.int16]
    rows: Integers
    group: npt.NDArray[np.int16]


def _empty(*shape: int) -> npt.NDArray[np.int16]:
    """Return zeros that cannot be written, like the tables of a region: numba compiles one kernel for both."""
    zeros = np.zeros(shape, dtype=np.int16)
    zeros.flags.writeable = False
    return zeros


_NOBODY_ASKS = _Asking(
    np.empty((0, 0), dtype=np.int16),
    np.empty(0, dtype=np.int16),
    _empty(0, 0),
    np.empty(0, dtype=np.int64),
    np.empty(0, dtype=np.int16),
)


def capacity_use(
    state: State, need_milli: Integers, place_area: npt.NDArray[np.int16], areas: int, sites: int
) -> CapacityUse:
    """Count all cases by site and area.

    Parameters
    ----------
    state : State
        Persons and cases.
    need_milli : ndarray (kinds,)
        Milli-FTE that one case of each kind binds.
    place_area : ndarray (places,)
        Area of each place.
    areas, sites : int
        How many there are.
    """
    kinds = len(need_milli)
    served = np.zeros((kinds, sites), dtype=np.int64)
    unplaced = np.zeros((kinds, areas), dtype=np.int64)
    _survey(
        state.persons, state.cases, int(state.counters[2, TOP]), place_area, served, unplaced, _NOBODY_ASKS
    )
    return CapacityUse(served, unplaced, need_milli)


def find_seekers(
    state: State,
    asks_from: npt.NDArray[np.int16],
    site_place: npt.NDArray[np.int16],
    minutes: npt.NDArray[np.int16],
) -> Seekers:
    """Find the cases of all kinds that are not served, or served so far away that they may ask for another site.

    Parameters
    ----------
    state : State
        Persons and cases.
    asks_from : ndarray (kinds, places)
        Minutes to the present site from which on a case may ask; :data:`FARTHEST` for never.
    site_place : ndarray (sites,)
        Place of each site.
    minutes : ndarray (places, places)
        One-way travel minutes.
    """
    top = int(state.counters[2, TOP])
    rows, group = np.empty(top, dtype=np.int64), np.empty(top, dtype=np.int16)
    served = np.zeros((len(asks_from), len(site_place)), dtype=np.int64)
    unplaced = np.zeros((len(asks_from), 1), dtype=np.int64)
    asking = _Asking(asks_from, site_place, minutes, rows, group)
    found = _survey(state.persons, state.cases, top, _empty(len(minutes)), served, unplaced, asking)
    return Seekers(rows[:found], group[:found])


@in_place
def _survey(
    persons: Persons,
    cases: Cases,
    top: int,
    place_area: npt.NDArray[np.int16],
    served: Integers,
    unplaced: Integers,
    asking: _Asking,
) -> int:
    """Count served cases by kind and site, those without a place by kind and area; return how many seek one."""
    found, asks = 0, len(asking.rows) > 0
    for case in range(top):
        row = cases.person[case]
        if row == NOBODY:
            continue
        kind, state = cases.kind[case], cases.state[case]
        if state == SERVED:
            site = cases.site[case]
            served[kind, site] += 1
            if not asks:
                continue
            place = persons.place[row]
            if asking.minutes[place, asking.site_place[site]] < asking.asks_from[kind, place]:
                continue
        elif state in (WAITING, ELSEWHERE):
            unplaced[kind, place_area[persons.place[row]]] += 1
        if asks:
            asking.rows[found] = case
            asking.group[found] = 2 * kind + (state == SERVED)
            found += 1
    return found
