"""The yearly indicator rows as one array: scenario x row x replicate, ready for paired statistics."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.errors import RunError
from simsocial.core.language import say

__all__ = ["MEAN_OF_KNOWN", "Cube", "build_cube"]

MEAN_OF_KNOWN = "mean_of_known"
"""How years make a horizon where some may lack a value: the mean of those that have one in every option of a run."""

FloatArray = npt.NDArray[np.float64]
_REPLICATES = 1 << 32
_CELL = ["indicator", "area", "group_kind", "group"]
_CELL_BITS, _PERIOD_BITS = (20, 16, 6, 10), 10
"""How many bits of a row's code each name takes: a million indicators, 65,000 areas."""


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


def build_cube(tables: Iterable[pd.DataFrame], manifest: Mapping[str, Any]) -> Cube:
    """Arrange yearly rows in one array and add a row over the horizon to each cell.

    Long horizons record areas and groups only in some years: the row over the horizon then takes the years between
    from a straight line, and those years have no rows.

    Parameters
    ----------
    tables : iterable of DataFrame
        The indicator table (design 11) in pieces, best of one run each: of every piece only the values are kept.
        Rows by month are ignored.
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
    names = [_Names() for _ in _CELL]
    periods = _Names()
    runs = _runs_of(tables, names, periods, manifest)
    if not runs:
        raise RunError(
            say("The indicator table holds no rows by year inside the horizon: nothing to compare.")
        )
    scenarios = tuple(name for name in manifest["scenarios"] if name in {run.scenario for run in runs})
    pairs = np.unique([run.pair for run in runs])
    distinct = np.unique(np.concatenate(list({id(run.rows): run.rows for run in runs}.values())))
    order = {str(entry["id"]): rank for rank, entry in enumerate(manifest["indicators"])}
    cell, cells = _cells(distinct >> _PERIOD_BITS, names, order)
    labels = sorted(periods.known)
    period = np.array([labels.index(label) for label in periods.known])[distinct & ((1 << _PERIOD_BITS) - 1)]
    values = np.full((len(scenarios), len(cells), len(labels) + 1, len(pairs)), np.nan)
    present = np.zeros((len(scenarios), len(pairs)), dtype=bool)
    while runs:
        run = runs.pop()
        scenario, pair = scenarios.index(run.scenario), int(np.searchsorted(pairs, run.pair))
        row = np.searchsorted(distinct, run.rows)
        values[scenario, cell[row], period[row], pair] = run.values
        present[scenario, pair] = True
    how = _time_sums(cells["indicator"], manifest)
    recorded = np.zeros((len(cells), len(labels)), dtype=bool)
    recorded[cell, period] = True
    values[:, :, -1, :] = _over_horizon(_bridged(values[:, :, :-1, :], recorded), how, present)
    label = f"{labels[0]}-{labels[-1]}"
    rows = cells.loc[cells.index.repeat(len(labels) + 1)].reset_index(drop=True)
    rows["period"] = [*labels, label] * len(cells)
    years = np.ones((len(cells), len(labels) + 1), dtype=np.int64)
    years[how == "sum", -1] = len(labels)
    rows["years"] = years.ravel()
    kept = np.column_stack([recorded, np.ones(len(cells), dtype=bool)]).ravel()
    by_row = values.reshape(len(scenarios), -1, len(pairs))
    return Cube(
        scenarios=scenarios,
        rows=rows[kept].reset_index(drop=True),
        draw=pairs // _REPLICATES,
        replicate=pairs % _REPLICATES,
        values=by_row if kept.all() else by_row[:, kept],
        present=present,
        horizon=label,
    )


class _Names:
    """Codes of labels, in the order in which they are first seen."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def codes(self, column: pd.Series[Any]) -> npt.NDArray[np.int64]:
        """Return the code of each entry."""
        codes, labels = pd.factorize(column)
        known = [self.known.setdefault(str(label), len(self.known)) for label in labels]
        return np.array(known, dtype=np.int64)[codes]


class _Run(NamedTuple):
    """The yearly values of one run, and for each the packed code of its cell and year."""

    scenario: str
    pair: int
    rows: npt.NDArray[np.int64]
    values: FloatArray


