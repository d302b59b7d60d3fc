"""What income follows from in a month: wages and pensions at their level, rents, take-up.

Budgets are known for some years (:mod:`simsocial.parameters.budget_tables`). Wages, pensions and limits are those of
the same years: before the first of them everything is as in its first half, after the last one as in its last half.
So incomes and law always belong to the same prices.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.parameters import Parameters
from simsocial.parameters.budget_tables import budget_dates, budget_row
from simsocial.people.work import EARLY_PENSION_AGE
from simsocial.people.work_shares import scaled_odds
from simsocial.processes.cohorts_of_income import ATTAINMENTS, attained_by, full_pension_months, record_odds
from simsocial.region.kreis_rates import kreis_ratio

__all__ = [
    "BENEFITS",
    "GROWN_UP",
    "HALF_YEAR",
    "STUDENTS_BELOW",
    "TEENS_FROM",
    "YOUTHS_FROM",
    "IncomeRules",
    "income_rules",
    "prices_of",
]

Floats = npt.NDArray[np.float64]

BENEFITS = ("basic_support", "old_age_support", "disability_support", "housing_allowance", "child_supplement")
"""What households may do without, in the order of :attr:`IncomeRules.take_up`."""

TEENS_FROM, YOUTHS_FROM, GROWN_UP, STUDENTS_BELOW = 6, 14, 18, 25
"""Completed years from which a child needs more, again more, and is none any more; and to which people study."""

_FITTED = {
    "basic_support": "calibration.basic_support_odds",
    "old_age_support": "calibration.old_age_support_odds",
    "disability_support": "calibration.old_age_support_odds",
    "housing_allowance": "calibration.housing_allowance_odds",
}
"""Factor that is fitted to who has the benefit."""

HALF_YEAR = 6
"""Months for which wages, pensions and law stay."""

_LEVEL_YEAR_BEGINS = {"earnings": 0, "pension": 6}
"""Month of the year in which wages and pensions rise after the last known level."""


class IncomeRules(NamedTuple):
    """What a household's income follows from.

    Attributes
    ----------
    row : int
        Policy date of the budgets.
    turns_at : ndarray of bool (101,)
        Completed years at which a member's birthday may change what the household has, training aside.
    marginal_job_eur, minimum_wage_eur, special_payments : float
        EUR a month, EUR an hour, share of regular earnings.
    ranks, hourly : ndarray (nodes,), (2 sexes, 3 attainments, part-time and full-time, nodes)
        Ranks, and what they earn, EUR an hour.
    hour_ranks, hours : ndarray (nodes,), (2, part-time and full-time, nodes)
        Ranks, and weekly hours.
    marginal_ranks, marginal : ndarray (nodes,)
        Ranks, and what a marginal job pays, EUR a month.
    attained : ndarray (2, 2, years)
        Cumulative shares without degree, and without one or with a tertiary one, by sex and year of birth from 1890 on.
    degree_ages : ndarray (2,)
        Years of age from which a tertiary and a vocational degree are there.
    apprentices : ndarray (101,)
        Share of full-time workers by age.
    apprentice_eur : float
        EUR a month.
    insured : ndarray (2,)
        Lasting draws of work from which on, and below which, people have unemployment benefit when unemployed: those
        whose luck changes soonest, behind those for whom it lasts (:mod:`simsocial.processes.work_draws`).
    partners_alike : float
        Share of couples of whom both go by the draws of one.
    unemployment_benefit : ndarray (2,)
        Its share of the last earnings, of people without and with a minor child.
    pension_ranks, pension : ndarray (nodes,), (2, nodes)
        Ranks, and pensions in EUR a month.
    without_pension, pension_ratio : ndarray (2,), (2, 2 sexes)
        Of disability and of old age: share without a pension, and the ratio of pensions.
    full_pension_months : ndarray of int64 (years,)
        Months of age from which everybody has a pension, whatever they work beside it, by year of birth from 1890 on.
    short_record : ndarray (2,)
        Share of pensioners with fewer than 35 years of insurance.
    record_odds : ndarray (years,)
        Factor on the odds of an old-age pension's rank, by year of birth from 1890 on.
    survivor_eur, widowed : ndarray (2,)
        Survivors' pension in EUR a month, and the share of pensioners without a partner who have one.
    rent_ranks, rent : ndarray (nodes,), (5 sizes, nodes)
        Ranks, and warm rents in EUR a month, in prices of the same half-year.
    take_up, take_up_from : ndarray (`BENEFITS`,)
        Share of large claims that are taken up, and from how many EUR a month on a claim is large.
    take_up_outside : float
        Factor on the take-up of basic income support where nobody is in the labour force and there is no minor child.
    allowance_felt : float
        Share of the allowance for long contributions that counts in how large a claim of pensioners is.
    advanced : float
        Share of lone-parent families who have the maintenance advance.
    poverty_eur, student_eur : float
        Threshold of poverty; what students have, EUR a month.
    owners, owners_by_rank : ndarray (101, 5 sizes), float
        Share of households that own their home, by age of the head; how much more the highest rank of earnings do.
    sheltered : ndarray (101,)
        Share of households that live in a shelter without having lost a home here, by age of the head.
    overburdened_from : float
        Share of net income from which on a rent, gross cold, is too high.
    """

    row: int
    turns_at: npt.NDArray[np.bool_]
    marginal_job_eur: float
    minimum_wage_eur: float
    special_payments: float
    ranks: Floats
    hourly: Floats
    hour_ranks: Floats
    hours: Floats
    marginal_ranks: Floats
    marginal: Floats
    attained: Floats
    degree_ages: Floats
    apprentices: Floats
    apprentice_eur: float
    insured: Floats
    partners_alike: float
    unemployment_benefit: Floats
    pension_ranks: Floats
    pension: Floats
    without_pension: Floats
    pension_ratio: Floats
    full_pension_months: npt.NDArray[np.int64]
    short_record: Floats
    record_odds: Floats
    survivor_eur: Floats
    widowed: Floats
    rent_ranks: Floats
    rent: Floats
    take_up: Floats
    take_up_from: Floats
    take_up_outside: float
    allowance_felt: float
    advanced: float
    poverty_eur: float
    student_eur: float
    owners: Floats
    owners_by_rank: float
    sheltered: Floats
    overburdened_from: float


def prices_of(month: int) -> int:
    """Return the first month of the half-year whose wages, pensions and law hold in a month.

    Examples
    --------
    >>> [divmod(prices_of(month), 12) for month in (2015 * 12, 2025 * 12 + 8, 2040 * 12)]
    [(2024, 0), (2025, 6), (2026, 6)]
    """
    dates = budget_dates()
    known = min(max(month, dates[0]), dates[-1] + 11)
    return known // HALF_YEAR * HALF_YEAR


def income_rules(values: Parameters, ags: str | None, month: int) -> IncomeRules:
    """Return the rules of a month.

    Parameters
    ----------
    values : Parameters
        With ``income.*``, ``earnings.*``, ``pension.*``, ``attainment.*``, ``work.*`` and ``tenancy.*``.
    ags : str or None
        Key of the Kreis.
    month : int
        Absolute month.
    """
    prices = prices_of(month)
    wages = values.table("earnings.hourly", prices) * _level(values, "earnings", prices)
    order = [values["earnings.hourly"].labels["attainment"].index(name) for name in ATTAINMENTS]
    extents = [values["earnings.hourly"].labels["hours"].index(name) for name in ("part_time", "full_time")]
    states = [values["work.weekly_hours"].labels["state"].index(name) for name in ("part_time", "full_time")]
    marginal_job = values.value("earnings.marginal_limit_eur_per_month", prices)
    shares = values.table("pension.insurance_years_share", prices)
    below = values["pension.insurance_years_share"].labels["insurance_years"].index("below_35")
    return IncomeRules(
        budget_row(prices),
        _turns_at(values, month),
        marginal_job,
        values.value("earnings.minimum_wage_eur_per_hour", prices),
        values.value("earnings.special_payments_share", prices),
        _ranks(values, "earnings.hourly"),
        np.ascontiguousarray(wages[:, order][:, :, extents]),
        _ranks(values, "work.weekly_hours"),
        np.ascontiguousarray(values.table("work.weekly_hours", prices)[:, states]),
        _ranks(values, "earnings.marginal_share"),
        np.ascontiguousarray(values.table("earnings.marginal_share", prices)) * marginal_job,
        attained_by(values, ags, prices),
        np.array([values.value(f"attainment.{name}_age_years", prices) for name in ATTAINMENTS[1:]]),
        np.ascontiguousarray(values.table("earnings.apprentice_share", prices)),
        values.value("earnings.apprentice_eur_per_month", prices),
        _insured(values, prices),
        values.value("work.partners_alike_share", prices),
        np.array(
            [
                values.value("earnings.unemployment_benefit_share", prices),
                values.value("earnings.unemployment_benefit_share_of_parents", prices),
            ]
        ),
        _ranks(values, "pension.gross"),
        values.table("pension.gross", prices) * _level(values, "pension", prices),
        np.array(
            [values.value(f"pension.{name}", month) for name in ("disability_none_share", "none_share")]
        ),
        np.stack([values.table("pension.disability_ratio", month), np.ones(2)]),
        full_pension_months(),
        np.ascontiguousarray(shares[:, below]),
        record_odds(values, month),
        values.table("pension.survivor_mean", prices) * _level(values, "pension", prices),
        np.ascontiguousarray(values.table("income.widowed_share", month)),
        _ranks(values, "income.warm_rent"),
        values.table("income.warm_rent", month) * values.value("income.rent_level_ratio", prices),
        np.array([_take_up(values, f"income.take_up_{name}_share", name, ags, month) for name in BENEFITS]),
        np.array([values.value(f"income.take_up_{name}_from_eur", month) for name in BENEFITS]),
        _take_up(values, "income.take_up_outside_labour_force_ratio", "basic_support", ags, month),
        values.value("income.take_up_allowance_felt_share", month),
        values.value("income.maintenance_advance_share", month),
        values.value("income.poverty_threshold_eur", prices)
        * kreis_ratio(values, "calibration.poverty_threshold_ratio", ags, month),
        values.value("income.student_eur_per_month", prices),
        np.ascontiguousarray(values.table("tenancy.owner_share", month)),
        values.value("tenancy.owner_by_rank", month),
        np.ascontiguousarray(values.table("tenancy.sheltered_share", month)),
        values.value("tenancy.overburdened_from_share", month),
    )


def _turns_at(values: Parameters, month: int) -> npt.NDArray[np.bool_]:
    """Return the completed years (101,) at which income may be another for a whole household, training aside."""
    owners, sheltered = (values.table(f"tenancy.{name}_share", month) for name in ("owner", "sheltered"))
    steps = np.diff(owners, axis=0).any(axis=1) | (np.diff(sheltered) != 0.0)
    degrees = [math.ceil(values.value(f"attainment.{name}_age_years", month)) for name in ATTAINMENTS[1:]]
    turns = np.concatenate([[False], steps])
    turns[[TEENS_FROM, YOUTHS_FROM, GROWN_UP, STUDENTS_BELOW, EARLY_PENSION_AGE, *degrees]] = True
    return turns


def _insured(values: Parameters, month: int) -> Floats:
    stayers = values.value("work.unemployment_lasting_share", month)
    return np.array([stayers, stayers + values.value("work.unemployment_insurance_share", month)])


def _ranks(values: Parameters, table: str) -> Floats:
    return np.array(values[table].labels["quantile"], dtype=np.float64)


def _take_up(values: Parameters, share: str, benefit: str, ags: str | None, month: int) -> float:
    """Return a share that takes up a benefit, as fitted for the Kreis."""
    factor = _FITTED.get(benefit)
    odds = 1.0 if factor is None else kreis_ratio(values, factor, ags, month)
    return float(scaled_odds(values.value(share, month), odds))


def _level(values: Parameters, what: str, month: int) -> float:
    """Return the level of wages or pensions: as known, after the last known year growing once a year."""
    table, begins = f"{what}.level_ratio", _LEVEL_YEAR_BEGINS[what]
    last = int(values[table].year[:4]) * 12 + begins
    grown = max(month - last, 0) // 12
    level: float = (
        values.value(table, month) * (1.0 + values.value(f"{what}.growth_per_year", month)) ** grown
    )
    return level
