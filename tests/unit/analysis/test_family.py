from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simsocial.analysis.family import confirmed, two_stage


def test_one_row_an_indicator_is_plain_benjamini_hochberg():
    p = np.array([0.001, 0.02, 0.03, 0.4, 0.9])
    q = two_stage(p, np.arange(5))
    expected = stats.false_discovery_control(p)
    assert (q <= 0.05).tolist() == (expected <= 0.05).tolist()


def test_an_indicator_is_selected_by_its_simes_p():
    p = np.array([0.01, 0.5, 0.9, 0.9])
    simes = min(4 * 0.01 / 1, 4 * 0.5 / 2, 4 * 0.9 / 3, 4 * 0.9 / 4)
    assert two_stage(p, np.zeros(4, dtype=np.int64))[0] == pytest.approx(simes)


def test_rows_outside_the_family_stay_without_a_q_value():
    q = two_stage(np.array([np.nan, 0.001, np.nan]), np.array([0, 0, 1]))
    assert np.isnan(q).tolist() == [True, False, True]


def test_the_level_within_indicators_shrinks_with_those_tested_and_not_selected():
    p = np.r_[[0.0005, 0.008], np.full(9, 0.8)]
    family = np.r_[[0, 0], np.arange(1, 10)]
    alone, among_ten = two_stage(p[:2], family[:2]), two_stage(p, family)
    assert (alone <= 0.05).all()
    assert (among_ten <= 0.05).tolist()[:2] == [True, False]


def test_no_test_at_all_gives_no_q_value():
    assert np.isnan(two_stage(np.full(3, np.nan), np.arange(3))).all()


def test_confirmation_needs_both_stages_and_the_same_sign():
    explore = np.array([0.001, 0.001, 0.001, 0.30, 0.0])
    fresh = np.array([0.001, 0.70, 0.001, 0.001, np.nan])
    same = np.array([True, True, False, True, True])
    certain = np.array([False, False, False, False, True])
    q = confirmed(explore, fresh, same, certain, np.arange(5))
    assert (q <= 0.05).tolist() == [True, False, False, False, True]
