"""The kernel of income: which budget a household has, and what the budgets add up to.

Of each household is kept what its budget follows from. When that changes, the amounts that followed from the old values
are taken away and those that follow from the new ones added, both by the same function and in whole cents, so that sums
are those of counting all anew.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH, MAX_AGE
from simsocial.core.columns import (
    ADULT,
    CHILD,
    COUNT_ANEW,
    INCOME,
    NOBODY,
    PRIVATE,
    REVIEW,
    Households,
    Persons,
)
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch
from simsocial.core.marks import next_marked
from simsocial.core.random import uniform
from simsocial.indicators.livelihood_sums import SUMS
from simsocial.parameters.budget_tables import AGE_CLASSES, CONSTANTS, BudgetTables
from simsocial.people.earnings import monthly_gross, value_at_rank
from simsocial.people.livelihood import (
    HAS_ADVANCE,
    HAS_BASIC_SUPPORT,
    HAS_CHILD_SUPPLEMENT,
    HAS_HOUSING_ALLOWANCE,
    HAS_OLD_AGE_SUPPORT,
    IS_POOR,
    IS_TENANT,
    LIVES_IN_SHELTER,
    OVERBURDENED,
)
from simsocial.people.work import FULL_TIME, MARGINAL, NO_LABOUR_FORCE, PART_TIME, PENSION, UNEMPLOYED
from simsocial.processes.budget_type import budget_form, budget_type
from simsocial.processes.household_budget import (
    BASIC_SUPPORT,
    CHILD_SUPPLEMENT,
    HEATING_SHARE,
    HOUSING_ALLOWANCE,
    Budget,
    claims_of,
    net_income,
    received,
)
from simsocial.processes.income_rules import BENEFITS, IncomeRules

__all__ = ["Counted", "IncomeSalts", "count_livelihoods", "longer_by", "nothing_counted"]

Integers = npt.NDArray[np.int64]

_STEP_EUR = 10.0
"""Gross incomes and rents are multiples of it."""

_PENSION_AGE = 66
"""Completed years from which everybody has a pension, whatever they work beside it."""

_STUDENTS_BELOW = 25
_TEENS_FROM, _YOUTHS_FROM, _GROWN_UP = 6, 14, 18
_BOTH = 2
_SIZES = 5
_BY_SUPPORT, _BY_OLD_AGE, _BY_ALLOWANCE, _BY_SUPPLEMENT = map(
    BENEFITS.index, ("basic_support", "old_age_support", "housing_allowance", "child_supplement")
)

_AGED, _POOR, _ADVANCED, _OTHERS = 8, 16, 32, 64
"""Flags behind the benefits taken up: a head is of pension age; poor; has the maintenance advance, not maintenance; how
many adults live there beside the heads."""

_MOST_OTHERS = 3
_TENURE = 256
"""How the household is housed, behind them: what :data:`simsocial.people.livelihood.LIVES_IN_SHELTER` begins."""
_NOWHERE = -1

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
    area : int16 (rows,)
        Area, -1 for a household that is not counted.
    """

    gross: npt.NDArray[np.uint16]
    rent: npt.NDArray[np.uint8]
    code: npt.NDArray[np.uint8]
    flags: npt.NDArray[np.uint16]
    area: npt.NDArray[np.int16]


class IncomeSalts(NamedTuple):
    """Salts of lasting draws: of people and, from the rent on, of households."""

    attainment: np.uint64
    rank: np.uint64
    hours: np.uint64
    apprentice: np.uint64
    insured: np.uint64
    widowed: np.uint64
    rent: np.uint64
    advance: np.uint64
    basic_support: np.uint64
    housing_allowance: np.uint64
    child_supplement: np.uint64
    tenure: np.uint64


class _Found(NamedTuple):
    """What a household's budget follows from now, and what is said of it."""

    gross: int
    rent: int
    code: int
    flags: int
    area: int
    livelihood: int


