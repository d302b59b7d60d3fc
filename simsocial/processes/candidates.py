"""Candidates of a month: those whose screening draw lies in a slot open to them, sorted by process.

This is the one pass over everybody; what follows looks at the few it finds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import N_COHORTS
from simsocial.core.columns import Persons
from simsocial.core.compile import helper, in_place
from simsocial.core.fetch import fetch
from simsocial.core.random import GOLDEN, mix, to_unit
from simsocial.processes.base import Floats, Rows

__all__ = ["Candidates", "Draw", "Room", "Slots", "collect"]

_BLOCK = 256
"""Rows hashed in one go: what is found of them stays in the nearest cache, and the compiler hashes eight at a time."""

_AHEAD = 32
"""Rows between the one that is asked for and the one that is looked at."""

_LOW_BITS = np.uint64(56)
"""Bits of a draw that are left out where it is first compared: the other 8 part nearly all draws from a slot's end."""


_ONE, _EACH_BYTE = np.uint64(1), np.uint64(0x0101010101010101)


class Slots(NamedTuple):
    """The slots on the shared draw, the same in every month and scenario.

    Attributes
    ----------
    edges : ndarray (cells, slots + 1)
        Where each slot begins, by cell of sex and age; the last one is B.
    floor : ndarray (cells, slots)
        Hazard at which each slot begins: 0 in a process's first slot, the first one's width in its second.
    process : ndarray (slots,)
        Number of the process that owns each slot.
    for_all : ndarray (slots,)
        Whether it is open to those who need no care.
    acts : ndarray (slots,)
        Whether this process acts; nobody is a candidate of one that is switched off.
    """

    edges: Floats
    floor: Floats
    process: npt.NDArray[np.uint8]
    for_all: npt.NDArray[np.bool_]
    acts: npt.NDArray[np.bool_]


class Draw(NamedTuple):
    """The shared draw of one month.

    Attributes
    ----------
    salt : uint64
        Of the month's draw.
    cells : ndarray (cohorts,)
        Cell of each cohort in the month.
    below : ndarray (2, cells)
        End of the last slot open to those who need no care, and of all slots, as 64-bit numbers.
    """

    salt: np.uint64
    cells: npt.NDArray[np.uint8]
    below: npt.NDArray[np.uint64]


class Candidates(NamedTuple):
    """Those whose draw lies in a slot open to them.

    Attributes
    ----------
    row, key, cell : ndarray
        Row, identity, and cell of sex and age.
    needed : ndarray
        Hazard above which the process fires.
    """

    row: Rows
    key: npt.NDArray[np.uint64]
    cell: npt.NDArray[np.uint8]
    needed: Floats

    @classmethod
    def room_for(cls, number: int) -> Candidates:
        """Return columns of a length, not yet filled."""
        return cls(
            np.empty(number, dtype=np.int32),
            np.empty(number, dtype=np.uint64),
            np.empty(number, dtype=np.uint8),
            np.empty(number),
        )


class Room(NamedTuple):
    """Room to work in, kept from month to month.

    Attributes
    ----------
    first_bits : ndarray (2 * cohorts,)
        The highest bits of the slots' ends by cohort: of those who need no care, then of those who do.
    draws, is_below : ndarray (block,)
        First bits of the draws of a block of rows, and whether each may lie in an open slot.
    any_below : ndarray (block / 8,)
        The same memory as `is_below`, read eight at a time.
    places : ndarray (block,)
        Places in tables or in the block.
    found, process : Candidates, ndarray
        Candidates and their process in the order in which they are found.
    """

    first_bits: npt.NDArray[np.uint8]
    draws: npt.NDArray[np.uint8]
    is_below: npt.NDArray[np.uint8]
    any_below: npt.NDArray[np.uint64]
    places: npt.NDArray[np.uint16]
    found: Candidates
    process: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, number: int) -> Room:
        """Return room for so many candidates."""
        first_bits, (draws, is_below) = (
            np.empty(shape, dtype=np.uint8) for shape in (2 * N_COHORTS, (2, _BLOCK))
        )
        places, process = np.empty(_BLOCK, dtype=np.uint16), np.empty(number, dtype=np.uint8)
        found = Candidates.room_for(number)
        return cls(first_bits, draws, is_below, is_below.view(np.uint64), places, found, process)


