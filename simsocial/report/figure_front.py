"""Portfolios by what they gain and what they cost: one panel a target, the front in black."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.over_futures import criterion_name
from simsocial.report.picture import Picture
from simsocial.report.style import INK, LIGHT, MUTED, WIDTH, save, styled, tidy, write_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_front"]

_COLUMNS = 2
_PANELS = 6
_TITLE_SIGNS = 44


def draw_front(catalog: Catalog, table: pd.DataFrame, cost: str, folder: Path) -> Picture | None:
    """Draw the portfolios of a search.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    table : DataFrame
        See :func:`simsocial.analysis.portfolios.portfolio_table`.
    cost : str
        Column of the saving of the Kreis.
    folder : Path
        Where the files go.
    """
    targets = [name for name in table.columns if "@" in name and name != cost][:_PANELS]
    if not targets or cost not in table:
        return None
    from matplotlib.figure import Figure

    texts = catalog.texts
    with styled("front"):
        count = -(-len(targets) // _COLUMNS)
        height = 2.5 * count + 0.3
        figure = Figure(figsize=(WIDTH, height))
        grid = figure.subplots(count, _COLUMNS, squeeze=False)
        figure.subplots_adjust(
            left=0.1, right=0.97, top=1 - 0.35 / height, bottom=0.65 / height, hspace=0.65, wspace=0.35
        )
        for axes, target in zip(grid.flat, targets, strict=False):
            _panel(axes, table, target, cost, catalog)
        for axes in list(grid.flat)[len(targets) :]:
            axes.set_visible(False)
        return save(
            figure,
            folder,
            "front",
            texts("front-title"),
            texts("front-caption", count=len(table)),
            texts("source-line"),
        )


def _panel(axes: Axes, table: pd.DataFrame, target: str, cost: str, catalog: Catalog) -> None:
    """Draw one target against the cost."""
    numbers, texts = Numbers(catalog), catalog.texts
    indicator, _, area = target.rpartition("@")
    extra = -table[cost]
    money = numbers.scale("eur", float(extra.abs().max()), chart=True)
    scale = numbers.scale(catalog.meta(indicator).unit, float(table[target].abs().max()), chart=True)
    for kept, colour, size in ((False, LIGHT, 14), (True, MUTED, 16)):
        chosen = (table["within_frames"] == kept) & ~table["on_front"]
        axes.scatter(
            extra[chosen] * money.factor, table.loc[chosen, target] * scale.factor, s=size, color=colour
        )
    best = table["on_front"]
    axes.scatter(
        extra[best] * money.factor, table.loc[best, target] * scale.factor, s=26, color=INK, zorder=3
    )
    axes.axhline(0.0, color=LIGHT, lw=0.8, zorder=0)
    axes.axvline(0.0, color=LIGHT, lw=0.8, zorder=0)
    tidy(axes)
    axes.locator_params(nbins=5)
    write_ticks(axes.xaxis, texts.signed)
    write_ticks(axes.yaxis, texts.signed)
    axes.set_xlabel(texts("front-cost", unit=numbers.unit_name(money, "difference", 2.0, 0)), fontsize=7.5)
    axes.set_ylabel(texts("front-gain", unit=numbers.unit_name(scale, "difference", 2.0, 0)), fontsize=7.5)
    name = textwrap.fill(criterion_name(catalog, indicator, area), _TITLE_SIGNS)
    axes.set_title(name, fontsize=7.5, loc="left")
