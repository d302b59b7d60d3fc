"""Moves within the region: somebody founds a household of their own, or a household changes the place.

Adults who share the home without being family stay behind.

Where they go is chosen as :mod:`simsocial.processes.destination` says, one after the other in the order of
their keys, so that the last dwellings go to the same people in every option. Without a free dwelling nobody
moves.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ADULT, CHILD, DUE, NOBODY, PRIVATE, Households, Persons
from simsocial.core.company import EVERYBODY, NO_ONE, OWN_MINORS, company_of, goes_along
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch_ahead
from simsocial.core.move_counts import MoveCounts, count_move
from simsocial.core.population import found_household, move_household, move_person, part
from simsocial.core.random import Stream, mix, uniform
from simsocial.processes.base import Engine, Floats, Rows
from simsocial.processes.destination import ANYWHERE, OTHER_AREA, OTHER_PLACE, choose_place

__all__ = ["Moving"]

Integers = npt.NDArray[np.int64]


class Moves(NamedTuple):
    """What every move reads and writes besides people and households.

    Attributes
    ----------
    area_weight, place_weight, area_start, area_places : ndarray
        Tables of :class:`simsocial.processes.destination.Destinations`.
    flows : ndarray (bands, areas, areas)
        Share of another area among those who leave their own, by age band.
    free : ndarray (places,)
        Free dwellings.
    counts : MoveCounts
        Where those who come to another area are counted.
    """

    area_weight: Floats
    place_weight: Floats
    area_start: Integers
    area_places: Integers
    flows: Floats
    free: Integers
    counts: MoveCounts


class Moving:
    """How people of one process move; its draws are named after it.

    Parameters
    ----------
    model : Engine
        The model.
    name : str
        Name of the process.
    """

    def __init__(self, model: Engine, name: str) -> None:
        self._model = model
        self._children, self._place = (
            Stream.of(model.seed, f"{name}.{decision}") for decision in ("children", "place")
        )
        self._with_mother = model.plan.number("partnership.children_stay_with_mother_share")

    def _moves(self, flows: Floats | None = None) -> Moves:
        model = self._model
        counts = model.counts.moves(model.place_area, model.cell)
        none = np.zeros((0, len(model.region.areas), len(model.region.areas)))
        flows = none if flows is None else flows
        return Moves(*model.housing.choice_tables, flows=flows, free=model.housing.free, counts=counts)

    def out(self, month: int, rows: Rows, event: str) -> None:
        """Let these people found households of their own; of a couple, which parts thereby, one of the two.

        Who was without a partner takes the minors along whom she bore.

        Parameters
        ----------
        month : int
            Absolute month.
        rows : ndarray of int32
            Rows of the people; of a couple, that of the woman.
        event : str
            Flow in which everybody concerned is counted.
        """
        model = self._model
        model.state.reserve(households=len(rows))
        state = model.state
        _move_out(
            state.persons,
            state.households,
            state.counters,
            rows[np.argsort(state.persons.key[rows])],
            month,
            self._with_mother.at(month),
            self._children.salt(month),
            self._place.salt(month),
            self._moves(),
            model.counts.event(event),
        )

    def house(
        self,
        month: int,
        rows: Rows,
        *,
        target: int = NOBODY,
        reach: npt.NDArray[np.uint8] | None = None,
        flows: Floats | None = None,
    ) -> None:
        """Move the households of these people to a place of their choice or to a given one.

        Parameters
        ----------
        month : int
            Absolute month.
        rows : ndarray of int32
            Rows of those who choose: adults.
        target : int
            Code of the place all move to; -1 lets each choose.
        reach : ndarray, optional
            Which places come into question for each (:mod:`simsocial.processes.destination`); all but the old one
            if not given.
        flows : ndarray (bands, areas, areas), optional
            For those who leave their area: share of the others by age band.
        """
        model = self._model
        model.state.reserve(households=len(rows))
        state = model.state
        order = np.argsort(state.persons.key[rows])
        places = np.full(len(rows), OTHER_PLACE, dtype=np.uint8) if reach is None else reach
        _move_house(
            state.persons,
            state.households,
            state.counters,
            rows[order],
            places[order],
            target,
            month,
            self._place.salt(month),
            self._moves(flows),
        )


@helper
def _choose(persons: Persons, row: int, salt: np.uint64, moves: Moves, reach: int) -> int:
    """Return the place a person chooses, or -1 if none has a free dwelling."""
    place: int = choose_place(
        persons.key[row],
        salt,
        moves.counts.place_area[persons.place[row]],
        moves.flows[reach - OTHER_AREA] if reach >= OTHER_AREA else moves.area_weight,
        moves.place_weight,
        moves.area_start,
        moves.area_places,
        moves.free,
        persons.place[row],
        reach,
    )
    return place


@helper
def _leaver(persons: Persons, households: Households, row: int, mother_share: float, salt: np.uint64) -> int:
    """Return who moves out: somebody without a partner; of a couple, mostly not who keeps the children."""
    partner: int = persons.partner[row]
    if partner == NOBODY:
        return row
    has_children = False
    member = households.first_member[persons.household[row]]
    while member != NOBODY:
        has_children = has_children or persons.role[member] == CHILD
        member = persons.next_member[member]
    share = mother_share if has_children else 0.5
    return partner if uniform(salt, persons.key[row]) < share else row


@helper
def _found_home(
    persons: Persons,
    households: Households,
    counters: Integers,
    row: int,
    company: int,
    place: int,
    month: int,
    moves: Moves,
) -> None:
    """Let a person found a household in a place with those who go along."""
    moves.free[place] -= 1
    key, partner, old = persons.key[row], persons.partner[row], persons.household[row]
    member = households.first_member[old]
    household = found_household(households, counters, mix(key ^ mix(np.uint64(month))), place, PRIVATE, old)
    while member != NOBODY:
        following = persons.next_member[member]
        if goes_along(persons, households, member, company, key, partner, month):
            count_move(persons, member, place, moves.counts)
            move_person(persons, households, counters, member, household)
        member = following


@in_place
def _move_out(
    persons: Persons,
    households: Households,
    counters: Integers,
    rows: Rows,
    month: int,
    mother_share: float,
    salt_children: np.uint64,
    salt_place: np.uint64,
    moves: Moves,
    event: Integers,
) -> None:
    """Move one of each couple, or a person with the own children, into a household of their own."""
    for number, row in enumerate(rows):
        fetch_ahead(persons, households, rows, number)
        leaver = _leaver(persons, households, row, mother_share, salt_children)
        place = _choose(persons, leaver, salt_place, moves, ANYWHERE)
        if place < 0:
            continue
        area = moves.counts.place_area[persons.place[leaver]]
        partner = persons.partner[leaver]
        event[area, moves.counts.cell[persons.cohort[leaver]]] += 1
        if partner != NOBODY:
            event[area, moves.counts.cell[persons.cohort[partner]]] += 1
        # Where a couple's children stay is drawn already.
        company = OWN_MINORS if partner == NOBODY else NO_ONE
        part(persons, leaver)
        _found_home(persons, households, counters, leaver, company, place, month, moves)
        persons.role[leaver] = ADULT
        persons.due[leaver] = DUE


@in_place
def _move_house(
    persons: Persons,
    households: Households,
    counters: Integers,
    rows: Rows,
    reach: npt.NDArray[np.uint8],
    target: int,
    month: int,
    salt: np.uint64,
    moves: Moves,
) -> None:
    """Move each person's household, without the adults who only share the home."""
    for i, row in enumerate(rows):
        fetch_ahead(persons, households, rows, i)
        household = persons.household[row]
        old = households.place[household]
        place = _choose(persons, row, salt, moves, reach[i]) if target < 0 else target
        if place < 0 or place == old:
            continue
        company = company_of(persons, households, row)
        if company != EVERYBODY:
            _found_home(persons, households, counters, row, company, place, month, moves)
            continue
        moves.free[place] -= 1
        moves.free[old] += 1
        member = households.first_member[household]
        while member != NOBODY:
            count_move(persons, member, place, moves.counts)
            member = persons.next_member[member]
        move_household(persons, households, household, place)
