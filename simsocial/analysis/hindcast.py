"""How near hindcasts came to what was counted, beside simpler projections from the same knowledge.

The comparison is by cell (Kreis, sex and age group as published), by total of the Kreis, and by care
recipients of the Kreis. Three simpler answers stand beside the model's: nothing changes; a cohort-component
projection without migration; one with the net migration by age that was known. An interval of 90 % is made of the
runs' logarithms by Student's t, with the chance of one further run in it.

Figures of 2022 and later rest on the Zensus 2022: every projection from before is shifted by what the Zensus
changed in the Kreis, as far as that was published. Eichsfeld and the Unstrut-Hainich-Kreis, which exchanged
municipalities after it, are one unit from there on. What remains of the change of basis, and refugees whom nobody
foresaw, moves all Kreise: each error stands a second time with every answer put on the sums of the Land, which tells
how well it shares out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from simsocial.analysis.cohort_component import project

__all__ = ["METHODS", "Hindcast", "counted_together", "evaluate", "prediction_interval", "write_hindcast"]

METHODS = ("model", "no_change", "without_migration", "with_migration")
"""The model and what it is measured against, columns of the table of cells."""

_DATA = Path(__file__).parent / "data"
_CENSUS = date(2022, 5, 15)
_TOGETHER = {"16061": "16061+16064", "16064": "16061+16064"}
_LEVEL = 0.9
_LAND = "16"
_LEAST_KREISE = 10
"""With fewer, their sum says too much about each."""

_CELL = ["ags", "sex", "age_from", "age_to"]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Hindcast:
    """All that a hindcast tells.

    Attributes
    ----------
    first, last : str
        Dates of the two counts.
    runs : int
        Runs of each Kreis.
    cells, totals : DataFrame
        ``ags, sex, age_from, age_to, observed, low, high`` and one column a method; totals have no groups, but a name.
    care : DataFrame
        ``ags, year, observed, low, high, model, no_change``; 16 is the Land; empty without figures.
    scores : DataFrame
        ``what (cells, totals, care, care_land), method, mean_error, weighted_error, worst`` in per cent, ``n``, and
        ``mean_error_at_sum, weighted_error_at_sum``: with each method put on the sum of all Kreise, of cells by sex
        and age group; missing with few Kreise.
    coverage : DataFrame
        ``what, group, n, share``: how often the interval holds what was counted.
    """

    first: str
    last: str
    runs: int
    cells: pd.DataFrame
    totals: pd.DataFrame
    care: pd.DataFrame
    scores: pd.DataFrame
    coverage: pd.DataFrame


def counted_together(first: date, last: date) -> dict[str, str]:
    """Return by AGS the unit of Kreise that can be compared between two dates only together.

    Examples
    --------
    >>> counted_together(date(2018, 12, 31), date(2023, 12, 31))["16061"]
    '16061+16064'
    >>> counted_together(date(2015, 12, 31), date(2018, 12, 31))
    {}
    """
    return dict(_TOGETHER) if last > _CENSUS >= first else {}


def prediction_interval(values: npt.ArrayLike) -> tuple[float, float, float]:
    """Return mean, lower and upper end of the 90 % interval of one further run.

    Parameters
    ----------
    values : array_like
        Positive results of runs; with fewer than two the interval is unknown (NaN).

    Examples
    --------
    >>> mean, low, high = prediction_interval([90.0, 100.0, 110.0])
    >>> round(mean), bool(low < 90 < 110 < high)
    (100, True)
    """
    found = np.maximum(np.asarray(values, dtype=np.float64), 0.5)
    mean, number = float(found.mean()), len(found)
    if number < 2:
        return mean, float("nan"), float("nan")
    logs = np.log(found)
    width = stats.t.ppf(0.5 + _LEVEL / 2, number - 1) * logs.std(ddof=1) * np.sqrt(1.0 + 1.0 / number)
    return mean, float(np.exp(logs.mean() - width)), float(np.exp(logs.mean() + width))


def evaluate(folder: Path) -> Hindcast:
    """Compare the runs of a folder with what was counted.

    Parameters
    ----------
    folder : Path
        Written by ``simsocial hindcast``.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    first, last = date.fromisoformat(manifest["first"]), date.fromisoformat(manifest["last"])
    text = {"ags": str}
    observed = pd.read_csv(folder / "observed.csv", dtype=text)
    people, base, rates = (
        pd.read_parquet(folder / f"{name}.parquet") for name in ("people", "base", "rates")
    )
    people["run"] = people["draw"].astype(str) + "." + people["replicate"].astype(str)
    unit = counted_together(first, last)
    shift = _census_shift(first, last)
    cells = (
        _grouped(observed, observed.assign(value=observed["persons"]), unit, {}).rename("observed").to_frame()
    )
    # The Zensus of May stands for the people of its middle: the projection by whole years is taken to there.
    span = (last.year - first.year) + (last.month - first.month) / 12.0
    projected = {
        "no_change": base.rename(columns={"persons": "value"}),
        "without_migration": _projected(base, rates, span, with_migration=False),
        "with_migration": _projected(base, rates, span, with_migration=True),
    }
    for method, table in projected.items():
        cells[method] = _grouped(observed, table, unit, shift)
    runs = {
        name: _grouped(observed, part.rename(columns={"persons": "value"}), unit, shift)
        for name, part in people.groupby("run")
    }
    by_run = pd.DataFrame(runs)
    totals = cells.groupby("ags").sum()
    cells[["model", "low", "high"]] = [prediction_interval(row) for row in by_run.loc[cells.index].to_numpy()]
    sums = by_run.groupby("ags").sum()
    totals[["model", "low", "high"]] = [prediction_interval(row) for row in sums.loc[totals.index].to_numpy()]
    care = _care(folder, first)
    cells, totals = cells.reset_index(), totals.reset_index()
    names: dict[str, str] = {}
    for ags, name in manifest["names"].items():
        key = unit.get(ags, ags)
        names[key] = f"{names[key]} + {name}" if key in names else name
    totals.insert(1, "name", totals["ags"].map(names))
    of_land = care["ags"] == _LAND
    parts = {"cells": cells, "totals": totals, "care": care[~of_land], "care_land": care[of_land]}
    return Hindcast(
        manifest["first"],
        manifest["last"],
        by_run.shape[1],
        cells,
        totals,
        care,
        _scores(parts),
        _coverage(parts),
    )


