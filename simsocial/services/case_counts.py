"""What is counted of cases at the month's end: how many, how long, how far, and what relatives do meanwhile.

Only cases of people who are due are looked at, and those of people who came into another group by their age: what was
counted of them is taken away, what holds now is added. Those cared for, and the few who wait, are added up each month.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH
from simsocial.core.columns import (
    COUNT_ANEW,
    ELSEWHERE,
    INSTITUTION,
    NOBODY,
    SERVED,
    WAITING,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import helper, in_place
from simsocial.core.random import uniform
from simsocial.core.state import TOP, State, eight_by_eight, longer
from simsocial.indicators.counts import Counts
from simsocial.indicators.margins import PersonCells, cell_of
from simsocial.services.catalogue import Catalogue
from simsocial.services.informal_care import Cared, InformalCare, add_cared, drop_cared, look_at_cared
from simsocial.services.present import Present
from simsocial.services.transport import Transport, Ways

__all__ = ["CaseCounts", "served_by_site"]

Integers = npt.NDArray[np.int64]

_STATES = 4
_ANY = np.uint64(0x0101010101010101 * COUNT_ANEW)
"""The mark of any of eight rows."""

_START, _MINUTES, _GONE, _OWED = range(4)
"""Of a counted case: area from which its way is counted and minutes of it; minutes of transport gone and owed."""

_NO_CLAIM = 1 << 30
"""Months of age that nobody reaches."""


class _Counted(NamedTuple):
    """What was counted, case by case, and what it adds up to.

    Attributes
    ----------
    place : int32 (cases,)
        Place in `cases` plus 1; 0 if not counted.
    cohort : uint16 (cases,)
        Of the person.
    way : int16 (cases, 4)
        See :data:`_START`; -1 for none.
    cases : int64 (kinds x states x areas x cells,)
    travel : int64 (kinds, areas, 4)
    cared : Cared
        Those with a care grade or in a home; behind them there is room for more.
    number : int64 (1,)
        How many these are.
    """

    place: npt.NDArray[np.int32]
    cohort: npt.NDArray[np.uint16]
    way: npt.NDArray[np.int16]
    cases: Integers
    travel: Integers
    cared: Cared
    number: Integers


class _Holds(NamedTuple):
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


class _Tallies(NamedTuple):
    """The cubes of the month that are added to; see :class:`simsocial.indicators.counts.Counts`.

    Attributes
    ----------
    in_care : (12, areas, cells)
        Persons with a care grade or in a home by 6 x whether they live in one + grade.
    waiting_months : (kinds, areas)
    claims : (kinds, areas, cells)
    care_hours, full_time_loss, old_carers : (areas,)
        Quarter-hours a week, thousandths of full-time jobs, persons.
    """

    in_care: Integers
    waiting_months: Integers
    claims: Integers
    care_hours: Integers
    full_time_loss: Integers
    old_carers: Integers


class CaseCounts:
    """Counts cases and those cared for, month by month.

    Parameters
    ----------
    catalogue : Catalogue
        The kinds.
    counts : Counts
        Where the month is counted into.
    transport : Transport
        Whose ways are counted, too.
    place_area : ndarray (places,)
        Area of each place.
    minutes : ndarray (places, places)
        One-way travel minutes.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        counts: Counts,
        transport: Transport,
        place_area: npt.NDArray[np.int16],
        minutes: npt.NDArray[np.int16],
    ) -> None:
        self._counts, self._transport = counts, transport
        self._place_area, self._minutes = place_area, minutes
        self._claim_from = np.array(
            [
                (kind.eligibility.claim_from_months or 0) if kind.access == "entitlement" else _NO_CLAIM
                for kind in catalogue
            ],
            dtype=np.int64,
        )
        self._tallies = _Tallies(
            np.zeros((12, len(counts.areas), counts.cells.number), dtype=np.int64),
            counts.waiting_months,
            counts.claims,
            counts.quantity("informal_care_hours"),
            counts.quantity("carers_full_time_loss"),
            counts.quantity("old_carers"),
        )
        self._counted = _Counted(
            np.zeros(0, dtype=np.int32),
            np.zeros(0, dtype=np.uint16),
            np.zeros((0, 4), dtype=np.int16),
            np.zeros(counts.cases.size, dtype=np.int64),
            np.zeros_like(counts.travel),
            Cared.nobody(),
            np.zeros(1, dtype=np.int64),
        )
        self._state: State | None = None
        self._now: Present | None = None
        self._cells: PersonCells | None = None

    def care_hours(self) -> tuple[npt.NDArray[np.int32], Integers]:
        """Return the rows of those whom relatives cared for at the month's end, and quarter-hours a week."""
        cared, number = self._counted.cared, int(self._counted.number[0])
        given = np.flatnonzero(cared.hours[:number])
        return cared.row[given], cared.hours[given].astype(np.int64)

    def count(
        self,
        state: State,
        present: Present,
        site_place: npt.NDArray[np.int16],
        cells: PersonCells,
        due: int,
        month: int,
    ) -> None:
        """Count the month's end, and take the marks of those due away.

        Parameters
        ----------
        state : State
            Persons, households and cases.
        present : Present
            What holds in the month.
        site_place : ndarray (sites,)
            Place of each site.
        cells : PersonCells
            In which cell each person is counted.
        due : int
            Number of persons who are due.
        month : int
            Absolute month.
        """
        if self._differs(present, site_place) or state is not self._state:
            due = self._count_all(state)
        another = self._in_another_cell(state, cells)
        self._make_room(state, due)
        counts, counted = self._counts, self._counted
        self._tallies.in_care[...] = 0
        _count(
            state.persons,
            state.households,
            state.cases,
            (eight_by_eight(state.persons.due), eight_by_eight(state.households.due)),
            int(state.counters[2, TOP]),
            month,
            _Holds(
                cells,
                another,
                self._place_area,
                site_place,
                self._minutes,
                present.values.informal_care,
                self._transport.ways,
                self._claim_from,
            ),
            counted,
            self._tallies,
        )
        counts.cases[...] = counted.cases.reshape(counts.cases.shape)
        counts.travel[...] = counted.travel
        lost = present.values.informal_care.parent_quarter_hours
        by_area = counts.cases.sum(axis=-1).reshape(lost.size, -1)
        counts.quantity("parent_hours_lost")[:] = lost.ravel() @ by_area
        at_home, resident = self._tallies.in_care[:6], self._tallies.in_care[6:]
        np.add(at_home[1:], resident[1:], out=counts.care[1:])
        at_home[1:].sum(axis=0, out=counts.care_at_home)
        resident.sum(axis=0, out=counts.institution)

    def _differs(self, present: Present, site_place: npt.NDArray[np.int16]) -> bool:
        """Tell whether anything that the count looks up holds no longer."""
        if present is self._now:
            return False
        before, self._now = self._now, present
        old_ways = self._transport.renew(present, site_place)
        if before is None:
            return True
        return old_ways or not before.values.informal_care.same_as(present.values.informal_care)

    def _count_all(self, state: State) -> int:
        """Forget what was counted, and mark everybody; return how many are due."""
        counted = self._counted
        for values in (
            counted.place,
            counted.cases,
            counted.travel,
            counted.number,
            self._transport.ways.cases,
        ):
            values[...] = 0
        self._state, top = state, int(state.counters[0, TOP])
        state.persons.due[:top] |= np.uint8(COUNT_ANEW)
        return int(np.count_nonzero(state.persons.care_grade[:top])) + int(
            np.count_nonzero(state.persons.role[:top] == INSTITUTION)
        )

    def _in_another_cell(self, state: State, cells: PersonCells) -> npt.NDArray[np.bool_]:
        """Return which cohorts are counted in another cell than before, and mark persons who are for other reasons."""
        before, self._cells = self._cells or cells, cells
        both = min(len(before.of_row), len(cells.of_row))
        if both:
            moved = before.of_row[:both] != cells.of_row[:both]
            state.persons.due[:both][moved] |= np.uint8(COUNT_ANEW)
        another: npt.NDArray[np.bool_] = before.of_cohort != cells.of_cohort
        return another

    def _make_room(self, state: State, due: int) -> None:
        """Make room for all cases, and for those due among the people cared for."""
        counted, rows = self._counted, len(state.cases.person)
        needed, room = int(counted.number[0]) + due, len(counted.cared.row)
        if needed > room:
            room = needed + needed // 16
        self._counted = counted._replace(
            place=longer(counted.place, rows),
            cohort=longer(counted.cohort, rows),
            way=longer(counted.way, rows),
            cared=Cared(*(longer(column, room) for column in counted.cared)),
        )


