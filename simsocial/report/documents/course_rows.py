"""Levels by year as rows of numbers: every indicator of every scenario for the whole region, mean over the runs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from simsocial.analysis.results import Results
from simsocial.report.catalog import Catalog
from simsocial.report.levels import runs_of, yearly_levels
from simsocial.report.numbers import SMALL_COUNT, Numbers, level_decimals

__all__ = ["CourseRow", "course_rows"]


@dataclass(frozen=True)
class CourseRow:
    """An indicator in a scenario by year.

    Attributes
    ----------
    scenario, indicator, label, unit : str
        What the row is about; `scenario` and `indicator` are identifiers.
    title : str
        The scenario in the reader's words.
    years : tuple of str
        Years of the horizon.
    values : tuple of (float or str)
        Mean over the runs in `unit`; a sign where it is unknown or a small count of people.
    numerators, denominators : tuple of float
        Their means over the runs; a denominator of one belongs to what is no ratio.
    factor : float
        What the quotient is multiplied by to be in `unit`.
    """

    scenario: str
    indicator: str
    label: str
    unit: str
    title: str
    years: tuple[str, ...]
    values: tuple[float | str, ...]
    numerators: tuple[float, ...]
    denominators: tuple[float, ...]
    factor: float

    @property
    def is_ratio(self) -> bool:
        """Return whether the indicator is a quotient of two counts; a constant denominator only scales."""
        return len(set(self.denominators)) > 1


def course_rows(catalog: Catalog, results: Results) -> Iterator[CourseRow]:
    """Iterate over the indicators in the order of the registry, the scenarios below each other."""
    counts = ["numerator", "denominator"]
    keys = ["scenario", "indicator", "period"]
    plain = results.region_years[[*keys, *counts]].astype(dict.fromkeys(keys, str))
    levels = yearly_levels(results.region_years, catalog.ids, "region").set_index(keys)
    table = levels.join(plain.groupby(keys)[counts].mean())
    years = tuple(sorted(plain["period"].unique()))
    parts = {key: part.droplevel([0, 1]) for key, part in table.groupby(level=[0, 1])}
    runs = {name: runs_of(results.region_years, name) for name in (results.reference, *results.options)}
    for indicator in catalog.ids:
        for scenario, count in runs.items():
            if (scenario, indicator) in parts:
                yield _row(catalog, scenario, indicator, parts[scenario, indicator].reindex(years), count)


def _row(catalog: Catalog, scenario: str, indicator: str, table: pd.DataFrame, runs: int) -> CourseRow:
    """Return the numbers of one indicator in one scenario."""
    numbers = Numbers(catalog)
    scale = numbers.table_scale(indicator)

    def shown(value: float, low: float, high: float) -> float | str:
        if math.isnan(value):
            return "."
        if scale.is_small_count(value):
            return f"<{SMALL_COUNT:.0f}"
        return round(value * scale.factor, level_decimals(value, scale, low, high, runs)) + 0.0

    return CourseRow(
        scenario=scenario,
        indicator=indicator,
        label=catalog.meta(indicator).label,
        unit=numbers.table_unit(indicator),
        title=catalog.scenario(scenario),
        years=tuple(table.index),
        values=tuple(shown(*row) for row in zip(table["mean"], table["low"], table["high"], strict=True)),
        numerators=tuple(table["numerator"]),
        denominators=tuple(table["denominator"]),
        factor=scale.factor * catalog.meta(indicator).scale,
    )
