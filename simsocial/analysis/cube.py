"""The yearly indicator rows as one array: scenario x row x replicate, ready for paired statistics."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.errors import RunError

__all__ = ["Cube", "build_cube"]

FloatArray = npt.NDArray[np.float64]
_REPLICATES = 1 << 32
_CELL = ["indicator", "area", "group_kind", "group"]


@dataclass(frozen=True)
class Cube:
    """Values by scenario, row and pair (draw, replicate).

    Attributes
    ----------
    scenarios : tuple of str
        First axis of `values`.
    rows : DataFrame
        Second axis: indicator, area, group_kind, group, period; `years` counts the years a row sums.
    draw, replicate : ndarray of int64, shape (n_pairs,)
        Third axis: parameter draw and replicate of each pair.
    values : ndarray of float64, shape (n_scenarios, n_rows, n_pairs)
        NaN where a run is missing or a rate has no denominator.
    present : ndarray of bool, shape (n_scenarios, n_pairs)
        Whether the run is there at all.
    horizon : str
        Label of the rows over the whole horizon, for example ``2027-2031``.
    """

    scenarios: tuple[str, ...]
    rows: pd.DataFrame
    draw: npt.NDArray[np.int64]
    replicate: npt.NDArray[np.int64]
    values: FloatArray
    present: npt.NDArray[np.bool_]
    horizon: str


def build_cube(indicators: pd.DataFrame, manifest: Mapping[str, Any]) -> Cube:
    """Arrange yearly rows in one array and add a row over the horizon to each cell.

    Long horizons record areas and groups only in some years: the row over the horizon then takes the years between
    from a straight line, and those years have no rows.

    Parameters
    ----------
    indicators : DataFrame
        Indicator table (design 11); rows by month are ignored.
    manifest : mapping
        Manifest of the results: `scenarios`, `indicators` (with `sum_over_time`), `horizon`.

    Returns
    -------
    Cube
        Rows in the order of the manifest's indicators, the region before its areas.

    Raises
    ------
    RunError
        If the table holds no rows by year.
    """
    table = indicators[indicators["period_kind"] == "year"]
    table = table[_within_horizon(table["period"], manifest)]
    if table.empty:
        raise RunError("The indicator table holds no rows by year inside the horizon: nothing to compare.")
    scenarios = tuple(name for name in manifest["scenarios"] if (table["scenario"] == name).any())
    table = table[table["scenario"].isin(scenarios)]
    order = {str(entry["id"]): rank for rank, entry in enumerate(manifest["indicators"])}
    cell, cells = _cells(table, order)
    period, periods = _codes(table["period"], sorted(str(label) for label in table["period"].unique()))
    scenario, _ = _codes(table["scenario"], list(scenarios))
    draws, replicates = (table[name].to_numpy(dtype=np.int64) for name in ("draw", "replicate"))
    # One number a pair; with best values every draw is 0.
    pairs, pair = np.unique(draws * _REPLICATES + replicates, return_inverse=True)
    values = np.full((len(scenarios), len(cells), len(periods) + 1, len(pairs)), np.nan)
    values[scenario, cell, period, pair] = table["value"].to_numpy(dtype=np.float64)
    present = np.zeros((len(scenarios), len(pairs)), dtype=bool)
    present[scenario, pair] = True
    how = _time_sums(cells["indicator"], manifest)
    recorded = np.zeros((len(cells), len(periods)), dtype=bool)
    recorded[cell, period] = True
    values[:, :, -1, :] = _over_horizon(_bridged(values[:, :, :-1, :], recorded), how)
    label = f"{periods[0]}-{periods[-1]}"
    rows = cells.loc[cells.index.repeat(len(periods) + 1)].reset_index(drop=True)
    rows["period"] = [*periods, label] * len(cells)
    years = np.ones((len(cells), len(periods) + 1), dtype=np.int64)
    years[how == "sum", -1] = len(periods)
    rows["years"] = years.ravel()
    kept = np.column_stack([recorded, np.ones(len(cells), dtype=bool)]).ravel()
    return Cube(
        scenarios=scenarios,
        rows=rows[kept].reset_index(drop=True),
        draw=pairs // _REPLICATES,
        replicate=pairs % _REPLICATES,
        values=values.reshape(len(scenarios), -1, len(pairs))[:, kept],
        present=present,
        horizon=label,
    )


def _within_horizon(period: pd.Series[Any], manifest: Mapping[str, Any]) -> npt.NDArray[np.bool_]:
    """Mark years of the horizon; the spin-up is shared by all options and no part of a comparison."""
    horizon = manifest.get("horizon") or {}
    start, end = str(horizon.get("start", "0000"))[:4], str(horizon.get("end", "9999"))[:4]
    codes, labels = pd.factorize(period)
    return np.array([start <= str(label) <= end for label in labels], dtype=bool)[codes]


def _codes(column: pd.Series[Any], order: list[str]) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Return the place of each entry in `order`."""
    codes, labels = pd.factorize(column)
    place = pd.Index(order).get_indexer(pd.Index([str(label) for label in labels]))
    return np.asarray(place, dtype=np.int64)[codes], order


