"""Which rows changed: marks are read eight rows at a time, since most rows have none.

Kernels collect the rows with a mark first, a block at a time, and then do one thing after the other for all of them.
Going through rows one by one, a branch that goes now this way and now that, each hanging on what has to be fetched
from memory, would take several times as long.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.compile import helper

__all__ = ["BLOCK", "clear_marks", "eight_by_eight", "next_marked"]

BLOCK = 1024
"""Rows that are collected at a time."""

_EACH = np.uint64(0x0101010101010101)

Marks = npt.NDArray[np.uint8]
Eights = npt.NDArray[np.uint64]


def eight_by_eight(marks: Marks) -> Eights:
    """Return marks of eight rows each in one number; up to seven rows at the end are left.

    Examples
    --------
    >>> eight_by_eight(np.array([0, 2, 0, 0, 0, 0, 0, 0, 2], dtype=np.uint8)).tolist()
    [512]
    """
    return marks[: len(marks) // 8 * 8].view(np.uint64)


@helper
def next_marked(
    eights: Eights, marks: Marks, mark: int, begin: int, rows: npt.NDArray[np.int32]
) -> tuple[int, int]:
    """Collect the next rows that carry a mark.

    Parameters
    ----------
    eights, marks : ndarray
        The marks, as :func:`eight_by_eight` returns them, and by row.
    mark : int
        The one that is looked for, or several of which one is enough.
    begin : int
        Eights that are done; all are, if there are more of them than `eights` has.
    rows : ndarray (BLOCK,)
        Filled, ascending.

    Returns
    -------
    found, begin : int
        How many rows there are, and where to go on.
    """
    any_of, found = np.uint64(mark) * _EACH, 0
    for eight in eights[begin:]:
        if eight & any_of != 0:
            if found + 8 > len(rows):
                return found, begin
            for row in range(8 * begin, 8 * begin + 8):
                rows[found] = row
                found += marks[row] & mark != 0
        begin += 1
    if found + 8 > len(rows):
        return found, len(eights)
    for row in range(8 * len(eights), len(marks)):
        rows[found] = row
        found += marks[row] & mark != 0
    return found, len(eights) + 1


@helper
def clear_marks(eights: Eights, marks: Marks, mark: int) -> None:
    """Take a mark, or several, away from all rows."""
    others = ~(np.uint64(mark) * _EACH)
    for eight in range(len(eights)):
        eights[eight] &= others
    for row in range(8 * len(eights), len(marks)):
        marks[row] &= ~np.uint8(mark)
