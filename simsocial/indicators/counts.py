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
from simsocial.core.population import MoveCounts

__all__ = [
    "AGE_GROUPS",
    "BUDGETS",
    "FLOWS",
    "GROUP_OF_AGE",
    "PAYERS",
    "QUANTITIES",
    "Counts",
    "age_group_of_cohorts",
    "flow_index",
    "register_flow",
]

Integers = npt.NDArray[np.int64]

AGE_GROUPS = ("0-2", "3-5", "6-9", "10-17", "18-24", "25-39", "40-64", "65-79", "80+")
_LOWER_AGES = np.array([0, 3, 6, 10, 18, 25, 40, 65, 80])
GROUP_OF_AGE = (np.searchsorted(_LOWER_AGES, np.arange(MAX_AGE + 1), side="right") - 1).astype(np.int8)
"""Index into :data:`AGE_GROUPS` by completed years."""

PAYERS = ("kreis", "municipality", "land", "bund", "care_fund", "families", "provider")
"""Who pays, in the order in which a Kreis reads them."""
BUDGETS = ("operating", "capital", "annuity")
"""Running cost; investments when they are made; and, instead of these, their interest and redemption."""
QUANTITIES = (
    "informal_care_hours",
    "carers_full_time_loss",
    "parent_hours_lost",
    "old_carers",
    "care_aid_recipients",
    "care_aid",
)
"""Outcomes that are not a state: weekly hours in quarter-hours, full-time jobs and recipients in thousandths;
old carers; care aid for residents of homes in cents."""

FLOWS: list[str] = [
    "births",
    "deaths",
    "arrivals",
    "departures",
    "moved_in",
    "moved_out",
    "partnerships",
    "separations",
    "widowed",
    "left_home",
    "care_onset",
    "care_worse",
    "care_better",
]
"""Names of events counted by area, sex and age group of the person; plugins may add theirs."""


def register_flow(name: str) -> int:
    """Add an event that a process counts and return its index; known names keep theirs."""
    if name not in FLOWS:
        FLOWS.append(name)
    return FLOWS.index(name)


def flow_index(name: str) -> int:
    """Return the index of an event in :attr:`Counts.flows`."""
    return FLOWS.index(name)


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
    household_types : int64 (areas, 4)
        Living alone, couple without child, couple with child, lone parent; others are the rest.
    institution : int64 (areas, 2, 9)
        Residents of homes.
    dwellings : int64 (areas, 2)
        Dwellings and private households.
    flows : int64 (flows, areas, 2, 9)
        Events of the month.
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
        Cents by payer, service kind (the last: other), area and budget, see :data:`BUDGETS`.
    quantities : int64 (quantities, areas)
        See :data:`QUANTITIES`.
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

    def __post_init__(self) -> None:
        areas, kinds, groups = len(self.areas), len(self.kinds), len(AGE_GROUPS)
        qualifications = len(self.qualifications)
        shapes: dict[str, Sequence[int]] = {
            "population": (areas, 2, MAX_AGE + 1),
            "care": (areas, 6, 2, groups),
            "care_at_home": (areas, 2, groups),
            "households": (areas, 6),
            "household_types": (areas, 4),
            "institution": (areas, 2, groups),
            "dwellings": (areas, 2),
            "flows": (len(FLOWS), areas, 2, groups),
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

    def moves(self, place_area: npt.NDArray[np.int16], age_group: npt.NDArray[np.int8]) -> MoveCounts:
        """Return where people are counted who move from one area to another.

        Whatever gives a person another place within the region counts it here, with
        :func:`simsocial.core.population.count_move`, so that the population of each area balances.
        """
        moved_out, moved_in = self.flows[flow_index("moved_out")], self.flows[flow_index("moved_in")]
        return MoveCounts(place_area, age_group, moved_out, moved_in)

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
