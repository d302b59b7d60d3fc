"""The map of an option: places and sites of its service, what closes and opens, and where ways become longer.

Without borders of areas a place is a circle as large as its inhabitants; its tint is that of its area. Colour never
stands alone: the change is written at the area's largest place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from simsocial.analysis.side_effects import EffectRow, effect_rows
from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import short_title
from simsocial.report.figure_numbers import change_cell, level_numbers
from simsocial.report.map_ground import Borders, borders_of, draw_borders, located_places
from simsocial.report.map_labels import annotate_apart
from simsocial.report.numbers import Numbers
from simsocial.report.picture import Picture
from simsocial.report.selection import horizon_of, matters
from simsocial.report.site_changes import SiteChange, site_changes
from simsocial.report.style import LIGHT, MUTED, WIDTH, beside, save, styled
from simsocial.report.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_map", "draw_map_pair"]

LONGER, SHORTER = "#D55E00", "#0072B2"
_PAIR_SIZE = (WIDTH, 3.5)
_FOOT_INCHES = 0.25
"""Below the map: what its marks mean, and the line of the source."""
_MOST_PLACES = 400
"""Beyond this a map of places is a cloud."""


@dataclass(frozen=True)
class _Ground:
    """What the maps of an option share: places, sites of the service by place, its changes, ways, borders."""

    catalog: Catalog
    places: Mapping[str, Mapping[str, Any]]
    sites: Sequence[tuple[str, str]]
    changes: Sequence[SiteChange]
    ways: Mapping[str, EffectRow]
    borders: Borders


def draw_map(
    catalog: Catalog, effects: pd.DataFrame, option: str, service: str, folder: Path
) -> Picture | None:
    """Draw the places of the region with the sites of a service under an option.

    Parameters
    ----------
    catalog : Catalog
        Names and texts; the manifest's region has places with coordinates in km.
    effects : DataFrame
        The effects table.
    option : str
        Its name.
    service : str
        The service whose sites and ways are drawn.
    folder : Path
        Where the files go.

    Returns
    -------
    Picture or None
        ``map_<option>``; None where places or their coordinates are not stored, or neither sites nor ways change.
    """
    ground = _ground(catalog, effects, option, service)
    if ground is None or not (ground.changes or ground.ways):
        return None
    from matplotlib.figure import Figure

    texts, name = catalog.texts, f"map_{option}"
    with styled(name):
        size = beside(len(catalog.options))
        figure, foot = Figure(figsize=size), _FOOT_INCHES / size[1]
        _draw(figure, (0.01, foot, 0.98, 0.99 - foot), ground, after=True)
        _key(figure, ground)
        label = catalog.services.get(service, service)
        title = texts("map-title", service=label)
        return save(
            figure, folder, name, title, _caption(ground, label), texts("source-line"), _numbers(ground)
        )


def draw_map_pair(
    catalog: Catalog, effects: pd.DataFrame, option: str, service: str, folder: Path
) -> Picture | None:
    """Draw status quo and option beside each other, where the option closes or opens a site of the service.

    Takes what :func:`draw_map` takes and returns ``sites_<option>``; None where there is nothing to see.
    """
    ground = _ground(catalog, effects, option, service)
    if ground is None or not any(one.opened or one.closed for one in ground.changes):
        return None
    from matplotlib.figure import Figure

    texts, name = catalog.texts, f"sites_{option}"
    with styled(name):
        figure = Figure(figsize=_PAIR_SIZE)
        for number, title in enumerate((texts("column-reference"), short_title(catalog.scenario(option)))):
            axes = _draw(figure, (0.01 + 0.5 * number, 0.12, 0.48, 0.8), ground, after=number == 1)
            axes.set_title(title)
        _key(figure, ground)
        label = catalog.services.get(service, service)
        title = texts("map-pair-title", service=label, option=short_title(catalog.scenario(option)))
        return save(
            figure, folder, name, title, _caption(ground, label), texts("source-line"), _numbers(ground)
        )


def _numbers(ground: _Ground) -> Table:
    """Return sites before and after and the change of the way by area."""
    catalog, texts = ground.catalog, ground.catalog.texts
    area_of = {place: str(row["area"]) for place, row in ground.places.items()}
    today = Counter(area_of[place] for _, place in ground.sites if place in area_of)
    change = Counter(area_of[one.place] for one in ground.changes if one.opened)
    change.subtract(area_of[one.place] for one in ground.changes if one.closed)
    rows = [
        (
            catalog.area(area),
            (
                texts.number(today[area]),
                texts.number(today[area] + change[area]),
                change_cell(catalog, ground.ways[area]) if area in ground.ways else texts("map-same"),
            ),
        )
        for area in sorted(set(area_of.values()))
    ]
    words = ("column-area", "map-sites-today", "map-sites-option", "map-way")
    return level_numbers(rows, [texts(word) for word in words])


def _ground(catalog: Catalog, effects: pd.DataFrame, option: str, service: str) -> _Ground | None:
    """Return what is drawn, None where places have no coordinates or are too many."""
    places = located_places(catalog)
    if not 1 < len(places) <= _MOST_PLACES:
        return None
    stored = catalog.region.get("site_places") or ()
    return _Ground(
        catalog=catalog,
        places=places,
        sites=[(str(row["site"]), str(row["place"])) for row in stored if row["kind"] == service],
        changes=[one for one in site_changes(catalog, option) if one.kind == service and one.place in places],
        ways=_ways(catalog, effects, option, service),
        borders=borders_of(catalog),
    )


def _ways(catalog: Catalog, effects: pd.DataFrame, option: str, service: str) -> dict[str, EffectRow]:
    """Return the change of the mean way by area, where one is shown."""
    indicator = catalog.concept(service, "travel_minutes")
    rows = effects[
        (effects["scenario"] == option)
        & (effects["indicator"] == indicator)
        & (effects["group_kind"] == "all")
        & (effects["period"] == horizon_of(effects))
        & (effects["test"] == "t")
    ]
    return {row.area: row for row in effect_rows(rows) if matters(row)}


def _draw(figure: Figure, span: tuple[float, float, float, float], ground: _Ground, *, after: bool) -> Axes:
    """Draw one map: today, or with the option."""
    axes = figure.add_axes(span)
    axes.axis("off")
    rows = list(ground.places.values())
    points = [(float(row["x_km"]), float(row["y_km"])) for row in rows]
    largest = float(rows[0]["inhabitants"]) or 1.0
    whole = 60.0 if ground.borders else 300.0
    sizes = [12.0 + whole * float(row["inhabitants"]) / largest for row in rows]
    tints = [_tint(ground, str(row["area"]), after=after) for row in rows]
    if ground.borders:
        draw_borders(axes, ground.borders, lambda area: _tint(ground, area, after=after))
        axes.autoscale_view()
        tints = [(MUTED, 0.35)] * len(rows)
    for (x, y), size, (color, strength) in zip(points, sizes, tints, strict=True):
        axes.scatter(x, y, s=size, color=color, alpha=strength, linewidths=0, zorder=1)
    gone = {one.site for one in ground.changes if one.closed} if after else set()
    stay = [
        ground.places[place] for site, place in ground.sites if site not in gone and place in ground.places
    ]
    axes.scatter(
        [row["x_km"] for row in stay], [row["y_km"] for row in stay], s=7, marker="s", color=MUTED, zorder=2
    )
    if after:
        _moved(axes, ground)
    axes.set_aspect("equal", adjustable="datalim")
    axes.margins(0.12)
    axes.apply_aspect()
    annotate_apart(axes, points, sizes, _labels(ground, after=after), 7.0)
    return axes


def _tint(ground: _Ground, area: str, *, after: bool) -> tuple[str, float]:
    """Return colour and strength of an area: by the change of its ways, once the option acts."""
    row = ground.ways.get(area) if after else None
    if row is None:
        return LIGHT, 0.3 if ground.borders else 0.8
    greatest = max(abs(one.effect) for one in ground.ways.values())
    most = 0.3 if ground.borders else 0.6
    return LONGER if row.effect > 0.0 else SHORTER, 0.2 + most * abs(row.effect) / greatest


def _moved(axes: Axes, ground: _Ground) -> None:
    """Mark what closes, and what opens a little beside it."""
    for change in ground.changes:
        place = ground.places[change.place]
        at = float(place["x_km"]), float(place["y_km"])
        if change.closed:
            axes.scatter(*at, s=30, marker="x", color=LONGER, linewidths=1.4, zorder=3)
        elif change.opened:
            axes.annotate(
                "★", at, xytext=(0.0, 4.0), textcoords="offset points", ha="center", va="center", fontsize=9,
                color=SHORTER, zorder=3,
            )  # fmt: skip


def _labels(ground: _Ground, *, after: bool) -> list[str]:
    """Return the label of each place: areas at their largest, with the change of the way; sites that change."""
    labels, told = [], set()
    for place, row in ground.places.items():
        lines, area = [], str(row["area"])
        if area not in told:
            told.add(area)
            way = ground.ways.get(area) if after else None
            lines += [str(row["name"]), *([_change(ground.catalog, way)] if way else [])]
        for change in ground.changes:
            if change.place == place and (change.closed or (change.opened and after)):
                sign = "★ " if change.opened else "× " if after else ""
                lines.append(f"{sign}{change.name}")
        labels.append("\n".join(lines))
    return labels


def _change(catalog: Catalog, way: EffectRow) -> str:
    """Return the change of a way; its range where the mean says too little."""
    shown = Numbers(catalog).effect(way)
    return shown.interval if shown.value == "/" else shown.value


def _caption(ground: _Ground, service: str) -> str:
    """Return what a reader has to know."""
    texts = ground.catalog.texts
    return texts("map-caption-borders" if ground.borders else "map-caption", service=service)


def _key(figure: Figure, ground: _Ground) -> None:
    """Name the marks below the map."""
    from matplotlib.lines import Line2D

    texts = ground.catalog.texts
    marks = []
    if ground.sites:
        marks.append(Line2D([], [], marker="s", color=MUTED, ls="", ms=3, label=texts("map-stays")))
    if any(one.closed for one in ground.changes):
        marks.append(Line2D([], [], marker="x", color=LONGER, ls="", ms=5, label=texts("map-closes")))
    if any(one.opened for one in ground.changes):
        marks.append(Line2D([], [], marker="*", color=SHORTER, ls="", ms=7, label=texts("map-opens")))
    for color, word, there in (
        (LONGER, "map-longer", any(row.effect > 0.0 for row in ground.ways.values())),
        (SHORTER, "map-shorter", any(row.effect < 0.0 for row in ground.ways.values())),
    ):
        if there:
            marks.append(Line2D([], [], marker="o", color=color, alpha=0.5, ls="", ms=6, label=texts(word)))
    figure.legend(
        handles=marks, loc="lower left", bbox_to_anchor=(0.0, 0.08 / figure.get_size_inches()[1]), ncols=5, fontsize=7,
        labelcolor=MUTED, handlelength=1.0, handletextpad=0.4, columnspacing=1.2, borderaxespad=0.1,
    )  # fmt: skip
