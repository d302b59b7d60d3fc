"""Whom relatives or homes care for: looked at again when they, their household or their age group changed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import COUNT_CASES, INSTITUTION, Cases, Households, Persons
from simsocial.core.compile import helper
from simsocial.core.marks import BLOCK
from simsocial.services.case_tally import Counted, Holds
from simsocial.services.informal_care import CareRoom, add_cared, drop_cared, look_at_cared

__all__ = ["look_at_cared_again", "look_at_cared_of"]


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
            due = persons.due[np.uint32(rows[turn])] & COUNT_CASES != 0
            changed = (households.due[np.uint32(homes[turn])] & COUNT_CASES != 0) | (month >= until[turn])
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
