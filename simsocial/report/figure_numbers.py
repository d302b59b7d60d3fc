"""The tables beside pictures: what a picture shows, for who reads figures rather than bars and lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.analysis.side_effects import EffectRow
from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import short_title
from simsocial.report.even_levels import even_levels, even_ranges
from simsocial.report.numbers import Numbers
from simsocial.report.table import Table

__all__ = [
    "change_cell", "change_numbers", "course_numbers", "level_numbers", "payer_numbers", "pyramid_numbers",
    "supply_numbers",
]  # fmt: skip

_BAND = 5
"""Years of age in a line of the pyramid's table."""


def pyramid_numbers(
    catalog: Catalog, years: Sequence[str], structures: Sequence[npt.NDArray[np.float64]]
) -> Table:
    """Return persons by five years of age, sex and year, rounded to tens.

    Parameters
    ----------
    catalog : Catalog
        Texts.
    years : sequence of str
        Of each structure.
    structures : sequence of ndarray, shape (2, ages)
        Men and women by single age.
    """
    texts = catalog.texts
    words = [texts(word) for word in ("pyramid-men", "pyramid-women")]
    head = (texts("chapter-age"), *(f"{word} {year}" for word in words for year in years))
    table = Table(head, frozenset(range(1, len(head))), caption=texts("pyramid-numbers"))
    ages = structures[0].shape[1]
    for low in range(0, ages, _BAND):
        last = low + _BAND >= ages
        age = (
            texts("chapter-over", low=low)
            if last
            else texts("chapter-from-to", low=low, high=low + _BAND - 1)
        )
        table.add([age, *_tens(catalog, structures, slice(low, None if last else low + _BAND))])
    table.add([texts("pyramid-all"), *_tens(catalog, structures, slice(None))])
    return table


def _tens(catalog: Catalog, structures: Sequence[npt.NDArray[np.float64]], ages: slice) -> list[str]:
    return [catalog.texts.number(float(one[sex, ages].sum()), -1) for sex in (0, 1) for one in structures]


def course_numbers(
    catalog: Catalog, levels: pd.DataFrame, labels: Mapping[str, str], scenarios: Sequence[str], runs: int
) -> Table:
    """Return levels by year, a line an indicator and scenario; with the range of the first scenario.

    Of months it is the mean of the year and in brackets that of the highest month; the range goes over all months.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    levels : DataFrame
        scenario, indicator, period (months or years), mean, low, high.
    labels : mapping of str to str
        What is shown: name by indicator.
    scenarios : sequence of str
        The reference first; those with the same figures share a line.
    runs : int
        Runs behind each mean.
    """
    texts = catalog.texts
    years = sorted(levels["period"].str[:4].unique())
    head = (texts("column-indicator"), texts("column-scenario"), *years)
    table = Table(head, frozenset(range(2, len(head))))
    for indicator, label in labels.items():
        told: dict[tuple[str, ...], list[str]] = {}
        ranges: list[str] = []
        for name in scenarios:
            own = _by_year(levels[(levels["indicator"] == indicator) & (levels["scenario"] == name)])
            if own.empty:
                continue
            own = own.reindex(years)
            bounds = list(zip(own["low"], own["high"], strict=True))
            told.setdefault(_levels(catalog, indicator, own, bounds, runs), []).append(
                short_title(catalog.scenario(name))
            )
            if name == scenarios[0]:
                ranges = even_ranges(Numbers(catalog), indicator, bounds)
        for cells, names in told.items():
            table.add([label, texts.join(names), *cells])
        table.add(
            [label, f"{short_title(catalog.scenario(scenarios[0]))}, {texts('figure-range')}", *ranges],
            kind="below",
        )
    return table


def _by_year(levels: pd.DataFrame) -> pd.DataFrame:
    """Return mean, highest month and range of each year."""
    grouped = levels.groupby(levels["period"].str[:4])
    return grouped.agg(mean=("mean", "mean"), most=("mean", "max"), low=("low", "min"), high=("high", "max"))


