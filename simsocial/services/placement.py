"""Placement: one case after the other takes the best site near home that has a free place and staff.

The order, and who asks at all, is decided before; see :mod:`simsocial.services.allocation`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import (
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
from simsocial.services.cases import ORDINARY
from simsocial.services.nearby import Nearby

__all__ = ["Room", "Rules", "place_cases"]

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_FARTHEST = 32767


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


class Rules(NamedTuple):
    """What holds for a kind in a month: see :mod:`simsocial.services.allocation`.

    `giving_up`, `transferring` and `asking_again` are chances a month, `need` milli-FTE, the others minutes one way.
    """

    need: int
    decay: float
    gain: float
    district: bool
    giving_up: float
    at_once: bool
    transferring: float
    asking_again: float
    maximum: float
    after_patience: int
    residential: bool
    patience_salt: np.uint64
    taste_salt: np.uint64
    month: int


@in_place
def place_cases(  # noqa: C901 - one kernel: choice, place, staff and patience of one case after the other
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: Integers,
    nearby: Nearby,
    room: Room,
    rules: Rules,
    rows: Integers,
    acts: Flags,
    excepted: Flags,
    own_only: bool,
    seeks_staff: bool,
    moves: MoveCounts,
) -> None:
    """Go through the ordered cases once: those who act take the best site that has a place and staff.

    With `own_only`, who is no exception looks at the site of the district alone.
    """
    near_sites, near_minutes = nearby.sites, nearby.minutes
    for row in range(len(rows)):
        case = rows[row]
        person = cases.person[case]
        place, key = persons.place[person], persons.key[person]
        old, reach, liked = cases.site[case], _FARTHEST, -1e300
        served = cases.state[case] == SERVED
        own = NOBODY
        if rules.district:
            own = _of_district(
                nearby, room, place, households.key[persons.household[person]], rules.taste_salt
            )
        of_district = own_only and not excepted[row]
        if served:
            way = room.minutes[place, room.place[old]]
            if not of_district:
                reach = way - rules.gain
                taste = gumbel(uniform(rules.taste_salt, mix(key ^ room.key[old])))
                liked = taste - way / rules.decay
        best, wish = liked, liked
        chosen, wished, chosen_minutes, wished_minutes = NOBODY, NOBODY, _FARTHEST, _FARTHEST
        for position in range(near_sites.shape[1]):
            site, minutes = near_sites[place, position], near_minutes[place, position]
            if site == NOBODY or minutes > reach:
                break
            if (of_district and site != own) or (excepted[row] and site == own):
                continue
            takes = acts[row] and room.places[site] > 0 and room.staff[room.group[site]] >= rules.need
            if not takes and room.sought[site] <= 0:
                continue
            taste = gumbel(uniform(rules.taste_salt, mix(key ^ room.key[site])))
            appeal = taste - minutes / rules.decay
            if takes and appeal > best:
                best, chosen, chosen_minutes = appeal, site, minutes
            if room.sought[site] > 0 and appeal > wish:
                wish, wished, wished_minutes = appeal, site, minutes
        if chosen != NOBODY:
            room.places[chosen] -= 1
            room.sought[chosen] = max(room.sought[chosen] - 1, 0)
            room.staff[room.group[chosen]] -= rules.need
            cases.site[case] = chosen
            if served:
                room.places[old] += 1
                room.sought[old] += 1
                room.staff[room.group[old]] += rules.need
            else:
                # Who lost a home, or comes back from one elsewhere, still comes from where they lived before it.
                at_home = persons.role[person] != INSTITUTION and cases.priority[case] >= ORDINARY
                came_from = place if at_home else NOBODY
                cases.state[case] = SERVED
                cases.since[case] = rules.month
                cases.priority[case] |= np.uint32(ORDINARY)
                if rules.residential:
                    if came_from != NOBODY:
                        cases.origin[case] = came_from
                    _enter_home(persons, households, counters, person, room.place[chosen], rules.month, moves)
        elif acts[row] and not served:
            # Without memory, so that a waiting list that began at once does not end at once.
            waits = cases.state[case] == WAITING and (rules.at_once or cases.since[case] < rules.month)
            if waits and uniform(rules.patience_salt, key) < rules.giving_up:
                cases.state[case] = rules.after_patience
                cases.since[case] = rules.month
                if rules.residential and rules.after_patience == ELSEWHERE:
                    if persons.role[person] != INSTITUTION and cases.priority[case] >= ORDINARY:
                        cases.origin[case] = place
                    _enter_home(persons, households, counters, person, place, rules.month, moves)
        if not seeks_staff or wished == NOBODY or wished_minutes + rules.gain > chosen_minutes:
            continue
        if room.staff[room.group[wished]] < rules.need:
            room.missed_milli[wished] += rules.need
            room.sought[wished] -= 1


@helper
def _of_district(nearby: Nearby, room: Room, place: int, home: np.uint64, salt: np.uint64) -> int:
    """Return the site of the district a home lies in; sites of one district share it by their size."""
    own, soonest = NOBODY, 1e300
    for position in range(nearby.own.shape[1]):
        site = nearby.own[place, position]
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
