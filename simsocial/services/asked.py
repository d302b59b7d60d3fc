"""Who is asked anew what they want: those who changed, and those for whom a list of kinds or a share did.

A person's answer follows from the own state, the list of kinds open at the age, and the shares in it. As long as
none of them changes, the answer stays; where shares alone changed, it turns for those only whose lasting draw lies
between the old and the new one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import INSTITUTION, NOBODY, REVIEW, UNUSED, Households, Persons
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch
from simsocial.core.marks import BLOCK, eight_by_eight, next_marked
from simsocial.core.random import uniform
from simsocial.core.state import TOP, State
from simsocial.services.demand import Demand
from simsocial.services.open_lists import LOOKED_AT
from simsocial.services.take_up_shares import AGES
from simsocial.services.who import Conditions, take_up_of

__all__ = ["WhoIsAsked", "list_number", "wants"]

Integers = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]

_ANEW, _SHARES, _COUNTED, _TABLES = REVIEW, 2, 4, 8
"""What is done for people of an age: they are asked everything, as is whoever is marked; it is seen whether the change
of the shares turns an answer; whoever a kind with a target quota is open to is counted; and it is not only those shares
that change which have a trend."""

_AHEAD = 12
"""How many people before their turn memory is asked for them."""


class _Questions(NamedTuple):
    """What is asked of whom in a month.

    Attributes
    ----------
    everybody : bool
        Whether everybody is asked everything.
    of_age : uint8 (AGES, 2)
        Room for what is done for people of an age, without care grade and with one.
    now, before : Demand
        The demand of this month and of the last one.
    conditions : Conditions
        What holds of everybody.
    place_area : int16 (places,)
        Area of each place.
    """

    everybody: bool
    of_age: npt.NDArray[np.uint8]
    now: Demand
    before: Demand
    conditions: Conditions
    place_area: npt.NDArray[np.int16]


class WhoIsAsked:
    """Compares each month's demand with the last one's.

    A fresh one, also after a snapshot, asks everybody.
    """

    def __init__(self) -> None:
        self._before: Demand | None = None
        self._held = np.zeros(0, dtype=np.uint64)
        self._hits = np.zeros(BLOCK, dtype=np.int32)
        self._flags = np.zeros(BLOCK, dtype=np.uint8)
        self._of_age = np.zeros((AGES, 2), dtype=np.uint8)

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
        held, self._held = self._held, conditions.holds
        everybody = before is None or not _alike(before, demand)
        both = min(len(held), len(conditions.holds))
        if both and not everybody:
            changed = np.flatnonzero(held[:both] != conditions.holds[:both])
            state.persons.due[changed] |= REVIEW
        people, homes = state.counters[:2, TOP].tolist()
        rows = np.empty(people, dtype=np.int32)
        found = _find(
            state.persons,
            state.households,
            eight_by_eight(state.households.due[:homes]),
            _Questions(everybody, self._of_age, demand, before or demand, conditions, place_area),
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
    )


@helper
def list_number(
    list_of: npt.NDArray[np.uint16],
    months: int,
    graded: int,
    key: np.uint64,
    late_salt: np.uint64,
    late_share: float,
) -> int:
    """Return the number of the list of somebody of so many months, who may be one who starts school late."""
    age = max(min(months, AGES - 1), 0)
    number = list_of[0, age, graded]
    if list_of[1, age, graded] != number and uniform(late_salt, key) < late_share:
        number = list_of[1, age, graded]
    return int(number)


@helper
def wants(draw: float, limit: float, share: float, base: float, factor: float) -> bool:
    """Tell whether somebody wants a kind; `base` is the share with the grade with which they decided against it.

    Who lived at home with that grade at the base date has decided: only a worse one adds to it. Without a branch,
    which would go now this way and now that.
    """
    decided = base * factor
    return bool((draw < limit) & (decided + draw * (1.0 - decided) < share * factor))


@in_place
def _find(
    persons: Persons,
    households: Households,
    household_marks: npt.NDArray[np.uint64],
    questions: _Questions,
    flags: npt.NDArray[np.uint8],
    hits: Rows,
    eligible: Integers,
    rows: Rows,
) -> int:
    """Fill the rows of those who are asked anew, count those to whom a kind with a quota is open; return how many.

    Block by block: who may be concerned is collected first, since a branch on everybody costs more; by comparisons
    alone, of which the processor does many at once.
    """
    _mark_members(persons, households, household_marks, hits)
    youngest, oldest = _tell_by_age(questions)
    # Cohorts between which something is done for those without a care grade: none, if there are no such ages.
    first = np.uint16(max(2 * (questions.now.months - oldest), EMPTY_COHORT + 1))
    last = np.uint16(max(2 * (questions.now.months - youngest) + 1, EMPTY_COHORT))
    found = 0
    for begin in range(0, len(rows), len(hits)):
        end = min(begin + len(hits), len(rows))
        cohort, grade, due = persons.cohort[begin:end], persons.care_grade[begin:end], persons.due[begin:end]
        for i in range(len(due)):
            flags[i] = (cohort[i] >= first) & (cohort[i] <= last) | (grade[i] > 0) | (due[i] & REVIEW != 0)
        number = 0
        for i in range(len(due)):
            hits[number] = begin + i
            number += flags[i]
        _turn(persons, questions, hits[:number], flags)
        found = _look(persons, questions, hits[:number], flags, eligible, rows, found)
    return found


@helper
def _tell_by_age(questions: _Questions) -> tuple[int, int]:
    """Tell what is done at each age, as lists and shares differ from those a month younger in the last month.

    Returned are the youngest and the oldest age, in months, at which something is done for those without a care grade;
    the last age stands for all higher ones.
    """
    now, before, of_age = questions.now, questions.before, questions.of_age
    youngest, oldest = now.months, -1
    for age in range(AGES):
        for graded in range(2):
            what = _ANEW if questions.everybody else 0
            for late in range(2):
                counted = now.counted[now.list_of[late, age, graded]]
                kinds, shares = now.kinds_told[late, age, graded], now.shares_told[late, age, graded]
                what |= _ANEW if counted == LOOKED_AT else 0
                what |= _COUNTED if counted >= 0 else 0
                if age > 0:
                    what |= _ANEW if kinds != before.kinds_told[late, age - 1, graded] else 0
                    what |= _SHARES if shares != before.shares_told[late, age - 1, graded] else 0
                    tables = now.tables_told[late, age, graded]
                    what |= _TABLES if tables != before.tables_told[late, age - 1, graded] else 0
                if age == AGES - 1:
                    what |= _ANEW if shares != before.shares_told[late, age, graded] else 0
            of_age[age, graded] = what
        if of_age[age, 0] != 0:
            youngest, oldest = min(youngest, age), age if age < AGES - 1 else now.months
    return youngest, oldest


@helper
def _mark_members(
    persons: Persons, households: Households, marks: npt.NDArray[np.uint64], homes: Rows
) -> None:
    """Mark the members of households that changed: whoever lives alone wants more or less of some kinds."""
    begin = 0
    while begin <= len(marks):
        found, begin = next_marked(marks, households.due, REVIEW, begin, homes)
        for home in homes[:found]:
            households.due[home] &= ~np.uint8(REVIEW)
            member = households.first_member[home] if households.form[home] != UNUSED else NOBODY
            while member != NOBODY:
                persons.due[member] |= REVIEW
                member = persons.next_member[member]


@helper
def _turn(persons: Persons, questions: _Questions, hits: Rows, turns: npt.NDArray[np.uint8]) -> None:
    """Tell of those for whom shares alone changed whether an answer may turn, whatever holds of them at home.

    All of them in one loop: handing the tables over for each would cost more than the answer.
    """
    now, before, axes = questions.now, questions.before, questions.conditions.axes
    for number in range(len(hits)):
        row, turned = hits[number], False
        later = hits[min(number + _AHEAD, len(hits) - 1)]
        fetch(persons.key, later)
        fetch(persons.settled_grade, later)
        fetch(persons.place, later)
        cohort, grade = persons.cohort[row], persons.care_grade[row]
        graded, months = np.uint8(grade > 0), now.months - (cohort >> 1)
        what = questions.of_age[min(months, AGES - 1), graded] | (persons.due[row] & REVIEW)
        if what & (_ANEW | _SHARES) != _SHARES:
            turns[number] = 0
            continue
        place, key, settled = persons.place[row], persons.key[row], persons.settled_grade[row]
        held = questions.conditions.holds[row] if len(questions.conditions.holds) else np.uint64(0)
        own = list_number(now.list_of, months, graded, key, now.late_salt, now.late_share)
        old = list_number(before.list_of, months - 1, graded, key, now.late_salt, now.late_share)
        step = before.starts[old] - now.starts[own]
        every = what & _TABLES != 0
        starts = now.starts if every else now.trending_starts
        for position in range(starts[own], starts[own + 1]):
            entry = np.int64(position if every else now.trending[position])
            share, old_share = now.share[entry, grade], before.share[entry + step, grade]
            if share == old_share and (settled == 0 or not now.residential[now.kind[entry]]):
                continue
            draw, kind = uniform(now.entry_salt[entry], key), now.kind[entry]
            limit, old_limit = now.limit[entry, grade], before.limit[entry + step, grade]
            if now.plain[kind]:
                turned |= (draw < limit) != (draw < old_limit)
                continue
            # Who lives in a home stays whatever the draw says, until nobody of the age and grade is served any more.
            turned |= (share > 0.0) != (old_share > 0.0)
            if draw >= max(limit, old_limit):
                continue
            base, old_base = np.float32(0.0), np.float32(0.0)
            if now.residential[kind] and settled > 0:
                base, old_base = now.share[entry, settled], before.share[entry + step, settled]
            for living_alone in range(2):
                bits = np.uint64(living_alone) | held
                factor = take_up_of(kind, bits, now.take_up, axes) * now.access[place, kind]
                turned |= wants(draw, limit, share, base, factor) != wants(
                    draw, old_limit, old_share, old_base, factor
                )
        turns[number] = turned


@helper
def _look(
    persons: Persons,
    questions: _Questions,
    hits: Rows,
    turns: npt.NDArray[np.uint8],
    eligible: Integers,
    rows: Rows,
    found: int,
) -> int:
    """Look at those of a block who may be concerned; return how many are found by now."""
    now, conditions = questions.now, questions.conditions
    for hit in range(len(hits)):
        row, later = hits[hit], hits[min(hit + _AHEAD, len(hits) - 1)]
        fetch(persons.first_case, later)
        fetch(persons.role, later)
        cohort, grade = persons.cohort[row], persons.care_grade[row]
        graded, months = np.uint8(grade > 0), now.months - (cohort >> 1)
        what = questions.of_age[min(months, AGES - 1), graded] | (persons.due[row] & REVIEW)
        if turns[hit] or what & (_ANEW | _COUNTED) == 0:
            rows[found] = row
            found += turns[hit]
            continue
        number = list_number(now.list_of, months, graded, persons.key[row], now.late_salt, now.late_share)
        if what & _ANEW:
            persons.due[row] &= ~np.uint8(REVIEW)
            rows[found] = row
            found += (cohort != EMPTY_COHORT) & ((number != 0) | (persons.first_case[row] != NOBODY))
            continue
        entry = now.counted[number]
        if entry != NOBODY and now.share[entry, grade] > 0.0:
            kind = now.kind[entry]
            # 1: open to private households alone, 2: to residents alone.
            is_open = now.household[kind] != (1 if persons.role[row] == INSTITUTION else 2)
            if len(conditions.holds):
                is_open &= conditions.holds[row] & conditions.asked[kind] == conditions.wanted[kind]
            eligible[kind, questions.place_area[persons.place[row]]] += is_open
    return found
