"""Totals of a table as equations: they find what a dot hides, and tell where numbers do not add up."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

__all__ = ["Sum", "agreeing", "solve"]


@dataclass(frozen=True)
class Sum:
    """A total and its parts, by the keys of their cells, and what the total is of, in words."""

    total: Hashable
    parts: tuple[Hashable, ...]
    what: str


def solve(cells: MutableMapping[Hashable, int | None], sums: Sequence[Sum]) -> dict[Hashable, Sum]:
    """Fill unknown parts that one total and all other parts tell; return them with their sum.

    A difference below zero fills nothing.

    Examples
    --------
    >>> cells = {"all": 10, "men": 6, "women": None}
    >>> found = solve(cells, [Sum("all", ("men", "women"), "both")])
    >>> cells["women"], list(found)
    (4, ['women'])
    """
    found: dict[Hashable, Sum] = {}
    changed = True
    while changed:
        changed = False
        for entry in sums:
            total = cells.get(entry.total)
            unknown = [part for part in entry.parts if cells[part] is None]
            if total is None or len(unknown) != 1:
                continue
            rest = total - sum(cells[part] or 0 for part in entry.parts)
            if rest >= 0:
                cells[unknown[0]] = rest
                found[unknown[0]] = entry
                changed = True
    return found


def agreeing(
    cells: Mapping[Hashable, int | None], sums: Sequence[Sum]
) -> tuple[int, list[tuple[Sum, int, int]]]:
    """Return how many sums agree, and each that does not, with its total and the sum of its parts."""
    agree, differ = 0, []
    for entry in sums:
        total, parts = cells.get(entry.total), [cells[part] for part in entry.parts]
        if total is None or any(part is None for part in parts):
            continue
        added = sum(part or 0 for part in parts)
        if added == total:
            agree += 1
        else:
            differ.append((entry, total, added))
    return agree, differ
