"""Who is served where, and who seeks a place: what staff, allocation and costs ask of all cases.

All of it comes out of one pass over the cases of all kinds, once a month; the allocation keeps it up to date.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY, SERVED, Cases, Persons
from simsocial.core.compile import in_place
from simsocial.core.state import TOP, State

__all__ = ["FARTHEST", "CapacityUse", "Seekers", "served", "survey"]

Integers = npt.NDArray[np.int64]

FARTHEST = 32767
"""Minutes that no way takes."""


class CapacityUse(NamedTuple):
    """Served cases by site at one moment.

    Attributes
    ----------
    served : ndarray (kinds, sites)
        Cases served.
    need_milli : ndarray (kinds,)
        Milli-FTE that one case binds.
    """

    served: Integers
    need_milli: Integers

    @property
    def served_by_site(self) -> Integers:
        """Cases that each site serves, all kinds together."""
        by_site: Integers = self.served.sum(axis=0)
        return by_site

    @property
    def bound_milli(self) -> Integers:
        """Milli-FTE that served cases bind at each site."""
        bound: Integers = self.need_milli @ self.served
        return bound


class Seekers(NamedTuple):
    """Cases that may come to a site this month: those not served, and those served far away.

    Attributes
    ----------
    unserved, far : int32
        Their rows, ascending.
    """

    unserved: npt.NDArray[np.int32]
    far: npt.NDArray[np.int32]


def served(state: State, kinds: int, sites: int) -> Integers:
    """Count the served cases (kinds, sites) of so many kinds at so many sites."""
    cases, top = state.cases, int(state.counters[2, TOP])
    rows = np.flatnonzero((cases.state[:top] == SERVED) & (cases.person[:top] != NOBODY))
    cells = cases.kind[rows] * np.int64(sites) + cases.site[rows]
    return np.bincount(cells, minlength=kinds * sites).reshape(kinds, sites).astype(np.int64)


def survey(
    state: State,
    need_milli: Integers,
    asks_from: npt.NDArray[np.int16],
    site_place: npt.NDArray[np.int16],
    minutes: npt.NDArray[np.int16],
) -> tuple[CapacityUse, Seekers]:
    """Count served cases, and find those who are not served or so far away that they may ask for another site.

    Parameters
    ----------
    state : State
        Persons and cases.
    need_milli : ndarray (kinds,)
        Milli-FTE that one case of each kind binds.
    asks_from : ndarray (kinds, places)
        Minutes to the present site from which on a case may ask; :data:`FARTHEST` for never.
    site_place : ndarray (sites,)
        Place of each site.
    minutes : ndarray (places, places)
        One-way travel minutes.
    """
    top = int(state.counters[2, TOP])
    by_site = np.zeros((len(need_milli), len(site_place)), dtype=np.int64)
    unserved, far = np.empty(top, dtype=np.int32), np.empty(top, dtype=np.int32)
    found = np.zeros(2, dtype=np.int64)
    _survey(state.persons, state.cases, top, asks_from, site_place, minutes, by_site, unserved, far, found)
    return CapacityUse(by_site, need_milli), Seekers(unserved[: found[0]], far[: found[1]])


@in_place
def _survey(
    persons: Persons,
    cases: Cases,
    top: int,
    asks_from: npt.NDArray[np.int16],
    site_place: npt.NDArray[np.int16],
    minutes: npt.NDArray[np.int16],
    served: Integers,
    unserved: npt.NDArray[np.int32],
    far: npt.NDArray[np.int32],
    found: Integers,
) -> None:
    """Count served cases by kind and site; list those not served, and those who may ask for another site."""
    number_unserved, number_far = 0, 0
    for case in range(top):
        row = cases.person[case]
        if row == NOBODY:
            continue
        if cases.state[case] != SERVED:
            unserved[number_unserved] = case
            number_unserved += 1
            continue
        kind, site, place = cases.kind[case], cases.site[case], persons.place[row]
        served[kind, site] += 1
        far[number_far] = case
        number_far += minutes[place, site_place[site]] >= asks_from[kind, place]
    found[0], found[1] = number_unserved, number_far
