"""The kernel of work: it looks at everybody twice a year, and at households in which something changed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH, N_COHORTS
from simsocial.core.columns import (
    ADULT,
    CHILD,
    COUNT_ANEW,
    COUNT_CASES,
    COUNT_STATE,
    GAVE_UP,
    INCOME,
    INSTITUTION,
    LIVELIHOOD,
    MAY_TURN,
    NOBODY,
    PRIVATE,
    SERVED,
    WAITING,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch
from simsocial.core.marks import clear_marks, next_marked
from simsocial.core.random import GOLDEN, uniform
from simsocial.people.work import FULL_TIME, MARGINAL, NO_LABOUR_FORCE, PENSION
from simsocial.people.work_shares import scaled_odds, work_state

__all__ = [
    "HOURS_LOST",
    "JOB_GIVEN_UP",
    "LOOKED_AT_EVERY",
    "Looks",
    "WorkRules",
    "WorkSalts",
    "ages_for_all",
    "look_at_work",
    "looks_of_cohorts",
]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Block = npt.NDArray[np.int32]

LOOKED_AT_EVERY = 6
"""Months after which everybody is looked at, counted from the month of birth."""

CHILD_YEARS = 19
"""Completed years of the youngest child, 0 to 17; the last stands for people without a minor child."""

_MANY = 3
"""Minors from which on a family is a large one."""

_YOUNGEST, _PENSIONERS = 15, 75
"""Completed years from which people may work, and from which nobody does any more (less than 3 of 100)."""

_AHEAD = 24
"""Households between the one whose first member is asked for and the one that is looked at."""

_CARERS = 18, 65
"""Completed years of who cares for a member of the household at the cost of work."""

_HOURS_OF_CARE = (10.0, 30.0)
"""Weekly hours at which the third and the last class of ``work.informal_care_ratio`` begin; the first has none."""


MATTERS, JOB_GIVEN_UP, HOURS_LOST = 1, 2, 4
"""What is kept of a household: whether a minor or somebody with a care grade may live there; whether its carer would
work full-time but for the care; above these two bits, the hours a week that the mother would work more with a place."""


class WorkRules(NamedTuple):
    """What work follows from.

    Everybody goes by the rules of the month in which the own half-year began; for these there is one more axis in front
    of all arrays but `version`.

    Attributes
    ----------
    version : ndarray of int64 (LOOKED_AT_EVERY + 1,)
        Place of the rules by months since the half-year began, up to the begin of the one before.
    margins : ndarray (3 attainments, 2, child classes, 2 sexes, 101, 5)
        Shares at the margins between states (:class:`simsocial.people.work_shares.WorkMargins`), also by whether
        somebody has a partner (0) or not (1).
    attained : ndarray (2, 2, 101)
        Cumulative shares of the first two attainments, by sex and age.
    class_of_child : ndarray of uint8 (CHILD_YEARS,)
        Class by completed years of the youngest child.
    without_place : ndarray (CHILD_YEARS,)
        Odds that a mother works whose youngest child has no place, relative to those of all, by its years.
    with_place : ndarray (kinds, case states)
        Factors on these odds by the youngest child's cases.
    without_degree : ndarray (1,)
        Exponent of both for mothers without a degree.
    hours : ndarray of int64 (6,)
        Weekly hours of women by state of work.
    hours_by_grade, hours_factor : ndarray (6,), (kinds, case states)
        Weekly hours of care by care grade, and factors on them by cases of who is cared for.
    care_ratio : ndarray (2, 4, 4)
        Odds ratios of who cares, by sex and class of hours, at the margins.
    unemployed_at_most : ndarray (2, 101)
        Largest of the shares of unemployed people in the labour force, by sex and age, whatever the circumstances.
    rank_lasts, luck_lasts : ndarray of int64 (groups,)
        Half-years for which a draw lasts, by equally large groups of people.
    partners_alike : ndarray ()
        Share of couples of whom both go by the draws of one.
    many_children : ndarray (2,)
        Odds that a parent works with one or two minors, and with three and more, relative to those of all.
    """

    version: Integers
    margins: Floats
    attained: Floats
    class_of_child: npt.NDArray[np.uint8]
    without_place: Floats
    with_place: Floats
    without_degree: Floats
    hours: Integers
    hours_by_grade: Floats
    hours_factor: Floats
    care_ratio: Floats
    unemployed_at_most: Floats
    rank_lasts: Integers
    luck_lasts: Integers
    partners_alike: Floats
    many_children: Floats


class WorkSalts(NamedTuple):
    """Salts of draws: attainment; how long rank and luck last and where in their time they begin; both; couples."""

    attainment: np.uint64
    lasting: np.uint64
    phase: np.uint64
    rank: np.uint64
    luck: np.uint64
    alike: np.uint64


class Looks(NamedTuple):
    """What is looked at in a month, and what is kept and counted of it.

    Attributes
    ----------
    marks : two arrays of uint64
        Marks of persons and of households, eight by eight.
    of_cohort : uint8 (cohorts,)
        :data:`BEGINS` where a half-year begins, :data:`CONCERNS_ALL` where the household is looked at.
    kept : uint8 (rows of households,)
        Kept: :data:`MATTERS`, :data:`JOB_GIVEN_UP`, and hours lost in steps of :data:`HOURS_LOST`.
    place_area, cell : ndarray
        Area of each place; cell of each cohort.
    begun, ended : int64 (areas, cells)
        Counted: who begins to work, and who ends.
    room : int32 (6, BLOCK)
        Of those looked at next: the row; the youngest minor of the family, its completed years; whom they care for;
        the first woman who heads the family; whether the family has three minors or more.
    """

    marks: tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]
    of_cohort: npt.NDArray[np.uint8]
    kept: npt.NDArray[np.uint8]
    place_area: npt.NDArray[np.int16]
    cell: npt.NDArray[np.int16]
    begun: Integers
    ended: Integers
    room: npt.NDArray[np.int32]


BEGINS, CONCERNS_ALL = 1, 2


def ages_for_all(rules: WorkRules) -> Integers:
    """Return completed years at which somebody's birthday may matter for the work of other members of the household.

    From 15 years on one works oneself; at 18 and 66 one begins and ends to care for others; between, what matters is
    that more or fewer parents work whose youngest child is so old.
    """
    differs = (np.diff(rules.class_of_child, axis=1) != 0) | (np.diff(rules.without_place, axis=1) != 0.0)
    return np.union1d(1 + np.flatnonzero(differs.any(axis=0)), [_YOUNGEST, _CARERS[0], _CARERS[1] + 1])


def looks_of_cohorts(month: int, ages: Integers) -> npt.NDArray[np.uint8]:
    """Return by cohort what is looked at: whose half-year begins, and who comes to an age that matters for all.

    Examples
    --------
    >>> from simsocial.core.calendar import month_index
    >>> looks = looks_of_cohorts(month_index("2026-03"), np.array([6, 15]))
    >>> [int(looks[2 * (month_index(born) - EPOCH_MONTH)]) for born in ("1990-03", "1990-04", "2020-03", "2020-09")]
    [1, 0, 2, 0]
    """
    months_old = month - EPOCH_MONTH - np.arange(N_COHORTS) // 2
    half_year, years = months_old % LOOKED_AT_EVERY == 0, months_old // 12
    looks = BEGINS * (half_year & (years >= _YOUNGEST) & (years <= _PENSIONERS))
    birthday = months_old % 12 == 0
    looks |= CONCERNS_ALL * (birthday & np.isin(years, ages))
    looks[:2] = 0
    found: npt.NDArray[np.uint8] = looks.astype(np.uint8)
    return found


@in_place
def look_at_work(
    persons: Persons,
    households: Households,
    cases: Cases,
    work: npt.NDArray[np.uint8],
    rules: WorkRules,
    salts: WorkSalts,
    month: int,
    looks: Looks,
) -> None:
    """Bring the state of work up to date.

    Looked at are all members of households in which something changed, and else whose half-year begins. Whatever the
    state of work hangs on changes in a month in which the person is looked at: so it is the same however often somebody
    is looked at beside.

    Parameters
    ----------
    persons, households, cases : Persons, Households, Cases
        The state; marks are changed.
    work : uint8 (rows,)
        Filled: state of work.
    rules, salts : WorkRules, WorkSalts
        What holds this month.
    month : int
        Absolute month.
    looks : Looks
        What is looked at, kept and counted.
    """
    _mark_households(persons, households, looks)
    rows, begin = looks.room[0], 0
    while begin < len(persons.cohort):
        found, begin = _next_whose_half_year_begins(persons.cohort, looks.of_cohort, begin, rows)
        found = _whose_may_change(persons, households, rules, salts, month, rows[:found])
        _note_circumstances(persons, households, looks, month, found)
        _bring_up_to_date(persons, households, cases, work, rules, salts, month, looks, found)
    marks, begin = looks.marks[1], 0
    while begin < len(households.due):
        found, begin = _next_members(persons, households, month, begin, rows)
        _note_circumstances(persons, households, looks, month, found)
        _bring_up_to_date(persons, households, cases, work, rules, salts, month, looks, found)
    clear_marks(marks, households.due, LIVELIHOOD)


@helper
def _mark_households(persons: Persons, households: Households, looks: Looks) -> None:
    """Mark households in which something changed, or an age matters for all."""
    rows, begin = looks.room[0], 0
    while begin <= len(looks.marks[0]):
        found, begin = next_marked(looks.marks[0], persons.due, COUNT_ANEW | COUNT_CASES, begin, rows)
        for row in rows[:found]:
            used = persons.cohort[row] != EMPTY_COHORT
            households.due[used * persons.household[row]] |= used * (LIVELIHOOD | INCOME)
    for row in range(len(persons.cohort)):
        if looks.of_cohort[persons.cohort[row]] & CONCERNS_ALL:
            households.due[persons.household[row]] |= LIVELIHOOD


@helper
def _next_whose_half_year_begins(
    cohorts: npt.NDArray[np.uint16], of_cohort: npt.NDArray[np.uint8], begin: int, rows: Block
) -> tuple[int, int]:
    """List the next people whose half-year begins; return how many, and where to go on."""
    found = 0
    while begin < len(cohorts) and found < len(rows):
        rows[found] = begin
        found += of_cohort[cohorts[begin]] & BEGINS
        begin += 1
    return found, begin


@helper
def _whose_may_change(
    persons: Persons,
    households: Households,
    rules: WorkRules,
    salts: WorkSalts,
    month: int,
    rows: Block,
) -> int:
    """Keep those for whom something is another with the half-year that begins: age, rules, a draw; return how many.

    Luck that is no worse than anybody's chance of having no work does not matter, before and now. Who lives in a marked
    household is looked at with it.
    """
    kept, own, same_rules = 0, rules.version[0], rules.version[0] == rules.version[LOOKED_AT_EVERY]
    for row in rows:
        cohort = np.int64(persons.cohort[row])
        half_years = (month - EPOCH_MONTH - (cohort >> 1)) // LOOKED_AT_EVERY
        changes = (half_years % 2 == 0) | (not same_rules)
        if not changes:
            whose = _whose_draws(persons, row, salts, rules.partners_alike[own])
            key, drawn = persons.key[whose], _half_years(persons, whose, month)
            group = int(uniform(salts.lasting, key) * rules.rank_lasts.shape[1])
            phase = uniform(salts.phase, key)
            lasts = rules.rank_lasts[own, group]
            changes = _times(drawn, phase, lasts) != _times(drawn - 1, phase, lasts)
            lasts = rules.luck_lasts[own, group]
            now, before = _times(drawn, phase, lasts), _times(drawn - 1, phase, lasts)
            if not changes and now != before:
                most = rules.unemployed_at_most[own, cohort & 1, half_years // 2]
                changes = _draw(salts.luck, key, now) < most or _draw(salts.luck, key, before) < most
        rows[kept] = row
        kept += changes & (households.due[persons.household[row]] & (COUNT_ANEW | LIVELIHOOD) == 0)
    return kept


@helper
def _next_members(
    persons: Persons, households: Households, month: int, begin: int, rows: Block
) -> tuple[int, int]:
    """List the members from 15 years on of the next marked households; return how many, and where to go on."""
    found, born = 0, 2 * (month - EPOCH_MONTH - 12 * _YOUNGEST) + 1
    while begin < len(households.due):
        if households.due[begin] & (COUNT_ANEW | LIVELIHOOD) != 0 and households.size[begin] > 0:
            if found + households.size[begin] > len(rows):
                break
            fetch(persons.cohort, households.first_member[min(begin + _AHEAD, len(households.due) - 1)])
            member = households.first_member[begin]
            while member != NOBODY:
                rows[found] = member
                found += persons.cohort[member] <= born
                member = persons.next_member[member]
        begin += 1
    return found, begin


@helper
def _note_circumstances(
    persons: Persons, households: Households, looks: Looks, month: int, number: int
) -> None:
    """Note what of their households matters for the work of so many people, see :class:`Looks`."""
    rows, youngest_of, years_of, cared_for_by, mother_of, has_many = looks.room
    since, last, carer, cared_for = month - EPOCH_MONTH, NOBODY, NOBODY, NOBODY
    for turn in range(number):
        row = rows[turn]
        home = persons.household[row]
        if home == last:
            # Members of a household stand behind each other.
            youngest_of[turn], years_of[turn] = youngest_of[turn - 1], years_of[turn - 1]
            has_many[turn] = has_many[turn - 1]
            cared_for_by[turn] = cared_for if carer == row else NOBODY
            mother_of[turn] = mother_of[turn - 1]
            continue
        last = home
        # Siblings of the same completed years are told apart: else another one would count from a birthday on.
        youngest, last_born, minors = NOBODY, since - 12 * (CHILD_YEARS - 1), 0
        cared_for, grade, mother = NOBODY, np.uint8(0), NOBODY
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
            if mother == NOBODY and persons.role[member] == ADULT and persons.cohort[member] & 1:
                mother = member
            member = persons.next_member[member]
        if anew:
            looks.kept[home] = MATTERS * ((youngest != NOBODY) | (cared_for != NOBODY))
        carer = _carer_of(persons, households, home, cared_for, since) if cared_for != NOBODY else NOBODY
        youngest_of[turn], years_of[turn], mother_of[turn] = youngest, (since - last_born) // 12, mother
        has_many[turn] = minors >= _MANY
        cared_for_by[turn] = cared_for if carer == row else NOBODY


@helper
def _carer_of(persons: Persons, households: Households, home: int, cared_for: int, since: int) -> int:
    """Return the partner of who is cared for, else a woman, else a man, each of working age; of several the oldest."""
    carer, best, member = NOBODY, -1, households.first_member[home]
    while member != NOBODY:
        age = (since - int(persons.cohort[member] >> 1)) // 12
        if member != cared_for and _CARERS[0] <= age <= _CARERS[1]:
            sex = np.int64(persons.cohort[member] & 1)
            fits = 256 * (persons.partner[member] == cared_for) + 128 * sex + age
            if fits > best:
                carer, best = member, fits
        member = persons.next_member[member]
    return int(carer)


@helper
def _bring_up_to_date(
    persons: Persons,
    households: Households,
    cases: Cases,
    work: npt.NDArray[np.uint8],
    rules: WorkRules,
    salts: WorkSalts,
    month: int,
    looks: Looks,
    number: int,
) -> None:
    """Write the state of work of so many people under their circumstances; mark and count whose is another.

    Of carers and mothers it is also told what they would do with the same draws but for the care, or with a place.
    """
    rows, youngest_of, years_of, cared_for_by, mother_of, has_many = looks.room
    for turn in range(number):
        row = rows[turn]
        cohort, key, role = np.int64(persons.cohort[row]), persons.key[row], persons.role[row]
        half_years, months = divmod(month - EPOCH_MONTH - (cohort >> 1), LOOKED_AT_EVERY)
        age, sex, now = half_years // 2, cohort & 1, NO_LABOUR_FORCE
        if age >= _YOUNGEST and role < INSTITUTION:
            if age >= _PENSIONERS:
                now = PENSION
            else:
                own, youngest = rules.version[months], youngest_of[turn]
                is_parent = (role == ADULT) & (youngest != NOBODY)
                draw = uniform(salts.attainment, key)
                degree = np.int64(draw >= rules.attained[own, 0, sex, age])
                degree += np.int64(draw >= rules.attained[own, 1, sex, age])
                years = years_of[turn] if is_parent else CHILD_YEARS - 1
                child = rules.class_of_child[own, years]
                single = np.int64(persons.partner[row] == NOBODY)
                pension = rules.margins[own, degree, single, child, sex, age, 0]
                labour = rules.margins[own, degree, single, child, sex, age, 1]
                unemployed = rules.margins[own, degree, single, child, sex, age, 2]
                more = rules.margins[own, degree, single, child, sex, age, 3]
                full = rules.margins[own, degree, single, child, sex, age, 4]
                if is_parent:
                    many = rules.many_children[own, has_many[turn]]
                    labour, more = scaled_odds(labour, many), scaled_odds(more, many)
                    unemployed = scaled_odds(unemployed, 1.0 / many)
                missed = 1.0
                if is_parent and sex == 1:
                    odds, missed = _odds_of_mother(persons, cases, rules, own, youngest, years, degree)
                    labour, more = scaled_odds(labour, odds), scaled_odds(more, odds)
                labour_alone, unemployed_alone, more_alone, full_alone = labour, unemployed, more, full
                if cared_for_by[turn] != NOBODY:
                    level = _class_of_hours(persons, cases, rules, own, cared_for_by[turn])
                    labour = scaled_odds(labour, rules.care_ratio[own, sex, level, 0])
                    unemployed = scaled_odds(unemployed, rules.care_ratio[own, sex, level, 1])
                    more = scaled_odds(more, rules.care_ratio[own, sex, level, 2])
                    full = scaled_odds(full, rules.care_ratio[own, sex, level, 3])
                more = min(more, labour)
                whose = _whose_draws(persons, row, salts, rules.partners_alike[own])
                key, drawn = persons.key[whose], _half_years(persons, whose, month - months)
                group = int(uniform(salts.lasting, key) * rules.rank_lasts.shape[1])
                phase = uniform(salts.phase, key)
                rank = _draw(salts.rank, key, _times(drawn, phase, rules.rank_lasts[own, group]))
                luck = _draw(salts.luck, key, _times(drawn, phase, rules.luck_lasts[own, group]))
                now = work_state(rank, luck, pension, labour, unemployed, more, min(full, more))
                home = persons.household[row]
                if cared_for_by[turn] != NOBODY:
                    more_alone = min(more_alone, labour_alone)
                    full_alone = min(full_alone, more_alone)
                    alone = work_state(
                        rank, luck, pension, labour_alone, unemployed_alone, more_alone, full_alone
                    )
                    looks.kept[home] &= ~np.uint8(JOB_GIVEN_UP)
                    looks.kept[home] |= JOB_GIVEN_UP * np.uint8((alone == FULL_TIME) & (now != FULL_TIME))
                if mother_of[turn] == row and is_parent:
                    looks.kept[home] &= np.uint8(MATTERS | JOB_GIVEN_UP)
                    if missed != 1.0:
                        labour = scaled_odds(labour, missed)
                        more = min(scaled_odds(more, missed), labour)
                        served = work_state(rank, luck, pension, labour, unemployed, more, min(full, more))
                        lost = max(rules.hours[own, served] - rules.hours[own, now], 0)
                        looks.kept[home] |= np.uint8(HOURS_LOST * lost)
        before = work[row]
        if now != before:
            work[row] = now
            persons.due[row] |= COUNT_STATE
            households.due[persons.household[row]] |= INCOME | MAY_TURN
            area, counted = looks.place_area[persons.place[row]], looks.cell[cohort]
            looks.begun[area, counted] += (before < MARGINAL) & (now >= MARGINAL)
            looks.ended[area, counted] += (before >= MARGINAL) & (now < MARGINAL)


@helper
def _odds_of_mother(
    persons: Persons, cases: Cases, rules: WorkRules, own: int, youngest: int, years: int, degree: int
) -> tuple[float, float]:
    """Return the odds that a mother works by her youngest child's cases, and the odds with a place to these.

    The second are 1 unless the child is left without a place that is wanted.
    """
    odds, missed, case = rules.without_place[own, years], 1.0, persons.first_case[youngest]
    while case != NOBODY:
        kind, state = cases.kind[case], cases.state[case]
        odds *= rules.with_place[own, kind, state]
        if state in (WAITING, GAVE_UP):
            missed *= rules.with_place[own, kind, SERVED] / rules.with_place[own, kind, state]
        case = cases.next_case[case]
    if degree == 0:
        strength = rules.without_degree[own, 0]
        odds, missed = odds**strength, missed**strength
    return odds, missed


@helper
def _class_of_hours(persons: Persons, cases: Cases, rules: WorkRules, own: int, cared_for: int) -> int:
    """Return the class of the hours of care that somebody gets from relatives, 0 for none."""
    hours, case = rules.hours_by_grade[own, persons.care_grade[cared_for]], persons.first_case[cared_for]
    while case != NOBODY:
        hours *= rules.hours_factor[own, cases.kind[case], cases.state[case]]
        case = cases.next_case[case]
    return int(hours > 0.0) + int(hours >= _HOURS_OF_CARE[0]) + int(hours >= _HOURS_OF_CARE[1])


@helper
def _whose_draws(persons: Persons, row: int, salts: WorkSalts, alike: float) -> int:
    """Return the row of who is drawn for: oneself, or of two partners who are alike the one with the lower key.

    Either way the draw is uniform, so that nobody works more or less often for it: only together.
    """
    partner = persons.partner[row]
    if partner == NOBODY:
        return int(row)
    first = row if persons.key[row] < persons.key[partner] else partner
    return int(first) if uniform(salts.alike, persons.key[first]) < alike else int(row)


@helper
def _half_years(persons: Persons, row: int, month: int) -> int:
    """Return the half-years that somebody has lived in a month."""
    return int((month - EPOCH_MONTH - np.int64(persons.cohort[row] >> 1)) // LOOKED_AT_EVERY)


@helper
def _times(half_years: int, phase: float, lasts: int) -> int:
    """Return how often a draw has been renewed that lasts for so many half-years."""
    return (half_years + int(phase * lasts)) // lasts


@helper
def _draw(salt: np.uint64, key: np.uint64, times: int) -> float:
    """Return the draw of somebody, renewed so many times."""
    return float(uniform(salt, key + np.uint64(times) * GOLDEN))