@in_place
def _count(
    persons: Persons,
    households: Households,
    cases: Cases,
    marks: tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]],
    top: int,
    month: int,
    holds: _Holds,
    counted: _Counted,
    tallies: _Tallies,
) -> None:
    """Bring the count of cases up to date, add up those cared for and those who wait, and take all marks away."""
    _note_old_cases(persons, cases, top, holds, counted, tallies)
    _count_cared(persons, households, cases, month, holds, counted, tallies)
    for eight in range(len(marks[0]) + 1):
        if eight < len(marks[0]) and marks[0][eight] & _ANY == 0:
            continue
        for row in range(8 * eight, min(8 * eight + 8, len(persons.due))):
            if persons.due[row] & COUNT_ANEW and persons.cohort[row] != EMPTY_COHORT:
                _count_person(persons, households, cases, row, month, holds, counted, tallies)
    _count_waiting(cases, top, month, holds, counted, tallies)
    for eights, due in ((marks[0], persons.due), (marks[1], households.due)):
        for eight in range(len(eights)):
            eights[eight] &= ~_ANY
        for row in range(8 * len(eights), len(due)):
            due[row] &= ~np.uint8(COUNT_ANEW)


@helper
def _note_old_cases(
    persons: Persons, cases: Cases, top: int, holds: _Holds, counted: _Counted, tallies: _Tallies
) -> None:
    """Take away cases that have ended, and mark those whose cases are counted in another cell by their age."""
    for case in range(top):
        if counted.place[case] == 0:
            continue
        person = cases.person[case]
        if person == NOBODY:
            _add_case(case, -1, counted, holds.ways, tallies)
            counted.place[case] = 0
        elif holds.another[counted.cohort[case]]:
            persons.due[person] |= COUNT_ANEW


