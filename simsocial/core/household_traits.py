"""What a household is, in one small number, gathered in one pass over all persons.

Following each household's list of members instead would jump through memory and cost several times as much.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT, age_of_cohorts
from simsocial.core.columns import ADULT, CHILD, NOBODY, Persons
from simsocial.core.compile import in_place
from simsocial.core.state import TOP, State

__all__ = ["ADULTS", "WITH_CARER", "WITH_CHILD", "WITH_COUPLE", "WITH_OLD_CARER", "household_traits"]

WITH_COUPLE, WITH_CHILD, WITH_CARER, WITH_OLD_CARER = 1, 2, 4, 8
"""Bits: a couple; a child of the household; somebody of 18 to 65 years without a care grade; somebody older
without one."""

ADULTS = 16
"""Above the bits, the number of members who head the household: ``traits // ADULTS``."""


def household_traits(state: State, month: int) -> npt.NDArray[np.uint16]:
    """Return the traits of every household by row; unused rows have none.

    Parameters
    ----------
    state : State
        Persons and households.
    month : int
        Absolute month for which ages are counted.
    """
    traits = np.zeros(int(state.counters[1, TOP]), dtype=np.uint16)
    ages = age_of_cohorts(month)
    carer = WITH_CARER * ((ages >= 18) & (ages < 66)) + WITH_OLD_CARER * (ages >= 66)
    _gather(state.persons, int(state.counters[0, TOP]), carer.astype(np.uint16), traits)
    return traits


@in_place
def _gather(
    persons: Persons, top: int, carer: npt.NDArray[np.uint16], traits: npt.NDArray[np.uint16]
) -> None:
    """Add each person's traits to those of the household."""
    for row in range(top):
        cohort, role = persons.cohort[row], persons.role[row]
        if cohort == EMPTY_COHORT:
            continue
        found = WITH_COUPLE * (persons.partner[row] != NOBODY) | WITH_CHILD * (role == CHILD)
        found |= carer[cohort] * (persons.care_grade[row] == 0)
        home = np.uint32(persons.household[row])
        traits[home] = (traits[home] | found) + ADULTS * (role == ADULT)
