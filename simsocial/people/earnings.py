"""Earnings without a history: a lasting rank in the distribution of people like that, and the hours worked.

Who has rank 0.9 among the earners of a sex, attainment and hours earns what nine of ten of them earn less than, as long
as the rank lasts. Tables give wages at some ranks (quantiles); between them they are interpolated.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.compile import helper

__all__ = ["WEEKS_PER_MONTH", "monthly_gross", "value_at_rank"]

WEEKS_PER_MONTH = 365.25 / 7.0 / 12.0
"""Weeks that are paid in a month."""


@helper
def value_at_rank(rank: float, ranks: npt.NDArray[np.float64], values: npt.NDArray[np.float64]) -> float:
    """Return what a rank has in a distribution that is known at some ranks.

    Parameters
    ----------
    rank : float
        Between 0 and 1.
    ranks, values : ndarray (nodes,)
        Ranks in ascending order from 0 to 1, and what they have.

    Examples
    --------
    >>> value_at_rank(0.75, np.array([0.0, 0.5, 1.0]), np.array([13.0, 17.0, 25.0]))
    21.0
    """
    node = 1
    while node < len(ranks) - 1 and rank >= ranks[node]:
        node += 1
    part = (rank - ranks[node - 1]) / (ranks[node] - ranks[node - 1])
    return float(values[node - 1] + part * (values[node] - values[node - 1]))


@helper
def monthly_gross(hourly: float, weekly_hours: float, minimum_wage: float, special_payments: float) -> float:
    """Return gross earnings in EUR a month.

    Parameters
    ----------
    hourly : float
        Gross earnings in EUR an hour, without special payments; at least the minimum wage is paid.
    weekly_hours : float
        Paid hours a week.
    minimum_wage : float
        EUR an hour.
    special_payments : float
        Special payments of a year (holidays, Christmas) as a share of the year's regular earnings.

    Examples
    --------
    >>> round(monthly_gross(18.0, 40.0, 12.82, 0.06)), round(monthly_gross(12.0, 10.0, 12.82, 0.0))
    (3319, 557)
    """
    return max(hourly, minimum_wage) * weekly_hours * WEEKS_PER_MONTH * (1.0 + special_payments)
