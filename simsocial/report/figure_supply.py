"""Places, demand and unmet need of a service by area, one panel a scenario."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import short_title
from simsocial.report.figure_numbers import supply_numbers
from simsocial.report.levels import yearly_levels
from simsocial.report.numbers import SMALL_COUNT
from simsocial.report.picture import Picture
from simsocial.report.style import INK, LIGHT, MUTED, WIDTH, name_rows, save, styled, tidy, write_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["UNMET", "draw_supply", "licensed_persons", "name_supply_marks", "supply_indicators"]

_PANELS = 4
_CONCEPTS = ("supply", "demand", "unmet", "waiting")
_LICENSED = "licensed"
UNMET = "#D55E00"


def supply_indicators(catalog: Catalog, service: str) -> list[str]:
    """Return the indicators that the figure of a service is drawn from."""
    found = [catalog.concept(service, concept) for concept in (*_CONCEPTS, "occupancy")]
    return [name for name in found if name]


def draw_supply(
    catalog: Catalog, yearly: pd.DataFrame, service: str, folder: Path, scenarios: list[str], runs: int
) -> Picture | None:
    """Draw one service in the last year of the horizon.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    yearly : DataFrame
        Rows of the indicator table by year.
    service : str
        Service as in `Catalog.services`.
    folder : Path
        Where the files go.
    scenarios : list of str
        Scenarios with runs, the reference first.
    runs : int
        Runs behind each mean.

    Returns
    -------
    Picture or None
        ``supply_<service>``; None without places and demand.
    """
    ids = {concept: catalog.concept(service, concept) for concept in _CONCEPTS}
    unmet = ids["unmet"] or ids["waiting"]
    if ids["supply"] is None or (ids["demand"] is None and unmet is None):
        return None
    levels = yearly_levels(yearly, [name for name in (ids["supply"], ids["demand"], unmet) if name])
    if levels.empty:
        return None
    year = max(levels["period"])
    licensed = licensed_persons(yearly, [catalog.concept(service, "occupancy")], year)
    levels = pd.concat([levels[levels["period"] == year], licensed])
    areas = [area for area in sorted(levels["area"].unique()) if area != "region"] or ["region"]
    chosen = [name for name in scenarios if name in set(levels["scenario"])][:_PANELS]
    tables = {
        name: levels[levels["scenario"] == name]
        .pivot_table(index="area", columns="indicator", values="mean", observed=True)
        .reindex(areas)
        for name in chosen
    }
    return _draw(catalog, service, folder, tables, (ids["supply"], ids["demand"], unmet), year, runs)


def licensed_persons(yearly: pd.DataFrame, occupancy: Collection[str | None], year: str) -> pd.DataFrame:
    """Return the persons the licences allow, which occupancy rates are measured against, by scenario and area."""
    chosen = (
        yearly["indicator"].isin(occupancy) & (yearly["group_kind"] == "all") & (yearly["period"] == year)
    )
    rows = yearly.loc[chosen, ["scenario", "area", "denominator"]].astype({"scenario": str, "area": str})
    mean = rows.groupby(["scenario", "area"])["denominator"].mean().rename("mean").reset_index()
    return mean.assign(indicator=_LICENSED, period=year)


def _draw(
    catalog: Catalog,
    service: str,
    folder: Path,
    tables: dict[str, pd.DataFrame],
    columns: tuple[str, str | None, str | None],
    year: str,
    runs: int,
) -> Picture:
    """Draw the panels side by side on one scale."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    texts = catalog.texts
    areas = list(next(iter(tables.values())).index)
    name = f"supply_{service}"
    largest = max(float(np.nanmax(table.to_numpy(), initial=1.0)) for table in tables.values())
    with styled(name):
        height = 1.2 + 0.34 * len(areas)
        figure = Figure(figsize=(WIDTH, height))
        panels = figure.subplots(1, len(tables), sharex=True, sharey=True, squeeze=False)[0]
        figure.subplots_adjust(
            left=0.165, right=0.985, top=1 - 0.3 / height, bottom=0.52 / height, wspace=0.09
        )
        for axes, (scenario, table) in zip(panels, tables.items(), strict=True):
            _bars(axes, table, columns, catalog, largest)
            axes.set_title(short_title(catalog.scenario(scenario)), fontsize=8.5)
            tidy(axes, grid="x")
            axes.spines["left"].set_visible(False)
        first = panels[0]
        # A label at the right edge would run into the next panel's first.
        ticks = MaxNLocator(nbins=4, integer=True).tick_values(0.0, largest * 1.16)
        first.set_xticks([tick for tick in ticks if tick <= largest])
        write_ticks(first.xaxis, texts.number)
        room = name_rows(first, [catalog.area(area) for area in areas])
        figure.subplots_adjust(left=room + 0.025)
        first.set_ylim(len(areas) - 0.4, -0.75)
        first.set_xlim(0.0, largest * 1.16)
        panels[len(panels) // 2].set_xlabel(texts("supply-axis"))
        name_supply_marks(figure, catalog, (0.0, 0.0), demand=bool(columns[1]), unmet=bool(columns[2]))
        title = texts("supply-title", service=catalog.services.get(service, service), year=year)
        shown = ((_LICENSED, "licensed"), *zip(columns, ("places", "demand", "unmet"), strict=True))
        numbers = supply_numbers(
            catalog, tables, [(column, texts(f"supply-{word}")) for column, word in shown if column]
        )
        caption = texts("supply-caption", runs=str(runs))
        return save(figure, folder, name, title, caption, texts("source-line"), numbers)


def _bars(
    axes: Axes,
    table: pd.DataFrame,
    columns: tuple[str, str | None, str | None],
    catalog: Catalog,
    largest: float,
) -> None:
    """Draw places as bars, demand as a tick and unmet need as a hatched bar below, with its number."""
    supply, demand, unmet = columns
    rows = np.arange(len(table))
    if _LICENSED in table:
        axes.barh(rows, table[_LICENSED], height=0.46, facecolor="none", edgecolor=MUTED, linewidth=0.7)
    axes.barh(rows, table[supply].fillna(0.0), height=0.46, color=LIGHT, linewidth=0)
    if demand in table:
        axes.vlines(table[demand], rows - 0.32, rows + 0.32, color=INK, lw=1.8)
    if unmet in table:
        values = table[unmet].fillna(0.0).to_numpy()
        axes.barh(
            rows + 0.37, values, height=0.2, facecolor="white", edgecolor=UNMET, linewidth=0.7, hatch="//////"
        )
        for row, value in zip(rows, values, strict=True):
            if value >= SMALL_COUNT:
                text = catalog.texts.number(value)
                axes.text(value + 0.012 * largest, row + 0.39, text, va="center", fontsize=7, color=UNMET)


def name_supply_marks(
    figure: Figure, catalog: Catalog, at: tuple[float, float], *, demand: bool = True, unmet: bool = True
) -> None:
    """Name the marks once, with the lower left corner at a point in shares of the figure."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    texts = catalog.texts
    handles: list[Patch | Line2D] = [
        Patch(facecolor="none", edgecolor=MUTED, linewidth=0.7, label=texts("supply-licensed")),
        Patch(facecolor=LIGHT, label=texts("supply-places")),
    ]
    if demand:
        mark = Line2D([], [], color=INK, marker="|", ls="", ms=8, mew=1.8, label=texts("supply-demand"))
        handles.append(mark)
    if unmet:
        word = texts("supply-unmet")
        handles.append(Patch(facecolor="white", edgecolor=UNMET, hatch="//////", linewidth=0.7, label=word))
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=at, ncols=4, fontsize=7.5,
        labelcolor=MUTED, handlelength=1.2, columnspacing=1.4, borderaxespad=0.2,
    )  # fmt: skip
