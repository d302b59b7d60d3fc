"""Equity ratios: what the poorest fifth of people has of something, over what the richest fifth has.

Of every rate that is recorded by income group: 1 is equal, below it the poorest fifth has less. Where the richest fifth
has none of it, or is none, the ratio is missing. An option's effect on it is paired run by run and tested as all
effects are (:func:`simsocial.analysis.effects.compute_effects`), in a family of its own. Over the horizon it is the
mean of the years that have a ratio in every option of the run, so that one year in which the richest fifth has nothing
does not void it, and options are compared over the same years. More is neither better nor worse: from above 1 as from
below, equality is at 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from simsocial.analysis.cube import MEAN_OF_KNOWN
from simsocial.analysis.effects import COLUMNS, compute_effects
from simsocial.people.income_groups import FIFTHS

__all__ = ["EQUITY_RELEVANCE", "INCOME_GROUP", "RATIO", "compute_equity", "equity_ratios", "rates_by_income"]

INCOME_GROUP = "income_group"
"""The margin."""

RATIO = "poorest_to_richest"
"""Name of the ratio in the place of a group."""

EQUITY_RELEVANCE = 0.02
"""Smallest change of a ratio that matters, relative to it: own assumption."""

_KEYS = ["scenario", "draw", "replicate", "period", "period_kind", "area", "indicator"]


def rates_by_income(indicators: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the metadata of rates that are recorded by income group, as those of their ratios."""
    alike = {"direction": "neutral", "relevance": EQUITY_RELEVANCE, "relevance_kind": "relative"}
    return [
        {**entry, **alike, "judged_by": "", "sum_over_time": _over_time(entry)}
        for entry in indicators
        if INCOME_GROUP in (entry.get("groups") or ()) and entry.get("sum_over_areas") == "ratio"
    ]


def _over_time(entry: Mapping[str, Any]) -> str:
    """Return how years of the ratio make a horizon: as those of the rate, but a mean leaves years without one out."""
    how = str(entry.get("sum_over_time", "mean"))
    return MEAN_OF_KNOWN if how == "mean" else how


def equity_ratios(years: pd.DataFrame, rates: Collection[str]) -> pd.DataFrame:
    """Return the ratios of a table by year (design: one row a run, year and rate), as rows of such a table.

    Parameters
    ----------
    years : DataFrame
        Rows by year of one run or many.
    rates : collection of str
        Indicators that are rates.

    Examples
    --------
    >>> fifths = ["poorest_fifth", "richest_fifth"]
    >>> run = {"scenario": "a", "draw": 0, "replicate": 0, "period": "2027", "period_kind": "year", "area": "region"}
    >>> rows = [{**run, "indicator": "reach", "group_kind": "income_group", "group": fifth} for fifth in fifths]
    >>> equity_ratios(pd.DataFrame(rows).assign(value=[30.0, 40.0]), ["reach"])["value"].tolist()
    [0.75]
    """
    own = years[
        (years["group_kind"] == INCOME_GROUP).to_numpy() & years["indicator"].isin(list(rates)).to_numpy()
    ]
    own = own.astype(
        dict.fromkeys(("scenario", "period", "period_kind", "area", "indicator", "group"), "str")
    )
    poorest, richest = (
        own[own["group"] == fifth].set_index(_KEYS)["value"] for fifth in (FIFTHS[0], FIFTHS[-1])
    )
    richest = richest.reindex(poorest.index)
    ratio = (poorest / richest).where(richest > 0.0)
    return ratio.reset_index(name="value").assign(group_kind=INCOME_GROUP, group=RATIO)


def compute_equity(
    indicators: pd.DataFrame | Iterable[pd.DataFrame], manifest: Mapping[str, Any]
) -> pd.DataFrame:
    """Pair each option's ratios with those of the reference and test them.

    Parameters
    ----------
    indicators : DataFrame or iterable of DataFrame
        Indicator table, whole or run by run.
    manifest : mapping
        Manifest of the results.

    Returns
    -------
    DataFrame
        As of :func:`simsocial.analysis.effects.compute_effects`, with ratios in place of the indicators' units; without
        rows where no rate is recorded by income group.
    """
    rates = rates_by_income(manifest["indicators"])
    if not rates:
        return pd.DataFrame(columns=COLUMNS)
    tables = [indicators] if isinstance(indicators, pd.DataFrame) else indicators
    scenarios = {
        name: {**entry, "targets": [], "suspected": []} for name, entry in manifest["scenarios"].items()
    }
    names = [str(entry["id"]) for entry in rates]
    found = [equity_ratios(table[(table["period_kind"] == "year").to_numpy()], names) for table in tables]
    found = [table for table in found if len(table)]
    if not found:
        return pd.DataFrame(columns=COLUMNS)
    return compute_effects(found, {**manifest, "indicators": rates, "scenarios": scenarios})
