"""The census: what everybody, every household and every case adds up to at the month's end.

Only rows that changed since the last count are looked at: what was counted of them is taken away, what holds now is
added. Ages need no look at anybody, since people are added up by birth cohort. Everything is counted anew in the
first month of a model, also of one that goes on from a snapshot.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_CELL, cell_of_cohorts
from simsocial.core.columns import COUNT_ANEW, COUNT_CASES
from simsocial.core.marks import eight_by_eight
from simsocial.core.state import TOP, State, longer
from simsocial.indicators.axes import LEVELS, household_type_of_traits
from simsocial.indicators.cells import PersonCells
from simsocial.indicators.margins import Everybody
from simsocial.processes.base import Engine, Process, register
from simsocial.processes.people_counts import SIZES, count_due, nothing_counted, room_to_count
from simsocial.services.site_counts import SiteCounts

__all__ = ["Census", "count_population"]

Integers = npt.NDArray[np.int64]

_NOTHING = np.zeros(0, dtype=np.uint32)


@register
class Census(Process):
    """Fill the stocks of the month's counts."""

    name = "census"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._household_type = household_type_of_traits()
        self._state: State | None = None
        self._counted = nothing_counted(0, 0, len(model.counts.areas))
        self._room = room_to_count()
        self._sites = SiteCounts(model.counts)
        states, *size = model.counts.social_states.shape
        self._by_states = np.zeros((1 << states, *size), dtype=np.int64)

    def step(self, month: int) -> None:
        """Count at the month's end."""
        model, counts = self.model, self.model.counts
        people = Everybody(model.state, month)
        cells = counts.cells.of_people(people)
        due = self._count_people(month, cells)
        self._count_states(people)
        model.services.count_cases(month, cells, due)
        stock = np.bincount(model.place_area, model.housing.stock, minlength=len(counts.areas))
        counts.dwellings[:, 0] = stock.astype(np.int64)
        counts.dwellings[:, 1] = counts.households.sum(axis=1)
        services = model.services
        ownership = services.sites.ownerships[services.sites.provider_codes]
        use, per_head = services.use(month), services.fte_per_head
        self._sites.count(services.sites.arrays, services.tables(month), use, per_head, ownership)

    def _count_people(self, month: int, cells: PersonCells) -> int:
        """Count persons and households; return of how many persons cases are due."""
        model, state, counts = self.model, self.model.state, self.model.counts
        persons, households = state.persons, state.households
        people, homes = state.counters[:2, TOP].tolist()
        # Rows that were never used say nothing, also where a plugin marks all there are.
        persons.due[people:] = households.due[homes:] = 0
        if state is not self._state:
            self._state = state
            self._counted = nothing_counted(len(persons.due), len(households.due), len(counts.areas))
            persons.due[:people] |= np.uint8(COUNT_ANEW | COUNT_CASES)
            households.due[:homes] |= np.uint8(COUNT_ANEW | COUNT_CASES)
        self._counted = self._counted._replace(
            of_person=longer(self._counted.of_person, len(persons.due)),
            of_household=longer(self._counted.of_household, len(households.due)),
        )
        conditions = model.services.conditions
        due: int = count_due(
            persons,
            households,
            (eight_by_eight(persons.due), eight_by_eight(households.due)),
            self._counted,
            model.place_area,
            self._household_type,
            month,
            self._room,
            counts.population,
            _combination(state),
            counts.levels,
            _NOTHING if conditions is None else conditions.holds,
            cells,
            self._by_states,
        )
        held = np.arange(len(self._by_states))
        for bit in range(len(counts.social_states)):
            self._by_states[held >> bit & 1 == 1].sum(axis=0, out=counts.social_states[bit])
        by_type = self._counted.homes[1:].reshape(len(counts.areas), SIZES, -1)
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


def _combination(state: State) -> npt.NDArray[Any]:
    """Return the combination of values of all counted columns by row; of a single column without looking at it."""
    first, *others = LEVELS.values()
    found: npt.NDArray[Any] = state.columns["persons"][first.id]
    for column in others:
        found = found.astype(np.uint16) * np.uint16(len(column.names)) + state.columns["persons"][column.id]
    return found


def count_population(engine: Engine) -> Integers:
    """Return persons of the present state by area, sex and completed years, of shape (areas, 2, 101)."""
    state, counts = engine.state, engine.counts
    top, cells = int(state.counters[0, TOP]), EMPTY_CELL + 1
    area = engine.place_area[state.persons.place[:top]].astype(np.int64)
    cell = area * cells + cell_of_cohorts(engine.month)[state.persons.cohort[:top]]
    found = np.bincount(cell, minlength=len(counts.areas) * cells).reshape(-1, cells)
    return found[:, :EMPTY_CELL].reshape(counts.population.shape).astype(np.int64)
