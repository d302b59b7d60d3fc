"""Cases: one person, one kind of service, waiting or served. They open with demand and close without.

Each person's cases form a short list; there is no column per kind on the person. Where one kind ends and
another of the same sites begins (a child turns three), the case goes on under the new kind: the child keeps
its place, or its place in the queue.
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
from simsocial.core.compile import in_place
from simsocial.core.random import mix, uniform
from simsocial.core.state import COUNT, FREE, TOP, State
from simsocial.services.demand import LATE_COHORTS, Demand

__all__ = ["ORDINARY", "open_and_close_cases"]

Integers = npt.NDArray[np.int64]

ORDINARY = 0x80000000
"""Bit of the priority that ordinary cases carry and displaced ones do not, so that these rank first."""


def open_and_close_cases(
    state: State, demand: Demand, place_area: npt.NDArray[np.int16], areas: int, month: int
) -> Integers:
    """Close cases of people who no longer want the service and open cases of those who now do.

    Parameters
    ----------
    state : State
        Persons, households and cases; changed in place.
    demand : Demand
        Tables of the month.
    place_area : ndarray (places,)
        Area of each place.
    areas : int
        Number of areas.
    month : int
        Absolute month.

    Returns
    -------
    ndarray (kinds, areas)
        Persons whom each kind is open to, whether they want it or not.
    """
    eligible = np.zeros((len(demand.salt), areas), dtype=np.int64)
    row = 0
    while row < int(state.counters[0, TOP]):
        state.reserve(cases=max(1024, state.population // 200))
        row = _review(
            state.persons,
            state.households,
            state.cases,
            state.counters,
            demand,
            place_area,
            eligible,
            month,
            row,
        )
    return eligible


@in_place
def _review(  # noqa: C901 - one kernel, see its docstring
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: npt.NDArray[np.int64],
    demand: Demand,
    place_area: npt.NDArray[np.int16],
    eligible: Integers,
    month: int,
    start: int,
) -> int:
    """Review everybody from row `start` on; return the row to go on with when there is no room.

    Who lives in a home, or lost it as the home closed, has decided for it and is not asked again; nobody lives
    in two.

    One long function with its columns in local names: calls with whole tables would cost more than
    the work, since every column handed over is counted as a reference.
    """
    key, cohorts, grades, roles = persons.key, persons.cohort, persons.care_grade, persons.role
    first_case, places, homes = persons.first_case, persons.place, persons.household
    settled, sizes = persons.settled_grade, households.size
    case_person, next_case, case_kind = cases.person, cases.next_case, cases.kind
    case_state, case_since, case_site, priority = cases.state, cases.since, cases.site, cases.priority
    case_origin = cases.origin
    mask_of, take_up, alone, access = demand.mask, demand.take_up, demand.alone, demand.access
    salt, household_rule, excluded_by = demand.salt, demand.household, demand.excluded_by
    residential, highest, plain = demand.residential, demand.highest_factor, demand.plain
    same_sites = demand.same_sites
    late_mask, by_school_year = demand.late_mask, demand.by_school_year
    kinds = len(salt)
    room = len(case_person) - counters[2, COUNT]
    for row in range(start, counters[0, TOP]):
        cohort = cohorts[row]
        grade = grades[row]
        candidates, late = mask_of[cohort, 1 if grade > 0 else 0], late_mask[cohort, 1 if grade > 0 else 0]
        school_cohort = cohort
        if late != candidates and uniform(demand.late_salt, key[row]) < demand.late_share:
            candidates, school_cohort = late, cohort + LATE_COHORTS
        case = first_case[row]
        if (candidates == 0 and case == NOBODY) or cohort == EMPTY_COHORT:
            continue
        if room < kinds:
            return row
        has, served, lost_home, home = np.uint32(0), np.uint32(0), np.uint32(0), np.uint32(0)
        while case != NOBODY:
            bit = np.uint32(1) << np.uint32(case_kind[case])
            has |= bit
            if residential[case_kind[case]] and priority[case] < ORDINARY:
                lost_home |= bit
            if case_state[case] == SERVED or case_state[case] == ELSEWHERE:
                served |= bit
                if residential[case_kind[case]]:
                    home |= bit
            case = next_case[case]
        resident = roles[row] == INSTITUTION
        wanted = np.uint32(0)
        for kind in range(kinds):
            bit = np.uint32(1) << np.uint32(kind)
            if not (candidates | has) & bit:
                continue
            share = take_up[kind, school_cohort if by_school_year[kind] else cohort, grade]
            wants = share > 0.0
            if wants and resident:
                wants = residential[kind] or household_rule[kind] != 1
            elif wants and household_rule[kind] == 2:
                wants = False
            if residential[kind] and home & ~bit:
                wants = False
            settled_in = residential[kind] and (resident or lost_home & bit != 0)
            if not settled_in and served & excluded_by[kind]:
                wants = False
            if wants:
                eligible[kind, place_area[places[row]]] += 1
            if wants and not settled_in:
                draw = uniform(salt[kind], key[row])
                if draw >= share * highest[kind]:
                    wants = False
                elif not plain[kind]:
                    living_alone = 1 if sizes[homes[row]] == 1 else 0
                    factor = alone[kind, living_alone] * access[kind, places[row]]
                    if residential[kind] and settled[row] > 0:
                        # Lived at home with this grade at the base date: only a worse one adds to it.
                        decided = take_up[kind, cohort, settled[row]] * factor
                        draw = decided + draw * (1.0 - decided)
                    wants = draw < share * factor
            if wants:
                wanted |= bit
                if residential[kind] and resident:
                    home |= bit
        opening, ending = wanted & ~has, has & ~wanted
        for kind in range(kinds):
            bit = np.uint32(1) << np.uint32(kind)
            if not opening & bit:
                continue
            if ending & same_sites[kind]:
                case = first_case[row]
                while not (ending & same_sites[kind]) >> np.uint32(case_kind[case]) & np.uint32(1):
                    case = next_case[case]
                ending &= ~(np.uint32(1) << np.uint32(case_kind[case]))
                case_kind[case] = kind
                if case_state[case] == GAVE_UP:
                    case_state[case], case_since[case] = WAITING, month
                continue
            new = counters[2, FREE]
            if new == NOBODY:
                new = counters[2, TOP]
                counters[2, TOP] += 1
            else:
                counters[2, FREE] = next_case[new]
            counters[2, COUNT] += 1
            room -= 1
            case_person[new] = row
            case_kind[new] = kind
            case_state[new] = WAITING
            case_site[new] = NOBODY
            case_origin[new] = NOBODY
            case_since[new] = month
            priority[new] = np.uint32(mix(key[row] ^ salt[kind]) >> np.uint64(33)) | np.uint32(ORDINARY)
            next_case[new] = first_case[row]
            first_case[row] = new
        before, case = NOBODY, first_case[row] if ending else NOBODY
        while case != NOBODY:
            following = next_case[case]
            if not ending >> np.uint32(case_kind[case]) & np.uint32(1):
                before, case = case, following
                continue
            if before == NOBODY:
                first_case[row] = following
            else:
                next_case[before] = following
            case_person[case] = NOBODY
            next_case[case] = counters[2, FREE]
            counters[2, FREE] = case
            counters[2, COUNT] -= 1
            room += 1
            case = following
    return int(counters[0, TOP])
