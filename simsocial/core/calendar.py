"""One calendar: months as absolute integers, birth cohorts as one small number.

A month is ``year * 12 + (month - 1)``. A cohort packs birth month and sex into 16 bits, so that age
needs no column and no monthly update: it follows from the cohort and the current month.
"""

from __future__ import annotations

import functools
import re

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ConfigError
from simsocial.core.language import say

__all__ = [
    "EMPTY_CELL",
    "EMPTY_COHORT",
    "EPOCH_MONTH",
    "FIRST_BASE_MONTH",
    "LAST_MONTH",
    "MAX_AGE",
    "N_COHORTS",
    "OLDEST_AGE",
    "age_of_cohorts",
    "by_cell",
    "cell_of_cohorts",
    "cohort_of",
    "month_index",
    "month_label",
    "monthly_chance",
    "monthly_probability",
]

EPOCH_MONTH = 1890 * 12
"""Absolute month of January 1890, before which nobody in the model was born."""

MAX_AGE = 100
"""Top age group: 100 and more completed years."""

OLDEST_AGE = 108
"""Completed years of the oldest people at the base date, part of the top age group."""

FIRST_BASE_MONTH = EPOCH_MONTH + 12 * (OLDEST_AGE + 1)
"""Absolute month of the earliest base population whose oldest people have a cohort: January 1999."""

LAST_MONTH = 2050 * 12 - 1
"""Absolute month of December 2049, the last one that can be simulated."""

N_COHORTS = 2 * (LAST_MONTH + 1 - EPOCH_MONTH)
"""Number of cohorts: both sexes, birth months 1890-01 to 2049-12."""

EMPTY_COHORT = 0
"""Cohort number of an unused row."""

EMPTY_CELL = 2 * (MAX_AGE + 1)
"""Cell of an unused row; cells before it are 101 ages of men, then of women."""

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


def month_index(label: str | int) -> int:
    """Return the absolute month of a label such as ``2027-08``.

    Examples
    --------
    >>> month_index("2027-08") - month_index("2027-01")
    7
    """
    match = _MONTH.fullmatch(str(label))
    if match is None or not 1 <= int(match[2]) <= 12:
        message = say("'{label}' is not a month. Valid: YYYY-MM, for example 2027-08.", label=label)
        raise ConfigError(message)
    return int(match[1]) * 12 + int(match[2]) - 1


def month_label(month: int) -> str:
    """Return the label of an absolute month.

    Examples
    --------
    >>> month_label(month_index("2027-08"))
    '2027-08'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def cohort_of(birth_month: npt.ArrayLike, sex: npt.ArrayLike) -> npt.NDArray[np.uint16]:
    """Return the cohort numbers for absolute birth months and sexes (0 male, 1 female).

    Raises
    ------
    ConfigError
        If a birth lies before or behind the calendar.
    """
    births, sexes = np.asarray(birth_month, dtype=np.int64), np.asarray(sex, dtype=np.int64)
    cohorts = 2 * (births - EPOCH_MONTH) + sexes
    wrong = (cohorts <= EMPTY_COHORT) | (cohorts >= N_COHORTS)
    if wrong.any():
        found = month_label(int(np.broadcast_to(births, cohorts.shape)[wrong][0]))
        first, last = month_label(EPOCH_MONTH + 1), month_label(LAST_MONTH)
        message = say(
            "A birth in {found} lies outside the calendar. Valid: births from {first} to {last}.",
            found=found,
            first=first,
            last=last,
        )
        raise ConfigError(message)
    return cohorts.astype(np.uint16)


@functools.cache
def _ages_by_cohort() -> npt.NDArray[np.int64]:
    """Return completed years by cohort, of cohorts long before and long after a month: those of each month lie in it.

    The cohort of January 1890 in a month s months later is number ``2 * (N_COHORTS - s)``.
    """
    age_in_months = N_COHORTS - np.arange(3 * N_COHORTS, dtype=np.int64) // 2
    ages: npt.NDArray[np.int64] = np.clip(age_in_months // 12, 0, MAX_AGE)
    ages.flags.writeable = False
    return ages


def age_of_cohorts(month: int) -> npt.NDArray[np.int64]:
    """Return the completed years of each cohort in a month, clipped to 0..100.

    Cohorts not yet born in that month get age 0.
    """
    start = 2 * (N_COHORTS - (month - EPOCH_MONTH))
    return _ages_by_cohort()[start : start + N_COHORTS]


@functools.cache
def _cells_by_cohort() -> npt.NDArray[np.uint8]:
    """Return the cell of cohorts as :func:`_ages_by_cohort` has them."""
    ages = _ages_by_cohort()
    return (np.arange(len(ages)) % 2 * (MAX_AGE + 1) + ages).astype(np.uint8)


@functools.lru_cache(maxsize=4)
def cell_of_cohorts(month: int) -> npt.NDArray[np.uint8]:
    """Return the cell (sex and completed years) of each cohort in a month, for tables of :func:`by_cell`."""
    start = 2 * (N_COHORTS - (month - EPOCH_MONTH))
    found: npt.NDArray[np.uint8] = _cells_by_cohort()[start : start + N_COHORTS].copy()
    found[EMPTY_COHORT] = EMPTY_CELL
    found.flags.writeable = False
    return found


def by_cell(table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Flatten an age table to one value a cell; these tables are small enough to stay near the processor.

    Parameters
    ----------
    table : ndarray of shape (..., 2, 101)
        Values by sex (male, female) and completed years; further axes before are kept.

    Returns
    -------
    ndarray of shape (..., 203)
        Value of each cell; the cell of the empty cohort, the last one, has 0.

    Examples
    --------
    >>> flat = by_cell(np.ones((2, 101)))
    >>> cohort = cohort_of(month_index("2000-05"), 1)
    >>> float(flat[cell_of_cohorts(month_index("2027-01"))[cohort]]), float(flat[EMPTY_CELL])
    (1.0, 0.0)
    """
    states = table.shape[:-2]
    flat = np.zeros((*states, EMPTY_CELL + 1))
    flat[..., :EMPTY_CELL] = np.asarray(table, dtype=np.float64).reshape(*states, -1)
    return flat


def monthly_probability(
    annual_probability: npt.ArrayLike, hazard_ratio: npt.ArrayLike = 1.0
) -> npt.NDArray[np.float64]:
    """Turn yearly probabilities into monthly ones: ``1 - (1 - p) ** (ratio / 12)``.

    Parameters
    ----------
    annual_probability : array_like
        Of the whole year.
    hazard_ratio : array_like
        How many times as high the hazard behind it is taken.

    Examples
    --------
    >>> round(float((1 - monthly_probability(0.2)) ** 12), 12)
    0.8
    >>> round(float(monthly_probability(1 - 0.5**12, hazard_ratio=2.0)), 12)
    0.75
    """
    p = np.clip(np.asarray(annual_probability, dtype=np.float64), 0.0, 1.0)
    return np.asarray(1.0 - (1.0 - p) ** (np.asarray(hazard_ratio) / 12.0))


def monthly_chance(rate_per_year: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return the chance that an event of so many a year happens in a month: ``1 - exp(-rate / 12)``.

    Examples
    --------
    >>> bool(np.isclose(1 - (1 - monthly_chance(0.3)) ** 12, 1 - np.exp(-0.3)))
    True
    """
    return np.asarray(1.0 - np.exp(-np.asarray(rate_per_year, dtype=np.float64) / 12.0))
