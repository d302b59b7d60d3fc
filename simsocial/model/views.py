"""Views of persons and households by key, with a biography for those who are watched.

A model holds people as columns; a view reads one row of them and speaks in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from simsocial.core.calendar import EMPTY_COHORT, EPOCH_MONTH, month_label
from simsocial.core.columns import CASE_STATES, INSTITUTION, NOBODY, SERVED, UNUSED
from simsocial.core.errors import RunError
from simsocial.core.language import say
from simsocial.core.state import TOP

if TYPE_CHECKING:
    from simsocial.model.world import World

__all__ = ["HouseholdView", "HouseholdViews", "PersonView", "PersonViews"]

_ROLES = ("adult", "child of the household", "resident of a home", "guest of a reception centre")


def _own_columns(model: World, table: str, row: int) -> dict[str, Any]:
    """Return what processes keep of a row, as plain numbers."""
    return {name: column[row].item() for name, column in sorted(model.state.columns[table].items())}


class PersonView:
    """One person, read from the columns when asked."""

    def __init__(self, model: World, row: int) -> None:
        self._model, self._row = model, row
        self.key = int(model.state.persons.key[row])

    def _column(self, name: str) -> Any:
        return getattr(self._model.state.persons, name)[self._row]

    @property
    def sex(self) -> str:
        """``m`` or ``f``."""
        return "mf"[int(self._column("cohort")) & 1]

    @property
    def age(self) -> int:
        """Completed years in the month simulated last."""
        birth = EPOCH_MONTH + (int(self._column("cohort")) >> 1)
        return (self._model.month - birth) // 12

    @property
    def place(self) -> str:
        """Place where the person lives."""
        return str(self._model.region.places["place"].iloc[int(self._column("place"))])

    @property
    def role(self) -> str:
        """Role in the household."""
        return _ROLES[int(self._column("role"))]

    @property
    def care_grade(self) -> int:
        """Care grade 0-5."""
        return int(self._column("care_grade"))

    @property
    def partner(self) -> int | None:
        """Key of the partner, None without."""
        row = int(self._column("partner"))
        return None if row == NOBODY else int(self._model.state.persons.key[row])

    @property
    def columns(self) -> dict[str, Any]:
        """Values of the columns that processes keep of persons, by name."""
        return _own_columns(self._model, "persons", self._row)

    @property
    def services(self) -> dict[str, str]:
        """State of each of the person's cases by kind of service."""
        cases, found = self._model.state.cases, {}
        case = int(self._column("first_case"))
        while case != NOBODY:
            text = CASE_STATES[int(cases.state[case])]
            if cases.state[case] == SERVED:
                site = next(s for s in self._model.services.sites if s.code == int(cases.site[case]))
                text = f"served at {site.site_id}"
            found[self._model.catalogue.ids[int(cases.kind[case])]] = text
            case = int(cases.next_case[case])
        return dict(sorted(found.items()))

    def summary(self) -> dict[str, Any]:
        """Return everything a biography follows."""
        return {
            "place": self.place,
            "role": self.role,
            "partner": self.partner,
            "care grade": self.care_grade,
            "services": self.services,
            **{name.replace("_", " "): value for name, value in self.columns.items()},
        }

    def __repr__(self) -> str:
        """Return one line: sex, age, role, place, care, services."""
        services = "".join(f", {kind} {state}" for kind, state in self.services.items())
        grade = f", care grade {self.care_grade}" if self.care_grade else ""
        return f"{self.sex} {self.age}, {self.role}, {self.place}{grade}{services}"


