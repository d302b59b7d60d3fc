"""How many runs it takes to find an effect that matters: the power of the paired t-test."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from simsocial.analysis.thresholds import LEVEL, MIN_NONZERO, POWER

__all__ = ["runs_needed"]

FloatArray = npt.NDArray[np.float64]


def runs_needed(size: FloatArray, deviation: FloatArray) -> FloatArray:
    """Return how many units find an effect of a size with `POWER` at the level `LEVEL`, two-sided.

    Parameters
    ----------
    size : ndarray of float64
        Smallest effect that matters.
    deviation : ndarray of float64
        Standard deviation of the effect over units; NaN gives NaN.

    Returns
    -------
    ndarray of float64
        Whole numbers from `MIN_NONZERO`; infinite where every size matters.

    References
    ----------
    Guenther (1981): Sample size formulas for normal theory t tests, The American Statistician 35(4): the normal
    distribution's number and half of the squared quantile more, for the t distribution.

    Examples
    --------
    >>> runs_needed(np.array([1.0, 1.0, 0.0]), np.array([2.0, 0.0, 1.0])).tolist()
    [44.0, 10.0, inf]
    """
    level, power = special.ndtri([1.0 - LEVEL / 2.0, POWER])
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(deviation == 0.0, 0.0, deviation / np.abs(size))
    needed = np.ceil(((level + power) * ratio) ** 2 + level**2 / 2.0)
    return np.asarray(np.maximum(needed, MIN_NONZERO), dtype=np.float64)
