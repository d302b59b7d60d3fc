"""What a count by groups leaves open: the sexes of single ages."""

from __future__ import annotations

import numpy as np

from simsocial.experiment.hindcast_base import redraw_sexes

STARTS = (0, 3, 15, 18, 20, 25, 65, 75)


def drawn(people, number, seed=1):
    generator = np.random.default_rng(seed)  # noqa: NPY002, RUF100 - test data
    return np.stack([redraw_sexes(people, STARTS, generator.standard_normal(101)) for _ in range(number)])


def test_groups_and_ages_stay_as_counted():
    people = np.stack([np.arange(101, 0, -1) * 9, np.arange(101, 0, -1) * 10])
    for found in drawn(people, 20):
        assert (found.sum(axis=0) == people.sum(axis=0)).all()
        assert (np.add.reduceat(found, STARTS, axis=1) == np.add.reduceat(people, STARTS, axis=1)).all()
        assert (found >= 0).all()


def test_single_ages_spread_as_chance_shares_out_the_sexes():
    """800 men among 1,600 people of an age: a standard deviation of 20; of 60 draws within 6.5 % (false alarm 1e-5)."""
    people = np.full((2, 101), 800)
    men = drawn(people, 60)[:, 0, 25:65]
    # 39 of 40 ages of a group are free.
    spread = np.sqrt(men.var() * 40 / 39)
    assert abs(spread / 20.0 - 1.0) < 0.065


def test_ages_with_one_sex_or_nobody_stay():
    people = np.zeros((2, 101), dtype=int)
    people[0, 30], people[1, 40] = 7, 5
    assert (drawn(people, 5) == people).all()
