"""Ranks find their place in a distribution; pay follows from wage and hours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsocial.people.earnings import monthly_gross, value_at_rank

RANKS = np.array([0.0, 0.1, 0.5, 0.9, 1.0])
WAGES = np.array([12.41, 13.0, 17.5, 31.0, 60.0])
draws = st.floats(0.0, 1.0)


@settings(deadline=None)
@given(draws)
def test_a_rank_has_what_interpolation_says(rank):
    assert value_at_rank(rank, RANKS, WAGES) == pytest.approx(np.interp(rank, RANKS, WAGES), rel=1e-12)


@settings(deadline=None)
@given(draws, draws)
def test_a_higher_rank_never_earns_less(one, other):
    low, high = sorted((one, other))
    assert value_at_rank(low, RANKS, WAGES) <= value_at_rank(high, RANKS, WAGES) + 1e-9


@pytest.mark.parametrize(("rank", "wage"), [(0.0, 12.41), (0.1, 13.0), (0.5, 17.5), (1.0, 60.0)])
def test_nodes_are_met(rank, wage):
    assert value_at_rank(rank, RANKS, WAGES) == pytest.approx(wage)


@settings(deadline=None)
@given(st.floats(5.0, 80.0), st.floats(0.0, 60.0), st.floats(0.0, 30.0), st.floats(0.0, 0.2))
def test_nobody_earns_less_than_the_minimum_wage(hourly, hours, minimum, special):
    pay = monthly_gross(hourly, hours, minimum, special)
    assert pay >= minimum * hours * 4.348 * 0.9999
    assert pay == pytest.approx(max(hourly, minimum) * hours * 365.25 / 84 * (1 + special))
