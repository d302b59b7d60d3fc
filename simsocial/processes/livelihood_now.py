"""What a household's budget follows from now: who earns what, who lives there, which benefits are taken up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.core.columns import ADULT, CHILD, NOBODY, PRIVATE, Households, Persons
from simsocial.core.compile import helper
from simsocial.core.random import uniform
from simsocial.parameters.budget_tables import BudgetTables
from simsocial.people.asylum import ASYLUM_SEEKER
from simsocial.people.earnings import value_at_rank
from simsocial.people.income_groups import EQUIVALENT_STEP_EUR
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
from simsocial.people.work import FULL_TIME, NO_LABOUR_FORCE, PENSION, UNEMPLOYED
from simsocial.processes.benefit_take_up import taken_up
from simsocial.processes.budget_type import budget_form, budget_type
from simsocial.processes.gross_income import IncomeSalts, age_of, gross_of, is_apprentice, whole
from simsocial.processes.household_budget import (
    BASIC_SUPPORT,
    HEATING_SHARE,
    STEP_EUR,
    Budget,
    claims_of,
    net_income,
    received,
)
from simsocial.processes.income_rules import (
    GROWN_UP,
    PENSION_AGE,
    STUDENTS_BELOW,
    TEENS_FROM,
    YOUTHS_FROM,
    IncomeRules,
)
from simsocial.processes.other_adults import MOST_OTHERS, Others, others_of

__all__ = [
    "ADVANCED",
    "AGED",
    "BURDENS",
    "NOWHERE",
    "OTHERS",
    "POOR",
    "TENURE",
    "Found",
    "livelihood_of",
]

_BOTH = 2
_SIZES = 5

AGED, POOR, ADVANCED, OTHERS = 8, 16, 32, 64
"""Flags behind the benefits taken up: a head is of pension age; poor; has the maintenance advance, not maintenance; how
many adults live there beside the heads."""

TENURE = 256
"""How the household is housed, behind them: what :data:`simsocial.people.livelihood.LIVES_IN_SHELTER` begins."""

BURDENS = 200
"""Steps in which the share of a tenant's rent in net income is kept, half a percent each."""

NOWHERE = -1
"""Area of a household that is not counted."""


class Found(NamedTuple):
    """What a household's budget follows from now, as it is kept of each household, and what is said of it."""

    gross: int
    rent: int
    code: int
    flags: int
    supported: int
    support: int
    burden: int
    area: int
    livelihood: int
    equivalent: int


@helper
def _head_of(persons: Persons, households: Households, home: int) -> int:
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
def _tenure_of(draw: float, rank: float, owners: float, age: int, rules: IncomeRules) -> int:
    """Tell whether a household owns its home, rents it, or lives in a shelter: by lasting draws and the head's age."""
    if draw < owners * (1.0 + rules.owners_by_rank * (2.0 * rank - 1.0)):
        return 0
    return LIVES_IN_SHELTER if draw >= 1.0 - rules.sheltered[age] else IS_TENANT


