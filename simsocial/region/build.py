"""Turn a region's tables, as read, into a complete region."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from simsocial.core.calendar import MAX_AGE, month_index
from simsocial.region.region import Region
from simsocial.region.tables import RawTable
from simsocial.region.travel import neighbour_edges, travel_matrix

__all__ = ["build_region"]


def build_region(tables: Mapping[str, RawTable], identifier: str, title: dict[str, str]) -> Region:
    """Return the region of complete tables."""
    areas = tables["areas"].cells.sort_values("area").reset_index(drop=True)
    places = tables["places"].cells.sort_values("place").reset_index(drop=True)
    for column, dtype in {"inhabitants": int, "x_km": float, "y_km": float, "centrality": int}.items():
        places[column] = places[column].astype(dtype)
    dwellings = tables["dwellings"].cells.set_index("place")["dwellings"].astype(int)
    places["dwellings"] = places["place"].map(dwellings).astype(int)
    area_code = {area: code for code, area in enumerate(areas["area"])}
    place_code = {place: code for code, place in enumerate(places["place"])}
    people = tables["population"].cells
    population = np.zeros((len(areas), 2, MAX_AGE + 1), dtype=np.int32)
    np.add.at(
        population,
        (
            people["area"].map(area_code).to_numpy(int),
            people["sex"].map({"m": 0, "f": 1}).to_numpy(int),
            people["age_from"].astype(int).to_numpy(),
        ),
        people["persons"].astype(int).to_numpy(),
    )
    day = date.fromisoformat(people["reference_date"].iloc[0])
    edges = neighbour_edges(places["x_km"], places["y_km"], places["centrality"])
    sites = tables["sites"].cells.sort_values(["kind", "site"]).reset_index(drop=True)
    sites["place"] = sites["place"].map(place_code).astype(np.int16)
    sites["licensed_places"] = sites["licensed_places"].astype(np.int32)
    sites["staff_fte"] = pd.to_numeric(sites["staff_fte"])
    for column, missing in {"opened": 0, "closes": -1}.items():
        sites[column] = [month_index(value) if value else missing for value in sites[column]]
    providers = tables["providers"].cells.sort_values("provider").reset_index(drop=True)
    providers["reserve_months"] = providers["reserve_months"].astype(float)
    digest = hashlib.blake2b(population.tobytes(), digest_size=8)
    for frame in (areas, places, sites, providers, edges):
        digest.update(frame.to_csv(index=False).encode())
    return Region(
        id=identifier,
        title=title,
        ags=None,
        reference_date=day,
        first_month=day.year * 12 + day.month,
        areas=areas,
        places=places,
        place_area=places["area"].map(area_code).to_numpy(np.int16),
        population=population,
        minutes=travel_matrix(edges, len(places)),
        edges=edges,
        sites=sites,
        providers=providers,
        data_hash=digest.hexdigest(),
    )
