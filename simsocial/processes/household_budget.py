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
from simsocial.parameters.budget_tables import CONSTANTS, CURVES, FORMS, MOST_CHILDREN, BudgetTables

__all__ = [
    "BASIC_SUPPORT",
    "CHILD_SUPPLEMENT",
    "EVERYTHING",
    "HOUSING_ALLOWANCE",
    "Budget",
    "budget_form",
    "budget_type",
    "claims_of",
    "net_income",
    "received",
]

BASIC_SUPPORT, HOUSING_ALLOWANCE, CHILD_SUPPLEMENT = 1, 2, 4
"""Bits: which benefits a household takes up; basic support also stands for that of old age."""

EVERYTHING = BASIC_SUPPORT | HOUSING_ALLOWANCE | CHILD_SUPPLEMENT
"""All of them."""

_TAX, _CONTRIBUTIONS, _COUNTABLE, _LEVEL, _SLOPE = range(len(CURVES))
_ADULTS, _PENSIONERS, _CHILDREN = map(CONSTANTS.index, ("adults", "pensioners", "children"))
_NEED, _CHILDREN_NEED = CONSTANTS.index("standard_need_adults"), CONSTANTS.index("standard_need_children")
_CHILD_BENEFIT, _ADVANCE = CONSTANTS.index("child_benefit"), CONSTANTS.index("advance")
_MORE_ADVANCE = CONSTANTS.index("advance_from_threshold")
_SUPPLEMENT, _SUPPLEMENT_FROM = CONSTANTS.index("supplement"), CONSTANTS.index("supplement_from_gross")
_RENT_SHARE = CONSTANTS.index("supplement_rent_share")
_LEAST, _HEATING, _MOST = map(
    CONSTANTS.index, ("allowance_least_rent", "allowance_heating", "allowance_most_rent")
)

_ONE_EARNER, _COUPLE_ONE_EARNER, _COUPLE_MINIJOB, _COUPLE_TWO_EARNERS = map(
    FORMS.index, ("one_earner", "couple_one_earner", "couple_minijob", "couple_two_earners")
)
_PENSIONER_SINGLE, _PENSIONER_COUPLE = (
    FORMS.index("pensioner_single_short"),
    FORMS.index("pensioner_couple_short"),
)
_PENSION_AND_WAGE = FORMS.index("couple_pension_and_wage")

_KNOT_BIN_EUR = 10.0
_ADVANCE_FROM_GROSS_EUR = 600.0
"""Gross income from which the advance is paid for children of 12 and more (section 1 (1a) UhVorschG)."""

_SUPPLEMENT_TAPER = 0.45
"""Of income beyond the parents' need that reduces the child supplement (section 6a (6) BKGG)."""

_HEATING_SHARE = 1.5 / 8.5
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
def budget_form(
    adults: int, pensioners: int, second_earner_eur: float, marginal_job_eur: float, has_long_record: bool
) -> int:
    """Return the place of a household's form in :data:`simsocial.parameters.budget_tables.FORMS`.

    Parameters
    ----------
    adults, pensioners : int
        Heads of the household, one or a couple, and how many of them live on a pension. Any further adult (a grown-up
        child, a parent, a flatmate) has a budget of their own as one adult, with a head's share of the rent.
    second_earner_eur : float
        Gross income of the one who earns less, EUR a month; 0 if there is one earner.
    marginal_job_eur : float
        Threshold of marginal employment, EUR a month.
    has_long_record : bool
        Whether pensioners have 33 years that count for the basic pension.

    Examples
    --------
    >>> FORMS[budget_form(2, 0, 900.0, 603.0, False)], FORMS[budget_form(1, 1, 0.0, 603.0, True)]
    ('couple_two_earners', 'pensioner_single_long')
    """
    if adults < 2:
        return _PENSIONER_SINGLE + has_long_record if pensioners > 0 else _ONE_EARNER
    if pensioners > 1:
        return _PENSIONER_COUPLE + has_long_record
    if pensioners == 1:
        return _PENSION_AND_WAGE
    if second_earner_eur <= 0.0:
        return _COUPLE_ONE_EARNER
    return _COUPLE_MINIJOB if second_earner_eur <= marginal_job_eur else _COUPLE_TWO_EARNERS


@helper
def budget_type(tables: BudgetTables, form: int, young: int, middle: int, older: int) -> int:
    """Return the type of a household by its form and its children of 0-5, 6-13 and 14-17 years.

    Examples
    --------
    >>> from simsocial.parameters.budget_tables import load_budget_tables
    >>> budget_type(load_budget_tables(), 0, 0, 0, 0)
    0
    """
    return int(
        tables.codes[form, min(young, MOST_CHILDREN), min(middle, MOST_CHILDREN), min(older, MOST_CHILDREN)]
    )


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
        Type, see :func:`budget_type`.
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
    children_standard = of[row, code, _CHILDREN_NEED]

    advance = of[row, code, _ADVANCE]
    if gross_eur >= _ADVANCE_FROM_GROSS_EUR:
        advance += of[row, code, _MORE_ADVANCE]
    supplement = 0.0
    if of[row, code, _SUPPLEMENT] > 0.0 and gross_eur >= of[row, code, _SUPPLEMENT_FROM]:
        beyond = countable - adults_standard - of[row, code, _RENT_SHARE] * rent_eur
        supplement = max(of[row, code, _SUPPLEMENT] - _SUPPLEMENT_TAPER * max(beyond, 0.0), 0.0)

    need = adults_standard + children_standard + rent_eur
    counting = (
        max(min((1.0 - _HEATING_SHARE) * rent_eur, of[row, code, _MOST]), of[row, code, _LEAST])
        + of[row, code, _HEATING]
    )
    allowance = min(max(level + slope * counting, 0.0), counting)
    if (
        gross_eur - income_tax - contributions + child_benefit + advance + supplement + allowance
        < need - 0.005
    ):
        allowance = 0.0

    # What children have of their own meets their need first.
    rent_a_head = rent_eur / (adults + children)
    adults_need = adults_standard + adults * rent_a_head
    children_short = children_standard + children * rent_a_head - child_benefit - advance
    short = adults_need + max(children_short, 0.0)
    support = max(short - countable + min(children_short, 0.0), 0.0)
    met = support / short
    housing = adults * min(rent_a_head, met * adults_need / adults)
    if children > 0.0:
        housing += children * min(rent_a_head, met * max(children_short, 0.0) / children)
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
    (0.0, 62, 109)
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
