"""The census: counts everybody, every household and every case at the month's end."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_CELL, EMPTY_COHORT, cell_of_cohorts
from simsocial.core.columns import (
    INSTITUTION,
    PRIVATE,
    Households,
    Persons,
)
from simsocial.core.compile import in_place
from simsocial.core.household_traits import ADULTS, household_traits
from simsocial.core.state import TOP
from simsocial.indicators.axes import HOUSEHOLD_TYPES, household_type_of_traits
from simsocial.indicators.margins import People, PersonCells, cell_of
from simsocial.processes.base import Engine, Process, register

__all__ = ["Census", "count_population"]

Integers = npt.NDArray[np.int64]


@register
class Census(Process):
    """Fill the stocks of the month's counts."""

    name = "census"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._household_type = household_type_of_traits()

    def step(self, month: int) -> None:
        """Count at the month's end."""
        model, state, counts = self.model, self.model.state, self.model.counts
        tops = state.counters[:, TOP]
        areas = len(counts.areas)
        traits = household_traits(state, month)
        people = People(state, month, traits)
        in_care = np.zeros((areas, 2, 6, counts.cells.number), dtype=np.int64)
        _count_persons(
            state.persons,
            int(tops[0]),
            cell_of_cohorts(month),
            counts.cells.of_people(people),
            model.place_area,
            counts.population.reshape(areas, EMPTY_CELL),
            in_care,
        )
        counts.care[1:] = in_care[:, :, 1:].sum(axis=1).swapaxes(0, 1)
        counts.care_at_home[:] = in_care[:, 0, 1:].sum(axis=1)
        counts.institution[:] = in_care[:, 1].sum(axis=1)
        self._count_states(people)
        by_size_and_type = np.zeros((areas, 6, len(HOUSEHOLD_TYPES)), dtype=np.int64)
        _count_households(state.households, traits, model.place_area, self._household_type, by_size_and_type)
        counts.households[:] = by_size_and_type.sum(axis=2)
        counts.household_types[:] = by_size_and_type.sum(axis=1)
        stock = np.bincount(model.place_area, model.housing.stock, minlength=areas)
        counts.dwellings[:, 0] = stock.astype(np.int64)
        counts.dwellings[:, 1] = counts.households.sum(axis=1)
        self._count_sites(month)
        model.services.count_cases(month, traits)

    def _count_states(self, people: People) -> None:
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
        arrays, tables = services.sites.arrays, services.tables(month)
        use = services.use(month)
        served, bound = use.served_by_site, use.bound_milli
        wanted = services.wanted_milli(month)
        codes = np.arange(len(services.kinds))[:, None]
        need = np.maximum(tables.need_milli, 1)[:, None]
        free_staff = np.maximum(arrays.staff_milli - tables.fixed_milli - bound, 0)
        by_staff = np.where(tables.staff_limits, served + free_staff // need, tables.capacity)
        usable = np.maximum(np.minimum(tables.capacity, by_staff), served)
        room = np.where(tables.by_staff, usable, tables.capacity)
        own = tables.is_open & (tables.kind_code == tables.site_kind_of_kind[:, None])
        _add_by_area(counts.sites, codes, tables.area, own, (1, arrays.licensed_places, usable, served, room))
        employed = arrays.staff_milli
        surplus = np.maximum(employed - wanted, 0)
        own = tables.qualification == np.arange(len(counts.qualifications))[:, None]
        codes = np.arange(len(own))[:, None]
        _add_by_area(counts.staff, codes, tables.area, own, (np.maximum(employed, 0), wanted, surplus))


def _add_by_area(
    cube: Integers,
    codes: Integers,
    area: Integers,
    own: npt.NDArray[np.bool_],
    columns: tuple[Integers | int, ...],
) -> None:
    """Write sums over the sites that each code owns (codes, sites) into a cube (codes, areas, columns)."""
    cell = (codes * cube.shape[1] + area)[own]
    for column, values in enumerate(columns):
        chosen = np.broadcast_to(values, own.shape)[own]
        total = np.bincount(cell, chosen, minlength=cube.shape[0] * cube.shape[1])
        cube[..., column] = total.reshape(cube.shape[:2]).astype(np.int64)


def count_population(engine: Engine) -> Integers:
    """Return persons of the present state by area, sex and completed years, of shape (areas, 2, 101)."""
    state, counts = engine.state, engine.counts
    population = np.zeros_like(counts.population)
    _count_persons(
        state.persons,
        int(state.counters[0, TOP]),
        cell_of_cohorts(engine.month),
        PersonCells(counts.cells.of_cohorts(engine.month), np.zeros(0, dtype=np.int32)),
        engine.place_area,
        population.reshape(len(counts.areas), EMPTY_CELL),
        np.zeros((len(counts.areas), 2, 6, counts.cells.number), dtype=np.int64),
    )
    return population


@in_place
def _count_persons(
    persons: Persons,
    top: int,
    cells: npt.NDArray[np.uint8],
    person_cells: PersonCells,
    place_area: npt.NDArray[np.int16],
    population: Integers,
    in_care: Integers,
) -> None:
    """Count persons by area and cell; those with a care grade or in a home by what margins tell too.

    Unsigned positions spare the check for negative ones, a third of the time of this loop.
    """
    for row in range(top):
        cohort = persons.cohort[row]
        if cohort == EMPTY_COHORT:
            continue
        area = np.uint16(place_area[np.uint16(persons.place[row])])
        population[area, cells[cohort]] += 1
        grade, resident = persons.care_grade[row], persons.role[row] == INSTITUTION
        if (grade > 0) | resident:
            in_care[area, np.uint8(resident), grade, cell_of(person_cells, cohort, row)] += 1


@in_place
def _count_households(
    households: Households,
    traits: npt.NDArray[np.uint16],
    place_area: npt.NDArray[np.int16],
    type_of: npt.NDArray[np.uint8],
    counted: Integers,
) -> None:
    """Count private households by area, size and type."""
    for row in range(len(traits)):
        if households.form[row] != PRIVATE:
            continue
        own = min(traits[row], 3 * ADULTS | traits[row] % ADULTS)
        counted[place_area[households.place[row]], min(households.size[row], 5), type_of[own]] += 1
