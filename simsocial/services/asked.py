"""Who is asked anew what they want: those who changed, and those for whom a list of kinds or a share did.

A person's answer follows from the own state, the list of kinds open at the age, and the shares in it. As long as
none of them changes, the answer stays; where shares alone changed, it turns for those only whose lasting draw lies
between the old and the new one (:mod:`simsocial.services.turning`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, N_COHORTS
from simsocial.core.columns import HOLDS, INSTITUTION, MAY_TURN, NOBODY, REVIEW, UNUSED, Households, Persons
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch
from simsocial.core.marks import BLOCK, eight_by_eight, next_marked
from simsocial.core.state import TOP, State
from simsocial.services.demand import Demand, list_number
from simsocial.services.questions import ANEW, COUNTED, SHARES, Questions, tell_by_age
from simsocial.services.take_up_shares import AGES
from simsocial.services.turning import find_turned, holds_till
from simsocial.services.who import Conditions

__all__ = ["WhoIsAsked"]

Integers = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]

_AHEAD = 12
"""How many people before their turn memory is asked for them."""


class WhoIsAsked:
    """Compares each month's demand with the last one's.

    A fresh one, also after a snapshot, asks everybody.
    """

    def __init__(self) -> None:
        self._before: Demand | None = None
        self._hits = np.zeros((3, BLOCK), dtype=np.int32)
        self._flags = np.zeros(BLOCK, dtype=np.uint8)
        self._of_age = np.zeros((AGES, 2), dtype=np.uint8)
        self._of_cohort = np.zeros(N_COHORTS, dtype=np.uint8)

    def rows(
        self,
        state: State,
        demand: Demand,
        conditions: Conditions,
        place_area: npt.NDArray[np.int16],
        eligible: Integers,
    ) -> Rows:
        """Return the rows of those who are asked this month, ascending.

        Parameters
        ----------
        state : State
            Members of households that changed are marked.
        demand, conditions : Demand, Conditions
            Tables of the month, and what holds of everybody.
        place_area : ndarray (places,)
            Area of each place.
        eligible : ndarray (kinds, areas)
            Filled: of those who are not asked, whom each kind with a target quota is open to.
        """
        before, self._before = self._before, demand
        everybody = before is None or not _alike(before, demand)
        people, homes = state.counters[:2, TOP].tolist()
        rows = np.empty(people, dtype=np.int32)
        found = _find(
            state.persons,
            state.households,
            eight_by_eight(state.households.due[:homes]),
            Questions(
                everybody, self._of_age, self._of_cohort, demand, before or demand, conditions, place_area
            ),
            self._flags,
            self._hits,
            eligible,
            rows,
        )
        return rows[:found]


def _alike(before: Demand, now: Demand) -> bool:
    """Tell whether the second month follows the first, and all but lists and shares is the same."""
    return (
        now.months == before.months + 1
        and now.late_share == before.late_share
        and (now.take_up is before.take_up or np.array_equal(now.take_up, before.take_up))
        and (now.access is before.access or np.array_equal(now.access, before.access))
        and (now.felt is before.felt or np.array_equal(now.felt, before.felt))
        and np.array_equal(now.by_cases.row, before.by_cases.row)
        and np.array_equal(now.by_cases.factor, before.by_cases.factor)
    )


@in_place
def _find(
    persons: Persons,
    households: Households,
    household_marks: npt.NDArray[np.uint64],
    questions: Questions,
    flags: npt.NDArray[np.uint8],
    hits: Rows,
    eligible: Integers,
    rows: Rows,
) -> int:
    """Fill the rows of those who are asked anew, count those to whom a kind with a quota is open; return how many.

    Block by block: who may be concerned is collected first, since a branch on everybody costs more.
    """
    _mark_members(persons, households, household_marks, hits[0])
    tell_by_age(questions)
    birthday, found = holds_till(questions.now.months), 0
    for begin in range(0, len(rows), len(hits[0])):
        end = min(begin + len(hits[0]), len(rows))
        cohort, grade, due = persons.cohort[begin:end], persons.care_grade[begin:end], persons.due[begin:end]
        for i in range(len(due)):
            till, what = due[i] & HOLDS, questions.of_cohort[cohort[i]]
            looked_at = (what > 1) | (till == 0) | (till == birthday)
            flags[i] = (what & 1 != 0) | (grade[i] > 0) & looked_at | (due[i] & REVIEW != 0)
        number = 0
        for i in range(len(due)):
            hits[0, number] = begin + i
            number += flags[i]
        asked, counted = _sort_out(persons, questions, hits[0, :number], hits[1], hits[2])
        find_turned(persons, questions, hits[1, :asked], flags)
        found, counted = _ask(persons, questions, hits[1, :asked], flags, hits[2], counted, rows, found)
        _count(persons, questions, hits[2, :counted], eligible)
    return found


@helper
def _mark_members(
    persons: Persons, households: Households, marks: npt.NDArray[np.uint64], homes: Rows
) -> None:
    """Mark the members of households that changed: whoever lives alone wants more or less of some kinds."""
    begin = 0
    while begin <= len(marks):
        found, begin = next_marked(marks, households.due, REVIEW | MAY_TURN, begin, homes)
        for home in homes[:found]:
            changed = (households.due[home] & REVIEW != 0) & (households.form[home] != UNUSED)
            households.due[home] &= ~np.uint8(REVIEW | MAY_TURN)
            member = households.first_member[home] if changed else NOBODY
            while member != NOBODY:
                persons.due[member] |= REVIEW
                member = persons.next_member[member]


@helper
def _sort_out(
    persons: Persons, questions: Questions, hits: Rows, asked: Rows, counted: Rows
) -> tuple[int, int]:
    """Tell apart who may be asked and who is only counted; return how many of each there are."""
    number_asked, number_counted = 0, 0
    for row in hits:
        graded, age = persons.care_grade[row] > 0, questions.now.months - (persons.cohort[row] >> 1)
        persons.due[row] &= ~np.uint8(HOLDS)
        what = questions.of_age[min(age, AGES - 1), np.uint8(graded)] | (persons.due[row] & REVIEW)
        is_asked = graded | (what & (ANEW | SHARES) != 0)
        asked[number_asked] = counted[number_counted] = row
        number_asked += is_asked
        number_counted += ~is_asked & (what & COUNTED != 0)
    return number_asked, number_counted


@helper
def _ask(
    persons: Persons,
    questions: Questions,
    asked: Rows,
    turns: npt.NDArray[np.uint8],
    counted: Rows,
    number_counted: int,
    rows: Rows,
    found: int,
) -> tuple[int, int]:
    """Find those who are asked everything, or whose answer turns; the others may have to be counted.

    Returned is how many are found and are to be counted by now.
    """
    now = questions.now
    for position in range(len(asked)):
        row = asked[position]
        fetch(persons.first_case, asked[min(position + _AHEAD, len(asked) - 1)])
        cohort, graded = persons.cohort[row], np.uint8(persons.care_grade[row] > 0)
        months = now.months - (cohort >> 1)
        what = questions.of_age[min(months, AGES - 1), graded] | (persons.due[row] & REVIEW)
        rows[found] = counted[number_counted] = row
        if what & ANEW == 0:
            found += turns[position]
            number_counted += (turns[position] == 0) & (what & COUNTED != 0)
            continue
        persons.due[row] &= ~np.uint8(REVIEW)
        number = list_number(now.list_of, months, graded, persons.key[row], now.late_salt, now.late_share)
        found += (cohort != EMPTY_COHORT) & ((number != 0) | (persons.first_case[row] != NOBODY))
    return found, number_counted


@helper
def _count(persons: Persons, questions: Questions, counted: Rows, eligible: Integers) -> None:
    """Count those to whom a kind with a target quota is open and who are not asked."""
    now, conditions = questions.now, questions.conditions
    for position in range(len(counted)):
        row = counted[position]
        fetch(persons.place, counted[min(position + _AHEAD, len(counted) - 1)])
        grade, age = persons.care_grade[row], min(now.months - (persons.cohort[row] >> 1), AGES - 1)
        graded = np.uint8(grade > 0)
        number = now.list_of[0, age, graded]
        if now.list_of[1, age, graded] != number:
            number = list_number(now.list_of, age, graded, persons.key[row], now.late_salt, now.late_share)
        entry = now.counted[number]
        if entry == NOBODY or now.share[entry, grade] <= 0.0:
            continue
        kind = now.kind[entry]
        is_open = True
        # 1: not open to residents, 2: to residents alone.
        if now.residence[kind] != 0:
            is_open = now.residence[kind] != (1 if persons.role[row] == INSTITUTION else 2)
        if len(conditions.holds):
            is_open &= conditions.holds[row] & conditions.asked[kind] == conditions.wanted[kind]
        eligible[kind, questions.place_area[persons.place[row]]] += is_open
