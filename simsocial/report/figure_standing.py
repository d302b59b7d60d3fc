"""Where we stand: places against demand of the service that a comparison is about, year by year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import name_ends
from simsocial.report.figure_numbers import course_numbers
from simsocial.report.levels import yearly_levels
from simsocial.report.picture import Picture
from simsocial.report.style import INK, MUTED, SERIES, beside, save, styled, tidy, write_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_standing", "standing_indicators"]

_FOOT_INCHES = 0.31
"""Below the axis: years and the line of the source."""
_ONE_LINE = 0.01
"""Curves that end closer to each other are one line to the eye, and share their label."""


def standing_indicators(catalog: Catalog, service: str) -> list[str]:
    """Return the indicators of places and demand of a service."""
    found = (
        catalog.concept(service, "places") or catalog.concept(service, "supply"),
        catalog.concept(service, "demand"),
    )
    return [name for name in found if name]


def draw_standing(
    catalog: Catalog,
    yearly: pd.DataFrame,
    service: str,
    area: str,
    scenarios: list[str],
    folder: Path,
    runs: int = 0,
) -> Picture | None:
    """Draw places of every scenario and the status quo's demand.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    yearly : DataFrame
        Rows of the indicator table by year.
    service : str
        Service as in `Catalog.services`.
    area : str
        An area, or ``region``.
    scenarios : list of str
        The reference first.
    folder : Path
        Where the files go.
    runs : int
        Runs behind each mean.

    Returns
    -------
    Picture or None
        ``standing``; None without places or demand.
    """
    found = standing_indicators(catalog, service)
    levels = yearly_levels(yearly, found, area)
    if len(found) != 2 or levels.empty:
        return None
    from matplotlib.figure import Figure

    texts = catalog.texts
    years = sorted(levels["period"].unique())
    with styled("standing"):
        size = beside(len(catalog.options))
        figure, foot = Figure(figsize=size), _FOOT_INCHES / size[1]
        axes = figure.add_axes((0.12, foot, 0.58, 0.97 - foot))
        _demand(axes, catalog, levels, found[1], scenarios[0])
        ends: dict[str, float] = {}
        same: dict[str, list[str]] = {}
        for position, name in enumerate(scenarios):
            own = levels[(levels["indicator"] == found[0]) & (levels["scenario"] == name)].sort_values(
                "period"
            )
            if own.empty:
                continue
            last = float(own["mean"].iloc[-1])
            twin = next(
                (other for other, value in ends.items() if abs(value - last) <= _ONE_LINE * last), None
            )
            if twin is not None:
                same.setdefault(twin, []).append(name)
                continue
            look = SERIES[position % len(SERIES)]
            ends[name] = last
            axes.step(
                own["period"].astype(int), own["mean"], where="mid", color=look.color, ls=look.dash, lw=1.6
            )
        tidy(axes, grid="y")
        # The labels of the highest curves need their lines' room below the title.
        lines = 1 + max((len(names) for names in same.values()), default=0)
        axes.set_ylim(0.0, (1.0 + 0.09 * lines) * axes.get_ylim()[1])
        axes.set_xticks([int(year) for year in years])
        axes.set_xlim(int(years[0]) - 0.3, int(years[-1]) + 0.1)
        write_ticks(axes.yaxis, texts.number)
        name_ends(axes, ends, catalog, scenarios, axes.get_ylim()[1], same)
        where = catalog.place(area) or catalog.area("region")
        title = texts("standing-title", place=where)
        return save(
            figure, folder, "standing", title, texts("standing-caption"), texts("source-line"),
            course_numbers(catalog, levels, _labels(catalog, found), scenarios, runs),
        )  # fmt: skip


def _labels(catalog: Catalog, found: list[str]) -> dict[str, str]:
    """Return what the table beside the picture calls places and demand."""
    return dict(zip(found, (catalog.texts("standing-places"), catalog.texts("standing-demand")), strict=True))


def _demand(axes: Axes, catalog: Catalog, levels: pd.DataFrame, indicator: str, reference: str) -> None:
    """Draw who wants the service under the status quo, with its range."""
    own = levels[(levels["indicator"] == indicator) & (levels["scenario"] == reference)].sort_values("period")
    years = own["period"].astype(int)
    axes.fill_between(years, own["low"], own["high"], color=INK, alpha=0.12, lw=0)
    axes.plot(years, own["mean"], color=MUTED, lw=1.2, marker=".", ms=5)
    if len(own):
        label = catalog.texts("standing-demand")
        axes.annotate(
            label, (years.iloc[0], float(own["mean"].iloc[0])), xytext=(2, -10), textcoords="offset points",
            fontsize=7, color=MUTED,
        )  # fmt: skip
