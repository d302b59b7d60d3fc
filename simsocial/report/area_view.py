"""What a planning area's page shows: its services, the options that touch it, and their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from simsocial.analysis.side_effects import EffectRow, effect_rows
from simsocial.report.catalog import Catalog
from simsocial.report.main_service import main_service, touched_services
from simsocial.report.selection import horizon_of, matters
from simsocial.report.site_changes import SiteChange, site_changes

__all__ = ["CONCEPTS", "AreaView", "area_views"]

CONCEPTS = (
    "places", "supply", "demand", "target_gap", "unmet", "occupancy", "within_15_min", "within_30_min",
)  # fmt: skip
"""Existing supply, need and demand, unmet, occupancy, travel bands."""
_SERVICES = 2
"""Services of a page: with more it is no longer one page."""


@dataclass(frozen=True)
class AreaView:
    """A planning area in the last year of the horizon.

    Attributes
    ----------
    area, year : str
        Which area and year.
    picture : str
        Name of its picture.
    services : tuple of str
        The services told of; those that a target or a confirmed side effect names here first.
    options, unshown : tuple of str
        Options that are shown to change one of them here, or of which too few runs tell; the others.
    rows : mapping
        Row of each (option, service, concept).
    changes : tuple of SiteChange
        Sites of these services here that an option changes.
    told : tuple of EffectRow
        Targets, then confirmed side effects of the area over the whole horizon, the largest first.
    """

    area: str
    year: str
    picture: str
    services: tuple[str, ...]
    options: tuple[str, ...]
    unshown: tuple[str, ...]
    rows: Mapping[tuple[str, str, str], EffectRow]
    changes: tuple[SiteChange, ...]
    told: tuple[EffectRow, ...]

    def reference(self, service: str, concept: str) -> EffectRow | None:
        """Return the row that tells the level of the status quo: that of the most runs."""
        found = [
            self.rows[key]
            for option in (*self.options, *self.unshown)
            if (key := (option, service, concept)) in self.rows
        ]
        return max(found, key=lambda row: row.n, default=None)


def area_views(catalog: Catalog, effects: pd.DataFrame, options: Sequence[str]) -> list[AreaView]:
    """Return the areas of which something can be said, in the order of the region.

    Parameters
    ----------
    catalog : Catalog
        Names of the run.
    effects : DataFrame
        The effects table.
    options : sequence of str
        Options that have effects.
    """
    if not options:
        return []
    horizon = horizon_of(effects)
    services = touched_services(catalog, effects, options)
    asked = {
        indicator: (service, concept)
        for service in services
        for concept in CONCEPTS
        if (indicator := catalog.concept(service, concept))
    }
    alike = effects[(effects["group_kind"] == "all") & (effects["area"] != "region") & (effects["n"] > 0)]
    year = horizon.rpartition("-")[2]
    known = effect_rows(alike[(alike["period"] == year) & alike["indicator"].isin(asked)])
    told = effect_rows(alike[(alike["period"] == horizon) & (alike["role"] != "none")])
    changes = [change for option in options for change in site_changes(catalog, option)]
    area_of = {str(row["place"]): str(row["area"]) for row in catalog.region.get("places") or ()}
    views = []
    for number, area in enumerate(catalog.region.get("areas") or ()):
        rows = {(row.scenario, *asked[row.indicator]): row for row in known if row.area == area}
        here = [row for row in told if row.area == area]
        chosen = _services(catalog, services, options, rows, here)
        if not chosen:
            continue
        moved = {key[0] for key, row in rows.items() if key[1] in chosen and matters(row)}
        own = tuple(one for one in changes if area_of.get(one.place) == area and one.kind in chosen)
        moved |= {one.option for one in own}
        moved |= {row.scenario for row in here if catalog.meta(row.indicator).kind in chosen}
        views.append(
            AreaView(
                area=area,
                year=year,
                picture=f"area_{number + 1}",
                services=chosen,
                options=tuple(name for name in options if name in moved),
                unshown=tuple(name for name in options if name not in moved),
                rows={key: row for key, row in rows.items() if key[1] in chosen},
                changes=own,
                told=tuple(sorted(here, key=_rank)),
            )
        )
    return views


def _services(
    catalog: Catalog,
    services: Sequence[str],
    options: Sequence[str],
    rows: Mapping[tuple[str, str, str], EffectRow],
    told: Sequence[EffectRow],
) -> tuple[str, ...]:
    """Return the services of a page: told of here, then the main one, then others that an option changes here."""
    named = {catalog.meta(row.indicator).kind for row in told}
    main = main_service(catalog, options)
    moved = {key[1] for key, row in rows.items() if matters(row)}
    there = [name for name in services if any(key[1] == name for key in rows)]
    chosen = [name for name in there if name in named or name in moved or name == main]
    chosen.sort(key=lambda name: (name not in named, name != main))
    return tuple(chosen[:_SERVICES])


def _rank(row: EffectRow) -> tuple[bool, float]:
    return row.role != "target", -abs(row.effect) / max(row.relevance, 1e-12)
