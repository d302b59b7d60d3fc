"""The kernel of arrivals: households with their people, one after the other in numbered slots."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EPOCH_MONTH
from simsocial.core.columns import (
    ADULT,
    CHILD,
    INSTITUTION_HOUSEHOLD,
    NOBODY,
    PRIVATE,
    Households,
    Persons,
)
from simsocial.core.compile import helper, in_place
from simsocial.core.population import add_person, found_household, pair
from simsocial.core.random import mix, uniform
from simsocial.processes.destination import ANYWHERE, choose_place

__all__ = ["Arrived", "Newcomers", "Settling", "Slots", "arrive", "slots_of"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_PARTNER_SPREAD_MONTHS = 120
"""Partners differ from the usual gap by up to so much: a standard deviation of 5.8 years (marriages of 2025: 5.6)."""


class Slots(NamedTuple):
    """The households that arrive in a month.

    Attributes
    ----------
    target : ndarray (slots,)
        Place with the new homes a household moves into, or with the centre of a guest; -1: it chooses.
    number : ndarray (slots,)
        Number of each slot, of which the household's key is made.
    role : int
        Role of the adult who stands for the household: ADULT, or GUEST of a reception centre.
    month : int
        Absolute month.
    salt, household_salt : uint64
        Of the slots' keys, and of what is drawn for each household.
    """

    target: Integers
    number: npt.NDArray[np.uint64]
    role: int
    month: int
    salt: np.uint64
    household_salt: np.uint64


class Newcomers(NamedTuple):
    """Who arrives.

    Attributes
    ----------
    head : ndarray (2 * ages,)
        Cumulative expected heads of households by sex and age.
    types : ndarray (2, ages, 4)
        Cumulative shares of household types by sex and age of the head: alone, couple, family, lone parent.
    gap : int
        Months that a man is older than his partner.
    children : ndarray (ages, 2)
        Cumulative shares of families with one child, and with two, by the mother's age.
    ages_of_minors : ndarray (ages, 18)
        Cumulative shares of their ages by their mother's age.
    new_home_ages : ndarray (2,)
        Youngest and oldest head of a household that moves into a new home, in years.
    male_share : float
        Share of boys among the children.
    """

    head: Floats
    types: Floats
    gap: int
    children: Floats
    ages_of_minors: Floats
    new_home_ages: Integers
    male_share: float


class Settling(NamedTuple):
    """Where they settle, as :func:`simsocial.processes.destination.choose_place` takes it.

    Attributes
    ----------
    band : ndarray (ages,)
        Age band of each age.
    weight : ndarray (bands, areas + 1, areas)
        Weight of areas by age band; the last row is the view from outside.
    place_weight, area_start, area_places : ndarray
        Tables of the places.
    free : ndarray (places,)
        Free dwellings.
    """

    band: Integers
    weight: Floats
    place_weight: Floats
    area_start: Integers
    area_places: Integers
    free: Integers


class Arrived(NamedTuple):
    """Where arrivals are counted.

    Attributes
    ----------
    place_area : ndarray (places,)
        Area of each place.
    cell : ndarray (cohorts,)
        Cell in which each cohort is counted.
    counted : ndarray (areas, cells)
        Arrivals.
    """

    place_area: npt.NDArray[np.int16]
    cell: npt.NDArray[np.int16]
    counted: Integers


def slots_of(regular: int, extra: int) -> npt.NDArray[np.uint64]:
    """Return the number of each slot: extra ones lie behind all that the months' regular ones ever take."""
    return np.concatenate([np.arange(1, regular + 1), (1 << 32) + np.arange(extra)]).astype(np.uint64)


@helper
def _quantile(cumulative: Floats, draw: float) -> float:
    """Return the age in years at which a cumulative distribution of completed ages reaches a draw."""
    age = 0
    while age < len(cumulative) - 1 and draw >= cumulative[age]:
        age += 1
    below = cumulative[age - 1] if age > 0 else 0.0
    return float(age + (draw - below) / max(cumulative[age] - below, 1e-12))


