"""What adults beside the heads of a household have: grown-up children, parents, people who share the home."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import CHILD, NOBODY, Households, Persons
from simsocial.core.compile import helper
from simsocial.parameters.budget_tables import CONSTANTS, BudgetTables
from simsocial.people.asylum import ASYLUM_SEEKER
from simsocial.people.work import NO_LABOUR_FORCE, PENSION
from simsocial.processes.benefit_take_up import BY_SUPPORT, is_taken_up
from simsocial.processes.budget_type import budget_form, budget_type
from simsocial.processes.gross_income import IncomeSalts, age_of, gross_of, has_full_pension_age, whole
from simsocial.processes.household_budget import BASIC_SUPPORT, STEP_EUR, claims_of, net_income, received
from simsocial.processes.income_rules import GROWN_UP, STUDENTS_BELOW, IncomeRules

__all__ = ["MOST_OTHERS", "UNITS", "Others", "others_of"]

UNITS = 4
"""Factor of adults beside the heads who are a benefit unit of their own, above those with their parents."""

MOST_OTHERS = 3
"""So many adults beside the heads are told apart; more count as these."""

_MOST_STEPS = 255
_OF_YOUNG_ADULTS = 0.8
"""Standard need of an adult child below 25 with its parents, relative to that of others (section 20 (2) SGB II)."""

_STANDARD = CONSTANTS.index("standard_need_adults")


class Others(NamedTuple):
    """What adults beside the heads have: net income, and basic income support, whose sum is in steps of `STEP_EUR`.

    How many have it is told in one number: those with their parents, and `UNITS` times those on their own.
    """

    net: float
    supported: int
    support: int


@helper
def others_of(
    persons: Persons,
    households: Households,
    home: int,
    head: int,
    work: npt.NDArray[np.uint8],
    disabled: npt.NDArray[np.uint8],
    status: npt.NDArray[np.uint8],
    tables: BudgetTables,
    rules: IncomeRules,
    salts: IncomeSalts,
    month: int,
    rent_eur: float,
    parents_have_support: bool,
) -> Others:
    """Return what adults beside the heads have; each pays a head's share of the rent, in EUR a month.

    An adult child below 25 belongs to its parents' benefit unit (section 7 (3) SGB II): it has basic income support if
    they have it and it earns too little. Everybody else of working age is a unit alone, but for students and asylum
    seekers, who have about as much by another law.
    """
    single, net, support, with_parents, units = budget_type(tables, 0, 0, 0, 0), 0.0, 0.0, 0, 0
    member, partner = households.first_member[home], persons.partner[head]
    while member != NOBODY:
        age, state = age_of(persons, member, month), whole(work[member])
        if member != head and member != partner and (persons.role[member] != CHILD or age >= GROWN_UP):
            code, own = single, gross_of(persons, member, state, disabled, rules, salts, month, False)
            is_aged = has_full_pension_age(persons, member, rules, month)
            if is_aged:
                code = budget_type(tables, budget_form(1, 1, 0.0, rules.marginal_job_eur, True), 0, 0, 0)
            claims = claims_of(tables, rules.row, code, own, rent_eur)
            net += net_income(own, received(claims, 0))
            claim = 0.0
            if not is_aged and state != PENSION:
                budget = received(claims, BASIC_SUPPORT)
                claim = budget.standard_need_benefit + budget.housing_cost_benefit
            if status[member] == ASYLUM_SEEKER:
                net += claim
                claim = 0.0
            if persons.role[member] == CHILD and age < STUDENTS_BELOW:
                need = tables.constants[rules.row, single, _STANDARD]
                claim = max(claim - (1.0 - _OF_YOUNG_ADULTS) * need, 0.0)
                if parents_have_support and claim > 0.0 and with_parents < MOST_OTHERS:
                    with_parents += 1
                    support += claim
            elif (
                claim > 0.0
                and units < MOST_OTHERS
                and (state != NO_LABOUR_FORCE or age >= STUDENTS_BELOW)
                and is_taken_up(
                    salts.basic_support,
                    persons.key[member],
                    BY_SUPPORT,
                    claim,
                    rules,
                    rules.take_up_outside if state == NO_LABOUR_FORCE else 1.0,
                )
            ):
                units += 1
                support += claim
        member = persons.next_member[member]
    steps = whole(min(support / STEP_EUR + 0.5, float(_MOST_STEPS)))
    return Others(net + STEP_EUR * steps, with_parents + UNITS * units, steps)
