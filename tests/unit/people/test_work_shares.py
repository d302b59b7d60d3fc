"""Shares of the states of work add up, are ordered by hours, and move the way odds ratios say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simsocial.people.work_shares import (
    WorkMargins,
    at_odds,
    centred,
    scaled_odds,
    work_margins,
    work_shares,
    work_state,
)

parts = st.lists(st.floats(0.0, 1.0), min_size=6, max_size=6).filter(lambda drawn: sum(drawn) > 1e-3)
ratios = st.lists(st.floats(0.02, 50.0), min_size=4, max_size=4).map(np.array)
higher = st.lists(st.floats(1.0, 10.0), min_size=4, max_size=4).map(np.array)
draws = st.floats(0.0, 1.0, exclude_max=True)
positive = st.floats(0.01, 100.0)


def shares_of(drawn):
    return np.array(drawn) / sum(drawn)


@given(parts, ratios)
def test_shares_are_shares_and_add_up_to_one(drawn, odds):
    shares = work_shares(at_odds(work_margins(shares_of(drawn)), odds))
    assert shares.min() >= -1e-12
    assert shares.sum() == pytest.approx(1.0, abs=1e-12)


@given(parts)
def test_ratios_of_one_change_nothing(drawn):
    margins = work_margins(shares_of(drawn))
    assert at_odds(margins, np.ones(4)) == margins
    assert work_shares(margins) == pytest.approx(shares_of(drawn), abs=1e-9)


@settings(deadline=None)
@given(st.floats(0.0, 1.0))
def test_a_ratio_of_one_leaves_a_share_exactly(share):
    assert scaled_odds(share, 1.0) == share


@settings(deadline=None)
@given(st.floats(0.01, 0.99), positive)
def test_odds_are_multiplied(share, ratio):
    moved = scaled_odds(share, ratio)
    assert moved / (1 - moved) == pytest.approx(ratio * share / (1 - share), rel=1e-9)


@given(parts, ratios)
@example([0.0, 0.0, 0.0, 0.25, 0.1, 0.1], np.ones(4))  # adds up to one only up to rounding
def test_margins_are_ordered_by_hours(drawn, odds):
    margins = at_odds(work_margins(shares_of(drawn)), odds)
    assert 0 <= margins.full_time <= margins.more_than_marginal <= margins.in_labour_force <= 1


@settings(deadline=None)  # the first example compiles
@given(parts, ratios, higher, draws, draws)
def test_who_has_higher_ratios_works_at_least_as_much(drawn, odds, more, rank, luck):
    base = work_margins(shares_of(drawn))
    more[1] = 1.0 / more[1]  # less unemployment
    lower, upper = (WorkMargins(*map(float, at_odds(base, by))) for by in (odds, odds * more))
    # Who leaves the labour force last is nearest to it: a pensioner turns into nobody who has none.
    before, after = work_state(rank, luck, *lower), work_state(rank, luck, *upper)
    assert after >= before or (before, after) == (1, 0)


@settings(deadline=None, max_examples=20)
@given(parts)
def test_states_of_even_draws_have_the_shares(drawn):
    margins = WorkMargins(*map(float, work_margins(shares_of(drawn))))
    even = (np.arange(40) + 0.5) / 40
    states = [work_state(rank, luck, *margins) for rank in even for luck in even]
    found = np.bincount(states, minlength=6) / len(states)
    assert found == pytest.approx(work_shares(margins), abs=0.04)


@given(
    st.floats(0.001, 0.999),
    st.lists(st.tuples(st.floats(0.01, 1.0), positive), min_size=1, max_size=5),
)
def test_groups_of_other_odds_have_together_the_share_of_all(share, groups):
    weights, odds = (np.array(column) for column in zip(*groups, strict=True))
    weights /= weights.sum()
    of_groups = centred(np.array(share), weights, odds)
    assert weights @ of_groups == pytest.approx(share, rel=1e-6)
    relative = of_groups / (1 - of_groups) / odds
    assert relative == pytest.approx(np.full(len(odds), relative[0]), rel=1e-3)


def test_groups_without_differences_have_the_share_of_all_exactly():
    shares = np.array([0.1, 0.37])
    alike = centred(shares, np.full((2, 3), 1 / 3), np.full((2, 3), 1.7))
    assert np.all(alike == shares[:, None])


def test_margins_of_many_cells_are_taken_at_once():
    table = np.array([[[0.4, 0.1, 0.1, 0.1, 0.1, 0.2], [1.0, 0, 0, 0, 0, 0]]])
    margins = at_odds(work_margins(table), np.array([[[2.0, 1.0, 1.0, 1.0], [2.0, 1.0, 1.0, 1.0]]]))
    assert work_shares(margins).shape == (1, 2, 6)
    assert work_shares(margins)[0, 1].tolist() == [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert margins.in_labour_force[0, 0] == pytest.approx(2 / 3)
