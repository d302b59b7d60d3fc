"""What a household's budget follows from now: who earns what, who lives there, which benefits are taken up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.core.columns import NOBODY, PRIVATE, Households, Persons
from simsocial.core.compile import helper
from simsocial.core.random import uniform
from simsocial.parameters.budget_tables import CONSTANTS, BudgetTables
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
from simsocial.processes.gross_income import IncomeSalts, age_of, whole
from simsocial.processes.household_budget import (
    BASIC_SUPPORT,
    HEATING_SHARE,
    STEP_EUR,
    Budget,
    claims_of,
    net_income,
    received,
)
from simsocial.processes.household_heads import earned_by, family_of, head_of, is_student, taken_by
from simsocial.processes.income_rules import IncomeRules
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
    "Known",
    "livelihood_of",
]

_SIZES = 5
_NEED = CONSTANTS.index("standard_need_adults")

AGED, POOR, ADVANCED, OTHERS = 8, 16, 32, 64
"""Flags behind the benefits taken up: a head is of pension age; poor; has the maintenance advance, not maintenance; how
many adults live there beside the heads."""

TENURE = 256
"""How the household is housed, behind them: what :data:`simsocial.people.livelihood.LIVES_IN_SHELTER` begins."""

BURDENS = 200
"""Steps in which the share of a tenant's rent in net income is kept, half a percent each."""

NOWHERE = -1
"""Area of a household that is not counted."""


class Known(NamedTuple):
    """What other processes know of persons, each uint8 (rows,): state of work, who is disabled, state of residence."""

    work: npt.NDArray[np.uint8]
    disabled: npt.NDArray[np.uint8]
    status: npt.NDArray[np.uint8]


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
def _tenure_of(draw: float, rank: float, owners: float, age: int, rules: IncomeRules) -> int:
    """Tell whether a household owns its home, rents it, or lives in a shelter: by lasting draws and the head's age."""
    if draw < owners * (1.0 + rules.owners_by_rank * (2.0 * rank - 1.0)):
        return 0
    return LIVES_IN_SHELTER if draw >= 1.0 - rules.sheltered[age] else IS_TENANT


@helper
def _housed(
    persons: Persons, head: int, key: np.uint64, size: int, rules: IncomeRules, salts: IncomeSalts, month: int
) -> tuple[int, float]:
    """Return how a household of so many is housed, and the rent of its home, EUR a month."""
    age = min(age_of(persons, head, month), MAX_AGE)
    owners = rules.owners[age, min(size, _SIZES) - 1]
    rank = uniform(salts.rank, persons.key[head])
    tenure = _tenure_of(uniform(salts.tenure, key), rank, owners, age, rules)
    # The cheapest homes are those of owners, so that rents begin where their share ends.
    rank = uniform(salts.rent, key)
    rank = owners * rank if tenure == 0 else owners + (1.0 - owners) * rank
    return tenure, value_at_rank(rank, rules.rent_ranks, rules.rent[min(size, _SIZES) - 1])


@helper
def livelihood_of(
    persons: Persons,
    households: Households,
    home: int,
    had: int,
    known: Known,
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
    about as much, home included, by another law. What the household `had` before, as the column `livelihood` says, only
    matters for who keeps support in old age or disability.
    """
    head, work, disabled, status = NOBODY, known.work, known.disabled, known.status
    if households.form[home] == PRIVATE and households.size[home] > 0:
        head = head_of(persons, households, home)
    if head == NOBODY:
        return Found(0, 0, 0, 0, 0, 0, 0, NOWHERE, 0, 0), Budget(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    family = family_of(persons, households, home, head, month)
    earned = earned_by(persons, family, work, disabled, tables, rules, salts, month)
    members = 1 + whole(family.partner != NOBODY) + family.young + family.middle + family.older
    size, key = members + family.others, households.key[home]
    tenure, rent = _housed(persons, head, key, size, rules, salts, month)
    rent_step = whole(min(rent * members / size / STEP_EUR + 0.5, 255.0))
    gross_step = whole(min(earned.gross_eur / STEP_EUR + 0.5, 65535.0))
    claims = claims_of(tables, rules.row, earned.code, STEP_EUR * gross_step, STEP_EUR * rent_step)
    seeks_asylum, studies = status[head] == ASYLUM_SEEKER, is_student(persons, family, work, month)
    taken = 0
    if not (seeks_asylum or studies):
        kept = STEP_EUR * gross_step - claims.income_tax - claims.social_contributions
        lacking = tables.constants[rules.row, earned.code, _NEED] + STEP_EUR * rent_step - kept
        had_support = had & HAS_OLD_AGE_SUPPORT != 0
        taken = taken_by(
            persons,
            family,
            key,
            claims,
            earned.aged,
            lacking,
            had_support,
            work,
            disabled,
            rules,
            salts,
            month,
        )
    budget = received(claims, taken)
    has_support = budget.standard_need_benefit + budget.housing_cost_benefit > 0.0
    lives_on = received(claims, BASIC_SUPPORT) if seeks_asylum else budget
    net, own = net_income(STEP_EUR * gross_step, lives_on), Others(0.0, 0, 0)
    if family.others > 0:
        own = others_of(
            persons,
            households,
            home,
            head,
            work,
            disabled,
            status,
            tables,
            rules,
            salts,
            month,
            rent / size,
            has_support,
        )
        net += own.net
    if studies:
        net += rules.student_eur
    weight = 1.0 + 0.5 * (size - family.below_14 - 1) + 0.3 * family.below_14
    poor = net / weight < rules.poverty_eur
    advanced = budget.maintenance_advance > 0.0 and uniform(salts.advance, key) < rules.advanced
    burden = min((1.0 - HEATING_SHARE) * rent / max(net, STEP_EUR), 1.0)
    if tenure == IS_TENANT and burden >= rules.overburdened_from:
        tenure = OVERBURDENED
    flags = taken + AGED * earned.aged + POOR * poor + ADVANCED * advanced
    flags += OTHERS * min(family.others, MOST_OTHERS) + TENURE * (tenure // LIVES_IN_SHELTER)
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
        earned.code,
        whole(flags),
        own.supported,
        own.support,
        of_tenant,
        whole(place_area[households.place[home]]),
        whole(said),
        whole(min(max(net / weight / EQUIVALENT_STEP_EUR, 1.0), 255.0)),
    )
    return found, budget
