"""Regret by future: one panel a criterion, one line an option, one mark a future."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.over_futures import criterion_name, future_name
from simsocial.report.picture import Picture
from simsocial.report.style import INK, LIGHT, MUTED, WIDTH, name_rows, save, styled, tidy, write_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_regret"]

_ROW = 0.34
_MOST = 8


def draw_regret(
    catalog: Catalog,
    regret: pd.DataFrame,
    futures: Mapping[str, Mapping[str, Any]],
    period: str,
    folder: Path,
) -> Picture | None:
    """Draw how far each option falls short of the best in each future.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    regret : DataFrame
        See :func:`simsocial.analysis.regret.regret_table`.
    futures : mapping
        Title by id.
    period : str
        The horizon.
    folder : Path
        Where the files go.

    Returns
    -------
    Picture or None
        ``regret``; None without criteria. Those beyond the first eight stand in the tables.
    """
    panels = [own for _, own in regret.groupby(["indicator", "area", "direction"], sort=False)][:_MOST]
    if not panels:
        return None
    from matplotlib.figure import Figure

    texts = catalog.texts
    with styled("regret"):
        heights = [_ROW * own["scenario"].nunique() + 0.75 for own in panels]
        total = sum(heights) + 0.25
        figure = Figure(figsize=(WIDTH, total))
        top = total
        for own, height in zip(panels, heights, strict=True):
            axes = figure.add_axes((0.3, (top - height + 0.47) / total, 0.46, (height - 0.75) / total))
            _panel(axes, own, catalog, dict(futures))
            top -= height
        title = texts("regret-title", period=texts.period(period))
        return save(figure, folder, "regret", title, texts("regret-caption"), texts("source-line"))


def _panel(axes: Axes, own: pd.DataFrame, catalog: Catalog, futures: dict[str, Any]) -> None:
    """Draw the options of one criterion."""
    texts, numbers = catalog.texts, Numbers(catalog)
    indicator, area = str(own["indicator"].iloc[0]), str(own["area"].iloc[0])
    scale = numbers.scale(catalog.meta(indicator).unit, float(own["regret"].max()), chart=True)
    names = list(own["scenario"].unique())
    for height, name in enumerate(names):
        rows = own[own["scenario"] == name]
        values = rows["regret"].to_numpy() * scale.factor
        axes.plot([0.0, values.max()], [height, height], color=LIGHT, lw=1.2, zorder=1)
        axes.plot(
            values,
            [height] * len(values),
            ls="",
            marker="o",
            ms=4.5,
            mfc="white",
            mec=MUTED,
            mew=1.0,
            zorder=2,
        )
        axes.plot(values.mean(), height, marker="D", ms=5.0, color=INK, zorder=3)
        worst = str(rows["future"].iloc[int(values.argmax())])
        if values.max() > 0.0:
            said = textwrap.shorten(future_name(catalog, futures, worst), 30, placeholder="…")
            axes.text(1.03, height, said, transform=axes.get_yaxis_transform(), va="center", fontsize=7.5)
    axes.set_ylim(len(names) - 0.5, -0.5)
    largest = float(own["regret"].max()) * scale.factor or 1.0
    axes.set_xlim(-0.03 * largest, 1.06 * largest)
    name_rows(axes, [catalog.scenario(name) for name in names])
    axes.spines["left"].set_visible(False)
    tidy(axes, grid="x")
    axes.locator_params(axis="x", nbins=5)
    write_ticks(axes.xaxis, texts.number)
    axes.set_xlabel(numbers.unit_name(scale, "difference", 2.0, 0), labelpad=1.5, fontsize=7.5)
    axes.set_title(criterion_name(catalog, indicator, area), fontsize=8.0, loc="left")
