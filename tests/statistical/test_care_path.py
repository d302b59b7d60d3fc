"""Care need in the whole model: eight years without drift leave the table in force.

Shares may differ from the table by the stated few percent, which straight lines between ages and residents
who never recover amount to; chance on top of that gives a false alarm with probability 1e-4 a test.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simsocial.processes.care_path import grade_distribution
from tests.statistical.observed import agrees

AGES = ((0, 20), (20, 60), (60, 75), (75, 85), (85, 101))


@pytest.fixture(scope="module")
def table(status_quo):
    return grade_distribution(status_quo.parameters, status_quo.first_month)


def test_the_base_population_has_the_table(status_quo, table):
    stock = status_quo.stocks[0]
    need = sum(stock[f"grade{grade}"] for grade in range(1, 6))
    expected = stock["population"] * (1.0 - table[0])
    assert agrees([need[:, a:b].sum() for a, b in AGES], [expected[:, a:b].sum() for a, b in AGES], 0.01)


@pytest.mark.parametrize("year", [2026, 2028, 2031])
def test_the_prevalence_by_age_stays_the_table(status_quo, table, year):
    stock = status_quo.stocks[year]
    need = sum(stock[f"grade{grade}"] for grade in range(1, 6))
    expected = stock["population"] * (1.0 - table[0])
    assert agrees([need[:, a:b].sum() for a, b in AGES], [expected[:, a:b].sum() for a, b in AGES], 0.025)


def test_the_grades_stay_the_table(status_quo, table):
    stock = status_quo.stocks[2031]
    found = [stock[f"grade{grade}"][:, 60:].sum() for grade in range(1, 6)]
    expected = [(stock["population"] * table[grade])[:, 60:].sum() for grade in range(1, 6)]
    assert agrees(found, expected, 0.04)


def test_both_sexes_keep_their_prevalence(status_quo, table):
    stock = status_quo.stocks[2031]
    need = sum(stock[f"grade{grade}"] for grade in range(1, 6))
    assert agrees(need.sum(axis=1), (stock["population"] * (1.0 - table[0])).sum(axis=1), 0.025)


def test_prevalence_at_all_ages_together_follows_ageing_alone(status_quo, table):
    shares, variance = [], 0.0
    for year in (0, 2031):
        stock = status_quo.stocks[year]
        need = sum(stock[f"grade{grade}"] for grade in range(1, 6)).sum()
        shares.append(need / (stock["population"] * (1.0 - table[0])).sum())
        variance += 1.0 / need
    # Chance of two Poisson counts, as if nobody were in both.
    assert abs(shares[1] / shares[0] - 1.0) < 0.01 + stats.norm.isf(1e-4 / 2) * np.sqrt(variance)
