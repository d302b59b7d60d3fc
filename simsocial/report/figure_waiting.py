"""Waiting lists by month, one panel a service."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simsocial.core.calendar import month_index
from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import name_ends
from simsocial.report.figure_numbers import course_numbers
from simsocial.report.levels import course
from simsocial.report.picture import Picture
from simsocial.report.style import SERIES, WIDTH, save, styled, tidy, write_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["chosen_lists", "draw_waiting", "waiting_lists"]

_COLUMNS = 2
_PANELS = 6
"""As many as half an A4 page has room for."""
_SEEN = 0.5
"""Persons by which curves must differ to be seen apart."""


def waiting_lists(catalog: Catalog) -> dict[str, str]:
    """Return the indicators of waiting lists and the service of each."""
    names = {service: catalog.concept(service, "waiting") for service in catalog.services}
    return {indicator: service for service, indicator in names.items() if indicator}


def draw_waiting(
    catalog: Catalog, monthly: pd.DataFrame, folder: Path, scenarios: list[str], runs: int
) -> Picture | None:
    """Draw waiting lists by month, one panel a service: those that differ most between scenarios, then the longest.

    Returns
    -------
    Picture or None
        ``waiting_lists``; None if nobody ever waits or nothing was stored by month.
    """
    wanted = waiting_lists(catalog)
    levels = course(monthly, list(wanted)) if wanted else pd.DataFrame()
    if levels.empty:
        return None
    chosen = set(chosen_lists(levels))
    shown = [name for name in wanted if name in chosen]
    if not shown:
        return None
    from matplotlib.figure import Figure

    texts = catalog.texts
    months = sorted(levels["period"].unique())
    with styled("waiting_lists"):
        rows = -(-len(shown) // _COLUMNS)
        figure = Figure(figsize=(WIDTH, 1.75 * rows + 0.25))
        grid = figure.subplots(rows, _COLUMNS, squeeze=False)
        figure.subplots_adjust(
            left=0.065, right=0.845, top=1 - 0.3 / (1.75 * rows), bottom=0.5 / (1.75 * rows + 0.25), hspace=0.5,
            wspace=0.56,
        )  # fmt: skip
        for axes, name in zip(grid.flat, shown, strict=False):
            _curves(axes, levels[levels["indicator"] == name], catalog, scenarios)
            axes.set_title(catalog.services[wanted[name]])
        for axes in list(grid.flat)[len(shown) :]:
            axes.set_visible(False)
        title = texts("waiting-title", period=texts.period(f"{months[0][:4]}-{months[-1][:4]}"))
        caption = texts("waiting-caption", runs=str(runs))
        labels = {name: catalog.services[wanted[name]] for name in shown}
        numbers = course_numbers(catalog, levels, labels, scenarios, runs)
        numbers.caption = texts("waiting-numbers")
        return save(figure, folder, "waiting_lists", title, caption, texts("source-line"), numbers)


def chosen_lists(levels: pd.DataFrame) -> list[str]:
    """Return the lists that a page has room for: the largest differences between scenarios first, then the longest."""
    by_month = levels.pivot_table(
        index=["indicator", "period"], columns="scenario", values="mean", observed=True
    )
    apart = (by_month.max(axis=1) - by_month.min(axis=1)).groupby(level="indicator").max()
    longest = levels.groupby("indicator", observed=True)["mean"].max()
    order = pd.DataFrame({"apart": apart.where(apart >= _SEEN, 0.0), "longest": longest})
    order = order[order["longest"] >= 1.0].sort_values(["apart", "longest"], ascending=False, kind="stable")
    return [str(name) for name in order.index[:_PANELS]]


def _curves(axes: Axes, levels: pd.DataFrame, catalog: Catalog, scenarios: list[str]) -> None:
    """Draw one line a scenario, the range of the first, and write the names at the end."""
    texts = catalog.texts
    ends: dict[str, float] = {}
    drawn: dict[str, pd.Series[float]] = {}
    same: dict[str, list[str]] = {}
    highest = max(float(levels["high"].max()), 1.0)
    years = (int(levels["period"].min()[:4]), int(levels["period"].max()[:4]) + 1)
    for position, name in enumerate(scenarios):
        rows = levels[levels["scenario"] == name].sort_values("period").set_index("period")
        if rows.empty:
            continue
        twin = next(
            (n for n, m in drawn.items() if float((rows["mean"] - m).abs().max()) < 0.005 * highest), None
        )
        if twin is not None:
            same.setdefault(twin, []).append(name)
            continue
        drawn[name] = rows["mean"]
        ends[name] = float(rows["mean"].iloc[-1])
        look = SERIES[position % len(SERIES)]
        time = np.array([(month_index(label) + 1) / 12.0 for label in rows.index])
        if len(drawn) == 1:
            axes.fill_between(time, rows["low"], rows["high"], color=look.color, alpha=0.13, lw=0)
        axes.plot(time, rows["mean"], color=look.color, ls=look.dash, lw=1.5)
    tidy(axes, grid="y")
    axes.set_ylim(0.0, highest * 1.08)
    axes.set_xlim(*years)
    axes.set_xticks(np.arange(years[0], years[1]) + 0.5, [str(year) for year in range(*years)])
    axes.set_xticks(np.arange(years[0], years[1] + 1), minor=True)
    axes.tick_params(axis="x", which="minor", length=3)
    write_ticks(axes.yaxis, texts.number)
    axes.locator_params(axis="y", nbins=4)
    name_ends(axes, ends, catalog, scenarios, highest, same)
