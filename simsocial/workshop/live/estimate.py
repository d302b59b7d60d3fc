"""What the runs of a setting tell so far: mean of the change, and its interval as it narrows.

The interval is that of the mean, 90 %, by t; it narrows with each run. It is not the range of the cards, within which
nine of ten runs lie and which no further run narrows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from simsocial.analysis.cube import build_cube
from simsocial.analysis.thresholds import RANGE

__all__ = ["LEAST", "Estimate", "estimates"]

LEAST = 3
"""Units below which no interval is given: of two, the t-interval is six times as wide as they lie apart."""
_CONFIDENCE = 0.90


@dataclass(frozen=True)
class Estimate:
    """Change of an indicator over the horizon, in units of the indicator.

    Attributes
    ----------
    mean : float
        NaN where no run has a value.
    low, high : float
        90 % interval of the mean; NaN below `LEAST` units, or where all of them are the same.
    lowest, highest : float
        Range of the units, 5 % to 95 %, as the cards have it; NaN below `LEAST` units.
    n : int
        Units: runs, with draws of the parameters draws (mean over the runs of each).
    same : bool
        Whether all units are the same.
    """

    mean: float
    low: float
    high: float
    lowest: float
    highest: float
    n: int
    same: bool

    @classmethod
    def of(cls, changes: Sequence[float]) -> Estimate:
        """Return the estimate of some changes.

        Examples
        --------
        >>> one, three = Estimate.of([4.0]), Estimate.of([4.0, 5.0, 6.0])
        >>> one.mean, math.isnan(one.low), three.mean, round(three.low, 2), round(three.high, 2)
        (4.0, True, 5.0, 3.31, 6.69)
        """
        known = np.array([one for one in changes if not math.isnan(one)])
        if not known.size:
            return cls(math.nan, math.nan, math.nan, math.nan, math.nan, 0, same=False)
        mean, same = float(known.mean()), bool(np.ptp(known) <= 1e-9 * np.abs(known).max())
        lowest, highest = np.quantile(known, RANGE) if known.size >= LEAST else (math.nan, math.nan)
        if known.size < LEAST or same:
            return cls(mean, math.nan, math.nan, float(lowest), float(highest), known.size, same=same)
        low, high = stats.ttest_1samp(known, 0.0).confidence_interval(_CONFIDENCE)
        return cls(mean, float(low), float(high), float(lowest), float(highest), known.size, same=False)


def estimates(
    tables: Iterable[pd.DataFrame],
    manifest: Mapping[str, Any],
    scenarios: tuple[str, str],
    cells: Iterable[tuple[str, str]],
) -> dict[tuple[str, str], Estimate]:
    """Return what pairs of runs tell of some indicators.

    Parameters
    ----------
    tables : iterable of DataFrame
        Rows by year, reference and option of one replicate each.
    manifest : mapping
        Of the finished comparison: how years make a horizon.
    scenarios : tuple of str
        Reference and option.
    cells : iterable of tuple of str
        Indicator and area.
    """
    cube = build_cube(tables, {**manifest, "scenarios": dict.fromkeys(scenarios)})
    reference, option = (cube.scenarios.index(name) for name in scenarios)
    change = cube.values[option] - cube.values[reference]
    unit = cube.draw if manifest.get("draws") else cube.replicate
    rows = cube.rows
    whole = (rows["period"] == cube.horizon) & (rows["group_kind"] == "all")
    found = {}
    for indicator, area in cells:
        row = np.flatnonzero(whole & (rows["indicator"] == indicator) & (rows["area"] == area))
        values = pd.Series(change[row[0]] if row.size else [], dtype=float)
        found[indicator, area] = Estimate.of(values.groupby(unit[: len(values)]).mean().tolist())
    return found
