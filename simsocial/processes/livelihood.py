"""The kernel of income: which budget a household has, and what the budgets add up to.

Of each household is kept what its budget follows from. When that changes, the amounts that followed from the old values
are taken away and those that follow from the new ones added, both by the same function and in whole cents, so that sums
are those of counting all anew.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import COUNT_ANEW, INCOME, MAY_TURN, Households, Persons
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch
from simsocial.core.marks import next_marked
from simsocial.indicators.livelihood_sums import SUMS
from simsocial.parameters.budget_tables import AGE_CLASSES, CONSTANTS, BudgetTables
from simsocial.people.livelihood import IS_TENANT, LIVES_IN_SHELTER, OVERBURDENED
from simsocial.processes.gross_income import IncomeSalts, mark_by_age, whole
from simsocial.processes.household_budget import STEP_EUR, Budget, claims_of, net_income, received
from simsocial.processes.income_rules import IncomeRules
from simsocial.processes.livelihood_now import (
    ADVANCED,
    AGED,
    NOWHERE,
    OTHERS,
    POOR,
    TENURE,
    Found,
    Known,
    livelihood_of,
)
from simsocial.processes.other_adults import UNITS

__all__ = ["Counted", "Told", "count_livelihoods", "longer_by", "nothing_counted"]

Integers = npt.NDArray[np.int64]

_ADULTS, _PENSIONERS, _CHILDREN = map(CONSTANTS.index, ("adults", "pensioners", "children"))
_FIRST_CHILDREN, _FIRST_ADVANCE = (
    CONSTANTS.index(f"{name}_{AGE_CLASSES[0]}") for name in ("children", "child_advance")
)
_OLDEST = len(AGE_CLASSES) - 1
_ADVANCE_FROM_GROSS_EUR = 600.0

(
    _HOUSEHOLDS, _PEOPLE, _MINORS, _SUPPORT_HOUSEHOLDS, _SUPPORT_PEOPLE, _SUPPORT_CHILDREN, _ALLOWANCE_HOUSEHOLDS,
    _SUPPLEMENT_FAMILIES, _SUPPLEMENT_CHILDREN, _OLD_AGE_PEOPLE, _DISABILITY_PEOPLE, _ADVANCE_CHILDREN, _POOR_PEOPLE,
    _POOR_CHILDREN, _TENANTS, _OVERBURDENED_TENANTS, _SHELTERED_PEOPLE, _BURDENS, _GROSS, _NET, _TAX,
    _CONTRIBUTIONS, _CHILD_BENEFIT, _ADVANCE, _SUPPLEMENT, _ALLOWANCE, _STANDARD_NEED, _HOUSING_COST, _OLD_AGE_SUPPORT,
) = range(len(SUMS))  # fmt: skip


class Counted(NamedTuple):
    """What the counted budget of each household follows from.

    Attributes
    ----------
    gross, rent : uint16, uint8 (rows,)
        In 10 EUR a month, of the heads.
    code : uint8 (rows,)
        Type of :mod:`simsocial.parameters.budget_tables`.
    flags : uint16 (rows,)
        Benefits taken up, and what else is counted of the household.
    supported : uint8 (rows,)
        Adults beside the heads who have basic income support: with the parents, and `UNITS` times those on their own.
    support : uint8 (rows,)
        In 10 EUR a month, what these have.
    burden : uint8 (rows,)
        Share of the rent of a tenant in the net income of all who live there, in half percents.
    area : int16 (rows,)
        Area, -1 for a household that is not counted.
    """

    gross: npt.NDArray[np.uint16]
    rent: npt.NDArray[np.uint8]
    code: npt.NDArray[np.uint8]
    flags: npt.NDArray[np.uint16]
    supported: npt.NDArray[np.uint8]
    support: npt.NDArray[np.uint8]
    burden: npt.NDArray[np.uint8]
    area: npt.NDArray[np.int16]


def nothing_counted(rows: int) -> Counted:
    """Return that nothing is counted of so many households."""
    return Counted(
        np.zeros(rows, dtype=np.uint16),
        np.zeros(rows, dtype=np.uint8),
        np.zeros(rows, dtype=np.uint8),
        np.zeros(rows, dtype=np.uint16),
        np.zeros(rows, dtype=np.uint8),
        np.zeros(rows, dtype=np.uint8),
        np.zeros(rows, dtype=np.uint8),
        np.full(rows, NOWHERE, dtype=np.int16),
    )


class Told(NamedTuple):
    """What households are told of their livelihood: benefits and poverty, and net income by heads in steps."""

    livelihood: npt.NDArray[np.uint8]
    equivalent: npt.NDArray[np.uint8]


def longer_by(counted: Counted, rows: int) -> Counted:
    """Return the same with so many further households of which nothing is counted."""
    more = nothing_counted(rows)
    return Counted(
        *(np.concatenate([getattr(counted, name), getattr(more, name)]) for name in Counted._fields)
    )


@in_place
def count_livelihoods(
    persons: Persons,
    households: Households,
    known: Known,
    told: Told,
    marks: npt.NDArray[np.uint64],
    counted: Counted,
    tables: BudgetTables,
    rules: IncomeRules,
    salts: IncomeSalts,
    looks: npt.NDArray[np.uint8],
    month: int,
    place_area: npt.NDArray[np.int16],
    sums: Integers,
    room: npt.NDArray[np.int32],
) -> None:
    """Bring the sums up to date for households in which something changed, or a birthday changes income.

    Parameters
    ----------
    persons, households : Persons, Households
        The state; marks of households are changed.
    known : Known
        Of persons.
    told : Told
        Filled.
    marks : uint64
        Marks of households, eight by eight.
    counted : Counted
        What was counted of each household; filled.
    tables, rules, salts : BudgetTables, IncomeRules, IncomeSalts
        What holds this month.
    looks : uint8 (cohorts,)
        From :func:`simsocial.processes.gross_income.looks_of_cohorts`.
    month : int
        Absolute month.
    place_area : ndarray
        Area of each place.
    sums : int64 (areas, `SUMS`)
        Changed.
    room : int32 (BLOCK,)
        Room to work.
    """
    mark_by_age(persons, households, rules, salts, looks, month)
    begin = 0
    while begin <= len(marks):
        found, begin = next_marked(marks, households.due, COUNT_ANEW | INCOME, begin, room)
        for turn in range(found):
            if turn + 16 < found:
                fetch(households.first_member, room[turn + 16])
                fetch(households.key, room[turn + 16])
                fetch(counted.gross, room[turn + 16])
                fetch(counted.area, room[turn + 16])
            if turn + 8 < found:
                member = max(households.first_member[room[turn + 8]], 0)
                fetch(persons.key, member)
                fetch(persons.cohort, member)
                fetch(persons.role, member)
                fetch(persons.next_member, member)
                fetch(known.work, member)
            home = room[turn]
            households.due[home] &= ~np.uint8(INCOME)
            had = whole(told.livelihood[home])
            now, budget = livelihood_of(
                persons, households, home, had, known, tables, rules, salts, month, place_area
            )
            told.equivalent[home] = now.equivalent
            if told.livelihood[home] != now.livelihood:
                told.livelihood[home] = now.livelihood
                households.due[home] |= MAY_TURN
            if (
                counted.area[home] == now.area
                and counted.gross[home] == now.gross
                and counted.code[home] == now.code
                and counted.rent[home] == now.rent
                and counted.flags[home] == now.flags
                and counted.supported[home] == now.supported
                and counted.support[home] == now.support
                and counted.burden[home] == now.burden
            ):
                continue
            if counted.area[home] != NOWHERE:
                before = Found(
                    whole(counted.gross[home]),
                    whole(counted.rent[home]),
                    whole(counted.code[home]),
                    whole(counted.flags[home]),
                    whole(counted.supported[home]),
                    whole(counted.support[home]),
                    whole(counted.burden[home]),
                    whole(counted.area[home]),
                    0,
                    0,
                )
                claims = claims_of(
                    tables, rules.row, before.code, STEP_EUR * before.gross, STEP_EUR * before.rent
                )
                _add(sums, -1, before, received(claims, before.flags % AGED), tables, rules)
            if now.area != NOWHERE:
                _add(sums, 1, now, budget, tables, rules)
            counted.gross[home] = now.gross
            counted.rent[home] = now.rent
            counted.code[home] = now.code
            counted.flags[home] = now.flags
            counted.supported[home] = now.supported
            counted.support[home] = now.support
            counted.burden[home] = now.burden
            counted.area[home] = now.area


@helper
def _cents(amount_eur: float) -> int:
    cents: int = whole(np.floor(amount_eur * 100.0 + 0.5))
    return cents


@helper
def _add(
    sums: Integers, sign: int, one: Found, budget: Budget, tables: BudgetTables, rules: IncomeRules
) -> None:
    """Add, or take away, what a household counts for."""
    row, code, area, of = rules.row, one.code, one.area, tables.constants
    gross = STEP_EUR * one.gross
    children = whole(of[row, code, _CHILDREN])
    people = whole(of[row, code, _ADULTS]) + children
    with_others = people + one.flags % TENURE // OTHERS
    units, with_parents = one.supported // UNITS, one.supported % UNITS
    support = STEP_EUR * one.support
    # Income meets the standard need first, so that what is left is for housing.
    housing = min(support, (units + with_parents) * STEP_EUR * one.rent / people)
    sums[area, _HOUSEHOLDS] += sign
    sums[area, _PEOPLE] += sign * with_others
    sums[area, _MINORS] += sign * children
    if budget.standard_need_benefit + budget.housing_cost_benefit > 0.0:
        sums[area, _SUPPORT_HOUSEHOLDS] += sign
        sums[area, _SUPPORT_PEOPLE] += sign * people
        sums[area, _SUPPORT_CHILDREN] += sign * children
    sums[area, _SUPPORT_HOUSEHOLDS] += sign * units
    sums[area, _SUPPORT_PEOPLE] += sign * (units + with_parents)
    sums[area, _ALLOWANCE_HOUSEHOLDS] += sign * (budget.housing_allowance > 0.0)
    if budget.child_supplement > 0.0:
        sums[area, _SUPPLEMENT_FAMILIES] += sign
        sums[area, _SUPPLEMENT_CHILDREN] += sign * children
    if budget.old_age_support > 0.0:
        of_whom = _OLD_AGE_PEOPLE if one.flags & AGED != 0 else _DISABILITY_PEOPLE
        sums[area, of_whom] += sign * whole(of[row, code, _PENSIONERS])
    if budget.maintenance_advance > 0.0 and one.flags & ADVANCED != 0:
        sums[area, _ADVANCE] += sign * _cents(budget.maintenance_advance)
        for age in range(len(AGE_CLASSES)):
            if of[row, code, _FIRST_ADVANCE + age] > 0.0 and (
                age < _OLDEST or gross >= _ADVANCE_FROM_GROSS_EUR
            ):
                sums[area, _ADVANCE_CHILDREN] += sign * whole(of[row, code, _FIRST_CHILDREN + age])
    if one.flags & POOR != 0:
        sums[area, _POOR_PEOPLE] += sign * with_others
        sums[area, _POOR_CHILDREN] += sign * children
    tenure = one.flags // TENURE * LIVES_IN_SHELTER
    if tenure & IS_TENANT != 0:
        sums[area, _TENANTS] += sign
        sums[area, _OVERBURDENED_TENANTS] += sign * (tenure == OVERBURDENED)
        sums[area, _BURDENS] += sign * one.burden
    elif tenure == LIVES_IN_SHELTER:
        sums[area, _SHELTERED_PEOPLE] += sign * with_others
    sums[area, _GROSS] += sign * _cents(gross)
    sums[area, _NET] += sign * (_cents(net_income(gross, budget)) + _cents(support))
    sums[area, _TAX] += sign * _cents(budget.income_tax)
    sums[area, _CONTRIBUTIONS] += sign * _cents(budget.social_contributions)
    sums[area, _CHILD_BENEFIT] += sign * _cents(budget.child_benefit)
    sums[area, _SUPPLEMENT] += sign * _cents(budget.child_supplement)
    sums[area, _ALLOWANCE] += sign * _cents(budget.housing_allowance)
    sums[area, _STANDARD_NEED] += sign * (_cents(budget.standard_need_benefit) + _cents(support - housing))
    sums[area, _HOUSING_COST] += sign * (_cents(budget.housing_cost_benefit) + _cents(housing))
    sums[area, _OLD_AGE_SUPPORT] += sign * _cents(budget.old_age_support)
