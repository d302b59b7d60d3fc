"""What is counted of cases at the month's end: how many, how long, how far, and what relatives do meanwhile.

Only cases of people who are due are looked at, and those of people who came into another group by their age: what was
counted of them is taken away, what holds now is added. So are those cared for; the few who wait are added up anew.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import (
    COUNT_ANEW,
    COUNT_CASES,
    ELSEWHERE,
    INSTITUTION,
    SERVED,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import in_place
from simsocial.core.marks import BLOCK, clear_marks, eight_by_eight, next_marked
from simsocial.core.state import TOP, State, longer
from simsocial.indicators.cells import PersonCells
from simsocial.indicators.counts import Counts
from simsocial.parameters.by_month import equal_arrays
from simsocial.services.booked_hours import BookedHours
from simsocial.services.care_tally import look_at_cared_again, look_at_cared_of
from simsocial.services.case_tally import Counted, Holds, Tallies, count_cases_of, count_waiting, renew_cases
from simsocial.services.catalogue import Catalogue
from simsocial.services.informal_care import Cared, CaredAlone, CareRoom, CareSums
from simsocial.services.present import Present
from simsocial.services.transport import Transport

__all__ = ["CaseCounts"]

Integers = npt.NDArray[np.int64]

_NO_CLAIM = 1 << 30
"""Months of age that nobody reaches."""


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
    booked_hours : BookedHours
        Hours of care that each child has.
    place_area : ndarray (places,)
        Area of each place.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        counts: Counts,
        transport: Transport,
        booked_hours: BookedHours,
        place_area: npt.NDArray[np.int16],
    ) -> None:
        self._counts, self._transport, self._booked_hours = counts, transport, booked_hours
        self._place_area = place_area
        self._claim_from = np.array(
            [
                (kind.eligibility.claim_from_months or 0) if kind.access == "entitlement" else _NO_CLAIM
                for kind in catalogue
            ],
            dtype=np.int64,
        )
        self._tallies = Tallies(counts.waiting_months, counts.claims)
        areas = len(counts.areas)
        self._counted = Counted(
            np.zeros(0, dtype=np.uint16),
            np.zeros((0, 8), dtype=np.int16),
            np.zeros_like(counts.cases),
            np.zeros_like(counts.travel),
            Cared.nobody(),
            np.zeros(1, dtype=np.int64),
            CareSums(
                np.zeros((12, areas, counts.cells.number), dtype=np.int64),
                *np.zeros((4, areas), dtype=np.int64),
            ),
        )
        block = np.zeros((6, BLOCK), dtype=np.int32)
        self._rows = block[0]
        self._room = CareRoom(block[1], block[2], block[3], block[4], block[5], np.zeros(BLOCK))
        self._given = np.zeros(0, dtype=np.int64)
        self._state: State | None = None
        self._now: Present | None = None
        self._cells: PersonCells | None = None

    def care_hours(self) -> tuple[npt.NDArray[np.int32], Integers]:
        """Return the rows of those whom relatives cared for at the month's end, and quarter-hours a week."""
        cared, number = self._counted.cared, int(self._counted.number[0])
        given = np.flatnonzero((cared.hours[:number] > 0) & (cared.carer[:number] != 0))
        alone = self.cared_alone().row[: len(self._given)]
        rows = np.concatenate([cared.row[given], alone[self._given > 0]])
        return rows, np.concatenate([cared.hours[given], self._given[self._given > 0]])

    def cared_alone(self) -> CaredAlone:
        """Return those of whose household nobody could care for them at the month's end."""
        cared, number = self._counted.cared, int(self._counted.number[0])
        # Who lives in a home has no hours.
        alone = np.flatnonzero((cared.carer[:number] == 0) & (cared.hours[:number] > 0))
        hours = cared.hours[alone].astype(np.int64)
        return CaredAlone(cared.row[alone], cared.home[alone], cared.area[alone], hours)

    def note_given(self, hours: Integers) -> None:
        """Note the quarter-hours a week that others give to each of :meth:`cared_alone`."""
        self._given = hours

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
            Holds(
                cells,
                another,
                self._place_area,
                site_place,
                present.minutes,
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
        served = counts.cases[:, [SERVED, ELSEWHERE]].sum(axis=(1, 3))
        hours = self._booked_hours.quarter_hours(month)
        counts.quantity("childcare_hours")[:] = np.rint(hours @ served).astype(np.int64)
        at_home, resident = counted.care.persons[:6], counted.care.persons[6:]
        np.add(at_home[1:], resident[1:], out=counts.care[1:])
        at_home[1:].sum(axis=0, out=counts.care_at_home)
        resident.sum(axis=0, out=counts.institution)
        counts.quantity("informal_care_hours")[:] = counted.care.hours
        counts.quantity("old_carers")[:] = counted.care.old_carers
        counts.quantity("cared_by_partner")[:] = counted.care.by_partner
        counts.quantity("cared_in_household")[:] = counted.care.by_others
        self._given = np.zeros(0, dtype=np.int64)

    def _differs(self, present: Present, site_place: npt.NDArray[np.int16]) -> bool:
        """Tell whether anything that the count looks up holds no longer."""
        if present is self._now:
            return False
        before, self._now = self._now, present
        old_ways = self._transport.renew(present, site_place)
        if before is None or before.minutes is not present.minutes:
            return True
        return old_ways or not equal_arrays(before.values.informal_care, present.values.informal_care)

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
        state.persons.due[:top] |= np.uint8(COUNT_CASES)
        return int(np.count_nonzero(state.persons.care_grade[:top])) + int(
            np.count_nonzero(state.persons.role[:top] == INSTITUTION)
        )

    def _in_another_cell(self, state: State, cells: PersonCells) -> npt.NDArray[np.bool_]:
        """Return which cohorts are counted in another cell than before, and mark persons who are for other reasons."""
        before, self._cells = self._cells or cells, cells
        both = min(len(before.of_row), len(cells.of_row))
        if both:
            moved = before.of_row[:both] != cells.of_row[:both]
            state.persons.due[:both][moved] |= np.uint8(COUNT_CASES)
            moved &= state.persons.cohort[:both] != EMPTY_COHORT
            state.households.due[state.persons.household[:both][moved]] |= np.uint8(COUNT_CASES)
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
    holds: Holds,
    counted: Counted,
    tallies: Tallies,
    rows: npt.NDArray[np.int32],
    room: CareRoom,
) -> None:
    """Bring the count of cases up to date, add up those cared for and those who wait, and take all marks away."""
    renew_cases(cases, top, holds, counted, rows)
    look_at_cared_again(persons, households, cases, month, holds, counted, room)
    begin = 0
    while begin <= len(marks[0]):
        found, begin = next_marked(marks[0], persons.due, COUNT_CASES, begin, rows)
        count_cases_of(persons, cases, rows[:found], holds, counted, room)
        look_at_cared_of(persons, households, cases, rows[:found], month, holds, counted, room)
    count_waiting(cases, top, month, holds, counted, tallies)
    clear_marks(marks[0], persons.due, COUNT_ANEW | COUNT_CASES)
    clear_marks(marks[1], households.due, COUNT_ANEW | COUNT_CASES)
