"""What a unit more of a target costs: the ratio of two paired means, with an interval where there is one.

Cost is operating cost with interest and redemption of what is built for it, as an average year of the horizon. Both
means are of the same draws, so that what moves both together does not widen the interval (Fieller). Where the interval
of the effect includes zero, any price would do: then there is none, whatever the ratio of the means is.

References
----------
Fieller (1954): Some problems in interval estimation, Journal of the Royal Statistical Society B 16(2).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from simsocial.analysis.criteria import COST, Criterion, own_criteria, years_of
from simsocial.analysis.thresholds import CONFIDENCE, MIN_NONZERO
from simsocial.analysis.unit_levels import Cell, UnitLevels

__all__ = ["Ratio", "cost_cells", "cost_per_unit", "priced_cells", "ratio_of_means"]

FloatArray = npt.NDArray[np.float64]

_COSTS = (COST, "full_cost")
"""Whose cost: the Kreis alone, and all payers together."""

_COLUMNS = [
    "scenario",
    "indicator",
    "area",
    "cost",
    "state",
    "ratio",
    "low",
    "high",
    "effect",
    "extra_cost",
    "n",
]


class Ratio(NamedTuple):
    """A ratio of two means with its interval; NaN where it is not determined."""

    value: float
    low: float
    high: float


def ratio_of_means(above: FloatArray, below: FloatArray, confidence: float = CONFIDENCE) -> Ratio:
    """Return the ratio of two paired means with Fieller's interval.

    Parameters
    ----------
    above, below : ndarray of float64, shape (n_units,)
        Numerator and denominator of each unit.
    confidence : float
        Confidence of the interval.

    Returns
    -------
    Ratio
        All NaN where the interval of the denominator's mean includes zero.

    Examples
    --------
    >>> ratio_of_means(np.array([10.0, 20.0, 30.0]), np.array([1.0, 2.0, 3.0])).value
    nan
    >>> found = ratio_of_means(np.array([19.0, 20.0, 21.0]), np.array([2.0, 2.0, 2.0]))
    >>> found.value, round(found.low, 2), round(found.high, 2)
    (10.0, 8.76, 11.24)
    """
    n = len(above)
    unknown = Ratio(np.nan, np.nan, np.nan)
    if n < 2 or not below.mean():
        return unknown
    quantile = stats.t.ppf((1.0 + confidence) / 2.0, n - 1) ** 2 / n
    spread = np.cov(above, below)
    square = below.mean() ** 2 - quantile * spread[1, 1]
    if square <= 0.0:
        return unknown
    product = above.mean() * below.mean() - quantile * spread[0, 1]
    constant = above.mean() ** 2 - quantile * spread[0, 0]
    width = np.sqrt(max(product**2 - square * constant, 0.0))
    return Ratio(
        float(above.mean() / below.mean()),
        float((product - width) / square),
        float((product + width) / square),
    )


def cost_cells(manifest: Mapping[str, Any]) -> list[Cell]:
    """Return the costs that are counted."""
    known = {str(entry["id"]) for entry in manifest["indicators"]}
    return [Cell(name) for name in _COSTS if name in known]


def priced_cells(manifest: Mapping[str, Any]) -> list[Cell]:
    """Return the targets that are no cost themselves, and the costs; none where one of the two is missing."""
    targets = [one.cell for name in manifest["scenarios"] for one in _targets(manifest, name)]
    costs = cost_cells(manifest)
    return [*targets, *costs] if targets and costs else []


def cost_per_unit(levels: UnitLevels, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Return what a unit of each target costs, for each option and payer.

    Parameters
    ----------
    levels : UnitLevels
        Of :func:`priced_cells`.
    manifest : mapping
        Of the comparison.

    Returns
    -------
    DataFrame
        One row an option, target that is no cost, and cost (of the Kreis, of all payers): `effect` is the gain in the
        wanted direction, `extra_cost` EUR a year, `ratio` EUR a year for each unit gained, `low` and `high` its 95 %
        interval; `n` draws. `state`:

        - ``determined``, or ``saves`` where cost falls while the target is gained: the ratio is below zero, and the
          larger the saving the better.
        - ``wrong_way``: the target moves against its direction; no price.
        - ``not_determined``: the interval of the gain includes zero; no price.
        - ``too_few``: fewer than ten draws.
    """
    rows = [
        _row(levels, manifest, scenario, target, cost)
        for scenario in levels.scenarios[1:]
        for target in _targets(manifest, scenario)
        for cost in cost_cells(manifest)
        if {target.cell, cost} <= set(levels.cells)
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _targets(manifest: Mapping[str, Any], scenario: str) -> list[Criterion]:
    """Return the targets of an option that are no cost themselves."""
    money = {
        str(entry["id"]) for entry in manifest["indicators"] if str(entry.get("unit", "")).startswith("EUR")
    }
    return [one for one in own_criteria(manifest, scenario) if one.cell.indicator not in money]


def _row(
    levels: UnitLevels, manifest: Mapping[str, Any], scenario: str, target: Criterion, cost: Cell
) -> dict[str, Any]:
    """Return the price of one target."""
    gain, extra = (
        (levels.of(scenario, cell) - levels.of(levels.scenarios[0], cell))
        / years_of(manifest, cell.indicator)
        for cell in (target.cell, cost)
    )
    gain = target.sign * gain
    known = ~(np.isnan(gain) | np.isnan(extra))
    gain, extra = gain[known], extra[known]
    ratio = ratio_of_means(extra, gain)
    state = _state(ratio, gain, extra)
    told = ratio if state in ("determined", "saves") else Ratio(np.nan, np.nan, np.nan)
    return {
        "scenario": scenario,
        **target.cell._asdict(),
        "cost": cost.indicator,
        "state": state,
        "ratio": told.value,
        "low": told.low,
        "high": told.high,
        "effect": gain.mean() if len(gain) else np.nan,
        "extra_cost": extra.mean() if len(extra) else np.nan,
        "n": len(gain),
    }


def _state(ratio: Ratio, gain: FloatArray, extra: FloatArray) -> str:
    """Return whether there is a price."""
    if len(gain) < MIN_NONZERO:
        return "too_few"
    if np.isnan(ratio.value):
        return "not_determined"
    if gain.mean() < 0.0:
        return "wrong_way"
    return "saves" if extra.mean() < 0.0 else "determined"