def _levels(
    catalog: Catalog, indicator: str, own: pd.DataFrame, bounds: Sequence[tuple[float, float]], runs: int
) -> tuple[str, ...]:
    """Return the mean of each year, and its highest month where that is another figure."""
    means, most = (
        even_levels(Numbers(catalog), indicator, own[word].tolist(), bounds, runs)
        for word in ("mean", "most")
    )
    return tuple(one if one == top else f"{one} ({top})" for one, top in zip(means, most, strict=True))


def change_numbers(
    catalog: Catalog, rows: Mapping[str, Sequence[EffectRow]], names: Mapping[str, str]
) -> Table:
    """Return changes by year with their range, a line a name and option.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    rows : mapping of str to sequence of EffectRow
        Yearly rows of each option.
    names : mapping of str to str
        What is shown: name by indicator.
    """
    texts = catalog.texts
    years = sorted({row.period for found in rows.values() for row in found})
    unit = Numbers(catalog).table_unit(next(iter(names), ""))
    head = (f"{texts('column-payer')} ({unit})", texts("column-option-name"), *years)
    table = Table(head, frozenset(range(2, len(head))))
    for indicator, label in names.items():
        for option, found in rows.items():
            by_year = {row.period: row for row in found if row.indicator == indicator}
            cells = [change_cell(catalog, by_year.get(year)) for year in years]
            table.add([label, short_title(catalog.scenario(option)), *cells])
    return table


def payer_numbers(
    catalog: Catalog,
    panels: Sequence[tuple[Mapping[str, Mapping[str, EffectRow]], str]],
    payers: Sequence[str],
    unit: str,
) -> Table:
    """Return what each payer pays more or less, a column for each panel and option.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    panels : sequence of (mapping, str)
        Rows by option and payer, and the title of the panel.
    payers : sequence of str
        In their order.
    unit : str
        In words.
    """
    columns = [
        (rows, f"{short_title(catalog.scenario(name))}, {title}")
        for table, title in panels
        for name, rows in table.items()
    ]
    head = (f"{catalog.texts('column-payer')} ({unit})", *(title for _, title in columns))
    table = Table(head, frozenset(range(1, len(head))))
    for payer in payers:
        table.add([catalog.payer(payer), *(change_cell(catalog, rows.get(payer)) for rows, _ in columns)])
    return table


def change_cell(catalog: Catalog, row: EffectRow | None) -> str:
    """Return a change with its range in one cell; a dash where there is none."""
    if row is None:
        return "-"
    effect, interval = Numbers(catalog).cells(row)
    return f"{effect} [{interval}]" if interval else effect


def level_numbers(rows: Sequence[tuple[str, Sequence[str]]], columns: Sequence[str]) -> Table:
    """Return finished cells as a table with figures in all columns but the first."""
    table = Table(tuple(columns), frozenset(range(1, len(columns))))
    for label, cells in rows:
        table.add([label, *cells])
    return table


def supply_numbers(
    catalog: Catalog, tables: Mapping[str, pd.DataFrame], columns: Sequence[tuple[str, str]]
) -> Table:
    """Return persons by area and scenario.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    tables : mapping of str to DataFrame
        Means by area (index) and column, by scenario.
    columns : sequence of (str, str)
        Columns of the tables that are shown, and their names.
    """
    texts, numbers = catalog.texts, Numbers(catalog)
    scale = numbers.scale("persons", 0.0)
    head = (texts("column-area"), texts("column-scenario"), *(word for _, word in columns))
    result = Table(head, frozenset(range(2, len(head))))
    for area in next(iter(tables.values())).index:
        for name, table in tables.items():
            means = [
                float(table[column].get(area, np.nan)) if column in table else np.nan for column, _ in columns
            ]
            cells = [numbers.sign_of_level(mean, scale) or texts.number(mean) for mean in means]
            result.add([catalog.area(str(area)), short_title(catalog.scenario(name)), *cells])
    return result.without_empty_columns()
