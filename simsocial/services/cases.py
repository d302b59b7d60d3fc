"""Cases: one person, one kind of service, waiting or served. They open with demand and close without.

Each person's cases form a short list; there is no column per kind on the person.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import (
    ELSEWHERE,
    GAVE_UP,
    INSTITUTION,
    NOBODY,
    SERVED,
    WAITING,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import helper, kernel
from simsocial.core.random import mix, uniform
from simsocial.core.state import COUNT, FREE, TOP, State
from simsocial.services.demand import Demand

__all__ = ["FIRST_DISPLACED", "open_and_close_cases"]

FIRST_DISPLACED = np.uint32(0x80000000)
"""Bit that ordinary cases carry and cases displaced by a closure do not, so that these rank first."""

_ASK_AGAIN_MONTHS = 12
"""Who gave up waiting asks again after a year (assumption)."""


def open_and_close_cases(state: State, demand: Demand, month: int) -> None:
    """Close cases of people who no longer want the service and open cases of those who now do.

    Parameters
    ----------
    state : State
        Persons, households and cases; changed in place.
    demand : Demand
        Tables of the month.
    month : int
        Absolute month.
    """
    _close(state.persons, state.households, state.cases, state.counters, demand, month)
    row = 0
    while row < int(state.counters[0, TOP]):
        state.reserve(cases=max(1024, state.population // 200))
        row = _open(state.persons, state.households, state.cases, state.counters, demand, month, row)


@helper
def _wants(persons: Persons, households: Households, cases: Cases, demand: Demand, row: int, kind: int) -> bool:
    """Tell whether a person wants a kind of service now."""
    cohort, grade = persons.cohort[row], persons.care_grade[row]
    share = demand.take_up[kind, cohort, grade]
    if share <= 0.0:
        return False
    resident = persons.role[row] == INSTITUTION
    if demand.residential[kind] and resident:
        return True
    if (demand.household[kind] == 1 and resident) or (demand.household[kind] == 2 and not resident):
        return False
    case = persons.first_case[row]
    while case != NOBODY:
        served = cases.state[case] == SERVED or cases.state[case] == ELSEWHERE
        if served and (demand.excluded_by[kind] >> np.uint32(cases.kind[case])) & np.uint32(1):
            return False
        case = cases.next_case[case]
    living_alone = households.size[persons.household[row]] == 1
    factor = demand.alone[kind, 1 if living_alone else 0] * demand.access[kind, persons.place[row]]
    draw = uniform(demand.salt[kind], persons.key[row])
    if demand.residential[kind] and persons.settled_grade[row] > 0:
        # Lived at home with this grade at the base date: wants a home only if a worse grade adds to it.
        decided = demand.take_up[kind, cohort, persons.settled_grade[row]] * factor
        draw = decided + draw * (1.0 - decided)
    return draw < share * factor


@kernel
def _close(
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: npt.NDArray[np.int64],
    demand: Demand,
    month: int,
) -> None:
    """Give back cases of people who no longer want the service; who gave up asks again in time."""
    for case in range(counters[2, TOP]):
        row = cases.person[case]
        if row == NOBODY:
            continue
        if cases.state[case] == GAVE_UP and month - cases.since[case] >= _ASK_AGAIN_MONTHS:
            cases.state[case] = WAITING
            cases.since[case] = month
        if _wants(persons, households, cases, demand, row, cases.kind[case]):
            continue
        if persons.first_case[row] == case:
            persons.first_case[row] = cases.next_case[case]
        else:
            before = persons.first_case[row]
            while cases.next_case[before] != case:
                before = cases.next_case[before]
            cases.next_case[before] = cases.next_case[case]
        cases.person[case] = NOBODY
        cases.next_case[case] = counters[2, FREE]
        counters[2, FREE] = case
        counters[2, COUNT] -= 1


@kernel
def _open(
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: npt.NDArray[np.int64],
    demand: Demand,
    month: int,
    start: int,
) -> int:
    """Open missing cases from row `start` on; return the row to go on with when there is no room."""
    kinds = len(demand.salt)
    room = len(cases.person) - counters[2, COUNT]
    for row in range(start, counters[0, TOP]):
        cohort = persons.cohort[row]
        mask = demand.mask[cohort, 1 if persons.care_grade[row] > 0 else 0]
        if mask == 0 or cohort == EMPTY_COHORT:
            continue
        if room < kinds:
            return row
        has = np.uint32(0)
        case = persons.first_case[row]
        while case != NOBODY:
            has |= np.uint32(1) << np.uint32(cases.kind[case])
            case = cases.next_case[case]
        mask &= ~has
        for kind in range(kinds):
            if not (mask >> np.uint32(kind)) & np.uint32(1):
                continue
            if not _wants(persons, households, cases, demand, row, kind):
                continue
            new = counters[2, FREE]
            if new == NOBODY:
                new = counters[2, TOP]
                counters[2, TOP] += 1
            else:
                counters[2, FREE] = cases.next_case[new]
            counters[2, COUNT] += 1
            room -= 1
            rank = np.uint32(mix(persons.key[row] ^ demand.salt[kind]) >> np.uint64(33))
            cases.person[new] = row
            cases.kind[new] = kind
            cases.state[new] = WAITING
            cases.site[new] = NOBODY
            cases.since[new] = month
            cases.priority[new] = rank | np.uint32(0x80000000)
            cases.next_case[new] = persons.first_case[row]
            persons.first_case[row] = new
    return int(counters[0, TOP])
