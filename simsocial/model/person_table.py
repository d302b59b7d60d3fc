"""The person table: what each person of a run went through over the horizon, joined by key across options.

Keys are the same in every option, so that "the same artificial person with and without the measure" can be
compared. Kept for the first replicates only (``twins``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, age_of_cohorts
from simsocial.core.columns import CASE_STATES, INSTITUTION, NOBODY
from simsocial.core.state import TOP
from simsocial.indicators.counts import AGE_GROUPS

if TYPE_CHECKING:
    import pandas as pd

    from simsocial.model.social_model import SocialModel

__all__ = ["PersonTable"]

_CONSOLIDATE_MONTHS = 12


class PersonTable:
    """Collects months by person, field and case state, and informal care received.

    Parameters
    ----------
    model : SocialModel
        At the begin of the horizon: its people then are those with an age group and area at the
        decision date; people who come later are added without.
    """

    def __init__(self, model: SocialModel) -> None:
        self._model = model
        self._fields = tuple(dict.fromkeys(kind.field for kind in model.catalogue))
        self._field_of_kind = np.array(
            [self._fields.index(kind.field) for kind in model.catalogue], dtype=np.uint64
        )
        alive = self._rows()
        persons = model.state.persons
        self._key = persons.key[alive].copy()
        self._area = model.place_area[persons.place[alive]].copy()
        self._cohort = persons.cohort[alive].copy()
        self._month = model.next_month
        self._pending: list[npt.NDArray[np.uint64]] = []
        self._pending_codes: list[npt.NDArray[np.uint64]] = []
        self._sums: dict[str, tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]] = {}
        self._care_keys: list[npt.NDArray[np.uint64]] = []
        self._care_hours: list[npt.NDArray[np.int64]] = []

    def _rows(self) -> npt.NDArray[np.int64]:
        """Return the rows of everybody in the region."""
        persons, top = self._model.state.persons, int(self._model.state.counters[0, TOP])
        return np.flatnonzero(persons.cohort[:top] != EMPTY_COHORT)

    def record(self) -> None:
        """Add the month simulated last."""
        state = self._model.state
        cases, top = state.cases, int(state.counters[2, TOP])
        used = np.flatnonzero(cases.person[:top] != NOBODY)
        person = cases.person[used]
        fields = self._field_of_kind[cases.kind[used]]
        self._pending.append(state.persons.key[person].copy())
        self._pending_codes.append(fields * np.uint64(len(CASE_STATES)) + cases.state[used].astype(np.uint64))
        rows = self._rows()
        persons = state.persons
        cared = rows[(persons.care_grade[rows] > 0) & (persons.role[rows] != INSTITUTION)]
        hours = self._model.parameters.table("informal_care.hours_per_week", self._model.month)
        factors = self._model.services.effect_factors("informal_care_hours", self._model.month)
        weekly = hours[persons.care_grade[cared]].astype(np.float64)
        # Every person has at most a few cases: the list is followed for all cared-for people at once.
        case = persons.first_case[cared].astype(np.int64)
        while (case != NOBODY).any():
            has = case != NOBODY
            weekly[has] *= factors[cases.kind[case[has]], cases.state[case[has]]]
            case[has] = cases.next_case[case[has]]
        self._care_keys.append(persons.key[cared].copy())
        self._care_hours.append(np.rint(weekly * 52.0 / 12.0).astype(np.int64))
        if len(self._pending) >= _CONSOLIDATE_MONTHS:
            self._consolidate()

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
        found, place = np.unique(keys, return_inverse=True)
        total = np.zeros(len(found), dtype=np.int64)
        np.add.at(total, place, amounts)
        self._sums[name] = found, total

    def frame(self) -> pd.DataFrame:
        """Return one row a person: who, where and of which age at the decision date, and what followed.

        Columns ``months_<field>_<state>`` count months with a case in that state; ``present`` tells
        whether the person lives in the region at the end, ``moved`` whether in another area than at first.
        """
        import pandas as pd

        self._consolidate()
        model, persons = self._model, self._model.state.persons
        rows = self._rows()
        now = pd.DataFrame(
            {"person_key": persons.key[rows], "area_end": model.place_area[persons.place[rows]]}
        )
        ages = age_of_cohorts(self._month)[self._cohort]
        groups = np.searchsorted([3, 6, 10, 18, 25, 40, 65, 80], ages, side="right")
        first = pd.DataFrame(
            {
                "person_key": self._key,
                "area": np.array(model.counts.areas)[self._area],
                "sex": np.array(["m", "f"])[self._cohort & 1],
                "age_group": np.array(AGE_GROUPS)[groups],
            }
        )
        # Who came after the start and was gone before the end lived here too.
        everybody = np.unique(
            np.concatenate([self._key, persons.key[rows], *(keys for keys, _ in self._sums.values())])
        )
        table = pd.DataFrame({"person_key": everybody})
        table = table.merge(first, on="person_key", how="left").merge(now, on="person_key", how="left")
        table["at_start"] = table["area"].notna()
        table["present"] = table["area_end"].notna()
        names = np.array([*model.counts.areas, ""])
        ends = names[table["area_end"].fillna(len(model.counts.areas)).astype(int)]
        table["moved"] = table["at_start"] & table["present"] & (table["area"] != ends)
        table["area_end"] = ends
        for name, (keys, total) in sorted(self._sums.items()):
            label = name if "." not in name else "months_" + name.replace(".", "_")
            column = pd.DataFrame({"person_key": keys, label: total})
            table = table.merge(column, on="person_key", how="left")
            table[label] = table[label].fillna(0).astype(np.int32)
        return table
