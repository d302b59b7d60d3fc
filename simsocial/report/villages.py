"""Places from which the nearest site of a service is farther under an option: by name, in kilometres as the crow flies.

Ways that people go are counted by area; which village is meant is seen from where sites close and open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simsocial.report.catalog import Catalog
from simsocial.report.map_ground import located_places
from simsocial.report.site_changes import site_changes

__all__ = ["Village", "farther_villages"]

_LEAST_KM = 0.05
"""Nearer than this is the same place."""


@dataclass(frozen=True)
class Village:
    """A place and its way to the nearest site, as the crow flies.

    Attributes
    ----------
    name : str
        Of the place.
    before, after : float
        Kilometres today and with the option.
    """

    name: str
    before: float
    after: float


def farther_villages(catalog: Catalog, option: str, service: str, most: int = 3) -> list[Village]:
    """Return the places whose nearest site of a service moves away most, the farthest first.

    Parameters
    ----------
    catalog : Catalog
        Names of the run; the manifest's region has places with coordinates in km.
    option : str
        The option.
    service : str
        The service whose sites count.
    most : int
        How many places.
    """
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
    farther = [one for one in found if one.before + _LEAST_KM < one.after < math.inf]
    return sorted(farther, key=lambda one: one.before - one.after)[:most]


def _nearest(here: Mapping[str, Any], places: Mapping[str, Mapping[str, Any]], sites: Iterable[str]) -> float:
    """Return the distance to the nearest of some places; infinite without any."""
    there = (places[place] for place in sites if place in places)
    return min(
        (math.hypot(one["x_km"] - here["x_km"], one["y_km"] - here["y_km"]) for one in there),
        default=math.inf,
    )
