"""What is counted of a case: state, waiting, way; added while it holds, taken away when it does no longer."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH
from simsocial.core.columns import ELSEWHERE, INSTITUTION, NOBODY, SERVED, WAITING, Cases, Persons
from simsocial.core.compile import helper
from simsocial.core.fetch import fetch
from simsocial.core.random import uniform
from simsocial.indicators.cells import PersonCells, cell_of
from simsocial.services.informal_care import Cared, CareRoom, CareSums, InformalCare
from simsocial.services.transport import Ways

__all__ = ["Counted", "Holds", "Tallies", "count_cases_of", "count_waiting", "renew_cases"]

Integers = npt.NDArray[np.int64]
Block = npt.NDArray[np.int32]

_KIND, _STATE, _AREA, _CELL, _START, _MINUTES, _GONE, _OWED = range(8)
"""Of a counted case: where it is counted; area from which its way is, and its minutes; minutes of transport gone and
owed; -1 for none."""

_AHEAD = 8
"""People and cases between the one that is asked for and the one that is looked at."""


class Counted(NamedTuple):
    """What was counted, case by case, and what it adds up to.

    Attributes
    ----------
    cohort : uint16 (cases,)
        Of the person; 0 if the case is not counted.
    as_what : int16 (cases, 8)
        See :data:`_KIND`.
    cases : int64 (kinds, states, areas, cells)
    travel : int64 (kinds, areas, 4)
    cared : Cared
        Those with a care grade or in a home; behind them there is room for more.
    number : int64 (1,)
        How many these are.
    care : CareSums
        What they add up to.
    """

    cohort: npt.NDArray[np.uint16]
    as_what: npt.NDArray[np.int16]
    cases: Integers
    travel: Integers
    cared: Cared
    number: Integers
    care: CareSums


class Holds(NamedTuple):
    """What the count looks up.

    Attributes
    ----------
    cells : PersonCells
    another : bool (cohorts,)
        Whether people of the cohort are counted in another cell than before.
    place_area, site_place : int16 (places,), (sites,)
    minutes : int16 (places, places)
    care : InformalCare
    ways : Ways
    claim_from : int64 (kinds,)
        Months of age from which the law gives a claim.
    """

    cells: PersonCells
    another: npt.NDArray[np.bool_]
    place_area: npt.NDArray[np.int16]
    site_place: npt.NDArray[np.int16]
    minutes: npt.NDArray[np.int16]
    care: InformalCare
    ways: Ways
    claim_from: Integers


class Tallies(NamedTuple):
    """The cubes of the month that are added to; see :class:`simsocial.indicators.counts.Counts`.

    Attributes
    ----------
    waiting_months : (kinds, areas)
    claims : (kinds, areas, cells)
    """

    waiting_months: Integers
    claims: Integers


@helper
def renew_cases(cases: Cases, top: int, holds: Holds, counted: Counted, room: Block) -> None:
    """Take away cases that have ended; count those in another cell whose person has come there by age."""
    for begin in range(0, top, len(room)):
        found = 0
        for case in range(begin, min(begin + len(room), top)):
            cohort = counted.cohort[case]
            room[found] = case
            found += (cohort != EMPTY_COHORT) & ((cases.person[case] == NOBODY) | holds.another[cohort])
        for case in room[:found]:
            if cases.person[case] == NOBODY:
                _add_case(case, -1, counted, holds.ways)
                counted.cohort[case] = EMPTY_COHORT
                continue
            what = counted.as_what[case]
            of_kind = counted.cases[what[_KIND], what[_STATE], what[_AREA]]
            of_kind[what[_CELL]] -= 1
            what[_CELL] = cell_of(holds.cells, counted.cohort[case], cases.person[case])
            of_kind[what[_CELL]] += 1


@helper
def count_waiting(
    cases: Cases, top: int, month: int, holds: Holds, counted: Counted, tallies: Tallies
) -> None:
    """Add up how long those wait who do, and claims that are not met."""
    for case in range(top):
        if cases.state[case] == WAITING and cases.person[case] != NOBODY:
            what = counted.as_what[case]
            kind, area = what[_KIND], what[_AREA]
            tallies.waiting_months[kind, area] += month - cases.since[case]
            months = month - EPOCH_MONTH - (counted.cohort[case] >> 1)
            tallies.claims[kind, area, what[_CELL]] += months >= holds.claim_from[kind]


@helper
def count_cases_of(
    persons: Persons,
    cases: Cases,
    rows: Block,
    holds: Holds,
    counted: Counted,
    room: CareRoom,
) -> None:
    """Count the cases of these people: all first ones first, then all second ones, and so on."""
    whose, at, left = room.turns, room.at, 0
    for turn in range(len(rows)):
        if turn + _AHEAD < len(rows):
            _fetch_person(persons, rows[turn + _AHEAD])
        row = rows[turn]
        whose[left], at[left] = row, persons.first_case[row]
        left += persons.first_case[row] != NOBODY
    while left > 0:
        more = 0
        for place in range(left):
            if place + _AHEAD < left:
                _fetch_case(cases, at[place + _AHEAD], counted)
            row, case = whose[place], at[place]
            _count_case(persons, cases, row, case, holds, counted)
            whose[more], at[more] = row, cases.next_case[case]
            more += cases.next_case[case] != NOBODY
        left = more


@helper
def _fetch_person(persons: Persons, row: int) -> None:
    """Ask for what is needed of a person whose cases and care are looked at soon."""
    fetch(persons.first_case, row)
    fetch(persons.cohort, row)
    fetch(persons.place, row)
    fetch(persons.role, row)
    fetch(persons.care_grade, row)


@helper
def _fetch_case(cases: Cases, case: int, counted: Counted) -> None:
    """Ask for what is needed of a case that is counted soon."""
    fetch(counted.cohort, case)
    fetch(counted.as_what, counted.as_what.shape[1] * case)
    fetch(cases.kind, case)
    fetch(cases.state, case)
    fetch(cases.site, case)
    fetch(cases.next_case, case)


@helper
def _count_case(persons: Persons, cases: Cases, row: int, case: int, holds: Holds, counted: Counted) -> None:
    """Count a case of a person; what was counted of it before is taken away."""
    ways, minutes, what = holds.ways, holds.minutes, counted.as_what[case]
    if counted.cohort[case] != EMPTY_COHORT:
        _add_case(case, -1, counted, ways)
    cohort, place = persons.cohort[row], persons.place[row]
    kind, state, site = cases.kind[case], cases.state[case], cases.site[case]
    counted.cohort[case] = cohort
    what[_KIND], what[_STATE] = kind, state
    what[_AREA], what[_CELL] = holds.place_area[place], cell_of(holds.cells, cohort, row)
    what[_START] = what[_GONE] = NOBODY
    if state == SERVED:
        # The way of a resident is that of relatives who live where the resident lived before.
        start = place if persons.role[row] != INSTITUTION else cases.origin[case]
        if start != NOBODY:
            what[_START] = holds.place_area[start]
            what[_MINUTES] = minutes[start, holds.site_place[site]]
    carried = ways.carried[kind]
    if carried != NOBODY and state == SERVED:
        far = minutes[place, holds.site_place[site]]
        what[_GONE] = what[_OWED] = far
        if uniform(ways.salt[carried], persons.key[row]) < ways.by_choice[carried]:
            what[_OWED] = min(far, ways.owed[carried, place])
    elif carried != NOBODY and state == ELSEWHERE:
        what[_GONE] = what[_OWED] = ways.nearest[carried, place]
    _add_case(case, 1, counted, ways)


@helper
def _add_case(case: int, times: int, counted: Counted, ways: Ways) -> None:
    """Add what is counted of a case, or take it away (-1 times)."""
    what = counted.as_what[case]
    kind = what[_KIND]
    counted.cases[kind, what[_STATE], what[_AREA], what[_CELL]] += times
    if what[_START] != NOBODY:
        travel = counted.travel[kind, what[_START]]
        travel[0] += times
        travel[1] += times * what[_MINUTES]
        travel[2] += times * (what[_MINUTES] <= 15)
        travel[3] += times * (what[_MINUTES] <= 30)
    if what[_GONE] != NOBODY:
        of_kind = ways.cases[ways.carried[kind], what[_AREA]]
        of_kind[what[_GONE], 0] += times
        of_kind[what[_OWED], 1] += times
