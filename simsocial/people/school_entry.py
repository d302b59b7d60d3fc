"""When school begins: the August in which a child is six on the first, or a year later."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["LATE_SCHOOL_STREAM", "school_entry_age", "school_entry_months"]

Integers = npt.NDArray[np.int64]

LATE_SCHOOL_STREAM = "demand.school_entry"
"""Stream of the lasting draw that decides who starts school late."""

_AUGUST = 7


def school_entry_months(births: Integers) -> Integers:
    """Return the month in which school begins as a rule: the August in which a child is six on the 1st.

    Children are six on 1 August if they were born by the end of July six years before. Some are put back by
    a year (``school_entry.late_share``).

    Examples
    --------
    >>> from simsocial.core.calendar import month_index, month_label
    >>> births = np.array([month_index("2020-07"), month_index("2020-08")])
    >>> [month_label(int(month)) for month in school_entry_months(births)]
    ['2026-08', '2027-08']
    """
    return births + school_entry_age(births % 12)


def school_entry_age(month_of_birth: Integers) -> Integers:
    """Return the age in months at which school begins as a rule, by the month of the year of the birth (0 to 11).

    Examples
    --------
    >>> school_entry_age(np.array([6, 7])).tolist()
    [73, 84]
    """
    return 12 * (6 + (month_of_birth >= _AUGUST)) + _AUGUST - month_of_birth