@helper
def _count_cared(
    persons: Persons,
    households: Households,
    cases: Cases,
    month: int,
    holds: _Holds,
    counted: _Counted,
    tallies: _Tallies,
) -> None:
    """Add up those cared for or in a home, but for those due: these are taken out, to be put at the end again."""
    entry, entries, cared = 0, counted.number[0], counted.cared
    while entry < entries:
        if persons.due[cared.row[entry]] & COUNT_ANEW:
            entries -= 1
            drop_cared(cared, entry, entries)
            continue
        if households.due[cared.home[entry]] & COUNT_ANEW or month >= cared.until[entry]:
            look_at_cared(persons, households, cases, month, holds.place_area, holds.care, cared, entry)
        add_cared(holds.cells, holds.care, cared, entry, tallies)
        entry += 1
    counted.number[0] = entries


@helper
def _count_person(
    persons: Persons,
    households: Households,
    cases: Cases,
    row: int,
    month: int,
    holds: _Holds,
    counted: _Counted,
    tallies: _Tallies,
) -> None:
    """Count a person who is due: the cases, and the care that relatives give."""
    if persons.first_case[row] != NOBODY:
        _count_cases_of(persons, cases, row, holds, counted, tallies)
    if persons.care_grade[row] > 0 or persons.role[row] == INSTITUTION:
        cared, entry = counted.cared, counted.number[0]
        counted.number[0] += 1
        cared.row[entry] = row
        look_at_cared(persons, households, cases, month, holds.place_area, holds.care, cared, entry)
        add_cared(holds.cells, holds.care, cared, entry, tallies)


