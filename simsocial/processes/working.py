"""The kernel of work: it looks at everybody twice a year, and at households in which something changed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH
from simsocial.core.columns import (
    ADULT,
    COUNT_ANEW,
    COUNT_CASES,
    COUNT_STATE,
    INCOME,
    INSTITUTION,
    LIVELIHOOD,
    MAY_TURN,
    NOBODY,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch
from simsocial.core.marks import clear_marks, next_marked
from simsocial.core.random import uniform
from simsocial.people.work import FULL_TIME, MARGINAL, NO_LABOUR_FORCE, PENSION
from simsocial.people.work_shares import scaled_odds, work_state
from simsocial.processes.work_circumstances import (
    hours_elsewhere,
    hours_of_care,
    level_of_hours,
    note_circumstances,
    odds_of_mother,
)
from simsocial.processes.work_draws import half_years_of, renewed_draw, times_renewed, whose_draws
from simsocial.processes.work_looks import (
    BEGINS,
    CHILD_YEARS,
    CONCERNS_ALL,
    HOURS_LOST,
    JOB_GIVEN_UP,
    LOOKED_AT_EVERY,
    MATTERS,
    PENSIONERS,
    YOUNGEST,
    Looks,
    WorkRules,
    WorkSalts,
)

__all__ = ["look_at_work"]

Block = npt.NDArray[np.int32]

_AHEAD = 24
"""Households between the one whose first member is asked for and the one that is looked at."""


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
        note_circumstances(persons, households, looks, month, found)
        _bring_up_to_date(persons, households, cases, work, rules, salts, month, looks, found)
    marks, begin = looks.marks[1], 0
    while begin < len(households.due):
        found, begin = _next_members(persons, households, month, begin, rows)
        note_circumstances(persons, households, looks, month, found)
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
            whose = whose_draws(persons, row, salts.alike, rules.partners_alike[own])
            key, drawn = persons.key[whose], half_years_of(persons, whose, month)
            group = int(uniform(salts.lasting, key) * rules.rank_lasts.shape[1])
            phase = uniform(salts.phase, key)
            lasts = rules.rank_lasts[own, group]
            changes = times_renewed(drawn, phase, lasts) != times_renewed(drawn - 1, phase, lasts)
            lasts = rules.luck_lasts[own, group]
            now, before = times_renewed(drawn, phase, lasts), times_renewed(drawn - 1, phase, lasts)
            if not changes and now != before:
                most = rules.unemployed_at_most[own, cohort & 1, half_years // 2]
                changes = (
                    renewed_draw(salts.luck, key, now) < most or renewed_draw(salts.luck, key, before) < most
                )
        rows[kept] = row
        kept += changes & (households.due[persons.household[row]] & (COUNT_ANEW | LIVELIHOOD) == 0)
    return kept


@helper
def _next_members(
    persons: Persons, households: Households, month: int, begin: int, rows: Block
) -> tuple[int, int]:
    """List the members from 15 years on of the next marked households; return how many, and where to go on."""
    found, born = 0, 2 * (month - EPOCH_MONTH - 12 * YOUNGEST) + 1
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
    rows, youngest_of, years_of, cared_for_by, mother_of, has_many, carer_of = looks.room
    for turn in range(number):
        row = rows[turn]
        cohort, key, role = np.int64(persons.cohort[row]), persons.key[row], persons.role[row]
        half_years, months = divmod(month - EPOCH_MONTH - (cohort >> 1), LOOKED_AT_EVERY)
        age, sex, now = half_years // 2, cohort & 1, NO_LABOUR_FORCE
        if age >= YOUNGEST and role < INSTITUTION:
            if age >= PENSIONERS:
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
                    odds, missed = odds_of_mother(persons, cases, rules, own, youngest, years, degree)
                    labour, more = scaled_odds(labour, odds), scaled_odds(more, odds)
                own_care = rules.own_care[own, persons.care_grade[row]]
                labour, more = scaled_odds(labour, own_care), scaled_odds(more, own_care)
                full = scaled_odds(full, own_care)
                labour_alone, unemployed_alone, more_alone, full_alone = labour, unemployed, more, full
                care_hours = float(hours_elsewhere(persons, looks.care_elsewhere, row, month - EPOCH_MONTH))
                if cared_for_by[turn] != NOBODY:
                    care_hours += hours_of_care(persons, cases, rules, own, cared_for_by[turn])
                if care_hours > 0.0:
                    level = level_of_hours(care_hours)
                    labour = scaled_odds(labour, rules.care_ratio[own, sex, level, 0])
                    unemployed = scaled_odds(unemployed, rules.care_ratio[own, sex, level, 1])
                    more = scaled_odds(more, rules.care_ratio[own, sex, level, 2])
                    full = scaled_odds(full, rules.care_ratio[own, sex, level, 3])
                more = min(more, labour)
                whose = whose_draws(persons, row, salts.alike, rules.partners_alike[own])
                key, drawn = persons.key[whose], half_years_of(persons, whose, month - months)
                group = int(uniform(salts.lasting, key) * rules.rank_lasts.shape[1])
                phase = uniform(salts.phase, key)
                rank = renewed_draw(
                    salts.rank, key, times_renewed(drawn, phase, rules.rank_lasts[own, group])
                )
                luck = renewed_draw(
                    salts.luck, key, times_renewed(drawn, phase, rules.luck_lasts[own, group])
                )
                now = work_state(rank, luck, pension, labour, unemployed, more, min(full, more))
                home = persons.household[row]
                if carer_of[turn] == row:
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
