"""Whether somebody wants a kind: what is open to them, which other services exclude it, and how far the way is."""

from __future__ import annotations

import numpy as np

from simsocial.core.columns import ELSEWHERE, INSTITUTION, NOBODY, SERVED, Cases, Households, Persons
from simsocial.core.compile import helper
from simsocial.core.random import uniform
from simsocial.services.by_cases import changed_by_cases
from simsocial.services.demand import Demand, wants
from simsocial.services.one_case import ORDINARY
from simsocial.services.who import Conditions, named_of, take_up_of

__all__ = [
    "STAYS_AWAY",
    "UNWANTED",
    "WANTED",
    "answer_of",
    "has_place",
    "is_excluded",
    "is_open",
    "is_settled_in",
    "note_likely",
]

UNWANTED, WANTED, STAYS_AWAY = 0, 1, 2
"""Answers: no; yes; yes, had the way not become longer."""


@helper
def has_place(cases: Cases, case: int) -> bool:
    """Tell whether a case is served, here or elsewhere."""
    return bool((cases.state[case] == SERVED) | (cases.state[case] == ELSEWHERE))


@helper
def note_likely(demand: Demand, key: np.uint64, grade: int, first: int, last: int) -> int:
    """Note the entries of a list that somebody may want at all, with their draws; return how many.

    Most people want most kinds not at all, whatever else would be asked; without a branch this costs least.
    """
    found = 0
    for entry in range(first, last):
        draw = uniform(demand.entry_salt[entry], key)
        demand.likely[found], demand.draw[found] = entry, draw
        found += (draw < demand.limit[entry, grade]) | demand.looked_at[entry]
    return found


@helper
def is_open(
    persons: Persons, demand: Demand, conditions: Conditions, row: int, entry: int, home: int
) -> bool:
    """Tell whether a kind is open to somebody; `home` is the kind of the home in which they have a place.

    Who lives in a home has decided for it and is not asked about another one: nobody lives in two.
    """
    kind = demand.kind[entry]
    if demand.share[entry, persons.care_grade[row]] <= 0.0:
        return False
    held = conditions.holds
    if len(held) and held[row] & conditions.asked[kind] != conditions.wanted[kind]:
        return False
    if demand.residential[kind] and home != NOBODY and home != kind:
        return False
    if persons.role[row] == INSTITUTION:
        return bool(demand.residential[kind] or demand.residence[kind] != 1)
    return bool(demand.residence[kind] != 2)


@helper
def is_settled_in(persons: Persons, cases: Cases, demand: Demand, row: int, kind: int) -> bool:
    """Tell whether somebody lives in a home of a kind, or lost it as the home closed, and so is not asked again."""
    if not demand.residential[kind]:
        return False
    own = demand.case_of[kind]
    return bool(persons.role[row] == INSTITUTION or (own != NOBODY and cases.priority[own] < ORDINARY))


@helper
def is_excluded(cases: Cases, demand: Demand, row: int, kind: int) -> bool:
    """Tell whether somebody has a service that excludes this one."""
    other, excluded = 0, False
    while not excluded and demand.excluded_by[kind, other] != NOBODY:
        excluding = demand.excluded_by[kind, other]
        # Of a kind that serves at once, and was asked about before, it is known already.
        if demand.at_once[excluding] and excluding < kind:
            excluded = demand.wanted_by[excluding] == row
        else:
            case = demand.case_of[excluding]
            excluded = case != NOBODY and has_place(cases, case)
        other += 1
    return excluded


@helper
def _keeps_away(demand: Demand, place: int, kind: int, draw: float) -> bool:
    """Tell whether the longer way keeps somebody away who needs a kind in any case."""
    near, usual = demand.access[place, kind], demand.felt[place, kind]
    return bool(near < usual and draw >= near / usual)


@helper
def answer_of(
    persons: Persons,
    households: Households,
    cases: Cases,
    demand: Demand,
    conditions: Conditions,
    row: int,
    entry: int,
    draw: float,
    settled_in: bool,
) -> int:
    """Return what somebody to whom a kind is open answers: `UNWANTED`, `WANTED` or `STAYS_AWAY`.

    Who is settled in wants to stay, and whose need has not ended, its end.
    """
    kind, place, grade = demand.kind[entry], persons.place[row], persons.care_grade[row]
    if demand.in_episodes[kind]:
        return STAYS_AWAY if _keeps_away(demand, place, kind, draw) else WANTED
    if settled_in:
        return WANTED
    limit, share = demand.limit[entry, grade], demand.share[entry, grade]
    if draw >= limit:
        return UNWANTED
    if demand.plain[kind]:
        return WANTED
    factor = take_up_of(kind, named_of(persons, households, conditions, row), demand.take_up, conditions.axes)
    of_cases = 1.0
    if demand.by_cases.row[kind] != NOBODY:
        of_cases = changed_by_cases(persons, cases, demand.by_cases, kind, row)
    base = np.float32(0.0)
    if demand.residential[kind] and persons.settled_grade[row] > 0:
        base = demand.share[entry, persons.settled_grade[row]]
    near, usual = demand.access[place, kind], demand.felt[place, kind]
    if not wants(draw, limit, share, base, factor * usual * of_cases):
        return UNWANTED
    if near < usual and not wants(draw, limit, share, base, factor * near * of_cases):
        return STAYS_AWAY
    return WANTED
