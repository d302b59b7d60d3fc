"""Age groups of any width split into single years and sexes, at any reference date.

Rule: within a group, ages are spread like in Thuringia, or in a Kreis. The Land's single ages of 31.12.2023
are moved to the wanted year with their birth cohorts, undone or done by survival of the life table, so
that small cohorts stay where they belong; ages that no cohort of 2023 reaches any more follow the
stationary population of the life table. A Kreis differs from that by what its share of the Land's people was in
the Zensus 2022: in the same birth cohort, but at the same age where the cohort has since been 18 to 34, when
people come and go for training and work. Group totals are kept exactly.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.region.rounding import round_columns
from simsocial.region.targets import land_population

__all__ = ["LAND_YEAR", "age_profile", "kreis_profiles", "split_groups"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

LAND_YEAR = 2023
"""Year end of the Land's table by sex and single age."""

_AGES = MAX_AGE + 1
_LAST_COHORT = 95
"""Ages above are too few at the Land's date to be moved back; the life table takes over."""

_CENSUS_YEAR_END = 2022.37 - 1.0
"""The Zensus of 15 May 2022 lies 2022.37 - (year + 1) years after the end of a year."""

_OPEN_AGE = 90
"""From this age on a Kreis of the Zensus is taken together: single ages are few and perturbed."""

_MOBILE_AGES = (18, 35)
"""From first to before last: ages at which those who live in a Kreis are not those of some years later."""


def age_profile(year: int, death_probability: npt.ArrayLike) -> Floats:
    """Return the pattern of the Land by sex and single age at the end of a year.

    Parameters
    ----------
    year : int
        Calendar year.
    death_probability : array_like of shape (2, 101)
        Yearly probability of dying around that year.

    Returns
    -------
    ndarray of shape (2, 101)
        Positive numbers; only their proportions within a group matter.
    """
    profile = land_population().astype(np.float64)
    survival = 1.0 - np.clip(np.asarray(death_probability, dtype=np.float64), 0.0, 0.99)
    for _ in range(year, LAND_YEAR):
        earlier = np.zeros_like(profile)
        earlier[:, : _LAST_COHORT + 1] = profile[:, 1 : _LAST_COHORT + 2] / survival[:, : _LAST_COHORT + 1]
        for age in range(_LAST_COHORT + 1, _AGES):
            earlier[:, age] = earlier[:, age - 1] * survival[:, age - 1]
        profile = earlier
    for _ in range(LAND_YEAR, year):
        later = np.zeros_like(profile)
        later[:, 1:] = profile[:, :-1] * survival[:, :-1]
        later[:, -1] += profile[:, -1] * survival[:, -1]
        later[:, 0] = profile[:, 0]
        profile = later
    return np.maximum(profile, 1e-3)


def kreis_profiles(year: int, census: npt.ArrayLike, land_profile: npt.ArrayLike) -> Floats:
    """Return the pattern of each Kreis by sex and single age at the end of a year.

    Parameters
    ----------
    year : int
        Calendar year.
    census : array_like of shape (kreise, 101)
        People of the Zensus 2022 by Kreis and completed years, both sexes.
    land_profile : array_like of shape (2, 101)
        Pattern of the Land in that year (:func:`age_profile`).

    Returns
    -------
    ndarray of shape (kreise, 2, 101)
        Positive numbers; only their proportions within a group of a Kreis matter.
    """
    counted = np.asarray(census, dtype=np.float64).copy()
    counted[:, _OPEN_AGE:] = counted[:, _OPEN_AGE:].sum(axis=1, keepdims=True)
    share = (counted + 0.5) / (counted.sum(axis=0) + 0.5 * len(counted))
    later = float(np.clip(_CENSUS_YEAR_END - year, 0.0, MAX_AGE))
    ages = np.arange(_AGES)
    cohort = np.array([np.interp(ages + later, ages, row) for row in share])
    mobile = (ages + later >= _MOBILE_AGES[0]) & (ages < _MOBILE_AGES[1])
    relative = np.where(mobile, share, cohort)
    return np.asarray(relative[:, None, :] * np.asarray(land_profile, dtype=np.float64))


def split_groups(
    unit: npt.ArrayLike,
    sex: npt.ArrayLike,
    age_from: npt.ArrayLike,
    age_to: npt.ArrayLike,
    persons: npt.ArrayLike,
    profile: npt.ArrayLike,
    units: int,
) -> Integers:
    """Return persons by unit, sex and single age from rows of groups.

    Parameters
    ----------
    unit : array_like of int
        Area or place code of each row.
    sex : array_like of int
        0 male, 1 female, 2 both.
    age_from, age_to : array_like of int
        First and last completed year of each group; 100 is open.
    persons : array_like of int
        Persons of each group, kept exactly.
    profile : array_like of shape (2, 101) or (units, 2, 101)
        Pattern within groups, of all units or of each.
    units : int
        Number of areas or places.

    Returns
    -------
    ndarray of int64, shape (units, 2, 101)
    """
    units_of = np.asarray(unit, dtype=np.int64)
    number = np.asarray(persons, dtype=np.int64)
    pattern = np.broadcast_to(np.asarray(profile, dtype=np.float64), (units, 2, _AGES))
    result = np.zeros((units, 2, _AGES), dtype=np.int64)
    groups = np.column_stack([np.asarray(part, dtype=np.int64) for part in (sex, age_from, age_to)])
    kinds, which = np.unique(groups, axis=0, return_inverse=True)
    for kind, (which_sex, first, last) in enumerate(kinds):
        rows = np.flatnonzero(which.ravel() == kind)
        rows = rows[np.argsort(units_of[rows], kind="stable")]
        sexes = [0, 1] if which_sex == 2 else [int(which_sex)]
        ages = np.arange(first, last + 1)
        weights = pattern[units_of[rows]][:, sexes][:, :, ages].reshape(len(rows), -1)
        table = round_columns(weights.T, number[rows])
        cells = table.T.reshape(len(rows), len(sexes), len(ages))
        np.add.at(result, (units_of[rows][:, None, None], np.array(sexes)[None, :, None], ages), cells)
    return result