def nothing_counted(rows: int) -> Counted:
    """Return that nothing is counted of so many households."""
    return Counted(
        np.zeros(rows, dtype=np.uint16),
        np.zeros(rows, dtype=np.uint8),
        np.zeros(rows, dtype=np.uint8),
        np.zeros(rows, dtype=np.uint16),
        np.full(rows, _NOWHERE, dtype=np.int16),
    )


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
    work: npt.NDArray[np.uint8],
    livelihood: npt.NDArray[np.uint8],
    marks: npt.NDArray[np.uint64],
    counted: Counted,
    tables: BudgetTables,
    rules: IncomeRules,
    salts: IncomeSalts,
    month: int,
    place_area: npt.NDArray[np.int16],
    sums: Integers,
    room: npt.NDArray[np.int32],
) -> None:
    """Bring the sums up to date for households in which something changed.

    Parameters
    ----------
    persons, households : Persons, Households
        The state; marks of households are changed.
    work, livelihood : uint8 (rows,)
        State of work of persons; of households, filled: benefits and poverty.
    marks : uint64
        Marks of households, eight by eight.
    counted : Counted
        What was counted of each household; filled.
    tables, rules, salts : BudgetTables, IncomeRules, IncomeSalts
        What holds this month.
    month : int
        Absolute month.
    place_area : ndarray
        Area of each place.
    sums : int64 (areas, `SUMS`)
        Changed.
    room : int32 (BLOCK,)
        Room to work.
    """
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
                fetch(work, member)
            home = room[turn]
            households.due[home] &= ~np.uint8(INCOME)
            now = _livelihood_of(persons, households, home, work, tables, rules, salts, month, place_area)
            if livelihood[home] != now.livelihood:
                livelihood[home] = now.livelihood
                households.due[home] |= REVIEW
            if (
                counted.area[home] == now.area
                and counted.gross[home] == now.gross
                and counted.code[home] == now.code
                and counted.rent[home] == now.rent
                and counted.flags[home] == now.flags
            ):
                continue
            if counted.area[home] != _NOWHERE:
                before = _Found(
                    _whole(counted.gross[home]),
                    _whole(counted.rent[home]),
                    _whole(counted.code[home]),
                    _whole(counted.flags[home]),
                    _whole(counted.area[home]),
                    0,
                )
                _add(sums, -1, before, tables, rules)
            if now.area != _NOWHERE:
                _add(sums, 1, now, tables, rules)
            counted.gross[home] = now.gross
            counted.rent[home] = now.rent
            counted.code[home] = now.code
            counted.flags[home] = now.flags
            counted.area[home] = now.area


@helper
def _whole(number: float) -> int:
    """Return a number of any width as one of 64 bits, cut."""
    return int(np.int64(number))


@helper
def _cents(amount_eur: float) -> int:
    cents: int = _whole(np.floor(amount_eur * 100.0 + 0.5))
    return cents


