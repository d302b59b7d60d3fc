"""What is counted of cases at the month's end: how many, how long, how far, and what relatives do meanwhile.

Only cases of people who are due are looked at, and those of people who came into another group by their age: what was
counted of them is taken away, what holds now is added. So are those cared for; the few who wait are added up anew.
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
from simsocial.core.marks import BLOCK, clear_marks, eight_by_eight, next_marked
from simsocial.core.random import uniform
from simsocial.core.state import TOP, State, longer
from simsocial.indicators.cells import PersonCells, cell_of
from simsocial.indicators.counts import Counts
from simsocial.services.catalogue import Catalogue
from simsocial.services.informal_care import (
    Cared,
    CareRoom,
    CareSums,
    InformalCare,
    add_cared,
    drop_cared,
    look_at_cared,
)
from simsocial.services.present import Present
from simsocial.services.transport import Transport, Ways

__all__ = ["CaseCounts", "served_by_site"]

Integers = npt.NDArray[np.int64]

_KIND, _STATE, _AREA, _CELL, _START, _MINUTES, _GONE, _OWED = range(8)
"""Of a counted case: where it is counted; area from which its way is, and its minutes; minutes of transport gone and
owed; -1 for none."""

_NO_CLAIM = 1 << 30
"""Months of age that nobody reaches."""


class _Counted(NamedTuple):
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
    waiting_months : (kinds, areas)
    claims : (kinds, areas, cells)
    """

    waiting_months: Integers
    claims: Integers


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
        self._tallies = _Tallies(counts.waiting_months, counts.claims)
        areas = len(counts.areas)
        self._counted = _Counted(
            np.zeros(0, dtype=np.uint16),
            np.zeros((0, 8), dtype=np.int16),
            np.zeros_like(counts.cases),
            np.zeros_like(counts.travel),
            Cared.nobody(),
            np.zeros(1, dtype=np.int64),
            CareSums(
                np.zeros((12, areas, counts.cells.number), dtype=np.int64),
                *np.zeros((3, areas), dtype=np.int64),
            ),
        )
        block = np.zeros((6, BLOCK), dtype=np.int32)
        self._rows = block[0]
        self._room = CareRoom(block[1], block[2], block[3], block[4], block[5], np.zeros(BLOCK))
        self._state: State | None = None
        self._now: Present | None = None
        self._cells: PersonCells | None = None

    @property
    def nbytes(self) -> int:
        """Bytes held by what was counted of cases and of those cared for."""
        counted = self._counted
        return sum(values.nbytes for values in (counted.cohort, counted.as_what, *counted.cared))

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
            self._rows,
            self._room,
        )
        counts.cases[...] = counted.cases
        counts.travel[...] = counted.travel
        lost = present.values.informal_care.parent_quarter_hours
        by_area = counts.cases.sum(axis=-1).reshape(lost.size, len(counts.areas))
        counts.quantity("parent_hours_lost")[:] = lost.ravel() @ by_area
        at_home, resident = counted.care.persons[:6], counted.care.persons[6:]
        np.add(at_home[1:], resident[1:], out=counts.care[1:])
        at_home[1:].sum(axis=0, out=counts.care_at_home)
        resident.sum(axis=0, out=counts.institution)
        counts.quantity("informal_care_hours")[:] = counted.care.hours
        counts.quantity("carers_full_time_loss")[:] = counted.care.full_time_loss
        counts.quantity("old_carers")[:] = counted.care.old_carers

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
            counted.cohort,
            counted.cases,
            counted.travel,
            counted.number,
            self._transport.ways.cases,
            *counted.care,
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
        # One more, where kernels note whom they then do not take in.
        needed, room = int(counted.number[0]) + due + 1, len(counted.cared.row)
        if needed > room:
            room = needed + needed // 16
        self._counted = counted._replace(
            cohort=longer(counted.cohort, rows),
            as_what=longer(counted.as_what, rows),
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
    rows: npt.NDArray[np.int32],
    room: CareRoom,
) -> None:
    """Bring the count of cases up to date, add up those cared for and those who wait, and take all marks away."""
    _renew_cases(cases, top, holds, counted)
    _look_at_cared_again(persons, households, cases, month, holds, counted, room)
    begin = 0
    while begin <= len(marks[0]):
        found, begin = next_marked(marks[0], persons.due, COUNT_ANEW, begin, rows)
        _count_cases_of(persons, cases, rows[:found], holds, counted, room)
        _look_at_cared_of(persons, households, cases, rows[:found], month, holds, counted, room)
    _count_waiting(cases, top, month, holds, counted, tallies)
    clear_marks(marks[0], persons.due, COUNT_ANEW)
    clear_marks(marks[1], households.due, COUNT_ANEW)


