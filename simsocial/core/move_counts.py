"""Who moves within the region: counted where they leave an area, and where they come to another one.

Whoever moves somebody counts the move before it, so that the population of each area balances.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import Persons
from simsocial.core.compile import helper

__all__ = ["MoveCounts", "count_move", "count_moves"]

Integers = npt.NDArray[np.int64]


class MoveCounts(NamedTuple):
    """Where people who move within the region are counted.

    Attributes
    ----------
    place_area : ndarray (places,)
        Area of each place.
    cell : ndarray (cohorts,)
        Cell in which each cohort is counted.
    moved_out, moved_in : ndarray (areas, cells)
        Counts of people who leave an area for another one, and who come from one.
    """

    place_area: npt.NDArray[np.int16]
    cell: npt.NDArray[np.int16]
    moved_out: Integers
    moved_in: Integers


@helper
def count_move(persons: Persons, row: int, place: int, counts: MoveCounts) -> None:
    """Count a person who is about to move to a place, if it lies in another area."""
    origin, target = counts.place_area[persons.place[row]], counts.place_area[place]
    if origin != target:
        cell = counts.cell[persons.cohort[row]]
        counts.moved_out[origin, cell] += 1
        counts.moved_in[target, cell] += 1


def count_moves(persons: Persons, rows: npt.NDArray[Any], place: int, counts: MoveCounts) -> None:
    """Count people who are about to move to a place, outside kernels; see :func:`count_move`."""
    target = counts.place_area[place]
    origin = counts.place_area[persons.place[rows]]
    cell = counts.cell[persons.cohort[rows[origin != target]]]
    np.add.at(counts.moved_out, (origin[origin != target], cell), 1)
    np.add.at(counts.moved_in, (target, cell), 1)
