"""What a household has to live on: taxes, contributions, each benefit, and what is left.

Taxes and what counts as income go by gross income in tables (:mod:`simsocial.parameters.budget_tables`), linearly
between two of them. From there the law's own steps follow exactly, for any rent:

* Basic income support (SGB II): need with the whole warm rent, less what counts as income; one share of the unmet need
  to everybody (section 9 (2) SGB II). Income meets the standard need first, so that the Bund's part shrinks before the
  cost of housing, the Kreis's part, does (section 19 (3) SGB II). That of old age (SGB XII chapter 4) alike.
* Child supplement (section 6a BKGG): the children's amount less 45 percent of what parents have beyond their own need.
* Housing allowance (section 19 WoGG): a line in the rent that counts, between nothing and that rent, for those who can
  live on it (no less than the need in SGB II).
* Who can meet the need by housing allowance and child supplement has no claim to basic income support (section 12a
  SGB II). Others may do without it, then they have what they claim of those two.

Tenants without assets, married couples taxed jointly, the year's tax in twelve parts, no maintenance paid (so the
advance is paid; where maintenance is, it takes its place). The rent is recognised as it is: where a Kreis's limits are
lower, hand over what it recognises.
"""

from __future__ import annotations

from typing import NamedTuple

from simsocial.core.compile import helper
from simsocial.parameters.budget_files import CURVES
from simsocial.parameters.budget_tables import (
    AGE_CLASSES,
    CONSTANTS,
    BudgetTables,
)

__all__ = [
    "BASIC_SUPPORT",
    "CHILD_SUPPLEMENT",
    "EVERYTHING",
    "HEATING_SHARE",
    "HOUSING_ALLOWANCE",
    "STEP_EUR",
    "Budget",
    "claims_of",
    "net_income",
    "received",
]

STEP_EUR = 10.0
"""Gross incomes and rents are multiples of it."""

BASIC_SUPPORT, HOUSING_ALLOWANCE, CHILD_SUPPLEMENT = 1, 2, 4
"""Bits: which benefits a household takes up; basic support also stands for that of old age."""

EVERYTHING = BASIC_SUPPORT | HOUSING_ALLOWANCE | CHILD_SUPPLEMENT
"""All of them."""

_TAX, _CONTRIBUTIONS, _COUNTABLE, _LEVEL, _SLOPE = range(len(CURVES))
_ADULTS, _PENSIONERS, _CHILDREN = map(CONSTANTS.index, ("adults", "pensioners", "children"))
_NEED, _CHILD_BENEFIT = CONSTANTS.index("standard_need_adults"), CONSTANTS.index("child_benefit")
_FIRST_CHILDREN, _FIRST_NEED, _FIRST_ADVANCE = (
    CONSTANTS.index(f"{name}_{AGE_CLASSES[0]}") for name in ("children", "child_need", "child_advance")
)
_AGES, _OLDEST = len(AGE_CLASSES), len(AGE_CLASSES) - 1
_SUPPLEMENT, _SUPPLEMENT_FROM = CONSTANTS.index("supplement"), CONSTANTS.index("supplement_from_gross")
_RENT_SHARE = CONSTANTS.index("supplement_rent_share")
_LEAST, _HEATING, _MOST = map(
    CONSTANTS.index, ("allowance_least_rent", "allowance_heating", "allowance_most_rent")
)

_KNOT_BIN_EUR = 10.0
_ADVANCE_FROM_GROSS_EUR = 600.0
"""Gross income from which the advance is paid for children of 12 and more (section 1 (1a) UhVorschG)."""

_SUPPLEMENT_TAPER = 0.45
"""Of income beyond the parents' need that reduces the child supplement (section 6a (6) BKGG)."""

HEATING_SHARE = 1.5 / 8.5
"""Heating in the warm rent, for which the housing allowance has a sum of its own: 1.50 of 8.50 EUR a square metre."""


