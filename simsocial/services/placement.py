"""Placement: one case after the other takes the best site near home that has a free place and staff.

The order, and who asks at all, is decided before; see :mod:`simsocial.services.allocation`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import (
    DUE,
    ELSEWHERE,
    INSTITUTION,
    INSTITUTION_HOUSEHOLD,
    NOBODY,
    SERVED,
    WAITING,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import helper, in_place
from simsocial.core.population import (
    MoveCounts,
    count_move,
    found_household,
    join_household,
    leave_household,
    part,
    settle_household,
)
from simsocial.core.random import gumbel, mix, uniform
from simsocial.services.allocation_rules import Rules
from simsocial.services.capacity_use import FARTHEST
from simsocial.services.cases import ORDINARY
from simsocial.services.nearby import NearSites

__all__ = ["Queue", "Room", "Salts", "place_cases"]

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Room(NamedTuple):
    """What sites can still take in a month, and where they are; one entry a site.

    Attributes
    ----------
    places : int64
        Cases that may be added by the licence. Changed in place.
    sought : int64
        The same, less those who would come if there were staff. Changed in place.
    staff : int64 (staff groups,)
        Milli-FTE not yet bound among sites that share their staff. Changed in place.
    missed_milli : int64
        Milli-FTE that those would bind who found a place there but no staff. Changed in place.
    group : int64
        Staff group of each site.
    place, key : int16, uint64
        Place code, and identity for keyed tastes.
    size : int64
        Cases the licence allows.
    minutes : int16 (places, places)
        One-way travel minutes.
    served : int64 (kinds, sites)
        Cases that each site serves now. Changed in place.
    """

    places: Integers
    sought: Integers
    staff: Integers
    missed_milli: Integers
    group: Integers
    place: npt.NDArray[np.int16]
    key: npt.NDArray[np.uint64]
    size: Integers
    minutes: npt.NDArray[np.int16]
    served: Integers


class Queue(NamedTuple):
    """Cases in the order in which they come to the sites.

    Attributes
    ----------
    rows : int32
        Rows of the cases.
    acts, excepted, own_only : bool
        Whether a case may take a place; goes to another site than that of the district; looks, if it does not, at
        that of the district alone.
    """

    rows: npt.NDArray[np.int32]
    acts: Flags
    excepted: Flags
    own_only: Flags


class Salts(NamedTuple):
    """Salts of the draws of each kind in a month: patience, and the lasting taste for sites (kinds,)."""

    patience: npt.NDArray[np.uint64]
    taste: npt.NDArray[np.uint64]


@in_place
def place_cases(  # noqa: C901 - one kernel: choice, place, staff and patience of one case after the other
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
    transfers: bool,
    last_turn: bool,
    moves: MoveCounts,
) -> None:
    """Go through the ordered cases once: those who act take the best site that has a place and staff.

    `transfers` says whether those who are served come, or the others; a case that the queue holds twice and that
    has found a place is passed over. Only in the `last_turn` cases give up, and sites hear of those whom they cannot
    take for want of staff.
    """
    for position in range(len(queue.rows)):
        case = queue.rows[position]
        served = cases.state[case] == SERVED
        if served != transfers:
            continue
        acts, excepted, kind = queue.acts[position], queue.excepted[position], cases.kind[case]
        need, gain, table = rules.need[kind], rules.gain[kind], near.table[kind]
        person = cases.person[case]
        place, key = persons.place[person], persons.key[person]
        old, reach, liked = cases.site[case], FARTHEST, -1e300
        own = NOBODY
        if rules.district[kind]:
            own = _of_district(
                near.own[table, place], room, households.key[persons.household[person]], salts.taste[kind]
            )
        of_district = queue.own_only[position] and not excepted
        if served:
            way = room.minutes[place, room.place[old]]
            if not of_district:
                reach = way - gain
                taste = gumbel(uniform(salts.taste[kind], mix(key ^ room.key[old])))
                liked = taste - way / rules.decay
        best, wish = liked, liked
        chosen, wished, chosen_minutes, wished_minutes = NOBODY, NOBODY, FARTHEST, FARTHEST
        for column in range(near.sites.shape[2]):
            site, minutes = near.sites[table, place, column], near.minutes[table, place, column]
            if site == NOBODY or minutes > reach:
                break
            if (of_district and site != own) or (excepted and site == own):
                continue
            takes = acts and room.places[site] > 0 and room.staff[room.group[site]] >= need
            if not takes and room.sought[site] <= 0:
                continue
            taste = gumbel(uniform(salts.taste[kind], mix(key ^ room.key[site])))
            appeal = taste - minutes / rules.decay
            if takes and appeal > best:
                best, chosen, chosen_minutes = appeal, site, minutes
            if room.sought[site] > 0 and appeal > wish:
                wish, wished, wished_minutes = appeal, site, minutes
        ends_here = last_turn and not queue.own_only[position]
        if chosen != NOBODY:
            room.places[chosen] -= 1
            room.sought[chosen] = max(room.sought[chosen] - 1, 0)
            room.staff[room.group[chosen]] -= need
            room.served[kind, chosen] += 1
            cases.site[case] = chosen
            persons.due[person] = DUE
            if served:
                room.places[old] += 1
                room.sought[old] += 1
                room.staff[room.group[old]] += need
                room.served[kind, old] -= 1
            else:
                # Who lost a home, or comes back from one elsewhere, still comes from where they lived before it.
                at_home = persons.role[person] != INSTITUTION and cases.priority[case] >= ORDINARY
                came_from = place if at_home else NOBODY
                cases.state[case] = SERVED
                cases.since[case] = month
                cases.priority[case] |= np.uint32(ORDINARY)
                if rules.residential[kind]:
                    if came_from != NOBODY:
                        cases.origin[case] = came_from
                    _enter_home(persons, households, counters, person, room.place[chosen], month, moves)
        elif acts and not served and ends_here:
            # Without memory, so that a waiting list that began at once does not end at once.
            waits = cases.state[case] == WAITING and (rules.at_once[kind] or cases.since[case] < month)
            if waits and uniform(salts.patience[kind], key) < rules.giving_up[kind]:
                cases.state[case] = rules.after_patience[kind]
                persons.due[person] = DUE
                cases.since[case] = month
                if rules.residential[kind] and rules.after_patience[kind] == ELSEWHERE:
                    if persons.role[person] != INSTITUTION and cases.priority[case] >= ORDINARY:
                        cases.origin[case] = place
                    _enter_home(persons, households, counters, person, place, month, moves)
        if not ends_here or wished == NOBODY or wished_minutes + gain > chosen_minutes:
            continue
        if room.staff[room.group[wished]] < need:
            room.missed_milli[wished] += need
            room.sought[wished] -= 1


@helper
def _of_district(sites: npt.NDArray[np.int16], room: Room, home: np.uint64, salt: np.uint64) -> int:
    """Return the site of the district a home lies in; sites of one district share it by their size."""
    own, soonest = NOBODY, 1e300
    for site in sites:
        if site == NOBODY:
            break
        # The first of exponential waits whose rates are the sizes.
        wait = -math.log(uniform(salt, mix(home ^ room.key[site])) + 1e-300) / max(room.size[site], 1)
        if wait < soonest:
            own, soonest = site, wait
    return own


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
    """Let a person leave the household and live in a home, in a household of one.

    Who is placed outside the Kreis keeps the old place in the books.
    """
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
