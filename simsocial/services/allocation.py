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

from simsocial.core.move_counts import MoveCounts
from simsocial.core.population import room_for_orphans
from simsocial.core.random import Streams
from simsocial.core.state import State
from simsocial.services.allocation_rules import Rules
from simsocial.services.catalogue import Catalogue
from simsocial.services.nearby import NearSites
from simsocial.services.placement import Salts, place_cases
from simsocial.services.queue import DISPLACED, Queue
from simsocial.services.room import Room

__all__ = ["Allocation", "Lines"]


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
        self._patience = Streams(seed, [f"patience.{kind.id}" for kind in catalogue])
        self._taste = Streams(seed, [f"allocation.{kind.site_kind}" for kind in catalogue]).salts()

    def serve_displaced(self, lines: Lines, queue: Queue) -> bool:
        """Serve those whose site closed, if there are any; who finds no place has another chance among all."""
        displaced = queue.having(DISPLACED)
        if not len(displaced.rows):
            return False
        self._place(lines, displaced, last_turn=False)
        return True

    def serve(self, lines: Lines, queue: Queue) -> None:
        """Serve those who ask, and let those who find no place wait, leave or go elsewhere.

        Parameters
        ----------
        lines : Lines
            Cases, sites and rules.
        queue : Queue
            Who asks, in order.
        """
        self._place(lines, queue, last_turn=True)

    def _place(self, lines: Lines, queue: Queue, *, last_turn: bool) -> None:
        """Go through a queue."""
        state, rules = lines.state, lines.rules
        leaving = queue.person[rules.residential[queue.kind]]
        # One household for each who moves into a home, and one for each minor whom they leave behind.
        state.reserve(households=len(leaving) + room_for_orphans(state, leaving))
        place_cases(
            state.persons,
            state.households,
            state.cases,
            state.counters,
            lines.near,
            lines.room,
            rules,
            Salts(self._patience.salts(lines.month), self._taste),
            queue,
            lines.month,
            last_turn,
            lines.moves,
        )