class Budget(NamedTuple):
    """Amounts of a household in EUR a month: as claims, each as if no other benefit came first, or as received.

    Attributes
    ----------
    income_tax : float
        With the solidarity surcharge.
    social_contributions : float
        Of the insured themselves.
    child_benefit : float
        Kindergeld.
    maintenance_advance : float
        Unterhaltsvorschuss, for children of lone parents.
    child_supplement : float
        Kinderzuschlag.
    housing_allowance : float
        Wohngeld.
    standard_need_benefit : float
        Basic income support (SGB II) without the cost of housing.
    housing_cost_benefit : float
        Its cost of housing (Kosten der Unterkunft).
    old_age_support : float
        Grundsicherung im Alter, with the cost of housing.
    """

    income_tax: float
    social_contributions: float
    child_benefit: float
    maintenance_advance: float
    child_supplement: float
    housing_allowance: float
    standard_need_benefit: float
    housing_cost_benefit: float
    old_age_support: float


@helper
def _advance(tables: BudgetTables, row: int, code: int, age: int, gross_eur: float) -> float:
    """Return the maintenance advance for one child of an age class."""
    if age == _OLDEST and gross_eur < _ADVANCE_FROM_GROSS_EUR:
        return 0.0
    advance: float = tables.constants[row, code, _FIRST_ADVANCE + age]
    return advance


@helper
def _short(
    tables: BudgetTables, row: int, code: int, age: int, gross_eur: float, rent_a_head: float
) -> float:
    """Return what one child of an age class lacks to meet its need, less than 0 if it has more."""
    of = tables.constants
    child_benefit = of[row, code, _CHILD_BENEFIT] / of[row, code, _CHILDREN]
    need = of[row, code, _FIRST_NEED + age] + rent_a_head
    short: float = need - child_benefit - _advance(tables, row, code, age, gross_eur)
    return short


@helper
def claims_of(tables: BudgetTables, row: int, code: int, gross_eur: float, rent_eur: float) -> Budget:
    """Return taxes and claims of a household, each benefit as if no other came first.

    Parameters
    ----------
    tables : BudgetTables
        Tables, see :func:`simsocial.parameters.budget_tables.load_budget_tables`.
    row : int
        Policy date, see :func:`simsocial.parameters.budget_tables.budget_row`.
    code : int
        Type, see :func:`simsocial.processes.budget_type.budget_type`.
    gross_eur : float
        Earnings and pensions of the heads together, EUR a month.
    rent_eur : float
        Warm rent, EUR a month.

    Examples
    --------
    >>> from simsocial.parameters.budget_tables import load_budget_tables
    >>> claims = claims_of(load_budget_tables(), 0, 0, 0.0, 400.0)
    >>> claims.standard_need_benefit, claims.housing_cost_benefit
    (563.0, 400.0)
    """
    # Indexed in full: a view of a row costs more than all that is read from it.
    of, curves, curve = tables.constants, tables.curves, int(tables.curve_of[row, code])
    knot = int(tables.knot_below[min(int(gross_eur / _KNOT_BIN_EUR), len(tables.knot_below) - 1)])
    after = (gross_eur - tables.knots[knot]) / (tables.knots[knot + 1] - tables.knots[knot])
    before = 1.0 - after
    income_tax = before * curves[curve, knot, _TAX] + after * curves[curve, knot + 1, _TAX]
    contributions = (
        before * curves[curve, knot, _CONTRIBUTIONS] + after * curves[curve, knot + 1, _CONTRIBUTIONS]
    )
    countable = before * curves[curve, knot, _COUNTABLE] + after * curves[curve, knot + 1, _COUNTABLE]
    level = before * curves[curve, knot, _LEVEL] + after * curves[curve, knot + 1, _LEVEL]
    slope = before * curves[curve, knot, _SLOPE] + after * curves[curve, knot + 1, _SLOPE]
    adults, children = of[row, code, _ADULTS], of[row, code, _CHILDREN]
    child_benefit, adults_standard = of[row, code, _CHILD_BENEFIT], of[row, code, _NEED]

    # What a child has of its own meets its own need first.
    rent_a_head = rent_eur / (adults + children)
    children_standard, children_short, children_beyond, advance = 0.0, 0.0, 0.0, 0.0
    for age in range(_AGES):
        number = of[row, code, _FIRST_CHILDREN + age]
        if number > 0.0:
            children_standard += number * of[row, code, _FIRST_NEED + age]
            advance += number * _advance(tables, row, code, age, gross_eur)
            short = _short(tables, row, code, age, gross_eur, rent_a_head)
            children_short += number * max(short, 0.0)
            children_beyond += number * max(-short, 0.0)

    supplement = 0.0
    if of[row, code, _SUPPLEMENT] > 0.0 and gross_eur >= of[row, code, _SUPPLEMENT_FROM]:
        beyond = countable - adults_standard - of[row, code, _RENT_SHARE] * rent_eur
        supplement = max(of[row, code, _SUPPLEMENT] - _SUPPLEMENT_TAPER * max(beyond, 0.0), 0.0)

    need = adults_standard + children_standard + rent_eur
    counting = (
        max(min((1.0 - HEATING_SHARE) * rent_eur, of[row, code, _MOST]), of[row, code, _LEAST])
        + of[row, code, _HEATING]
    )
    allowance = min(max(level + slope * counting, 0.0), counting)
    if (
        gross_eur - income_tax - contributions + child_benefit + advance + supplement + allowance
        < need - 0.005
    ):
        allowance = 0.0

    adults_need = adults_standard + adults * rent_a_head
    support = max(adults_need + children_short - children_beyond - countable, 0.0)
    met = support / (adults_need + children_short)
    housing = adults * min(rent_a_head, met * adults_need / adults)
    for age in range(_AGES):
        number = of[row, code, _FIRST_CHILDREN + age]
        if number > 0.0:
            short = _short(tables, row, code, age, gross_eur, rent_a_head)
            housing += number * min(rent_a_head, met * max(short, 0.0))
    housing = min(housing, support)
    of_working_age = 1.0 - of[row, code, _PENSIONERS] / adults
    return Budget(
        income_tax,
        contributions,
        child_benefit,
        advance,
        supplement,
        allowance,
        of_working_age * (support - housing),
        of_working_age * housing,
        (1.0 - of_working_age) * support,
    )


