"""An independent cohort-component projection with the model's monthly discretisation and open borders.

Ages are counted in months. A month multiplies the women by a Leslie matrix (``scipy.linalg.leslie``), lets
the men survive and receives the women's sons, subtracts the expected departures and adds the arrivals.
Everything comes from the parameter tables; nothing is read from the model's own hazards.

The projection is linear, so that a run differs from it by the sum of its chance deviations, each carried
forward to the end. Their covariance is carried along the same way: deaths are binomial, births Poisson
with twins, departures go by households.
"""

from __future__ import annotations

import numpy as np
from scipy import linalg, sparse

from simsocial.core.calendar import EPOCH_MONTH

__all__ = ["AGES", "Projection", "ages_in_months"]

AGES = 12 * 125
"""Ages in months of each sex; women come first in every vector."""

_LAST_GROUP = 18
"""Five-year groups 0-4 to 85-89, then 90 and more."""


def ages_in_months(cohort, month):
    """Return the position of each cohort in a projection's vector: women by age in months, then men."""
    age = month - EPOCH_MONTH - (cohort >> 1).astype(np.int64)
    return age + AGES * (1 - (cohort & 1).astype(np.int64))


class Projection:
    """Matrices of all months from a base date, and the weight of each person then in the groups at the end.

    Parameters
    ----------
    parameters : Parameters
        Tables of mortality and fertility.
    first_month, months : int
        First projected month and number of months.
    death_factor, birth_factor : float
        Multiply the tables, to see whether the comparison would notice.
    """

    def __init__(self, parameters, first_month, months, death_factor=1.0, birth_factor=1.0):
        self.first_month, self.months = first_month, months
        self._twins = parameters.value("fertility.multiple_birth_share", first_month)
        self._years = {}
        self._tables = lambda year: _rates(parameters, year, death_factor, birth_factor)
        self.groups = _groups()
        self.weights = [self.groups]
        for month in range(first_month + months - 1, first_month, -1):
            self.weights.insert(0, self.weights[0] @ self._year(month)[0])

    def _year(self, month):
        """Return the matrix of a month with the death probabilities and events behind it."""
        year = month // 12
        if year not in self._years:
            self._years[year] = _matrix(*self._tables(year), self._twins)
        return self._years[year]

    def step(self, people, month):
        """Return the expected people of a month, before migration, from those at the end of the last."""
        return self._year(month)[0] @ people

    def covariance(self, people, month):
        """Return what deaths and births of a month add to the covariance of the groups at the end."""
        weights = self.weights[month - self.first_month]
        _, dying, events, is_girl = self._year(month)
        variance = np.zeros(2 * AGES)
        variance[1:] = (people * dying * (1.0 - dying))[:-1]
        variance[AGES] = 0.0
        total = (weights * variance) @ weights.T
        number = float(events @ people[:AGES])
        born = np.array([is_girl, 1.0 - is_girl])
        second_moment = (1.0 + self._twins) * np.diag(born) + 2.0 * self._twins * np.outer(born, born)
        newborn = weights[:, [0, AGES]]
        return total + number * newborn @ second_moment @ newborn.T


def _rates(parameters, year, death_factor, birth_factor):
    """Return monthly death probabilities (women, men) and birth events by age in months, and the girls' share."""
    middle = year * 12 + 6
    yearly = parameters.table("mortality.death_probability", middle)
    hazard_ratio = parameters.value("mortality.level_ratio", middle) * death_factor
    in_years = np.minimum(np.arange(AGES) // 12, 100)
    dying = 1.0 - (1.0 - yearly[::-1, in_years]) ** (hazard_ratio / 12.0)
    rate = parameters.table("fertility.age_profile", middle) * birth_factor
    rate = rate * parameters.value("fertility.total_fertility_rate", middle)
    rate = rate / (1.0 + parameters.value("fertility.multiple_birth_share", middle))
    return dying, 1.0 - np.exp(-rate[in_years] / 12.0), 1.0 - parameters.value("fertility.male_share", middle)


def _matrix(dying, events, is_girl, twins):
    """Return the month's matrix, and deaths and events by the age before the month.

    Who is j months old at the end of a month goes through the next one at the age of j + 1 months.
    """
    before = np.append(events[1:], 0.0)
    children = before * (1.0 + twins)
    women = linalg.leslie(children * is_girl, 1.0 - dying[0, 1:])
    men = linalg.leslie(np.zeros(AGES), 1.0 - dying[1, 1:])
    sons = np.zeros((AGES, AGES))
    sons[0] = children * (1.0 - is_girl)
    matrix = sparse.csr_array(np.block([[women, np.zeros((AGES, AGES))], [sons, men]]))
    return matrix, np.concatenate([np.append(q[1:], 0.0) for q in dying]), before, is_girl


def _groups():
    """Return the indicator of sex and five-year age group, shape (2 * 19, 2 * AGES)."""
    group = np.minimum(np.arange(AGES) // 60, _LAST_GROUP)
    row = np.concatenate([group, group + _LAST_GROUP + 1])
    indicator = np.zeros((2 * (_LAST_GROUP + 1), 2 * AGES))
    indicator[row, np.arange(2 * AGES)] = 1.0
    return indicator