@helper
def _add(sums: Integers, sign: int, one: _Found, tables: BudgetTables, rules: IncomeRules) -> None:
    """Add, or take away, what a household counts for."""
    row, code, area, of = rules.row, one.code, one.area, tables.constants
    gross = _STEP_EUR * one.gross
    budget = received(claims_of(tables, row, code, gross, _STEP_EUR * one.rent), one.flags % _AGED)
    children = _whole(of[row, code, _CHILDREN])
    people = _whole(of[row, code, _ADULTS]) + children
    with_others = people + one.flags % _TENURE // _OTHERS
    sums[area, _HOUSEHOLDS] += sign
    sums[area, _PEOPLE] += sign * with_others
    sums[area, _MINORS] += sign * children
    if budget.standard_need_benefit + budget.housing_cost_benefit > 0.0:
        sums[area, _SUPPORT_HOUSEHOLDS] += sign
        sums[area, _SUPPORT_PEOPLE] += sign * people
        sums[area, _SUPPORT_CHILDREN] += sign * children
    sums[area, _ALLOWANCE_HOUSEHOLDS] += sign * (budget.housing_allowance > 0.0)
    if budget.child_supplement > 0.0:
        sums[area, _SUPPLEMENT_FAMILIES] += sign
        sums[area, _SUPPLEMENT_CHILDREN] += sign * children
    if budget.old_age_support > 0.0:
        of_whom = _OLD_AGE_PEOPLE if one.flags & _AGED != 0 else _DISABILITY_PEOPLE
        sums[area, of_whom] += sign * _whole(of[row, code, _PENSIONERS])
    if budget.maintenance_advance > 0.0 and one.flags & _ADVANCED != 0:
        sums[area, _ADVANCE] += sign * _cents(budget.maintenance_advance)
        for age in range(len(AGE_CLASSES)):
            if of[row, code, _FIRST_ADVANCE + age] > 0.0 and (
                age < _OLDEST or gross >= _ADVANCE_FROM_GROSS_EUR
            ):
                sums[area, _ADVANCE_CHILDREN] += sign * _whole(of[row, code, _FIRST_CHILDREN + age])
    if one.flags & _POOR != 0:
        sums[area, _POOR_PEOPLE] += sign * with_others
        sums[area, _POOR_CHILDREN] += sign * children
    tenure = one.flags // _TENURE * LIVES_IN_SHELTER
    if tenure & IS_TENANT != 0:
        sums[area, _TENANTS] += sign
        sums[area, _OVERBURDENED_TENANTS] += sign * (tenure == OVERBURDENED)
        cold_rent = (1.0 - HEATING_SHARE) * _STEP_EUR * one.rent
        burden = min(cold_rent / max(net_income(gross, budget), _STEP_EUR), 1.0)
        sums[area, _BURDENS] += sign * _whole(10_000.0 * burden + 0.5)
    elif tenure == LIVES_IN_SHELTER:
        sums[area, _SHELTERED_PEOPLE] += sign * with_others
    sums[area, _GROSS] += sign * _cents(gross)
    sums[area, _NET] += sign * _cents(net_income(gross, budget))
    sums[area, _TAX] += sign * _cents(budget.income_tax)
    sums[area, _CONTRIBUTIONS] += sign * _cents(budget.social_contributions)
    sums[area, _CHILD_BENEFIT] += sign * _cents(budget.child_benefit)
    sums[area, _SUPPLEMENT] += sign * _cents(budget.child_supplement)
    sums[area, _ALLOWANCE] += sign * _cents(budget.housing_allowance)
    sums[area, _STANDARD_NEED] += sign * _cents(budget.standard_need_benefit)
    sums[area, _HOUSING_COST] += sign * _cents(budget.housing_cost_benefit)
    sums[area, _OLD_AGE_SUPPORT] += sign * _cents(budget.old_age_support)


@helper
def _age(persons: Persons, row: int, month: int) -> int:
    years: int = (month - EPOCH_MONTH - _whole(persons.cohort[row] >> 1)) // 12
    return years


@helper
def _head_of(persons: Persons, households: Households, home: int) -> int:
    """Return who heads a household: somebody with a partner, if there is one, else the first adult."""
    head: int = NOBODY
    member = households.first_member[home]
    while member != NOBODY:
        if persons.role[member] == ADULT and (
            head == NOBODY or (persons.partner[head] == NOBODY and persons.partner[member] != NOBODY)
        ):
            head = _whole(member)
        member = persons.next_member[member]
    return head


@helper
def _wage(persons: Persons, row: int, state: int, rules: IncomeRules, salts: IncomeSalts, age: int) -> float:
    """Return gross earnings of somebody who works part-time or full-time, EUR a month."""
    key, sex = persons.key[row], _whole(persons.cohort[row] & 1)
    if state == FULL_TIME and uniform(salts.apprentice, key) < rules.apprentices[age]:
        return rules.apprentice_eur
    year = (EPOCH_MONTH + _whole(persons.cohort[row] >> 1)) // 12 - EPOCH_MONTH // 12
    draw, attainment = uniform(salts.attainment, key), 0
    if draw >= rules.attained[1, sex, year]:
        attainment = 2 if age >= rules.degree_ages[1] else 0
    elif draw >= rules.attained[0, sex, year]:
        attainment = 1 if age >= rules.degree_ages[0] else 0
    extent = state - PART_TIME
    hourly = value_at_rank(uniform(salts.rank, key), rules.ranks, rules.hourly[sex, attainment, extent])
    hours = value_at_rank(uniform(salts.hours, key), rules.hour_ranks, rules.hours[sex, extent])
    return float(monthly_gross(hourly, hours, rules.minimum_wage_eur, rules.special_payments))


