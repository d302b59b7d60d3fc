"""The whole state of one model: three tables of columns, their counters and their growth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import CASES, HOUSEHOLDS, NOBODY, PERSONS, Cases, Households, Persons

__all__ = ["COUNT", "FREE", "TOP", "State"]

TOP, FREE, COUNT = 0, 1, 2
"""Counters of a table: rows ever used, first unused row below, rows in use."""

_Table = TypeVar("_Table", Persons, Households, Cases)
_GROWTH = 1.04
"""Tables grow by 4 % at a time: a rare copy, and little memory that lies idle."""


@dataclass
class State:
    """Persons, households and cases of one model.

    Attributes
    ----------
    persons, households, cases : named tuples of arrays
        The columns, all rows up to the table's capacity.
    counters : ndarray of shape (3, 3), int64
        For each table (persons, households, cases): top, head of the free list, rows in use.
    """

    persons: Persons
    households: Households
    cases: Cases
    counters: npt.NDArray[np.int64]

    @classmethod
    def empty(cls, persons: int, households: int, cases: int) -> State:
        """Return a state without anybody, with room for the given numbers of rows."""
        state = cls(
            Persons(*(np.empty(0, column.dtype) for column in PERSONS)),
            Households(*(np.empty(0, column.dtype) for column in HOUSEHOLDS)),
            Cases(*(np.empty(0, column.dtype) for column in CASES)),
            np.array([[0, NOBODY, 0]] * 3, dtype=np.int64),
        )
        state.persons = _resized(state.persons, persons)
        state.households = _resized(state.households, households)
        state.cases = _resized(state.cases, cases)
        return state

    def reserve(self, persons: int = 0, households: int = 0, cases: int = 0) -> None:
        """Make sure that so many rows can be added to each table without growing inside a kernel."""
        self.persons = self._roomier(0, self.persons, persons)
        self.households = self._roomier(1, self.households, households)
        self.cases = self._roomier(2, self.cases, cases)

    def _roomier(self, table: int, columns: _Table, wanted: int) -> _Table:
        capacity = len(columns[0])
        needed = int(self.counters[table, COUNT]) + wanted
        if needed <= capacity:
            return columns
        return _resized(columns, max(needed, int(capacity * _GROWTH)) + 64)

    def copy(self) -> State:
        """Return an independent copy, as a snapshot that several scenarios start from."""
        return State(
            Persons(*(column.copy() for column in self.persons)),
            Households(*(column.copy() for column in self.households)),
            Cases(*(column.copy() for column in self.cases)),
            self.counters.copy(),
        )

    @property
    def nbytes(self) -> int:
        """Bytes held by all columns, unused rows included."""
        tables: tuple[Any, ...] = (self.persons, self.households, self.cases)
        return sum(int(column.nbytes) for table in tables for column in table)

    @property
    def population(self) -> int:
        """Number of persons alive in the region."""
        return int(self.counters[0, COUNT])


def _resized(columns: _Table, capacity: int) -> _Table:
    """Return the columns with another capacity; new rows are zero (cohort 0 = unused row)."""
    grown = []
    for column in columns:
        larger = np.zeros(capacity, dtype=column.dtype)
        larger[: len(column)] = column
        grown.append(larger)
    return type(columns)(*grown)