@helper
def received(claims: Budget, taken: int) -> Budget:
    """Return what a household has that takes up some benefits only.

    Parameters
    ----------
    claims : Budget
        Claims.
    taken : int
        Benefits it takes up, of `BASIC_SUPPORT`, `HOUSING_ALLOWANCE` and `CHILD_SUPPLEMENT`.

    Examples
    --------
    >>> from simsocial.parameters.budget_tables import load_budget_tables
    >>> claims = claims_of(load_budget_tables(), 0, 0, 1500.0, 400.0)
    >>> claims.standard_need_benefit, round(claims.housing_cost_benefit), round(claims.housing_allowance)
    (0.0, 110, 163)
    >>> received(claims, EVERYTHING).housing_cost_benefit, received(claims, 0).housing_allowance
    (0.0, 0.0)
    """
    support = claims.standard_need_benefit + claims.housing_cost_benefit + claims.old_age_support
    comes_first = claims.child_supplement + claims.housing_allowance >= support
    has_support = 1.0 if taken & BASIC_SUPPORT != 0 and not comes_first else 0.0
    has_allowance = 1.0 - has_support if taken & HOUSING_ALLOWANCE != 0 else 0.0
    has_supplement = 1.0 - has_support if taken & CHILD_SUPPLEMENT != 0 else 0.0
    return Budget(
        claims.income_tax,
        claims.social_contributions,
        claims.child_benefit,
        claims.maintenance_advance,
        has_supplement * claims.child_supplement,
        has_allowance * claims.housing_allowance,
        has_support * claims.standard_need_benefit,
        has_support * claims.housing_cost_benefit,
        has_support * claims.old_age_support,
    )


@helper
def net_income(gross_eur: float, budget: Budget) -> float:
    """Return what is left of gross income and what is received, EUR a month."""
    return (
        gross_eur
        - budget.income_tax
        - budget.social_contributions
        + budget.child_benefit
        + budget.maintenance_advance
        + budget.child_supplement
        + budget.housing_allowance
        + budget.standard_need_benefit
        + budget.housing_cost_benefit
        + budget.old_age_support
    )
