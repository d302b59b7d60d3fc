"""Turns of needs that begin and end, person by person: which kind is chosen, whether its need begins, which end."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, MAX_AGE
from simsocial.core.columns import DETERRED, NOBODY, WAITING, Cases, Households, Persons
from simsocial.core.compile import in_place
from simsocial.core.random import uniform
from simsocial.indicators.counts import DETECTED, FELT, REFUSED
from simsocial.services.by_cases import changed_by_cases
from simsocial.services.demand import Demand
from simsocial.services.episode_rates import EpisodesNow, changed_by_household, going_on_at_start, rate_factor
from simsocial.services.one_case import close_case, open_case
from simsocial.services.who import Conditions, named_of, take_up_of

__all__ = ["EXCESS", "SLOT", "START", "begin_needs", "choose_needs", "end_needs"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]

SLOT, EXCESS, START = 0, 1, 2
"""What a draw decides: whether a need begins within the most that it can be, beyond it, or already goes on at the
start."""


@in_place
def choose_needs(
    persons: Persons,
    households: Households,
    take_up: Floats,
    conditions: Conditions,
    rows: Rows,
    kinds: npt.NDArray[np.int16],
    drawn: Floats,
    salt: np.uint64,
    codes: Integers,
    edges: Floats,
    ages: Integers,
    highest: Floats,
    now: EpisodesNow,
) -> int:
    """Choose the kind of each and the chance above which its need begins; keep whom it may; return how many.

    It may with the own predicates and all else at its highest: what cases and the household do is looked up for these.
    """
    found = 0
    for position in range(len(rows)):
        row = rows[position]
        age = ages[persons.cohort[row]]
        draw, place = uniform(salt, persons.key[row]), 0
        for following in range(1, len(codes)):
            place += draw >= edges[age, following]
        width = edges[age, place + 1] - edges[age, place]
        if persons.cohort[row] == EMPTY_COHORT or width <= 0.0:
            continue
        kind = codes[place]
        needed = (draw - edges[age, place]) / width * now.most[kind, age]
        prone = np.int64(uniform(now.prone[kind], persons.key[row]) < now.values.prone_share[kind])
        if needed >= highest[kind, prone, age]:
            continue
        bits = named_of(persons, households, conditions, row)
        if bits & conditions.asked[kind] != conditions.wanted[kind] and len(conditions.holds):
            continue
        part = take_up_of(kind, bits, take_up, conditions.axes) / now.values.by_predicates[kind]
        rows[found], kinds[found], drawn[found] = row, kind, needed
        # A little more, since it is worked out in another order there.
        found += needed < -np.expm1(np.log1p(-highest[kind, prone, age]) * part) * (1.0 + 1e-9)
    return found


@in_place
def begin_needs(
    persons: Persons,
    households: Households,
    cases: Cases,
    counters: Integers,
    demand: Demand,
    conditions: Conditions,
    now: EpisodesNow,
    way: int,
    rows: Rows,
    kinds: npt.NDArray[np.int16],
    drawn: Floats,
) -> None:
    """Let the needs begin for which the rates of these persons are high enough; there must be room for their cases."""
    values = now.values
    for position in range(len(rows)):
        row, kind = rows[position], np.int64(kinds[position])
        cohort, key, place = persons.cohort[row], persons.key[row], persons.place[row]
        months = demand.months - (cohort >> 1)
        age = min(months // 12, MAX_AGE)
        factor = rate_factor(persons, households, cases, demand, conditions, now, row, kind, months)
        rate = values.rate[kind, age] * factor
        chance, most = -np.expm1(-rate), now.most[kind, age]
        if way == EXCESS:
            chance = (chance - most) / (1.0 - most)
        if rate <= 0.0 or (way != START and drawn[position] >= chance):
            continue
        by_cases = changed_by_cases(persons, cases, demand.by_cases, kind, row)
        by_household = changed_by_household(
            persons, households, cases, values.of_household[1, now.place_among[kind]], row
        )
        detected = min(values.detected[kind] * demand.felt[place, kind] * by_cases * by_household, 1.0)
        near = demand.access[place, kind], demand.felt[place, kind]
        if way == START:
            if drawn[position] < going_on_at_start(
                values, now.from_months[kind], kind, months, factor * detected
            ):
                open_case(persons, cases, counters, row, kind, WAITING, demand.salt[kind], now.month)
            continue
        counted = now.counted[kind, :, now.place_area[place], now.cell[cohort]]
        counted[FELT] += 1
        if uniform(now.detected[kind], key) >= detected:
            continue
        # A lasting draw, so that the same come forward when the way becomes shorter again.
        comes = near[0] >= near[1] or uniform(demand.salt[kind], key) < near[0] / near[1]
        counted[DETECTED] += comes
        if uniform(now.refused[kind], key) < values.refused[kind]:
            counted[REFUSED] += comes
        else:
            state = WAITING if comes else DETERRED
            open_case(persons, cases, counters, row, kind, state, demand.salt[kind], now.month)


@in_place
def end_needs(
    persons: Persons, cases: Cases, counters: Integers, top: int, ends: Floats, salts: Keys
) -> None:
    """Close the cases whose need ends this month."""
    for case in range(top):
        row = cases.person[case]
        if row == NOBODY:
            continue
        kind = cases.kind[case]
        chance = ends[kind, cases.state[case]]
        if chance > 0.0 and uniform(salts[kind], persons.key[row]) < chance:
            close_case(persons, cases, counters, case)
