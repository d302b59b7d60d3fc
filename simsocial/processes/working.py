"""The kernel of work: it looks at everybody twice a year, and at households in which something changed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH, MAX_AGE
from simsocial.core.columns import (
    ADULT,
    CHILD,
    COUNT_ANEW,
    COUNT_CASES,
    DUE,
    INSTITUTION,
    LIVELIHOOD,
    NOBODY,
    PRIVATE,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch_ahead
from simsocial.core.marks import BLOCK, next_marked
from simsocial.core.random import GOLDEN, uniform
from simsocial.people.work import MARGINAL, NO_LABOUR_FORCE
from simsocial.people.work_shares import scaled_odds, work_state

__all__ = ["LOOKED_AT_EVERY", "Circumstances", "WorkRules", "WorkSalts", "look_at_work"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

LOOKED_AT_EVERY = 6
"""Months after which everybody is looked at, counted from the month of birth."""

CHILD_YEARS = 19
"""Completed years of the youngest child, 0 to 17; the last stands for people without a minor child."""

_YOUNGEST = 15
"""Completed years from which people may work."""

_CARERS = 18, 65
"""Completed years of who cares for a member of the household at the cost of work."""

_HOURS_OF_CARE = (0.0, 10.0, 30.0)
"""Weekly hours at which the second, third and last class of ``work.informal_care_ratio`` begin."""


class WorkRules(NamedTuple):
    """What work follows from.

    Everybody goes by the rules of the month in which the own half-year began; for these there is one more axis in front
    of all arrays but `version`.

    Attributes
    ----------
    version : ndarray of int64 (LOOKED_AT_EVERY,)
        Place of the rules by months since the half-year began.
    margins : ndarray (3 attainments, 2, child classes, 2 sexes, 101, 5)
        Shares at the margins between states (:class:`simsocial.people.work_shares.WorkMargins`), also by lone parent.
    attained : ndarray (2, 2, 101)
        Cumulative shares of the first two attainments, by sex and age.
    class_of_child : ndarray of uint8 (CHILD_YEARS,)
        Class by completed years of the youngest child.
    without_place : ndarray (CHILD_YEARS,)
        Odds that a mother works whose youngest child has no place, relative to those of all, by its years.
    with_place : ndarray (kinds, case states)
        Factors on these odds by the youngest child's cases.
    hours_by_grade, hours_factor : ndarray (6,), (kinds, case states)
        Weekly hours of care by care grade, and factors on them by cases of who is cared for.
    care_ratio : ndarray (2, 4, 4)
        Odds ratios of who cares, by sex and class of hours, at the margins.
    rank_lasts, luck_lasts : ndarray of int64 (groups,)
        Half-years for which a draw lasts, by equally large groups of people.
    """

    version: Integers
    margins: Floats
    attained: Floats
    class_of_child: npt.NDArray[np.uint8]
    without_place: Floats
    with_place: Floats
    hours_by_grade: Floats
    hours_factor: Floats
    care_ratio: Floats
    rank_lasts: Integers
    luck_lasts: Integers


class WorkSalts(NamedTuple):
    """Salts of draws: attainment; how long rank and luck last and where in their time they begin; both."""

    attainment: np.uint64
    lasting: np.uint64
    phase: np.uint64
    rank: np.uint64
    luck: np.uint64


class Circumstances(NamedTuple):
    """What of a household matters for the work of its members; NOBODY where there is none.

    Attributes
    ----------
    youngest, years : int
        Youngest child of the family, and its completed years; 18 without a minor one.
    cared_for, carer : int
        Member with the highest care grade, and who of working age cares for them.
    """

    youngest: int
    years: int
    cared_for: int
    carer: int


@in_place
def look_at_work(
    persons: Persons,
    households: Households,
    cases: Cases,
    work: npt.NDArray[np.uint8],
    marks: tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]],
    rules: WorkRules,
    salts: WorkSalts,
    month: int,
    place_area: npt.NDArray[np.int16],
    cell: npt.NDArray[np.int16],
    begun: Integers,
    ended: Integers,
    due: npt.NDArray[np.int32],
) -> None:
    """Bring the state of work up to date.

    Parameters
    ----------
    persons, households, cases : Persons, Households, Cases
        The state; marks are changed.
    work : uint8 (rows,)
        Filled: state of work.
    marks : two arrays
        Marks of persons and of households, eight by eight.
    rules, salts : WorkRules, WorkSalts
        What holds this month.
    month : int
        Absolute month.
    place_area, cell : ndarray
        Area of each place; cell of each cohort.
    begun, ended : int64 (areas, cells)
        Counted: who begins to work, and who ends.
    due : int32 (twice the rows + BLOCK,)
        Room for the rows of those who are looked at.
    """
    number = _who_is_due(persons, households, marks, month, due)
    for position in range(number):
        row = due[position]
        fetch_ahead(persons, households, due[:number], position)
        before, now = work[row], _state_of(persons, households, cases, row, rules, salts, month)
        if now == before:
            continue
        work[row] = now
        persons.due[row] |= DUE
        area, own = place_area[persons.place[row]], cell[persons.cohort[row]]
        begun[area, own] += (before < MARGINAL) & (now >= MARGINAL)
        ended[area, own] += (before >= MARGINAL) & (now < MARGINAL)


@helper
def _who_is_due(
    persons: Persons,
    households: Households,
    marks: tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]],
    month: int,
    due: npt.NDArray[np.int32],
) -> int:
    """List everybody whose half-year begins, and members of households in which something changed.

    Whatever the state of work hangs on changes in a month in which the person is listed: so it is the same however
    often somebody is looked at beside.
    """
    room, begin = due[-BLOCK:], 0
    while begin <= len(marks[0]):
        found, begin = next_marked(marks[0], persons.due, COUNT_ANEW | COUNT_CASES, begin, room)
        for row in room[:found]:
            if persons.cohort[row] != EMPTY_COHORT:
                households.due[persons.household[row]] |= LIVELIHOOD
    since, number = month - EPOCH_MONTH, 0
    for row in range(len(persons.cohort)):
        months_old = since - int(persons.cohort[row] >> 1)
        if months_old % LOOKED_AT_EVERY != 0 or persons.cohort[row] == EMPTY_COHORT:
            continue
        due[number] = row
        number += months_old >= 12 * _YOUNGEST
        if (months_old % 12 == 0) & (months_old <= 12 * _CARERS[0]) | (months_old == 12 * (_CARERS[1] + 1)):
            households.due[persons.household[row]] |= LIVELIHOOD
    begin = 0
    while begin <= len(marks[1]):
        found, begin = next_marked(marks[1], households.due, COUNT_ANEW | LIVELIHOOD, begin, room)
        for home in room[:found]:
            households.due[home] &= ~np.uint8(LIVELIHOOD)
            member = households.first_member[home] if households.size[home] > 0 else NOBODY
            while member != NOBODY:
                due[number] = member
                number += 1
                member = persons.next_member[member]
    return number


@helper
def _circumstances(persons: Persons, households: Households, home: int, month: int) -> Circumstances:
    """Return what of a household matters for work.

    Who cares is the partner of who is cared for, else a woman, else a man, each of working age; of several the oldest.
    """
    youngest, years, cared_for, grade = NOBODY, CHILD_YEARS - 1, NOBODY, np.uint8(0)
    member = households.first_member[home] if households.form[home] == PRIVATE else NOBODY
    while member != NOBODY:
        age = (month - EPOCH_MONTH - int(persons.cohort[member] >> 1)) // 12
        if persons.role[member] == CHILD and age < years:
            youngest, years = member, age
        if persons.care_grade[member] > grade:
            cared_for, grade = member, persons.care_grade[member]
        member = persons.next_member[member]
    carer, best = NOBODY, -1
    member = households.first_member[home] if cared_for != NOBODY else NOBODY
    while member != NOBODY:
        age = (month - EPOCH_MONTH - int(persons.cohort[member] >> 1)) // 12
        if member != cared_for and _CARERS[0] <= age <= _CARERS[1]:
            fits = (
                256 * (persons.partner[member] == cared_for)
                + 128 * np.int64(persons.cohort[member] & 1)
                + age
            )
            if fits > best:
                carer, best = member, fits
        member = persons.next_member[member]
    return Circumstances(youngest, years, cared_for, carer)


@helper
def _factor_of_cases(persons: Persons, cases: Cases, row: int, factors: Floats) -> float:
    """Return the product of what the cases of a person do to a quantity."""
    factor, case = 1.0, persons.first_case[row]
    while case != NOBODY:
        factor *= factors[cases.kind[case], cases.state[case]]
        case = cases.next_case[case]
    return factor


@helper
def _state_of(
    persons: Persons,
    households: Households,
    cases: Cases,
    row: int,
    rules: WorkRules,
    salts: WorkSalts,
    month: int,
) -> int:
    """Return the state of work of a person as things are now."""
    key, sex = persons.key[row], np.int64(persons.cohort[row] & 1)
    half_years, months = divmod(month - EPOCH_MONTH - np.int64(persons.cohort[row] >> 1), LOOKED_AT_EVERY)
    age = min(int(half_years) * LOOKED_AT_EVERY // 12, MAX_AGE)
    if age < _YOUNGEST or persons.role[row] >= INSTITUTION:
        return NO_LABOUR_FORCE
    around = _circumstances(persons, households, persons.household[row], month)
    own = rules.version[months]
    is_parent = persons.role[row] == ADULT and around.youngest != NOBODY
    draw = uniform(salts.attainment, key)
    attainment = np.int64(draw >= rules.attained[own, 0, sex, age]) + np.int64(
        draw >= rules.attained[own, 1, sex, age]
    )
    child = rules.class_of_child[own, around.years if is_parent else CHILD_YEARS - 1]
    lone = np.int64(is_parent and persons.partner[row] == NOBODY)
    margins = rules.margins[own, attainment, lone, child, sex, age]
    labour, unemployed, more, full = margins[1], margins[2], margins[3], margins[4]
    if is_parent and sex == 1:
        odds = rules.without_place[own, around.years]
        odds *= _factor_of_cases(persons, cases, around.youngest, rules.with_place[own])
        labour, more = scaled_odds(labour, odds), scaled_odds(more, odds)
    if around.carer == row:
        hours = rules.hours_by_grade[own, persons.care_grade[around.cared_for]]
        hours *= _factor_of_cases(persons, cases, around.cared_for, rules.hours_factor[own])
        intensity = 0
        for begins in _HOURS_OF_CARE:
            intensity += hours > begins if begins == 0.0 else hours >= begins
        ratio = rules.care_ratio[own, sex, intensity]
        labour, unemployed = scaled_odds(labour, ratio[0]), scaled_odds(unemployed, ratio[1])
        more, full = scaled_odds(more, ratio[2]), scaled_odds(full, ratio[3])
    more = min(more, labour)
    rank = _lasting_draw(key, half_years, rules.rank_lasts[own], salts, salts.rank)
    luck = _lasting_draw(key, half_years, rules.luck_lasts[own], salts, salts.luck)
    return int(work_state(rank, luck, margins[0], labour, unemployed, more, min(full, more)))


@helper
def _lasting_draw(
    key: np.uint64, half_years: int, lasts: Integers, salts: WorkSalts, salt: np.uint64
) -> float:
    """Return the draw that somebody of so many half-years has now; it is another after each time it lasts."""
    own = lasts[int(uniform(salts.lasting, key) * len(lasts))]
    times = (half_years + int(uniform(salts.phase, key) * own)) // own
    return float(uniform(salt, key + np.uint64(times) * GOLDEN))
