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

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import DUE, ELSEWHERE, GAVE_UP, NOBODY, WAITING
from simsocial.core.population import MoveCounts, room_for_orphans
from simsocial.core.random import Streams, draws_under
from simsocial.core.state import TOP, State
from simsocial.services.allocation_rules import Rules
from simsocial.services.capacity_use import FARTHEST
from simsocial.services.cases import ORDINARY
from simsocial.services.catalogue import Catalogue
from simsocial.services.districts import exception_stream
from simsocial.services.nearby import NearSites
from simsocial.services.placement import Queue, Room, Salts, place_cases

__all__ = ["Allocation", "Lines", "asks_from", "displaced"]

Integers = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


class Lines(NamedTuple):
    """What the allocation of a month needs beside its draws.

    Attributes
    ----------
    state : State
        Changed in place.
    near : NearSites
        Open sites near each place.
    room : Room
        What sites can take. Changed in place.
    rules : Rules
        What holds for each kind.
    moves : MoveCounts
        Where those are counted who move into a home in another area.
    month : int
        Absolute month.
    """

    state: State
    near: NearSites
    room: Room
    rules: Rules
    moves: MoveCounts
    month: int


def asks_from(near: NearSites, rules: Rules) -> npt.NDArray[np.int16]:
    """Return the minutes (kinds, places) to the present site from which on a served case may ask for another one.

    Nobody leaves a home for a nearer one: residents live where they are served. Where a table states the district,
    everybody is looked at: :meth:`Allocation.transfer` sees who attends the school of another one.
    """
    nearest = near.minutes[near.table, :, 0]
    far = np.floor(np.minimum(nearest + rules.gain[:, np.newaxis], FARTHEST))
    far[near.stated[near.table] & rules.district[:, np.newaxis]] = 0
    never = (near.sites[near.table, :, 0] == NOBODY) | rules.residential[:, np.newaxis]
    return np.where(never, FARTHEST, far).astype(np.int16)


def displaced(state: State) -> Rows:
    """Return the waiting cases whose site closed."""
    cases, top = state.cases, int(state.counters[2, TOP])
    waiting = (cases.state[:top] == WAITING) & (cases.person[:top] != NOBODY)
    return np.flatnonzero(waiting & (cases.priority[:top] < ORDINARY)).astype(np.int32)