def write_hindcast(folder: Path) -> Hindcast:
    """Compare, write ``cells.csv``, ``totals.csv``, ``care.csv``, ``scores.csv``, ``coverage.csv``; return all."""
    found = evaluate(folder)
    for name in ("cells", "totals", "care", "scores", "coverage"):
        getattr(found, name).round(4).to_csv(folder / f"{name}.csv", index=False)
    return found


def _census_shift(first: date, last: date) -> dict[str, float]:
    """Return by AGS what multiplies a projection so that it has the basis of the later count; 16 for all others."""
    if not first < _CENSUS <= last:
        return {}
    table = pd.read_csv(_DATA / "census_2022_shift.csv", dtype={"ags": str})
    return {str(row.ags): 1.0 + float(str(row.percent)) / 100.0 for row in table.itertuples(index=False)}


def _grouped(
    observed: pd.DataFrame, table: pd.DataFrame, unit: dict[str, str], shift: dict[str, float]
) -> pd.Series[float]:
    """Return `value` summed to the cells that were counted: `table` has single ages or these cells themselves."""
    table = table.assign(value=table["value"] * table["ags"].map(shift).fillna(shift.get(_LAND, 1.0)))
    if "age_from" not in table:
        groups = observed[_CELL].drop_duplicates()
        sexes = pd.concat([table, table.assign(sex="all")])
        table = sexes.merge(groups, on=["ags", "sex"])
        table = table[(table["age"] >= table["age_from"]) & (table["age"] <= table["age_to"])]
    table = table.assign(ags=table["ags"].replace(unit))
    return table.groupby(_CELL)["value"].sum().astype(float)


