"""Candidates of a month: those whose screening draw lies in a slot open to them, sorted by process.

This is the one pass over everybody; what follows looks at the few it finds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import Persons
from simsocial.core.compile import helper, in_place
from simsocial.core.random import GOLDEN, mix, to_unit
from simsocial.processes.base import Floats, Rows

__all__ = ["Candidates", "Draw", "Room", "Slots", "collect"]

_BLOCK = 256
"""Rows hashed in one go: their bits stay in the nearest cache, and the compiler hashes eight at a time."""


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
    below : ndarray (cohorts,)
        End of all slots as a 64-bit number.
    below_without_care : ndarray (cohorts,)
        End of the last slot open to those who need no care.
    """

    salt: np.uint64
    cells: npt.NDArray[np.uint8]
    below: npt.NDArray[np.uint64]
    below_without_care: npt.NDArray[np.uint64]


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
    bits, hits : ndarray (block,)
        Draws of a block of rows; positions of those worth a look.
    found, process : Candidates, ndarray
        Candidates and their process in the order in which they are found.
    """

    bits: npt.NDArray[np.uint64]
    hits: npt.NDArray[np.uint16]
    found: Candidates
    process: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, number: int) -> Room:
        """Return room for so many candidates."""
        block = np.empty(_BLOCK, dtype=np.uint64), np.empty(_BLOCK, dtype=np.uint16)
        return cls(*block, Candidates.room_for(number), np.empty(number, dtype=np.uint8))


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
        Number of draws that may lie in open slots; if there is no room for so many, nothing is sorted.
    """
    drawn, count = _find(persons, top, draw, slots, room)
    if drawn <= len(room.process):
        _sort(room, count, starts, result)
    return int(drawn)


@helper
def _find(persons: Persons, top: int, draw: Draw, slots: Slots, room: Room) -> tuple[int, int]:
    """Find the candidates; return how many draws may lie in open slots, even without room, and candidates.

    Block by block: hash all, note whose draw lies below B (without a branch), then look at those few.
    """
    bits, hits, found = room.bits, room.hits, room.found
    total, count = 0, 0
    for start in range(0, top, len(bits)):
        key = persons.key[start : min(start + len(bits), top)]
        cohort = persons.cohort[start : min(start + len(bits), top)]
        grade = persons.care_grade[start : min(start + len(bits), top)]
        for i in range(len(key)):
            bits[i] = mix((key[i] ^ draw.salt) + GOLDEN)
        low = 0
        for i in range(len(key)):
            hits[low] = i
            low += bits[i] < draw.below[cohort[i]]
        drawn = 0
        for hit in range(low):
            i = hits[hit]
            hits[drawn] = i
            drawn += (grade[i] > 0) | (bits[i] < draw.below_without_care[cohort[i]])
        total += drawn
        if total > len(room.process):
            continue
        for hit in range(drawn):
            i = hits[hit]
            cell, unit = draw.cells[cohort[i]], to_unit(bits[i])
            slot = 0
            for following in range(1, len(slots.process)):
                slot += unit >= slots.edges[cell, following]
            found.row[count] = start + i
            found.key[count] = key[i]
            found.cell[count] = cell
            found.needed[count] = unit - slots.edges[cell, slot] + slots.floor[cell, slot]
            room.process[count] = slots.process[slot]
            count += slots.acts[slot] & (slots.for_all[slot] | (grade[i] > 0))
    return total, count


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
