"""Whom sites serve now, counted from the cases, and what their households have."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import EMPTY_COHORT
from simsocial.core.columns import NOBODY, SERVED
from simsocial.core.state import TOP, State
from simsocial.people.livelihood import HAS_BASIC_SUPPORT, HAS_CHILD_SUPPLEMENT, HAS_HOUSING_ALLOWANCE

__all__ = ["Families", "families_of", "served_by_site"]

Integers = npt.NDArray[np.int64]


def served_by_site(state: State, sites: int) -> Integers:
    """Count the cases that each of so many sites serves now, all kinds together, whatever was counted before."""
    cases, top = state.cases, int(state.counters[2, TOP])
    is_served = (cases.state[:top] == SERVED) & (cases.person[:top] != NOBODY)
    return np.bincount(cases.site[:top][is_served], minlength=sites)


class Families(NamedTuple):
    """Those whom sites serve now, with what their households have; one entry a case.

    Attributes
    ----------
    kind, area, household : ndarray of int
        Kind of service, area in which they live, row of the household.
    income_ratio : ndarray of float
        Net income by weighted heads relative to the median of all people; not a number where it is not known.
    has_benefit : ndarray of bool
        Whether the household has basic support, child supplement or housing allowance.
    """

    kind: Integers
    area: Integers
    household: Integers
    income_ratio: npt.NDArray[np.float64]
    has_benefit: npt.NDArray[np.bool_]


def families_of(state: State, kinds: Collection[int], place_area: npt.NDArray[np.int16]) -> Families:
    """Return those whom sites serve now in some kinds of service, with what their households have."""
    cases, persons, top = state.cases, state.persons, int(state.counters[2, TOP])
    is_served = (cases.state[:top] == SERVED) & (cases.person[:top] != NOBODY)
    rows = np.flatnonzero(is_served & np.isin(cases.kind[:top], list(kinds)))
    person = cases.person[rows]
    home, columns = persons.household[person], state.columns["households"]
    alive = np.flatnonzero(persons.cohort[: int(state.counters[0, TOP])] != EMPTY_COHORT)
    steps = columns["equivalent_income"].astype(np.float64)
    steps[steps == 0.0] = np.nan
    everybody = steps[persons.household[alive]]
    known = everybody[~np.isnan(everybody)]
    median = float(np.median(known)) if len(known) else np.nan
    benefits = HAS_BASIC_SUPPORT | HAS_CHILD_SUPPLEMENT | HAS_HOUSING_ALLOWANCE
    return Families(
        cases.kind[rows].astype(np.int64),
        place_area[persons.place[person]].astype(np.int64),
        home.astype(np.int64),
        steps[home] / median,
        (columns["livelihood"][home] & benefits) != 0,
    )
