"""From a synthetic population to the state: link members, partners and households."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import DUE, NOBODY, Households, Persons
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


def _link(persons: Persons, households: Households, household: npt.NDArray[np.int32]) -> None:
    """Join everybody to the household; members stand in the order of their rows."""
    people = len(household)
    order = np.argsort(household, kind="stable").astype(np.int32)
    is_last = np.append(household[order[1:]] != household[order[:-1]], True)
    persons.household[:people] = household
    persons.place[:people] = households.place[household]
    persons.next_member[order] = np.where(is_last, NOBODY, np.append(order[1:], NOBODY))
    first = order[np.append(True, is_last[:-1])]
    households.first_member[household[first]] = first
    households.size[: len(households.size)] = np.bincount(household, minlength=len(households.size))
    persons.due[:people] = households.due[household] = DUE