class PersonViews:
    """Persons by key; those named in `watch` get a diary of what changed in each month."""

    def __init__(self, model: World, watch: Sequence[int]) -> None:
        self._model = model
        self._last: dict[int, dict[str, Any] | None] = {int(key): None for key in watch}
        self.diary: dict[int, list[str]] = {int(key): [] for key in watch}
        self.watch()

    def __getitem__(self, key: int) -> PersonView:
        """Return the view of a living person.

        Raises
        ------
        RunError
            If nobody alive in the region has this key.
        """
        row = self._row(int(key))
        if row is None:
            message = say(
                "Nobody in the region in {month_label} has the key {key}.",
                month_label=self._model.month_label,
                key=key,
            )
            raise RunError(message)
        return PersonView(self._model, row)

    def keys(self) -> Iterator[int]:
        """Iterate over the keys of everybody alive in the region."""
        return (int(key) for key in self._model.state.persons.key[self._rows()])

    def items(self) -> Iterator[tuple[int, PersonView]]:
        """Iterate over key and view of everybody alive in the region, without looking for each of them."""
        return ((person.key, person) for person in (PersonView(self._model, row) for row in self._rows()))

    def _rows(self) -> list[int]:
        """Return the rows of everybody alive in the region."""
        cohort = self._model.state.persons.cohort[: int(self._model.state.counters[0, TOP])]
        rows: list[int] = np.flatnonzero(cohort != EMPTY_COHORT).tolist()
        return rows

    def _row(self, key: int) -> int | None:
        persons = self._model.state.persons
        top = int(self._model.state.counters[0, TOP])
        rows = np.flatnonzero((persons.key[:top] == np.uint64(key)) & (persons.cohort[:top] != EMPTY_COHORT))
        return int(rows[0]) if len(rows) else None

    def watch(self) -> None:
        """Note what changed for those who are watched; called after every month."""
        for key, before in self._last.items():
            row = self._row(key)
            now = None if row is None else PersonView(self._model, row).summary()
            label = month_label(self._model.month)
            if before is None and now is not None:
                self.diary[key].append(f"{label}: {self[key]!r}")
            elif before is not None and now is None:
                end = "died" if np.uint64(key) in self._model.died else "left the region"
                self.diary[key].append(f"{label}: {end}")
            elif before is not None and now is not None:
                for name, value in now.items():
                    if value != before[name]:
                        self.diary[key].append(f"{label}: {name} {before[name]} -> {value}")
            self._last[key] = now


class HouseholdView:
    """One household: where it is, who lives in it, and what its watched members went through."""

    def __init__(self, model: World, row: int, diary: Mapping[int, Sequence[str]]) -> None:
        self._model, self._row, self._diary = model, row, diary
        self.key = int(model.state.households.key[row])

    @property
    def place(self) -> str:
        """Place of the household."""
        return str(
            self._model.region.places["place"].iloc[int(self._model.state.households.place[self._row])]
        )

    @property
    def columns(self) -> dict[str, Any]:
        """Values of the columns that processes keep of households, by name."""
        return _own_columns(self._model, "households", self._row)

    @property
    def members(self) -> list[PersonView]:
        """Members, older ones first."""
        persons, found = self._model.state.persons, []
        row = int(self._model.state.households.first_member[self._row])
        while row != NOBODY:
            found.append(PersonView(self._model, row))
            row = int(persons.next_member[row])
        return sorted(found, key=lambda person: (-person.age, person.key))

    @property
    def is_institution(self) -> bool:
        """Whether it stands for a resident of a home."""
        return any(person.role == _ROLES[INSTITUTION] for person in self.members)

    def biography(self) -> str:
        """Return the members today and the diary of those who are watched."""
        lines = [f"Household {self.key} in {self.place}, {self._model.month_label}"]
        for person in self.members:
            lines.append(f"  {person.key}: {person!r}")
            lines += [f"    {entry}" for entry in self._diary.get(person.key, [])]
        return "\n".join(lines)

    def __repr__(self) -> str:
        """Return the biography, so that a household printed tells its story."""
        return self.biography()


class HouseholdViews:
    """Households by key; their stories hold the diary of `persons`."""

    def __init__(self, model: World, persons: PersonViews) -> None:
        self._model, self._persons = model, persons

    def __getitem__(self, key: int) -> HouseholdView:
        """Return the view of a household.

        Raises
        ------
        RunError
            If no household has this key now.
        """
        households, top = self._model.state.households, int(self._model.state.counters[1, TOP])
        rows = np.flatnonzero((households.key[:top] == np.uint64(key)) & (households.form[:top] != UNUSED))
        if not len(rows):
            message = say(
                "No household in {month_label} has the key {key}.",
                month_label=self._model.month_label,
                key=key,
            )
            raise RunError(message)
        return HouseholdView(self._model, int(rows[0]), self._persons.diary)

    def keys(self) -> Iterator[int]:
        """Iterate over the keys of all households."""
        households, top = self._model.state.households, int(self._model.state.counters[1, TOP])
        return (int(key) for key in households.key[:top][households.form[:top] != UNUSED])
