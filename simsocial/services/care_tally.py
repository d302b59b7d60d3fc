"""Whom relatives or homes care for: looked at again when they, their household or their age group changed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH
from simsocial.core.columns import COUNT_CASES, COUNT_STATE, INSTITUTION, NOBODY, Cases, Households, Persons
from simsocial.core.compile import helper
from simsocial.core.fetch import fetch
from simsocial.core.marks import BLOCK
from simsocial.indicators.cells import cell_of
from simsocial.services.case_tally import Counted, Holds
from simsocial.services.informal_care import (
    BY_PARTNER,
    OF_WORKING_AGE,
    OLD,
    Cared,
    CareRoom,
    CareSums,
    InformalCare,
)

__all__ = ["look_at_cared_again", "look_at_cared_of"]

_LOOKED_AT = COUNT_STATE
"""Mark of a person who is due, but has been looked at where they stand in the list; gone when the count is done. Its
other use has ended by then: people are counted before their cases."""

_GROWN_UP, _RETIRED = 12 * 18, 12 * 66
"""Months of age between which a member of the household is of working age."""

_NEVER = 1 << 30

_AHEAD = 8
"""People between the one who is asked for and the one who is looked at."""


@helper
def look_at_cared_again(
    persons: Persons,
    households: Households,
    cases: Cases,
    month: int,
    holds: Holds,
    counted: Counted,
    room: CareRoom,
) -> None:
    """Look again at those cared for in whose household something changed; take out who is cared for no longer.

    A household is due with any of its members, also with one who has left it. Those who are due themselves are told
    by a mark that they have been looked at.
    """
    cared, entries, number = counted.cared, room.entries, counted.number[0]
    # From the end on, so that whoever is put in the place of one taken out has been looked at.
    for begin in range((number - 1) // BLOCK * BLOCK, -1, -BLOCK):
        block, found = slice(begin, min(begin + BLOCK, number)), 0
        homes, cohorts, until = cared.home[block], cared.cohort[block], cared.until[block]
        for turn in range(len(homes)):
            changed = (households.due[np.uint32(homes[turn])] & COUNT_CASES != 0) | (month >= until[turn])
            entries[found] = begin + turn
            found += changed | holds.another[cohorts[turn]]
        again = out = 0
        for turn in range(found):
            entry = entries[turn]
            _add_cared(cared, entry, -1, counted.care)
            row = cared.row[entry]
            due, stays = persons.due[row] & COUNT_CASES != 0, _is_cared_for(persons, row)
            persons.due[row] |= (due & stays) * _LOOKED_AT
            entries[again], room.out[out] = entry, entry
            again += stays
            out += not stays
        _look_at_cared(persons, households, cases, month, holds, cared, again, room)
        for turn in range(again):
            _add_cared(cared, entries[turn], 1, counted.care)
        for turn in range(out - 1, -1, -1):
            counted.number[0] -= 1
            _drop_cared(cared, room.out[turn], counted.number[0])


@helper
def look_at_cared_of(
    persons: Persons,
    households: Households,
    cases: Cases,
    rows: npt.NDArray[np.int32],
    month: int,
    holds: Holds,
    counted: Counted,
    room: CareRoom,
) -> None:
    """Look at those of these people who are cared for or live in a home and have not been looked at yet."""
    cared, first = counted.cared, counted.number[0]
    entry = first
    for row in rows:
        cared.row[entry] = row
        entry += _is_cared_for(persons, row) & (persons.due[row] & _LOOKED_AT == 0)
        persons.due[row] &= ~np.uint8(_LOOKED_AT)
    for turn in range(entry - first):
        room.entries[turn] = first + turn
    _look_at_cared(persons, households, cases, month, holds, cared, entry - first, room)
    counted.number[0] = entry
    for new in range(first, entry):
        _add_cared(cared, new, 1, counted.care)


@helper
def _is_cared_for(persons: Persons, row: int) -> bool:
    """Tell whether somebody has a care grade or lives in a home."""
    resident = (persons.role[row] == INSTITUTION) & (persons.cohort[row] != EMPTY_COHORT)
    return bool((persons.care_grade[row] > 0) | resident)


@helper
def _look_at_cared(
    persons: Persons,
    households: Households,
    cases: Cases,
    month: int,
    holds: Holds,
    cared: Cared,
    number: int,
    room: CareRoom,
) -> None:
    """Note what holds of so many people cared for or in a home, and until when if nothing happens.

    One thing after the other is done for all of them (:mod:`simsocial.core.marks`).
    """
    entries, at_home, left = room.entries, room.at_home, 0
    for turn in range(number):
        if turn + _AHEAD < number:
            fetch(persons.household, cared.row[entries[turn + _AHEAD]])
            fetch(persons.place, cared.row[entries[turn + _AHEAD]])
        entry = entries[turn]
        row = cared.row[entry]
        grade, resident = persons.care_grade[row], persons.role[row] == INSTITUTION
        cohort, home = persons.cohort[row], persons.household[row]
        fetch(households.first_member, home)
        cared.home[entry], cared.cohort[entry] = home, cohort
        cared.cell[entry] = cell_of(holds.cells, cohort, row)
        cared.area[entry], cared.situation[entry] = holds.place_area[persons.place[row]], 6 * resident + grade
        cared.until[entry], cared.hours[entry] = _NEVER, 0
        cared.carer[entry] = 0
        at_home[left] = entry
        left += (grade > 0) & (not resident)
    _note_hours(persons, cases, holds.care, cared, left, room)
    _note_carer(persons, households, month, cared, left, room)


@helper
def _note_hours(
    persons: Persons, cases: Cases, care: InformalCare, cared: Cared, number: int, room: CareRoom
) -> None:
    """Note the hours that relatives give these people: by grade, times what each of their cases does to them."""
    entries, weekly, turns, at = room.at_home, room.weekly, room.turns, room.at
    left = 0
    for turn in range(number):
        row = cared.row[entries[turn]]
        weekly[turn] = care.hours_by_grade[persons.care_grade[row]]
        turns[left], at[left] = turn, persons.first_case[row]
        left += persons.first_case[row] != NOBODY
    while left > 0:
        more = 0
        for place in range(left):
            turn, case = turns[place], at[place]
            weekly[turn] *= care.factors[cases.kind[case], cases.state[case]]
            turns[more], at[more] = turn, cases.next_case[case]
            more += cases.next_case[case] != NOBODY
        left = more
    for turn in range(number):
        cared.hours[entries[turn]] = int(round(4.0 * weekly[turn]))


@helper
def _note_carer(
    persons: Persons, households: Households, month: int, cared: Cared, number: int, room: CareRoom
) -> None:
    """Note who cares for these people, and in which month a member of the household comes to another age.

    Who needs care themselves cares for nobody; without a branch, whose outcome would hang on memory.
    """
    entries, turns, at = room.at_home, room.turns, room.at
    left = number
    for turn in range(number):
        member = households.first_member[cared.home[entries[turn]]]
        turns[turn], at[turn] = turn, member
        _fetch_member(persons, member)
    while left > 0:
        more = 0
        for place in range(left):
            turn, member = turns[place], at[place]
            entry, age = entries[turn], month - EPOCH_MONTH - (persons.cohort[member] >> 1)
            minor, old, graded = age < _GROWN_UP, age >= _RETIRED, persons.care_grade[member] > 0
            carer = OF_WORKING_AGE + (OLD - OF_WORKING_AGE) * old
            carer += BY_PARTNER * (persons.partner[cared.row[entry]] == member)
            until = month - age + (_GROWN_UP if minor else _RETIRED)
            cared.carer[entry] |= np.uint8(carer * (not (minor | graded)))
            cared.until[entry] = min(cared.until[entry], _NEVER if old | graded else until)
            following = persons.next_member[member]
            turns[more], at[more] = turn, following
            more += following != NOBODY
        left = more


@helper
def _fetch_member(persons: Persons, member: int) -> None:
    """Ask for what is needed of a member of the household of somebody cared for."""
    fetch(persons.cohort, member)
    fetch(persons.care_grade, member)
    fetch(persons.next_member, member)


@helper
def _add_cared(cared: Cared, entry: int, times: int, sums: CareSums) -> None:
    """Add somebody cared for or in a home to the sums, or take them away (-1 times)."""
    area, carer = cared.area[entry], cared.carer[entry]
    sums.persons[cared.situation[entry], area, cared.cell[entry]] += times
    sums.hours[area] += times * cared.hours[entry] * (carer != 0)
    sums.old_carers[area] += times * (carer & (OF_WORKING_AGE | OLD) == OLD)
    sums.by_partner[area] += times * (carer & BY_PARTNER != 0)
    sums.by_others[area] += times * ((carer != 0) & (carer & BY_PARTNER == 0))


@helper
def _drop_cared(cared: Cared, entry: int, last: int) -> None:
    """Put the last one in place of one who is dropped."""
    cared.row[entry], cared.home[entry], cared.until[entry] = (
        cared.row[last],
        cared.home[last],
        cared.until[last],
    )
    cared.cohort[entry], cared.area[entry], cared.cell[entry] = (
        cared.cohort[last],
        cared.area[last],
        cared.cell[last],
    )
    cared.situation[entry], cared.hours[entry] = cared.situation[last], cared.hours[last]
    cared.carer[entry] = cared.carer[last]
