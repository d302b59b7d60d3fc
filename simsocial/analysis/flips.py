"""Where the ranking of two options flips: between futures, at a price of the target, at a value of an assumption."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from simsocial.analysis.criteria import COST, Criterion
from simsocial.analysis.regret import EXPECTED, clear_differences
from simsocial.analysis.thresholds import LEVEL, MIN_NONZERO
from simsocial.analysis.unit_levels import Cell, UnitLevels

__all__ = ["correlations", "flip_table", "values_by_draw"]

FloatArray = npt.NDArray[np.float64]

_LEAST_SHARE = 0.1
"""Share of the draws that must lie on either side of a threshold for it to be told."""

_COLUMNS = [
    "indicator",
    "area",
    "first",
    "second",
    "kind",
    "first_better",
    "second_better",
    "threshold",
    "parameter",
]


def flip_table(
    levels: Mapping[str, UnitLevels], criteria: Sequence[Criterion], draws: pd.DataFrame
) -> pd.DataFrame:
    """Return where two options change places.

    Parameters
    ----------
    levels : mapping
        Future to levels.
    criteria : sequence of Criterion
        What shall be high or low.
    draws : DataFrame
        Drawn values of the comparison as expected.

    Returns
    -------
    DataFrame
        One row a flip of `first` and `second`, by `kind`:

        - ``future``: `first_better` and `second_better` name futures in which each is clearly better.
        - ``price``: in the comparison as expected `first` is clearly better in the indicator and clearly dearer for the
          Kreis; `threshold`: EUR that a unit must be worth for it to be the better choice.
        - ``assumption``: below or above `threshold` of `parameter` (the value, or the factor on a table) one or the
          other is better, along a straight line through the draws. Told only if their ranks go together beyond what
          the search among all assumptions would find by chance (Bonferroni, 5 %), and a tenth of the draws lies on
          either side.
    """
    scenarios = levels[EXPECTED].scenarios
    rows: list[dict[str, Any]] = []
    for criterion, (first, second) in itertools.product(criteria, itertools.combinations(scenarios, 2)):
        place = {**criterion.cell._asdict(), "first": first, "second": second}
        rows += [place | row for row in _between_futures(levels, criterion, first, second)]
        if criterion.cell in levels[EXPECTED].cells:
            rows += [
                place | row for row in _at_an_assumption(levels[EXPECTED], criterion, first, second, draws)
            ]
            for one, other in ((first, second), (second, first)):
                price = _price(levels[EXPECTED], criterion, one, other)
                if price is not None:
                    rows.append(place | {"first": one, "second": other, "kind": "price", "threshold": price})
    return pd.DataFrame(rows, columns=_COLUMNS)


def _between_futures(
    levels: Mapping[str, UnitLevels], criterion: Criterion, first: str, second: str
) -> Iterator[dict[str, Any]]:
    """Give the futures in which each of two options is clearly better, if there are both."""
    better: dict[bool, list[str]] = {True: [], False: []}
    for future, one in levels.items():
        if criterion.cell in one.cells and {first, second} <= set(one.scenarios):
            mean, clear = clear_differences(one, criterion, first, second)
            if clear:
                better[mean > 0.0].append(future)
    if all(better.values()):
        yield {
            "kind": "future",
            "first_better": " ".join(better[True]),
            "second_better": " ".join(better[False]),
        }


def _price(levels: UnitLevels, criterion: Criterion, first: str, second: str) -> float | None:
    """Return what a unit must be worth for the first option to be the better choice; None if it is not dearer."""
    cost = Criterion(Cell(COST), -1)
    if criterion.cell == cost.cell or cost.cell not in levels.cells:
        return None
    gain, is_gain = clear_differences(levels, criterion, first, second)
    saving, is_clear = clear_differences(levels, cost, first, second)
    return -saving / gain if is_gain and is_clear and gain > 0.0 > saving else None


def _at_an_assumption(
    levels: UnitLevels, criterion: Criterion, first: str, second: str, draws: pd.DataFrame
) -> Iterator[dict[str, Any]]:
    """Give the assumption with which the difference of two options goes together most, if it turns its sign."""
    difference = criterion.sign * (levels.of(first, criterion.cell) - levels.of(second, criterion.cell))
    values = values_by_draw(draws, levels.draw)
    known = ~np.isnan(difference)
    if values.empty or known.sum() < 2 * MIN_NONZERO or np.ptp(difference[known]) == 0.0:
        return
    table, lying = values.to_numpy()[:, known], difference[known]
    ranked = stats.rankdata(table, axis=1)
    correlation = correlations(ranked, stats.rankdata(lying))
    strongest = int(np.nanargmax(np.abs(correlation)))
    chance = stats.spearmanr(table[strongest], lying).pvalue * len(table)
    line = stats.linregress(table[strongest], lying)
    threshold = -line.intercept / line.slope if line.slope else np.nan
    below = float((table[strongest] < threshold).mean())
    if chance < LEVEL and _LEAST_SHARE <= below <= 1.0 - _LEAST_SHARE:
        sides = ("below", "above") if line.slope < 0.0 else ("above", "below")
        yield {
            "kind": "assumption",
            "first_better": sides[0],
            "second_better": sides[1],
            "threshold": threshold,
            "parameter": str(values.index[strongest]),
        }


def values_by_draw(draws: pd.DataFrame, wanted: npt.NDArray[np.int64], scenario: str = "") -> pd.DataFrame:
    """Return one row a drawn assumption and one column a draw: those that vary, of all options or of one besides."""
    own = draws[draws["scenario"].astype(str).isin(["", scenario])]
    table = own.pivot_table(index="parameter", columns="draw", values="value", aggfunc="last", observed=True)
    table = table.reindex(columns=list(wanted)).dropna()
    return table[table.nunique(axis=1) > 1]


def correlations(rows: FloatArray, one: FloatArray) -> FloatArray:
    """Return the correlation of each row with one series."""
    away, own = rows - rows.mean(axis=1, keepdims=True), one - one.mean()
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((away @ own) / np.sqrt((away**2).sum(axis=1) * (own @ own)))
