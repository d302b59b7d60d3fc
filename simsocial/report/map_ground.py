"""What every map is drawn on: places with coordinates, and borders of areas where the region has them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simsocial.report.catalog import Catalog
from simsocial.report.style import MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Borders", "borders_of", "draw_borders", "located_places"]

Borders = Mapping[str, Sequence[Sequence[tuple[float, float]]]]
"""Rings of each area in kilometres."""


def located_places(catalog: Catalog) -> dict[str, Mapping[str, Any]]:
    """Return the places that have coordinates, the largest first."""
    found = [
        row
        for row in catalog.region.get("places") or ()
        if row.get("x_km") is not None and math.isfinite(float(row["x_km"]))
    ]
    return {str(row["place"]): row for row in sorted(found, key=lambda row: -float(row["inhabitants"]))}


def borders_of(catalog: Catalog) -> Borders:
    """Return the borders of the areas; empty where there are none, or places lie in another grid."""
    borders: Borders = catalog.region.get("borders") or {}
    corners = [corner for rings in borders.values() for ring in rings for corner in ring]
    if not corners:
        return {}
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    places = located_places(catalog).values()
    inside = [west <= row["x_km"] <= east and south <= row["y_km"] <= north for row in places]
    return borders if 2 * sum(inside) > len(inside) else {}


def draw_borders(axes: Axes, borders: Borders, tint: Callable[[str], tuple[str, float]]) -> None:
    """Draw areas with their borders.

    Parameters
    ----------
    axes : Axes
        In kilometres.
    borders : mapping
        Rings by area.
    tint : callable
        Colour and strength of an area.
    """
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    for area, rings in borders.items():
        outline = Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings))
        color, strength = tint(area)
        axes.add_patch(PathPatch(outline, facecolor=color, alpha=strength, linewidth=0, zorder=0))
        axes.add_patch(PathPatch(outline, facecolor="none", edgecolor=MUTED, linewidth=0.5, zorder=0))
