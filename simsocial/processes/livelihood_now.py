"""What a household's budget follows from now: who earns what, who lives there, which benefits are taken up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.core.columns import ADULT, CHILD, NOBODY, PRIVATE, Households, Persons
from simsocial.core.compile import helper
from simsocial.core.random import uniform
from simsocial.parameters.budget_tables import CONSTANTS, BudgetTables
from simsocial.people.earnings import value_at_rank
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
from simsocial.processes.budget_type import budget_form, budget_type
from simsocial.processes.gross_income import IncomeSalts, age_of, gross_of, is_apprentice, whole
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
from simsocial.processes.income_rules import (
    BENEFITS,
    GROWN_UP,
    PENSION_AGE,
    STUDENTS_BELOW,
    TEENS_FROM,
    YOUTHS_FROM,
    IncomeRules,
)

__all__ = [
    "ADVANCED",
    "AGED",
    "NOWHERE",
    "OTHERS",
    "POOR",
    "STEP_EUR",
    "TENURE",
    "UNITS",
    "Found",
    "livelihood_of",
]

STEP_EUR = 10.0
"""Gross incomes and rents are multiples of it."""

_BOTH = 2
_SIZES = 5
_BY_SUPPORT, _BY_OLD_AGE, _BY_DISABILITY, _BY_ALLOWANCE, _BY_SUPPLEMENT = map(
    BENEFITS.index,
    ("basic_support", "old_age_support", "disability_support", "housing_allowance", "child_supplement"),
)

AGED, POOR, ADVANCED, OTHERS = 8, 16, 32, 64
"""Flags behind the benefits taken up: a head is of pension age; poor; has the maintenance advance, not maintenance; how
many adults live there beside the heads."""

TENURE = 256
"""How the household is housed, behind them: what :data:`simsocial.people.livelihood.LIVES_IN_SHELTER` begins."""

UNITS = 4
"""Factor of adults beside the heads who are a benefit unit of their own, above those with their parents."""

_MOST_OTHERS, _MOST_STEPS = 3, 255
_OF_YOUNG_ADULTS = 0.8
"""Standard need of an adult child below 25 with its parents, relative to that of others (section 20 (2) SGB II)."""

NOWHERE = -1
"""Area of a household that is not counted."""

_STANDARD = CONSTANTS.index("standard_need_adults")


class Found(NamedTuple):
    """What a household's budget follows from now, as it is kept of each household, and what is said of it."""

    gross: int
    rent: int
    code: int
    flags: int
    supported: int
    support: int
    area: int
    livelihood: int


class _Others(NamedTuple):
    """What adults beside the heads have: net income, and basic income support as :class:`Counted` keeps it."""

    net: float
    supported: int
    support: int


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
def _is_taken(
    salt: np.uint64, key: np.uint64, benefit: int, claim_eur: float, rules: IncomeRules, level: float
) -> bool:
    """Tell whether a household takes up a claim: the larger, the sooner; `level` multiplies the share that does."""
    large = min(claim_eur / rules.take_up_from[benefit], 1.0)
    return bool(uniform(salt, key) < large * rules.take_up[benefit] * level)


@helper
def _taken(
    key: np.uint64,
    claims: Budget,
    is_aged: bool,
    lives_otherwise: bool,
    rules: IncomeRules,
    salts: IncomeSalts,
) -> int:
    """Return the benefits that a household takes up.

    Where nobody is in the labour force and there is no child, some live on what the model does not know.
    """
    working_age = claims.standard_need_benefit + claims.housing_cost_benefit
    support = working_age + claims.old_age_support
    # Of a couple of both kinds, as who is younger does.
    by = _BY_SUPPORT
    if working_age <= 0.0:
        by = _BY_OLD_AGE if is_aged else _BY_DISABILITY
    level = rules.take_up_outside if lives_otherwise and by == _BY_SUPPORT else 1.0
    taken = BASIC_SUPPORT * _is_taken(salts.basic_support, key, by, support, rules, level)
    taken += HOUSING_ALLOWANCE * _is_taken(
        salts.housing_allowance, key, _BY_ALLOWANCE, claims.housing_allowance, rules, 1.0
    )
    taken += CHILD_SUPPLEMENT * _is_taken(
        salts.child_supplement, key, _BY_SUPPLEMENT, claims.child_supplement, rules, 1.0
    )
    bits: int = whole(taken)
    return bits


@helper
def _tenure_of(draw: float, rank: float, age: int, size: int, rules: IncomeRules) -> int:
    """Tell whether a household owns its home, rents it, or lives in a shelter: by head, size and lasting draws."""
    owning = rules.owners[age, min(size, _SIZES) - 1] * (1.0 + rules.owners_by_rank * (2.0 * rank - 1.0))
    if draw < owning:
        return 0
    return LIVES_IN_SHELTER if draw >= 1.0 - rules.sheltered[age] else IS_TENANT


