"""A cohort-component projection by single years: what a hindcast is measured against.

Everybody ages by a year, dies and gives birth as rates by age say, and moves as net rates say; nothing else. Ages are
completed years at year ends, so that who goes from age x to x + 1 lives half a year at each age.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import linalg

__all__ = ["project"]

Floats = npt.NDArray[np.float64]


def project(
    people: npt.ArrayLike,
    death_probability: npt.ArrayLike,
    birth_rate: npt.ArrayLike,
    net_rate: npt.ArrayLike,
    male_share: float = 0.5138,
) -> Floats:
    """Return the people a year later.

    Parameters
    ----------
    people : array_like of shape (2, ages)
        Men and women at the begin of the year by completed years; the last age is open.
    death_probability, net_rate : array_like of shape (2, ages)
        Per year: deaths, and arrivals less departures per inhabitant.
    birth_rate : array_like of shape (ages,)
        Children a year per woman.
    male_share : float
        Share of the newborns; usual is 0.5138 (UN World Population Prospects 2024, Germany).

    Returns
    -------
    ndarray of shape (2, ages)

    Examples
    --------
    >>> alive = project([[100.0, 0, 0], [100.0, 0, 0]], np.full((2, 3), 0.1), np.zeros(3), np.zeros((2, 3)))
    >>> alive[0].round(6).tolist()
    [0.0, 90.0, 0.0]
    """
    start = np.asarray(people, dtype=np.float64)
    living = 1.0 - np.asarray(death_probability, dtype=np.float64)
    stay = 1.0 + np.asarray(net_rate, dtype=np.float64)
    passage = np.sqrt(living * _next_age(living)) * np.sqrt(stay * _next_age(stay))
    births = np.asarray(birth_rate, dtype=np.float64)
    at_birth = np.sqrt(living[:, 0])
    # Half of the year at the age of its begin, half of it one year older, if still here.
    children = (births + _next_age(births[None])[0] * passage[1]) / 2.0
    women = _matrix(children * (1.0 - male_share) * at_birth[1], passage[1])
    men = _matrix(np.zeros_like(births), passage[0])
    later = np.stack([men @ start[0], women @ start[1]])
    later[0, 0] = children @ start[1] * male_share * at_birth[0]
    return later


def _next_age(rate: Floats) -> Floats:
    return np.concatenate([rate[:, 1:], rate[:, -1:]], axis=1)


def _matrix(children: Floats, passage: Floats) -> Floats:
    """Return the Leslie matrix; those of the last age stay in it."""
    matrix: Floats = linalg.leslie(children, passage[:-1])
    matrix[-1, -1] = passage[-1]
    return matrix
