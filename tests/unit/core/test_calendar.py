"""Months, cohorts and ages at their edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simsocial.core.calendar import (
    EPOCH_MONTH,
    N_COHORTS,
    age_of_cohorts,
    by_cell,
    cell_of_cohorts,
    cohort_of,
    month_index,
    month_label,
    monthly_probability,
)
from simsocial.core.errors import ConfigError


@given(st.integers(1890 * 12, 2050 * 12))
def test_labels_and_indices_are_inverse(month):
    assert month_index(month_label(month)) == month


@pytest.mark.parametrize(
    "label", ["2027", "2027-13", "2027-00", "27-01", "2027-1", "2027-01-01", "", "Mai 2027"]
)
def test_what_is_no_month_is_refused_with_an_example(label):
    with pytest.raises(ConfigError, match="2027-08"):
        month_index(label)


@given(st.integers(EPOCH_MONTH + 1, EPOCH_MONTH + N_COHORTS // 2 - 1), st.integers(0, 1))
def test_a_cohort_holds_birth_month_and_sex(birth, sex):
    cohort = int(cohort_of(birth, sex))
    assert (cohort >> 1) + EPOCH_MONTH == birth
    assert cohort & 1 == sex
    assert cohort != 0


@pytest.mark.parametrize("birth", [EPOCH_MONTH - 1, EPOCH_MONTH, EPOCH_MONTH + N_COHORTS // 2])
def test_a_birth_outside_the_calendar_is_refused(birth):
    with pytest.raises(ConfigError, match="1890-02 to 2049-12"):
        cohort_of([EPOCH_MONTH + 1, birth], 0)


def test_a_birthday_falls_into_the_month_of_birth():
    births = np.array([month_index("2000-02"), month_index("2000-03"), month_index("2000-04")])
    ages = age_of_cohorts(month_index("2027-03"))[cohort_of(births, 0)]
    assert ages.tolist() == [27, 27, 26]


def test_newborns_are_zero_and_the_oldest_form_one_group():
    month = month_index("2027-03")
    births = np.array([month, month - 11, month - 12, month - 100 * 12, month - 110 * 12, month + 5])
    assert age_of_cohorts(month)[cohort_of(births, 1)].tolist() == [0, 0, 1, 100, 100, 0]


def test_tables_by_cell_hold_each_persons_own_value():
    table = np.arange(3 * 2 * 101, dtype=np.float64).reshape(3, 2, 101) + 1.0
    month = month_index("2031-12")
    expanded = by_cell(table)[:, cell_of_cohorts(month)]
    assert expanded.shape == (3, N_COHORTS)
    for birth, sex, age in (
        (month - 40 * 12, 0, 40),
        (month - 40 * 12 - 11, 1, 40),
        (month, 1, 0),
        (EPOCH_MONTH, 1, 100),
    ):
        assert expanded[:, int(cohort_of(birth, sex))].tolist() == table[:, sex, age].tolist()
    assert (expanded[:, 0] == 0.0).all()


@given(st.floats(0.0, 1.0))
def test_twelve_months_give_the_yearly_probability(p):
    assert (1.0 - float(monthly_probability(p))) ** 12 == pytest.approx(1.0 - p, abs=1e-9)
