"""The whole state of one model: three tables of columns, their counters and their growth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import CASES, HOUSEHOLDS, NOBODY, PERSONS, Cases, Households, Persons

if TYPE_CHECKING:  # compiled code loads slowly
    from simsocial.core.random import Stream

__all__ = ["COUNT", "FREE", "NEW", "TABLES", "TOP", "State", "longer"]

TOP, FREE, COUNT = 0, 1, 2
"""Counters of a table: rows ever used, first unused row below, rows in use."""

NEW = 3
"""Where new rows are noted: their number; behind it each row and where it comes from."""

TABLES = ("persons", "households")
"""Tables of which processes may keep columns, by their number among the counters."""

Array = npt.NDArray[Any]
Rows = npt.NDArray[np.int32]

_Table = TypeVar("_Table", Persons, Households, Cases)
_GROWTH = 1.04
"""Tables grow by 4 % at a time: a rare copy, and little memory that lies idle."""


@dataclass
class State:
    """Persons, households and cases of one model.

    Attributes
    ----------
    persons, households, cases : named tuples of arrays
        The columns that kernels share, all rows up to the table's capacity.
    counters : ndarray of shape (3, 3 or more), int64
        For each table (persons, households, cases): top, head of the free list, rows in use; where processes keep
        columns, the new rows that these have not seen yet (:data:`NEW`).
    columns : dict of str to dict of str to ndarray
        Columns that one process alone keeps, by table (:data:`TABLES`) and name; they grow with the table.
    late_school : tuple or None
        Stream of the lasting draw that decides who starts school a year late, and the share who do at present.
    social_states : mapping
        What each social state follows from at present (:class:`simsocial.people.social_states.SocialState`).
    disadvantage : ndarray (places,) of float64
        Index of social disadvantage of each place; empty where all are alike.
    income_bounds : tuple of int
        Highest step of income of each fifth but the last; none before they are set for good
        (:mod:`simsocial.people.income_groups`).
    """

    persons: Persons
    households: Households
    cases: Cases
    counters: npt.NDArray[np.int64]
    columns: dict[str, dict[str, Array]] = field(default_factory=lambda: {table: {} for table in TABLES})
    late_school: tuple[Stream, float] | None = None
    social_states: Mapping[str, Any] = field(default_factory=dict)
    disadvantage: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    income_bounds: tuple[int, ...] = ()

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
        if persons:
            self.persons = self._roomier(0, self.persons, persons)
        if households:
            self.households = self._roomier(1, self.households, households)
        if cases:
            self.cases = self._roomier(2, self.cases, cases)
        for table, own in zip(TABLES, (self.persons, self.households), strict=True):
            for name, column in self.columns[table].items():
                if len(column) < len(own[0]):
                    self.columns[table][name] = longer(column, len(own[0]))
        if self.counters.shape[1] > NEW:
            noted = int(self.counters[0, NEW]) + persons, int(self.counters[1, NEW]) + households
            self._make_room_for_new(max(noted))

    def _roomier(self, table: int, columns: _Table, wanted: int) -> _Table:
        capacity = len(columns[0])
        needed = int(self.counters[table, COUNT]) + wanted
        if needed <= capacity:
            return columns
        return _resized(columns, max(needed, int(capacity * _GROWTH)) + 64)

    # --- columns of processes -----------------------------------------------------------------------

    def add_column(self, table: str, name: str, dtype: str) -> None:
        """Add a column of one process to a table; all its rows are zero."""
        own = self.persons if table == TABLES[0] else self.households
        self.columns[table][name] = np.zeros(len(own[0]), dtype=dtype)

    def column(self, table: str, name: str) -> Array:
        """Return a column of persons or households, shared or of one process.

        Raises
        ------
        KeyError
            If there is none of this name.
        """
        own = self.persons if table == TABLES[0] else self.households
        found: Array = getattr(own, name) if name in own._fields else self.columns[table][name]
        return found

    def note_new_rows(self) -> None:
        """Note from now on which persons and households are new, for :meth:`take_new`."""
        if self.counters.shape[1] <= NEW:
            self._make_room_for_new(256)

    def take_new(self, table: str) -> tuple[Rows, Rows]:
        """Return the rows given out since the last call, in their order, and where each comes from.

        Returns
        -------
        rows, origins : ndarray of int32
            Of a person the mother's row, of a household that which the founder left; -1 from outside. A row that was
            given back and out again since then stands there twice.
        """
        number = TABLES.index(table)
        noted = self.counters[number, NEW + 1 : NEW + 1 + 2 * int(self.counters[number, NEW])].astype(
            np.int32
        )
        self.counters[number, NEW] = 0
        return noted[::2], noted[1::2]

    def _make_room_for_new(self, rows: int) -> None:
        width = NEW + 1 + 2 * rows
        if self.counters.shape[1] >= width:
            return
        before = self.counters
        # Half as much again, since the number of a month's births and arrivals varies.
        self.counters = np.zeros((3, width + rows), dtype=np.int64)
        self.counters[:, : before.shape[1]] = before

    def copy(self) -> State:
        """Return an independent copy, as a snapshot that several scenarios start from."""
        return State(
            Persons(*(column.copy() for column in self.persons)),
            Households(*(column.copy() for column in self.households)),
            Cases(*(column.copy() for column in self.cases)),
            self.counters.copy(),
            {
                table: {name: column.copy() for name, column in own.items()}
                for table, own in self.columns.items()
            },
            self.late_school,
            self.social_states,
            self.disadvantage,
            self.income_bounds,
        )

    @property
    def nbytes(self) -> int:
        """Bytes held by all columns, those of processes and unused rows included."""
        tables: tuple[Any, ...] = (self.persons, self.households, self.cases)
        tables += tuple(own.values() for own in self.columns.values())
        return sum(int(column.nbytes) for table in tables for column in table)

    @property
    def population(self) -> int:
        """Number of persons alive in the region."""
        return int(self.counters[0, COUNT])


def _resized(columns: _Table, capacity: int) -> _Table:
    """Return the columns with another capacity; new rows are zero (cohort 0 = unused row)."""
    return type(columns)(*(longer(column, capacity) for column in columns))


def longer(column: Array, capacity: int) -> Array:
    """Return the column with so many rows at least; new ones are zero."""
    if len(column) >= capacity:
        return column
    larger = np.zeros((capacity, *column.shape[1:]), dtype=column.dtype)
    larger[: len(column)] = column
    return larger
