"""On which service and in which areas a measure books what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from simsocial.measures.checks import site_row
from simsocial.measures.protocols import PlanApi
from simsocial.region import Region

__all__ = ["OTHER", "area_of_place", "areas_by_people", "areas_of_site", "kind_of_ledger"]

OTHER = "other"
"""What is booked on no kind of service."""


def area_of_place(model: PlanApi, place: str) -> int:
    """Return the code of the area in which a place lies."""
    code = list(model.region.places["place"]).index(place)
    return int(model.region.place_area[code])


def areas_of_site(model: PlanApi, site: str) -> dict[int, float]:
    """Return the area of a site of the region; of a site of another measure, all areas by people."""
    row = site_row(site, model.region)
    if row is None:
        return areas_by_people(model.region)
    return {int(model.region.place_area[int(str(model.region.sites.at[row, "place"]))]): 1.0}


def kind_of_ledger(model: PlanApi, site: str) -> str:
    """Return the leading service kind of a site of the region; of a site of another measure, none."""
    row = site_row(site, model.region)
    return OTHER if row is None else model.catalogue.house(str(model.region.sites.at[row, "kind"])).id


def areas_by_people(region: Region, where: Mapping[str, Sequence[str]] | None = None) -> dict[int, float]:
    """Return by area code its share of a cost: that of the people who live there, of those of the places meant.

    Parameters
    ----------
    region : Region
        Places with their inhabitants, sites.
    where : mapping of str to sequence of str, optional
        Names by axis (area, place, site, provider), of sites the places where they stand; everywhere if not given.
    """
    chosen, places = np.ones(len(region.places), dtype=np.bool_), region.places
    for axis, names in (where or {}).items():
        if axis in ("area", "place"):
            chosen &= places[axis].isin(names).to_numpy()
        elif axis in ("site", "provider"):
            rows = region.sites[axis].isin(names)
            chosen &= np.isin(np.arange(len(places)), region.sites.loc[rows, "place"].astype(int))
    people = np.where(chosen, np.maximum(places["inhabitants"].to_numpy(np.float64), 1e-9), 0.0)
    if not chosen.any():
        return areas_by_people(region)
    by_area = np.bincount(region.place_area, people) / people.sum()
    return {int(area): float(by_area[area]) for area in np.flatnonzero(by_area)}
