"""Tables of the chapter "present situation": people by age from today on, births and deaths, services by area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from simsocial.analysis.results import Results
from simsocial.report.area_supply import CONCEPTS, AreaSupply, Cell, even_cells
from simsocial.report.catalog import Catalog
from simsocial.report.even_levels import even_levels
from simsocial.report.levels import runs_of, yearly_levels
from simsocial.report.numbers import Numbers
from simsocial.report.table import Table

__all__ = ["movement_table", "population_table", "supply_table", "whole_table"]

_AGES = ((0, 2), (3, 5), (6, 9), (10, 17), (18, 39), (40, 64), (65, 79), (80, None))
_MOVEMENTS = ("births", "deaths", "net_migration", "population")
_TENS = -1


def population_table(catalog: Catalog, results: Results) -> Table:
    """Return the number of people by age group at each stored year's end, and the change from the first to the last."""
    texts, stored = catalog.texts, results.population
    mine = stored[stored["scenario"].astype(str) == results.reference]
    table = Table((texts("chapter-age"),), caption=texts("chapter-ages"))
    if mine.empty:
        return table
    bounds = [low for low, _ in _AGES] + [np.inf]
    group = pd.cut(mine["age"], bounds, right=False, labels=False)
    runs = len(mine[["draw", "replicate"]].drop_duplicates())
    people = mine.groupby([group, mine["date"].astype(str)])["persons"].sum().unstack() / runs
    dates = sorted(people.columns)
    years = [date[:4] for date in dates]
    head = (texts("chapter-age"), *years, texts("chapter-change", first=years[0], last=years[-1]))
    table = Table(head, frozenset(range(1, len(head))), caption=texts("chapter-ages"))
    for number, (low, high) in enumerate(_AGES):
        label = (
            texts("chapter-over", low=low) if high is None else texts("chapter-from-to", low=low, high=high)
        )
        values = people[people.index == number][dates].to_numpy(float)[0].tolist()
        change = 100.0 * (values[-1] / values[0] - 1.0) if values[0] else 0.0
        table.add(
            [
                label,
                *(texts.number(value, _TENS) for value in values),
                f"{texts.signed(change)}\N{NO-BREAK SPACE}%",
            ]
        )
    return table


def movement_table(catalog: Catalog, results: Results) -> Table:
    """Return births, deaths, net migration and inhabitants by year, each line rounded alike."""
    texts, numbers = catalog.texts, Numbers(catalog)
    levels = yearly_levels(results.region_years, list(_MOVEMENTS), "region")
    levels = levels[levels["scenario"] == results.reference]
    years = sorted(levels["period"].unique())
    table = Table(("", *years), frozenset(range(1, len(years) + 1)), caption=texts("chapter-movements"))
    runs = runs_of(results.region_years, results.reference)
    for indicator in _MOVEMENTS:
        own = levels[levels["indicator"] == indicator].set_index("period").reindex(years)
        bounds = list(zip(own["low"], own["high"], strict=True))
        if own["mean"].notna().any():
            cells = even_levels(numbers, indicator, own["mean"].to_list(), bounds, runs, most=0)
            table.add([catalog.meta(indicator).label, *cells])
    return table


def supply_table(catalog: Catalog, supply: AreaSupply, cells: Mapping[Cell, str]) -> Table:
    """Return places, demand, occupancy and unmet need of a service by area.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    supply : AreaSupply
        The service.
    cells : mapping
        Its levels as they are printed.
    """
    columns = [(concept, year) for concept in supply.indicators for year in supply.years]
    table = _with_head(catalog, "column-place", columns, supply.label)
    for area in supply.areas:
        table.add([catalog.area(area), *(cells[(concept, area, year)] for concept, year in columns)])
    return table


def whole_table(catalog: Catalog, supplies: Sequence[AreaSupply]) -> Table:
    """Return the same of all services for a region without planning areas, a line each."""
    years = dict.fromkeys(year for supply in supplies for year in supply.years)
    columns = [(concept, year) for concept in CONCEPTS for year in years]
    table = _with_head(catalog, "area-service", columns, catalog.area("region"))
    for supply, cells in zip(supplies, even_cells(catalog, *supplies), strict=True):
        table.add([supply.label, *(cells.get((concept, "region", year), ".") for concept, year in columns)])
    return table


def _with_head(catalog: Catalog, first: str, columns: Sequence[tuple[str, str]], caption: str) -> Table:
    """Return a table with its head: what a line is, then a concept and year a column."""
    texts = catalog.texts
    head = [texts(first), *(f"{texts(f'chapter-{concept}')} {year}" for concept, year in columns)]
    return Table(tuple(head), frozenset(range(1, len(head))), caption=caption)
