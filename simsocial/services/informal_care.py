"""Informal care: what relatives do for people cared for at home, and what it costs them.

Weekly hours follow the care grade (``informal_care.hours_per_week``), times the factors of the person's
services: day care or home care relieves, waiting for a place burdens. Who lives in a home is not counted.
Where a partner or another grown-up of working age lives in the household and gives at least
``informal_care.heavy_hours_per_week``, the chance of full-time work falls by
``informal_care.full_time_effect`` (RWI REP 646: 4 points, 2.4-5.0).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import INSTITUTION, NOBODY, Cases, Households, Persons
from simsocial.core.compile import in_place
from simsocial.core.population import age_months

__all__ = ["count_informal_care", "count_parent_hours"]

Integers = npt.NDArray[np.int64]


@in_place
def count_informal_care(
    persons: Persons,
    households: Households,
    cases: Cases,
    top: int,
    month: int,
    hours_by_grade: npt.NDArray[np.float64],
    factors: npt.NDArray[np.float64],
    heavy_hours: float,
    full_time_effect: float,
    place_area: npt.NDArray[np.int16],
    hours: Integers,
    full_time_loss: Integers,
) -> None:
    """Add weekly quarter-hours and thousandths of full-time jobs by area."""
    grades, cohorts, roles, places = persons.care_grade, persons.cohort, persons.role, persons.place
    first_case, next_member, homes = persons.first_case, persons.next_member, persons.household
    kinds, states, next_case, first_member = cases.kind, cases.state, cases.next_case, households.first_member
    for row in range(top):
        grade = grades[row]
        if grade == 0 or cohorts[row] == EMPTY_COHORT or roles[row] == INSTITUTION:
            continue
        weekly = hours_by_grade[grade]
        case = first_case[row]
        while case != NOBODY:
            weekly *= factors[kinds[case], states[case]]
            case = next_case[case]
        area = place_area[places[row]]
        hours[area] += int(round(4.0 * weekly))
        if weekly < heavy_hours:
            continue
        member = first_member[homes[row]]
        while member != NOBODY:
            age = age_months(cohorts[member], month)
            if member != row and 216 <= age < 792 and grades[member] == 0:
                full_time_loss[area] += int(round(1000.0 * full_time_effect))
                break
            member = next_member[member]


@in_place
def count_parent_hours(
    persons: Persons,
    cases: Cases,
    top: int,
    hours: npt.NDArray[np.float64],
    place_area: npt.NDArray[np.int16],
    lost: Integers,
) -> None:
    """Add the weekly quarter-hours of paid work that parents lose by state of their child's case."""
    for case in range(top):
        row = cases.person[case]
        if row == NOBODY:
            continue
        weekly = hours[cases.kind[case], cases.state[case]]
        if weekly != 0.0:
            lost[place_area[persons.place[row]]] += int(round(4.0 * weekly))
