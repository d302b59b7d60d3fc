"""Which of the age groups of a table divide everybody: the others sum some of these up."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from simsocial.region.importing.age_labels import AgeGroup

__all__ = ["finest_partition", "within"]

_END = 1_000


def finest_partition(groups: Iterable[AgeGroup]) -> list[AgeGroup] | None:
    """Return as many groups as possible that follow each other from 0 to the open one; None if none do.

    Examples
    --------
    >>> groups = [AgeGroup(0, 2), AgeGroup(3, 17), AgeGroup(0, 17), AgeGroup(18, None)]
    >>> [str(group) for group in finest_partition(groups)]
    ['0-2', '3-17', '18+']
    """
    by_first: dict[int, list[AgeGroup]] = {}
    for group in sorted(set(groups), key=_bounds):
        by_first.setdefault(group.first, []).append(group)

    @cache
    def best(first: int) -> tuple[AgeGroup, ...] | None:
        if first == _END:
            return ()
        found: tuple[AgeGroup, ...] | None = None
        for group in by_first.get(first, []):
            rest = best(_bounds(group)[1])
            if rest is not None and (found is None or len(rest) + 1 > len(found)):
                found = (group, *rest)
        return found

    whole = best(0)
    return None if whole is None else list(whole)


def within(group: AgeGroup, parts: Iterable[AgeGroup]) -> list[AgeGroup]:
    """Return the parts that together are exactly a group, none if they are not."""
    first, end = _bounds(group)
    inside = [part for part in parts if first <= part.first and _bounds(part)[1] <= end]
    reached = first
    for part in sorted(inside, key=_bounds):
        if part.first != reached:
            return []
        reached = _bounds(part)[1]
    return inside if reached == end else []


def _bounds(group: AgeGroup) -> tuple[int, int]:
    return group.first, _END if group.last is None else group.last + 1