@in_place
def arrive(
    persons: Persons,
    households: Households,
    counters: npt.NDArray[np.int64],
    slots: Slots,
    newcomers: Newcomers,
    settling: Settling,
    arrived: Arrived,
) -> None:
    """Create each slot's household with its people.

    Extra slots (target >= 0) move into the new homes of a place; guests of a reception centre there come one by one.
    """
    outside = settling.weight.shape[1] - 1
    home = PRIVATE if slots.role == ADULT else INSTITUTION_HOUSEHOLD
    ages = len(newcomers.head) // 2
    salt = slots.household_salt
    for slot in range(len(slots.target)):
        key = mix(slots.salt ^ mix(slots.number[slot]))
        place = slots.target[slot]
        family_only = place >= 0 and slots.role == ADULT
        drawn = np.searchsorted(newcomers.head, uniform(salt, key) * newcomers.head[-1], side="right")
        drawn = min(drawn, len(newcomers.head) - 1)
        sex, age = drawn // ages, drawn % ages
        if family_only:
            youngest = newcomers.new_home_ages[0]
            age = youngest + age % (newcomers.new_home_ages[1] - youngest + 1)
        if place < 0:
            place = choose_place(
                key,
                salt,
                outside,
                settling.weight[settling.band[age]],
                settling.place_weight,
                settling.area_start,
                settling.area_places,
                settling.free,
                NOBODY,
                ANYWHERE,
            )
            if place < 0:
                continue
            settling.free[place] -= 1
        form = 0
        draw = uniform(salt, mix(key + np.uint64(1)))
        while form < 3 and draw >= newcomers.types[sex, age, form]:
            form += 1
        if family_only and form == 0:
            form = 1
        household = found_household(households, counters, mix(key + np.uint64(6)), place, home, NOBODY)
        age_in_months = 12 * age + int(uniform(salt, mix(key + np.uint64(2))) * 12)
        mother = age_in_months if sex == 1 else age_in_months - newcomers.gap
        area = arrived.place_area[place]
        birth = slots.month - EPOCH_MONTH - age_in_months
        adult = add_person(persons, households, counters, key, 2 * birth + sex, slots.role, household, NOBODY)
        arrived.counted[area, arrived.cell[2 * birth + sex]] += 1
        if form == 1 or form == 2:
            older = newcomers.gap if sex == 0 else -newcomers.gap
            spread = int((2.0 * uniform(salt, mix(key + np.uint64(3))) - 1.0) * _PARTNER_SPREAD_MONTHS)
            partner_age = max(age_in_months - older + spread, 216)
            other_birth = slots.month - EPOCH_MONTH - min(partner_age, 1188)
            cohort = 2 * other_birth + 1 - sex
            partner = add_person(
                persons, households, counters, mix(key + np.uint64(4)), cohort, ADULT, household, NOBODY
            )
            pair(persons, adult, partner)
            arrived.counted[area, arrived.cell[cohort]] += 1
            if sex == 0:
                mother = partner_age
        if form >= 2:
            draw, years = uniform(salt, mix(key + np.uint64(5))), min(max(mother // 12, 18), ages - 1)
            number = 1 + (draw >= newcomers.children[years, 0]) + (draw >= newcomers.children[years, 1])
            ages_of_minors = newcomers.ages_of_minors[years]
            for child in range(number):
                child_key = mix(key + np.uint64(10 + child))
                child_birth = (
                    slots.month
                    - EPOCH_MONTH
                    - int(12.0 * _quantile(ages_of_minors, uniform(salt, child_key)))
                )
                cohort = 2 * child_birth + int(uniform(salt, mix(child_key)) >= newcomers.male_share)
                add_person(persons, households, counters, child_key, cohort, CHILD, household, NOBODY)
                arrived.counted[area, arrived.cell[cohort]] += 1
