"""The map of a service as it stands: occupancy and places by planning area, and its sites by name.

Areas with borders are tinted, others through the circles of their places. Colour never stands alone: the figures are
written at the largest place of each area.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simsocial.report.area_supply import AreaSupply, Cell
from simsocial.report.catalog import Catalog
from simsocial.report.map_ground import borders_of, draw_borders, located_places
from simsocial.report.map_labels import annotate_apart
from simsocial.report.picture import Picture
from simsocial.report.site_list import NAMED, NumberedSite, assumed_sites, invented_places, numbered_sites
from simsocial.report.style import LIGHT, MUTED, WIDTH, save, styled
from simsocial.report.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_occupancy"]

TINT = "#0072B2"
_HEIGHT, _FOOT = 4.8, 0.42
"""Inches of the picture, and of the key below the map."""
_PALEST, _DARKEST = (40.0, 0.1), (100.0, 0.6)
"""Occupancy in per cent and strength of its tint; what lies beyond looks like the end."""
_SAMPLES = (50, 75, 100)
_MOST_PLACES = 400
"""Beyond this a map of places is a cloud."""
_SIGNS = 28
"""Beyond these a name takes two lines."""


def draw_occupancy(
    catalog: Catalog, supply: AreaSupply, cells: Mapping[Cell, str], folder: Path
) -> Picture | None:
    """Draw places of the region, tinted by the occupancy of a service in their areas, with its sites.

    Parameters
    ----------
    catalog : Catalog
        Names and texts; the manifest's region has places with coordinates in km.
    supply : AreaSupply
        The service.
    cells : mapping
        Its levels as the table beside the map prints them.
    folder : Path
        Where the files go.

    Returns
    -------
    Picture or None
        ``occupancy_<service>``; None where places or their coordinates are not stored, or are too many.
    """
    places = located_places(catalog)
    if not 1 < len(places) <= _MOST_PLACES:
        return None
    from matplotlib.figure import Figure

    texts, name = catalog.texts, f"occupancy_{supply.service}"
    years = " \N{RIGHTWARDS ARROW} ".join(supply.years)
    with styled(name):
        figure = Figure(figsize=(WIDTH, _HEIGHT))
        _draw(figure, catalog, supply, cells, places)
        _key(figure, catalog)
        title = texts("occupancy-title", service=supply.label, years=years)
        caption = _caption(catalog, supply, years)
        numbers = _numbers(catalog, supply, cells)
        return save(figure, folder, name, title, caption, texts("source-line"), numbers)


def _caption(catalog: Catalog, supply: AreaSupply, years: str) -> str:
    """Return what a reader has to know."""
    texts, note = catalog.texts, invented_places(catalog)
    words = [texts("occupancy-caption-borders" if borders_of(catalog) else "occupancy-caption", years=years)]
    if note:
        words.append(texts("occupancy-invented", note=note))
    if assumed_sites(catalog, supply.service):
        words.append(texts("occupancy-assumed"))
    elif len(numbered_sites(catalog, supply.service)) > NAMED:
        words.append(texts("occupancy-numbered"))
    return " ".join(words)


def _draw(
    figure: Figure,
    catalog: Catalog,
    supply: AreaSupply,
    cells: Mapping[Cell, str],
    places: Mapping[str, Mapping[str, Any]],
) -> None:
    """Draw ground, sites and labels."""
    axes = figure.add_axes((0.01, _FOOT / _HEIGHT, 0.98, 1.0 - _FOOT / _HEIGHT))
    axes.axis("off")
    rows, borders = list(places.values()), borders_of(catalog)
    points = [(float(row["x_km"]), float(row["y_km"])) for row in rows]
    largest = float(rows[0]["inhabitants"]) or 1.0
    whole = 60.0 if borders else 420.0
    sizes = [12.0 + whole * float(row["inhabitants"]) / largest for row in rows]
    tints = [(MUTED, 0.35) if borders else _tint(supply, str(row["area"])) for row in rows]
    if borders:
        draw_borders(axes, borders, lambda area: _tint(supply, area))
        axes.autoscale_view()
    elif not _is_one(supply):
        _join(axes, rows)
    for (x, y), size, tint in zip(points, sizes, tints, strict=True):
        axes.scatter(x, y, s=size, color=_on_white(*tint), edgecolors="white", linewidths=0.5, zorder=1)
    sites = numbered_sites(catalog, supply.service)
    there = [points[number] for number, place in enumerate(places) if place in {site.place for site in sites}]
    axes.scatter([x for x, _ in there], [y for _, y in there], s=9, marker="s", color=MUTED, zorder=2)
    axes.set_aspect("equal", adjustable="datalim")
    axes.margins(0.1)
    axes.apply_aspect()
    heads = _heads(catalog, supply, cells, places)
    assumed = assumed_sites(catalog, supply.service)
    words = [_site_words(sites, place, assumed=assumed) for place in places]
    at = [list(places).index(place) for place in heads]
    annotate_apart(
        axes,
        [*(points[number] for number in at), *points],
        [*(sizes[number] for number in at), *sizes],
        [*heads.values(), *words],
        6.5,
        bold=len(heads),
    )


def _tint(supply: AreaSupply, area: str) -> tuple[str, float]:
    """Return colour and strength of an area by its occupancy in the first year."""
    return _tint_of(supply.mean("occupancy", area))


def _tint_of(occupancy: float) -> tuple[str, float]:
    if occupancy != occupancy:
        return LIGHT, 0.5
    (low, pale), (high, dark) = _PALEST, _DARKEST
    share = min(max((occupancy - low) / (high - low), 0.0), 1.0)
    return TINT, pale + (dark - pale) * share


def _on_white(color: str, strength: float) -> tuple[float, ...]:
    """Return a tint that looks the same where circles overlap."""
    from matplotlib.colors import to_rgb

    return tuple(1.0 - strength * (1.0 - part) for part in to_rgb(color))


def _join(axes: Axes, rows: Sequence[Mapping[str, Any]]) -> None:
    """Join the places of an area with its largest: without borders nothing else tells what belongs together."""
    center: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        hub = center.setdefault(str(row["area"]), row)
        axes.plot([hub["x_km"], row["x_km"]], [hub["y_km"], row["y_km"]], color=LIGHT, lw=0.8, zorder=0)


def _heads(
    catalog: Catalog,
    supply: AreaSupply,
    cells: Mapping[Cell, str],
    places: Mapping[str, Mapping[str, Any]],
) -> dict[str, str]:
    """Return name, occupancy and places of each area, by the place at which they are written."""
    heads: dict[str, str] = {}
    for area in supply.areas:
        place = next((place for place, row in places.items() if str(row["area"]) == area), None)
        if place is not None:
            name = catalog.area("region" if _is_one(supply) else area)
            heads[place] = "\n".join([_wrapped(name), *_figures(catalog, supply, cells, area)])
    return heads


def _is_one(supply: AreaSupply) -> bool:
    """Return whether the region has but one area, which is the region itself."""
    return len([area for area in supply.areas if area != "region"]) == 1


def _figures(catalog: Catalog, supply: AreaSupply, cells: Mapping[Cell, str], area: str) -> list[str]:
    """Return the lines that tell occupancy and places of an area."""
    texts = catalog.texts
    if area not in supply.housed:
        return [texts("occupancy-no-places")]
    shares = " \N{RIGHTWARDS ARROW} ".join(cells[("occupancy", area, year)] for year in supply.years)
    count = cells[("places", area, supply.years[0])]
    return [f"{shares}\N{NO-BREAK SPACE}%", texts("occupancy-places", count=count)]


def _site_words(sites: Sequence[NumberedSite], place: str, *, assumed: bool) -> str:
    """Return what stands at a place: names of its sites, their numbers, or how many where they are assumed."""
    own = [site for site in sites if site.place == place]
    if not own:
        return ""
    if assumed:
        return str(len(own)) if len(own) > 1 else ""
    if len(sites) <= NAMED:
        return "\n".join(_wrapped(site.name) for site in own)
    first, last = own[0].number, own[-1].number
    return f"{first}" if first == last else f"{first}\N{EN DASH}{last}"


def _wrapped(name: str) -> str:
    return textwrap.fill(name, _SIGNS, break_on_hyphens=False)


def _key(figure: Figure, catalog: Catalog) -> None:
    """Name marks and tints below the map."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    texts = catalog.texts
    marks: list[Any] = [Line2D([], [], marker="s", color=MUTED, ls="", ms=3, label=texts("occupancy-site"))]
    for sample in _SAMPLES:
        color, strength = _tint_of(float(sample))
        share = f"{texts.number(sample)}\N{NO-BREAK SPACE}%"
        marks.append(Patch(facecolor=color, alpha=strength, label=texts("occupancy-tint", share=share)))
    figure.legend(
        handles=marks, loc="lower left", bbox_to_anchor=(0.0, 0.03), ncols=4, fontsize=7, labelcolor=MUTED,
        handlelength=1.2, handletextpad=0.4, columnspacing=1.2, borderaxespad=0.1,
    )  # fmt: skip


def _numbers(catalog: Catalog, supply: AreaSupply, cells: Mapping[Cell, str]) -> Table:
    """Return what the map shows as a table."""
    texts = catalog.texts
    head = [f"{texts('chapter-occupancy')} {year}" for year in supply.years]
    table = Table(
        (texts("column-area"), *head, f"{texts('chapter-places')} {supply.years[0]}", texts("area-sites")),
        frozenset(range(1, len(head) + 2)),
    )
    sites = numbered_sites(catalog, supply.service)
    for area in supply.areas:
        own = [site.full_name for site in sites if site.area == area]
        shares = [cells[("occupancy", area, year)] for year in supply.years]
        table.add([catalog.area(area), *shares, cells[("places", area, supply.years[0])], "; ".join(own)])
    return table
