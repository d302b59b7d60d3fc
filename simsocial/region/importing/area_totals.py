"""Which lines sum up other areas: by their words, by official keys that begin others, or by their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simsocial.region.importing.counts import ALL, Count

__all__ = ["area_totals"]

_Values = Callable[[str], dict[object, int]]
_FEWEST = 3
"""Areas of which one may be found to be the sum of the others by its numbers alone."""


def area_totals(counts: Sequence[Count], values: _Values) -> dict[str, list[str]]:
    """Return the areas that each total sums up.

    Parameters
    ----------
    counts : sequence of Count
        In the order of the table.
    values : callable
        Known numbers of an area by sex, nationality and age group.
    """
    order = list(dict.fromkeys(count.area for count in counts))
    said = {count.area for count in counts if count.subtotal or count.area == ALL}
    keys = {count.area: count.key for count in counts if count.key and count.area != ALL}
    by_key = {
        name: [other for other, longer in keys.items() if other != name and _inside(longer, key)]
        for name, key in keys.items()
    }
    totals: dict[str, list[str]] = {name: parts for name, parts in by_key.items() if parts}
    single = [name for name in order if name not in said and name not in totals]
    totals = {name: [part for part in parts if part in single] for name, parts in totals.items()}
    if not said and not totals and len(single) >= _FEWEST:
        totals = _by_numbers(single, values)
        single = [name for name in single if name not in totals]
    for name in order:
        if name in said and name not in totals:
            totals[name] = _parts(name, order, single, values)
    return totals


def _inside(longer: str, key: str) -> bool:
    return len(longer) > len(key) and longer.startswith(key) and key.isdigit()


def _by_numbers(names: Sequence[str], values: _Values) -> dict[str, list[str]]:
    """Return the one area whose every number is the sum of all others."""
    known = {name: values(name) for name in names}
    for name in (names[0], names[-1]):
        others = [other for other in names if other != name]
        own = known[name]
        sums = {key: sum(known[other].get(key, 0) for other in others) for key in own}
        if len(own) > 1 and any(own.values()) and sums == own:
            return {name: others}
    return {}


def _parts(name: str, order: Sequence[str], single: Sequence[str], values: _Values) -> list[str]:
    """Return what a total sums up: the areas before it, those after it, or all, whichever comes nearest."""
    if name == ALL:
        return list(single)
    at = order.index(name)
    before, after = _run(list(reversed(order[:at])), single), _run(order[at + 1 :], single)
    own = values(name)

    def distance(parts: Sequence[str]) -> int:
        known = [values(part) for part in parts]
        return sum(abs(number - sum(part.get(key, 0) for part in known)) for key, number in own.items())

    candidates = [parts for parts in (list(single), list(reversed(before)), after) if parts]
    return min(candidates, key=distance, default=[])


def _run(names: Sequence[str], single: Sequence[str]) -> list[str]:
    run: list[str] = []
    for name in names:
        if name not in single:
            break
        run.append(name)
    return run
