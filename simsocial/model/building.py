"""From a synthetic population to the state: link members, partners and households."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import NOBODY, Households, Persons
from simsocial.core.compile import in_place
from simsocial.core.population import join_household
from simsocial.core.state import COUNT, TOP, State
from simsocial.region import SyntheticPopulation

__all__ = ["build_state"]

_ROOM = 1.03
"""Three percent of spare rows at the start: births and arrivals of years with few departures."""


def build_state(population: SyntheticPopulation) -> State:
    """Return the state with everybody of a synthetic population and no cases.

    Parameters
    ----------
    population : SyntheticPopulation
        Persons and households of a region at its reference date.
    """
    people, homes = len(population), len(population.household_key)
    state = State.empty(int(people * _ROOM) + 256, int(homes * _ROOM) + 256, people // 5 + 256)
    persons, households = state.persons, state.households
    persons.key[:people] = population.key
    persons.cohort[:people] = population.cohort
    persons.partner[:people] = population.partner
    persons.role[:people] = population.role
    persons.first_case[:people] = NOBODY
    households.key[:homes] = population.household_key
    households.place[:homes] = population.household_place
    households.form[:homes] = population.household_form
    households.first_member[:homes] = NOBODY
    state.counters[0, TOP] = state.counters[0, COUNT] = people
    state.counters[1, TOP] = state.counters[1, COUNT] = homes
    _link(persons, households, population.household)
    return state


@in_place
def _link(persons: Persons, households: Households, household: npt.NDArray[np.int32]) -> None:
    """Join everybody to the household; the last row first, so that members stand in their order."""
    for row in range(len(household) - 1, -1, -1):
        join_household(persons, households, row, household[row])
