"""Sharing out whole milli-FTE: in proportion to weights, by the work of sites, and as sites close.

Arrays (posts,) hold one entry for each site and qualification, as in :mod:`simsocial.services.staff`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = [
    "fill_in_line",
    "follow_work",
    "spare_of_moved",
    "split_each",
    "split_exactly",
    "split_rows",
    "staff_of_closed",
]

Integers = npt.NDArray[np.int64]


def split_exactly(total: int, weights: Integers) -> Integers:
    """Split an integer in proportion to integer weights, exactly; the remainder falls to earlier entries.

    Examples
    --------
    >>> split_exactly(10, np.array([1, 1, 2]))
    array([3, 2, 5])
    """
    return split_each(np.array([total]), weights, np.zeros(len(weights), dtype=np.int64))


def split_rows(total: Integers, weights: Integers) -> Integers:
    """Split the total of each row in proportion to its weights, exactly; where none weighs anything, the first has all.

    Examples
    --------
    >>> split_rows(np.array([10, 3]), np.array([[1, 3], [0, 0]])).tolist()
    [[3, 7], [3, 0]]
    """
    weights = weights.copy()
    weights[weights.sum(axis=1) == 0, 0] = 1
    rows = np.repeat(np.arange(len(weights)), weights.shape[1])
    return split_each(total, weights.ravel(), rows).reshape(weights.shape)


def split_each(total: Integers, weights: Integers, group: Integers) -> Integers:
    """Split the total of each group in proportion to the weights of its entries, which stand side by side."""
    up_to = np.cumsum(weights)
    whole = np.bincount(group, weights, len(total)).astype(np.int64)
    before = np.cumsum(whole) - whole
    up_to -= before[group]
    shared, whole = np.maximum(total, 0)[group], np.maximum(whole, 1)[group]
    ends = (up_to * shared + whole - 1) // whole
    return ends - ((up_to - weights) * shared + whole - 1) // whole


def fill_in_line(found: Integers, wanted: Integers, line: Integers, group: Integers) -> Integers:
    """Return who is found (posts,) after what falls to those who stand in a line has been given to the first of them.

    Parameters
    ----------
    found, wanted : ndarray (posts,)
        Milli-FTE that each finds, and the most that it wants of them.
    line : ndarray (posts,)
        Places in the line of its group, -1 for those who do not stand in it.
    group : ndarray (posts,)
        Code of the line.

    Examples
    --------
    >>> posts = np.zeros(4, dtype=np.int64)
    >>> fill_in_line(np.array([5, 2, 2, 2]), np.array([9, 4, 4, 4]), np.array([-1, 2, 0, 1]), posts).tolist()
    [5, 0, 4, 2]
    """
    filled = found.copy()
    standing = np.flatnonzero(line >= 0)
    standing = standing[np.lexsort((line[standing], group[standing]))]
    for code in np.unique(group[standing]).tolist():
        own = standing[group[standing] == code]
        most = np.minimum(np.cumsum(wanted[own]), found[own].sum())
        filled[own] = np.diff(most, prepend=0)
    return filled


def follow_work(staff: Integers, work: Integers, group: Integers) -> Integers:
    """Return the staff of sites after each group has shared its own out by the work of its sites.

    Parameters
    ----------
    staff, work : ndarray (posts,)
        Milli-FTE employed, and bound by the work. In a group without work everybody stays.
    group : ndarray (posts,)
        Code of the group, whose sites share their staff of a qualification.

    Examples
    --------
    >>> follow_work(np.array([10, 0, 7]), np.array([1, 2, 0]), np.array([0, 0, 1])).tolist()
    [4, 6, 7]
    """
    groups = int(group.max(initial=-1)) + 1
    works = np.bincount(group, work, groups)[group] > 0
    weight = np.where(works, work, staff)
    total = np.bincount(group, staff, groups).astype(np.int64)
    whole = np.maximum(np.bincount(group, weight, groups).astype(np.int64), 1)
    shared = total[group] * weight // whole[group]
    left = total - np.bincount(group, shared, groups).astype(np.int64)
    # What rounding leaves falls to the earlier ones of those who want some.
    takers = np.flatnonzero(weight > 0)
    takers = takers[np.argsort(group[takers], kind="stable")]
    own = group[takers]
    shared[takers] += np.arange(len(own)) - np.searchsorted(own, own) < left[own]
    return shared


def staff_of_closed(
    staff: Integers, closed: npt.NDArray[np.bool_], is_open: npt.NDArray[np.bool_], group: Integers
) -> tuple[Integers, Integers]:
    """Let the staff of closed sites go on at the first open site of their group, whose sites share it afterwards.

    An employer may not dismiss whom it has a free post for at another of its sites (KSchG § 1 Abs. 2).

    Parameters
    ----------
    staff : ndarray (posts,)
        Milli-FTE employed; changed in place.
    closed, is_open : ndarray of bool (posts,)
        Those of sites that close now, and of open ones.
    group : ndarray (posts,)
        Code of the group, whose sites share their staff of a qualification.

    Returns
    -------
    ndarray (groups,), ndarray (posts,)
        Milli-FTE that moved within each group, and of each site without another one.

    Examples
    --------
    >>> staff = np.array([10, 5, 7])
    >>> moved, left = staff_of_closed(staff, np.array([1, 0, 1], bool), np.array([0, 1, 0], bool), np.array([0, 0, 1]))
    >>> staff.tolist(), moved.tolist(), left.tolist()
    ([0, 15, 0], [10, 0], [0, 0, 7])
    """
    gone = np.where(closed, np.maximum(staff, 0), 0)
    sites = np.flatnonzero(is_open)[::-1]
    heir = np.full(int(group.max(initial=-1)) + 1, -1, dtype=np.int64)
    heir[group[sites]] = sites
    moves = heir[group] >= 0
    moved = np.bincount(group, np.where(moves, gone, 0), len(heir)).astype(np.int64)
    staff[closed] = 0
    staff[heir[moved > 0]] += moved[moved > 0]
    return moved, np.where(moves, 0, gone)


def spare_of_moved(staff: Integers, wanted: Integers, moved: Integers, group: Integers) -> Integers:
    """Return by post the milli-FTE that a group does not need of those who moved within it.

    Examples
    --------
    >>> spare_of_moved(np.array([15, 9]), np.array([9, 9]), np.array([4, 9]), np.array([0, 1])).tolist()
    [4, 0]
    """
    spare = np.maximum(staff - wanted, 0)
    released: Integers = np.zeros_like(spare)
    for code in np.flatnonzero(moved).tolist():
        sites = np.flatnonzero(group == code)
        released[sites] = split_exactly(min(int(moved[code]), int(spare[sites].sum())), spare[sites])
    return released
