"""Whole persons keep every known total."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simsocial.region.rounding import fit_margins, round_both, round_columns, round_total, systematic

_TABLE = arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 8)), elements=st.floats(0, 1000))


@given(values=arrays(float, st.integers(1, 30), elements=st.floats(0, 1e6)))
def test_round_total_keeps_the_sum_and_moves_nobody_by_more_than_one(values):
    result = round_total(values)
    assert result.sum() == np.rint(values.sum())
    assert (result >= 0).all()
    if values.sum() > 1:
        assert np.abs(result - values * result.sum() / values.sum()).max() < 1.001


@given(table=_TABLE, data=st.data())
def test_round_columns_meets_every_column_and_keeps_rows_near(table, data):
    totals = np.array(
        data.draw(st.lists(st.integers(0, 500), min_size=table.shape[1], max_size=table.shape[1]))
    )
    result = round_columns(table, totals)
    assert (result.sum(axis=0) == totals).all()
    assert (result >= 0).all()


def test_round_columns_carries_what_rows_lose():
    expected = np.full((3, 300), 1 / 3)
    result = round_columns(expected, np.ones(300, dtype=int))
    assert np.abs(result.sum(axis=1) - 100).max() <= 1


@given(
    counts=st.lists(st.integers(0, 50), min_size=1, max_size=60),
    share=st.floats(0, 1),
    start=st.floats(0, 0.99),
)
def test_systematic_never_takes_more_than_there_is_and_running_totals_fit(counts, share, start):
    numbers = np.array(counts)
    taken = systematic(numbers, np.full(len(numbers), share), start)
    assert ((taken >= 0) & (taken <= numbers)).all()
    assert np.abs(np.cumsum(taken) - np.cumsum(numbers * share)).max() <= 1.0


def test_fit_margins_meets_both_sums():
    seed = np.array([[1.0, 2.0], [3.0, 4.0]])
    fitted = fit_margins(seed, [30.0, 70.0], [40.0, 60.0])
    assert np.allclose(fitted.sum(axis=1), [30, 70], atol=1e-4)
    assert np.allclose(fitted.sum(axis=0), [40, 60])
    odds = lambda table: table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0])  # noqa: E731
    assert np.isclose(odds(fitted), odds(seed))


@given(seed=st.integers(0, 10_000), rows=st.integers(2, 8), columns=st.integers(1, 30))
def test_rounding_both_ways_keeps_every_row_and_column(seed, rows, columns):
    table = np.random.default_rng(seed).integers(0, 9, (rows, columns))
    expected = fit_margins(table + 0.5, table.sum(axis=1), table.sum(axis=0))
    found = round_both(expected, table.sum(axis=1), table.sum(axis=0))
    assert (found.sum(axis=1) == table.sum(axis=1)).all()
    assert (found.sum(axis=0) == table.sum(axis=0)).all()
    assert (found >= 0).all()
