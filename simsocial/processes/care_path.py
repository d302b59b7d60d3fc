"""From prevalence to entry and progression: how people come to need care.

No German table gives incidence or transitions between care grades. They are solved here from what is
known: the share with each grade by sex and age (``care_need.prevalence`` x ``care_need.grade_share``),
mortality by grade, and assumed progression rates. Along the life of a cohort each grade's share must
follow the table; what progression and death leave open is entry (if positive) or recovery (if negative).
The odds of the table grow by ``care_need.drift_per_year``, which fades after the last known figure, so that the
hazards are solved for every year. Odds, since earlier tables differ from the latest by them, and no share can
then grow beyond one.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE, monthly_chance
from simsocial.parameters.trend import log_growth
from simsocial.processes.variation import care_factor
from simsocial.region.kreis_rates import kreis_ratio

if TYPE_CHECKING:
    from simsocial.parameters import Parameters

__all__ = ["CarePath", "grade_distribution", "solve_care_path"]

Floats = npt.NDArray[np.float64]
_GRADES = 6
_GRADE_SHARE = "care_need.grade_share"
_COUNTED_EVERY = 24
"""Months from one Pflegestatistik to the next."""
_HIGHEST = 0.98
"""Prevalence does not grow beyond this share: somebody of every age needs no care."""


def grade_distribution(
    parameters: Parameters, month: int, years: float = 0.0, ags: str | None = None
) -> Floats:
    """Return the share of each care grade 0..5 by sex and age, shape (6, 2, 101).

    Parameters
    ----------
    parameters : Parameters
        Source of prevalence, grade shares and drift.
    month : int
        Absolute month whose dated tables hold: the base date of the model. The people in need of care are counted every
        second year.
    years : float
        Years since then. From the date of the table on, the odds grow by ``care_need.drift_per_year``, and the grades
        follow later counts where the run knows them.
    ags : str, optional
        Kreis of Thuringia whose people need care more or less often (``care_need.kreis_odds``).
    """
    table = np.minimum(parameters.table("care_need.prevalence", month), _HIGHEST)
    counted = min(parameters.dated("care_need.prevalence", month).known_from + 1, month)
    now = month + 12.0 * years
    odds = kreis_ratio(parameters, "care_need.kreis_odds", ags, month)
    odds *= care_factor(parameters, ags, counted, now)
    grown = odds * np.exp(log_growth(parameters, "care_need.drift", counted, now)) * table
    prevalence = np.minimum(grown / (1.0 - table + grown), _HIGHEST)
    by_age = _grade_shares(parameters, month, now)
    shares = np.empty((_GRADES, 2, MAX_AGE + 1))
    shares[1:] = by_age.T[1:, None, :] / by_age.T[1:].sum(axis=0) * prevalence
    shares[0] = 1.0 - prevalence
    return shares


def _grade_shares(parameters: Parameters, month: int, now: float) -> Floats:
    """Return the shares of the grades by age (101, 6), on straight lines between the years counted.

    The growth of care need is dated; so are the grades of those who came: from 2017 to 2023 mostly light ones. After
    the last count known, and in runs that know none after their base date, they stay.
    """
    # The mean over two years of what was counted every second year lies on the line between two counts.
    dates = {parameters.dated(_GRADE_SHARE, int(at)).known_from for at in (month, now + _COUNTED_EVERY - 1)}
    if len(dates) == 1:
        return parameters.table(_GRADE_SHARE, month)
    tables = [parameters.table(_GRADE_SHARE, int(now) + ahead) for ahead in range(_COUNTED_EVERY)]
    mean: Floats = np.mean(tables, axis=0)
    return mean


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


def _monthly(shares: Floats) -> Floats:
    """Return shares at every month of age from birth on: straight lines between the middles of ages."""
    ages = np.arange(12 * (MAX_AGE + 1) + 1) / 12.0
    middles = np.arange(MAX_AGE + 1) + 0.5
    path: Floats = np.empty((_GRADES, 2, len(ages)))
    for grade in range(_GRADES):
        for sex in range(2):
            path[grade, sex] = np.interp(ages, middles, shares[grade, sex])
    # Everybody is born without a care grade; the first month carries the entries up to then.
    path[1:, :, 0], path[0, :, 0] = 0.0, 1.0
    return path


@functools.lru_cache(maxsize=64)
def _solved(now: bytes, later: bytes, death: bytes, worse: bytes) -> CarePath:
    """Solve for one year's tables; the arguments are their bytes so that results are kept."""
    shape = (_GRADES, 2, MAX_AGE + 1)
    path = _monthly(np.frombuffer(now).reshape(shape))
    in_a_year = _monthly(np.frombuffer(later).reshape(shape))
    target = path[:, :, 1:] + (in_a_year - path)[:, :, 1:] / 12.0
    up = np.frombuffer(worse)
    alive = path[:, :, :-1] * (1.0 - np.repeat(np.frombuffer(death).reshape(shape), 12, axis=2))
    alive /= alive.sum(axis=0)
    moving = alive * up[:, None, None]
    after = alive - moving
    after[1:] += moving[:-1]
    missing = target - after

    def mean_of_age(values: Floats) -> Floats:
        mean: Floats = values.reshape(*values.shape[:-1], MAX_AGE + 1, 12).mean(axis=-1)
        return mean

    inflow = mean_of_age(np.maximum(missing[1:], 0.0) / alive[0])
    recovery = np.zeros(shape)
    recovery[1:] = mean_of_age(np.maximum(-missing[1:], 0.0) / np.maximum(alive[1:], 1e-12))
    entry = inflow.sum(axis=0)
    shares_in = np.cumsum(inflow, axis=0) / np.maximum(entry, 1e-15)
    return CarePath(entry, shares_in, up.copy(), np.minimum(recovery, 0.2))


def solve_care_path(
    parameters: Parameters, death: Floats, month: int, years: float = 0.0, ags: str | None = None
) -> CarePath:
    """Return entry, progression and recovery that keep the prevalence table in force.

    Parameters
    ----------
    parameters : Parameters
        Source of prevalence, grade shares, progression and drift.
    death : ndarray (6, 2, 101)
        Monthly death probabilities by grade.
    month : int
        Absolute month whose dated values hold: the base date of the model.
    years : float
        Years since then: the hazards let the prevalence grow from then on for a year.
    ags : str, optional
        Kreis of Thuringia, as in :func:`grade_distribution`.
    """
    now = grade_distribution(parameters, month, years, ags)
    later = grade_distribution(parameters, month, years + 1.0, ags)
    yearly = parameters.table("care_need.progression_rate", month)
    worse = monthly_chance(yearly)
    worse[0] = worse[-1] = 0.0
    return _solved(now.tobytes(), later.tobytes(), np.ascontiguousarray(death).tobytes(), worse.tobytes())