def _runs_of(
    tables: Iterable[pd.DataFrame], names: Sequence[_Names], periods: _Names, manifest: Mapping[str, Any]
) -> list[_Run]:
    """Take tables apart into their runs; those that have the same rows as the run before share its codes."""
    runs: list[_Run] = []
    scenarios = _Names()
    for table in tables:
        years = (table["period_kind"] == "year").to_numpy() & _within_horizon(table["period"], manifest)
        part = table[years & table["scenario"].isin(list(manifest["scenarios"])).to_numpy()]
        rows = np.zeros(len(part), dtype=np.int64)
        for column, bits, own in zip(_CELL, _CELL_BITS, names, strict=True):
            rows = (rows << bits) | own.codes(part[column])
        rows = (rows << _PERIOD_BITS) | periods.codes(part["period"])
        # One number a pair; with best values every draw is 0.
        pair = part["draw"].to_numpy(np.int64) * _REPLICATES + part["replicate"].to_numpy(np.int64)
        scenario, values = scenarios.codes(part["scenario"]), part["value"].to_numpy(dtype=np.float64)
        order = np.lexsort((pair, scenario))
        begins = np.flatnonzero(np.diff(scenario[order], prepend=-1) | np.diff(pair[order], prepend=-1))
        for own_rows in np.split(order, begins[1:]) if len(order) else ():
            codes = rows[own_rows]
            if runs and np.array_equal(codes, runs[-1].rows):
                codes = runs[-1].rows
            name = list(scenarios.known)[scenario[own_rows[0]]]
            runs.append(_Run(name, int(pair[own_rows[0]]), codes, values[own_rows]))
    return runs


def _within_horizon(period: pd.Series[Any], manifest: Mapping[str, Any]) -> npt.NDArray[np.bool_]:
    """Mark years of the horizon; the spin-up is shared by all options and no part of a comparison."""
    horizon = manifest.get("horizon") or {}
    start, end = str(horizon.get("start", "0000"))[:4], str(horizon.get("end", "9999"))[:4]
    codes, labels = pd.factorize(period)
    return np.array([start <= str(label) <= end for label in labels], dtype=bool)[codes]


def _cells(
    packed: npt.NDArray[np.int64], names: Sequence[_Names], order: Mapping[str, int]
) -> tuple[npt.NDArray[np.int64], pd.DataFrame]:
    """Give each distinct (indicator, area, group_kind, group) a number, sorted for reading."""
    distinct, code = np.unique(packed, return_inverse=True)
    parts: dict[str, list[str]] = {}
    rest = distinct.copy()
    for column, bits, own in reversed(list(zip(_CELL, _CELL_BITS, names, strict=True))):
        labels = list(own.known)
        parts[column] = [labels[position] for position in rest & ((1 << bits) - 1)]
        rest = rest >> bits
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
    position = np.empty(len(ranked), dtype=np.int64)
    position[ranked] = np.arange(len(ranked))
    return position[code], cells.iloc[ranked].reset_index(drop=True)


def _time_sums(indicator: pd.Series[str], manifest: Mapping[str, Any]) -> npt.NDArray[np.str_]:
    """Return sum, mean, last or :data:`MEAN_OF_KNOWN` for each cell, from the registry's metadata."""
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


def _over_horizon(
    values: FloatArray, how: npt.NDArray[np.str_], present: npt.NDArray[np.bool_]
) -> FloatArray:
    """Sum, average or take the last year; a year without a value leaves the horizon without one, or is left out."""
    total: FloatArray = values.sum(axis=2)
    result = total.copy()
    result[:, how == "mean"] = total[:, how == "mean"] / values.shape[2]
    result[:, how == "last"] = values[:, how == "last", -1]
    own = how == MEAN_OF_KNOWN
    lacking = (np.isnan(values[:, own]) & present[:, np.newaxis, np.newaxis, :]).any(axis=0)
    years = (~lacking).sum(axis=1)
    known = np.where(lacking, 0.0, values[:, own]).sum(axis=2)
    result[:, own] = np.where(years > 0, known / np.maximum(years, 1), np.nan)
    return result