@helper
def _renew_cases(cases: Cases, top: int, holds: _Holds, counted: _Counted) -> None:
    """Take away cases that have ended; count those in another cell whose person has come there by age."""
    for case in range(top):
        cohort = counted.cohort[case]
        if cohort == EMPTY_COHORT:
            continue
        person = cases.person[case]
        if person == NOBODY:
            _add_case(case, -1, counted, holds.ways)
            counted.cohort[case] = EMPTY_COHORT
        elif holds.another[cohort]:
            what = counted.as_what[case]
            of_kind = counted.cases[what[_KIND], what[_STATE], what[_AREA]]
            of_kind[what[_CELL]] -= 1
            what[_CELL] = cell_of(holds.cells, cohort, person)
            of_kind[what[_CELL]] += 1


@helper
def _look_at_cared_again(
    persons: Persons,
    households: Households,
    cases: Cases,
    month: int,
    holds: _Holds,
    counted: _Counted,
    room: CareRoom,
) -> None:
    """Look again at those cared for in whose household something changed; take out those who are due themselves."""
    care, cared, sums, entries, number = (
        holds.care,
        counted.cared,
        counted.care,
        room.entries,
        counted.number[0],
    )
    # From the end on, so that whoever is put in the place of one taken out has been looked at.
    for begin in range((number - 1) // BLOCK * BLOCK, -1, -BLOCK):
        block, again, out = slice(begin, min(begin + BLOCK, number)), 0, 0
        rows, homes, cohorts, until = (
            cared.row[block],
            cared.home[block],
            cared.cohort[block],
            cared.until[block],
        )
        for turn in range(len(rows)):
            due = persons.due[np.uint32(rows[turn])] & COUNT_ANEW != 0
            changed = (households.due[np.uint32(homes[turn])] & COUNT_ANEW != 0) | (month >= until[turn])
            changed |= holds.another[cohorts[turn]]
            entries[again], room.out[out] = begin + turn, begin + turn
            again += changed & (not due)
            out += due
        for turn in range(again):
            add_cared(care, cared, entries[turn], -1, sums)
        look_at_cared(
            persons, households, cases, month, holds.place_area, holds.cells, care, cared, again, room
        )
        for turn in range(again):
            add_cared(care, cared, entries[turn], 1, sums)
        for turn in range(out - 1, -1, -1):
            add_cared(care, cared, room.out[turn], -1, sums)
            counted.number[0] -= 1
            drop_cared(cared, room.out[turn], counted.number[0])


@helper
def _look_at_cared_of(
    persons: Persons,
    households: Households,
    cases: Cases,
    rows: npt.NDArray[np.int32],
    month: int,
    holds: _Holds,
    counted: _Counted,
    room: CareRoom,
) -> None:
    """Look at those of these people who are cared for or live in a home."""
    cared, first = counted.cared, counted.number[0]
    entry = first
    for row in rows:
        cared.row[entry] = row
        resident = (persons.role[row] == INSTITUTION) & (persons.cohort[row] != EMPTY_COHORT)
        entry += (persons.care_grade[row] > 0) | resident
    for turn in range(entry - first):
        room.entries[turn] = first + turn
    look_at_cared(
        persons,
        households,
        cases,
        month,
        holds.place_area,
        holds.cells,
        holds.care,
        cared,
        entry - first,
        room,
    )
    counted.number[0] = entry
    for new in range(first, entry):
        add_cared(holds.care, cared, new, 1, counted.care)


@helper
def _count_waiting(
    cases: Cases, top: int, month: int, holds: _Holds, counted: _Counted, tallies: _Tallies
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
def _count_cases_of(
    persons: Persons,
    cases: Cases,
    rows: npt.NDArray[np.int32],
    holds: _Holds,
    counted: _Counted,
    room: CareRoom,
) -> None:
    """Count the cases of these people: all first ones first, then all second ones, and so on."""
    whose, at, left = room.turns, room.at, 0
    for row in rows:
        whose[left], at[left] = row, persons.first_case[row]
        left += persons.first_case[row] != NOBODY
    while left > 0:
        more = 0
        for place in range(left):
            row, case = whose[place], at[place]
            _count_case(persons, cases, row, case, holds, counted)
            whose[more], at[more] = row, cases.next_case[case]
            more += cases.next_case[case] != NOBODY
        left = more


@helper
def _count_case(
    persons: Persons, cases: Cases, row: int, case: int, holds: _Holds, counted: _Counted
) -> None:
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
def _add_case(case: int, times: int, counted: _Counted, ways: Ways) -> None:
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