@helper
def _count_waiting(
    cases: Cases, top: int, month: int, holds: _Holds, counted: _Counted, tallies: _Tallies
) -> None:
    """Add up how long those wait who do, and claims that are not met."""
    for case in range(top):
        if cases.state[case] == WAITING and cases.person[case] != NOBODY:
            kind, area, cell = _unfolded(counted.place[case] - 1, tallies)
            tallies.waiting_months[kind, area] += month - cases.since[case]
            months = month - EPOCH_MONTH - (counted.cohort[case] >> 1)
            tallies.claims[kind, area, cell] += months >= holds.claim_from[kind]


@helper
def _unfolded(place: int, tallies: _Tallies) -> tuple[int, int, int]:
    """Return kind, area and cell of a place in the flat cube of cases."""
    _, areas, cells = tallies.claims.shape
    return place // (_STATES * areas * cells), place // cells % areas, place % cells


@helper
def _count_cases_of(
    persons: Persons, cases: Cases, row: int, holds: _Holds, counted: _Counted, tallies: _Tallies
) -> None:
    """Count the cases of a person; what was counted of them before is taken away."""
    _, areas, cells = tallies.claims.shape
    ways, minutes, site_place = holds.ways, holds.minutes, holds.site_place
    cohort, place, at_home = persons.cohort[row], persons.place[row], persons.role[row] != INSTITUTION
    area, cell = holds.place_area[place], cell_of(holds.cells, cohort, row)
    case = persons.first_case[row]
    while case != NOBODY:
        if counted.place[case] > 0:
            _add_case(case, -1, counted, ways, tallies)
        kind, state, way = cases.kind[case], cases.state[case], counted.way[case]
        counted.place[case] = ((kind * _STATES + state) * areas + area) * cells + cell + 1
        counted.cohort[case] = cohort
        way[_START] = way[_GONE] = NOBODY
        if state == SERVED:
            # The way of a resident is that of relatives who live where the resident lived before.
            start = place if at_home else cases.origin[case]
            if start != NOBODY:
                way[_START] = holds.place_area[start]
                way[_MINUTES] = minutes[start, site_place[cases.site[case]]]
        carried = ways.carried[kind]
        if carried != NOBODY and state in (SERVED, ELSEWHERE):
            way[_GONE] = way[_OWED] = ways.nearest[carried, place]
            if state == SERVED:
                far = minutes[place, site_place[cases.site[case]]]
                way[_GONE] = way[_OWED] = far
                if uniform(ways.salt[carried], persons.key[row]) < ways.by_choice[carried]:
                    way[_OWED] = min(far, ways.owed[carried, place])
        _add_case(case, 1, counted, ways, tallies)
        case = cases.next_case[case]


@helper
def _add_case(case: int, times: int, counted: _Counted, ways: Ways, tallies: _Tallies) -> None:
    """Add what is counted of a case, or take it away (-1 times)."""
    place, way = counted.place[case] - 1, counted.way[case]
    counted.cases[place] += times
    kind, area, _ = _unfolded(place, tallies)
    if way[_START] != NOBODY:
        travel = counted.travel[kind, way[_START]]
        travel[0] += times
        travel[1] += times * way[_MINUTES]
        travel[2] += times * (way[_MINUTES] <= 15)
        travel[3] += times * (way[_MINUTES] <= 30)
    if way[_GONE] != NOBODY:
        carried = ways.carried[kind]
        ways.cases[carried, area, way[_GONE], 0] += times
        ways.cases[carried, area, way[_OWED], 1] += times


def served_by_site(state: State, sites: int) -> Integers:
    """Count the cases that each of so many sites serves now, all kinds together, whatever was counted before."""
    by_site = np.zeros(sites, dtype=np.int64)
    _count_served(state.cases, int(state.counters[2, TOP]), by_site)
    return by_site


@in_place
def _count_served(cases: Cases, top: int, by_site: Integers) -> None:
    """Count served cases by site."""
    for case in range(top):
        if cases.state[case] == SERVED and cases.person[case] != NOBODY:
            by_site[cases.site[case]] += 1
