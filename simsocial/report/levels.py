"""Mean levels over runs, straight from the indicator table: what the figures show of each scenario."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["course", "runs_of", "yearly_levels"]


def yearly_levels(yearly: pd.DataFrame, indicators: list[str], area: str | None = None) -> pd.DataFrame:
    """Return mean and 5-95 % range over runs of indicators by scenario, area and year, all groups together.

    Parameters
    ----------
    yearly : DataFrame
        Rows of the indicator table by year.
    indicators : list of str
        Identifiers.
    area : str, optional
        Only this area.

    Returns
    -------
    DataFrame
        scenario, indicator, area, period, mean, low, high, in units of the indicator.
    """
    chosen = yearly["indicator"].isin(indicators) & (yearly["group_kind"] == "all")
    rows = yearly[chosen if area is None else chosen & (yearly["area"] == area)]
    return _summary(rows, ["scenario", "indicator", "area", "period"])


def course(monthly: pd.DataFrame, indicators: list[str]) -> pd.DataFrame:
    """Return mean and 5-95 % range over runs of indicators by scenario and month, for the whole region."""
    rows = monthly[
        monthly["indicator"].isin(indicators)
        & (monthly["group_kind"] == "all")
        & (monthly["area"] == "region")
    ]
    return _summary(rows, ["scenario", "indicator", "period"])


def runs_of(table: pd.DataFrame, scenario: str) -> int:
    """Return the number of runs of a scenario in a table."""
    rows = table.loc[table["scenario"] == scenario, ["draw", "replicate"]]
    return len(rows.drop_duplicates())


def _summary(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Average over runs and give their 5-95 % range."""
    columns = [*keys, "mean", "low", "high"]
    if rows.empty:
        return pd.DataFrame({name: pd.Series(dtype=float if name not in keys else str) for name in columns})
    plain = rows[[*keys, "value"]].astype(dict.fromkeys(keys, str))
    grouped = plain.groupby(keys, sort=True)["value"]
    result = grouped.agg("mean").to_frame("mean")
    bounds = grouped.quantile(np.array([0.05, 0.95])).unstack()
    result["low"], result["high"] = bounds[0.05], bounds[0.95]
    return result.reset_index()
