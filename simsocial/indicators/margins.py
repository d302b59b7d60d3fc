"""Margins: by which groups people and cases are counted.

A margin sorts people by sex and age alone (:attr:`Margin.by_age`), or by whatever else holds for them
(:attr:`Margin.by_person`). How they are counted by several at once says :mod:`simsocial.indicators.cells`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.core.household_traits import household_traits
from simsocial.core.language import later
from simsocial.core.registry import Registry
from simsocial.core.state import TOP, State
from simsocial.indicators.axes import HOUSEHOLD_TYPES, household_type_of, household_type_of_traits
from simsocial.people.income_groups import INCOME_GROUPS, income_groups_of
from simsocial.people.livelihood import BENEFIT_GROUPS, benefit_groups_of
from simsocial.people.predicates import PREDICATES
from simsocial.people.social_states import SOCIAL_STATES
from simsocial.people.traits import axis_of
from simsocial.people.view import People

__all__ = ["AGE_GROUPS", "GROUP_OF_AGE", "MARGINS", "Everybody", "Margin"]


AGE_GROUPS = ("0-2", "3-5", "6-9", "10-17", "18-24", "25-39", "40-64", "65-79", "80+")
_LOWER_AGES = np.array([0, 3, 6, 10, 18, 25, 40, 65, 80])
GROUP_OF_AGE = (np.searchsorted(_LOWER_AGES, np.arange(MAX_AGE + 1), side="right") - 1).astype(np.int8)
"""Index into :data:`AGE_GROUPS` by completed years."""


@dataclass(frozen=True)
class Everybody:
    """What a margin may look at.

    Attributes
    ----------
    state : State
        Persons and households.
    month : int
        The absolute month.
    known : mapping
        Predicates of which it is told already of whom they hold, by row.
    """

    state: State
    month: int
    known: Mapping[str, npt.NDArray[np.bool_]] = field(default_factory=dict)

    @cached_property
    def traits(self) -> npt.NDArray[np.uint16]:
        """Traits by row, worked out if a margin asks for them; see :mod:`simsocial.core.household_traits`."""
        return household_traits(self.state)


@dataclass(frozen=True, eq=False)
class Margin:
    """A way to sort people into groups.

    Attributes
    ----------
    id : str
        Name that indicators state under ``groups`` and results have as ``group_kind``.
    label : mapping
        Name by language, ``de`` and ``en``.
    labels : mapping
        The groups in their order: id to name by language, or to an entry of a registry that has one.
    by_age : ndarray (2, 101) or None
        Index of the group by sex and completed years. Such a margin sorts events too.
    by_person : callable, str or None
        Returns the index of the group of each person's row, from :class:`Everybody`; for what is counted at the month's
        end (stocks and cases). A name stands for the trait with levels, or the predicate, of that id
        (:mod:`simsocial.people`).
    """

    id: str
    label: Mapping[str, str]
    labels: Mapping[str, Any]
    by_age: npt.NDArray[np.int8] | None = None
    by_person: Callable[[Everybody], npt.NDArray[Any]] | str | None = None

    @classmethod
    def by_predicate(cls, name: str) -> Margin:
        """Return the margin that tells those of whom a predicate holds from all others.

        Examples
        --------
        >>> Margin.by_predicate("lone_parent").label["en"]
        'lone parents'
        """
        labels = {"no": {"de": "nein", "en": "no"}, "yes": {"de": "ja", "en": "yes"}}
        return cls(name, PREDICATES[name].label, labels, by_person=name)

    def groups_of(self, people: Everybody) -> npt.NDArray[Any]:
        """Return the index of the group of each person's row, of a margin that sex and age do not decide."""
        if callable(self.by_person):
            return np.asarray(self.by_person(people))
        known = people.known.get(str(self.by_person))
        if known is not None:
            return known.view(np.uint8)
        rows = slice(0, int(people.state.counters[0, TOP]))
        return axis_of(str(self.by_person)).code(People(people.state, rows, people.month))

    def words(self) -> dict[str, dict[str, str]]:
        """Return the name of each group by language."""
        return {name: dict(getattr(entry, "label", entry)) for name, entry in self.labels.items()}


def _ages(label: str) -> dict[str, str]:
    first, _, last = label.removesuffix("+").partition("-")
    if not last:
        return {"de": f"ab {first} Jahren", "en": f"aged {first} and over"}
    return {"de": f"{first} bis {last} Jahre", "en": f"aged {first} to {last}"}


def _household_type(people: Everybody) -> npt.NDArray[np.uint8]:
    household = people.state.persons.household[: int(people.state.counters[0, TOP])]
    # Unused rows may name any household; they are counted nowhere.
    of_home = household_type_of(people.traits, household_type_of_traits())
    return np.take(of_home, household, mode="clip")


MARGINS: Registry[Margin] = Registry(
    later("margin"),
    Margin(
        "sex",
        {"de": "Geschlecht", "en": "sex"},
        {"m": {"de": "Männer", "en": "men"}, "f": {"de": "Frauen", "en": "women"}},
        by_age=np.repeat(np.array([[0], [1]], dtype=np.int8), MAX_AGE + 1, axis=1),
    ),
    Margin(
        "age_group",
        {"de": "Altersgruppe", "en": "age group"},
        {label: _ages(label) for label in AGE_GROUPS},
        by_age=np.stack([GROUP_OF_AGE, GROUP_OF_AGE]),
    ),
    Margin(
        "household_type",
        {"de": "Haushaltstyp", "en": "household type"},
        HOUSEHOLD_TYPES,
        by_person=_household_type,
    ),
    Margin(
        "care_grade",
        {"de": "Pflegegrad", "en": "care grade"},
        {
            "none": {"de": "ohne Pflegegrad", "en": "no care grade"},
            **{
                str(grade): {"de": f"Pflegegrad {grade}", "en": f"care grade {grade}"}
                for grade in range(1, 6)
            },
        },
        by_person="care_grade",
    ),
    Margin(
        "income_group",
        {
            "de": "Einkommensgruppe (Fünftel nach Nettoeinkommen, Grenzen vor dem ersten Jahr)",
            "en": "income group (fifths by net income, bounds of before the first year)",
        },
        INCOME_GROUPS,
        by_person=lambda people: income_groups_of(people.state),
    ),
    Margin(
        "benefit",
        {"de": "Leistungsbezug des Haushalts", "en": "benefit of the household"},
        BENEFIT_GROUPS,
        by_person=lambda people: benefit_groups_of(people.state),
    ),
    Margin(
        "migration_background",
        {"de": "Migrationshintergrund", "en": "migration background"},
        {
            "no": {
                "de": "Menschen ohne Migrationshintergrund",
                "en": "people without a migration background",
            },
            "yes": SOCIAL_STATES["migration_background"],
        },
        by_person="migration_background",
    ),
)
"""All margins; an indicator names those that it records."""
