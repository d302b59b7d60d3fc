"""Which type of :mod:`simsocial.parameters.budget_tables` a household is: who heads it, who earns, and its children."""

from __future__ import annotations

from simsocial.core.compile import helper
from simsocial.parameters.budget_tables import FORMS, MOST_CHILDREN, BudgetTables

__all__ = ["budget_form", "budget_type"]

_ONE_EARNER, _COUPLE_ONE_EARNER, _COUPLE_MINIJOB, _COUPLE_TWO_EARNERS = map(
    FORMS.index, ("one_earner", "couple_one_earner", "couple_minijob", "couple_two_earners")
)
_PENSIONER_SINGLE, _PENSIONER_COUPLE = (
    FORMS.index("pensioner_single_short"),
    FORMS.index("pensioner_couple_short"),
)
_PENSION_AND_WAGE = FORMS.index("couple_pension_and_wage")


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
