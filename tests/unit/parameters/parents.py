"""How many people of an age have a youngest child of which age: births independent from year to year.

``work.share`` is of people without a minor child at home and was solved with this calculation, so that together with
parents the published shares come out. Tests repeat it, so that a change of one of the tables is noticed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

__all__ = ["AGE_CLASSES", "parents"]

Floats = npt.NDArray[np.float64]

AGE_CLASSES = ("none", "0", "1", "2", "3_5", "6_9", "10_14", "15_17")
"""Completed years of the youngest child, in the order of ``work.youngest_child_ratio``."""

_CLASS = np.repeat(np.arange(1, 8), [1, 1, 1, 3, 4, 5, 3])
_MOTHERS, _FATHERS = 192_000, 163_000
_SPREAD_OF_AGE_GAP = 3.0
_ADULT = 18


def parents(people: Floats, age_profile: Floats, age_gap: float) -> Floats:
    """Return shares of people by age of the youngest child at home, shape (2, 8, 101).

    Parameters
    ----------
    people : ndarray (2, 101)
        Persons by sex and age.
    age_profile : ndarray (101,)
        Births by age of the mother as shares of the total fertility rate, which is solved so that there are as many
        mothers of minors as in Thuringia in 2024 (TLS: 192,000, and 163,000 fathers).
    age_gap : float
        Years by which the father is older.
    """

    def mothers(fertility: float) -> Floats:
        born = 1.0 - np.exp(-fertility * age_profile)
        shares = np.zeros((8, 101))
        for age in range(101):
            childless = 1.0
            for child in range(min(_ADULT, age)):
                shares[_CLASS[child], age] += childless * born[age - child]
                childless *= 1.0 - born[age - child]
            shares[0, age] = childless
        return shares

    fertility = brentq(lambda rate: ((1 - mothers(rate)[0]) * people[1]).sum() - _MOTHERS, 0.5, 3.0)
    shares = np.zeros((2, 8, 101))
    shares[1] = mothers(fertility)
    ages = np.arange(101)
    older = np.exp(-0.5 * ((ages[:, None] - ages - age_gap) / _SPREAD_OF_AGE_GAP) ** 2)
    of_fathers = (older / older.sum(axis=0) @ (shares[1, 1:] * people[1]).T).T * _FATHERS / _MOTHERS
    shares[0, 1:] = of_fathers / people[0]
    shares[0, 0] = 1.0 - shares[0, 1:].sum(axis=0)
    return shares
