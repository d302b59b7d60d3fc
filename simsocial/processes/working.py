"""The kernel of work: it looks at everybody twice a year, and at households in which something changed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH
from simsocial.core.columns import (
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
from simsocial.people.work import EARLY_PENSION_AGE, MARGINAL, NO_LABOUR_FORCE, PENSION
from simsocial.processes.work_circumstances import note_circumstances
from simsocial.processes.work_draws import half_years_of, renewed_draw, times_renewed, whose_draws
from simsocial.processes.work_looks import (
    BEGINS,
    CONCERNS_ALL,
    LOOKED_AT_EVERY,
    PENSIONERS,
    ROW,
    YOUNGEST,
    Looks,
    WorkRules,
    WorkSalts,
)
from simsocial.processes.work_of_person import state_of_work

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
    disabled: npt.NDArray[np.uint8],
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
    work, disabled : uint8 (rows,)
        Filled: state of work, and whether it is, or was at 62, a disability pension.
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
        _bring_up_to_date(persons, households, cases, work, disabled, rules, salts, month, looks, found)
    marks, begin = looks.marks[1], 0
    while begin < len(households.due):
        found, begin = _next_members(persons, households, month, begin, rows)
        note_circumstances(persons, households, looks, month, found)
        _bring_up_to_date(persons, households, cases, work, disabled, rules, salts, month, looks, found)
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
    disabled: npt.NDArray[np.uint8],
    rules: WorkRules,
    salts: WorkSalts,
    month: int,
    looks: Looks,
    number: int,
) -> None:
    """Write the state of work of so many people; mark and count whose is another."""
    for turn in range(number):
        row = looks.room[ROW, turn]
        cohort, before, now = np.int64(persons.cohort[row]), work[row], NO_LABOUR_FORCE
        age = (month - EPOCH_MONTH - (cohort >> 1)) // 12
        if age >= YOUNGEST and persons.role[row] < INSTITUTION:
            now = PENSION
            if age < PENSIONERS:
                now = state_of_work(persons, cases, rules, salts, month, looks, turn)
        disabled[row] = (now == PENSION) & ((age < EARLY_PENSION_AGE) | (disabled[row] != 0))
        if now != before:
            work[row] = now
            persons.due[row] |= COUNT_STATE
            households.due[persons.household[row]] |= INCOME | MAY_TURN
            area, counted = looks.place_area[persons.place[row]], looks.cell[cohort]
            looks.begun[area, counted] += (before < MARGINAL) & (now >= MARGINAL)
            looks.ended[area, counted] += (before >= MARGINAL) & (now < MARGINAL)
