"""How far an effect is spread, and how much of that is chance: nested variance of runs within draws.

Two runs under one draw differ by chance alone, runs under different draws by chance and by what is not known. So the
variance within draws is that of chance, and what the variance between draws has beyond it is that of not knowing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simsocial.analysis.thresholds import MIN_NONZERO, RANGE

__all__ = ["Chance", "Spread", "chance_of", "spread_of"]

FloatArray = npt.NDArray[np.float64]

_LEAST_PAIRS = 4
"""Second runs below which the variance of chance is not told: half of its estimates would be wrong by half."""


@dataclass(frozen=True)
class Chance:
    """Variance of the effect over runs under one draw, one entry a row; NaN where too few draws have two runs."""

    variance: FloatArray

    def of(self, rows: npt.NDArray[np.int64]) -> Chance:
        """Return that of some rows."""
        return Chance(self.variance[rows])


@dataclass(frozen=True)
class Spread:
    """The spread of the effect, one entry a row.

    Attributes
    ----------
    low, high : ndarray of float64
        5 % and 95 % quantile of the effect over the units (draws, or runs without draws).
    chance_share : ndarray of float64
        Share of the variance of a single run's effect that is chance; NaN where it cannot be told apart.
    same_sign : ndarray of float64
        Share of the units with an effect of the mean's sign, chance taken out where it is known.
    deviation : ndarray of float64
        Standard deviation over the units.
    """

    low: FloatArray
    high: FloatArray
    chance_share: FloatArray
    same_sign: FloatArray
    deviation: FloatArray


def chance_of(difference: FloatArray, draw: npt.NDArray[np.int64]) -> Chance:
    """Return the variance of runs within their draws, pooled over all draws with two runs or more.

    Parameters
    ----------
    difference : ndarray of shape (n_rows, n_runs)
        Option minus reference of single runs; NaN where undefined.
    draw : ndarray of int64, shape (n_runs,)
        Draw of each run.

    Examples
    --------
    >>> pairs = np.repeat(np.arange(6), 2)
    >>> chance_of(np.array([[0.0, 2.0] * 6]), pairs).variance.tolist()
    [2.0]
    """
    _, position, count = np.unique(draw, return_inverse=True, return_counts=True)
    repeated = count[position] > 1
    if not repeated.any():
        return Chance(np.full(len(difference), np.nan))
    membership = (position[repeated, None] == np.flatnonzero(count > 1)).astype(np.float64)
    values = difference[:, repeated]
    valid = ~np.isnan(values)
    filled = np.where(valid, values, 0.0)
    runs = valid.astype(np.float64) @ membership
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.nan_to_num((filled @ membership) / runs)
        squares = np.where(valid, (filled - mean @ membership.T) ** 2, 0.0).sum(axis=1)
        freedom = np.maximum(runs - 1.0, 0.0).sum(axis=1)
        variance = squares / freedom
    return Chance(np.where(freedom >= _LEAST_PAIRS, variance, np.nan))


def spread_of(difference: FloatArray, runs: npt.NDArray[np.int64], chance: Chance | None) -> Spread:
    """Return the 5-95 % range of the effect over its units and how much of its spread is chance.

    Parameters
    ----------
    difference : ndarray of shape (n_rows, n_units)
        Effect in each unit (mean over its runs); NaN where undefined.
    runs : ndarray of int64, shape (n_units,)
        Runs behind each unit.
    chance : Chance or None
        What chance does within a draw; None if the units are single runs under best values, which differ by
        chance alone.

    Notes
    -----
    Quantiles stand at the place ``q (n + 1)`` in the order of the units, so that a fresh unit falls between them in
    90 of 100 cases from 19 units on; with fewer the ends are the smallest and the largest, and hold
    ``(n - 1) / (n + 1)``: 82 % with ten. Below ten units there is no range.
    """
    n_rows = len(difference)
    low, high = np.full(n_rows, np.nan), np.full(n_rows, np.nan)
    n = (~np.isnan(difference)).sum(axis=1)
    complete, some = n == difference.shape[1], n >= MIN_NONZERO
    if (some & complete).any():
        bounds = np.quantile(difference[some & complete], RANGE, axis=1, method="weibull")
        low[some & complete], high[some & complete] = bounds
    for row in np.flatnonzero(some & ~complete):
        values = difference[row][~np.isnan(difference[row])]
        low[row], high[row] = np.quantile(values, RANGE, method="weibull")
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.nansum(difference, axis=1) / n
        away = difference - mean[:, None]
        between = np.nansum(away**2, axis=1) / (n - 1)
        if chance is None:
            share = np.where(between > 0.0, 1.0, np.nan)
            kept = np.ones(n_rows)
        else:
            noise = chance.variance * float(np.mean(1.0 / runs)) if len(runs) else chance.variance
            unknown = np.maximum(between - noise, 0.0)
            share = chance.variance / (chance.variance + unknown)
            kept = np.where(np.isnan(noise), 1.0, np.sqrt(np.where(between > 0.0, unknown / between, 0.0)))
        # Each unit is drawn towards the mean until only what is not known is left of the spread.
        cleared = mean[:, None] + away * kept[:, None]
        same = (np.sign(cleared) == np.sign(mean)[:, None]).sum(axis=1) / n
        deviation = np.sqrt(np.where(n > 1, between, np.nan))
    return Spread(low, high, share, same, deviation)
