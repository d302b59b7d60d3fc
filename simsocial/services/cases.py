"""Cases: one person, one kind of service, waiting or served. They open with demand and close without.

Needs that begin and end (:mod:`simsocial.services.episodes`) keep their cases while the kind is open to the person.

Each person's cases form a short list; there is no column per kind on the person. Where one kind ends and
another of the same sites begins (a child turns three), the case goes on under the new kind: the child keeps
its place, or its place in the queue.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import (
    DETERRED,
    GAVE_UP,
    INSTITUTION,
    NEEDS_DUE,
    NOBODY,
    WAITING,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch_cases_ahead
from simsocial.core.random import uniform
from simsocial.core.state import COUNT, State
from simsocial.services.asked import WhoIsAsked
from simsocial.services.demand import Demand, list_number
from simsocial.services.one_case import give_back, open_case
from simsocial.services.wanting import (
    STAYS_AWAY,
    UNWANTED,
    answer_of,
    has_place,
    is_excluded,
    is_open,
    is_settled_in,
    note_likely,
)
from simsocial.services.who import Conditions

__all__ = ["open_and_close_cases"]

Integers = npt.NDArray[np.int64]


def open_and_close_cases(
    state: State,
    demand: Demand,
    conditions: Conditions,
    who_is_asked: WhoIsAsked,
    place_area: npt.NDArray[np.int16],
    areas: int,
    month: int,
) -> Integers:
    """Close cases of people who no longer want the service and open cases of those who now do.

    Parameters
    ----------
    state : State
        Persons, households and cases; changed in place.
    demand : Demand
        Tables of the month.
    conditions : Conditions
        What must hold for people that a kind is open to.
    who_is_asked : WhoIsAsked
        Tells whom something may have changed for; all others keep the cases they have.
    place_area : ndarray (places,)
        Area of each place.
    areas : int
        Number of areas.
    month : int
        Absolute month.

    Returns
    -------
    ndarray (kinds, areas)
        Persons whom each kind is open to, whether they want it or not; complete for kinds with a target quota alone.
    """
    eligible = np.zeros((len(demand.salt), areas), dtype=np.int64)
    rows, done = who_is_asked.rows(state, demand, conditions, place_area, eligible), 0
    while done < len(rows):
        state.reserve(cases=max(1024, state.population // 200))
        done = _review(
            state.persons,
            state.households,
            state.cases,
            state.counters,
            demand,
            conditions,
            place_area,
            eligible,
            month,
            rows,
            done,
        )
    return eligible


@in_place
def _review(
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: npt.NDArray[np.int64],
    demand: Demand,
    conditions: Conditions,
    place_area: npt.NDArray[np.int16],
    eligible: Integers,
    month: int,
    rows: npt.NDArray[np.int32],
    start: int,
) -> int:
    """Review these rows from position `start` on; return the position to go on with when there is no room.

    Whose cases change is due in the next month, too: an answer may hang on other cases of the same person.
    """
    for turn in range(start, len(rows)):
        row = rows[turn]
        fetch_cases_ahead(persons, households, cases, rows, turn)
        months, graded = demand.months - (persons.cohort[row] >> 1), np.uint8(persons.care_grade[row] > 0)
        number = list_number(
            demand.list_of, months, graded, persons.key[row], demand.late_salt, demand.late_share
        )
        first, last = demand.starts[number], demand.starts[number + 1]
        if len(cases.person) - counters[2, COUNT] < last - first:
            return turn
        has, home = _note_cases(persons, cases, demand, row)
        likely = note_likely(demand, persons.key[row], persons.care_grade[row], first, last)
        kept, opened = _ask(
            persons, households, cases, demand, conditions, place_area, eligible, month, row, home, likely
        )
        if opened > 0:
            kept = _begin(persons, cases, counters, demand, row, first, last, kept, has, month)
        _end(persons, cases, counters, demand, row, kept, has)
    return len(rows)


@helper
def _ask(
    persons: Persons,
    households: Households,
    cases: Cases,
    demand: Demand,
    conditions: Conditions,
    place_area: npt.NDArray[np.int16],
    eligible: Integers,
    month: int,
    row: int,
    home: int,
    likely: int,
) -> tuple[int, int]:
    """Note which kinds somebody wants; return of how many there is a case, and of how many there is none yet."""
    kept, opened, area = 0, 0, place_area[persons.place[row]]
    for position in range(likely):
        entry, draw = demand.likely[position], demand.draw[position]
        if not is_open(persons, demand, conditions, row, entry, home):
            continue
        kind = demand.kind[entry]
        settled_in = is_settled_in(persons, cases, demand, row, kind)
        if not settled_in and is_excluded(cases, demand, row, kind):
            continue
        eligible[kind, area] += 1
        own = demand.case_of[kind]
        if demand.in_episodes[kind] and own == NOBODY:
            continue
        answer = answer_of(persons, households, cases, demand, conditions, row, entry, draw, settled_in)
        if answer == UNWANTED:
            continue
        demand.wanted_by[kind], demand.away[kind] = row, answer == STAYS_AWAY
        opened += own == NOBODY
        kept += own != NOBODY
        if own != NOBODY:
            _leave_or_come_back(persons, cases, demand, row, own, answer == STAYS_AWAY, month)
        if demand.residential[kind] and persons.role[row] == INSTITUTION:
            home = int(kind)
    return kept, opened


@helper
def _note_cases(persons: Persons, cases: Cases, demand: Demand, row: int) -> tuple[int, int]:
    """Note somebody's case of each kind; return how many there are, and of which kind the home is that has a place."""
    case, has, home = persons.first_case[row], 0, NOBODY
    while case != NOBODY:
        kind = cases.kind[case]
        demand.case_of[kind] = case
        has += 1
        if demand.residential[kind] and has_place(cases, case):
            home = int(kind)
        case = cases.next_case[case]
    return has, home


