"""For whom of a month's candidates an event fires, at its process's turn."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY, Cases, Persons
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch
from simsocial.people.traits import Axis
from simsocial.processes.base import Floats, Rows
from simsocial.processes.candidates import Candidates

__all__ = ["Levels", "Lookup", "fire"]

Levels = npt.NDArray[np.uint8]

_AHEAD = 24
"""Candidates between the one that is asked for and the one that is looked at."""


class Lookup(NamedTuple):
    """Levels of an axis that role, partner and care grade decide; else one level, to which that of each is added.

    Attributes
    ----------
    level : ndarray (roles, 2, grades)
        Level by role, whether there is a partner, and care grade.
    by_role, by_partner, by_grade : bool
        Which of the three matter; the others are not read.
    """

    level: Levels
    by_role: bool
    by_partner: bool
    by_grade: bool

    @classmethod
    def of(cls, axis: Axis) -> Lookup:
        """Return what an axis says."""
        level = np.zeros((1, 1, 1), dtype=np.uint8) if axis.by_state is None else axis.by_state
        return cls(np.ascontiguousarray(level), *(length > 1 for length in level.shape))


@helper
def _hazard_of(
    persons: Persons,
    cases: Cases,
    hazard: Floats,
    factors: Floats,
    has_factors: bool,
    level: int,
    row: int,
    cell: int,
) -> float:
    """Return a person's hazard: the table's value for the level, times what services do to it."""
    value: float = hazard[level, cell]
    if has_factors:
        case = persons.first_case[row]
        while case != NOBODY:
            value *= factors[cases.kind[case], cases.state[case]]
            case = cases.next_case[case]
    return value


@helper
def _fetch_state(persons: Persons, lookup: Lookup, has_factors: bool, row: int) -> None:
    """Ask memory for what a candidate's hazard depends on."""
    if lookup.by_role:
        fetch(persons.role, row)
    if lookup.by_partner:
        fetch(persons.partner, row)
    if lookup.by_grade:
        fetch(persons.care_grade, row)
    if has_factors:
        fetch(persons.first_case, row)
    fetch(persons.key, row)


@in_place
def fire(
    persons: Persons,
    cases: Cases,
    hazard: Floats,
    factors: Floats,
    has_factors: bool,
    by_place: Floats,
    lookup: Lookup,
    levels: Levels,
    candidates: Candidates,
    first: int,
    last: int,
    fired: Rows,
) -> int:
    """Collect the candidates from `first` to `last` for whom the hazard fires; rows given to others do not count.

    Without branches, so that the memory is asked for many candidates at a time.
    """
    passed = 0
    for i in range(first, last):
        _fetch_state(persons, lookup, has_factors, candidates.row[min(i + _AHEAD, last - 1)])
        row = candidates.row[i]
        role = persons.role[row] if lookup.by_role else 0
        partner = int(persons.partner[row] != NOBODY) if lookup.by_partner else 0
        grade = persons.care_grade[row] if lookup.by_grade else 0
        level = np.int64(lookup.level[role, partner, grade])
        if len(levels):
            level += np.int64(levels[i - first])
        value = _hazard_of(persons, cases, hazard, factors, has_factors, level, row, candidates.cell[i])
        if len(by_place):
            value *= by_place[persons.place[row]]
        fired[passed] = i
        passed += candidates.needed[i] < value
    # The key comes last: it lies far from the keys of other candidates and few get so far.
    count = 0
    for position in range(passed):
        i = fired[position]
        row = candidates.row[i]
        fired[count] = row
        count += persons.key[row] == candidates.key[i]
    return count
