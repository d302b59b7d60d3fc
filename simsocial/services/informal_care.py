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

from simsocial.core.columns import INSTITUTION, NOBODY, Cases, Persons
from simsocial.core.compile import in_place
from simsocial.core.household_traits import WITH_CARER

__all__ = ["count_informal_care", "count_parent_hours"]

Integers = npt.NDArray[np.int64]


@in_place
def count_informal_care(
    persons: Persons,
    cases: Cases,
    top: int,
    traits: npt.NDArray[np.uint16],
    hours_by_grade: npt.NDArray[np.float64],
    factors: npt.NDArray[np.float64],
    heavy_hours: float,
    full_time_effect: float,
    place_area: npt.NDArray[np.int16],
    hours: Integers,
    full_time_loss: Integers,
) -> None:
    """Add weekly quarter-hours and thousandths of full-time jobs by area."""
    loss = int(round(1000.0 * full_time_effect))
    for row in range(top):
        grade = persons.care_grade[row]
        # Nobody in an unused row has a grade.
        if grade == 0 or persons.role[row] == INSTITUTION:
            continue
        weekly = hours_by_grade[grade]
        case = persons.first_case[row]
        while case != NOBODY:
            weekly *= factors[cases.kind[case], cases.state[case]]
            case = cases.next_case[case]
        area = place_area[persons.place[row]]
        hours[area] += int(round(4.0 * weekly))
        if weekly >= heavy_hours and traits[persons.household[row]] & WITH_CARER:
            full_time_loss[area] += loss


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
