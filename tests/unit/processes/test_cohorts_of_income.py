"""Cohorts differ: the age of a full pension is that of the law, and later ones have low pensions more often."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.parameters import Parameters
from simsocial.people.earnings import value_at_rank
from simsocial.people.work_shares import scaled_odds
from simsocial.processes.cohorts_of_income import full_pension_months, record_odds
from simsocial.processes.income_rules import income_rules

MONTH = 2023 * 12 + 11
RANKS = (np.arange(4000) + 0.5) / 4000


def pensions_of(values, born, sex):
    """Return the pensions of a cohort's men (0) or women (1) by rank."""
    rules, odds = income_rules(values, None, MONTH), record_odds(values, MONTH)[born - 1890]
    return np.array(
        [value_at_rank(scaled_odds(rank, odds), rules.pension_ranks, rules.pension[sex]) for rank in RANKS]
    )


def test_the_age_of_a_full_pension_is_the_one_at_which_work_ends():
    """Of who is born in January of each year, in the month in which that age is reached."""
    values, months = Parameters.load(), full_pension_months()
    for born in range(1959, 1965):
        age = months[born - 1890]
        reached = 12 * born + age
        assert 12 * values.value("work.regular_pension_age_years", reached) == pytest.approx(age, abs=0.05)


def test_low_pensions_are_more_frequent_among_the_later_born():
    values = Parameters.load()
    for sex in (0, 1):
        of_stock, now = pensions_of(values, 1947, sex), pensions_of(values, 1960, sex)
        assert (now < 800.0).mean() > 1.3 * (of_stock < 800.0).mean()
        assert now.max() > 0.99 * of_stock.max()


def test_a_growth_of_three_and_a_half_percent_makes_new_pensions_as_much_lower_as_counted():
    """Sachsen, Brandenburg and Sachsen-Anhalt 2023: 7.2 to 7.9 %; new pensioners were born around 1958."""
    values = Parameters.load(overrides={"pension.low_odds_growth_per_birth_year": 0.035})
    ratios = [pensions_of(values, 1958, sex).mean() / pensions_of(values, 1947, sex).mean() for sex in (0, 1)]
    assert np.mean(ratios) == pytest.approx(1.0 - 0.075, abs=0.01)


def test_without_growth_cohorts_are_alike():
    values = Parameters.load(overrides={"pension.low_odds_growth_per_birth_year": 0.0})
    assert np.array_equal(record_odds(values, MONTH), np.ones_like(record_odds(values, MONTH)))
