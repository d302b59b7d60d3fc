from __future__ import annotations

import numpy as np
import pytest

from simsocial.analysis.paired import bca_interval, outcome_interval, paired_statistics


def test_each_kind_of_row_gets_its_class():
    rng = np.random.default_rng(1)
    rare = np.zeros(30)
    rare[:9] = 4.0
    ten = np.zeros(30)
    ten[:10] = 4.0
    rows = {
        "untouched": np.zeros(30),
        "structural": np.full(30, -16.0),
        "rare": rare,
        "just_enough": ten,
        "lumpy": np.where(np.arange(30) % 2, 25.0, 0.0),
        "normal": rng.normal(3.0, 1.0, 30),
    }
    result = paired_statistics(np.vstack(list(rows.values())))
    assert dict(zip(rows, result.test.tolist(), strict=True)) == {
        "untouched": "untouched",
        "structural": "structural",
        "rare": "rare",
        "just_enough": "t",
        "lumpy": "t",
        "normal": "t",
    }


@pytest.mark.parametrize("n", range(1, 10))
def test_a_few_replicates_that_agree_are_chance_and_not_structural(n):
    result = paired_statistics(np.vstack([np.full(n, -16.0), np.ones(n)]))
    assert result.test.tolist() == ["rare", "rare"]
    assert np.isnan(result.low).all()
    assert np.isnan(result.p_value).all()


def test_only_tested_rows_have_a_p_value_and_rare_rows_no_interval():
    rare = np.r_[np.ones(3), np.zeros(27)]
    result = paired_statistics(np.vstack([np.zeros(30), np.full(30, 5.0), rare, np.arange(30.0)]))
    assert np.isnan(result.p_value).tolist() == [True, True, True, False]
    assert np.isnan(result.low).tolist() == [False, False, True, False]
    assert (result.low[1], result.high[1]) == (5.0, 5.0)


def test_rounding_noise_does_not_turn_a_structural_row_into_a_tested_one():
    levels = 1e5 * np.sqrt(np.arange(2.0, 32.0))
    constant = (levels + 0.1) - levels
    assert len(set(constant)) > 1
    assert paired_statistics(constant[None, :]).test[0] == "structural"


def test_undefined_replicates_are_left_out_of_their_row_only():
    rows = np.tile(np.arange(30.0), (2, 1))
    rows[1, :6] = np.nan
    result = paired_statistics(rows)
    assert result.n.tolist() == [30, 24]
    assert result.effect.tolist() == [14.5, 17.5]
    assert not np.isnan(result.p_value).any()


def test_a_row_without_any_value_is_rare_and_has_no_figures():
    result = paired_statistics(np.full((1, 30), np.nan))
    assert result.test.tolist() == ["rare"]
    assert result.n.tolist() == [0]
    assert np.isnan(result.effect[0])


def test_interval_is_that_of_the_t_distribution():
    from scipy import stats

    row = np.random.default_rng(3).normal(2.0, 5.0, 30)
    expected = stats.ttest_1samp(row, 0.0).confidence_interval(0.95)
    result = paired_statistics(row[None, :])
    assert (result.low[0], result.high[0]) == pytest.approx((expected.low, expected.high))


def test_outcome_range_is_about_levels_not_about_effects():
    reference = np.tile(np.arange(101.0), (1, 1))
    outcome = outcome_interval(reference, reference + 10.0)
    assert (outcome.reference_mean[0], outcome.scenario_mean[0]) == (50.0, 60.0)
    assert (outcome.low[0], outcome.high[0]) == (15.0, 105.0)


def test_bootstrap_gives_the_same_interval_twice_and_leans_to_the_long_tail():
    row = np.random.default_rng(5).exponential(1.0, (1, 30)) ** 2
    first, second = bca_interval(row, seed=1), bca_interval(row, seed=1)
    assert first == second
    mean = row.mean()
    assert first[1][0] - mean > mean - first[0][0]


def test_shares_of_runs_are_told_apart_by_their_sign():
    result = paired_statistics(np.array([[1.0, 2.0, 0.5, -1.0, 0.0, np.nan]]))
    assert (result.positive[0], result.negative[0], result.n[0]) == (0.6, 0.2, 5)


def test_levels_are_those_of_runs_with_a_value_in_both_worlds():
    """So that their difference is the effect."""
    reference = np.array([[1.0, 2.0, np.nan, 6.0, 50.0]])
    option = np.array([[2.0, 3.0, 100.0, 7.0, np.nan]])
    levels = outcome_interval(reference, option)
    assert (levels.reference_mean[0], levels.scenario_mean[0]) == (3.0, 4.0)
