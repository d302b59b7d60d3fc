"""Keyed random numbers: every draw is a pure function of (seed, stream, key, month).

Two runs that ask the same question about the same person in the same month get the same answer,
whatever else differs between them. This is what makes a null measure change exactly nothing and
paired differences precise. There is no sequential generator anywhere in the model.

The hash is the finaliser of SplitMix64 applied twice: first to the question (seed, stream, month),
which gives a *salt*, then to key and salt. Kernels compute the salt once and pay one finaliser a draw.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

__all__ = [
    "GOLDEN",
    "Stream",
    "Streams",
    "derive_keys",
    "draws_under",
    "hash_key",
    "mix",
    "mix_array",
    "salt_of",
    "stream_id",
    "to_unit",
    "uniform",
    "uniform_array",
]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_MASK = (1 << 64) - 1
# The same as Python's integers, with which it reckons faster one by one.
_GOLDEN_INT, _FIRST_INT, _SECOND_INT = int(GOLDEN), int(_FIRST), int(_SECOND)


@njit
def mix(value: np.uint64) -> np.uint64:
    """Return a 64-bit avalanche hash of a 64-bit value."""
    value = (value ^ (value >> np.uint64(30))) * _FIRST
    value = (value ^ (value >> np.uint64(27))) * _SECOND
    return value ^ (value >> np.uint64(31))


@njit
def to_unit(bits: np.uint64) -> float:
    """Map 64 random bits to a float in [0, 1) with 53 bits of precision."""
    return float(np.float64(bits >> np.uint64(11)) * (1.0 / 9007199254740992.0))


@njit
def uniform(salt: np.uint64, key: np.uint64) -> float:
    """Return the uniform draw of one key under a salt (see :func:`salt_of`)."""
    draw: float = to_unit(mix((key ^ salt) + GOLDEN))
    return draw


def _mix_int(value: int) -> int:
    """Python-integer twin of :func:`mix`, for salts and keys outside kernels."""
    value &= _MASK
    value = ((value ^ (value >> 30)) * _FIRST_INT) & _MASK
    value = ((value ^ (value >> 27)) * _SECOND_INT) & _MASK
    return value ^ (value >> 31)


def stream_id(name: str) -> int:
    """Return the 64-bit number of a named stream; the same on every machine and Python.

    Examples
    --------
    >>> stream_id("mortality") == stream_id("mortality")
    True
    """
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def hash_key(*parts: int) -> np.uint64:
    """Return one 64-bit key for a tuple of integers, sensitive to their order.

    Examples
    --------
    >>> hash_key(1, 2) != hash_key(2, 1)
    np.True_
    """
    state = 0
    for part in parts:
        state = _with_part(state, part)
    return np.uint64(state)


def _with_part(state: int, part: int) -> int:
    """Return the hash of a tuple from the hash of all but its last part."""
    return _mix_int((state + _GOLDEN_INT) ^ _mixed_part(int(part)))


@functools.lru_cache(maxsize=64)
def _mixed_part(part: int) -> int:
    """Return the hash of one part; that of a month serves all streams."""
    return _mix_int(part + _GOLDEN_INT)


class Stream(NamedTuple):
    """A decision's stream under one seed, its name hashed once: months only add themselves.

    Attributes
    ----------
    question : int
        Hash of seed and name.

    Examples
    --------
    >>> Stream.of(1, "mortality").salt(24300) == salt_of(1, "mortality", 24300)
    np.True_
    """

    question: int

    @classmethod
    def of(cls, seed: int, name: str) -> Stream:
        """Return the stream of a name."""
        return cls(_question(seed, name))

    def salt(self, month: int = 0) -> np.uint64:
        """Return the salt of one month; 0 for a decision made once in a life."""
        return np.uint64(_with_part(self.question, month))

    def draws(self, keys: npt.NDArray[np.uint64], month: int = 0) -> npt.NDArray[np.float64]:
        """Draw one uniform number in [0, 1) for each key, as :func:`uniform_array` does."""
        return draws_under(self.salt(month), np.asarray(keys, dtype=np.uint64))

    def draw(self, key: int, month: int = 0) -> float:
        """Draw one uniform number in [0, 1) for one key: from Python, which does not wait for a kernel to be compiled.

        Examples
        --------
        >>> Stream.of(1, "arrival").draw(7, 24300) == uniform(salt_of(1, "arrival", 24300), np.uint64(7))
        True
        """
        bits = _mix_int((int(key) ^ _with_part(self.question, month)) + _GOLDEN_INT)
        return (bits >> 11) * (1.0 / 9007199254740992.0)


@functools.lru_cache(maxsize=8192)
def _question(seed: int, stream: str) -> int:
    """Return the hash of seed and stream."""
    return _with_part(_with_part(0, seed), stream_id(stream))


def salt_of(seed: int, stream: str, month: int = 0) -> np.uint64:
    """Return the salt of one question: a decision's stream in one month under one seed; see :class:`Stream`."""
    return Stream.of(seed, stream).salt(month)


class Streams:
    """Several named streams of one seed, asked anew each month.

    Parameters
    ----------
    seed : int
        Seed of the replicate.
    names : sequence of str
        Names of the decisions.

    Examples
    --------
    >>> bool(Streams(1, ["a", "b"]).salts(24000)[1] == salt_of(1, "b", 24000))
    True
    """

    def __init__(self, seed: int, names: Sequence[str]) -> None:
        self._questions = np.array([_question(seed, name) for name in names], dtype=np.uint64)

    def salts(self, month: int = 0) -> npt.NDArray[np.uint64]:
        """Return the salt of each stream in a month; 0 for decisions made once in a life."""
        of_month = np.uint64(_mixed_part(month))
        return mix_array((self._questions + GOLDEN) ^ of_month)


def uniform_array(
    seed: int, stream: str, keys: npt.NDArray[np.uint64], month: int = 0
) -> npt.NDArray[np.float64]:
    """Draw one uniform number in [0, 1) for each key.

    Parameters
    ----------
    seed : int
        Seed of the replicate.
    stream : str
        Name of the decision.
    keys : ndarray of uint64
        Identities of those who decide.
    month : int
        Absolute month; 0 for a decision made once in a life.

    Returns
    -------
    ndarray of float64
        Same shape as `keys`.

    Examples
    --------
    >>> draws = uniform_array(1, "example", derive_keys(7, 1000))
    >>> bool(abs(draws.mean() - 0.5) < 0.05)
    True
    """
    return Stream.of(seed, stream).draws(keys, month)


def draws_under(
    salt: np.uint64 | npt.NDArray[np.uint64], keys: npt.NDArray[np.uint64]
) -> npt.NDArray[np.float64]:
    """Draw one uniform number in [0, 1) for each key under its salt, or under one for all; see :func:`uniform`."""
    bits = mix_array((keys ^ salt) + GOLDEN)
    return (bits >> np.uint64(11)).astype(np.float64) * (1.0 / 9007199254740992.0)


def derive_keys(salt: int, count: int) -> npt.NDArray[np.uint64]:
    """Return `count` distinct keys for the places 0..count-1 of a synthesis."""
    index = np.arange(1, count + 1, dtype=np.uint64)
    return mix_array(index * GOLDEN + hash_key(salt))


def mix_array(value: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Array twin of :func:`mix` in plain numpy; wraps around by definition of uint64."""
    value = (value ^ (value >> np.uint64(30))) * _FIRST
    value = (value ^ (value >> np.uint64(27))) * _SECOND
    return value ^ (value >> np.uint64(31))
