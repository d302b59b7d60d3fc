"""Tables of the chapter "present situation": people by age from today on, births and deaths, services by area."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from simsocial.analysis.results import Results
from simsocial.report.catalog import Catalog
from simsocial.report.levels import runs_of, yearly_levels
from simsocial.report.numbers import Numbers
from simsocial.report.table import Table

__all__ = ["movement_table", "population_table", "supply_tables"]

_AGES = ((0, 2), (3, 5), (6, 9), (10, 17), (18, 39), (40, 64), (65, 79), (80, None))
_MOVEMENTS = ("births", "deaths", "net_migration", "population")
_CONCEPTS = ("places", "demand", "occupancy", "unmet")
_TENS = -1
_SEVERAL = 2
"""Areas with places: one alone is the region."""


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
    """Return births, deaths, net migration and inhabitants by year."""
    texts = catalog.texts
    levels = yearly_levels(results.region_years, list(_MOVEMENTS), "region")
    levels = levels[levels["scenario"] == results.reference]
    years = sorted(levels["period"].unique())
    table = Table(("", *years), frozenset(range(1, len(years) + 1)), caption=texts("chapter-movements"))
    runs = runs_of(results.region_years, results.reference)
    write = _Cells(levels, runs, Numbers(catalog).whole_level)
    for indicator in _MOVEMENTS:
        if indicator in set(levels["indicator"]):
            table.add([catalog.meta(indicator).label, *(write(indicator, "region", year) for year in years)])
    return table


def supply_tables(catalog: Catalog, results: Results) -> Iterator[Table]:
    """Iterate over the services with places in several areas: places, demand, occupancy and unmet need by area."""
    texts = catalog.texts
    runs = runs_of(results.region_years, results.reference)
    for service, label in catalog.services.items():
        found = {concept: catalog.concept(service, concept) for concept in _CONCEPTS}
        wanted = {concept: name for concept, name in found.items() if name}
        if "places" not in wanted:
            continue
        levels = yearly_levels(results.years_by_area(wanted.values()), list(wanted.values()))
        levels = levels[levels["scenario"] == results.reference]
        housed = levels[(levels["indicator"] == wanted["places"]) & (levels["mean"] > 0.0)]["area"].unique()
        if len(set(housed) - {"region"}) < _SEVERAL:
            continue
        years = dict.fromkeys((levels["period"].min(), levels["period"].max()))
        columns = [(concept, year) for concept in wanted for year in years]
        head = [
            texts("column-place"),
            *(f"{texts(f'chapter-{concept}')} {year}" for concept, year in columns),
        ]
        table = Table(tuple(head), frozenset(range(1, len(head))), caption=label)
        write = _Cells(levels, runs, Numbers(catalog).plain_level)
        for area in sorted(levels["area"].unique(), key=lambda area: (area == "region", area)):
            table.add(
                [catalog.area(area), *(write(wanted[concept], area, str(year)) for concept, year in columns)]
            )
        yield table


class _Cells:
    """Writes levels as the report does: rounded to what their range over the runs carries."""

    def __init__(self, levels: pd.DataFrame, runs: int, rounded: Callable[..., str]) -> None:
        self._rounded = rounded
        keys = zip(levels["indicator"], levels["area"], levels["period"], strict=True)
        self._levels = dict(zip(keys, levels[["mean", "low", "high"]].to_numpy(float).tolist(), strict=True))
        self._runs = runs

    def __call__(self, indicator: str, area: str, year: str) -> str:
        """Return the level of an indicator in an area and year; ``.`` where there is none."""
        found = self._levels.get((indicator, area, year))
        if found is None:
            return "."
        mean, low, high = found
        return self._rounded(mean, indicator, low, high, self._runs)