class Allocation:
    """Gives places to the cases of all kinds, each month anew.

    Parameters
    ----------
    catalogue : Catalogue
        The kinds.
    seed : int
        Seed of the replicate.
    """

    def __init__(self, catalogue: Catalogue, seed: int) -> None:
        ids = [kind.id for kind in catalogue]
        self._transfer, self._ask_again, self._patience = (
            Streams(seed, [f"{name}.{kind}" for kind in ids])
            for name in ("transfer", "ask_again", "patience")
        )
        self._exception = Streams(seed, [exception_stream(kind) for kind in catalogue]).salts()
        self._taste = Streams(seed, [f"allocation.{kind.site_kind}" for kind in catalogue]).salts()

    def serve_displaced(self, lines: Lines, rows: Rows) -> None:
        """Serve those whose site closed; who finds no place has another chance among all, and gives up then."""
        rows = rows[lines.rules.displaced_first[lines.state.cases.kind[rows]]]
        self._serve_line(lines, rows, np.ones(len(rows), dtype=np.bool_), last_turn=False)

    def serve(self, lines: Lines, unserved: Rows) -> None:
        """Serve waiting cases and let the others wait, leave or go elsewhere.

        Parameters
        ----------
        lines : Lines
            Cases, sites and rules.
        unserved : ndarray
            Rows of the cases that nobody serves.
        """
        rows, acts = self._asking(lines, unserved)
        self._serve_line(lines, rows, acts, last_turn=True)

    def transfer(self, lines: Lines, far: Rows) -> None:
        """Let served cases change to a nearer site that they like better, or to that of their district.

        Parameters
        ----------
        lines : Lines
            Cases, sites and rules.
        far : ndarray
            Rows of the cases that may ask for another site, see :func:`asks_from`.
        """
        if not len(far):
            return
        state, near, rules, room = lines.state, lines.near, lines.rules, lines.room
        cases, kind = state.cases, state.cases.kind[far]
        table, home = near.table[kind], state.persons.place[cases.person[far]]
        way = room.minutes[home, room.place[cases.site[far]]]
        strangers = ~(near.own[table, home] == cases.site[far][:, np.newaxis]).any(axis=1)
        by_table = rules.district[kind] & near.stated[table, home]
        asks = np.where(by_table, strangers, way - near.minutes[table, home, 0] >= rules.gain[kind])
        rows, kind, beyond = far[asks], kind[asks], way[asks] > rules.maximum[kind[asks]]
        key = state.persons.key[cases.person[rows]]
        draw = draws_under(self._transfer.salts(lines.month)[kind], key)
        moving = beyond | (draw < rules.transferring[kind])
        rows, kind, key = rows[moving], kind[moving], key[moving]
        order = np.lexsort((key, cases.priority[rows], kind))
        rows, kind, key = rows[order], kind[order], key[order]
        queue = Queue(
            rows, np.ones(len(rows), dtype=np.bool_), self._excepted(rules, kind, key), rules.district[kind]
        )
        # Who is served binds staff already: a site that hired for them, too, would want it twice.
        self._place(lines, queue, transfers=True, last_turn=False)

    def _serve_line(self, lines: Lines, rows: Rows, acts: Flags, *, last_turn: bool) -> None:
        """Go through the cases of one line after the other: those of a district first, at its own site."""
        state, rules = lines.state, lines.rules
        kind, person = state.cases.kind[rows], state.cases.person[rows]
        leaving = person[rules.residential[kind]]
        # One household for each who moves into a home, and one for each minor whom they leave behind.
        state.reserve(households=len(leaving) + room_for_orphans(state, leaving))
        excepted = self._excepted(rules, kind, state.persons.key[person])
        first = np.flatnonzero(rules.district[kind] & acts & ~excepted)
        every = np.concatenate([first, np.arange(len(rows))])
        own_only = np.arange(len(every)) < len(first)
        order = _order(state, rules, rows[every], ~own_only)
        every, own_only = every[order], own_only[order]
        queue = Queue(rows[every], acts[every], excepted[every], own_only)
        self._place(lines, queue, transfers=False, last_turn=last_turn)

    def _place(self, lines: Lines, queue: Queue, *, transfers: bool, last_turn: bool) -> None:
        """Go through the ordered cases once."""
        state = lines.state
        salts = Salts(self._patience.salts(lines.month), self._taste)
        place_cases(
            state.persons,
            state.households,
            state.cases,
            state.counters,
            lines.near,
            lines.room,
            lines.rules,
            salts,
            queue,
            lines.month,
            transfers,
            last_turn,
            lines.moves,
        )

    def _excepted(self, rules: Rules, kind: npt.NDArray[np.uint8], key: npt.NDArray[np.uint64]) -> Flags:
        """Return who goes to another site than that of the district, by a lasting draw."""
        excepted: Flags = draws_under(self._exception[kind], key) < rules.excepted[kind]
        return excepted

    def _asking(self, lines: Lines, rows: Rows) -> tuple[Rows, Flags]:
        """Return which cases of those not served want a place here, and which of them ask for one this month.

        All who wait ask, and some who gave up or are served elsewhere; the others elsewhere would come back.
        """
        cases, month = lines.state.cases, lines.month
        asks = cases.state[rows] == WAITING
        others = rows[~asks]
        kind, key = cases.kind[others], lines.state.persons.key[cases.person[others]]
        draw = draws_under(self._ask_again.salts(month)[kind], key)
        asks[~asks] = draw < lines.rules.asking_again[kind]
        back = rows[asks & (cases.state[rows] == GAVE_UP)]
        cases.state[back], cases.since[back] = WAITING, month
        lines.state.persons.due[cases.person[back]] = DUE
        wants = asks | (cases.state[rows] == ELSEWHERE)
        return rows[wants], asks[wants]


def _order(state: State, rules: Rules, rows: Rows, turn: Flags) -> Integers:
    """Return the order: by kind and turn; displaced first, then the rule, then the keyed rank; elsewhere last."""
    cases, persons = state.cases, state.persons
    person, kind, rank = cases.person[rows], cases.kind[rows], cases.priority[rows]
    birth = persons.cohort[person].astype(np.int64) >> 1
    grade = persons.care_grade[person].astype(np.int64)
    # In the order of the rules' codes.
    urgency = np.choose(rules.urgency[kind], [cases.since[rows].astype(np.int64), -grade, birth, -birth])
    first = (rank < ORDINARY) & rules.displaced_first[kind]
    placed = cases.state[rows] == ELSEWHERE
    return np.lexsort(
        (persons.key[person], rank & np.uint32(ORDINARY - 1), urgency, ~first, placed, turn, kind)
    )
