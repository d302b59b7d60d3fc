"""Counting persons and households that changed: what was counted of them is taken away, what holds now is added.

Ages need no look at anybody, since people are added up by birth cohort.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH, MAX_AGE, N_COHORTS
from simsocial.core.columns import (
    ADULT,
    CHILD,
    COUNT_ANEW,
    COUNT_CASES,
    COUNT_STATE,
    INCOME,
    LIVELIHOOD,
    NOBODY,
    PRIVATE,
    Households,
    Persons,
)
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch
from simsocial.core.household_traits import ADULTS, WITH_CHILD, WITH_COUPLE
from simsocial.core.marks import BLOCK, next_marked
from simsocial.indicators.axes import HOUSEHOLD_TYPES, LEVELS
from simsocial.indicators.cells import PersonCells, cell_of
from simsocial.services.who import STATES_FROM

__all__ = ["SIZES", "PeopleCounted", "count_due", "nothing_counted", "room_to_count"]

Integers = npt.NDArray[np.int64]
Block = npt.NDArray[np.int32]

SIZES = 6
"""Sizes of households that are told apart; the last one stands for all larger ones."""

_MONTHS = N_COHORTS // 2
"""Months in which people may be born."""

_AHEAD = 16
"""Rows between the one that is asked for and the one that is looked at."""


class PeopleCounted(NamedTuple):
    """What was counted of each row, and what that adds up to.

    Attributes
    ----------
    of_person : uint32 (rows,)
        Place in `people`; 0 for an unused row.
    of_household : int32 (rows,)
        Place in `homes`; 0 for rows that are no private household.
    people : int32 (combinations of values of counted columns x areas x sexes x months of birth,)
        Persons; the first is of unused rows and means nothing.
    homes : int32 (1 + areas x sizes x types,)
        Private households; the first is of other rows and means nothing.
    level_of : int64 (combinations, counted columns)
        To which values of counted columns, those of one after the other, each combination belongs.
    """

    of_person: npt.NDArray[np.uint32]
    of_household: npt.NDArray[np.int32]
    people: npt.NDArray[np.int32]
    homes: npt.NDArray[np.int32]
    level_of: Integers


def nothing_counted(persons: int, households: int, areas: int) -> PeopleCounted:
    """Return that nothing is counted of so many rows of persons and households in so many areas."""
    number, places = [len(column.names) for column in LEVELS.values()], areas * 2 * _MONTHS
    first = np.cumsum([0, *number])[:-1]
    level_of = np.array([first + values for values in np.ndindex(*number)], dtype=np.int64)
    return PeopleCounted(
        np.zeros(persons, dtype=np.uint32),
        np.zeros(households, dtype=np.int32),
        np.zeros(len(level_of) * places, dtype=np.int32),
        np.zeros(1 + areas * SIZES * len(HOUSEHOLD_TYPES), dtype=np.int32),
        level_of,
    )


def room_to_count() -> Block:
    """Return room to work for :func:`count_due`."""
    return np.zeros((7, BLOCK), dtype=np.int32)


@in_place
def count_due(
    persons: Persons,
    households: Households,
    marks: tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]],
    counted: PeopleCounted,
    place_area: npt.NDArray[np.int16],
    type_of: npt.NDArray[np.uint8],
    month: int,
    room: Block,
    population: Integers,
    combination: npt.NDArray[np.uint16],
    levels: Integers,
    holds: npt.NDArray[Any],
    cells: PersonCells,
    by_states: Integers,
) -> int:
    """Count persons and households that are due, and add up people by age; return of how many persons cases are due.

    Of everybody it is counted in which social states they are (states, areas, cells).

    A household is due with any of its members. The marks stay: the count of cases looks at them, too.
    """
    rows, due, begin = room[0], 0, 0
    while begin <= len(marks[0]):
        found, begin = next_marked(marks[0], persons.due, COUNT_ANEW | COUNT_CASES | COUNT_STATE, begin, rows)
        found, also = _mark_homes(persons, households, rows[:found])
        due += also
        _count_people(persons, rows[:found], place_area, counted, combination)
    begin = 0
    while begin <= len(marks[1]):
        found, begin = next_marked(marks[1], households.due, COUNT_ANEW, begin, rows)
        _gather_traits(persons, households, found, room)
        _count_homes(households, rows[:found], room[1], place_area, type_of, counted, len(population))
    _add_ages(counted, month, population, levels)
    _count_states(persons, holds, place_area, cells, by_states)
    return due


@helper
def _mark_homes(persons: Persons, households: Households, rows: Block) -> tuple[int, int]:
    """Let households be due with their members; return how many are counted anew, who come first, and whose cases."""
    anew, cases = 0, 0
    for turn in range(len(rows)):
        if turn + _AHEAD < len(rows):
            fetch(persons.cohort, rows[turn + _AHEAD])
            fetch(persons.household, rows[turn + _AHEAD])
        row = rows[turn]
        mark, used = persons.due[row], persons.cohort[row] != EMPTY_COHORT
        persons.due[row] = mark & ~np.uint8(COUNT_STATE)
        changed = mark & (COUNT_ANEW | COUNT_CASES)
        # An unused row marks nothing in some household.
        households.due[used * persons.household[row]] |= used * (changed | LIVELIHOOD * (changed != 0))
        rows[anew] = row
        anew += mark & (COUNT_ANEW | COUNT_STATE) != 0
        cases += changed != 0
    return anew, cases


@helper
def _count_people(
    persons: Persons,
    rows: Block,
    place_area: npt.NDArray[np.int16],
    counted: PeopleCounted,
    combination: npt.NDArray[np.uint16],
) -> None:
    """Count these people."""
    places = len(counted.people) // len(counted.level_of)
    for turn in range(len(rows)):
        if turn + _AHEAD < len(rows):
            fetch(persons.place, rows[turn + _AHEAD])
            fetch(counted.of_person, rows[turn + _AHEAD])
        row = rows[turn]
        cohort, now = persons.cohort[row], 0
        if cohort != EMPTY_COHORT:
            now = (2 * place_area[persons.place[row]] + (cohort & 1)) * _MONTHS + (cohort >> 1)
            now += places * np.int64(combination[row])
        counted.people[counted.of_person[row]] -= 1
        counted.people[now] += 1
        counted.of_person[row] = now


@helper
def _count_homes(
    households: Households,
    rows: Block,
    traits_of: Block,
    place_area: npt.NDArray[np.int16],
    type_of: npt.NDArray[np.uint8],
    counted: PeopleCounted,
    areas: int,
) -> None:
    """Count these households."""
    types = len(counted.homes) // areas // SIZES
    for turn in range(len(rows)):
        if turn + _AHEAD < len(rows):
            fetch(households.place, rows[turn + _AHEAD])
            fetch(counted.of_household, rows[turn + _AHEAD])
        home, traits, now = rows[turn], traits_of[turn], 0
        if households.form[home] == PRIVATE:
            size = min(households.size[home], SIZES - 1)
            now = (place_area[households.place[home]] * SIZES + size) * types
            now += type_of[min(traits, 3 * ADULTS | traits % ADULTS)] + 1
        households.due[home] |= LIVELIHOOD | INCOME
        counted.homes[counted.of_household[home]] -= 1
        counted.homes[now] += 1
        counted.of_household[home] = now


@helper
def _add_ages(counted: PeopleCounted, month: int, population: Integers, levels: Integers) -> None:
    """Add up everybody by completed years, and people by the values of each counted column."""
    youngest, places = month - EPOCH_MONTH, len(counted.people) // len(counted.level_of)
    population[:] = 0
    levels[:] = 0
    for combination in range(len(counted.level_of)):
        people = counted.people[combination * places : (combination + 1) * places]
        for area in range(len(population)):
            for sex in range(2):
                first = (2 * area + sex) * _MONTHS
                for age in range(MAX_AGE + 1):
                    last, total = first + youngest - 12 * age + 1, 0
                    for born in people[first + 1 if age == MAX_AGE else last - 12 : last]:
                        total += born
                    population[area, sex, age] += total
                    for level in counted.level_of[combination]:
                        levels[level, area, sex, age] += total


@helper
def _count_states(
    persons: Persons,
    holds: npt.NDArray[Any],
    place_area: npt.NDArray[np.int16],
    cells: PersonCells,
    by_states: Integers,
) -> None:
    """Count people by the social states in which they are."""
    by_states[:] = 0
    for row in range(len(holds)):
        cohort = persons.cohort[row]
        # Without a branch, which would go now this way and now that; the first is of those in none.
        states = (holds[row] >> STATES_FROM & (len(by_states) - 1)) * (cohort != EMPTY_COHORT)
        by_states[states, place_area[persons.place[row]], cell_of(cells, cohort, row)] += 1


@helper
def _gather_traits(persons: Persons, households: Households, found: int, room: Block) -> None:
    """Gather the traits of so many households: of their first members first, then of their second ones, and so on.

    Of the last member only the role is looked at: whoever is a partner has theirs among the others.
    """
    homes, traits, turns, members, behind, last_turns, last_members = room
    left = last = 0
    for turn in range(found):
        home = homes[turn]
        member, private = households.first_member[home], households.form[home] == PRIVATE
        traits[turn], behind[turn] = 0, households.size[home] - 1
        turns[left], members[left] = turn, member
        left += private & (behind[turn] > 0)
        last_turns[last], last_members[last] = turn, member
        last += private & (behind[turn] == 0)
    while left > 0:
        more = 0
        for place in range(left):
            turn, member = turns[place], members[place]
            role, following = persons.role[member], persons.next_member[member]
            traits[turn] |= WITH_COUPLE * (persons.partner[member] != NOBODY) | WITH_CHILD * (role == CHILD)
            traits[turn] += ADULTS * (role == ADULT)
            behind[turn] -= 1
            turns[more], members[more] = turn, following
            more += behind[turn] > 0
            last_turns[last], last_members[last] = turn, following
            last += behind[turn] == 0
        left = more
    for place in range(last):
        turn, role = last_turns[place], persons.role[last_members[place]]
        traits[turn] |= WITH_CHILD * (role == CHILD)
        traits[turn] += ADULTS * (role == ADULT)