@helper
def livelihood_of(
    persons: Persons,
    households: Households,
    home: int,
    work: npt.NDArray[np.uint8],
    status: npt.NDArray[np.uint8],
    tables: BudgetTables,
    rules: IncomeRules,
    salts: IncomeSalts,
    month: int,
    place_area: npt.NDArray[np.int16],
) -> tuple[Found, Budget]:
    """Return what the budget of a household follows from, and the budget.

    The budget is that of its heads and their minor children. Other adults have their own
    (:func:`simsocial.processes.other_adults.others_of`); both count for whether the household is poor, and for the
    share of income that its rent is. Asylum seekers have none of these benefits (section 7 (1) SGB II), but live on
    about as much, home included, by another law.
    """
    head = NOBODY
    if households.form[home] == PRIVATE and households.size[home] > 0:
        head = _head_of(persons, households, home)
    if head == NOBODY:
        return Found(0, 0, 0, 0, 0, 0, 0, NOWHERE, 0, 0), Budget(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
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
    children = young + middle + older
    state, age = whole(work[head]), age_of(persons, head, month)
    first, second = gross_of(persons, head, state, rules, salts, month, children > 0), 0.0
    adults, pensioners, aged = 1, whole(state == PENSION or age >= PENSION_AGE), age >= PENSION_AGE
    pensioner = head
    if partner != NOBODY:
        own_state, own_age = whole(work[partner]), age_of(persons, partner, month)
        second = gross_of(persons, partner, own_state, rules, salts, month, children > 0)
        adults, aged = _BOTH, aged or own_age >= PENSION_AGE
        if own_state == PENSION or own_age >= PENSION_AGE:
            pensioner = head if pensioners > 0 else partner
            pensioners += 1
    sex = whole(persons.cohort[pensioner] & 1)
    has_long_record = uniform(salts.rank, persons.key[pensioner]) >= rules.short_record[sex]
    form = budget_form(adults, pensioners, min(first, second), rules.marginal_job_eur, has_long_record)
    code = whole(budget_type(tables, form, young, middle, older))
    size = adults + children + others
    key = households.key[home]
    rank = uniform(salts.rank, persons.key[head])
    owners = rules.owners[min(age, MAX_AGE), min(size, _SIZES) - 1]
    tenure = _tenure_of(uniform(salts.tenure, key), rank, owners, min(age, MAX_AGE), rules)
    # The cheapest homes are those of owners, so that rents begin where their share ends.
    rank = uniform(salts.rent, key)
    rank = owners * rank if tenure == 0 else owners + (1.0 - owners) * rank
    rent = value_at_rank(rank, rules.rent_ranks, rules.rent[min(size, _SIZES) - 1])
    rent_step = whole(min(rent * (adults + children) / size / STEP_EUR + 0.5, 255.0))
    gross_step = whole(min((first + second) / STEP_EUR + 0.5, 65535.0))
    claims = claims_of(tables, rules.row, code, STEP_EUR * gross_step, STEP_EUR * rent_step)
    is_alone = partner == NOBODY and children == 0
    is_student = is_alone and state == NO_LABOUR_FORCE and age < STUDENTS_BELOW
    # Apprentices on their own have an allowance (section 56 SGB III) that comes first.
    in_training = is_alone and state == FULL_TIME and is_apprentice(persons, head, rules, salts, age)
    lives_otherwise = state < UNEMPLOYED and children == 0
    if partner != NOBODY:
        lives_otherwise = lives_otherwise and work[partner] < UNEMPLOYED
    seeks_asylum = status[head] == ASYLUM_SEEKER
    has_none = is_student or in_training or seeks_asylum
    taken = 0 if has_none else taken_up(key, claims, aged, lives_otherwise, rules, salts)
    budget = received(claims, taken)
    has_support = budget.standard_need_benefit + budget.housing_cost_benefit > 0.0
    lives_on = received(claims, BASIC_SUPPORT) if seeks_asylum else budget
    net, own = net_income(STEP_EUR * gross_step, lives_on), Others(0.0, 0, 0)
    if others > 0:
        own = others_of(
            persons,
            households,
            home,
            head,
            work,
            status,
            tables,
            rules,
            salts,
            month,
            rent / size,
            has_support,
        )
        net += own.net
    if is_student:
        net += rules.student_eur
    weight = 1.0 + 0.5 * (size - below_14 - 1) + 0.3 * below_14
    poor = net / weight < rules.poverty_eur
    advanced = budget.maintenance_advance > 0.0 and uniform(salts.advance, key) < rules.advanced
    burden = min((1.0 - HEATING_SHARE) * rent / max(net, STEP_EUR), 1.0)
    if tenure == IS_TENANT and burden >= rules.overburdened_from:
        tenure = OVERBURDENED
    flags = taken + AGED * aged + POOR * poor + ADVANCED * advanced + OTHERS * min(others, MOST_OTHERS)
    flags += TENURE * (tenure // LIVES_IN_SHELTER)
    said = (
        HAS_BASIC_SUPPORT * (has_support or own.supported > 0)
        + HAS_HOUSING_ALLOWANCE * (budget.housing_allowance > 0.0)
        + HAS_CHILD_SUPPLEMENT * (budget.child_supplement > 0.0)
        + HAS_OLD_AGE_SUPPORT * (budget.old_age_support > 0.0)
        + HAS_ADVANCE * advanced
        + IS_POOR * poor
        + tenure
    )
    of_tenant = whole(BURDENS * burden + 0.5) if tenure & IS_TENANT != 0 else 0
    found = Found(
        gross_step,
        rent_step,
        code,
        whole(flags),
        own.supported,
        own.support,
        of_tenant,
        whole(place_area[households.place[home]]),
        whole(said),
        whole(min(max(net / weight / EQUIVALENT_STEP_EUR, 1.0), 255.0)),
    )
    return found, budget
