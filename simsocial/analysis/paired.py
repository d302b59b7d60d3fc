"""Paired statistics of many rows at once: replicate k of an option minus replicate k of the reference.

Each row falls into one of four classes, because a t-test says nothing about three of them:

- ``untouched``: no difference in any replicate. The option does not reach this row.
- ``structural``: the same difference in every replicate, of ten at least (16 licensed places less). Certain,
  not estimated; with fewer replicates chance alone agrees too often.
- ``rare``: fewer than ten replicates differ. Only their share is reported.
- ``t``: everything else, one-sample t on the differences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from simsocial.analysis.thresholds import CONFIDENCE, MIN_NONZERO, RANGE

__all__ = [
    "Outcome",
    "Paired",
    "bca_interval",
    "outcome_interval",
    "paired_statistics",
]

FloatArray = npt.NDArray[np.float64]

_EXACT = 1e-6
"""Differences closer than this (relative) are the same number with rounding noise."""

_RESAMPLES = 1999


@dataclass(frozen=True)
class Paired:
    """Statistics of the paired differences, one entry a row.

    Attributes
    ----------
    test : ndarray of str
        ``untouched``, ``structural``, ``rare`` or ``t``.
    effect, low, high : ndarray of float64
        Mean difference and its interval in units of the indicator; the interval is NaN for rare rows.
    p_value : ndarray of float64
        NaN for rows that are not tested.
    positive, negative : ndarray of float64
        Share of replicates with a difference above and below zero.
    n, n_nonzero : ndarray of int64
        Replicates with a value in both worlds; those of them that differ.
    """

    test: npt.NDArray[np.str_]
    effect: FloatArray
    low: FloatArray
    high: FloatArray
    p_value: FloatArray
    positive: FloatArray
    negative: FloatArray
    n: npt.NDArray[np.int64]
    n_nonzero: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Outcome:
    """Mean and 5-95 % range of the levels of both worlds, one entry a row; `low` and `high` are the option's."""

    reference_mean: FloatArray
    scenario_mean: FloatArray
    low: FloatArray
    high: FloatArray
    low_reference: FloatArray
    high_reference: FloatArray


def paired_statistics(difference: FloatArray, confidence: float = CONFIDENCE) -> Paired:
    """Classify and test all rows.

    Parameters
    ----------
    difference : ndarray of shape (n_rows, n_replicates)
        Option minus reference; NaN where either is undefined.
    confidence : float
        Confidence of the interval.

    Returns
    -------
    Paired
        One entry a row.

    Examples
    --------
    >>> import numpy as np
    >>> rows = np.vstack([np.zeros(30), np.full(30, -16.0), np.eye(30)[0], np.linspace(1.0, 2.0, 30)])
    >>> paired_statistics(rows).test.tolist()
    ['untouched', 'structural', 'rare', 't']
    """
    valid = ~np.isnan(difference)
    filled = np.where(valid, difference, 0.0)
    n = valid.sum(axis=1)
    n_nonzero = (filled != 0.0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        effect = filled.sum(axis=1) / n
        positive, negative = (filled > 0.0).sum(axis=1) / n, (filled < 0.0).sum(axis=1) / n
    test = _classes(difference, valid, effect, n, n_nonzero)
    low, high, p_value = (np.full(len(n), np.nan) for _ in range(3))
    fixed = (test == "structural") | (test == "untouched")
    low[fixed] = high[fixed] = effect[fixed]
    for chosen, block in _complete_blocks(difference, valid & (test == "t")[:, None]):
        result = stats.ttest_1samp(block, 0.0, axis=1)
        interval = result.confidence_interval(confidence)
        p_value[chosen], low[chosen], high[chosen] = result.pvalue, interval.low, interval.high
    return Paired(test, effect, low, high, p_value, positive, negative, n, n_nonzero)


def outcome_interval(reference: FloatArray, scenario: FloatArray) -> Outcome:
    """Return the means and the 5-95 % ranges of the levels of both worlds over replicates.

    Only replicates with a value in both worlds count, so that the means differ by exactly the effect.
    """
    valid = ~(np.isnan(reference) | np.isnan(scenario))
    count = valid.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = [np.where(valid, values, 0.0).sum(axis=1) / count for values in (reference, scenario)]
    bounds = np.full((2, 2, len(count)), np.nan)
    for world, levels in zip(bounds, (scenario, reference), strict=True):
        for chosen, block in _complete_blocks(levels, valid):
            world[:, chosen] = np.quantile(block, RANGE, axis=1)
    return Outcome(means[0], means[1], *bounds[0], *bounds[1])


def bca_interval(
    difference: FloatArray, seed: int, confidence: float = CONFIDENCE
) -> tuple[FloatArray, FloatArray]:
    """Return bias-corrected accelerated bootstrap intervals of the mean, for skewed rows.

    Parameters
    ----------
    difference : ndarray of shape (n_rows, n_replicates)
        Paired differences; NaN where undefined.
    seed : int
        Seed of the resampling, so that the same tables give the same figures.
    confidence : float
        Confidence of the interval.

    Returns
    -------
    low, high : ndarray of float64
        NaN where the bootstrap is degenerate.
    """
    low, high = np.full(len(difference), np.nan), np.full(len(difference), np.nan)
    for chosen, block in _complete_blocks(difference, ~np.isnan(difference)):
        if block.shape[1] < MIN_NONZERO:
            continue
        result = stats.bootstrap(
            (block,),
            np.mean,
            axis=1,
            method="BCa",
            n_resamples=_RESAMPLES,
            batch=200,
            confidence_level=confidence,
            rng=seed,
        )
        low[chosen], high[chosen] = result.confidence_interval.low, result.confidence_interval.high
    return low, high


def _classes(
    difference: FloatArray,
    valid: npt.NDArray[np.bool_],
    effect: FloatArray,
    n: npt.NDArray[np.int64],
    n_nonzero: npt.NDArray[np.int64],
) -> npt.NDArray[np.str_]:
    """Return the class of each row."""
    spread = np.where(valid, np.abs(difference - effect[:, None]), 0.0).max(axis=1, initial=0.0)
    constant = (n >= MIN_NONZERO) & (n_nonzero == n) & (spread <= _EXACT * np.abs(effect))
    test = np.full(len(n), "t", dtype="<U10")
    test[n_nonzero < MIN_NONZERO] = "rare"
    test[constant] = "structural"
    test[(n > 0) & (n_nonzero == 0)] = "untouched"
    return test


def _complete_blocks(
    values: FloatArray, valid: npt.NDArray[np.bool_]
) -> Iterator[tuple[npt.NDArray[np.int64], FloatArray]]:
    """Yield the rows with equally many valid entries together, without their gaps."""
    count = valid.sum(axis=1)
    for size in np.unique(count[count > 0]):
        chosen = np.flatnonzero(count == size)
        yield chosen, values[chosen][valid[chosen]].reshape(len(chosen), int(size))
