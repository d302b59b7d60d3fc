"""Who pays: a bar a payer and option, one-off and yearly apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from simsocial.analysis.side_effects import EffectRow
from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import short_title
from simsocial.report.figure_numbers import payer_numbers
from simsocial.report.numbers import Numbers
from simsocial.report.picture import Picture
from simsocial.report.selection import rows_of
from simsocial.report.style import MUTED, SERIES, name_rows, save, styled, tidy, write_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_purses"]

_WIDTH = 7.1
_LINE, _BAR = 0.14, 0.028
"""Least height of a payer and of a bar in inches."""
_THOUSAND = 1e-3


def draw_purses(
    catalog: Catalog, effects: pd.DataFrame, options: Sequence[str], folder: Path
) -> Picture | None:
    """Draw what each payer pays more or less: once over the horizon, and in its last year.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    effects : DataFrame
        The effects table.
    options : sequence of str
        Their names.
    folder : Path
        Where the files go.

    Returns
    -------
    Picture or None
        ``purses``; None where no payer's cost changes.
    """
    running, capital = catalog.payer_indicators(), catalog.payer_indicators("capital_cost")
    once = {name: _by_payer(rows_of(effects, name, list(capital.values())), capital) for name in options}
    yearly = {name: _last_year(effects, name, running) for name in options}
    payers = [
        payer
        for payer in running
        if any(table[name].get(payer) for table in (once, yearly) for name in options)
    ]
    if not payers:
        return None
    from matplotlib.figure import Figure

    texts = catalog.texts
    with styled("purses"):
        foot = 0.36
        height = 0.2 + foot + max(_LINE, _BAR * (len(options) + 1)) * len(payers)
        figure = Figure(figsize=(_WIDTH, height))
        years = sorted(period for period in effects["period"].unique() if "-" not in period)
        panels = [
            (table, title)
            for table, title in (
                (once, texts("purses-once")),
                (yearly, texts("purses-yearly", year=years[-1])),
            )
            if any(table.values())
        ]
        row = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
        numbers = Numbers(catalog)
        unit = numbers.unit_name(numbers.scale("eur", 1e5, chart=True), "difference", 2.0, 0)
        for axes, (table, title) in zip(row, panels, strict=True):
            _bars(axes, catalog, table, payers)
            axes.set_title(f"{title}, {unit}", fontsize=8.5)
        left = row[0]
        left.tick_params(axis="y", labelsize=7.5)
        room = name_rows(left, [catalog.payer(payer) for payer in payers], signs=40)
        left.set_ylim(len(payers) - 0.45, -0.6)
        figure.subplots_adjust(
            left=room + 0.02, right=0.97, top=1 - 0.2 / height, bottom=foot / height, wspace=0.08
        )
        _key(left, catalog, options)
        whole = numbers.unit_name(numbers.scale("eur", 0.0), "difference", 2.0, 0)
        return save(
            figure, folder, "purses", texts("purses-title"), texts("purses-caption"), texts("source-line"),
            payer_numbers(catalog, panels, payers, whole),
        )  # fmt: skip


def _by_payer(rows: Sequence[EffectRow], indicators: dict[str, str]) -> dict[str, EffectRow]:
    """Return the rows that differ, by payer."""
    payer_of = {indicator: payer for payer, indicator in indicators.items()}
    return {payer_of[row.indicator]: row for row in rows if row.effect and row.test != "untouched"}


def _last_year(effects: pd.DataFrame, name: str, running: dict[str, str]) -> dict[str, EffectRow]:
    """Return the change of running cost in the last year, by payer."""
    rows = rows_of(effects, name, list(running.values()), yearly=True)
    last = max((row.period for row in rows), default="")
    return _by_payer([row for row in rows if row.period == last], running)


def _bars(
    axes: Axes, catalog: Catalog, table: dict[str, dict[str, EffectRow]], payers: Sequence[str]
) -> None:
    """Draw the bars of one panel, with their range."""
    height = 0.8 / max(len(table), 1)
    axes.axvline(0.0, color=MUTED, lw=0.8)
    for position, (_, rows) in enumerate(table.items()):
        look = SERIES[(position + 1) % len(SERIES)]
        for line, payer in enumerate(payers):
            row = rows.get(payer)
            if row is None:
                continue
            at = line + height * (position - (len(table) - 1) / 2)
            axes.barh(at, row.effect * _THOUSAND, height=0.85 * height, color=look.color, alpha=0.75, lw=0)
            if not math.isnan(row.low):
                axes.hlines(at, row.low * _THOUSAND, row.high * _THOUSAND, color="black", lw=0.8)
    tidy(axes, grid="x")
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=5)
    write_ticks(axes.xaxis, catalog.texts.signed)


def _key(axes: Axes, catalog: Catalog, options: Sequence[str]) -> None:
    """Name the options below the panels."""
    from matplotlib.patches import Patch

    figure = axes.get_figure()
    if figure is None or len(options) < 2:
        return
    marks = [
        Patch(
            color=SERIES[(position + 1) % len(SERIES)].color,
            alpha=0.75,
            label=short_title(catalog.scenario(name)),
        )
        for position, name in enumerate(options)
    ]
    figure.legend(
        handles=marks,
        loc="lower left",
        ncols=4,
        fontsize=7,
        labelcolor=MUTED,
        handlelength=1.0,
        borderaxespad=0.1,
    )
