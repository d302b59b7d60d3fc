"""Allocation: who waits gets a place, who travels far a nearer one, in the order of a stated rule, near home first.

Within a kind, cases come in the order of the kind's priority rule; equals by one lasting keyed rank. Each takes the
open site with the highest appeal (travel minutes over ``allocation.choice_decay_minutes``, plus a keyed taste for the
site) that has a free place and staff. A kind with districts (``site_choice.assignment: district``) has each place in
a district (:mod:`simsocial.services.districts`); several sites of one share it by their size. Children of the district
come first; a lasting share of exceptions, and whom a full site turned away, then choose among the others.

Who is served asks for another site where one is nearer by ``transfer_gain_minutes``, liked better, and free: after
``transfer_months`` on average (0: in the same month). So children whose family moved register anew, and care follows
the home. Whom a move took beyond the reach of the site asks at once; who finds none that has room keeps the old one.
Transfers come before the line: who waits gets the place that is left behind.

A case without a site waits; after the kind's patience (months on average; 0: at once) it gives up or is bought
elsewhere; of both, some ask again. A claim is always bought elsewhere. Those whose site closed come before everybody
else, also before other kinds at the same sites. One person more displaces at most a short chain of those behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import monthly_chance
from simsocial.core.columns import ELSEWHERE, GAVE_UP, NOBODY, SERVED, WAITING
from simsocial.core.population import MoveCounts, room_for_orphans
from simsocial.core.random import salt_of, uniform_array
from simsocial.core.state import TOP, State
from simsocial.services.capacity_use import FARTHEST, Seekers, find_seekers
from simsocial.services.cases import ORDINARY
from simsocial.services.districts import attends_elsewhere
from simsocial.services.nearby import Nearby
from simsocial.services.placement import Room, Rules, place_cases

if TYPE_CHECKING:
    from simsocial.parameters import Parameters
    from simsocial.services.kind import ServiceKind

__all__ = ["Line", "allocate", "displaced", "line_of", "rules_of", "seekers_of", "transfer"]

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Line(NamedTuple):
    """What the allocation of one kind in a month needs to know.

    Attributes
    ----------
    state : State
        Changed in place.
    kind, code : ServiceKind, int
        The kind and its code in the cases.
    nearby : Nearby
        Open sites near each place.
    room : Room
        What sites can take. Changed in place.
    parameters, seed, month
        Registry, seed of the replicate, absolute month.
    moves : MoveCounts
        Where those are counted who move into a home in another area.
    rules : Rules
        What the kind's numbers say this month; see :func:`line_of`.
    """

    state: State
    kind: ServiceKind
    code: int
    nearby: Nearby
    room: Room
    parameters: Parameters
    seed: int
    month: int
    moves: MoveCounts
    rules: Rules


def line_of(
    state: State,
    kind: ServiceKind,
    code: int,
    nearby: Nearby,
    room: Room,
    rules: Rules,
    parameters: Parameters,
    seed: int,
    month: int,
    moves: MoveCounts,
) -> Line:
    """Return a kind's line with the rules of the month, which hold for all its turns."""
    salt = salt_of(seed, f"patience.{kind.id}", month)
    of_month = rules._replace(patience_salt=salt, month=month)
    return Line(state, kind, code, nearby, room, parameters, seed, month, moves, of_month)


def seekers_of(state: State, lines: Sequence[Line], room: Room) -> Seekers:
    """Return the cases of some kinds that may come to a site: those not served, and served ones far from a nearer site.

    Nobody leaves a home for a nearer one: residents live where they are served. Where a table states the district,
    all served ones are found: :func:`transfer` sees who attends the school of another one.
    """
    kinds = 1 + max((line.code for line in lines), default=-1)
    asks_from = np.full((kinds, len(room.minutes)), FARTHEST, dtype=np.int16)
    for line in lines:
        if line.kind.residential:
            continue
        nearby = line.nearby
        far = np.floor(np.minimum(nearby.minutes[:, 0] + line.rules.gain, FARTHEST))
        far[nearby.stated & line.rules.district] = 0
        asks_from[line.code, : len(far)] = np.where(nearby.sites[:, 0] != NOBODY, far, FARTHEST)
    return find_seekers(state, asks_from, room.place, room.minutes)


def allocate(line: Line, seekers: Seekers | None) -> None:
    """Serve waiting cases of one kind and let the others wait, leave or go elsewhere.

    Parameters
    ----------
    line : Line
        The kind, its cases and sites.
    seekers : Seekers or None
        Those who may come to a site. None: serve only those whose site closed; who finds no place has another
        chance among all, and gives up then.
    """
    state, kind = line.state, line.kind
    if seekers is None:
        rows = displaced(state)
        rows = rows[(state.cases.kind[rows] == line.code) & kind.priority.displaced_first]
        acts = np.ones(len(rows), dtype=np.bool_)
    else:
        rows, acts = _asking(line, seekers.of(line.code, served=False))
    order = _order(state, kind, rows)
    rows, acts = rows[order], acts[order]
    if kind.residential:
        # One for each, and one for each minor whom they leave behind.
        leaving = state.cases.person[rows]
        state.reserve(households=len(rows) + room_for_orphans(state, leaving))
    rules = line.rules
    waits = rules._replace(giving_up=0.0, at_once=False)
    excepted = _excepted(line, rows)
    if rules.district:
        first = acts & ~excepted
        _serve(line, waits, rows[first], acts[first], excepted[first], own_only=True, seeks_staff=False)
        left = state.cases.state[rows] != SERVED
        rows, acts, excepted = rows[left], acts[left], excepted[left]
    if seekers is None:
        _serve(line, waits, rows, acts, excepted, own_only=False, seeks_staff=False)
    else:
        _serve(line, rules, rows, acts, excepted, own_only=False, seeks_staff=True)


