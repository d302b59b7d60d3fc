"""Places from which the nearest site of a service is farther under an option: by name, in minutes by car.

Ways that people go are counted by area; which village is meant is seen from where sites close and open. Results that
hold no minutes are told in kilometres as the crow flies.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simsocial.report.catalog import Catalog
from simsocial.report.map_ground import located_places
from simsocial.report.site_changes import site_changes

__all__ = ["Village", "farther_villages", "measure_of"]

_LEAST_KM = 0.05
"""Nearer than this is the same place."""


@dataclass(frozen=True)
class Village:
    """A place and its way to the nearest site.

    Attributes
    ----------
    name : str
        Of the place.
    before, after : float
        Today and with the option, in what :func:`measure_of` says.
    """

    name: str
    before: float
    after: float


def measure_of(catalog: Catalog, option: str) -> str:
    """Return in what ways are told: ``own`` or ``assumed`` minutes by car, or ``km`` as the crow flies.

    Minutes are assumed where the region has no table of them.
    """
    if _minutes(catalog, option) is None:
        return "km"
    return str(catalog.region.get("travel") or "assumed")


def farther_villages(catalog: Catalog, option: str, service: str, most: int = 3) -> list[Village]:
    """Return the places whose nearest site of a service moves away most, the farthest first, larger ones before.

    Parameters
    ----------
    catalog : Catalog
        Names of the run; the manifest has minutes by place for each option, or places with coordinates in km.
    option : str
        The option.
    service : str
        The service whose sites count.
    most : int
        How many places.
    """
    minutes = _minutes(catalog, option)
    found = (
        _by_way(catalog, option, service) if minutes is None else _by_car(catalog, minutes.get(service) or {})
    )
    farther = [one for one in found if one.before < one.after < math.inf]
    return sorted(farther, key=lambda one: one.before - one.after)[:most]


def _minutes(catalog: Catalog, option: str) -> Mapping[str, Mapping[str, list[int]]] | None:
    """Return the minutes of an option by kind of site and place; None where they are not stored."""
    found: Mapping[str, Mapping[str, list[int]]] | None = catalog.manifest["scenarios"][option].get(
        "nearest_minutes"
    )
    return found


def _by_car(catalog: Catalog, minutes: Mapping[str, list[int]]) -> list[Village]:
    """Return the places of which minutes are told, the larger ones first."""
    rows = sorted(catalog.region.get("places") or (), key=lambda row: -float(row["inhabitants"]))
    return [Village(str(row["name"]), *minutes[row["place"]]) for row in rows if row["place"] in minutes]


def _by_way(catalog: Catalog, option: str, service: str) -> list[Village]:
    """Return all places with their distances as the crow flies."""
    places = located_places(catalog)
    stored = catalog.region.get("site_places") or ()
    today = {str(row["site"]): str(row["place"]) for row in stored if row["kind"] == service}
    then = dict(today)
    for change in site_changes(catalog, option):
        if change.kind == service and change.closed:
            then.pop(change.site, None)
        elif change.kind == service and change.opened:
            then[change.site] = change.place
    found = [
        Village(str(row["name"]), _nearest(row, places, today.values()), _nearest(row, places, then.values()))
        for row in places.values()
    ]
    return [one for one in found if one.after - one.before > _LEAST_KM]


def _nearest(here: Mapping[str, Any], places: Mapping[str, Mapping[str, Any]], sites: Iterable[str]) -> float:
    """Return the distance to the nearest of some places; infinite without any."""
    there = (places[place] for place in sites if place in places)
    return min(
        (math.hypot(one["x_km"] - here["x_km"], one["y_km"] - here["y_km"]) for one in there),
        default=math.inf,
    )
