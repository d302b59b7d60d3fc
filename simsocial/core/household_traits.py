"""What a household is, in one small number."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import ADULT, CHILD, NOBODY
from simsocial.core.state import TOP, State

__all__ = ["ADULTS", "WITH_CHILD", "WITH_COUPLE", "household_traits"]

WITH_COUPLE, WITH_CHILD = 1, 2
"""Bits: a couple; a child of the household."""

ADULTS = 4
"""Above the bits, the number of members who head the household: ``traits // ADULTS``."""


def household_traits(state: State) -> npt.NDArray[np.uint16]:
    """Return the traits of every household by row; unused rows have none."""
    persons, top = state.persons, int(state.counters[0, TOP])
    used = persons.cohort[:top] != EMPTY_COHORT
    home, role = persons.household[:top], persons.role[:top]
    heads = np.bincount(home[used & (role == ADULT)], minlength=int(state.counters[1, TOP]))
    traits: npt.NDArray[np.uint16] = (ADULTS * heads).astype(np.uint16)
    traits[home[used & (persons.partner[:top] != NOBODY)]] |= WITH_COUPLE
    traits[home[used & (role == CHILD)]] |= WITH_CHILD
    return traits
