"""Keyed random numbers: uniform, and without correlation across any of their arguments.

Draws are taken along one argument at a time (seed, stream, key, month), also along keys that simply count
up, and tested as a sequence and against the draws at a neighbouring value of every other argument. All
tests together give a false alarm with probability 1e-4 at most (Bonferroni; the long one, by itself, as much
again); nothing was tuned to pass.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simsocial.core.random import derive_keys, hash_key, mix, salt_of, uniform_array

NUMBER = 1 << 16
MONTH = 2027 * 12
SEQUENTIAL = np.arange(NUMBER, dtype=np.uint64)
KEYS = {
    "sequential": SEQUENTIAL,
    "from 10^12": SEQUENTIAL + np.uint64(10**12),
    "high bits": SEQUENTIAL << np.uint64(40),
    "multiples of 1000": SEQUENTIAL * np.uint64(1000),
    "synthesis": derive_keys(1, NUMBER),
}
TESTS = 2_000
"""More than the tests below make in all."""
LEVEL = 5e-5 / TESTS


def _along(argument):
    """Return draws along one argument with all others fixed."""
    if argument in KEYS:
        return uniform_array(1, "mortality", KEYS[argument], MONTH)
    key = derive_keys(1, 1)
    if argument == "seed":
        return np.concatenate([uniform_array(seed, "mortality", key, MONTH) for seed in range(NUMBER // 4)])
    if argument == "month":
        return np.concatenate([uniform_array(1, "mortality", key, month) for month in range(NUMBER // 4)])
    return np.concatenate([uniform_array(1, f"stream {i}", key, MONTH) for i in range(NUMBER // 4)])


ARGUMENTS = (*KEYS, "seed", "month", "stream")


@pytest.fixture(scope="module")
def draws():
    return {argument: _along(argument) for argument in ARGUMENTS}


def _p_independent(one, other, bins=16):
    """Return p-values of pairs: evenly spread over a grid, and without linear correlation."""
    cells = (one * bins).astype(int) * bins + (other * bins).astype(int)
    grid = stats.chisquare(np.bincount(cells, minlength=bins * bins)).pvalue
    return min(grid, stats.pearsonr(one, other).pvalue)


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_draws_are_uniform_along_every_argument(draws, argument):
    values = draws[argument]
    assert stats.kstest(values, "uniform").pvalue > LEVEL
    assert stats.chisquare(np.bincount((values * 256).astype(int), minlength=256)).pvalue > LEVEL


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_all_53_bits_are_fair_along_every_argument(draws, argument):
    integers = (draws[argument] * 2.0**53).astype(np.uint64)
    for bit in range(53):
        ones = int(((integers >> np.uint64(bit)) & np.uint64(1)).sum())
        assert stats.binomtest(ones, len(integers)).pvalue > LEVEL, bit


@pytest.mark.parametrize("lag", [1, 2, 12])
@pytest.mark.parametrize("argument", ARGUMENTS)
def test_neighbours_along_every_argument_are_independent(draws, argument, lag):
    values = draws[argument]
    assert _p_independent(values[:-lag], values[lag:]) > LEVEL


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_three_neighbours_fill_the_cube_evenly(draws, argument):
    values = (draws[argument][: len(draws[argument]) // 3 * 3].reshape(-1, 3) * 8).astype(int)
    cells = values @ np.array([64, 8, 1])
    assert stats.chisquare(np.bincount(cells, minlength=512)).pvalue > LEVEL


@pytest.mark.parametrize("keys", KEYS)
def test_the_same_people_get_independent_draws_at_a_neighbouring_seed_stream_or_month(keys):
    base = uniform_array(1, "mortality", KEYS[keys], MONTH)
    others = [(seed, "mortality", MONTH) for seed in (0, 2, 3, 4, 1001)]
    others += [(1, stream, MONTH) for stream in ("mortalitz", "fertility", "mortality.excess")]
    others += [(1, "mortality", month) for month in (0, MONTH - 1, MONTH + 1, MONTH + 2, MONTH + 12)]
    others += [(2, "fertility", MONTH + 1)]
    for seed, stream, month in others:
        other = uniform_array(seed, stream, KEYS[keys], month)
        assert _p_independent(base, other) > LEVEL, (seed, stream, month)


def test_two_arguments_that_move_together_do_not_cancel():
    # seed + month, seed - month, key + month: diagonals of the table of arguments.
    for step in (1, -1):
        seeds = np.concatenate(
            [uniform_array(s, "x", derive_keys(1, 1), MONTH + step * s) for s in range(8192)]
        )
        keys = np.concatenate(
            [uniform_array(1, "x", np.array([k], dtype=np.uint64), MONTH + step * k) for k in range(8192)]
        )
        for values in (seeds, keys):
            assert stats.kstest(values, "uniform").pvalue > LEVEL
            assert _p_independent(values[:-1], values[1:], bins=8) > LEVEL


def test_no_two_questions_share_an_answer():
    """Under true chance two of 200,000 draws are equal with probability 2e-6."""
    found = [
        uniform_array(seed, stream, KEYS[keys][:2500], month)
        for seed in (1, 2)
        for stream in ("mortality", "fertility")
        for keys in ("sequential", "synthesis")
        for month in range(MONTH, MONTH + 10)
    ]
    values = np.concatenate(found)
    assert len(np.unique(values)) == len(values) == 200_000


def test_flipping_one_bit_of_a_key_or_salt_flips_every_bit_of_the_hash_half_the_time():
    keys, salt = derive_keys(2, 4096), salt_of(1, "x", MONTH)
    before = mix.py_func(keys ^ salt)
    # 4e-5 of the file's false alarm, over 64 x 64 pairs of bits.
    limit = 32.0 * stats.norm.isf(4e-5 / 64 / 64 / 2)
    for bit in range(64):
        changed = before ^ mix.py_func(keys ^ salt ^ (np.uint64(1) << np.uint64(bit)))
        flipped = [int(((changed >> np.uint64(out)) & np.uint64(1)).sum()) for out in range(64)]
        assert np.abs(np.array(flipped) - 2048).max() < limit, bit


def test_salts_of_neighbouring_questions_are_far_apart():
    salts = [salt_of(seed, stream, month) for seed in range(8) for stream in "ab" for month in range(64)]
    numbers = [int(salt) for salt in salts]
    assert len(set(numbers)) == len(numbers)
    bits = [bin(a ^ b).count("1") for place, a in enumerate(numbers[:64]) for b in numbers[place + 1 :]]
    # 4e-6 of the file's false alarm over all pairs; another 4e-6 for pairs that share no salt.
    assert len(bits) * stats.binom.cdf(min(bits), 64, 0.5) > 4e-6
    apart = sum(bin(a ^ b).count("1") for a, b in zip(numbers[::2], numbers[1::2], strict=True))
    assert stats.binomtest(apart, 64 * len(numbers) // 2).pvalue > 4e-6
    assert int(hash_key(0)) != 0


@pytest.mark.long
@pytest.mark.parametrize("keys", ["sequential", "synthesis"])
def test_twelve_million_draws_are_uniform_and_independent_over_a_year(keys):
    """A grid of 64 x 64 for every pair of months, each with a false alarm of 1e-4 / 66."""
    number = 1 << 20
    key = np.arange(number, dtype=np.uint64) if keys == "sequential" else derive_keys(3, number)
    months = [uniform_array(5, "screening", key, MONTH + m) for m in range(12)]
    for first in range(12):
        for second in range(first):
            cells = (months[first] * 64).astype(int) * 64 + (months[second] * 64).astype(int)
            grid = stats.chisquare(np.bincount(cells, minlength=4096)).pvalue
            assert grid > 1e-4 / 66 / 2
