"""Do earnings and pensions give the medians, deciles and means of Thuringia that they are built from?"""

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.people.earnings import WEEKS_PER_MONTH

APRIL = month_index("2024-04")
DRAWS = (np.arange(2000) + 0.5) / 2000
# Persons at work by sex, attainment and hours (part-time, full-time), from work.share and attainment.share.
WORKERS = np.array([[[2.0, 34.5], [24.6, 362.5], [5.8, 87.0]], [[7.3, 14.5], [110.3, 206.9], [33.9, 59.9]]])
MARGINAL = 56.0


def ranks_of(parameters, name):
    return np.array([float(rank) for rank in parameters[name].labels["quantile"]])


@pytest.fixture(scope="module")
def hourly(parameters):
    """Return wages at the draws by sex, attainment and hours."""
    ranks, table = ranks_of(parameters, "earnings.hourly"), parameters.table("earnings.hourly")
    return np.apply_along_axis(lambda wages: np.interp(DRAWS, ranks, wages), 3, table)


def quantile(values, weights, rank):
    order = np.argsort(values)
    return np.interp(rank, np.cumsum(weights[order]) / weights.sum(), values[order])


def test_means_of_men_and_women(hourly):
    for sex, mean in ((0, 21.52), (1, 20.23)):
        assert np.average(hourly[sex].mean(axis=2), weights=WORKERS[sex]) == pytest.approx(mean, rel=0.025)


def test_deciles_and_low_wages(parameters, hourly):
    minimum = parameters.value("earnings.minimum_wage_eur_per_hour", APRIL)
    assert minimum == 12.41
    assert hourly.min() >= minimum
    values = np.append(hourly.ravel(), minimum - 1.2 * np.log(1 - DRAWS))
    # Half of all mini-jobs stand beside another job and count as jobs of their own.
    weights = np.append(np.repeat(WORKERS.ravel(), len(DRAWS)), np.full(len(DRAWS), 1.5 * MARGINAL))
    assert quantile(values, weights, 0.1) == pytest.approx(12.96, rel=0.03)
    assert quantile(values, weights, 0.9) == pytest.approx(31.37, rel=0.03)
    assert 100 * weights[values < 13.79].sum() / weights.sum() == pytest.approx(17.4, abs=2.0)


def test_full_time_medians_of_december_2024(parameters, hourly):
    hours = np.array([40.4, 39.3])[:, None, None]
    paid = 1.02 * (1 + parameters.value("earnings.special_payments_share"))
    monthly = hourly[:, :, 1] * hours * WEEKS_PER_MONTH * paid
    for sex, median in ((0, 3_323), (1, 3_268)):
        weights = np.repeat(WORKERS[sex, :, 1], len(DRAWS))
        assert quantile(monthly[sex].ravel(), weights, 0.5) == pytest.approx(median, rel=0.05)


def test_attainment_pays_as_the_medians_of_2022(hourly):
    medians = []
    for attainment in range(3):
        weights = np.repeat(WORKERS[:, attainment, 1], len(DRAWS))
        medians.append(quantile(hourly[:, attainment, 1].ravel(), weights, 0.5))
    assert medians[2] / medians[1] == pytest.approx(4_545 / 2_860, rel=0.02)
    assert medians[0] / medians[1] == pytest.approx(2_232 / 2_860, rel=0.02)


def test_wages_rise_with_rank_attainment_and_hours(parameters):
    table = parameters.table("earnings.hourly")
    assert np.all(np.diff(table, axis=3) >= 0)
    assert np.all(np.diff(table, axis=1) >= 0)
    assert np.all(table[:, :, 1] >= table[:, :, 0])
    assert ranks_of(parameters, "earnings.hourly")[[0, -1]].tolist() == [0.0, 1.0]


def test_level_follows_the_medians(parameters):
    levels = [
        parameters.value("earnings.level_ratio", month_index(f"{year}-06")) for year in (2022, 2023, 2024)
    ]
    assert levels == pytest.approx([2_945 / 3_307, 3_109 / 3_307, 1.0], abs=0.001)


def test_marginal_jobs_pay_what_ten_hours_at_the_minimum_wage_do(parameters):
    for year in (2024, 2025, 2026, 2027):
        month = month_index(f"{year}-02")
        limit = parameters.value("earnings.marginal_limit_eur_per_month", month)
        wage = parameters.value("earnings.minimum_wage_eur_per_hour", month)
        # SGB IV § 8: times 130, divided by 3, rounded up.
        assert limit == np.ceil(wage * 130 / 3)
    ranks, shares = (
        ranks_of(parameters, "earnings.marginal_share"),
        parameters.table("earnings.marginal_share"),
    )
    assert np.interp(DRAWS, ranks, shares).mean() == pytest.approx(324 / 450, abs=0.03)


def test_pensions(parameters):
    ranks, table = ranks_of(parameters, "pension.gross"), parameters.table("pension.gross")
    men, women = (np.interp(DRAWS, ranks, amounts) for amounts in table)
    # Of 2022 in the East, as paid out: one year's rise, Thuringia 2.9 % lower, contributions of 11.55 %.
    as_then = 1.0586 * 0.971 / 0.8845
    for limit, below in ((600, 5.7), (900, 24.0), (1_200, 61.5)):
        assert 100 * (women < limit * as_then).mean() == pytest.approx(below, abs=1.5)
    assert 100 * (men < 1_200 * as_then).mean() == pytest.approx(42, abs=2.5)
    # Thuringia 12/2023: 1,286.71 EUR; men and women in the ratio of 2020.
    paid = 0.8845 * np.array([men.mean(), women.mean()])
    assert paid.mean() == pytest.approx(1_286.71, rel=0.01)
    assert paid[0] / paid[1] == pytest.approx(1_294.38 / 1_053.98, rel=0.015)


def test_years_of_insurance_add_up(parameters):
    shares = parameters.table("pension.insurance_years_share")
    assert shares.sum(axis=1) == pytest.approx(np.ones(2))
    assert shares[:, 2] == pytest.approx([0.664, 0.393])
