"""The heads of a household: who they are, who shares their budget, what they earn, and which benefits they take up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ADULT, CHILD, NOBODY, Households, Persons
from simsocial.core.compile import helper
from simsocial.parameters.budget_tables import BudgetTables
from simsocial.people.work import FULL_TIME, NO_LABOUR_FORCE, PENSION, UNEMPLOYED
from simsocial.processes.benefit_take_up import taken_up
from simsocial.processes.budget_type import budget_form, budget_type
from simsocial.processes.gross_income import (
    IncomeSalts,
    age_of,
    gross_of,
    has_full_pension_age,
    is_apprentice,
    is_of_old_age,
    pension_rank,
    whole,
)
from simsocial.processes.household_budget import Budget
from simsocial.processes.income_rules import (
    GROWN_UP,
    STUDENTS_BELOW,
    TEENS_FROM,
    YOUTHS_FROM,
    IncomeRules,
)

__all__ = ["Earned", "Family", "earned_by", "family_of", "head_of", "is_student", "taken_by"]

States = npt.NDArray[np.uint8]

_BOTH = 2


class Family(NamedTuple):
    """Heads of a household, their minor children by age class, other adults, and all who are younger than 14 years."""

    head: int
    partner: int
    young: int
    middle: int
    older: int
    others: int
    below_14: int


class Earned(NamedTuple):
    """What the heads have by themselves, EUR a month; the type of budget; whether one of them is of pension age."""

    gross_eur: float
    code: int
    aged: bool


@helper
def head_of(persons: Persons, households: Households, home: int) -> int:
    """Return who heads a household: somebody with a partner, if there is one, else the first adult."""
    head: int = NOBODY
    member = households.first_member[home]
    while member != NOBODY:
        if persons.role[member] == ADULT and (
            head == NOBODY or (persons.partner[head] == NOBODY and persons.partner[member] != NOBODY)
        ):
            head = whole(member)
        member = persons.next_member[member]
    return head


@helper
def family_of(persons: Persons, households: Households, home: int, head: int, month: int) -> Family:
    """Return whose budget is that of a household's head, and who lives there beside."""
    partner = whole(persons.partner[head])
    young, middle, older, others, below_14 = 0, 0, 0, 0, 0
    member = households.first_member[home]
    while member != NOBODY:
        age = age_of(persons, member, month)
        below_14 += age < YOUTHS_FROM
        if member != head and member != partner:
            if persons.role[member] == CHILD and age < GROWN_UP:
                young += age < TEENS_FROM
                middle += TEENS_FROM <= age < YOUTHS_FROM
                older += age >= YOUTHS_FROM
            else:
                others += 1
        member = persons.next_member[member]
    return Family(head, partner, young, middle, older, others, below_14)


@helper
def earned_by(
    persons: Persons,
    family: Family,
    work: States,
    disabled: States,
    tables: BudgetTables,
    rules: IncomeRules,
    salts: IncomeSalts,
    month: int,
) -> Earned:
    """Return what the heads earn and have as pensions, and the type of budget that follows."""
    head, partner = family.head, family.partner
    has_children = family.young + family.middle + family.older > 0
    state, aged = whole(work[head]), has_full_pension_age(persons, head, rules, month)
    first, second = gross_of(persons, head, state, disabled, rules, salts, month, has_children), 0.0
    adults, pensioners, pensioner = 1, whole(state == PENSION or aged), head
    if partner != NOBODY:
        own_state, own_aged = whole(work[partner]), has_full_pension_age(persons, partner, rules, month)
        second = gross_of(persons, partner, own_state, disabled, rules, salts, month, has_children)
        adults, aged = _BOTH, aged or own_aged
        if own_state == PENSION or own_aged:
            pensioner = head if pensioners > 0 else partner
            pensioners += 1
    sex = whole(persons.cohort[pensioner] & 1)
    # Years that a disability pension adds are none of contributions (section 76g (2) SGB VI).
    has_long_record = (
        is_of_old_age(persons, pensioner, disabled, rules, month)
        and pension_rank(persons, pensioner, rules, salts) >= rules.short_record[sex]
    )
    form = budget_form(adults, pensioners, min(first, second), rules.marginal_job_eur, has_long_record)
    code = whole(budget_type(tables, form, family.young, family.middle, family.older))
    return Earned(first + second, code, aged)


@helper
def _is_alone(family: Family) -> bool:
    """Tell whether a household has one head and no minor."""
    return family.partner == NOBODY and family.young + family.middle + family.older == 0


@helper
def is_student(persons: Persons, family: Family, work: States, month: int) -> bool:
    """Tell whether the head studies and has no family."""
    is_outside = work[family.head] == NO_LABOUR_FORCE
    return bool(_is_alone(family) and is_outside and age_of(persons, family.head, month) < STUDENTS_BELOW)


@helper
def taken_by(
    persons: Persons,
    family: Family,
    key: np.uint64,
    claims: Budget,
    aged: bool,
    lacking_eur: float,
    had_support: bool,
    work: States,
    disabled: States,
    rules: IncomeRules,
    salts: IncomeSalts,
    month: int,
) -> int:
    """Return the benefits that a household takes up of those it has a claim to.

    Apprentices on their own have an allowance (section 56 SGB III) that comes first.
    """
    head, state = family.head, whole(work[family.head])
    age = age_of(persons, head, month)
    if _is_alone(family) and state == FULL_TIME and is_apprentice(persons, head, rules, salts, age):
        return 0
    lives_otherwise = state < UNEMPLOYED and family.young + family.middle + family.older == 0
    if family.partner != NOBODY:
        lives_otherwise = lives_otherwise and work[family.partner] < UNEMPLOYED
    by_disability = state == PENSION and not is_of_old_age(persons, head, disabled, rules, month)
    if family.partner != NOBODY and work[family.partner] == PENSION:
        partner = family.partner
        by_disability = by_disability or not is_of_old_age(persons, partner, disabled, rules, month)
    return int(
        taken_up(key, claims, aged, by_disability, lacking_eur, had_support, lives_otherwise, rules, salts)
    )