@helper
def _leave_or_come_back(
    persons: Persons, cases: Cases, demand: Demand, row: int, case: int, away: bool, month: int
) -> None:
    """Let somebody who waits stay away, or who stayed away come back; who has a place keeps it.

    The longer they stayed away, or had given up before, the more have given it up for now, and ask again some time.
    """
    state, kind = cases.state[case], cases.kind[case]
    if away and state in (WAITING, GAVE_UP):
        cases.state[case] = DETERRED
        if state == WAITING:
            cases.since[case] = month
        persons.due[row] |= NEEDS_DUE
    elif state == DETERRED and not away:
        kept = (1.0 - demand.giving_up[kind]) ** (month - cases.since[case])
        asks = uniform(demand.habit_salt[kind], persons.key[row]) < kept
        cases.state[case], cases.since[case] = WAITING if asks else GAVE_UP, month
        persons.due[row] |= NEEDS_DUE


@helper
def _begin(
    persons: Persons,
    cases: Cases,
    counters: npt.NDArray[np.int64],
    demand: Demand,
    row: int,
    first: int,
    last: int,
    kept: int,
    has: int,
    month: int,
) -> int:
    """Give somebody a case of each kind that they newly want; return how many of those before are kept by now.

    A case that ends at the same house goes on under the new kind.
    """
    for entry in range(first, last):
        kind = demand.kind[entry]
        if demand.wanted_by[kind] != row or demand.case_of[kind] != NOBODY:
            continue
        state, case = DETERRED if demand.away[kind] else WAITING, NOBODY
        if kept < has:
            case = _ending_at_house(persons, cases, demand, row, kind)
        if case == NOBODY:
            open_case(persons, cases, counters, row, kind, state, demand.salt[kind], month)
            continue
        demand.case_of[cases.kind[case]] = NOBODY
        cases.kind[case] = kind
        kept += 1
        if cases.state[case] == GAVE_UP or cases.state[case] == DETERRED:
            cases.state[case], cases.since[case] = state, month
        persons.due[row] |= NEEDS_DUE
    return kept


@helper
def _ending_at_house(persons: Persons, cases: Cases, demand: Demand, row: int, kind: int) -> int:
    """Return somebody's case that ends at a house that offers this kind, too; `NOBODY` if there is none."""
    case = int(persons.first_case[row])
    while case != NOBODY:
        before = cases.kind[case]
        if demand.house[before] == demand.house[kind] and demand.wanted_by[before] != row:
            break
        case = int(cases.next_case[case])
    return case


@helper
def _end(
    persons: Persons,
    cases: Cases,
    counters: npt.NDArray[np.int64],
    demand: Demand,
    row: int,
    kept: int,
    has: int,
) -> None:
    """Close somebody's cases of kinds that they no longer want, and forget what was noted of all of them."""
    ends = kept < has
    if ends:
        persons.due[row] |= NEEDS_DUE
    before, case = NOBODY, persons.first_case[row] if has > 0 else NOBODY
    while case != NOBODY:
        following, kind = cases.next_case[case], cases.kind[case]
        demand.case_of[kind] = NOBODY
        if not ends or demand.wanted_by[kind] == row:
            before, case = case, following
            continue
        if before == NOBODY:
            persons.first_case[row] = following
        else:
            cases.next_case[before] = following
        give_back(cases, counters, case)
        case = following
