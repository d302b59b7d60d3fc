"""The census: what everybody, every household and every case adds up to at the month's end.

Only rows that changed since the last count are looked at: what was counted of them is taken away, what holds now is
added. Ages need no look at anybody, since people are added up by birth cohort. Everything is counted anew in the
first month of a model, also of one that goes on from a snapshot.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_CELL, EMPTY_COHORT, EPOCH_MONTH, MAX_AGE, N_COHORTS, cell_of_cohorts
from simsocial.core.columns import (
    ADULT,
    CHILD,
    COUNT_ANEW,
    NOBODY,
    PRIVATE,
    Households,
    Persons,
)
from simsocial.core.compile import helper, in_place
from simsocial.core.household_traits import ADULTS, WITH_CHILD, WITH_COUPLE
from simsocial.core.marks import BLOCK, eight_by_eight, next_marked
from simsocial.core.state import TOP, State, longer
from simsocial.indicators.axes import HOUSEHOLD_TYPES, household_type_of_traits
from simsocial.indicators.margins import Everybody
from simsocial.processes.base import Engine, Process, register
from simsocial.services.site_tables import SiteTables

__all__ = ["Census", "count_population"]

Integers = npt.NDArray[np.int64]

_SIZES = 6
_MONTHS = N_COHORTS // 2
"""Months in which people may be born."""


class _Counted(NamedTuple):
    """What was counted of each row, and what that adds up to.

    Attributes
    ----------
    of_person : uint32 (rows,)
        Place in `people`; 0 for an unused row.
    of_household : int32 (rows,)
        Place in `homes`; 0 for rows that are no private household.
    people : int32 (areas x sexes x months of birth,)
        Persons; the first is of unused rows and means nothing.
    homes : int32 (1 + areas x sizes x types,)
        Private households; the first is of other rows and means nothing.
    """

    of_person: npt.NDArray[np.uint32]
    of_household: npt.NDArray[np.int32]
    people: npt.NDArray[np.int32]
    homes: npt.NDArray[np.int32]


class _SitesCounted(NamedTuple):
    """Which sites each kind and qualification has, as long as the same are open.

    Attributes
    ----------
    tables : SiteTables
        Those that hold.
    site : ndarray (pairs,)
        Of each kind with each of its open sites.
    need_milli, fixed_milli, capacity, staff_limits, by_staff : ndarray (pairs,)
        What `tables` says of each.
    cell : ndarray (5, pairs)
        Place of each figure among the counts of sites.
    employer, staff_cell : ndarray (sites with staff,), (3, sites with staff)
        Sites with a qualification, and the place of each figure among the counts of staff.
    """

    tables: SiteTables
    site: Integers
    need_milli: Integers
    fixed_milli: Integers
    capacity: Integers
    staff_limits: npt.NDArray[np.bool_]
    by_staff: npt.NDArray[np.bool_]
    cell: Integers
    employer: Integers
    staff_cell: Integers


@register
class Census(Process):
    """Fill the stocks of the month's counts."""

    name = "census"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._household_type = household_type_of_traits()
        self._state: State | None = None
        self._counted = self._nothing(0, 0)
        self._room = np.zeros((4, BLOCK), dtype=np.int32)
        self._sites: _SitesCounted | None = None

    def step(self, month: int) -> None:
        """Count at the month's end."""
        model, counts = self.model, self.model.counts
        due = self._count_people(month)
        people = Everybody(model.state, month)
        cells = counts.cells.of_people(people)
        self._count_states(people)
        model.services.count_cases(month, cells, due)
        stock = np.bincount(model.place_area, model.housing.stock, minlength=len(counts.areas))
        counts.dwellings[:, 0] = stock.astype(np.int64)
        counts.dwellings[:, 1] = counts.households.sum(axis=1)
        self._count_sites(month)

    @property
    def nbytes(self) -> int:
        """Bytes held by what was counted of people and households."""
        return sum(values.nbytes for values in self._counted)

    def _nothing(self, persons: int, households: int) -> _Counted:
        """Return that nothing is counted of so many rows."""
        areas = len(self.model.counts.areas)
        return _Counted(
            np.zeros(persons, dtype=np.uint32),
            np.zeros(households, dtype=np.int32),
            np.zeros(areas * 2 * _MONTHS, dtype=np.int32),
            np.zeros(1 + areas * _SIZES * len(HOUSEHOLD_TYPES), dtype=np.int32),
        )

    def _count_people(self, month: int) -> int:
        """Count persons and households; return how many persons were due."""
        model, state, counts = self.model, self.model.state, self.model.counts
        persons, households = state.persons, state.households
        people, homes = state.counters[:2, TOP].tolist()
        # Rows that were never used say nothing, also where a plugin marks all there are.
        persons.due[people:] = households.due[homes:] = 0
        if state is not self._state:
            self._state, self._counted = state, self._nothing(len(persons.due), len(households.due))
            persons.due[:people] |= np.uint8(COUNT_ANEW)
            households.due[:homes] |= np.uint8(COUNT_ANEW)
        self._counted = self._counted._replace(
            of_person=longer(self._counted.of_person, len(persons.due)),
            of_household=longer(self._counted.of_household, len(households.due)),
        )
        areas = len(counts.areas)
        due: int = _count_due(
            persons,
            households,
            eight_by_eight(persons.due),
            eight_by_eight(households.due),
            self._counted,
            model.place_area,
            self._household_type,
            month,
            self._room,
            counts.population,
        )
        by_type = self._counted.homes[1:].reshape(areas, _SIZES, -1)
        by_type.sum(axis=2, out=counts.households)
        by_type.sum(axis=1, out=counts.household_types)
        return due

    def _count_states(self, people: Everybody) -> None:
        """Count everybody by what margins tell beside sex and age, where they tell anything."""
        counted = self.model.counts.people_of_state
        if not len(counted):
            return
        state = self.model.counts.cells.state_of(people).astype(np.int64)
        cell = cell_of_cohorts(people.month)[people.state.persons.cohort[: len(state)]]
        alive = cell != EMPTY_CELL
        number = np.bincount(state[alive] * EMPTY_CELL + cell[alive], minlength=counted.size)
        counted[:] = number.reshape(counted.shape)

    def _count_sites(self, month: int) -> None:
        """Count sites, places and staff by area."""
        counts, services = self.model.counts, self.model.services
        arrays, tables, use = services.sites.arrays, services.tables(month), services.use(month)
        if self._sites is None or self._sites.tables is not tables:
            self._sites = _sites_of(tables, counts.sites.shape, counts.staff.shape)
        own, staff, served = self._sites, arrays.staff_milli, use.served_by_site[self._sites.site]
        free_staff = np.maximum((staff - use.bound_milli)[own.site] - own.fixed_milli, 0)
        # Who does not hang on staff may take in all whom the licence allows.
        by_staff = np.where(own.staff_limits, served + free_staff // own.need_milli, own.capacity)
        usable = np.maximum(np.minimum(own.capacity, by_staff), served)
        figures = np.empty(own.cell.shape)
        figures[0] = 1.0
        figures[1] = arrays.licensed_places[own.site]
        figures[2] = usable
        figures[3] = served
        figures[4] = np.where(own.by_staff, usable, own.capacity)
        _add_up(figures, own.cell, counts.sites)
        wanted, figures = services.wanted_milli(month)[own.employer], np.empty(own.staff_cell.shape)
        employed = staff[own.employer]
        np.maximum(employed, 0, out=figures[0])
        figures[1] = wanted
        np.maximum(employed - wanted, 0, out=figures[2])
        _add_up(figures, own.staff_cell, counts.staff)


def _sites_of(tables: SiteTables, sites: tuple[int, ...], staff: tuple[int, ...]) -> _SitesCounted:
    """Return which sites are counted where, in cubes (codes, areas, figures) of these shapes."""

    def places(own: npt.NDArray[np.bool_], shape: tuple[int, ...]) -> tuple[Integers, Integers, Integers]:
        code, site = np.nonzero(own)
        cell = code * shape[1] + tables.area[site]
        return code, site, cell * shape[2] + np.arange(shape[2])[:, None]

    kind, site, cell = places(tables.is_open & (tables.kind_code == tables.site_kind_of_kind[:, None]), sites)
    _, employer, staff_cell = places(tables.qualification == np.arange(staff[0])[:, None], staff)
    return _SitesCounted(
        tables,
        site,
        np.maximum(tables.need_milli[kind, site], 1),
        tables.fixed_milli[site],
        tables.capacity[site],
        tables.staff_limits[site],
        tables.by_staff[site],
        cell,
        employer,
        staff_cell,
    )


def _add_up(figures: npt.NDArray[np.float64], cell: Integers, cube: Integers) -> None:
    """Write the sums of figures over the sites of each cell into a cube."""
    total = np.bincount(cell.ravel(), figures.ravel(), minlength=cube.size)
    cube[...] = total.reshape(cube.shape)


def count_population(engine: Engine) -> Integers:
    """Return persons of the present state by area, sex and completed years, of shape (areas, 2, 101)."""
    state, counts = engine.state, engine.counts
    top, cells = int(state.counters[0, TOP]), EMPTY_CELL + 1
    area = engine.place_area[state.persons.place[:top]].astype(np.int64)
    cell = area * cells + cell_of_cohorts(engine.month)[state.persons.cohort[:top]]
    found = np.bincount(cell, minlength=len(counts.areas) * cells).reshape(-1, cells)
    return found[:, :EMPTY_CELL].reshape(counts.population.shape).astype(np.int64)


@in_place
def _count_due(
    persons: Persons,
    households: Households,
    marks: npt.NDArray[np.uint64],
    household_marks: npt.NDArray[np.uint64],
    counted: _Counted,
    place_area: npt.NDArray[np.int16],
    type_of: npt.NDArray[np.uint8],
    month: int,
    room: npt.NDArray[np.int32],
    population: Integers,
) -> int:
    """Count persons and households that are due, and add up people by age; return the number of persons.

    A household is due with any of its members. The marks stay: the count of cases looks at them, too.
    """
    rows, due, begin = room[0], 0, 0
    while begin <= len(marks):
        found, begin = next_marked(marks, persons.due, COUNT_ANEW, begin, rows)
        due += found
        for row in rows[:found]:
            cohort, now = persons.cohort[row], 0
            if cohort != EMPTY_COHORT:
                now = (2 * place_area[persons.place[row]] + (cohort & 1)) * _MONTHS + (cohort >> 1)
                households.due[persons.household[row]] |= COUNT_ANEW
            counted.people[counted.of_person[row]] -= 1
            counted.people[now] += 1
            counted.of_person[row] = now
    types, begin = len(counted.homes) // len(population) // _SIZES, 0
    while begin <= len(household_marks):
        found, begin = next_marked(household_marks, households.due, COUNT_ANEW, begin, rows)
        _gather_traits(persons, households, found, room)
        for turn in range(found):
            home, traits, now = rows[turn], room[1, turn], 0
            if households.form[home] == PRIVATE:
                size = min(households.size[home], _SIZES - 1)
                now = (place_area[households.place[home]] * _SIZES + size) * types
                now += type_of[min(traits, 3 * ADULTS | traits % ADULTS)] + 1
            counted.homes[counted.of_household[home]] -= 1
            counted.homes[now] += 1
            counted.of_household[home] = now
    _add_ages(counted.people, month, population)
    return due


@helper
def _add_ages(people: npt.NDArray[np.int32], month: int, population: Integers) -> None:
    """Add up people by completed years."""
    youngest = month - EPOCH_MONTH
    for area in range(len(population)):
        for sex in range(2):
            first = (2 * area + sex) * _MONTHS
            for age in range(MAX_AGE):
                begin, total = first + youngest - 12 * age - 11, 0
                for born in people[begin : begin + 12]:
                    total += born
                population[area, sex, age] = total
            total = 0
            for born in people[first + 1 : first + youngest - 12 * MAX_AGE + 1]:
                total += born
            population[area, sex, MAX_AGE] = total


@helper
def _gather_traits(persons: Persons, households: Households, found: int, room: npt.NDArray[np.int32]) -> None:
    """Gather the traits of so many households, of their first members first, then of their second ones, and so on."""
    homes, traits, turns, members = room
    left = 0
    for turn in range(found):
        traits[turn], turns[left] = 0, turn
        members[left] = households.first_member[homes[turn]]
        left += households.form[homes[turn]] == PRIVATE
    while left > 0:
        more = 0
        for place in range(left):
            turn, member = turns[place], members[place]
            role, following = persons.role[member], persons.next_member[member]
            traits[turn] |= WITH_COUPLE * (persons.partner[member] != NOBODY) | WITH_CHILD * (role == CHILD)
            traits[turn] += ADULTS * (role == ADULT)
            turns[more], members[more] = turn, following
            more += following != NOBODY
        left = more
