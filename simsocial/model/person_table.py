"""The person table: what each person of a run went through over the horizon, joined by key across options.

Keys are the same in every option, so that "the same artificial person with and without the measure" can be
compared. Kept for the first replicates only (``twins``).
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import CASE_STATES, NOBODY, ROW
from simsocial.core.state import TOP
from simsocial.indicators.margins import MARGINS, Everybody
from simsocial.model.schedule import known_processes

if TYPE_CHECKING:
    import pandas as pd

    from simsocial.model.world import World

__all__ = ["ENDS", "PersonTable"]

ENDS = ("lives_here", "died", "left")
"""What became of a person by the end of the horizon; who left may live elsewhere."""

_CONSOLIDATE_MONTHS = 12
_HOURS_A_MONTH = 52.0 / 12.0 / 4.0
"""Hours a month of one quarter-hour a week."""

Keys = npt.NDArray[np.uint64]


class PersonTable:
    """Collects who came, died and left, months by person, field and case state, and informal care received.

    Parameters
    ----------
    model : World
        At the begin of the horizon: its people then are those with area and group of each margin at the
        decision date; people who come later are added without.
    """

    def __init__(self, model: World) -> None:
        self._model = model
        self._fields = tuple(dict.fromkeys(kind.field for kind in model.catalogue))
        self._field_of_kind = np.array(
            [self._fields.index(kind.field) for kind in model.catalogue], dtype=np.uint64
        )
        alive = self._rows()
        persons = model.state.persons
        self._key = persons.key[alive].copy()
        self._household = model.state.households.key[persons.household[alive]]
        self._area = model.place_area[persons.place[alive]].copy()
        self._groups = self._groups_of(alive)
        self._columns = self._own_columns(alive)
        self._keys_by_row = self._column_of_keys()
        nobody = np.empty(0, dtype=np.uint64)
        self._came, self._gone, self._died = [nobody], [nobody], [nobody]
        self._pending: list[Keys] = []
        self._pending_codes: list[Keys] = []
        self._sums: dict[str, tuple[Keys, npt.NDArray[np.int64]]] = {}
        self._care_keys: list[Keys] = []
        self._care_hours: list[npt.NDArray[np.int64]] = []

    def going_on(self, model: World) -> PersonTable:
        """Return a copy that goes on with another model, which starts where this one's is now."""
        other = copy.copy(self)
        other._model = model
        # Arrays are never changed in place, lists and dictionaries are.
        for name, value in vars(self).items():
            if isinstance(value, list | dict):
                setattr(other, name, value.copy())
        return other

    def _rows(self) -> npt.NDArray[np.int64]:
        """Return the rows of everybody in the region."""
        persons, top = self._model.state.persons, int(self._model.state.counters[0, TOP])
        return np.flatnonzero(persons.cohort[:top] != EMPTY_COHORT)

    def _groups_of(self, rows: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[np.str_]]:
        """Return the group of these people by every margin, those counted once a year included."""
        people = Everybody(self._model.state, self._model.next_month)
        found = self._model.counts.cells.groups_of(people, rows)
        for name, margin in MARGINS.items():
            if name not in found and margin.by_age is None:
                found[name] = np.array(list(margin.labels))[margin.groups_of(people)[rows].astype(np.int64)]
        return found

    def _own_columns(self, rows: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[np.float64]]:
        """Return what processes keep of these people and of their households, by name; rows mean nothing outside."""
        state, left_out = self._model.state, _columns_of_rows()
        columns = (
            (f"{owner}_{name}", column[at])
            for owner, table, at in (
                ("person", "persons", rows),
                ("household", "households", state.persons.household[rows]),
            )
            for name, column in sorted(state.columns[table].items())
            if (table, name) not in left_out
        )
        # Newcomers have no value at the decision date: only numbers with a fraction can say so.
        return {name: values.astype(np.float64) for name, values in columns}

    def _column_of_keys(self) -> Keys:
        """Return a copy of the keys of all rows; unused rows have none (0)."""
        return self._model.state.persons.key[: int(self._model.state.counters[0, TOP])].copy()

    def record(self) -> None:
        """Add the month simulated last."""
        state = self._model.state
        cases, top = state.cases, int(state.counters[2, TOP])
        used = np.flatnonzero(cases.person[:top] != NOBODY)
        person = cases.person[used]
        fields = self._field_of_kind[cases.kind[used]]
        self._pending.append(state.persons.key[person])
        self._pending_codes.append(fields * np.uint64(len(CASE_STATES)) + cases.state[used].astype(np.uint64))
        cared, hours = self._model.services.case_counts.care_hours()
        self._care_keys.append(state.persons.key[cared])
        self._care_hours.append(hours)
        self._compare_keys()
        if len(self._pending) >= _CONSOLIDATE_MONTHS:
            self._consolidate()

    def _compare_keys(self) -> None:
        """Note who came and who is gone since the month before: a person stays in one row."""
        before, now = self._keys_by_row, self._column_of_keys()
        before = np.concatenate([before, np.zeros(len(now) - len(before), dtype=np.uint64)])
        changed = before != now
        self._came.append(now[changed & (now != 0)])
        self._gone.append(before[changed & (before != 0)])
        self._died.append(self._model.died)
        self._keys_by_row = now

    def _consolidate(self) -> None:
        """Add pending months to the sums, so that memory stays with the number of people."""
        if not self._pending:
            return
        keys, codes = np.concatenate(self._pending), np.concatenate(self._pending_codes)
        for code in np.unique(codes):
            own = keys[codes == code]
            name = (
                f"{self._fields[int(code) // len(CASE_STATES)]}.{CASE_STATES[int(code) % len(CASE_STATES)]}"
            )
            self._add(name, own, np.ones(len(own), dtype=np.int64))
        self._add("informal_care_hours", np.concatenate(self._care_keys), np.concatenate(self._care_hours))
        for pending in (self._pending, self._pending_codes, self._care_keys, self._care_hours):
            pending.clear()

    def _add(self, name: str, keys: npt.NDArray[np.uint64], amounts: npt.NDArray[np.int64]) -> None:
        """Add amounts by key to one column."""
        if name in self._sums:
            keys = np.concatenate([self._sums[name][0], keys])
            amounts = np.concatenate([self._sums[name][1], amounts])
        found, position = np.unique(keys, return_inverse=True)
        total = np.zeros(len(found), dtype=np.int64)
        np.add.at(total, position, amounts)
        self._sums[name] = found, total

    def frame(self) -> pd.DataFrame:
        """Return one row a person: who, where and in which groups at the decision date, and what followed.

        `household_key` is the identity of the household at the decision date, 0 of people who come later.
        Columns ``months_<field>_<state>`` count months with a case in that state, ``informal_care_hours`` hours
        of relatives' care received over all months; ``end`` tells what became of the person (:data:`ENDS`),
        ``moved`` whether somebody who lives here does so in another area than at first. What processes keep of
        persons (``person_<name>``) and their households (``household_<name>``) stands as it was at the decision date,
        and behind ``_end`` as it is for those who live here; columns that name rows of the state are left out. Newborns
        who leave within the month of their birth are not in the table.
        """
        import pandas as pd

        self._consolidate()
        model, persons = self._model, self._model.state.persons
        rows = self._rows()
        now = pd.DataFrame(
            {"person_key": persons.key[rows], "area_end": model.place_area[persons.place[rows]]}
            | {f"{name}_end": values for name, values in self._own_columns(rows).items()}
        )
        first = pd.DataFrame(
            {
                "person_key": self._key,
                "area": np.array(model.counts.areas)[self._area],
            }
            | self._groups
            | self._columns
        )
        # Newer versions of numpy hash before they sort, which takes eight times as long where nearly all are distinct.
        everybody = np.sort(np.concatenate([self._key, *self._came]))
        everybody = everybody[np.diff(everybody, prepend=np.uint64(0)) != 0]
        household = np.zeros(len(everybody), dtype=np.uint64)
        household[np.searchsorted(everybody, self._key)] = self._household
        table = pd.DataFrame({"person_key": everybody, "household_key": household})
        table = table.merge(first, on="person_key", how="left").merge(now, on="person_key", how="left")
        table["at_start"] = table["area"].notna()
        died, gone = (
            table["person_key"].isin(np.concatenate(keys)).to_numpy() for keys in (self._died, self._gone)
        )
        end = np.where(died, "died", np.where(gone, "left", "lives_here"))
        table["end"] = pd.Categorical(end, categories=list(ENDS))
        names = np.array([*model.counts.areas, ""])
        area_end = names[table["area_end"].fillna(len(model.counts.areas)).astype(int)]
        table["moved"] = table["at_start"] & ~gone & (table["area"] != area_end)
        table["area_end"] = area_end
        for name, (keys, total) in sorted(self._sums.items()):
            label = name if "." not in name else "months_" + name.replace(".", "_")
            scale = _HOURS_A_MONTH if name == "informal_care_hours" else 1.0
            table[label] = _at(everybody, keys, np.rint(total * scale).astype(np.int32))
        return table


def _columns_of_rows() -> set[tuple[str, str]]:
    """Return table and name of the processes' columns that hold rows of the state."""
    declared = (column for process in known_processes().values() for column in process.columns)
    return {(column.table, column.name) for column in declared if column.unit == ROW}


def _at(everybody: Keys, keys: Keys, amounts: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return amounts by key for everybody (sorted), 0 for those without one; who is not among them has no row."""
    result = np.zeros(len(everybody), dtype=np.int32)
    row = np.minimum(np.searchsorted(everybody, keys), len(everybody) - 1)
    known = everybody[row] == keys
    result[row[known]] = amounts[known]
    return result
