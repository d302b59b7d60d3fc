"""What of the household matters for the work of its members: children and their places, and who is cared for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import (
    ADULT,
    CHILD,
    COUNT_ANEW,
    DETERRED,
    GAVE_UP,
    LIVELIHOOD,
    NOBODY,
    PRIVATE,
    SERVED,
    WAITING,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import helper
from simsocial.processes.work_looks import CARERS, CHILD_YEARS, MATTERS, Looks, WorkRules

__all__ = ["hours_elsewhere", "hours_of_care", "level_of_hours", "note_circumstances", "odds_of_mother"]

_MANY = 3
"""Minors from which on a family is a large one."""

_HOURS_OF_CARE = (10.0, 30.0)
"""Weekly hours at which the third and the last class of ``work.informal_care_ratio`` begin; the first has none."""


@helper
def note_circumstances(
    persons: Persons, households: Households, looks: Looks, month: int, number: int
) -> None:
    """Note what of their households matters for the work of so many people, see :class:`Looks`."""
    rows, youngest_of, years_of, cared_for_by, mother_of, has_many, carer_of = looks.room
    since, last, carer, cared_for = month - EPOCH_MONTH, NOBODY, NOBODY, NOBODY
    for turn in range(number):
        row = rows[turn]
        home = persons.household[row]
        if home == last:
            # Members of a household stand behind each other.
            youngest_of[turn], years_of[turn] = youngest_of[turn - 1], years_of[turn - 1]
            has_many[turn] = has_many[turn - 1]
            cared_for_by[turn] = cared_for if carer == row else NOBODY
            mother_of[turn], carer_of[turn] = mother_of[turn - 1], carer_of[turn - 1]
            continue
        last = home
        # Siblings of the same completed years are told apart: else another one would count from a birthday on.
        youngest, last_born, minors = NOBODY, since - 12 * (CHILD_YEARS - 1), 0
        cared_for, grade, mother = NOBODY, np.uint8(0), NOBODY
        giver, most = NOBODY, 0
        anew = households.due[home] & (COUNT_ANEW | LIVELIHOOD) != 0
        member = NOBODY
        if (anew or looks.kept[home] != 0) and households.form[home] == PRIVATE:
            member = households.first_member[home]
        while member != NOBODY:
            born = int(persons.cohort[member] >> 1)
            if persons.role[member] == CHILD and born > since - 12 * (CHILD_YEARS - 1):
                minors += 1
                if born > last_born:
                    youngest, last_born = member, born
            if persons.care_grade[member] > grade:
                cared_for, grade = member, persons.care_grade[member]
            hours = hours_elsewhere(persons, looks.care_elsewhere, member, since)
            if hours > most or (hours == most > 0 and persons.key[member] < persons.key[giver]):
                giver, most = member, hours
            if mother == NOBODY and persons.role[member] == ADULT and persons.cohort[member] & 1:
                mother = member
            member = persons.next_member[member]
        if anew:
            looks.kept[home] = MATTERS * ((youngest != NOBODY) | (cared_for != NOBODY) | (giver != NOBODY))
        carer = _carer_of(persons, households, home, cared_for, since) if cared_for != NOBODY else NOBODY
        youngest_of[turn], years_of[turn], mother_of[turn] = youngest, (since - last_born) // 12, mother
        has_many[turn], carer_of[turn] = minors >= _MANY, giver if carer == NOBODY else carer
        cared_for_by[turn] = cared_for if carer == row else NOBODY


@helper
def _carer_of(persons: Persons, households: Households, home: int, cared_for: int, since: int) -> int:
    """Return the partner of who is cared for, else a woman, else a man, each of working age; of several the oldest."""
    carer, best, member = NOBODY, -1, households.first_member[home]
    while member != NOBODY:
        age = (since - int(persons.cohort[member] >> 1)) // 12
        if member != cared_for and CARERS[0] <= age <= CARERS[1]:
            sex = np.int64(persons.cohort[member] & 1)
            fits = 256 * (persons.partner[member] == cared_for) + 128 * sex + age
            if fits > best:
                carer, best = member, fits
        member = persons.next_member[member]
    return int(carer)


@helper
def hours_elsewhere(persons: Persons, care_elsewhere: npt.NDArray[np.uint8], row: int, since: int) -> int:
    """Return the hours of care a week that somebody of working age gives to parents in another household."""
    age = (since - int(persons.cohort[row] >> 1)) // 12
    return int(care_elsewhere[row] >> 1) * int(CARERS[0] <= age <= CARERS[1])


@helper
def odds_of_mother(
    persons: Persons, cases: Cases, rules: WorkRules, own: int, youngest: int, years: int, degree: int
) -> tuple[float, float]:
    """Return the odds that a mother works by her youngest child's cases, and the odds with a place to these.

    The second are 1 unless the child is left without a place that is wanted.
    """
    odds, missed, case = rules.without_place[own, years], 1.0, persons.first_case[youngest]
    while case != NOBODY:
        kind, state = cases.kind[case], cases.state[case]
        odds *= rules.with_place[own, kind, state]
        if state in (WAITING, GAVE_UP, DETERRED):
            missed *= rules.with_place[own, kind, SERVED] / rules.with_place[own, kind, state]
        case = cases.next_case[case]
    if degree == 0:
        strength = rules.without_degree[own, 0]
        odds, missed = odds**strength, missed**strength
    return odds, missed


@helper
def hours_of_care(persons: Persons, cases: Cases, rules: WorkRules, own: int, cared_for: int) -> float:
    """Return the hours of care a week that somebody gets from relatives of the household."""
    hours, case = rules.hours_by_grade[own, persons.care_grade[cared_for]], persons.first_case[cared_for]
    while case != NOBODY:
        hours *= rules.hours_factor[own, cases.kind[case], cases.state[case]]
        case = cases.next_case[case]
    return float(hours)


@helper
def level_of_hours(hours: float) -> int:
    """Return the class of weekly hours of care, 0 for none."""
    return int(hours > 0.0) + int(hours >= _HOURS_OF_CARE[0]) + int(hours >= _HOURS_OF_CARE[1])
