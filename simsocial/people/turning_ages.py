"""When what is said of a person may become another though nothing of the person changed: by age and school year.

For all else, a mark tells that something changed (:data:`simsocial.core.columns.REVIEW`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from simsocial.people.school_entry import school_entry_months

__all__ = ["MARKED", "STATED", "Turns", "any_of", "at_ages", "at_begin_of_school_years"]

Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

Turns = Callable[[Integers, int], Flags]
"""Takes months of birth and a month; returns of whom it may turn in that month."""


def at_ages(*years: float) -> Turns:
    """Return that it turns at these ages in years.

    Examples
    --------
    >>> at_ages(18)(np.array([24000, 24001]), 24216).tolist()
    [True, False]
    """
    months = [round(12 * age) for age in years]
    return lambda births, month: np.isin(month - births, months)


def at_begin_of_school_years(*numbers: int) -> Turns:
    """Return that it turns as these school years begin, also of those who started a year late.

    Examples
    --------
    >>> from simsocial.core.calendar import month_index
    >>> births = np.array([month_index("2020-07"), month_index("2020-08")])
    >>> [at_begin_of_school_years(1)(births, month_index(f"{year}-08")).tolist() for year in (2026, 2027, 2028)]
    [[True, False], [True, True], [False, True]]
    """
    since = [12 * (number - 1 + late) for number in numbers for late in (0, 1)]
    return lambda births, month: np.isin(month - school_entry_months(births), since)


def any_of(*turns: Turns) -> Turns:
    """Return that it turns where any of these does.

    Examples
    --------
    >>> any_of(at_ages(18), at_ages(65))(np.array([24000, 24001, 23436]), 24216).tolist()
    [True, False, True]
    """
    return lambda births, month: np.any([own(births, month) for own in turns], axis=0)


MARKED = at_ages()
"""At no age: it turns only where the person or somebody in the household is marked."""

STATED = at_ages()
"""As :data:`MARKED`, where who keeps a column of the household or its members says that they may be other ones
(:data:`simsocial.core.columns.MAY_TURN`): nobody is asked for any other predicate then."""
