"""The picture of a planning area: its map, places against demand, and how far people go."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simsocial.analysis.side_effects import EffectRow
from simsocial.report.area_map import MARKS, draw_area_map
from simsocial.report.area_view import AreaView
from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import short_title
from simsocial.report.figure_supply import UNMET, licensed_persons, name_supply_marks
from simsocial.report.numbers import SMALL_COUNT
from simsocial.report.picture import Picture
from simsocial.report.style import INK, LIGHT, MUTED, WIDTH, save, styled, tidy, write_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_area"]

NEAR, FURTHER = "#4a6b86", "#a9bfd1"
_MAP = 2.75
_ROW, _HEAD, _FOOT = 0.21, 0.32, 0.62
"""Inches of a scenario's row, above a service, and below all of them."""

Bar = tuple[float, float, float]
"""Mean and 5-95 % range of single runs."""


def draw_area(catalog: Catalog, yearly: pd.DataFrame, view: AreaView, folder: Path) -> Picture:
    """Draw one area in the last year of the horizon.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    yearly : DataFrame
        Rows of the indicator table by year.
    view : AreaView
        What is shown.
    folder : Path
        Where the files go.
    """
    from matplotlib.figure import Figure

    texts = catalog.texts
    rows = 1 + len(view.options)
    height = max(len(view.services) * (_HEAD + _ROW * rows + 0.2) + _FOOT, 2.6)
    with styled(view.picture):
        figure = Figure(figsize=(WIDTH, height))
        draw_area_map(figure, (0.0, _FOOT / height, _MAP / WIDTH, 1.0 - _FOOT / height), catalog, view)
        top = height - _HEAD
        banded = False
        for service, mark in zip(view.services, MARKS, strict=False):
            bottom = top - _ROW * rows
            span = bottom / height, (top - bottom) / height
            bars = figure.add_axes((0.52, span[0], 0.225, span[1]))
            bands = figure.add_axes((0.775, span[0], 0.19, span[1]))
            allowed = licensed_persons(yearly, [catalog.concept(service, "occupancy")], view.year)
            own = allowed[allowed["area"] == view.area]
            here = dict(zip(own["scenario"], own["mean"].astype(float), strict=True))
            _bars(bars, catalog, view, service, here)
            bars.set_title(f"{mark} {catalog.services[service]}", fontsize=8.5)
            banded |= _bands(bands, view, service)
            top = bottom - _HEAD - 0.2
        name_supply_marks(figure, catalog, (0.0, 0.2 / height))
        if banded:
            _name_bands(figure, catalog, (0.0, 0.05 / height))
        title = texts("area-title", area=catalog.area(view.area), year=view.year)
        return save(figure, folder, view.picture, title, texts("area-caption"), texts("source-line"))


def _courses(view: AreaView, service: str, concept: str) -> list[Bar | None]:
    """Return level and range of the status quo and of each option."""
    first = view.reference(service, concept)
    found: list[Bar | None] = [
        (first.reference_mean, first.low_reference, first.high_reference) if first else None
    ]
    return found + [_with_option(view.rows.get((name, service, concept))) for name in view.options]


def _with_option(row: EffectRow | None) -> Bar | None:
    return (row.scenario_mean, row.low_outcome, row.high_outcome) if row else None


def _bars(axes: Axes, catalog: Catalog, view: AreaView, service: str, licensed: Mapping[str, float]) -> None:
    """Draw what licence and staff allow as bars, demand as a tick with its range, unmet need below."""
    from matplotlib.ticker import MaxNLocator

    names = [catalog.texts("column-reference"), *(catalog.scenario(one) for one in view.options)]
    levels = [licensed.get(name, 0.0) for name in (catalog.manifest["reference"], *view.options)]
    axes.barh(range(len(names)), levels, height=0.56, facecolor="none", edgecolor=MUTED, linewidth=0.7)
    largest = max(1.0, *levels)
    for concept in ("supply", "demand", "unmet"):
        for row, bar in enumerate(_courses(view, service, concept)):
            if bar is None or np.isnan(bar[0]):
                continue
            level, low, high = bar
            largest = max(largest, level, high if concept == "demand" else 0.0)
            if concept == "supply":
                axes.barh(row, level, height=0.56, color=LIGHT, linewidth=0)
            elif concept == "demand":
                axes.vlines(level, row - 0.38, row + 0.38, color=INK, lw=1.8)
                axes.hlines(row, low, high, color=INK, lw=0.8)
            elif high >= SMALL_COUNT:
                axes.barh(
                    row + 0.36, level, height=0.2, facecolor="white", edgecolor=UNMET, linewidth=0.6, hatch="//////"
                )  # fmt: skip
                axes.hlines(row + 0.36, low, high, color=UNMET, lw=0.8)
    axes.set_yticks(range(len(names)), [short_title(name) for name in names], color=INK, fontsize=7.5)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(0.0, largest * 1.08)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
    write_ticks(axes.xaxis, catalog.texts.number)
    axes.tick_params(axis="x", labelsize=7)
    tidy(axes, grid="x")
    axes.spines["left"].set_visible(False)


def _bands(axes: Axes, view: AreaView, service: str) -> bool:
    """Draw the shares that find a place within 15 and 30 minutes; False where ways are not counted."""
    near, within = (_courses(view, service, concept) for concept in ("within_15_min", "within_30_min"))
    if near[0] is None or within[0] is None or np.isnan(near[0][0]):
        axes.set_visible(False)
        return False
    for row, (first, second) in enumerate(zip(near, within, strict=True)):
        if first is None or second is None:
            continue
        axes.barh(row, 100.0, height=0.56, facecolor="white", edgecolor=MUTED, linewidth=0.6)
        axes.barh(row, second[0], height=0.56, color=FURTHER, linewidth=0)
        axes.barh(row, first[0], height=0.56, color=NEAR, linewidth=0)
        axes.hlines(row + 0.14, first[1], first[2], color=INK, lw=0.8)
        axes.hlines(row - 0.14, second[1], second[2], color=INK, lw=0.8)
    axes.set_yticks([])
    axes.set_ylim(len(near) - 0.4, -0.6)
    axes.set_xlim(0.0, 100.5)
    axes.set_xticks([0, 50, 100], ["0", "50", "100\N{NO-BREAK SPACE}%"])
    axes.tick_params(axis="x", labelsize=7)
    tidy(axes, grid="x")
    axes.spines["left"].set_visible(False)
    return True


def _name_bands(figure: Figure, catalog: Catalog, at: tuple[float, float]) -> None:
    """Name the bands of ways once, below everything."""
    from matplotlib.patches import Patch

    texts = catalog.texts
    marks = [
        Patch(facecolor=NEAR, label=texts("area-near")),
        Patch(facecolor=FURTHER, label=texts("area-further")),
        Patch(facecolor="white", edgecolor=MUTED, linewidth=0.6, label=texts("area-far")),
    ]
    figure.legend(
        handles=marks, loc="lower left", bbox_to_anchor=at, ncols=3, fontsize=7, labelcolor=MUTED,
        handlelength=1.2, columnspacing=1.2, borderaxespad=0.1,
    )  # fmt: skip