@helper
def livelihood_of(
    persons: Persons,
    households: Households,
    home: int,
    work: npt.NDArray[np.uint8],
    tables: BudgetTables,
    rules: IncomeRules,
    salts: IncomeSalts,
    month: int,
    place_area: npt.NDArray[np.int16],
) -> tuple[Found, Budget]:
    """Return what the budget of a household follows from, and the budget.

    The budget is that of its heads and their minor children. Other adults have their own, see :func:`_others_of`; both
    count for whether the household is poor.
    """
    head = NOBODY
    if households.form[home] == PRIVATE and households.size[home] > 0:
        head = _head_of(persons, households, home)
    if head == NOBODY:
        return Found(0, 0, 0, 0, 0, 0, NOWHERE, 0), Budget(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
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
    tenure = _tenure_of(uniform(salts.tenure, key), rank, min(age, MAX_AGE), size, rules)
    owners = rules.owners[min(age, MAX_AGE), min(size, _SIZES) - 1]
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
    taken = 0 if is_student or in_training else _taken(key, claims, aged, lives_otherwise, rules, salts)
    budget = received(claims, taken)
    has_support = budget.standard_need_benefit + budget.housing_cost_benefit > 0.0
    net, own = net_income(STEP_EUR * gross_step, budget), _Others(0.0, 0, 0)
    if others > 0:
        own = _others_of(
            persons, households, home, head, work, tables, rules, salts, month, rent / size, has_support
        )
        net += own.net
    if is_student:
        net += rules.student_eur
    weight = 1.0 + 0.5 * (size - below_14 - 1) + 0.3 * below_14
    poor = net / weight < rules.poverty_eur
    advanced = budget.maintenance_advance > 0.0 and uniform(salts.advance, key) < rules.advanced
    if tenure == IS_TENANT and (1.0 - HEATING_SHARE) * rent >= rules.overburdened_from * net:
        tenure = OVERBURDENED
    flags = taken + AGED * aged + POOR * poor + ADVANCED * advanced + OTHERS * min(others, _MOST_OTHERS)
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
    area = whole(place_area[households.place[home]])
    found = Found(gross_step, rent_step, code, whole(flags), own.supported, own.support, area, whole(said))
    return found, budget


@helper
def _others_of(
    persons: Persons,
    households: Households,
    home: int,
    head: int,
    work: npt.NDArray[np.uint8],
    tables: BudgetTables,
    rules: IncomeRules,
    salts: IncomeSalts,
    month: int,
    rent_eur: float,
    parents_have_support: bool,
) -> _Others:
    """Return what adults beside the heads have; each pays a head's share of the rent, in EUR a month.

    An adult child below 25 belongs to its parents' benefit unit (section 7 (3) SGB II): it has basic income support if
    they have it and it earns too little. Everybody else of working age is a unit alone, but for students.
    """
    single, net, support, with_parents, units = budget_type(tables, 0, 0, 0, 0), 0.0, 0.0, 0, 0
    member, partner = households.first_member[home], persons.partner[head]
    while member != NOBODY:
        age, state = age_of(persons, member, month), whole(work[member])
        if member != head and member != partner and (persons.role[member] != CHILD or age >= GROWN_UP):
            code, own = single, gross_of(persons, member, state, rules, salts, month, False)
            if age >= PENSION_AGE:
                code = budget_type(tables, budget_form(1, 1, 0.0, rules.marginal_job_eur, True), 0, 0, 0)
            claims = claims_of(tables, rules.row, code, own, rent_eur)
            net += net_income(own, received(claims, 0))
            claim = 0.0
            if age < PENSION_AGE and state != PENSION:
                budget = received(claims, BASIC_SUPPORT)
                claim = budget.standard_need_benefit + budget.housing_cost_benefit
            if persons.role[member] == CHILD and age < STUDENTS_BELOW:
                need = tables.constants[rules.row, single, _STANDARD]
                claim = max(claim - (1.0 - _OF_YOUNG_ADULTS) * need, 0.0)
                if parents_have_support and claim > 0.0 and with_parents < _MOST_OTHERS:
                    with_parents += 1
                    support += claim
            elif (
                claim > 0.0
                and units < _MOST_OTHERS
                and (state != NO_LABOUR_FORCE or age >= STUDENTS_BELOW)
                and _is_taken(
                    salts.basic_support,
                    persons.key[member],
                    _BY_SUPPORT,
                    claim,
                    rules,
                    rules.take_up_outside if state == NO_LABOUR_FORCE else 1.0,
                )
            ):
                units += 1
                support += claim
        member = persons.next_member[member]
    steps = whole(min(support / STEP_EUR + 0.5, float(_MOST_STEPS)))
    return _Others(net + STEP_EUR * steps, with_parents + UNITS * units, steps)
