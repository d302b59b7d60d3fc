"""Sorting inside a kernel: numbers with something to carry, in as many passes as they have digits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.compile import helper

__all__ = ["DIGITS", "sort_pairs"]

_BITS = 11

DIGITS = 1 << _BITS
"""Length of the array of counts that sorting needs."""


@helper
def sort_pairs(
    numbers: npt.NDArray[np.uint64],
    carried: npt.NDArray[np.int64],
    length: int,
    counts: npt.NDArray[np.int64],
) -> None:
    """Sort the first row of numbers, and what each carries along; equals stay in their order.

    Parameters
    ----------
    numbers, carried : ndarray (2, at least `length`)
        The second rows are room to sort into.
    length : int
        How many there are.
    counts : ndarray (DIGITS,)
        Room to count in.
    """
    source = 0
    for shift in range(0, 64, _BITS):
        counts[:] = 0
        for position in range(length):
            counts[_digit(numbers[source, position], shift)] += 1
        if length == 0 or counts[_digit(numbers[source, 0], shift)] == length:
            continue
        before = 0
        for digit in range(len(counts)):
            own = counts[digit]
            counts[digit] = before
            before += own
        for position in range(length):
            digit = _digit(numbers[source, position], shift)
            to = counts[digit]
            counts[digit] += 1
            numbers[1 - source, to], carried[1 - source, to] = (
                numbers[source, position],
                carried[source, position],
            )
        source = 1 - source
    for position in range(length if source else 0):
        numbers[0, position], carried[0, position] = numbers[1, position], carried[1, position]


@helper
def _digit(number: np.uint64, shift: int) -> int:
    """Return some bits of a number."""
    return int(number >> np.uint64(shift)) & (DIGITS - 1)
