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

__all__ = [
    "EMPTY_COHORT",
    "EPOCH_MONTH",
    "MAX_AGE",
    "N_COHORTS",
    "age_of_cohorts",
    "by_cohort",
    "cohort_of",
    "month_index",
    "month_label",
    "monthly_probability",
]

EPOCH_MONTH = 1890 * 12
"""Absolute month of January 1890, before which nobody in the model was born."""

MAX_AGE = 100
"""Top age group: 100 and more completed years."""

N_COHORTS = (2050 - 1890) * 24
"""Number of cohorts: both sexes, birth months 1890-01 to 2049-12."""

EMPTY_COHORT = 0
"""Cohort number of an unused row."""

_MONTH = re.compile(r"^(\d{4})-(\d{2})$")


def month_index(label: str | int) -> int:
    """Return the absolute month of a label such as ``2027-08``.

    Examples
    --------
    >>> month_index("2027-08") - month_index("2027-01")
    7
    """
    match = _MONTH.match(str(label))
    if match is None or not 1 <= int(match[2]) <= 12:
        message = f"'{label}' is not a month. Valid: YYYY-MM, for example 2027-08."
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
    """Return the cohort numbers for absolute birth months and sexes (0 male, 1 female)."""
    months = np.asarray(birth_month, dtype=np.int64) - EPOCH_MONTH
    return (2 * months + np.asarray(sex, dtype=np.int64)).astype(np.uint16)


@functools.lru_cache(maxsize=4)
def age_of_cohorts(month: int) -> npt.NDArray[np.int64]:
    """Return the completed years of each cohort in a month, clipped to 0..100.

    Cohorts not yet born in that month get age 0.
    """
    births = EPOCH_MONTH + np.arange(N_COHORTS, dtype=np.int64) // 2
    ages: npt.NDArray[np.int64] = np.clip((month - births) // 12, 0, MAX_AGE)
    ages.flags.writeable = False
    return ages


def by_cohort(table: npt.NDArray[np.float64], month: int) -> npt.NDArray[np.float64]:
    """Expand an age table to one value a cohort, so that kernels look up by cohort alone.

    Parameters
    ----------
    table : ndarray of shape (..., 2, 101)
        Values by sex (male, female) and completed years; further axes before are kept.
    month : int
        Absolute month for which ages are counted.

    Returns
    -------
    ndarray of shape (..., N_COHORTS)
        Value of each cohort in that month; the empty cohort has 0.
    """
    position = np.arange(N_COHORTS) % 2 * (MAX_AGE + 1) + age_of_cohorts(month)
    flat = np.asarray(table, dtype=np.float64).reshape(*table.shape[:-2], -1)
    result = np.take(flat, position, axis=-1)
    result[..., EMPTY_COHORT] = 0.0
    return result


def monthly_probability(annual_probability: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Turn yearly probabilities into monthly ones: ``1 - (1 - p) ** (1 / 12)``.

    Examples
    --------
    >>> round(float((1 - monthly_probability(0.2)) ** 12), 12)
    0.8
    """
    p = np.clip(np.asarray(annual_probability, dtype=np.float64), 0.0, 1.0)
    return np.asarray(1.0 - (1.0 - p) ** (1.0 / 12.0))
