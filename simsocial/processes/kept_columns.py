"""The columns of all processes of one model: added to the state, and filled for whoever is new.

After each process, rows that it gave to newborns, arrivals and new households are filled by the rules of
:mod:`simsocial.processes.columns`. Where rows are unchanged, or no process keeps a column, this costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import NOBODY, UNUSED
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.core.state import NEW, TOP
from simsocial.processes.base import Engine, Process, Rows
from simsocial.processes.columns import INHERITED, SHARED, HouseholdColumn, PersonColumn

__all__ = ["KeptColumns"]

Array = npt.NDArray[Any]


class _Kept(NamedTuple):
    """A column and the process that keeps it."""

    process: Process
    column: PersonColumn | HouseholdColumn


class KeptColumns:
    """The columns of all processes of one model.

    Parameters
    ----------
    model : Engine
        The model; its state takes the columns.
    processes : iterable of Process
        In the order of their turns, those that are switched off included: their rules hold.

    Raises
    ------
    ConfigError
        If two processes keep a column of the same name.
    """

    def __init__(self, model: Engine, processes: Iterable[Process]) -> None:
        self._model = model
        self._kept = [_Kept(process, column) for process in processes for column in process.columns]
        owners: dict[tuple[str, str], str] = {}
        for process, column in self._kept:
            owner = owners.setdefault((column.table, column.name), process.name)
            if owner != process.name:
                message = say(
                    "Processes '{owner}' and '{name}' both keep a column '{column_name}' of "
                    "{table}. Valid: one owner a column.",
                    owner=owner,
                    name=process.name,
                    column_name=column.name,
                    table=column.table,
                )
                raise ConfigError(message)
        self._of_households = any(column.table == "households" for _, column in self._kept)

    @property
    def _own(self) -> dict[str, list[str]]:
        """Names of the columns that are not the engine's, by table."""
        return {
            table: sorted(c.name for _, c in self._kept if c.table == table and c.name not in shared)
            for table, shared in SHARED.items()
        }

    def begin(self) -> None:
        """Add the columns to the state and fill them for the base population."""
        state, month = self._model.state, self._model.first_month
        people = np.flatnonzero(state.persons.cohort[: int(state.counters[0, TOP])] != EMPTY_COHORT)
        homes = np.flatnonzero(state.households.form[: int(state.counters[1, TOP])] != UNUSED)
        used = {"persons": people.astype(np.int32), "households": homes.astype(np.int32)}
        for process, column in self._kept:
            if column.name not in SHARED[column.table]:
                state.add_column(column.table, column.name, column.dtype)
            self._fill(process, column, "on_base", used[column.table], month)
        if self._kept:
            state.note_new_rows()

    def resume(self) -> None:
        """Check that a state taken from a snapshot has the columns.

        Raises
        ------
        ConfigError
            If it has others.
        """
        found = {table: sorted(own) for table, own in self._model.state.columns.items()}
        if found != self._own:
            message = say(
                "The snapshot holds other columns of processes ({found}) than this model's "
                "processes keep. Valid: {own}.",
                found=found,
                own=self._own,
            )
            raise ConfigError(message)

    def follow(self, month: int) -> None:
        """Fill the columns of persons and households that are new since the last call."""
        state = self._model.state
        if not self._kept:
            return
        counters = state.counters
        if not self._of_households:
            counters[1, NEW] = 0
        if not counters[0, NEW] and not counters[1, NEW]:
            return
        people, mothers = state.take_new("persons")
        here = state.persons.cohort[people] != EMPTY_COHORT
        people, mothers = people[here], mothers[here]
        born = mothers != NOBODY
        arrived, newborns, mothers = people[~born], people[born], mothers[born]
        homes, origins = self._new_homes()
        founded = origins != NOBODY
        rounds = list(_rounds(homes[founded], origins[founded]))
        for process, column in self._kept:
            if isinstance(column, PersonColumn):
                self._fill(process, column, "on_arrival", arrived, month)
                self._fill(process, column, "on_birth", newborns, month, mothers)
                continue
            self._fill(process, column, "on_arrival", homes[~founded], month)
            for new, old in rounds:
                self._fill(process, column, "on_founding", new, month, old)
                if column.on_parting is not None:
                    left = np.unique(old[state.households.form[old] != UNUSED])
                    self._fill(process, column, "on_parting", np.setdiff1d(left, new), month)

    def _new_homes(self) -> tuple[Rows, Rows]:
        """Return new households and where their founders come from; none if nobody keeps a column of them."""
        state = self._model.state
        homes, origins = state.take_new("households")
        if len(homes):
            # A household that ended again matters only if another one comes from it.
            lasts = state.households.form[homes] != UNUSED
            lasts[~lasts] = np.isin(homes[~lasts], origins)
            homes, origins = homes[lasts], origins[lasts]
        return homes, origins

    def _fill(
        self,
        process: Process,
        column: PersonColumn | HouseholdColumn,
        when: str,
        rows: Rows,
        month: int,
        origins: Rows | None = None,
    ) -> None:
        """Write what a rule says into the rows of a column."""
        if not len(rows):
            return
        rule, array = getattr(column, when), self._model.state.column(column.table, column.name)
        if not callable(rule):
            array[rows] = array[origins] if rule == INHERITED else rule
            return
        values = np.asarray(
            rule(process, rows, month) if origins is None else rule(process, rows, origins, month)
        )
        where = f"{process.name}.{column.name}: {when}"
        column.check(values, where)
        if values.shape not in ((), rows.shape):
            message = say(
                "{where} returns values of shape {shape}. Valid: one, or {number}.",
                where=where,
                shape=values.shape,
                number=len(rows),
            )
            raise ConfigError(message)
        array[rows] = values


def _rounds(rows: Rows, origins: Rows) -> Iterator[tuple[Rows, Rows]]:
    """Cut new rows into parts in which nobody comes from somebody who is new in the same part."""
    while len(rows):
        own, first = np.unique(rows, return_index=True)
        position = np.minimum(np.searchsorted(own, origins), len(own) - 1)
        number = np.arange(len(rows))
        # A founder who was alone may get the same row again: that one comes from itself, as it was.
        later = (own[position] == origins) & (first[position] < number)
        later |= first[np.searchsorted(own, rows)] < number
        end = int(np.argmax(later)) if later.any() else len(rows)
        yield rows[:end], origins[:end]
        rows, origins = rows[end:], origins[end:]
