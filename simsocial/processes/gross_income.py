"""What people earn: wages, pensions and unemployment benefit, and the ages at which income may become another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH, MAX_AGE, N_COHORTS
from simsocial.core.columns import INCOME, NOBODY, Households, Persons
from simsocial.core.compile import helper
from simsocial.core.random import uniform
from simsocial.people.earnings import monthly_gross, value_at_rank
from simsocial.people.work import EARLY_PENSION_AGE, FULL_TIME, MARGINAL, PART_TIME, PENSION, UNEMPLOYED
from simsocial.people.work_shares import scaled_odds
from simsocial.processes.income_rules import IncomeRules
from simsocial.processes.work_draws import whose_draws

__all__ = [
    "IncomeSalts",
    "age_of",
    "gross_of",
    "has_full_pension_age",
    "is_apprentice",
    "is_of_old_age",
    "looks_of_cohorts",
    "mark_by_age",
    "pension_rank",
    "whole",
]


_NONE, _ALL, _BY_DRAW = range(3)


class IncomeSalts(NamedTuple):
    """Salts of lasting draws: of people and, from the rent on, of households."""

    attainment: np.uint64
    rank: np.uint64
    hours: np.uint64
    apprentice: np.uint64
    lasting: np.uint64
    alike: np.uint64
    widowed: np.uint64
    rent: np.uint64
    advance: np.uint64
    basic_support: np.uint64
    housing_allowance: np.uint64
    child_supplement: np.uint64
    tenure: np.uint64


@helper
def whole(number: float) -> int:
    """Return a number of any width as one of 64 bits, cut."""
    return int(np.int64(number))


@helper
def age_of(persons: Persons, row: int, month: int) -> int:
    """Return somebody's completed years."""
    years: int = (month - EPOCH_MONTH - whole(persons.cohort[row] >> 1)) // 12
    return years


@helper
def is_apprentice(persons: Persons, row: int, rules: IncomeRules, salts: IncomeSalts, age: int) -> bool:
    """Tell whether a full-time worker is an apprentice."""
    return bool(uniform(salts.apprentice, persons.key[row]) < rules.apprentices[min(age, MAX_AGE)])


@helper
def _birth_year(persons: Persons, row: int) -> int:
    """Return somebody's year of birth, from the first of all on."""
    year: int = (EPOCH_MONTH + whole(persons.cohort[row] >> 1)) // 12 - EPOCH_MONTH // 12
    return year


@helper
def pension_rank(persons: Persons, row: int, rules: IncomeRules, salts: IncomeSalts) -> float:
    """Return the rank that somebody's old-age pension has among those of 2023: the later born, the lower."""
    rank = uniform(salts.rank, persons.key[row])
    return float(scaled_odds(rank, rules.record_odds[_birth_year(persons, row)]))


@helper
def has_full_pension_age(persons: Persons, row: int, rules: IncomeRules, month: int) -> bool:
    """Tell whether somebody is of the age from which everybody has a pension."""
    months = month - EPOCH_MONTH - whole(persons.cohort[row] >> 1)
    return bool(months >= rules.full_pension_months[_birth_year(persons, row)])


@helper
def is_of_old_age(
    persons: Persons, row: int, disabled: npt.NDArray[np.uint8], rules: IncomeRules, month: int
) -> bool:
    """Tell whether a pension is one of old age: disability pensions go on until the age of a full one."""
    is_early = age_of(persons, row, month) >= EARLY_PENSION_AGE and disabled[row] == 0
    return bool(is_early or has_full_pension_age(persons, row, rules, month))


@helper
def _wage(persons: Persons, row: int, state: int, rules: IncomeRules, salts: IncomeSalts, age: int) -> float:
    """Return gross earnings of somebody who works part-time or full-time, EUR a month."""
    key, sex = persons.key[row], whole(persons.cohort[row] & 1)
    if state == FULL_TIME and is_apprentice(persons, row, rules, salts, age):
        return rules.apprentice_eur
    year = _birth_year(persons, row)
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
def gross_of(
    persons: Persons,
    row: int,
    state: int,
    disabled: npt.NDArray[np.uint8],
    rules: IncomeRules,
    salts: IncomeSalts,
    month: int,
    is_parent: bool,
) -> float:
    """Return earnings, pension and unemployment benefit of somebody, EUR a month.

    Unemployment benefit is a share of what the same person would earn full-time.
    """
    key, sex = persons.key[row], whole(persons.cohort[row] & 1)
    age, amount = min(age_of(persons, row, month), MAX_AGE), 0.0
    is_aged = has_full_pension_age(persons, row, rules, month)
    if state == PENSION or is_aged:
        of_old_age, rank, partner = (
            whole(is_of_old_age(persons, row, disabled, rules, month)),
            uniform(salts.rank, key),
            persons.partner[row],
        )
        without = rank
        if partner != NOBODY:
            # Who came from abroad in old age came as a couple; who is disabled from birth rarely is one.
            without = uniform(salts.rank, min(key, persons.key[partner])) if of_old_age else 1.0
        if without >= rules.without_pension[of_old_age]:
            if of_old_age:
                rank = pension_rank(persons, row, rules, salts)
            amount = rules.pension_ratio[of_old_age, sex] * value_at_rank(
                rank, rules.pension_ranks, rules.pension[sex]
            )
            if is_aged and partner == NOBODY:
                amount += rules.survivor_eur[sex] * (uniform(salts.widowed, key) < rules.widowed[sex])
    if state == MARGINAL:
        amount += value_at_rank(uniform(salts.rank, key), rules.marginal_ranks, rules.marginal)
    elif state > MARGINAL:
        amount += _wage(persons, row, state, rules, salts, age)
    elif state == UNEMPLOYED:
        whose = whose_draws(persons, row, salts.alike, rules.partners_alike)
        lasting = uniform(salts.lasting, persons.key[whose])
        if rules.insured[0] <= lasting < rules.insured[1]:
            share = rules.unemployment_benefit[whole(is_parent)]
            amount += share * _wage(persons, row, FULL_TIME, rules, salts, age)
    return amount


def looks_of_cohorts(rules: IncomeRules, month: int) -> npt.NDArray[np.uint8]:
    """Return by cohort for whom income may be another with this month's birthday: nobody, all, or by their draw.

    The share in training falls with age: at most birthdays it ends for few.
    """
    looks = np.zeros(N_COHORTS, dtype=np.uint8)
    ages = np.arange(1, MAX_AGE)
    is_other = rules.apprentices[ages - 1] != rules.apprentices[ages]
    born = month - EPOCH_MONTH - 12 * ages
    looks.reshape(-1, 2)[born] = np.where(rules.turns_at[ages], _ALL, _BY_DRAW * is_other)[:, np.newaxis]
    months = np.unique(rules.full_pension_months)
    born = month - EPOCH_MONTH - months
    looks.reshape(-1, 2)[born[rules.full_pension_months[born // 12] == months]] = _ALL
    return looks


@helper
def mark_by_age(
    persons: Persons,
    households: Households,
    rules: IncomeRules,
    salts: IncomeSalts,
    looks: npt.NDArray[np.uint8],
    month: int,
) -> None:
    """Mark households with a member who comes to an age at which income may be another."""
    for row in range(len(persons.cohort)):
        look = looks[persons.cohort[row]]
        if look == _NONE:
            continue
        matters = look == _ALL
        if not matters:
            age, draw = age_of(persons, row, month), uniform(salts.apprentice, persons.key[row])
            matters = (draw < rules.apprentices[age - 1]) != (draw < rules.apprentices[age])
        if matters:
            households.due[persons.household[row]] |= INCOME
