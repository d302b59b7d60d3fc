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
from simsocial.core.compile import kernel
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
        arrays, area, is_open = services.sites.arrays, services.site_area(), services.sites.is_open(month)
        need = services.need_milli(month)
        capacity = services.case_capacity(month)
        qualification = services.qualification()
        wanted = services.wanted_milli(month)
        areas = len(counts.areas)

        def by_area(values: npt.NDArray[np.int64], chosen: npt.NDArray[np.bool_]) -> Integers:
            return np.bincount(area[chosen], values[chosen], minlength=areas).astype(np.int64)

        served = services.served_by_site()
        kind_of_site = np.array([site.kind for site in services.sites], dtype=object)
        for code, kind in enumerate(services.kinds):
            own = is_open & (kind_of_site == kind.site_kind)
            by_staff = arrays.staff_milli // max(int(need[code]), 1)
            usable = np.maximum(np.minimum(capacity, by_staff), served)
            counts.sites[code, :, 0] = by_area(np.ones_like(served), own)
            counts.sites[code, :, 1] = by_area(arrays.licensed_places, own)
            counts.sites[code, :, 2] = by_area(usable, own)
            counts.sites[code, :, 3] = by_area(served, own)
        for code in range(len(counts.qualifications)):
            own = qualification == code
            counts.staff[code, :, 0] = by_area(arrays.staff_milli, own)
            counts.staff[code, :, 1] = by_area(wanted, own)
            counts.staff[code, :, 2] = by_area(np.maximum(arrays.staff_milli - wanted, 0), own)
        counts.staff_pool[:] = services.market.pool


@kernel
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


@kernel
def _count_households(
    persons: Persons,
    households: Households,
    top: int,
    place_area: npt.NDArray[np.int16],
    sizes: Integers,
    types: Integers,
) -> None:
    """Count private households by size and by type."""
    for row in range(top):
        if households.kind[row] != PRIVATE:
            continue
        area, size = place_area[households.place[row]], households.size[row]
        sizes[area, min(size, 5)] += 1
        if size == 1:
            types[area, 0] += 1
            continue
        couple, children, adults = False, 0, 0
        member = households.first_member[row]
        while member != NOBODY:
            couple = couple or persons.partner[member] != NOBODY
            children += persons.role[member] == CHILD
            adults += persons.role[member] == ADULT
            member = persons.next_member[member]
        if couple:
            types[area, 2 if children > 0 else 1] += 1
        elif adults == 1 and children > 0:
            types[area, 3] += 1


@kernel
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
    for case in range(top):
        row = cases.person[case]
        if row == NOBODY:
            continue
        kind, state = cases.kind[case], cases.state[case]
        cohort, place = persons.cohort[row], persons.place[row]
        area = place_area[place]
        counted[kind, state, area, cohort & 1, age_group[cohort]] += 1
        if state == WAITING:
            waiting_months[kind, area] += month - cases.since[case]
        elif state == SERVED and persons.role[row] != INSTITUTION:
            way = minutes[place, site_place[cases.site[case]]]
            travel[kind, area, 0] += 1
            travel[kind, area, 1] += way
            travel[kind, area, 2] += way <= 15
            travel[kind, area, 3] += way <= 30

