"""Which benefits a household takes up: a lasting draw against a share that grows with the claim.

Support in old age or disability goes on while there is a claim, as pensions and rents change little.
"""

from __future__ import annotations

import numpy as np

from simsocial.core.compile import helper
from simsocial.core.random import uniform
from simsocial.processes.gross_income import IncomeSalts, whole
from simsocial.processes.household_budget import BASIC_SUPPORT, CHILD_SUPPLEMENT, HOUSING_ALLOWANCE, Budget
from simsocial.processes.income_rules import BENEFITS, IncomeRules

__all__ = ["BY_SUPPORT", "is_taken_up", "taken_up"]

BY_SUPPORT, _BY_OLD_AGE, _BY_DISABILITY, _BY_ALLOWANCE, _BY_SUPPLEMENT = map(
    BENEFITS.index,
    ("basic_support", "old_age_support", "disability_support", "housing_allowance", "child_supplement"),
)

"""Places of the shares, the first of basic income support."""


@helper
def is_taken_up(
    salt: np.uint64, key: np.uint64, benefit: int, claim_eur: float, rules: IncomeRules, level: float
) -> bool:
    """Tell whether a household takes up a claim: the larger, the sooner; `level` multiplies the share that does."""
    large = min(claim_eur / rules.take_up_from[benefit], 1.0)
    return bool(uniform(salt, key) < large * rules.take_up[benefit] * level)


@helper
def taken_up(
    key: np.uint64,
    claims: Budget,
    is_aged: bool,
    is_disabled: bool,
    lacking_eur: float,
    had_support: bool,
    lives_otherwise: bool,
    rules: IncomeRules,
    salts: IncomeSalts,
) -> int:
    """Return the benefits that a household takes up.

    Where nobody is in the labour force and there is no child, some live on what the model does not know. Pensioners
    go by what they lack to meet their need: of the claim that an allowance for long contributions adds (section 82a
    SGB XII), only a part counts. Who has support keeps it while there is a claim: it is granted anew each year without
    much ado (section 44 SGB XII), however small it has become.
    """
    working_age = claims.standard_need_benefit + claims.housing_cost_benefit
    support = working_age + claims.old_age_support
    # Of a couple of both kinds, as who is younger does.
    by = BY_SUPPORT
    if working_age <= 0.0:
        by = _BY_OLD_AGE if is_aged else _BY_DISABILITY
        support = max(lacking_eur + rules.allowance_felt * (support - lacking_eur), 0.0)
        # Before the age of a full pension, one of old age gives no claim (section 41 SGB XII).
        support *= is_aged or is_disabled
    level = rules.take_up_outside if lives_otherwise and by == BY_SUPPORT else 1.0
    keeps = had_support and claims.old_age_support > 0.0 and (is_aged or is_disabled)
    taken = BASIC_SUPPORT * (keeps or is_taken_up(salts.basic_support, key, by, support, rules, level))
    taken += HOUSING_ALLOWANCE * is_taken_up(
        salts.housing_allowance, key, _BY_ALLOWANCE, claims.housing_allowance, rules, 1.0
    )
    taken += CHILD_SUPPLEMENT * is_taken_up(
        salts.child_supplement, key, _BY_SUPPLEMENT, claims.child_supplement, rules, 1.0
    )
    bits: int = whole(taken)
    return bits