@helper
def _gross(
    persons: Persons,
    row: int,
    state: int,
    rules: IncomeRules,
    salts: IncomeSalts,
    month: int,
    is_parent: bool,
) -> float:
    """Return earnings, pension and unemployment benefit of somebody, EUR a month.

    Unemployment benefit is a share of what the same person would earn full-time.
    """
    key, sex = persons.key[row], _whole(persons.cohort[row] & 1)
    age, amount = min(_age(persons, row, month), MAX_AGE), 0.0
    if state == PENSION or age >= _PENSION_AGE:
        amount = value_at_rank(uniform(salts.rank, key), rules.pension_ranks, rules.pension[sex])
        if age >= _PENSION_AGE and persons.partner[row] == NOBODY:
            amount += rules.survivor_eur[sex] * (uniform(salts.widowed, key) < rules.widowed[sex])
    if state == MARGINAL:
        amount += value_at_rank(uniform(salts.rank, key), rules.marginal_ranks, rules.marginal)
    elif state > MARGINAL:
        amount += _wage(persons, row, state, rules, salts, age)
    elif state == UNEMPLOYED and uniform(salts.insured, key) < rules.insured:
        share = rules.unemployment_benefit[_whole(is_parent)]
        amount += share * _wage(persons, row, FULL_TIME, rules, salts, age)
    return amount


@helper
def _is_taken(salt: np.uint64, key: np.uint64, benefit: int, claim_eur: float, rules: IncomeRules) -> bool:
    """Tell whether a household takes up a claim: the larger, the sooner."""
    large = min(claim_eur / rules.take_up_from[benefit], 1.0)
    return bool(uniform(salt, key) < large * rules.take_up[benefit])


@helper
def _taken(key: np.uint64, claims: Budget, is_aged: bool, rules: IncomeRules, salts: IncomeSalts) -> int:
    """Return the benefits that a household takes up."""
    working_age = claims.standard_need_benefit + claims.housing_cost_benefit
    support = working_age + claims.old_age_support
    # Of a couple of both kinds, as who is younger does. Support in disability is taken up as that of working age.
    by = _BY_OLD_AGE if is_aged and working_age <= 0.0 else _BY_SUPPORT
    taken = BASIC_SUPPORT * _is_taken(salts.basic_support, key, by, support, rules)
    taken += HOUSING_ALLOWANCE * _is_taken(
        salts.housing_allowance, key, _BY_ALLOWANCE, claims.housing_allowance, rules
    )
    taken += CHILD_SUPPLEMENT * _is_taken(
        salts.child_supplement, key, _BY_SUPPLEMENT, claims.child_supplement, rules
    )
    bits: int = _whole(taken)
    return bits


@helper
def _tenure_of(draw: float, rank: float, age: int, size: int, rules: IncomeRules) -> int:
    """Tell whether a household owns its home, rents it, or lives in a shelter: by head, size and lasting draws."""
    owning = rules.owners[age, min(size, _SIZES) - 1] * (1.0 + rules.owners_by_rank * (2.0 * rank - 1.0))
    if draw < owning:
        return 0
    return LIVES_IN_SHELTER if draw >= 1.0 - rules.sheltered[age] else IS_TENANT


