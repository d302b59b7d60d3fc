"""Who asks for a place this month, found in one pass over the cases of all kinds; it also counts who is served where.

Those who wait ask, some who gave up or are served elsewhere ask again, and some whom a site far away serves ask for a
nearer one. Who stays away since the way became longer does not ask.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import DETERRED, ELSEWHERE, NOBODY, SERVED, WAITING, Cases, Persons
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch
from simsocial.core.random import uniform
from simsocial.core.sorting import DIGITS, sort_pairs
from simsocial.services.allocation_rules import Rules
from simsocial.services.nearby import NearSites
from simsocial.services.one_case import ORDINARY
from simsocial.services.queue import ACTS, DISPLACED, EXCEPTED, OWN_ONLY, TAKEN_ON, TRANSFERS, Queue

__all__ = ["BY_TABLE", "AskingSalts", "Entries", "line_up"]

Integers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

_AHEAD, _FAR_AHEAD = 8, 32
"""Cases between the looks ahead: where each is worked on, and where they fly past."""

BY_TABLE = -1
"""In place of minutes: who attends a site of another district than the stated one asks, however near it is."""

_BEHIND_OWN_DISTRICT = np.uint64(1 << 49)


class AskingSalts(NamedTuple):
    """Salts of the draws of each kind (kinds,)."""

    transfer: Keys
    ask_again: Keys
    exception: Keys
    taken_on: Keys


class Entries(NamedTuple):
    """Entries of the queue in the making, and what they are sorted by; each array has a second row to sort into.

    An entry is the row of its case, then eight bits of flags.
    """

    rank: Keys
    entry: Integers
    counts: Integers

    @classmethod
    def of_length(cls, length: int) -> Entries:
        """Return room for so many."""
        rank, entry = np.empty((2, length), dtype=np.uint64), np.empty((2, length), dtype=np.int64)
        return cls(rank, entry, np.empty(DIGITS, dtype=np.int64))


@in_place
def line_up(
    persons: Persons,
    cases: Cases,
    top: int,
    near: NearSites,
    rules: Rules,
    far_from: npt.NDArray[np.int16],
    site_place: npt.NDArray[np.int16],
    minutes: npt.NDArray[np.int16],
    salts: AskingSalts,
    month: int,
    served: Integers,
    unserved: npt.NDArray[np.int32],
    far: npt.NDArray[np.int32],
    entries: Entries,
    queue: Queue,
) -> tuple[int, int]:
    """Count served cases, and put the others and those who ask for a nearer site in order.

    Returns how many come, -1 if there is no room for them, and how many might.
    """
    number_unserved, number_far = _look_through(
        persons, cases, top, far_from, site_place, minutes, served, unserved, far
    )
    number_far = _who_moves(persons, cases, rules, site_place, minutes, salts, far, number_far)
    most = 2 * number_unserved + number_far
    if number_far > entries.rank.shape[1]:
        return -1, most
    found = _enter_far(persons, cases, near, rules, far_from, salts, far, number_far, entries)
    found = _enter_unserved(persons, cases, rules, salts, month, unserved, number_unserved, entries, found)
    if found < 0:
        return -1, most
    sort_pairs(entries.rank, entries.entry, found, entries.counts)
    _order_equals(persons, cases, entries.rank, entries.entry, found)
    for position in range(found):
        entry = entries.entry[0, position]
        case = entry >> 8
        queue.rows[position], queue.flags[position] = case, entry & 0xFF
        queue.kind[position], queue.person[position] = cases.kind[case], cases.person[case]
        queue.key[position] = persons.key[cases.person[case]]
    return found, most


@helper
def _look_through(
    persons: Persons,
    cases: Cases,
    top: int,
    far_from: npt.NDArray[np.int16],
    site_place: npt.NDArray[np.int16],
    minutes: npt.NDArray[np.int16],
    served: Integers,
    unserved: npt.NDArray[np.int32],
    far: npt.NDArray[np.int32],
) -> tuple[int, int]:
    """Count served cases; list those not served who may ask, and those who may ask for another site."""
    number_unserved, number_far = 0, 0
    for case in range(top):
        if case + _FAR_AHEAD < top:
            fetch(persons.place, cases.person[case + _FAR_AHEAD])
        row = cases.person[case]
        if row == NOBODY:
            continue
        if cases.state[case] != SERVED:
            unserved[number_unserved] = case
            number_unserved += cases.state[case] != DETERRED
            continue
        # Of numbers without a sign nobody asks whether they count from the end.
        kind, site, place = cases.kind[case], np.uint16(cases.site[case]), np.uint16(persons.place[row])
        served[kind, site] += 1
        far[number_far] = case
        number_far += minutes[place, np.uint16(site_place[site])] >= far_from[kind, place]
    return number_unserved, number_far


@helper
def _who_moves(
    persons: Persons,
    cases: Cases,
    rules: Rules,
    site_place: npt.NDArray[np.int16],
    minutes: npt.NDArray[np.int16],
    salts: AskingSalts,
    far: npt.NDArray[np.int32],
    number: int,
) -> int:
    """Keep of those far away whom the draw of the month lets ask, or who are out of reach; return how many."""
    kept = 0
    for position in range(number):
        _fetch_ahead(persons, cases, far, number, position)
        case = far[position]
        kind, row = cases.kind[case], cases.person[case]
        beyond = minutes[persons.place[row], site_place[cases.site[case]]] > rules.maximum[kind]
        far[kept] = case
        kept += beyond | (uniform(salts.transfer[kind], persons.key[row]) < rules.transferring[kind])
    return kept


@helper
def _enter_far(
    persons: Persons,
    cases: Cases,
    near: NearSites,
    rules: Rules,
    far_from: npt.NDArray[np.int16],
    salts: AskingSalts,
    far: npt.NDArray[np.int32],
    number: int,
    entries: Entries,
) -> int:
    """Enter those who ask for a nearer site, by kind and lot; return how many they are.

    Where a table states the district, who already is at a site of it does not ask.
    """
    found = 0
    for case in far[:number]:
        kind, row = cases.kind[case], cases.person[case]
        place = persons.place[row]
        if far_from[kind, place] == BY_TABLE and cases.site[case] in near.own[near.table[kind], place]:
            continue
        flags = ACTS | TRANSFERS
        if rules.district[kind]:
            flags |= OWN_ONLY
            if uniform(salts.exception[kind], persons.key[row]) < rules.excepted[kind]:
                flags |= EXCEPTED
        entries.rank[0, found] = np.uint64(kind) << np.uint64(32) | np.uint64(cases.priority[case])
        entries.entry[0, found] = np.int64(case) << 8 | flags
        found += 1
    return found


@helper
def _enter_unserved(
    persons: Persons,
    cases: Cases,
    rules: Rules,
    salts: AskingSalts,
    month: int,
    unserved: npt.NDArray[np.int32],
    number: int,
    entries: Entries,
    found: int,
) -> int:
    """Enter those not served who ask for a place or would come back to one; return how many entries there are now.

    Who has a district comes first for its own site, then, behind all others of the kind, for any. Without room for two
    entries more it is -1.
    """
    for position in range(number):
        if found + 2 > entries.rank.shape[1]:
            return -1
        _fetch_ahead(persons, cases, unserved, number, position)
        case = unserved[position]
        kind, waits, elsewhere = (
            cases.kind[case],
            cases.state[case] == WAITING,
            cases.state[case] == ELSEWHERE,
        )
        key = persons.key[cases.person[case]]
        asks = waits or uniform(salts.ask_again[kind], key) < rules.asking_again[kind]
        if not asks and not elsewhere:
            continue
        excepted = rules.district[kind] and uniform(salts.exception[kind], key) < rules.excepted[kind]
        first = cases.priority[case] < ORDINARY and rules.displaced_first[kind]
        displaced = first and waits
        taken_on = displaced and uniform(salts.taken_on[kind], key) < rules.taken_on[kind]
        entry = (
            np.int64(case) << 8
            | ACTS * asks
            | EXCEPTED * excepted
            | DISPLACED * displaced
            | TAKEN_ON * taken_on
        )
        # Who asks again begins to wait anew.
        since = cases.since[case] if waits or elsewhere else month
        rank = _place_in_line(persons, cases, rules, case, elsewhere, first, since)
        if rules.district[kind] and asks and not excepted:
            entries.rank[0, found], entries.entry[0, found] = rank, entry | OWN_ONLY
            found += 1
        entries.rank[0, found], entries.entry[0, found] = rank | _BEHIND_OWN_DISTRICT, entry
        found += 1
    return found


@helper
def _fetch_ahead(
    persons: Persons, cases: Cases, rows: npt.NDArray[np.int32], number: int, position: int
) -> None:
    """Ask for what is needed of some of the next cases, and of the persons of nearer ones."""
    if position + 2 * _AHEAD < number:
        case = rows[position + 2 * _AHEAD]
        fetch(cases.person, case)
        fetch(cases.kind, case)
        fetch(cases.site, case)
        fetch(cases.since, case)
        fetch(cases.priority, case)
    if position + _AHEAD < number:
        row = cases.person[rows[position + _AHEAD]]
        fetch(persons.key, row)
        fetch(persons.place, row)
        fetch(persons.cohort, row)
        fetch(persons.care_grade, row)


@helper
def _place_in_line(
    persons: Persons, cases: Cases, rules: Rules, case: int, elsewhere: bool, first: bool, since: int
) -> np.uint64:
    """Return the rank of a case that no site serves: behind all transfers, by kind; in it those elsewhere come last.

    Displaced ones come first, then the kind's rule decides, in 16 bits, then the lot, in 31. The bit between kind and
    those elsewhere is for who was turned away in the own district.
    """
    row, kind = cases.person[case], np.int64(cases.kind[case])
    weight, birth = rules.urgency[kind], np.int64(persons.cohort[row]) >> 1
    urgency = weight[0] * since + weight[1] * np.int64(persons.care_grade[row]) + weight[2] * birth
    group = (1 << 8 | kind) << 3 | np.int64(elsewhere) << 1 | np.int64(not first)
    lot = np.int64(cases.priority[case]) & (ORDINARY - 1)
    return np.uint64((group << 16 | (0x8000 + urgency)) << 31 | lot)


@helper
def _order_equals(persons: Persons, cases: Cases, rank: Keys, entry: Integers, found: int) -> None:
    """Put the few of equal rank in the order of their keys."""
    for position in range(1, found):
        to = position
        while to > 0 and rank[0, to - 1] == rank[0, position]:
            before, own = entry[0, to - 1], entry[0, to]
            if persons.key[cases.person[before >> 8]] < persons.key[cases.person[own >> 8]]:
                break
            entry[0, to - 1], entry[0, to] = own, before
            to -= 1
