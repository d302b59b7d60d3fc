"""The census: counts everybody, every household and every case at the month's end."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, age_of_cohorts
from simsocial.core.columns import (
    ADULT,
    CHILD,
    INSTITUTION,
    NOBODY,
    PRIVATE,
    SERVED,
    WAITING,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import in_place
from simsocial.core.state import TOP
from simsocial.processes.base import Process, register

__all__ = ["Census"]

Integers = npt.NDArray[np.int64]


@register
class Census(Process):
    """Fill the stocks of the month's counts."""

    name = "census"

    def step(self, month: int) -> None:
        """Count at the month's end."""
        model, state, counts = self.model, self.model.state, self.model.counts
        tops = state.counters[:, TOP]
        _count_persons(
            state.persons,
            int(tops[0]),
            age_of_cohorts(month),
            model.age_group,
            model.place_area,
            counts.population,
            counts.care,
            counts.care_at_home,
            counts.institution,
        )
        _count_households(
            state.persons,
            state.households,
            int(tops[1]),
            model.place_area,
            counts.households,
            counts.household_types,
        )
        stock = np.bincount(model.place_area, model.housing.stock, minlength=len(counts.areas))
        counts.dwellings[:, 0] = stock.astype(np.int64)
        counts.dwellings[:, 1] = counts.households.sum(axis=1)
        services = model.services
        arrays = services.sites.arrays
        _count_cases(
            state.persons,
            state.cases,
            int(tops[2]),
            month,
            model.age_group,
            model.place_area,
            arrays.place,
            model.region.minutes,
            counts.cases,
            counts.waiting_months,
            counts.travel,
        )
        self._count_sites(month)
        services.count_quantities(month)

    def _count_sites(self, month: int) -> None:
        """Count sites, places and staff by area."""
        counts, services = self.model.counts, self.model.services
        arrays, tables = services.sites.arrays, services.tables(month)
        wanted = services.wanted_milli(month)
        areas = len(counts.areas)

        def by_area(values: npt.NDArray[np.int64], chosen: npt.NDArray[np.bool_]) -> Integers:
            return np.bincount(tables.area[chosen], values[chosen], minlength=areas).astype(np.int64)

        served = services.served_by_site()
        for code in range(len(services.kinds)):
            own = tables.offering(code)
            need = max(int(tables.need_milli[code]), 1)
            free_staff = np.maximum(arrays.staff_milli - tables.fixed_milli - services.bound_milli(), 0)
            by_staff = np.where(tables.qualification < 0, tables.capacity, served + free_staff // need)
            usable = np.maximum(np.minimum(tables.capacity, by_staff), served)
            counts.sites[code, :, 0] = by_area(np.ones_like(served), own)
            counts.sites[code, :, 1] = by_area(arrays.licensed_places, own)
            counts.sites[code, :, 2] = by_area(usable, own)
            counts.sites[code, :, 3] = by_area(served, own)
            counts.sites[code, :, 4] = by_area(tables.capacity, own)
        for code in range(len(counts.qualifications)):
            own = tables.qualification == code
            counts.staff[code, :, 0] = by_area(arrays.staff_milli, own)
            counts.staff[code, :, 1] = by_area(wanted, own)
            counts.staff[code, :, 2] = by_area(np.maximum(arrays.staff_milli - wanted, 0), own)
        counts.staff_pool[:] = services.market.pool


@in_place
def _count_persons(
    persons: Persons,
    top: int,
    ages: Integers,
    age_group: npt.NDArray[np.int8],
    place_area: npt.NDArray[np.int16],
    population: Integers,
    care: Integers,
    care_at_home: Integers,
    institution: Integers,
) -> None:
    """Count persons by area, sex and age; those who need care or live in a home also by age group."""
    cohorts, places, grades, roles = persons.cohort, persons.place, persons.care_grade, persons.role
    for row in range(top):
        cohort = cohorts[row]
        if cohort == EMPTY_COHORT:
            continue
        area, sex = place_area[places[row]], cohort & 1
        population[area, sex, ages[cohort]] += 1
        grade = grades[row]
        if grade > 0:
            care[area, grade, sex, age_group[cohort]] += 1
            if roles[row] != INSTITUTION:
                care_at_home[area, sex, age_group[cohort]] += 1
        if roles[row] == INSTITUTION:
            institution[area, sex, age_group[cohort]] += 1


@in_place
def _count_households(
    persons: Persons,
    households: Households,
    top: int,
    place_area: npt.NDArray[np.int16],
    sizes: Integers,
    types: Integers,
) -> None:
    """Count private households by size and by type."""
    kinds, places, members, first = (
        households.kind,
        households.place,
        households.size,
        households.first_member,
    )
    partner, role, next_member = persons.partner, persons.role, persons.next_member
    for row in range(top):
        if kinds[row] != PRIVATE:
            continue
        area, size = place_area[places[row]], members[row]
        sizes[area, min(size, 5)] += 1
        if size == 1:
            types[area, 0] += 1
            continue
        couple, children, adults = False, 0, 0
        member = first[row]
        while member != NOBODY:
            couple = couple or partner[member] != NOBODY
            children += role[member] == CHILD
            adults += role[member] == ADULT
            member = next_member[member]
        if couple:
            types[area, 2 if children > 0 else 1] += 1
        elif adults == 1 and children > 0:
            types[area, 3] += 1


@in_place
def _count_cases(
    persons: Persons,
    cases: Cases,
    top: int,
    month: int,
    age_group: npt.NDArray[np.int8],
    place_area: npt.NDArray[np.int16],
    site_place: npt.NDArray[np.int16],
    minutes: npt.NDArray[np.int16],
    counted: Integers,
    waiting_months: Integers,
    travel: Integers,
) -> None:
    """Count cases by kind and state; travel of those who live at home."""
    person, kinds, states, since, sites = cases.person, cases.kind, cases.state, cases.since, cases.site
    cohorts, places, roles = persons.cohort, persons.place, persons.role
    for case in range(top):
        row = person[case]
        if row == NOBODY:
            continue
        kind, state = kinds[case], states[case]
        cohort, place = cohorts[row], places[row]
        area = place_area[place]
        counted[kind, state, area, cohort & 1, age_group[cohort]] += 1
        if state == WAITING:
            waiting_months[kind, area] += month - since[case]
        elif state == SERVED and roles[row] != INSTITUTION:
            way = minutes[place, site_place[sites[case]]]
            travel[kind, area, 0] += 1
            travel[kind, area, 1] += way
            travel[kind, area, 2] += way <= 15
            travel[kind, area, 3] += way <= 30
