"""What one month is counted into: integer cubes that indicators read and kernels fill.

Kernels add persons, months, cents and milli-FTE as integers, so that no sum depends on an order.
Indicators are plain functions of these cubes (see :mod:`simsocial.indicators.registry`).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.core.columns import CASE_STATES
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.core.move_counts import MoveCounts
from simsocial.indicators.axes import BUDGETS, EVENTS, HOUSEHOLD_TYPES, LEVELS, OWNERSHIPS, PAYERS, QUANTITIES
from simsocial.indicators.cells import Cells
from simsocial.indicators.shares import SHARES
from simsocial.people.social_states import SOCIAL_STATES

__all__ = ["DETECTED", "FELT", "OPEN_TO", "REACHED", "REFUSED", "UNMET", "WANTED", "Counts"]

Integers = npt.NDArray[np.int64]

FELT, DETECTED, REFUSED = range(3)
"""Of needs that begin: all; those that become known; of these, those to which the claim is refused."""

OPEN_TO, REACHED, UNMET, WANTED = range(4)
"""At the year's end: people whom a kind is open to; its cases that are served, are not, and all of them."""

_BY_CELL = ("care", "care_at_home", "institution", "flows", "needs", "cases", "claims", "social_states")
"""Cubes whose last axes are areas and cells."""


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
    cells : Cells
        Combinations of margins in which persons, events and cases are counted; see
        :mod:`simsocial.indicators.margins`.
    people_of_state : int64 (states, 2, 101)
        Persons of the region by what margins tell beside sex and age; without rows where they tell nothing.
    levels : int64 (levels, areas, 2, 101)
        Persons by the values of counted columns, those of one column after the other; see :meth:`people_with`.
    care : int64 (6, areas, cells)
        Persons by care grade 0..5; grade 0 is not filled.
    care_at_home : int64 (areas, cells)
        Persons with a care grade in private households.
    households : int64 (areas, 6)
        Private households by size 1..5+ (index 5 = five and more; index 0 unused).
    household_types : int64 (areas, types)
        See :data:`simsocial.indicators.axes.HOUSEHOLD_TYPES`.
    institution : int64 (areas, cells)
        Residents of homes.
    dwellings : int64 (areas, 2)
        Dwellings and private households.
    flows : int64 (events, areas, cells of events)
        Events of the month, see :meth:`event`.
    needs : int64 (kinds, 3, areas, cells of events)
        Needs that begin in the month, of kinds where they do: see :data:`FELT`.
    cases : int64 (kinds, case states, areas, cells)
        Cases at the month's end by :data:`simsocial.core.columns.CASE_STATES`; area where the person lives.
    claims : int64 (kinds, areas, cells)
        Waiting cases of entitlements whose claim the law already gives.
    social_states : int64 (states, areas, cells)
        Persons in each of :data:`simsocial.people.social_states.SOCIAL_STATES`, as this month's demand was told.
    reached : int64 (kinds, 4, slots of key dates)
        At the end of December, of kinds that ask for it, by slot: see :data:`OPEN_TO`. In other months nobody.
    shares : int64 (shares, 2, slots of key dates)
        Then, too, by slot, of each of :data:`simsocial.indicators.shares.SHARES` those of whom it holds, and all of
        whom it is a share.
    waiting_months : int64 (kinds, areas)
        Sum over waiting cases of the months they have waited.
    target : int64 (kinds, areas)
        Thousandths of a case: target quota times persons whom the kind is open to; 0 without a quota.
    travel : int64 (kinds, areas, 4)
        Served cases, their one-way minutes, cases within 15 and within 30 minutes.
    sites : int64 (kinds, areas, 5)
        Sites, licensed places, cases that staff and places allow, cases served there, cases that the
        licence allows; area of the site.
    by_member : int64 (kinds, qualifications, areas)
        Cases that places and the staff of one qualification allow, of kinds that need several; area of the site.
    staff : int64 (qualifications, areas, 4)
        Milli-FTE employed, wanted and surplus, and thousandths of a person employed; area of the site.
    money : int64 (payers, kinds + 1, areas, 3)
        Cents by payer, service kind (the last: other), area and budget.
    providers : int64 (ownerships, areas, 4)
        Cents of the month by ownership of the provider: cost of sites, the provider's part, own means, and the reserve
        at the month's end.
    owned : int64 (ownerships, areas, 3)
        Open sites, cases served there and milli-FTE employed there by ownership of the provider; area of the site.
    choice : int64 (kinds, areas)
        Providers of the kind's sites within half an hour, in thousandths, the mean over people.
    quantities : int64 (quantities, areas)
        See :data:`simsocial.indicators.axes.QUANTITIES`.
    events : tuple of str
        The events known when these counts are made, the order of the event axis.
    named_levels : tuple of (str, str)
        Column and value of each level, likewise.
    """

    areas: tuple[str, ...]
    kinds: tuple[str, ...]
    qualifications: tuple[str, ...]
    cells: Cells = field(default_factory=Cells)
    population: Integers = field(init=False)
    people_of_state: Integers = field(init=False)
    levels: Integers = field(init=False)
    care: Integers = field(init=False)
    care_at_home: Integers = field(init=False)
    households: Integers = field(init=False)
    household_types: Integers = field(init=False)
    institution: Integers = field(init=False)
    dwellings: Integers = field(init=False)
    flows: Integers = field(init=False)
    needs: Integers = field(init=False)
    cases: Integers = field(init=False)
    claims: Integers = field(init=False)
    social_states: Integers = field(init=False)
    reached: Integers = field(init=False)
    shares: Integers = field(init=False)
    waiting_months: Integers = field(init=False)
    target: Integers = field(init=False)
    travel: Integers = field(init=False)
    sites: Integers = field(init=False)
    by_member: Integers = field(init=False)
    staff: Integers = field(init=False)
    money: Integers = field(init=False)
    providers: Integers = field(init=False)
    owned: Integers = field(init=False)
    choice: Integers = field(init=False)
    quantities: Integers = field(init=False)
    events: tuple[str, ...] = field(init=False)
    named_levels: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        areas, kinds, cells = len(self.areas), len(self.kinds), self.cells.number
        qualifications = len(self.qualifications)
        of_dates = areas + len(self.cells.labels_at_key_dates)
        self.events = tuple(EVENTS)
        self.named_levels = tuple((column.id, name) for column in LEVELS.values() for name in column.names)
        shapes: dict[str, Sequence[int]] = {
            "population": (areas, 2, MAX_AGE + 1),
            "people_of_state": (0 if self.cells.of_person == 1 else self.cells.of_person, 2, MAX_AGE + 1),
            "levels": (len(self.named_levels), areas, 2, MAX_AGE + 1),
            "care": (6, areas, cells),
            "care_at_home": (areas, cells),
            "households": (areas, 6),
            "household_types": (areas, len(HOUSEHOLD_TYPES)),
            "institution": (areas, cells),
            "dwellings": (areas, 2),
            "flows": (len(self.events), areas, self.cells.of_age),
            "needs": (kinds, 3, areas, self.cells.of_age),
            "cases": (kinds, len(CASE_STATES), areas, cells),
            "claims": (kinds, areas, cells),
            "social_states": (len(SOCIAL_STATES), areas, cells),
            "reached": (kinds, 4, of_dates),
            "shares": (len(SHARES), 2, of_dates),
            "waiting_months": (kinds, areas),
            "target": (kinds, areas),
            "travel": (kinds, areas, 4),
            "sites": (kinds, areas, 5),
            "by_member": (kinds, qualifications, areas),
            "staff": (qualifications, areas, 4),
            "money": (len(PAYERS), kinds + 1, areas, len(BUDGETS)),
            "providers": (len(OWNERSHIPS), areas, 4),
            "owned": (len(OWNERSHIPS), areas, 3),
            "choice": (kinds, areas),
            "quantities": (len(QUANTITIES), areas),
        }
        for name, shape in shapes.items():
            setattr(self, name, np.zeros(tuple(shape), dtype=np.int64))

    def event(self, name: str) -> Integers:
        """Return what is counted of an event: (areas, cells of events), or (slots,) of :meth:`by_slot`.

        Raises
        ------
        ConfigError
            If no process counts it.
        """
        if name not in self.events:
            message = say(
                "event '{name}' is counted by no process. {valid}",
                name=name,
                valid=nearest(name, self.events),
            )
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

    def persons(self, first: int = 0, last: int = MAX_AGE) -> Integers:
        """Return persons of an age span by slot."""
        return self.cells.persons(self.population, self.people_of_state, first, last)

    def people_with(self, column: str, *values: str, first: int = 0, last: int = MAX_AGE) -> Integers:
        """Return persons of an age span of whom a counted column has one of these values, by slot.

        Raises
        ------
        ConfigError
            If there is no such column or value.
        """
        names = [value for own, value in self.named_levels if own == column]
        for value in values:
            if value not in names:
                message = say(
                    "'{value}' is no counted value of column '{column}'. {valid}",
                    value=value,
                    column=column,
                    valid=nearest(value, names),
                )
                raise ConfigError(message)
        chosen = [self.named_levels.index((column, value)) for value in values]
        with_value = self.levels[chosen].sum(axis=0)
        return self.cells.persons(with_value, np.zeros_like(self.people_of_state), first, last)

    def in_areas(self, slots: Integers) -> Integers:
        """Return the part by area of what is counted by slot (first axis)."""
        return slots[: len(self.areas)]

    def by_slot(self) -> Counts:
        """Return these counts with sums by area and margin in place of cells; indicators read them so."""
        return self.stand_in({name: self.cells.by_slot(getattr(self, name)) for name in _BY_CELL})

    def of_months(self, cubes: Mapping[str, Integers], *, added_up: bool = False) -> Counts:
        """Return the counts of some months by slot, the month as last axis, from all cubes with it as first one.

        Parameters
        ----------
        cubes : mapping of str to ndarray (months, ...)
            As :meth:`cubes` names them.
        added_up : bool
            They are by slot already (:meth:`by_slot`).
        """
        months = self.stand_in(cubes)
        months = months if added_up else months.by_slot()
        return self.stand_in(
            {name: np.ascontiguousarray(np.moveaxis(cube, 0, -1)) for name, cube in months.cubes()}
        )

    def moves(self, place_area: npt.NDArray[np.int16], cell: npt.NDArray[np.int16]) -> MoveCounts:
        """Return where people are counted who move from one area to another.

        Whatever gives a person another place within the region counts it here, with
        :func:`simsocial.core.move_counts.count_move`, so that the population of each area balances.
        """
        return MoveCounts(place_area, cell, self.event("moved_out"), self.event("moved_in"))

    def clear(self) -> None:
        """Set every cube to zero at the begin of a month."""
        for _, cube in self.cubes():
            cube[...] = 0

    def cubes(self) -> list[tuple[str, Integers]]:
        """Return all cubes by name."""
        return [(name, getattr(self, name)) for name in _CUBES]

    def stand_in(self, cubes: Mapping[str, Integers]) -> Counts:
        """Return counts of the same labels with other cubes, for example of many months at once."""
        other = copy.copy(self)
        for name, cube in cubes.items():
            setattr(other, name, cube)
        return other


_CUBES = tuple(one.name for one in fields(Counts) if one.type == "Integers")
