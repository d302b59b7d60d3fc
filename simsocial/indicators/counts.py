"""What one month is counted into: integer cubes that indicators read and kernels fill.

Kernels add persons, months, cents and milli-FTE as integers, so that no sum depends on an order.
Indicators are plain functions of these cubes (see :mod:`simsocial.indicators.registry`).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE, age_of_cohorts
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.population import MoveCounts
from simsocial.indicators.axes import BUDGETS, EVENTS, HOUSEHOLD_TYPES, PAYERS, QUANTITIES

__all__ = [
    "AGE_GROUPS",
    "GROUP_OF_AGE",
    "Counts",
    "age_group_of_cohorts",
]

Integers = npt.NDArray[np.int64]

AGE_GROUPS = ("0-2", "3-5", "6-9", "10-17", "18-24", "25-39", "40-64", "65-79", "80+")
_LOWER_AGES = np.array([0, 3, 6, 10, 18, 25, 40, 65, 80])
GROUP_OF_AGE = (np.searchsorted(_LOWER_AGES, np.arange(MAX_AGE + 1), side="right") - 1).astype(np.int8)
"""Index into :data:`AGE_GROUPS` by completed years."""


def age_group_of_cohorts(month: int) -> npt.NDArray[np.int8]:
    """Return the index into :data:`AGE_GROUPS` of every cohort in a month."""
    return np.take(GROUP_OF_AGE, age_of_cohorts(month))


@dataclass
class Counts:
    """All cubes of one month (flows) and at its end (stocks).

    Attributes
    ----------
    areas : tuple of str
        Identifiers of the areas, the order of every area axis.
    kinds : tuple of str
        Service kinds, the order of every kind axis.
    qualifications : tuple of str
        Staff markets, the order of every qualification axis.
    population : int64 (areas, 2, 101)
        Persons at the month's end by sex and completed years.
    care : int64 (areas, 6, 2, 9)
        Persons by care grade 0..5, sex and age group; grade 0 is not filled.
    care_at_home : int64 (areas, 2, 9)
        Persons with a care grade in private households.
    households : int64 (areas, 6)
        Private households by size 1..5+ (index 5 = five and more; index 0 unused).
    household_types : int64 (areas, types)
        See :data:`simsocial.indicators.axes.HOUSEHOLD_TYPES`.
    institution : int64 (areas, 2, 9)
        Residents of homes.
    dwellings : int64 (areas, 2)
        Dwellings and private households.
    flows : int64 (flows, areas, 2, 9)
        Events of the month, see :meth:`event`.
    cases : int64 (kinds, 4, areas, 2, 9)
        Cases at the month's end by state waiting, served, elsewhere, gave up; area where the person lives.
    claims : int64 (kinds, areas, 2, 9)
        Waiting cases of entitlements whose claim the law already gives.
    waiting_months : int64 (kinds, areas)
        Sum over waiting cases of the months they have waited.
    target : int64 (kinds, areas)
        Thousandths of a case: target quota times persons whom the kind is open to; 0 without a quota.
    travel : int64 (kinds, areas, 4)
        Served cases, their one-way minutes, cases within 15 and within 30 minutes.
    sites : int64 (kinds, areas, 5)
        Sites, licensed places, cases that staff and places allow, cases served there, cases that the
        licence allows; area of the site.
    staff : int64 (qualifications, areas, 3)
        Milli-FTE employed, wanted and surplus; area of the site.
    money : int64 (payers, kinds + 1, areas, 3)
        Cents by payer, service kind (the last: other), area and budget.
    quantities : int64 (quantities, areas)
        See :data:`simsocial.indicators.axes.QUANTITIES`.
    events : tuple of str
        The events known when these counts are made, the order of the event axis.
    """

    areas: tuple[str, ...]
    kinds: tuple[str, ...]
    qualifications: tuple[str, ...]
    population: Integers = field(init=False)
    care: Integers = field(init=False)
    care_at_home: Integers = field(init=False)
    households: Integers = field(init=False)
    household_types: Integers = field(init=False)
    institution: Integers = field(init=False)
    dwellings: Integers = field(init=False)
    flows: Integers = field(init=False)
    cases: Integers = field(init=False)
    claims: Integers = field(init=False)
    waiting_months: Integers = field(init=False)
    target: Integers = field(init=False)
    travel: Integers = field(init=False)
    sites: Integers = field(init=False)
    staff: Integers = field(init=False)
    money: Integers = field(init=False)
    quantities: Integers = field(init=False)
    events: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        areas, kinds, groups = len(self.areas), len(self.kinds), len(AGE_GROUPS)
        qualifications = len(self.qualifications)
        self.events = tuple(EVENTS)
        shapes: dict[str, Sequence[int]] = {
            "population": (areas, 2, MAX_AGE + 1),
            "care": (areas, 6, 2, groups),
            "care_at_home": (areas, 2, groups),
            "households": (areas, 6),
            "household_types": (areas, len(HOUSEHOLD_TYPES)),
            "institution": (areas, 2, groups),
            "dwellings": (areas, 2),
            "flows": (len(self.events), areas, 2, groups),
            "cases": (kinds, 4, areas, 2, groups),
            "claims": (kinds, areas, 2, groups),
            "waiting_months": (kinds, areas),
            "target": (kinds, areas),
            "travel": (kinds, areas, 4),
            "sites": (kinds, areas, 5),
            "staff": (qualifications, areas, 3),
            "money": (len(PAYERS), kinds + 1, areas, len(BUDGETS)),
            "quantities": (len(QUANTITIES), areas),
        }
        for name, shape in shapes.items():
            setattr(self, name, np.zeros(tuple(shape), dtype=np.int64))

    def event(self, name: str) -> Integers:
        """Return the cube (areas, 2, age groups) of an event.

        Raises
        ------
        ConfigError
            If no process counts it.
        """
        if name not in self.events:
            message = f"event '{name}' is counted by no process. {nearest(name, self.events)}"
            raise ConfigError(message)
        cube: Integers = self.flows[self.events.index(name)]
        return cube

    def happened(self) -> dict[str, int]:
        """Return how often each event happened in the whole region."""
        totals: list[int] = self.flows.reshape(len(self.events), -1).sum(axis=1).tolist()
        return dict(zip(self.events, totals, strict=True))

    def household_type(self, name: str) -> Integers:
        """Return the households (areas,) of a type."""
        households: Integers = self.household_types[:, HOUSEHOLD_TYPES.index(name)]
        return households

    def quantity(self, name: str) -> Integers:
        """Return the sums (areas,) of a quantity."""
        sums: Integers = self.quantities[QUANTITIES.index(name)]
        return sums

    def moves(self, place_area: npt.NDArray[np.int16], age_group: npt.NDArray[np.int8]) -> MoveCounts:
        """Return where people are counted who move from one area to another.

        Whatever gives a person another place within the region counts it here, with
        :func:`simsocial.core.population.count_move`, so that the population of each area balances.
        """
        return MoveCounts(place_area, age_group, self.event("moved_out"), self.event("moved_in"))

    def clear(self) -> None:
        """Set every cube to zero at the begin of a month."""
        for _, cube in self.cubes():
            cube[...] = 0

    def cubes(self) -> list[tuple[str, Integers]]:
        """Return all cubes by name."""
        return [
            (name, getattr(self, name))
            for name in self.__dataclass_fields__
            if isinstance(getattr(self, name), np.ndarray)
        ]

    def stand_in(self, cubes: Mapping[str, Integers]) -> Counts:
        """Return counts of the same labels with other cubes, for example of many months at once."""
        other = copy.copy(self)
        for name, cube in cubes.items():
            setattr(other, name, cube)
        return other
