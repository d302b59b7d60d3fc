"""Who gains, who loses: what an option does to each fifth of people by income, and to the ratio between the ends."""

from __future__ import annotations

import math

import pandas as pd

from simsocial.analysis.equity import INCOME_GROUP
from simsocial.analysis.side_effects import EffectRow, effect_rows
from simsocial.analysis.thresholds import LEVEL
from simsocial.people.income_groups import FIFTHS
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.selection import horizon_of
from simsocial.report.table import Table

__all__ = ["gains_table"]


def gains_table(catalog: Catalog, effects: pd.DataFrame, equity: pd.DataFrame, option: str) -> Table:
    """Return one line a rate by income group that changes: the effect in each fifth, the ratio and the effect on it.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    effects, equity : DataFrame
        Effects, and those on ratios.
    option : str
        The option.

    Notes
    -----
    A rate stands here if any of its rows is a target or a confirmed side effect, or the effect on its ratio is
    confirmed and matters. The ratio is that of the poorest to the richest fifth.
    """
    texts, numbers = catalog.texts, Numbers(catalog)
    mine, ratios = (table[table["scenario"] == option] for table in (effects, equity))
    fifths = mine[(mine["group_kind"] == INCOME_GROUP) & (mine["period"] == horizon_of(effects))]
    told = set(mine.loc[mine["role"] != "none", "indicator"])
    ends = {
        row.indicator: row
        for row in effect_rows(ratios)
        if row.period == horizon_of(equity) and row.area == "region"
    }
    told |= {name for name, row in ends.items() if row.q_value <= LEVEL and abs(row.effect) > row.relevance}
    words = [texts("column-indicator"), texts("column-unit")]
    words += [catalog.group(INCOME_GROUP, fifth) for fifth in FIFTHS]
    words += [texts("column-equity"), texts("column-equity-effect")]
    table = Table(tuple(words), frozenset(range(2, len(words))))
    for name in filter(told.__contains__, catalog.ids):
        rows = {row.group: row for row in effect_rows(fifths[fifths["indicator"] == name])}
        if all(row.test == "untouched" for row in rows.values()):
            continue
        cells = [numbers.cells(rows[fifth])[0] if fifth in rows else "" for fifth in FIFTHS]
        unit = numbers.table_unit(name, horizon_of(effects))
        table.add([catalog.meta(name).label, unit, *cells, *_ratio(catalog, ends.get(name))])
    return table


def _ratio(catalog: Catalog, row: EffectRow | None) -> tuple[str, str]:
    """Return the ratio under both options, and the effect with its range; empty where there is none."""
    texts = catalog.texts
    if row is None or math.isnan(row.effect):
        return "", ""
    levels = [texts.number(value, 2) for value in (row.reference_mean, row.scenario_mean)]
    effect = texts.number(row.effect, 2)
    if not math.isnan(row.low) and row.low != row.high:
        effect += f" [{texts('interval', low=texts.number(row.low, 2), high=texts.number(row.high, 2))}]"
    return " → ".join(levels), effect
