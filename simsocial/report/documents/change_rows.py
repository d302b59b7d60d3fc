"""Changes as rows of numbers for spreadsheets: rounded as the report prints them, with labels and units.

A file is read without the report beside it, so each row says what it is about, over which time and how sure it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from simsocial.analysis.precision import sign_of
from simsocial.analysis.side_effects import EffectRow, effect_rows
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import SMALL_COUNT, Numbers, Scale, effect_decimals
from simsocial.report.wording import verdict_of

__all__ = ["Cell", "ChangeRow", "change_row", "change_rows"]

Cell = float | str
"""A number, or the sign that stands for it."""


@dataclass(frozen=True)
class ChangeRow:
    """One row: what changes where, in numbers that a spreadsheet can compute with.

    Attributes
    ----------
    option, indicator, label, unit, place, time : str
        What the row is about, in the reader's words.
    reference, scenario, effect, low, high : float or str
        Levels of both worlds, their difference and its 5-95 % range in `unit`; a sign where there is no number.
    decimals : int
        Decimals that the range carries; negative for tens and hundreds.
    precision : str
        ``()`` or ``/`` where the mean is uncertain.
    verdict, validation : str
        Words.
    """

    option: str
    indicator: str
    label: str
    unit: str
    place: str
    time: str
    reference: Cell
    scenario: Cell
    effect: Cell
    low: Cell
    high: Cell
    decimals: int
    precision: str
    verdict: str
    validation: str


def change_rows(catalog: Catalog, effects: pd.DataFrame, options: Sequence[str]) -> Iterator[ChangeRow]:
    """Iterate over what the options change: over the whole horizon in the region and its areas, by year in the region.

    Rows in which no replicate differs are left out, and so are groups of people.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    effects : DataFrame
        The effects table.
    options : sequence of str
        Their names, in the order in which they are wanted.
    """
    whole = effects["period"].str.contains("-") | (effects["area"] == "region")
    touched = (effects["test"] != "untouched") & (effects["n"] > 0)
    shown = effects[whole & touched & (effects["group_kind"] == "all")]
    place = {"region": -1}
    order = {name: number for number, name in enumerate(catalog.ids)}
    for option in options:
        rows = effect_rows(shown[shown["scenario"] == option])
        rows.sort(
            key=lambda row: (
                "-" not in row.period,
                place.get(row.area, 0),
                order.get(row.indicator, len(order)),
                row.area,
                row.period,
            )
        )
        for row in rows:
            yield change_row(catalog, row)


def change_row(catalog: Catalog, row: EffectRow) -> ChangeRow:
    """Return the numbers of a row of the effects table."""
    numbers = Numbers(catalog)
    scale = numbers.table_scale(row.indicator)
    decimals = effect_decimals(row, scale)
    tested = row.test == "t"
    counted = row.test != "rare"

    def rounded(value: float) -> Cell:
        return "." if math.isnan(value) else round(value * scale.factor, decimals) + 0.0

    return ChangeRow(
        option=catalog.scenario(row.scenario),
        indicator=row.indicator,
        label=catalog.meta(row.indicator).label,
        unit=numbers.table_unit(row.indicator),
        place=catalog.place(row.area) or catalog.area("region"),
        time=numbers.time(row.indicator, row.period),
        reference=_level(row.reference_mean, scale, decimals),
        scenario=_level(row.scenario_mean, scale, decimals),
        effect=rounded(row.effect) if counted else "/",
        low=rounded(row.low) if tested else "",
        high=rounded(row.high) if tested else "",
        decimals=decimals,
        precision=sign_of(row.effect, row.mean_low, row.mean_high, row.n) if tested else "",
        verdict=verdict_of(row, catalog.texts).word,
        validation=catalog.validation(row.indicator),
    )


def _level(value: float, scale: Scale, decimals: int) -> Cell:
    """Return a level, or a sign where it is unknown or a small count of people."""
    if math.isnan(value):
        return "."
    if scale.is_small_count(value):
        return f"<{SMALL_COUNT:.0f}"
    return round(value * scale.factor, decimals) + 0.0