def _projected(base: pd.DataFrame, rates: pd.DataFrame, span: float, *, with_migration: bool) -> pd.DataFrame:
    """Return a cohort-component projection of every Kreis; a part of a year lies between two whole ones."""
    frames = []
    for ags, part in base.groupby("ags"):
        start = part.sort_values(["sex", "age"], ascending=[False, True])
        people = start["persons"].to_numpy(np.float64).reshape(2, -1)
        before = people
        own = rates[rates["ags"] == ags]
        for year in sorted(own["year"].unique())[: int(np.ceil(span))]:
            of_year = own[own["year"] == year].sort_values(["sex", "age"], ascending=[False, True])
            death, births, net = (
                of_year[name].to_numpy(np.float64).reshape(2, -1) for name in ("death", "births", "net")
            )
            before, people = people, project(people, death, births[1], net * with_migration)
        late = span - np.floor(span)
        people = late * people + (1.0 - late) * before if late > 0.0 else people
        frames.append(start[["ags", "sex", "age"]].assign(value=people.ravel()))
    return pd.concat(frames)


def _care(folder: Path, first: date) -> pd.DataFrame:
    """Return care recipients of every Kreis at the years with figures after the base date."""
    figures = pd.read_csv(_DATA / "care_recipients_kreise.csv", dtype={"ags": str})
    figures["year"] = figures["date"].str[:4].astype(int)
    runs = pd.read_csv(folder / "care_runs.csv", dtype={"ags": str})
    if set(figures["ags"]) - {_LAND} <= set(runs["ags"]):
        land = runs.groupby(["draw", "replicate", "year"])["care_dependent"].sum().reset_index()
        runs = pd.concat([runs, land.assign(ags=_LAND)])
    at_base = figures[figures["year"] == first.year].set_index("ags")["persons"]
    rows = []
    for row in figures[figures["year"] > first.year].itertuples(index=False):
        found = runs[(runs["ags"] == row.ags) & (runs["year"] == row.year)]["care_dependent"]
        if len(found):
            mean, low, high = prediction_interval(found)
            rows.append((row.ags, row.year, row.persons, at_base.get(row.ags, np.nan), mean, low, high))
    return pd.DataFrame(rows, columns=["ags", "year", "observed", "no_change", "model", "low", "high"])


def _scores(parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    rows = []
    for what, table in parts.items():
        # Cells of one sex and age group, recipients of one year.
        key = [name for name in ("sex", "age_from", "age_to", "year") if name in table]
        many = table["ags"].nunique() >= _LEAST_KREISE
        for method in METHODS:
            if method not in table or not table[method].notna().any():
                continue
            both = table[["observed", method]]
            sums = table.groupby(key)[list(both)].transform("sum") if key else both.sum()
            at_sum = table[method] * sums["observed"] / sums[method] if many else table[method] * np.nan
            mean, weighted, worst = _errors(table[method], table["observed"])
            rows.append(
                (what, method, mean, weighted, worst, len(table), *_errors(at_sum, table["observed"])[:2])
            )
    columns = ["what", "method", "mean_error", "weighted_error", "worst", "n"]
    return pd.DataFrame(rows, columns=[*columns, "mean_error_at_sum", "weighted_error_at_sum"])


def _errors(found: pd.Series[float], observed: pd.Series[float]) -> tuple[float, float, float]:
    """Return mean, weighted and largest deviation in per cent; NaN if nothing was found."""
    error = (found - observed).abs()
    relative = 100.0 * error / observed
    weighted = 100.0 * float(error.sum(min_count=1)) / float(observed.sum())
    return float(relative.mean()), weighted, float(relative.max())


def _coverage(parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    rows = []
    for what, table in parts.items():
        known = table[table["low"].notna()]
        inside = (known["low"] <= known["observed"]) & (known["observed"] <= known["high"])
        if len(known):
            rows.append((what, "all", len(known), 100.0 * inside.mean()))
        if what == "cells":
            group = known["age_from"].astype(str) + "-" + known["age_to"].astype(str)
            order = known.assign(group=group, inside=inside).sort_values("age_from")
            for name, share in order.groupby("group", sort=False)["inside"].agg(["size", "mean"]).iterrows():
                rows.append((what, str(name), int(share["size"]), 100.0 * float(share["mean"])))
    return pd.DataFrame(rows, columns=["what", "group", "n", "share"])
