"""The choice of a site: the one with the highest appeal among those near home that have room."""

from __future__ import annotations

import math

import numpy as np

from simsocial.core.columns import NOBODY, Households, Persons
from simsocial.core.compile import helper
from simsocial.core.random import mix, uniform
from simsocial.services.allocation_rules import Rules
from simsocial.services.capacity_use import FARTHEST
from simsocial.services.nearby import NearSites
from simsocial.services.queue import ACTS, EXCEPTED, OWN_ONLY, TAKEN_ON
from simsocial.services.room import Room, has_staff

__all__ = ["choose_site", "district_site"]


@helper
def district_site(
    persons: Persons,
    households: Households,
    near: NearSites,
    room: Room,
    rules: Rules,
    taste: np.uint64,
    kind: int,
    person: int,
) -> int:
    """Return the site of the district a person lives in; homes share several of one district by their size."""
    if not rules.district[kind]:
        return NOBODY
    sites = near.own[near.table[kind], persons.place[person]]
    if len(sites) == 1 or sites[1] == NOBODY:
        return int(sites[0])
    home = households.key[persons.household[person]]
    own, soonest = NOBODY, np.inf
    for site in sites:
        if site == NOBODY:
            break
        # The first of exponential waits whose rates are the sizes.
        wait = _wait(uniform(taste, mix(home ^ room.key[site]))) / max(room.size[site], 1)
        if wait < soonest:
            own, soonest = int(site), wait
    return own


@helper
def choose_site(
    near: NearSites,
    room: Room,
    rules: Rules,
    taste: np.uint64,
    kind: int,
    place: int,
    key: np.uint64,
    own: int,
    old: int,
    flags: int,
    is_heard: bool,
) -> tuple[int, int]:
    """Return the site with the highest appeal that has a place and staff, and the one a case would rather have.

    That one, for those who are heard, is the one liked best of all with a place that are clearly nearer. NOBODY stands
    for none.

    Appeal is a keyed Gumbel taste less minutes over the decay. The highest of such is the first in a race of
    exponential waits, each times the exponential of its minutes over the decay: one logarithm, and none for a site that
    cannot win, since a wait is never shorter than one less its draw.
    """
    sites, ways = near.sites[near.table[kind], place], near.minutes[near.table[kind], place]
    gain, acts, excepted = rules.gain[kind], flags & ACTS != 0, flags & EXCEPTED != 0
    taken_on = flags & TAKEN_ON != 0
    of_district, farthest = flags & OWN_ONLY != 0 and not excepted, np.uint16(len(rules.farness) - 1)
    reach, soonest = np.float64(FARTHEST), np.inf
    if old != NOBODY and not of_district:
        way = np.uint16(room.minutes[place, room.place[old]])
        reach = way - gain
        soonest = _wait(uniform(taste, mix(key ^ room.key[old]))) * rules.farness[min(way, farthest)]
    chosen, wished, chosen_minutes, wished_minutes, wish = NOBODY, NOBODY, FARTHEST, FARTHEST, soonest
    for column in range(len(sites)):
        if sites[column] == NOBODY or ways[column] > reach:
            break
        # Of numbers without a sign nobody asks whether they count from the end.
        site, minutes = np.uint16(sites[column]), np.uint16(ways[column])
        if (of_district and site != own) or (excepted and site == own):
            continue
        # Where the answer is now this and now that, asking costs more than the draw.
        takes = acts & (room.places[site] > 0) & (taken_on | has_staff(room, kind, site))
        hears = is_heard & (room.sought[site] > 0)
        draw, farness = uniform(taste, mix(key ^ room.key[site])), rules.farness[min(minutes, farthest)]
        least = (1.0 - draw) * farness
        if not ((takes & (least < soonest)) | (hears & (least < wish))):
            continue
        wait = _wait(draw) * farness
        if takes and wait < soonest:
            soonest, chosen, chosen_minutes = wait, int(sites[column]), int(ways[column])
        if hears and wait < wish:
            wish, wished, wished_minutes = wait, int(sites[column]), int(ways[column])
    return chosen, wished if wished_minutes + gain <= chosen_minutes else NOBODY


@helper
def _wait(draw: float) -> float:
    """Return the exponential wait of a uniform draw."""
    return -math.log(draw + 1e-300)