def transfer(line: Line, seekers: Seekers) -> None:
    """Let cases of one kind change to a nearer site that they like better, or to that of their district."""
    state, kind, room, nearby = line.state, line.kind, line.room, line.nearby
    cases, rules = state.cases, line.rules
    rows = seekers.of(line.code, served=True)
    home = state.persons.place[cases.person[rows]]
    way = room.minutes[home, room.place[cases.site[rows]]]
    beyond = way > rules.maximum
    asks = way - nearby.minutes[home, 0] >= rules.gain
    if rules.district:
        strangers = ~(nearby.own[home] == cases.site[rows][:, None]).any(axis=1)
        asks = np.where(nearby.stated[home], strangers, asks)
    rows, beyond = rows[asks], beyond[asks]
    key = state.persons.key[cases.person[rows]]
    moving = beyond | (uniform_array(line.seed, f"transfer.{kind.id}", key, line.month) < rules.transferring)
    rows, key = rows[moving], key[moving]
    rows = rows[np.lexsort((key, cases.priority[rows]))]
    acts = np.ones(len(rows), dtype=np.bool_)
    # Who is served binds staff already: a site that hired for them, too, would want it twice.
    _serve(line, rules, rows, acts, _excepted(line, rows), own_only=rules.district, seeks_staff=False)


def _number(kind: ServiceKind, parameters: Parameters, name: str, month: int) -> float:
    """Return a number of the choice of a site: the kind's own, or what holds for all kinds."""
    if kind.has(f"site_choice.{name}"):
        return kind.number(parameters, f"site_choice.{name}", month)
    return parameters.value(f"allocation.{name}", month)


def rules_of(kind: ServiceKind, parameters: Parameters, seed: int, month: int) -> Rules:
    """Return what holds for a kind as long as no value changes; month and dice are those of `month`."""
    patience = kind.number(parameters, "patience_months", month, default=np.inf)
    return Rules(
        round(1000 * kind.number(parameters, "staff.fte_per_case", month)),
        parameters.value("allocation.choice_decay_minutes", month),
        _number(kind, parameters, "transfer_gain_minutes", month),
        kind.site_choice.assignment == "district",
        1.0 / max(patience, 1.0),
        patience < 1.0,
        1.0 / max(_number(kind, parameters, "transfer_months", month), 1.0),
        float(monthly_chance(parameters.value("allocation.ask_again_rate", month))),
        kind.number(parameters, "distance.maximum_minutes", month, default=np.inf),
        ELSEWHERE if kind.after_patience == "elsewhere" else GAVE_UP,
        kind.residential,
        salt_of(seed, f"patience.{kind.id}", month),
        salt_of(seed, f"allocation.{kind.site_kind}"),
        month,
    )


def _excepted(line: Line, rows: Integers) -> Flags:
    """Return who goes to another site than that of the district."""
    keys = line.state.persons.key[line.state.cases.person[rows]]
    return attends_elsewhere(line.kind, line.parameters, line.seed, keys, line.month)


def displaced(state: State) -> Integers:
    """Return the waiting cases whose site closed."""
    cases, top = state.cases, int(state.counters[2, TOP])
    waiting = (cases.state[:top] == WAITING) & (cases.person[:top] != NOBODY)
    rows: Integers = np.flatnonzero(waiting & (cases.priority[:top] < ORDINARY))
    return rows


def _asking(line: Line, rows: Integers) -> tuple[Integers, Flags]:
    """Return which cases of those not served want a place here, and which of them ask for one this month.

    All who wait ask, and some who gave up or are served elsewhere; the others elsewhere would come back.
    """
    state, month = line.state, line.month
    cases = state.cases
    asks = cases.state[rows] == WAITING
    others = rows[~asks]
    keys = state.persons.key[cases.person[others]]
    asks[~asks] = uniform_array(line.seed, f"ask_again.{line.kind.id}", keys, month) < line.rules.asking_again
    back = rows[asks & (cases.state[rows] == GAVE_UP)]
    cases.state[back], cases.since[back] = WAITING, month
    wants = asks | (cases.state[rows] == ELSEWHERE)
    return rows[wants], asks[wants]


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


def _serve(
    line: Line,
    rules: Rules,
    rows: Integers,
    acts: Flags,
    excepted: Flags,
    *,
    own_only: bool,
    seeks_staff: bool,
) -> None:
    """Go through the ordered cases once."""
    state = line.state
    place_cases(
        state.persons,
        state.households,
        state.cases,
        state.counters,
        line.nearby,
        line.room,
        rules,
        rows,
        acts,
        excepted,
        own_only,
        seeks_staff,
        line.moves,
    )
