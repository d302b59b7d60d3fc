"""Allocation: waiting cases get a place, in the order of a stated rule, near home first.

Within a kind, cases come in the order of the kind's priority rule; equals by one lasting keyed rank.
Each takes the open site with the highest appeal (travel minutes over ``allocation.choice_decay_minutes``,
plus a keyed taste for the site) that has a free place and staff. A case without a site waits; after the
kind's patience (months on average; 0: at once) it gives up or is bought elsewhere; of both, some ask again.
A claim is always bought elsewhere. Those whose site closed come before everybody else, also before other kinds
at the same sites. One person more displaces at most a short chain of those behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import monthly_chance
from simsocial.core.columns import (
    ELSEWHERE,
    GAVE_UP,
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
    room_for_orphans,
    settle_household,
)
from simsocial.core.random import gumbel, mix, salt_of, uniform, uniform_array
from simsocial.core.state import TOP, State
from simsocial.services.cases import ORDINARY

if TYPE_CHECKING:
    from simsocial.parameters import Parameters
    from simsocial.services.kind import ServiceKind
    from simsocial.services.nearby import Nearby

__all__ = ["allocate", "displaced"]

Integers = npt.NDArray[np.int64]


def allocate(
    state: State,
    kind: ServiceKind,
    code: int,
    nearby: Nearby,
    free_places: Integers,
    free_staff: Integers,
    site_place: npt.NDArray[np.int16],
    site_key: npt.NDArray[np.uint64],
    parameters: Parameters,
    seed: int,
    month: int,
    moves: MoveCounts,
    *,
    displaced_only: bool = False,
) -> None:
    """Serve waiting cases of one kind and let the others wait, leave or go elsewhere.

    Parameters
    ----------
    state : State
        Changed in place.
    kind, code : ServiceKind, int
        The kind and its code in the cases.
    nearby : Nearby
        Open sites near each place.
    free_places, free_staff : ndarray (sites,)
        Cases that may be added at each site; milli-FTE not yet bound. Changed in place.
    site_place, site_key : ndarray (sites,)
        Place of each site, and its identity for keyed tastes.
    parameters, seed, month
        Registry, seed of the replicate, absolute month.
    moves : MoveCounts
        Where those are counted who move into a home in another area.
    displaced_only : bool
        Serve only those whose site closed; who finds no place has another chance among all, and gives up then.
    """
    if displaced_only:
        rows = displaced(state)
        rows = rows[(state.cases.kind[rows] == code) & kind.priority.displaced_first]
    else:
        again = float(monthly_chance(parameters.value("allocation.ask_again_rate", month)))
        rows = _asking(state, code, again, seed, f"ask_again.{kind.id}", month)
    rows = rows[_order(state, kind, rows)]
    decay = parameters.value("allocation.choice_decay_minutes", month)
    need = round(1000 * kind.number(parameters, "staff.fte_per_case", month))
    patience = kind.number(parameters, "patience_months", month, default=np.inf)
    if kind.residential:
        # One for each, and one for each minor whom they leave behind.
        leaving = state.cases.person[rows]
        state.reserve(households=len(rows) + room_for_orphans(state, leaving))
    _serve(
        state.persons,
        state.households,
        state.cases,
        state.counters,
        rows,
        nearby.sites,
        nearby.minutes,
        free_places,
        free_staff,
        site_place,
        site_key,
        need,
        decay,
        0.0 if displaced_only else 1.0 / max(patience, 1.0),
        patience < 1.0,
        salt_of(seed, f"patience.{kind.id}", month),
        ELSEWHERE if kind.after_patience == "elsewhere" else GAVE_UP,
        kind.residential,
        salt_of(seed, f"allocation.{kind.site_kind}"),
        month,
        moves,
    )


def displaced(state: State) -> Integers:
    """Return the waiting cases whose site closed."""
    cases, top = state.cases, int(state.counters[2, TOP])
    waiting = (cases.state[:top] == WAITING) & (cases.person[:top] != NOBODY)
    rows: Integers = np.flatnonzero(waiting & (cases.priority[:top] < ORDINARY))
    return rows


def _asking(state: State, code: int, again: float, seed: int, stream: str, month: int) -> Integers:
    """Return the cases of a kind that ask for a place: all who wait, and some who gave up or are elsewhere."""
    cases, top = state.cases, int(state.counters[2, TOP])
    rows = np.flatnonzero((cases.kind[:top] == code) & (cases.state[:top] != SERVED))
    rows = rows[cases.person[rows] != NOBODY]
    asks = cases.state[rows] == WAITING
    others = rows[~asks]
    asks[~asks] = uniform_array(seed, stream, state.persons.key[cases.person[others]], month) < again
    asking: Integers = rows[asks]
    back = asking[cases.state[asking] == GAVE_UP]
    cases.state[back], cases.since[back] = WAITING, month
    return asking


def _order(state: State, kind: ServiceKind, rows: Integers) -> Integers:
    """Return the order: displaced first, then the rule, then the keyed rank; those elsewhere come last."""
    cases, persons = state.cases, state.persons
    person = cases.person[rows]
    rule = kind.priority.rule
    if rule == "longest_waiting":
        urgency = cases.since[rows].astype(np.int64)
    elif rule == "highest_grade":
        urgency = -persons.care_grade[person].astype(np.int64)
    else:
        urgency = persons.cohort[person].astype(np.int64) >> 1
        urgency = urgency if rule == "oldest" else -urgency
    rank = cases.priority[rows]
    first = rank < ORDINARY if kind.priority.displaced_first else np.zeros(len(rows), dtype=bool)
    placed = cases.state[rows] == ELSEWHERE
    return np.lexsort((persons.key[person], rank & np.uint32(ORDINARY - 1), urgency, ~first, placed))


@in_place
def _serve(
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: Integers,
    rows: Integers,
    near_sites: npt.NDArray[np.int16],
    near_minutes: npt.NDArray[np.int16],
    free_places: Integers,
    free_staff: Integers,
    site_place: npt.NDArray[np.int16],
    site_key: npt.NDArray[np.uint64],
    need: int,
    decay: float,
    giving_up: float,
    at_once: bool,
    patience_salt: np.uint64,
    after_patience: int,
    residential: bool,
    salt: np.uint64,
    month: int,
    moves: MoveCounts,
) -> None:
    """Go through the ordered cases once."""
    for case in rows:
        person = cases.person[case]
        place = persons.place[person]
        best, chosen = -1e300, NOBODY
        for position in range(near_sites.shape[1]):
            site = near_sites[place, position]
            if site == NOBODY:
                break
            if free_places[site] <= 0 or free_staff[site] < need:
                continue
            taste = gumbel(uniform(salt, mix(persons.key[person] ^ site_key[site])))
            appeal = taste - near_minutes[place, position] / decay
            if appeal > best:
                best, chosen = appeal, site
        if chosen == NOBODY:
            # Without memory, so that a waiting list that began at once does not end at once.
            waits = cases.state[case] == WAITING and (at_once or cases.since[case] < month)
            if waits and uniform(patience_salt, persons.key[person]) < giving_up:
                cases.state[case] = after_patience
                cases.since[case] = month
                if residential and after_patience == ELSEWHERE:
                    _enter_home(persons, households, counters, person, place, month, moves)
            continue
        free_places[chosen] -= 1
        free_staff[chosen] -= need
        cases.state[case] = SERVED
        cases.site[case] = chosen
        cases.since[case] = month
        cases.priority[case] |= np.uint32(ORDINARY)
        if residential:
            _enter_home(persons, households, counters, person, site_place[chosen], month, moves)


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
    home = found_household(households, counters, key, place, INSTITUTION_HOUSEHOLD)
    join_household(persons, households, person, home)
    persons.role[person] = INSTITUTION
    if households.first_member[old] != NOBODY and old != home:
        settle_household(persons, households, counters, old, month)
