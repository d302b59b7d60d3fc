"""What is counted of cases at the month's end: how many, how long, how far, and what relatives do meanwhile.

One pass, person by person: a person's cases and columns are fetched once for all that is counted of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import ELSEWHERE, INSTITUTION, NOBODY, SERVED, WAITING, Cases, Persons
from simsocial.core.compile import in_place
from simsocial.core.household_traits import WITH_CARER, WITH_OLD_CARER
from simsocial.core.random import uniform
from simsocial.indicators.margins import PersonCells, cell_of
from simsocial.services.informal_care import InformalCare
from simsocial.services.transport import Ways

__all__ = ["CaseTallies", "count_cases"]

Integers = npt.NDArray[np.int64]


class CaseTallies(NamedTuple):
    """The cubes that are filled; see :class:`simsocial.indicators.counts.Counts`.

    Attributes
    ----------
    cases : (kinds, states, areas, cells)
    waiting_months : (kinds, areas)
    travel : (kinds, areas, 4)
    care_hours, full_time_loss, old_carers, parent_hours : (areas,)
        Quarter-hours a week, thousandths of full-time jobs, persons, quarter-hours a week.
    care_hours_of_person : (rows,)
        Quarter-hours a week of relatives' care that each person receives; empty if it is not kept.
    """

    cases: Integers
    waiting_months: Integers
    travel: Integers
    care_hours: Integers
    full_time_loss: Integers
    old_carers: Integers
    parent_hours: Integers
    care_hours_of_person: Integers


@in_place
def count_cases(  # noqa: C901 - one pass: a person's columns are fetched once for all that is counted
    persons: Persons,
    cases: Cases,
    top: int,
    month: int,
    person_cells: PersonCells,
    place_area: npt.NDArray[np.int16],
    site_place: npt.NDArray[np.int16],
    minutes: npt.NDArray[np.int16],
    traits: npt.NDArray[np.uint16],
    care: InformalCare,
    ways: Ways,
    tallies: CaseTallies,
) -> None:
    """Count everybody's cases by kind and state, the way of those served from home, and relatives' hours.

    The way of a resident is that of relatives who live where the resident lived before.
    """
    for row in range(top):
        case, grade = persons.first_case[row], persons.care_grade[row]
        # Nobody in an unused row has a grade or a case.
        if case == NOBODY and grade == 0:
            continue
        cohort, place = persons.cohort[row], np.uint16(persons.place[row])
        area, cell = np.uint16(place_area[place]), np.uint16(cell_of(person_cells, cohort, row))
        at_home = persons.role[row] != INSTITUTION
        weekly = care.hours_by_grade[grade]
        while case != NOBODY:
            kind, state = cases.kind[case], cases.state[case]
            tallies.cases[kind, state, area, cell] += 1
            weekly *= care.factors[kind, state]
            lost = care.parent_quarter_hours[kind, state]
            if lost != 0:
                tallies.parent_hours[area] += lost
            if state == WAITING:
                tallies.waiting_months[kind, area] += month - cases.since[case]
            elif state == SERVED:
                start = persons.place[row] if at_home else cases.origin[case]
                if start != NOBODY:
                    way = minutes[np.uint16(start), np.uint16(site_place[np.uint16(cases.site[case])])]
                    start_area = np.uint16(place_area[np.uint16(start)])
                    tallies.travel[kind, start_area, 0] += 1
                    tallies.travel[kind, start_area, 1] += way
                    tallies.travel[kind, start_area, 2] += way <= 15
                    tallies.travel[kind, start_area, 3] += way <= 30
            carried = ways.carried[kind]
            if carried != NOBODY and state in (SERVED, ELSEWHERE):
                far = ways.nearest[carried, place]
                owed = far
                if state == SERVED:
                    far = np.int64(minutes[place, site_place[cases.site[case]]])
                    owed = far
                    if uniform(ways.salt[carried], persons.key[row]) < ways.by_choice[carried]:
                        owed = min(far, ways.owed[carried, place])
                ways.cases[carried, area, far, 0] += 1
                ways.cases[carried, area, owed, 1] += 1
            case = cases.next_case[case]
        if grade > 0 and at_home:
            hours = int(round(4.0 * weekly))
            tallies.care_hours[area] += hours
            if row < len(tallies.care_hours_of_person):
                tallies.care_hours_of_person[row] = hours
            own = traits[persons.household[row]]
            # Who cares: somebody of working age in the household, else an old partner, else relatives elsewhere.
            carer = 0 if own & WITH_CARER else 1 if own & WITH_OLD_CARER else 2
            tallies.old_carers[area] += carer == 1
            if weekly >= care.heavy_hours:
                tallies.full_time_loss[area] += care.full_time_loss[carer]
