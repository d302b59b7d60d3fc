"""The only writer of persons' and households' links: add, remove, found, join, leave, move.

Kernels of all processes call these helpers, so that every person is in exactly one household, members
are linked, sizes count and a household without members is given back, whatever a process does.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import (
    ADULT,
    CHILD,
    DUE,
    INSTITUTION,
    INSTITUTION_HOUSEHOLD,
    NOBODY,
    PRIVATE,
    UNUSED,
    Cases,
    Households,
    Persons,
)
from simsocial.core.company import ADULT_MONTHS, OWN_MINORS, age_months, goes_along
from simsocial.core.compile import helper
from simsocial.core.state import COUNT, FREE, NEW, TOP, State

__all__ = [
    "add_person",
    "close_all_cases",
    "found_household",
    "join_household",
    "leave_household",
    "move_household",
    "move_person",
    "pair",
    "part",
    "remove_person",
    "room_for_orphans",
    "settle_household",
]

Integers = npt.NDArray[np.int64]


@helper
def _note(counters: Integers, table: int, row: int, origin: int) -> None:
    """Note a new row and where it comes from, if columns of processes wait for it; see :meth:`State.take_new`."""
    if counters.shape[1] > NEW:
        noted = counters[table, NEW]
        counters[table, NEW + 1 + 2 * noted] = row
        counters[table, NEW + 2 + 2 * noted] = origin
        counters[table, NEW] = noted + 1


@helper
def found_household(
    households: Households, counters: Integers, key: np.uint64, place: int, form: int, origin: int
) -> int:
    """Return the row of a new household without members; its founder leaves `origin` (-1: comes from outside)."""
    row: int = counters[1, FREE]
    if row == NOBODY:
        row = counters[1, TOP]
        counters[1, TOP] += 1
    else:
        counters[1, FREE] = households.first_member[row]
    counters[1, COUNT] += 1
    households.key[row] = key
    households.first_member[row] = NOBODY
    households.place[row] = place
    households.size[row] = 0
    households.form[row] = form
    households.due[row] = DUE
    _note(counters, 1, row, origin)
    return row


@helper
def join_household(persons: Persons, households: Households, row: int, household: int) -> None:
    """Link a person without a household into one."""
    persons.household[row] = household
    persons.place[row] = households.place[household]
    persons.next_member[row] = households.first_member[household]
    households.first_member[household] = row
    households.size[household] += 1
    persons.due[row] = DUE
    households.due[household] = DUE


@helper
def leave_household(persons: Persons, households: Households, counters: Integers, row: int) -> None:
    """Unlink a person; the household is given back when its last member leaves."""
    household = persons.household[row]
    member = households.first_member[household]
    if member == row:
        households.first_member[household] = persons.next_member[row]
    else:
        while persons.next_member[member] != row:
            member = persons.next_member[member]
        persons.next_member[member] = persons.next_member[row]
    households.size[household] -= 1
    persons.household[row] = NOBODY
    persons.due[row] = DUE
    households.due[household] = DUE
    if households.size[household] == 0:
        households.form[household] = UNUSED
        households.first_member[household] = counters[1, FREE]
        counters[1, FREE] = household
        counters[1, COUNT] -= 1


@helper
def move_person(
    persons: Persons, households: Households, counters: Integers, row: int, household: int
) -> None:
    """Let a person change to another household; who comes from a home is a child of a private one."""
    leave_household(persons, households, counters, row)
    join_household(persons, households, row, household)
    if households.form[household] == INSTITUTION_HOUSEHOLD:
        persons.role[row] = INSTITUTION
    elif persons.role[row] == INSTITUTION:
        persons.role[row] = CHILD


@helper
def add_person(
    persons: Persons,
    households: Households,
    counters: Integers,
    key: np.uint64,
    cohort: int,
    role: int,
    household: int,
    mother: int,
) -> int:
    """Return the row of a new person in a household, born by a mother in this row (-1: comes from outside)."""
    row: int = counters[0, FREE]
    if row == NOBODY:
        row = counters[0, TOP]
        counters[0, TOP] += 1
    else:
        counters[0, FREE] = persons.next_member[row]
    counters[0, COUNT] += 1
    persons.key[row] = key
    persons.cohort[row] = cohort
    persons.partner[row] = NOBODY
    persons.first_case[row] = NOBODY
    persons.role[row] = role
    join_household(persons, households, row, household)
    _note(counters, 0, row, mother)
    return row


@helper
def close_all_cases(persons: Persons, cases: Cases, counters: Integers, row: int) -> None:
    """Give back all cases of a person."""
    case = persons.first_case[row]
    while case != NOBODY:
        following = cases.next_case[case]
        cases.person[case] = NOBODY
        cases.next_case[case] = counters[2, FREE]
        counters[2, FREE] = case
        counters[2, COUNT] -= 1
        case = following
    persons.first_case[row] = NOBODY


@helper
def pair(persons: Persons, one: int, other: int) -> None:
    """Make two members of a household partners."""
    persons.partner[one] = other
    persons.partner[other] = one
    persons.due[one] = persons.due[other] = DUE


@helper
def part(persons: Persons, row: int) -> None:
    """End a partnership on both sides, if there is one."""
    partner = persons.partner[row]
    if partner != NOBODY:
        persons.partner[partner] = NOBODY
        persons.partner[row] = NOBODY
        persons.due[partner] = persons.due[row] = DUE


@helper
def remove_person(
    persons: Persons, households: Households, cases: Cases, counters: Integers, row: int
) -> None:
    """Take a person out of the model and give the row back."""
    close_all_cases(persons, cases, counters, row)
    part(persons, row)
    leave_household(persons, households, counters, row)
    persons.cohort[row] = EMPTY_COHORT
    persons.key[row] = 0
    persons.care_grade[row] = 0
    persons.next_member[row] = counters[0, FREE]
    counters[0, FREE] = row
    counters[0, COUNT] -= 1


@helper
def move_household(persons: Persons, households: Households, household: int, place: int) -> None:
    """Move a household with all members to another place."""
    households.place[household] = place
    households.due[household] = DUE
    member = households.first_member[household]
    while member != NOBODY:
        persons.place[member] = place
        persons.due[member] = DUE
        member = persons.next_member[member]


def room_for_orphans(state: State, rows: npt.NDArray[Any]) -> int:
    """Return how many households :func:`settle_household` may found when these persons leave theirs."""
    members = state.households.size[state.persons.household[rows]]
    return int(members.sum()) - len(rows)


@helper
def settle_household(
    persons: Persons, households: Households, counters: Integers, household: int, month: int
) -> None:
    """Keep a private household that lost a member valid: somebody grown up must head it.

    Grown-up children of the household become its heads. Minors left alone go to care in an
    institution, each counted as a household of its own there, a minor mother with her children.
    There must be room for a household of each member, see :func:`room_for_orphans`.
    """
    if households.form[household] != PRIVATE:
        return
    has_grown_up = False
    member = households.first_member[household]
    while member != NOBODY:
        if persons.role[member] == ADULT:
            return
        has_grown_up = has_grown_up or age_months(persons.cohort[member], month) >= ADULT_MONTHS
        member = persons.next_member[member]
    if has_grown_up:
        member = households.first_member[household]
        while member != NOBODY:
            if age_months(persons.cohort[member], month) >= ADULT_MONTHS:
                persons.role[member] = ADULT
                persons.due[member] = DUE
            member = persons.next_member[member]
        return
    # The oldest first, so that a mother comes before her children. The row is unused once all have gone.
    while households.form[household] == PRIVATE:
        oldest = households.first_member[household]
        member = persons.next_member[oldest]
        while member != NOBODY:
            if persons.cohort[member] >> 1 < persons.cohort[oldest] >> 1:
                oldest = member
            member = persons.next_member[member]
        key = persons.key[oldest]
        place = households.place[household]
        home = found_household(households, counters, key, place, INSTITUTION_HOUSEHOLD, household)
        member = households.first_member[household]
        while member != NOBODY:
            following = persons.next_member[member]
            if goes_along(persons, households, member, OWN_MINORS, key, NOBODY, month):
                move_person(persons, households, counters, member, home)
            member = following
