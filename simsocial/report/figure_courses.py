"""How groups of people grow or shrink under the status quo, all from the same starting height."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.figure_numbers import course_numbers
from simsocial.report.levels import yearly_levels
from simsocial.report.picture import Picture
from simsocial.report.style import MUTED, SERIES, WIDTH, direct_labels, save, styled, tidy, write_ticks

__all__ = ["draw_courses"]

_SHOWN = ("children_under_6", "children_6_to_9", "population", "aged_80_plus", "care_dependent", "households")


def draw_courses(catalog: Catalog, yearly: pd.DataFrame, folder: Path, runs: int) -> Picture | None:
    """Draw the status quo's course of the main groups as per cent of the first year.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    yearly : DataFrame
        Rows of the indicator table by year.
    folder : Path
        Where the files go.
    runs : int
        Runs behind each mean.

    Returns
    -------
    Picture or None
        ``courses``; None if fewer than two years were stored.
    """
    reference = str(catalog.manifest["reference"])
    names = [name for name in _SHOWN if name in catalog.ids]
    levels = yearly_levels(yearly, names, "region") if names else pd.DataFrame()
    if levels.empty or levels["period"].nunique() < 2:
        return None
    levels = levels[levels["scenario"] == reference]
    from matplotlib.figure import Figure

    texts = catalog.texts
    years = sorted(levels["period"].unique())
    with styled("courses"):
        figure = Figure(figsize=(WIDTH, 3.6))
        axes = figure.subplots()
        figure.subplots_adjust(left=0.075, right=0.66, top=0.95, bottom=0.14)
        axes.axhline(100.0, color=MUTED, lw=0.8)
        ends: dict[str, float] = {}
        for position, name in enumerate(names):
            rows = levels[levels["indicator"] == name].sort_values("period")
            look, start = SERIES[position % len(SERIES)], float(rows["mean"].iloc[0])
            if not start:
                continue
            time = rows["period"].astype(int).to_numpy()
            value = 100.0 * rows["mean"].to_numpy() / start
            axes.plot(time, value, color=look.color, ls=look.dash, marker=look.marker, ms=3.5, lw=1.5)
            ends[name] = float(value[-1])
        low, high = axes.get_ylim()
        heights = direct_labels(list(ends.values()), 0.065 * (high - low))
        for (name, end), height in zip(ends.items(), heights, strict=True):
            word = texts("course-label", label=catalog.meta(name).label, change=texts.signed(end - 100.0, 0))
            color = SERIES[names.index(name) % len(SERIES)].color
            axes.annotate(
                word, (int(years[-1]), height), xytext=(8, 0), textcoords="offset points", va="center",
                fontsize=8, color=color, annotation_clip=False,
            )  # fmt: skip
        axes.set_xticks(np.array([int(year) for year in years[:: -(-len(years) // 6)]]))
        axes.locator_params(axis="y", integer=True)
        write_ticks(axes.yaxis, texts.number)
        tidy(axes, grid="y")
        title = texts("course-title", first=years[0], last=years[-1])
        caption = texts("course-caption", region=catalog.area("region"), first=years[0], runs=str(runs))
        labels = {name: catalog.meta(name).label for name in names}
        numbers = course_numbers(catalog, levels, labels, [reference], runs)
        return save(figure, folder, "courses", title, caption, texts("source-line"), numbers)