@helper
def _livelihood_of(
    persons: Persons,
    households: Households,
    home: int,
    work: npt.NDArray[np.uint8],
    tables: BudgetTables,
    rules: IncomeRules,
    salts: IncomeSalts,
    month: int,
    place_area: npt.NDArray[np.int16],
) -> _Found:
    """Return what the budget of a household follows from.

    The budget is that of its heads and their minor children. Other adults live on what they have, which counts for
    whether the household is poor alone.
    """
    head = NOBODY
    if households.form[home] == PRIVATE and households.size[home] > 0:
        head = _head_of(persons, households, home)
    if head == NOBODY:
        return _Found(0, 0, 0, 0, _NOWHERE, 0)
    partner = _whole(persons.partner[head])
    young, middle, older, others, below_14, others_net = 0, 0, 0, 0, 0, 0.0
    single = budget_type(tables, 0, 0, 0, 0)
    member = households.first_member[home]
    while member != NOBODY:
        age = _age(persons, member, month)
        below_14 += age < _YOUTHS_FROM
        if member != head and member != partner:
            if persons.role[member] == CHILD and age < _GROWN_UP:
                young += age < _TEENS_FROM
                middle += _TEENS_FROM <= age < _YOUTHS_FROM
                older += age >= _YOUTHS_FROM
            else:
                others += 1
                own = _gross(persons, member, _whole(work[member]), rules, salts, month, False)
                code = single
                if age >= _PENSION_AGE:
                    code = budget_type(tables, budget_form(1, 1, 0.0, rules.marginal_job_eur, True), 0, 0, 0)
                others_net += net_income(own, received(claims_of(tables, rules.row, code, own, 0.0), 0))
        member = persons.next_member[member]
    children = young + middle + older
    state, age = _whole(work[head]), _age(persons, head, month)
    first, second = _gross(persons, head, state, rules, salts, month, children > 0), 0.0
    adults, pensioners, aged = 1, _whole(state == PENSION or age >= _PENSION_AGE), age >= _PENSION_AGE
    pensioner = head
    if partner != NOBODY:
        own_state, own_age = _whole(work[partner]), _age(persons, partner, month)
        second = _gross(persons, partner, own_state, rules, salts, month, children > 0)
        adults, aged = _BOTH, aged or own_age >= _PENSION_AGE
        if own_state == PENSION or own_age >= _PENSION_AGE:
            pensioner = head if pensioners > 0 else partner
            pensioners += 1
    sex = _whole(persons.cohort[pensioner] & 1)
    has_long_record = uniform(salts.rank, persons.key[pensioner]) >= rules.short_record[sex]
    form = budget_form(adults, pensioners, min(first, second), rules.marginal_job_eur, has_long_record)
    code = _whole(budget_type(tables, form, young, middle, older))
    size = adults + children + others
    key = households.key[home]
    rank = uniform(salts.rank, persons.key[head])
    tenure = _tenure_of(uniform(salts.tenure, key), rank, min(age, MAX_AGE), size, rules)
    owners = rules.owners[min(age, MAX_AGE), min(size, _SIZES) - 1]
    # The cheapest homes are those of owners, so that rents begin where their share ends.
    rank = uniform(salts.rent, key)
    rank = owners * rank if tenure == 0 else owners + (1.0 - owners) * rank
    rent = value_at_rank(rank, rules.rent_ranks, rules.rent[min(size, _SIZES) - 1])
    rent_step = _whole(min(rent * (adults + children) / size / _STEP_EUR + 0.5, 255.0))
    gross_step = _whole(min((first + second) / _STEP_EUR + 0.5, 65535.0))
    claims = claims_of(tables, rules.row, code, _STEP_EUR * gross_step, _STEP_EUR * rent_step)
    is_student = state == NO_LABOUR_FORCE and age < _STUDENTS_BELOW and partner == NOBODY and children == 0
    taken = 0 if is_student else _taken(key, claims, aged, rules, salts)
    budget = received(claims, taken)
    net = net_income(_STEP_EUR * gross_step, budget) + others_net
    if is_student:
        net += rules.student_eur
    weight = 1.0 + 0.5 * (size - below_14 - 1) + 0.3 * below_14
    poor = net / weight < rules.poverty_eur
    advanced = budget.maintenance_advance > 0.0 and uniform(salts.advance, key) < rules.advanced
    if tenure == IS_TENANT and (1.0 - HEATING_SHARE) * rent >= rules.overburdened_from * net:
        tenure = OVERBURDENED
    flags = taken + _AGED * aged + _POOR * poor + _ADVANCED * advanced + _OTHERS * min(others, _MOST_OTHERS)
    flags += _TENURE * (tenure // LIVES_IN_SHELTER)
    said = (
        HAS_BASIC_SUPPORT * (budget.standard_need_benefit + budget.housing_cost_benefit > 0.0)
        + HAS_HOUSING_ALLOWANCE * (budget.housing_allowance > 0.0)
        + HAS_CHILD_SUPPLEMENT * (budget.child_supplement > 0.0)
        + HAS_OLD_AGE_SUPPORT * (budget.old_age_support > 0.0)
        + HAS_ADVANCE * advanced
        + IS_POOR * poor
        + tenure
    )
    area = _whole(place_area[households.place[home]])
    return _Found(gross_step, rent_step, code, _whole(flags), area, _whole(said))
