"""A stated synthetic settlement pattern where a region brings no places.

Own assumption, evidence grade D: places follow rank-size (the first has about 18 % of a rural Kreis of
40 places, 40 % of a small planning area), lie on a sunflower pattern over the area's square kilometres, and are
called ``Ort 1`` and so on: they are no real municipalities. A rural area has 103 people a square
kilometre (Thuringia's Landkreise: 1.589 million on 15,440), a town above 15,000 people 400.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.random import derive_keys, hash_key, stream_id, uniform_array
from simsocial.region.rounding import round_total

__all__ = ["AreaOutline", "area_outlines", "kreis_outlines", "settle_areas"]

Floats = npt.NDArray[np.float64]

RURAL_DENSITY = 103.0
TOWN_DENSITY = 400.0
TOWN_PEOPLE = 15_000
"""People a square kilometre of a rural area and of a town, and from where an area is a town."""

_GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))
_KM_PER_LATITUDE = 111.2
_KM_PER_LONGITUDE = 70.2
_ORIGIN = (50.9, 11.0)
"""Kilometres per degree around Thuringia's middle (50.9 N, 11.0 E)."""


@dataclass(frozen=True)
class AreaOutline:
    """Where an area lies, how large it is and how many places it gets."""

    area: str
    name: str
    x_km: float
    y_km: float
    radius_km: float
    places: int
    offset: float


def kreis_outlines(table: pd.DataFrame, people: npt.ArrayLike) -> list[AreaOutline]:
    """Return the outlines of Kreise from their size and position.

    Parameters
    ----------
    table : DataFrame
        ``ags, name, kind, area_km2, latitude, longitude``.
    people : array_like
        Inhabitants of each.
    """
    outlines = []
    columns = (table[name].tolist() for name in ("ags", "name", "kind", "area_km2", "latitude", "longitude"))
    for *row, persons in zip(*columns, np.asarray(people).tolist(), strict=True):
        ags, name, kind, size, latitude, longitude = row
        city = kind == "kreisfreie Stadt"
        count = np.clip(persons / 12_000, 6, 18) if city else np.clip(persons / 2_200, 12, 60)
        outlines.append(
            AreaOutline(
                area=ags,
                name=name,
                x_km=(longitude - _ORIGIN[1]) * _KM_PER_LONGITUDE,
                y_km=(latitude - _ORIGIN[0]) * _KM_PER_LATITUDE,
                radius_km=float(np.sqrt(size / np.pi)) * (0.6 if city else 0.95),
                places=int(np.rint(count)),
                offset=3.0 if city else 0.5,
            )
        )
    return outlines


def area_outlines(areas: pd.DataFrame, people: npt.ArrayLike) -> list[AreaOutline]:
    """Return outlines of planning areas whose position is unknown: side by side around the largest."""
    persons = np.asarray(people, dtype=np.float64)
    density = np.where(persons > TOWN_PEOPLE, TOWN_DENSITY, RURAL_DENSITY)
    size = np.maximum(persons, 100.0) / density
    spread = np.sqrt(size.sum() / np.pi)
    order = np.argsort(-persons, kind="stable")
    rank = np.empty(len(order))
    rank[order] = np.arange(len(order))
    distance = spread * np.sqrt(rank / max(len(order), 1))
    angle = rank * _GOLDEN_ANGLE
    return [
        AreaOutline(
            area=str(area),
            name=str(name) or str(area),
            x_km=float(distance[row] * np.cos(angle[row])),
            y_km=float(distance[row] * np.sin(angle[row])),
            radius_km=float(np.sqrt(size[row] / np.pi)) * 0.9,
            places=int(np.clip(np.rint(persons[row] / 2_000), 1, 8)),
            offset=0.5,
        )
        for row, (area, name) in enumerate(zip(areas["area"], areas["name"], strict=True))
    ]


def settle_areas(outlines: list[AreaOutline], people: npt.ArrayLike) -> pd.DataFrame:
    """Return ``place, name, area, inhabitants, x_km, y_km, centrality`` of all areas.

    Parameters
    ----------
    outlines : list of AreaOutline
        One an area.
    people : array_like of int
        Inhabitants of each area; the sum over its places.
    """
    parts = [
        _settle(outline, int(persons)) for outline, persons in zip(outlines, np.asarray(people), strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def _settle(outline: AreaOutline, persons: int) -> pd.DataFrame:
    count = outline.places
    rank = np.arange(1, count + 1)
    weight = 1.0 / (rank + outline.offset)
    inhabitants = round_total(weight, persons)
    keys = derive_keys(int(hash_key(stream_id(outline.area))), count)
    jitter = uniform_array(1, "region.settlement", keys)
    slot = _scatter(count)
    distance = outline.radius_km * np.sqrt((slot + 0.35 * jitter) / count)
    angle = slot * _GOLDEN_ANGLE + 2.0 * np.pi * float(jitter[0]) + 0.4 * jitter
    share = weight / weight.sum()
    centrality = np.where(rank == 1, 2 if persons > TOWN_PEOPLE else 1, np.where(share > 0.05, 1, 0))
    return pd.DataFrame(
        {
            "place": [f"{outline.area}_{number:02d}" for number in rank],
            "name": [f"{outline.name}, Ort {number}" for number in rank],
            "area": outline.area,
            "inhabitants": inhabitants,
            "x_km": np.round(outline.x_km + distance * np.cos(angle), 2),
            "y_km": np.round(outline.y_km + distance * np.sin(angle), 2),
            "centrality": centrality,
        }
    )


def _scatter(count: int) -> Floats:
    """Return a position for each rank so that large places do not crowd together; the first is central."""
    step = next(
        number for number in range(int(0.618 * count) + 1, 2 * count + 2) if np.gcd(number, count) == 1
    )
    return np.asarray((np.arange(count) * step) % count, dtype=np.float64)