def _cells(table: pd.DataFrame, order: Mapping[str, int]) -> tuple[npt.NDArray[np.int64], pd.DataFrame]:
    """Give each distinct (indicator, area, group_kind, group) a number, sorted for reading."""
    packed = np.zeros(len(table), dtype=np.int64)
    names: list[list[str]] = []
    for column in _CELL:
        codes, labels = pd.factorize(table[column])
        packed = packed * len(labels) + codes
        names.append([str(label) for label in labels])
    distinct, code = np.unique(packed, return_inverse=True)
    parts: dict[str, list[str]] = {}
    rest = distinct.copy()
    for column, labels_of in zip(reversed(_CELL), reversed(names), strict=True):
        parts[column] = [labels_of[place] for place in rest % len(labels_of)]
        rest = rest // len(labels_of)
    cells = pd.DataFrame({column: parts[column] for column in _CELL})
    sorting = pd.DataFrame(
        {
            "rank": cells["indicator"].map(order).fillna(len(order)),
            "indicator": cells["indicator"],
            "inner": cells["area"] != "region",
            "area": cells["area"],
            "margin": cells["group_kind"] != "all",
            "group_kind": cells["group_kind"],
            "group": cells["group"],
        }
    )
    ranked = sorting.sort_values(list(sorting.columns), kind="stable").index.to_numpy()
    place = np.empty(len(ranked), dtype=np.int64)
    place[ranked] = np.arange(len(ranked))
    return place[code], cells.iloc[ranked].reset_index(drop=True)


def _time_sums(indicator: pd.Series[str], manifest: Mapping[str, Any]) -> npt.NDArray[np.str_]:
    """Return sum, mean or last for each cell, from the registry's metadata."""
    rule = {str(entry["id"]): str(entry.get("sum_over_time", "mean")) for entry in manifest["indicators"]}
    return np.array([rule.get(name, "mean") for name in indicator], dtype=np.str_)


def _bridged(values: FloatArray, recorded: npt.NDArray[np.bool_]) -> FloatArray:
    """Fill years that a cell has no rows for, between years that it has, along a straight line."""
    if recorded.all():
        return values
    result = values.copy()
    for pattern in np.unique(recorded, axis=0):
        cells = np.flatnonzero((recorded == pattern).all(axis=1))
        known = np.flatnonzero(pattern)
        for before, after in itertools.pairwise(known):
            first, last = values[:, cells, before], values[:, cells, after]
            for year in range(before + 1, after):
                share = (year - before) / (after - before)
                result[:, cells, year] = first * (1.0 - share) + last * share
    return result


def _over_horizon(values: FloatArray, how: npt.NDArray[np.str_]) -> FloatArray:
    """Sum, average or take the last year; a year without a value leaves the horizon without one."""
    total: FloatArray = values.sum(axis=2)
    result = total.copy()
    result[:, how == "mean"] = total[:, how == "mean"] / values.shape[2]
    result[:, how == "last"] = values[:, how == "last", -1]
    return result
