"""Matching on the keyed ring stays local: one person more changes a handful of pairs, never all of them.

The chain of an added person is the number of others whose partner changes. Its mean over the additions plus
3.72 standard errors must not exceed the promised 10: a ring whose true mean is above 10 passes by chance in
fewer than one of 10,000 runs.
"""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.random import derive_keys, hash_key, uniform_array
from simsocial.processes.partnership import pair_seekers


def _ring(keys):
    """Return everybody's place on the ring."""
    return uniform_array(1, "partnership.ring", keys)


def _seekers(men, women, seed):
    """Return keys and sexes of so many men and women in one cell."""
    keys = derive_keys(int(hash_key(seed)), men + women)
    return keys, np.arange(men + women) >= men


def _partners(keys, sex, cell=None):
    """Return each seeker's partner within a cell as an index, -1 without."""
    rows = np.arange(len(keys), dtype=np.int32)
    cell = np.zeros(len(keys), dtype=np.int64) if cell is None else cell
    nobody_ages = np.zeros(len(keys), dtype=np.int64)
    men, women = pair_seekers(rows, keys, _ring(keys), sex.astype(np.int64), cell, nobody_ages, shifts=[0])
    return _by_index(len(keys), men, women)


def _partners_at(ages, keys, sex, group=None):
    """Return each seeker's partner by group and age (a range of months, spread evenly by key)."""
    low, high = ages
    age = (low + uniform_array(1, "age", keys) * (high - low)).astype(np.int64)
    rows = np.arange(len(keys), dtype=np.int32)
    group = np.zeros(len(keys), dtype=np.int64) if group is None else group
    men, women = pair_seekers(rows, keys, _ring(keys), sex.astype(np.int64), group, age)
    return _by_index(len(keys), men, women)


def _by_index(number, men, women):
    partner = np.full(number, -1)
    partner[men], partner[women] = women, men
    return partner


def _chains(partners, number, additions, seed):
    """Return for each added person how many of the others have another partner then."""
    men, women = number
    keys, sex = _seekers(men, women, seed)
    before = partners(keys, sex)
    added = derive_keys(77 + seed, additions)
    after = (partners(np.append(keys, key), np.append(sex, i % 2 == 1)) for i, key in enumerate(added))
    return np.array([int((before != one[:-1]).sum()) for one in after])


def _upper_limit(chains):
    return chains.mean() + 3.72 * chains.std(ddof=1) / np.sqrt(len(chains))


AGES = {"one age": (300, 420), "all ages": (18 * 12, 80 * 12)}


@pytest.mark.parametrize("ages", AGES)
@pytest.mark.parametrize("number", [500, 2000])
def test_one_added_person_changes_at_most_ten_others_on_average(number, ages):
    chains = _chains(lambda *who: _partners_at(AGES[ages], *who), (number, number), 300, seed=number)
    assert _upper_limit(chains) <= 10.0
    assert chains.max() < number / 10


@pytest.mark.parametrize("number", [(500, 300), (50, 50), (5, 4), (1, 40)])
def test_chains_stay_short_in_unbalanced_and_small_regions_too(number):
    for ages in AGES.values():
        assert _upper_limit(_chains(lambda *who, a=ages: _partners_at(a, *who), number, 200, seed=3)) <= 10.0


def test_the_chain_does_not_grow_with_the_number_of_seekers():
    """The same mean at 500 and 4,000 a side in one cell: false alarm 1e-4 (two-sided)."""
    small, large = (_chains(_partners, (number, number), 300, seed=5) for number in (500, 4000))
    error = np.sqrt((small.var(ddof=1) + large.var(ddof=1)) / 300)
    assert abs(large.mean() - small.mean()) < 3.89 * error


def test_who_finds_nobody_of_the_own_band_looks_once_more_beside_it():
    keys, sex = _seekers(1000, 800, seed=4)
    in_bands = _partners_at(AGES["all ages"], keys, sex)
    assert (in_bands[sex] >= 0).mean() > 0.95
    group = np.arange(len(keys)) % 5
    partner = _partners_at(AGES["all ages"], keys, sex, group)
    paired = np.flatnonzero(partner >= 0)
    assert (group[paired] == group[partner[paired]]).all()
    assert (partner[partner[paired]] == paired).all()
    assert (sex[paired] != sex[partner[paired]]).all()


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


def test_whose_places_on_the_ring_are_the_same_stand_there_by_key():
    keys, sex = _seekers(60, 60, seed=10)
    ring = np.tile(np.arange(30) / 30.0, 4)
    group = ages = np.zeros(120, dtype=np.int64)
    found = []
    for order in (np.arange(120), np.argsort(derive_keys(11, 120)), np.lexsort((keys, ring))):
        who = order.astype(np.int32)
        men, women = pair_seekers(
            who, keys[order], ring[order], sex[order].astype(np.int64), group, ages, shifts=[0]
        )
        found.append(list(zip(men.tolist(), women.tolist(), strict=True)))
    assert len(found[0]) >= 20
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(("men", "women"), [(0, 0), (5, 0), (0, 5), (1, 1)])
def test_cells_without_a_pair_are_no_problem(men, women):
    keys, sex = _seekers(men, women, seed=9)
    assert (_partners(keys, sex) >= 0).sum() == 2 * min(men, women)
