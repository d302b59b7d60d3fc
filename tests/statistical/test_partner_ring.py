"""Matching on the keyed ring stays local: one person more changes a handful of pairs, never all of them.

The chain of an added person is the number of others whose partner changes. Its mean over 400 additions is
compared with the promised 10; the standard error is below 0.5, so that a mean of 8 or less would pass by
chance with a true mean above 10 in fewer than one of 10,000 runs.
"""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.random import derive_keys, hash_key, salt_of
from simsocial.processes.partnership import ring_pairs

ADDITIONS = 400
SALT = salt_of(1, "partnership.ring")


def _seekers(men, women, seed):
    """Return keys and sexes of so many men and women in one cell."""
    keys = derive_keys(int(hash_key(seed)), men + women)
    return keys, np.arange(men + women) >= men


def _partners(keys, sex, cell=None, salt=SALT):
    """Return each seeker's partner as an index, -1 without."""
    rows = np.arange(len(keys), dtype=np.int32)
    cell = np.zeros(len(keys), dtype=np.int64) if cell is None else cell
    men, women = ring_pairs(rows, keys, sex.astype(np.int64), cell, salt)
    partner = np.full(len(keys), -1)
    partner[men], partner[women] = women, men
    return partner


def _chain(keys, sex, added_key, added_sex):
    """Return how many of the others have another partner once one person is added."""
    before = _partners(keys, sex)
    after = _partners(np.append(keys, added_key), np.append(sex, added_sex))
    return int((before != after[:-1]).sum())


@pytest.mark.parametrize("number", [500, 2000])
def test_one_added_person_changes_at_most_ten_others_on_average(number):
    keys, sex = _seekers(number, number, seed=number)
    added = derive_keys(77, ADDITIONS)
    chains = np.array([_chain(keys, sex, key, i % 2 == 1) for i, key in enumerate(added)])
    error = chains.std(ddof=1) / np.sqrt(ADDITIONS)
    assert error < 0.5
    assert chains.mean() + 3.72 * error <= 10.0
    assert chains.max() < number / 10


@pytest.mark.parametrize(("men", "women"), [(500, 300), (50, 50), (5, 4), (1, 40)])
def test_chains_stay_short_in_unbalanced_and_small_cells_too(men, women):
    keys, sex = _seekers(men, women, seed=men)
    chains = [_chain(keys, sex, key, i % 2 == 1) for i, key in enumerate(derive_keys(78, ADDITIONS))]
    assert np.mean(chains) + 3.72 * np.std(chains) / np.sqrt(ADDITIONS) <= 10.0


def test_the_chain_does_not_grow_with_the_number_of_seekers():
    """The same mean at 500 and 4,000 a side: false alarm 1e-4 (two-sided, 3.89 standard errors)."""
    found = []
    for number in (500, 4000):
        keys, sex = _seekers(number, number, seed=5)
        chains = np.array([_chain(keys, sex, key, i % 2 == 1) for i, key in enumerate(derive_keys(79, 300))])
        found.append((chains.mean(), chains.var(ddof=1) / len(chains)))
    (small, variance_small), (large, variance_large) = found
    assert abs(large - small) < 3.89 * np.sqrt(variance_small + variance_large)


def test_a_person_added_to_one_cell_changes_nobody_in_another():
    keys, sex = _seekers(600, 600, seed=6)
    cell = np.arange(1200) % 3
    before = _partners(keys, sex, cell)
    for i, key in enumerate(derive_keys(80, 50)):
        after = _partners(np.append(keys, key), np.append(sex, i % 2), np.append(cell, 1))
        assert (before == after[:-1])[cell != 1].all()


def test_pairs_are_of_opposite_sex_in_one_cell_and_nobody_has_two():
    keys, sex = _seekers(3000, 2500, seed=7)
    cell = np.arange(5500) % 7
    partner = _partners(keys, sex, cell)
    paired = np.flatnonzero(partner >= 0)
    assert (partner[partner[paired]] == paired).all()
    assert (sex[paired] != sex[partner[paired]]).all()
    assert (cell[paired] == cell[partner[paired]]).all()


def test_pairs_do_not_depend_on_the_order_of_rows():
    keys, sex = _seekers(800, 700, seed=8)
    partner = _partners(keys, sex)
    order = np.argsort(derive_keys(9, 1500))
    shuffled = _partners(keys[order], sex[order])
    rank = np.empty(1500, dtype=int)
    rank[order] = np.arange(1500)
    expected = np.where(partner[order] >= 0, rank[partner[order]], -1)
    assert (shuffled == expected).all()


@pytest.mark.parametrize(("men", "women"), [(0, 0), (5, 0), (0, 5), (1, 1)])
def test_cells_without_a_pair_are_no_problem(men, women):
    keys, sex = _seekers(men, women, seed=9)
    assert (_partners(keys, sex) >= 0).sum() == 2 * min(men, women)
