"""Which child of old parents lives nearest, where nobody knows: matched by place, age and sex.

Each household of parents looks for itself: in its own place (``kin.same_place_share``) or in the Kreis, among the women
(``kin.daughter_share``) or men who are 20 to 38 years younger than the older parent, it takes the first on a ring of
lasting draws. Somebody may be taken twice, as a child and a child-in-law, so that nobody's choice moves another's: one
more person can only become the child of the few who find that one first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH, N_COHORTS
from simsocial.core.columns import ADULT, NOBODY, PRIVATE
from simsocial.core.random import Stream
from simsocial.core.state import TOP, State
from simsocial.region import Region

__all__ = ["TURNS", "ChildStreams", "nearest_children"]

Rows = npt.NDArray[np.int32]
Integers = npt.NDArray[np.int64]

_GAP_MONTHS = 20 * 12, 18 * 12
"""Age of the older parent at a birth: at least so much, and up to so much more, most often in the middle."""

_BAND = 60
"""Months of birth that are one group of the ring."""

_BANDS = N_COHORTS // 2 // _BAND + 1
_GROWN_UP = 25 * 12
_RING_BITS = 32

TURNS = 4
"""Years in which everybody of the same place comes into question once."""

_TURN_BITS = 23


class ChildStreams(NamedTuple):
    """Lasting draws about the child of a household, and where on the ring households and people are.

    About the child: whether it lives in the same place, whether it is a daughter, and twice how much younger it is.
    """

    same_place: Stream
    daughter: Stream
    older: Stream
    younger: Stream
    household: Stream
    person: Stream

    @classmethod
    def of(cls, seed: int) -> ChildStreams:
        """Return the streams of a seed."""
        return cls(*(Stream.of(seed, f"kin.{name}") for name in cls._fields))


def nearest_children(
    state: State,
    region: Region,
    homes: Rows,
    oldest: npt.NDArray[np.uint16],
    streams: ChildStreams,
    same_place: float,
    daughters: float,
    month: int,
    turn: int | None = None,
) -> Rows:
    """Return for each of these households the row of the nearest child, -1 where nobody comes into question.

    Parameters
    ----------
    state, region : State, Region
        People and places.
    homes : ndarray of int32
        Rows of the parents' households.
    oldest : ndarray of uint16
        Cohort of the oldest member of each.
    streams : ChildStreams
        Draws.
    same_place, daughters : float
        ``kin.same_place_share`` and ``kin.daughter_share``.
    month : int
        Absolute month.
    turn : int, optional
        Only people whose turn it is come into question: one in :data:`TURNS` of a place, and of these one in
        :data:`TURNS` of the Kreis, are enough for the few households that look in a year.
    """
    persons, households, top = state.persons, state.households, int(state.counters[0, TOP])
    keys = households.key[homes]
    gap = _GAP_MONTHS[0] + _GAP_MONTHS[1] * (streams.older.draws(keys) + streams.younger.draws(keys)) / 2.0
    child_born = (oldest >> 1) + gap.astype(np.int64)
    wanted = child_born // _BAND * 2 + (streams.daughter.draws(keys) < daughters)
    point = _ring(streams.household, keys)

    cohorts = np.arange(N_COHORTS)
    of_cohort, asked_for = cohorts // 2 // _BAND * 2 + cohorts % 2, np.zeros(2 * _BANDS, dtype=np.bool_)
    asked_for[wanted] = True
    fits = asked_for[of_cohort] & (month - EPOCH_MONTH - cohorts // 2 >= _GROWN_UP) & (cohorts > EMPTY_COHORT)
    rows = np.flatnonzero(fits[persons.cohort[:top]] & (persons.role[:top] == ADULT))
    if turn is not None:
        rows = rows[_in_turn(persons.key[rows], turn)]
    rows = rows[households.form[persons.household[rows]] == PRIVATE]
    ring, group_of = _ring(streams.person, persons.key[rows]), of_cohort[persons.cohort[rows]]

    found = np.full(len(homes), NOBODY, dtype=np.int32)
    near = streams.same_place.draws(keys) < same_place
    kreis = region.kreis_of_area[region.place_area].astype(np.int64)
    for of_place, asks in ((np.arange(len(kreis)), near), (kreis, np.ones_like(near))):
        left = np.flatnonzero(asks & (found == NOBODY))
        codes = _code(of_place[persons.place[rows]], group_of, ring)
        order = np.argsort(codes)
        place = of_place[households.place[homes[left]]]
        at = _next_on_ring(codes[order], _code(place, wanted[left], point[left]))
        found[left] = np.where(at >= 0, rows[order[at]] if len(rows) else NOBODY, NOBODY)
        if turn is not None:
            fewer = _in_turn(persons.key[rows], turn // TURNS, _TURN_BITS + 2)
            rows, group_of, ring = rows[fewer], group_of[fewer], ring[fewer]
    return found


def _in_turn(keys: npt.NDArray[np.uint64], turn: int, bits: int = _TURN_BITS) -> npt.NDArray[np.bool_]:
    """Tell whose turn it is by two bits of their keys."""
    return np.asarray((keys >> np.uint64(bits)) & np.uint64(TURNS - 1) == turn % TURNS)


def _ring(stream: Stream, keys: npt.NDArray[np.uint64]) -> Integers:
    return (stream.draws(keys) * (1 << _RING_BITS)).astype(np.int64)


def _code(unit: Integers, group: Integers, ring: Integers) -> Integers:
    """Return one number that orders by unit, group within it, and ring."""
    return np.asarray(((unit * 2 * _BANDS + group) << _RING_BITS) + ring, dtype=np.int64)


def _next_on_ring(codes: Integers, points: Integers) -> Integers:
    """Return which of the ordered codes is the first of its group from each point on, round the ring; -1 for none."""
    begin = points >> _RING_BITS << _RING_BITS
    at, first = np.searchsorted(codes, points), np.searchsorted(codes, begin)
    behind = np.searchsorted(codes, begin + (1 << _RING_BITS))
    return np.where(first == behind, NOBODY, np.where(at < behind, at, first))