@in_place
def collect(
    persons: Persons,
    top: int,
    draw: Draw,
    slots: Slots,
    room: Room,
    starts: npt.NDArray[np.int64],
    result: Candidates,
) -> int:
    """Collect the candidates of a month and sort them by process.

    Parameters
    ----------
    persons : Persons
        Columns of persons.
    top : int
        Rows ever used.
    draw, slots, room : Draw, Slots, Room
        The month's draw, the slots, and room to work in.
    starts : ndarray (processes + 2,)
        Filled: the position in `result` at which the candidates of each process begin.
    result : Candidates
        Filled: the candidates by process, within it by row.

    Returns
    -------
    int
        Room that those need whose draws may lie in open slots; if there is less, nothing is done with them.
    """
    for cohort in range(N_COHORTS):
        cell = draw.cells[cohort]
        room.first_bits[cohort] = draw.below[0, cell] >> _LOW_BITS
        room.first_bits[N_COHORTS + cohort] = draw.below[1, cell] >> _LOW_BITS
    drawn = _find(persons, top, draw.salt, room)
    needed: int = drawn + _BLOCK
    if needed <= len(room.process):
        _sort(room, _assign(persons, drawn, draw, slots, room), starts, result)
    return needed


@helper
def _find(persons: Persons, top: int, salt: np.uint64, room: Room) -> int:
    """Note the rows whose draw may lie in a slot open to them, block by block; return how many, even without room."""
    rows, total = room.found.row, 0
    for start in range(0, top, _BLOCK):
        end = min(start + _BLOCK, top)
        key, cohort, grade = persons.key[start:end], persons.cohort[start:end], persons.care_grade[start:end]
        eights = _compare(key, cohort, grade, salt, room)
        if total + _BLOCK > len(room.process):
            for one in room.is_below:
                total += one
            continue
        for number in range(eights):
            eight = np.int64(room.places[number])
            below = room.any_below[eight]
            while below != 0:
                # The place of the lowest byte that is set: so many bytes lie before it.
                before = (below & (~below + _ONE)) - _ONE
                place = np.int64(((before & _EACH_BYTE) * _EACH_BYTE) >> np.uint64(56))
                rows[total] = start + 8 * eight + place
                total += 1
                below &= below - _ONE
    return total


@helper
def _assign(persons: Persons, drawn: int, draw: Draw, slots: Slots, room: Room) -> int:
    """Give those found to the processes in whose open slots they lie, the others up; return how many are left.

    Apart from the pass over everybody, whose rows would drive the tables of the slots out of the nearest cache.
    """
    found, count = room.found, 0
    for i in range(drawn):
        ahead = found.row[min(i + _AHEAD, drawn - 1)]
        fetch(persons.key, ahead)
        fetch(persons.cohort, ahead)
        fetch(persons.care_grade, ahead)
        row = found.row[i]
        key, cell = persons.key[row], draw.cells[persons.cohort[row]]
        needs_care = persons.care_grade[row] > 0
        bits = mix((key ^ draw.salt) + GOLDEN)
        unit = to_unit(bits)
        slot = 0
        for following in range(1, len(slots.process)):
            slot += unit >= slots.edges[cell, following]
        found.row[count] = row
        found.key[count] = key
        found.cell[count] = cell
        found.needed[count] = unit - slots.edges[cell, slot] + slots.floor[cell, slot]
        room.process[count] = slots.process[slot]
        is_open = slots.acts[slot] & (slots.for_all[slot] | needs_care)
        count += is_open & (bits < draw.below[int(needs_care), cell])
    return count


@helper
def _compare(
    key: npt.NDArray[np.uint64],
    cohort: npt.NDArray[np.uint16],
    grade: npt.NDArray[np.uint8],
    salt: np.uint64,
    room: Room,
) -> int:
    """Note in `room.is_below` whose draw may lie in an open slot, in `room.places` the eights with any; count these.

    By the first bits: equal ones may lie on either side of the end. Loops without a branch, each for one thing, so
    that the compiler takes many rows at a time.
    """
    draws, is_below, any_below, places = room.draws, room.is_below, room.any_below, room.places
    for i in range(len(key)):
        draws[i] = mix((key[i] ^ salt) + GOLDEN) >> _LOW_BITS
    for i in range(len(key)):
        places[i] = cohort[i] + np.uint16(N_COHORTS) * np.uint16(grade[i] > 0)
    for i in range(len(key)):
        is_below[i] = room.first_bits[places[i]]
    for i in range(len(key)):
        is_below[i] = draws[i] <= is_below[i]
    for i in range(len(key), len(is_below)):
        is_below[i] = 0
    eights = 0
    for eight in range(len(any_below)):
        places[eights] = eight
        eights += any_below[eight] != 0
    return eights


@helper
def _sort(room: Room, count: int, starts: npt.NDArray[np.int64], result: Candidates) -> None:
    """Sort candidates by process, within it by row, and note where each process starts.

    While they are sorted, `starts` of the process behind is where the next one of a process goes.
    """
    process, found = room.process, room.found
    starts[:] = 0
    for i in range(count):
        starts[process[i] + 2] += 1
    for number in range(2, len(starts)):
        starts[number] += starts[number - 1]
    for i in range(count):
        position = starts[process[i] + 1]
        starts[process[i] + 1] += 1
        result.row[position] = found.row[i]
        result.key[position] = found.key[i]
        result.cell[position] = found.cell[i]
        result.needed[position] = found.needed[i]
