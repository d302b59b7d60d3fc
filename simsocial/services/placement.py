"""Placement: one case after the other takes the best site near home that has a free place and staff.

The order, and who asks at all, is decided before; see :mod:`simsocial.services.queue`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import (
    ELSEWHERE,
    GAVE_UP,
    INSTITUTION,
    INSTITUTION_HOUSEHOLD,
    NEEDS_DUE,
    NOBODY,
    SERVED,
    WAITING,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch
from simsocial.core.move_counts import MoveCounts, count_move
from simsocial.core.population import found_household, join_household, leave_household, part, settle_household
from simsocial.core.random import mix, uniform
from simsocial.services.allocation_rules import Rules
from simsocial.services.choice import choose_site, district_site
from simsocial.services.nearby import NearSites
from simsocial.services.one_case import ORDINARY
from simsocial.services.queue import ACTS, OWN_ONLY, TRANSFERS, Queue
from simsocial.services.room import Room, has_staff, miss_staff, take_staff

__all__ = ["Salts", "place_cases"]

Integers = npt.NDArray[np.int64]


_AHEAD = 6
"""Cases between asking memory for one and its turn."""


class Salts(NamedTuple):
    """Salts of the draws of each kind in a month: patience, and the lasting taste for sites (kinds,)."""

    patience: npt.NDArray[np.uint64]
    taste: npt.NDArray[np.uint64]


@in_place
def place_cases(
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: Integers,
    near: NearSites,
    room: Room,
    rules: Rules,
    salts: Salts,
    queue: Queue,
    month: int,
    last_turn: bool,
    moves: MoveCounts,
) -> None:
    """Go through the queue once: those who act take the best site that has a place and staff.

    A case that the queue holds twice and that has found a place is passed over. Only in the `last_turn` cases give
    up, and sites hear of those whom they cannot take for want of staff: who is served binds staff already, and a site
    that hired for them, too, would want it twice.
    """
    for position in range(len(queue.rows)):
        if position + _AHEAD < len(queue.rows):
            _fetch(persons, cases, queue.rows[position + _AHEAD], queue.person[position + _AHEAD])
        case, person, key = queue.rows[position], queue.person[position], queue.key[position]
        kind, flags = np.int64(queue.kind[position]), queue.flags[position]
        transfers = flags & TRANSFERS != 0
        if (cases.state[case] == SERVED) != transfers or cases.person[case] != person:
            continue
        if rules.residential[kind] and not transfers and _has_home(persons, cases, rules, case, person):
            continue
        if cases.state[case] == GAVE_UP:
            cases.state[case], cases.since[case] = WAITING, month
            persons.due[person] |= NEEDS_DUE
        place = persons.place[person]
        ends_here = last_turn and flags & (TRANSFERS | OWN_ONLY) == 0
        own = district_site(persons, households, near, room, rules, salts.taste[kind], kind, person)
        old = int(cases.site[case]) if transfers else NOBODY
        chosen, wished = choose_site(
            near, room, rules, salts.taste[kind], kind, place, key, own, old, flags, ends_here
        )
        if chosen != NOBODY:
            _count(room, kind, chosen, 1)
            cases.site[case] = chosen
            persons.due[person] |= NEEDS_DUE
            if transfers:
                _count(room, kind, old, -1)
                continue
            if rules.residential[kind]:
                _note_origin(persons, cases, case, person)
                _enter_home(persons, households, counters, person, room.place[chosen], month, moves)
            cases.state[case], cases.since[case] = SERVED, month
            cases.priority[case] |= np.uint32(ORDINARY)
        elif flags & ACTS != 0 and ends_here:
            # Without memory, so that a waiting list that began at once does not end at once.
            waits = cases.state[case] == WAITING and (rules.at_once[kind] or cases.since[case] < month)
            if waits and uniform(salts.patience[kind], key) < rules.giving_up[kind]:
                _give_up(persons, households, cases, counters, rules, case, month, moves)
        if wished != NOBODY and not has_staff(room, kind, wished):
            miss_staff(room, kind, wished)
            room.sought[wished] -= 1


@helper
def _has_home(persons: Persons, cases: Cases, rules: Rules, case: int, person: int) -> bool:
    """Tell whether a person who asks for a home has found another one in the same month: nobody lives in two."""
    other = persons.first_case[person]
    while other != NOBODY:
        placed = cases.state[other] == SERVED or cases.state[other] == ELSEWHERE
        if other != case and placed and rules.residential[cases.kind[other]]:
            return True
        other = cases.next_case[other]
    return False


@helper
def _fetch(persons: Persons, cases: Cases, case: int, person: int) -> None:
    """Ask for what is needed of a case that comes soon."""
    fetch(cases.state, case)
    fetch(cases.person, case)
    fetch(cases.site, case)
    fetch(cases.since, case)
    fetch(cases.priority, case)
    fetch(persons.place, person)
    fetch(persons.due, person)


@helper
def _count(room: Room, kind: int, site: int, one: int) -> None:
    """Count a case that comes to a site, or leaves it (-1)."""
    room.places[site] -= one
    room.sought[site] = max(room.sought[site] - one, 0)
    take_staff(room, kind, site, one)
    room.served[kind, site] += one


@helper
def _give_up(
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: Integers,
    rules: Rules,
    case: int,
    month: int,
    moves: MoveCounts,
) -> None:
    """Let a case stop waiting; who enters a home elsewhere then stays in the books of the old place."""
    kind, person = cases.kind[case], cases.person[case]
    cases.state[case], cases.since[case] = rules.after_patience[kind], month
    persons.due[person] |= NEEDS_DUE
    if rules.residential[kind] and rules.after_patience[kind] == ELSEWHERE:
        _note_origin(persons, cases, case, person)
        _enter_home(persons, households, counters, person, persons.place[person], month, moves)


@helper
def _note_origin(persons: Persons, cases: Cases, case: int, person: int) -> None:
    """Note where a person lives who enters a home.

    Who lost one, or comes back from one elsewhere, still comes from where they lived before it.
    """
    if persons.role[person] != INSTITUTION and cases.priority[case] >= ORDINARY:
        cases.origin[case] = persons.place[person]


@helper
def _enter_home(
    persons: Persons,
    households: Households,
    counters: Integers,
    person: int,
    place: int,
    month: int,
    moves: MoveCounts,
) -> None:
    """Let a person leave the household and live in a home, in a household of one."""
    old = persons.household[person]
    key = mix(persons.key[person] ^ mix(np.uint64(month)))
    count_move(persons, person, place, moves)
    part(persons, person)
    leave_household(persons, households, counters, person)
    home = found_household(households, counters, key, place, INSTITUTION_HOUSEHOLD, old)
    join_household(persons, households, person, home)
    persons.role[person] = INSTITUTION
    if households.first_member[old] != NOBODY and old != home:
        settle_household(persons, households, counters, old, month)
