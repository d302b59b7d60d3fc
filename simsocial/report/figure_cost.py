"""Cost by payer and year: what shifts from one purse to another shows here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simsocial.analysis.side_effects import EffectRow
from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import name_ends
from simsocial.report.figure_numbers import change_numbers, course_numbers
from simsocial.report.levels import yearly_levels
from simsocial.report.numbers import Numbers
from simsocial.report.picture import Picture
from simsocial.report.style import INK, MUTED, SERIES, WIDTH, save, styled, tidy, write_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_cost"]

_COLUMNS = 2


def draw_cost(
    catalog: Catalog, rows: dict[str, list[EffectRow]], yearly: pd.DataFrame, folder: Path, runs: int
) -> Picture | None:
    """Draw cost by payer and year: differences to the status quo, or the status quo alone.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    rows : mapping
        For each option the yearly effects of the payers' cost indicators for the region.
    yearly : DataFrame
        Rows of the indicator table by year, for the level of the status quo.
    folder : Path
        Where the files go.
    runs : int
        Runs behind the level.

    Returns
    -------
    Picture or None
        ``cost_by_payer``; None without cost indicators.
    """
    payers = catalog.payer_indicators()
    levels = yearly_levels(yearly, list(payers.values()), "region") if payers else pd.DataFrame()
    if levels.empty:
        return None
    reference = str(catalog.manifest["reference"])
    levels = levels[(levels["scenario"] == reference) & (levels["mean"] > 0.0)]
    moved = {row.indicator for option in rows.values() for row in option if row.effect != 0.0}
    shown = {p: i for p, i in payers.items() if (i in moved if rows else i in set(levels["indicator"]))}
    if not shown or levels.empty:
        return None
    from matplotlib.figure import Figure

    texts = catalog.texts
    years = sorted(levels["period"].unique())
    with styled("cost_by_payer"):
        count = -(-len(shown) // _COLUMNS)
        height = 1.75 * count + 0.3
        figure = Figure(figsize=(WIDTH, height))
        grid = figure.subplots(count, _COLUMNS, squeeze=False)
        figure.subplots_adjust(
            left=0.1, right=0.86, top=1 - 0.3 / height, bottom=0.5 / height, hspace=0.55, wspace=0.8
        )
        for axes, (payer, indicator) in zip(grid.flat, shown.items(), strict=False):
            own = levels[levels["indicator"] == indicator].sort_values("period")
            if rows:
                _differences(
                    axes, {n: [r for r in o if r.indicator == indicator] for n, o in rows.items()}, catalog
                )
            else:
                _level(axes, own, catalog)
            axes.set_title(_panel_title(catalog, payer, indicator, own), fontsize=7.5)
            axes.set_xticks([int(year) for year in years[:: -(-len(years) // 6)]])
            axes.set_xlim(int(years[0]) - 0.3, int(years[-1]) + 0.3)
        for axes in list(grid.flat)[len(shown) :]:
            axes.set_visible(False)
        title, caption = (
            ("cost-title", "cost-caption") if rows else ("cost-level-title", "cost-level-caption")
        )
        words = {"year": years[0]} if rows else {"runs": str(runs)}
        heading = texts(title, period=texts.period(f"{years[0]}-{years[-1]}"))
        names = {indicator: catalog.payer(payer) for payer, indicator in shown.items()}
        if rows:
            numbers = change_numbers(catalog, rows, names)
        else:
            units = Numbers(catalog)
            names = {one: f"{name} ({units.table_unit(one)})" for one, name in names.items()}
            numbers = course_numbers(catalog, levels, names, [reference], runs)
        source = texts("source-line")
        return save(figure, folder, "cost_by_payer", heading, texts(caption, **words), source, numbers)


def _panel_title(catalog: Catalog, payer: str, indicator: str, levels: pd.DataFrame) -> str:
    """Return a payer, and in brackets what it spends in the first year if it spends anything."""
    name = catalog.payer(payer)
    if levels.empty:
        return name
    level = Numbers(catalog).level(float(levels["mean"].iloc[0]), indicator)
    return catalog.texts("cost-panel", payer=name, level=level)


def _differences(axes: Axes, options: dict[str, list[EffectRow]], catalog: Catalog) -> None:
    """Draw one line an option around zero with the interval of each year."""
    texts = catalog.texts
    drawn = {name: rows if any(r.effect for r in rows) else [] for name, rows in options.items()}
    bounds = [abs(b) for rows in drawn.values() for r in rows for b in (r.effect, r.low, r.high) if b == b]
    largest = max(bounds, default=1.0) or 1.0
    numbers = Numbers(catalog)
    scale = numbers.scale("eur", largest, chart=True)
    factor = scale.factor
    axes.axhline(0.0, color=MUTED, lw=0.8)
    ends: dict[str, float] = {}
    order = [str(catalog.manifest["reference"]), *drawn]
    for position, (name, rows) in enumerate(drawn.items()):
        look = SERIES[(position + 1) % len(SERIES)]
        shift = 0.09 * (position - (len(drawn) - 1) / 2)
        time = np.array([int(r.period) + shift for r in rows])
        value = np.array([r.effect * factor for r in rows])
        below = value - np.array([r.low * factor for r in rows])
        above = np.array([r.high * factor for r in rows]) - value
        error = np.nan_to_num(np.abs([below, above]))
        axes.errorbar(
            time, value, yerr=error, color=look.color, ls=look.dash, marker=look.marker, ms=4, lw=1.3, elinewidth=1.0
        )  # fmt: skip
        if len(value):
            ends[name] = float(value[-1])
    tidy(axes, grid="y")
    axes.locator_params(axis="y", nbins=4)
    low, high = axes.get_ylim()
    write_ticks(axes.yaxis, texts.signed)
    axes.set_ylabel(numbers.unit_name(scale, "difference", 2.0, 0), fontsize=7.5)
    name_ends(axes, ends, catalog, order, high - low)


def _level(axes: Axes, levels: pd.DataFrame, catalog: Catalog) -> None:
    """Draw the status quo's cost by year with its range over runs."""
    texts = catalog.texts
    numbers = Numbers(catalog)
    scale = numbers.scale("eur", float(levels["high"].max()), chart=True)
    factor = scale.factor
    time = levels["period"].astype(int).to_numpy()
    axes.fill_between(time, levels["low"] * factor, levels["high"] * factor, color=INK, alpha=0.13, lw=0)
    axes.plot(time, levels["mean"] * factor, color=INK, lw=1.5, marker="o", ms=3.5)
    axes.set_ylim(0.0, float(levels["high"].max()) * factor * 1.1)
    tidy(axes, grid="y")
    axes.locator_params(axis="y", nbins=4)
    write_ticks(axes.yaxis, texts.number)
    axes.set_ylabel(numbers.unit_name(scale, "level", 2.0, 0), fontsize=7.5)
