"""Who is served where and who has no place: what staff, allocation, the census and costs ask of all cases."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ELSEWHERE, NOBODY, SERVED, WAITING, Cases, Persons
from simsocial.core.compile import in_place
from simsocial.core.state import TOP, State

__all__ = ["CapacityUse", "capacity_use"]

Integers = npt.NDArray[np.int64]


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
    _count_use(state.persons, state.cases, int(state.counters[2, TOP]), place_area, served, unplaced)
    return CapacityUse(served, unplaced, need_milli)


@in_place
def _count_use(
    persons: Persons,
    cases: Cases,
    top: int,
    place_area: npt.NDArray[np.int16],
    served: Integers,
    unplaced: Integers,
) -> None:
    """Count served cases by kind and site, those without a place by kind and area."""
    for case in range(top):
        row = cases.person[case]
        if row == NOBODY:
            continue
        state = cases.state[case]
        if state == SERVED:
            served[cases.kind[case], cases.site[case]] += 1
        elif state in (WAITING, ELSEWHERE):
            unplaced[cases.kind[case], place_area[persons.place[row]]] += 1
