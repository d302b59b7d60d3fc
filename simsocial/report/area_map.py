"""The map of one planning area: its places and the sites in them, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simsocial.report.area_view import AreaView
from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import short_title
from simsocial.report.map_ground import borders_of, draw_borders, located_places
from simsocial.report.map_labels import annotate_apart
from simsocial.report.style import LIGHT

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_area_map"]

MARKS = ("■", "▲", "◆")
"""One a service of a page."""
CLOSED, OPENED = "×", "★"
_NAMED = 3
"""Unchanged sites of a service in a place: of more only the number is written, the table names them."""


def draw_area_map(
    figure: Figure, span: tuple[float, float, float, float], catalog: Catalog, view: AreaView
) -> None:
    """Draw places as circles as large as their inhabitants, and write their sites beside them.

    Parameters
    ----------
    figure : Figure
        Where to draw.
    span : (left, bottom, width, height)
        In shares of the figure.
    catalog : Catalog
        Names; the manifest's places have coordinates in km.
    view : AreaView
        What is shown.
    """
    places = [row for row in located_places(catalog).values() if str(row["area"]) == view.area]
    if not places:
        return
    axes = figure.add_axes(span)
    axes.axis("off")
    largest = float(places[0]["inhabitants"]) or 1.0
    sizes = [14.0 + 150.0 * float(row["inhabitants"]) / largest for row in places]
    points = [(float(row["x_km"]), float(row["y_km"])) for row in places]
    axes.scatter([x for x, _ in points], [y for _, y in points], s=sizes, color=LIGHT, linewidths=0, zorder=1)
    borders = borders_of(catalog)
    own = {area: rings for area, rings in borders.items() if area == view.area}
    draw_borders(axes, own, lambda _: (LIGHT, 0.25))
    axes.autoscale_view()
    axes.set_aspect("equal", adjustable="datalim")
    axes.margins(0.22)
    axes.apply_aspect()
    annotate_apart(axes, points, sizes, [_label(catalog, view, row) for row in places], 6.0)


def _label(catalog: Catalog, view: AreaView, place: Mapping[str, Any]) -> str:
    """Return the name of a place and its sites, a line each."""
    here = str(place["place"])
    lines = [str(place["name"])]
    changes = [one for one in view.changes if one.place == here]
    moved = {one.site for one in changes if one.opened or one.closed}
    stay = [
        (str(row["kind"]), catalog.site(str(row["site"])))
        for row in catalog.region.get("site_places") or ()
        if row["place"] == here and row["kind"] in view.services and row["site"] not in moved
    ]
    numbers = Counter(kind for kind, _ in stay)
    for mark, kind in zip(MARKS, view.services, strict=False):
        if numbers[kind] > _NAMED:
            lines.append(f"{mark} {catalog.texts('area-map-sites', count=str(numbers[kind]))}")
        else:
            lines += [f"{mark} {name}" for one, name in stay if one == kind]
    for change in changes:
        if change.opened or change.closed:
            option = short_title(catalog.scenario(change.option))
            lines.append(f"{OPENED if change.opened else CLOSED} {change.name} ({option})")
    return "\n".join(lines)
