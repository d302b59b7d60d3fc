"""At which rate a need begins: by whom it is open to, predicates, proneness, other cases and the household."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.core.columns import (
    ADULT,
    ELSEWHERE,
    INSTITUTION,
    NOBODY,
    SERVED,
    Cases,
    Households,
    Persons,
)
from simsocial.core.compile import helper
from simsocial.core.random import uniform
from simsocial.services.demand import Demand, list_number
from simsocial.services.episode_values import EpisodeValues
from simsocial.services.who import Conditions, named_of, take_up_of

__all__ = ["EpisodesNow", "changed_by_household", "going_on_at_start", "rate_factor"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]


class EpisodesNow(NamedTuple):
    """What the kernel looks up of a month."""

    month: int
    values: EpisodeValues
    by_place: Floats
    most: Floats
    place_among: Integers
    of_household: npt.NDArray[np.bool_]
    from_months: Integers
    prone: Keys
    detected: Keys
    refused: Keys
    place_area: npt.NDArray[np.int16]
    cell: npt.NDArray[np.int16]
    counted: Integers


@helper
def going_on_at_start(values: EpisodeValues, opens: int, kind: int, months: int, factor: float) -> float:
    """Return the chance that a need goes on at the start, as if the past had been like the present.

    Since the kind opened to the person; what lies ten durations back has ended. Those of this month come on top.
    """
    going_on, served = 0.0, 1.0 / values.months_served[kind]
    for past in range(max(opens, months - int(10.0 * values.months_served[kind])), months):
        known = values.rate[kind, min(past // 12, MAX_AGE)] * factor * (1.0 - values.refused[kind])
        going_on = (going_on + known * (1.0 - going_on)) * (1.0 - served)
    return going_on


@helper
def rate_factor(
    persons: Persons,
    households: Households,
    cases: Cases,
    demand: Demand,
    conditions: Conditions,
    now: EpisodesNow,
    row: int,
    kind: int,
    months: int,
) -> float:
    """Return the factor on the rate at which needs of a kind begin; 0 for whom it is not open to, or who has one."""
    grade, resident = persons.care_grade[row], persons.role[row] == INSTITUTION
    number = list_number(
        demand.list_of, months, np.uint8(grade > 0), persons.key[row], demand.late_salt, demand.late_share
    )
    entry = demand.starts[number]
    while entry < demand.starts[number + 1] and demand.kind[entry] != kind:
        entry += 1
    if entry == demand.starts[number + 1] or demand.share[entry, grade] <= 0.0:
        return 0.0
    bits = named_of(persons, households, conditions, row)
    if len(conditions.holds) and bits & conditions.asked[kind] != conditions.wanted[kind]:
        return 0.0
    if demand.residence[kind] == (1 if resident else 2):
        return 0.0
    factor: float = take_up_of(kind, bits, demand.take_up, conditions.axes)
    prone = uniform(now.prone[kind], persons.key[row]) < now.values.prone_share[kind]
    factor *= now.values.prone[kind, np.int64(prone)]
    case = persons.first_case[row]
    while case != NOBODY:
        other, state = cases.kind[case], cases.state[case]
        if other == kind:
            return 0.0
        excluded = 0
        while demand.excluded_by[kind, excluded] != NOBODY:
            if demand.excluded_by[kind, excluded] == other and (state in (SERVED, ELSEWHERE)):
                return 0.0
            excluded += 1
        factor *= now.values.effects[now.place_among[kind], other, state]
        case = cases.next_case[case]
    factor *= changed_by_household(
        persons, households, cases, now.values.of_household[0, now.place_among[kind]], row
    )
    if len(now.by_place):
        factor *= now.by_place[now.place_among[kind], persons.place[row]]
    if now.of_household[kind]:
        factor *= _part_of_household(persons, households, cases, row, kind)
    return factor


@helper
def changed_by_household(
    persons: Persons, households: Households, cases: Cases, factors: Floats, row: int
) -> float:
    """Return the largest times the least factor by cases of anybody in the household."""
    largest, least = 1.0, 1.0
    if persons.role[row] == INSTITUTION:
        return 1.0
    member = households.first_member[persons.household[row]]
    while member != NOBODY:
        case = persons.first_case[member]
        while case != NOBODY:
            factor = factors[cases.kind[case], cases.state[case]]
            largest, least = max(largest, factor), min(least, factor)
            case = cases.next_case[case]
        member = persons.next_member[member]
    return float(largest * least)


@helper
def _part_of_household(persons: Persons, households: Households, cases: Cases, row: int, kind: int) -> float:
    """Return the part of a household's need that a member carries: heads alike; nothing where there is a case."""
    if persons.role[row] != ADULT:
        return 0.0
    heads, member = 0, households.first_member[persons.household[row]]
    while member != NOBODY:
        heads += persons.role[member] == ADULT
        case = persons.first_case[member]
        while case != NOBODY:
            if cases.kind[case] == kind:
                return 0.0
            case = cases.next_case[case]
        member = persons.next_member[member]
    return 1.0 / heads
