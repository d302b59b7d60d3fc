"""The limit of this machine: one pass over everybody that hashes the key and compares 32 bytes a person.

A month cannot be cheaper than this: each person's key is hashed once for a draw, and what is known of the person is
read once. How near the engine comes to it says how much of its time is the engine's own doing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from simsocial.core.compile import in_place
from simsocial.core.random import derive_keys, salt_of, uniform

__all__ = ["one_pass"]


def one_pass(people: int) -> Callable[[], int]:
    """Return a function that goes over so many people once, as in a month, and says how many there are.

    It reads a key and a chance of 8 bytes each, and two more columns of 8 bytes.

    Parameters
    ----------
    people : int
        Rows of the columns.

    Examples
    --------
    >>> one_pass(1_000)()
    1000
    """
    keys = derive_keys(1, people)
    chances, lowest = np.full(people, 0.01), np.zeros(people)
    states = np.zeros(people, dtype=np.int64)
    months = iter(range(1_000_000))

    def month() -> int:
        _hash_and_compare(keys, chances, lowest, states, salt_of(1, "limit", next(months)))
        return people

    return month


@in_place
def _hash_and_compare(
    keys: npt.NDArray[np.uint64],
    chances: npt.NDArray[np.float64],
    lowest: npt.NDArray[np.float64],
    states: npt.NDArray[np.int64],
    salt: np.uint64,
) -> int:
    """Count those whose draw lies in their slot while their state allows it."""
    found = 0
    for row in range(len(keys)):
        draw = uniform(salt, keys[row])
        if states[row] == 0 and lowest[row] <= draw < chances[row]:
            found += 1
    return found
