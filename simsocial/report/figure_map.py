"""The map of an option: places and sites of its service, what closes and opens, and where ways become longer.

Without borders of areas a place is a circle as large as its inhabitants; its tint is that of its area. Colour never
stands alone: the change is written at the area's largest place.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from simsocial.analysis.side_effects import EffectRow, effect_rows
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.picture import Picture
from simsocial.report.selection import horizon_of
from simsocial.report.style import INK, LIGHT, MUTED, save, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_map"]

LONGER, SHORTER = "#D55E00", "#0072B2"
_SIZE = (3.6, 2.4)
_MOST_PLACES = 400
"""Beyond this a map of places is a cloud."""


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
        ``map_<option>``; None where places or their coordinates are not stored.
    """
    region = catalog.manifest.get("region") or {}
    places = {
        str(row["place"]): row
        for row in region.get("places") or ()
        if row.get("x_km") is not None and math.isfinite(float(row["x_km"]))
    }
    if not 1 < len(places) <= _MOST_PLACES:
        return None
    from matplotlib.figure import Figure

    texts, name = catalog.texts, f"map_{option}"
    changes = _ways(catalog, effects, option, service)
    moved = _changed_sites(catalog.manifest["scenarios"][option], region)
    sites = [row for row in region.get("site_places") or () if row["kind"] == service]
    with styled(name):
        figure = Figure(figsize=_SIZE)
        axes = figure.add_axes((0.01, 0.15, 0.98, 0.84))
        _places(axes, catalog, places, changes)
        _sites(axes, places, [str(row["place"]) for row in sites if row["site"] not in moved])
        for site, (place, opened) in moved.items():
            if place in places:
                _moved(axes, catalog, places[place], site, opened=opened)
        axes.set_aspect("equal")
        axes.axis("off")
        axes.margins(0.1)
        _key(axes, catalog, bool(sites), bool(moved))
        label = catalog.services.get(service, service)
        title = texts("map-title", service=label)
        return save(figure, folder, name, title, texts("map-caption", service=label), texts("source-line"))


def _ways(catalog: Catalog, effects: pd.DataFrame, option: str, service: str) -> dict[str, EffectRow]:
    """Return the change of the mean way by area, where it changes."""
    indicator = catalog.concept(service, "travel_minutes")
    rows = effects[
        (effects["scenario"] == option)
        & (effects["indicator"] == indicator)
        & (effects["group_kind"] == "all")
        & (effects["period"] == horizon_of(effects))
        & (effects["test"] != "untouched")
    ]
    return {row.area: row for row in effect_rows(rows)}


def _changed_sites(scenario: Mapping[str, Any], region: Mapping[str, Any]) -> dict[str, tuple[str, bool]]:
    """Return the sites that an option closes or opens, with their place and whether they open."""
    place_of = {str(row["site"]): str(row["place"]) for row in region.get("site_places") or ()}
    found = {}
    for measure in scenario.get("measures", {}).values():
        for change in measure.get("sites_changed") or ():
            site = str(change["site"])
            if change.get("new") == 0:
                found[site] = (place_of.get(site, ""), False)
            elif not change.get("old"):
                found[site] = (place_of.get(site, str(measure.get("place") or "")), True)
    return found


def _places(
    axes: Axes, catalog: Catalog, places: Mapping[str, Mapping[str, Any]], changes: Mapping[str, EffectRow]
) -> None:
    """Draw the places, tinted by the change in their area, which the largest place of the area tells."""
    largest = max(float(row["inhabitants"]) for row in places.values()) or 1.0
    greatest = max((abs(row.effect) for row in changes.values()), default=0.0) or 1.0
    told: set[str] = set()
    for row in sorted(places.values(), key=lambda row: -float(row["inhabitants"])):
        change, area = changes.get(str(row["area"])), str(row["area"])
        color, strength = LIGHT, 0.8
        if change is not None:
            color = LONGER if change.effect > 0.0 else SHORTER
            strength = 0.15 + 0.65 * abs(change.effect) / greatest
        size = 15 + 300 * float(row["inhabitants"]) / largest
        axes.scatter(row["x_km"], row["y_km"], s=size, color=color, alpha=strength, linewidths=0, zorder=1)
        if area not in told:
            told.add(area)
            words = [str(row["name"])]
            shown = (
                Numbers(catalog).effect(change).value if change is not None and change.test == "t" else "/"
            )
            if shown != "/":
                words.append(shown)
            axes.annotate(
                "\n".join(words), (row["x_km"], row["y_km"]), xytext=(0, 7), textcoords="offset points",
                ha="center", va="bottom", fontsize=6.5, color=INK, zorder=4,
            )  # fmt: skip


def _sites(axes: Axes, places: Mapping[str, Mapping[str, Any]], at: Sequence[str]) -> None:
    """Draw the sites that stay."""
    known = [places[place] for place in at if place in places]
    axes.scatter(
        [row["x_km"] for row in known], [row["y_km"] for row in known], s=9, marker="s", color=MUTED, zorder=2
    )


def _moved(axes: Axes, catalog: Catalog, place: Mapping[str, Any], site: str, *, opened: bool) -> None:
    """Draw a site that closes or opens, with its name."""
    at = (float(place["x_km"]), float(place["y_km"]))
    if opened:
        axes.scatter(*at, s=70, marker="*", color=SHORTER, edgecolors=INK, linewidths=0.4, zorder=3)
    else:
        axes.scatter(*at, s=34, marker="x", color=LONGER, linewidths=1.6, zorder=3)
    axes.annotate(
        catalog.site(site),
        at,
        xytext=(-5 if opened else 5, -3),
        textcoords="offset points",
        ha="right" if opened else "left",
        va="top",
        fontsize=6,
        color=INK,
        zorder=4,
    )


def _key(axes: Axes, catalog: Catalog, sites: bool, moved: bool) -> None:
    """Name the marks below the map."""
    from matplotlib.lines import Line2D

    texts = catalog.texts
    marks = []
    if sites:
        marks.append(Line2D([], [], marker="s", color=MUTED, ls="", ms=3, label=texts("map-stays")))
    if moved:
        marks.append(Line2D([], [], marker="x", color=LONGER, ls="", ms=5, label=texts("map-closes")))
        marks.append(Line2D([], [], marker="*", color=SHORTER, ls="", ms=7, label=texts("map-opens")))
    marks.append(Line2D([], [], marker="o", color=LONGER, alpha=0.5, ls="", ms=6, label=texts("map-longer")))
    marks.append(
        Line2D([], [], marker="o", color=SHORTER, alpha=0.5, ls="", ms=6, label=texts("map-shorter"))
    )
    figure = axes.get_figure()
    if figure is not None:
        figure.legend(
            handles=marks, loc="lower left", bbox_to_anchor=(0.0, 0.05), ncols=5, fontsize=6, labelcolor=MUTED,
            handlelength=0.8, handletextpad=0.3, columnspacing=0.8, borderaxespad=0.1,
        )  # fmt: skip
