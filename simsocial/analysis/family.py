"""Which of many rows differ: one family of tests in two stages, then a confirmation on fresh replicates.

Stage one asks which indicators move at all (Simes p over the rows of an indicator, Benjamini-Hochberg over
indicators); stage two which of their rows do, at the level left over (Benjamini and Bogomolov 2014). So an
indicator with many areas and groups has no more chances to be found by accident than one with few.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

from simsocial.analysis.thresholds import LEVEL

__all__ = ["confirmed", "two_stage"]

FloatArray = npt.NDArray[np.float64]


def two_stage(p_value: FloatArray, family: npt.NDArray[np.int64], level: float = LEVEL) -> FloatArray:
    """Return a q-value for each row: the row is selected where it is at most `level`.

    Parameters
    ----------
    p_value : ndarray of float64
        One a row; NaN rows are outside the family and get NaN.
    family : ndarray of int64
        Number of the indicator of each row.
    level : float
        False-discovery rate over indicators and, on average, within the selected ones.

    Returns
    -------
    ndarray of float64
        The larger of the indicator's adjusted Simes p and the row's adjusted p within its indicator,
        the latter scaled by indicators tested / indicators selected.

    References
    ----------
    Benjamini, Bogomolov (2014): Selective inference on multiple families of hypotheses, JRSS B 76(1).
    """
    q_value = np.full(len(p_value), np.nan)
    tested = ~np.isnan(p_value)
    names = np.unique(family[tested])
    if names.size == 0:
        return q_value
    within = np.full(len(p_value), np.nan)
    simes = np.empty(names.size)
    for position, name in enumerate(names):
        rows = np.flatnonzero(tested & (family == name))
        within[rows] = stats.false_discovery_control(p_value[rows], method="bh")
        # The smallest adjusted p of a family is its Simes p.
        simes[position] = within[rows].min()
    between = stats.false_discovery_control(simes, method="bh")
    selected = max(int((between <= level).sum()), 1)
    for position, name in enumerate(names):
        rows = np.flatnonzero(tested & (family == name))
        q_value[rows] = np.maximum(between[position], np.minimum(within[rows] * names.size / selected, 1.0))
    return q_value


def confirmed(
    explore: FloatArray,
    confirm: FloatArray,
    same_sign: npt.NDArray[np.bool_],
    certain: npt.NDArray[np.bool_],
    family: npt.NDArray[np.int64],
    level: float = LEVEL,
) -> FloatArray:
    """Return the q-value of both stages together: at most `level` only if a row is selected twice.

    Parameters
    ----------
    explore, confirm : ndarray of float64
        q-values of the explored rows, and p-values of the same rows on fresh replicates.
    same_sign : ndarray of bool
        Whether both effects point the same way.
    certain : ndarray of bool
        Rows with the same difference in every fresh replicate: no test is needed.
    family : ndarray of int64
        Number of the indicator of each row.
    level : float
        False-discovery rate of each stage.

    Returns
    -------
    ndarray of float64
        q of the exploration for rows that are no candidates, else the larger of both stages; 1 where
        the sign turned.

    Notes
    -----
    Only candidates are tested again. Their choice does not depend on the fresh replicates, so the second
    family may be that small without losing its level.
    """
    candidate = explore <= level
    again = two_stage(np.where(candidate & ~certain, confirm, np.nan), family, level)
    again[np.isnan(again)] = 1.0
    again[certain] = 0.0
    result = explore.copy()
    result[candidate] = np.fmax(explore[candidate], again[candidate])
    result[candidate & ~same_sign] = 1.0
    return result
