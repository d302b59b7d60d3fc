"""Candidates of a month: those whose screening draw lies below B, sorted by the slot it lies in.

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

__all__ = ["BLOCK", "Candidates", "collect"]

BLOCK = 256
"""Rows hashed in one go: their bits stay in the nearest cache, and the compiler hashes eight at a time."""


class Candidates(NamedTuple):
    """Those whose draw lies below B.

    Attributes
    ----------
    row, key, cell : ndarray
        Row, identity, and cell of sex and age.
    distance : ndarray
        Draw less the start of the slot it lies in.
    """

    row: Rows
    key: npt.NDArray[np.uint64]
    cell: npt.NDArray[np.uint8]
    distance: Floats

    @classmethod
    def room_for(cls, number: int) -> Candidates:
        """Return columns of a length, not yet filled."""
        return cls(
            np.empty(number, dtype=np.int32),
            np.empty(number, dtype=np.uint64),
            np.empty(number, dtype=np.uint8),
            np.empty(number),
        )


@in_place
def collect(
    persons: Persons,
    top: int,
    salt: np.uint64,
    threshold: npt.NDArray[np.uint64],
    cells: npt.NDArray[np.uint8],
    edges: Floats,
    acts: npt.NDArray[np.bool_],
    bits: npt.NDArray[np.uint64],
    hits: npt.NDArray[np.uint16],
    found: Candidates,
    slots: npt.NDArray[np.uint8],
    starts: npt.NDArray[np.int64],
    result: Candidates,
) -> int:
    """Collect and sort the persons whose draw lies below B.

    Parameters
    ----------
    persons : Persons
        Columns of persons.
    top : int
        Rows ever used.
    salt : uint64
        Of the month's draw.
    threshold : ndarray (cohorts,)
        B of each cohort as a 64-bit number.
    cells : ndarray (cohorts,)
        Cell of each cohort in the month.
    edges : ndarray (slots + 1, cells)
        Where each slot begins; the last one is B.
    acts : ndarray (slots,)
        Whether the process of each slot acts; nobody is a candidate of one that is switched off.
    bits, hits : ndarray (BLOCK,)
        Room for the draws of a block and for the positions of those below B.
    found, slots : Candidates, ndarray
        Room for the candidates and their slots in the order in which they are found.
    starts : ndarray (slots + 2,)
        Filled: the position in `result` at which the candidates of each slot begin.
    result : Candidates
        Filled: the candidates by slot, within it by row.

    Returns
    -------
    int
        Number of draws below B; if there is no room for so many, nothing is sorted.
    """
    below, count = _find(persons, top, salt, threshold, cells, edges, acts, bits, hits, found, slots)
    if below <= len(slots):
        _sort(found, slots, count, starts, result)
    return int(below)


@helper
def _find(
    persons: Persons,
    top: int,
    salt: np.uint64,
    threshold: npt.NDArray[np.uint64],
    cells: npt.NDArray[np.uint8],
    edges: Floats,
    acts: npt.NDArray[np.bool_],
    bits: npt.NDArray[np.uint64],
    hits: npt.NDArray[np.uint16],
    found: Candidates,
    slots: npt.NDArray[np.uint8],
) -> tuple[int, int]:
    """Collect the candidates; return how many draws lie below B, even if there is no room, and candidates.

    Block by block: hash all, note who is below B (without a branch), then look at those few.
    """
    room, last_slot = len(slots), edges.shape[0] - 2
    total, count = 0, 0
    for start in range(0, top, len(bits)):
        key = persons.key[start : min(start + len(bits), top)]
        cohort = persons.cohort[start : min(start + len(bits), top)]
        for i in range(len(key)):
            bits[i] = mix((key[i] ^ salt) + GOLDEN)
        below = 0
        for i in range(len(key)):
            hits[below] = i
            below += bits[i] < threshold[cohort[i]]
        total += below
        if total > room:
            continue
        for hit in range(below):
            i = hits[hit]
            cell, draw = cells[cohort[i]], to_unit(bits[i])
            slot = 0
            for following in range(1, last_slot + 1):
                slot += draw >= edges[following, cell]
            found.row[count] = start + i
            found.key[count] = key[i]
            found.cell[count] = cell
            found.distance[count] = draw - edges[slot, cell]
            slots[count] = slot
            count += acts[slot]
    return total, count


@helper
def _sort(
    found: Candidates,
    slot: npt.NDArray[np.uint8],
    count: int,
    starts: npt.NDArray[np.int64],
    result: Candidates,
) -> None:
    """Sort candidates by slot, within it by row, and note where each slot starts.

    While they are sorted, `starts` of the slot behind is where the next one of a slot goes.
    """
    starts[:] = 0
    for i in range(count):
        starts[slot[i] + 2] += 1
    for number in range(2, len(starts)):
        starts[number] += starts[number - 1]
    for i in range(count):
        position = starts[slot[i] + 1]
        starts[slot[i] + 1] += 1
        result.row[position] = found.row[i]
        result.key[position] = found.key[i]
        result.cell[position] = found.cell[i]
        result.distance[position] = found.distance[i]
