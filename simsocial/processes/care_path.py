"""From prevalence to entry and progression: how people come to need care.

No German table gives incidence or transitions between care grades. They are solved here from what is
known: the share with each grade by sex and age (``care_need.prevalence`` x ``care_need.grade_share``),
mortality by grade, and assumed progression rates. Along the life of a cohort each grade's share must
follow the table; what progression and death leave open is entry (if positive) or recovery (if negative).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE

if TYPE_CHECKING:
    from simsocial.parameters import Parameters

__all__ = ["CarePath", "grade_distribution", "solve_care_path"]

Floats = npt.NDArray[np.float64]
_GRADES = 6


def grade_distribution(parameters: Parameters, month: int) -> Floats:
    """Return the share of each care grade 0..5 by sex and age, shape (6, 2, 101)."""
    prevalence = parameters.table("care_need.prevalence", month)
    by_age = parameters.table("care_need.grade_share", month)
    shares = np.empty((_GRADES, 2, MAX_AGE + 1))
    shares[1:] = by_age.T[1:, None, :] / by_age.T[1:].sum(axis=0) * prevalence
    shares[0] = 1.0 - prevalence
    return shares


@dataclass(frozen=True)
class CarePath:
    """Monthly probabilities of changing the care grade.

    Attributes
    ----------
    entry : ndarray (2, 101)
        From no grade to any.
    entry_grade : ndarray (5, 2, 101)
        Cumulative share of grades 1..5 among those who enter.
    worse : ndarray (6,)
        From a grade to the next.
    recovery : ndarray (6, 2, 101)
        From a grade to none.
    """

    entry: Floats
    entry_grade: Floats
    worse: Floats
    recovery: Floats


@functools.lru_cache(maxsize=8)
def _solved(shares: bytes, death: bytes, worse: bytes, drift: float) -> CarePath:
    """Solve for one set of tables; the arguments are the tables' bytes so that results are kept."""
    target = np.frombuffer(shares).reshape(_GRADES, 2, MAX_AGE + 1)
    dying = np.frombuffer(death).reshape(_GRADES, 2, MAX_AGE + 1)
    up = np.frombuffer(worse)
    ages = np.arange((MAX_AGE + 1) * 12 + 1) / 12.0
    # The table's value of an age holds at its middle; the path runs straight between the middles.
    path = np.empty((_GRADES, 2, len(ages)))
    for grade in range(_GRADES):
        for sex in range(2):
            path[grade, sex] = np.interp(ages, np.arange(MAX_AGE + 1) + 0.5, target[grade, sex])
    # Everybody is born without a care grade; the first month carries the entries up to then.
    path[1:, :, 0], path[0, :, 0] = 0.0, 1.0
    grown = (1.0 + drift) ** (1.0 / 12.0)
    inflow = np.zeros((_GRADES, 2, MAX_AGE + 1))
    outflow = np.zeros((_GRADES, 2, MAX_AGE + 1))
    for step in range(12 * (MAX_AGE + 1)):
        age = step // 12
        alive = path[:, :, step] * (1.0 - dying[:, :, age])
        alive /= alive.sum(axis=0)
        moving = alive * up[:, None]
        after = alive - moving
        after[1:] += moving[:-1]
        missing = path[:, :, step + 1] * grown - after
        inflow[1:, :, age] += np.maximum(missing[1:], 0.0) / alive[0] / 12.0
        outflow[1:, :, age] += np.maximum(-missing[1:], 0.0) / np.maximum(alive[1:], 1e-12) / 12.0
    entry = inflow.sum(axis=0)
    shares_in = np.cumsum(inflow[1:], axis=0) / np.maximum(entry, 1e-15)
    return CarePath(entry, shares_in, up.copy(), np.minimum(outflow, 0.2))


def solve_care_path(parameters: Parameters, death: Floats, month: int) -> CarePath:
    """Return entry, progression and recovery that keep the prevalence table in force.

    Parameters
    ----------
    parameters : Parameters
        Source of prevalence, grade shares, progression and drift.
    death : ndarray (6, 2, 101)
        Monthly death probabilities by grade.
    month : int
        Absolute month whose dated values hold.
    """
    shares = grade_distribution(parameters, month)
    yearly = parameters.table("care_need.progression_rate", month)
    worse = 1.0 - np.exp(-yearly / 12.0)
    worse[0] = worse[-1] = 0.0
    drift = parameters.value("care_need.drift_per_year", month)
    return _solved(shares.tobytes(), np.ascontiguousarray(death).tobytes(), worse.tobytes(), drift)
