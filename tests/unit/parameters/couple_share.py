"""Share of people living in couples that rates of forming and losing couples lead to.

The rates of ``partnership.formation_rate`` were solved with this forward calculation: they are the smooth
curves by sex with which the share along a synthetic cohort stays today's cross-section. A test repeats
the calculation, so that a change of one of the tables is noticed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE

__all__ = ["couple_share"]

Floats = npt.NDArray[np.float64]
_ADULT = 18


def couple_share(
    formation: Floats, separation: Floats, death: Floats, admission: Floats, age_gap: float
) -> Floats:
    """Return the share living in a couple by sex and age along a synthetic cohort.

    The share c of an age changes by ``dc/da = formation (1 - c) - loss c``, with a loss by separation, death of
    the partner, and admission of one of the two to a nursing home; nobody below 18 lives in a couple.

    Parameters
    ----------
    formation : ndarray of shape (2, 101)
        Yearly rate of people without partner.
    separation : ndarray of shape (101,)
        Yearly rate of couples by age of the woman.
    death : ndarray of shape (2, 101)
        Yearly probability of dying, for the death of the partner.
    admission : ndarray of shape (2, 101)
        Yearly rate of moving to a nursing home.
    age_gap : float
        Years by which the man is older.

    Returns
    -------
    ndarray of shape (2, 101)
        Mean share during each year of age.

    Examples
    --------
    >>> none = np.zeros((2, 101))
    >>> float(couple_share(none + 0.1, none[0] + 0.1, none, none, 2.5)[1, 90].round(3))
    0.5
    """
    ages = np.arange(MAX_AGE + 1, dtype=np.float64)
    leaving = admission - np.log1p(-death)
    older, younger = ages + age_gap, ages - age_gap
    # A man's couple is looked up at the age of his wife, a woman's husband dies at his own age.
    lost = np.stack(
        [
            np.interp(younger, ages, separation) + np.interp(younger, ages, leaving[1]) + admission[0],
            separation + np.interp(older, ages, leaving[0]) + admission[1],
        ]
    )
    share: Floats = np.zeros_like(formation)
    for sex in range(2):
        current = 0.0
        for age in range(_ADULT, MAX_AGE + 1):
            change = formation[sex, age] + lost[sex, age]
            balance = formation[sex, age] / change if change > 0.0 else 0.0
            kept = np.exp(-change)
            share[sex, age] = balance + (current - balance) * ((1.0 - kept) / change if change > 0.0 else 1.0)
            current = balance + (current - balance) * kept
    return share
