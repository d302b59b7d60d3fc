"""Keyed draws are pure functions: the same from Python, numpy and kernels, in any order."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from simsocial.core.random import (
    derive_keys,
    hash_key,
    mix,
    salt_of,
    stream_id,
    to_unit,
    uniform,
    uniform_array,
)

KEYS = np.concatenate(
    [
        np.arange(2000, dtype=np.uint64),
        derive_keys(3, 2000),
        np.array([2**63, 2**64 - 1, 2**64 - 2, 2**32, 2**32 - 1], dtype=np.uint64),
    ]
)
MASK = (1 << 64) - 1


@njit
def _draw_in_kernel(salt, keys):
    draws = np.empty(len(keys))
    for i in range(len(keys)):
        draws[i] = uniform(salt, keys[i])
    return draws


def _draw_by_definition(salt: int, key: int) -> float:
    """Return the draw in Python integers, written from the definition alone (SplitMix64's finaliser)."""
    value = ((key ^ salt) + 0x9E3779B97F4A7C15) & MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    value ^= value >> 31
    return (value >> 11) / 2**53


@pytest.mark.parametrize("month", [0, 24_288])
def test_scalar_array_and_kernel_agree_bit_by_bit(month):
    salt = salt_of(17, "mortality", month)
    array = uniform_array(17, "mortality", KEYS, month)
    kernel = _draw_in_kernel(salt, KEYS)
    scalar = np.array([uniform(salt, key) for key in KEYS])
    definition = np.array([_draw_by_definition(int(salt), int(key)) for key in KEYS])
    assert (array == kernel).all()
    assert (array == scalar).all()
    assert (array == definition).all()


def test_draws_lie_in_the_half_open_unit_interval():
    assert to_unit(np.uint64(0)) == 0.0
    assert to_unit(np.uint64(2**64 - 1)) == 1.0 - 2.0**-53
    draws = uniform_array(1, "range", derive_keys(1, 100_000))
    assert draws.dtype == np.float64
    assert ((draws >= 0.0) & (draws < 1.0)).all()


def test_a_draw_does_not_depend_on_the_others_of_the_array():
    whole = uniform_array(5, "order", KEYS, 7)
    assert (uniform_array(5, "order", KEYS[::-1], 7) == whole[::-1]).all()
    assert (uniform_array(5, "order", KEYS[100:200], 7) == whole[100:200]).all()
    assert (uniform_array(5, "order", KEYS.reshape(5, -1), 7).ravel() == whole).all()


@pytest.mark.parametrize(
    "other",
    [(6, "order", 7), (5, "orders", 7), (5, "order", 8)],
    ids=["seed", "stream", "month"],
)
def test_every_argument_changes_every_draw(other):
    seed, stream, month = other
    assert (uniform_array(5, "order", KEYS, 7) != uniform_array(seed, stream, KEYS, month)).all()


def test_keys_are_distinct_and_sensitive_to_order():
    assert len(np.unique(derive_keys(9, 1_000_000))) == 1_000_000
    assert not set(derive_keys(9, 10_000).tolist()) & set(derive_keys(10, 10_000).tolist())
    parts = [(seed, month, slot) for seed in range(20) for month in range(20) for slot in range(20)]
    assert len({int(hash_key(*part)) for part in parts}) == len(parts)
    assert hash_key(1, 2) != hash_key(2, 1)
    assert hash_key(1) != hash_key(1, 0) != hash_key(0, 1)


def test_longer_tables_keep_the_first_keys():
    assert (derive_keys(4, 1000)[:10] == derive_keys(4, 10)).all()


def test_mix_is_the_same_inside_and_outside_kernels():
    values = np.array([0, 1, 2**63 + 12345, 2**64 - 1], dtype=np.uint64)
    assert [int(mix(value)) for value in values] == mix.py_func(values).tolist()


def test_streams_and_keys_are_the_same_on_every_machine_and_python():
    # Also under any PYTHONHASHSEED. A change of these numbers changes every result of the model.
    assert stream_id("mortality") == 18329402121534901782
    assert int(hash_key(3, 4)) == 11492109821835098982
    assert int(salt_of(1, "x", 2)) == 4494131270561660521
